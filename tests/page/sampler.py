"""A small discord.py client that shows one of everything that a bot can send, for the tests of the page."""

from __future__ import annotations

import asyncio
from typing import Any, Literal

import discord
from discord import app_commands

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63a8"
    "070000810080d394534a0000000049454e44ae426082"
)


_Offered = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu


class Sampler(discord.Client):
    """Hears messages, and answers the commands that are registered below. `gate` holds the answer of /slow."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=0.05,
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: asyncio.Queue[discord.Message] = asyncio.Queue()
        self.gate = asyncio.Event()

    async def setup_hook(self) -> None:
        """Register the commands."""
        offered: tuple[_Offered, ...] = (_pick, _form, _slow, _silent, _refused, _select, _count)
        for command in offered:
            self.tree.add_command(command)
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        """Keep what users write."""
        if not message.author.bot:
            self.heard.put_nowait(message)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer a select menu by what was chosen in it."""
        told: dict[str, Any] = dict(interaction.data or {})
        if interaction.type is discord.InteractionType.component:
            await interaction.response.edit_message(content=f"Chosen: {', '.join(told.get('values', ['nothing']))}")


@app_commands.command(name="pick", description="Take one option of each type")
async def _pick(  # noqa: PLR0913, PLR0917 - one of each
    interaction: discord.Interaction,
    colour: Literal["red", "green"],
    where: discord.TextChannel | None = None,
    whom: discord.Member | None = None,
    count: int = 0,
    share: float = 0.0,
    really: bool = False,  # noqa: FBT001, FBT002 - Discord's option
) -> None:
    place = where.name if where else None
    person = whom.name if whom else None
    await interaction.response.send_message(f"{colour} {place} {person} {count} {share} {really}")


class _Form(discord.ui.Modal, title="<i>A form</i>"):
    word: discord.ui.Label[Any] = discord.ui.Label(
        text="A word",
        description="Of four letters or more",
        component=discord.ui.TextInput(default="old", min_length=4),
    )
    topic: discord.ui.Label[Any] = discord.ui.Label(
        text="Topic",
        component=discord.ui.Select(options=[discord.SelectOption(label=name) for name in ("Law", "Ships")]),
    )

    async def on_submit(self, interaction: discord.Interaction, /) -> None:
        assert isinstance(self.word.component, discord.ui.TextInput)
        assert isinstance(self.topic.component, discord.ui.Select)
        await interaction.response.send_message(f"{self.word.component.value} of {self.topic.component.values[0]}")


@app_commands.command(name="form", description="Open a form")
async def _form(interaction: discord.Interaction) -> None:
    await interaction.response.send_modal(_Form())


@app_commands.command(name="slow", description="Think before the answer")
async def _slow(interaction: discord.Interaction) -> None:
    await interaction.response.defer(ephemeral=True)
    assert isinstance(interaction.client, Sampler)
    await interaction.client.gate.wait()
    await interaction.edit_original_response(content="Thought of it.")


@app_commands.command(name="silent", description="Do not answer")
async def _silent(_: discord.Interaction) -> None:
    return


@app_commands.command(name="refused", description="Answer what Discord refuses")
async def _refused(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("x" * 2001)


@app_commands.command(name="select", description="Show select menus")
async def _select(interaction: discord.Interaction) -> None:
    view = discord.ui.View(timeout=None)
    options = [discord.SelectOption(label=name, description=f"All {name}") for name in ("Law", "Ships", "Ports")]
    view.add_item(discord.ui.Select(custom_id="one", placeholder="One topic", options=options))
    view.add_item(discord.ui.Select(custom_id="more", placeholder="Topics", max_values=3, options=options))
    await interaction.response.send_message("Choose", view=view)


@app_commands.context_menu(name="Count the words")
async def _count(interaction: discord.Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"{len(message.content.split())} words", ephemeral=True)
