from __future__ import annotations

from typing import Any

import discord
import pytest
from tinybot import FactButton, Layout, Question, TinyBot

from bot.sandbox import Channel, Person, ResponseKind, Sandbox, UnavailableError

Interaction = discord.Interaction[Any]


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    return sandbox.channel(sandbox.guild("Newsroom"), "general")


@pytest.fixture
def reader(sandbox: Sandbox, channel: Channel) -> Person:
    assert channel.guild is not None
    return sandbox.user("reader")


async def test_a_slash_command_is_answered_in_a_guild(sandbox: Sandbox, channel: Channel, reader: Person) -> None:
    async with sandbox.run(TinyBot()):
        exchange = await reader.slash(channel, "ask", question="how many bombers?")

    assert exchange.kind is ResponseKind.MESSAGE
    assert exchange.text == "You asked: how many bombers?"
    assert sandbox.messages(channel) == (exchange.message,)


async def test_a_slash_command_is_answered_in_a_direct_channel(sandbox: Sandbox, reader: Person) -> None:
    async with sandbox.run(TinyBot()):
        exchange = await reader.slash(reader.direct, "ask", question="why?")

    assert exchange.text == "You asked: why?"
    assert sandbox.messages(reader.direct) == (exchange.message,)


async def test_an_ephemeral_answer_is_seen_by_its_asker_alone(
    sandbox: Sandbox, channel: Channel, reader: Person
) -> None:
    async def answer(interaction: Interaction) -> None:
        await interaction.response.send_message("For you", ephemeral=True)

    other = sandbox.user("other")
    async with sandbox.run(TinyBot(answer)):
        exchange = await reader.slash(channel, "ask")

    assert exchange.ephemeral
    assert reader.sees(channel) == (exchange.message,)
    assert other.sees(channel) == sandbox.messages(channel) == ()


async def test_a_command_and_its_option_are_found_by_the_names_shown_in_the_users_locale(
    sandbox: Sandbox, channel: Channel
) -> None:
    lector = sandbox.user("lector", locale="es-ES")
    async with sandbox.run(TinyBot()):
        ask = sandbox.commands()["ask"].body
        ask["name_localizations"] = {"es-ES": "preguntar"}
        ask["options"][0]["name_localizations"] = {"es-ES": "pregunta"}
        exchange = await lector.slash(channel, "preguntar", pregunta="¿por qué?")
        with pytest.raises(UnavailableError, match="registered are: preguntar"):
            await lector.slash(channel, "ask", question="why?")

    assert exchange.text == "You asked: ¿por qué?"


async def test_autocomplete_returns_the_choices(sandbox: Sandbox, channel: Channel, reader: Person) -> None:
    async with sandbox.run(TinyBot()):
        choices = await reader.autocomplete(channel, "ask", question="b5")

    assert [choice["name"] for choice in choices] == ["b50", "b51", "b52"]


async def test_a_deferred_answer_is_filled_in_and_followed_up(
    sandbox: Sandbox, channel: Channel, reader: Person
) -> None:
    async def answer(interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.edit_original_response(view=Layout())
        await interaction.followup.send("More")

    async with sandbox.run(TinyBot(answer)):
        exchange = await reader.slash(channel, "ask")
        await exchange.filled()
        await exchange.followed_up()

    assert exchange.kind is ResponseKind.DEFERRED_MESSAGE
    assert exchange.ephemeral
    assert exchange.text == "Three bombers flew.\nStanding: documented"
    assert exchange.message.labels == ("Related", "Share", "Source")
    assert len({button["id"] for button in exchange.message.buttons}) == 3
    assert [message.text for message in exchange.followups] == ["More"]


async def test_the_first_follow_up_fills_in_a_deferred_answer(
    sandbox: Sandbox, channel: Channel, reader: Person
) -> None:
    async def answer(interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send("Public, I thought")

    async with sandbox.run(TinyBot(answer)):
        exchange = await reader.slash(channel, "ask")

    assert exchange.text == "Public, I thought"
    assert exchange.ephemeral
    assert exchange.followups == ()


async def test_a_dynamic_button_works_after_a_restart(sandbox: Sandbox, channel: Channel, reader: Person) -> None:
    async def answer(interaction: Interaction) -> None:
        view = discord.ui.View(timeout=None)
        view.add_item(FactButton("b52-flight-duration"))
        await interaction.response.send_message("Four hours", view=view)

    async with sandbox.run(TinyBot(answer)):
        asked = await reader.slash(channel, "ask")
        before = await reader.click(asked.message, "In context")
    async with sandbox.run(TinyBot()):
        after = await reader.click(asked.message, "fact:b52-flight-duration")

    assert before.text == after.text == "Context of b52-flight-duration"
    assert after.ephemeral


async def test_a_button_updates_its_message(sandbox: Sandbox, channel: Channel, reader: Person) -> None:
    async def answer(interaction: Interaction) -> None:
        await interaction.response.send_message(view=Layout())

    async def pressed(interaction: Interaction) -> None:
        await interaction.response.edit_message(view=Layout("Shared."))

    async with sandbox.run(TinyBot(answer, pressed=pressed)):
        asked = await reader.slash(channel, "ask")
        clicked = await reader.click(asked.message, "Share")

    assert clicked.kind is ResponseKind.UPDATE
    assert clicked.message is asked.message
    assert asked.text.startswith("Shared.")
    assert asked.message.edited is not None


async def test_a_menu_sends_the_chosen_values(sandbox: Sandbox, channel: Channel, reader: Person) -> None:
    async def answer(interaction: Interaction) -> None:
        await interaction.response.send_message(view=Layout())

    async def pressed(interaction: Interaction) -> None:
        assert interaction.data is not None
        await interaction.response.send_message(f"Chosen: {interaction.data.get('values')}")

    async with sandbox.run(TinyBot(answer, pressed=pressed)):
        asked = await reader.slash(channel, "ask")
        chosen = await reader.choose(asked.message, "topic", ["Law"])

        with pytest.raises(UnavailableError, match="no option 'Weather'"):
            await reader.choose(asked.message, "topic", ["Weather"])

    assert chosen.text == "Chosen: ['law']"


async def test_a_modal_is_opened_and_submitted(sandbox: Sandbox, channel: Channel, reader: Person) -> None:
    async def answer(interaction: Interaction) -> None:
        await interaction.response.send_modal(Question())

    async with sandbox.run(TinyBot(answer)):
        opened = await reader.slash(channel, "ask")
        sent = await reader.submit(opened, {"Question": "who recorded it?"})

        with pytest.raises(UnavailableError, match="must be filled in"):
            await reader.submit(opened, {})
        with pytest.raises(UnavailableError, match="takes 0 to 100 characters, not 101"):
            await reader.submit(opened, {"text": "x" * 101})

    assert opened.kind is ResponseKind.MODAL
    assert sent.text == "Asked: who recorded it?"


async def test_a_message_menu_gets_the_message(sandbox: Sandbox, channel: Channel, reader: Person) -> None:
    bot = TinyBot()

    @bot.tree.context_menu(name="Check against the base")
    async def check(interaction: discord.Interaction, message: discord.Message) -> None:
        await interaction.response.send_message(f"Checked: {message.content}")

    del check
    async with sandbox.run(bot):
        exchange = await reader.menu(reader.say(channel, "30 of 23 states"), "Check against the base")

    assert exchange.text == "Checked: 30 of 23 states"


async def test_a_sub_command_gets_its_options(sandbox: Sandbox, channel: Channel, reader: Person) -> None:
    bot = TinyBot()
    group = discord.app_commands.Group(name="briefing", description="Daily briefing")

    @group.command(description="Set it up")
    async def schedule(interaction: discord.Interaction, where: discord.TextChannel, facts: int) -> None:
        await interaction.response.send_message(f"{facts} facts in {where.name}")

    del schedule
    bot.tree.add_command(group)
    async with sandbox.run(bot):
        exchange = await reader.slash(channel, "briefing schedule", where=channel, facts=3)

        with pytest.raises(UnavailableError, match="needs the option 'facts'"):
            await reader.slash(channel, "briefing schedule", where=channel)

    assert exchange.text == "3 facts in general"


async def test_the_answer_of_an_interaction_can_be_deleted(sandbox: Sandbox, channel: Channel, reader: Person) -> None:
    async def answer(interaction: Interaction) -> None:
        await interaction.response.send_message("Gone soon")
        await interaction.delete_original_response()

    async with sandbox.run(TinyBot(answer)):
        exchange = await reader.slash(channel, "ask")
        await sandbox.until(lambda: exchange.message.deleted)

    assert sandbox.messages(channel) == ()


async def test_the_user_reads_that_the_bot_did_not_answer(sandbox: Sandbox, channel: Channel) -> None:
    async def answer(_: Interaction) -> None:
        return

    hasty = Person(sandbox.world, sandbox.user("hasty").user, patience=0.1)
    async with sandbox.run(TinyBot(answer)):
        sent = hasty.start_slash(channel, "ask")

        with pytest.raises(UnavailableError, match=r"did not answer within 0\.1 s"):
            await sent.answered()
