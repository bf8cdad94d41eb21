from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
import pytest
from numpy.typing import NDArray
from rankers import fact_of, knowledge_of

from bot.core.knowledge.model import Vocabulary
from bot.core.knowledge.vocabulary import build_concept_index
from bot.core.matching.arrays import VectorKind
from bot.core.matching.documents import Entries, collect
from bot.core.matching.features import NOTHING_HIDDEN, Hidden, WordMeanings, build_word_meanings
from bot.core.matching.index import InvertedIndex
from bot.core.matching.query import parse
from bot.core.matching.reading import read_texts

CONCEPT_INDEX = build_concept_index(Vocabulary())
ENTRIES = collect(
    knowledge_of(
        [
            fact_of("sea", statement="Waves.", question="storm", phrasings=("waves",), attribution="-"),
            fact_of("cost", statement="Price.", question="price", attribution="-"),
        ]
    ),
    CONCEPT_INDEX,
)


class Directions:
    """Words as directions in a plane, by degrees; a word that is not listed stands for nothing."""

    degrees: ClassVar = {"storm": 0, "waves": 45, "price": 180, "gale": 20, "fee": 170}
    name = "directions"
    kind: VectorKind = "words"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        angles = [np.radians(self.degrees[text]) if text in self.degrees else None for text in texts]
        rows = [(0.0, 0.0) if angle is None else (np.cos(angle), np.sin(angle)) for angle in angles]
        return np.array(rows, dtype=np.float32).reshape(len(rows), 2)

    embed_words = embed

    def importance(self, words: Sequence[str]) -> NDArray[np.float32]:
        return np.ones(len(words), dtype=np.float32)

    def knows(self, word: str) -> bool:
        return word in self.degrees


def content(entries: Entries) -> InvertedIndex:
    return read_texts(entries, CONCEPT_INDEX, None, names=frozenset(), small=True).content_index


def meanings() -> WordMeanings:
    return build_word_meanings(content(ENTRIES), Directions())


def closeness(question: str, hidden: Hidden = NOTHING_HIDDEN, kept: Sequence[int] = (0, 1)) -> list[list[float]]:
    found = meanings().closeness(parse(question, CONCEPT_INDEX), hidden, np.array(kept, dtype=np.intp), ENTRIES)
    return [[float(value) for value in row] for row in found]


def cosine(degrees: float) -> float:
    return float(np.cos(np.radians(degrees)))


def test_a_word_of_the_entry_is_its_own() -> None:
    assert closeness("storm") == [pytest.approx([1, 0], abs=1e-6)]


def test_a_strange_word_is_as_close_as_the_closest_word_of_the_entry() -> None:
    assert closeness("gale") == [pytest.approx([cosine(20), 0], abs=1e-6)]
    assert closeness("fee") == [pytest.approx([0, cosine(10)], abs=1e-6)]


def test_each_word_of_the_question_has_its_row() -> None:
    assert len(closeness("a gale and the fee")) == 2


def test_a_word_without_a_vector_is_close_to_nothing() -> None:
    assert closeness("zeppelin") == [[0, 0]]


def test_a_question_without_content_words_has_no_rows() -> None:
    assert closeness("what is it") == []


def test_a_hidden_ask_takes_along_the_words_that_no_other_text_of_its_entry_has() -> None:
    assert ENTRIES.examples[0].parsed.text == "storm"
    assert closeness("storm", Hidden(example=0)) == [pytest.approx([cosine(45), 0], abs=1e-6)]
    assert closeness("gale", Hidden(example=0)) == [pytest.approx([cosine(25), 0], abs=1e-6)]


def test_a_hidden_ask_leaves_the_words_that_other_texts_have() -> None:
    assert ENTRIES.examples[1].parsed.text == "waves"
    assert closeness("waves", Hidden(example=1)) == [pytest.approx([1, 0], abs=1e-6)]


@pytest.mark.parametrize("question", ["storm", "gale", "fee", "zeppelin", "a gale and the fee"])
@pytest.mark.parametrize("hidden", [NOTHING_HIDDEN, Hidden(example=0)])
@pytest.mark.parametrize("kept", [[0], [1], []])
def test_some_entries_are_as_close_as_they_are_among_all(question: str, hidden: Hidden, kept: list[int]) -> None:
    assert closeness(question, hidden, kept) == [[row[entry] for entry in kept] for row in closeness(question, hidden)]
