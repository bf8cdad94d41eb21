from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from drafts import source_of

from bot.core.drafting import DraftSource, ExistingBase, draft
from bot.core.drafting.days import absolute, find_day, find_open_days

FRIDAY = dt.date(2031, 3, 14)


@pytest.mark.parametrize(
    ("passage", "day", "statement"),
    [
        ("The pier closed on Thursday.", "2031-03-13", "The pier closed on 13 March 2031."),
        ("The council voted Tuesday to close it.", "2031-03-11", "The council voted on 11 March 2031 to close it."),
        ("The pier will open on Monday.", "2031-03-17", "The pier will open on 17 March 2031."),
        ("Lists can be sold from 18 July.", "2031-07-18", "Lists can be sold from 18 July 2031."),
        (
            "They may start on 20 March, whose hosts have set aside places.",
            "2031-03-20",
            "They may start on 20 March 2031, whose hosts have set aside places.",
        ),
        ("The office asked for a report by 1 May.", "2031-05-01", "The office asked for a report by 1 May 2031."),
        ("The keeper left yesterday.", "2031-03-13", "The keeper left on 13 March 2031."),
        ("The office today opened a fund.", "2031-03-14", "The office on 14 March 2031 opened a fund."),
        ("The union posted a photograph last night.", "2031-03-13", "The union posted a photograph on 13 March 2031."),
        ("The trial was set for Feb. 26.", "2032-02-26", "The trial was set for 26 February 2032."),
        (
            "The tanks were off on 11 February last year.",
            "2030-02-11",
            "The tanks were off on 11 February 2030 last year.",
        ),
        ("Opening had been planned for 20 March.", "2031-03-20", "Opening had been planned for 20 March 2031."),
        (
            "The firm admitted it on 20 September and will pay.",
            "2030-09-20",
            "The firm admitted it on 20 September 2030 and will pay.",
        ),
        (
            "The report puts the fall at noon on Jan. 9.",
            "2031-01-09",
            "The report puts the fall at noon on 9 January 2031.",
        ),
        ("The keeper signed it on Feb. 27.", "2031-02-27", "The keeper signed it on 27 February 2031."),
        ("The lamp was lit on Dec. 31.", "2030-12-31", "The lamp was lit on 31 December 2030."),
        ("“It will be late,” he wrote on Monday.", "2031-03-10", "“It will be late,” he wrote on 10 March 2031."),
        ("By Tuesday night it had dropped.", "2031-03-11", "By the night of 11 March 2031 it had dropped."),
        ("The lamp broke on Sunday morning.", "2031-03-09", "The lamp broke on the morning of 9 March 2031."),
        ("The keeper left Sunday evening.", "2031-03-09", "The keeper left on the evening of 9 March 2031."),
        ("It must be sent by Monday noon.", "2031-03-17", "It must be sent by noon on 17 March 2031."),
        ("It fell in Tuesday’s storm.", "2031-03-11", "It fell in Tuesday’s storm."),
        ("“It fell on Tuesday,” the keeper said.", "2031-03-11", "“It fell on Tuesday,” the keeper said."),
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
        "The hall is open Thursday and Friday from noon.",
        "Boats sail on Monday, Wednesday and Friday.",
        "Crews have inspected it since October.",
        "The pier was shut on 11 and 12 October.",
        "Boats sailed on Oct. 11 and 12.",
        "Samples were taken between 5 and 7 October.",
        "The boats that were moved on 3 February are dry.",
        "It is 80 centimetres below Sunday’s peak.",
    ],
)
def test_a_range_a_month_or_two_days_are_no_day(passage: str) -> None:
    assert find_day(passage, FRIDAY, None) is None


def test_a_day_without_a_year_is_near_the_one_before_it_in_the_text() -> None:
    found = find_day("Water was taken on 15 February.", FRIDAY, dt.date(2030, 2, 11))

    assert found is not None
    assert found.day == dt.date(2030, 2, 15)


def test_a_day_without_a_year_is_near_a_month_that_was_named_with_its_year() -> None:
    text = "In the last week of August 2029 the pier began to hum. On September 2, the lamp of it fell into the sea."
    source = replace(source_of(text), published=FRIDAY)
    first, second = draft(DraftSource(source=source, guessed=frozenset()), ExistingBase()).facts

    assert (first.when, second.when) == (None, dt.date(2029, 9, 2))


def test_without_a_date_of_publication_only_a_whole_date_is_a_day() -> None:
    assert find_day("The pier closed on Thursday.", None, None) is None
    assert find_day("The pier closed on 9 August 2031.", None, None) is not None


@pytest.mark.parametrize(
    ("passage", "statement"),
    [
        ("The office has until Oct. 31 to answer.", "The office has until 31 October 2031 to answer."),
        ("A spare pump has been running since Monday.", "A spare pump has been running since 10 March 2031."),
        ("The pier is shut until Sunday night.", "The pier is shut until the night of 16 March 2031."),
        ("The pier was shut until Sunday.", "The pier was shut until Sunday."),
        ("It is shut since Monday, 10 March 2031.", "It is shut since Monday, 10 March 2031."),
    ],
)
def test_a_day_after_since_and_until_is_written_in_full(passage: str, statement: str) -> None:
    for day in find_open_days(passage, FRIDAY):
        passage = absolute(passage, day)

    assert passage == statement
