"""`calibrate`: fit the ranker's weights to the base, using the base's own questions."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.benchmark.datasets import ArticleSet, read_dataset
from bot.benchmark.default_weights import fit_defaults
from bot.cli.base import open_configured
from bot.cli.context import ProcessContext
from bot.cli.options import add_base, add_seed
from bot.cli.progress import bars
from bot.config import Config, load_config
from bot.core.matching import load_vectors
from bot.core.matching.calibration import Calibration, calibrate
from bot.core.matching.weights import CALIBRATION_FILE, SavedCalibration, dump_calibration, dump_defaults
from bot.errors import UsageError

_ENOUGH: Final = 400  # questions and phrasings of facts; with half of them a base learned to answer near misses


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `calibrate` takes."""
    add_seed(parser)
    parser.add_argument(
        "--defaults",
        nargs=2,
        type=Path,
        metavar=("ARTICLES", "OUT"),
        help="instead, fit the weights of bases that are not calibrated to this base and a file of articles, and write "
        "them to OUT (bot/core/matching/default_weights.json)",
    )
    add_base(parser)


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Fit the weights, print the result, write knowledge/calibration.json, and return 0.

    Raises KnowledgeError when the base has problems, UsageError when it is too small to learn from.
    """
    config, out = load_config(arguments.config, base=arguments.base), context.stdout
    if arguments.defaults:
        return _fit_defaults(config, *arguments.defaults, seed=arguments.seed, context=context)
    with bars(context.stderr) as progress:
        base = open_configured(config, progress, calibrated=False)
        asked = base.knowledge.question_count()
        if asked < _ENOUGH:
            raise UsageError(
                f"Nothing was written: the facts have {asked} questions and phrasings, and calibrate needs {_ENOUGH}. "
                f"Without {CALIBRATION_FILE} the base uses the default weights, which suit a small base better."
            )
        found = calibrate(base.ranker, seed=arguments.seed, on_progress=progress.on_progress)
    file = config.knowledge / CALIBRATION_FILE
    file.write_text(
        dump_calibration(SavedCalibration(revision=base.knowledge.revision, weights=found.weights)),
        encoding="utf-8",
        newline="\n",
    )
    out.writelines(f"{line}\n" for line in _figures(found))
    out.write(f"\nWrote {file.relative_to(config.root) if file.is_relative_to(config.root) else file}\n")
    return 0


def _fit_defaults(config: Config, articles: Path, out: Path, *, seed: int, context: ProcessContext) -> int:
    match read_dataset(articles):
        case ArticleSet(articles=found):
            pass
        case _:
            raise UsageError(f"{articles} has no articles: its lines need title, sentences, paragraphs and questions.")
    with bars(context.stderr) as progress:
        base = open_configured(config, progress, calibrated=False)
        words = load_vectors()
        if words is None or base.ranker.classifier is None:
            raise UsageError("Default weights need word vectors (wordllama), and a base that is small enough for them.")
        content = dump_defaults(
            fit_defaults(base.knowledge, found, (words, None), seed=seed, on_progress=progress.on_progress)
        )
    out.write_text(content, encoding="utf-8", newline="\n")
    context.stdout.write(f"Wrote {out}\n")
    return 0


def _figures(found: Calibration) -> Iterator[str]:
    weights = found.weights
    yield f"{found.questions:,} questions of the facts, as written and misspelt, each asked of the base without it"
    yield f"  right first          {found.right_first:.3f}"
    yield f"  among three          {found.among_three:.3f}"
    yield f"  answered, rightly    {found.right_answered:.3f}"
    yield f"  answered, wrongly    {found.wrong_answered:.3f}"
    yield f"questions of an entry that was left out, answered  {found.near_misses_answered:.3f}"
    yield f"changed questions that nothing answers, answered   {found.counterfactuals_answered:.3f}"
    yield f"questions of everyday life, answered               {found.foreign_answered:.3f}"
    yield ""
    yield "weight of each feature in the score"
    yield from (f"  {name:12} {weight:8.3f}" for name, weight in weights.ranking.items())
    yield "weight of each signal in the confidence"
    yield from (f"  {name:12} {weight:8.3f}" for name, weight in weights.confidence.items())
    yield f"  {'constant':12} {weights.bias:8.3f}"
    yield f"an answer from a confidence of {weights.answer:.2f}, a suggestion from {weights.suggest:.2f}"
