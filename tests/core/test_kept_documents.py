from __future__ import annotations

import functools
from pathlib import Path

import pytest
from bases import write_base

from bot.config import load_config
from bot.core.factbase.base import Library
from bot.core.kept.files import DiskKept, kept_beside
from bot.core.knowledge.kept_documents import KeptDocuments
from bot.core.knowledge.yaml_reader import Document, Unreadable, read_document
from bot.errors import KnowledgeError

LIST = b'- id: "one"\n  count: 2\n  empty:\n- id: \xc3\xa9\n'
OTHER = b"- id: two\n"


def kept(folder: Path) -> DiskKept:
    return kept_beside(folder / "bot.sqlite3", "city")


def read_all(folder: Path, *contents: bytes) -> list[Document | Unreadable]:
    documents = KeptDocuments(kept(folder))
    found = [documents.read(content, file="facts.yaml") for content in contents]
    documents.keep()
    return found


def test_a_file_that_was_read_before_is_restored_with_its_values(tmp_path: Path) -> None:
    read_all(tmp_path, LIST, OTHER)

    found, changed = read_all(tmp_path, LIST, b"- id: three\n")

    expected = read_document(LIST, file="facts.yaml")
    assert isinstance(found, Document)
    assert isinstance(expected, Document)
    assert found.value == expected.value
    assert isinstance(changed, Document)
    assert changed.value == [{"id": "three"}]
    assert found != expected, "what was kept has no positions"
    assert read_all(tmp_path, OTHER) == [read_document(OTHER, file="facts.yaml")], "a file that is gone is not kept"


@pytest.mark.parametrize(
    "content",
    [
        b"- id: one # TODO: which?\n",
        b"- id: one #TODO which?\n",
        b"- id: one #  TODO: which?\n",
        b"- id: one\n  id: two\n",
        b"- [\n",
        b"\xff",
    ],
)
def test_a_file_with_a_problem_or_a_todo_is_read_each_time(tmp_path: Path, content: bytes) -> None:
    read_all(tmp_path, OTHER, content)

    found = read_all(tmp_path, OTHER, content)

    assert found[0] != read_document(OTHER, file="facts.yaml"), "what was kept has no positions"
    assert found[1] == read_document(content, file="facts.yaml")


def test_damaged_documents_are_read_again(tmp_path: Path) -> None:
    read_all(tmp_path, LIST)
    (file,) = (tmp_path / "cache/city").iterdir()
    whole = file.read_bytes()
    for place in range(0, len(whole), 7):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert KeptDocuments(kept(tmp_path)).read(LIST, file="a") == read_document(LIST, file="a")


def library(folder: Path, *, keeps: bool = True) -> Library:
    config = load_config(folder / "config.yaml")
    found = Library(root=config.root, knowledge=config.knowledge, seeds=config.seeds, vectors=None)
    store = folder / "bot.sqlite3"
    return Library(**{**vars(found), "kept": functools.partial(kept_beside, store)}) if keeps else found


def test_a_base_with_one_changed_file_is_the_one_that_is_read_whole(tmp_path: Path) -> None:
    write_base(tmp_path)
    library(tmp_path).read()
    file = tmp_path / "knowledge/facts/light.yaml"
    file.write_bytes(file.read_bytes().replace(b"has the lighthouse been out", b"is the lighthouse out", 1))

    assert library(tmp_path).read() == library(tmp_path, keeps=False).read()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("knowledge/facts/light.yaml", b"topics: [light]", b"topics: [dark]"),
        ("knowledge/topics.yaml", b"- id: light\n", b"- id: dark\n"),
    ],
)
def test_a_problem_has_its_place_though_its_file_was_kept(tmp_path: Path, name: str, old: bytes, new: bytes) -> None:
    write_base(tmp_path)
    library(tmp_path).read()
    file = tmp_path / name
    file.write_bytes(file.read_bytes().replace(old, new, 1))

    with pytest.raises(KnowledgeError) as found:
        library(tmp_path).read()

    with pytest.raises(KnowledgeError) as expected:
        library(tmp_path, keeps=False).read()
    assert found.value.problems == expected.value.problems
    assert all(problem.line > 1 for problem in found.value.problems)
