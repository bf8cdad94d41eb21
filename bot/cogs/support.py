"""The entry of a message's menu that checks its sentences against the base; for the one who asks alone."""

from __future__ import annotations

import asyncio
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.client import BriefingBot
from bot.cogs.ask import demand_patience
from bot.cogs.message_text import text_of
from bot.core.factcheck import LONGEST_MESSAGE, Finding, check, split
from bot.i18n import ENGLISH, texts_for
from bot.sending import send

SUPPORT: Final = ENGLISH.commands["Check against the base"]


class SupportCog(commands.Cog, name="support"):
    """The entry; it can be installed for a user alone, who then has it in every channel and direct message."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot
        self._menu = app_commands.ContextMenu(
            name=SUPPORT.name,
            callback=self.check,
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        )

    async def cog_load(self) -> None:
        """Add the entry, which no decorator can within a class."""
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Take it away."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    async def check(self, interaction: discord.Interaction[BriefingBot], message: discord.Message) -> None:
        """Check a message; it counts as one question. Nothing of it is kept.

        What it says comes with the interaction; by itself the bot could not read it, without a privileged intent.
        """
        demand_patience(interaction)
        base, words = interaction.client.base, texts_for(str(interaction.locale))
        sentences = split(text_of(message))
        findings: list[Finding] = []
        for finding in check(sentences[:LONGEST_MESSAGE], base.matcher):
            findings.append(finding)
            # Other answers need not wait for a long message.
            await asyncio.sleep(0)
        unread = len(sentences) - len(findings)
        await send(interaction, ui.support(findings, base.knowledge, words, unread=unread))
