"""Deliver one edition to one channel: reserve it, send it, record it."""

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
from bot.app.briefing.channels import find_channel, require_postable, texts_for_channel
from bot.app.client import BriefingBot
from bot.app.permissions import missing_permissions
from bot.app.responses import untrack
from bot.core.briefing.schedule import DueEdition, NotDue, Schedule, due_edition
from bot.core.briefing.selection import Edition, digests_to_keep, select_edition
from bot.core.knowledge.model import Knowledge
from bot.storage import Delivered, Delivery, Pending, Reserved, Store, StoredSchedule
from bot.ui import custom_ids

_log = logging.getLogger(__name__)

NONCE_VALID: Final = dt.timedelta(minutes=1)
"""How long Discord returns the first message for the same nonce at least; its docs say "the past few minutes"."""

CLOCK_SKEW: Final = dt.timedelta(days=1)
"""How wrong the clock may have been when an edition was reserved; any more, and it would be another day's edition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedEdition:
    """The local dates of the briefings in a message, usually one, and the ids of its facts in order."""

    days: frozenset[dt.date]
    facts: tuple[str, ...]


def read_posted(message: discord.Message | None) -> PostedEdition:
    """Read the dates and facts from a briefing's buttons; other messages have none. Does not check the author."""
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
    return PostedEdition(days=frozenset(days), facts=tuple(facts))


def _walk(parts: Iterable[Any]) -> Iterator[Any]:
    for part in parts:
        yield part
        yield from _walk(getattr(part, "children", ()))


def nonce_of(channel: int, day: dt.date) -> str:
    """Return the nonce of one day and channel: 24 characters of the 25 that Discord allows."""
    return hashlib.sha256(f"{channel} {day.isoformat()}".encode()).hexdigest()[:24]


async def find_due(bot: BriefingBot, schedule: StoredSchedule) -> DueEdition | NotDue:
    """Return the edition that is due now, or when the next one is. Raises sqlite3.Error."""
    delivered = await bot.store.deliveries.delivered(schedule.channel)
    return due_edition(schedule, bot.clock(), delivered, grace=bot.config.briefing.grace, since=schedule.starts)


async def compose(store: Store, knowledge: Knowledge, *, channel: int, day: dt.date, facts: int) -> Edition:
    """Choose the facts of the channel's edition of `day`. Raises sqlite3.Error."""
    told, last = await store.deliveries.told(channel), await store.deliveries.last_digests(channel)
    # The digests of 100,000 facts alone take a second.
    return await asyncio.to_thread(select_edition, knowledge, told=told, last=last, day=day, count=facts)


async def deliver(bot: BriefingBot, schedule: Schedule, due: DueEdition) -> None:
    """Send an edition that is due, or find out what became of an earlier attempt.

    Raises BlockedError for an obstacle, and what the store, discord.py and aiohttp raise. The process may die at any
    point between the reservation and the record; the next call finds out how far it got.
    """
    require_postable(await find_channel(bot, schedule.channel))
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
            await _resume(bot, schedule, due, delivery)


async def _resume(bot: BriefingBot, schedule: Schedule, due: DueEdition, delivery: Delivery) -> None:
    """Look for the message of an earlier attempt; if there is none, send with the same nonce.

    Without the permission to read the history, Discord returns an empty channel, as if nothing had been sent. Then the
    nonce prevents a second message while it is valid; after that, nothing is sent.
    """
    channel = await find_channel(bot, delivery.channel)
    if missing_permissions(channel, to_read=True):
        if not dt.timedelta() <= bot.clock() - delivery.reserved_at <= NONCE_VALID:
            require_postable(channel, to_read=True)
    else:
        found = await _find(bot, delivery)
        if found is not None:
            await _record(bot, due.day, found, bot.base.knowledge)
            return
    await _post(bot, schedule, due, delivery.nonce)


async def _find(bot: BriefingBot, delivery: Delivery) -> discord.Message | None:
    """Return the newest message of the bot with that day's edition, or None if the channel has none."""
    channel = bot.get_partial_messageable(delivery.channel)
    first = min(delivery.reserved_at, bot.clock()) - CLOCK_SKEW
    async for message in channel.history(limit=None, after=first, oldest_first=False):
        if message.author == bot.user and delivery.day in read_posted(message).days:
            return message
    return None


async def _post(bot: BriefingBot, schedule: Schedule, due: DueEdition, nonce: str) -> None:
    knowledge, channel = bot.base.knowledge, schedule.channel
    edition = await compose(bot.store, knowledge, channel=channel, day=due.day, facts=schedule.facts)
    post = ui.briefing(edition, knowledge, texts_for_channel(bot, channel), late=due.late)
    untrack(post.view)
    target = bot.get_partial_messageable(channel)
    message = await target.send(post.content, view=post.view, nonce=nonce, suppress_embeds=True)
    await _record(bot, due.day, message, knowledge)


async def _record(bot: BriefingBot, day: dt.date, message: discord.Message, knowledge: Knowledge) -> None:
    """Record the facts in the message: an earlier attempt or another process may have chosen others.

    `knowledge` is usually the base that the message was made from, but a reload may have replaced that since.
    """
    facts, deliveries, channel = read_posted(message).facts, bot.store.deliveries, message.channel.id
    last = await deliveries.last_digests(channel)
    digests = await asyncio.to_thread(digests_to_keep, knowledge, last, frozenset(facts))
    await deliveries.record(channel=channel, day=day, message=message.id, now=bot.clock(), told=facts, digests=digests)
    _log.info("posted the briefing of %s in channel %d as message %d", day, channel, message.id)
