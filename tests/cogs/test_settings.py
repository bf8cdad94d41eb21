"""/settings: a panel for those who manage the server, changed by its menus."""

from __future__ import annotations

import pytest
from serving import Stage

from bot.app.client import BriefingBot
from bot.config import DiscordConfig
from bot.errors import StoreError
from bot.i18n import ENGLISH, SPANISH
from bot.sandbox import Exchange, Message, Person
from bot.sandbox.components import walk
from bot.sandbox.permissions import bits
from bot.storage import MentionScope, ServerSettings
from bot.ui import custom_ids

LANGUAGE = custom_ids.SetLanguage().encode()
MENTIONS = custom_ids.SetMentions().encode()
CHANNELS = custom_ids.SetMentionChannels().encode()


@pytest.fixture
def manager(newsroom: Stage) -> Person:
    role = newsroom.sandbox.world.add_role(newsroom.home, "managers", bits("manage_guild"))
    return newsroom.sandbox.user("manager", roles=[role])


def menus(message: Message) -> dict[str, list[str]]:
    """What is chosen in each menu of a panel."""
    found = [part for part in walk(message.components) if part["type"] in {3, 8}]
    return {
        part["custom_id"]: [option["label"] for option in part.get("options", []) if option.get("default")]
        or [value["id"] for value in part.get("default_values", [])]
        for part in found
    }


async def opened(newsroom: Stage, by: Person) -> Exchange:
    return await by.slash(newsroom.channel, "settings")


def settings_of(newsroom: Stage, bot: BriefingBot) -> ServerSettings:
    return bot.settings.of(newsroom.home.id)


async def test_the_panel_shows_the_settings_to_its_user_alone(newsroom: Stage, manager: Person) -> None:
    briefed = newsroom.sandbox.channel(newsroom.home, "briefed")
    async with newsroom.bot():
        await manager.slash(
            newsroom.channel, "briefing schedule", channel=briefed, time="08:00", timezone="Europe/London"
        )
        panel = await opened(newsroom, manager)

    assert panel.ephemeral
    assert menus(panel.message) == {
        LANGUAGE: ["That of the server (English)"],
        MENTIONS: [ENGLISH.settings_scopes["everywhere"]],
    }
    assert f"{ENGLISH.settings_briefings}** <#{briefed.id}>" in panel.text
    headings = [line.split("**")[1] for line in panel.text.splitlines() if line.startswith("**")]
    assert headings == ["Language", "Answers to messages that mention the bot", "Briefings:"]


async def test_each_menu_changes_the_panel_in_place_and_what_is_stored(newsroom: Stage, manager: Person) -> None:
    async with newsroom.bot() as bot:
        panel = await opened(newsroom, manager)
        await manager.choose(panel.message, LANGUAGE, ["Español"])
        await manager.choose(panel.message, MENTIONS, [ENGLISH.settings_scopes["except"]])
        await manager.choose(panel.message, CHANNELS, [str(newsroom.channel.id)])
        shown, settings = menus(panel.message), settings_of(newsroom, bot)
        await manager.choose(panel.message, CHANNELS, [])
        await manager.choose(panel.message, LANGUAGE, ["That of the server (English)"])
        await manager.choose(panel.message, MENTIONS, [ENGLISH.settings_scopes["nowhere"]])
        last = settings_of(newsroom, bot)
        stored = await bot.store.settings.all()

    assert shown == {
        LANGUAGE: ["Español"],
        MENTIONS: [ENGLISH.settings_scopes["except"]],
        CHANNELS: [str(newsroom.channel.id)],
    }
    expected = ServerSettings(language="es", mentions=MentionScope.EXCEPT, channels=frozenset({newsroom.channel.id}))
    assert settings == expected
    assert last == ServerSettings(mentions=MentionScope.NOWHERE)
    assert stored == {newsroom.home.id: last}
    assert menus(panel.message).keys() == {LANGUAGE, MENTIONS}


async def test_the_language_of_a_server_is_that_of_what_everybody_sees(newsroom: Stage, manager: Person) -> None:
    async with newsroom.bot():
        panel = await opened(newsroom, manager)
        await manager.choose(panel.message, LANGUAGE, ["Español"])
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question="how much will the repair cost")
        await newsroom.reader.click(answer.message, ENGLISH.share_button)
        preview = await manager.slash(newsroom.channel, "briefing preview")

    (shared,) = newsroom.sandbox.messages(newsroom.channel)
    assert ENGLISH.context in answer.message.labels
    assert SPANISH.context in shared.labels
    assert SPANISH.edition_facts_button in preview.message.labels


async def test_only_managers_see_the_command_and_its_menus_work_for_nobody_else(
    newsroom: Stage, manager: Person
) -> None:
    async with newsroom.bot() as bot:
        offered = [
            "settings" in {command.name for command in person.offered(place)}
            for person, place in (
                (manager, newsroom.channel),
                (newsroom.reader, newsroom.channel),
                (manager, manager.direct),
            )
        ]
        panel = await opened(newsroom, manager)
        panel.message.flags, panel.message.seen_by = panel.message.flags & ~64, None
        refused = await newsroom.reader.choose(panel.message, MENTIONS, [ENGLISH.settings_scopes["nowhere"]])
        settings = settings_of(newsroom, bot)

    assert offered == [True, False, False]
    assert refused.text == ENGLISH.not_a_manager
    assert settings == ServerSettings()


@pytest.mark.parametrize("choice", ["xx", "sometimes"])
async def test_a_choice_that_no_menu_has_changes_nothing(newsroom: Stage, manager: Person, choice: str) -> None:
    async with newsroom.bot() as bot:
        panel = await opened(newsroom, manager)
        for part in walk(panel.message.components):
            if part["type"] == 3:
                part["options"].append({"label": "forged", "value": choice})
        refused = [await manager.choose(panel.message, menu, [choice]) for menu in (LANGUAGE, MENTIONS)]
        settings = settings_of(newsroom, bot)

    assert {each.text for each in refused} == {ENGLISH.foreign_button}
    assert settings == ServerSettings()


async def test_without_mentions_in_the_config_the_panel_says_so(newsroom: Stage, manager: Person) -> None:
    newsroom.config = newsroom.config.model_copy(update={"mentions": False, "discord": DiscordConfig()})
    async with newsroom.bot():
        panel = await opened(newsroom, manager)

    assert ENGLISH.settings_off in panel.text
    assert menus(panel.message).keys() == {LANGUAGE}


async def test_a_setting_that_cannot_be_stored_is_refused_and_not_used(
    newsroom: Stage, manager: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise StoreError("disk I/O error")

    async with newsroom.bot() as bot:
        panel = await opened(newsroom, manager)
        monkeypatch.setattr(bot.store.settings, "put", fail)
        refused = await manager.choose(panel.message, MENTIONS, [ENGLISH.settings_scopes["nowhere"]])
        settings = settings_of(newsroom, bot)

    assert ENGLISH.database_unreadable in [message.text for message in (refused.message, *refused.followups)]
    assert settings == ServerSettings()
