from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from rankers import word_vectors

from bot.core.matching.embeddings import WordLlamaVectors, WordVectors


@pytest.fixture(scope="module")
def vectors() -> WordVectors:
    found = word_vectors()
    if found is None:
        pytest.skip("this platform has no word vectors")
    return found


def test_vectors_have_length_1_whatever_the_text(vectors: WordVectors) -> None:
    embedded = vectors.embed(["lamp", "the lamp of the lighthouse broke in the storm"])

    np.testing.assert_allclose(np.linalg.norm(embedded, axis=1), 1, rtol=1e-5)
    assert embedded.dtype == np.float32
    assert embedded.shape[1] == int(vectors.name.split()[-1])


def test_a_text_without_words_has_a_vector_of_zeros(vectors: WordVectors) -> None:
    assert np.isfinite(vectors.embed(["", "lamp"])).all()
    assert not vectors.embed([""]).any()


def test_a_text_has_the_vector_of_the_sum_of_its_words_alone_as_among_many_of_other_lengths(
    vectors: WordVectors,
) -> None:
    texts = [" ".join(["lamp", "storm", "wave", "keeper", "boat"][: number % 6]) for number in range(200)]

    np.testing.assert_allclose(
        vectors.embed(texts), np.concatenate([vectors.embed([text]) for text in texts]), atol=1e-6
    )


def test_words_of_like_meaning_are_nearer_than_others(vectors: WordVectors) -> None:
    ship, boat, bread = vectors.embed(["ship", "boat", "bread"])

    assert ship @ boat > ship @ bread + 0.2


@pytest.mark.parametrize("word", ["lamp", "digging", "walked", "running", "quickly"])
def test_common_words_and_their_inflections_are_known(vectors: WordVectors, word: str) -> None:
    assert vectors.knows(word)


@pytest.mark.parametrize("word", ["lihgt", "storrm", "lghthouse", "xqzed"])
def test_slips_are_not_known(vectors: WordVectors, word: str) -> None:
    assert not vectors.knows(word)


def test_words_whose_tokens_are_remembered_need_no_tokenizer() -> None:
    asked: list[str] = []

    def tokens(word: str) -> Sequence[int]:
        asked.append(word)
        return [0, 1]

    vectors = WordLlamaVectors(np.ones((2, 4), dtype=np.float32), tokens, common=bool)
    vectors.remember({"lamp": [1]})

    assert vectors.tokens_of(["lamp", "storm"]) == {"lamp": [1], "storm": [0, 1]}
    assert asked == ["storm"]
