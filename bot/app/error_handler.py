"""Handle the errors of all interactions."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final

import aiohttp
import discord
from discord import app_commands

from bot import ui
from bot.app.first_answers import ACKNOWLEDGED, TooLateError
from bot.app.responses import AnyInteraction, send
from bot.errors import RefusedError, StoreError
from bot.i18n import ENGLISH, texts_for
from bot.ui import custom_ids

NAMED: Final = frozenset({"not_an_admin", "admins_only", "not_a_manager"})
"""Refusals whose line in the log names the user, who tried what only admins or managers may do."""

_LEFT_OUT: Final = "its message is left out, because it may quote what was typed"
_QUOTE_NOTHING: Final = (discord.HTTPException, aiohttp.ClientError, OSError, StoreError)

_log = logging.getLogger(__name__)


class ErrorHandler:
    """Tells users and the log what went wrong. `new_id` makes short ids that are unlikely to repeat.

    `errors` is how many were given.
    """

    def __init__(self, *, new_id: Callable[[], str]) -> None:
        self.errors = 0
        self._new_id = new_id

    def new_id(self) -> str:
        """Return a new id for an error, and count the error."""
        self.errors += 1
        return self._new_id()

    async def answer(self, interaction: AnyInteraction, error: Exception) -> None:
        """Tell the user that an interaction failed. Never raises what Discord or the network cause.

        1. An error that a command wrapped is unwrapped.
        2. The time for an answer is up, or another process answered: the user cannot be reached, so it is only logged.
        3. A completion cannot show an error: it offers no choices, and the error is logged.
        4. RefusedError: the user reads the reason in their language; the log has the sentence in English, without what
           was filled in, and names the user only if it is one of NAMED. If the store failed, it says why instead.
        5. The command is unknown, or has changed since it was registered: the user reads that it has changed.
        6. Anything else is a defect: the user reads one sentence with a short id; the log has the traceback, without a
           message that may quote what was typed.
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

    def log_request(self, place: str, error: BaseException) -> str:
        """Log a defect in a request with typed text, without messages that may quote it, and return its id."""
        return self.log(place, _without_message(error))

    def _layout(self, interaction: AnyInteraction, cause: Exception) -> discord.ui.LayoutView:
        words = texts_for(str(interaction.locale))
        match cause:
            case RefusedError():
                _log_refusal(interaction, cause)
                return ui.refused(words.refusal(cause), words)
            case app_commands.CommandNotFound() | app_commands.CommandSignatureMismatch():
                _log.warning("%s is not known in this form: Discord has older commands", _name(interaction))
                return ui.refused(words.stale_command, words)
            case _:
                log = self.log_request if _has_typed_text(interaction) else self.log
                return ui.failed(log(_name(interaction), cause), words)


def _log_refusal(interaction: AnyInteraction, error: RefusedError) -> None:
    if isinstance(error.__cause__, StoreError):
        _log.warning("%s could not read or change the database (%s)", _name(interaction), error.__cause__)
        return
    user = f" to user {interaction.user.id}" if error.key in NAMED else ""
    _log.info("%s was refused%s: %s", _name(interaction), user, getattr(ENGLISH, error.key))


def _is_over(cause: Exception) -> bool:
    """Return whether Discord accepts no first answer any more."""
    answered = isinstance(cause, discord.HTTPException) and cause.code == ACKNOWLEDGED
    return answered or isinstance(cause, TooLateError)


def _name(interaction: AnyInteraction) -> str:
    """Return what was used, without what was typed or chosen: a custom_id may have the number of a question."""
    data: dict[str, Any] = dict(interaction.data or {})
    match interaction.type:
        case discord.InteractionType.component:
            return f"button {_action(str(data.get('custom_id', '')))}"
        case discord.InteractionType.modal_submit:
            return f"form {_action(str(data.get('custom_id', '')))}"
        case _:
            return f"/{interaction.command.qualified_name if interaction.command else data.get('name', '?')}"


def _has_typed_text(interaction: AnyInteraction) -> bool:
    """Return whether an interaction contains text that somebody wrote: options, a form, or a message."""
    data: dict[str, Any] = dict(interaction.data or {})
    is_form = interaction.type is discord.InteractionType.modal_submit
    return is_form or bool(data.get("options")) or "target_id" in data


def _action(custom_id: str) -> str:
    match custom_ids.parse(custom_id):
        case custom_ids.UnknownAction():
            return "of another version"
        case action if isinstance(action, custom_ids.AboutFact | custom_ids.Share):
            return f"{action.name} of {action.fact}"
        case action:
            return action.name


def _without_message(error: BaseException, seen: frozenset[int] = frozenset()) -> BaseException:
    """Return an error that looks the same in a traceback, but without messages that may quote what was typed."""
    message = str(error) if isinstance(error, _QUOTE_NOTHING) else _LEFT_OUT
    shown: BaseException = type(type(error).__name__, (Exception,), {"__module__": type(error).__module__})(message)
    shown.__traceback__ = error.__traceback__
    seen |= {id(error)}
    if error.__cause__ is not None and id(error.__cause__) not in seen:
        shown.__cause__ = _without_message(error.__cause__, seen)
    if error.__context__ is not None and id(error.__context__) not in seen:
        shown.__context__ = _without_message(error.__context__, seen)
    shown.__suppress_context__ = error.__suppress_context__
    return shown
