"""Edits and the files that are kept for a read-only folder, on SQLite and on PostgreSQL."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.errors import OvertakenError
from bot.storage import EditState, Store

NOW = dt.datetime(2031, 3, 4, 8, 1, tzinfo=dt.UTC)
FILES = {"facts/light.yaml": (b"- id: a\n", b"- id: b\n"), "unknowns.yaml": (None, b"[]\n")}


async def prepared(store: Store, *, undoes: int | None = None, base: str = "default") -> int:
    """An edit whose preview its curator looks at."""
    return await store.edits.prepare(
        base=base, at=NOW, user=7, name="Ruth", operation="{}", entry="b", question=3, undoes=undoes
    )


async def served(store: Store, number: int) -> None:
    await store.edits.begin(number, FILES, at=NOW)
    await store.edits.written(number, FILES)
    await store.edits.mark(number, EditState.SERVED)


async def test_an_edit_is_found_at_each_step_until_it_is_served(store: Store) -> None:
    number = await prepared(store)
    await store.edits.change(number, operation='{"edit": 1}', entry="c", onto="revision")
    assert await store.edits.unfinished("default") == ()
    assert await store.edits.begin(number, FILES, at=NOW)
    assert [(edit.state, edit.begun) for edit in await store.edits.unfinished("default")] == [("prepared", True)]
    await store.edits.written(number, FILES)
    assert [edit.state for edit in await store.edits.unfinished("default")] == ["written"]
    await store.edits.mark(number, EditState.SERVED)

    (edit,) = await store.edits.history("default", limit=5)
    assert (edit.entry, edit.onto, edit.question, edit.name, edit.at) == ("c", "revision", 3, "Ruth", NOW)
    assert await store.edits.unfinished("default") == await store.edits.history("other", limit=5) == ()
    assert await store.edits.files(number) == FILES
    assert not await store.edits.begin(number, FILES, at=NOW)


async def test_an_edit_that_is_taken_back_is_undone_once_that_is_served(store: Store) -> None:
    first = await prepared(store)
    await served(store, first)
    second = await prepared(store, undoes=first)
    assert [edit.state for edit in await store.edits.history("default", limit=5)] == ["served"]
    await served(store, second)

    assert [edit.state for edit in await store.edits.history("default", limit=5)] == ["served", "undone"]
    assert [edit.id for edit in await store.edits.since(first, "default")] == [second]


async def test_only_edits_that_nobody_has_begun_expire_or_are_dropped(store: Store) -> None:
    waiting, begun, done = [await prepared(store) for _ in range(3)]
    await store.edits.begin(begun, FILES, at=NOW)
    await served(store, done)
    await store.edits.drop(done)

    assert await store.edits.expire(NOW + dt.timedelta(days=1)) == 1
    assert await store.edits.find(waiting) is None
    assert await store.edits.find(begun) is not None
    assert await store.edits.find(done) is not None


async def test_a_kept_file_keeps_what_is_on_disk_and_takes_the_newest_edit(store: Store) -> None:
    number = await prepared(store)
    await store.edits.begin(number, FILES, at=NOW)
    await store.overlays.put("default", FILES, edit=number)
    await store.overlays.put("default", {"unknowns.yaml": (b"other", b"- id: c\n")}, edit=number)

    assert await store.overlays.all("default") == {
        "facts/light.yaml": (b"- id: a\n", b"- id: b\n"),
        "unknowns.yaml": (None, b"- id: c\n"),
    }
    edit = await store.edits.find(number)
    assert edit is not None
    assert edit.state is EditState.WRITTEN
    await store.overlays.drop("default", ["unknowns.yaml"])
    assert list(await store.overlays.all("default")) == ["facts/light.yaml"]
    assert await store.overlays.all("other") == {}


async def test_an_edit_of_which_nothing_could_be_written_is_prepared_as_before(store: Store) -> None:
    number = await prepared(store)
    await store.edits.begin(number, FILES, at=NOW)
    await store.edits.reset(number)

    assert await store.edits.unfinished("default") == ()
    assert await store.edits.files(number) == {}
    assert await store.edits.begin(number, FILES, at=NOW)


async def test_a_kept_file_that_another_process_has_edited_meanwhile_is_not_overwritten_and_can_be_put_back(
    store: Store,
) -> None:
    first, second = [await prepared(store) for _ in range(2)]
    await store.overlays.put("default", FILES, edit=first, edited={})
    with pytest.raises(OvertakenError):
        await store.overlays.put("default", FILES, edit=second, edited={})
    kept = await store.overlays.all("default")
    await store.overlays.put_back("default", {"facts/light.yaml": b"earlier", "unknowns.yaml": None})

    assert kept == FILES
    assert await store.overlays.all("default") == {"facts/light.yaml": (b"- id: a\n", b"earlier")}
