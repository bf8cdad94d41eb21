"""Send the first answer of an interaction while Discord accepts it, and not after that.

Discord accepts a first answer for three seconds. discord.py waits one second after a server error and three after the
next, which is too late. Here the pauses are short, and what can no longer be accepted is not sent: Discord bans an
address that sends 10,000 requests in ten minutes that it has to reject.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import itertools
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final, cast

import aiohttp
import discord
from discord.http import MultipartParameters, json_or_text
from discord.webhook.async_ import AsyncWebhookAdapter

from bot.app.timeouts import Sleep

TIME_LIMIT: Final = dt.timedelta(seconds=3)
"""How long Discord accepts a first answer, from the time in the interaction's id."""

PAUSES: Final = (0.05, 0.1, 0.2, 0.4, 0.8)
"""Seconds between two attempts; the last is repeated. Seven attempts fit into the time limit."""

EXPIRED: Final = 10062
"""Discord's code for an interaction whose time is up."""

ACKNOWLEDGED: Final = 40060
"""Discord's code for an interaction that has its first answer."""

CHECK_INTERVAL: Final = dt.timedelta(seconds=5)
"""While all interactions seem to be too late, one is answered this often, because the clock may have been set."""

_CONTRADICTIONS: Final = 3  # answers that Discord accepted though they seemed too late, after which ids count no more
_ANY_CLOCK: Final = dt.timedelta(hours=1)  # a difference that is larger says nothing about the delay
_SERVER_ERROR: Final = 500
_RATE_LIMITED: Final = 429

_log = logging.getLogger(__name__)


class TooLateError(discord.DiscordException):
    """Discord accepts no first answer any more. `unsure`: an earlier attempt may have arrived."""

    def __init__(self, *, unsure: bool, last: Exception | None = None) -> None:
        self.unsure = unsure
        super().__init__(f"the last attempt failed: {last}" if last else "the time is up")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Until when Discord accepts the first answer, by the bot's own clock. `check`: the clock may say otherwise."""

    until: dt.datetime
    clock: Callable[[], dt.datetime]
    check: bool = False

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return (self.until - self.clock()).total_seconds()


class Deadlines:
    """Estimates when an interaction was made, from the time in its id, though Discord's clock and ours differ.

    Of all interactions so far, the one with the smallest difference between both clocks counts as not delayed at all.
    """

    def __init__(self, *, clock: Callable[[], dt.datetime]) -> None:
        self._clock = clock
        self._smallest: dt.timedelta | None = None
        self._checked: dt.datetime | None = None
        self._contradictions = 0

    def of(self, interaction: discord.Interaction[Any]) -> Deadline:
        """Return the deadline of an interaction that has just arrived."""
        now = self._clock()
        until = now + TIME_LIMIT - self._delay(now - interaction.created_at)
        check = until <= now and (self._checked is None or not dt.timedelta() <= now - self._checked < CHECK_INTERVAL)
        if check:
            self._checked, until = now, now + TIME_LIMIT
        return Deadline(until=until, clock=self._clock, check=check)

    def accepted(self, deadline: Deadline) -> None:
        """Note that Discord has accepted a first answer."""
        self._checked = self._clock()
        if deadline.check:
            _log.warning("an answer that seemed too late was accepted: the clock was set, or ids do not tell the time")
            self._smallest = None
            self._contradictions += 1

    def _delay(self, difference: dt.timedelta) -> dt.timedelta:
        if abs(difference) > _ANY_CLOCK or self._contradictions >= _CONTRADICTIONS:
            return dt.timedelta()
        self._smallest = difference if self._smallest is None else min(self._smallest, difference)
        return difference - self._smallest


class FirstAnswers(AsyncWebhookAdapter):
    """discord.py's way to send the answers to one interaction, with a deadline for the first one.

    `tried` tells whether an attempt to send it was made.
    `accepted` is called when Discord has accepted it. `quiet`: what is too late is dropped without an error, because
    the suggestions for a text that a user is typing are of no use then.
    """

    def __init__(self, deadline: Deadline, *, sleep: Sleep, accepted: Callable[[Deadline], None], quiet: bool) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # discord.py's own
        self.deadline = deadline
        self.tried = False
        self._sleep = sleep
        self._accepted = accepted
        self._quiet = quiet
        self._unsure = False
        self._expired = False

    async def create_interaction_response(
        self,
        interaction_id: int,
        token: str,
        *,
        session: aiohttp.ClientSession,
        params: MultipartParameters,
        **proxy: Any,  # noqa: ANN401 - passed on as it is
    ) -> Any:  # noqa: ANN401 - as in discord.py
        """Send the first answer, again after errors that may go away, until Discord accepts it or the time is up.

        Raises TooLateError if the time is up, and discord.HTTPException if Discord rejects the answer for another
        reason.
        """
        send = super().create_interaction_response
        once = cast("aiohttp.ClientSession", _OneAttempt(session))
        try:
            for pause in itertools.chain(PAUSES, itertools.repeat(PAUSES[-1])):
                self._require_time()
                self.tried = True
                for file in params.files or ():
                    file.reset()
                try:
                    return await self._sent(send(interaction_id, token, session=once, params=params, **proxy))
                except (_FailedError, aiohttp.ClientError) as failure:
                    await self._pause(pause, failure)
        except TooLateError:
            if not self._quiet:
                raise
            _log.info("the suggestions for interaction %d came too late", interaction_id)

    def _require_time(self) -> None:
        if self._expired or self.deadline.left <= 0:
            raise TooLateError(unsure=self._unsure)

    async def _sent(self, attempt: Awaitable[Any]) -> Any:  # noqa: ANN401 - as in discord.py
        """Wait for an attempt, and remember what it says about the next one."""
        try:
            answer = await attempt
        except discord.HTTPException as error:
            if error.code != EXPIRED:
                raise
            self._expired = True
            raise TooLateError(unsure=self._unsure, last=error) from error
        except BaseException as error:
            self._unsure = self._unsure or not (isinstance(error, _FailedError) and error.rejected)
            raise
        self._accepted(self.deadline)
        if isinstance(answer, dict):
            # Nobody uses the message that Discord returns, and discord.py would build all its components again.
            answer.pop("resource", None)
        return answer

    async def _pause(self, seconds: float, failure: Exception) -> None:
        """Wait before the next attempt. Raises TooLateError if no time is left for one."""
        if isinstance(failure, _FailedError):
            seconds = max(seconds, failure.wait)
        if seconds >= self.deadline.left:
            raise TooLateError(unsure=self._unsure, last=failure) from failure
        await self._sleep(seconds)


class _FailedError(Exception):
    """An attempt failed, and another one may help after `wait` seconds.

    `rejected`: the answer has certainly not arrived.
    """

    def __init__(self, error: Exception, *, wait: float = 0.0, rejected: bool = False) -> None:
        self.wait = wait
        self.rejected = rejected
        super().__init__(str(error))


class _OneAttempt:
    """A session whose requests fail at once where discord.py would wait and send them again."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    @contextlib.asynccontextmanager
    async def request(self, method: str, url: str, **options: object) -> AsyncIterator[aiohttp.ClientResponse]:
        try:
            async with self._session.request(method, url, **cast("dict[str, Any]", options)) as response:
                await _require_final(response)
                yield response
        except OSError as error:
            raise _FailedError(error) from error


async def _require_final(response: aiohttp.ClientResponse) -> None:
    """Raise _FailedError for a response after which another attempt may help."""
    if response.status >= _SERVER_ERROR:
        raise _FailedError(discord.DiscordServerError(response, await json_or_text(response)))
    if response.status == _RATE_LIMITED and response.headers.get("Via"):
        data = await json_or_text(response)
        if isinstance(data, dict):
            error = discord.HTTPException(response, data)
            raise _FailedError(error, wait=float(data.get("retry_after", 0)), rejected=True)
