from __future__ import annotations

import dataclasses

import pytest
from accepted import check_layout, ids_of, reading
from render_bases import TEXT, base_of, fact_of, harbour, hurting, source_of

from bot import ui
from bot.core.knowledge.model import Topic
from bot.core.knowledge.overview import highlights
from bot.i18n import ENGLISH, SPANISH, Texts


def test_each_topic_has_its_most_important_fact_and_no_fact_appears_twice() -> None:
    source = source_of(TEXT)
    both = fact_of("both", source, "twice", topics=("ships", "mayor"), importance=3)
    own = fact_of("own", source, "twice", topics=("mayor",), importance=1)
    only = fact_of("only", source, "twice", topics=("ships",), importance=2)
    topics = [Topic(id=key, title=key) for key in ("ships", "mayor", "empty")]
    found = highlights(base_of([source], [only, both, own], topics, []))

    assert [(each.topic.id, each.fact.id) for each in found] == [("ships", "both"), ("mayor", "own")]


def test_an_overview_without_dates_has_no_button_for_the_timeline() -> None:
    knowledge = harbour()
    undated = [dataclasses.replace(fact, when=None) for fact in knowledge.facts.values()]
    view = ui.overview(base_of(list(knowledge.sources.values()), undated, list(knowledge.topics.values()), []), ENGLISH)

    check_layout(view)
    assert not [custom_id for custom_id in ids_of(view) if "timeline" in custom_id]


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
@pytest.mark.parametrize("mark", ["*", "a", "> ", "\u0301"])
def test_an_overview_of_a_hostile_base_is_accepted(mark: str, words: Texts) -> None:
    view = ui.overview(hurting(mark), words)

    check_layout(view)
    assert "mention" not in reading(view).live
    assert words.overview_more.format(topics=words.count(120, words.topic)) in reading(view).shown


def test_an_empty_base_has_an_overview() -> None:
    view = ui.overview(base_of([source_of(TEXT)], [], [], []), ENGLISH)

    check_layout(view)
    assert ENGLISH.no_facts in reading(view).shown
