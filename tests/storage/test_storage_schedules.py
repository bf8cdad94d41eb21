from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.core.briefing.schedule import EditionDays, EditionForm, Schedule
from bot.storage import Origin, Pause, Store, StoredSchedule, UnreadableSchedule

NOW = dt.datetime(2031, 3, 4, 8, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=1)

EIGHT = StoredSchedule(
    channel=7,
    guild=5,
    time=dt.time(8),
    timezone=ZoneInfo("Europe/Madrid"),
    facts=3,
    origin=Origin.COMMAND,
    by=42,
    since=NOW,
)
PLAN = Schedule(channel=7, time=dt.time(9, 30), timezone=ZoneInfo("Asia/Tokyo"), facts=2)


def of_config(plan: Schedule, since: dt.datetime = NOW) -> StoredSchedule:
    return StoredSchedule(**dict(plan), origin=Origin.CONFIG, since=since)


async def test_a_schedule_comes_back_as_it_was_put(store: Store) -> None:
    await store.schedules.put(EIGHT)

    assert await store.schedules.find(7) == EIGHT
    assert await store.schedules.find(8) is None


OPTIONS: dict[str, object] = {
    "days": EditionDays.FRIDAY,
    "only_new": True,
    "role": 77,
    "thread": True,
    "form": EditionForm.SHORT,
}


async def test_every_option_comes_back_as_it_was_put(store: Store) -> None:
    await store.schedules.put(EIGHT.model_copy(update=OPTIONS))
    await store.schedules.seed([PLAN.model_copy(update={"channel": 8, **OPTIONS})], NOW)

    assert await store.schedules.active() == (
        EIGHT.model_copy(update=OPTIONS),
        of_config(PLAN.model_copy(update={"channel": 8, **OPTIONS})),
    )


@pytest.mark.parametrize("option", OPTIONS)
async def test_an_option_that_changes_in_the_config_replaces_the_stored_one(store: Store, option: str) -> None:
    changed = PLAN.model_copy(update={option: OPTIONS[option]})
    await store.schedules.seed([PLAN], NOW)
    await store.schedules.seed([changed], LATER)

    assert await store.schedules.find(7) == of_config(changed, LATER)


async def test_a_channel_has_one_schedule_and_the_last_one_holds(store: Store) -> None:
    noon = EIGHT.model_copy(update={"time": dt.time(12)})
    await store.schedules.put(EIGHT)
    await store.schedules.put(noon)

    assert await store.schedules.active() == (noon,)


async def test_each_channel_has_a_schedule_of_its_own(store: Store) -> None:
    other = EIGHT.model_copy(update={"channel": 9, "guild": 6})
    await store.schedules.put(EIGHT)
    await store.schedules.put(other)

    assert await store.schedules.active() == (EIGHT, other)


async def test_a_stopped_schedule_is_gone_until_it_is_put_again(store: Store) -> None:
    await store.schedules.put(EIGHT)
    stopped = await store.schedules.stop(7)
    again = await store.schedules.stop(7)
    found = await store.schedules.find(7)
    active = await store.schedules.active()
    await store.schedules.put(EIGHT)

    assert (stopped, again, found, active) == (True, False, None, ())
    assert await store.schedules.find(7) == EIGHT


async def test_a_pause_keeps_its_first_instant_and_its_last_reason(store: Store) -> None:
    await store.schedules.put(EIGHT)
    await store.schedules.pause(7, "may not see the channel", NOW)
    await store.schedules.pause(7, "may not send", LATER)
    paused = await store.schedules.find(7)
    await store.schedules.resume(7)
    resumed = await store.schedules.find(7)

    assert paused == EIGHT.model_copy(update={"pause": Pause(reason="may not send", since=NOW)})
    assert resumed == EIGHT


async def test_putting_a_schedule_ends_its_pause(store: Store) -> None:
    await store.schedules.put(EIGHT)
    await store.schedules.pause(7, "may not send", NOW)
    await store.schedules.put(EIGHT)

    assert await store.schedules.find(7) == EIGHT


async def test_the_configs_schedules_come_in_and_follow_it(store: Store) -> None:
    await store.schedules.seed([PLAN], NOW)
    first = await store.schedules.active()
    await store.schedules.seed([PLAN], LATER)
    unchanged = await store.schedules.active()
    changed = PLAN.model_copy(update={"facts": 4})
    await store.schedules.seed([changed], LATER)

    assert first == unchanged == (of_config(PLAN),)
    assert await store.schedules.active() == (of_config(changed, since=LATER),)


async def test_the_config_keeps_a_pause(store: Store) -> None:
    await store.schedules.seed([PLAN], NOW)
    await store.schedules.pause(7, "may not send", NOW)
    await store.schedules.seed([PLAN.model_copy(update={"facts": 4})], LATER)
    found = await store.schedules.find(7)

    assert isinstance(found, StoredSchedule)
    assert (found.facts, found.pause) == (4, Pause(reason="may not send", since=NOW))


async def test_a_schedule_that_the_config_no_longer_names_is_removed(store: Store) -> None:
    await store.schedules.put(EIGHT.model_copy(update={"channel": 9}))
    await store.schedules.seed([PLAN], NOW)
    await store.schedules.seed([], LATER)

    assert [schedule.channel for schedule in await store.schedules.active()] == [9]


async def test_the_config_does_not_touch_what_a_command_has_set(store: Store) -> None:
    await store.schedules.put(EIGHT)
    await store.schedules.seed([PLAN], LATER)

    assert await store.schedules.active() == (EIGHT,)


async def test_the_config_does_not_revive_what_was_stopped(store: Store) -> None:
    await store.schedules.seed([PLAN], NOW)
    await store.schedules.stop(7)
    await store.schedules.seed([PLAN.model_copy(update={"facts": 4})], LATER)

    assert await store.schedules.active() == ()


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("timezone = 'Mars/Base'", "timezone is 'Mars/Base'"),
        ("timezone = '../UTC'", "timezone is '../UTC'"),
        ("timezone = ''", "timezone is ''"),
        ("time = '25:00:00'", "time is '25:00:00'"),
        ("facts = 99", "facts is 99"),
        ("origin = 'imported'", "origin is 'imported'"),
        ("since = 'yesterday'", "since is 'yesterday'"),
        ("since = '2031-03-04T08:00:00'", "since is '2031-03-04T08:00:00'"),
        ("paused_for = 'gone', paused_since = 'today'", "pause.since is 'today'"),
    ],
)
async def test_a_schedule_that_cannot_be_read_is_returned_beside_the_others_with_its_reason(
    store: Store, tmp_path: Path, change: str, reason: str
) -> None:
    other = EIGHT.model_copy(update={"channel": 9})
    await store.schedules.put(EIGHT)
    await store.schedules.put(other)
    with closing(sqlite3.connect(tmp_path / "a.sqlite3")) as db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        with db:
            db.execute(f"UPDATE schedule SET {change} WHERE channel = 7")  # noqa: S608 - from the list above
    unreadable = UnreadableSchedule(channel=7, guild=5, reason=reason)

    assert await store.schedules.active() == (unreadable, other)
    assert await store.schedules.find(7) == unreadable
    await store.schedules.put(EIGHT)
    assert await store.schedules.active() == (EIGHT, other)
