from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from bot.core.briefing.selection import Edition, News, digests, digests_to_keep, next_facts, select_edition
from bot.core.knowledge.model import Fact, Knowledge, Quote, Standing, Vocabulary

DAY = dt.date(2025, 10, 17)
BEFORE = DAY - dt.timedelta(days=9)


def fact_of(key: str, importance: int = 2, disputes: tuple[str, ...] = (), topics: tuple[str, ...] = ("a",)) -> Fact:
    return Fact(
        id=key,
        statement=key,
        topics=topics,
        attribution="a",
        standing=Standing.REPORTED,
        when=None,
        importance=importance,
        quotes=(),
        question="",
        disputes=disputes,
    )


def knowledge_of(*facts: Fact) -> Knowledge:
    return Knowledge(
        sources={},
        topics={},
        vocabulary=Vocabulary(),
        facts={fact.id: fact for fact in facts},
        unknowns={},
        revision="",
    )


def chosen(
    knowledge: Knowledge, told: dict[str, dt.date], count: int, last: dict[str, str] | None = None
) -> list[list[str]]:
    return [[fact.id for fact in block] for block in edition_of(knowledge, told, count, last).blocks]


def edition_of(
    knowledge: Knowledge, told: dict[str, dt.date], count: int, last: dict[str, str] | None = None
) -> Edition:
    return select_edition(knowledge, told=told, last=last, day=DAY, count=count)


def with_statement(knowledge: Knowledge, key: str, statement: str) -> Knowledge:
    changed = {**knowledge.facts, key: dataclasses.replace(knowledge.facts[key], statement=statement)}
    return knowledge_of(*changed.values())


def test_unsent_facts_come_first_the_most_important_at_the_top() -> None:
    knowledge = knowledge_of(fact_of("told", 3), fact_of("detail", 1), fact_of("news", 3), fact_of("middle"))

    assert chosen(knowledge, {"told": BEFORE}, 4) == [["news"], ["middle"], ["detail"], ["told"]]


def test_sent_facts_return_by_how_long_ago_they_were_sent() -> None:
    knowledge = knowledge_of(fact_of("yesterday", 3), fact_of("last-week", 1), fact_of("last-week-news", 3))
    told = {
        "yesterday": DAY - dt.timedelta(1),
        "last-week": DAY - dt.timedelta(7),
        "last-week-news": DAY - dt.timedelta(7),
    }

    assert chosen(knowledge, told, 3) == [["last-week-news"], ["last-week"], ["yesterday"]]


def test_equals_keep_the_order_of_the_base_and_the_count_is_kept() -> None:
    knowledge = knowledge_of(fact_of("b"), fact_of("a"), fact_of("c"))

    assert chosen(knowledge, {}, 2) == [["b"], ["a"]]


@pytest.mark.parametrize("first", ["claim", "doubt"])
def test_a_claim_comes_before_what_disputes_it_and_each_counts(first: str) -> None:
    importance = {"claim": 1, "doubt": 1, first: 3}
    knowledge = knowledge_of(
        fact_of("doubt", importance["doubt"], ("claim",)), fact_of("other"), fact_of("claim", importance["claim"])
    )

    assert chosen(knowledge, {}, 3) == [["claim", "doubt"], ["other"]]


def test_all_that_speaks_against_a_claim_comes_with_it_as_far_as_there_is_room() -> None:
    knowledge = knowledge_of(
        fact_of("one", 3, ("claim",)), fact_of("claim"), fact_of("two", 1, ("claim",)), fact_of("reply", 1, ("two",))
    )

    assert chosen(knowledge, {}, 4) == [["claim", "one", "two", "reply"]]
    assert chosen(knowledge, {}, 2) == [["claim", "one"]]
    assert chosen(knowledge, {"claim": DAY, "one": DAY}, 2) == [["claim", "two"]]
    assert chosen(knowledge, {"claim": DAY, "one": DAY, "two": DAY}, 1) == [["reply"]]


def test_a_dispute_for_which_there_is_no_room_waits_unless_nothing_else_is_left() -> None:
    dispute = fact_of("claim"), fact_of("doubt", 1, ("claim",))

    assert chosen(knowledge_of(fact_of("a", 3), *dispute, fact_of("b", 1)), {}, 2) == [["a"], ["b"]]
    assert chosen(knowledge_of(fact_of("a", 3), *dispute), {}, 2) == [["a"], ["claim"]]


@pytest.mark.parametrize("count", range(1, 6))
def test_an_edition_has_exactly_as_many_facts_as_asked(count: int) -> None:
    disputed = [fact_of(f"claim-{number}", 3) for number in range(3)]
    doubts = [fact_of(f"doubt-{number}", 1, (f"claim-{number % 3}",)) for number in range(5)]
    knowledge = knowledge_of(*disputed, *doubts, fact_of("single"))
    told: dict[str, dt.date] = {}
    for number in range(12):
        day = DAY + dt.timedelta(days=number)
        facts = select_edition(knowledge, told=told, last=None, day=day, count=count).facts
        told.update({fact.id: day for fact in facts})
        assert len({fact.id for fact in facts}) == len(facts) == count

    assert told.keys() == knowledge.facts.keys()


def test_each_fact_is_of_another_topic_while_enough_topics_have_facts() -> None:
    knowledge = knowledge_of(
        fact_of("a1", 3), fact_of("a2", 3), fact_of("ab", 3, topics=("a", "b")), fact_of("b", 2, topics=("b",)),
        fact_of("c", 1, topics=("c",)),
    )  # fmt: skip

    assert chosen(knowledge, {}, 3) == [["a1"], ["b"], ["c"]]
    assert chosen(knowledge, {"c": BEFORE, "b": BEFORE}, 3) == [["a1"], ["b"], ["c"]]
    assert chosen(knowledge, {}, 4) == [["a1"], ["b"], ["c"], ["a2"]]


def test_news_of_one_topic_comes_before_other_topics() -> None:
    old = knowledge_of(fact_of("b", 3, topics=("b",)))
    now = knowledge_of(*old.facts.values(), fact_of("a1"), fact_of("a2"))

    assert chosen(now, {}, 2, digests(old)) == [["a1"], ["a2"]]


def test_the_facts_after_an_edition_are_those_whose_turn_comes_next() -> None:
    old = knowledge_of(fact_of("told", 3), fact_of("shown", 3), fact_of("untold", 1))
    now = knowledge_of(*old.facts.values(), fact_of("added", 1))

    found = next_facts(now, told={"told": BEFORE}, last=digests(old), without={"shown"}, count=3)

    assert [fact.id for fact in found] == ["added", "untold", "told"]
    assert len(next_facts(now, told={}, last=None, without={"shown"}, count=2)) == 2


def test_no_fact_is_in_an_edition_twice_and_a_small_base_fills_what_it_can() -> None:
    knowledge = knowledge_of(fact_of("claim", 3), fact_of("doubt", 3, ("claim",)))

    assert chosen(knowledge, {}, 5) == [["claim", "doubt"]]
    assert chosen(knowledge_of(), {}, 5) == []


def test_all_facts_are_sent_before_one_is_repeated() -> None:
    knowledge = knowledge_of(*(fact_of(f"f{number}", number % 3 + 1) for number in range(10)))
    told: dict[str, dt.date] = {}
    last: dict[str, str] | None = None
    for number in range(5):
        day = DAY + dt.timedelta(days=number)
        facts = select_edition(knowledge, told=told, last=last, day=day, count=2).facts
        assert not told.keys() & {fact.id for fact in facts}
        told.update({fact.id: day for fact in facts})
        last = digests_to_keep(knowledge, last, told.keys())

    assert told.keys() == knowledge.facts.keys()


def test_what_is_new_or_changed_since_the_last_edition_comes_before_what_was_never_sent() -> None:
    old = knowledge_of(fact_of("told", 3), fact_of("untold", 3), fact_of("reworded", 1))
    last, told = digests(old), {"told": BEFORE, "reworded": DAY - dt.timedelta(days=1)}
    now = knowledge_of(*with_statement(old, "reworded", "other words").facts.values(), fact_of("added", 2))

    today = edition_of(now, told, 3, last)

    assert [fact.id for fact in today.facts] == ["added", "reworded", "untold"]
    assert today.news == {"added": News.NEW, "reworded": News.CHANGED}
    assert not today.first


def test_only_news_that_is_sent_is_named() -> None:
    knowledge = knowledge_of(fact_of("told"), fact_of("great", 3), fact_of("small", 1))

    assert edition_of(knowledge, {}, 1, {"told": digests(knowledge)["told"]}).news == {"great": News.NEW}


def test_a_first_edition_has_no_news() -> None:
    first = edition_of(knowledge_of(fact_of("a")), {}, 1)

    assert first.first
    assert first.news == {}


def test_a_day_on_which_nothing_was_added_or_changed_has_no_news() -> None:
    knowledge = knowledge_of(fact_of("a"))

    today = edition_of(knowledge, {}, 1, digests(knowledge))

    assert not today.first
    assert today.news == {}


@pytest.mark.parametrize(
    "change",
    [
        {"statement": "other"},
        {"standing": Standing.CLAIMED},
        {"attribution": "b"},
        {"when": DAY},
        {"quotes": (Quote(source="s", exact="words", start=0, end=5, paragraph=1),)},
    ],
)
def test_everything_that_a_reader_sees_counts_as_a_change(change: dict[str, object]) -> None:
    fact = fact_of("a")
    changed = dataclasses.replace(fact, **change)  # type: ignore[arg-type]

    assert digests(knowledge_of(fact)) != digests(knowledge_of(changed))


def test_a_difference_that_no_reader_sees_is_not_a_change() -> None:
    fact = fact_of("a")
    changed = dataclasses.replace(fact, question="how?", topics=("b",), importance=3, related=("c",))

    assert digests(knowledge_of(fact)) == digests(knowledge_of(changed))


def test_a_change_for_which_there_was_no_room_is_still_news_the_next_day() -> None:
    old = knowledge_of(fact_of("a", 3), fact_of("b", 1))
    now = with_statement(with_statement(old, "a", "new a"), "b", "new b")

    kept = digests_to_keep(now, digests(old), {"a"})

    assert edition_of(now, {"a": DAY, "b": BEFORE}, 1, kept).news == {"b": News.CHANGED}


def test_a_new_fact_for_which_there_was_no_room_is_still_new_the_next_day() -> None:
    old = knowledge_of(fact_of("old"))
    now = knowledge_of(*old.facts.values(), fact_of("told", 3), fact_of("waiting", 3))
    kept = digests_to_keep(now, digests(old), {"told"})
    later = knowledge_of(*now.facts.values(), fact_of("newer", 1))

    today = edition_of(later, {"old": BEFORE, "told": DAY}, 2, kept)

    assert [fact.id for fact in today.facts] == ["waiting", "newer"]
    assert today.news == {"waiting": News.NEW, "newer": News.NEW}


def test_an_edition_has_news_if_it_is_the_first_or_if_something_is_new_or_changed() -> None:
    knowledge = knowledge_of(fact_of("a"), fact_of("b"))

    assert edition_of(knowledge, {}, 1).has_news
    assert edition_of(knowledge, {"a": DAY}, 1, {"a": digests(knowledge)["a"]}).has_news
    assert not edition_of(knowledge, {}, 1, digests(knowledge)).has_news
    assert not edition_of(knowledge_of(), {}, 1).has_news


def test_a_fact_that_was_retired_is_remembered_no_longer() -> None:
    assert digests_to_keep(knowledge_of(fact_of("a")), {"gone": "digest", "a": "digest"}, ()).keys() == {"a"}
