from __future__ import annotations

from pathlib import Path

import pytest
from rankers import project_knowledge

from bot.core.kept.files import DiskKept, kept_beside
from bot.core.knowledge.model import Entity, EntityKind, Vocabulary
from bot.core.knowledge.vocabulary import ConceptIndex, build_concept_index
from bot.core.matching import short_forms
from bot.core.matching.documents import collect
from bot.core.matching.query import parse
from bot.core.matching.short_forms import ShortForms

VOCABULARY = Vocabulary(
    names=(
        Entity(name="World Health Organization", kind=EntityKind.ORGANISATION, aliases=("WHO",)),
        Entity(name="Grey Skerry", kind=EntityKind.PLACE, aliases=("the skerry",)),
    ),
    same=(("lighthouse", "light", "beacon"),),
)
INDEX = build_concept_index(VOCABULARY)
TEXTS = [
    "What did the WHO say about the lighthouse on Grey Skerry?",
    "Which 3 northern beacons are out, and since when?",
    "¿Cuántos faros hay?",
    "“Quoted,”\nshe said.\n",
    "灯台 which",
    "",
]


def kept(folder: Path) -> DiskKept:
    return kept_beside(folder / "bot.sqlite3", "city", "vocabulary")


def read_all(folder: Path, texts: list[str], index: ConceptIndex = INDEX) -> list[object]:
    forms = ShortForms(kept(folder))
    forms.find()
    found: list[object] = [forms.read(text, index) for text in texts]
    forms.keep()
    return found


def test_a_restored_text_is_the_one_that_was_parsed(tmp_path: Path) -> None:
    read_all(tmp_path, TEXTS)

    # An index without concepts would parse them differently: these are restored.
    restored = read_all(tmp_path, TEXTS, build_concept_index(Vocabulary()))

    assert restored == [parse(text, INDEX) for text in TEXTS]


def test_all_texts_of_a_base_are_restored_as_they_were_parsed(tmp_path: Path) -> None:
    knowledge = project_knowledge()
    index = build_concept_index(knowledge.vocabulary)
    texts = [example.text for example in collect(knowledge, index).examples]
    read_all(tmp_path, texts, index)

    assert read_all(tmp_path, texts, build_concept_index(Vocabulary())) == [parse(text, index) for text in texts]


def test_a_new_text_is_parsed_and_a_text_that_is_gone_is_not_kept(tmp_path: Path) -> None:
    read_all(tmp_path, TEXTS[:2])
    read_all(tmp_path, TEXTS[1:])

    empty = build_concept_index(Vocabulary())
    assert read_all(tmp_path, TEXTS[:2], empty) == [parse(TEXTS[0], empty), parse(TEXTS[1], INDEX)]


def test_of_endless_texts_only_some_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(short_forms, "MOST", 2)
    found = read_all(tmp_path, TEXTS)

    assert found == [parse(text, INDEX) for text in TEXTS]
    assert read_all(tmp_path, TEXTS) == found


def test_nothing_is_noted_until_what_was_kept_is_read(tmp_path: Path) -> None:
    forms = ShortForms(kept(tmp_path))
    forms.read(TEXTS[0], INDEX)
    forms.keep()

    assert kept(tmp_path).find("texts") is None
