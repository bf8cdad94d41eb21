from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rankers import build_index

from bot.core.matching.index import UNSEEN, IndexBuilder, InvertedIndex, PieceIndexBuilder, damped, joint_gram_matrix

TEXTS = [
    "lamp lamp storm".split(),
    "storm ferry".split(),
    "ferry ferry ferry keeper lamp rock".split(),
    "rock".split(),
    [],
]
QUERY = st.lists(st.sampled_from("abcdef"), unique=True)
ANY_TEXTS = st.lists(st.lists(st.sampled_from("abcdef")), min_size=1, max_size=6)


def index_of(texts: list[list[str]], *, by_rarity: bool = True) -> InvertedIndex:
    return build_index([damped(text) for text in texts], by_rarity=by_rarity)


def held(index: InvertedIndex, term: str) -> dict[int, float]:
    """The weight of a term in each text that has it."""
    (weights,) = index.weights_in([term], np.arange(index.size)).tolist()
    return {text: weight for text, weight in enumerate(weights) if weight}


def idf(texts: list[list[str]], term: str) -> float:
    """Robertson and Zaragoza's, which is positive for every term."""
    holding = sum(term in text for text in texts)
    return math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))


def vector(texts: list[list[str]], terms: list[str], text: list[str]) -> list[float]:
    counts = Counter(text)
    return [(1 + math.log(counts[term])) * idf(texts, term) if term in counts else 0.0 for term in terms]


def plain_cosines(texts: list[list[str]], query: list[str]) -> list[float]:
    """Cosines of whole vectors, text by text."""
    terms = sorted({term for text in [*texts, query] for term in text})
    asked = vector(texts, terms, query)
    found = []
    for text in texts:
        held = vector(texts, terms, text)
        norms = math.hypot(*asked) * math.hypot(*held)
        found.append(sum(a * b for a, b in zip(asked, held, strict=True)) / norms if norms else 0.0)
    return found


@given(texts=ANY_TEXTS, query=QUERY)
def test_scores_equal_the_cosines_of_whole_vectors_and_lie_within_0_and_1(
    texts: list[list[str]], query: list[str]
) -> None:
    scores = index_of(texts).scores(damped(query))

    np.testing.assert_allclose(scores, plain_cosines(texts, query), rtol=1e-4, atol=1e-6)
    assert scores.min() >= 0
    assert scores.max() <= 1 + 1e-6


@given(texts=ANY_TEXTS, query=QUERY, mask=st.lists(st.booleans(), min_size=6, max_size=6))
def test_scores_of_some_texts_are_those_among_all(texts: list[list[str]], query: list[str], mask: list[bool]) -> None:
    some = np.flatnonzero(mask[: len(texts)])
    index = index_of(texts)

    np.testing.assert_allclose(
        index.unit(damped(query))[1] @ index.weights_in(damped(query), some),
        index.scores(damped(query))[some],
        atol=1e-6,
    )


@given(texts=ANY_TEXTS)
def test_the_gram_matrix_has_the_score_of_each_text_as_a_question(texts: list[list[str]]) -> None:
    index = index_of(texts)

    # Two indexes that count half each are as good as one.
    found = np.tril(joint_gram_matrix([index, index], [0.5, 0.5]))

    np.testing.assert_allclose(found, np.tril([index.scores(damped(text)) for text in texts]), atol=1e-5)


def test_a_text_is_wholly_like_itself() -> None:
    assert index_of([["lamp", "storm"], ["ferry"]]).scores({"lamp": 1.0, "storm": 1.0})[0] == pytest.approx(1)


def test_a_term_that_no_text_has_scores_nothing_and_lowers_the_rest() -> None:
    index = index_of(TEXTS)

    assert not held(index, "zeppelin")
    assert not index.scores({"zeppelin": 1.0}).any()
    assert 0 < index.scores({"keeper": 1.0, "zeppelin": 1.0}).max() < index.scores({"keeper": 1.0}).max()
    assert index.weight("zeppelin") == pytest.approx(idf(TEXTS, "zeppelin"))


def test_postings_name_the_texts_that_hold_a_term_in_their_order() -> None:
    index = index_of(TEXTS)

    assert {term: list(held(index, term)) for term in index.terms} == {
        "lamp": [0, 2],
        "storm": [0, 1],
        "ferry": [1, 2],
        "keeper": [2],
        "rock": [2, 3],
    }


@pytest.mark.parametrize("term", ["lamp", "keeper", "rock"])
def test_a_rarer_term_weighs_more_and_the_formula_is_kept(term: str) -> None:
    index = index_of(TEXTS)

    assert index.weight(term) == pytest.approx(idf(TEXTS, term))
    assert index.weight("zeppelin") > index.weight("keeper") > index.weight("lamp") > 0


def test_a_term_in_every_text_still_weighs_something() -> None:
    assert index_of([["lamp"], ["lamp"], ["lamp"]]).weight("lamp") > 0


def test_a_question_has_length_1_with_the_terms_that_no_text_holds() -> None:
    index = index_of(TEXTS)
    (lamp, zeppelin), (share, rest) = index.unit({"lamp": 1.0, "zeppelin": 0.5})

    assert math.hypot(share, rest) == pytest.approx(1)
    assert (lamp, zeppelin) == (index.terms["lamp"], UNSEEN)


def test_occurrences_count_ever_less() -> None:
    once, twice, thrice = (damped(["lamp"] * times)["lamp"] for times in (1, 2, 3))

    assert once == 1
    assert twice - once > thrice - twice > 0


@pytest.mark.parametrize("texts", [[], [[]], [[], []]], ids=["no texts", "an empty text", "two empty texts"])
def test_an_index_of_nothing_scores_nothing(texts: list[list[str]]) -> None:
    index = index_of(texts)

    assert index.scores({"lamp": 1.0}).tolist() == [0.0] * len(texts)
    assert joint_gram_matrix([index], [1.0]).shape == (len(texts), len(texts))


def test_an_empty_question_scores_nothing() -> None:
    assert [len(part) for part in index_of(TEXTS).unit({})] == [0, 0]
    assert not index_of(TEXTS).scores({}).any()


@given(texts=ANY_TEXTS)
def test_texts_given_by_parts_are_indexed_as_by_all_of_their_pieces(texts: list[list[str]]) -> None:
    builder = PieceIndexBuilder(lambda part: part)
    for text in texts:
        builder.add("".join(text[start : start + 2]) for start in range(0, len(text), 2))
    found, whole = builder.build(), index_of(texts, by_rarity=False)

    assert found.terms.keys() == whole.terms.keys()
    for term in whole.terms:
        assert held(found, term) == pytest.approx(held(whole, term), rel=1e-6)


@given(texts=ANY_TEXTS, others=ANY_TEXTS)
def test_a_text_whose_terms_count_alike_is_the_same_vector_whatever_the_others_are(
    texts: list[list[str]], others: list[list[str]]
) -> None:
    alone, among = index_of(texts, by_rarity=False), index_of([*texts, *others], by_rarity=False)

    for term in alone.terms:
        assert held(alone, term) == {text: held(among, term)[text] for text in held(alone, term)}
    assert alone.weight("zeppelin") == among.weight("zeppelin") == 1


def test_an_index_that_is_not_scaled_keeps_the_weights_that_it_was_given() -> None:
    builder = IndexBuilder()
    builder.add({"lamp": 3, "storm": 1})
    builder.add({"ferry": 2, "lamp": 7})

    assert held(builder.build(scaled=False), "lamp") == {0: 3, 1: 7}


@pytest.mark.parametrize(
    "texts", [[0, 1, 2, 3], [1, 3, 4], [2], []], ids=["as many", "more than hold it", "fewer than hold it", "none"]
)
def test_a_term_has_its_weight_in_the_texts_that_have_it_and_none_in_the_others(texts: list[int]) -> None:
    builder = IndexBuilder()
    held = {"lamp": (3, 0, 7, 0, 0), "rock": (1, 1, 1, 1, 0), "storm": (0, 0, 0, 5, 0)}
    for place in range(5):
        builder.add({term: counts[place] for term, counts in held.items() if counts[place]})
    found = builder.build(scaled=False).weights_in(["rock", "zeppelin", *held], np.array(texts, dtype=np.intp))

    assert found.shape == (5, len(texts))
    for row, term in enumerate(["rock", "zeppelin", *held]):
        assert found[row].tolist() == [held.get(term, (0,) * 5)[text] for text in texts]


def test_a_term_of_very_many_texts_has_its_weight_beside_those_of_few() -> None:
    builder = IndexBuilder()
    for place in range(10_000):
        builder.add({"lamp": place, "storm": 1} if place % 2 else {"storm": 3})
    builder.add({"ferry": 2})
    found = builder.build(scaled=False).weights_in(["lamp", "ferry", "storm"], np.array([0, 1, 9_999, 10_000]))

    assert found.tolist() == [[0, 1, 9_999, 0], [0, 0, 0, 2], [3, 1, 1, 0]]


def test_of_each_group_a_text_has_the_greatest_value_of_the_terms_that_it_holds() -> None:
    index = index_of([["lamp", "rock"], ["rock"], [], ["storm"]])
    groups = [{"lamp": 1.0, "rock": 0.5}, {"storm": 0.25, "zeppelin": 1.0}, {}, {"zeppelin": 1.0}]

    assert index.greatest(groups).tolist() == [[1, 0.5, 0, 0], [0, 0, 0, 0.25], [0, 0, 0, 0], [0, 0, 0, 0]]
    assert index.greatest([]).shape == (0, 4)


def test_several_terms_have_the_rarities_that_each_has_alone() -> None:
    index = index_of(TEXTS)
    terms = ["zeppelin", *index.terms]

    assert index.rarities(terms).tolist() == [index.weight(term) for term in terms]


COUNTED = [{"lamp": 2.0, "storm": 1.0}, {"ferry": 3.0}, {}, {"storm": 4.0, "ferry": 1.0}]


def counts_of(texts: Sequence[Mapping[str, float]]) -> InvertedIndex:
    builder = IndexBuilder()
    for text in texts:
        builder.add(text)
    return builder.build(scaled=False)


def test_a_table_of_counts_says_the_same_as_the_index() -> None:
    index = counts_of(COUNTED)
    tabled = index.with_table()
    some, terms = np.array([0, 2, 3]), ["storm", "unseen", "lamp", "ferry"]
    groups = [{"lamp": 0.5, "storm": 1.0}, {"unseen": 1.0}, {"ferry": 0.25}]

    assert tabled.table is not None
    assert tabled.weights_in(terms, some).tolist() == index.weights_in(terms, some).tolist()
    assert tabled.greatest(groups).tolist() == index.greatest(groups).tolist()
    assert tabled.greatest([]).shape == (0, 4)


def test_only_an_index_of_counts_that_fit_into_bytes_gets_a_table() -> None:
    assert index_of([["lamp"], ["lamp", "storm"]]).with_table().table is None
    assert counts_of([{"lamp": 256.0}]).with_table().table is None
    assert counts_of([{"lamp": 255.0}]).with_table().table is not None
