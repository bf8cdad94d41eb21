"""Send layouts: whatever has been answered already, a layout reaches the user exactly once.

Discord may have taken an answer though the connection broke before it said so. What can be said twice without harm
is said twice then: a first answer, of which Discord takes no second, and an edit. A follow-up cannot: Discord knows
no two of them for the same. So a follow-up is the last way, and no answer that is in time goes there.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Final

import aiohttp
import discord

Interaction = discord.Interaction[Any]
Attempt = Callable[[], Awaitable[object]]

UNKNOWN_INTERACTION: Final = 10062
ALREADY_ACKNOWLEDGED: Final = 40060
NOT_TAKEN: Final = frozenset({UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED})
"""Discord's codes for a first answer that it does not take: it has one, or the interaction is over."""

_PROGRESS: Final = "bot.sending"


class Deferral(Enum):
    """What an interaction shows while its answer takes long."""

    PRIVATE = auto()
    """"Thinking…" to the user alone; the answer takes its place."""
    PUBLIC = auto()
    """"Thinking…" to everybody."""
    IN_PLACE = auto()
    """Nothing: the message whose button was pressed stays until the answer takes its place (see `update`)."""
    NEVER = auto()
    """Nothing, and the answer is never deferred: it is a form, and Discord opens none after a deferral."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A file that goes with a layout, which shows it as `url`; `description` is read out to who cannot see it."""

    name: str
    content: bytes = field(repr=False)
    description: str

    @property
    def url(self) -> str:
        """How a layout of the same message names it."""
        return f"attachment://{self.name}"

    def file(self) -> discord.File:
        """A file to be sent, once: whoever sends it again needs another."""
        return discord.File(io.BytesIO(self.content), filename=self.name, description=self.description)


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


async def send(
    interaction: Interaction, view: discord.ui.LayoutView, *, ephemeral: bool = True, files: Sequence[Attached] = ()
) -> None:
    """Answer with a layout and its files: as the first answer, in place of a deferred one, or as a follow-up.

    Raises what discord.py or aiohttp raise where it cannot be told that the answer stands.
    """
    untrack(view)
    progress = _progress(interaction)
    async with progress.turn:
        if _stage(interaction) is _Stage.OPEN:
            message = interaction.response.send_message
            await _first(
                interaction,
                lambda: message(view=view, ephemeral=ephemeral, files=_sent(files)),
                then=_Stage.ANSWERED,
            )
            if progress.stage is _Stage.ANSWERED:
                return
        await _later(interaction, view, ephemeral=ephemeral, files=files)


async def update(
    interaction: Interaction, view: discord.ui.LayoutView, *, files: Sequence[Attached] | None = None
) -> None:
    """Show a layout in place of the message whose button was pressed, and `files` in place of its own.

    None leaves the message's files as they are. A message that others see stays as it is: there the one who pressed
    gets a message of their own.
    """
    if not _of_one_reader(interaction):
        await send(interaction, view, files=files or ())
        return
    untrack(view)
    progress = _progress(interaction)
    async with progress.turn:
        if _stage(interaction) is _Stage.OPEN:
            edit = interaction.response.edit_message
            await _first(interaction, lambda: edit(view=view, attachments=_replacing(files)), then=_Stage.ANSWERED)
            if progress.stage is _Stage.ANSWERED:
                return
        if progress.stage is _Stage.ACCEPTED:
            await _again(lambda: interaction.edit_original_response(view=view, attachments=_replacing(files)))
            progress.stage = _Stage.ANSWERED
        else:
            await _later(interaction, view, ephemeral=True, files=files or ())


async def defer(interaction: Interaction, deferral: Deferral = Deferral.PRIVATE) -> None:
    """Tell Discord that the answer takes longer than its patience; nothing where an answer is out or on its way.

    Raises what discord.py or aiohttp raise.
    """
    progress = _progress(interaction)
    async with progress.turn:
        if _stage(interaction) is not _Stage.OPEN:
            return
        hidden = progress.hidden = deferral is not Deferral.PUBLIC
        accept = interaction.response.defer
        if deferral is Deferral.IN_PLACE and _of_one_reader(interaction):
            await _first(interaction, accept, then=_Stage.ACCEPTED)
        else:
            await _first(interaction, lambda: accept(ephemeral=hidden, thinking=True), then=_Stage.THINKING)


async def open_form(interaction: Interaction, form: discord.ui.Modal) -> bool:
    """Open a form as the first answer. Return False where the interaction was answered or deferred before.

    Raises what discord.py or aiohttp raise where it is not known that the form is open.
    """
    untrack(form)
    progress = _progress(interaction)
    async with progress.turn:
        if _stage(interaction) is not _Stage.OPEN:
            return False
        await _first(interaction, lambda: interaction.response.send_modal(form), then=_Stage.ANSWERED)
        return progress.stage is _Stage.ANSWERED


def untrack(view: discord.ui.View | discord.ui.LayoutView | discord.ui.Modal) -> None:
    """Keep discord.py from remembering a view or form until it is used: `cogs.components` answers them all."""
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


async def _later(
    interaction: Interaction, view: discord.ui.LayoutView, *, ephemeral: bool, files: Sequence[Attached]
) -> None:
    """Fill in "thinking…", or follow up."""
    progress = _progress(interaction)
    if progress.stage is _Stage.THINKING and progress.hidden is ephemeral:
        await _again(lambda: interaction.edit_original_response(view=view, attachments=_replacing(files or None)))
    else:
        if progress.stage is _Stage.THINKING:
            # Whether a message is ephemeral is fixed by its "thinking…": the answer needs a message of its own.
            await _again(interaction.delete_original_response)
        await interaction.followup.send(view=view, ephemeral=ephemeral, files=_sent(files))
    progress.stage = _Stage.ANSWERED


def _sent(files: Sequence[Attached]) -> list[discord.File]:
    """The files as discord.py sends them; it leaves out what it is not given at all."""
    return [each.file() for each in files] if files else discord.utils.MISSING


def _replacing(files: Sequence[Attached] | None) -> list[discord.Attachment | discord.File]:
    """The files as discord.py puts them into the place of a message's; None leaves those alone."""
    return discord.utils.MISSING if files is None else [each.file() for each in files]


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
