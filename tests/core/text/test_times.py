from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text.times import read_time


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("8:00", "08:00"),
        ("08:00", "08:00"),
        ("8.00", "08:00"),
        (" 20:05 ", "20:05"),
        ("8am", "08:00"),
        ("8 pm", "20:00"),
        ("8:30 P.M.", "20:30"),
        ("8:30 p. m.", "20:30"),
        ("12am", "00:00"),
        ("12 pm", "12:00"),
        ("20h", "20:00"),
        ("20h30", "20:30"),
        ("0830", "08:30"),
        ("1930", "19:30"),
        ("8:00 h", "08:00"),
        ("0:00", "00:00"),
        ("23:59", "23:59"),
    ],
)
def test_a_time_is_read_in_the_forms_that_people_use(typed: str, time: str) -> None:
    assert read_time(typed) == dt.time.fromisoformat(time)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "8",
        "25:00",
        "24:00",
        "8:60",
        "8:5",
        "13pm",
        "0am",
        "noon",
        "-8:00",
        "8:00:00",
        "830",
        "2400",
        "８:00",
        "8:00 8:00",
    ],
)
def test_text_that_is_no_time_of_day_is_not_read_as_one(typed: str) -> None:
    assert read_time(typed) is None


@given(st.times())
def test_every_minute_of_the_day_is_read_back(time: dt.time) -> None:
    minute = time.replace(second=0, microsecond=0)

    assert read_time(f"{minute:%H:%M}") == minute
    assert read_time(f"{minute:%I:%M %p}") == minute


@given(st.text(max_size=50))
def test_no_text_is_too_strange_to_be_read(typed: str) -> None:
    found = read_time(typed)

    assert found is None or found.tzinfo is None
