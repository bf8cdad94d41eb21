"""What the page tells: everything is asked and counted here, and frozen before a line of it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.core.factbase.base import Base
from bot.core.factbase.diff import fulfils
from bot.core.knowledge.coverage import SourceCoverage, source_coverage
from bot.core.knowledge.model import Fact, GoldenQuestion, Knowledge, Unknown
from bot.core.matching import Ranker
from bot.core.matching.calibration import LeftOut, ask_without_each
from bot.core.matching.clustering import QuestionGroup, Unanswered, group_questions, question_reader
from bot.core.matching.decision import Outcome
from bot.core.matching.weights import describe_calibration
from bot.core.progress import SILENT, Progress, told

FEWEST: Final = 2
"""Facts and unknowns below which a base cannot be asked without one of its questions."""


class Sureness(StrEnum):
    """What the bot would do with what leads: its confidence against the thresholds that serve."""

    ANSWERED = "answered"
    SUGGESTED = "suggested"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedQuestion:
    """How an question does when the base is without it.

    `got` is the fact or the unknown that leads, `confidence` (0 to 1) the one in it. `right` where it shows the
    passage that was asked for, `among` where one of the best three does.
    """

    text: str
    own: Fact | Unknown
    got: Fact | Unknown
    right: bool
    among: bool
    confidence: float
    sureness: Sureness

    @property
    def misled(self) -> bool:
        """Whether whoever questions is told something else, and surely."""
        return not self.right and self.sureness is Sureness.ANSWERED


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A golden question with what it gets, and whether that is what it has to get."""

    golden: GoldenQuestion
    outcome: Outcome
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """All that the page tells. `questions` maps ids of facts and unknowns to theirs; empty where the base is too small.

    `gaps` is None where no question log was read. `made` is when, aware.
    """

    knowledge: Knowledge
    coverage: tuple[SourceCoverage, ...]
    calibration: str
    questions: Mapping[str, tuple[TriedQuestion, ...]]
    golden: tuple[Tried, ...]
    gaps: tuple[QuestionGroup, ...] | None
    made: dt.datetime


def gather(
    base: Base, unanswered: Sequence[Unanswered] | None, *, made: dt.datetime, progress: Progress = SILENT
) -> Contents:
    """Ask the base everything that the page tells. Takes some milliseconds for each question.

    `unanswered` is the question log, None where there is none.
    """
    knowledge, ranker = base.knowledge, base.ranker
    golden = told(knowledge.golden, progress.tell, "Asking the golden questions", len(knowledge.golden))
    questions = _questions(ranker, progress)
    tried = tuple(_tried(one, base.decide(one.question)) for one in golden)
    with progress.step("Grouping the questions that got no answer"):
        gaps = None if unanswered is None else group_questions(unanswered, question_reader(ranker))
    return Contents(
        knowledge=knowledge,
        coverage=source_coverage(knowledge),
        calibration=describe_calibration(base.calibration, knowledge.revision),
        questions=questions,
        golden=tried,
        gaps=gaps,
        made=made,
    )


def _questions(ranker: Ranker, progress: Progress) -> Mapping[str, tuple[TriedQuestion, ...]]:
    targets = ranker.entries.targets
    if len(targets) < FEWEST:
        return MappingProxyType({})
    questions: dict[str, list[TriedQuestion]] = {target.id: [] for target in targets}
    for found in ask_without_each(ranker, tell=progress.tell):
        questions[targets[found.entry].id].append(_question(found, ranker))
    return MappingProxyType({key: tuple(found) for key, found in questions.items()})


def _question(found: LeftOut, ranker: Ranker) -> TriedQuestion:
    targets, weights = ranker.entries.targets, ranker.weights
    if found.confidence >= weights.answer:
        sureness = Sureness.ANSWERED
    else:
        sureness = Sureness.SUGGESTED if found.confidence >= weights.suggest else Sureness.SILENT
    return TriedQuestion(
        text=found.question,
        own=targets[found.entry],
        got=targets[found.got],
        right=found.right,
        among=found.among,
        confidence=found.confidence,
        sureness=sureness,
    )


def _tried(golden: GoldenQuestion, outcome: Outcome) -> Tried:
    return Tried(golden=golden, outcome=outcome, right=fulfils(golden, outcome))
