"""The differences between two bases: in their facts, and in their replies to questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum

from bot.core.factbase.base import Base
from bot.core.factbase.corrections import FactCorrection, corrections, with_wording
from bot.core.knowledge.model import ExpectedOutcome, Fact, GoldenQuestion, Knowledge
from bot.core.matching.decision import Abstention, Answer, NotInSource, Outcome, Suggestion
from bot.errors import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedFact:
    """A fact with an old and a new version under the same id."""

    old: Fact
    new: Fact

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields that differ, in the order of `Fact`; never empty."""
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
    """The differences between two bases: fact by fact, and counts of the rest.

    `added` and `changed` are in the order of the new base, `removed` in that of the old one. `revision` is that of the
    new base, and `served` the number of its facts.
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
class Impact:
    """Everything that using another base would change.

    `calibration` says whether the ranker's weights differ. `golden` and `asked` have every question, the worst changes
    first. `corrections` are those of facts that readers may have seen.
    """

    changes: Changes
    calibration: bool
    golden: tuple[GoldenChange, ...]
    asked: tuple[ReplayedQuestion, ...]
    corrections: tuple[FactCorrection, ...] = ()

    @property
    def missed(self) -> tuple[GoldenChange, ...]:
        """The golden questions that the new base gets wrong."""
        return tuple(case for case in self.golden if not case.right)

    @property
    def differing(self) -> tuple[ReplayedQuestion, ...]:
        """The questions with another reply."""
        return tuple(case for case in self.asked if case.change is not AnswerChange.SAME)

    def count(self, change: AnswerChange) -> int:
        """Return how many questions change in this way."""
        return sum(case.change is change for case in self.asked)


def compare_bases(old: Base, new: Base, asked: Iterable[str]) -> Impact:
    """Compare the base in use with one that may replace it; `asked` are questions that people asked.

    Takes some milliseconds for each question.
    """
    return Impact(
        changes=changes(old.knowledge, new.knowledge),
        calibration=old.ranker.weights != new.ranker.weights,
        golden=replay_golden(new.knowledge.golden, old=old.decide, new=new.decide),
        asked=replay(asked, old=old.decide, new=new.decide),
        corrections=corrections(old.knowledge, new.knowledge),
    )


def changes(old: Knowledge, new: Knowledge) -> Changes:
    """Return what `new` adds, changes and removes against `old`."""
    return Changes(
        added=tuple(fact for key, fact in new.facts.items() if key not in old.facts),
        changed=tuple(
            ChangedFact(old=old.facts[key], new=fact)
            for key, fact in new.facts.items()
            if key in old.facts and fact != old.facts[key]
        ),
        removed=tuple(fact for key, fact in old.facts.items() if key not in new.facts),
        unknowns=_tally(old.unknowns, new.unknowns),
        sources=_tally(old.sources, new.sources),
        topics=_tally(old.topics, new.topics),
        vocabulary=old.vocabulary != new.vocabulary,
        golden=old.golden != new.golden,
        revision=new.revision,
        served=len(new.facts),
    )


def _tally(old: Mapping[str, object], new: Mapping[str, object]) -> Tally:
    kept = old.keys() & new.keys()
    return Tally(
        added=len(new.keys() - kept),
        changed=sum(old[key] != new[key] for key in kept),
        removed=len(old.keys() - kept),
    )


Decide = Callable[[str], Outcome]


class AnswerChange(StrEnum):
    """How the replies of two bases to a question differ, the worst first.

    A `LOST` question had an answer (a fact, or that the source does not say) and now has none; `GAINED` is the reverse.
    """

    LOST = "lost"
    CHANGED = "changed"
    GAINED = "gained"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayedQuestion:
    """A question with the replies of the old base and of the new one."""

    question: str
    old: Outcome
    new: Outcome

    @property
    def change(self) -> AnswerChange:
        """How the replies differ. A fact with a new statement is still the same answer."""
        before, after = _substance(self.old), _substance(self.new)
        if before == after:
            return AnswerChange.SAME
        match _is_answered(self.old), _is_answered(self.new):
            case True, False:
                return AnswerChange.LOST
            case False, True:
                return AnswerChange.GAINED
            case _:
                return AnswerChange.CHANGED


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenChange:
    """A golden question with the reply of the new base, and whether each base gets it right."""

    golden: GoldenQuestion
    new: Outcome
    was_right: bool
    right: bool


def replay(questions: Iterable[str], *, old: Decide, new: Decide) -> tuple[ReplayedQuestion, ...]:
    """Ask both bases every question. The worst changes come first; within a kind of change the order stays."""
    replayed = [ReplayedQuestion(question=text, old=old(text), new=new(text)) for text in questions]
    worst_first = list(AnswerChange)
    return tuple(sorted(replayed, key=lambda case: worst_first.index(case.change)))


def replay_golden(golden: Iterable[GoldenQuestion], *, old: Decide, new: Decide) -> tuple[GoldenChange, ...]:
    """Ask both bases the golden questions. Wrong replies come first, and among them those that were right before."""
    replayed = []
    for case in golden:
        was_right, reply = fulfils(case, old(case.question)), new(case.question)
        replayed.append(GoldenChange(golden=case, new=reply, was_right=was_right, right=fulfils(case, reply)))
    return tuple(sorted(replayed, key=lambda case: (case.right, not case.was_right)))


def fulfils(golden: GoldenQuestion, outcome: Outcome) -> bool:
    """Return whether an outcome is what the golden question expects."""
    match outcome:
        case Answer(match=match):
            return match.fact.id == golden.fact
        case NotInSource():
            return golden.outcome is ExpectedOutcome.NOT_IN_SOURCE
        case Abstention():
            return golden.outcome is ExpectedOutcome.ABSTENTION
        case Suggestion():
            return False


def _substance(outcome: Outcome) -> tuple[str, frozenset[str]]:
    """Return what a reader takes from an outcome: its kind and the ids that it shows first."""
    match outcome:
        case Answer(match=match):
            return "answer", frozenset({match.fact.id})
        case NotInSource(unknown=unknown):
            return "not in source", frozenset({unknown.id})
        case Suggestion(matches=matches):
            return "suggestion", frozenset(match.fact.id for match in matches)
        case Abstention():
            return "abstention", frozenset()


def _is_answered(outcome: Outcome) -> bool:
    return isinstance(outcome, Answer | NotInSource)


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRun:
    """A base that waits to be confirmed, and what it would change. `run` identifies the dry run.

    `back` is the earlier revision that it goes back to, None for the files on disk. `served` is the revision in use.
    `asked_unread` tells that the latest questions could not be read. `posted` has the messages that show each fact that
    would be corrected; it is None if they could not be read.
    """

    run: int
    base: Base
    impact: Impact
    served: str
    back: str | None = None
    asked_unread: bool = False
    posted: Mapping[str, frozenset[int]] | None = field(default_factory=dict)

    @property
    def corrections(self) -> tuple[FactCorrection, ...]:
        """The corrections, those of facts in the most posted messages first."""
        return tuple(sorted(self.impact.corrections, key=lambda each: -len(self.messages(each.fact))))

    @property
    def edited(self) -> int:
        """How many posted messages would be edited."""
        corrected = [each.fact for each in self.impact.corrections if not each.wording]
        return len(frozenset[int]().union(*map(self.messages, corrected)))

    def messages(self, fact: str) -> frozenset[int]:
        """Return the posted messages that show a fact that would be corrected."""
        return (self.posted or {}).get(fact, frozenset())

    def marked(self, facts: Iterable[str]) -> DryRun:
        """Return the dry run with the corrections of `facts`, and no others, marked as changes of the wording alone."""
        found = with_wording(self.impact.corrections, frozenset(facts))
        return replace(self, impact=replace(self.impact, corrections=found))


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenRun:
    """A base that cannot be used, with every problem. `run` and `back` are as in `DryRun`."""

    run: int
    problems: tuple[Problem, ...]
    back: str | None = None
