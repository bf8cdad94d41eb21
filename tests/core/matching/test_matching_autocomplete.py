from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rankers import fact_of, project_knowledge, small_knowledge, small_ranker

from bot.core.knowledge.model import Fact, FactColumns, Standing, Vocabulary
from bot.core.knowledge.vocabulary import build_concept_index
from bot.core.matching.autocomplete import Completer, complete_with, fold_offered
from bot.core.matching.documents import collect_texts
from bot.core.matching.reading import read_texts
from bot.core.text.normalise import fold

CONCEPT_INDEX = build_concept_index(Vocabulary())
COMPLETER: Completer = small_ranker(meaning=False).completer


def build_completer(facts: Sequence[Fact]) -> Completer:
    entries = collect_texts(facts, CONCEPT_INDEX)
    return complete_with(
        facts,
        folded=tuple(fold_offered(facts)),
        index=read_texts(entries, CONCEPT_INDEX, None, names=frozenset(), small=False).offered,
        importance=FactColumns.of(facts).importance,
    )


@pytest.fixture(scope="module")
def news() -> Completer:
    """The suggestions of the base that the project ships."""
    return build_completer(tuple(project_knowledge().facts.values()))


def texts(typed: str, limit: int = 25) -> list[str]:
    return [completion.text for completion in COMPLETER.complete(typed, limit=limit)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("how high were", "how high were the waves in the storm"),
        ("HOW HIGH WERE", "how high were the waves in the storm"),
        ("how hgih wree", "how high were the waves in the storm"),
        ("last evning", "when was the last evening crossing"),
        ("builders in ostr", "Builders in Ostrand"),
    ],
)
def test_typed_text_finds_its_question_also_with_typos(typed: str, first: str) -> None:
    assert any(text.startswith(first) for text in texts(typed)[:3])


@pytest.mark.parametrize("typed", ["holsey", "Holsey's", "HOLSEY", "holsy", "hosley", "holseyy", "ohlsey", "hols"])
def test_a_name_offers_only_facts_that_have_the_name(news: Completer, typed: str) -> None:
    found = news.complete(typed)

    assert len(found) >= 5
    assert all("Holsey" in completion.text for completion in found)


@pytest.mark.parametrize("typed", ["hegset", "hegst", "heseth", "hegsteh"])
def test_half_a_name_may_have_a_slip(news: Completer, typed: str) -> None:
    found = news.complete(typed)

    assert found
    assert all("Hegseth" in completion.text for completion in found)


@pytest.mark.parametrize(
    "typed", ["boat str", "str boat", "boat strikes", "strikes boat", "strkes boat", "the boat str"]
)
def test_each_typed_word_is_in_what_is_offered_in_any_order(news: Completer, typed: str) -> None:
    found = news.complete(typed)

    assert found
    for completion in found:
        assert "boat" in completion.text
        assert "str" in completion.text.lower()


@pytest.mark.parametrize("typed", ["Caña", "cana", "CAÑA", "Teresa Carreno", "carreño"])
def test_accents_do_not_matter(news: Completer, typed: str) -> None:
    last = fold(typed).split()[-1]
    found = news.complete(typed)

    assert found
    assert all(last in fold(completion.text) for completion in found)


@pytest.mark.parametrize("typed", ["B-52", "b52", "B 52s"])
def test_a_designation_is_found_in_any_spelling(news: Completer, typed: str) -> None:
    found = news.complete(typed)

    assert found
    assert all("B-52" in completion.text for completion in found)


@pytest.mark.parametrize("typed", ["zzzz xqxq", "asdfghjkl", "zubrowka", "qqq", "?", "🚢", "what is zubrowka", "99999"])
def test_nonsense_offers_nothing(news: Completer, typed: str) -> None:
    assert news.complete(typed) == ()
    assert COMPLETER.complete(typed) == ()


def test_a_text_that_lacks_one_typed_word_of_many_is_still_offered() -> None:
    assert "how high were the waves in the storm" in texts("how high were waves in storm yesterday", limit=3)


@pytest.mark.parametrize("place", range(0, len(COMPLETER.completions), 3))
def test_every_text_is_offered_when_it_is_typed_whole(place: int) -> None:
    completion = COMPLETER.completions[place]

    assert COMPLETER.complete(completion.text)[0] == completion


def test_a_text_that_begins_as_typed_comes_first() -> None:
    assert texts("what did")[0].startswith("what did")


def test_statements_are_offered_too() -> None:
    assert texts("the harbour office puts")[0].startswith("The Harbour Office puts")


@pytest.mark.parametrize("typed", ["", "the", "lamp", "how", "e"])
def test_each_fact_is_offered_once(typed: str) -> None:
    facts = [completion.fact for completion in COMPLETER.complete(typed)]

    assert facts
    assert len(set(facts)) == len(facts)


@pytest.mark.parametrize("typed", ["", "   ", "\t\n"])
def test_with_nothing_typed_the_most_important_facts_are_offered_first(typed: str) -> None:
    facts = small_knowledge().facts
    offered = COMPLETER.complete(typed)

    claims = {key: facts[key].statement for key in ("repair-cost", "repair-end")}
    assert [each.text for each in offered] == [claims.get(each.fact, facts[each.fact].question) for each in offered]
    importance = [facts[each.fact].importance for each in offered]
    assert importance == sorted(importance, reverse=True)
    assert len(offered) == len(facts)


def test_unknowns_are_never_offered() -> None:
    assert {completion.fact for completion in COMPLETER.completions} == set(small_knowledge().facts)
    assert "how old is the keeper" not in texts("how old is the keeper")


def test_quotes_are_never_offered() -> None:
    assert all(not text.startswith("“We saw") for text in texts("we saw the glass go"))


def test_a_single_letter_offers_what_has_a_word_that_begins_with_it() -> None:
    found = texts("b", limit=100)

    assert found
    assert all(" b" in f" {text.lower()}" for text in found)


def test_of_many_alike_the_hundred_most_alike_are_compared_in_their_order() -> None:
    # The word itself is in the later half only: a shorter text of the same words is more like it.
    facts = [fact_of(f"f{n}", statement="-", question="ferry" + " lamp" * (n < 150)) for n in range(300)]
    completer = build_completer(facts)

    assert [each.fact for each in completer.complete("ferry", limit=300)] == [f"f{n}" for n in range(150, 250)]


@pytest.mark.parametrize("limit", [0, 1, 3, 25])
@pytest.mark.parametrize("typed", ["", "the lamp"])
def test_no_more_than_the_limit_is_offered(typed: str, limit: int) -> None:
    assert len(COMPLETER.complete(typed, limit=limit)) <= limit


def test_a_base_without_facts_offers_nothing() -> None:
    assert build_completer(()).complete("lamp") == ()


@given(st.text(alphabet=st.characters(), max_size=2000))
def test_any_text_can_be_typed(typed: str) -> None:
    assert len(COMPLETER.complete(typed, limit=5)) <= 5


def test_function_words_decide_between_texts_that_have_the_same_content_word() -> None:
    assert COMPLETER.complete("hiw much will teh rep")[0].fact == "repair-cost"
    assert COMPLETER.complete("when will the rep")[0].fact == "repair-end"


@pytest.mark.parametrize(
    ("standing", "question", "offered"),
    [
        (Standing.REPORTED, "why did the lamp fail", "why did the lamp fail"),
        (Standing.CLAIMED, "why did the lamp fail", "The mayor says the lamp failed."),
        (Standing.DISPUTED, "why did the lamp fail", "The mayor says the lamp failed."),
        (Standing.CLAIMED, "what does the mayor say of the lamp", "what does the mayor say of the lamp"),
    ],
)
def test_no_suggestion_takes_for_granted_what_somebody_only_claims(
    standing: Standing, question: str, offered: str
) -> None:
    fact = fact_of("lamp", statement="The mayor says the lamp failed.", question=question)
    completer = build_completer([replace(fact, standing=standing, attribution="the mayor")])

    assert [each.text for each in completer.complete(question)] == [offered]
    assert [each.text for each in completer.complete("")] == [offered]


@pytest.mark.parametrize(
    ("typed", "word"),
    [("did maduro steal the election", "maduro"), ("how many boats", "boats"), ("why did trump", "trump")],
)
def test_what_shares_a_word_with_the_question_but_is_far_behind_the_best_is_not_offered(
    news: Completer, typed: str, word: str
) -> None:
    offered = news.complete(typed, limit=100)
    having = {each.fact for each in news.completions if word in each.text.lower()}

    assert len(offered) <= len(having) / 2


def test_a_single_word_offers_all_that_have_it(news: Completer) -> None:
    having = {each.fact for each in news.completions if "bomber" in each.text}

    assert {each.fact for each in news.complete("bomber", limit=100)} == having
