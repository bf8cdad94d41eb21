from __future__ import annotations

import datetime as dt

import pytest

from bot.core.drafting.days import absolute, find_day

FRIDAY = dt.date(2031, 3, 14)


@pytest.mark.parametrize(
    ("passage", "day", "statement"),
    [
        ("The pier closed on Thursday.", "2031-03-13", "The pier closed on 13 March 2031."),
        ("The council voted Tuesday to close it.", "2031-03-11", "The council voted on 11 March 2031 to close it."),
        ("The pier will open on Monday.", "2031-03-17", "The pier will open on 17 March 2031."),
        ("The keeper left yesterday.", "2031-03-13", "The keeper left on 13 March 2031."),
        ("The office today opened a fund.", "2031-03-14", "The office on 14 March 2031 opened a fund."),
        ("The union posted a photograph last night.", "2031-03-13", "The union posted a photograph on 13 March 2031."),
        ("The trial was set for Feb. 26.", "2032-02-26", "The trial was set for 26 February 2032."),
        ("The keeper signed it on Feb. 27.", "2031-02-27", "The keeper signed it on 27 February 2031."),
        ("The lamp was lit on Dec. 31.", "2030-12-31", "The lamp was lit on 31 December 2030."),
        ("“It will be late,” he wrote on Monday.", "2031-03-10", "“It will be late,” he wrote on 10 March 2031."),
        ("He testified the following Monday.", "2030-11-11", "He testified on 11 November 2030."),
        ("The lamp was lit on Saturday, 9 August 2031.", "2031-08-09", "The lamp was lit on Saturday, 9 August 2031."),
    ],
)
def test_a_day_is_worked_out_from_the_date_of_publication(passage: str, day: str, statement: str) -> None:
    found = find_day(passage, FRIDAY, dt.date(2030, 11, 6))

    assert found is not None
    assert found.day.isoformat() == day
    assert absolute(passage, found) == statement


@pytest.mark.parametrize(
    "passage",
    [
        "Applications are taken from April 20 through June 30.",
        "It was built between March 2016 and July 2019.",
        "It closed last month.",
        "It is open every Monday.",
        "It closed in May 2029.",
        "It closed on Monday and opened on Tuesday.",
        "Crews have inspected it since October.",
    ],
)
def test_a_range_a_month_or_two_days_are_no_day(passage: str) -> None:
    assert find_day(passage, FRIDAY, None) is None


def test_without_a_date_of_publication_only_a_whole_date_is_a_day() -> None:
    assert find_day("The pier closed on Thursday.", None, None) is None
    assert find_day("The pier closed on 9 August 2031.", None, None) is not None
