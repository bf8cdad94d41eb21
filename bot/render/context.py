"""A quote marked inside its paragraph, with the place where it stands, checked as it is shown: the receipt."""

from __future__ import annotations

from typing import Final

from discord.ui import LayoutView, Separator

from bot.core.knowledge.anchoring import Elsewhere, Missing, OtherText, Proven, Receipt, Repeated, check_quote
from bot.core.knowledge.model import Fact, Knowledge, Quote, Source
from bot.custom_ids import InContext
from bot.render import buttons, colours
from bot.render.escape import block, bold, escape, line
from bot.render.frame import displays, framed, room
from bot.render.limits import fit, fit_end
from bot.render.passages import document, sign
from bot.texts import Texts

_STATEMENT: Final = 1010
_FILE: Final = 110
_HASH: Final = 12  # hexadecimal digits, enough to tell two states of a file apart
_NEIGHBOUR: Final = 400  # characters of the paragraph before and of the one after
_BETWEEN: Final = "\n> \n> "  # two paragraphs of one block quote


def in_context(fact: Fact, knowledge: Knowledge, words: Texts, index: int = 0) -> LayoutView:
    """The quote `index` (from 0) of the fact inside its paragraph, between its neighbours; checked at this moment.

    A paragraph too long for a message is cut around the quote. Raises IndexError where there is no such quote.
    """
    if index < 0:
        raise IndexError(index)
    quote = fact.quotes[index]
    source = knowledge.sources[quote.source]
    receipt = check_quote(quote, source)
    head = [f"-# {words.context}", fit(fact.statement, _STATEMENT, line), f"-# {sign(fact, knowledge, words)}"]
    foot = [_checked(receipt, words), _foot(quote, source, _which(fact, index, words), knowledge.revision, words)]
    items = [*displays(head), Separator(), *displays([_passage(quote, source, room([*head, *foot])), *foot])]
    turns = buttons.turn(index, len(fact.quotes), lambda quote: InContext(fact=fact.id, quote=quote), words)
    row = [*turns, buttons.show(fact, words), *buttons.passage(quote, source, words)]
    colour = colours.STANDING[fact.standing] if isinstance(receipt, Proven) else colours.PROBLEM
    return framed([*items, *buttons.row(row)], colour)


def _passage(quote: Quote, source: Source, space: int) -> str:
    start, end = _bounds(quote, source)
    marked = fit(quote.exact, space, lambda text: block(bold(text)))
    left = space - len(marked)
    before, after = source.text[start : quote.start], source.text[quote.end : end]
    needed = len(_inside(before)), len(_inside(after))
    ahead = min(needed[0], max(left // 2, left - needed[1]))
    written_before = fit_end(before, ahead, _inside)
    written_after = fit(after, left - len(written_before), _inside)
    own = f"{written_before}{marked.removeprefix('> ')}{written_after}"
    return f"> {_between_neighbours(own, quote, source, space - len('> ') - len(own))}"


def _between_neighbours(own: str, quote: Quote, source: Source, left: int) -> str:
    """The written paragraph with the one before and the one after it, in so many characters more."""
    start, end = _bounds(quote, source)
    most = min(_NEIGHBOUR, left // 2 - len(_BETWEEN))
    before = next((part for part in reversed(source.paragraphs) if part.end <= start), None)
    after = next((part for part in source.paragraphs if part.start >= end), None)
    ahead = fit_end(source.text[before.start : before.end], most, _inside) if before else ""
    behind = fit(source.text[after.start : after.end], most, _inside) if after else ""
    return _BETWEEN.join(filter(None, (ahead, own, behind)))


def _bounds(quote: Quote, source: Source) -> tuple[int, int]:
    """Start and end of the paragraphs that the quote touches."""
    touched = [part for part in source.paragraphs if part.start < quote.end and part.end > quote.start]
    return min([quote.start, *(part.start for part in touched)]), max([quote.end, *(part.end for part in touched)])


def _inside(text: str) -> str:
    """Markdown that goes on within a block quote."""
    return escape(text).replace("\n", "\n> ")


def _checked(receipt: Receipt, words: Texts) -> str:
    """What the check has shown, in a sentence."""
    match receipt:
        case Proven(beside=beside):
            return words.context_proven_beside if beside else words.context_proven
        case OtherText(sha256=sha256):
            return words.context_other_text.format(sha256=sha256[:_HASH])
        case Missing():
            return words.context_missing
        case Elsewhere(start=start, end=end):
            return words.context_elsewhere.format(start=words.number(start), end=words.number(end))
        case Repeated(places=places):
            return words.context_repeated.format(places=words.number(places))


def _foot(quote: Quote, source: Source, which: str, revision: str, words: Texts) -> str:
    """Where the quote stands, and of which file and which base."""
    where = words.context_place.format(
        total=words.number(len(source.paragraphs)),
        number=words.number(quote.paragraph),
        start=words.number(quote.start),
        end=words.number(quote.end),
    )
    file = words.context_file.format(file=fit(source.file, _FILE, line), sha256=source.sha256[:_HASH])
    base = words.context_base.format(revision=revision[:_HASH])
    return "\n".join(f"-# {text}" for text in (which, document(source), where, file, base) if text)


def _which(fact: Fact, index: int, words: Texts) -> str:
    total = len(fact.quotes)
    return words.context_quote.format(number=index + 1, total=total) if total > 1 else ""
