from __future__ import annotations

import zoneinfo
from importlib.resources import files

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.times import COMMON, LIKELY, TimeZone, TimeZones, UnknownTimeZone

ZONES = TimeZones(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())
MOST = 25


def proposed(typed: str, locale: str = "en-US") -> tuple[str, ...]:
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
    ],
)
def test_a_zone_is_found_by_its_name_or_by_its_city(typed: str, name: str) -> None:
    assert ZONES.read(typed) == TimeZone(name=name)


@pytest.mark.parametrize(
    ("typed", "near"), [("madird", "Europe/Madrid"), ("Los Angles", "America/Los_Angeles"), ("kolkat", "Asia/Kolkata")]
)
def test_a_misspelt_zone_brings_those_that_may_be_meant(typed: str, near: str) -> None:
    match ZONES.read(typed):
        case UnknownTimeZone(near=names):
            assert names[0] == near
            assert len(names) <= 3
        case TimeZone():
            pytest.fail("it was taken for a zone")


def test_a_place_of_several_zones_is_asked_about() -> None:
    assert isinstance(ZONES.read("Louisville"), UnknownTimeZone)


@pytest.mark.parametrize("typed", ["", " ", "Atlantis", "🕗", "x" * 5000])
def test_what_names_no_zone_is_not_taken_for_one(typed: str) -> None:
    assert ZONES.read(typed) == UnknownTimeZone(near=())


@pytest.mark.parametrize(
    ("locale", "first"), [("es-ES", "Europe/Madrid"), ("es-419", "America/Mexico_City"), ("ja", "Asia/Tokyo")]
)
def test_while_nothing_is_typed_the_likeliest_for_the_language_stand_first(locale: str, first: str) -> None:
    names = proposed("", locale)

    assert names[0] == first
    assert "UTC" in names
    assert len(set(names)) == len(names) <= MOST


def test_what_is_typed_is_looked_for_in_every_part_of_a_name_the_likely_ones_first() -> None:
    assert proposed("madrid") == ("Europe/Madrid",)
    assert proposed("new york") == ("America/New_York",)
    assert proposed("york") == ("America/New_York",)
    assert proposed("europe", "es-ES")[0] == "Europe/Madrid"
    assert len(proposed("america")) == MOST


def test_names_for_machines_are_not_proposed() -> None:
    assert not [name for name in proposed("gmt") + proposed("est") if name.startswith(("Etc/", "EST"))]


@given(st.text(max_size=60), st.sampled_from([*LIKELY, "", "xx"]))
def test_whatever_is_typed_only_zones_are_proposed_and_not_too_many(typed: str, locale: str) -> None:
    names = proposed(typed, locale)

    assert len(names) <= MOST
    assert set(names) <= ZONES.names


def test_every_proposed_zone_can_be_opened() -> None:
    listed = {*COMMON, *(name for names in LIKELY.values() for name in names)}

    assert {zoneinfo.ZoneInfo(name).key for name in listed} == listed


def test_every_language_of_discord_has_likely_zones() -> None:
    assert {str(locale) for locale in discord.Locale} == set(LIKELY)
