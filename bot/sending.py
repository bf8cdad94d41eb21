"""Send layouts: whatever has been answered already, a layout reaches the user exactly once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord

if TYPE_CHECKING:
    Interaction = discord.Interaction[Any]


async def send(interaction: Interaction, view: discord.ui.LayoutView, *, ephemeral: bool = True) -> None:
    """Answer with a layout: as the first answer, in place of a deferred one, or as a follow-up."""
    forget(view)
    match interaction.response.type:
        case None:
            await interaction.response.send_message(view=view, ephemeral=ephemeral)
        case discord.InteractionResponseType.deferred_channel_message:
            await interaction.edit_original_response(view=view)
        case _:
            await interaction.followup.send(view=view, ephemeral=ephemeral)


async def turn(interaction: Interaction, view: discord.ui.LayoutView) -> None:
    """Show a layout in place of the message whose button was pressed.

    A message that others see stays as it is: there the one who pressed gets a message of their own.
    """
    if interaction.message is None or not interaction.message.flags.ephemeral:
        await send(interaction, view)
        return
    forget(view)
    await interaction.response.edit_message(view=view)


def forget(view: discord.ui.View | discord.ui.LayoutView) -> None:
    """Keep discord.py from holding the view for ever once it is sent; its buttons are dynamic items."""
    view.stop()
