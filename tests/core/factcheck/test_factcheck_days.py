from __future__ import annotations

import datetime as dt

import pytest

from bot.core.factcheck.relations import relate_dates
from bot.core.knowledge.quantities import Relation
from bot.core.text.dates import PartialDate, find_dates

WEDNESDAY = dt.date(2025, 10, 15)


def parts(day: PartialDate) -> tuple[int | None, int | None, int | None, int | None]:
    return day.year, day.month, day.day, day.weekday


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on 15 October 2025", (2025, 10, 15, None)),
        ("on October 15, 2025,", (2025, 10, 15, None)),
        ("on Oct. 15", (None, 10, 15, None)),
        ("the 15th of October", (None, 10, 15, None)),
        ("el 15 de octubre de 2025", (2025, 10, 15, None)),
        ("2025-10-15", (2025, 10, 15, None)),
        ("in September 2025", (2025, 9, None, None)),
        ("en septiembre", (None, 9, None, None)),
        ("¿Qué pasó en mayo?", (None, 5, None, None)),
        ("desde mayo", (None, 5, None, None)),
        ("Hasta mayo", (None, 5, None, None)),
        ("in May", (None, 5, None, None)),
        ("in 2019", (2019, None, None, None)),
        ("lit in 1891 and", (1891, None, None, None)),
        ("Caracas, 2019.", (2019, None, None, None)),
        ("on Wednesday", (None, None, None, 2)),
        ("el miércoles", (None, None, None, 2)),
        ("on 30 February", (None, 2, None, None)),
    ],
)
def test_a_date_is_read_as_far_as_it_goes(text: str, found: tuple[int | None, ...]) -> None:
    (day,) = find_dates(text)

    assert parts(day) == found


@pytest.mark.parametrize(
    "text",
    [
        *("they may march", "2025-02-30", "room 2019b", "15/10", "", "mar", "12345", "2000 people"),
        *("in may", "in mayo", "con mayo", "en may", "taken mayo"),
    ],
)
def test_text_that_is_no_date_is_not_read_as_one(text: str) -> None:
    assert find_dates(text) == ()


def test_each_date_of_a_text_is_found_with_its_place() -> None:
    text = "On Wednesday, 15 October 2025, and in 2019"

    assert [text[day.start : day.end] for day in find_dates(text)] == ["Wednesday", "15 October 2025", "2019"]


@pytest.mark.parametrize(
    ("said", "relation"),
    [
        ("October 15", Relation.SAME),
        ("2025", Relation.SAME),
        ("Wednesday", Relation.SAME),
        ("15 October 2025", Relation.SAME),
        ("October 16", Relation.DIFFERS),
        ("Thursday", Relation.DIFFERS),
        ("2019", Relation.DIFFERS),
    ],
)
def test_a_date_is_compared_with_a_whole_one(said: str, relation: Relation) -> None:
    assert relate_dates(find_dates(said)[0], [PartialDate.of(WEDNESDAY)]) is relation


def test_a_month_leaves_the_day_open() -> None:
    assert relate_dates(find_dates("15 October 2025")[0], find_dates("in October 2025")) is Relation.OPEN


def test_a_date_and_a_weekday_alone_cannot_be_compared() -> None:
    assert relate_dates(find_dates("2 October 2025")[0], find_dates("on Thursday")) is None
    assert relate_dates(find_dates("2 October")[0], []) is None
