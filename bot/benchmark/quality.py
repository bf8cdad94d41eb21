"""Measure a base with labelled questions, for the command `eval`."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from bot.benchmark.baselines import Baseline, BaselineResult, MissingBaseline, baselines, judge_baseline
from bot.core.knowledge.model import Fact
from bot.core.matching import Ranker
from bot.core.matching.calibration import Calibration, collect_training_questions, fit, judge_left_out
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
from bot.errors import UsageError, reason

WORST: Final = 20
"""How many of the worst replies are kept."""

THRESHOLDS: Final = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)
"""Thresholds of the table, in addition to the one in use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """Results of one base or several on labelled questions.

    `answerable` and `others` are the totals of `kinds`. `kinds_anyway` and `anyway` are those of the kinds and of the
    answerable ones if no answer were withheld. `points` are at the thresholds of the table, `steps` wherever an outcome
    changes, and `serving` is at the threshold in use.
    """

    kinds: tuple[Figures, ...]
    kinds_anyway: tuple[Figures, ...]
    answerable: Figures
    others: Figures
    anyway: Figures
    points: tuple[OperatingPoint, ...]
    steps: tuple[OperatingPoint, ...]
    serving: OperatingPoint
    worst: tuple[Judged, ...]
    peers: tuple[BaselineResult | MissingBaseline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Replies:
    """Questions judged by what they get, and by what they would get if no answer were withheld (`unguarded`)."""

    judged: tuple[Judged, ...]
    unguarded: tuple[Judged, ...]
    threshold: float


def ask(ranker: Ranker, questions: Sequence[Question], *, on_progress: ProgressCallback = no_progress) -> Replies:
    """Ask every question."""
    asked = track(questions, on_progress, "Asking the questions", len(questions))
    rankings = {question.text: ranker.rank(question.text) for question in asked}
    lenient = without_thresholds(ranker)
    return Replies(
        judged=judge(questions, lambda text: decide(rankings[text], ranker)),
        unguarded=judge(questions, lambda text: lenient(rankings[text])),
        threshold=ranker.weights.answer,
    )


def measure(replies: Sequence[Replies], peers: Sequence[BaselineResult | MissingBaseline] = ()) -> Measurement:
    """Summarise the replies of at least one base; the threshold in use is that of the first."""
    judged = tuple(case for each in replies for case in each.judged)
    unguarded = tuple(case for each in replies for case in each.unguarded)
    threshold = replies[0].threshold
    (serving,) = curve(unguarded, [threshold])
    return Measurement(
        kinds=tally(judged),
        kinds_anyway=tally(unguarded),
        answerable=figures("all answerable", [case for case in judged if case.question.answerable]),
        others=figures("all others", [case for case in judged if not case.question.answerable]),
        anyway=figures("all answerable", [case for case in unguarded if case.question.answerable]),
        points=curve(unguarded, sorted({*THRESHOLDS, threshold})),
        steps=curve(unguarded, steps(unguarded)),
        serving=serving,
        worst=worst(judged, WORST),
        peers=tuple(peers),
    )


def measure_left_out(
    ranker: Ranker, *, seed: int, fitted: bool = False, on_progress: ProgressCallback = no_progress
) -> Calibration:
    """Judge the weights in use on questions that the base asks itself, or with `fitted`, weights fitted to these.

    Takes as long as a calibration.
    """
    cases = collect_training_questions(ranker, seed=seed, on_progress=on_progress)
    weights = fit(cases) if fitted else ranker.weights
    return judge_left_out(weights, cases)


def measure_peers(
    facts: Sequence[Fact],
    questions: Sequence[Question],
    database: sqlite3.Connection,
    *,
    on_progress: ProgressCallback = no_progress,
) -> Iterator[BaselineResult | MissingBaseline]:
    """Ask the baselines every question; `database` is an empty one for the full-text search."""
    found = tuple(baselines(facts, database))
    for baseline in track(found, on_progress, "Asking other ways of searching", len(found)):
        match baseline:
            case Baseline():
                yield judge_baseline(baseline, questions)
            case MissingBaseline():
                yield baseline


# Okabe and Ito (2008): colour-blind people can distinguish them too.
_BLUE: Final = "#0072B2"
_VERMILION: Final = "#D55E00"
_GREY: Final = "#999999"
_SERVED: Final = "this bot"


def draw(measured: Measurement, file: Path) -> None:
    """Draw the picture in the format of the file's ending. Raises UsageError if it cannot be written."""
    # Otherwise it logs messages about its font cache.
    logging.getLogger("matplotlib").setLevel(logging.WARNING)
    figure = Figure(figsize=(12, 5), layout="constrained")
    left, right = figure.subplots(1, 2)
    _selection(left, measured)
    _peers(right, measured)
    try:
        figure.savefig(file, dpi=150)
    except (OSError, ValueError) as error:
        raise UsageError(f"{file} cannot be written: {reason(error)}.") from None


def _selection(axes: Axes, measured: Measurement) -> None:
    # The most confident answers first, as the threshold falls.
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
        ylabel="risk: share of the answers\nthat are wrong",
        xlim=(0, 1.02),
    )
    axes.set_ylim(bottom=0)
    axes.grid(visible=True, alpha=0.3)
    axes.legend(loc="upper left", frameon=False)


def _peers(axes: Axes, measured: Measurement) -> None:
    bars = [
        (peer.name, peer.first / peer.asked)
        for peer in measured.peers
        if isinstance(peer, BaselineResult) and peer.asked
    ]
    if measured.anyway.asked:
        bars.append((f"{_SERVED}, if it always answered", measured.anyway.right / measured.anyway.asked))
        bars.append((f"{_SERVED}, silent when it is not sure", measured.serving.right))
    colours = [_BLUE if name.startswith(_SERVED) else _GREY for name, _ in bars]
    drawn = axes.barh([name for name, _ in bars], [share for _, share in bars], color=colours)
    axes.bar_label(drawn, fmt="%.2f", padding=3)
    axes.set(title="Right first", xlabel="share of the answerable questions\nwhose first fact is right", xlim=(0, 1.1))
    axes.spines[["top", "right"]].set_visible(False)
