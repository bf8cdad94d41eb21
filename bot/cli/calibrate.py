"""`calibrate`: fit the ranker's weights to the base, using the base's own questions."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from bot.cli.base import open_configured
from bot.cli.context import ProcessContext
from bot.cli.options import add_seed
from bot.cli.progress import bars
from bot.config import load_config
from bot.core.matching.calibration import Calibration, calibrate
from bot.core.matching.weights import CALIBRATION_FILE, SavedCalibration, dump_calibration
from bot.errors import UsageError

_FEWEST_FACTS = 2
_ENOUGH = 400  # questions, as written and misspelt; with fewer, the weights fit the accidents of a few of them


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `calibrate` takes."""
    add_seed(parser)


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Fit the weights, print the result, write knowledge/calibration.json, and return 0.

    Raises KnowledgeError when the base has problems, UsageError when it is too small to learn from.
    """
    config, out = load_config(arguments.config), context.stdout
    with bars(context.stderr) as progress:
        base = open_configured(config, progress, calibrated=False)
        if len(base.knowledge.facts) < _FEWEST_FACTS:
            raise UsageError(
                f"A base of fewer than {_FEWEST_FACTS} facts is too small to learn from; it uses the default weights."
            )
        found = calibrate(base.ranker, seed=arguments.seed, on_progress=progress.on_progress)
    file = config.knowledge / CALIBRATION_FILE
    file.write_text(
        dump_calibration(SavedCalibration(revision=base.knowledge.revision, weights=found.weights)),
        encoding="utf-8",
        newline="\n",
    )
    out.writelines(f"{line}\n" for line in _figures(found))
    if found.questions < _ENOUGH:
        out.write(
            f"\nWarning: {found.questions} questions are few to learn from, and the default weights may work better. "
            "Try some questions; to go back to the defaults, delete the file.\n"
        )
    out.write(f"\nWrote {file.relative_to(config.root) if file.is_relative_to(config.root) else file}\n")
    return 0


def _figures(found: Calibration) -> Iterator[str]:
    weights = found.weights
    yield f"{found.questions:,} questions of the facts, as written and misspelt, each asked of the base without it"
    yield f"  right first          {found.right_first:.3f}"
    yield f"  among three          {found.among_three:.3f}"
    yield f"  answered, rightly    {found.right_answered:.3f}"
    yield f"  answered, wrongly    {found.wrong_answered:.3f}"
    yield f"questions of an entry that was left out, answered  {found.near_misses_answered:.3f}"
    yield f"questions of everyday life, answered          {found.foreign_answered:.3f}"
    yield ""
    yield "weight of each feature in the score"
    yield from (f"  {name:12} {weight:8.3f}" for name, weight in weights.ranking.items())
    yield "weight of each signal in the confidence"
    yield from (f"  {name:12} {weight:8.3f}" for name, weight in weights.confidence.items())
    yield f"  {'constant':12} {weights.bias:8.3f}"
    yield f"an answer from a confidence of {weights.answer:.2f}, a suggestion from {weights.suggest:.2f}"
