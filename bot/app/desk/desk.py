"""Put questions to the desk of a server, and pass on what its curators decide."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import math
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Final

from bot.app.briefing.channels import BlockedError
from bot.app.client import BriefingBot
from bot.app.desk.cards import Cards
from bot.app.desk.standing import StandingQuestions
from bot.app.desk.telling import Teller
from bot.app.latest import Latest
from bot.app.rate_limit import HOUR, RateLimit
from bot.app.timeouts import Sleep, done_within, end_tasks, set_within
from bot.core.factbase.base import Base
from bot.core.knowledge.model import Fact
from bot.core.matching.decision import NotInSource, shown
from bot.errors import Counted, RefusedError, StoreError
from bot.storage import LoggedQuestion, Telling
from bot.ui.desk import AtDesk

RETRY: Final = 10 * 60.0
"""Seconds between two attempts to post a card or tell an answer that could not be sent."""

PATIENCE: Final = 10.0
"""Seconds that an asker waits for the card. After that, it is posted later."""

NEAREST: Final = 3
"""Facts that a card shows as close to its question."""

REMEMBERED: Final = 10_000
"""Presses that are remembered, so that nobody counts twice. They are in memory only."""

_MINUTE: Final = dt.timedelta(minutes=1)

_log = logging.getLogger(__name__)


class Desk:
    """The questions at the desks of all servers. `sleep` takes seconds."""

    def __init__(self, bot: BriefingBot, *, sleep: Sleep) -> None:
        config = bot.config.desk
        self._bot = bot
        self._sleep = sleep
        self._user_limit = RateLimit(most=config.per_user, clock=bot.clock, window=HOUR)
        self._server_limit = RateLimit(most=config.per_server, clock=bot.clock, window=HOUR)
        self._standing = StandingQuestions(bot.store)
        self._askers = Latest[tuple[int, int], None](REMEMBERED)
        self._cards = Cards(bot, sleep=sleep)
        self._teller = Teller(bot)
        self._lock = asyncio.Lock()
        self._woken = asyncio.Event()
        self._watch: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to post what was not posted, and to tell what was not told, also before the last start."""
        self._watch = asyncio.create_task(self._keep_up(), name="desk")

    async def stop(self) -> None:
        """Show the last cards, and end."""
        await self._cards.stop()
        await end_tasks(self._watch)

    async def ask(self, logged: LoggedQuestion, *, guild: int, user: int, base: Base) -> AtDesk:
        """Put a question of the log to the desk of a server: on the card that stands, or on a new one.

        Raises RefusedError if the user or all together ask too often, or the desk cannot be reached; and StoreError.
        """
        async with self._lock:
            asked = await self._ask(logged, guild=guild, user=user, base=base)
        shown = self._cards.refresh(asked.id)
        if not self._cards.has(asked.id):
            await self._until_posted(shown)
        return asked

    async def tell(self, telling: Telling) -> bool:
        """Tell a user the answer when there is one; return False if the question is decided. Raises StoreError."""
        return await self._bot.store.tellings.put(telling)

    async def answered(self, question: int, *, fact: str | None = None, unknown: str | None = None, by: int) -> bool:
        """Store which fact or unknown of the base in use answers a question; show it and tell those who wait.

        `by` is the curator. Call this when the base in use has the answer. Return False if the question was decided on
        before, or deleted. Raises StoreError.
        """
        now = self._bot.clock()
        decided = self._bot.store.desk_questions.answer(question, fact=fact, unknown=unknown, by=by, at=now)
        return await self._decide(question, decided)

    async def dismissed(self, question: int, *, reason: str, by: int) -> bool:
        """Store why a question gets no answer; otherwise as `answered`."""
        decided = self._bot.store.desk_questions.dismiss(question, reason=reason, by=by, at=self._bot.clock())
        return await self._decide(question, decided)

    async def reopened(self, question: int) -> bool:
        """Open a question whose answer was undone, and show that. Return False if it is open or deleted."""
        done = await self._bot.store.desk_questions.reopen(question)
        self._standing.clear()
        if done:
            self._cards.refresh(question)
        return done

    def wake(self) -> None:
        """Try again at once what could not be sent: a channel or its permissions have changed."""
        self._woken.set()

    async def _ask(self, logged: LoggedQuestion, *, guild: int, user: int, base: Base) -> AtDesk:
        questions, now = self._bot.store.desk_questions, self._bot.clock()
        standing, text = await self._standing.find(logged.text, guild=guild, base=base) or (None, "")
        if standing is not None and (standing, user) in self._askers:
            question = await questions.find(standing)
            return AtDesk(id=standing, text=text, times=question.times if question else 1, joined=True, known=True)
        if over := _over(self._user_limit, user):
            raise RefusedError("desk_limited", questions=over.most, minutes=over.wait)
        times = None if standing is None else await questions.ask_again(standing, at=now)
        if standing is not None and times is not None:
            self._askers[standing, user] = None
            return AtDesk(id=standing, text=text, times=times, joined=True)
        if standing is not None:
            self._standing.remove(standing)
        if over := _over(self._server_limit, guild):
            raise RefusedError("desk_full", questions=over.most, minutes=over.wait)
        number = await questions.add(
            base=base.name,
            guild=guild,
            text=logged.text,
            outcome=logged.outcome,
            shown=_unknown_of(logged, base) or logged.fact,
            nearest=_nearest(logged.text, base),
            at=now,
        )
        self._standing.add(number, logged.text, guild=guild, base=base)
        self._askers[number, user] = None
        return AtDesk(id=number, text=logged.text, times=1)

    async def _until_posted(self, shown: asyncio.Future[None]) -> None:
        """Wait for a card. Raises RefusedError if it cannot be posted; it will be once the desk can be reached."""
        if not await done_within(PATIENCE, shown, sleep=self._bot.sleep) or shown.cancelled():
            return
        if isinstance(shown.exception(), BlockedError):
            raise RefusedError("desk_unreachable")

    async def _decide(self, question: int, decided: Coroutine[Any, Any, bool]) -> bool:
        if not await decided:
            return False
        self._standing.remove(question)
        self._cards.refresh(question)
        self.wake()
        return True

    async def _keep_up(self) -> None:
        await self._bot.wait_until_ready()
        while True:
            self._woken.clear()
            whole = await self._catch_up()
            await set_within(None if whole else RETRY, self._woken, sleep=self._sleep)

    async def _catch_up(self) -> bool:
        """Post what was not posted, tell what is due. Return False if something must be tried again. Raises nothing."""
        try:
            for number, guild in await self._bot.store.desk_questions.unposted():
                if self._bot.get_guild(guild) is not None:  # else another process serves its shard
                    self._cards.refresh(number)
            return await self._teller.tell_due()
        except StoreError as error:
            _log.warning("answers of the desk wait: the database failed (%s)", error)
        except Exception as error:  # noqa: BLE001 - the task must outlive any error
            self._bot.error_handler.log("the desk", error)
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Over:
    """A limit that is used up: how many questions it allows in an hour, and how long until the next."""

    most: Counted
    wait: Counted


def _over(limit: RateLimit, key: int) -> _Over | None:
    """Count a use; return why it is one too many within the hour."""
    wait = limit.take(key)
    if wait is None:
        return None
    minutes = max(1, math.ceil(wait / _MINUTE))
    return _Over(most=Counted(number=limit.most, noun="question"), wait=Counted(number=minutes, noun="minute"))


def _nearest(text: str, base: Base) -> tuple[str, ...]:
    """Return the facts that come closest to a question: those that its reply shows, then others, best first."""
    ranked = (candidate.target for candidate in base.ranker.rank(text).candidates)
    found = [*(match.fact for match in shown(base.decide(text))), *(each for each in ranked if isinstance(each, Fact))]
    return tuple(dict.fromkeys(fact.id for fact in found))[:NEAREST]


def _unknown_of(logged: LoggedQuestion, base: Base) -> str | None:
    """Return the unknown that the bot showed; the log has only facts."""
    if logged.outcome != NotInSource.kind:
        return None
    outcome = base.decide(logged.text)
    return outcome.unknown.id if isinstance(outcome, NotInSource) else None
