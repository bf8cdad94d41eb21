from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.briefing.schedule import DueEdition, EditionDays, NotDue, Schedule, due_edition, instant_of

DAY = dt.date(2025, 10, 17)
TOMORROW = DAY + dt.timedelta(days=1)
ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/Santiago",
    "Asia/Tokyo",
    "Africa/Cairo",
    "America/Nuuk",
    "Asia/Beirut",
)


def schedule_of(time: str = "08:00", zone: str = "Europe/London") -> Schedule:
    return Schedule(channel=1, time=dt.time.fromisoformat(time), timezone=ZoneInfo(zone), facts=3)


def due(
    schedule: Schedule,
    now: dt.datetime,
    delivered: Collection[dt.date],
    *,
    grace: dt.timedelta = dt.timedelta(hours=6),
    since: dt.datetime | None = None,
) -> DueEdition | NotDue:
    return due_edition(schedule, now, delivered, grace=grace, since=since)


def utc(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


def test_before_its_time_an_edition_is_not_due() -> None:
    assert due(schedule_of(), utc("2025-10-17T06:59:59"), {DAY - dt.timedelta(days=1)}) == NotDue(
        day=DAY, next=utc("2025-10-17T07:00")
    )


def test_at_its_time_an_edition_is_due() -> None:
    assert due(schedule_of(), utc("2025-10-17T07:00"), ()) == DueEdition(
        day=DAY, instant=utc("2025-10-17T07:00"), late=False
    )


def test_a_delivered_edition_is_not_due_again_until_the_next_day() -> None:
    assert due(schedule_of(), utc("2025-10-17T07:01"), {DAY}) == NotDue(day=TOMORROW, next=utc("2025-10-18T07:00"))


@pytest.mark.parametrize(("minute", "late"), [("07:05", False), ("07:06", True), ("13:00", True)])
def test_an_edition_within_the_grace_goes_out_and_says_when_it_is_late(minute: str, *, late: bool) -> None:
    assert due(schedule_of(), utc(f"2025-10-17T{minute}"), ()) == DueEdition(
        day=DAY, instant=utc("2025-10-17T07:00"), late=late
    )


def test_an_edition_past_the_grace_is_skipped() -> None:
    assert due(schedule_of(), utc("2025-10-17T13:00:01"), ()) == NotDue(day=TOMORROW, next=utc("2025-10-18T07:00"))


@pytest.mark.parametrize(("seconds", "sent"), [(0, True), (3, True), (300, True), (301, False)])
def test_without_any_grace_an_edition_goes_out_while_it_is_not_late(seconds: int, *, sent: bool) -> None:
    now = utc("2025-10-17T07:00") + dt.timedelta(seconds=seconds)

    assert isinstance(due(schedule_of(), now, (), grace=dt.timedelta()), DueEdition) is sent


def test_an_edition_missed_before_midnight_goes_out_after_it_with_its_own_date() -> None:
    assert due(schedule_of("23:50"), utc("2025-10-17T23:10"), ()) == DueEdition(
        day=DAY, instant=utc("2025-10-17T22:50"), late=True
    )


def test_of_two_missed_editions_only_the_newest_goes_out() -> None:
    grace = dt.timedelta(days=3)

    assert due(schedule_of(), utc("2025-10-17T09:00"), (), grace=grace) == DueEdition(
        day=DAY, instant=utc("2025-10-17T07:00"), late=True
    )
    assert isinstance(due(schedule_of(), utc("2025-10-17T09:00"), {DAY}, grace=grace), NotDue)


def test_a_time_moved_later_after_the_delivery_causes_no_second_edition_that_day() -> None:
    assert due(schedule_of("20:00"), utc("2025-10-17T12:00"), {DAY}) == NotDue(
        day=TOMORROW, next=utc("2025-10-18T19:00")
    )


def test_the_date_of_an_edition_is_that_of_its_zone() -> None:
    edition = due(schedule_of("08:00", "Asia/Tokyo"), utc("2025-10-16T23:00"), ())

    assert edition == DueEdition(day=DAY, instant=utc("2025-10-16T23:00"), late=False)


def test_now_may_be_given_in_any_zone() -> None:
    now = utc("2025-10-17T07:00").astimezone(ZoneInfo("Asia/Tokyo"))

    assert due(schedule_of(), now, ()) == due(schedule_of(), utc("2025-10-17T07:00"), ())


def test_a_naive_now_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        due(schedule_of(), dt.datetime(2025, 10, 17, 8), ())  # noqa: DTZ001 - what is refused


@pytest.mark.parametrize(
    ("time", "zone", "day", "instant"),
    [
        ("01:30", "Europe/London", "2026-03-29", "2026-03-29T01:00"),
        ("01:00", "Europe/London", "2026-03-29", "2026-03-29T01:00"),
        ("02:15", "America/New_York", "2026-03-08", "2026-03-08T07:00"),
        ("00:10", "America/Santiago", "2025-09-07", "2025-09-07T04:00"),
        ("02:10", "Australia/Lord_Howe", "2025-10-05", "2025-10-04T15:30"),
        ("00:00", "Africa/Cairo", "2025-04-25", "2025-04-24T22:00"),
        ("00:30", "Asia/Beirut", "2025-03-30", "2025-03-29T22:00"),
        ("23:30", "America/Nuuk", "2025-03-29", "2025-03-30T01:00"),
    ],
)
def test_a_local_time_that_the_clocks_skip_goes_out_at_the_end_of_the_gap(
    time: str, zone: str, day: str, instant: str
) -> None:
    assert instant_of(schedule_of(time, zone), dt.date.fromisoformat(day)) == utc(instant)


def test_a_local_time_that_comes_twice_goes_out_the_first_time_only() -> None:
    schedule = schedule_of("01:30", "Europe/London")
    day = dt.date(2025, 10, 26)

    assert due(schedule, utc("2025-10-26T00:30"), ()) == DueEdition(
        day=day, instant=utc("2025-10-26T00:30"), late=False
    )
    assert due(schedule, utc("2025-10-26T01:30"), {day}) == NotDue(
        day=day + dt.timedelta(days=1), next=utc("2025-10-27T01:30")
    )


@pytest.mark.parametrize(
    ("time", "zone", "day", "first", "second"),
    [
        ("01:45", "Australia/Lord_Howe", "2025-04-06", "2025-04-05T14:45", "2025-04-05T15:15"),
        ("23:30", "Africa/Cairo", "2025-10-30", "2025-10-30T20:30", "2025-10-30T21:30"),
    ],
)
def test_if_the_time_before_midnight_occurs_twice_the_first_counts(
    time: str, zone: str, day: str, first: str, second: str
) -> None:
    schedule, date = schedule_of(time, zone), dt.date.fromisoformat(day)

    assert due(schedule, utc(first), ()) == DueEdition(day=date, instant=utc(first), late=False)
    again = due(schedule, utc(second), {date})
    assert isinstance(again, NotDue)
    assert again.day == date + dt.timedelta(days=1)


def test_a_date_that_a_zone_never_had_gets_no_edition() -> None:
    samoa = schedule_of("08:00", "Pacific/Apia")
    thursday, saturday = dt.date(2011, 12, 29), dt.date(2011, 12, 31)

    assert due(samoa, utc("2011-12-29T18:00"), ()) == DueEdition(
        day=thursday, instant=utc("2011-12-29T18:00"), late=False
    )
    assert due(samoa, utc("2011-12-30T11:00"), {thursday}) == NotDue(day=saturday, next=utc("2011-12-30T18:00"))


def test_an_edition_whose_time_was_before_the_schedule_was_set_has_not_been_missed() -> None:
    since = utc("2025-10-17T09:00")

    assert due(schedule_of(), since, (), since=since) == NotDue(day=TOMORROW, next=utc("2025-10-18T07:00"))
    assert isinstance(due(schedule_of(), utc("2025-10-18T07:00"), (), since=since), DueEdition)


@pytest.mark.parametrize("hours", [-30, -3, 3, 30])
def test_a_clock_that_is_set_back_or_forward_causes_no_second_edition(hours: int) -> None:
    schedule, now = schedule_of(), utc("2025-10-17T07:00")
    delivered: set[dt.date] = set()
    sent = []
    for shift in (0, hours, 0, 1, hours, 25):
        edition = due(schedule, now + dt.timedelta(hours=shift), delivered)
        if isinstance(edition, DueEdition):
            sent.append(edition.day)
            delivered.add(edition.day)

    assert len(sent) == len(set(sent))
    assert {DAY, TOMORROW} <= set(sent)


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
        match due(schedule, now, delivered):
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


@given(
    st.sampled_from(EditionDays),
    st.sampled_from(ZONES),
    st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2035, 1, 1)),  # noqa: DTZ001 - made aware below
    st.integers(1, 200),
)
def test_whenever_the_clock_is_read_the_edition_is_of_a_chosen_day(
    days: EditionDays, zone: str, start: dt.datetime, hours: int
) -> None:
    schedule, now = on(days, "02:30", zone), start.replace(tzinfo=dt.UTC)
    for _ in range(8):
        found = due(schedule, now, (), grace=dt.timedelta(hours=23))
        assert days.include(found.day)
        assert isinstance(found, DueEdition) or now < found.next <= now + dt.timedelta(days=8)
        now += dt.timedelta(hours=hours)


def on(days: EditionDays, time: str = "08:00", zone: str = "Europe/London") -> Schedule:
    return schedule_of(time, zone).model_copy(update={"days": days})


def coming(schedule: Schedule, first: dt.datetime, number: int) -> list[DueEdition]:
    """The next editions from `first` on, each taken when it is due."""
    found: list[DueEdition] = []
    now, delivered = first, set[dt.date]()
    while len(found) < number:
        match due(schedule, now, delivered):
            case DueEdition() as edition:
                found.append(edition)
                delivered.add(edition.day)
            case NotDue(next=instant):
                now = instant
    return found


def test_on_weekdays_the_edition_after_fridays_is_mondays() -> None:
    days = [each.day for each in coming(on(EditionDays.WEEKDAYS), utc("2025-10-16T06:00"), 7)]

    assert [f"{day:%a %d}" for day in days] == ["Thu 16", "Fri 17", "Mon 20", "Tue 21", "Wed 22", "Thu 23", "Fri 24"]


@pytest.mark.parametrize("days", list(EditionDays)[2:])
def test_each_day_of_the_week_can_be_chosen(days: EditionDays) -> None:
    found = [each.day for each in coming(on(days), utc("2025-10-01T00:00"), 3)]

    assert {f"{day:%A}".lower() for day in found} == {days}
    assert [(later - earlier).days for earlier, later in pairwise(found)] == [7, 7]


def test_a_weekly_edition_keeps_its_local_time_when_the_clocks_change() -> None:
    london = coming(on(EditionDays.SUNDAY), utc("2025-10-14T00:00"), 3)
    new_york = coming(on(EditionDays.SUNDAY, "02:30", "America/New_York"), utc("2026-03-01T00:00"), 3)

    # The clocks go back on Sunday, 26 October 2025 in London, and skip 02:30 on Sunday, 8 March 2026 in New York.
    assert [each.instant for each in london] == [
        utc("2025-10-19T07:00"),
        utc("2025-10-26T08:00"),
        utc("2025-11-02T08:00"),
    ]
    assert [each.instant for each in new_york] == [
        utc("2026-03-01T07:30"),
        utc("2026-03-08T07:00"),
        utc("2026-03-15T06:30"),
    ]


def test_a_time_that_a_sunday_has_twice_is_due_once() -> None:
    twice = coming(on(EditionDays.SUNDAY, "01:30"), utc("2025-10-25T12:00"), 2)

    assert [each.instant for each in twice] == [utc("2025-10-26T00:30"), utc("2025-11-02T01:30")]


def test_a_missed_weekly_edition_is_not_sent_on_another_day() -> None:
    friday = on(EditionDays.FRIDAY)

    assert due(friday, utc("2025-10-17T13:00"), ()) == DueEdition(day=DAY, instant=utc("2025-10-17T07:00"), late=True)
    assert due(friday, utc("2025-10-18T07:00"), ()) == NotDue(day=dt.date(2025, 10, 24), next=utc("2025-10-24T07:00"))


def test_a_friday_that_a_zone_skips_has_no_edition() -> None:
    # Samoa moved across the date line and had no Friday, 30 December 2011.
    found = [each.day for each in coming(on(EditionDays.FRIDAY, zone="Pacific/Apia"), utc("2011-12-20T00:00"), 2)]

    assert found == [dt.date(2011, 12, 23), dt.date(2012, 1, 6)]
