from __future__ import annotations

import asyncio
import gc
import logging
import sqlite3
import threading
import weakref
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any

import pytest
from admins import press, reload, show_to_all
from logged import log_question
from serving import PATIENCE, Alarm, Stage

from bot.app.reload import LIFE, Confirmed, NoDryRun
from bot.cogs.reload import PROGRESS, ReloadCog
from bot.core.factbase.base import Base, Library, LoadStep
from bot.core.factbase.diff import DryRun
from bot.core.matching import Ranker, build_ranker
from bot.i18n import ENGLISH

QUESTION = "how much will the repair cost"
OLD = "The Harbour Office puts the repair of the lighthouse at 600,000 crowns."
NEW = "The Harbour Office expects the lighthouse's repair to cost 600,000 crowns."
REPAIR = "knowledge/facts/repair.yaml"
FERRY = "knowledge/facts/ferry.yaml"

GONE = "This dry run has expired. Use the command again."
NOT_AN_ADMIN = "Only the admins named in the bot's config can reload the facts."
RUNS = "A reload is already running. Wait for its result."


async def answered(newsroom: Stage) -> str:
    return (await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)).text


async def test_a_dry_run_shows_what_would_change_and_loads_it_once_confirmed(newsroom: Stage) -> None:
    async with newsroom.bot():
        before = await answered(newsroom)
        newsroom.rewrite(REPAIR, OLD, NEW)
        tried = await reload(newsroom)
        text, still = tried.text, await answered(newsroom)
        served = await press(newsroom, tried, "Load")
        after = await answered(newsroom)

    assert OLD in before
    assert OLD in still
    assert NEW in after
    assert tried.ephemeral
    assert text.startswith("## What a reload would change")
    assert "Changed: 1 fact" in text
    assert OLD in text
    assert NEW in text
    assert served.startswith("## Fact base loaded\n11 facts in use")


async def test_a_dry_run_that_is_cancelled_leaves_all_as_it_is(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        before = bot.bases.default
        newsroom.rewrite(REPAIR, OLD, NEW)
        tried = await reload(newsroom)
        left = await press(newsroom, tried, "Cancel")

        assert bot.bases.default is before
        assert left == "Nothing was loaded. The bot keeps using the same facts."


async def test_the_base_that_was_shown_is_loaded_and_nothing_newer(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        before = bot.bases.default
        newsroom.rewrite(REPAIR, OLD, NEW)
        tried = await reload(newsroom)
        newsroom.rewrite(REPAIR, NEW, "Something that nobody has seen.")
        outdated = await press(newsroom, tried, "Load")

        assert bot.bases.default is before
    assert outdated.startswith("The files have changed since this dry run, so nothing was loaded.")


async def test_a_file_that_was_added_since_counts_as_a_change(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        before = bot.bases.default
        newsroom.rewrite(REPAIR, OLD, NEW)
        tried = await reload(newsroom)
        (newsroom.config.knowledge / "facts/more.yaml").write_text("- id: more\n", encoding="utf-8")
        outdated = await press(newsroom, tried, "Load")

        assert bot.bases.default is before
    assert outdated.startswith("The files have changed")


async def test_a_dry_run_shows_what_was_added_and_removed(newsroom: Stage) -> None:
    async with newsroom.bot():
        newsroom.rewrite(FERRY, "last-evening-crossing", "latest-crossing")
        tried = await reload(newsroom)

    assert "Added: 1 fact" in tried.text
    assert "Removed: 1 fact" in tried.text


GOLDEN = """\
- {question: "how high were the waves in the storm", fact: wave-height}
- {question: "when was the last evening crossing", fact: ferry-by-day}
"""


async def test_the_latest_questions_and_the_golden_ones_are_asked_of_both_bases(newsroom: Stage) -> None:
    (newsroom.config.knowledge / "golden.yaml").write_text(GOLDEN, encoding="utf-8")
    async with newsroom.bot() as bot:
        for text in (QUESTION, "when was the last evening crossing", "when was the last evening crossing"):
            at = newsroom.sandbox.world.clock()
            await log_question(bot.store, at=at, text=text, outcome="answer", fact=None, confidence=None, guild=None)
        newsroom.rewrite(FERRY, "last-evening-crossing", "latest-crossing")
        tried = await reload(newsroom)
        overview = tried.text
        asked = await press(newsroom, tried, "Questions (1)")
        back = await press(newsroom, tried, "Overview")
        golden = await press(newsroom, tried, "Golden questions (1)")
        facts = await press(newsroom, tried, "Overview") and await press(newsroom, tried, "Facts (3)")
        served = await press(newsroom, tried, "Load")

    assert "**Golden questions:** 1 of 2 correct (1 with the facts in use)" in overview
    assert "**Latest 2 questions:** 1 changed, 1 unchanged" in overview
    assert "**when was the last evening crossing**\n-# changed\nBefore: the fact `last-evening-crossing`: " in asked
    assert "Now: the fact `latest-crossing`: The ferry Petrel's last evening crossing was on 3 March 2031." in asked
    assert back == overview
    assert "still wrong · knowledge/golden.yaml:2:14" in golden.replace("\\", "")
    assert "Expected: the fact `ferry-by-day`\nNow: the fact `latest-crossing`: " in golden
    assert "**Removed** `last-evening-crossing`" in facts
    assert "**Added** `latest-crossing`" in facts
    assert "**Changed** `ferry-by-day`\n*related*\nBefore: last-evening-crossing\nNow: latest-crossing" in facts
    assert "Fact base loaded" in served


async def test_a_broken_base_is_not_served_and_every_problem_is_shown(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        before = bot.bases.default
        newsroom.rewrite(REPAIR, "will cost 600,000 crowns", "will cost 700,000 crowns")
        newsroom.rewrite(FERRY, "standing: stated", "standing: certain")
        tried = await reload(newsroom)
        after = await answered(newsroom)

        assert bot.bases.default is before
    text = tried.text.replace("\\", "")
    assert "These files cannot be loaded" in text
    assert "knowledge/facts/repair.yaml" in text
    assert "fact repair-cost" in text
    assert "{+600+}" in text
    assert "knowledge/facts/ferry.yaml" in text
    assert OLD in after


async def test_a_source_whose_text_has_changed_names_the_quotes_that_no_longer_hold(newsroom: Stage) -> None:
    async with newsroom.bot():
        newsroom.rewrite("seeds/grey-skerry.txt", "It was first lit in 1891", "It was first lit in 1892")
        tried = await reload(newsroom)

    text = tried.text.replace("\\", "")
    assert "2 problems" in text
    assert "is not the one that was checked" in text
    assert "fact first-lit" in text


async def test_a_user_whom_the_config_does_not_name_is_refused_and_logged(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="bot")
    async with newsroom.bot():
        newsroom.rewrite(REPAIR, OLD, NEW)
        show_to_all(newsroom)
        refused = await newsroom.reader.slash(newsroom.channel, "reload")
        after = await answered(newsroom)

    assert refused.text == NOT_AN_ADMIN
    assert refused.ephemeral
    assert OLD in after
    assert f"/reload was refused to user {newsroom.reader.user.id}" in caplog.text


async def test_a_user_who_is_no_longer_an_admin_may_not_confirm(newsroom: Stage) -> None:
    (desk,) = (role for role in newsroom.home.roles.values() if role.name == "desk")
    editor = newsroom.sandbox.user("editor", roles=[desk])
    async with newsroom.bot() as bot:
        before = bot.bases.default
        newsroom.rewrite(REPAIR, OLD, NEW)
        tried = await reload(newsroom, editor)
        newsroom.home.members[editor.user.id].roles.discard(desk.id)
        refused = await editor.click(tried.message, "Load")

        assert bot.bases.default is before
    assert refused.text == NOT_AN_ADMIN


async def test_the_guilds_owner_is_refused_like_anybody_else(newsroom: Stage) -> None:
    owner = newsroom.sandbox.user("second owner")
    newsroom.home.members[owner.user.id].roles.add(
        newsroom.sandbox.world.add_role(newsroom.home, "boss", permission_bits=8).id
    )
    async with newsroom.bot():
        refused = await owner.slash(newsroom.channel, "reload")

    assert refused.text == NOT_AN_ADMIN


async def test_files_that_are_in_use_already_are_not_loaded_again(newsroom: Stage) -> None:
    def never() -> Base:
        raise AssertionError("the files were loaded")

    async with newsroom.bot(opener=never) as bot:
        found = await reload(newsroom)
        revision = bot.bases.default.knowledge.revision[:12]

    assert found.text == f"Nothing would change: revision `{revision}` is already in use, with the same files."
    assert "Load" not in str(found.message.components)


async def test_a_reload_is_refused_while_one_runs_and_questions_are_answered_meanwhile(newsroom: Stage) -> None:
    begun, finish = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def slowly() -> Base:
        loop.call_soon_threadsafe(begun.set)
        finish.wait(timeout=60)
        return newsroom.base()

    newsroom.rewrite(REPAIR, OLD, NEW)
    async with newsroom.bot(opener=slowly):
        newsroom.rewrite(REPAIR, NEW, OLD)
        first = newsroom.admin.start_slash(newsroom.channel, "reload")
        await asyncio.wait_for(begun.wait(), 60)
        second = await newsroom.admin.slash(newsroom.channel, "reload")
        status = await newsroom.admin.slash(newsroom.channel, "admin status")
        meanwhile = await answered(newsroom)
        finish.set()
        await first.filled()
        await press(newsroom, first, "Load")
        after = await answered(newsroom)
        third = await reload(newsroom)

    assert second.text == RUNS
    assert RUNS in status.text
    assert NEW in meanwhile
    assert OLD in after
    assert third.text.startswith("Nothing would change")


async def test_a_question_in_flight_finishes_on_the_base_that_it_began_with(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        taken = bot.bases.default
        newsroom.rewrite(REPAIR, OLD, NEW)
        await press(newsroom, await reload(newsroom), "Load")

        assert bot.bases.default is not taken
        assert taken.knowledge.facts["repair-cost"].statement == OLD
        assert taken.decide(QUESTION).question == QUESTION


async def test_a_defect_while_loading_is_reported_with_an_id_and_leaves_the_base_alone(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> Base:
        raise ZeroDivisionError("a defect")

    async with newsroom.bot(opener=broken) as bot:
        before = bot.bases.default
        newsroom.rewrite(REPAIR, OLD, NEW)
        failed = await reload(newsroom)
        again = await reload(newsroom)

        assert bot.bases.default is before
    assert "id-1" in failed.text.replace("\\", "")
    assert "id-2" in again.text.replace("\\", "")
    assert "error id-1 in /reload: a defect" in caplog.text
    assert "ZeroDivisionError" in caplog.text


async def test_after_a_restart_the_buttons_of_a_dry_run_say_that_it_is_gone(newsroom: Stage) -> None:
    newsroom.rewrite(REPAIR, OLD, NEW)
    async with newsroom.bot():
        newsroom.rewrite(REPAIR, NEW, OLD)
        tried = await reload(newsroom)
    async with newsroom.bot():
        confirmed = await newsroom.admin.click(tried.message, "Load")
        paged = await newsroom.admin.click(tried.message, "Facts (1)")

    assert confirmed.text == GONE
    assert paged.text == GONE


async def test_a_later_dry_run_takes_the_place_of_an_earlier_one(newsroom: Stage) -> None:
    async with newsroom.bot():
        newsroom.rewrite(REPAIR, OLD, NEW)
        first, second = await reload(newsroom), await reload(newsroom)
        gone = await newsroom.admin.click(first.message, "Load")
        served = await press(newsroom, second, "Load")

    assert gone.text == GONE
    assert "Fact base loaded" in served


async def test_two_presses_at_once_load_once(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        newsroom.rewrite(REPAIR, OLD, NEW)
        tried = await reload(newsroom)
        first = newsroom.admin.start_click(tried.message, "Load")
        second = newsroom.admin.start_click(tried.message, "Load")
        await first.answered()
        await second.answered()
        await newsroom.sandbox.until(lambda: "Fact base loaded" in tried.text)
        loads = await bot.store.revisions.history()

    assert [load.reason for load in loads] == ["reload", "start"]
    assert second.text in {RUNS, GONE}


async def test_a_dry_run_that_was_decided_on_cannot_be_decided_on_again(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        cog = bot.get_cog("reload")
        assert isinstance(cog, ReloadCog)
        reloading = cog.reloadings[bot.bases.default.name]
        newsroom.rewrite(REPAIR, OLD, NEW)
        await reloading.try_disk(1)
        first, second = (
            await reloading.confirm(1, by=7),
            await reloading.confirm(1, by=7),
        )
        await reloading.try_disk(2)
        reloading.forget()

        assert isinstance(first, Confirmed)
        assert isinstance(second, NoDryRun)
        assert isinstance(reloading.find(2), NoDryRun)


def bases() -> int:
    """How many bases there are in this process, those included that collections pass over."""
    gc.unfreeze()
    gc.collect()
    return sum(isinstance(thing, Base) for thing in gc.get_objects())


async def test_bases_that_are_no_longer_used_are_freed(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        cog = bot.get_cog("reload")
        assert isinstance(cog, ReloadCog)
        before = bases()
        for old, new in ((OLD, NEW), (NEW, OLD)):
            newsroom.rewrite(REPAIR, old, new)
            await press(newsroom, await reload(newsroom), "Cancel")
            await press(newsroom, await reload(newsroom), "Load")
        after = bases()

    assert after == before


async def test_a_dry_run_that_nobody_decides_on_expires_and_its_base_is_freed(newsroom: Stage) -> None:
    expiry = Alarm()
    async with newsroom.bot(expiry=expiry) as bot:
        cog = bot.get_cog("reload")
        assert isinstance(cog, ReloadCog)
        reloading = cog.reloadings[bot.bases.default.name]
        newsroom.rewrite(REPAIR, OLD, NEW)
        shown = await reload(newsroom)
        dry_run = reloading.find(shown.interaction.id)
        assert isinstance(dry_run, DryRun)
        base = weakref.ref(dry_run.base)
        del dry_run
        await expiry.ring()
        gc.collect()
        gone = await newsroom.admin.click(shown.message, "Load")

        assert base() is None
    assert LIFE.total_seconds() in expiry.asked
    assert gone.text == GONE


def edit_after_the_next_look(monkeypatch: pytest.MonkeyPatch, edit: Callable[[], None]) -> None:
    """Let a curator save files as soon as the bot has compared those on disk once."""
    holds = Library.holds

    def edited(library: Library, files: Mapping[str, bytes]) -> bool:
        held = holds(library, files)
        monkeypatch.undo()
        edit()
        return held

    monkeypatch.setattr(Library, "holds", edited)


async def test_files_saved_during_a_confirmation_are_what_the_next_start_uses(
    newsroom: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = "The Harbour Office names 600,000 crowns for the repair."
    async with newsroom.bot() as bot:
        newsroom.rewrite(REPAIR, OLD, NEW)
        shown = await reload(newsroom)
        edit_after_the_next_look(monkeypatch, lambda: newsroom.rewrite(REPAIR, NEW, saved))
        confirmed = await press(newsroom, shown, "Load")
        now, last = await answered(newsroom), await bot.store.revisions.last()
        in_use = bot.bases.default.knowledge.revision
    async with newsroom.bot():
        later = await answered(newsroom)

    assert "Fact base loaded" in confirmed
    assert NEW in now
    assert last is not None
    assert (last.revision, last.instead_of) == (in_use, None)
    assert saved in later


async def test_a_base_is_loaded_although_the_database_fails_and_the_admin_reads_so(
    newsroom: Stage,
) -> None:
    async with newsroom.bot():
        newsroom.rewrite(REPAIR, OLD, NEW)
        tried = await reload(newsroom)
        with closing(sqlite3.connect(newsroom.config.store)) as db:
            db.execute("DROP TABLE load")
        served = await press(newsroom, tried, "Load")
        after = await answered(newsroom)

    assert NEW in after
    assert "The database could not record this" in served


async def test_a_long_reload_shows_its_steps_in_its_own_message(
    newsroom: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    going_on = threading.Event()

    def blocked(*args: Any, **options: Any) -> Ranker:
        assert going_on.wait(PATIENCE)
        return build_ranker(*args, **options)

    async def soon(seconds: float) -> None:
        await asyncio.sleep(0.01 if seconds == PROGRESS else 10 * seconds)

    async with newsroom.bot(sleep=soon):
        monkeypatch.setattr("bot.core.factbase.base.build_ranker", blocked)
        newsroom.rewrite(REPAIR, OLD, NEW)
        shown = await newsroom.admin.slash(newsroom.channel, "reload")
        await newsroom.sandbox.until(lambda: ENGLISH.reload_steps[LoadStep.BUILT] in shown.text)
        progress = shown.text
        going_on.set()
        await newsroom.sandbox.until(lambda: "Changed: 1 fact" in shown.text)

    assert progress == ("## Loading the facts\n✓ Reading the files and proving the quotes\n▸ Preparing the search …")
    assert shown.followups == ()
    assert shown.ephemeral
