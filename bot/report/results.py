"""What the base's own questions get when each is left out: for each entry, and for all together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from bot.core.knowledge.model import Fact, Unknown
from bot.i18n import ENGLISH
from bot.report.collect import Certainty, QuestionResult
from bot.report.html import Html, joined, listing, table, tag
from bot.report.parts import FactLinks, folded, nothing, section, sign

_FIGURES: Final = ("questions of", "asked", "right first", "among three", "answered rightly", "answered wrongly")


def results_of(target: Fact | Unknown, results: Sequence[QuestionResult], links: FactLinks) -> Html:
    """List all questions of a fact or an unknown, folded on a screen and open in print."""
    count = f"{len(target.questions)} question{'' if len(target.questions) == 1 else 's'}"
    if not results:
        return folded(count, listing(target.questions), class_="questions")
    right = sum(result.right for result in results)
    summary = f"{count}: {right} {'leads' if right == 1 else 'lead'} here when left out"
    items = (_question(result, links) for result in results)
    return folded(summary, listing(items), class_="questions")


def _question(result: QuestionResult, links: FactLinks) -> Html:
    lead = [] if result.got.id == result.own.id else [joined([" → ", links.to(result.got)])]
    return joined(
        [sign(right=result.right), " ", result.text, " ", tag("span", _details(result), *lead, class_="note")]
    )


def _details(result: QuestionResult) -> str:
    through = ", through an entry with the same passage" if result.right and result.got.id != result.own.id else ""
    missed = "" if result.right else ", among three" if result.among else ", not among three"
    return f"{_outcome(result)}{through}{missed}"


def _outcome(result: QuestionResult) -> str:
    answered = "not in source" if isinstance(result.got, Unknown) else "answered"
    return f"{answered if result.certainty is Certainty.ANSWERED else result.certainty} {result.confidence:.2f}"


def questions_section(results: Mapping[str, tuple[QuestionResult, ...]], links: FactLinks) -> Html:
    """Show the figures of all questions, then those that get a wrong answer, the highest confidence first."""
    heading = "Each question, left out in turn"
    every = [result for found in results.values() for result in found]
    if not every:
        return section("questions", heading, nothing("The base is too small to be asked its own questions."))
    note = (
        "Each question is asked of the base without that question. It is right if the first entry shows the passage "
        "that answers it, even if another fact quotes that passage; for an unknown, if the first entry has one of the "
        "same nearest facts. The number is the confidence, from 0 to 1. Each fact and unknown lists its own questions."
    )
    kinds = [
        (kind, found)
        for kind, of in (("facts", Fact), ("unknowns", Unknown))
        if (found := [result for result in every if isinstance(result.own, of)])
    ]
    return section(
        "questions",
        heading,
        tag("p", note, class_="note"),
        table(_FIGURES, (_row(kind, found) for kind, found in kinds), class_="figures"),
        *(_wrong(kind, found, links) for kind, found in kinds),
    )


def _row(kind: str, results: Sequence[QuestionResult]) -> tuple[str, ...]:
    answered = [result for result in results if result.certainty is Certainty.ANSWERED]
    counts = (
        sum(result.right for result in results),
        sum(result.among for result in results),
        sum(result.right for result in answered),
        sum(not result.right for result in answered),
    )
    return (kind, ENGLISH.number(len(results)), *(f"{ENGLISH.number(n)} ({n / len(results):.3f})" for n in counts))


def _wrong(kind: str, results: Sequence[QuestionResult], links: FactLinks) -> Html:
    wrong = sorted((result for result in results if result.answered_wrongly), key=lambda result: -result.confidence)
    count = f"Questions of {kind} that get a wrong answer: {ENGLISH.number(len(wrong))}"
    if not wrong:
        return tag("p", count)
    rows = ((result.text, links.to(result.own), links.to(result.got), _outcome(result)) for result in wrong)
    listed = table(("question", "asks for", "leads to", "outcome"), rows, class_="missed")
    # On paper, each fact and unknown has these questions already.
    return folded(count, listed, class_="screen")
