"""Decorators that say where a command can be installed and used."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from discord import app_commands

T = TypeVar("T")


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
