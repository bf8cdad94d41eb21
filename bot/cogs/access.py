"""Declare commands, say where they can be installed and used, and answer their users when the store fails."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Coroutine, Iterable, Iterator
from typing import Any, TypeVar

from discord import app_commands

from bot.errors import RefusedError, StoreError
from bot.i18n import ENGLISH

T = TypeVar("T")

Callback = Callable[..., Coroutine[Any, Any, None]]
AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.Group


def command(key: str) -> Callable[[Callback], app_commands.Command[Any, ..., None]]:
    """Make a method a command, with the name, the description and the options that the English texts have for `key`."""
    words = ENGLISH.commands[key]
    renamed = {parameter: option.name for parameter, option in words.options.items() if option.name != parameter}

    def declare(callback: Callback) -> app_commands.Command[Any, ..., None]:
        app_commands.describe(**{name: option.description for name, option in words.options.items()})(callback)
        app_commands.rename(**renamed)(callback)
        return app_commands.command(name=words.name, description=words.description)(callback)

    return declare


def without_base(commands: Iterable[AnyCommand]) -> None:
    """Take the option `base` away from those of the commands that have it, before they are registered."""
    for each in commands:
        if isinstance(each, app_commands.Command):
            each._params.pop("base", None)  # noqa: SLF001 - discord.py can only declare options


def everywhere(declared: T) -> T:
    """Let servers and users install a command, and use it on servers and in all direct messages."""
    contexts: Callable[[T], T] = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    installs: Callable[[T], T] = app_commands.allowed_installs(guilds=True, users=True)
    return contexts(installs(declared))


def servers_only(declared: T) -> T:
    """Let only servers install a command, and use it there."""
    contexts: Callable[[T], T] = app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    installs: Callable[[T], T] = app_commands.allowed_installs(guilds=True, users=False)
    return contexts(installs(declared))


@contextlib.contextmanager
def refused_if_store_fails() -> Iterator[None]:
    """Raise RefusedError if the store fails; the error handler logs why."""
    try:
        yield
    except StoreError as error:
        raise RefusedError("database_unreadable") from error
