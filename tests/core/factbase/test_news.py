from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.core.factbase.news import FactNews, NewsKind, find_news, known_facts
from bot.core.knowledge.model import Fact, Knowledge, Standing, Vocabulary

KEY = "ships-left"


def harbour() -> Knowledge:
    """A base of one fact."""
    fact = Fact(
        id=KEY,
        statement="The ships have not left.",
        topics=("harbour",),
        attribution="the harbour master",
        standing=Standing.STATED,
        when=None,
        importance=2,
        quotes=(),
        question="",
    )
    return Knowledge(sources={}, topics={}, vocabulary=Vocabulary(), facts={KEY: fact}, unknowns={}, revision="1")


def changed(**fields: object) -> Knowledge:
    """The harbour's base with one fact changed."""
    base = harbour()
    fact: Fact = replace(base.facts[KEY], **fields)  # type: ignore[arg-type]
    return replace(base, facts={**base.facts, KEY: fact})


def news_of(new: Knowledge) -> list[tuple[str, NewsKind, str]]:
    return [(each.fact, each.kind, each.before) for each in find_news(known_facts(harbour()), known_facts(new))]


def test_the_same_base_is_no_news() -> None:
    assert news_of(harbour()) == []


def test_a_fact_that_says_something_else_is_corrected_and_has_its_earlier_statement() -> None:
    assert news_of(changed(statement="No ship has left.")) == [
        (KEY, NewsKind.CORRECTED, harbour().facts[KEY].statement)
    ]


def test_a_change_of_the_wording_alone_is_none_if_its_curator_says_so() -> None:
    found = news_of(changed(statement="All ships stayed.", reworded=dt.date(2031, 3, 7)))

    assert [kind for _, kind, _ in found] == [NewsKind.CHANGED]


def test_phrasings_and_a_day_of_rewording_alone_are_no_news() -> None:
    assert news_of(changed(phrasings=("did they go",), reworded=dt.date(2031, 3, 7))) == []


def test_a_fact_that_is_added_is_new_and_one_that_is_gone_is_removed() -> None:
    base = harbour()
    without = replace(base, facts={key: fact for key, fact in base.facts.items() if key != KEY})

    assert [each.kind for each in find_news(known_facts(without), known_facts(base))] == [NewsKind.NEW]
    assert news_of(without) == [(KEY, NewsKind.REMOVED, base.facts[KEY].statement)]


def test_who_follows_the_old_topic_of_a_fact_hears_of_its_change_too() -> None:
    other = ("elsewhere",)
    (found,) = find_news(known_facts(harbour()), known_facts(changed(statement="No.", topics=other)))

    assert isinstance(found, FactNews)
    assert found.topics == (*other, *harbour().facts[KEY].topics)
