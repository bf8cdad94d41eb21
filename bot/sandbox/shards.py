"""Shards: which connection gets the events of which guild, and what Discord says about how many there should be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Self

_TIME: Final = 22
"""An id's bits above these are its time, which decides the shard."""


@dataclass(frozen=True, slots=True)
class Shard:
    """One of `count` shards, counted from 0."""

    id: int
    count: int

    @classmethod
    def read(cls, asked: object) -> Self | None:
        """Return the shard that an IDENTIFY asks for, the only one if it names none; None if there is no such shard."""
        match asked:
            case None:
                return cls(0, 1)
            case [int(number), int(count)] if 0 <= number < count:
                return cls(number, count)
            case _:
                return None

    def serves(self, guild: int | None) -> bool:
        """Return whether the events of a guild go to this shard. What is of no guild goes to shard 0."""
        return ((guild or 0) >> _TIME) % self.count == self.id

    def earlier(self, number: int) -> int:
        """Return an id that this shard serves, like `number` but at most `count` milliseconds earlier."""
        back = ((number >> _TIME) - self.id) % self.count
        return number - (back << _TIME)


@dataclass(slots=True, kw_only=True)
class Sharding:
    """What Discord says about shards: how many it advises, how few it still accepts, and how many may start at once.

    `remaining` sessions may start today. After an IDENTIFY, those with the same remainder of their id by
    `max_concurrency` have to wait for `interval` seconds; Discord's are 5.
    """

    advised: int = 1
    required: int = 1
    max_concurrency: int = 1
    remaining: int = 999
    interval: float = 0.0
