"""Whatever a reader types, no path reads more of it than people type."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import pytest
from rankers import small_knowledge, small_ranker

from bot.app.context import QuestionContext
from bot.cogs.autocomplete import claim_choices, fact_choices, question_choices
from bot.cogs.browse import compared, date_choices
from bot.core.factbase.base import Base
from bot.core.knowledge.entities import Speakers
from bot.core.matching.clustering import question_reader
from bot.core.matching.ranker import LONGEST_QUESTION
from bot.core.text.dates import read_date_range
from bot.core.text.normalise import LONGEST_TYPED, MOST_WORDS, fold_typed, typed_words
from bot.core.text.times import read_time
from bot.core.text.zones import load_zones
from bot.i18n import ENGLISH

LIGATURE = "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}"
"""One character that folds to eighteen, in four words."""

HOSTILE = LIGATURE * 100_000

ZONES = load_zones()
BASE = Base(knowledge=small_knowledge(), ranker=small_ranker(meaning=False))
CTX = QuestionContext(bot=None, base=BASE, user=1, guild=None, words=ENGLISH, month_first=False)  # type: ignore[arg-type]

PATHS: dict[str, Callable[[str], object]] = {
    "a question": BASE.decide,
    "an unanswered question": lambda text: list(question_reader(BASE.ranker)([text])),
    "a sentence": lambda text: list(BASE.checker.check([text])),
    "the completion of a question": lambda text: question_choices(text, BASE),
    "the completion of a fact": lambda text: fact_choices(text, BASE),
    "a claim": lambda text: compared(CTX, text),
    "the completion of a claim": lambda text: claim_choices(text, BASE),
    "the completion of a date": lambda text: date_choices(CTX, text, last=False),
    "a name": lambda text: Speakers(BASE.knowledge).find(text),
    "the completion of a name": lambda text: Speakers(BASE.knowledge).suggest(text, limit=25),
    "a date": lambda text: read_date_range(text, (), month_first=False),
    "a time": read_time,
    "a time zone": ZONES.read,
    "the completion of a time zone": lambda text: ZONES.suggest(text, locale="", limit=25),
}


@pytest.mark.parametrize("read", PATHS.values(), ids=PATHS.keys())
def test_a_text_that_folds_to_millions_of_characters_takes_little_memory(read: Callable[[str], object]) -> None:
    read("lamp")
    tracemalloc.start()
    try:
        read(HOSTILE)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert most < 4 * 2**20


@pytest.mark.parametrize("text", [HOSTILE, f"{LIGATURE} " * 2_000, "a b " * 2_000, "x" * 10_000])
def test_typed_words_are_no_more_than_people_type(text: str) -> None:
    found = typed_words(text, longest=LONGEST_QUESTION)

    assert 0 < len(found) <= MOST_WORDS
    assert len(" ".join(found)) <= LONGEST_QUESTION


def test_a_question_as_long_as_discord_allows_is_read_to_its_end() -> None:
    question = " ".join([*["keeper"] * 280, "lamp"])
    assert len(question) < LONGEST_QUESTION

    assert typed_words(question, longest=LONGEST_QUESTION)[-1] == "lamp"


def test_typed_text_is_folded_to_no_more_characters_than_are_read() -> None:
    assert fold_typed("  Élan ") == "elan"
    assert len(fold_typed(HOSTILE)) == LONGEST_TYPED
