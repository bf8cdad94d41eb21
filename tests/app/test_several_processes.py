"""Two bots on one PostgreSQL, each with a part of the shards and a disk of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import several
from admins import press, reload, rollback
from serving import PATIENCE, Alarm, Stage
from several import Process, process, running, stages

from bot.app.briefing.scheduler import OTHERS_LOOK
from bot.app.client import BriefingBot
from bot.app.reload import DryRunOvertaken, Reloading
from bot.core.factbase.base import Base, Library
from bot.core.factbase.diff import DryRun
from bot.errors import KnowledgeError, Problem, StoreError
from bot.i18n import ENGLISH
from bot.sandbox import Exchange, Sandbox
from bot.storage import Changed, DeskSettings, ServerSettings, Store

CALIBRATION = Path(__file__).parents[2] / "knowledge" / "calibration.json"
QUESTION = "how much will the repair cost"
OLD = "The Harbour Office puts the repair of the lighthouse at 600,000 crowns."
NEW = "The Harbour Office expects the lighthouse's repair to cost 600,000 crowns."
REPAIR = "knowledge/facts/repair.yaml"
SHARDS = ("0-1/4", "2-3/4")


@pytest.fixture
def pair(sandbox: Sandbox, tmp_path: Path, postgres_address: str) -> tuple[Stage, ...]:
    return stages(sandbox, tmp_path, postgres_address, *SHARDS)


async def status(stage: Stage) -> str:
    """What /admin status shows."""
    return (await stage.admin.slash(stage.channel, "admin status")).text


async def loaded(stage: Stage) -> None:
    """Edit the files of one process and load them there."""
    stage.rewrite(REPAIR, OLD, NEW)
    assert (await press(stage, await tried_at(stage), "Load")).startswith("## Fact base loaded")


async def tried_at(stage: Stage) -> Exchange:
    """The dry run of /reload, once what a bot does after its start is done."""
    tried = await reload(stage)
    while tried.text == ENGLISH.reload_runs:
        tried = await reload(stage)
    return tried


async def test_a_reload_in_one_process_reaches_the_other_from_the_store(
    pair: tuple[Stage, ...], sandbox: Sandbox
) -> None:
    place = several.place_on(sandbox, pair[1], 3)
    async with running(pair) as (first, second):
        before = await second.stage.reader.slash(place, "ask", question=QUESTION)
        await loaded(first.stage)
        await second.answers_from(first.revision)
        after = await second.stage.reader.slash(place, "ask", question=QUESTION)
        history = await second.bot.store.revisions.history()

    assert OLD in before.text
    assert NEW in after.text
    assert OLD in (pair[1].config.root / REPAIR).read_text(encoding="utf-8")
    assert [load.reason for load in history] == ["reload", "start"]


async def test_a_rollback_in_one_process_reaches_the_other(pair: tuple[Stage, ...]) -> None:
    async with running(pair) as (first, second):
        old = first.revision
        await loaded(first.stage)
        await second.answers_from(first.revision)
        await press(first.stage, await rollback(first.stage, old), "Load")
        await second.answers_from(old)

        assert first.revision == old


async def test_without_word_from_postgresql_a_load_is_found_by_looking(
    pair: tuple[Stage, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with process(pair[0], "first") as first:
        deafen(monkeypatch)
        async with process(pair[1], "second") as second:
            await second.looks.asleep()
            await loaded(first.stage)
            stale = second.revision
            second.looks._woken.set()
            await second.answers_from(first.revision)

    assert stale != first.revision


def deafen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the processes that start from now on hear nothing from PostgreSQL."""

    async def deaf(_self: Store, _heard: Callable[[Changed | None], None]) -> None:
        raise StoreError("no connection")

    monkeypatch.setattr(Store, "listen", deaf)


SPANISH = ServerSettings(language="es")
DESK = DeskSettings(channel=7, roles=frozenset({8}))


async def set_on(first: Process, guild: int) -> None:
    """Set the language, the desk and its curators of a server in one process."""
    await first.bot.settings.change(guild, lambda _: SPANISH)
    await first.bot.desks.change(guild, lambda _: DESK)


def knows(guild: int) -> Callable[[BriefingBot], bool]:
    """Whether a bot knows what `set_on` has set."""
    return lambda bot: (bot.settings.of(guild), bot.desks.of(guild)) == (SPANISH, DESK)


async def test_what_a_server_sets_in_one_process_is_known_to_the_others_at_once(pair: tuple[Stage, ...]) -> None:
    async with running(pair) as (first, second):
        await second.looks.asleep()
        await set_on(first, pair[0].home.id)
        await second.until(knows(pair[0].home.id))


async def test_without_word_from_postgresql_what_a_server_sets_is_found_by_looking(
    pair: tuple[Stage, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with process(pair[0], "first") as first:
        deafen(monkeypatch)
        async with process(pair[1], "second") as second:
            await second.looks.asleep()
            await set_on(first, pair[0].home.id)
            stale = second.bot.settings.of(pair[0].home.id)
            second.looks._woken.set()
            await second.until(knows(pair[0].home.id))

    assert stale == ServerSettings()


async def test_a_process_changes_what_another_has_set_and_not_what_it_remembers(
    pair: tuple[Stage, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    guild = pair[0].home.id
    deafen(monkeypatch)
    async with running(pair) as (first, second):
        await set_on(first, guild)
        changed = await second.bot.desks.change(guild, lambda desk: replace(desk, channel=9))

    assert changed == replace(DESK, channel=9)


async def test_a_schedule_that_is_set_in_one_process_wakes_the_others(pair: tuple[Stage, ...]) -> None:
    alarm = Alarm()
    async with process(pair[0], "first") as first, process(pair[1], "second", alarm):
        await alarm.asleep()
        here, zone = first.stage.channel, "Europe/London"
        await first.stage.admin.slash(here, "briefing schedule", channel=here, time="08:00", timezone=zone)
        async with asyncio.timeout(PATIENCE):
            while OTHERS_LOOK not in alarm.asked:  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.01)


async def test_buttons_tell_of_a_correction_that_another_process_has_published(
    pair: tuple[Stage, ...], sandbox: Sandbox
) -> None:
    place = several.place_on(sandbox, pair[1], 3)
    async with running(pair) as (first, second):
        answer = await second.stage.reader.slash(place, "ask", question=QUESTION)
        await loaded(first.stage)
        await second.answers_from(first.revision)
        context = await second.stage.reader.click(answer.message, "In context")

    assert context.text.startswith("-# ⚠️ Corrected on ")


def calibrate(stage: Stage, spaces: int) -> bytes:
    """Give the base on a disk a calibration, with so many spaces at its end; return the file."""
    path = stage.config.root / "knowledge" / "calibration.json"
    path.write_bytes(CALIBRATION.read_bytes() + b" " * spaces)
    return path.read_bytes()


def calibration_of(found: Process) -> bytes | None:
    return found.bot.bases.default.files.get("knowledge/calibration.json")


async def test_a_reload_with_only_a_new_calibration_reaches_the_other_process(pair: tuple[Stage, ...]) -> None:
    async with running(pair) as (first, second):
        revision = first.revision
        new = calibrate(first.stage, 1)
        await press(first.stage, await tried_at(first.stage), "Load")
        await second.until(lambda bot: "knowledge/calibration.json" in bot.bases.default.files)

        assert (first.revision, second.revision) == (revision, revision)
        assert calibration_of(first) == calibration_of(second) == new


async def test_a_process_that_starts_with_another_calibration_uses_the_one_that_was_loaded(
    pair: tuple[Stage, ...], caplog: pytest.LogCaptureFixture
) -> None:
    async with process(pair[0], "first") as first:
        new = calibrate(first.stage, 1)
        await press(first.stage, await tried_at(first.stage), "Load")
        calibrate(pair[1], 2)
        async with process(pair[1], "second") as second:
            started = calibration_of(second)
            await second.looks.asleep()

            assert calibration_of(first) == started == new
    assert "the calibration on disk is not the one that was loaded last" in caplog.text


async def test_a_process_that_cannot_load_a_revision_goes_on_with_its_own_and_is_seen_to_be_behind(
    pair: tuple[Stage, ...], caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: Library, _files: object) -> Base:
        raise KnowledgeError((Problem(file="knowledge/facts/repair.yaml", line=1, column=1, message="Too new."),))

    async with running(pair) as (first, second):
        old = second.revision
        await loaded(first.stage)
        await second.answers_from(first.revision)
        monkeypatch.setattr(Library, "rebuild", refuse)
        tried = await tried_at(first.stage)
        first.stage.rewrite(REPAIR, NEW, OLD)
        tried = await tried_at(first.stage)
        await press(first.stage, tried, "Load")
        newest = first.revision
        await second.until(lambda _: "cannot be used here" in caplog.text)
        shown = await status(first.stage)
        told = {each.id: each.revisions["default"] for each in await first.bot.store.processes.all()}

    assert newest == old
    assert second.revision != newest
    assert caplog.text.count("which another process uses, cannot be used") == 1
    assert told == {"process-0": newest, "process-1": second.revision}
    assert "`process-1` · shards 2-3/4" in shown
    assert f"{second.revision[:12]}` · **behind**" in shown


async def test_the_status_lists_each_process_with_its_shards_and_revision(pair: tuple[Stage, ...]) -> None:
    async with running(pair) as (first, second):
        await first.until(lambda bot: bot.is_connected)
        await second.until(lambda bot: bot.is_connected)
        await asyncio.gather(first.beats.asleep(), second.beats.asleep())
        shown = await status(first.stage)

    assert "**Processes**" in shown
    assert "`process-0` · shards 0-1/4" in shown
    assert "`process-1` · shards 2-3/4" in shown
    assert "behind" not in shown
    assert "1 server · 2 shards" in shown


async def test_a_process_that_stops_is_no_longer_listed(pair: tuple[Stage, ...]) -> None:
    async with process(pair[0], "first") as first:
        async with process(pair[1], "second") as second:
            await second.beats.asleep()
            both = [each.id for each in await first.bot.store.processes.all()]
        left = [each.id for each in await first.bot.store.processes.all()]

    assert sorted(both) == ["first", "second"]
    assert left == ["first"]


async def test_a_process_that_starts_with_an_older_base_on_disk_uses_the_newest_and_disturbs_nobody(
    pair: tuple[Stage, ...], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="bot")
    async with process(pair[0], "first") as first:
        await loaded(first.stage)
        async with process(pair[1], "second") as second:
            started = second.revision
            history = await first.bot.store.revisions.history()
            await first.looks.asleep()

            assert started == first.revision
    assert [load.reason for load in history] == ["reload", "start"]
    assert "on disk is older than" in caplog.text


async def test_a_process_that_starts_with_a_new_base_on_disk_brings_it_to_the_others(pair: tuple[Stage, ...]) -> None:
    pair[1].rewrite(REPAIR, OLD, NEW)
    async with process(pair[0], "first") as first, process(pair[1], "second") as second:
        await first.answers_from(second.revision)

        assert NEW in (await first.stage.reader.slash(first.stage.channel, "ask", question=QUESTION)).text


async def test_processes_that_restart_one_after_another_never_go_back(pair: tuple[Stage, ...]) -> None:
    """A rolling update, in which one of the old ones also starts again."""
    seen = []
    async with process(pair[0], "old") as old:
        before = old.revision
        pair[1].rewrite(REPAIR, OLD, NEW)
        async with process(pair[1], "new") as new:
            after = new.revision
            await old.answers_from(after)
            old.bot.bases.listen(lambda: seen.append(old.revision))
            new.bot.bases.listen(lambda: seen.append(new.revision))
            async with process(pair[0], "old, again") as again:
                await again.looks.asleep()
                revisions = {old.revision, new.revision, again.revision}
        newest = await old.bot.store.revisions.last()

    assert before != after
    assert revisions == {after}
    assert newest is not None
    assert newest.revision == after
    assert seen == []


async def test_a_dry_run_from_before_another_process_loaded_something_is_not_confirmed(pair: tuple[Stage, ...]) -> None:
    other = "The Harbour Office puts the lighthouse's repair at 600,000 crowns."
    async with running(pair) as (first, second):
        second.stage.rewrite(REPAIR, OLD, NEW)
        reloading = Reloading(second.bot, "default")
        tried = await reloading.try_disk(1)
        first.stage.rewrite(REPAIR, OLD, other)
        await press(first.stage, await tried_at(first.stage), "Load")
        await second.answers_from(first.revision)
        refused = await reloading.confirm(1, by=1)

        assert isinstance(tried, DryRun)
        assert isinstance(refused, DryRunOvertaken)
        assert second.revision == first.revision
