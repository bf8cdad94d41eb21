"""Check at this moment that a quote stands in its source as the base says, from the text itself."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.core.knowledge.model import Quote, Source

MOST_PLACES = 100
"""Places of a passage after which no more are sought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """The one place: `text[start:end] == exact`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFound:
    """No place. `elsewhere` holds the offsets at which `exact` does stand, with another prefix or suffix."""

    elsewhere: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguous:
    """Several places; their offsets, the first `MOST_PLACES` at most."""

    places: tuple[int, ...]


def locate(exact: str, *, prefix: str = "", suffix: str = "", text: str) -> Located | NotFound | Ambiguous:
    """Find `exact` where `prefix` stands directly before it and `suffix` directly after it."""
    places = tuple(place + len(prefix) for place in _places(prefix + exact + suffix, text))
    match places:
        case (start,):
            return Located(start=start, end=start + len(exact))
        case ():
            return NotFound(elsewhere=_places(exact, text) if prefix or suffix else ())
        case _:
            return Ambiguous(places=places)


def line_of(offset: int, text: str) -> int:
    """The line, from 1, in which an offset stands."""
    return text.count("\n", 0, offset) + 1


def _places(passage: str, text: str) -> tuple[int, ...]:
    """The offsets of a passage, overlapping ones too."""
    places: list[int] = []
    place = text.find(passage)
    while place >= 0 and len(places) < MOST_PLACES:
        places.append(place)
        place = text.find(passage, place + 1)
    return tuple(places)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteVerified:
    """Found in one place, the one that the base says, in the text whose hash the base holds.

    `beside` where the words that its curator put before or after it tell it from other places.
    """

    beside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceChanged:
    """The text is not the one whose hash the base holds; `sha256` is its own."""

    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteMissing:
    """The text does not hold the quote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteMoved:
    """Found once, but not where the base says: from character `start` to `end`, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteRepeated:
    """Found in several `places`, so that none is sure."""

    places: int


QuoteCheck = QuoteVerified | SourceChanged | QuoteMissing | QuoteMoved | QuoteRepeated


def check_quote(quote: Quote, source: Source) -> QuoteCheck:
    """What the source's text says of the quote now; nothing that was found at the load is taken for granted."""
    sha256 = hashlib.sha256(source.text.encode("utf-8", "surrogatepass")).hexdigest()
    if sha256 != source.sha256:
        return SourceChanged(sha256=sha256)
    match locate(quote.exact, prefix=quote.prefix, suffix=quote.suffix, text=source.text):
        case Located(start=quote.start, end=quote.end):
            return QuoteVerified(beside=bool(quote.prefix or quote.suffix))
        case Located(start=start, end=end):
            return QuoteMoved(start=start, end=end)
        case Ambiguous(places=places):
            return QuoteRepeated(places=len(places))
        case NotFound():
            return QuoteMissing()
