"""The asks, and how each does when the base is asked it without having it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.core.knowledge.model import Fact, Unknown
from bot.i18n import ENGLISH
from bot.report.contents import Ask, Sureness
from bot.report.linking import Names, nothing, section
from bot.report.markup import Html, joined, listing, table, tag

_SIGNS: Final = {True: "✓", False: "✕"}
_FIGURES: Final = ("asks of", "asked", "right first", "among three", "answered, rightly", "answered, wrongly")


def asks_of(target: Fact | Unknown, asks: tuple[Ask, ...], names: Names) -> Html:
    """All asks of a fact or an unknown, folded up on a screen and whole in print."""
    right = sum(ask.right for ask in asks)
    count = f"{len(target.asks)} ask{'' if len(target.asks) == 1 else 's'}"
    if not asks:
        return tag("details", tag("summary", count), listing("ul", target.asks), class_="asks")
    summary = f"{count}: {right} of them {'leads' if right == 1 else 'lead'} here though the base is without it"
    return tag("details", tag("summary", summary), listing("ul", (_ask(a, names) for a in asks)), class_="asks")


def _ask(ask: Ask, names: Names) -> Html:
    sign = tag("span", _SIGNS[ask.right], class_="hit" if ask.right else "miss")
    # Where it leads is told unless it is where it should.
    where = [] if ask.got.id == ask.own.id else [joined([" → ", names.named(ask.got)])]
    return joined([sign, " ", ask.text, " ", tag("span", _fate(ask), *where, class_="note")])


def _fate(ask: Ask) -> str:
    passage = "" if ask.got.id == ask.own.id or not ask.right else ", by one that shows the same"
    missed = "" if ask.right else ", among three" if ask.among else ", not among three"
    return f"{_outcome(ask)}{passage}{missed}"


def _outcome(ask: Ask) -> str:
    answered = "not in source" if isinstance(ask.got, Unknown) else "answered"
    return f"{answered if ask.sureness is Sureness.ANSWERED else ask.sureness} {ask.confidence:.2f}"


def asks_section(asks: Mapping[str, tuple[Ask, ...]], names: Names) -> Html:
    """How the asks do together, then those that get a wrong answer, the surest first."""
    every = [ask for found in asks.values() for ask in found]
    if not every:
        return section("asks", "The asks, each left out", nothing("The base is too small to be asked about itself."))
    note = (
        "Each ask is put to the base as though the base did not hold it. It is right where what leads shows the "
        "passage that was asked for, be it by another fact; for an unknown, where it leads to one of the same facts. "
        "The number is the confidence, 0 to 1. How each single ask does stands with its fact or unknown."
    )
    kinds = [
        (kind, found)
        for kind, of in (("facts", Fact), ("unknowns", Unknown))
        if (found := [ask for ask in every if isinstance(ask.own, of)])
    ]
    return section(
        "asks",
        "The asks, each left out",
        tag("p", note, class_="note"),
        table(_FIGURES, (_row(kind, found) for kind, found in kinds), class_="figures"),
        *(_misled(kind, found, names) for kind, found in kinds),
    )


def _row(kind: str, asks: Sequence[Ask]) -> tuple[str, ...]:
    answered = [ask for ask in asks if ask.sureness is Sureness.ANSWERED]
    counts = (
        sum(ask.right for ask in asks),
        sum(ask.among for ask in asks),
        sum(ask.right for ask in answered),
        sum(not ask.right for ask in answered),
    )
    return (kind, ENGLISH.number(len(asks)), *(f"{ENGLISH.number(n)} ({n / len(asks):.3f})" for n in counts))


def _misled(kind: str, asks: Sequence[Ask], names: Names) -> Html:
    wrong = sorted((ask for ask in asks if ask.misled), key=lambda ask: -ask.confidence)
    rows = ((ask.text, names.named(ask.own), names.named(ask.got), _outcome(ask)) for ask in wrong)
    told = f"Asks of {kind} that get a wrong answer: {ENGLISH.number(len(wrong))}"
    if not wrong:
        return tag("p", told)
    return tag(
        "details", tag("summary", told), table(("ask", "asks for", "leads to", "outcome"), rows, class_="missed")
    )
