"""Deliver one edition to one channel: reserve it, send it, record it.

A message that was sent has the edition's day in its buttons, so an attempt that was cut off is found again and carried
on. Where Discord would post a second time, it does not get to: it ignores a message with the nonce of an earlier one,
and a message has one thread at most. For a post in a forum it has neither, so that request is made once, and again only
after the forum was searched.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from dataclasses import dataclass
from typing import Final

import discord

from bot import ui
from bot.app.briefing.channels import (
    find_channel,
    mentioned_role,
    missing_for,
    place_of,
    require_postable,
    texts_in,
)
from bot.app.client import BriefingBot
from bot.app.own_messages import (
    NONCE_VALID,
    MaybePostedError,
    create_post,
    find_own_message,
    find_own_post,
    nonce_for,
    walk,
)
from bot.app.permissions import ServerChannel
from bot.app.responses import untrack
from bot.core.briefing.schedule import DueEdition, EditionPlace, NotDue, Schedule, due_edition
from bot.core.briefing.selection import Edition, digests_to_keep, select_edition
from bot.core.factbase.base import Base
from bot.errors import BotError, RefusedError
from bot.i18n import Texts
from bot.storage import Correction, Delivered, Delivery, Pending, PostedKind, Reserved, Store, StoredSchedule
from bot.ui import Briefing, custom_ids
from bot.ui.components import stamp

_log = logging.getLogger(__name__)

_SECOND: Final = dt.timedelta(seconds=1)

HAS_THREAD: Final = 160004
"""Discord's error code for a message that has a thread already."""

CLOCK_SKEW: Final = dt.timedelta(days=1)
"""How wrong the clock may have been when an edition was reserved; any more, and it would be another day's edition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedEdition:
    """The local dates of the briefings in a message, usually one, and the ids of its facts in order.

    `opening`: it has no facts, but opens the thread that has them. `mark` is that of the base of the facts.
    """

    days: frozenset[dt.date]
    facts: tuple[str, ...]
    opening: bool
    mark: str = ""


def read_posted(message: discord.Message | None) -> PostedEdition:
    """Read the dates and facts from a briefing's buttons; other messages have none. Does not check the author."""
    days: set[dt.date] = set()
    facts: dict[str, None] = {}
    asks, mark = False, ""
    for part in walk(message.components if message else ()):
        custom_id = getattr(part, "custom_id", None) or ""
        mark = mark or custom_ids.read_mark(custom_id)
        match custom_ids.parse(custom_id):
            case custom_ids.InEdition(day=day, fact=fact):
                days.add(day)
                facts[fact] = None
            case custom_ids.EditionPick(day=day):
                days.add(day)
                facts.update(dict.fromkeys(option.value for option in getattr(part, "options", ())))
            case custom_ids.EditionFacts(day=day):
                days.add(day)
            case custom_ids.QuestionForm():
                asks = True
            case _:
                pass
    return PostedEdition(
        days=frozenset(days), facts=tuple(facts), opening=bool(days) and not facts and not asks, mark=mark
    )


def nonce_of(channel: int, day: dt.date) -> str:
    """Return the nonce of one day and channel."""
    return nonce_for(f"{channel} {day.isoformat()}")


async def find_due(bot: BriefingBot, schedule: StoredSchedule) -> DueEdition | NotDue:
    """Return the edition that is due now, or when the next one is. Raises StoreError."""
    delivered = await bot.store.deliveries.delivered(schedule.channel)
    return due_edition(schedule, bot.clock(), delivered, grace=bot.config.briefing.grace, since=schedule.starts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComposedEdition:
    """What an edition of a channel has: its facts, and the corrections of facts that earlier ones had."""

    base: Base
    schedule: Schedule
    edition: Edition
    corrected: tuple[Correction, ...]

    @property
    def is_skipped(self) -> bool:
        """Whether the schedule skips it, because nothing in it is new."""
        return self.schedule.only_new and not (self.edition.has_news or self.corrected)

    def laid_out(self, channel: ServerChannel | None, words: Texts, *, late: bool = False) -> Briefing:
        """Return it as it is sent to a channel; one that is not known mentions no role."""
        role = mentioned_role(channel, self.schedule) if channel else None
        return ui.briefing(
            self.edition,
            self.base.knowledge,
            words,
            form=self.schedule.form,
            role=role.id if role else None,
            late=late,
            corrections=ui.edition_corrections(self.corrected, words),
        )


async def compose(store: Store, base: Base, schedule: Schedule, day: dt.date) -> ComposedEdition:
    """Choose what the edition of `day` has. Raises StoreError."""
    channel = schedule.channel
    told = await store.deliveries.told(channel, base=base.name)
    last = await store.deliveries.last_digests(channel, base=base.name)
    # The digests of 100,000 facts alone take a second.
    edition = await asyncio.to_thread(
        select_edition, base.knowledge, told=told, last=last, day=day, count=schedule.facts
    )
    corrected = await store.posted.for_edition(channel, base.name)
    return ComposedEdition(base=base, schedule=schedule, edition=edition, corrected=corrected)


async def deliver(bot: BriefingBot, schedule: Schedule, due: DueEdition) -> None:
    """Send an edition that is due, or find out what became of an earlier attempt.

    Raises BlockedError for an obstacle, RefusedError if the base of the server cannot be loaded, and what the store,
    discord.py and aiohttp raise. The process may die at any
    point between the reservation and the record; the next call finds out how far it got.
    """
    channel = await find_channel(bot, schedule.channel)
    require_postable(channel, schedule)
    base = await _base_for(bot, channel)
    nonce = nonce_of(schedule.channel, due.day)
    reservation = await bot.store.deliveries.reserve(
        channel=schedule.channel, day=due.day, nonce=nonce, now=bot.clock()
    )
    match reservation:
        case Delivered():
            return
        case Reserved(delivery=delivery):
            await _post(_Attempt(bot=bot, base=base, schedule=schedule, due=due, channel=channel, delivery=delivery))
        case Pending(delivery=delivery):
            await _resume(_Attempt(bot=bot, base=base, schedule=schedule, due=due, channel=channel, delivery=delivery))


async def _base_for(bot: BriefingBot, channel: ServerChannel) -> Base:
    """Return the base of the channel's server. Raises RefusedError if it cannot be loaded."""
    name = bot.bases.name_of(channel.guild.id)
    await bot.bases.load(name)
    return bot.bases.get(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    """One attempt to deliver an edition of a base."""

    bot: BriefingBot
    base: Base
    schedule: Schedule
    due: DueEdition
    channel: ServerChannel
    delivery: Delivery

    @property
    def place(self) -> EditionPlace:
        return place_of(self.channel, self.schedule)

    @property
    def searched_from(self) -> dt.datetime:
        """The earliest instant at which an earlier attempt may have posted, by Discord's clock."""
        return min(self.delivery.reserved_at, self.bot.clock()) - CLOCK_SKEW

    @property
    def age(self) -> dt.timedelta:
        """How long ago the edition was reserved; negative if the clock was set back."""
        return self.bot.clock() - self.delivery.reserved_at

    @property
    def is_recent(self) -> bool:
        """Whether an attempt may still be on its way, and whether Discord still knows its nonce."""
        return dt.timedelta() <= self.age <= NONCE_VALID

    def is_mine(self, message: discord.Message) -> bool:
        """Return whether the bot has posted the message for this edition."""
        return message.author == self.bot.user and self.delivery.day in read_posted(message).days


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    """A message with an edition: where it is, its text, its facts by their ids, and the mark of their base."""

    message: int
    place: int
    content: str
    facts: tuple[str, ...]
    mark: str

    @classmethod
    def of(cls, message: discord.Message) -> _Sent:
        """Read the facts from the message: an earlier attempt or another process may have chosen others."""
        posted = read_posted(message)
        place, content = message.channel.id, message.content
        return cls(message=message.id, place=place, content=content, facts=posted.facts, mark=posted.mark)


class OnItsWayError(BotError):
    """An attempt may still arrive, or has arrived unnoticed: look again after `wait`."""

    def __init__(self, wait: dt.timedelta = NONCE_VALID) -> None:
        self.wait = wait
        super().__init__(f"an attempt may still be on its way; look again in {wait}")


async def _resume(attempt: _Attempt) -> None:
    """Look for what an earlier attempt has posted, and carry on from there.

    Without the permission to read the history, Discord returns an empty channel, as if nothing had been sent. Then the
    nonce prevents a second message while it is valid; after that, and in a forum, nothing is sent.
    """
    forum = attempt.place is EditionPlace.POST
    if missing_for(attempt.channel, attempt.schedule, to_read=True):
        if forum or not attempt.is_recent:
            require_postable(attempt.channel, attempt.schedule, to_read=True)
        await _post(attempt)
        return
    found = await (_find_post(attempt) if forum else _find_message(attempt, attempt.channel.id))
    if found is None:
        if forum:
            await _require_claim(attempt)
        await _post(attempt)
    elif read_posted(found).opening:
        await _post(attempt, opening=found.id)
    else:
        await _record(attempt, _Sent.of(found))


async def _require_claim(attempt: _Attempt) -> None:
    """Raise OnItsWayError while an attempt of this or another process may still create the post."""
    if attempt.is_recent:
        raise OnItsWayError(NONCE_VALID - attempt.age + _SECOND)
    if not await attempt.bot.store.deliveries.claim_again(attempt.delivery, attempt.bot.clock()):
        raise OnItsWayError


async def _find_message(attempt: _Attempt, place: int) -> discord.Message | None:
    """Return the newest message with the edition in a channel or thread, or None if it has none."""
    channel = attempt.bot.get_partial_messageable(place)
    return await find_own_message(channel, attempt.is_mine, after=attempt.searched_from)


async def _find_post(attempt: _Attempt) -> discord.Message | None:
    """Return the message of the forum's post with the edition, or None if it has none."""
    if not isinstance(attempt.channel, discord.ForumChannel):
        return None
    return await find_own_post(attempt.bot, attempt.channel, attempt.is_mine, after=attempt.searched_from)


async def _post(attempt: _Attempt, *, opening: int | None = None) -> None:
    """Send the edition and record it, or record that it has no news; `opening` is a message for its thread."""
    bot, number, due = attempt.bot, attempt.schedule.channel, attempt.due
    composed = await compose(bot.store, attempt.base, attempt.schedule, due.day)
    if composed.is_skipped and opening is None:
        await bot.store.deliveries.skip(channel=number, day=due.day, now=bot.clock())
        bot.deliveries["skipped"] += 1
        _log.info("skipped the briefing of %s in channel %d: nothing is new", due.day, number)
        return
    words = texts_in(bot, attempt.channel)
    post = composed.laid_out(attempt.channel, words, late=due.late)
    await _record(attempt, await _sent(attempt, post, words, opening))


async def _sent(attempt: _Attempt, post: Briefing, words: Texts, opening: int | None) -> _Sent:
    """Send the edition to where the channel gets it."""
    if opening is not None:
        return await _send_in_thread(attempt, post, opening)
    match attempt.place:
        case EditionPlace.MESSAGE:
            nonce = attempt.delivery.nonce
            return _Sent.of(await _send(attempt, attempt.channel.id, post.content, post.view, nonce, mention=True))
        case EditionPlace.THREAD:
            view, nonce = ui.opening_view(attempt.due.day, words), attempt.delivery.nonce
            opened = await _send(attempt, attempt.channel.id, post.opening, view, nonce, mention=True)
            return await _send_in_thread(attempt, post, opened.id)
        case EditionPlace.POST:
            return await _create_post(attempt, post)


async def _send(  # noqa: PLR0913 - the parts of one message
    attempt: _Attempt, place: int, content: str, view: discord.ui.View, nonce: str, *, mention: bool = False
) -> discord.Message:
    untrack(view)
    stamp(view, attempt.base.name)
    target = attempt.bot.get_partial_messageable(place)
    allowed = _mentions(attempt) if mention else discord.AllowedMentions.none()
    return await target.send(content, view=view, nonce=nonce, suppress_embeds=True, allowed_mentions=allowed)


def _mentions(attempt: _Attempt) -> discord.AllowedMentions:
    """Allow the mention of the schedule's role and no other."""
    role = mentioned_role(attempt.channel, attempt.schedule)
    return discord.AllowedMentions(everyone=False, users=False, roles=[role] if role else False)


async def _send_in_thread(attempt: _Attempt, post: Briefing, opening: int) -> _Sent:
    """Send the facts into the thread of the message `opening`, which has the same id. Both may exist already."""
    if not await _open_thread(attempt, post.title, opening):
        found = await _find_message(attempt, opening)
        if found is not None:
            return _Sent.of(found)
    return _Sent.of(await _send(attempt, opening, post.body, post.view, nonce_of(opening, attempt.due.day)))


async def _open_thread(attempt: _Attempt, name: str, opening: int) -> bool:
    """Open a thread for a message; return False if it has one."""
    if not isinstance(attempt.channel, discord.TextChannel):
        return False
    try:
        await attempt.channel.get_partial_message(opening).create_thread(name=name)
    except discord.HTTPException as error:
        if error.code != HAS_THREAD:
            raise
        return False
    return True


async def _create_post(attempt: _Attempt, post: Briefing) -> _Sent:
    """Create a post in a forum by a request that is made once. Raises OnItsWayError if it may have arrived."""
    view = post.view
    untrack(view)
    stamp(view, attempt.base.name)
    flags = discord.MessageFlags(suppress_embeds=True)
    try:
        created = await create_post(
            attempt.bot,
            attempt.channel.id,
            title=post.title,
            content=post.post,
            view=view,
            flags=flags,
            allowed_mentions=_mentions(attempt),
        )
    except MaybePostedError as error:
        raise OnItsWayError from error
    facts = tuple(fact.id for fact in post.facts)
    message, place, content = int(created["message"]["id"]), int(created["id"]), str(created["message"]["content"])
    mark = custom_ids.mark_of(attempt.base.name)
    return _Sent(message=message, place=place, content=content, facts=facts, mark=mark)


async def _base_of(attempt: _Attempt, sent: _Sent) -> Base | None:
    """Return the base of a message: the server may have chosen another one since an earlier attempt sent it.

    None if it cannot be loaded: then nobody can tell which facts the message has.
    """
    bases, name = attempt.bot.bases, attempt.bot.bases.name_of_mark(sent.mark)
    if sent.mark == custom_ids.mark_of(attempt.base.name):
        return attempt.base
    with contextlib.suppress(RefusedError):
        return None if name is None else await bases.loaded(name)
    return None


async def _record(attempt: _Attempt, sent: _Sent) -> None:
    """Record the facts in a message, and keep it to correct it later.

    The base is usually the one that the message was made from, but a reload may have replaced that since.
    """
    bot, channel, day = attempt.bot, attempt.schedule.channel, attempt.due.day
    base, told = await _base_of(attempt, sent), sent.facts
    if base is None:
        base, told = attempt.base, ()
    deliveries = bot.store.deliveries
    last = await deliveries.last_digests(channel, base=base.name)
    digests = await asyncio.to_thread(digests_to_keep, base.knowledge, last, frozenset(told))
    await deliveries.record(
        channel=channel,
        day=day,
        message=sent.message,
        place=sent.place if sent.place != channel else None,
        now=bot.clock(),
        told=told,
        digests=digests,
        base=base.name,
    )
    bot.deliveries["sent"] += 1
    words = texts_in(bot, attempt.channel)
    bot.posted.keep(
        sent.message,
        channel=sent.place,
        home=channel,
        kind=PostedKind.BRIEFING,
        base=base,
        words=words,
        facts=ui.plain_facts(told, sent.content, base.knowledge, words),
        content=sent.content,
    )
    _log.info("posted the briefing of %s in channel %d as message %d", day, channel, sent.message)
