"""How the check does on labelled messages, and on the base's own statements, as they stand and altered."""

from __future__ import annotations

import re
from functools import cache

import pytest
from core.factcheck.labelled import KINDS, Judged, read, tried
from rankers import project_base

from bot.core.factcheck import Claimed, Supported, Verdict
from bot.core.knowledge.model import Fact
from bot.core.knowledge.quantities import quantities
from bot.core.text.dates import find_dates

FILES = ("building.jsonl", "held_out.jsonl")
EACH = pytest.mark.parametrize("file", FILES)


@cache
def cases(file: str) -> tuple[Judged, ...]:
    return tried(file)


def facts() -> tuple[Fact, ...]:
    return tuple(project_base().knowledge.facts.values())


def got(sentence: str) -> Verdict:
    (verdict,) = project_base().checker.check([sentence])
    return verdict


def says_so(sentence: str) -> bool:
    return isinstance(got(sentence), Supported | Claimed)


def test_there_are_many_messages_of_every_kind_and_none_is_in_both_files() -> None:
    texts = [{each.text for each in read(file)} for file in FILES]

    assert not texts[0] & texts[1]
    for file in FILES:
        labels = [label for each in read(file) for label in each.gets]
        assert len(labels) >= 40
        assert set(labels) == set(KINDS)


@EACH
def test_nothing_is_called_supported_that_the_source_does_not_say(file: str) -> None:
    assert [case.verdict.sentence for case in cases(file) if case.says_too_much] == []


@EACH
def test_at_least_three_of_five_sentences_get_what_they_should(file: str) -> None:
    right = [case.wanted == case.got for case in cases(file)]

    assert sum(right) / len(right) >= 0.6


@EACH
def test_few_sentences_are_called_contradicted_that_are_not(file: str) -> None:
    wrong = [case for case in cases(file) if case.got == "contradicted" != case.wanted]

    assert len(wrong) <= 0.02 * len(cases(file))


@EACH
def test_the_fact_that_is_shown_is_about_the_sentence(file: str) -> None:
    other = [case for case in cases(file) if case.wanted == case.got and case.shows_another_fact]

    assert len(other) <= 0.02 * len(cases(file))


def test_every_statement_of_the_base_is_supported_by_the_base() -> None:
    assert [fact.id for fact in facts() if not says_so(fact.statement)] == []


def test_no_statement_is_supported_with_another_number() -> None:
    concept_index = project_base().ranker.concept_index
    altered = []
    for fact in facts():
        for quantity in quantities(fact.statement, concept_index):
            start, end = quantity.digits[0]
            altered.append(f"{fact.statement[:start]}{quantity.value + 7:.0f}{fact.statement[end:]}")

    assert len(altered) > 30
    assert [sentence for sentence in altered if says_so(sentence)] == []


def test_no_statement_is_supported_with_another_date() -> None:
    altered = []
    for fact in facts():
        for day in find_dates(fact.statement):
            other = "Sunday" if day.weekday is not None else "3 June 2024" if day.day else "2011"
            altered.append(f"{fact.statement[: day.start]}{other}{fact.statement[day.end :]}")

    assert len(altered) > 20
    assert [sentence for sentence in altered if says_so(sentence)] == []


def test_no_statement_is_supported_with_a_stranger_in_the_place_of_a_name() -> None:
    names = [name.name for name in project_base().knowledge.vocabulary.names]
    altered = []
    for fact in facts():
        named = [name for name in names if re.search(rf"\b{re.escape(name)}\b", fact.statement)]
        # A statement may have many names: the first and the last are enough.
        altered += [
            re.sub(rf"\b{re.escape(name)}\b", "Kowalski", fact.statement, count=1)
            for name in dict.fromkeys((*named[:1], *named[-1:]))
        ]

    assert len(altered) > 60
    assert [sentence for sentence in altered if says_so(sentence)] == []


def test_no_statement_is_supported_that_is_denied() -> None:
    auxiliary = r"\b(is|was|were|has|had|are|have|would|can|may)\b"
    affirming = [fact.statement for fact in facts() if not re.search(r"\b(not|no|never|without)\b", fact.statement)]
    altered = [re.sub(auxiliary, r"\1 not", each, count=1) for each in affirming if re.search(auxiliary, each)]

    assert len(altered) > 40
    assert [sentence for sentence in altered if says_so(sentence)] == []


ADDED = (" in Brazil.", ", and nuclear weapons were aboard.", " at the order of Kowalski.")


@pytest.mark.parametrize("place", range(len(ADDED)))
def test_no_statement_is_supported_that_says_more(place: int) -> None:
    # Each statement gets one of the additions.
    more = ADDED[place]
    assert [fact.id for fact in facts()[place :: len(ADDED)] if says_so(fact.statement.rstrip(".") + more)] == []
