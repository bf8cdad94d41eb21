from __future__ import annotations

import dataclasses
import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.factbase.corrections import FactCorrection, Said
from bot.core.knowledge.model import Standing
from bot.errors import OvertakenError
from bot.storage import Basis, LoadReason, LoadRecord, Store, checksum_of
from bot.storage.revisions import KEPT

NOW = dt.datetime(2031, 3, 4, 8, 0, tzinfo=dt.UTC)
FILES = {"knowledge/sources.yaml": b"- id: log\n" * 200, "seeds/log.txt": "The lamp’s light.\n".encode(), "empty": b""}
RELOAD = LoadRecord(at=NOW, revision="aa", by=42, reason=LoadReason.RELOAD, facts=11)
START = LoadRecord(at=NOW, revision="aa", reason=LoadReason.START, facts=11)


async def test_a_revision_comes_back_byte_for_byte_with_its_load(store: Store) -> None:
    load = dataclasses.replace(RELOAD, instead_of="bb")
    before = await store.revisions.last()
    await store.revisions.accept(load, FILES)

    assert before is None
    assert await store.revisions.files("aa") == FILES
    assert await store.revisions.files("bb") is None
    assert await store.revisions.last() == load


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
async def test_files_are_kept_compressed(store: Store, tmp_path: Path) -> None:
    await store.revisions.accept(RELOAD, FILES)

    with closing(sqlite3.connect(tmp_path / "a.sqlite3")) as db:
        (size,) = db.execute("SELECT sum(length(content)) FROM revision_file").fetchone()
    assert size < sum(map(len, FILES.values())) / 4


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
async def test_a_start_with_the_newest_revision_adds_no_load_and_stores_its_files(store: Store, tmp_path: Path) -> None:
    await store.revisions.accept(RELOAD, FILES)
    with closing(sqlite3.connect(tmp_path / "a.sqlite3")) as db, db:
        db.execute("DELETE FROM revision_file")
    await store.revisions.accept(START, FILES)

    assert await store.revisions.history() == (RELOAD,)
    assert await store.revisions.files("aa") == FILES


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
async def test_a_start_with_the_newest_revision_changes_nothing_if_its_files_are_stored(
    store: Store, tmp_path: Path
) -> None:
    await store.revisions.accept(RELOAD, FILES)
    with closing(sqlite3.connect(tmp_path / "a.sqlite3")) as db:
        before = db.execute("PRAGMA data_version").fetchone()
        await store.revisions.accept(START, FILES)
        same = db.execute("PRAGMA data_version").fetchone()
        await store.revisions.accept(START, {**FILES, "empty": b"calibrated again"})
        changed = db.execute("PRAGMA data_version").fetchone()

    assert before == same != changed
    assert await store.revisions.files("aa") == {**FILES, "empty": b"calibrated again"}


async def test_every_other_load_is_recorded_newest_first(store: Store) -> None:
    loads = (
        START,
        dataclasses.replace(RELOAD, revision="bb"),
        dataclasses.replace(RELOAD, reason=LoadReason.ROLLBACK, instead_of="bb"),
        dataclasses.replace(START, revision="bb"),
        dataclasses.replace(RELOAD, revision="bb"),
    )
    for load in loads:
        await store.revisions.accept(load, FILES)

    assert await store.revisions.history() == tuple(reversed(loads))
    assert await store.revisions.history(2) == tuple(reversed(loads[-2:]))


async def test_the_last_revisions_keep_their_files_and_all_their_loads(store: Store) -> None:
    for number in range(KEPT + 2):
        await store.revisions.accept(dataclasses.replace(RELOAD, revision=f"r{number}"), FILES)
        # Served again and again, the first one stays among the latest.
        await store.revisions.accept(RELOAD, FILES)

    kept = [number for number in range(KEPT + 2) if await store.revisions.files(f"r{number}")]
    assert kept == list(range(3, KEPT + 2))
    assert await store.revisions.files("aa") == FILES
    assert len(await store.revisions.history(1000)) == 2 * (KEPT + 2)


async def test_the_last_heartbeat_is_stored(store: Store) -> None:
    before = await store.heartbeat.last()
    await store.heartbeat.beat(NOW)
    await store.heartbeat.beat(NOW + dt.timedelta(seconds=30))

    assert before is None
    assert await store.heartbeat.last() == NOW + dt.timedelta(seconds=30)


async def test_a_load_on_another_basis_than_the_last_load_stores_nothing(store: Store) -> None:
    said = Said(statement="New.", standing=Standing.STATED, attribution="a")
    found = [FactCorrection(fact="lamp", old=None, new=said)]
    basis = Basis(revision="aa", checksum=checksum_of(FILES))
    second, third = (dataclasses.replace(RELOAD, revision=revision) for revision in ("bb", "cc"))
    await store.revisions.accept(RELOAD, FILES)
    await store.revisions.accept(second, FILES, basis=[basis], corrections=found)
    calibrated = Basis(revision="bb", checksum=checksum_of({**FILES, "knowledge/calibration.json": b"{}"}))
    for overtaken in (basis, calibrated):
        with pytest.raises(OvertakenError):
            await store.revisions.accept(third, FILES, basis=[overtaken], corrections=found)

    assert await store.revisions.history() == (second, RELOAD)
    assert await store.revisions.files("cc") is None
    assert len(await store.posted.corrections("default")) == 1
