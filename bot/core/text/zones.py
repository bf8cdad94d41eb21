"""Find the time zone that people mean by a name of a zone, a city, a country, or an abbreviation."""

from __future__ import annotations

import bisect
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from rapidfuzz import fuzz, process

_MAX_TYPED: Final = 100  # characters of the typed text that are read; no name of a place has as many
_MIN_LIKENESS: Final = (
    80.0  # percent (rapidfuzz ratio) for a misspelt name; "madird" reaches 83, "mumbai" to "dubai" 73
)
_NEAR: Final = 3  # names in "did you mean"
_MOST_HOURS: Final = 14  # of an offset from UTC

# A region and a place. Other names are for machines or outdated: EST5EDT, Etc/GMT+5, US/Eastern.
_PLACE: Final = re.compile(r"(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.+")
_UTC: Final = "UTC"

# Zones of tzdata and of computers that are no place, apart from UTC. Some are links to a place, such as EST to Panama.
_NO_PLACE: Final = re.compile(
    r"(etc|posix|right|systemv)/(?P<rest>.*)|[ehm]st|est5edt|cst6cdt|mst7mdt|pst8pdt|wet|cet|met|eet"
    r"|gmt([+-]?0)?|greenwich|uct|universal|zulu|factory|localtime|posixrules"
)
_MEANS_UTC: Final = frozenset({"etc/utc", "etc/uct", "etc/universal", "etc/zulu", "uct", "universal", "zulu", "z"})

# The sign of Etc/GMT+5 is that of POSIX: it is five hours behind UTC.
_OFFSET: Final = re.compile(
    r"(?P<name>etc/gmt|utc|gmt)? ?(?P<sign>[+-−–]) ?(?P<hours>[0-9]{1,2})(?: ?[:.]? ?(?P<minutes>[0-9]{2}))?"
)

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


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedTimeZone:
    """Not a place but an offset from UTC, such as EST or UTC+2; `near` are zones that have it, at least in summer."""

    near: tuple[str, ...]


def tzdata_names() -> list[str]:
    """Return the IANA names in the tzdata package: listing the computer's own takes a tenth of a second."""
    return files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()


@cache
def load_zones() -> TimeZones:
    """Read the zones of the tzdata package and the names under which people know them, once in a process."""
    return TimeZones(tzdata_names(), places=_read_table("places.tsv"), offsets=_read_table("offsets.tsv"))


def is_place(name: str) -> bool:
    """Return whether a zone's name is a place of the IANA list, or UTC."""
    return name == _UTC or _PLACE.fullmatch(name) is not None


def is_fixed(name: str) -> bool:
    """Return whether a zone is an offset from UTC that no place's clocks follow; UTC itself counts as a place."""
    return _NO_PLACE.fullmatch(_fold(name)) is not None


def did_you_mean_zone(name: str) -> str:
    """End a message about a name that cannot be used: " (did you mean Asia/Kolkata?)", or nothing."""
    match load_zones().read(name):
        case TimeZone(name=meant) | UnknownTimeZone(near=(meant, *_)) | FixedTimeZone(near=(meant, *_)):
            return f" (did you mean {meant}?)"
        case _:
            return ""


class TimeZones:
    """The zones with these IANA names.

    `places` and `offsets` map what people call them to zones, the likeliest first.
    """

    def __init__(
        self, names: Iterable[str], *, places: Mapping[str, tuple[str, ...]], offsets: Mapping[str, tuple[str, ...]]
    ) -> None:
        self.names = frozenset(names)
        self._places = places
        self._sorted_places = sorted(places)
        self._offsets = offsets

    def has_place(self, name: str) -> bool:
        """Return whether a name is that of a city, a state or a country that people know."""
        return fold_place(name) in self._places

    @cached_property
    def _plain(self) -> dict[str, str]:
        """The zones to suggest, each with its name as it is compared."""
        return {name: _fold(name) for name in sorted(self.names) if is_place(name)}

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {_fold(name): name for name in self.names}

    def suggest(self, typed: str, *, locale: str, limit: int) -> tuple[str, ...]:
        """Return zones for text typed so far, best first.

        That is by the whole name of a place or an offset, by the start of a place, by any word, then misspelt ones.
        Among equals the likely zones of a Discord locale come first, and only those while nothing is typed.
        """
        likely = [name for name in (*LIKELY.get(locale, ()), *COMMON) if name in self.names]
        wanted = _fold(typed)
        if not wanted:
            return tuple(dict.fromkeys(likely))[:limit]
        meant = (*(self._with_offset(wanted) or ()), *self._named(wanted))
        order = {name: place for place, name in reversed(list(enumerate(likely)))}
        ranked = sorted(
            (rank, order.get(name, len(order)), name) for rank, name in (*self._begun(wanted), *self._ranked(wanted))
        )
        worst = _ANY_WORD if meant else _NO_RANK
        found = dict.fromkeys((*meant, *(name for rank, _, name in ranked if rank < worst)))
        return tuple(found or self._alike(wanted, limit))[:limit]

    def read(self, typed: str) -> TimeZone | UnknownTimeZone | FixedTimeZone:
        """Read an IANA name, ignoring case, or the name of a place that only one zone has."""
        wanted = _fold(typed)
        if (near := self._with_offset(wanted)) is not None:
            return FixedTimeZone(near=near[:_NEAR])
        if wanted in self._folded:
            return TimeZone(name=self._folded[wanted])
        match self._named(wanted):
            case (name,):
                return TimeZone(name=name)
            case ():
                return UnknownTimeZone(near=self._near(wanted) if wanted else ())
            case several:
                return UnknownTimeZone(near=several[:_NEAR])

    def _named(self, wanted: str) -> tuple[str, ...]:
        """Return the zones of the places with exactly this name."""
        if wanted in self._folded and is_place(self._folded[wanted]):
            return (self._folded[wanted],)
        known = self._usable(self._places.get(_fold_punctuation(wanted), ()))
        return known or tuple(name for name, plain in self._plain.items() if _rank(wanted, plain) == 0)

    def _with_offset(self, wanted: str) -> tuple[str, ...] | None:
        """Return zones that have an offset from UTC, or None if the text is no offset."""
        if wanted in _MEANS_UTC:
            return (_UTC,)
        offset = _OFFSET.fullmatch(wanted)
        if offset and (key := _offset_key(offset)):
            return self._usable(self._offsets.get(key, ()))
        if wanted in self._offsets:
            return self._usable(self._offsets[wanted])
        if (machine := _NO_PLACE.fullmatch(wanted)) is None:
            return None
        rest = machine["rest"] or ""
        return self._with_offset(rest) or (self._named(rest) if rest else ())

    def _begun(self, wanted: str) -> Iterator[tuple[int, str]]:
        """Yield the zones of places that begin with what is typed so far, each with its rank."""
        start = _fold_punctuation(wanted)
        after = itertools.islice(self._sorted_places, bisect.bisect_left(self._sorted_places, start), None)
        for name in itertools.takewhile(lambda name: name.startswith(start), after):
            yield from ((_BEGINNING, zone) for zone in self._usable(self._places[name]))

    def _ranked(self, wanted: str) -> Iterator[tuple[int, str]]:
        """Yield the zones with the text in their own names, each with its rank."""
        ranks = ((_rank(wanted, plain), name) for name, plain in self._plain.items())
        return ((rank, name) for rank, name in ranks if rank < _NO_RANK)

    def _near(self, wanted: str) -> tuple[str, ...]:
        """Return zones that may be meant by a name that no place has."""
        found = [name for _, name in sorted(self._ranked(wanted))]
        return tuple(found or self._alike(wanted, _NEAR))[:_NEAR]

    def _usable(self, zones: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(zone for zone in zones if zone in self.names)

    def _alike(self, wanted: str, limit: int) -> list[str]:
        places = {name: plain.rpartition("/")[2] for name, plain in self._plain.items()}
        hits = process.extract(wanted, places, scorer=fuzz.ratio, limit=limit, score_cutoff=_MIN_LIKENESS)
        return [name for _, _, name in hits]


_BEGINNING: Final = 1
_ANY_WORD: Final = 2
_NO_RANK: Final = 4


def _rank(wanted: str, plain: str) -> int:
    """Return where the text is: 0 the whole place, 1 its beginning, 2 that of any word, 3 anywhere, 4 nowhere."""
    place = plain.rpartition("/")[2]
    if place == wanted:
        return 0
    if place.startswith(wanted):
        return _BEGINNING
    spaced = plain.replace("/", " ")
    if f" {wanted.replace('/', ' ')}" in f" {spaced}":
        return _ANY_WORD
    return 3 if wanted in spaced else _NO_RANK


def fold_place(name: str) -> str:
    """Fold the name of a place for comparison: without case, accents, underscores and punctuation."""
    return _fold_punctuation(_fold(name))


def _fold(name: str) -> str:
    """Fold a name for comparison: without case, accents and underscores."""
    bare = "".join(part for part in unicodedata.normalize("NFKD", name[:_MAX_TYPED]) if not unicodedata.combining(part))
    return " ".join(re.sub(r"[_\s]+", " ", bare.casefold()).replace(" / ", "/").split())


def _fold_punctuation(folded: str) -> str:
    bare = re.sub(r"[.,'’ʻ`]", "", folded).replace("-", " ")
    return " ".join(re.sub(r"\bst\b", "saint", bare).split())


def _offset_key(offset: re.Match[str]) -> str | None:
    """Return an offset as the table has it, such as +05:30, or None if no clock can have it."""
    hours, minutes = int(offset["hours"]), int(offset["minutes"] or 0)
    if hours > _MOST_HOURS or minutes >= 60:  # noqa: PLR2004 - minutes of an hour
        return None
    behind = (offset["sign"] != "+") != (offset["name"] == "etc/gmt")
    return f"{'-' if behind and (hours or minutes) else '+'}{hours:02}:{minutes:02}"


def _read_table(name: str) -> Mapping[str, tuple[str, ...]]:
    """Read a table of names and zones. Its first line says where it comes from."""
    lines = files(__package__).joinpath(name).read_text(encoding="utf-8").splitlines()[1:]
    return MappingProxyType({row[0]: tuple(row[1:]) for row in (line.split("\t") for line in lines)})
