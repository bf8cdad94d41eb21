"""Register the commands with Discord, and only those scopes that have changed."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import TYPE_CHECKING, Any, Final

import aiohttp
import discord

if TYPE_CHECKING:
    from collections.abc import Iterable

    from discord import app_commands

    from bot.store import Store

    Tree = app_commands.CommandTree[Any]

_log = logging.getLogger(__name__)

GLOBAL: Final = "global"
GUILD: Final = "guild "


async def sync_commands(tree: Tree, store: Store, *, application: int, guilds: Iterable[int]) -> None:
    """Bring Discord's commands of the application to those of the tree: globally, and in `guilds`.

    A guild that had commands of its own and is no longer among `guilds` loses them. A scope that Discord
    refuses is logged and tried again at the next start; the others are not held up by it.
    """
    synced = await store.synced_commands(application)
    wanted = [GLOBAL, *(f"{GUILD}{guild}" for guild in guilds)]
    for scope in dict.fromkeys((*wanted, *synced)):
        digest = await _digest(tree, _guild(scope))
        if synced.get(scope) == digest:
            _log.info("commands (%s) are as Discord has them", scope)
        elif await _sync(tree, scope):
            if scope in wanted:
                await store.record_sync(application, scope, digest)
            else:
                await store.forget_sync(application, scope)


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
