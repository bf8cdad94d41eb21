from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from rankers import fact_of, knowledge_of, project_knowledge, quote_of, targets_of, unknown_of, word_vectors

from bot.core.kept.files import kept_beside
from bot.core.knowledge.columns import digests_of
from bot.core.knowledge.model import Fact, Unknown, Vocabulary
from bot.core.knowledge.vocabulary import ConceptIndex, build_concept_index
from bot.core.matching import build_ranker
from bot.core.matching.exact import AskedQuestions, hash_of_question
from bot.core.matching.index import InvertedIndex
from bot.core.matching.relearning import LearnedPart, learn_again, pack_part, unpack_part

VOCABULARY = Vocabulary(same=(("lamp", "light"),))
CONCEPT_INDEX = build_concept_index(VOCABULARY)
LAMP = fact_of("lamp", statement="The lamp is dark.", question="is it dark", phrasings=("since 1907",))
KEEPER = fact_of("keeper", statement="Grey says that the lamp is old.", question="how old is the light")
STORM = fact_of(
    "storm",
    statement="Waves of 21 metres hit it.",
    question="how high were the waves",
    quotes=(quote_of(0, 20, exact="Waves of 21 metres hit the light."),),
)
NAMELESS = unknown_of("name", statement="The storm has no name.", question="what is the storm called")
TARGETS: tuple[Fact | Unknown, ...] = (LAMP, KEEPER, STORM, NAMELESS)


def learn(
    targets: Sequence[Fact | Unknown],
    old: LearnedPart | None = None,
    concepts: ConceptIndex = CONCEPT_INDEX,
    *,
    small: bool = False,
) -> LearnedPart:
    digests = digests_of(targets)
    return learn_again(targets, digests, concepts, word_vectors(), old, small=small)


def plain_index(index: InvertedIndex) -> list[object]:
    arrays = (index.offsets, index.texts, index.weights, index.idf)
    return [index.size, dict(index.terms), *(array.tolist() for array in arrays)]


def plain(part: LearnedPart) -> list[object]:
    """A part as lists. The vectors are those of the examples: their order in the table means nothing."""
    arrays = (part.digests, part.examples, part.offered, part.asking, part.asked, part.meaning[part.vectors])
    indexes = {name: plain_index(index) for name, index in part.indexes.items()}
    rows = {name: (each["content"].tobytes(), each["ends"].tolist()) for name, each in part.rows.items()}
    return [*(array.tolist() for array in arrays), indexes, rows]


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(TARGETS, id="nothing"),
        pytest.param((LAMP, replace(KEEPER, statement="Nobody says so."), STORM, NAMELESS), id="a statement"),
        pytest.param((replace(LAMP, phrasings=()), KEEPER, STORM, NAMELESS), id="fewer phrasings"),
        pytest.param((LAMP, fact_of("new", question="what is new"), KEEPER, STORM, NAMELESS), id="a new fact"),
        pytest.param((KEEPER, NAMELESS), id="facts that are gone"),
        pytest.param((STORM, LAMP, KEEPER, NAMELESS), id="another order"),
        pytest.param((LAMP, KEEPER, STORM, replace(NAMELESS, statement="It is not said.")), id="an unknown"),
        pytest.param((fact_of("other", question="another base"),), id="another base"),
        pytest.param((LAMP, replace(KEEPER, statement="So Grey and Waves say."), STORM), id="a new name"),
        pytest.param((LAMP, replace(STORM, statement="It hit the Lamp.")), id="another new name"),
    ],
)
@pytest.mark.parametrize("small", [True, False])
def test_what_is_learned_after_a_change_is_what_is_learned_anew(
    changed: tuple[Fact | Unknown, ...], *, small: bool
) -> None:
    assert plain(learn(changed, learn(TARGETS, small=small), small=small)) == plain(learn(changed, small=small))


def test_a_name_that_nobody_mentions_any_more_is_forgotten() -> None:
    named = (replace(KEEPER, statement="It is said of Waves."), STORM)

    assert plain(learn((KEEPER, STORM), learn(named))) == plain(learn((KEEPER, STORM)))
    assert plain(learn(named)) != plain(learn((KEEPER, STORM)))


def test_only_the_entries_that_have_changed_are_read_again() -> None:
    # Without concepts, texts are read otherwise: the others keep theirs.
    bare = build_concept_index(Vocabulary())
    changed = (LAMP, replace(KEEPER, importance=1), replace(STORM, phrasings=("the light",)))

    terms = learn(changed, learn(TARGETS), bare).indexes["entries"]

    (concept,) = terms.terms.keys() - learn(changed, None, bare).indexes["entries"].terms.keys()
    assert terms.weights_in([concept], np.arange(3)).astype(bool).tolist() == [[True, True, False]]


def test_what_is_learned_of_a_real_base_after_changes_is_what_is_learned_anew() -> None:
    knowledge = project_knowledge()
    concepts = build_concept_index(knowledge.vocabulary)
    targets = targets_of(knowledge)
    changed = [*targets[40:], replace(targets[3], statement="Nobody knows what Tuesday brings."), *targets[5:40]]

    assert plain(learn(changed, learn(targets, None, concepts), concepts)) == plain(learn(changed, None, concepts))


@pytest.mark.parametrize("small", [True, False])
def test_a_kept_part_is_the_one_that_was_learned(*, small: bool) -> None:
    part = learn(TARGETS, small=small)

    assert plain(unpack_part(pack_part(part), small=small)) == plain(part)


def test_a_small_base_that_was_kept_ranks_as_one_that_was_not(tmp_path: Path) -> None:
    """Its classifier is updated, and the words of the new fact are compared with those of the others."""
    kept = kept_beside(tmp_path / "bot.sqlite3", "city", "vocabulary")
    after = knowledge_of([LAMP, replace(KEEPER, statement="Grey is a mariner."), NAMELESS, STORM], VOCABULARY)

    build_ranker(knowledge_of([KEEPER, LAMP, STORM], VOCABULARY), vectors=word_vectors(), kept_texts=kept)
    rankers = [build_ranker(after, vectors=word_vectors(), kept_texts=kept) for _ in range(2)]

    fresh = build_ranker(after, vectors=word_vectors())
    for question in ("how old is it", "waves of 21 metres", "which sailor", "what is the storm called?"):
        expected = fresh.rank(question)
        for found in (ranker.rank(question) for ranker in rankers):
            assert found.confidence == pytest.approx(expected.confidence, abs=1e-5)
            assert [each.target for each in found.candidates] == [each.target for each in expected.candidates]
            for one, other in zip(found.candidates, expected.candidates, strict=True):
                assert one.values == pytest.approx(other.values, abs=1e-5)


def test_a_large_base_that_was_kept_ranks_as_one_that_was_not(tmp_path: Path) -> None:
    before = knowledge_of([LAMP, KEEPER, STORM, NAMELESS], VOCABULARY)
    after = knowledge_of([LAMP, replace(KEEPER, statement="Grey is old."), STORM, NAMELESS], VOCABULARY)
    kept = kept_beside(tmp_path / "bot.sqlite3", "city", "vocabulary")

    build_ranker(before, vectors=word_vectors(), largest=0, kept_texts=kept)
    (file,) = {*(tmp_path / "cache").rglob("*.arrays")} - {kept._path("concepts")}
    rankers = [build_ranker(after, vectors=word_vectors(), largest=0, kept_texts=kept) for _ in range(2)]
    file.write_bytes(file.read_bytes().replace(b"21", b"22"))
    rankers.append(build_ranker(after, vectors=word_vectors(), largest=0, kept_texts=kept))

    fresh = build_ranker(after, vectors=word_vectors(), largest=0)
    for question in ("how old is it", "waves of 21 metres", "which lamp", "what is the storm called?"):
        expected = fresh.rank(question)
        assert [ranker.rank(question) for ranker in rankers] == [expected] * 3
        assert [ranker.completer.complete("how") for ranker in rankers] == [fresh.completer.complete("how")] * 3


def test_a_question_is_found_by_its_hash_and_another_with_the_same_hash_is_not() -> None:
    def asked(*owners: int) -> AskedQuestions:
        hashes = np.array([hash_of_question("is it dark")] * 2, dtype=np.uint64)
        return AskedQuestions(hashes=hashes, owners=np.array(owners, dtype=np.int32), targets=TARGETS)

    assert asked(1, 0).get("is it dark") == 0
    assert asked(1, 0).get("since 1907") is None
    assert asked(1, 2).get("is it dark") is None
