from __future__ import annotations

import datetime as dt

import pytest

from bot.core.text.dates import format_date, full_days, loose_days

DAY = dt.date(2031, 3, 4)


@pytest.mark.parametrize(
    "written",
    ["4 March 2031", "4th of March, 2031", "March 4, 2031", "March 4th 2031", "2031-03-04", "4\u202fMarch\u00a02031"],
)
def test_a_day_that_is_given_in_full_is_read(written: str) -> None:
    assert full_days(f"It broke on Tuesday, {written}, at night.") == (DAY,)
    assert loose_days(f"It broke on Tuesday, {written}, at night.") == ()


@pytest.mark.parametrize(
    "written", ["31 February 2031", "March 2031", "4 March", "04/03/2031", "in 1891", "March 44, 2031"]
)
def test_a_day_that_the_calendar_lacks_is_not_read(written: str) -> None:
    assert full_days(f"It broke {written} at night.") == ()


def test_days_are_listed_once_each_in_the_order_of_the_text() -> None:
    assert full_days("2032-01-01, then 4 March 2031, then March 4, 2031") == (dt.date(2032, 1, 1), DAY)


@pytest.mark.parametrize(
    ("passage", "loose"),
    [
        ("It broke on Tuesday.", ("Tuesday",)),
        ("It broke last month and again yesterday.", ("last month", "yesterday")),
        ("As of October 17, it is dark.", ("October 17",)),
        ("Its last tour was on 8\u202fAugust.", ("8 August",)),
        ("The roof was repaired in May.", ("in May",)),
        ("That night it was dark.", ("That night",)),
        ("It was first lit in 1891.", ()),
        ("It may be dark; the march went on.", ()),
    ],
)
def test_words_for_a_time_that_only_the_texts_date_explains_are_named(passage: str, loose: tuple[str, ...]) -> None:
    assert loose_days(passage) == loose


def test_a_day_is_spoken_with_its_year() -> None:
    assert format_date(DAY) == "4 March 2031"
