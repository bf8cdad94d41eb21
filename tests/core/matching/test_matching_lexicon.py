from __future__ import annotations

import pytest

from bot.core.knowledge.model import Entity, EntityKind, Vocabulary
from bot.core.knowledge.vocabulary import Mention, build_concept_index
from bot.core.text.normalise import stem, words

VOCABULARY = Vocabulary(
    names=(
        Entity(name="Harbour Office", kind=EntityKind.ORGANISATION, aliases=("port authority", "the office")),
        Entity(name="Ostrand", kind=EntityKind.PLACE, aliases=("port",)),
        Entity(name="Petrel", kind=EntityKind.THING, aliases=("the ferry",)),
    ),
    same=(("cost", "price", "how much money"), ("ferry", "boat")),
)
CONCEPT_INDEX = build_concept_index(VOCABULARY)


def mentioned(text: str) -> list[tuple[str, int, int]]:
    found = CONCEPT_INDEX.mentions([stem(word) for word in words(text)])
    return [(mention.concept, mention.start, mention.end) for mention in found]


def test_aliases_and_the_words_of_a_group_mean_one_concept() -> None:
    assert [concept for concept, _, _ in mentioned("Harbour Office, port authority")] == ["@0", "@0"]
    assert [concept for concept, _, _ in mentioned("prices and costs")] == ["#0", "#0"]


def test_if_phrases_overlap_the_longest_counts() -> None:
    assert mentioned("the port authority") == [("@0", 1, 3)]
    assert mentioned("the port") == [("@1", 1, 2)]


def test_a_phrase_within_another_is_not_counted_again() -> None:
    assert mentioned("how much money for the ferry") == [("#0", 0, 3), ("@2", 4, 6)]


def test_a_phrase_may_mean_several_concepts() -> None:
    concept_index = build_concept_index(Vocabulary(same=(("light", "lamp"), ("light", "easy"))))

    assert concept_index.mentions(("light",)) == (
        Mention(concept="#0", start=0, end=1),
        Mention(concept="#1", start=0, end=1),
    )


NEAR = Vocabulary(
    same=(("bomber", "bombardero"), ("plane", "aircraft"), ("light", "lamp")), near=(("bomber", "aircraft", "jet"),)
)


def test_a_near_group_takes_in_the_words_that_are_the_same_as_its_own() -> None:
    concept_index = build_concept_index(NEAR)
    found = {word: concept_index.mentions((stem(word),))[0].concept for word in ("bombardero", "plane", "jet", "lamp")}

    assert found == {"bombardero": "~0", "plane": "~0", "jet": "~0", "lamp": "#2"}
    assert concept_index.members == {
        "~0": ("bomber", "aircraft", "jet", "bombardero", "plane"),
        "#2": ("light", "lamp"),
    }


def test_names_have_their_kinds_and_groups_have_none() -> None:
    assert CONCEPT_INDEX.kinds == {"@0": EntityKind.ORGANISATION, "@1": EntityKind.PLACE, "@2": EntityKind.THING}


@pytest.mark.parametrize("text", ["", "nothing of it", "authority port"])
def test_other_words_mention_nothing(text: str) -> None:
    assert mentioned(text.replace("port", "wharf")) == []


def test_an_empty_vocabulary_knows_no_concepts() -> None:
    assert build_concept_index(Vocabulary()).mentions(("port",)) == ()
