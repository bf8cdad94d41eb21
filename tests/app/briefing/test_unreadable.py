"""A row of the database that cannot be read costs no other channel its briefing."""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing

import pytest
from newsrooms import DUE, Newsroom
from serving import settled


def change(newsroom: Newsroom, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(newsroom.config.store)) as db, db:
        db.execute(statement, values)


async def test_a_schedule_in_an_unknown_time_zone_delays_no_other_and_is_logged_once(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    other = newsroom.sandbox.channel(newsroom.home, "other")
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule()
        await newsroom.schedule(other)
        await settled(bot)
        change(newsroom, "UPDATE schedule SET timezone = 'Mars/Base' WHERE channel = ?", newsroom.channel.id)
        await newsroom.at(DUE, bot)
        await newsroom.at(DUE + dt.timedelta(days=1), bot)

    assert (len(newsroom.posts()), len(newsroom.posts(other))) == (0, 2)
    logged = [record.getMessage() for record in caplog.records if "Mars/Base" in record.getMessage()]
    assert len(logged) == 1
    assert f"channel {newsroom.channel.id} cannot be read (timezone is 'Mars/Base')" in logged[0]


async def test_a_stored_schedule_with_an_offset_for_a_zone_keeps_running_and_status_says_so(newsroom: Newsroom) -> None:
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule()
        await settled(bot)
        change(newsroom, "UPDATE schedule SET timezone = 'Etc/GMT-1'")
        listed = await newsroom.editor.slash(newsroom.channel, "briefing status")
        await newsroom.at(DUE, bot)

    assert r"Etc\/GMT-1 is a fixed offset from UTC" in listed.text
    assert len(newsroom.posts()) == 1


async def test_a_schedule_that_cannot_be_read_is_listed_and_can_be_set_again(newsroom: Newsroom) -> None:
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule()
        await settled(bot)
        change(newsroom, "UPDATE schedule SET time = '25:00'")
        listed = await newsroom.editor.slash(newsroom.channel, "briefing status")
        preview = await newsroom.editor.slash(newsroom.channel, "briefing preview")
        said = await newsroom.schedule()
        await newsroom.at(DUE, bot)

    assert f"**<#{newsroom.channel.id}>**" in listed.text
    assert r"cannot be read (time is '25\:00')" in listed.text
    assert "Only you can see this" in preview.text
    assert "This replaces" not in said.text
    assert len(newsroom.posts()) == 1


async def test_a_schedule_that_cannot_be_read_can_be_stopped(newsroom: Newsroom) -> None:
    async with newsroom.bot() as bot:
        await newsroom.schedule()
        await settled(bot)
        change(newsroom, "UPDATE schedule SET time = '25:00'")
        offered = await newsroom.editor.autocomplete(newsroom.channel, "briefing stop", channel="gen")
        said = await newsroom.editor.slash(newsroom.channel, "briefing stop", channel="#general")
        listed = await newsroom.editor.slash(newsroom.channel, "briefing status")

    assert offered == ({"name": "#general", "value": str(newsroom.channel.id)},)
    assert "no longer gets a briefing" in said.text
    assert "There are no briefings yet" in listed.text


@pytest.mark.parametrize("table", ["delivery", "told"])
async def test_a_delivery_that_cannot_be_read_delays_no_channel(newsroom: Newsroom, table: str) -> None:
    statements = {
        "delivery": "INSERT INTO delivery VALUES (?, 'someday', 'sent', '', '', NULL, NULL, NULL)",
        "told": "INSERT INTO told (channel, base, fact, day) VALUES (?, 'default', 'lamp-height', 'someday')",
    }
    other = newsroom.sandbox.channel(newsroom.home, "other")
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule()
        await newsroom.schedule(other)
        await settled(bot)
        change(newsroom, statements[table], newsroom.channel.id)
        await newsroom.at(DUE, bot)
        await settled(bot)

    assert (len(newsroom.posts()), len(newsroom.posts(other))) == (1, 1)


async def test_an_edition_whose_delivery_cannot_be_read_any_more_is_not_posted_again(newsroom: Newsroom) -> None:
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule()
        await newsroom.at(DUE, bot)
        await settled(bot)
        change(newsroom, "UPDATE delivery SET day = 'someday'")
        newsroom.clock.advance(3600)
        await newsroom.wake(bot)
        await settled(bot)

    assert len(newsroom.posts()) == 1
