"""What differs between two bases: what each says, and what questions get from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from bot.core.base import Base
from bot.core.knowledge.model import Fact, Knowledge
from bot.core.replay import Replayed, Tried, Verdict, replay, try_golden


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

    `calibration` tells whether the matcher's weights differ, `identical` whether not one byte of the files does.
    `golden` and `asked` hold every question, those that are worse off first.
    """

    changes: Changes
    calibration: bool
    identical: bool
    golden: tuple[Tried, ...]
    asked: tuple[Replayed, ...]

    @property
    def missed(self) -> tuple[Tried, ...]:
        """The golden questions that the new base gets wrong."""
        return tuple(case for case in self.golden if not case.right)

    @property
    def differing(self) -> tuple[Replayed, ...]:
        """The questions that get something else."""
        return tuple(case for case in self.asked if case.verdict is not Verdict.SAME)

    def count(self, verdict: Verdict) -> int:
        """How many questions have a verdict."""
        return sum(case.verdict is verdict for case in self.asked)


def blast_radius(old: Base, new: Base, asked: Iterable[str]) -> BlastRadius:
    """Compare the base that serves with one that may take its place; `asked` are questions that people asked.

    Takes some milliseconds for each question.
    """
    return BlastRadius(
        changes=changes(old.knowledge, new.knowledge),
        calibration=old.matcher.weights != new.matcher.weights,
        identical=dict(old.files) == dict(new.files),
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
