"""Answer interactions: a layout reaches the user exactly once, whatever was answered before.

When the connection breaks, Discord may have accepted the answer all the same. A first answer (see `first_answers`) and
an edit can safely be sent again: Discord accepts no second first answer. A follow-up cannot, because Discord would post
it twice. So a follow-up is the last resort, and an answer in time never needs one.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Final, TypeVar

import aiohttp
import discord

from bot.app.first_answers import ACKNOWLEDGED, TooLateError
from bot.core.factbase.names import DEFAULT_BASE
from bot.ui.components import put_on_top, stamp

T = TypeVar("T")

AnyInteraction = discord.Interaction[Any]
Attempt = Callable[[], Awaitable[object]]

_PROGRESS: Final = "bot.progress"
_BANNER: Final = "bot.banner"
_BASE: Final = "bot.base"


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
class AttachedFile:
    """A file that goes with a layout, which shows it by its name; screen readers read `description`."""

    name: str
    content: bytes = field(repr=False)
    description: str

    def file(self) -> discord.File:
        """Return the file to be sent once: each further attempt needs a new one."""
        return discord.File(io.BytesIO(self.content), filename=self.name, description=self.description)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A layout, and the files that it shows."""

    view: discord.ui.LayoutView
    files: Sequence[AttachedFile] = ()


class _Stage(Enum):
    OPEN = auto()
    THINKING = auto()  # deferred with a "thinking…" that the answer replaces
    ACCEPTED = auto()  # deferred with nothing to be seen
    ANSWERED = auto()


@dataclass(slots=True, kw_only=True)
class _Progress:
    """How far an answer has got. `lock` allows one attempt at a time; `hidden` is whether "thinking…" is ephemeral."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    stage: _Stage = _Stage.OPEN
    hidden: bool = True


def set_banner(interaction: AnyInteraction, banner: str) -> None:
    """Put a line on top of every layout that answers this interaction; an empty one changes nothing."""
    interaction.extras[_BANNER] = banner


def set_base(interaction: AnyInteraction, base: str) -> None:
    """Mark the buttons of every layout that answers this interaction as those of a base, by its name."""
    interaction.extras[_BASE] = base


def _prepare(interaction: AnyInteraction, view: discord.ui.LayoutView) -> None:
    untrack(view)
    stamp(view, interaction.extras.get(_BASE, DEFAULT_BASE))
    if banner := interaction.extras.get(_BANNER):
        put_on_top(view, banner)


async def send(
    interaction: AnyInteraction,
    view: discord.ui.LayoutView,
    *,
    ephemeral: bool = True,
    files: Sequence[AttachedFile] = (),
) -> int | None:
    """Answer with a layout and its files: as the first answer, in place of a deferral, or as a follow-up.

    Return the id of the message, or None if Discord did not tell. Raises what discord.py or aiohttp raise if the
    answer may not have arrived.
    """
    _prepare(interaction, view)
    progress = _progress(interaction)
    async with progress.lock:
        if _stage(interaction) is _Stage.OPEN:
            message = interaction.response.send_message
            sent = await _first(
                interaction,
                lambda: message(view=view, ephemeral=ephemeral, files=_sent(files)),
                then=_Stage.ANSWERED,
            )
            if progress.stage is _Stage.ANSWERED:
                return _id_of(sent)
        return _id_of(await _later(interaction, view, ephemeral=ephemeral, files=files))


async def update(
    interaction: AnyInteraction, view: discord.ui.LayoutView, *, files: Sequence[AttachedFile] | None = None
) -> None:
    """Replace the message whose button was pressed with a layout, and its files with `files`; None keeps its files.

    A message that others see stays as it is: the user gets a message of their own. Raises as `send` does.
    """
    if not in_private_message(interaction):
        await send(interaction, view, files=files or ())
        return
    _prepare(interaction, view)
    progress = _progress(interaction)
    async with progress.lock:
        if _stage(interaction) is _Stage.OPEN:
            edit = interaction.response.edit_message
            await _first(interaction, lambda: edit(view=view, attachments=_replacing(files)), then=_Stage.ANSWERED)
            if progress.stage is _Stage.ANSWERED:
                return
        if progress.stage is _Stage.ACCEPTED:
            await retried(lambda: interaction.edit_original_response(view=view, attachments=_replacing(files)))
            progress.stage = _Stage.ANSWERED
        else:
            await _later(interaction, view, ephemeral=True, files=files or ())


async def remove(interaction: AnyInteraction) -> None:
    """Delete the message whose button was pressed, for everybody who sees it. Raises as `send` does."""
    progress = _progress(interaction)
    async with progress.lock:
        if _stage(interaction) is _Stage.OPEN:
            await _first(interaction, interaction.response.defer, then=_Stage.ACCEPTED)
        if progress.stage is _Stage.ACCEPTED:
            with contextlib.suppress(discord.NotFound):  # it was removed in the meantime
                await retried(interaction.delete_original_response)
            progress.stage = _Stage.ANSWERED


async def defer(interaction: AnyInteraction, deferral: Deferral = Deferral.PRIVATE) -> None:
    """Tell Discord that the answer takes longer than three seconds. Do nothing if one was sent or is being sent.

    Raises as `send` does.
    """
    progress = _progress(interaction)
    async with progress.lock:
        if _stage(interaction) is not _Stage.OPEN:
            return
        hidden = progress.hidden = deferral is not Deferral.PUBLIC
        accept = interaction.response.defer
        if deferral is Deferral.IN_PLACE and in_private_message(interaction):
            await _first(interaction, accept, then=_Stage.ACCEPTED)
        else:
            await _first(interaction, lambda: accept(ephemeral=hidden, thinking=True), then=_Stage.THINKING)


async def report(interaction: AnyInteraction, view: discord.ui.LayoutView) -> bool:
    """Show how far a long answer has come, until the answer takes its place. Raises nothing.

    It is shown in place of "thinking…" or, after a deferral in place, of the private message whose button was pressed;
    return whether that message was replaced. Do nothing if the interaction has not been deferred or was answered.
    """
    _prepare(interaction, view)
    async with _progress(interaction).lock:
        stage = _stage(interaction)
        if stage in {_Stage.THINKING, _Stage.ACCEPTED}:
            with contextlib.suppress(discord.DiscordException, aiohttp.ClientError, OSError):
                await interaction.edit_original_response(view=view)
                return stage is _Stage.ACCEPTED
        return False


async def put_back(interaction: AnyInteraction) -> None:
    """Show the message whose button was pressed as it was before `report`, unless it was answered. Raises nothing."""
    async with _progress(interaction).lock:
        if _stage(interaction) is _Stage.ACCEPTED and interaction.message is not None:
            before = discord.ui.LayoutView.from_message(interaction.message)
            untrack(before)
            with contextlib.suppress(discord.DiscordException, aiohttp.ClientError, OSError):
                await interaction.edit_original_response(view=before)


async def open_form(interaction: AnyInteraction, form: discord.ui.Modal) -> bool:
    """Open a form as the first answer. Return False if the interaction was answered or deferred before.

    Raises as `send` does.
    """
    untrack(form)
    progress = _progress(interaction)
    async with progress.lock:
        if _stage(interaction) is not _Stage.OPEN:
            return False
        await _first(interaction, lambda: interaction.response.send_modal(form), then=_Stage.ANSWERED)
        return progress.stage is _Stage.ANSWERED


def is_answered(interaction: AnyInteraction) -> bool:
    """Return whether the user has the answer, not only a deferral."""
    return _stage(interaction) is _Stage.ANSWERED


def untrack(view: discord.ui.View | discord.ui.LayoutView | discord.ui.Modal) -> None:
    """Keep discord.py from remembering a view or form until it is used: `cogs.components` answers them all."""
    view.stop()


def in_private_message(interaction: AnyInteraction) -> bool:
    """Return whether the button was pressed in a message that nobody else sees."""
    return interaction.message is not None and interaction.message.flags.ephemeral


def _progress(interaction: AnyInteraction) -> _Progress:
    progress: _Progress = interaction.extras.setdefault(_PROGRESS, _Progress())
    return progress


def _stage(interaction: AnyInteraction) -> _Stage:
    """Return how far the answer has got; what was answered without this module counts as well."""
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


def _id_of(sent: object) -> int | None:
    """Return the id of a message that was sent, as discord.py tells it."""
    match sent:
        case discord.InteractionCallbackResponse(message_id=number):
            return number
        case discord.Message(id=number):
            return number
        case _:
            return None


async def _first(interaction: AnyInteraction, attempt: Attempt, *, then: _Stage) -> object:
    """Send the first answer and return what Discord returns. If an attempt that seemed lost may have arrived, find out.

    Then that message is returned.
    """
    progress = _progress(interaction)
    try:
        sent = await attempt()
    except (TooLateError, discord.HTTPException) as error:
        message = await _answer_at_discord(interaction) if _may_have_arrived(error) else None
        if message is None:
            raise
        if message.flags.loading:
            progress.stage, progress.hidden = _Stage.THINKING, message.flags.ephemeral
        else:
            progress.stage = _Stage.ANSWERED if then is _Stage.THINKING else then
        return message
    else:
        progress.stage = then
        return sent


def _may_have_arrived(error: TooLateError | discord.HTTPException) -> bool:
    return error.unsure if isinstance(error, TooLateError) else error.code == ACKNOWLEDGED


async def _later(
    interaction: AnyInteraction, view: discord.ui.LayoutView, *, ephemeral: bool, files: Sequence[AttachedFile]
) -> object:
    """Replace "thinking…", or follow up; return the message."""
    progress = _progress(interaction)
    sent: discord.Message
    if progress.stage is _Stage.THINKING and progress.hidden is ephemeral:
        sent = await retried(
            lambda: interaction.edit_original_response(view=view, attachments=_replacing(files or None))
        )
    else:
        if progress.stage is _Stage.THINKING:
            # "Thinking…" fixes whether its message is ephemeral: the answer needs a message of its own.
            await retried(interaction.delete_original_response)
        sent = await interaction.followup.send(view=view, ephemeral=ephemeral, files=_sent(files), wait=True)
    progress.stage = _Stage.ANSWERED
    return sent


def _sent(files: Sequence[AttachedFile]) -> list[discord.File]:
    """Return the files as discord.py sends them; it accepts no empty list here."""
    return [each.file() for each in files] if files else discord.utils.MISSING


def _replacing(files: Sequence[AttachedFile] | None) -> list[discord.Attachment | discord.File]:
    """Return the files that replace those of a message; None keeps those."""
    return discord.utils.MISSING if files is None else [each.file() for each in files]


async def retried(attempt: Callable[[], Awaitable[T]]) -> T:
    """Try again if the connection breaks: the first attempt may not have arrived. Return what Discord returns."""
    try:
        return await attempt()
    except (aiohttp.ClientError, OSError):
        return await attempt()


async def _answer_at_discord(interaction: AnyInteraction) -> discord.InteractionMessage | None:
    """Return the message that Discord has for the answer, if any."""
    try:
        return await interaction.original_response()
    except (discord.DiscordException, aiohttp.ClientError, OSError):
        return None
