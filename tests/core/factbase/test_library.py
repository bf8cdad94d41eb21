from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from bases import REPAIR, write_base

from bot.core.factbase.base import DiskState, Library
from bot.core.matching.weights import CALIBRATION_FILE, SavedCalibration, default_weights, dump_calibration
from bot.errors import KnowledgeError

QUESTION = "how much will the repair cost"
NAMES = {
    "knowledge/facts/ferry.yaml",
    "knowledge/facts/light.yaml",
    "knowledge/facts/repair.yaml",
    "knowledge/sources.yaml",
    "knowledge/topics.yaml",
    "knowledge/unknowns.yaml",
    "knowledge/vocabulary.yaml",
    "seeds/grey-skerry.txt",
}


def library(folder: Path, files: dict[str, str | bytes | None] | None = None) -> Library:
    write_base(folder, files)
    return Library(root=folder, knowledge=folder / "knowledge", seeds=folder / "seeds", vectors=None)


def calibration(revision: str = "ab12") -> str:
    return dump_calibration(SavedCalibration(revision=revision, weights=default_weights("none, classifier")))


def test_a_base_has_the_bytes_of_every_file_that_it_was_built_from(tmp_path: Path) -> None:
    base = library(tmp_path, {f"knowledge/{CALIBRATION_FILE}": calibration()}).open()

    assert set(base.files) == {*NAMES, f"knowledge/{CALIBRATION_FILE}"}
    assert base.files["knowledge/facts/repair.yaml"] == REPAIR.encode()


def test_a_base_that_is_rebuilt_from_its_files_is_the_same_base(tmp_path: Path) -> None:
    opened = library(tmp_path, {f"knowledge/{CALIBRATION_FILE}": calibration()})
    base = opened.open()

    again = opened.rebuild(dict(base.files))

    assert again.knowledge == base.knowledge
    assert again.files == base.files
    assert again.calibration == base.calibration
    assert again.decide(QUESTION) == base.decide(QUESTION)


def test_files_that_have_a_mistake_cannot_be_rebuilt(tmp_path: Path) -> None:
    opened = library(tmp_path)
    files = dict(opened.open().files)
    files["knowledge/facts/repair.yaml"] = files["knowledge/facts/repair.yaml"].replace(b"600,000", b"700,000")
    del files["knowledge/topics.yaml"], files["seeds/grey-skerry.txt"]

    with pytest.raises(KnowledgeError, match=r"seeds/grey-skerry\.txt: There is no such file"):
        opened.rebuild(files)


def test_a_calibration_of_another_version_of_the_bot_does_not_keep_its_base_from_being_rebuilt(tmp_path: Path) -> None:
    opened = library(tmp_path)
    files = {**opened.open().files, f"knowledge/{CALIBRATION_FILE}": b'{"revision": "of another version"}'}

    base = opened.rebuild(files)

    assert base.calibration is None
    assert base.files == files


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("knowledge/topics.yaml", "- {id: light, title: L}"),
        ("knowledge/facts/more.yaml", "- id: more"),
        (f"knowledge/{CALIBRATION_FILE}", "{}"),
        ("seeds/grey-skerry.txt", "Other words."),
    ],
)
def test_the_folders_have_a_base_only_if_every_byte_is_the_same(tmp_path: Path, name: str, content: str) -> None:
    opened = library(tmp_path)
    files = opened.open().files
    before = opened.holds(files)
    (tmp_path / name).write_text(content, encoding="utf-8")

    assert before
    assert not opened.holds(files)


def test_a_file_that_is_no_part_of_the_base_makes_no_difference(tmp_path: Path) -> None:
    opened = library(tmp_path)
    files = opened.open().files
    (tmp_path / "knowledge/notes.txt").write_text("not read", encoding="utf-8")
    (tmp_path / "seeds/draft.txt").write_text("not read", encoding="utf-8")

    assert opened.holds(files)


def test_a_file_that_was_removed_makes_a_difference(tmp_path: Path) -> None:
    opened = library(tmp_path)
    files = opened.open().files
    (tmp_path / "knowledge/vocabulary.yaml").unlink()

    assert not opened.holds(files)


class EditedMeanwhile(Library):
    """A library whose files a curator edits right after each comparison."""

    def holds(self, files: Mapping[str, bytes]) -> bool:
        held = super().holds(files)
        for name, content in files.items():
            (self.root / name).write_bytes(content)
        return held


def test_a_comparison_with_files_that_are_edited_meanwhile_describes_one_moment(tmp_path: Path) -> None:
    base = library(tmp_path).open()
    (tmp_path / "knowledge/topics.yaml").write_text("- id: [", encoding="utf-8")
    edited = EditedMeanwhile(root=tmp_path, knowledge=tmp_path / "knowledge", seeds=tmp_path / "seeds", vectors=None)

    assert edited.compare(base) == DiskState(same=True)
