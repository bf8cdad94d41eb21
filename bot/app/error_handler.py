"""Handle the errors of all interactions."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import aiohttp
import discord
from discord import app_commands

from bot import ui
from bot.app.first_answers import ACKNOWLEDGED, TooLateError
from bot.app.responses import AnyInteraction, send
from bot.errors import RefusedError
from bot.i18n import ENGLISH, texts_for

_log = logging.getLogger(__name__)


class ErrorHandler:
    """Tells users and the log what went wrong. `new_id` makes short ids that are unlikely to repeat."""

    def __init__(self, *, new_id: Callable[[], str]) -> None:
        self.new_id = new_id

    async def answer(self, interaction: AnyInteraction, error: Exception) -> None:
        """Tell the user that an interaction failed. Never raises what Discord or the network cause.

        1. An error that a command wrapped is unwrapped.
        2. The time for an answer is up, or another process answered: the user cannot be told, so it is only logged.
        3. A completion cannot show an error: it offers no choices, and the error is logged.
        4. RefusedError: the user reads the reason in their language; the log has it in English.
        5. The command is unknown, or has changed since it was registered: the user reads that it has changed.
        6. Anything else is a defect: the user reads one sentence with a short id; the log has the traceback.
        7. If the message to the user fails, that is logged in one line.
        """
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        if _is_over(cause):
            _log.warning("%s came too late to be answered (%s)", _name(interaction), cause)
            return
        try:
            layout = self._layout(interaction, cause)
            if interaction.type is discord.InteractionType.autocomplete:
                await interaction.response.autocomplete([])
            else:
                await send(interaction, layout)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as failure:
            _log.warning("could not tell the user of %s about an error (%s)", _name(interaction), failure)

    def log(self, place: str, error: BaseException) -> str:
        """Log a defect with its traceback under a new id, and return the id."""
        error_id = self.new_id()
        _log.error("error %s in %s: %s", error_id, place, error, exc_info=error)
        return error_id

    def _layout(self, interaction: AnyInteraction, cause: Exception) -> discord.ui.LayoutView:
        words = texts_for(str(interaction.locale))
        match cause:
            case RefusedError():
                reason = ENGLISH.refusal(cause)
                _log.info("%s was refused to user %d: %s", _name(interaction), interaction.user.id, reason)
                return ui.refused(words.refusal(cause), words)
            case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
                _log.warning("%s is not known in this form: Discord has older commands", _name(interaction))
                return ui.refused(words.stale_command, words)
            case _:
                return ui.failed(self.log(_name(interaction), cause), words)


def _is_over(cause: Exception) -> bool:
    """Return whether Discord accepts no first answer any more."""
    answered = isinstance(cause, discord.HTTPException) and cause.code == ACKNOWLEDGED
    return answered or isinstance(cause, TooLateError)


def _name(interaction: AnyInteraction) -> str:
    data: dict[str, Any] = dict(interaction.data or {})
    if interaction.type is discord.InteractionType.component:
        return f"button {data.get('custom_id', '?')}"
    return f"/{data.get('name', '?')}"
