"""Read times of day and time zones as people type them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Final

from rapidfuzz import fuzz, process

_TIME: Final = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:\s*[:.h]\s*(?P<minute>[0-9]{2}))?\s*(?P<mark>[ap]\.?\s?m\.?|h)?",
    re.IGNORECASE,
)
_NOON: Final = 12  # also the hours between am and pm


def read_time(typed: str) -> dt.time | None:
    """Read a time of day such as `8:00`, `08.00`, `20h30`, `8am` or `8:30 p. m.`, or return None.

    A bare number is not a time: it may mean the morning or the evening.
    """
    found = _TIME.fullmatch(typed.strip())
    if found is None or (found["minute"] is None and not found["mark"]):
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    mark = (found["mark"] or "").lower()
    if mark.startswith(("a", "p")):
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if mark.startswith("p") else 0)
    try:
        return dt.time(hour, minute)
    except ValueError:
        return None


_MAX_TYPED: Final = 100  # characters of the typed text that are read; no zone has as many
_MIN_LIKENESS: Final = 70.0  # percent (rapidfuzz ratio) for a misspelt name; "madird" reaches 83
_NEAR: Final = 3  # names in "did you mean"

# A region and a place. Other names are for machines or outdated: EST5EDT, Etc/GMT+5, US/Eastern.
_PLACE: Final = re.compile(r"(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.+")
_UTC: Final = "UTC"

LIKELY: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "en-US": ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
        "en-GB": ("Europe/London", "Europe/Dublin", "Australia/Sydney"),
        "es-ES": ("Europe/Madrid", "Atlantic/Canary"),
        "es-419": ("America/Mexico_City", "America/Bogota", "America/Lima", "America/Argentina/Buenos_Aires"),
        "pt-BR": ("America/Sao_Paulo", "America/Manaus", "America/Fortaleza"),
        "id": ("Asia/Jakarta", "Asia/Makassar"),
        "da": ("Europe/Copenhagen",),
        "de": ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich"),
        "fr": ("Europe/Paris", "Europe/Brussels", "America/Toronto"),
        "hr": ("Europe/Zagreb",),
        "it": ("Europe/Rome",),
        "lt": ("Europe/Vilnius",),
        "hu": ("Europe/Budapest",),
        "nl": ("Europe/Amsterdam", "Europe/Brussels"),
        "no": ("Europe/Oslo",),
        "pl": ("Europe/Warsaw",),
        "ro": ("Europe/Bucharest",),
        "fi": ("Europe/Helsinki",),
        "sv-SE": ("Europe/Stockholm",),
        "vi": ("Asia/Ho_Chi_Minh",),
        "tr": ("Europe/Istanbul",),
        "cs": ("Europe/Prague",),
        "el": ("Europe/Athens",),
        "bg": ("Europe/Sofia",),
        "ru": ("Europe/Moscow", "Asia/Yekaterinburg"),
        "uk": ("Europe/Kyiv",),
        "hi": ("Asia/Kolkata",),
        "th": ("Asia/Bangkok",),
        "zh-CN": ("Asia/Shanghai",),
        "ja": ("Asia/Tokyo",),
        "zh-TW": ("Asia/Taipei",),
        "ko": ("Asia/Seoul",),
    }
)
"""Discord's locales and the zones in which most of their users live."""

COMMON: Final = (
    "Europe/London",
    "America/New_York",
    "Europe/Madrid",
    "Europe/Berlin",
    "America/Los_Angeles",
    "America/Chicago",
    "America/Mexico_City",
    "America/Bogota",
    "America/Sao_Paulo",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Sydney",
    _UTC,
)
"""Zones that are suggested after the likely ones while nothing is typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeZone:
    """The zone with this IANA name."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownTimeZone:
    """No zone has the name, or several places do; `near` are the zones that may be meant, best first."""

    near: tuple[str, ...]


class TimeZones:
    """The zones with these IANA names."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)

    @cached_property
    def _plain(self) -> dict[str, str]:
        """The zones to suggest, each with its name as it is compared."""
        return {name: _fold(name) for name in sorted(self.names) if name == _UTC or _PLACE.fullmatch(name)}

    def suggest(self, typed: str, *, locale: str, limit: int) -> tuple[str, ...]:
        """Return zones for text typed so far, best first: by the start of the place, by any word, then misspelt ones.

        Among equals the likely zones of a Discord locale come first, and only those while nothing is typed.
        """
        likely = [name for name in (*LIKELY.get(locale, ()), *COMMON) if name in self.names]
        wanted = _fold(typed)
        if not wanted:
            return tuple(dict.fromkeys(likely))[:limit]
        order = {name: place for place, name in reversed(list(enumerate(likely)))}
        ranked = [(_rank(wanted, plain), order.get(name, len(order)), name) for name, plain in self._plain.items()]
        found = [name for rank, _, name in sorted(ranked) if rank < _NO_RANK]
        return tuple(found or self._alike(wanted, limit))[:limit]

    def read(self, typed: str) -> TimeZone | UnknownTimeZone:
        """Read an IANA name, ignoring case, or the name of a place that only one zone has."""
        if typed in self.names:
            return TimeZone(name=typed)
        wanted = _fold(typed)
        whole = [name for name in self.names if _fold(name) == wanted]
        places = [name for name, plain in self._plain.items() if _rank(wanted, plain) == 0] if wanted else []
        match whole or places:
            case [name]:
                return TimeZone(name=name)
            case _:
                return UnknownTimeZone(near=self.suggest(typed, locale="", limit=_NEAR) if wanted else ())

    def _alike(self, wanted: str, limit: int) -> list[str]:
        places = {name: plain.rpartition("/")[2] for name, plain in self._plain.items()}
        hits = process.extract(wanted, places, scorer=fuzz.ratio, limit=limit, score_cutoff=_MIN_LIKENESS)
        return [name for _, _, name in hits]


_NO_RANK: Final = 4


def _rank(wanted: str, plain: str) -> int:
    """Return where the text is: 0 the whole place, 1 its beginning, 2 that of any word, 3 anywhere, 4 nowhere."""
    place = plain.rpartition("/")[2]
    if place == wanted:
        return 0
    if place.startswith(wanted):
        return 1
    spaced = plain.replace("/", " ")
    if f" {wanted.replace('/', ' ')}" in f" {spaced}":
        return 2
    return 3 if wanted in spaced else _NO_RANK


def _fold(name: str) -> str:
    """Fold a name for comparison: without case, accents and underscores."""
    bare = "".join(part for part in unicodedata.normalize("NFKD", name[:_MAX_TYPED]) if not unicodedata.combining(part))
    return " ".join(re.sub(r"[_\s]+", " ", bare.casefold()).replace(" / ", "/").split())
