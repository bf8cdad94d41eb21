"""Find the one place of a quote in its source, and check it again at any time."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.core.knowledge.model import Quote, Source

MAX_PLACES = 100
"""Places of a passage after which the search stops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextQuote:
    """Exact words, and the text directly before and after them if they occur more than once.

    These are the fields of a TextQuoteSelector: https://www.w3.org/TR/annotation-model/#text-quote-selector
    """

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """The one place: `text[start:end] == exact`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFound:
    """No place. `elsewhere` has the offsets of `exact` with another prefix or suffix."""

    elsewhere: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguous:
    """Several places: their offsets, at most `MAX_PLACES`."""

    places: tuple[int, ...]


def locate(quote: TextQuote, text: str) -> Located | NotFound | Ambiguous:
    """Find `exact` with `prefix` directly before it and `suffix` directly after it."""
    found = _places(quote.prefix + quote.exact + quote.suffix, text)
    match tuple(place + len(quote.prefix) for place in found):
        case (start,):
            return Located(start=start, end=start + len(quote.exact))
        case ():
            return NotFound(elsewhere=_places(quote.exact, text) if quote.prefix or quote.suffix else ())
        case places:
            return Ambiguous(places=places)


def line_of(offset: int, text: str) -> int:
    """Return the line of an offset, counted from 1."""
    return text.count("\n", 0, offset) + 1


def _places(passage: str, text: str) -> tuple[int, ...]:
    """Return the offsets of a passage, overlapping ones too."""
    places: list[int] = []
    place = text.find(passage)
    while place >= 0 and len(places) < MAX_PLACES:
        places.append(place)
        place = text.find(passage, place + 1)
    return tuple(places)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteVerified:
    """The quote is in one place, and its offsets and the text's hash are those of the base.

    `by_context` if only its prefix or suffix distinguishes that place from others.
    """

    by_context: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceChanged:
    """The text's hash, `sha256`, differs from the one in the base."""

    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteMissing:
    """The text does not contain the quote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteMoved:
    """The quote is in one place, but its offsets differ from those in the base: `start` to `end`, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteRepeated:
    """The quote is in several `places`."""

    places: int


QuoteCheck = QuoteVerified | SourceChanged | QuoteMissing | QuoteMoved | QuoteRepeated


def check_quote(quote: Quote, source: Source) -> QuoteCheck:
    """Check a quote against its source's text now, without relying on the check at load time."""
    sha256 = hashlib.sha256(source.text.encode("utf-8", "surrogatepass")).hexdigest()
    if sha256 != source.sha256:
        return SourceChanged(sha256=sha256)
    match locate(TextQuote(exact=quote.exact, prefix=quote.prefix, suffix=quote.suffix), source.text):
        case Located(start=quote.start, end=quote.end):
            return QuoteVerified(by_context=bool(quote.prefix or quote.suffix))
        case Located(start=start, end=end):
            return QuoteMoved(start=start, end=end)
        case Ambiguous(places=places):
            return QuoteRepeated(places=len(places))
        case NotFound():
            return QuoteMissing()
