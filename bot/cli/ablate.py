"""`ablate`: measure what each feature contributes, on the base's own questions and on labelled questions."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from rich.console import Console

from bot.benchmark.datasets import read_questions
from bot.benchmark.speed import costs
from bot.cli.base import open_configured
from bot.cli.context import ProcessContext
from bot.cli.evaluate import WIDTH, require_left_out
from bot.cli.figures import ablated_record, costs_record, show_ablation, show_costs
from bot.cli.options import add_base, add_json, add_seed
from bot.cli.progress import bars
from bot.config import load_config
from bot.core.matching import Ranker, build_ranker
from bot.core.matching.calibration import Ablated, ablate, calibrate, collect_training_questions
from bot.core.matching.decision import decide
from bot.core.matching.evaluation import Figures, Question, figures, judge
from bot.core.matching.features import FEATURES
from bot.core.progress import ProgressCallback, track
from bot.core.text.control_chars import json_text

_VECTORS: Final = "all word vectors"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `ablate` takes."""
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="labelled questions to ask too, as for eval")
    add_json(parser)
    add_seed(parser)
    add_base(parser)


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Fit the weights without each feature in turn, print how the base then does, and return 0.

    Writes no file. Takes some minutes for a hundred facts.
    Raises UsageError when the base is too small, or for a file that contains anything but questions.
    """
    config, out = load_config(arguments.config, base=arguments.base), context.stdout
    questions = tuple(read_questions(arguments.file)) if arguments.file else ()
    with bars(context.stderr) as progress:
        base = open_configured(config, progress)
        require_left_out(base.knowledge)
        rows = list(_rows(base.ranker, questions, arguments.seed, progress.on_progress))
    asked = [question for fact in base.knowledge.facts.values() for question in fact.questions]
    spent = costs(base.ranker, asked, time.perf_counter)
    if arguments.json:
        out.write(json_text({"without": [ablated_record(*row) for row in rows], "ms": costs_record(spent)}) + "\n")
    else:
        console = Console(file=out, width=None if out.isatty() else WIDTH)
        show_ablation(console, rows)
        show_costs(console, spent)
    return 0


def _rows(
    ranker: Ranker, questions: Sequence[Question], seed: int, on_progress: ProgressCallback
) -> Iterator[tuple[Ablated, tuple[Figures, ...]]]:
    """Measure the ranker as it is, without each feature, and without word vectors when they are used."""
    cases = collect_training_questions(ranker, seed=seed, on_progress=on_progress)
    for ablated in track(ablate(cases), on_progress, "Fitting without each feature", len(FEATURES) + 1):
        yield ablated, _figures(replace(ranker, weights=ablated.left_out.weights), questions)
    if ranker.similarity.vectors:
        wordy = build_ranker(ranker.knowledge, vectors=None, weights=ranker.weights)
        learned = calibrate(wordy, seed=seed, on_progress=on_progress)
        yield (
            Ablated(dropped=(_VECTORS,), left_out=learned),
            _figures(replace(wordy, weights=learned.weights), questions),
        )


def _figures(ranker: Ranker, questions: Sequence[Question]) -> tuple[Figures, ...]:
    """Return the figures of the answerable questions and of the others; none when there are no questions."""
    if not questions:
        return ()
    judged = judge(questions, lambda text: decide(ranker.rank(text), ranker))
    return (
        figures("all answerable", [case for case in judged if case.question.answerable]),
        figures("all others", [case for case in judged if not case.question.answerable]),
    )
