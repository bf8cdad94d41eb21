"""Facts as they were and as they would be."""

from __future__ import annotations

from typing import Final

from bot.core.factbase.diff import ChangedFact
from bot.core.knowledge.model import Fact, Quote
from bot.render.escape import line
from bot.render.limits import LAYOUT_TEXT, Piece, fill, fit
from bot.texts import Texts

_FIELDS: Final = 60
_STATEMENT: Final = "statement"


def alone(fact: Fact) -> Piece:
    """A fact that was added or removed."""
    name = f"`{fact.id}` "
    return lambda room: f"{name}{fit(fact.statement, room - len(name), line)}"


def in_short(pair: ChangedFact, words: Texts) -> Piece:
    """A changed fact: the statements where they differ, else the names of the fields that do."""
    if _STATEMENT in pair.fields:
        return _beside(f"`{pair.new.id}`", pair.old.statement, pair.new.statement, words)
    differs = f"\n-# {fit(words.fields.format(fields=', '.join(pair.fields)), _FIELDS, line)}"
    statement = alone(pair.new)
    return lambda room: f"{statement(room - len(differs))}{differs}"


def in_full(pair: ChangedFact, words: Texts) -> Piece:
    """A changed fact: every field that differs, old beside new."""
    head = f"`{pair.new.id}`"
    fields = [_field(pair, name, words) for name in pair.fields]

    def write(room: int) -> str:
        return "\n".join([head, *fill(fields, room - len(head) - len(fields))])

    return write


def _field(pair: ChangedFact, name: str, words: Texts) -> Piece:
    old, new = (_written(getattr(fact, name)) for fact in (pair.old, pair.new))
    return _beside(f"*{line(name)}*", old, new, words)


def _beside(head: str, old: str, new: str, words: Texts) -> Piece:
    frame = f"{head}\n{words.old}: \n{words.new}: "

    def write(room: int) -> str:
        before, after = fill([_line(old), _line(new)], room - len(frame))
        return f"{head}\n{words.old}: {before}\n{words.new}: {after}"

    return write


def _line(text: str) -> Piece:
    return lambda room: fit(text, min(room, LAYOUT_TEXT), line)


def _written(value: object) -> str:
    match value:
        case None:
            return "–"
        case Quote(source=source, exact=exact):
            return f"{source}: “{exact}”"
        case tuple():
            return " · ".join(_written(each) for each in value) or "–"
        case _:
            return str(value)
