"""What differs between two bases: what each says, and what questions get from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum

from bot.core.factbase.base import Base
from bot.core.knowledge.model import ExpectedOutcome, Fact, GoldenQuestion, Knowledge
from bot.core.matching.decision import Abstention, Answer, NotInSource, Outcome, Suggestion
from bot.errors import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFact:
    """A fact that kept its id. `fields` names what differs, in the order in which Fact lists its fields."""

    old: Fact
    new: Fact

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the differing fields; never empty."""
        names = (field.name for field in fields(Fact))
        return tuple(name for name in names if getattr(self.old, name) != getattr(self.new, name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many values of one kind were added, changed and removed."""

    added: int
    changed: int
    removed: int

    @property
    def total(self) -> int:
        """The sum of the three."""
        return self.added + self.changed + self.removed


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The difference of two bases: facts one by one, the rest counted.

    `added` and `changed` stand in the order of the new base, `removed` in that of the old.
    `revision` is that of the new base, `served` the number of its facts.
    """

    added: tuple[Fact, ...]
    changed: tuple[ChangedFact, ...]
    removed: tuple[Fact, ...]
    unknowns: Tally
    sources: Tally
    topics: Tally
    vocabulary: bool
    golden: bool
    revision: str
    served: int

    @property
    def nothing(self) -> bool:
        """Whether both bases say the same."""
        facts = len(self.added) + len(self.changed) + len(self.removed)
        counted = self.unknowns.total + self.sources.total + self.topics.total
        return facts + counted == 0 and not self.vocabulary and not self.golden


@dataclass(frozen=True, slots=True, kw_only=True)
class BlastRadius:
    """All that serving another base would change.

    `calibration` tells whether the ranker's weights differ.
    `golden` and `asked` hold every question, those that are worse off first.
    """

    changes: Changes
    calibration: bool
    golden: tuple[Tried, ...]
    asked: tuple[Replayed, ...]

    @property
    def missed(self) -> tuple[Tried, ...]:
        """The golden questions that the new base gets wrong."""
        return tuple(case for case in self.golden if not case.right)

    @property
    def differing(self) -> tuple[Replayed, ...]:
        """The questions that get something else."""
        return tuple(case for case in self.asked if case.verdict is not AnswerChange.SAME)

    def count(self, verdict: AnswerChange) -> int:
        """How many questions have a verdict."""
        return sum(case.verdict is verdict for case in self.asked)


def blast_radius(old: Base, new: Base, asked: Iterable[str]) -> BlastRadius:
    """Compare the base that serves with one that may take its place; `asked` are questions that people asked.

    Takes some milliseconds for each question.
    """
    return BlastRadius(
        changes=changes(old.knowledge, new.knowledge),
        calibration=old.ranker.weights != new.ranker.weights,
        golden=try_golden(new.knowledge.golden, old=old.decide, new=new.decide),
        asked=replay(asked, old=old.decide, new=new.decide),
    )


def changes(old: Knowledge, new: Knowledge) -> Changes:
    """Return what `new` adds, changes and removes against `old`."""
    return Changes(
        added=tuple(fact for key, fact in new.facts.items() if key not in old.facts),
        changed=_changed(old.facts, new.facts),
        removed=tuple(fact for key, fact in old.facts.items() if key not in new.facts),
        unknowns=_tally(old.unknowns, new.unknowns),
        sources=_tally(old.sources, new.sources),
        topics=_tally(old.topics, new.topics),
        vocabulary=old.vocabulary != new.vocabulary,
        golden=old.golden != new.golden,
        revision=new.revision,
        served=len(new.facts),
    )


def _changed(old: Mapping[str, Fact], new: Mapping[str, Fact]) -> tuple[ChangedFact, ...]:
    pairs = ((old[key], fact) for key, fact in new.items() if key in old)
    return tuple(ChangedFact(old=before, new=after) for before, after in pairs if before != after)


def _tally(old: Mapping[str, object], new: Mapping[str, object]) -> Tally:
    kept = old.keys() & new.keys()
    return Tally(
        added=len(new.keys() - kept),
        changed=sum(old[key] != new[key] for key in kept),
        removed=len(old.keys() - kept),
    )


Decide = Callable[[str], Outcome]


class AnswerChange(StrEnum):
    """How what a question gets differs between two bases, the gravest first.

    `LOST` had an answer (a fact, or that the source does not say) and has none; `GAINED` is the other way round.
    """

    LOST = "lost"
    CHANGED = "changed"
    GAINED = "gained"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """A question with what it gets from the old base and from the new one."""

    question: str
    old: Outcome
    new: Outcome

    @property
    def verdict(self) -> AnswerChange:
        """How the two differ. The same fact is the same answer, also where its statement was reworded."""
        before, after = _substance(self.old), _substance(self.new)
        if before == after:
            return AnswerChange.SAME
        match _settled(self.old), _settled(self.new):
            case True, False:
                return AnswerChange.LOST
            case False, True:
                return AnswerChange.GAINED
            case _:
                return AnswerChange.CHANGED


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A golden question with what it gets from the new base, and whether either base gives what it has to get."""

    golden: GoldenQuestion
    new: Outcome
    was_right: bool
    right: bool


def replay(questions: Iterable[str], *, old: Decide, new: Decide) -> tuple[Replayed, ...]:
    """Ask both bases every question. Those that differ come first, the gravest first; else the order stays."""
    replayed = [Replayed(question=text, old=old(text), new=new(text)) for text in questions]
    gravity = list(AnswerChange)
    return tuple(sorted(replayed, key=lambda case: gravity.index(case.verdict)))


def try_golden(golden: Iterable[GoldenQuestion], *, old: Decide, new: Decide) -> tuple[Tried, ...]:
    """Ask both bases the golden questions. Those that are wrong now come first, of them those that were right."""
    tried = [_tried(case, old(case.question), new(case.question)) for case in golden]
    return tuple(sorted(tried, key=lambda case: (case.right, not case.was_right)))


def fulfils(golden: GoldenQuestion, outcome: Outcome) -> bool:
    """Whether a golden question got what it has to get."""
    match outcome:
        case Answer(match=match):
            return match.fact.id == golden.fact
        case NotInSource():
            return golden.outcome is ExpectedOutcome.NOT_IN_SOURCE
        case Abstention():
            return golden.outcome is ExpectedOutcome.ABSTENTION
        case Suggestion():
            return False


def _tried(golden: GoldenQuestion, old: Outcome, new: Outcome) -> Tried:
    return Tried(golden=golden, new=new, was_right=fulfils(golden, old), right=fulfils(golden, new))


def _substance(outcome: Outcome) -> tuple[str, frozenset[str]]:
    """What a reader takes from an outcome: its kind and the ids it leads with."""
    match outcome:
        case Answer(match=match):
            return "answer", frozenset({match.fact.id})
        case NotInSource(unknown=unknown):
            return "not in source", frozenset({unknown.id})
        case Suggestion(matches=matches):
            return "suggestion", frozenset(match.fact.id for match in matches)
        case Abstention():
            return "abstention", frozenset()


def _settled(outcome: Outcome) -> bool:
    return isinstance(outcome, Answer | NotInSource)


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """A base that could be served in place of the one that is. `run` tells it from other dry runs.

    `back` is the revision that it goes back to, None for the files on disk; `served` is the revision that serves.
    `asked_unread` tells that the latest questions could not be had.
    """

    run: int
    base: Base
    radius: BlastRadius
    served: str
    back: str | None = None
    asked_unread: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenRun:
    """A base that cannot be served, with every problem; `back` as for DryRun."""

    run: int
    problems: tuple[Problem, ...]
    back: str | None = None
