"""/help: how to ask, by examples of the base that is served."""

from __future__ import annotations

import asyncio
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.client import BriefingBot
from bot.cogs.reach import everywhere
from bot.core.factbase.examples import examples
from bot.i18n import ENGLISH, SPANISH, texts_for
from bot.sending import send

HELP: Final = ENGLISH.commands["help"]

_EXAMPLES: Final = 3  # as many as a reader takes in at a glance


class HelpCog(commands.Cog, name="help"):
    """The command; its examples are buttons."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot

    @everywhere
    @app_commands.command(name=HELP.name, description=HELP.description)
    async def help(self, interaction: discord.Interaction[BriefingBot]) -> None:
        """Tell how to ask."""
        words = texts_for(str(interaction.locale))
        # Off the event loop: each example is asked of the base before it is shown.
        found = await asyncio.to_thread(examples, self._bot.base, spanish=words is SPANISH, most=_EXAMPLES)
        # Those of the admins are registered in the home guild only and are no part of this.
        typed = self._bot.tree.get_commands(type=discord.AppCommandType.chat_input)
        in_menus = self._bot.tree.get_commands(type=discord.AppCommandType.message)
        registered = [command.name for command in (*typed, *in_menus)]
        told = [words.commands[name] for name in registered if name != HELP.name]
        await send(interaction, ui.help_page(found, told, words))
