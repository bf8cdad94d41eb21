from __future__ import annotations

import dataclasses

import pytest
from discord import app_commands
from serving import Stage

from bot.config import DiscordConfig
from bot.sandbox import Fault
from bot.sandbox.events import GuildJoined

AT_HOME = {"reload", "admin"}
EVERYWHERE = {
    "ask",
    "help",
    "overview",
    "fact",
    "topics",
    "sources",
    "timeline",
    "who",
    "compare",
    "briefing",
    "privacy",
    "settings",
    "forget",
    "follow",
    "corrections",
    "desk",
    "Check against the base",
}


def writes(newsroom: Stage) -> list[tuple[str, str]]:
    """The requests that changed commands."""
    return [
        (request.method, request.path.partition("/applications/")[2].partition("/")[2])
        for request in newsroom.sandbox.requests
        if "/commands" in request.path and request.method != "GET"
    ]


async def test_commands_are_registered_in_one_request_for_each_scope_and_none_twice(newsroom: Stage) -> None:
    async with newsroom.bot():
        everywhere = set(newsroom.sandbox.commands())
        at_home = set(newsroom.sandbox.commands(newsroom.home))

    assert everywhere == EVERYWHERE
    assert at_home == AT_HOME
    assert writes(newsroom) == [("PUT", "commands"), ("PUT", f"guilds/{newsroom.home.id}/commands")]


async def test_commands_that_have_not_changed_are_not_sent_again(newsroom: Stage) -> None:
    for _ in range(3):
        async with newsroom.bot():
            pass

    assert len(writes(newsroom)) == 2


async def test_a_stored_scope_that_cannot_be_read_delays_no_registration(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    async with newsroom.bot() as bot:
        await bot.store.command_syncs.record(bot.application_id or 0, "gvild 5", "aa")
    async with newsroom.bot():
        pass

    assert len(writes(newsroom)) == 2
    assert "the commands could not be registered" not in caplog.text


async def test_a_command_that_has_changed_is_sent_again_for_its_scope_alone(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        application = bot.application_id or 0
        await bot.store.command_syncs.record(application, "global", "of an older version")
    async with newsroom.bot():
        pass

    assert [path for _, path in writes(newsroom)].count("commands") == 2
    assert len(writes(newsroom)) == 3


async def test_commands_whose_translation_has_changed_are_sent_again(
    newsroom: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with newsroom.bot():
        pass
    monkeypatch.setattr("bot.app.client.CatalogueTranslator", app_commands.Translator)
    async with newsroom.bot():
        ask = newsroom.sandbox.commands()["ask"]

    assert len(writes(newsroom)) == 4
    assert not ask.body.get("name_localizations")


async def test_a_refused_sync_is_logged_in_one_line_tried_again_next_time_and_stops_nothing(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    body = {"code": 50001, "message": "Missing Access"}
    path = f"/applications/.*/guilds/{newsroom.home.id}/commands"
    newsroom.sandbox.faults.order(Fault(method="PUT", path=path, status=403, body=body))
    async with newsroom.bot():
        first = set(newsroom.sandbox.commands()), set(newsroom.sandbox.commands(newsroom.home))
    async with newsroom.bot():
        second = set(newsroom.sandbox.commands(newsroom.home))

    assert first == (EVERYWHERE, set())
    assert second == AT_HOME
    refused = [record for record in caplog.records if "were not registered" in record.message]
    assert len(refused) == 1
    assert refused[0].exc_info is None


async def test_a_guild_that_is_home_no_more_loses_its_command(newsroom: Stage) -> None:
    other = newsroom.sandbox.guild("Archive")
    moved = dataclasses.replace(
        newsroom, config=newsroom.config.model_copy(update={"discord": DiscordConfig(home_guild=other.id)})
    )
    async with newsroom.bot():
        pass
    async with moved.bot():
        before, after = newsroom.sandbox.commands(newsroom.home), newsroom.sandbox.commands(other)
    async with moved.bot() as bot:
        scopes = await bot.store.command_syncs.digests(bot.application_id or 0)

    assert set(before) == set()
    assert set(after) == AT_HOME
    assert set(scopes) == {"global", f"guild {other.id}"}


async def test_a_home_guild_that_was_left_and_joined_again_gets_its_commands_at_the_next_start(
    newsroom: Stage,
) -> None:
    async with newsroom.bot():
        pass
    newsroom.sandbox.world.set_commands(newsroom.home.id, [])
    async with newsroom.bot():
        at_home = set(newsroom.sandbox.commands(newsroom.home))

    assert "reload" in at_home


async def test_a_home_guild_that_is_joined_again_while_the_bot_runs_gets_its_commands(newsroom: Stage) -> None:
    world = newsroom.sandbox.world
    async with newsroom.bot():
        world.leave_guild(newsroom.home)
        world.set_commands(newsroom.home.id, [])
        world.guilds[newsroom.home.id] = newsroom.home
        world.tell(GuildJoined(newsroom.home))
        await newsroom.sandbox.until(lambda: bool(newsroom.sandbox.commands(newsroom.home)))
        at_home = set(newsroom.sandbox.commands(newsroom.home))

    assert "reload" in at_home


async def test_without_a_home_guild_nobody_can_reload(newsroom: Stage) -> None:
    homeless = dataclasses.replace(
        newsroom, config=newsroom.config.model_copy(update={"discord": DiscordConfig(home_guild=None)})
    )
    async with homeless.bot():
        assert set(newsroom.sandbox.commands()) == EVERYWHERE
        assert newsroom.sandbox.commands(newsroom.home) == {}


async def test_the_client_asks_for_guilds_and_messages_and_for_no_privileged_intent(newsroom: Stage) -> None:
    async with newsroom.bot():
        intents = [session.intents for session in newsroom.sandbox.gateway.sessions.values()]

    assert intents == [1 << 0 | 1 << 9 | 1 << 12]
