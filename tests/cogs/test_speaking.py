"""Whose language the bot speaks: each reader's own, the guild's where all read."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from admins import show_to_all
from serving import Stage

from bot.i18n import ENGLISH, SPANISH, CommandWords, OptionWords
from bot.sandbox import Person
from bot.sandbox.model import Json
from bot.sandbox.options import GROUP, SUBCOMMAND
from bot.ui import custom_ids

QUOTE = "The Harbour Office says the repair will cost 600,000 crowns"
QUESTION = "how much will the repair cost"


@pytest.fixture
def lector(newsroom: Stage) -> Person:
    """A reader whose Discord is set to the Spanish of Spain."""
    return newsroom.sandbox.user("lector", locale="es-ES")


async def test_a_spanish_reader_gets_spanish_words_around_the_quote_as_it_is(newsroom: Stage, lector: Person) -> None:
    async with newsroom.bot():
        answer = await lector.slash(newsroom.channel, "preguntar", pregunta=QUESTION)

    assert f"> {QUOTE}" in answer.text
    assert "The Harbour Office puts the repair of the lighthouse at 600,000 crowns." in answer.text
    assert f"Pregunta: {QUESTION}" in answer.text
    assert "**Cuestionado**, dicho por the Harbour Office" in answer.text
    assert "párrafo 5" in answer.text
    assert "Cuestionado por" in answer.text
    assert answer.message.labels == (
        "Abrir el párrafo 5 en la fuente",
        "Abrir",
        "En contexto",
        "Relacionados",
        "Citar",
        "Compartir",
        "Seguir",
        "Útil",
        "No es útil",
    )


async def test_an_english_reader_gets_english_words_at_the_same_time(newsroom: Stage, lector: Person) -> None:
    async with newsroom.bot():
        await lector.slash(newsroom.channel, "preguntar", pregunta=QUESTION)
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)

    assert f"> {QUOTE}" in answer.text
    assert "**Disputed**, said by the Harbour Office" in answer.text
    assert answer.message.labels == (
        "Open paragraph 5 in the source",
        "Open",
        "In context",
        "Related",
        "Cite",
        "Share",
        "Follow",
        "Helpful",
        "Not helpful",
    )


async def test_the_spanish_of_america_is_understood_and_every_other_language_gets_english(newsroom: Stage) -> None:
    lectora = newsroom.sandbox.user("lectora", locale="es-419")
    lecteur = newsroom.sandbox.user("lecteur", locale="fr")
    async with newsroom.bot():
        spanish = await lectora.slash(newsroom.channel, "temas")
        english = await lecteur.slash(newsroom.channel, "topics")

    assert "## Temas" in spanish.text
    assert "## Topics" in english.text


async def test_each_press_is_answered_in_the_language_of_the_person_who_presses(
    newsroom: Stage, lector: Person
) -> None:
    async with newsroom.bot():
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        await newsroom.reader.click(answer.message, "Share")
        (shared,) = newsroom.sandbox.messages(newsroom.channel)
        context = await lector.click(shared, "In context")
        related = await lector.click(shared, "Related")
        opened = await lector.click(context.message, "Abrir")

    assert "Párrafo 5 de 6" in context.text
    assert "Hechos relacionados" in related.text
    assert "Compartir" in opened.message.labels


async def test_browsing_is_in_spanish(newsroom: Stage, lector: Person) -> None:
    async with newsroom.bot():
        topics = await lector.slash(newsroom.channel, "temas")
        topic = await lector.choose(topics.message, custom_ids.TopicSelect().encode(), ["The light"])
        paged = await lector.click(topic.message, "Siguiente")
        sources = await lector.slash(newsroom.channel, "fuentes")

    assert "6 hechos · Página 2 de 2" in paged.text
    assert "citada en 11 hechos" in sources.text
    assert "Abrir Grey Skerry goes dark" in sources.message.labels


async def test_a_shared_fact_is_in_the_guilds_language(newsroom: Stage) -> None:
    newsroom.home.locale = "es-ES"
    async with newsroom.bot():
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        await newsroom.reader.click(answer.message, "Share")

    (shared,) = newsroom.sandbox.messages(newsroom.channel)
    assert "Cuestionado" in shared.text
    assert "Disputed" in answer.text


async def test_a_fact_shared_by_a_spanish_reader_in_an_english_guild_is_in_english(
    newsroom: Stage, lector: Person
) -> None:
    async with newsroom.bot():
        answer = await lector.slash(newsroom.channel, "preguntar", pregunta=QUESTION)
        await lector.click(answer.message, "Compartir")

    (shared,) = newsroom.sandbox.messages(newsroom.channel)
    assert "Disputed" in shared.text


async def test_a_fact_shared_with_the_bot_alone_keeps_the_readers_language(newsroom: Stage, lector: Person) -> None:
    async with newsroom.bot():
        answer = await lector.slash(lector.direct, "preguntar", pregunta=QUESTION)
        shared = await lector.click(answer.message, "Compartir")

    assert "Cuestionado" in shared.text


async def test_refusals_are_in_spanish(newsroom: Stage, lector: Person) -> None:
    async with newsroom.bot() as bot:
        no_fact = await lector.slash(newsroom.channel, "hecho", id="no-such-fact")
        show_to_all(newsroom)
        no_admin = await lector.slash(newsroom.channel, "recargar")
        newsroom.sandbox.world.permit(newsroom.channel, lector.user, deny=["send_messages"])
        answer = await lector.slash(newsroom.channel, "preguntar", pregunta=QUESTION)
        not_shared = await lector.click(answer.message, "Compartir")
        bot.tree.remove_command("topics")
        stale = await lector.slash(newsroom.channel, "temas")

    assert no_fact.text == SPANISH.no_such_fact
    assert no_admin.text == SPANISH.not_an_admin
    assert not_shared.text == SPANISH.may_not_write
    assert stale.text == SPANISH.stale_command


async def test_a_defect_is_reported_in_spanish_with_its_id(newsroom: Stage, lector: Person) -> None:
    async with newsroom.bot() as bot:
        bot.bases.put(dataclasses.replace(bot.bases.default, ranker=None))  # type: ignore[arg-type]  # a defect on purpose
        failed = await lector.slash(newsroom.channel, "preguntar", pregunta=QUESTION)

    assert failed.text.replace("\\", "") == SPANISH.failed.format(error_id="**id-1**")


async def test_a_reload_is_reported_in_the_admins_language(newsroom: Stage) -> None:
    (desk,) = (role for role in newsroom.home.roles.values() if role.name == "desk")
    editora = newsroom.sandbox.user("editora", locale="es-ES", roles=[desk])
    async with newsroom.bot():
        reload = await editora.slash(newsroom.channel, "recargar")

    assert reload.text.startswith(SPANISH.nothing_changed.partition("{")[0])


async def test_all_commands_and_options_are_registered_in_both_languages(newsroom: Stage) -> None:
    async with newsroom.bot():
        commands = [*newsroom.sandbox.commands().values(), *newsroom.sandbox.commands(newsroom.home).values()]
    registered = {key: body for command in commands for key, body in with_parts(command.body)}

    assert registered.keys() == ENGLISH.commands.keys() == SPANISH.commands.keys()
    for key, registered_body in registered.items():
        assert_translated(registered_body, ENGLISH.commands[key], SPANISH.commands[key])
        english, spanish = ENGLISH.commands[key].options, SPANISH.commands[key].options
        own = [option for option in registered_body.get("options") or [] if option["type"] not in {SUBCOMMAND, GROUP}]
        # With a single base there is none to choose.
        assert [option["name"] for option in own] == [english[name].name for name in english if name != "base"]
        for body, name in zip(own, (name for name in english if name != "base"), strict=True):
            assert_translated(body, english[name], spanish[name])


def with_parts(body: Json, group: str = "") -> Iterator[tuple[str, Json]]:
    """A command and, where it is a group, those in it, under their names behind the group's."""
    name = f"{group}{body['name']}"
    yield name, body
    for option in body.get("options") or []:
        if option["type"] in {SUBCOMMAND, GROUP}:
            yield from with_parts(option, f"{name} ")


def assert_translated(body: Json, english: CommandWords | OptionWords, spanish: CommandWords | OptionWords) -> None:
    assert body["name"] == english.name
    assert body["name_localizations"] == dict.fromkeys(("es-ES", "es-419"), spanish.name)
    if isinstance(english, CommandWords) and english.menu:
        assert not body.get("description")
        return
    assert body["description"] == english.description
    assert body["description_localizations"] == dict.fromkeys(("es-ES", "es-419"), spanish.description)
