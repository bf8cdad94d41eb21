"""What no fact answers: unknowns, golden questions that want silence or a fact, and gaps of the question log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from bot.core.knowledge.model import Golden
from bot.core.matching.clustering import Gap
from bot.core.matching.decision import Abstention, Answer, NotInSource, Outcome, Suggestion
from bot.i18n import ENGLISH
from bot.report.asks import asks_of
from bot.report.contents import Ask, Tried
from bot.report.linking import Names, anchor, nothing, section
from bot.report.markup import Html, joined, listing, table, tag

MOST_GAPS: Final = 200
"""Groups of questions that are shown, those asked most often; `/admin gaps` exports all."""

_WORDINGS: Final = 5  # of one group


def unknowns_section(names: Names, asks: Mapping[str, tuple[Ask, ...]]) -> Html:
    """What the sources raise and do not answer, with the facts that come closest."""
    unknowns = [
        tag(
            "div",
            tag("h4", unknown.statement),
            tag(
                "div",
                tag("span", "Nearest", class_="label"),
                listing("ul", map(names.by_id, unknown.nearest)),
                class_="links",
            )
            if unknown.nearest
            else "",
            asks_of(unknown, asks.get(unknown.id, ()), names),
            tag("p", tag("code", unknown.id), class_="note"),
            id=anchor(unknown),
            class_="fact",
        )
        for unknown in names.knowledge.unknowns.values()
    ]
    return section("unknowns", "What the sources leave open", *(unknowns or [nothing("No unknown is written down.")]))


def golden_section(tried: Iterable[Tried], names: Names) -> Html:
    """The golden questions, those that get something else first."""
    ordered = sorted(tried, key=lambda one: one.right)
    if not ordered:
        return section("golden", "Golden questions", nothing("There are none."))
    rows = (
        (
            tag("span", "✓" if one.right else "✕", class_="hit" if one.right else "miss"),
            one.golden.question,
            _wanted(one.golden, names),
            "the same" if one.right else _got(one.outcome, names),
        )
        for one in ordered
    )
    wrong = sum(not one.right for one in ordered)
    told = f"{len(ordered) - wrong:,} of {len(ordered):,} get what they have to get."
    return section(
        "golden",
        "Golden questions",
        tag("p", told, class_="note"),
        table(("", "question", "has to get", "gets"), rows, class_="golden"),
    )


def _wanted(golden: Golden, names: Names) -> Html | str:
    if golden.fact is not None:
        return names.by_id(golden.fact)
    return "" if golden.silence is None else golden.silence.replace("_", " ")


def _got(outcome: Outcome, names: Names) -> Html | str:
    match outcome:
        case Answer(match=match):
            return names.named(match.fact)
        case NotInSource(unknown=unknown):
            return joined(["not in source: ", names.named(unknown)])
        case Suggestion(matches=matches):
            return joined(["a suggestion: ", joined((names.named(match.fact) for match in matches), "; ")])
        case Abstention():
            return "an abstention"


def gaps_section(gaps: tuple[Gap, ...] | None, names: Names) -> Html:
    """What was asked and not answered, most asked first."""
    if gaps is None:
        return section("gaps", "Asked and not answered", nothing("No question log was read."))
    if not gaps:
        return section("gaps", "Asked and not answered", nothing("Every question that is kept got an answer."))
    headings = ("times", "question", "last asked", "got", "nearest fact")
    more = len(gaps) - MOST_GAPS
    return section(
        "gaps",
        "Asked and not answered",
        table(headings, (_gap(gap, names) for gap in gaps[:MOST_GAPS]), class_="gaps"),
        *(
            [tag("p", f"{more:,} more were asked less often: /admin gaps exports all.", class_="note")]
            if more > 0
            else []
        ),
    )


def _gap(gap: Gap, names: Names) -> tuple[Html | str, ...]:
    newest = gap.questions[0]
    wordings = [*gap.wordings[:_WORDINGS]]
    more = len(gap.wordings) - len(wordings)
    nearest = names.knowledge.facts.get(newest.fact or "")
    return (
        ENGLISH.number(gap.times),
        listing("ul", [*wordings, *([tag("span", f"and {more:,} more wordings", class_="note")] if more > 0 else [])]),
        tag("time", ENGLISH.date(gap.last.date()), datetime=gap.last.isoformat(timespec="seconds")),
        newest.outcome.replace("_", " "),
        names.named(nearest) if nearest else "none",
    )
