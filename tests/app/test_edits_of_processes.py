"""Curators edit one base in two processes on one PostgreSQL, each with a disk of its own: nothing is lost."""

from __future__ import annotations

import errno
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from app.editors import OMAR, RUTH, Desk, config_in, desk
from curation.edits import FACT, PHRASING
from disks import refuse_writing

from bot.app.edits.editing import Editing
from bot.app.reload import Confirmed
from bot.app.revision_sync import RevisionSync
from bot.core.factbase.diff import DryRun
from bot.curation.results import DiskDiffers, EditPreview, Overtaken, Published
from bot.errors import StoreError
from bot.storage.revisions import Revisions
from bot.store_address import parse_address


@pytest.fixture
async def pair(tmp_path: Path, postgres_address: str) -> AsyncIterator[tuple[Desk, Desk]]:
    async with AsyncExitStack() as stack:
        found = []
        for name in ("one", "two"):
            (tmp_path / name).mkdir()
            config = config_in(tmp_path / name).model_copy(update={"postgres": parse_address(postgres_address)})
            found.append(await stack.enter_async_context(desk(config)))
        yield found[0], found[1]


def has_both(found: Desk) -> bool:
    knowledge = found.base.knowledge
    stated = {fact.statement for fact in knowledge.facts.values()}
    return PHRASING.phrasing in knowledge.facts["lamp-range"].phrasings and FACT.statement in stated


def contents(found: Desk) -> dict[str, bytes]:
    folder = found.bot.config.knowledge
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.yaml")}


async def never(_self: Editing) -> bool:
    return False


@pytest.mark.parametrize(
    ("late", "read_only"),
    [(False, False), (True, False), (False, True)],
    ids=["noticed before it is written", "noticed when it is loaded", "in read-only folders"],
)
async def test_of_two_edits_at_once_the_second_is_refused_and_published_on_top_of_the_first(
    pair: tuple[Desk, Desk], monkeypatch: pytest.MonkeyPatch, *, late: bool, read_only: bool
) -> None:
    one, two = pair
    if read_only:
        refuse_writing(monkeypatch, errno.EROFS)
    untouched = contents(two)
    first = await one.editing.propose(PHRASING, curator=RUTH)
    second = await two.editing.propose(FACT, curator=OMAR)
    assert isinstance(first, EditPreview)
    assert isinstance(second, EditPreview)
    with monkeypatch.context() as blind:
        if late:
            blind.setattr(Editing, "_is_behind", never)
        done = await one.editing.publish(first.edit.id, RUTH)
        refused = await two.editing.publish(second.edit.id, OMAR)
    unchanged = contents(two)

    await RevisionSync(two.bot).look()
    again = await two.editing.revise(second.edit.id, curator=OMAR)
    assert isinstance(again, EditPreview)
    published = await two.editing.publish(second.edit.id, OMAR)
    await RevisionSync(one.bot).look()

    assert isinstance(done, Published)
    assert isinstance(refused, Overtaken)
    assert unchanged == untouched
    assert isinstance(published, Published)
    assert has_both(one)
    assert has_both(two)
    assert one.base.knowledge.revision == two.base.knowledge.revision


async def test_a_disk_with_changes_of_its_own_is_not_brought_up_to_another_processs_edit(
    pair: tuple[Desk, Desk],
) -> None:
    one, two = pair
    path = two.file("unknowns.yaml")
    path.write_text(f"# Read by Omar.\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    own = contents(two)
    await one.publish(PHRASING)
    await RevisionSync(two.bot).look()
    found = await two.editing.propose(FACT, curator=OMAR)

    assert isinstance(found, DiskDiffers)
    assert contents(two) == own


async def test_a_disk_whose_revision_an_admin_went_back_from_stays_as_it_is(pair: tuple[Desk, Desk]) -> None:
    one, _ = pair
    old = one.base.knowledge.revision
    await one.publish(PHRASING)
    own = contents(one)
    tried = await one.reloading.try_revision(1, old)
    assert isinstance(tried, DryRun)
    await one.reloading.confirm(1, by=1)
    found = await one.editing.propose(FACT, curator=OMAR)

    assert isinstance(found, DiskDiffers)
    assert contents(one) == own


@pytest.mark.parametrize("how", ["edit", "reload", "start"])
async def test_earlier_files_that_were_restored_by_hand_are_not_overwritten(pair: tuple[Desk, Desk], how: str) -> None:
    one, _ = pair
    earlier = contents(one)
    async with AsyncExitStack() as stack:
        match how:
            case "edit":
                await one.publish(PHRASING)
            case "reload":
                await reloaded(one, 1)
            case _:
                reword(one, 1)
                one = await stack.enter_async_context(desk(one.bot.config))
        for path, content in earlier.items():
            one.file(path).write_bytes(content)
        found = await one.editing.propose(FACT, curator=OMAR)
        now = contents(one)

    assert isinstance(found, DiskDiffers)
    assert now == earlier


def reword(found: Desk, number: int) -> None:
    path = found.file("unknowns.yaml")
    path.write_text(f"# Read {number} times.\n{path.read_text(encoding='utf-8')}", encoding="utf-8")


async def reloaded(found: Desk, run: int) -> Confirmed:
    reword(found, run)
    assert isinstance(await found.reloading.try_disk(run), DryRun)
    done = await found.reloading.confirm(run, by=1)
    assert isinstance(done, Confirmed), done
    return done


@pytest.mark.parametrize("stored", [False, True], ids=["nothing stored", "stored, but the answer is lost"])
@pytest.mark.parametrize("edits", [False, True], ids=["reload", "edit"])
async def test_after_a_load_that_could_not_be_recorded_reloads_and_edits_go_on(
    pair: tuple[Desk, Desk], monkeypatch: pytest.MonkeyPatch, *, stored: bool, edits: bool
) -> None:
    one, two = pair
    accept = Revisions.accept

    async def fail(self: Revisions, *args: Any, **values: Any) -> None:
        if stored:
            await accept(self, *args, **values)
        raise StoreError("no connection")

    with monkeypatch.context() as failing:
        failing.setattr(Revisions, "accept", fail)
        first = await reloaded(one, 1)
        second = await reloaded(one, 2)
    done = await one.publish(PHRASING) if edits else await reloaded(one, 3)
    await RevisionSync(two.bot).look()

    assert (first.recorded, second.recorded, done.recorded) == (False, False, True)
    assert two.base.knowledge.revision == one.base.knowledge.revision
