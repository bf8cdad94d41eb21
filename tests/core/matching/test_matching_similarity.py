from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.core.knowledge.model import Vocabulary
from bot.core.knowledge.vocabulary import build_concept_index
from bot.core.matching.arrays import VectorKind
from bot.core.matching.classifier import Blend
from bot.core.matching.embeddings import WordVectors
from bot.core.matching.query import ParsedText, parse
from bot.core.matching.similarity import Similarity, SimilarityBuilder, grams, word_terms

CONCEPT_INDEX = build_concept_index(Vocabulary(same=(("cost", "price"),)))
TEXTS = ["how high were the waves in the storm", "what does the repair cost", "who kept the lamp"]


class ByInitial:
    """Word vectors of two dimensions: texts that begin with h, and all others."""

    name = "initials 2"
    kind: VectorKind = "words"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([[1, 0] if text.startswith("h") else [0, 1] for text in texts], dtype=np.float32)

    embed_words = embed

    def importance(self, words: Sequence[str]) -> NDArray[np.float32]:
        return np.ones(len(words), dtype=np.float32)

    def knows(self, word: str) -> bool:
        return bool(word)


def build_similarity(examples: Iterable[ParsedText], vectors: WordVectors | None) -> Similarity:
    builder = SimilarityBuilder()
    for example in examples:
        builder.add(example)
    return builder.build(vectors)


def parsed(text: str) -> ParsedText:
    return parse(text, CONCEPT_INDEX)


@pytest.fixture
def similarity() -> Similarity:
    return build_similarity([parsed(text) for text in TEXTS], ByInitial())


def test_an_example_is_wholly_like_itself_and_less_like_the_others(similarity: Similarity) -> None:
    likeness = similarity.to_all(parsed(TEXTS[0]))

    assert likeness.words[0] == pytest.approx(1)
    assert likeness.characters[0] == pytest.approx(1)
    assert likeness.meaning.tolist() == [1, 0, 0]
    assert max(likeness.words[1:]) < 0.5


def test_a_synonym_makes_two_texts_alike_by_words(similarity: Similarity) -> None:
    by_price = similarity.to_all(parsed("price")).words
    by_sum = similarity.to_all(parsed("sum")).words

    assert by_price[1] > 0.1
    assert not by_sum.any()


def test_small_words_make_texts_alike_too(similarity: Similarity) -> None:
    """An idiom is made of them: "what are they up to"."""
    assert similarity.to_all(parsed("the")).words.any()


def test_a_misspelt_word_is_alike_by_characters(similarity: Similarity) -> None:
    likeness = similarity.to_all(parsed("wavess"))

    assert likeness.characters[0] > 0.2
    assert not likeness.words.any()


def test_the_kernel_between_examples_is_that_of_each_to_all(similarity: Similarity) -> None:
    blend = Blend(words=0.3, characters=0.1, meaning=0.6)

    kernel = blend.between_examples(similarity)

    for row, text in enumerate(TEXTS):
        one = blend.mix(similarity.to_all(parsed(text)))
        np.testing.assert_allclose(kernel[row, : row + 1], one[: row + 1], atol=1e-5)


def test_the_likeness_to_some_examples_is_that_to_all_of_them(similarity: Similarity) -> None:
    question, some = parsed("the cost of the waves"), np.array([0, 2])

    few, picked = similarity.meaning_of(question, some), similarity.to_all(question).meaning[some]

    np.testing.assert_allclose(few, picked, atol=1e-6)


def test_without_word_vectors_nothing_is_alike_in_meaning() -> None:
    similarity = build_similarity([parsed(text) for text in TEXTS], None)

    assert similarity.meaning.shape == (3, 0)
    assert similarity.to_all(parsed(TEXTS[0])).meaning.tolist() == [0, 0, 0]


def test_terms_are_stems_concepts_pairs_and_the_kind_of_thing_asked_for() -> None:
    terms = word_terms(parsed("who names the price of lamps"))

    stems = {"_who", "name", "_the", "price", "_of", "lamp"}
    pairs = {"who name", "name the", "the price", "price of", "of lamp"}
    assert terms.keys() == {*stems, *pairs, "#0", "?who", "?count"}
    assert terms["name the"] < terms["name"]


def test_grams_are_runs_of_characters_with_the_ends_of_words_marked() -> None:
    assert list(grams(parsed("the ox"))) == [" the", "the ", " ox "]
    assert list(grams(parsed("oxen"))) == [" oxe", "oxen", "xen "]
    assert list(grams(parsed("b"))) == [" b "]
