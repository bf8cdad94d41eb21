"""Where commands can be used: those of readers wherever Discord allows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from discord import app_commands

T = TypeVar("T")


def everywhere(command: T) -> T:
    """Let a command be installed by a server or by a user, and used on servers, with the bot and between users."""
    reached: Callable[[T], T] = app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    installed: Callable[[T], T] = app_commands.allowed_installs(guilds=True, users=True)
    return reached(installed(command))


def servers_only(command: T) -> T:
    """Let a command be installed by a server, and used on servers alone."""
    reached: Callable[[T], T] = app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
    installed: Callable[[T], T] = app_commands.allowed_installs(guilds=True, users=False)
    return reached(installed(command))
