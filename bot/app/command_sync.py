"""Register the commands with Discord, and only those scopes that have changed."""

from __future__ import annotations

import asyncio
import hashlib
import itertools
import json
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator
from typing import Any, Final

import aiohttp
import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location

from bot.i18n import ENGLISH, CommandWords, OptionWords, Texts, texts_for
from bot.storage import Store

_NAMES: Final = (Location.command_name, Location.group_name, Location.parameter_name)


class CatalogueTranslator(app_commands.Translator):
    """Finds words by the command and the parameter that they belong to; English is what is registered by itself."""

    async def translate(
        self,
        string: app_commands.locale_str,  # noqa: ARG002 - its place tells more than its words
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return the words in the locale's language, None where these are the registered ones or there are none."""
        words = texts_for(str(locale))
        found = None if words is ENGLISH else _words_of(context.data, words)
        if found is None:
            return None
        return found.name if context.location in _NAMES else found.description


def _words_of(place: Any, words: Texts) -> CommandWords | OptionWords | None:  # noqa: ANN401 - many types in discord.py
    match place:
        case (
            app_commands.Command(qualified_name=name)
            | app_commands.Group(qualified_name=name)
            | app_commands.ContextMenu(qualified_name=name)
        ):
            return words.commands.get(name)
        case app_commands.Parameter(name=name, command=app_commands.Command(qualified_name=command)):
            known = words.commands.get(command)
            return known.options.get(name) if known else None
        case _:
            return None


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
        return await store.command_syncs.digests(application)
    except sqlite3.Error as error:
        _log.warning("commands: all are registered anew, the store failed (%s)", error)
        return {}


async def _keep(store: Store, application: int, scope: str, digest: str | None) -> None:
    """Remember what Discord has accepted; where that fails, the scope is sent once more at the next start."""
    try:
        if digest is None:
            await store.command_syncs.forget(application, scope)
        else:
            await store.command_syncs.record(application, scope, digest)
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


FIRST_ROUND: Final = 3.0
"""Seconds that the start waits for the first attempt. Discord's 500s and 429s may take minutes; serving goes first."""

FIRST_PAUSE: Final = 60.0
LONGEST_PAUSE: Final = 3600.0
"""Seconds between two attempts, from the first pause doubled to the longest."""


class Registration:
    """One task that registers the commands until Discord has taken them all. `sleep` takes seconds."""

    def __init__(self, *, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._sleep = sleep
        self._task: asyncio.Task[None] | None = None

    async def begin(
        self, tree: app_commands.CommandTree[Any], store: Store, *, application: int, guilds: Collection[int]
    ) -> None:
        """Start the task, and wait for its first attempt for FIRST_ROUND at most."""
        tried = asyncio.Event()

        async def attempt() -> bool:
            try:
                return await sync_commands(tree, store, application=application, guilds=guilds)
            finally:
                tried.set()

        self._task = asyncio.create_task(self._run(attempt), name="registration")
        first = asyncio.create_task(tried.wait())
        timer = asyncio.ensure_future(self._sleep(FIRST_ROUND))
        await asyncio.wait({first, timer}, return_when=asyncio.FIRST_COMPLETED)
        if not tried.is_set():
            _log.warning("Discord takes its time to register the commands: the bot serves those that it has")
        first.cancel()
        timer.cancel()

    async def end(self) -> None:
        """End the task."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self, attempt: Callable[[], Awaitable[bool]]) -> None:
        for pause in _pauses():
            try:
                if await attempt():
                    return
            except Exception:  # noqa: BLE001 - the task must outlive whatever happens
                _log.exception("the commands could not be registered")
            _log.warning("the commands are registered again in %.0f s", pause)
            await self._sleep(pause)


def _pauses() -> Iterator[float]:
    doubled = itertools.accumulate(
        itertools.repeat(2), lambda pause, by: min(pause * by, LONGEST_PAUSE), initial=FIRST_PAUSE
    )
    yield from doubled
