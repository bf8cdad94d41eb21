from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.core.text.dates import (
    DateRange,
    NotADate,
    find_ambiguity,
    find_dates,
    full_days,
    loose_days,
    read_date_range,
)

DATED = (dt.date(2024, 3, 1), dt.date(2025, 10, 15), dt.date(2025, 10, 17))
MONTHS = {
    "English": "January February March April May June July August September October November December".split(),
    "Spanish": ("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()),
}


def read(typed: str, *, month_first: bool = False) -> DateRange | NotADate:
    return read_date_range(typed, DATED, month_first=month_first)


def only(year: int, month: int, day: int) -> DateRange:
    return DateRange(first=dt.date(year, month, day), last=dt.date(year, month, day))


@pytest.mark.parametrize(
    "typed",
    [
        *("2025-10-15", " 2025-10-15 ", "2025/10/15", "2025.10.15", "15/10/2025", "15.10.2025", "15-10-25", "15.10.25"),
        *("15 October 2025", "October 15, 2025", "Oct. 15th, 2025", "15 oct 25", "the 15th of October 2025", "oct 15"),
        *("15 de octubre de 2025", "15 OCTUBRE", "octubre 15, 2025", "15-oct-2025", "2025 October 15", "15/10"),
    ],
)
def test_a_day_is_read_in_the_ways_in_which_people_write_it(typed: str) -> None:
    assert read(typed) == only(2025, 10, 15)


@pytest.mark.parametrize("typed", ["1.º de octubre de 2025", "1º octubre 2025", "1st October 2025", "1er octubre 2025"])
def test_the_first_of_a_month_is_read_with_its_ending(typed: str) -> None:
    assert read(typed) == only(2025, 10, 1)


@pytest.mark.parametrize("typed", ["October 2025", "octubre de 2025", "10/2025", "2025-10", "oct", "2025 octubre"])
def test_a_month_means_all_of_its_days(typed: str) -> None:
    assert read(typed) == DateRange(first=dt.date(2025, 10, 1), last=dt.date(2025, 10, 31))


@pytest.mark.parametrize("typed", ["2025", "٢٠٢٥"])
def test_a_year_means_all_of_its_days(typed: str) -> None:
    assert read(typed) == DateRange(first=dt.date(2025, 1, 1), last=dt.date(2025, 12, 31))


def test_february_has_a_day_more_in_a_leap_year() -> None:
    assert read("febrero 2024") == DateRange(first=dt.date(2024, 2, 1), last=dt.date(2024, 2, 29))


def test_of_two_numbers_the_first_is_the_day_or_as_in_the_united_states_the_month() -> None:
    assert read("3/4/2025") == only(2025, 4, 3)
    assert read("3/4/2025", month_first=True) == only(2025, 3, 4)


def test_the_other_order_is_used_if_only_that_one_is_a_date() -> None:
    assert read("10/15/2025") == only(2025, 10, 15)
    assert read("15/10/2025", month_first=True) == only(2025, 10, 15)


@pytest.mark.parametrize(
    ("typed", "month_first", "expected"),
    [
        ("03/04/2025", False, (dt.date(2025, 4, 3), dt.date(2025, 3, 4))),
        ("03/04/2025", True, (dt.date(2025, 3, 4), dt.date(2025, 4, 3))),
        ("3.4.25", False, (dt.date(2025, 4, 3), dt.date(2025, 3, 4))),
        *((typed, False, None) for typed in ("04/04/2025", "15/10/2025", "2025-03-04", "3 April 2025", "03/2025", "x")),
    ],
)
def test_a_date_whose_numbers_are_two_days_is_ambiguous(
    typed: str,
    month_first: bool,  # noqa: FBT001 - a parameter of the test
    expected: tuple[dt.date, dt.date] | None,
) -> None:
    found = find_ambiguity(typed, DATED, month_first=month_first)

    assert (found and (found.read, found.other)) == expected


@pytest.mark.parametrize(("typed", "year"), [("March", 2024), ("1 March", 2024), ("2 March", 2025), ("May", 2025)])
def test_a_year_that_is_left_out_is_the_latest_in_which_the_base_has_such_a_day(typed: str, year: int) -> None:
    match read(typed):
        case DateRange(first=dt.date() as first):
            assert first.year == year
        case _:
            pytest.fail("it was not read")


@pytest.mark.parametrize("language", MONTHS)
def test_every_month_is_read_by_its_name_and_by_its_beginning(language: str) -> None:
    for number, name in enumerate(MONTHS[language], 1):
        assert read(f"5 {name} 2020") == read(f"5 {name[:3]} 2020") == only(2020, number, 5)


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "",
            " ",
            "yesterday",
            "2025-02-30",
            "2025-13-01",
            "0000",
            "15",
            "15 oc 2025",
            "octopus 2025",
            "1 2 3 4",
            "-",
            "፩ October",
        ),
        *("October October", "15 16 October 2025", "12345", "🎂", "15 October 2025; drop", "x" * 5000),
    ],
)
def test_typed_text_that_is_no_date_is_not_read_as_one(typed: str) -> None:
    assert read(typed) == NotADate()


def test_without_a_year_and_without_dates_nothing_is_read() -> None:
    assert read_date_range("October", (), month_first=False) == NotADate()


@given(st.dates())
def test_every_day_is_read_back_from_its_iso_form(day: dt.date) -> None:
    assert read(day.isoformat()) == DateRange(first=day, last=day)


@given(st.text(max_size=70) | st.text("0123456789/-. octmar", max_size=20), st.booleans())
def test_any_text_is_read_or_not_and_never_backwards(typed: str, month_first: bool) -> None:  # noqa: FBT001 - drawn
    match read(typed, month_first=month_first):
        case DateRange(first=first, last=last):
            assert first is not None
            assert last is not None
            assert first <= last
        case NotADate():
            pass


DATE_LIKE = st.text("0123456789/-.,፩٣ octmarOTMA", max_size=30) | st.from_regex(
    r"(\d{4}-\d\d-\d\d|\d{1,2} (Oct|marzo|May),? \d{4}|(in|since) \d{4})", fullmatch=True
)


@given(st.text(max_size=70) | DATE_LIKE)
@example("on 0000-10-15")
@example("0000-00-00 and 9999-12-31")
def test_every_date_in_any_text_is_one_of_the_calendar(text: str) -> None:
    for found in find_dates(text):
        dt.date(2024 if found.year is None else found.year, found.month or 1, found.day or 1)
    assert all(day.year >= 1 for day in full_days(text))
    assert all(" ".join(words.split()) == words for words in loose_days(text))
