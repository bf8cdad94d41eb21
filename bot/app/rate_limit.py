"""How many questions one user may ask: a sliding window, kept in memory only."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

WINDOW: Final = dt.timedelta(minutes=1)
"""The time whose questions are counted."""

REMEMBERED: Final = 10_000
"""Users whose questions are counted: more than ask anything within a minute, and a few megabytes at most."""


class RateLimit:
    """Counts each user's questions of the last minute. `most` is 0 for any number; `clock` returns aware instants."""

    def __init__(self, *, most: int, clock: Callable[[], dt.datetime]) -> None:
        self.most = most
        self._clock = clock
        self._asked: OrderedDict[int, deque[dt.datetime]] = OrderedDict()

    def take(self, user: int) -> dt.timedelta | None:
        """Count a question of the user. If it is one too many, do not count it, and return how long to wait."""
        if self.most == 0:
            return None
        now = self._clock()
        # If the clock was set back, earlier questions are in the future: they must not block the user for hours.
        recent = deque(at for at in self._asked.pop(user, ()) if now - WINDOW < at <= now)
        self._asked[user] = recent
        if len(recent) >= self.most:
            return recent[-self.most] + WINDOW - now
        recent.append(now)
        if len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)
        return None
