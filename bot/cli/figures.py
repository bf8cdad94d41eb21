"""Measurements as tables at a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from bot.benchmark.baselines import BaselineResult, MissingBaseline
from bot.benchmark.datasets import VERDICTS
from bot.benchmark.drafts import DraftMeasurement, DraftTally
from bot.benchmark.quality import Measurement
from bot.benchmark.speed import Costs
from bot.benchmark.verdicts import CheckCost, CheckedSentence, tally_verdicts
from bot.core.factcheck.results import LONGEST_MESSAGE
from bot.core.matching.calibration import Ablated, Calibration
from bot.core.matching.decision import shown
from bot.core.matching.evaluation import Figures, Judged, OperatingPoint
from bot.core.text.normalise import visible

_ALL_FEATURES: Final = "(none)"
_SILENT: Final = "this bot, silent when it is not sure"
_DRAFT_SHARES: Final = (
    "usable",
    "facts offered",
    "to look at",
    "speakers found",
    "speakers right",
    "standing",
    "days",
    "kinds of names",
    "names right",
)
_DRAFT_CAPTION: Final = (
    "usable: of the offered facts, those that are one fact, with the right speaker, a standing that the label allows "
    "and no wrong day. facts offered, to look at: of those labelled. speakers: found of those labelled; right of those "
    "drafted. kinds: of the labelled names, those with their kind."
)
_ALWAYS: Final = "this bot, if it always answered"


def show_measurement(console: Console, measured: Measurement) -> None:
    """Print everything that was measured."""
    peers = [_peers(measured)] if measured.peers else []
    for table in (_kinds(measured), *peers, _curve(measured), _worst(measured.worst)):
        console.print(table, highlight=False)


def show_left_out(console: Console, left_out: Calibration, measured: Measurement) -> None:
    """Print how the base does on its own left-out questions, next to how it does on the labelled ones."""
    table = _table("The base's own questions, and the labelled questions", "share", "left out", "questions")
    for measure, own, theirs in _beside(left_out, measured):
        table.add_row(measure, own, theirs)
    console.print(table, highlight=False)


def show_verdicts(console: Console, checked: Sequence[CheckedSentence], cost: CheckCost) -> None:
    """Print which verdicts sentences got, those that got one they must never get, and what the check costs."""
    rows = tally_verdicts(checked)
    table = _table("Verdicts", "has to get", "checked", *map(_spoken, VERDICTS), "forbidden")
    table.caption = "forbidden: got a verdict that its label excludes."
    for row in rows:
        got = (str(row.got[verdict]) for verdict in VERDICTS)
        table.add_row(_spoken(row.want or "(any)"), str(row.checked), *got, _count(row.forbidden, row.checked))
    console.print(table, highlight=False)
    console.print(
        f"{cost.sentence:.1f} ms of processor time a sentence, {cost.message:.2f} s a message of {LONGEST_MESSAGE}.\n"
        f"The event loop waited {cost.longest:.1f} ms at most meanwhile, and {cost.idle:.1f} ms when idle.",
        highlight=False,
    )
    forbidden = [case for case in checked if case.forbidden]
    if not forbidden:
        console.print("No sentence got a verdict that it must never get.", highlight=False)
        return
    listed = Table(title="Forbidden verdicts", title_justify="left")
    for heading in ("sentence", "verdict", "fact"):
        listed.add_column(heading, overflow="fold")
    for case in forbidden:
        listed.add_row(Text(visible(case.label.text)), _spoken(case.got), case.fact)
    console.print(listed, highlight=False)


def show_drafts(console: Console, measured: Sequence[DraftMeasurement]) -> None:
    """Print what drafts get right, and each fault of a drafted fact."""
    total = sum((each.tally for each in measured), DraftTally())
    table = _table("Drafts", "text", *_DRAFT_SHARES)
    table.caption = _DRAFT_CAPTION
    for name, tally in (*((each.name, each.tally) for each in measured), ("all", total)):
        table.add_row(name, *(f"{_share(count, of)}\n{count} of {of}" for count, of in _draft_shares(tally)))
    console.print(table, highlight=False)
    faults = Table(title="Drafted facts with a fault, and names", title_justify="left")
    for heading in ("text", "fault", "drafted"):
        faults.add_column(heading, overflow="fold")
    for each in measured:
        for fact in each.judged:
            if fact.faults:
                doubt = f" In doubt: {fact.fact.doubt}" if fact.fact.doubt else ""
                said = f"{fact.fact.statement} ({fact.fact.attribution}, {fact.fact.standing}){doubt}"
                faults.add_row(each.name, ", ".join(fact.faults), Text(visible(said)))
        for missed in each.missed:
            faults.add_row(each.name, "no candidate", Text(visible(missed.text)))
        for wrong in each.wrong_names:
            faults.add_row(each.name, "name", Text(visible(wrong)))
    console.print(faults, highlight=False)


def _draft_shares(tally: DraftTally) -> Iterator[tuple[int, int]]:
    """Yield the counts of `_DRAFT_SHARES`, each with the number that it is a share of."""
    yield tally.usable, tally.candidates
    yield tally.found, tally.facts
    yield tally.doubted, tally.facts
    yield tally.heard, tally.speakers
    yield tally.rightly, tally.named
    yield tally.exactly, tally.standings
    yield tally.dated, tally.days
    yield tally.kinds, tally.names
    yield tally.known, tally.listed


def show_ablation(console: Console, rows: Sequence[tuple[Ablated, Sequence[Figures]]]) -> None:
    """Print how the base does without each feature; `Figures` are of the answerable questions and of the others."""
    headings = [f"left out:\n{measure}" for measure in ("right first", "among 3", "rightly", "wrongly", "near miss")]
    if any(figures for _, figures in rows):
        headings += [f"asked:\n{measure}" for measure in ("right first", "among 3", "wrong", "others")]
    table = _table("Without each feature in turn, weights fitted again", "without", *headings)
    table.caption = (
        "left out: the base's own questions, each asked of a base without it: the right entry first; among three; "
        "answered rightly; answered wrongly; answered although its entry was left out. asked: the labelled questions; "
        "others: those that nothing answers, answered."
    )
    for ablated, figures in rows:
        table.add_row(_dropped(ablated), *_own(ablated.left_out), *_asked(figures))
    console.print(table, highlight=False)


def show_costs(console: Console, spent: Costs) -> None:
    """Print what each part of a ranking costs."""
    table = _table("What each costs, median", "work", "ms a question")
    for name, ms in spent.parts.items():
        table.add_row(name, f"{ms:.3f}")
    table.add_row("a whole ranking", f"{spent.whole:.3f}", style="bold")
    console.print(table, highlight=False)


def _kinds(measured: Measurement) -> Table:
    headings = ("asked", "answered", "right first", "among three", "wrong", "denied", "always: right")
    table = _table("Outcomes", "kind of question", *headings)
    table.caption = (
        "denied: the bot answered that the source does not say, although it does. always: right first if it always "
        "answered."
    )
    for row, always in _rows(measured):
        counts = (row.answered, row.right, row.among, row.wrong, row.denied, always)
        table.add_row(row.kind, str(row.asked), *(_count(count, row.asked) for count in counts))
    return table


def _rows(measured: Measurement) -> Iterator[tuple[Figures, int]]:
    """Yield the figures of each kind and the totals, and how many would be right if no answer were withheld."""
    yield from zip(measured.kinds, (kind.right for kind in measured.kinds_anyway), strict=True)
    yield measured.answerable, measured.anyway.right
    yield measured.others, 0


def _peers(measured: Measurement) -> Table:
    table = _table("The answerable questions, next to other ways of searching", "way", "right first", "among three")
    table.caption = "The others always answer, so they are wrong whenever they are not right."
    for name, own in ((_SILENT, measured.answerable), (_ALWAYS, measured.anyway)):
        table.add_row(name, _count(own.right, own.asked), _count(own.among, own.asked), style="bold")
    for peer in measured.peers:
        match peer:
            case BaselineResult():
                table.add_row(peer.name, _count(peer.first, peer.asked), _count(peer.among, peer.asked))
            case MissingBaseline():
                table.add_row(f"{peer.name}: {peer.reason}", "", "")
    return table


def _curve(measured: Measurement) -> Table:
    kinds = tuple(measured.serving.needless)
    table = _table("Risk against coverage", "threshold", "coverage", "right first", "risk", *kinds)
    table.caption = (
        "coverage: share of the answerable questions that are answered; risk: share of the answers that are wrong; "
        "then how many questions that nothing answers got an answer. The threshold in use is bold."
    )
    for point in measured.points:
        shares = (f"{share:.3f}" for share in (point.coverage, point.right, point.risk))
        counts = (str(point.needless[kind]) for kind in kinds)
        style = "bold" if point.threshold == measured.serving.threshold else None
        table.add_row(f"{point.threshold:.2f}", *shares, *counts, style=style)
    return table


def _worst(worst: Sequence[Judged]) -> RenderableType:
    if not worst:
        return Text("No question went wrong.")
    table = Table(title=f"The worst {len(worst)}", title_justify="left")
    for heading in ("question", "kind", "outcome", "first fact"):
        table.add_column(heading, overflow="fold")
    table.add_column("confidence", justify="right")
    for case in worst:
        firsts = [match.fact.id for match in shown(case.outcome)[:1]]
        table.add_row(
            Text(visible(case.question.text)),
            case.question.kind,
            case.outcome.kind,
            *(firsts or ["–"]),
            f"{case.outcome.confidence:.2f}",
        )
    return table


def _beside(left_out: Calibration, measured: Measurement) -> Iterator[tuple[str, str, str]]:
    own, others = measured.answerable, measured.others
    yield (
        "right first, whatever the confidence",
        f"{left_out.right_first:.3f}",
        _share(measured.anyway.right, own.asked),
    )
    yield "among three", f"{left_out.among_three:.3f}", _share(own.among, own.asked)
    yield "answered, rightly", f"{left_out.right_answered:.3f}", _share(own.right, own.asked)
    yield "answered, wrongly", f"{left_out.wrong_answered:.3f}", _share(own.wrong, own.asked)
    yield "denied", "–", _share(own.denied, own.asked)
    yield (
        "answered, though nothing answers it",
        f"{left_out.near_misses_answered:.3f}",
        _share(others.answered, others.asked),
    )
    yield "everyday questions, answered", f"{left_out.foreign_answered:.3f}", "–"


def _own(left_out: Calibration) -> Iterable[str]:
    shares = (
        left_out.right_first,
        left_out.among_three,
        left_out.right_answered,
        left_out.wrong_answered,
        left_out.near_misses_answered,
    )
    return (f"{share:.3f}" for share in shares)


def _asked(figures: Sequence[Figures]) -> Iterator[str]:
    match figures:
        case (answerable, others):
            counts = (answerable.right, answerable.among, answerable.wrong)
            yield from (_share(count, answerable.asked) for count in counts)
            yield _share(others.answered, others.asked)
        case _:
            return


def _dropped(ablated: Ablated) -> str:
    return ", ".join(ablated.dropped) or _ALL_FEATURES


def _table(title: str, first: str, *headings: str) -> Table:
    table = Table(first, title=title, title_justify="left", caption_justify="left")
    for heading in headings:
        table.add_column(heading, justify="right")
    return table


def _spoken(verdict: str) -> str:
    return verdict.replace("_", " ")


def _count(count: int, of: int) -> str:
    return f"{count} ({count / of:.2f})" if of else "0"


def _share(count: int, of: int) -> str:
    return f"{count / of:.3f}" if of else "–"


def measurement_record(measured: Measurement) -> dict[str, Any]:
    """Return the measurement as values for JSON."""
    return {
        "kinds": [{**figures_record(row), "right_first_always": always} for row, always in _rows(measured)],
        "always_answering": figures_record(measured.anyway),
        "peers": [_peer(peer) for peer in measured.peers],
        "threshold": measured.serving.threshold,
        "curve": [_point(point) for point in measured.points],
        "worst": [_judged(case) for case in measured.worst],
    }


def verdicts_record(checked: Sequence[CheckedSentence], cost: CheckCost) -> dict[str, Any]:
    """Return the verdicts as values for JSON; `want` is null for sentences that may get any verdict not excluded."""
    return {
        "cost": asdict(cost),
        "verdicts": [
            {
                "want": row.want,
                "checked": row.checked,
                **{verdict: row.got[verdict] for verdict in VERDICTS},
                "forbidden": row.forbidden,
            }
            for row in tally_verdicts(checked)
        ],
        "forbidden": [
            {"sentence": case.label.text, "verdict": case.got, "fact": case.fact} for case in checked if case.forbidden
        ],
    }


def drafts_record(measured: Sequence[DraftMeasurement]) -> dict[str, Any]:
    """Return what drafts get right as values for JSON."""
    return {
        "texts": [{"text": each.name, **asdict(each.tally)} for each in measured],
        "all": asdict(sum((each.tally for each in measured), DraftTally())),
    }


def figures_record(row: Figures) -> dict[str, Any]:
    """Return the counts of one kind of question."""
    return {
        "kind": row.kind,
        "asked": row.asked,
        "answered": row.answered,
        "right_first": row.right,
        "among_three": row.among,
        "wrong": row.wrong,
        "denied": row.denied,
    }


def left_out_record(left_out: Calibration) -> dict[str, Any]:
    """Return how the base does on its own left-out questions: shares of 1, and how many were asked."""
    return {
        "asked": left_out.questions,
        "right_first": round(left_out.right_first, 4),
        "among_three": round(left_out.among_three, 4),
        "right_answered": round(left_out.right_answered, 4),
        "wrong_answered": round(left_out.wrong_answered, 4),
        "near_misses_answered": round(left_out.near_misses_answered, 4),
        "counterfactuals_answered": round(left_out.counterfactuals_answered, 4),
        "foreign_answered": round(left_out.foreign_answered, 4),
    }


def ablated_record(ablated: Ablated, figures: Sequence[Figures]) -> dict[str, Any]:
    """Return how the base does without some features, with its figures on labelled questions if there are any."""
    asked = {"questions": [figures_record(row) for row in figures]} if figures else {}
    return {"without": list(ablated.dropped), "left_out": left_out_record(ablated.left_out), **asked}


def costs_record(spent: Costs) -> dict[str, float]:
    """Return milliseconds for each question, by part."""
    return {**{name: round(ms, 4) for name, ms in spent.parts.items()}, "whole": round(spent.whole, 4)}


def _peer(peer: BaselineResult | MissingBaseline) -> Mapping[str, Any]:
    match peer:
        case BaselineResult():
            return {"name": peer.name, "asked": peer.asked, "right_first": peer.first, "among_three": peer.among}
        case MissingBaseline():
            return {"name": peer.name, "missing": peer.reason}


def _point(point: OperatingPoint) -> Mapping[str, Any]:
    return {
        "threshold": point.threshold,
        "coverage": round(point.coverage, 4),
        "right_first": round(point.right, 4),
        "risk": round(point.risk, 4),
        "needless": dict(point.needless),
    }


def _judged(case: Judged) -> Mapping[str, Any]:
    return {
        "question": case.question.text,
        "kind": case.question.kind,
        "outcome": case.outcome.kind,
        "confidence": round(case.outcome.confidence, 4),
        "facts": [match.fact.id for match in shown(case.outcome)],
    }
