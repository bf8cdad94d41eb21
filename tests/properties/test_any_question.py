"""Whatever is asked gets an outcome that is shown within Discord's limits and told as JSON; nothing raises."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re

import pytest
from accepted import check_layout, reading
from hypothesis import given
from hypothesis import strategies as st
from properties.anything import LETTERS, UNSEEN, fixed, texts
from rankers import small_knowledge, small_ranker
from rich.console import Console

from bot import ui
from bot.cli.json_output import explanation_record, record
from bot.cli.terminal import show
from bot.cogs.admin import COLUMNS, table
from bot.cogs.autocomplete import PICKED, Picked, fact_choices, question_choices, read_choice
from bot.core.factbase.base import Base
from bot.core.matching.clustering import QuestionGroup, Unanswered
from bot.core.matching.decision import shown
from bot.core.matching.explain import explain
from bot.core.text.tags import without_tags
from bot.errors import RefusedError
from bot.i18n import texts_for
from bot.ui.fitting import CHOICE_TEXT, CHOICES

AT = dt.datetime(2031, 3, 4, 12, tzinfo=dt.UTC)
LONGEST = 100_000
OWN = frozenset({"heading", "subtext", "quote", "bold", "list", "time"})
LOCALES = st.sampled_from(("en-US", "es-ES"))

ASKS = tuple(ask for fact in small_knowledge().facts.values() for ask in fact.questions)
QUESTIONS = texts(longest=300) | st.tuples(st.sampled_from(ASKS), texts(longest=40)).map("".join)
ENDLESS = (
    *(piece * (LONGEST // len(piece)) for piece in (*LETTERS, *UNSEEN)),
    *(
        piece * (LONGEST // len(piece))
        for piece in ("a ", "1:", ",000", "a'", "b52 ", "b-", "U.S.", "?", "lamp keeper ")
    ),
    " ".join(f"lamp{number:x}" for number in range(LONGEST // 10)),
    "".join(map(chr, range(0x20, 0x20 + LONGEST))),
)


def base(*, meaning: bool) -> Base:
    return Base(knowledge=small_knowledge(), ranker=small_ranker(meaning=meaning))


def check(question: str, answering: Base, locale: str = "en-US") -> None:
    words = texts_for(locale)
    found = answering.decide(question)
    view = ui.outcome(found, answering.knowledge, words, 7)

    assert found.question == without_tags(question)
    assert 0 <= found.confidence <= 1
    check_layout(view)
    assert set(reading(view).live) <= OWN
    offered = answering.complete(question)
    assert len(offered) <= CHOICES
    assert {offer.fact for offer in offered} <= answering.knowledge.facts.keys()
    for choice in (*question_choices(question, answering), *fact_choices(question, answering)):
        assert 1 <= len(choice.name) <= CHOICE_TEXT
        assert 1 <= len(str(choice.value)) <= CHOICE_TEXT


@pytest.mark.parametrize("meaning", [True, False], ids=["with word vectors", "without"])
@fixed
@given(question=QUESTIONS, locale=LOCALES)
def test_any_question_gets_an_outcome_that_discord_takes(question: str, locale: str, *, meaning: bool) -> None:
    check(question, base(meaning=meaning), locale)


@pytest.mark.parametrize("number", range(len(ENDLESS)))
def test_a_question_of_a_hundred_thousand_characters_gets_an_outcome(number: int) -> None:
    check(ENDLESS[number], base(meaning=False))


@fixed
@given(QUESTIONS, st.floats(0, 1e9))
def test_the_outcome_of_a_question_is_printed_as_json(question: str, ms: float) -> None:
    answering = base(meaning=False)
    found = answering.decide(question)
    told = record(found, answering.knowledge, ms=ms) | {
        "explanation": explanation_record(explain(answering.ranker.rank(question), found, answering.ranker))
    }

    back = json.loads(json.dumps(told, allow_nan=False))
    assert back["question"] == without_tags(question)
    assert [fact["id"] for fact in back["facts"]] == [match.fact.id for match in shown(found)]


@fixed
@given(QUESTIONS, LOCALES)
def test_the_outcome_of_a_question_is_printed_and_controls_no_terminal(question: str, locale: str) -> None:
    answering, out = base(meaning=False), io.StringIO()
    console = Console(file=out, width=80, color_system=None)

    show(console, answering.decide(question), answering.knowledge, texts_for(locale))

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", out.getvalue())


@fixed
@given(QUESTIONS | st.sampled_from([*sorted(small_knowledge().facts), "gone"]).map(PICKED.__add__))
def test_a_choice_that_was_forged_is_a_question_or_a_fact_of_the_base_or_refused(text: str) -> None:
    try:
        read = read_choice(text, base(meaning=False))
    except RefusedError:
        assert text.removeprefix(PICKED) not in small_knowledge().facts
        return

    assert (PICKED + read.fact.id if isinstance(read, Picked) else read.text) == text


@fixed
@given(st.lists(QUESTIONS, min_size=1, max_size=4), st.floats(0, 1), st.integers(0, 2000))
def test_a_table_of_any_questions_reads_back_and_has_no_formula(
    questions: list[str], confidence: float, most: int
) -> None:
    asked = [
        Unanswered(text=text, at=AT, outcome="abstention", fact=None, confidence=confidence, guild=number)
        for number, text in enumerate(questions, 1)
    ]
    content, rows = table([QuestionGroup(questions=tuple(asked), wordings=tuple(questions))], most=10_000 + most)

    head, *body = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert tuple(head) == COLUMNS
    assert len(body) == rows
    assert all(len(row) == len(COLUMNS) for row in body)
    assert not [cell for row in body for cell in row if re.match(r"\s*[=+\-@]", cell)]
