"""Read a time of day as people type it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

_TIME: Final = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:\s*[:.h]\s*(?P<minute>[0-9]{2}))?\s*(?P<mark>[ap]\.?\s?m\.?|h)?",
    re.IGNORECASE,
)
_NOON: Final = 12  # also how many hours lie between am and pm


def read_time(typed: str) -> dt.time | None:
    """The time that `8:00`, `08.00`, `20h30`, `8am` or `8:30 p. m.` stands for; None for what is none.

    A bare number is none: it may be meant for the morning or for the evening.
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
