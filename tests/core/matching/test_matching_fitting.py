from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from rankers import fact_of, knowledge_of, word_vectors

from bot.core.kept.packed import Arrays
from bot.core.matching import WordVectors, build_ranker
from bot.core.matching.fitting import TrainingSet, factor_positive, fit, solve

Floats = NDArray[np.float32]

RIDGE = 0.5


def kernel(size: int, ridge: float = RIDGE) -> Floats:
    rows = np.random.default_rng(3).normal(size=(size, 9)).astype(np.float32)
    return np.asarray(rows @ rows.T / 9 + ridge * np.eye(size), dtype=np.float32)


# A block has 192 rows.
@pytest.mark.parametrize("size", [1, 2, 191, 192, 193, 600])
def test_a_solution_solves_its_system(size: int) -> None:
    matrix = kernel(size)
    targets = np.random.default_rng(4).normal(size=(size, 5)).astype(np.float32)

    found = solve(factor_positive(matrix.copy()), targets)

    np.testing.assert_allclose(found, np.linalg.solve(matrix.astype(np.float64), targets), rtol=1e-3, atol=1e-4)


def test_values_above_the_diagonal_count_for_nothing_and_the_targets_stay() -> None:
    matrix, targets = kernel(400), np.ones((400, 2), dtype=np.float32)
    lower = np.tril(matrix)
    lower[np.triu_indices(400, 1)] = np.nan

    found = solve(factor_positive(lower), targets)

    np.testing.assert_allclose(found, solve(factor_positive(matrix), targets), atol=1e-6)
    assert np.array_equal(targets, np.ones((400, 2)))


def test_a_matrix_that_is_not_positive_definite_is_refused() -> None:
    with pytest.raises(np.linalg.LinAlgError):
        factor_positive(-kernel(200))


class InMemory:
    """Keeps parts in memory, and counts how often a kernel between all examples was asked for."""

    def __init__(self) -> None:
        self.parts: dict[str, Arrays] = {}
        self.fits = 0

    def find(self, name: str) -> Arrays | None:
        return self.parts.get(name)

    def keep(self, name: str, arrays: Arrays) -> None:
        self.parts[name] = {each: array.copy() for each, array in arrays.items()}
        self.fits += 1


# The vector of each text, so that the same text always is the same vector.
VECTORS: Floats = np.asarray(np.random.default_rng(5).normal(scale=1 / 6, size=(1_000, 40)), dtype=np.float32)

Listed = Sequence[tuple[int, int]]
"""The number of a text, and the entry of the example."""

BASE: Listed = [(text, text // 10) for text in range(400)]


def fitted(listed: Listed, kept: InMemory) -> Floats:
    texts, owners = [text for text, _ in listed], [entry for _, entry in listed]
    vectors = VECTORS[texts]
    examples = TrainingSet(
        texts=[f"text {text}" for text in texts],
        owners=owners,
        entries=max(owners) + 1,
        ridge=RIDGE,
        kernel=lambda: np.asarray(vectors @ vectors.T, dtype=np.float32),
        rows=lambda places: np.asarray(vectors[places] @ vectors.T, dtype=np.float32),
    )
    return fit(examples, kept)


CHANGES: dict[str, Listed] = {
    "nothing": BASE,
    "one text": [(500, 2) if text == 25 else (text, entry) for text, entry in BASE],
    "more examples of an entry": [*BASE[:60], (500, 5), (501, 5), *BASE[60:]],
    "fewer examples": [*BASE[:63], *BASE[66:]],
    "a new last entry": [*BASE, *((text, 40) for text in range(600, 607))],
    "a new first entry": [*((text, 0) for text in range(600, 607)), *((text, entry + 1) for text, entry in BASE)],
    "an entry less": [(text, entry - (entry > 7)) for text, entry in BASE if entry != 7],
    "entries in another order": [*BASE[200:], *BASE[:200]],
    "entries with other numbers": [(text, (entry + 11) % 40) for text, entry in BASE],
    "a text moved to another entry": [(text, 30 if text == 25 else entry) for text, entry in BASE],
    "a text for two entries": [*BASE[:60], (25, 5), *BASE[60:]],
}


@pytest.mark.parametrize("listed", CHANGES.values(), ids=CHANGES)
def test_an_updated_fit_equals_a_new_one(listed: Listed) -> None:
    kept = InMemory()
    fitted(BASE, kept)

    updated = fitted(listed, kept)

    np.testing.assert_allclose(updated, fitted(listed, InMemory()), atol=2e-5)
    assert kept.fits == 1


def test_updates_one_after_the_other_equal_a_new_fit() -> None:
    kept, listed = InMemory(), list(BASE)
    fitted(listed, kept)
    for number in range(15):
        listed[17 * number] = (700 + number, listed[17 * number][1])
        updated = fitted(listed, kept)

    np.testing.assert_allclose(updated, fitted(listed, InMemory()), atol=2e-5)
    assert kept.fits == 1


def test_texts_that_two_entries_share_are_told_apart_after_a_change() -> None:
    shared: Listed = [*BASE, (25, 40), (26, 40), (25, 41)]
    kept = InMemory()
    fitted(shared, kept)

    fewer = [each for each in shared if each != (25, 2)]

    np.testing.assert_allclose(fitted(fewer, kept), fitted(fewer, InMemory()), atol=2e-5)


def test_many_changes_are_fitted_anew_and_the_next_ones_update_that_fit() -> None:
    kept = InMemory()
    fitted(BASE, kept)
    other: Listed = [(text + 500 * (text < 100), entry) for text, entry in BASE]
    anew = fitted(other, kept)
    again = fitted(other[1:], kept)

    np.testing.assert_array_equal(anew, fitted(other, InMemory()))
    np.testing.assert_allclose(again, fitted(other[1:], InMemory()), atol=2e-5)
    assert kept.fits == 2


@pytest.mark.parametrize("vectors", [None, word_vectors()], ids=["words alone", "word vectors"])
def test_a_base_with_a_changed_fact_gets_the_classifier_that_a_new_fit_would_give(vectors: WordVectors | None) -> None:
    kept = InMemory()
    facts = [fact_of(f"lamp {number}", phrasings=(f"who saw ship {number}", "what of it")) for number in range(40)]
    build_ranker(knowledge_of(facts), vectors=vectors, kept_texts=kept)
    before = {name: id(arrays) for name, arrays in kept.parts.items() if name.startswith("fit")}
    edited = knowledge_of([replace(facts[0], statement="The keeper saw nothing."), *facts[2:]])

    updated = build_ranker(edited, vectors=vectors, kept_texts=kept).classifier
    anew = build_ranker(edited, vectors=vectors).classifier

    assert updated
    assert anew
    np.testing.assert_allclose(updated.duals, anew.duals, atol=2e-5)
    assert before == {name: id(arrays) for name, arrays in kept.parts.items() if name.startswith("fit")} != {}
