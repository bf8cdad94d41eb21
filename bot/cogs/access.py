"""Decorators that say where a command can be installed and used."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from discord import app_commands

T = TypeVar("T")

AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.Group


def without_option(commands: Iterable[AnyCommand], name: str) -> None:
    """Take an option away from those of the commands that have it, before they are registered."""
    for command in commands:
        if isinstance(command, app_commands.Command):
            command._params.pop(name, None)  # noqa: SLF001 - discord.py can only declare options


def everywhere(command: T) -> T:
    """Let servers and users install a command, and use it on servers and in all direct messages."""
    contexts: Callable[[T], T] = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    installs: Callable[[T], T] = app_commands.allowed_installs(guilds=True, users=True)
    return contexts(installs(command))


def servers_only(command: T) -> T:
    """Let only servers install a command, and use it there."""
    contexts: Callable[[T], T] = app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    installs: Callable[[T], T] = app_commands.allowed_installs(guilds=True, users=False)
    return contexts(installs(command))
