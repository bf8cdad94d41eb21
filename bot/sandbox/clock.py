"""Where the sandbox gets its time from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeAlias

Clock: TypeAlias = Callable[[], dt.datetime]


def wall_clock() -> dt.datetime:
    """The present time, aware, in UTC."""
    return dt.datetime.now(dt.UTC)


class ManualClock:
    """A clock that stands still until it is told otherwise; `now` is aware."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        """The time that was set."""
        return self.now

    def advance(self, seconds: float) -> None:
        """Move on; a negative number sets the clock back."""
        self.now += dt.timedelta(seconds=seconds)
