"""/who: what a person or a body says, and what names it."""

from __future__ import annotations

import asyncio
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.client import BriefingBot
from bot.cogs.briefing_input import echo
from bot.cogs.choices import offer
from bot.cogs.reach import everywhere
from bot.core.factbase.base import Base
from bot.core.knowledge.entities import Known, NoParty, Part, Party, People, Unclear
from bot.core.knowledge.model import Knowledge
from bot.errors import RefusedError
from bot.i18n import ENGLISH, texts_for
from bot.sending import send, turn
from bot.ui.custom_ids import WhoPage
from bot.ui.fitting import CHOICES, choice

Interaction = discord.Interaction[BriefingBot]

WHO: Final = ENGLISH.commands["who"]


class WhoCog(commands.Cog, name="who"):
    """The command and its completion; its pages are buttons."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot

    @app_commands.command(name=WHO.name, description=WHO.description)
    @app_commands.describe(name=WHO.options["name"].description)
    @everywhere
    async def who(self, interaction: Interaction, name: str) -> None:
        """Show the facts of a person or a body."""
        knowledge, words = self._bot.base.knowledge, texts_for(str(interaction.locale))
        match await asyncio.to_thread(_found, name, knowledge):
            case (party, parts):
                await send(interaction, ui.who(party, parts, words))
            case NoParty(name=other):
                raise RefusedError(words.who_other.format(name=other))
            case Unclear(near=()):
                raise RefusedError(words.who_unknown.format(typed=echo(name)))
            case Unclear(near=near):
                await send(interaction, ui.who_near(name, near, words))

    @who.autocomplete("name")
    async def propose(
        self, _interaction: discord.Interaction[BriefingBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """Complete a name."""
        return await asyncio.to_thread(offer, name_choices, current, bot=self._bot, command="/who")


async def turn_who(interaction: Interaction, page: WhoPage) -> None:
    """Show a page in place of the one whose button was pressed. Raises RefusedError where the name is gone."""
    knowledge, words = interaction.client.base.knowledge, texts_for(str(interaction.locale))
    found = await asyncio.to_thread(_of_key, page.who, knowledge)
    if found is None:
        raise RefusedError(words.party_gone)
    await turn(interaction, ui.who(*found, words, page.page))


def name_choices(typed: str, base: Base) -> list[app_commands.Choice[str]]:
    """Names that what is typed may become."""
    parties = People(base.knowledge).propose(typed, limit=CHOICES)
    return [app_commands.Choice(name=choice(party.name), value=choice(party.name)) for party in parties]


Told = tuple[Party, tuple[Part, ...]]


def _found(typed: str, knowledge: Knowledge) -> Told | NoParty | Unclear:
    people = People(knowledge)
    match people.find(typed):
        case Known(party=party):
            return party, people.parts(party)
        case other:
            return other


def _of_key(key: str, knowledge: Knowledge) -> Told | None:
    people = People(knowledge)
    party = people.by_key(key)
    return None if party is None else (party, people.parts(party))
