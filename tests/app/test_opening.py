from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from bases import write_base

from bot.app.opening import first_base
from bot.core.factbase.base import Base, CheckedFiles, Library
from bot.core.matching.weights import CALIBRATION_FILE, SavedCalibration, default_weights, dump_calibration
from bot.errors import KnowledgeError
from bot.storage import LoadReason, LoadRecord, Store

NOW = dt.datetime(2031, 6, 3, 8, 0, tzinfo=dt.UTC)
BROKEN = "- id: ["


@pytest.fixture
def library(tmp_path: Path) -> Library:
    write_base(tmp_path)
    return Library(root=tmp_path, knowledge=tmp_path / "knowledge", seeds=tmp_path / "seeds", vectors=None)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with Store.open(tmp_path / "state/bot.sqlite3") as opened:
        yield opened


def break_files(library: Library) -> None:
    (library.knowledge / "topics.yaml").write_text(BROKEN, encoding="utf-8")


async def test_a_first_start_records_the_base_that_it_uses(library: Library, store: Store) -> None:
    base = await first_base(library, store, now=NOW)

    revision = base.knowledge.revision
    assert await store.revisions.history() == (
        LoadRecord(at=NOW, revision=revision, reason=LoadReason.START, facts=11),
    )
    assert await store.revisions.files(revision) == dict(base.files)


async def test_broken_files_with_no_earlier_base_are_all_reported(library: Library, store: Store) -> None:
    break_files(library)
    (library.knowledge / "facts/light.yaml").write_text(BROKEN, encoding="utf-8")

    with pytest.raises(KnowledgeError) as raised:
        await first_base(library, store, now=NOW)

    assert {problem.file for problem in raised.value.problems} == {
        "knowledge/topics.yaml",
        "knowledge/facts/light.yaml",
    }
    assert await store.revisions.history() == ()


async def test_broken_files_are_reported_if_the_earlier_base_is_not_kept(library: Library, store: Store) -> None:
    await first_base(library, store, now=NOW)
    with closing(sqlite3.connect(library.root / "state/bot.sqlite3")) as db:
        db.execute("DELETE FROM revision_file")
        db.commit()
    break_files(library)

    with pytest.raises(KnowledgeError, match=r"topics\.yaml"):
        await first_base(library, store, now=NOW)


async def changed(library: Library, store: Store, text: str) -> str:
    """Save other topics and load them; return the revision."""
    topics = library.knowledge / "topics.yaml"
    topics.write_text(topics.read_text("utf-8").replace("The light", text), encoding="utf-8")
    base = library.open()
    load = LoadRecord(at=NOW, revision=base.knowledge.revision, by=7, reason=LoadReason.RELOAD, facts=11)
    await store.revisions.accept(load, base.files)
    return base.knowledge.revision


def damage_files(library: Library, revision: str) -> None:
    """Change a byte of a stored file."""
    with closing(sqlite3.connect(library.root / "state/bot.sqlite3")) as db, db:
        change = "UPDATE revision_file SET content = x'00' WHERE revision = ? AND path LIKE 'seeds/%'"
        assert db.execute(change, (revision,)).rowcount == 1


async def test_if_the_last_revision_is_damaged_too_the_one_before_is_used_and_the_log_says_so(
    library: Library, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    good = await first_base(library, store, now=NOW)
    last = await changed(library, store, "The lamp")
    damage_files(library, last)
    break_files(library)

    base = await first_base(library, store, now=NOW)

    assert base.knowledge == good.knowledge
    assert f"revision {last} is damaged in the database and cannot be used" in caplog.text
    assert f"revision {good.knowledge.revision}, which was loaded earlier, is used instead" in caplog.text


async def rolled_back(library: Library, store: Store) -> tuple[Base, str]:
    """Load a change and go back from it; return the base before it and the revision of the change."""
    good = await first_base(library, store, now=NOW)
    bad = await changed(library, store, "The lamp")
    back = LoadRecord(
        at=NOW, revision=good.knowledge.revision, by=7, reason=LoadReason.ROLLBACK, facts=11, instead_of=bad
    )
    await store.revisions.accept(back, good.files)
    return good, bad


async def test_a_revision_that_an_admin_rolled_back_does_not_replace_a_damaged_one(
    library: Library, store: Store
) -> None:
    good, _ = await rolled_back(library, store)
    damage_files(library, good.knowledge.revision)
    break_files(library)

    with pytest.raises(KnowledgeError, match=r"topics\.yaml"):
        await first_base(library, store, now=NOW)


async def test_files_that_an_admin_rolled_back_are_used_if_the_earlier_revision_is_damaged_and_the_log_says_so(
    library: Library, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    good, bad = await rolled_back(library, store)
    damage_files(library, good.knowledge.revision)

    base = await first_base(library, store, now=NOW)

    assert base.knowledge.revision == bad
    assert f"revision {bad} on disk is used, although an admin went back from it" in caplog.text


async def test_a_store_that_fails_does_not_keep_the_files_on_disk_from_being_served(
    library: Library, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(sqlite3.connect(library.root / "state/bot.sqlite3")) as db:
        db.execute("DROP TABLE load")

    base = await first_base(library, store, now=NOW)

    assert len(base.knowledge.facts) == 11
    assert "the history could not be read from the database (no such table: load)" in caplog.text
    assert f"the database could not keep revision {base.knowledge.revision}" in caplog.text


async def test_a_new_calibration_of_the_same_revision_is_what_comes_back(library: Library, store: Store) -> None:
    await first_base(library, store, now=NOW)
    (library.knowledge / CALIBRATION_FILE).write_text(
        dump_calibration(SavedCalibration(revision="ab12", weights=default_weights("none, classifier"))),
        encoding="utf-8",
    )
    calibrated = await first_base(library, store, now=NOW)
    break_files(library)

    base = await first_base(library, store, now=NOW)

    assert base.calibration == calibrated.calibration
    assert base.calibration is not None
    assert len(await store.revisions.history()) == 1


async def test_the_base_of_a_rollback_is_used_while_the_files_are_those_rolled_back(
    library: Library, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    good = await first_base(library, store, now=NOW)
    topics = library.knowledge / "topics.yaml"
    topics.write_text(topics.read_text("utf-8").replace("The light", "The lamp"), encoding="utf-8")
    bad = library.read().knowledge.revision
    back = LoadRecord(
        at=NOW, revision=good.knowledge.revision, by=7, reason=LoadReason.ROLLBACK, facts=11, instead_of=bad
    )
    await store.revisions.accept(back, good.files)

    base = await first_base(library, store, now=NOW)
    break_files(library)
    on_broken_files = await first_base(library, store, now=NOW)

    assert base.knowledge == on_broken_files.knowledge == good.knowledge
    assert f"revision {bad} on disk is ignored" in caplog.text
    assert await store.revisions.last() == back


class EditedMeanwhile(Library):
    """A library whose topics a curator edits right after each reading."""

    def read(self) -> CheckedFiles:
        checked = super().read()
        topics = self.knowledge / "topics.yaml"
        topics.write_text(topics.read_text("utf-8").replace("The light", "The lamp"), encoding="utf-8")
        return checked


async def test_a_start_uses_the_files_that_it_has_compared_although_they_are_edited_meanwhile(
    library: Library, store: Store
) -> None:
    good = await first_base(library, store, now=NOW)
    back = LoadRecord(at=NOW, revision="ab12", by=7, reason=LoadReason.ROLLBACK, facts=11, instead_of="cd34")
    await store.revisions.accept(back, good.files)
    edited = EditedMeanwhile(root=library.root, knowledge=library.knowledge, seeds=library.seeds, vectors=None)

    base = await first_base(edited, store, now=NOW)

    assert base.knowledge == good.knowledge
    assert library.read().knowledge.revision != base.knowledge.revision
