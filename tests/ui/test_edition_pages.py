from __future__ import annotations

import datetime as dt

import pytest
from accepted import check_layout, components, ids_of, reading
from render_bases import harbour, hurting

from bot import ui
from bot.i18n import ENGLISH, SPANISH, Texts

DAY = dt.date(2025, 10, 18)
THREE = ("ships-left", "all-is-well", "fishermen-doubt")


def test_a_page_shows_statement_standing_and_quote_of_each_fact() -> None:
    layout = ui.edition_facts(DAY, THREE, harbour(), ENGLISH)

    assert layout is not None
    check_layout(layout)
    shown = reading(layout).shown
    assert shown.startswith("More facts than in the briefing for 18 October 2025\n3 facts\n")
    assert "On 13 October 2025 three ships left the harbour.\nDocumented by the harbour master" in shown
    assert "Three ships left the harbour on Monday.\nThe Gazette · Three ships leave · paragraph 2" in shown
    assert ids_of(layout) == [f"b1:fact:{key}" for key in THREE]


def test_more_facts_are_paged_and_each_page_names_them_all() -> None:
    knowledge = hurting()
    ids = list(knowledge.facts)[:20]
    pages = [ui.edition_facts(DAY, ids, knowledge, ENGLISH, page) for page in range(9)]

    for layout in pages:
        assert layout is not None
        check_layout(layout)
        (menu,) = [part for part in components(layout) if part["type"] == 3]
        assert [option["value"] for option in menu["options"]] == ids
    first, last, past = (ids_of(pages[number]) for number in (0, 6, 8))  # type: ignore[arg-type]
    assert "b1:day:2025-10-18:1" in first
    assert "b1:day:2025-10-18:5" in last
    assert past == last


def test_facts_that_have_left_the_base_are_left_out() -> None:
    layout = ui.edition_facts(DAY, ("gone", "all-is-well"), harbour(), ENGLISH)

    assert layout is not None
    assert "1 fact" in reading(layout).shown


def test_a_briefing_of_which_nothing_is_left_has_no_page() -> None:
    assert ui.edition_facts(DAY, ("gone",), harbour(), ENGLISH) is None
    assert ui.edition_facts(DAY, (), harbour(), ENGLISH) is None


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
@pytest.mark.parametrize("mark", ["*", "a", "a ", "> "])
def test_hostile_pages_are_accepted(mark: str, words: Texts) -> None:
    knowledge = hurting(mark)
    layout = ui.edition_facts(DAY, list(knowledge.facts), knowledge, words)

    assert layout is not None
    check_layout(layout)
    assert "mention" not in reading(layout).live
