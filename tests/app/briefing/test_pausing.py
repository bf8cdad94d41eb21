from __future__ import annotations

import datetime as dt
import re

import pytest
from newsrooms import DUE, Newsroom
from serving import settled

from bot.app.briefing.scheduler import EVENT_RETRY, FIRST_BLOCKED_RETRY, FIRST_RETRY
from bot.app.client import BriefingBot
from bot.core.briefing.obstacles import Obstacle, ObstacleKind
from bot.i18n import ENGLISH
from bot.sandbox import Channel, Exchange, Fault
from bot.storage import StoredSchedule
from bot.ui.markdown import escape

REFUSAL = {"message": "Missing Permissions", "code": 50013}


def forbid(newsroom: Newsroom, channel: Channel, *names: str) -> None:
    newsroom.sandbox.world.permit(channel, newsroom.sandbox.world.bot, deny=names)


def sends(newsroom: Newsroom, channel: Channel) -> int:
    path = f"/channels/{channel.id}/messages"
    return sum(request.method == "POST" and request.path == path for request in newsroom.sandbox.requests)


def told(newsroom: Newsroom) -> list[str]:
    return [message.content for message in newsroom.sandbox.messages(newsroom.editor.direct)]


async def reason(bot: BriefingBot, channel: Channel) -> str | None:
    stored = await bot.store.schedules.find(channel.id)
    return stored.pause.reason if isinstance(stored, StoredSchedule) and stored.pause else None


async def status(newsroom: Newsroom) -> Exchange:
    return await newsroom.editor.slash(newsroom.channel, "briefing status")


async def test_a_channel_where_the_bot_may_not_write_is_paused_and_delays_no_other(newsroom: Newsroom) -> None:
    closed = newsroom.sandbox.channel(newsroom.home, "closed")
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule(closed)
        await newsroom.schedule()
        forbid(newsroom, closed, "send_messages")
        await newsroom.at(DUE, bot)
        why = await reason(bot, closed)
        said = await status(newsroom)

    assert len(newsroom.posts()) == 1
    assert sends(newsroom, closed) == 0
    assert why == Obstacle(kind=ObstacleKind.MISSING, permissions=("send_messages",)).encode()
    assert f"Paused since <t:{int(DUE.timestamp())}:f>: the bot is missing permissions: Send Messages." in said.text


async def test_of_many_briefings_the_paused_ones_come_first_and_the_others_on_further_pages(newsroom: Newsroom) -> None:
    channels = [newsroom.sandbox.channel(newsroom.home, f"desk-{number}") for number in range(20)]
    hidden, closed = channels[-2:]
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        for channel in channels[:-1]:
            await newsroom.schedule(channel, time="20:00")
        await newsroom.schedule(closed)
        forbid(newsroom, closed, "send_messages")
        await newsroom.at(DUE, bot)
        forbid(newsroom, hidden, "view_channel")
        first = await status(newsroom)
        told = [first.text]
        for _ in range(4):
            await newsroom.editor.click(first.message, "Next")
            told.append(first.text)
        newsroom.home.members[newsroom.editor.user.id].roles.clear()
        refused = await newsroom.editor.click(first.message, "Previous")

    shown = [int(number) for text in told for number in re.findall(r"\*\*<#(\d+)>\*\*", text)]
    assert shown[:2] == [closed.id, hidden.id]
    assert sorted(shown) == [channel.id for channel in channels]
    assert "…and" not in "".join(told)
    assert refused.text == escape(ENGLISH.not_a_manager)


async def test_the_user_who_scheduled_it_reads_of_the_pause_once_in_the_language_of_the_server(
    newsroom: Newsroom,
) -> None:
    newsroom.home.locale = "es-ES"
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule()
        forbid(newsroom, newsroom.channel, "send_messages")
        await newsroom.at(DUE, bot)
        await newsroom.at(DUE + FIRST_BLOCKED_RETRY, bot)
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await settled(bot)

    (message,) = told(newsroom)
    assert "El resumen de #general en Newsroom está en pausa" in message
    assert "Enviar mensajes" in message


async def test_a_direct_message_that_fails_is_only_logged(newsroom: Newsroom, caplog: pytest.LogCaptureFixture) -> None:
    newsroom.sandbox.faults.order(Fault(method="POST", path="/users/@me/channels", status=403, body={"code": 50007}))
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule()
        forbid(newsroom, newsroom.channel, "send_messages")
        await newsroom.at(DUE, bot)
        why = await reason(bot, newsroom.channel)

    assert why is not None
    assert told(newsroom) == []
    assert f"could not tell user {newsroom.editor.user.id}" in caplog.text


async def test_a_permission_that_is_given_back_ends_the_pause_without_waiting_for_the_next_try(
    newsroom: Newsroom,
) -> None:
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule()
        forbid(newsroom, newsroom.channel, "send_messages")
        await newsroom.at(DUE, bot)
        newsroom.clock.now = DUE + EVENT_RETRY
        forbid(newsroom, newsroom.channel)
        await newsroom.sandbox.until(lambda: bool(newsroom.posts()))
        await settled(bot)
        why = await reason(bot, newsroom.channel)

    assert len(newsroom.posts()) == 1
    assert why is None


async def test_a_pause_ends_also_on_a_day_whose_edition_is_past(newsroom: Newsroom) -> None:
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule()
        forbid(newsroom, newsroom.channel, "view_channel")
        await newsroom.at(DUE, bot)
        await newsroom.at(DUE + dt.timedelta(hours=8), bot)
        held = await reason(bot, newsroom.channel)
        forbid(newsroom, newsroom.channel)
        await newsroom.at(DUE + dt.timedelta(hours=17), bot)
        why = await reason(bot, newsroom.channel)
        await newsroom.at(DUE + dt.timedelta(days=1), bot)

    assert held is not None
    assert why is None
    assert len(newsroom.posts()) == 1


async def test_changes_of_a_server_bring_no_flood_of_attempts(newsroom: Newsroom) -> None:
    path = f"/channels/{newsroom.channel.id}/messages"
    newsroom.sandbox.faults.order(Fault(method="POST", path=path, status=403, body=REFUSAL, times=99))
    other = newsroom.sandbox.channel(newsroom.home, "other")
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule()
        await newsroom.at(DUE, bot)
        for _ in range(10):
            forbid(newsroom, other)
            await newsroom.wake(bot)
        why = await reason(bot, newsroom.channel)

    assert why == ObstacleKind.REFUSED
    assert sends(newsroom, newsroom.channel) == 1


async def test_a_channel_that_refuses_is_tried_with_growing_pauses_and_at_the_next_edition(newsroom: Newsroom) -> None:
    path = f"/channels/{newsroom.channel.id}/messages"
    newsroom.sandbox.faults.order(Fault(method="POST", path=path, status=403, body=REFUSAL, times=3))
    tries = []
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule()
        for hours in (0, 0.5, 1, 2, 3, 5, 23.9, 24):
            await newsroom.at(DUE + dt.timedelta(hours=hours), bot)
            tries.append(sends(newsroom, newsroom.channel))
        why = await reason(bot, newsroom.channel)

    assert tries == [1, 1, 2, 2, 3, 3, 3, 4]
    assert len(newsroom.posts()) == 1
    assert why is None
    assert len(told(newsroom)) == 1


@pytest.mark.parametrize("event", ["guild_role_update", "member_update", "thread_update", "guild_join"])
async def test_every_change_that_may_remove_the_obstacle_causes_another_try(newsroom: Newsroom, event: str) -> None:
    path = f"/channels/{newsroom.channel.id}/messages"
    newsroom.sandbox.faults.order(Fault(method="POST", path=path, status=403, body=REFUSAL))
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule()
        await newsroom.at(DUE, bot)
        newsroom.clock.now = DUE + EVENT_RETRY
        guild = bot.get_guild(newsroom.home.id)
        assert guild is not None
        changed = {"guild_role_update": guild.default_role, "member_update": guild.me, "guild_join": guild}
        told_of = changed.get(event, guild.text_channels[0])
        bot.dispatch(event, *([told_of] if event == "guild_join" else [told_of, told_of]))
        await newsroom.sandbox.until(lambda: bool(newsroom.posts()))
        await settled(bot)
        why = await reason(bot, newsroom.channel)

    assert why is None
    assert sends(newsroom, newsroom.channel) == 2


async def test_setting_it_again_ends_the_pause_at_once(newsroom: Newsroom) -> None:
    path = f"/channels/{newsroom.channel.id}/messages"
    newsroom.sandbox.faults.order(Fault(method="POST", path=path, status=403, body=REFUSAL))
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule()
        await newsroom.at(DUE, bot)
        newsroom.clock.advance(60)
        said = await newsroom.schedule(time="8:02")
        why = await reason(bot, newsroom.channel)
        await newsroom.at(DUE + dt.timedelta(minutes=2), bot)

    assert "gets a briefing: 3 facts every day" in said.text
    assert why is None
    assert len(newsroom.posts()) == 1


async def test_a_deleted_channel_is_paused_can_be_stopped_and_ends_no_other(newsroom: Newsroom) -> None:
    gone = newsroom.sandbox.channel(newsroom.home, "gone")
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule(gone)
        await newsroom.schedule()
        newsroom.sandbox.world.remove_channel(gone)
        await newsroom.at(DUE, bot)
        why = await reason(bot, gone)
        said = await status(newsroom)
        offered = await newsroom.editor.autocomplete(newsroom.channel, "briefing stop", channel=str(gone.id))
        stopped = await newsroom.editor.slash(newsroom.channel, "briefing stop", channel=offered[0]["value"])

    assert len(newsroom.posts()) == 1
    assert why == ObstacleKind.GONE
    assert "the channel was deleted" in said.text
    assert "no longer gets a briefing" in stopped.text
    assert len(told(newsroom)) == 1


@pytest.mark.parametrize("status", [403, 404])
@pytest.mark.parametrize(
    "body",
    [None, "<html>Forbidden</html>", {"message": "denied"}, {"code": 0}, {"code": 403}, {"code": "denied"}],
    ids=["empty", "page", "no code", "zero", "the status", "a word"],
)
async def test_a_refusal_without_discords_own_code_pauses_nothing_and_is_tried_again_soon(
    newsroom: Newsroom, status: int, body: object
) -> None:
    path = f"/channels/{newsroom.channel.id}/messages"
    newsroom.sandbox.faults.order(Fault(method="POST", path=path, status=status, body=body))
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule()
        await newsroom.at(DUE, bot)
        why = await reason(bot, newsroom.channel)
        await newsroom.at(DUE + FIRST_RETRY, bot)

    assert why is None
    assert told(newsroom) == []
    assert len(newsroom.posts()) == 1


async def test_a_channel_that_a_proxy_keeps_from_the_bot_is_not_reported_as_gone(newsroom: Newsroom) -> None:
    gone = newsroom.sandbox.channel(newsroom.home, "gone")
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule(gone)
        newsroom.sandbox.world.remove_channel(gone)
        newsroom.sandbox.faults.order(Fault(method="GET", path=f"/channels/{gone.id}", status=404, body="Not Found"))
        await newsroom.at(DUE, bot)
        first = await reason(bot, gone)
        await newsroom.at(DUE + FIRST_RETRY, bot)
        then = await reason(bot, gone)

    assert first is None
    assert then == ObstacleKind.GONE


async def test_a_locked_thread_is_paused(newsroom: Newsroom) -> None:
    path = f"/channels/{newsroom.channel.id}/messages"
    newsroom.sandbox.faults.order(Fault(method="POST", path=path, status=400, body={"code": 50083}))
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule()
        await newsroom.at(DUE, bot)
        why = await reason(bot, newsroom.channel)

    assert why == ObstacleKind.LOCKED


async def test_the_status_shows_an_obstacle_before_the_next_edition_meets_it(newsroom: Newsroom) -> None:
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule()
        forbid(newsroom, newsroom.channel, "send_messages")
        await settled(bot)
        said = await status(newsroom)

    assert "⚠️ The bot is missing permissions: Send Messages." in said.text


async def test_a_briefing_on_a_server_that_the_bot_was_removed_from_is_paused(newsroom: Newsroom) -> None:
    world = newsroom.sandbox.world
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule()
        world.leave_guild(newsroom.home)
        await newsroom.at(DUE, bot)
        why = await reason(bot, newsroom.channel)

    assert why == ObstacleKind.GONE
    assert newsroom.posts() == []
