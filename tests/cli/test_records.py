from __future__ import annotations

import json
from typing import Any

import pytest
from rankers import ask, small_knowledge, small_ranker

from bot.cli.json_output import record
from bot.core.matching.decision import Abstention, Answer, Match, Suggestion
from bot.core.matching.spelling import Repair


def recorded(question: str, ms: float = 1.23456) -> dict[str, Any]:
    """The record as a script reads it."""
    outcome = ask(question, small_ranker(meaning=False))
    return dict(json.loads(json.dumps(record(outcome, small_knowledge(), ms=ms))))


def test_an_answer_has_exactly_the_promised_keys() -> None:
    found = recorded("how much will the repair cost")

    assert list(found) == ["question", "outcome", "confidence", "facts", "ms"]
    assert found["question"] == "how much will the repair cost"
    assert found["outcome"] == "answer"
    assert found["confidence"] == 1
    assert found["ms"] == 1.235
    first = found["facts"][0]
    assert list(first) == ["id", "statement", "score", "standing", "attribution", "quotes"]
    assert first["id"] == "repair-cost"
    assert first["statement"] == small_knowledge().facts["repair-cost"].statement
    assert first["standing"] == "disputed"
    assert first["attribution"] == "the Harbour Office"
    assert 0 < first["score"] <= 1
    assert [list(quote) for quote in first["quotes"]] == [
        ["exact", "source", "start", "end", "paragraph", "published", "changed"]
    ]


def test_a_question_that_the_source_leaves_open_gets_the_unknown_and_the_nearest_facts() -> None:
    found = recorded("what was the storm called")

    assert found["outcome"] == "not_in_source"
    assert found["unknown"] == {"id": "storm-name", "statement": "The article does not name the storm."}
    assert [fact["id"] for fact in found["facts"]][:2] == ["dark-since", "wave-height"]
    assert list(found) == ["question", "outcome", "confidence", "unknown", "facts", "ms"]


def test_a_suggestion_has_its_facts() -> None:
    match = Match(fact=small_knowledge().facts["lamp-range"], score=0.51239)

    found = record(Suggestion(question="lamp?", matches=(match,), confidence=0.3), small_knowledge(), ms=0)

    assert (found["outcome"], found["confidence"]) == ("suggestion", 0.3)
    assert [(fact["id"], fact["score"]) for fact in found["facts"]] == [("lamp-range", 0.5124)]


def test_corrected_words_are_named() -> None:
    repaired = Abstention(question="", confidence=0, repairs=(Repair(written="lmap", read="lamp"),))

    assert record(repaired, small_knowledge(), ms=0)["read_as"] == [{"written": "lmap", "read": "lamp"}]


def test_an_abstention_has_no_facts() -> None:
    assert record(Abstention(question="", confidence=0.04321), small_knowledge(), ms=2) == {
        "question": "",
        "outcome": "abstention",
        "confidence": 0.0432,
        "facts": [],
        "ms": 2,
    }


@pytest.mark.parametrize("question", ["lamp", "what was the storm called", "ferry storm", "how high is the lamp", "?"])
def test_there_are_at_most_three_facts(question: str) -> None:
    assert len(recorded(question)["facts"]) <= 3


def test_the_facts_of_an_answer_are_listed_best_first() -> None:
    scores = [fact["score"] for fact in recorded("how high above the sea is the lamp")["facts"]]

    assert len(scores) == 3
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("fact", small_knowledge().facts.values(), ids=lambda fact: fact.id)
def test_a_quotes_offsets_lead_to_its_words_in_the_source(fact: Any) -> None:
    outcome = Answer(question="", match=Match(fact=fact, score=1), related=(), confidence=1)

    for quote in record(outcome, small_knowledge(), ms=0)["facts"][0]["quotes"]:
        source = small_knowledge().sources[quote["source"]]
        assert source.text[quote["start"] : quote["end"]] == quote["exact"]
        assert quote["published"] == "2031-03-06"
        paragraph = source.paragraphs[quote["paragraph"] - 1]
        assert paragraph.start <= quote["start"] < quote["end"] <= paragraph.end
