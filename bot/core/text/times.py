"""Read times of day as people type them."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

_TIME: Final = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:(?:\s*[:.h]\s*|(?<=[0-9]{2}))(?P<minute>[0-9]{2}))?\s*"
    r"(?P<mark>[ap]\.?\s?m\.?|h)?",
    re.IGNORECASE,
)
_NOON: Final = 12  # also the hours between am and pm


def read_time(typed: str) -> dt.time | None:
    """Read a time of day such as `8:00`, `08.00`, `0800`, `20h30`, `8am` or `8:30 p. m.`, or return None.

    A bare number is not a time: it may mean the morning or the evening.
    """
    found = _TIME.fullmatch(typed.strip())
    if found is None or (found["minute"] is None and not found["mark"]):
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    mark = (found["mark"] or "").lower()
    if mark.startswith(("a", "p")):
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if mark.startswith("p") else 0)
    try:
        return dt.time(hour, minute)
    except ValueError:
        return None
