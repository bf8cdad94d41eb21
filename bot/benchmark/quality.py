"""Everything that `eval` tells of a base and a file of questions, measured once."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bot.benchmark.baselines import Missing, Peer, Placed, peers, place
from bot.core.factbase.base import Base
from bot.core.matching.calibration import Calibration, collect_training_questions, judge_left_out
from bot.core.matching.decision import decide
from bot.core.matching.evaluation import (
    Figures,
    Judged,
    OperatingPoint,
    Question,
    curve,
    figures,
    judge,
    steps,
    tally,
    without_thresholds,
    worst,
)
from bot.core.progress import ProgressCallback, no_progress, track
from bot.errors import UsageError

WORST: Final = 20
# The thresholds of the table, beside the one that serves.
THRESHOLDS: Final = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """How a base does on labelled questions.

    `answerable` and `others` are the totals of `kinds`; `anyway` is the answerable ones, were no answer withheld.
    `points` stand at the thresholds of the table, `steps` wherever an outcome changes; `serving` is at the threshold
    in use.
    """

    kinds: tuple[Figures, ...]
    answerable: Figures
    others: Figures
    anyway: Figures
    points: tuple[OperatingPoint, ...]
    steps: tuple[OperatingPoint, ...]
    serving: OperatingPoint
    worst: tuple[Judged, ...]
    peers: tuple[Placed | Missing, ...]


def measure(
    base: Base,
    questions: Sequence[Question],
    database: sqlite3.Connection,
    *,
    on_progress: ProgressCallback = no_progress,
) -> Measurement:
    """Ask the base and its peers every question; `database` is an empty one, for the full-text search."""
    ranker = base.ranker
    asked = track(questions, on_progress, "Asking the questions", len(questions))
    rankings = {question.text: ranker.rank(question.text) for question in asked}
    judged = judge(questions, lambda text: decide(rankings[text], ranker))
    lenient = without_thresholds(ranker)
    unguarded = judge(questions, lambda text: lenient(rankings[text]))
    (serving,) = curve(unguarded, [ranker.weights.answer])
    return Measurement(
        kinds=tally(judged),
        answerable=figures("all answerable", [case for case in judged if case.question.answerable]),
        others=figures("all others", [case for case in judged if not case.question.answerable]),
        anyway=figures("all answerable", [case for case in unguarded if case.question.answerable]),
        points=curve(unguarded, sorted({*THRESHOLDS, ranker.weights.answer})),
        steps=curve(unguarded, steps(unguarded)),
        serving=serving,
        worst=worst(judged, WORST),
        peers=tuple(_placed(base, questions, database, on_progress)),
    )


def measure_left_out(base: Base, *, seed: int, on_progress: ProgressCallback = no_progress) -> Calibration:
    """How the weights that serve do on what the base asks itself. Takes as long as a calibration."""
    ranker = base.ranker
    return judge_left_out(
        ranker.weights, collect_training_questions(ranker, seed=seed, on_progress=on_progress), ranker.overlaps
    )


def _placed(
    base: Base, questions: Sequence[Question], database: sqlite3.Connection, on_progress: ProgressCallback
) -> Iterator[Placed | Missing]:
    ways = tuple(peers(tuple(base.knowledge.facts.values()), database))
    for peer in track(ways, on_progress, "Asking other ways of searching", len(ways)):
        match peer:
            case Peer():
                yield place(peer, questions)
            case Missing():
                yield peer


# Okabe and Ito (2008): told apart by colour-blind people as well.
_BLUE: Final = "#0072B2"
_VERMILION: Final = "#D55E00"
_GREY: Final = "#999999"
_SERVED: Final = "this bot"


def draw(measured: Measurement, file: Path) -> None:
    """Write the picture; the file's ending gives the format. Raises UsageError where it cannot be written."""
    # It tells of its font cache otherwise.
    logging.getLogger("matplotlib").setLevel(logging.WARNING)
    figure = Figure(figsize=(12, 5), layout="constrained")
    left, right = figure.subplots(1, 2)
    _selection(left, measured)
    _peers(right, measured)
    try:
        figure.savefig(file, dpi=150)
    except (OSError, ValueError) as error:
        raise UsageError(f"{file} cannot be written: {error}") from None


def _selection(axes: Axes, measured: Measurement) -> None:
    # From the most confident answer on, as the threshold falls.
    points = measured.steps[::-1]
    axes.plot(
        [point.coverage for point in points],
        [point.risk for point in points],
        color=_BLUE,
        marker=".",
        label="as the threshold falls from 1 to 0",
    )
    serving = measured.serving
    axes.plot(
        [serving.coverage],
        [serving.risk],
        color=_VERMILION,
        marker="D",
        markersize=9,
        linestyle="none",
        label=f"the threshold in use, {serving.threshold:.2f}",
    )
    axes.set(
        title="Risk against coverage",
        xlabel="coverage: share of the answerable\nquestions that are answered",
        ylabel="risk: share of all answers\ngiven that are wrong",
        xlim=(0, 1.02),
    )
    axes.set_ylim(bottom=0)
    axes.grid(visible=True, alpha=0.3)
    axes.legend(loc="upper left", frameon=False)


def _peers(axes: Axes, measured: Measurement) -> None:
    bars = [(peer.name, peer.first / peer.asked) for peer in measured.peers if isinstance(peer, Placed) and peer.asked]
    if measured.anyway.asked:
        bars.append((f"{_SERVED}, were it always to answer", measured.anyway.right / measured.anyway.asked))
        bars.append((f"{_SERVED}, silent where it is not sure", measured.serving.right))
    colours = [_BLUE if name.startswith(_SERVED) else _GREY for name, _ in bars]
    drawn = axes.barh([name for name, _ in bars], [share for _, share in bars], color=colours)
    axes.bar_label(drawn, fmt="%.2f", padding=3)
    axes.set(title="Right first", xlabel="share of the answerable questions\nwhose first fact is right", xlim=(0, 1.1))
    axes.spines[["top", "right"]].set_visible(False)
