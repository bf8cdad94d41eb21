from __future__ import annotations

from dataclasses import replace

import pytest
from serving import Stage

from bot.core.factbase.base import Base
from bot.core.matching.decision import Outcome
from bot.i18n import ENGLISH, SPANISH
from bot.sandbox.model import CommandKind
from bot.sandbox.permissions import bits


async def test_help_shows_questions_of_the_loaded_base_and_each_leads_to_its_fact(newsroom: Stage) -> None:
    async with newsroom.bot():
        page = await newsroom.reader.slash(newsroom.channel, "help")
        opened = await newsroom.reader.click(page.message, "how much will the repair cost")

    assert page.ephemeral
    assert ENGLISH.help_mentions in page.text
    assert page.message.labels == (
        "since when has the lighthouse been out",
        "how much will the repair cost",
        "does the ferry still run in the evening",
    )
    assert "what was the storm called" in page.text
    assert "600,000 crowns" in opened.text
    assert opened.message is not page.message


async def test_the_base_is_asked_its_examples_once_and_not_for_each_reader(
    newsroom: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    decide = Base.decide

    def counted(base: Base, question: str) -> Outcome:
        asked.append(question)
        return decide(base, question)

    monkeypatch.setattr(Base, "decide", counted)
    async with newsroom.bot() as bot:
        bot.bases.put(replace(bot.bases.default))  # other tests may have asked the base that all of them share
        await newsroom.reader.slash(newsroom.channel, "help")
        first = len(asked)
        await newsroom.admin.slash(newsroom.channel, "help")

    assert first > 0
    assert len(asked) == first


async def test_help_names_the_commands_that_its_reader_may_use(newsroom: Stage) -> None:
    managers = newsroom.sandbox.world.add_role(newsroom.home, "managers", bits("manage_guild"))
    manager = newsroom.sandbox.user("manager", roles=[managers])
    elsewhere = newsroom.sandbox.channel(newsroom.sandbox.guild("Elsewhere"), "general")
    newsroom.sandbox.world.join(newsroom.sandbox.guild("Elsewhere"), newsroom.admin.user)
    async with newsroom.bot():
        pages = [
            await person.slash(place, "help")
            for person, place in (
                (newsroom.reader, newsroom.channel),
                (manager, newsroom.channel),
                (newsroom.admin, newsroom.channel),
                (newsroom.admin, newsroom.admin.direct),
                (newsroom.admin, elsewhere),
            )
        ]
        typed = [each for each in newsroom.sandbox.commands().values() if each.kind is CommandKind.SLASH]
        named = {command.name for command in typed if command.body.get("default_member_permissions") is None}
        guarded = {command.name for command in typed} - named

    assert named >= {"ask", "topics", "privacy"}
    assert guarded >= {"briefing"}
    for page in pages:
        assert all(f"`/{name}` " in page.text for name in named - {"help"})
        assert "**Check against the base** In a message's menu: " in page.text
    listed = [[f"`/{name}` " in page.text for name in (*sorted(guarded), "reload", "admin")] for page in pages]
    of_managers = [True] * len(guarded)
    assert listed == [
        [*[False] * len(guarded), False, False],
        [*of_managers, False, False],
        [*of_managers, True, True],
        [*[False] * len(guarded), False, False],
        [*of_managers, False, False],
    ]


async def test_help_is_called_ayuda_in_spanish_and_speaks_it(newsroom: Stage) -> None:
    newsroom.rewrite(
        "knowledge/facts/repair.yaml",
        'question: "how much will the repair cost"',
        'question: "¿cuánto costará la reparación del faro?"',
    )
    lectora = newsroom.sandbox.user("lectora", locale="es-419")
    async with newsroom.bot():
        page = await lectora.slash(newsroom.channel, "ayuda")

    assert f"## {SPANISH.help}" in page.text
    assert "`/preguntar` " in page.text
    assert "¿cuánto costará la reparación del faro?" in page.message.labels


async def test_an_example_is_no_question_that_is_kept(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        page = await newsroom.reader.slash(newsroom.channel, "help")
        await newsroom.reader.click(page.message, "how much will the repair cost")
        await bot.question_log.settle()
        kept = await bot.store.questions.latest(10)

    assert kept == ()


async def test_help_works_in_a_direct_message_and_after_a_restart(newsroom: Stage) -> None:
    async with newsroom.bot():
        page = await newsroom.reader.slash(newsroom.reader.direct, "help")
    async with newsroom.bot():
        opened = await newsroom.reader.click(page.message, "how much will the repair cost")

    assert f"## {ENGLISH.help}" in page.text
    assert "600,000 crowns" in opened.text
