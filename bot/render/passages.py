"""One fact in writing: its statement, its standing, its quotes, and its short form in lists."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from discord.ui import Section, TextDisplay

from bot.core.knowledge.model import Fact, Knowledge, Quote, Source
from bot.render import buttons
from bot.render.escape import block, escape, line
from bot.render.limits import Piece, fill, fit
from bot.texts import Texts, telling

_STATEMENT: Final = 1010  # a statement of 500 characters, each of them escaped
_ATTRIBUTION: Final = 410  # an attribution of 200
_SHORT_ATTRIBUTION: Final = 120
_TITLE: Final = 110
_PUBLISHER: Final = 60
_LARGE: Final = 160  # a longer statement in the large heading is a wall of text on a phone


def heading(statement: str) -> str:
    """The statement, large."""
    mark = "##" if len(statement) <= _LARGE else "###"
    return f"{mark} {fit(statement, _STATEMENT, line)}"


def standing(fact: Fact, knowledge: Knowledge, words: Texts) -> str:
    """Two lines: who says it and who disputes it; the date and what the standing means."""
    return f"{sign(fact, knowledge, words)}\n-# {telling.meaning(fact, words)}"


def sign(fact: Fact, knowledge: Knowledge, words: Texts) -> str:
    """Who says it and who disputes it."""
    who = partial(fit, limit=_ATTRIBUTION, written=line)
    return telling.sign(fact, knowledge, words, who=who, standing=_strong)


def standing_line(fact: Fact, words: Texts, attribution: int = _SHORT_ATTRIBUTION) -> str:
    """Standing, attribution cut to so many characters, and date."""
    return telling.in_short(fact, words, who=partial(fit, limit=attribution, written=line), standing=_strong)


def place(quote: Quote, source: Source, words: Texts) -> str:
    """Where a quote stands: publisher, title, paragraph."""
    publisher, title = partial(fit, limit=_PUBLISHER, written=line), partial(fit, limit=_TITLE, written=line)
    return telling.place(quote, source, words, publisher=publisher, title=title)


def document(source: Source) -> str:
    """What a source is: publisher, title."""
    return telling.BETWEEN.join((fit(source.publisher, _PUBLISHER, line), fit(source.title, _TITLE, line)))


def quoted(quote: Quote, source: Source, words: Texts) -> Piece:
    """A quote as a block quote, with its place beneath."""
    caption = f"-# {place(quote, source, words)}"

    def write(room: int) -> str:
        return f"{fit(quote.exact, room - len(caption) - 1, _block)}\n{caption}"

    return write


def entry(fact: Fact, words: Texts) -> Piece:
    """A fact in a list: its statement, with standing and attribution beneath."""
    caption = f"-# {standing_line(fact, words)}"

    def write(room: int) -> str:
        return f"{fit(fact.statement, room - len(caption) - 1, line)}\n{caption}"

    return write


def entries(facts: Sequence[Fact], room: int, words: Texts) -> list[Section[Any]]:
    """Facts in a list, each with a button that shows it in full; together at most `room` characters."""
    written = fill([entry(fact, words) for fact in facts], room)
    return [listed(fact, text, words) for fact, text in zip(facts, written, strict=True)]


def listed(fact: Fact, text: str, words: Texts) -> Section[Any]:
    """One written entry with the button that shows its fact."""
    return Section(TextDisplay(text), accessory=buttons.show(fact, words))


def _block(text: str) -> str:
    return block(escape(text))


def _strong(markdown: str) -> str:
    return f"**{markdown}**"
