from __future__ import annotations

import datetime as dt

from bot.cogs.briefing import LONGEST_PAUSE, REFUSED_PAUSE, nonce_of, pause_after

DAY = dt.date(2031, 3, 4)
LARGEST_ID = 2**64 - 1


def test_a_nonce_fits_into_discords_25_characters() -> None:
    assert len(nonce_of(LARGEST_ID, DAY)) <= 25


def test_a_nonce_belongs_to_one_channel_and_day() -> None:
    tomorrow = DAY + dt.timedelta(days=1)

    assert nonce_of(7, DAY) == nonce_of(7, DAY)
    assert len({nonce_of(7, DAY), nonce_of(8, DAY), nonce_of(7, tomorrow)}) == 3


def test_pauses_grow_up_to_the_longest() -> None:
    pauses = [pause_after(times, refused=False) for times in range(1, 100)]

    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[1] < LONGEST_PAUSE
    assert pauses[-1] == LONGEST_PAUSE


def test_a_channel_that_refuses_rests_for_an_hour_at_once() -> None:
    assert pause_after(1, refused=True) == REFUSED_PAUSE
