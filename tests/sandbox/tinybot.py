"""A small discord.py client for the tests of the sandbox."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord import app_commands

Answer = Callable[[discord.Interaction[Any]], Awaitable[object]]


class Tree(app_commands.CommandTree[discord.Client]):
    """Keeps the errors of commands instead of logging them."""

    def __init__(self, client: discord.Client) -> None:
        super().__init__(client)
        self.errors: list[BaseException] = []

    async def on_error(self, interaction: discord.Interaction, error: app_commands.AppCommandError, /) -> None:
        del interaction
        self.errors.append(error.__cause__ or error)


class TinyBot(discord.Client):
    """Answers /ask as `answer` says, and offers autocomplete for its question.

    `resumed` and `heard` (a message) are set at these events; `pressed` gets other components' interactions.
    """

    def __init__(self, answer: Answer | None = None, *, pressed: Answer | None = None, intents: int = 1) -> None:
        super().__init__(
            intents=discord.Intents._from_value(intents),
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0.05,
        )
        self.tree = Tree(self)
        self.resumed, self.heard = asyncio.Event(), asyncio.Event()
        self.seen: list[discord.Message] = []
        self._answer = answer
        self._pressed = pressed

    async def setup_hook(self) -> None:
        self.tree.add_command(self._ask())
        self.add_dynamic_items(FactButton)
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify at once, also after a session was lost."""
        del shard_id, initial

    async def on_resumed(self) -> None:
        self.resumed.set()

    async def on_message(self, message: discord.Message) -> None:
        self.seen.append(message)
        self.heard.set()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        component = interaction.type is discord.InteractionType.component
        if component and self._pressed is not None and not custom_id(interaction).startswith("fact:"):
            await self._pressed(interaction)

    def _ask(self) -> app_commands.Command[Any, ..., None]:
        @app_commands.command(description="Ask")
        async def ask(interaction: discord.Interaction, question: str = "") -> None:
            if self._answer is not None:
                await self._answer(interaction)
            else:
                await interaction.response.send_message(f"You asked: {question}")

        @ask.autocomplete("question")
        async def complete(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=f"{typed}{number}", value=str(number)) for number in range(3)]

        del complete
        return ask


def custom_id(interaction: discord.Interaction[Any]) -> str:
    """The custom_id of the component that was used."""
    used: dict[str, Any] = dict(interaction.data or {})
    return str(used.get("custom_id", ""))


class FactButton(
    discord.ui.DynamicItem[discord.ui.Button[discord.ui.View]],
    template=re.compile(r"fact:(?P<fact>[a-z0-9-]+)"),
):
    """A button that carries all it needs in its custom_id."""

    def __init__(self, fact: str) -> None:
        super().__init__(discord.ui.Button(label="In context", custom_id=f"fact:{fact}"))
        self.fact = fact

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> FactButton:
        del interaction, item
        return cls(match["fact"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message(f"Context of {self.fact}", ephemeral=True)


class Layout(discord.ui.LayoutView):
    """A Components V2 message with one of each part that the bot uses."""

    def __init__(self, text: str = "Three bombers flew.") -> None:
        super().__init__(timeout=None)
        section = discord.ui.Section[Layout](
            discord.ui.TextDisplay("Standing: documented"),
            accessory=discord.ui.Button(label="Related", custom_id="related:1"),
        )
        row = discord.ui.ActionRow[Layout](
            discord.ui.Button(label="Share", custom_id="share:1"),
            discord.ui.Button(label="Source", url="https://example.org/article"),
        )
        self.add_item(
            discord.ui.Container(
                discord.ui.TextDisplay(text), discord.ui.Separator(), section, row, accent_colour=0x3366CC
            )
        )
        options = [
            discord.SelectOption(label="Bombers", value="bombers"),
            discord.SelectOption(label="Law", value="law"),
        ]
        self.add_item(discord.ui.ActionRow(discord.ui.Select(custom_id="topic", options=options)))


class Question(discord.ui.Modal, title="Ask a question"):
    """A form with one text and one menu."""

    text: discord.ui.Label[Any] = discord.ui.Label(
        text="Question", component=discord.ui.TextInput(custom_id="text", max_length=100)
    )

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        asked = self.text.component
        assert isinstance(asked, discord.ui.TextInput)
        await interaction.response.send_message(f"Asked: {asked.value}")
