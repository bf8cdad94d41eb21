"""Send layouts: whatever has been answered already, a layout reaches the user exactly once.

Discord may have taken an answer though the connection broke before it said so. What can be said twice without harm
is said twice then: a first answer, of which Discord takes no second, and an edit. A follow-up cannot: Discord knows
no two of them for the same. So a follow-up is the last way, and no answer that is in time goes there.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import discord

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Interaction = discord.Interaction[Any]
    Attempt = Callable[[], Awaitable[object]]

UNKNOWN_INTERACTION: Final = 10062
ALREADY_ACKNOWLEDGED: Final = 40060
NOT_TAKEN: Final = frozenset({UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED})
"""Discord's codes for a first answer that it does not take: it has one, or the interaction is over."""

_PROGRESS: Final = "bot.sending"


class Waiting(Enum):
    """What an interaction shows while its answer takes long."""

    HIDDEN = auto()
    """"Thinking…", for the one who asks alone; the answer takes its place."""
    SHOWN = auto()
    """The same for all to see."""
    IN_PLACE = auto()
    """Nothing: the message whose button was pressed stays until the answer takes its place (see `turn`)."""


class _Stage(Enum):
    OPEN = auto()
    THINKING = auto()
    ACCEPTED = auto()
    ANSWERED = auto()


@dataclass(slots=True, kw_only=True)
class _Progress:
    """How far an answer has come; `turn` lets one attempt go at a time, `hidden` is how "thinking…" is shown."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    stage: _Stage = _Stage.OPEN
    hidden: bool = True


async def send(interaction: Interaction, view: discord.ui.LayoutView, *, ephemeral: bool = True) -> None:
    """Answer with a layout: as the first answer, in place of a deferred one, or as a follow-up.

    Raises what discord.py or aiohttp raise where it cannot be told that the answer stands.
    """
    forget(view)
    progress = _progress(interaction)
    async with progress.turn:
        if _stage(interaction) is _Stage.OPEN:
            message = interaction.response.send_message
            await _first(interaction, lambda: message(view=view, ephemeral=ephemeral), then=_Stage.ANSWERED)
            if progress.stage is _Stage.ANSWERED:
                return
        await _later(interaction, view, ephemeral=ephemeral)


async def turn(interaction: Interaction, view: discord.ui.LayoutView) -> None:
    """Show a layout in place of the message whose button was pressed.

    A message that others see stays as it is: there the one who pressed gets a message of their own.
    """
    if not _of_one_reader(interaction):
        await send(interaction, view)
        return
    forget(view)
    progress = _progress(interaction)
    async with progress.turn:
        if _stage(interaction) is _Stage.OPEN:
            edit = interaction.response.edit_message
            await _first(interaction, lambda: edit(view=view), then=_Stage.ANSWERED)
            if progress.stage is _Stage.ANSWERED:
                return
        if progress.stage is _Stage.ACCEPTED:
            await _again(lambda: interaction.edit_original_response(view=view))
            progress.stage = _Stage.ANSWERED
        else:
            await _later(interaction, view, ephemeral=True)


async def hold(interaction: Interaction, waiting: Waiting = Waiting.HIDDEN) -> None:
    """Tell Discord that the answer takes longer than its patience; nothing where an answer is out or on its way.

    Raises what discord.py or aiohttp raise.
    """
    progress = _progress(interaction)
    async with progress.turn:
        if _stage(interaction) is not _Stage.OPEN:
            return
        progress.hidden = waiting is not Waiting.SHOWN
        defer = interaction.response.defer
        if waiting is Waiting.IN_PLACE and _of_one_reader(interaction):
            await _first(interaction, defer, then=_Stage.ACCEPTED)
        else:
            hidden = progress.hidden
            await _first(interaction, lambda: defer(ephemeral=hidden, thinking=True), then=_Stage.THINKING)


def forget(view: discord.ui.View | discord.ui.LayoutView) -> None:
    """Keep discord.py from holding the view for ever once it is sent; its buttons are dynamic items."""
    view.stop()


def _of_one_reader(interaction: Interaction) -> bool:
    """Whether the button was pressed in a message that nobody else sees."""
    return interaction.message is not None and interaction.message.flags.ephemeral


def _progress(interaction: Interaction) -> _Progress:
    kept: _Progress = interaction.extras.setdefault(_PROGRESS, _Progress())
    return kept


def _stage(interaction: Interaction) -> _Stage:
    """How far the answer has come; what was answered without this module counts as well."""
    progress = _progress(interaction)
    if progress.stage is _Stage.OPEN:
        match interaction.response.type:
            case None:
                pass
            case discord.InteractionResponseType.deferred_channel_message:
                progress.stage = _Stage.THINKING
            case discord.InteractionResponseType.deferred_message_update:
                progress.stage = _Stage.ACCEPTED
            case _:
                progress.stage = _Stage.ANSWERED
    return progress.stage


async def _first(interaction: Interaction, attempt: Attempt, *, then: _Stage) -> None:
    """Give the first answer; where Discord takes none, see whether it is one of ours whose receipt was lost."""
    progress = _progress(interaction)
    try:
        await _again(attempt)
    except discord.HTTPException as error:
        standing = await _standing(interaction) if error.code in NOT_TAKEN else None
        if standing is None:
            raise
        if standing.flags.loading:
            progress.stage, progress.hidden = _Stage.THINKING, standing.flags.ephemeral
        else:
            progress.stage = _Stage.ANSWERED if then is _Stage.THINKING else then
    else:
        progress.stage = then


async def _later(interaction: Interaction, view: discord.ui.LayoutView, *, ephemeral: bool) -> None:
    """Fill in "thinking…", or follow up."""
    progress = _progress(interaction)
    if progress.stage is _Stage.THINKING and progress.hidden is ephemeral:
        await _again(lambda: interaction.edit_original_response(view=view))
    else:
        if progress.stage is _Stage.THINKING:
            # Whether a message is ephemeral is fixed by its "thinking…": the answer needs a message of its own.
            await _again(interaction.delete_original_response)
        await interaction.followup.send(view=view, ephemeral=ephemeral)
    progress.stage = _Stage.ANSWERED


async def _again(attempt: Attempt) -> None:
    """Try once more where the connection broke: whether Discord heard the first attempt is not known."""
    try:
        await attempt()
    except (aiohttp.ClientError, OSError):
        await attempt()


async def _standing(interaction: Interaction) -> discord.InteractionMessage | None:
    """The message that Discord holds for the answer, if any."""
    try:
        return await interaction.original_response()
    except (discord.DiscordException, aiohttp.ClientError, OSError):
        return None
