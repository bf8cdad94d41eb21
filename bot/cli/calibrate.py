"""`calibrate`: the base teaches its own matcher, and the lesson is written down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from bot.config import Config
from bot.core.factbase.base import open_base
from bot.core.matching import load_vectors
from bot.core.matching.calibration import Calibration, calibrate
from bot.core.matching.weights import FILE, Learned, dump
from bot.core.progress import SILENT, Progress
from bot.errors import UsageError

_FEWEST_FACTS = 2
# Below so many questions (each question counts twice) the weights follow the accidents of a few questions.
_ENOUGH = 400


def run(config: Config, *, seed: int, out: TextIO, progress: Progress = SILENT) -> int:
    """Fit the weights, print what was learned, write knowledge/calibration.json; gives the exit code 0.

    Raises KnowledgeError where the base has problems, UsageError where it is too small to teach anything.
    """
    base = open_base(
        root=config.root,
        knowledge=config.knowledge,
        seeds=config.seeds,
        vectors=load_vectors(config.encoder),
        calibrated=False,
        step=progress.step,
    )
    if len(base.knowledge.facts) < _FEWEST_FACTS:
        raise UsageError(f"A base of fewer than {_FEWEST_FACTS} facts teaches nothing; the defaults serve it.")
    found = calibrate(base.matcher, seed=seed, tell=progress.tell)
    file = config.knowledge / FILE
    file.write_text(
        dump(Learned(revision=base.knowledge.revision, weights=found.weights)), encoding="utf-8", newline="\n"
    )
    out.writelines(f"{line}\n" for line in report(found))
    if found.questions < _ENOUGH:
        out.write(
            f"\nWarning: {found.questions} questions are few to learn from, and the default weights may serve better."
            f" Try some questions; to go back to the defaults, delete the file.\n"
        )
    out.write(f"\nWrote {file.relative_to(config.root) if file.is_relative_to(config.root) else file}\n")
    return 0


def report(found: Calibration) -> Iterator[str]:
    """What was learned, line by line."""
    weights = found.weights
    yield f"{found.questions:,} questions: each one of a fact, as written and misspelt, asked of the base without it"
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
