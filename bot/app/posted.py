"""Keeps which messages the bot has posted for all to see, and publishes the corrections of what they show."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Iterable, Sequence
from functools import partial

import discord

from bot import ui
from bot.app.background import run_in_background
from bot.app.store_writes import StoreWrites
from bot.app.timeouts import Sleep
from bot.core.factbase.base import Base
from bot.core.factbase.corrections import FactCorrection, corrections, said, with_wording
from bot.core.knowledge.model import Knowledge
from bot.errors import StoreError
from bot.i18n import Texts
from bot.storage import Correction, PostedKind, PostedMessage, ShownFact, Store

_log = logging.getLogger(__name__)


class PostedMessages:
    """The messages that the bot has posted for all to see. With `keep_days` 0, none is kept and none corrected.

    `woken` is set when messages have to be edited.
    """

    def __init__(self, *, store: Store, keep_days: int, clock: Callable[[], dt.datetime], sleep: Sleep) -> None:
        self._store = store
        self._keep_days = keep_days
        self._clock = clock
        self._changed: dict[tuple[str, str], dt.datetime] = {}
        self._writes = StoreWrites("a posted message will not be corrected", sleep=sleep)
        self.woken = asyncio.Event()

    async def load(self) -> None:
        """Read which facts were ever corrected, by this process or another one."""
        try:
            self._changed = await self._store.posted.changed_at()
        except StoreError as error:
            _log.warning("the corrections could not be read from the database (%s)", error)

    def keep(  # noqa: PLR0913 - what is kept of a message
        self,
        message: int,
        *,
        channel: int,
        kind: PostedKind,
        base: Base,
        words: Texts,
        facts: Sequence[ShownFact],
        content: str | None = None,
        home: int | None = None,
    ) -> None:
        """Begin to store a message that was posted; one without facts is not kept. An error is only logged."""
        if not (self._keep_days and facts):
            return
        posted = PostedMessage(
            message=message,
            channel=channel,
            kind=kind,
            base=base.name,
            revision=base.knowledge.revision,
            language=words.language,
            at=self._clock(),
            facts=tuple(facts),
            home=home,
            content=content,
        )
        self._writes.begin(partial(self._add, posted))

    def keep_layout(  # noqa: PLR0913 - what is kept of a message
        self,
        message: int,
        view: discord.ui.LayoutView,
        *,
        channel: int,
        kind: PostedKind,
        base: Base,
        words: Texts,
    ) -> None:
        """Begin to store a message with the layout `view`."""
        facts = ui.shown_facts(view, base.knowledge, words)
        self.keep(message, channel=channel, kind=kind, base=base, words=words, facts=facts)

    def forget(self, message: int) -> None:
        """Begin to delete what is stored of a message that was removed."""
        if self._keep_days:
            self._writes.begin(partial(self._store.posted.remove, message))

    async def corrections(
        self, old: Base, new: Base, *, wording: frozenset[str] | None = None
    ) -> tuple[FactCorrection, ...]:
        """Return what a new base corrects of the one in use, to be stored with its load.

        `wording` has the facts of which only the wording changes; None leaves that to their curators. If the database
        fails, nothing is corrected, and the log says so.
        """
        found = await run_in_background(lambda: corrections(old.knowledge, new.knowledge))
        if wording is not None:
            found = with_wording(found, wording)
        try:
            return await with_restored(self._store, old.name, found, old.knowledge, new.knowledge)
        except StoreError as error:
            _log.error("nothing that was posted is corrected: the database failed (%s)", error)
            return ()

    def note(self, base: str, found: Iterable[FactCorrection], *, at: dt.datetime) -> None:
        """Note that corrections of a base are stored: what was posted is to be edited."""
        self._changed.update({(base, each.fact): at for each in found})
        self.woken.set()

    async def since(self, base: Base, fact: str, message: discord.Message | None, words: Texts) -> str:
        """Return the note that a fact was corrected since a message was posted; empty if it was not.

        For a message that is not kept, the corrections since it was sent tell.
        """
        changed = self._changed.get((base.name, fact))
        if message is None or changed is None or changed <= message.created_at:
            return ""
        now = said(base.knowledge.facts[fact], base.knowledge) if fact in base.knowledge.facts else None
        try:
            kept = await self._store.posted.find(message.id)
            found = await self._store.posted.of_fact(base.name, fact, after=message.created_at)
        except StoreError as error:
            _log.warning("whether a fact was corrected could not be read from the database (%s)", error)
            return ""
        shown = next((each.said for each in kept.facts if each.fact == fact), None) if kept else None
        return ui.since_note(shown, found, now, words)

    async def retirement(self, base: Base, fact: str) -> Correction | None:
        """Return how a fact that the base does not have any more was removed, if that is known."""
        if (base.name, fact) not in self._changed:
            return None
        try:
            found = await self._store.posted.of_fact(base.name, fact, after=dt.datetime.min.replace(tzinfo=dt.UTC))
        except StoreError as error:
            _log.warning("the corrections could not be read from the database (%s)", error)
            return None
        return found[-1] if found and found[-1].change.new is None else None

    async def settle(self) -> None:
        """Wait a moment until the last messages are written."""
        await self._writes.settle()

    async def expire(self) -> None:
        """Delete the messages that were kept long enough. Raises StoreError."""
        await self._store.posted.expire(self._clock() - dt.timedelta(days=self._keep_days))

    async def _add(self, posted: PostedMessage) -> None:
        if await self._store.posted.add(posted):
            self.woken.set()


async def with_restored(
    store: Store, base: str, found: tuple[FactCorrection, ...], old: Knowledge, new: Knowledge
) -> tuple[FactCorrection, ...]:
    """Return the corrections with those of facts that come back after they were deleted. Raises StoreError."""
    known = {each.fact for each in found}
    added = [key for key in new.facts if key not in old.facts and key not in known]
    back = await store.posted.retired(base, added) if added else frozenset()
    restored = [FactCorrection(fact=key, old=None, new=said(new.facts[key], new)) for key in added if key in back]
    return (*found, *restored)


async def publish_at_start(store: Store, base: Base, previous: Callable[[], Knowledge], *, at: dt.datetime) -> None:
    """Store what the first base corrects of the one that was served last. Raises what `previous` and the store raise.

    A process that was killed may have done so already.
    """
    before = await run_in_background(previous)
    found = await run_in_background(lambda: corrections(before, base.knowledge))
    found = await with_restored(store, base.name, found, before, base.knowledge)
    if found:
        revision = base.knowledge.revision
        await store.posted.publish(base.name, found, revision=revision, at=at, again=True)
        _log.info("corrected since the last start: %d facts", sum(not each.wording for each in found))
