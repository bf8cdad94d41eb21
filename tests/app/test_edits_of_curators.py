"""Edits from Discord are written, served and undone; none is lost, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
import errno
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from app.editors import OMAR, RUTH, Desk, config_in, desk
from curation.edits import FACT, OF_UNKNOWN, PHRASING, UNKNOWN, new_values
from disks import refuse_writing
from logged import log_question

from bot.app.edits.editing import Curator
from bot.core.knowledge.anchoring import TextQuote
from bot.core.matching.decision import Answer
from bot.curation.git import Committed, NotCommitted
from bot.curation.operations import AnyEdit, LoadFiles, TakeBack
from bot.curation.quote_offers import OfferedQuote
from bot.curation.results import (
    DiskDiffers,
    EditBroken,
    EditGone,
    EditPreview,
    EntryChanged,
    LinesChanged,
    NotWritten,
    Published,
    QuoteWrong,
)
from bot.curation.workspace import Workspace
from bot.errors import StoreError
from bot.storage import EditState

LIGHT = "facts/light.yaml"
GIT = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *arguments: str) -> str:
    """Run git as a curator does."""
    identity = ("-c", "user.name=Curators", "-c", "user.email=desk@example.com")
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)  # noqa: S603, S607
    return done.stdout.decode()


def workspace(found: Desk) -> Workspace:
    library = found.bot.bases.library(found.base.name)
    return Workspace.read(library.curated, library.texts)


async def test_an_edit_is_previewed_then_written_and_served(tmp_path: Path) -> None:
    async with desk(config_in(tmp_path)) as found:
        before = found.file(LIGHT).read_text()
        preview = await found.editing.propose(PHRASING, curator=RUTH)
        assert isinstance(preview, EditPreview)
        assert found.file(LIGHT).read_text() == before
        done = await found.editing.publish(preview.edit.id, RUTH)

        assert isinstance(done, Published)
        assert (done.recorded, done.kept, done.git) == (True, False, None)
        assert PHRASING.phrasing in found.file(LIGHT).read_text()
        outcome = found.base.decide(PHRASING.phrasing)
        assert isinstance(outcome, Answer)
        assert outcome.match.fact.id == PHRASING.entry
        last = await found.store.revisions.last()
        assert last is not None
        assert (last.reason, last.by, last.revision) == ("edit", RUTH.user, found.base.knowledge.revision)
        (kept,) = await found.store.edits.history(found.base.name, limit=5)
        assert (kept.state, kept.name, kept.entry) == (EditState.SERVED, "Ruth", "lamp-range")
        assert [edit.id for edit in found.announced] == [kept.id]
        assert isinstance(await found.editing.publish(preview.edit.id, RUTH), EditGone)


async def test_only_the_curator_who_prepared_an_edit_publishes_or_cancels_it(tmp_path: Path) -> None:
    async with desk(config_in(tmp_path)) as found:
        preview = await found.editing.propose(PHRASING, curator=RUTH)
        assert isinstance(preview, EditPreview)

        assert isinstance(await found.editing.publish(preview.edit.id, OMAR), EditGone)
        assert not await found.editing.cancel(preview.edit.id, OMAR)
        assert await found.editing.cancel(preview.edit.id, RUTH)
        assert isinstance(await found.editing.publish(preview.edit.id, RUTH), EditGone)


async def test_two_curators_at_once_lose_no_edit(tmp_path: Path) -> None:
    async with desk(config_in(tmp_path)) as found:
        edits: dict[Curator, AnyEdit] = {RUTH: PHRASING, OMAR: FACT}
        previews = [await found.editing.propose(edit, curator=curator) for curator, edit in edits.items()]
        numbers = [preview.edit.id for preview in previews if isinstance(preview, EditPreview)]
        done = await asyncio.gather(*map(found.editing.publish, numbers, edits))

        assert all(isinstance(each, Published) for each in done)
        assert PHRASING.phrasing in found.file(LIGHT).read_text()
        assert FACT.statement in {fact.statement for fact in found.base.knowledge.facts.values()}
        assert PHRASING.phrasing in found.base.knowledge.facts["lamp-range"].phrasings


async def test_two_curators_of_one_entry_see_both_versions(tmp_path: Path) -> None:
    async with desk(config_in(tmp_path)) as found:
        mine = new_values(workspace(found))
        theirs = replace(mine, statement="The buoy off Ostrand measured waves of 11 metres on 4 March 2031.")
        previews = [await found.editing.propose(mine, curator=RUTH), await found.editing.propose(theirs, curator=OMAR)]
        first, second = (preview.edit.id for preview in previews if isinstance(preview, EditPreview))
        assert isinstance(await found.editing.publish(second, OMAR), Published)
        refused = await found.editing.publish(first, RUTH)

        assert isinstance(refused, EntryChanged)
        assert theirs.statement in refused.now
        assert mine.statement in refused.wanted
        assert theirs.statement in found.file(LIGHT).read_text()


async def test_an_edit_that_would_do_more_than_its_curator_saw_is_shown_again(tmp_path: Path) -> None:
    async with desk(config_in(tmp_path)) as found:
        preview = await found.editing.propose(PHRASING, curator=RUTH)
        assert isinstance(preview, EditPreview)
        text, base = "seeing the light from far", found.base.name
        await log_question(
            found.store,
            at=preview.edit.at,
            text=text,
            outcome="suggestion",
            fact=None,
            confidence=None,
            guild=None,
            base=base,
        )
        await found.publish(FACT, OMAR)
        again = await found.editing.publish(preview.edit.id, RUTH)

        assert isinstance(again, EditPreview)
        assert again.again
        assert [case.question for case in again.tried.impact.differing] == [text]
        assert isinstance(await found.editing.publish(preview.edit.id, RUTH), Published)


async def test_an_edit_that_contradicts_another_one_since_is_refused(tmp_path: Path) -> None:
    same = replace(PHRASING, entry="lamp-height")
    async with desk(config_in(tmp_path)) as found:
        previews = [
            await found.editing.propose(PHRASING, curator=RUTH),
            await found.editing.propose(same, curator=OMAR),
        ]
        first, second = (preview.edit.id for preview in previews if isinstance(preview, EditPreview))
        assert isinstance(await found.editing.publish(second, OMAR), Published)

        assert isinstance(await found.editing.publish(first, RUTH), EditBroken)
        assert PHRASING.phrasing not in found.base.knowledge.facts["lamp-range"].phrasings


async def test_after_a_restart_a_preview_is_shown_again_before_it_is_published(tmp_path: Path) -> None:
    config = config_in(tmp_path)
    async with desk(config) as found:
        preview = await found.editing.propose(UNKNOWN, curator=RUTH)
    assert isinstance(preview, EditPreview)
    async with desk(config) as found:
        again = await found.editing.publish(preview.edit.id, RUTH)
        assert isinstance(again, EditPreview)
        assert again.again
        assert isinstance(await found.editing.publish(preview.edit.id, RUTH), Published)


async def test_a_wrong_quote_gets_the_passage_that_was_meant_and_takes_it(tmp_path: Path) -> None:
    wrong = replace(FACT, source="", quote=TextQuote(exact="the ferry Petrel, which carries 300 passengers"))
    async with desk(config_in(tmp_path)) as found:
        asked = await found.editing.propose(wrong, curator=RUTH)
        assert isinstance(asked, QuoteWrong)
        assert isinstance(asked.offer, OfferedQuote)
        taken = replace(asked.operation, quote=asked.offer.quote)
        preview = await found.editing.revise(asked.edit.id, taken, curator=RUTH)

        assert isinstance(preview, EditPreview)
        assert 'exact: "the ferry Petrel, which carries 200 passengers"' in preview.tried.diff


async def test_files_that_changed_on_disk_are_never_overwritten(tmp_path: Path) -> None:
    async with desk(config_in(tmp_path)) as found:
        preview = await found.editing.propose(PHRASING, curator=RUTH)
        assert isinstance(preview, EditPreview)
        path = found.file(LIGHT)
        path.write_text(path.read_text().replace("range of the lighthouse", "reach of the lighthouse"))
        told = await found.editing.publish(preview.edit.id, RUTH)
        assert isinstance(told, DiskDiffers)
        assert "reach of the lighthouse" in path.read_text()

        on_top = await found.editing.revise(preview.edit.id, curator=RUTH, on_disk=True)
        assert isinstance(on_top, EditPreview)
        assert on_top.on_disk
        assert [pair.new.id for pair in on_top.tried.impact.changes.changed] == ["lamp-range"]
        assert isinstance(await found.editing.publish(preview.edit.id, RUTH), Published)
        assert found.base.knowledge.facts["lamp-range"].phrasings == ("reach of the lighthouse", PHRASING.phrasing)


async def test_the_files_on_disk_can_be_loaded_first(tmp_path: Path) -> None:
    async with desk(config_in(tmp_path)) as found:
        path = found.file(LIGHT)
        path.write_text(path.read_text().replace("range of the lighthouse", "reach of the lighthouse"))
        told = await found.editing.propose(PHRASING, curator=RUTH)
        assert isinstance(told, DiskDiffers)
        loading = await found.editing.propose(LoadFiles(), curator=RUTH)
        assert isinstance(loading, EditPreview)
        assert isinstance(await found.editing.publish(loading.edit.id, RUTH), Published)
        preview = await found.editing.revise(told.edit.id, curator=RUTH)

        assert isinstance(preview, EditPreview)
        assert not preview.on_disk
        assert found.base.knowledge.facts["lamp-range"].phrasings == ("reach of the lighthouse",)


async def test_nothing_is_edited_while_the_files_on_disk_are_broken(tmp_path: Path) -> None:
    async with desk(config_in(tmp_path)) as found:
        found.file(LIGHT).write_text("- id: [")

        told = await found.editing.propose(PHRASING, curator=RUTH)
        assert isinstance(told, DiskDiffers)
        assert told.disk.problems
        assert isinstance(await found.editing.revise(told.edit.id, curator=RUTH, on_disk=True), DiskDiffers)


async def test_a_full_disk_changes_nothing_and_the_edit_can_be_published_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(config_in(tmp_path)) as found:
        preview = await found.editing.propose(PHRASING, curator=RUTH)
        assert isinstance(preview, EditPreview)
        before = found.file(LIGHT).read_bytes()
        with monkeypatch.context() as patch:
            refuse_writing(patch, errno.ENOSPC)
            failed = await found.editing.publish(preview.edit.id, RUTH)
        assert isinstance(failed, NotWritten)
        assert "No space left" in failed.reason
        assert found.file(LIGHT).read_bytes() == before
        assert isinstance(await found.editing.publish(preview.edit.id, RUTH), EditPreview)
        assert isinstance(await found.editing.publish(preview.edit.id, RUTH), Published)


async def test_a_database_that_fails_before_the_write_leaves_the_files_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(config_in(tmp_path)) as found:
        preview = await found.editing.propose(PHRASING, curator=RUTH)
        assert isinstance(preview, EditPreview)
        before = found.file(LIGHT).read_bytes()

        async def fail(*_: object, **__: object) -> None:
            raise StoreError("disk I/O error")

        monkeypatch.setattr(found.store.edits, "begin", fail)
        with pytest.raises(StoreError):
            await found.editing.publish(preview.edit.id, RUTH)
        assert found.file(LIGHT).read_bytes() == before


async def test_an_edit_that_was_written_and_not_served_is_served_and_announced_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    config = config_in(tmp_path)
    async with desk(config) as found:
        preview = await found.editing.propose(PHRASING, curator=RUTH)
        assert isinstance(preview, EditPreview)
        with monkeypatch.context() as patch:

            async def die(*_: object) -> None:
                raise KeyboardInterrupt

            patch.setattr(found.editing, "_mark_written", die)
            with pytest.raises(BaseException, match=r"^$"):
                await found.editing._publish(preview.edit.id, RUTH, wording=False)
        assert PHRASING.phrasing in found.file(LIGHT).read_text()
        assert PHRASING.phrasing not in found.base.knowledge.facts["lamp-range"].phrasings
    async with desk(config) as found:
        assert PHRASING.phrasing in found.base.knowledge.facts["lamp-range"].phrasings
        assert [edit.id for edit in found.announced] == [preview.edit.id]
        (kept,) = await found.store.edits.history(found.base.name, limit=5)
        assert kept.state is EditState.SERVED
    assert "was written and not yet served when the bot stopped" in caplog.text


async def test_an_edit_of_two_files_that_was_cut_off_between_them_is_completed(tmp_path: Path) -> None:
    config = config_in(tmp_path)
    async with desk(config) as found:
        preview = await found.editing.propose(replace(FACT, topics=("Passengers",)), curator=RUTH)
        assert isinstance(preview, EditPreview)
        assert sorted(preview.tried.files) == ["facts/repair.yaml", "topics.yaml"]
        await found.store.edits.begin(preview.edit.id, preview.tried.files, at=preview.edit.at)
        found.file("topics.yaml").write_bytes(preview.tried.files["topics.yaml"][1] or b"")
    async with desk(config) as found:
        assert preview.tried.entry in found.base.knowledge.facts
        assert len(found.announced) == 1


async def test_an_edit_that_was_cut_off_before_it_was_written_can_be_published_again(tmp_path: Path) -> None:
    config = config_in(tmp_path)
    async with desk(config) as found:
        preview = await found.editing.propose(PHRASING, curator=RUTH)
        assert isinstance(preview, EditPreview)
        await found.store.edits.begin(preview.edit.id, preview.tried.files, at=preview.edit.at)
    async with desk(config) as found:
        assert await found.store.edits.history(found.base.name, limit=5) == ()
        assert isinstance(await found.editing.publish(preview.edit.id, RUTH), EditPreview)
        assert isinstance(await found.editing.publish(preview.edit.id, RUTH), Published)


async def test_an_edit_that_another_process_took_for_one_that_was_cut_off_can_be_undone(tmp_path: Path) -> None:
    async with desk(config_in(tmp_path)) as found:
        edits = found.store.edits
        preview = await found.editing.propose(PHRASING, curator=RUTH)
        assert isinstance(preview, EditPreview)
        await edits.begin(preview.edit.id, preview.tried.files, at=preview.edit.at)
        await edits.reset(preview.edit.id)
        await edits.written(preview.edit.id, preview.tried.files)

        assert await edits.files(preview.edit.id) == preview.tried.files


async def test_edits_of_a_read_only_folder_are_kept_and_used_again_after_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = config_in(tmp_path)
    refuse_writing(monkeypatch, errno.EROFS)
    async with desk(config) as found:
        before = found.file(LIGHT).read_bytes()
        first, second = await found.publish(PHRASING), await found.publish(replace(PHRASING, phrasing="seen how far?"))
        await found.publish(FACT)
        assert first.kept
        assert second.kept
        assert found.file(LIGHT).read_bytes() == before
        revision = found.base.knowledge.revision
        undone = await found.publish(TakeBack(edit=second.edit.id))
        assert undone.kept
        assert found.base.knowledge.facts["lamp-range"].phrasings == ("range of the lighthouse", PHRASING.phrasing)
    async with desk(config) as found:
        assert found.base.knowledge.facts["lamp-range"].phrasings == ("range of the lighthouse", PHRASING.phrasing)
        assert found.base.knowledge.revision != revision
        assert await found.reloading.disk_state() is not None
        preview = await found.editing.propose(OF_UNKNOWN, curator=OMAR)
        assert isinstance(preview, EditPreview)


async def test_kept_edits_are_refused_when_the_file_on_disk_changed_and_forgotten_when_it_has_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    config = config_in(tmp_path)
    async with desk(config) as found:
        with monkeypatch.context() as patch:
            refuse_writing(patch, errno.EROFS)
            await found.publish(PHRASING)
        edited, before = found.base.files[f"knowledge/{LIGHT}"], found.file(LIGHT).read_bytes()
        found.file(LIGHT).write_bytes(before.replace(b"range of the lighthouse", b"reach of the lighthouse"))
    async with desk(config) as found:
        assert found.base.knowledge.facts["lamp-range"].phrasings == ("reach of the lighthouse",)
        assert "facts/light.yaml: changed on disk since edits from Discord were kept" in caplog.text
        with monkeypatch.context() as patch:
            refuse_writing(patch, errno.EROFS)
            preview = await found.editing.propose(FACT, curator=RUTH)
            assert isinstance(preview, EditPreview)
            refused = await found.editing.publish(preview.edit.id, RUTH)
        assert isinstance(refused, NotWritten)
        assert "export-edits" in refused.reason
        found.file(LIGHT).write_bytes(edited)
    async with desk(config) as found:
        assert PHRASING.phrasing in found.base.knowledge.facts["lamp-range"].phrasings
        assert await found.store.overlays.all(found.base.name) == {}


async def test_an_edit_is_undone_and_so_is_the_undoing(tmp_path: Path) -> None:
    async with desk(config_in(tmp_path)) as found:
        before = found.file(LIGHT).read_bytes()
        done = await found.publish(PHRASING)
        await found.publish(new_values(workspace(found)), OMAR)
        undone = await found.publish(TakeBack(edit=done.edit.id), OMAR)
        assert PHRASING.phrasing not in found.file(LIGHT).read_text()
        assert b"wave height" in found.file(LIGHT).read_bytes()
        states = [edit.state for edit in await found.store.edits.history(found.base.name, limit=9)]
        assert states == [EditState.SERVED, EditState.SERVED, EditState.UNDONE]
        await found.publish(TakeBack(edit=undone.edit.id))
        assert PHRASING.phrasing in found.file(LIGHT).read_text()
        assert found.file(LIGHT).read_bytes() != before


async def test_an_edit_whose_lines_changed_since_cannot_be_undone(tmp_path: Path) -> None:
    async with desk(config_in(tmp_path)) as found:
        first = await found.publish(new_values(workspace(found)))
        values = new_values(workspace(found))
        second = await found.publish(replace(values, statement="On 4 March 2031 the buoy measured 11 metres."), OMAR)

        refused = await found.editing.propose(TakeBack(edit=first.edit.id), curator=RUTH)
        assert isinstance(refused, LinesChanged)
        assert [edit.id for edit in refused.by] == [second.edit.id]
        assert isinstance(await found.editing.propose(TakeBack(edit=second.edit.id), curator=RUTH), EditPreview)
        path = found.file(LIGHT)
        path.write_text(path.read_text().replace("the buoy measured", "the buoy saw"))
        loading = await found.editing.propose(LoadFiles(), curator=RUTH)
        assert isinstance(loading, EditPreview)
        await found.editing.publish(loading.edit.id, RUTH)
        by_hand = await found.editing.propose(TakeBack(edit=second.edit.id), curator=RUTH)
        assert isinstance(by_hand, LinesChanged)
        assert by_hand.by == ()


@GIT
async def test_each_edit_is_a_commit_of_its_own_files_in_the_curators_name(tmp_path: Path) -> None:
    config = config_in(tmp_path, git=True)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "knowledge", "seeds")
    git(tmp_path, "commit", "-q", "-m", "Begin")
    (tmp_path / "knowledge" / "notes.txt").write_text("not to be committed")
    git(tmp_path, "add", "knowledge/notes.txt")
    async with desk(config) as found:
        done = await found.publish(PHRASING, replace(RUTH, name="Ruth <root@x>\n\x1b[31m"))
        await found.publish(TakeBack(edit=done.edit.id), OMAR)

    assert isinstance(done.git, Committed)
    log = git(tmp_path, "log", "--format=%an <%ae> %s", "-2").splitlines()
    assert log == [
        "Omar <12@users.noreply.invalid> Undo edit 1 of lamp-range",
        "Ruth root@x [31m <11@users.noreply.invalid> Add a phrasing to lamp-range",
    ]
    assert git(tmp_path, "show", "--name-only", "--format=", "HEAD~1").split() == ["knowledge/facts/light.yaml"]
    assert git(tmp_path, "status", "--porcelain", "knowledge").split() == ["A", "knowledge/notes.txt"]


@GIT
async def test_an_edit_that_git_does_not_commit_is_not_lost(tmp_path: Path) -> None:
    config = config_in(tmp_path, git=True)
    git(tmp_path, "init", "-q")
    hook = tmp_path / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text('#!/bin/sh\necho "not today, ${DISCORD_TOKEN:-no token}"\nexit 1\n')
    hook.chmod(0o755)
    async with desk(config) as found:
        done = await found.publish(PHRASING)

    assert done.git == NotCommitted(reason="not today, no token")
    assert PHRASING.phrasing in (tmp_path / "knowledge" / LIGHT).read_text()


async def test_outside_of_a_repository_nothing_is_committed(tmp_path: Path) -> None:
    async with desk(config_in(tmp_path, git=True)) as found:
        done = await found.publish(PHRASING)

    assert done.git is None


async def test_previews_that_nobody_published_expire(tmp_path: Path) -> None:
    config = config_in(tmp_path)
    async with desk(config) as found:
        preview = await found.editing.propose(PHRASING, curator=RUTH)
        assert isinstance(preview, EditPreview)
        assert await found.store.edits.expire(preview.edit.at) == 0
        later = found.bot.clock()
        assert await found.store.edits.expire(later) == 1
        assert isinstance(await found.editing.publish(preview.edit.id, RUTH), EditGone)
