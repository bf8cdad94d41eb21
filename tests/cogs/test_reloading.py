from __future__ import annotations

import asyncio
import logging
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest
    from serving import Stage

    from bot.core.base import Base

QUESTION = "how much will the repair cost"
OLD = "The Harbour Office puts the repair of the lighthouse at 600,000 crowns."
NEW = "The Harbour Office expects the lighthouse's repair to cost 600,000 crowns."
REPAIR = "knowledge/facts/repair.yaml"


async def answered(newsroom: Stage) -> str:
    return (await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)).text


async def test_a_reload_serves_the_changed_base_and_shows_what_changed(newsroom: Stage) -> None:
    async with newsroom.bot():
        before = await answered(newsroom)
        newsroom.rewrite(REPAIR, OLD, NEW)
        still = await answered(newsroom)
        reload = await (await newsroom.admin.slash(newsroom.channel, "reload")).filled()
        after = await answered(newsroom)

    assert OLD in before
    assert OLD in still
    assert NEW in after
    assert reload.ephemeral
    assert OLD in reload.text
    assert NEW in reload.text
    assert "1 fact" in reload.text


async def test_a_reload_shows_what_was_added_and_removed(newsroom: Stage) -> None:
    async with newsroom.bot():
        newsroom.rewrite("knowledge/facts/ferry.yaml", "last-evening-crossing", "latest-crossing")
        reload = await (await newsroom.admin.slash(newsroom.channel, "reload")).filled()

    assert "Added: 1 fact" in reload.text
    assert "Removed: 1 fact" in reload.text


async def test_a_broken_base_is_not_served_and_every_problem_is_shown(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        before = bot.base
        newsroom.rewrite(REPAIR, "will cost 600,000 crowns", "will cost 700,000 crowns")
        newsroom.rewrite("knowledge/facts/ferry.yaml", "standing: stated", "standing: certain")
        reload = await (await newsroom.admin.slash(newsroom.channel, "reload")).filled()
        after = await answered(newsroom)

        assert bot.base is before
    assert "knowledge/facts/repair.yaml" in reload.text.replace("\\", "")
    assert "knowledge/facts/ferry.yaml" in reload.text.replace("\\", "")
    assert OLD in after


async def test_who_is_not_named_in_the_config_is_refused_and_it_is_logged(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="bot")
    async with newsroom.bot():
        newsroom.rewrite(REPAIR, OLD, NEW)
        refused = await newsroom.reader.slash(newsroom.channel, "reload")
        after = await answered(newsroom)

    assert refused.text == "Only the admins named in the bot's config may reload the base."
    assert refused.ephemeral
    assert OLD in after
    assert f"/reload was refused to user {newsroom.reader.user.id}" in caplog.text


async def test_the_guilds_owner_is_refused_like_anybody_else(newsroom: Stage) -> None:
    owner = newsroom.sandbox.user("second owner")
    newsroom.home.members[owner.user.id].roles.add(
        newsroom.sandbox.world.add_role(newsroom.home, "boss", permission_bits=8).id
    )
    async with newsroom.bot():
        refused = await owner.slash(newsroom.channel, "reload")

    assert "Only the admins named" in refused.text


async def test_a_member_with_a_role_named_in_the_config_may_reload(newsroom: Stage) -> None:
    (desk,) = (role for role in newsroom.home.roles.values() if role.name == "desk")
    editor = newsroom.sandbox.user("editor", roles=[desk])
    async with newsroom.bot():
        reload = await (await editor.slash(newsroom.channel, "reload")).filled()

    assert "Nothing differs" in reload.text


async def test_a_reload_is_refused_while_one_runs_and_questions_are_answered_meanwhile(newsroom: Stage) -> None:
    begun, finish = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def slowly() -> Base:
        loop.call_soon_threadsafe(begun.set)
        finish.wait(timeout=15)
        return newsroom.base()

    newsroom.rewrite(REPAIR, OLD, NEW)
    async with newsroom.bot(opener=slowly):
        newsroom.rewrite(REPAIR, NEW, OLD)
        first = await newsroom.admin.slash(newsroom.channel, "reload")
        await asyncio.wait_for(begun.wait(), 15)
        second = await newsroom.admin.slash(newsroom.channel, "reload")
        meanwhile = await answered(newsroom)
        finish.set()
        await first.filled()
        after = await answered(newsroom)
        third = await (await newsroom.admin.slash(newsroom.channel, "reload")).filled()

    assert second.text == "A reload is running already. Please wait for its result."
    assert NEW in meanwhile
    assert OLD in after
    assert "Nothing differs" in third.text


async def test_a_defect_while_loading_is_told_with_an_id_and_leaves_the_base_alone(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> Base:
        raise ZeroDivisionError("a defect")

    async with newsroom.bot(opener=broken) as bot:
        before = bot.base
        failed = await (await newsroom.admin.slash(newsroom.channel, "reload")).filled()

        assert bot.base is before
    assert "id-1" in failed.text.replace("\\", "")
    assert "error id-1 in /reload: a defect" in caplog.text
    assert "ZeroDivisionError" in caplog.text
