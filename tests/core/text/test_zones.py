from __future__ import annotations

import zoneinfo

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.zones import (
    COMMON,
    LIKELY,
    FixedTimeZone,
    TimeZone,
    UnknownTimeZone,
    is_fixed,
    is_place,
    load_zones,
    tzdata_names,
)

ZONES = load_zones()
MOST = 25


def suggested(typed: str, locale: str = "en-US") -> tuple[str, ...]:
    return ZONES.suggest(typed, locale=locale, limit=MOST)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Europe/Madrid", "Europe/Madrid"),
        ("europe/madrid", "Europe/Madrid"),
        ("madrid", "Europe/Madrid"),
        ("new york", "America/New_York"),
        ("America/New York", "America/New_York"),
        ("  São  Paulo ", "America/Sao_Paulo"),
        ("utc", "UTC"),
        ("US/Eastern", "US/Eastern"),
        ("Louisville", "America/Kentucky/Louisville"),
        ("Washington", "America/New_York"),
        ("Washington, D.C.", "America/New_York"),
        ("Boston", "America/New_York"),
        ("San Francisco", "America/Los_Angeles"),
        ("Saint Petersburg", "Europe/Moscow"),
        ("st. petersburg", "Europe/Moscow"),
        ("München", "Europe/Berlin"),
        ("Munich", "Europe/Berlin"),
        ("Beijing", "Asia/Shanghai"),
        ("Pekín", "Asia/Shanghai"),
        ("Mumbai", "Asia/Kolkata"),
        ("Bombay", "Asia/Kolkata"),
        ("Londres", "Europe/London"),
        ("Nueva York", "America/New_York"),
        ("Germany", "Europe/Berlin"),
        ("Alemania", "Europe/Berlin"),
        ("UK", "Europe/London"),
        ("NYC", "America/New_York"),
        ("ET", "America/New_York"),
        ("Pacific Time", "America/Los_Angeles"),
        ("hora de Colombia", "America/Bogota"),
        ("California", "America/Los_Angeles"),
    ],
)
def test_a_zone_is_found_by_its_name_or_by_a_city_country_or_state(typed: str, name: str) -> None:
    assert ZONES.read(typed) == TimeZone(name=name)


@pytest.mark.parametrize(
    ("typed", "near"), [("madird", "Europe/Madrid"), ("Los Angles", "America/Los_Angeles"), ("kolcata", "Asia/Kolkata")]
)
def test_a_misspelt_zone_suggests_those_that_may_be_meant(typed: str, near: str) -> None:
    match ZONES.read(typed):
        case UnknownTimeZone(near=names):
            assert names[0] == near
            assert len(names) <= 3
        case TimeZone() | FixedTimeZone():
            pytest.fail("it was taken for a zone")


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("San Juan", ("America/Puerto_Rico", "America/Argentina/San_Juan")),
        ("Spain", ("Europe/Madrid", "Atlantic/Canary")),
        ("España", ("Europe/Madrid", "Atlantic/Canary")),
        ("Georgia", ("Asia/Tbilisi", "America/New_York")),
        ("Córdoba", ("America/Argentina/Cordoba", "Europe/Madrid")),
        ("USA", ("America/New_York", "America/Chicago", "America/Los_Angeles")),
    ],
)
def test_a_place_of_several_zones_is_asked_about(typed: str, near: tuple[str, ...]) -> None:
    assert ZONES.read(typed) == UnknownTimeZone(near=near)
    assert suggested(typed)[: len(near)] == near
    assert "America/Port_of_Spain" not in suggested(typed)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("EST", "America/New_York"),
        ("est5edt", "America/New_York"),
        ("CST6CDT", "America/Chicago"),
        ("MST", "America/Denver"),
        ("PST8PDT", "America/Los_Angeles"),
        ("HST", "Pacific/Honolulu"),
        ("PST", "America/Los_Angeles"),
        ("BST", "Europe/London"),
        ("CET", "Europe/Madrid"),
        ("CEST", "Europe/Madrid"),
        ("MET", "Europe/Madrid"),
        ("IST", "Asia/Kolkata"),
        ("JST", "Asia/Tokyo"),
        ("GMT", "Europe/London"),
        ("Etc/UTC", "UTC"),
        ("Zulu", "UTC"),
        ("Etc/GMT+5", "America/New_York"),
        ("Etc/GMT-9", "Asia/Tokyo"),
        ("GMT+9", "Asia/Tokyo"),
        ("UTC+2", "Europe/Madrid"),
        ("utc +02:00", "Europe/Madrid"),
        ("UTC−5", "America/New_York"),
        ("+5:30", "Asia/Kolkata"),
        ("right/Europe/London", "Europe/London"),
    ],
)
def test_an_offset_from_utc_is_no_place_and_suggests_places_that_have_it(typed: str, first: str) -> None:
    match ZONES.read(typed):
        case FixedTimeZone(near=near):
            assert near[0] == first
            assert suggested(typed)[0] == first
        case TimeZone() | UnknownTimeZone() as found:
            pytest.fail(f"{found}")


@pytest.mark.parametrize("typed", ["Factory", "localtime", "posixrules", "Etc/Nowhere"])
def test_a_name_for_machines_alone_is_no_place(typed: str) -> None:
    assert ZONES.read(typed) == FixedTimeZone(near=())


def test_every_zone_of_the_list_is_a_place_a_link_to_one_or_refused() -> None:
    names = [name for name in tzdata_names() if not is_place(name)]
    refused = {name for name in names if is_fixed(name)}

    assert {name for name in names if isinstance(ZONES.read(name), FixedTimeZone)} == refused
    assert {"EST", "MST", "HST", "EST5EDT", "CET", "WET", "GMT", "GMT+0", "Factory", "Etc/GMT+5", "UCT"} <= refused
    assert {name for name in names if name not in refused and "/" not in name} == set(
        "Cuba Egypt Eire GB GB-Eire Hongkong Iceland Iran Israel Jamaica Japan Kwajalein Libya NZ NZ-CHAT Navajo PRC "
        "Poland Portugal ROC ROK Singapore Turkey W-SU".split()
    )


def test_utc_itself_is_allowed() -> None:
    assert ZONES.read("utc") == TimeZone(name="UTC")
    assert not is_fixed("UTC")


def test_every_zone_that_a_name_leads_to_can_be_opened() -> None:
    meant = {zone for table in (ZONES._places, ZONES._offsets) for zones in table.values() for zone in zones}

    assert meant <= ZONES.names
    assert not [name for name in meant if is_fixed(name)]
    assert {zoneinfo.ZoneInfo(name).key for name in meant} == meant


@pytest.mark.parametrize("typed", ["", " ", "Atlantis", "🕗", "x" * 5000])
def test_text_that_names_no_zone_is_not_read_as_one(typed: str) -> None:
    assert ZONES.read(typed) == UnknownTimeZone(near=())


@pytest.mark.parametrize(
    ("locale", "first"), [("es-ES", "Europe/Madrid"), ("es-419", "America/Mexico_City"), ("ja", "Asia/Tokyo")]
)
def test_before_anything_is_typed_the_likeliest_for_the_language_come_first(locale: str, first: str) -> None:
    names = suggested("", locale)

    assert names[0] == first
    assert "UTC" in names
    assert len(set(names)) == len(names) <= MOST


def test_typed_text_is_searched_in_every_part_of_a_name_the_likely_ones_first() -> None:
    assert suggested("madrid") == ("Europe/Madrid",)
    assert suggested("new york") == ("America/New_York",)
    assert suggested("york") == ("America/New_York",)
    assert suggested("europe", "es-ES")[0] == "Europe/Madrid"
    assert len(suggested("america")) == MOST


def test_names_for_machines_are_not_suggested() -> None:
    assert not [name for name in suggested("gmt") + suggested("est") if name.startswith(("Etc/", "EST"))]


@given(st.text(max_size=60), st.sampled_from([*LIKELY, "", "xx"]))
def test_whatever_is_typed_only_zones_are_suggested_and_not_too_many(typed: str, locale: str) -> None:
    names = suggested(typed, locale)

    assert len(names) <= MOST
    assert set(names) <= ZONES.names


def test_every_suggested_zone_can_be_opened() -> None:
    listed = {*COMMON, *(name for names in LIKELY.values() for name in names)}

    assert {zoneinfo.ZoneInfo(name).key for name in listed} == listed


def test_every_language_of_discord_has_likely_zones() -> None:
    assert {str(locale) for locale in discord.Locale} == set(LIKELY)
