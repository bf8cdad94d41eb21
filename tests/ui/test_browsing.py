from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from accepted import check_layout, components, ids_of, reading
from render_bases import TEXT, base_of, fact_of, harbour, hurting, source_of

from bot import ui
from bot.core.knowledge.coverage import source_coverage
from bot.core.knowledge.model import Knowledge, Topic
from bot.i18n import ENGLISH, SPANISH, Texts


def many(number: int) -> Knowledge:
    source = source_of(TEXT)
    facts = [fact_of(f"fact-{index}", source, "twice") for index in range(number)]
    return base_of([source], facts, [Topic(id="ships", title="Ships", description="All of them.")], [])


def test_related_facts_come_as_curated_then_disputing_then_ranked_then_of_the_topic() -> None:
    source = source_of(TEXT)
    more = (
        fact_of("of-the-topic", source, "twice", topics=("mayor",)),
        fact_of("ranked", source, "twice"),
        fact_of("curated", source, "twice"),
    )
    knowledge = harbour(
        *more, fact_of("claim", source, "well", topics=("mayor",), related=("curated",), disputes=("all-is-well",))
    )

    view = ui.related(knowledge.facts["claim"], knowledge, ENGLISH, ("ranked", "claim", "gone"))

    assert ids_of(view) == [
        "b1:fact:curated",
        "b1:fact:all-is-well",
        "b1:fact:ranked",
        "b1:fact:fishermen-doubt",
        "b1:fact:of-the-topic",
    ]


def test_a_fact_without_relations_says_so() -> None:
    knowledge = harbour()

    assert ENGLISH.nothing_related in reading(ui.related(knowledge.facts["ships-left"], knowledge, ENGLISH)).shown


def test_topics_lists_those_with_facts_and_a_menu_of_them() -> None:
    view = ui.topics(harbour(), ENGLISH)
    menu = next(found for found in components(view) if found.get("options"))

    assert [option["value"] for option in menu["options"]] == ["ships", "mayor"]
    assert [option["description"] for option in menu["options"]] == ["1 fact", "2 facts"]
    assert reading(view).shown.split("\n") == [ENGLISH.topics, "Ships · 1 fact", "The mayor · 2 facts"]


def test_topics_are_named_in_the_language_of_the_reader() -> None:
    knowledge = harbour()
    ships = dataclasses.replace(knowledge.topics["ships"], titles=(("es", "Barcos"),), descriptions=(("es", "Tres."),))
    translated = dataclasses.replace(knowledge, topics={**knowledge.topics, "ships": ships})

    assert "Barcos · 1 hecho\nTres." in reading(ui.topics(translated, SPANISH)).shown
    assert "Barcos" in reading(ui.topic(translated, "ships", SPANISH)).shown
    assert "Barcos" not in reading(ui.topics(translated, ENGLISH)).shown


def test_more_topics_than_a_menu_takes_are_shown_page_by_page() -> None:
    knowledge = hurting("a")
    pages = [ui.topics(knowledge, ENGLISH, page) for page in range(6)]

    turns = [[found for found in ids_of(view) if "topics" in found] for view in pages]
    assert turns[0] == ["b1:topics:0", "b1:all-topics:1"]
    assert turns[1] == ["b1:topics:0", "b1:all-topics:0", "b1:all-topics:2"]
    assert turns[5] == ["b1:topics:0", "b1:all-topics:4"]
    assert "Page 6 of 6" in reading(pages[5]).shown
    menus = [option["value"] for view in pages for found in components(view) for option in found.get("options") or []]
    assert menus == list(knowledge.topics)


@pytest.mark.parametrize(
    ("page", "turns", "first"),
    [
        (0, ["1"], "fact-0"),
        (1, ["0", "2"], "fact-5"),
        (2, ["1"], "fact-10"),
        (9, ["1"], "fact-10"),
        (-1, ["1"], "fact-0"),
    ],
)
def test_a_topic_is_shown_page_by_page(page: int, turns: list[str], first: str) -> None:
    view = ui.topic(many(12), "ships", ENGLISH, page)
    ids = ids_of(view)

    assert [found for found in ids if "topic:" in found] == [f"b1:topic:ships:{turn}" for turn in turns]
    assert ids[0] == f"b1:fact:{first}"


def test_a_topic_of_one_page_has_no_pages() -> None:
    view = ui.topic(many(5), "ships", ENGLISH)

    assert not [found for found in ids_of(view) if "topic:" in found]
    assert "5 facts" in reading(view).shown.split("\n")


def test_an_unknown_topic_is_an_error() -> None:
    with pytest.raises(KeyError):
        ui.topic(harbour(), "weather", ENGLISH)


def test_a_topic_without_facts_says_so() -> None:
    assert ENGLISH.no_facts in reading(ui.topic(harbour(), "empty", ENGLISH)).shown


def test_sources_shows_what_each_is_its_state_and_how_much_of_it_is_quoted() -> None:
    view = ui.sources(source_coverage(harbour()), ENGLISH)
    sha256 = harbour().sources["harbour"].sha256

    assert reading(view).shown.split("\n")[2:] == [
        "Three ships leave",
        "The Gazette",
        f"25% of 4 sentences quoted · quoted by 3 facts · SHA-256 {sha256[:12]}…",
        "Monday is 13 October 2025.",
    ]
    assert [found["url"] for found in components(view) if found.get("url")] == ["https://example.org/ships"]


def test_sources_shows_who_wrote_it_and_when_it_was_published_and_copied() -> None:
    dates = {"published": dt.date(2025, 10, 17), "retrieved": dt.date(2025, 10, 18)}
    knowledge = base_of([source_of(TEXT, authors=("Ann *Lee*", "Bo Ro"), **dates)], [], [], [])

    assert "The Gazette\nBy Ann *Lee*, Bo Ro · published 17 October 2025 · retrieved 18 October 2025\n" in (
        reading(ui.sources(source_coverage(knowledge), ENGLISH)).shown
    )
    assert "Por Ann *Lee*, Bo Ro · publicado el 17 de octubre de 2025 · consultado el 18 de octubre de 2025" in (
        reading(ui.sources(source_coverage(knowledge), SPANISH)).shown
    )


@pytest.mark.parametrize(
    ("url", "name"), [("https://a.example/ships", "Open Three ships leave"), ("https://a.example/", "Open a.example")]
)
def test_the_button_of_a_source_names_the_article_or_the_site_that_its_address_leads_to(url: str, name: str) -> None:
    view = ui.sources(source_coverage(base_of([source_of(TEXT, url=url)], [], [], [])), ENGLISH)

    assert [found["label"] for found in components(view) if found.get("url")] == [name]


@pytest.mark.parametrize(
    "url", ["", "ftp://a.example", "https://", "https://a.example/a b", "https://a.example/" + "u" * 512]
)
def test_an_address_that_discord_would_refuse_gets_no_button(url: str) -> None:
    view = ui.sources(source_coverage(base_of([source_of(TEXT, url=url)], [], [], [])), ENGLISH)

    assert not [found for found in components(view) if found.get("url")]


def test_sources_are_shown_page_by_page() -> None:
    assert ids_of(ui.sources(source_coverage(hurting()), ENGLISH, 1)) == ["b1:sources:0", "b1:sources:2"]


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
@pytest.mark.parametrize("mark", ["*", "a", "a ", "> ", "\u0301"])
def test_browsing_a_hostile_base_is_accepted(mark: str, words: Texts) -> None:
    knowledge = hurting(mark)

    for view in (
        ui.related(next(iter(knowledge.facts.values())), knowledge, words),
        ui.topics(knowledge, words),
        ui.topics(knowledge, words, 9),
        ui.topic(knowledge, next(iter(knowledge.topics)), words, 3),
        ui.sources(source_coverage(knowledge), words, 2),
    ):
        check_layout(view)
        assert "mention" not in reading(view).live


def test_browsing_an_empty_base_is_accepted() -> None:
    empty = base_of([], [], [], [])

    for view in (ui.topics(empty, ENGLISH), ui.sources(source_coverage(empty), ENGLISH)):
        check_layout(view)
