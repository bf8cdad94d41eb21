from __future__ import annotations

import datetime as dt

import pytest
from accepted import check_layout, components, ids_of, reading
from render_bases import TEXT, base_of, fact_of, hurting, source_of

from bot import ui
from bot.core.knowledge.model import Knowledge, Standing
from bot.core.knowledge.timeline import days, rows
from bot.i18n import ENGLISH, SPANISH, Texts
from bot.ui.custom_ids import TimelinePage, parse
from bot.ui.fitting import ALT_TEXT
from bot.ui.timeline import described, row_label

BOTH = pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
EVER = TimelinePage(first=None, last=None)


def dated(*dates: dt.date) -> Knowledge:
    source = source_of(TEXT)
    facts = [fact_of(f"fact-{number:02}", source, "twice", when=date) for number, date in enumerate(dates)]
    return base_of([source], facts, [], [])


def week() -> Knowledge:
    """Twelve facts: seven on the first day, five on the second."""
    return dated(*[dt.date(2025, 10, 13)] * 7, *[dt.date(2025, 10, 14)] * 5)


def headings(knowledge: Knowledge, page: int) -> list[str]:
    view = ui.timeline(days(knowledge), TimelinePage(first=None, last=None, page=page), ENGLISH)
    return [text for text in reading(view).shown.split("\n") if text.startswith("1")]


def test_a_day_that_goes_on_over_a_page_says_so() -> None:
    shown = [headings(week(), page) for page in range(3)]

    assert [[line for line in lines if "facts" not in line] for lines in shown] == [
        ["13 October 2025"],
        ["13 October 2025, continued", "14 October 2025"],
        ["14 October 2025, continued"],
    ]


@pytest.mark.parametrize("page", [2, 9])
def test_a_page_past_the_last_shows_the_last(page: int) -> None:
    view = ui.timeline(days(week()), TimelinePage(first=None, last=None, page=page), ENGLISH)

    assert ids_of(view) == ["b1:fact:fact-10", "b1:fact:fact-11", "b1:timeline:open:open:dark:1"]


def test_the_buttons_carry_the_range_the_page_and_how_the_picture_is_drawn() -> None:
    at = TimelinePage(first=dt.date(2025, 10, 1), last=None, dark=False)
    view = ui.timeline(days(week()), at, ENGLISH, picture="A picture.")

    assert [parse(found) for found in ids_of(view) if "timeline" in found] == [
        TimelinePage(first=dt.date(2025, 10, 1), last=None, dark=False, page=1),
        TimelinePage(first=dt.date(2025, 10, 1), last=None, dark=True, page=0),
    ]
    assert [found["label"] for found in components(view) if found.get("label")][-1] == ENGLISH.picture_dark


def test_a_timeline_without_a_picture_has_no_button_for_it() -> None:
    view = ui.timeline(days(week()), EVER, ENGLISH)

    assert [found for found in ids_of(view) if "light" in found] == []
    assert [found for found in components(view) if found.get("items")] == []


@BOTH
@pytest.mark.parametrize("mark", ["*", "a", "> ", "\u0301"])
def test_a_timeline_of_a_hostile_base_is_accepted(mark: str, words: Texts) -> None:
    shown = days(hurting(mark))

    for page in (0, 3, 9):
        view = ui.timeline(
            shown, TimelinePage(first=None, last=None, page=page), words, undated=99, picture="a" * ALT_TEXT
        )
        check_layout(view)
        assert "mention" not in reading(view).live


@BOTH
def test_five_days_on_a_page_are_accepted(words: Texts) -> None:
    shown = days(dated(*(dt.date(2025, 10, day) for day in range(1, 12))))

    check_layout(ui.timeline(shown, TimelinePage(first=None, last=None, page=1), words, undated=1, picture="a"))


def test_the_description_has_each_row_with_its_standings() -> None:
    source = source_of(TEXT)
    facts = [
        fact_of(f"fact-{standing}", source, "twice", when=dt.date(2025, 10, 13), standing=standing)
        for standing in (Standing.CLAIMED, Standing.REPORTED)
    ]
    knowledge = base_of([source], [*facts, fact_of("later", source, "twice", when=dt.date(2025, 11, 2))], [], [])

    assert described(rows(days(knowledge), 10), ENGLISH) == (
        "Timeline. 13 October 2025 to 2 November 2025: 3 facts. "
        "13 October 2025: 2 facts (Reported 1, Claimed 1). 2 November 2025: 1 fact (Reported 1)."
    )


def test_the_description_of_one_row_has_its_dates_once() -> None:
    knowledge = dated(dt.date(2025, 10, 13))

    assert described(rows(days(knowledge), 10), ENGLISH) == "Timeline. 13 October 2025: 1 fact (Reported 1)."


@pytest.mark.parametrize(
    ("dates", "most", "english", "spanish"),
    [
        ([dt.date(2025, 10, 13)], 1, "13 October 2025", "13 de octubre de 2025"),
        ([dt.date(2025, 10, 13), dt.date(2025, 10, 14)], 1, "October 2025", "octubre de 2025"),
        ([dt.date(2025, 10, 13), dt.date(2025, 11, 14)], 1, "2025", "2025"),
        ([dt.date(2025, 10, 13), dt.date(2024, 10, 13)], 1, "2020–2029", "2020–2029"),
    ],
)
def test_a_row_is_named_by_its_day_its_month_or_its_years(
    dates: list[dt.date], most: int, english: str, spanish: str
) -> None:
    (row,) = rows(days(dated(*dates)), most)

    assert (row_label(row, ENGLISH), row_label(row, SPANISH)) == (english, spanish)
