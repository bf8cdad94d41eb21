"""The clocks of the sandbox."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import Callable
from typing import Final, TypeAlias

from bot.sandbox.refusals import UnavailableError

Clock: TypeAlias = Callable[[], dt.datetime]

FORWARD_ONLY: Final = "The clock goes forward only: what was posted cannot be taken back."


def wall_clock() -> dt.datetime:
    """Return the present time, aware, in UTC."""
    return dt.datetime.now(dt.UTC)


class ManualClock:
    """A clock that stands still at `now` (aware) until a test sets it."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        """Return the time that was set."""
        return self.now

    def advance(self, seconds: float) -> None:
        """Move on; a negative number sets the clock back."""
        self.now += dt.timedelta(seconds=seconds)


class MovableClock:
    """A clock that runs like `base` and can be set ahead, which ends the sleeps that would be over by then."""

    def __init__(self, base: Clock = wall_clock) -> None:
        self._base = base
        self._ahead = dt.timedelta()
        self._moved = asyncio.Event()
        self._observers: set[Callable[[], None]] = set()

    def __call__(self) -> dt.datetime:
        """Return the present time, aware."""
        return self._base() + self._ahead

    def move_to(self, instant: dt.datetime) -> None:
        """Set the clock ahead; `instant` is aware. Raises UnavailableError if it is in the past."""
        ahead = instant - self()
        if ahead < dt.timedelta():
            raise UnavailableError(FORWARD_ONLY)
        self._ahead += ahead
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()
        for observer in tuple(self._observers):
            observer()

    def observe(self, observer: Callable[[], None]) -> Callable[[], None]:
        """Call `observer` each time the clock is set. Return a function that ends this."""
        self._observers.add(observer)
        return lambda: self._observers.discard(observer)

    async def sleep(self, seconds: float) -> None:
        """Wait until this clock has advanced by `seconds`."""
        until = self() + dt.timedelta(seconds=seconds)
        while (left := (until - self()).total_seconds()) > 0:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._moved.wait(), left)
