from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.briefing import DueEdition, NotDue, Schedule, due_edition, edition, instant_of
from bot.core.facts import Fact, Knowledge, Standing, Vocabulary

DAY = dt.date(2025, 10, 17)
ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/Santiago",
    "Asia/Tokyo",
)


def schedule_of(time: str = "08:00", zone: str = "Europe/London") -> Schedule:
    return Schedule(channel=1, time=dt.time.fromisoformat(time), timezone=ZoneInfo(zone), facts=3)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def fact_of(key: str, importance: int = 2, disputes: tuple[str, ...] = ()) -> Fact:
    return Fact(
        id=key,
        statement=key,
        topics=("a",),
        attribution="a",
        standing=Standing.REPORTED,
        when=None,
        importance=importance,
        quotes=(),
        asks=(),
        disputes=disputes,
    )


def knowledge_of(*facts: Fact) -> Knowledge:
    return Knowledge(
        sources={},
        topics={},
        vocabulary=Vocabulary(),
        facts={fact.id: fact for fact in facts},
        unknowns={},
        revision="",
    )


def ids(knowledge: Knowledge, told: dict[str, dt.date], count: int) -> list[list[str]]:
    return [[fact.id for fact in block] for block in edition(knowledge, told, DAY, count).blocks]


def test_before_its_time_an_edition_is_not_due() -> None:
    assert due_edition(schedule_of(), utc("2025-10-17T06:59:59"), {DAY - dt.timedelta(days=1)}) == NotDue(
        next=utc("2025-10-17T07:00")
    )


def test_at_its_time_an_edition_is_due() -> None:
    assert due_edition(schedule_of(), utc("2025-10-17T07:00"), ()) == DueEdition(
        day=DAY, instant=utc("2025-10-17T07:00"), late=False
    )


def test_a_delivered_edition_is_not_due_again_until_the_next_day() -> None:
    assert due_edition(schedule_of(), utc("2025-10-17T07:01"), {DAY}) == NotDue(next=utc("2025-10-18T07:00"))


@pytest.mark.parametrize(("minute", "late"), [("07:05", False), ("07:06", True), ("13:00", True)])
def test_an_edition_within_the_grace_goes_out_and_says_when_it_is_late(minute: str, *, late: bool) -> None:
    assert due_edition(schedule_of(), utc(f"2025-10-17T{minute}"), ()) == DueEdition(
        day=DAY, instant=utc("2025-10-17T07:00"), late=late
    )


def test_an_edition_past_the_grace_is_skipped() -> None:
    assert due_edition(schedule_of(), utc("2025-10-17T13:00:01"), ()) == NotDue(next=utc("2025-10-18T07:00"))


def test_an_edition_missed_before_midnight_goes_out_after_it_with_its_own_date() -> None:
    assert due_edition(schedule_of("23:50"), utc("2025-10-17T23:10"), ()) == DueEdition(
        day=DAY, instant=utc("2025-10-17T22:50"), late=True
    )


def test_of_two_missed_editions_only_the_newest_goes_out() -> None:
    grace = dt.timedelta(days=3)

    assert due_edition(schedule_of(), utc("2025-10-17T09:00"), (), grace=grace) == DueEdition(
        day=DAY, instant=utc("2025-10-17T07:00"), late=True
    )
    assert isinstance(due_edition(schedule_of(), utc("2025-10-17T09:00"), {DAY}, grace=grace), NotDue)


def test_a_time_moved_later_after_the_delivery_brings_no_second_edition_that_day() -> None:
    assert due_edition(schedule_of("20:00"), utc("2025-10-17T12:00"), {DAY}) == NotDue(next=utc("2025-10-18T19:00"))


def test_the_date_of_an_edition_is_that_of_its_zone() -> None:
    due = due_edition(schedule_of("08:00", "Asia/Tokyo"), utc("2025-10-16T23:00"), ())

    assert due == DueEdition(day=DAY, instant=utc("2025-10-16T23:00"), late=False)


def test_now_may_be_given_in_any_zone() -> None:
    now = utc("2025-10-17T07:00").astimezone(ZoneInfo("Asia/Tokyo"))

    assert due_edition(schedule_of(), now, ()) == due_edition(schedule_of(), utc("2025-10-17T07:00"), ())


def test_a_naive_now_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due_edition(schedule_of(), dt.datetime(2025, 10, 17, 8), ())  # noqa: DTZ001 - what is refused


@pytest.mark.parametrize(
    ("time", "zone", "day", "instant"),
    [
        ("01:30", "Europe/London", "2026-03-29", "2026-03-29T01:00"),
        ("01:00", "Europe/London", "2026-03-29", "2026-03-29T01:00"),
        ("02:15", "America/New_York", "2026-03-08", "2026-03-08T07:00"),
        ("00:10", "America/Santiago", "2025-09-07", "2025-09-07T04:00"),
        ("02:10", "Australia/Lord_Howe", "2025-10-05", "2025-10-04T15:30"),
    ],
)
def test_a_local_time_that_the_clocks_skip_goes_out_at_the_end_of_the_gap(
    time: str, zone: str, day: str, instant: str
) -> None:
    assert instant_of(schedule_of(time, zone), dt.date.fromisoformat(day)) == utc(instant)


def test_a_local_time_that_comes_twice_goes_out_the_first_time_only() -> None:
    schedule = schedule_of("01:30", "Europe/London")
    day = dt.date(2025, 10, 26)

    assert due_edition(schedule, utc("2025-10-26T00:30"), ()) == DueEdition(
        day=day, instant=utc("2025-10-26T00:30"), late=False
    )
    assert due_edition(schedule, utc("2025-10-26T01:30"), {day}) == NotDue(next=utc("2025-10-27T01:30"))


@given(
    st.times().map(lambda time: time.replace(second=0, microsecond=0)),
    st.sampled_from(ZONES),
    st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2035, 1, 1)),  # noqa: DTZ001 - made aware below
)
def test_each_local_date_gets_one_edition_whenever_the_clock_is_read(
    time: dt.time, zone: str, start: dt.datetime
) -> None:
    schedule = Schedule(channel=1, time=time, timezone=ZoneInfo(zone), facts=3)
    now, delivered = start.replace(tzinfo=dt.UTC), set[dt.date]()
    instants = []
    for _ in range(8):
        match due_edition(schedule, now, delivered):
            case DueEdition(day=day, instant=instant):
                assert day not in delivered
                assert instant <= now
                delivered.add(day)
                instants.append(instant)
            case NotDue(next=instant):
                assert instant > now
                now = instant

    days = sorted(delivered)
    assert instants == sorted(instants)
    assert days == [days[0] + dt.timedelta(days=number) for number in range(len(days))]
    assert len(days) >= 3


def test_untold_facts_come_first_the_most_important_ahead() -> None:
    knowledge = knowledge_of(fact_of("told", 3), fact_of("detail", 1), fact_of("news", 3), fact_of("middle"))

    assert ids(knowledge, {"told": DAY - dt.timedelta(days=9)}, 4) == [["news"], ["middle"], ["detail"], ["told"]]


def test_told_facts_come_back_by_how_long_ago_they_were_told() -> None:
    knowledge = knowledge_of(fact_of("yesterday", 3), fact_of("last-week", 1), fact_of("last-week-news", 3))
    told = {
        "yesterday": DAY - dt.timedelta(1),
        "last-week": DAY - dt.timedelta(7),
        "last-week-news": DAY - dt.timedelta(7),
    }

    assert ids(knowledge, told, 3) == [["last-week-news"], ["last-week"], ["yesterday"]]


def test_equals_keep_the_order_of_the_base_and_the_count_is_kept() -> None:
    knowledge = knowledge_of(fact_of("b"), fact_of("a"), fact_of("c"))

    assert ids(knowledge, {}, 2) == [["b"], ["a"]]


@pytest.mark.parametrize("first", ["claim", "doubt"])
def test_a_claim_stands_ahead_of_what_disputes_it_and_both_count_as_one(first: str) -> None:
    importance = {"claim": 1, "doubt": 1, first: 3}
    knowledge = knowledge_of(
        fact_of("doubt", importance["doubt"], ("claim",)), fact_of("other"), fact_of("claim", importance["claim"])
    )

    assert ids(knowledge, {}, 2) == [["claim", "doubt"], ["other"]]


def test_all_that_speaks_against_a_claim_comes_with_it() -> None:
    knowledge = knowledge_of(
        fact_of("one", 3, ("claim",)), fact_of("claim"), fact_of("two", 1, ("claim",)), fact_of("reply", 1, ("two",))
    )

    assert ids(knowledge, {}, 1) == [["claim", "one", "two", "reply"]]


def test_no_fact_is_told_twice_in_one_edition_and_a_small_base_gives_what_it_has() -> None:
    knowledge = knowledge_of(fact_of("claim", 3), fact_of("doubt", 3, ("claim",)))

    assert ids(knowledge, {}, 5) == [["claim", "doubt"]]
    assert ids(knowledge_of(), {}, 5) == []


def test_all_facts_are_told_before_one_returns() -> None:
    knowledge = knowledge_of(*(fact_of(f"f{number}", number % 3 + 1) for number in range(10)))
    told: dict[str, dt.date] = {}
    for number in range(5):
        day = DAY + dt.timedelta(days=number)
        chosen = edition(knowledge, told, day, 2).facts
        assert not told.keys() & {fact.id for fact in chosen}
        told.update({fact.id: day for fact in chosen})

    assert told.keys() == knowledge.facts.keys()
