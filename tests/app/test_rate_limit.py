from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from bot.app.rate_limit import REMEMBERED, WINDOW, RateLimit
from bot.sandbox import ManualClock

NOON = dt.datetime(2031, 3, 5, 12, tzinfo=dt.UTC)
ANN, BOB = 1, 2


def limit(most: int) -> tuple[RateLimit, ManualClock]:
    clock = ManualClock(NOON)
    return RateLimit(most=most, clock=clock), clock


def test_as_many_questions_as_the_limit_are_let_through_and_the_next_has_to_wait() -> None:
    asking, _ = limit(3)

    assert [asking.take(ANN) for _ in range(4)] == [None, None, None, WINDOW]


def test_the_wait_ends_when_the_oldest_question_is_a_minute_old() -> None:
    asking, clock = limit(2)
    asking.take(ANN)
    clock.advance(40)
    asking.take(ANN)
    clock.advance(5)
    wait = asking.take(ANN)
    clock.advance(15)

    assert wait == dt.timedelta(seconds=15)
    assert asking.take(ANN) is None
    assert asking.take(ANN) == dt.timedelta(seconds=40)


def test_a_question_that_was_refused_does_not_count() -> None:
    asking, clock = limit(1)
    asking.take(ANN)
    for _ in range(5):
        clock.advance(10)
        asking.take(ANN)
    clock.advance(10)

    assert asking.take(ANN) is None


def test_one_user_does_not_use_up_what_another_may_ask() -> None:
    asking, _ = limit(1)
    asking.take(ANN)

    assert asking.take(BOB) is None


def test_no_limit_lets_everything_through() -> None:
    asking, _ = limit(0)

    assert {asking.take(ANN) for _ in range(1_000)} == {None}


def test_a_clock_that_is_set_back_delays_nobody() -> None:
    asking, clock = limit(1)
    asking.take(ANN)
    clock.advance(-3600)

    assert asking.take(ANN) is None


def test_only_so_many_users_are_remembered_and_the_latest_of_them() -> None:
    asking, _ = limit(1)
    for user in range(REMEMBERED + 1):
        asking.take(user)

    assert asking.take(0) is None
    assert asking.take(REMEMBERED) is not None


def test_a_user_who_has_been_idle_for_a_minute_is_forgotten() -> None:
    asking, clock = limit(1)
    for user in range(100):
        asking.take(user)
    clock.advance(61)
    asking.take(BOB)

    assert list(asking._used) == [BOB]


@given(st.integers(1, 4), st.lists(st.integers(0, 90), max_size=30))
def test_no_minute_has_more_than_the_limit(most: int, pauses: list[int]) -> None:
    asking, clock = limit(most)
    taken = []
    for pause in pauses:
        clock.advance(pause)
        wait = asking.take(ANN)
        if wait is None:
            taken.append(clock())
        else:
            assert dt.timedelta() < wait <= WINDOW
    held = [sum(start <= at < start + WINDOW for at in taken) for start in taken]

    assert max(held, default=0) <= most
