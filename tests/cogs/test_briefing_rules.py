from __future__ import annotations

import datetime as dt

import pytest

from bot.app.briefing.delivery import nonce_of
from bot.app.briefing.scheduler import LONGEST_BLOCKED_RETRY, LONGEST_RETRY, Backoff, retry_after

DAY = dt.date(2031, 3, 4)
LARGEST_ID = 2**64 - 1


def test_a_nonce_fits_into_discords_25_characters() -> None:
    assert len(nonce_of(LARGEST_ID, DAY)) <= 25


def test_a_nonce_belongs_to_one_channel_and_day() -> None:
    tomorrow = DAY + dt.timedelta(days=1)

    assert nonce_of(7, DAY) == nonce_of(7, DAY)
    assert len({nonce_of(7, DAY), nonce_of(8, DAY), nonce_of(7, tomorrow)}) == 3


@pytest.mark.parametrize(("blocked", "longest"), [(False, LONGEST_RETRY), (True, LONGEST_BLOCKED_RETRY)])
def test_pauses_grow_up_to_the_longest(*, blocked: bool, longest: dt.timedelta) -> None:
    pauses = [retry_after(times, blocked=blocked) for times in range(1, 100)]

    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[1] < longest
    assert pauses[-1] == longest


def test_a_blocked_channel_is_asked_so_seldom_that_discord_minds_no_hundred_of_them() -> None:
    first_day = [retry_after(times, blocked=True) for times in range(1, 6)]

    assert sum(first_day, dt.timedelta()) > dt.timedelta(hours=22)


NOW = dt.datetime(2031, 3, 4, 8, tzinfo=dt.UTC)
BACKOFF = Backoff(failures=1, tried=NOW, until=NOW + dt.timedelta(hours=1), day=DAY, blocked=True)


@pytest.mark.parametrize(("minutes", "holds"), [(0, True), (59, True), (60, False), (-1, False)])
def test_a_backoff_lasts_until_its_end_and_not_for_a_clock_that_was_set_back(minutes: int, *, holds: bool) -> None:
    assert BACKOFF.active(NOW + dt.timedelta(minutes=minutes), DAY) is holds


def test_a_backoff_does_not_delay_the_edition_of_another_day() -> None:
    assert BACKOFF.active(NOW, None)
    assert not BACKOFF.active(NOW, DAY + dt.timedelta(days=1))
