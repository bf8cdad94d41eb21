"""Share: a fact that one reader sees becomes one that all see, once."""

from __future__ import annotations

import logging

import aiohttp
import discord

from bot import ui
from bot.client import BriefingBot
from bot.core.knowledge.model import Fact, Knowledge
from bot.errors import RefusedError
from bot.i18n import Texts, texts_for
from bot.sending import forget, send
from bot.ui import custom_ids

Interaction = discord.Interaction[BriefingBot]

_log = logging.getLogger(__name__)


async def share(interaction: Interaction, fact: Fact, knowledge: Knowledge) -> None:
    """Post a fact for all to see, in the guild's language, where the one who pressed may write.

    Raises RefusedError where they may not, or where the message they pressed was shared before.
    """
    words = texts_for(str(interaction.locale))
    if interaction.guild_id is not None and not _may_write(interaction):
        raise RefusedError(words.may_not_write)
    if _answered_alone(interaction):
        raise RefusedError(words.may_not_share)
    pressed = interaction.message
    if pressed is not None and not interaction.client.sharing.begin(pressed.id):
        raise RefusedError(words.shared_already)
    everybodys = texts_for(str(interaction.guild_locale or interaction.locale))
    try:
        await send(interaction, ui.shared(fact, knowledge, everybodys), ephemeral=False)
    except BaseException:
        if pressed is not None:
            interaction.client.sharing.undo(pressed.id)
        raise
    if pressed is not None:
        await _mark(interaction, pressed, fact, words)


async def _mark(interaction: Interaction, pressed: discord.Message, fact: Fact, words: Texts) -> None:
    """Show in the message whose button was pressed that this was done, where it can still be changed."""
    answer = interaction.client.sharing.answer_of(pressed)
    if answer is None:
        return
    try:
        await answer.edit_message(pressed.id, view=_marked(pressed, fact, words))
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        _log.info("a shared answer keeps its button (%s)", error)


def _marked(pressed: discord.Message, fact: Fact, words: Texts) -> discord.ui.LayoutView:
    """The message as it is, but for the button."""
    view: discord.ui.LayoutView = discord.ui.LayoutView.from_message(pressed, timeout=None)
    forget(view)
    wanted = custom_ids.Share(fact=fact.id).encode()
    for item in view.walk_children():
        if isinstance(item, discord.ui.Button) and item.custom_id == wanted:
            item.disabled, item.label = True, words.shared_button
    return view


def _answered_alone(interaction: Interaction) -> bool:
    """Whether Discord shows all that the bot says to the one who presses alone.

    So it does on servers that have not installed the bot, where members may not let their own apps speak.
    """
    outside = interaction.guild_id is not None and not interaction.is_guild_integration()
    return outside and not interaction.permissions.use_external_apps


def _may_write(interaction: Interaction) -> bool:
    allowed = interaction.permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    return allowed.send_messages_in_threads if in_thread else allowed.send_messages
