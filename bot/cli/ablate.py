"""`ablate`: what each feature brings, on the base's own left-out questions and on labelled questions."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, TextIO

from rich.console import Console

from bot.benchmark.speed import costs
from bot.cli.evaluate import WIDTH, read_questions, require_lessons
from bot.cli.figures import ablated_record, costs_record, show_ablation, show_costs
from bot.config import Config
from bot.core.factbase.base import open_base
from bot.core.matching import Matcher, build_matcher, load_vectors
from bot.core.matching.calibration import Ablated, ablate, calibrate, collect_cases
from bot.core.matching.decision import decide
from bot.core.matching.evaluation import Figures, Question, figures, judge
from bot.core.matching.features import NAMES
from bot.core.progress import SILENT, Progress, Tell, told

_VECTORS: Final = "all word vectors"


def run(  # noqa: PLR0913 - what to measure, how to tell it, and where
    config: Config, file: Path | None, *, as_json: bool, seed: int, out: TextIO, progress: Progress = SILENT
) -> int:
    """Fit the weights without each feature in turn and print how the base then does; gives the exit code 0.

    With a file of questions, those as well. Nothing is written. Takes some minutes for a hundred facts.
    Raises UsageError where the base is too small, or for a file that holds anything but questions.
    """
    questions = tuple(read_questions(file)) if file else ()
    base = open_base(
        root=config.root,
        knowledge=config.knowledge,
        seeds=config.seeds,
        vectors=load_vectors(config.encoder),
        step=progress.step,
    )
    require_lessons(base)
    rows = list(_rows(base.matcher, questions, seed, progress.tell))
    asked = [question for fact in base.knowledge.facts.values() for question in fact.questions]
    spent = costs(base.matcher, asked, time.perf_counter)
    if as_json:
        out.write(json.dumps({"without": [ablated_record(*row) for row in rows], "ms": costs_record(spent)}) + "\n")
    else:
        console = Console(file=out, width=None if out.isatty() else WIDTH)
        show_ablation(console, rows)
        show_costs(console, spent)
    return 0


def _rows(
    matcher: Matcher, questions: Sequence[Question], seed: int, tell: Tell
) -> Iterator[tuple[Ablated, tuple[Figures, ...]]]:
    """The matcher as it is, without each feature, and without word vectors wherever they are used."""
    cases = collect_cases(matcher, seed=seed, tell=tell)
    for ablated in told(ablate(cases, matcher.kin), tell, "Fitting without each feature", len(NAMES) + 1):
        yield ablated, _figures(replace(matcher, weights=ablated.left_out.weights), questions)
    if matcher.similarity.vectors:
        wordy = build_matcher(matcher.knowledge, vectors=None, weights=matcher.weights)
        learned = calibrate(wordy, seed=seed, tell=tell)
        yield (
            Ablated(dropped=(_VECTORS,), left_out=learned),
            _figures(replace(wordy, weights=learned.weights), questions),
        )


def _figures(matcher: Matcher, questions: Sequence[Question]) -> tuple[Figures, ...]:
    """The figures of the answerable questions and of the others; none where there are no questions."""
    if not questions:
        return ()
    judged = judge(questions, lambda text: decide(text, matcher))
    return (
        figures("all answerable", [case for case in judged if case.question.answerable]),
        figures("all others", [case for case in judged if not case.question.answerable]),
    )
