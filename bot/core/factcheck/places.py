"""How wide a place is by its name. A city may be in a country, so that neither excludes the other."""

from __future__ import annotations

import re
from enum import Enum, auto
from functools import cache
from importlib.resources import files
from typing import Final

from bot.core.factcheck import things
from bot.core.text.normalise import words

_NATIONAL: Final = re.compile(r"[a-z]+(?:an|ans|ese|ish|i|is)")
_ALIKE: Final = 5  # letters that the name of a country and its adjective share, at least
_COUNTY: Final = re.compile(r"[a-z]{3,}shire")


class Width(Enum):
    """What a place is a part of, or what it has places in, as far as its name tells."""

    REGION = auto()
    COUNTRY = auto()
    AREA = auto()
    """A state, a province or a county."""
    SITE = auto()
    """A building, a square or an island."""
    OTHER = auto()
    """A city, a village or a quarter, and every name that is not known."""


@cache
def width_of(name: str) -> Width:
    """Return how wide a place is, by its name."""
    spelt = [word for word in words(name) if word != "the"]
    whole = " ".join(spelt)
    if not things.REGIONS.isdisjoint(spelt):
        return Width.REGION
    if "_".join(spelt) in things.AREAS or _COUNTY.fullmatch(whole) or not things.AREA_WORDS.isdisjoint(spelt):
        return Width.AREA
    if whole in _countries() or whole in things.NATIONS or _is_national(whole):
        return Width.COUNTRY
    return Width.OTHER if things.SITES.isdisjoint(spelt) else Width.SITE


def _is_national(word: str) -> bool:
    """Return whether a word is the adjective of a country's name: "Venezuelan"."""
    stems = (name[:-1] for name in _countries() if len(name) > _ALIKE)
    return _NATIONAL.fullmatch(word) is not None and any(map(word.startswith, stems))


@cache
def _countries() -> frozenset[str]:
    """Return the names of countries in the tzdata package."""
    table = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text(encoding="utf-8")
    names = (line.split("\t")[1] for line in table.splitlines() if not line.startswith("#"))
    return frozenset(" ".join(words(part)) for name in names for part in re.split(r"[()]", name))
