"""None of these: a suggestion that was not meant becomes a gap for the curators."""

from __future__ import annotations

import discord

from bot import ui
from bot.client import BriefingBot
from bot.i18n import texts_for
from bot.sending import send
from bot.ui import custom_ids

Interaction = discord.Interaction[BriefingBot]


async def decline(interaction: Interaction, action: custom_ids.NoneOfThese) -> None:
    """Note that none of the suggested facts was meant, and lead to the topics; a press again changes nothing."""
    words = texts_for(str(interaction.locale))
    noted = await interaction.client.question_log.decline(action.question)
    await send(interaction, ui.declined(interaction.client.base.knowledge, words, noted=noted))
