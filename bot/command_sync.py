"""Register the commands with Discord, and only those scopes that have changed."""

from __future__ import annotations

import hashlib
import json
import logging
import sqlite3
from collections.abc import Iterable
from typing import Any, Final

import aiohttp
import discord
from discord import app_commands

from bot.storage import Store

Tree = app_commands.CommandTree[Any]

_log = logging.getLogger(__name__)

GLOBAL: Final = "global"
GUILD: Final = "guild "


async def sync_commands(tree: Tree, store: Store, *, application: int, guilds: Iterable[int]) -> bool:
    """Bring Discord's commands of the application to those of the tree: globally, and in `guilds`.

    A guild that had commands of its own and is no longer among `guilds` loses them. A scope that Discord
    refuses is logged, and holds up no other. Gives whether Discord has them all as they are to be.
    """
    synced = await _kept(store, application)
    wanted = [GLOBAL, *(f"{GUILD}{guild}" for guild in guilds)]
    complete = True
    for scope in dict.fromkeys((*wanted, *synced)):
        digest = await _digest(tree, _guild(scope))
        if synced.get(scope) == digest and await _stands(tree, scope):
            _log.info("commands (%s) are as Discord has them", scope)
        elif await _sync(tree, scope):
            await _keep(store, application, scope, digest if scope in wanted else None)
        else:
            complete = False
    return complete


async def _kept(store: Store, application: int) -> dict[str, str]:
    """What Discord accepted last; where that cannot be read, nothing: all commands are sent once more."""
    try:
        return await store.syncs.digests(application)
    except sqlite3.Error as error:
        _log.warning("commands: all are registered anew, the store failed (%s)", error)
        return {}


async def _keep(store: Store, application: int, scope: str, digest: str | None) -> None:
    """Remember what Discord has accepted; where that fails, the scope is sent once more at the next start."""
    try:
        if digest is None:
            await store.syncs.forget(application, scope)
        else:
            await store.syncs.record(application, scope, digest)
    except sqlite3.Error as error:
        _log.warning("commands (%s) are registered anew at the next start, the store failed (%s)", scope, error)


async def _stands(tree: Tree, scope: str) -> bool:
    """Whether Discord still holds what it accepted: a guild left and joined again has lost its commands."""
    guild = _guild(scope)
    if guild is None:
        return True
    try:
        held = await tree.fetch_commands(guild=guild)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        _log.warning("commands (%s) could not be compared with Discord's: %s", scope, error)
        return True
    return {command.name for command in held} == {command.name for command in tree.get_commands(guild=guild)}


async def _sync(tree: Tree, scope: str) -> bool:
    try:
        commands = await tree.sync(guild=_guild(scope))
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        _log.error("commands (%s) were not registered: %s", scope, error)
        return False
    _log.info("commands (%s) registered: %s", scope, ", ".join(command.name for command in commands) or "none")
    return True


async def _digest(tree: Tree, guild: discord.Object | None) -> str:
    payload = [await _payload(tree, command) for command in tree.get_commands(guild=guild)]
    payload.sort(key=lambda command: (command["type"], command["name"]))
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


async def _payload(
    tree: Tree, command: app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu
) -> dict[str, Any]:
    if tree.translator is None:
        return command.to_dict(tree)
    return await command.get_translated_payload(tree, tree.translator)


def _guild(scope: str) -> discord.Object | None:
    return None if scope == GLOBAL else discord.Object(int(scope.removeprefix(GUILD)))
