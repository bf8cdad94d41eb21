from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rankers import fact_of, knowledge_of, small_knowledge, small_ranker

from bot.core.matching import build_ranker
from bot.core.matching.autocomplete import Completer
from bot.core.matching.index import damped

COMPLETER: Completer = small_ranker(meaning=False).completer


def texts(typed: str, limit: int = 25) -> list[str]:
    return [completion.text for completion in COMPLETER.complete(typed, limit=limit)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("how high were", "how high were the waves in the storm"),
        ("HOW HIGH WERE", "how high were the waves in the storm"),
        ("how hgih wree", "how high were the waves in the storm"),
        ("last evning", "when was the last evening crossing"),
        ("builders in ostr", "what do builders think of the sum"),
    ],
)
def test_what_is_typed_finds_its_ask_also_with_slips(typed: str, first: str) -> None:
    found = texts(typed)[:3]

    assert first in found or any(text.startswith("Builders in Ostrand") for text in found)


@pytest.mark.parametrize("place", range(0, len(COMPLETER.offers), 3))
def test_an_offer_shares_all_of_its_runs_of_three_characters_with_itself_also_those_over_two_words(place: int) -> None:
    whole = f" {COMPLETER.folded[place]} "
    runs = damped(whole[start : start + 3] for start in range(len(whole) - 2))

    assert COMPLETER.index.scores(runs)[place] == pytest.approx(1, abs=1e-5)


def test_an_offer_that_begins_as_typed_stands_first() -> None:
    assert texts("what did")[0].startswith("what did")


def test_statements_are_offered_too() -> None:
    assert texts("the harbour office puts")[0].startswith("The Harbour Office puts")


@pytest.mark.parametrize("typed", ["", "the", "lamp", "how", "e"])
def test_each_fact_is_offered_once(typed: str) -> None:
    facts = [completion.fact for completion in COMPLETER.complete(typed)]

    assert facts
    assert len(set(facts)) == len(facts)


@pytest.mark.parametrize("typed", ["", "   ", "\t\n"])
def test_with_nothing_typed_the_news_itself_is_offered_first(typed: str) -> None:
    facts = small_knowledge().facts
    offers = COMPLETER.complete(typed)

    assert [offer.text for offer in offers] == [facts[offer.fact].question for offer in offers]
    importance = [facts[offer.fact].importance for offer in offers]
    assert importance == sorted(importance, reverse=True)
    assert len(offers) == len(facts)


def test_unknowns_are_never_offered() -> None:
    assert {completion.fact for completion in COMPLETER.offers} == set(small_knowledge().facts)
    assert "how old is the keeper" not in texts("how old is the keeper")


def test_quotes_are_never_offered() -> None:
    assert all(not text.startswith("“We saw") for text in texts("we saw the glass go"))


def test_a_single_letter_offers_what_has_a_word_that_begins_with_it() -> None:
    found = texts("b", limit=100)

    assert found
    assert all(" b" in f" {text.lower()}" for text in found)


def test_of_many_alike_the_hundred_most_alike_are_looked_at_in_their_order() -> None:
    # The word itself stands in the later half only: a shorter text of the same words is more like it.
    facts = [fact_of(f"f{n}", statement="-", question="ferry" + " lamp" * (n < 150)) for n in range(300)]
    completer = build_ranker(knowledge_of(facts), vectors=None).completer

    assert [offer.fact for offer in completer.complete("ferry", limit=300)] == [f"f{n}" for n in range(150, 250)]


@pytest.mark.parametrize("limit", [0, 1, 3, 25])
@pytest.mark.parametrize("typed", ["", "the lamp"])
def test_no_more_than_the_limit_is_offered(typed: str, limit: int) -> None:
    assert len(COMPLETER.complete(typed, limit=limit)) <= limit


def test_where_nothing_is_near_nothing_is_offered() -> None:
    assert texts("zzzz xqxq") == []


@given(st.text(alphabet=st.characters(), max_size=2000))
def test_any_text_can_be_typed(typed: str) -> None:
    assert len(COMPLETER.complete(typed, limit=5)) <= 5
