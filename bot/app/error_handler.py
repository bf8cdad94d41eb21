"""The one place where errors of interactions end."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final

import aiohttp
import discord
from discord import app_commands

from bot import ui
from bot.app.responses import send
from bot.errors import RefusedError
from bot.i18n import ENGLISH, texts_for

Interaction = discord.Interaction[Any]

_log = logging.getLogger(__name__)

UNKNOWN_INTERACTION: Final = 10062
ALREADY_ACKNOWLEDGED: Final = 40060


class Failures:
    """Tells users and the log what went wrong. `new_id` gives a short id that is unlikely to come twice."""

    def __init__(self, *, new_id: Callable[[], str]) -> None:
        self.new_id = new_id

    async def answer(self, interaction: Interaction, error: Exception) -> None:
        """Tell the user of an interaction that it failed. Never raises.

        1. An error that a command wrapped is taken out of its wrapping.
        2. Discord no longer knows the interaction, or another process has answered it: nobody is left to tell.
        3. A completion can show no error: it offers nothing, and the log has the line.
        4. RefusedError: the user reads why in their language, the log has it in English.
        5. The command is not known here, or has changed since Discord learnt it: that is said.
        6. Anything else is a defect: one sentence with a short id, which the log has with the traceback.
        7. Telling fails: one line in the log.
        """
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        if isinstance(cause, discord.HTTPException) and cause.code in {UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED}:
            _log.warning("%s came too late to be answered (%s)", _name(interaction), cause)
            return
        try:
            layout = self._layout(interaction, cause)
            if interaction.type is discord.InteractionType.autocomplete:
                await interaction.response.autocomplete([])
            else:
                await send(interaction, layout)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as failure:
            _log.warning("the user of %s could not be told of an error (%s)", _name(interaction), failure)

    def _layout(self, interaction: Interaction, cause: Exception) -> discord.ui.LayoutView:
        words = texts_for(str(interaction.locale))
        match cause:
            case RefusedError():
                _log.info(
                    "%s was refused to user %d: %s", _name(interaction), interaction.user.id, ENGLISH.refusal(cause)
                )
                return ui.refused(words.refusal(cause), words)
            case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
                _log.warning("%s is not known in this form: Discord has older commands", _name(interaction))
                return ui.refused(words.stale_command, words)
            case _:
                return ui.failed(self.log(_name(interaction), cause), words)

    def log(self, place: str, error: BaseException) -> str:
        """Log a defect with its traceback under a new id, and give the id."""
        error_id = self.new_id()
        _log.error("error %s in %s: %s", error_id, place, error, exc_info=error)
        return error_id


def _name(interaction: Interaction) -> str:
    told: dict[str, Any] = dict(interaction.data or {})
    if interaction.type is discord.InteractionType.component:
        return f"button {told.get('custom_id', '?')}"
    return f"/{told.get('name', '?')}"
