from __future__ import annotations

import dataclasses

import pytest
from accepted import check_layout, components, ids_of, reading
from render_bases import TEXT, base_of, fact_of, harbour, hurting, source_of

from bot import ui
from bot.core.knowledge.disputes import Dispute, disputes
from bot.core.knowledge.entities import Appearance, Speaker, Speakers
from bot.i18n import ENGLISH, SPANISH, Texts
from bot.ui.components import STANDING

BOTH = pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
MARKS = pytest.mark.parametrize("mark", ["*", "a", "> ", "\u0301"])
MAYOR = Speaker(key="0" * 12, name="the mayor", listed=True)


def parts(says: int, named: int) -> list[Appearance]:
    source = source_of(TEXT)
    return [
        Appearance(fact=fact_of(f"fact-{number}", source, "twice"), says=number < says)
        for number in range(says + named)
    ]


def test_each_page_groups_its_facts_by_the_part_that_the_name_has_in_them() -> None:
    pages = [reading(ui.who(MAYOR, parts(6, 3), ENGLISH, page)).shown for page in (0, 1)]

    assert [[line for line in page.split("\n") if line.endswith("facts")] for page in pages] == [
        ["Attributed to this name · 6 facts"],
        ["Attributed to this name · 6 facts", "Mentioning this name · 3 facts"],
    ]
    assert "9 facts · Page 2 of 2" in pages[1]


def test_a_page_past_the_last_shows_the_last() -> None:
    assert ids_of(ui.who(MAYOR, parts(6, 0), ENGLISH, 9))[-1] == "b1:who:000000000000:0"


@BOTH
@MARKS
def test_people_of_a_hostile_base_are_accepted(mark: str, words: Texts) -> None:
    speakers = Speakers(hurting(mark))
    speaker = speakers.all[0]
    near = [Speaker(key=f"{number:012}", name=mark * 200, listed=True) for number in range(3)]

    for view in (
        ui.who(speaker, speakers.appearances(speaker), words),
        ui.who(speaker, speakers.appearances(speaker), words, 3),
        ui.who(speaker, (), words),
        ui.who_near(mark * 100, near, words),
    ):
        check_layout(view)
        assert "mention" not in reading(view).live


def test_a_comparison_has_a_frame_in_the_colour_of_each_standing() -> None:
    (dispute,) = disputes(harbour())
    view = ui.comparison(dispute, harbour(), ENGLISH)

    frames = [part["accent_color"] for part in components(view) if "accent_color" in part]
    assert frames == [int(STANDING[fact.standing]) for fact in (dispute.claim, dispute.against[0])]


@BOTH
@MARKS
def test_disputes_of_a_hostile_base_are_accepted(mark: str, words: Texts) -> None:
    knowledge = hurting(mark)
    (dispute,) = disputes(knowledge)
    many = [
        dataclasses.replace(dispute, claim=dataclasses.replace(dispute.claim, id=f"{number:060}"))
        for number in range(40)
    ]

    for view in (
        ui.comparison(dispute, knowledge, words),
        ui.comparison(dispute, knowledge, words, 7),
        ui.comparison(dispute, knowledge, words, 9999),
        ui.disputed(many, words),
        ui.disputed(many, words, 3, note=mark * 2000),
        ui.disputed((), words, note=mark),
    ):
        check_layout(view)
        assert "mention" not in reading(view).live


def test_a_fact_without_a_quote_is_compared_too() -> None:
    source = source_of(TEXT)
    claim, doubt = (dataclasses.replace(fact_of(key, source, "twice"), quotes=()) for key in ("claim", "doubt"))
    view = ui.comparison(Dispute(claim=claim, against=(doubt,)), base_of([source], [claim, doubt], [], []), ENGLISH)

    check_layout(view)
    assert ids_of(view) == ["b1:fact:claim", "b1:fact:doubt", "b1:disputes:0"]
