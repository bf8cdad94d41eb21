"""Free large things a little at a time."""

from __future__ import annotations

import gc
import sys
from typing import Final

_HELD_HERE: Final = 2  # references to what nobody else holds: the variable, and the question itself


def let_go(things: list[object]) -> None:
    """Free things with all that only they hold, one object at a time; the list gives them up.

    Dropped whole, a structure of a million objects is one step for Python, and all other threads wait for its end.
    """
    while things:
        thing = things.pop()
        if sys.getrefcount(thing) <= _HELD_HERE:
            held = gc.get_referents(thing)
            del thing  # frees it alone: what it held is held by the list
            things.extend(held)
            del held
