"""Locate a quote in its source, character for character: exactly one place, or the load fails."""

from __future__ import annotations

from dataclasses import dataclass

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
