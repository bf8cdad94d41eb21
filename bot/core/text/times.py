"""Find the time zone that somebody means among the IANA names."""

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
_NOON: Final = 12  # also how many hours lie between am and pm


def read_time(typed: str) -> dt.time | None:
    """The time that `8:00`, `08.00`, `20h30`, `8am` or `8:30 p. m.` stands for; None for what is none.

    A bare number is none: it may be meant for the morning or for the evening.
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


_LEAST_LIKE: Final = 70.0
"""Percent of likeness (rapidfuzz) from which on a name is proposed for a misspelt one; "madird" has 83."""

_NEAR: Final = 3  # names in "did you mean"

# A name of a region and a place. The rest is for machines and for the past: EST5EDT, Etc/GMT+5, US/Eastern.
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
"""Discord's locales and the zones where most people who use them live."""

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
"""What is offered behind the likely ones while nothing is typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeZone:
    """The IANA name that was meant."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownTimeZone:
    """No zone has the name, or several places bear it; `near` are those that may be meant, best first."""

    near: tuple[str, ...]


class TimeZones:
    """The IANA names `names` that this computer knows."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = frozenset(names)

    @cached_property
    def _plain(self) -> dict[str, str]:
        """Each zone that is offered -> its name as it is compared."""
        return {name: _fold(name) for name in sorted(self.names) if name == _UTC or _PLACE.fullmatch(name)}

    def suggest(self, typed: str, *, locale: str, limit: int) -> tuple[str, ...]:
        """Zones that what is typed may become, best first: by the beginning of the place, by any word, misspelt.

        Among equals the likely ones of a Discord locale stand first, and they alone while nothing is typed.
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
        """The zone of an IANA name, whatever its case, or of a place that only one zone is named for."""
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
        hits = process.extract(wanted, places, scorer=fuzz.ratio, limit=limit, score_cutoff=_LEAST_LIKE)
        return [name for _, _, name in hits]


_NO_RANK: Final = 4


def _rank(wanted: str, plain: str) -> int:
    """0 the place itself, 1 its beginning, 2 the beginning of any word, 3 anywhere, 4 not at all."""
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
    """As names are compared: without case, accents and the underscore."""
    bare = "".join(part for part in unicodedata.normalize("NFKD", name) if not unicodedata.combining(part))
    return " ".join(re.sub(r"[_\s]+", " ", bare.casefold()).replace(" / ", "/").split())
