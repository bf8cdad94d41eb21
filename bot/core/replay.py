"""Questions asked of two bases: what each would get from the one and from the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.core.answer import Abstention, Answer, NotInSource, Outcome, Suggestion
from bot.core.knowledge.model import Golden, Silence

Decide = Callable[[str], Outcome]


class Verdict(StrEnum):
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
    def verdict(self) -> Verdict:
        """How the two differ. The same fact is the same answer, also where its statement was reworded."""
        before, after = _substance(self.old), _substance(self.new)
        if before == after:
            return Verdict.SAME
        match _settled(self.old), _settled(self.new):
            case True, False:
                return Verdict.LOST
            case False, True:
                return Verdict.GAINED
            case _:
                return Verdict.CHANGED


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A golden question with what it gets from the new base, and whether either base gives what it has to get."""

    golden: Golden
    new: Outcome
    was_right: bool
    right: bool


def replay(questions: Iterable[str], *, old: Decide, new: Decide) -> tuple[Replayed, ...]:
    """Ask both bases every question. Those that differ come first, the gravest first; else the order stays."""
    replayed = [Replayed(question=text, old=old(text), new=new(text)) for text in questions]
    gravity = list(Verdict)
    return tuple(sorted(replayed, key=lambda case: gravity.index(case.verdict)))


def try_golden(golden: Iterable[Golden], *, old: Decide, new: Decide) -> tuple[Tried, ...]:
    """Ask both bases the golden questions. Those that are wrong now come first, of them those that were right."""
    tried = [_tried(case, old(case.question), new(case.question)) for case in golden]
    return tuple(sorted(tried, key=lambda case: (case.right, not case.was_right)))


def fulfils(golden: Golden, outcome: Outcome) -> bool:
    """Whether a golden question got what it has to get."""
    match outcome:
        case Answer(match=match):
            return match.fact.id == golden.fact
        case NotInSource():
            return golden.silence is Silence.NOT_IN_SOURCE
        case Abstention():
            return golden.silence is Silence.ABSTENTION
        case Suggestion():
            return False


def _tried(golden: Golden, old: Outcome, new: Outcome) -> Tried:
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
