from __future__ import annotations

import weakref

from bot.core.freeing import let_go


class Held:
    """Something whose end can be watched."""

    def __init__(self, *parts: object) -> None:
        self.parts = parts


def test_what_nobody_else_holds_is_freed_with_all_that_it_holds() -> None:
    inner = Held()
    outer = Held([inner], {"again": inner})
    watched = [weakref.ref(outer), weakref.ref(inner)]
    things: list[object] = [outer]
    del inner, outer

    let_go(things)

    assert [ref() for ref in watched] == [None, None]
    assert things == []


def test_what_somebody_else_holds_stays_whole() -> None:
    part = Held()
    kept = Held(part)
    watched = weakref.ref(part)
    things: list[object] = [Held(kept)]
    del part

    let_go(things)

    assert watched() is not None
    assert kept.parts == (watched(),)


def test_what_two_things_hold_goes_with_the_second() -> None:
    shared = Held()
    watched = weakref.ref(shared)
    things: list[object] = [Held(shared), Held(shared)]
    del shared

    let_go(things)

    assert watched() is None


class Witness:
    """Notes at its end how many things were still waiting."""

    def __init__(self, things: list[object], seen: list[int]) -> None:
        self.things = things
        self.seen = seen

    def __del__(self) -> None:
        self.seen.append(len(self.things))


def test_things_are_freed_one_by_one_and_not_all_in_one_step() -> None:
    things: list[object] = []
    seen: list[int] = []
    things.append(Held(*(Witness(things, seen) for _ in range(3))))

    let_go(things)

    assert sorted(seen) == [0, 1, 2]
