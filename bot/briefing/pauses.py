"""How long a channel rests after a failure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

FIRST_PAUSE: Final = dt.timedelta(seconds=30)
LONGEST_PAUSE: Final = dt.timedelta(minutes=15)
"""After errors that may pass by themselves."""

FIRST_REST: Final = dt.timedelta(hours=1)
LONGEST_REST: Final = dt.timedelta(hours=8)
"""After what somebody has to mend: too many 403 and 404 get the address banned. A mend is noticed before that, as a
rule, since Discord tells of changes to channels and roles."""

EVENT_PAUSE: Final = dt.timedelta(minutes=1)
"""After an attempt at a blocked channel, however many changes Discord tells of."""

_DOUBLINGS: Final = 10  # enough to reach the longest of both


@dataclass(frozen=True, slots=True, kw_only=True)
class Setback:
    """A channel that failed `times` in a row, last at `tried` for the edition of `day`, if one was due.

    It is not tried again before `until`. `blocked` tells that somebody has to mend something.
    """

    times: int
    tried: dt.datetime
    until: dt.datetime
    day: dt.date | None
    blocked: bool

    def holds(self, now: dt.datetime, day: dt.date | None) -> bool:
        """Whether to wait still at `now` with the edition of `day` due; a clock that was set back ends it."""
        return self.tried <= now < self.until and day in {None, self.day}


def pause_after(times: int, *, blocked: bool) -> dt.timedelta:
    """How long to rest after the `times`th failure in a row, from 1."""
    first, longest = (FIRST_REST, LONGEST_REST) if blocked else (FIRST_PAUSE, LONGEST_PAUSE)
    return min(first * (1 << min(times - 1, _DOUBLINGS)), longest)
