from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any, cast

import discord

from bot.app.first_answers import CHECK_INTERVAL, Deadline, Deadlines
from bot.sandbox import ManualClock

NOON = dt.datetime(2031, 6, 3, 12, tzinfo=dt.UTC)
LIMIT = 3.0


class Arrivals:
    """Interactions that reach a bot whose clock is `wrong` seconds fast."""

    def __init__(self, *, wrong: float = 0.0) -> None:
        self.clock = ManualClock(NOON)
        self.wrong = wrong
        self.deadlines = Deadlines(clock=lambda: self.clock() + dt.timedelta(seconds=self.wrong))

    def arrive(self, *, late: float = 0.0, made: dt.datetime | None = None) -> Deadline:
        """Return the deadline of one that Discord made `late` seconds ago, or at `made` by its id."""
        created = made or self.clock() - dt.timedelta(seconds=late)
        return self.deadlines.of(cast("discord.Interaction[Any]", SimpleNamespace(created_at=created)))

    def left(self, *, late: float = 0.0) -> float:
        """Return the seconds that are left for such an interaction."""
        return round(self.arrive(late=late).left, 3)


def test_an_interaction_without_delay_has_three_seconds_however_wrong_the_clock_is() -> None:
    for wrong in (-7200.0, -60.0, -2.0, 0.0, 2.0, 60.0, 7200.0):
        assert Arrivals(wrong=wrong).left() == LIMIT


def test_an_interaction_that_came_late_has_less_time_by_the_delay() -> None:
    for wrong in (-60.0, 0.0, 60.0):
        arrivals = Arrivals(wrong=wrong)
        arrivals.left()

        assert arrivals.left(late=1.25) == LIMIT - 1.25
        assert arrivals.left() == LIMIT


def test_a_first_one_that_came_late_counts_as_prompt_until_a_prompt_one_has_come() -> None:
    arrivals = Arrivals()

    assert arrivals.left(late=2.0) == LIMIT
    assert arrivals.left() == LIMIT
    assert arrivals.left(late=2.0) == 1.0


def test_time_passes_after_the_arrival() -> None:
    arrivals = Arrivals()
    deadline = arrivals.arrive()
    arrivals.clock.advance(2.5)

    assert deadline.left == 0.5


def test_a_clock_that_was_set_forward_is_noticed_by_an_answer_that_is_accepted() -> None:
    arrivals = Arrivals()
    arrivals.deadlines.accepted(arrivals.arrive())
    arrivals.wrong = 10.0

    first = arrivals.arrive()
    assert first.left == LIMIT
    arrivals.deadlines.accepted(first)

    assert arrivals.left() == LIMIT
    assert arrivals.left(late=2.0) == 1.0


def test_a_clock_that_was_set_back_costs_nothing() -> None:
    arrivals = Arrivals()
    arrivals.left()
    arrivals.wrong = -10.0

    assert arrivals.left() == LIMIT


def test_while_all_come_too_late_one_in_five_seconds_is_tried() -> None:
    arrivals = Arrivals()
    arrivals.deadlines.accepted(arrivals.arrive())
    tried = 0
    for _ in range(60):
        arrivals.clock.advance(1)
        tried += arrivals.arrive(late=4).check

    assert tried == 60 / CHECK_INTERVAL.total_seconds()


def test_ids_that_have_the_wrong_time_are_believed_for_a_few_answers_only() -> None:
    arrivals = Arrivals()
    for _ in range(200):
        deadline = arrivals.arrive(made=NOON)
        if deadline.left > 0:
            arrivals.deadlines.accepted(deadline)
        arrivals.clock.advance(1)

    assert [arrivals.arrive(made=NOON).left for _ in range(3)] == [LIMIT] * 3
