"""Share a fact with the channel, and remove what was shared.

A shared message says who shared it and what was asked. Its own button names who may remove it, so no user is stored.
"""

from __future__ import annotations

from typing import TypeVar

import discord

from bot import ui
from bot.app.context import Interaction, RequestContext
from bot.app.responses import remove, send
from bot.errors import RefusedError
from bot.i18n import Texts
from bot.storage import PostedKind
from bot.ui import custom_ids

T = TypeVar("T")


async def press_share(ctx: RequestContext, action: custom_ids.OfShares) -> None:
    """Share a fact or an unknown with the channel, or remove what was shared. Raises RefusedError if they may not."""
    words = ctx.bot.settings.texts(ctx.guild, ctx.interaction.guild_locale or ctx.interaction.locale)
    by, asked = ctx.interaction.user.id, ctx.asked
    match action:
        case custom_ids.Share(fact=key):
            fact = _present(ctx.knowledge.facts.get(key))
            await _share(ctx, action, ui.shared(fact, ctx.knowledge, words, by=by, asked=asked), words)
        case custom_ids.ShareUnknown(unknown=key):
            unknown = _present(ctx.knowledge.unknowns.get(key))
            await _share(ctx, action, ui.shared_unknown(unknown, ctx.knowledge, words, by=by, asked=asked), words)
        case custom_ids.Unshare():
            if action.by != by and not ctx.interaction.permissions.manage_messages:
                raise RefusedError("may_not_remove")
            await remove(ctx.interaction)
            if ctx.interaction.message is not None:
                ctx.bot.posted.forget(ctx.interaction.message.id)


async def _share(
    ctx: RequestContext, action: custom_ids.Share | custom_ids.ShareUnknown, shared: discord.ui.LayoutView, words: Texts
) -> None:
    """Post a layout in the language of `words` for everybody in the channel.

    Raises RefusedError if they may not, or if the message whose button they pressed was shared before.
    """
    interaction, shares, pressed = ctx.interaction, ctx.bot.shares, ctx.interaction.message
    if interaction.guild_id is not None and not _may_write(interaction):
        raise RefusedError("may_not_write")
    if _is_shown_to_user_alone(interaction):
        raise RefusedError("may_not_share")
    if pressed is not None and not shares.claim(pressed.id):
        raise RefusedError("shared_already")
    try:
        message = await send(interaction, shared, ephemeral=False)
    except BaseException:
        if pressed is not None:
            shares.release(pressed.id)
        raise
    if message is not None and interaction.channel_id is not None and interaction.is_guild_integration():
        posted = ctx.bot.posted
        kind = PostedKind.SHARE
        posted.keep_layout(message, shared, channel=interaction.channel_id, kind=kind, base=ctx.base, words=words)
    if pressed is not None:
        await _disable_button(ctx, pressed, action)


async def _disable_button(
    ctx: RequestContext, pressed: discord.Message, action: custom_ids.Share | custom_ids.ShareUnknown
) -> None:
    """Show in the message whose button was pressed that it was shared, if it can still be changed."""
    view: discord.ui.LayoutView = discord.ui.LayoutView.from_message(pressed, timeout=None)
    for item in view.walk_children():
        if (
            isinstance(item, discord.ui.Button)
            and item.custom_id
            and (custom_ids.without_mark(item.custom_id) == action.encode())
        ):
            item.disabled, item.label = True, ctx.words.shared_button
    await ctx.bot.shares.change(pressed, view)


def _present(found: T | None) -> T:
    if found is None:
        raise RefusedError("fact_gone")
    return found


def _is_shown_to_user_alone(interaction: Interaction) -> bool:
    """Return whether Discord shows the user alone everything that the bot says.

    It does so on servers that have not installed the bot and whose members may not let their own apps speak.
    """
    outside = interaction.guild_id is not None and not interaction.is_guild_integration()
    return outside and not interaction.permissions.use_external_apps


def _may_write(interaction: Interaction) -> bool:
    allowed = interaction.permissions
    in_thread = isinstance(interaction.channel, discord.Thread)
    return allowed.send_messages_in_threads if in_thread else allowed.send_messages
