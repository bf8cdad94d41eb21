"""How often one user, or one server, may use something: a sliding window, kept in memory only."""

from __future__ import annotations

import datetime as dt
import math
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

from bot.errors import Counted, RefusedError

WINDOW: Final = dt.timedelta(minutes=1)
"""The time whose uses are counted unless a limit names another."""

HOUR: Final = dt.timedelta(hours=1)

REMEMBERED: Final = 10_000
"""Users whose uses are counted: more than use the bot within a minute, and a few megabytes at most."""

SUGGESTIONS: Final = 15
"""Completions for each request that a user may send: five a second by default, more than anybody's typing causes."""

_SECOND: Final = dt.timedelta(seconds=1)


class RateLimit:
    """Counts each user's uses within `window`. `most` is 0 for any number; `clock` returns aware instants."""

    def __init__(self, *, most: int, clock: Callable[[], dt.datetime], window: dt.timedelta = WINDOW) -> None:
        self.most = most
        self._window = window
        self._clock = clock
        self._used: OrderedDict[int, deque[dt.datetime]] = OrderedDict()

    def take(self, user: int) -> dt.timedelta | None:
        """Count a use by the user. If it is one too many, do not count it, and return how long to wait."""
        if self.most == 0:
            return None
        now = self._clock()
        self._forget(now)
        # If the clock was set back, earlier uses are in the future: they must not block the user for hours.
        recent = deque(at for at in self._used.pop(user, ()) if now - self._window < at <= now)
        self._used[user] = recent
        if len(recent) >= self.most:
            return recent[-self.most] + self._window - now
        recent.append(now)
        return None

    def refusal(self, user: int) -> RefusedError | None:
        """Count a use by the user. If it is one too many, do not count it, and return what to tell the user."""
        wait = self.take(user)
        if wait is None:
            return None
        return RefusedError(
            "rate_limited",
            requests=Counted(number=self.most, noun="request"),
            seconds=Counted(number=max(1, math.ceil(wait / _SECOND)), noun="second"),
        )

    def _forget(self, now: dt.datetime) -> None:
        """Forget the users who have been idle for the window, and the idlest if there are too many."""
        while self._used:
            user, used = next(iter(self._used.items()))
            if len(self._used) < REMEMBERED and used and used[-1] > now - self._window:
                return
            del self._used[user]
