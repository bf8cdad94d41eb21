from __future__ import annotations

import functools
import hashlib
from pathlib import Path

import pytest
from bases import write_base

from bot.config import load_config
from bot.core.factbase.base import CheckedFiles, Library
from bot.core.kept.files import keep_nothing, kept_beside
from bot.core.knowledge.files import DiskFolder
from bot.core.knowledge.loader import load
from bot.errors import KnowledgeError, Problem


def read(folder: Path, *, kept: bool = True) -> CheckedFiles | tuple[Problem, ...]:
    config = load_config(folder / "config.yaml")
    library = Library(
        root=config.root,
        knowledge=config.knowledge,
        seeds=config.seeds,
        vectors=None,
        kept=functools.partial(kept_beside, folder / "bot.sqlite3") if kept else keep_nothing,
    )
    try:
        return library.read()
    except KnowledgeError as error:
        return error.problems


def edit(folder: Path, name: str, old: str, new: str) -> None:
    file = folder / name
    whole = file.read_text(encoding="utf-8")
    assert old in whole
    file.write_text(whole.replace(old, new), encoding="utf-8", newline="")


def replace_text(folder: Path, old: str, new: str) -> None:
    """Change the text of the source, and its hash with it."""
    file = folder / "seeds/grey-skerry.txt"
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    edit(folder, "seeds/grey-skerry.txt", old, new)
    edit(folder, "knowledge/sources.yaml", before, hashlib.sha256(file.read_bytes()).hexdigest())


LIGHT, REPAIR = "knowledge/facts/light.yaml", "knowledge/facts/repair.yaml"


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        pytest.param(LIGHT, "11 metres in the", "11 metres on the", id="a statement"),
        pytest.param(LIGHT, "- id: lamp-range", "- id: lamp-reach", id="an id that nobody names"),
        pytest.param("knowledge/topics.yaml", "The light", "The lamp", id="the title of a topic"),
        pytest.param("knowledge/sources.yaml", "goes dark", "is dark", id="the title of a source"),
        pytest.param(LIGHT, '- "lamp height"', "- lamp height # TODO: a better one", id="a TODO"),
        pytest.param(REPAIR, "how much will the repair cost", "Lamp height", id="a question of another file"),
        pytest.param(REPAIR, "id: repair-end", "id: lamp-height", id="an id of another file"),
        pytest.param(REPAIR, "id: repair-cost", "id: cost", id="an id that others name"),
        pytest.param(LIGHT, "related: [lamp-height]", "related: [repair-and]", id="a misspelt link"),
        pytest.param("knowledge/topics.yaml", "id: ferry", "id: ferries", id="a topic that is gone"),
        pytest.param("knowledge/sources.yaml", "id: ostrand-post", "id: post", id="a source that is gone"),
        pytest.param("knowledge/unknowns.yaml", "nearest: [", "nearest: [nothing, ", id="an unknown's link"),
        pytest.param(REPAIR, "disputes: [repair-cost]", "related: [repair-cost]", id="a dispute that is gone"),
    ],
)
def test_a_base_of_which_files_are_known_is_checked_as_a_whole(tmp_path: Path, name: str, old: str, new: str) -> None:
    write_base(tmp_path)
    read(tmp_path)
    edit(tmp_path, name, old, new)

    assert read(tmp_path) == read(tmp_path, kept=False)
    assert read(tmp_path) == read(tmp_path, kept=False), "what was kept then is right too"


def test_a_fact_that_a_deleted_file_had_is_missed(tmp_path: Path) -> None:
    write_base(tmp_path)
    read(tmp_path)
    (tmp_path / REPAIR).unlink()

    assert read(tmp_path) == read(tmp_path, kept=False)


def test_facts_stand_in_the_order_of_their_files_whichever_are_known(tmp_path: Path) -> None:
    write_base(tmp_path)
    read(tmp_path)
    for number in range(2):
        edit(tmp_path, REPAIR, "puts the repair", f"{number} puts the repair")
        found, fresh = read(tmp_path), read(tmp_path, kept=False)

        assert isinstance(found, CheckedFiles)
        assert isinstance(fresh, CheckedFiles)
        assert list(found.knowledge.facts) == list(fresh.knowledge.facts)


@pytest.mark.parametrize("old", ["the weather buoy off Ostrand", "Until then"])
def test_quotes_are_proven_again_if_the_text_of_their_source_has_changed(tmp_path: Path, old: str) -> None:
    write_base(tmp_path)
    read(tmp_path)
    replace_text(tmp_path, old, f"So {old}")

    assert read(tmp_path) == read(tmp_path, kept=False)


def test_a_file_with_a_retired_fact_is_read_each_time(tmp_path: Path) -> None:
    write_base(tmp_path)
    edit(tmp_path, LIGHT, "- id: lamp-range\n", "- id: lamp-range\n  retired: {on: 2031-04-01, reason: Wrong.}\n")
    read(tmp_path)
    edit(tmp_path, REPAIR, "puts the repair", "now puts the repair")
    found = read(tmp_path)

    assert isinstance(found, CheckedFiles)
    assert list(found.knowledge.retired) == ["lamp-range"]
    assert found == read(tmp_path, kept=False)


def test_the_facts_of_a_known_file_are_used_as_they_are(tmp_path: Path) -> None:
    write_base(tmp_path)
    config = load_config(tmp_path / "config.yaml")
    curated, seeds = (DiskFolder(path=path, root=tmp_path) for path in (config.knowledge, config.seeds))
    first = load(curated=curated, seeds=seeds)
    facts = list(first.knowledge.facts.values())[: first.fact_files["facts/ferry.yaml"].facts]

    known = load(curated=curated, seeds=seeds, known=lambda name, _: facts if name == "facts/ferry.yaml" else None)

    assert all(known.knowledge.facts[fact.id] is fact for fact in facts)
    assert known == first
