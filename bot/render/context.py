"""A quote marked inside its paragraph, with the place where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from discord.ui import LayoutView, Separator

from bot.custom_ids import InContext
from bot.render import buttons, colours
from bot.render.escape import block, bold, escape, line
from bot.render.frame import displays, framed, room
from bot.render.limits import fit, fit_end
from bot.render.passages import place, standing_line

if TYPE_CHECKING:
    from bot.core.facts import Fact, Knowledge, Quote, Source
    from bot.texts import Texts

_STATEMENT: Final = 1010
_HASH: Final = 12  # hexadecimal digits, enough to tell two states of a file apart


def in_context(fact: Fact, knowledge: Knowledge, words: Texts, index: int = 0) -> LayoutView:
    """The quote `index` (from 0) of the fact inside its paragraph.

    A paragraph too long for a message is cut around the quote. Raises IndexError where there is no such quote.
    """
    if index < 0:
        raise IndexError(index)
    quote = fact.quotes[index]
    source = knowledge.sources[quote.source]
    head = [f"-# {words.context}", fit(fact.statement, _STATEMENT, line), f"-# {standing_line(fact, words)}"]
    foot = [_foot(quote, source, _which(fact, index, words), words)]
    items = [*displays(head), Separator(), *displays([_passage(quote, source, room([*head, *foot])), *foot])]
    turns = buttons.turn(index, len(fact.quotes), lambda quote: InContext(fact=fact.id, quote=quote), words)
    row = [*turns, buttons.show(fact, words), *buttons.link(source, words)]
    return framed([*items, *buttons.row(row)], colours.STANDING[fact.standing])


def _passage(quote: Quote, source: Source, space: int) -> str:
    start, end = _bounds(quote, source)
    marked = fit(quote.exact, space, lambda text: block(bold(text)))
    left = space - len(marked)
    before, after = source.text[start : quote.start], source.text[quote.end : end]
    needed = len(_inside(before)), len(_inside(after))
    ahead = min(needed[0], max(left // 2, left - needed[1]))
    written_before = fit_end(before, ahead, _inside)
    written_after = fit(after, left - len(written_before), _inside)
    return f"> {written_before}{marked.removeprefix('> ')}{written_after}"


def _bounds(quote: Quote, source: Source) -> tuple[int, int]:
    """Start and end of the paragraphs that the quote touches."""
    touched = [part for part in source.paragraphs if part.start < quote.end and part.end > quote.start]
    return min([quote.start, *(part.start for part in touched)]), max([quote.end, *(part.end for part in touched)])


def _inside(text: str) -> str:
    """Markdown that goes on within a block quote."""
    return escape(text).replace("\n", "\n> ")


def _foot(quote: Quote, source: Source, which: str, words: Texts) -> str:
    total = len(source.paragraphs)
    where = words.context_place.format(number=quote.paragraph, total=total, start=quote.start, end=quote.end)
    sha256 = words.context_hash.format(sha256=source.sha256[:_HASH])
    return "\n".join(f"-# {text}" for text in (place(quote, source, words), where, sha256, which) if text)


def _which(fact: Fact, index: int, words: Texts) -> str:
    total = len(fact.quotes)
    return words.context_quote.format(number=index + 1, total=total) if total > 1 else ""
