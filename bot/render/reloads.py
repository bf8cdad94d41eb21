"""What a reload tells an admin: what differs, or every problem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from discord.ui import LayoutView, Separator

from bot import texts
from bot.render import colours
from bot.render.escape import block, escape, line
from bot.render.frame import displays, framed, room
from bot.render.limits import Piece, fill, fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.changes import ChangedFact, Changes, Tally
    from bot.core.facts import Fact
    from bot.errors import KnowledgeError, Problem

_SHOWN: Final = 8  # facts of each group that are written out
_PROBLEMS: Final = 12
_FIELDS: Final = 60
_PLACE: Final = 150
_REVISION: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """One heading with what is written out beneath it."""

    title: str
    pieces: tuple[Piece, ...]
    note: str

    def frame(self) -> str:
        """All but the pieces: what is written in any case."""
        return "\n".join([self.title, *("" for _ in self.pieces), self.note])

    def write(self, pieces: Sequence[str]) -> str:
        return "\n".join([self.title, *pieces, *([self.note] if self.note else [])])


def changes(found: Changes) -> LayoutView:
    """What the reload added, changed (old beside new) and removed; cut to a message, with counts of the rest."""
    served = texts.SERVED.format(facts=texts.count(found.served, texts.FACT), revision=found.revision[:_REVISION])
    head = [f"## {texts.CHANGES}", f"-# {served}", *([texts.NO_CHANGES] if found.nothing else [])]
    others = "\n".join(_others(found))
    groups = [group for group in _groups(found) if group.pieces]
    space = room([*head, others, *(group.frame() for group in groups)])
    written = iter(fill([piece for group in groups for piece in group.pieces], space))
    items = displays(head)
    for group in groups:
        items += [Separator(), *displays([group.write([next(written) for _ in group.pieces])])]
    items += [Separator(), *displays([others])] if others else []
    return framed(items, colours.NEUTRAL)


def problems(error: KnowledgeError) -> LayoutView:
    """Every problem of a base that cannot be served, as many as fit, with the count of the rest."""
    counted = texts.count(len(error.problems), texts.PROBLEM)
    head = [f"## {texts.PROBLEMS.format(problems=counted)}", texts.PROBLEMS_NOTE]
    note = _more(len(error.problems) - _PROBLEMS)
    written = fill([_problem(problem) for problem in error.problems[:_PROBLEMS]], room([*head, note]))
    return framed([*displays(head), Separator(), *displays([*written, note])], colours.PROBLEM)


def _groups(found: Changes) -> list[_Group]:
    return [
        _group(texts.ADDED, [_fact(fact) for fact in found.added]),
        _group(texts.CHANGED, [_changed(pair) for pair in found.changed]),
        _group(texts.REMOVED, [_fact(fact) for fact in found.removed]),
    ]


def _group(title: str, pieces: Sequence[Piece]) -> _Group:
    counted = texts.count(len(pieces), texts.FACT)
    words = f"**{title.format(facts=counted)}**"
    return _Group(title=words, pieces=tuple(pieces[:_SHOWN]), note=_more(len(pieces) - _SHOWN))


def _more(rest: int) -> str:
    return f"-# {texts.AND_MORE.format(count=rest)}" if rest > 0 else ""


def _fact(fact: Fact) -> Piece:
    name = f"`{fact.id}` "
    return lambda room: f"{name}{fit(fact.statement, room - len(name), line)}"


def _changed(pair: ChangedFact) -> Piece:
    return _reworded(pair) if pair.old.statement != pair.new.statement else _amended(pair)


def _reworded(pair: ChangedFact) -> Piece:
    """The old statement beside the new one."""
    frame = f"`{pair.new.id}`\n{texts.OLD}: \n{texts.NEW}: "

    def write(room: int) -> str:
        statements = [_statement(pair.old), _statement(pair.new)]
        old, new = fill(statements, room - len(frame))
        return f"`{pair.new.id}`\n{texts.OLD}: {old}\n{texts.NEW}: {new}"

    return write


def _amended(pair: ChangedFact) -> Piece:
    """The statement that stayed, with the names of the fields that did not."""
    differs = f"\n-# {fit(texts.FIELDS.format(fields=', '.join(pair.fields)), _FIELDS, line)}"
    statement = _fact(pair.new)
    return lambda room: f"{statement(room - len(differs))}{differs}"


def _statement(fact: Fact) -> Piece:
    return lambda room: fit(fact.statement, room, line)


def _others(found: Changes) -> list[str]:
    named = ((texts.UNKNOWN, found.unknowns), (texts.SOURCE, found.sources), (texts.TOPIC, found.topics))
    lines = [_tally(noun, tally) for noun, tally in named if tally.total]
    return [*lines, *([f"-# {texts.VOCABULARY}"] if found.vocabulary else [])]


def _tally(noun: tuple[str, str], tally: Tally) -> str:
    name = noun[1].capitalize()
    words = texts.OTHERS.format(name=name, added=tally.added, changed=tally.changed, removed=tally.removed)
    return f"-# {words}"


def _problem(problem: Problem) -> Piece:
    """The place in bold, the message beneath it as a block quote."""
    place = f"**{fit(f'{problem.file}:{problem.line}:{problem.column}', _PLACE, line)}**\n"
    return lambda room: place + fit(problem.message, room - len(place), lambda text: block(escape(text)))
