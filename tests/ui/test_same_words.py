"""A reader at a terminal and one on Discord are told the same, in the same words."""

from __future__ import annotations

import io

import pytest
from accepted import reading
from rankers import small_knowledge
from rich.console import Console

from bot import ui
from bot.cli.terminal import show
from bot.core.matching.decision import Abstention, Answer, Match, NotInSource, Outcome, Suggestion
from bot.i18n import ENGLISH, SPANISH, Texts
from bot.i18n.phrases import BETWEEN

KNOWLEDGE = small_knowledge()


def match_of(key: str) -> Match:
    return Match(fact=KNOWLEDGE.facts[key], score=0.5)


def discord_lines(outcome: Outcome, words: Texts) -> list[str]:
    """What the same outcome says on Discord, line by line."""
    shown = reading(ui.outcome(outcome, KNOWLEDGE, words)).shown.replace(f"{BETWEEN}\ufffc", "")  # without the age
    return [line for line in shown.split("\n") if line]


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
@pytest.mark.parametrize(
    "outcome",
    [
        *(Answer(question="", match=match_of(key), related=(), confidence=1) for key in KNOWLEDGE.facts),
        NotInSource(
            question="",
            unknown=KNOWLEDGE.unknowns["storm-name"],
            nearest=(match_of("wave-height"), match_of("dark-since")),
            confidence=1,
        ),
        Suggestion(question="", matches=(match_of("lamp-range"), match_of("repair-cost")), confidence=0.3),
        Abstention(question="", confidence=0),
    ],
)
def test_a_terminal_says_what_discord_says_in_the_same_words(outcome: Outcome, words: Texts) -> None:
    out = io.StringIO()
    show(Console(file=out, width=400), outcome, KNOWLEDGE, words)

    assert [line for line in discord_lines(outcome, words) if line not in out.getvalue()] == []
