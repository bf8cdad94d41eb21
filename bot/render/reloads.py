"""What a reload tells an admin: what differs, or every problem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from discord.ui import LayoutView, Separator

from bot.render import colours
from bot.render.escape import block, escape, line
from bot.render.frame import displays, framed, room
from bot.render.limits import Piece, fill, fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.core.changes import ChangedFact, Changes, Tally
    from bot.core.facts import Fact
    from bot.errors import KnowledgeError, Problem
    from bot.texts import Noun, Texts

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


def changes(found: Changes, words: Texts) -> LayoutView:
    """What the reload added, changed (old beside new) and removed; cut to a message, with counts of the rest."""
    served = words.served.format(facts=words.count(found.served, words.fact), revision=found.revision[:_REVISION])
    head = [f"## {words.changes}", f"-# {served}", *([words.no_changes] if found.nothing else [])]
    others = "\n".join(_others(found, words))
    groups = [group for group in _groups(found, words) if group.pieces]
    space = room([*head, others, *(group.frame() for group in groups)])
    written = iter(fill([piece for group in groups for piece in group.pieces], space))
    items = displays(head)
    for group in groups:
        items += [Separator(), *displays([group.write([next(written) for _ in group.pieces])])]
    items += [Separator(), *displays([others])] if others else []
    return framed(items, colours.NEUTRAL)


def problems(error: KnowledgeError, words: Texts) -> LayoutView:
    """Every problem of a base that cannot be served, as many as fit, with the count of the rest."""
    counted = words.count(len(error.problems), words.problem)
    head = [f"## {words.problems.format(problems=counted)}", words.problems_note]
    note = _more(len(error.problems) - _PROBLEMS, words)
    written = fill([_problem(problem) for problem in error.problems[:_PROBLEMS]], room([*head, note]))
    return framed([*displays(head), Separator(), *displays([*written, note])], colours.PROBLEM)


def _groups(found: Changes, words: Texts) -> list[_Group]:
    return [
        _group(words.added, [_fact(fact) for fact in found.added], words),
        _group(words.changed, [_changed(pair, words) for pair in found.changed], words),
        _group(words.removed, [_fact(fact) for fact in found.removed], words),
    ]


def _group(title: str, pieces: Sequence[Piece], words: Texts) -> _Group:
    counted = words.count(len(pieces), words.fact)
    heading = f"**{title.format(facts=counted)}**"
    return _Group(title=heading, pieces=tuple(pieces[:_SHOWN]), note=_more(len(pieces) - _SHOWN, words))


def _more(rest: int, words: Texts) -> str:
    return f"-# {words.and_more.format(count=words.number(rest))}" if rest > 0 else ""


def _fact(fact: Fact) -> Piece:
    name = f"`{fact.id}` "
    return lambda room: f"{name}{fit(fact.statement, room - len(name), line)}"


def _changed(pair: ChangedFact, words: Texts) -> Piece:
    return _reworded(pair, words) if pair.old.statement != pair.new.statement else _amended(pair, words)


def _reworded(pair: ChangedFact, words: Texts) -> Piece:
    """The old statement beside the new one."""
    frame = f"`{pair.new.id}`\n{words.old}: \n{words.new}: "

    def write(room: int) -> str:
        statements = [_statement(pair.old), _statement(pair.new)]
        old, new = fill(statements, room - len(frame))
        return f"`{pair.new.id}`\n{words.old}: {old}\n{words.new}: {new}"

    return write


def _amended(pair: ChangedFact, words: Texts) -> Piece:
    """The statement that stayed, with the names of the fields that did not."""
    differs = f"\n-# {fit(words.fields.format(fields=', '.join(pair.fields)), _FIELDS, line)}"
    statement = _fact(pair.new)
    return lambda room: f"{statement(room - len(differs))}{differs}"


def _statement(fact: Fact) -> Piece:
    return lambda room: fit(fact.statement, room, line)


def _others(found: Changes, words: Texts) -> list[str]:
    named = ((words.unknown, found.unknowns), (words.source, found.sources), (words.topic, found.topics))
    lines = [_tally(noun, tally, words) for noun, tally in named if tally.total]
    return [*lines, *([f"-# {words.vocabulary}"] if found.vocabulary else [])]


def _tally(noun: Noun, tally: Tally, words: Texts) -> str:
    name = noun.many.capitalize()
    counts = words.others.format(name=name, added=tally.added, changed=tally.changed, removed=tally.removed)
    return f"-# {counts}"


def _problem(problem: Problem) -> Piece:
    """The place in bold, the message beneath it as a block quote."""
    place = f"**{fit(f'{problem.file}:{problem.line}:{problem.column}', _PLACE, line)}**\n"
    return lambda room: place + fit(problem.message, room - len(place), lambda text: block(escape(text)))
