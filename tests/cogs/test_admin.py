from __future__ import annotations

import logging
import sqlite3
from collections.abc import Mapping
from contextlib import closing

import pytest
from admins import press, reload, rollback, show_to_all
from serving import Stage

from bot.app.client import BriefingBot
from bot.core.factbase.base import Base, Library

QUESTION = "how much will the repair cost"
OLD = "The Harbour Office puts the repair of the lighthouse at 600,000 crowns."
NEW = "The Harbour Office expects the lighthouse's repair to cost 600,000 crowns."
REPAIR = "knowledge/facts/repair.yaml"


async def answered(newsroom: Stage) -> str:
    return (await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)).text


def revision_of(bot: BriefingBot) -> str:
    return bot.bases.default.knowledge.revision


async def load_new(newsroom: Stage) -> None:
    """Change a fact on disk and load that."""
    newsroom.rewrite(REPAIR, OLD, NEW)
    await press(newsroom, await reload(newsroom), "Load")


async def status(newsroom: Stage) -> str:
    return (await newsroom.admin.slash(newsroom.channel, "admin status")).text


async def test_a_rollback_is_tried_first_and_loads_the_earlier_base_once_confirmed(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        first = revision_of(bot)
        await load_new(newsroom)
        tried = await rollback(newsroom, first)
        text, still = tried.text, await answered(newsroom)
        served = await press(newsroom, tried, "Load")
        after = await answered(newsroom)

        assert revision_of(bot) == first
    assert text.startswith(f"## What going back to revision {first[:12]} would change")
    assert "Changed: 1 fact" in text
    assert NEW in still
    assert OLD in after
    assert "The files on disk stay as they are" in served


async def test_after_a_rollback_a_restart_does_not_bring_the_files_back_silently(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    async with newsroom.bot() as bot:
        first = revision_of(bot)
        await load_new(newsroom)
        bad = revision_of(bot)
        await press(newsroom, await rollback(newsroom, first), "Load")
    async with newsroom.bot() as bot:
        told, after = await status(newsroom), await answered(newsroom)

        assert revision_of(bot) == first
    assert OLD in after
    assert f"revision {bad} on disk is ignored: an admin went back from it to {first}" in caplog.text
    assert f"It replaces revision `{bad[:12]}`, which is still on disk." in told
    assert f"On disk: revision `{bad[:12]}`, not loaded." in told


async def test_files_that_were_fixed_after_a_rollback_are_used_by_the_next_start(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        first = revision_of(bot)
        await load_new(newsroom)
        await press(newsroom, await rollback(newsroom, first), "Load")
    newsroom.rewrite(REPAIR, NEW, "The Harbour Office names 600,000 crowns for the repair.")
    async with newsroom.bot():
        after, told = await answered(newsroom), await status(newsroom)

    assert "names 600,000 crowns" in after
    assert "On disk: the same files." in told
    assert "in place of" not in told


async def test_a_reload_after_a_rollback_loads_the_files_on_disk_again(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        first = revision_of(bot)
        await load_new(newsroom)
        bad = revision_of(bot)
        await press(newsroom, await rollback(newsroom, first), "Load")
        await press(newsroom, await reload(newsroom), "Load")

        assert revision_of(bot) == bad
    async with newsroom.bot() as bot:
        assert revision_of(bot) == bad


async def test_a_start_with_broken_files_uses_the_last_accepted_base_and_says_so(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    async with newsroom.bot() as bot:
        first = revision_of(bot)
    newsroom.rewrite(REPAIR, "will cost 600,000 crowns", "will cost 700,000 crowns")
    async with newsroom.bot() as bot:
        told, after = await status(newsroom), await answered(newsroom)

        assert revision_of(bot) == first
    assert OLD in after
    assert f"problems of the files on disk: 2; revision {first}, which was loaded last, is used" in caplog.text
    assert "knowledge/facts/repair.yaml:22:" in caplog.text
    assert "On disk: 2 problems" in told
    assert "repair.yaml" in told


async def test_the_status_shows_the_base_in_use_since_when_and_the_state_of_each_part(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        before = await status(newsroom)
        await bot.store.heartbeat.beat(newsroom.sandbox.world.clock())
        after = await status(newsroom)
        revision = revision_of(bot)

    assert f"In use: 11 facts · revision `{revision[:12]}`" in before
    assert "at startup" in before
    assert "Not calibrated: the default weights are in use." in before
    assert "On disk: the same files." in before
    assert "Database: works." in before
    assert "Last heartbeat: none yet" in before
    assert "Last heartbeat: <t:" in after
    assert "Gateway: " in after


async def test_the_status_reports_a_database_that_fails(newsroom: Stage) -> None:
    async with newsroom.bot():
        with closing(sqlite3.connect(newsroom.config.store)) as db:
            db.execute("DROP TABLE heartbeat")
        told = await status(newsroom)

    assert "Database: failing (no such table: heartbeat)" in told.replace("\\", "")


async def test_the_status_reports_files_that_were_not_loaded_yet(newsroom: Stage) -> None:
    async with newsroom.bot():
        newsroom.rewrite(REPAIR, OLD, NEW)
        told = await status(newsroom)

    assert "not loaded. Use /reload to see what it would change." in told


async def test_the_history_shows_who_loaded_what_and_when(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        first = revision_of(bot)
        await load_new(newsroom)
        second = revision_of(bot)
        shown = await newsroom.admin.slash(newsroom.channel, "admin history")

    title, newest, oldest = shown.text.split("\n")
    assert title == "## Load history"
    assert newest.startswith(f"`{second[:12]}` · 11 facts · <t:")
    assert newest.endswith(f"with /reload by <@{newsroom.admin.user.id}> · **in use**")
    assert oldest.startswith(f"`{first[:12]}` · 11 facts · <t:")
    assert oldest.endswith("at startup")
    assert shown.ephemeral


async def test_revisions_are_offered_newest_first_and_to_admins_alone(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        first = revision_of(bot)
        await load_new(newsroom)
        second = revision_of(bot)
        everything = await newsroom.admin.autocomplete(newsroom.channel, "admin rollback", revision="")
        narrowed = await newsroom.admin.autocomplete(newsroom.channel, "admin rollback", revision=first[:6])
        show_to_all(newsroom)
        nothing = await newsroom.reader.autocomplete(newsroom.channel, "admin rollback", revision="")

    assert [choice["value"] for choice in everything] == [second, first]
    assert everything[0]["name"].startswith(f"{second[:12]} · ")
    assert [choice["value"] for choice in narrowed] == [first]
    assert nothing == ()


async def test_a_revision_that_is_in_use_already_is_not_loaded_again(
    newsroom: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_library: Library, _files: Mapping[str, bytes]) -> Base:
        raise AssertionError("the files were loaded")

    monkeypatch.setattr(Library, "rebuild", never)
    async with newsroom.bot() as bot:
        before = bot.bases.default
        shown = await rollback(newsroom, revision_of(bot))

        assert bot.bases.default is before
    assert shown.text.startswith("Nothing would change")


async def test_a_revision_that_is_not_kept_is_refused(newsroom: Stage) -> None:
    async with newsroom.bot():
        refused = await rollback(newsroom, "0" * 64)
        after = await reload(newsroom)

    assert refused.text.startswith("That revision is not stored.")
    assert after.text.startswith("Nothing would change")


async def test_a_revision_whose_files_are_damaged_in_the_store_is_refused(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        first = revision_of(bot)
        await load_new(newsroom)
        with closing(sqlite3.connect(newsroom.config.store)) as db, db:
            db.execute("UPDATE revision_file SET content = x'00' WHERE revision = ? AND path = ?", (first, REPAIR))
        refused = await rollback(newsroom, first)
        still = await answered(newsroom)

    assert refused.text.startswith("The stored files of that revision are damaged")
    assert NEW in still


@pytest.mark.parametrize(
    ("command", "options", "refusal"),
    [
        ("admin status", {}, "Only the admins named in the bot's config can see this."),
        ("admin history", {}, "Only the admins named in the bot's config can see this."),
        ("admin rollback", {"revision": "a"}, "Only the admins named in the bot's config can reload the facts."),
        ("admin gaps", {}, "Only the admins named in the bot's config can see this."),
    ],
)
async def test_others_are_refused_in_a_sentence_and_it_is_logged(
    newsroom: Stage, caplog: pytest.LogCaptureFixture, command: str, options: dict[str, str], refusal: str
) -> None:
    caplog.set_level(logging.INFO, logger="bot")
    async with newsroom.bot():
        show_to_all(newsroom)
        refused = await newsroom.reader.slash(newsroom.channel, command, **options)

    assert refused.text == refusal
    assert refused.ephemeral
    assert f"was refused to user {newsroom.reader.user.id}" in caplog.text


async def test_a_store_that_fails_refuses_history_and_rollback_in_a_sentence(newsroom: Stage) -> None:
    async with newsroom.bot():
        with closing(sqlite3.connect(newsroom.config.store)) as db:
            db.execute("DROP TABLE revision_file")
            db.execute("DROP TABLE load")
        history = await newsroom.admin.slash(newsroom.channel, "admin history")
        back = await rollback(newsroom, "a")
        offered = await newsroom.admin.autocomplete(newsroom.channel, "admin rollback", revision="")

    assert history.text == back.text == "The database cannot be read right now. The bot's log has the reason."
    assert offered == ()


async def test_spanish_admins_are_spoken_to_in_spanish(newsroom: Stage) -> None:
    newsroom.admin.user.locale = "es-ES"
    async with newsroom.bot():
        told = await newsroom.admin.slash(newsroom.channel, "administrar status")

    assert told.text.startswith("## Estado\nEn uso: 11 hechos")
