"""Collect what the page shows: ask every question and compute every figure before the page is written."""

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
from bot.core.progress import SILENT, Progress, track
from bot.errors import Problem

WEAK: Final = 0.2
"""Share of a fact's questions that may miss it, each left out in turn, before the fact is weak.

Of the shipped base's facts, half are missed by at most 7 % of their questions, and one in eight by more than this.
"""

_FEWEST: Final = 2  # facts and unknowns; without its question, a smaller base would be empty


class Certainty(StrEnum):
    """What the bot does with the first entry, by its confidence and the thresholds in use."""

    ANSWERED = "answered"
    SUGGESTED = "suggested"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionResult:
    """What a question of the base gets when it is left out of the base.

    `got` is the first fact or unknown, with a `confidence` of 0 to 1. `right` is true if it shows the passage that was
    asked for, `among` if one of the best three does.
    """

    text: str
    own: Fact | Unknown
    got: Fact | Unknown
    right: bool
    among: bool
    confidence: float
    certainty: Certainty

    @property
    def answered_wrongly(self) -> bool:
        """Whether the bot would answer with another passage."""
        return not self.right and self.certainty is Certainty.ANSWERED

    @property
    def missed(self) -> bool:
        """Whether the reply shows the passage neither as its answer nor among its suggestions."""
        match self.certainty:
            case Certainty.ANSWERED:
                return not self.right
            case Certainty.SUGGESTED:
                return not self.among
            case Certainty.SILENT:
                return True


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenResult:
    """A golden question with its outcome. `right` is true if it is the expected one."""

    golden: GoldenQuestion
    outcome: Outcome
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WeakFact:
    """A fact that too many of its questions miss, or the one question that readers see."""

    fact: Fact
    results: tuple[QuestionResult, ...]

    @property
    def missed(self) -> int:
        """How many of its questions miss it."""
        return sum(result.missed for result in self.results)

    @property
    def share(self) -> float:
        """The share of its questions that miss it, from 0 to 1."""
        return self.missed / len(self.results)

    @property
    def question_missed(self) -> bool:
        """Whether the question that readers see misses it."""
        return any(result.missed and result.text == self.fact.question for result in self.results)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """All that the page shows.

    `questions` has the results for each fact and unknown by its id; it is empty if the base is too small. `unanswered`
    is None if no question log was read. `warnings` are those of the files. `made` is an aware time.
    """

    knowledge: Knowledge
    coverage: tuple[SourceCoverage, ...]
    calibration: str
    questions: Mapping[str, tuple[QuestionResult, ...]]
    golden: tuple[GoldenResult, ...]
    unanswered: tuple[QuestionGroup, ...] | None
    made: dt.datetime
    warnings: tuple[Problem, ...] = ()

    @property
    def wrong_questions(self) -> int:
        """How many questions lead to another passage."""
        return sum(not result.right for results in self.questions.values() for result in results)

    @property
    def wrong_golden(self) -> int:
        """How many golden questions have another outcome than expected."""
        return sum(not result.right for result in self.golden)

    @property
    def weak(self) -> tuple[WeakFact, ...]:
        """The facts that more than `WEAK` of their questions miss, or their own; the largest share first."""
        asked = (
            WeakFact(fact=fact, results=self.questions[key])
            for key, fact in self.knowledge.facts.items()
            if self.questions.get(key)
        )
        weak = (one for one in asked if one.share > WEAK or one.question_missed)
        return tuple(sorted(weak, key=lambda one: -one.share))


def gather(
    base: Base,
    unanswered: Sequence[Unanswered] | None,
    *,
    made: dt.datetime,
    warnings: Sequence[Problem] = (),
    progress: Progress = SILENT,
) -> Contents:
    """Ask the base every question that the page shows. Takes some milliseconds for each.

    `unanswered` are the unanswered questions of the log, None without a log. `warnings` are those of its files.
    """
    knowledge, ranker = base.knowledge, base.ranker
    questions = _ask_own_questions(ranker, progress)
    golden = tuple(
        _golden_result(one, base.decide(one.question))
        for one in track(knowledge.golden, progress.on_progress, "Asking the golden questions", len(knowledge.golden))
    )
    with progress.step("Grouping the unanswered questions"):
        groups = None if unanswered is None else group_questions(unanswered, question_reader(ranker))
    return Contents(
        knowledge=knowledge,
        coverage=source_coverage(knowledge),
        calibration=describe_calibration(base.calibration, knowledge.revision),
        questions=questions,
        golden=golden,
        unanswered=groups,
        made=made,
        warnings=tuple(warnings),
    )


def _ask_own_questions(ranker: Ranker, progress: Progress) -> Mapping[str, tuple[QuestionResult, ...]]:
    targets = ranker.entries.targets
    if len(targets) < _FEWEST:
        return MappingProxyType({})
    results: dict[str, list[QuestionResult]] = {target.id: [] for target in targets}
    for found in ask_without_each(ranker, on_progress=progress.on_progress):
        results[targets[found.entry].id].append(_question_result(found, ranker))
    return MappingProxyType({key: tuple(found) for key, found in results.items()})


def _question_result(found: LeftOut, ranker: Ranker) -> QuestionResult:
    targets, weights = ranker.entries.targets, ranker.weights
    if found.confidence >= weights.answer:
        certainty = Certainty.ANSWERED
    else:
        certainty = Certainty.SUGGESTED if found.confidence >= weights.suggest else Certainty.SILENT
    return QuestionResult(
        text=found.question,
        own=targets[found.entry],
        got=targets[found.got],
        right=found.right,
        among=found.among,
        confidence=found.confidence,
        certainty=certainty,
    )


def _golden_result(golden: GoldenQuestion, outcome: Outcome) -> GoldenResult:
    return GoldenResult(golden=golden, outcome=outcome, right=fulfils(golden, outcome))
