"""Register the commands with Discord: only changed scopes, with retries until Discord has accepted them all."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import re
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator
from typing import Any, Final

import aiohttp
import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location

from bot.app.timeouts import Sleep, done_within, end_tasks
from bot.errors import StoreError
from bot.i18n import ENGLISH, CommandWords, OptionWords, Texts, texts_for
from bot.storage import Store

CommandTree = app_commands.CommandTree[Any]

GLOBAL: Final = "global"
"""The scope of the commands that are registered for all guilds."""

GUILD: Final = "guild "
"""The scope of a guild's own commands begins with this; the guild's id follows."""

FIRST_ROUND: Final = 3.0
"""Seconds that the start waits for the first attempt. After a 500 or 429 it may take minutes; users need not wait."""

FIRST_PAUSE: Final = 60.0
"""Seconds between the first two attempts; each pause is twice as long as the one before."""

LONGEST_PAUSE: Final = 3600.0
"""The most seconds between two attempts."""

_SCOPE: Final = re.compile(f"{GLOBAL}|{GUILD}[0-9]{{1,19}}")  # what is stored may be damaged
_TEXTS: Final = {locale: texts_for(str(locale)) for locale in discord.Locale}
_NAMES: Final = (Location.command_name, Location.group_name, Location.parameter_name)

_log = logging.getLogger(__name__)


class CatalogueTranslator(app_commands.Translator):
    """Finds the words of a command or parameter in the catalogues. English is registered without a translation."""

    async def translate(
        self,
        string: app_commands.locale_str,  # noqa: ARG002 - the catalogues have the names of commands as keys
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return the words in the locale's language; None for English, and if there is no translation."""
        words = _TEXTS[locale]
        if context.location is Location.choice_name:
            return None if words is ENGLISH else _choice_of(context.data.value, words)
        found = None if words is ENGLISH else _words_of(context.data, words)
        if found is None:
            return None
        return found.name if context.location in _NAMES else found.description


def _choice_of(value: str | float, words: Texts) -> str | None:
    return next((each.choices[str(value)] for each in words.commands.values() if str(value) in each.choices), None)


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


async def sync_commands(tree: CommandTree, store: Store, *, application: int, guilds: Iterable[int]) -> bool:
    """Register the commands of the tree globally and in `guilds`; return whether Discord has accepted them all.

    A guild that had commands of its own and is no longer among `guilds` loses them. A scope that Discord refuses is
    logged, and the others are still registered.
    """
    synced = await _accepted(store, application)
    wanted = [GLOBAL, *(f"{GUILD}{guild}" for guild in guilds)]
    complete = True
    for scope in dict.fromkeys((*wanted, *synced)):
        digest = await _digest(tree, _guild(scope))
        if synced.get(scope) == digest and await _unchanged(tree, scope):
            _log.info("commands (%s) are registered already", scope)
        elif await _sync(tree, scope):
            await _remember(store, application, scope, digest if scope in wanted else None)
        else:
            complete = False
    return complete


async def _accepted(store: Store, application: int) -> dict[str, str]:
    """Return the digest that Discord last accepted for each scope; none if the database fails."""
    try:
        digests = await store.command_syncs.digests(application)
        return {scope: digest for scope, digest in digests.items() if _SCOPE.fullmatch(scope)}
    except StoreError as error:
        _log.warning("all commands are registered again: the database failed (%s)", error)
        return {}


async def _remember(store: Store, application: int, scope: str, digest: str | None) -> None:
    """Remember what Discord has accepted. If the database fails, the next start registers the scope again."""
    try:
        if digest is None:
            await store.command_syncs.forget(application, scope)
        else:
            await store.command_syncs.record(application, scope, digest)
    except StoreError as error:
        _log.warning("the next start registers commands (%s) again: the database failed (%s)", scope, error)


async def _unchanged(tree: CommandTree, scope: str) -> bool:
    """Return whether Discord still has what it accepted: a guild that the bot left and joined again lost its own."""
    guild = _guild(scope)
    if guild is None:
        return True
    try:
        registered = await tree.fetch_commands(guild=guild)
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        _log.warning("commands (%s) could not be compared with those that Discord has: %s", scope, error)
        return True
    return {command.name for command in registered} == {command.name for command in tree.get_commands(guild=guild)}


async def _sync(tree: CommandTree, scope: str) -> bool:
    try:
        commands = await tree.sync(guild=_guild(scope))
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        _log.error("commands (%s) were not registered: %s", scope, error)
        return False
    _log.info("commands (%s) registered: %s", scope, ", ".join(command.name for command in commands) or "none")
    return True


async def _digest(tree: CommandTree, guild: discord.Object | None) -> str:
    payload = [await _payload(tree, command) for command in tree.get_commands(guild=guild)]
    payload.sort(key=lambda command: (command["type"], command["name"]))
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


async def _payload(
    tree: CommandTree, command: app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu
) -> dict[str, Any]:
    if tree.translator is None:
        return command.to_dict(tree)
    return await command.get_translated_payload(tree, tree.translator)


def _guild(scope: str) -> discord.Object | None:
    return None if scope == GLOBAL else discord.Object(int(scope.removeprefix(GUILD)))


class CommandSync:
    """Runs a task that registers the commands until Discord has accepted them all. `sleep` takes seconds."""

    def __init__(self, *, sleep: Sleep) -> None:
        self._sleep = sleep
        self._task: asyncio.Task[None] | None = None

    async def start(self, tree: CommandTree, store: Store, *, application: int, guilds: Collection[int]) -> None:
        """Start the task, and wait for its first attempt for FIRST_ROUND at most."""
        tried = asyncio.Event()

        async def attempt() -> bool:
            try:
                return await sync_commands(tree, store, application=application, guilds=guilds)
            finally:
                tried.set()

        self._task = asyncio.create_task(self._run(attempt), name="command sync")
        first = asyncio.create_task(tried.wait())
        if not await done_within(FIRST_ROUND, first, sleep=self._sleep):
            _log.warning("Discord is slow to register the commands: until then, users see the earlier ones")
            first.cancel()

    async def stop(self) -> None:
        """End the task."""
        await end_tasks(self._task)

    async def _run(self, attempt: Callable[[], Awaitable[bool]]) -> None:
        for pause in _pauses():
            try:
                if await attempt():
                    return
            except Exception:  # noqa: BLE001 - the task must outlive any error
                _log.exception("the commands could not be registered")
            _log.warning("registering the commands again in %.0f s", pause)
            await self._sleep(pause)


def _pauses() -> Iterator[float]:
    pause = FIRST_PAUSE
    while True:
        yield pause
        pause = min(2 * pause, LONGEST_PAUSE)
