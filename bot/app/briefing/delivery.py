"""One edition to one channel: reserved before it is sent, recorded after."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import discord

from bot import ui
from bot.app.briefing.channels import demand_open, find_place, lacking, words_at
from bot.app.client import BriefingBot
from bot.app.responses import untrack
from bot.core.briefing.schedule import DueEdition, Schedule
from bot.core.briefing.selection import Edition, edition, remembered
from bot.core.knowledge.model import Knowledge
from bot.storage import Delivered, Delivery, Pending, Reserved, Store
from bot.ui import custom_ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The local dates of the briefings that a message belongs to (one, as a rule) and the ids of its facts in order."""

    days: frozenset[dt.date]
    facts: tuple[str, ...]


def marks_of(message: discord.Message | None) -> Marks:
    """The marks of a message; none for a message that is no briefing. Whose message it is, is not looked at."""
    days: set[dt.date] = set()
    facts: dict[str, None] = {}
    for part in _walk(message.components if message else ()):
        match custom_ids.parse(getattr(part, "custom_id", None) or ""):
            case custom_ids.InEdition(day=day, fact=fact):
                days.add(day)
                facts[fact] = None
            case custom_ids.EditionPick(day=day):
                days.add(day)
                facts.update(dict.fromkeys(option.value for option in getattr(part, "options", ())))
            case custom_ids.EditionFacts(day=day):
                days.add(day)
            case _:
                pass
    return Marks(days=frozenset(days), facts=tuple(facts))


def _walk(parts: Iterable[Any]) -> Iterator[Any]:
    for part in parts:
        yield part
        yield from _walk(getattr(part, "children", ()))


_log = logging.getLogger(__name__)

NONCE_HOLDS: Final = dt.timedelta(minutes=1)
"""How long the same nonce surely brings back the first message; Discord says 'the past few minutes'."""

CLOCK_SKEW: Final = dt.timedelta(days=1)
"""How wrong our clock may have been when an edition was reserved: further off, it would be another day's."""


def nonce_of(channel: int, day: dt.date) -> str:
    """The nonce of one day and channel; 24 characters of the 25 that Discord takes."""
    return hashlib.sha256(f"{channel} {day.isoformat()}".encode()).hexdigest()[:24]


async def compose(store: Store, knowledge: Knowledge, *, channel: int, day: dt.date, facts: int) -> Edition:
    """What the edition of `day` tells the channel, as things stand. Raises sqlite3.Error."""
    told, last = await store.deliveries.told(channel), await store.deliveries.last_digests(channel)
    # Of a base of 100,000 facts the digests alone take a second.
    return await asyncio.to_thread(edition, knowledge, told=told, last=last, day=day, count=facts)


async def deliver(bot: BriefingBot, schedule: Schedule, due: DueEdition) -> None:
    """Send an edition that is due, or settle what became of an attempt before.

    Raises BlockedError where something is in the way, and what the store, discord.py and aiohttp raise. Between the
    reservation and the record anything may happen: the next call finds out.
    """
    demand_open(await find_place(bot, schedule.channel))
    nonce = nonce_of(schedule.channel, due.day)
    reservation = await bot.store.deliveries.reserve(
        channel=schedule.channel, day=due.day, nonce=nonce, now=bot.clock()
    )
    match reservation:
        case Delivered():
            return
        case Reserved():
            await _post(bot, schedule, due, nonce)
        case Pending(delivery=delivery):
            await _settle(bot, schedule, due, delivery)


async def _settle(bot: BriefingBot, schedule: Schedule, due: DueEdition, delivery: Delivery) -> None:
    """Look for the message of an attempt before; where there is none, send with the same nonce.

    Without the permission to read back Discord tells of an empty channel, which would pass for "not sent": there the
    nonce has to do, and once it may be forgotten nothing is sent.
    """
    place = await find_place(bot, delivery.channel)
    if lacking(place, to_read=True):
        if not dt.timedelta() <= bot.clock() - delivery.reserved_at <= NONCE_HOLDS:
            demand_open(place, to_read=True)
    else:
        found = await _find(bot, delivery)
        if found is not None:
            await _record(bot, due.day, found, bot.base.knowledge)
            return
    await _post(bot, schedule, due, delivery.nonce)


async def _find(bot: BriefingBot, delivery: Delivery) -> discord.Message | None:
    """Our own message that bears the mark of the day, the newest; None where the channel has none."""
    channel = bot.get_partial_messageable(delivery.channel)
    first = min(delivery.reserved_at, bot.clock()) - CLOCK_SKEW
    async for message in channel.history(limit=None, after=first, oldest_first=False):
        if message.author == bot.user and delivery.day in marks_of(message).days:
            return message
    return None


async def _post(bot: BriefingBot, schedule: Schedule, due: DueEdition, nonce: str) -> None:
    knowledge, channel = bot.base.knowledge, schedule.channel
    chosen = await compose(bot.store, knowledge, channel=channel, day=due.day, facts=schedule.facts)
    post = ui.briefing(chosen, knowledge, words_at(bot, channel), late=due.late)
    untrack(post.view)
    place = bot.get_partial_messageable(channel)
    message = await place.send(post.content, view=post.view, nonce=nonce, suppress_embeds=True)
    await _record(bot, due.day, message, knowledge)


async def _record(bot: BriefingBot, day: dt.date, message: discord.Message, knowledge: Knowledge) -> None:
    """Keep what the message tells: an attempt before, or another process, may have chosen other facts than this one.

    `knowledge` is what it was made from, as far as that is known: a reload may have come since.
    """
    told, deliveries, channel = marks_of(message).facts, bot.store.deliveries, message.channel.id
    last = await deliveries.last_digests(channel)
    base = await asyncio.to_thread(remembered, knowledge, last, frozenset(told))
    await deliveries.record(channel=channel, day=day, message=message.id, now=bot.clock(), told=told, digests=base)
    _log.info("briefing of %s stands in channel %d as message %d", day, channel, message.id)
