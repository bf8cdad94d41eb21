from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from rankers import fact_of, knowledge_of, small_knowledge

from bot.core.knowledge.model import Fact
from bot.core.knowledge.timeline import Day, Unit, days, rows
from bot.core.text.dates import DateRange

MARCH_3, MARCH_4 = dt.date(2031, 3, 3), dt.date(2031, 3, 4)


def day_of(date: dt.date) -> Day:
    return Day(date=date, facts=(fact_of(f"on-{date}", when=date),))


def ids(facts: Sequence[Fact]) -> list[str]:
    return [fact.id for fact in facts]


def test_days_come_in_order_each_with_its_facts_and_no_fact_without_a_day() -> None:
    found = days(small_knowledge())

    assert [(day.date, ids(day.facts)) for day in found] == [
        (MARCH_3, ["last-evening-crossing"]),
        (MARCH_4, ["dark-since", "wave-height"]),
    ]


def test_of_a_day_the_most_important_fact_comes_first() -> None:
    facts = [fact_of(f"of-{importance}", when=MARCH_3, importance=importance) for importance in (1, 3, 2)]

    (day,) = days(knowledge_of(facts))

    assert ids(day.facts) == ["of-3", "of-2", "of-1"]


def test_a_date_range_includes_both_ends_and_an_open_end_includes_everything() -> None:
    knowledge = small_knowledge()

    assert [day.date for day in days(knowledge, DateRange(first=MARCH_4, last=MARCH_4))] == [MARCH_4]
    assert [day.date for day in days(knowledge, DateRange(last=MARCH_3))] == [MARCH_3]
    assert [day.date for day in days(knowledge, DateRange(first=MARCH_4))] == [MARCH_4]
    assert days(knowledge, DateRange(first=MARCH_4, last=MARCH_3)) == ()


def test_rows_are_days_while_these_suffice_and_then_months() -> None:
    found = [day_of(dt.date(2031, month, day)) for month in (1, 2) for day in (5, 6, 7)]

    assert [row.unit for row in rows(found, 6)] == [Unit.DAY] * 6
    assert [(row.first, row.last, len(row.facts)) for row in rows(found, 5)] == [
        (dt.date(2031, 1, 1), dt.date(2031, 1, 31), 3),
        (dt.date(2031, 2, 1), dt.date(2031, 2, 28), 3),
    ]


def test_the_first_and_the_last_years_of_the_calendar_have_their_rows() -> None:
    (first, *_, last) = rows([day_of(dt.date(year, 1, 1)) for year in range(1, 10_000, 5)], 10)

    assert (first.unit, first.first, first.last) == (Unit.MILLENNIUM, dt.date.min, dt.date(999, 12, 31))
    assert (last.first, last.last) == (dt.date(9000, 1, 1), dt.date.max)


@given(st.sets(st.dates(), max_size=60), st.integers(10, 25))
def test_ten_rows_suffice_and_lose_no_fact(dates: set[dt.date], most: int) -> None:
    shown = [day_of(date) for date in sorted(dates)]
    found = rows(shown, most)

    assert len(found) <= most
    assert [fact for row in found for fact in row.facts] == [fact for day in shown for fact in day.facts]
    assert all(row.first <= fact.when <= row.last for row in found for fact in row.facts if fact.when)
