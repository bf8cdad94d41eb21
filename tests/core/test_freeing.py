from __future__ import annotations

import weakref
from typing import Any

from bot.core.freeing import free


class Held:
    """Something that a weak reference can watch."""

    def __init__(self, *parts: object) -> None:
        self.parts = parts


def test_a_thing_without_other_references_is_freed_with_all_that_it_holds() -> None:
    inner = Held()
    outer = Held([inner], {"again": inner})
    watched = [weakref.ref(outer), weakref.ref(inner)]
    things: list[Any] = [outer]
    del inner, outer

    free(things)

    assert [ref() for ref in watched] == [None, None]
    assert things == []


def test_a_thing_that_is_used_elsewhere_stays_whole() -> None:
    part = Held()
    kept = Held(part)
    watched = weakref.ref(part)
    things: list[Any] = [Held(kept)]
    del part

    free(things)

    assert watched() is not None
    assert kept.parts == (watched(),)


def test_a_shared_part_is_freed_with_its_last_owner() -> None:
    shared = Held()
    watched = weakref.ref(shared)
    things: list[Any] = [Held(shared), Held(shared)]
    del shared

    free(things)

    assert watched() is None


class Witness:
    """Notes how many things are still waiting when it is freed."""

    def __init__(self, things: list[Any], seen: list[int]) -> None:
        self.things = things
        self.seen = seen

    def __del__(self) -> None:
        self.seen.append(len(self.things))


def test_things_are_freed_one_by_one() -> None:
    things: list[Any] = []
    seen: list[int] = []
    things.append(Held(*(Witness(things, seen) for _ in range(3))))

    free(things)

    assert len(set(seen)) == 3
