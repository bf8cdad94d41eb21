"""A guild with somebody who sets its briefings, for the tests of these."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from serving import PATIENCE, Alarm, Stage, settled, stage

from bot.app.client import BriefingBot
from bot.core.briefing.schedule import Schedule
from bot.sandbox import Channel, Exchange, ManualClock, Message, Person, Sandbox, permissions
from bot.ui import custom_ids

ZONE = ZoneInfo("Europe/London")
DAY = dt.date(2031, 6, 3)
DUE = dt.datetime(2031, 6, 3, 8, 0, tzinfo=ZONE)


@dataclasses.dataclass(slots=True, kw_only=True)
class Newsroom(Stage):
    """A stage whose `editor` may manage the guild. `alarm` is the sleep of the bot that runs."""

    editor: Person
    clock: ManualClock
    alarm: Alarm = dataclasses.field(default_factory=Alarm)

    async def schedule(self, channel: Channel | None = None, **changed: Any) -> Exchange:
        """The editor sets a briefing at eight in London, or as `changed`."""
        options: dict[str, Any] = {"time": "08:00", "timezone": "Europe/London", **changed}
        return await self.editor.slash(self.channel, "briefing schedule", channel=channel or self.channel, **options)

    async def at(self, moment: dt.datetime, bot: BriefingBot) -> None:
        """Set the clock once the bot has heard of every change to the guild, wake who sleeps and wait."""
        await self._heard(bot)
        self.clock.now = moment
        await self.wake(bot)

    async def wake(self, bot: BriefingBot) -> None:
        """Wake who sleeps and wait until all is done."""
        await self._heard(bot)
        await self.alarm.ring()
        await settled(bot)

    async def _heard(self, bot: BriefingBot) -> None:
        """Wait until the bot has heard of every change to the guild, and of what it did about it nothing is left."""
        async with asyncio.timeout(PATIENCE):
            while not self._heard_all(bot):  # noqa: ASYNC110 - discord.py has no event for what it has read
                await asyncio.sleep(0)
        await settled(bot)

    def _heard_all(self, bot: BriefingBot) -> bool:
        """Whether the bot has read all events that were sent on its open connections."""
        sockets = [bot._get_websocket(shard_id=shard) for shard in bot.shards]
        sessions = [self.sandbox.gateway.sessions.get(socket.session_id or "") for socket in sockets]
        return all(
            session is None or session.connection is None or session.sequence == socket.sequence
            for socket, session in zip(sockets, sessions, strict=True)
        )

    def posts(self, channel: Channel | None = None) -> list[Message]:
        """The messages that everybody sees in the channel."""
        return list(self.sandbox.messages(channel or self.channel))

    def open_to_all(self) -> None:
        """An administrator of the guild lets everybody use /briefing, also in direct messages."""
        command = self.sandbox.commands()["briefing"]
        command.body.update(default_member_permissions=None, contexts=[0, 1], dm_permission=True)

    def with_config(self, *channels: Channel, **changed: object) -> Newsroom:
        """The same with briefings in the config, one for each channel."""
        given: dict[str, Any] = {"time": dt.time(8), "timezone": ZONE, "facts": 2, **changed}
        briefings = tuple(Schedule(channel=channel.id, **given) for channel in channels)
        return dataclasses.replace(self, config=self.config.model_copy(update={"briefings": briefings}))


def newsroom_in(sandbox: Sandbox, folder: Path, clock: ManualClock) -> Newsroom:
    """A newsroom whose base and store lie in `folder`."""
    bare = stage(sandbox, folder)
    managers = sandbox.world.add_role(bare.home, "managers", permissions.bits("manage_guild"))
    known = {field.name: getattr(bare, field.name) for field in dataclasses.fields(bare)}
    return Newsroom(**known, editor=sandbox.user("editor", roles=[managers]), clock=clock)


def facts_of(message: Message) -> list[str]:
    """The facts that a briefing tells, by its buttons."""
    marks = [custom_ids.parse(button["custom_id"]) for button in message.buttons]
    return [mark.fact for mark in marks if isinstance(mark, custom_ids.InEdition)]
