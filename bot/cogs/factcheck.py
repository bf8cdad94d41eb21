"""Check a message against the base, from its menu: its text, embeds and text displays without Discord's markup."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import discord
from discord import app_commands, components
from discord.ext import commands

from bot import ui
from bot.app.client import BriefingBot
from bot.app.context import Interaction, RequestContext
from bot.app.responses import send
from bot.core.factbase.base import Base
from bot.core.factcheck import Verdict
from bot.core.factcheck.markup import unmarked
from bot.core.factcheck.results import LONGEST_MESSAGE
from bot.i18n import ENGLISH

CHECK: Final = ENGLISH.commands["Check against the base"]


def text_of(message: discord.Message) -> str:
    """Return the text of a message and of what it forwards; empty if it has none, such as a picture."""
    parts = [message.content, *_rest(message.content, message.embeds, message.components)]
    for forwarded in message.message_snapshots:
        parts += [forwarded.content, *_rest(forwarded.content, forwarded.embeds, forwarded.components)]
    return "\n\n".join(filter(None, map(unmarked, parts)))


def _rest(content: str, embeds: Sequence[discord.Embed], parts: Iterable[Any]) -> Iterator[str]:
    """Yield the text outside the content, without previews of links: nobody in the channel wrote those."""
    for embed in embeds:
        if embed.type == "rich" or not content.strip():
            yield from filter(None, (embed.title, embed.description))
            yield from (f"{field.name}\n{field.value}" for field in embed.fields)
    yield from _displays(parts)


def _displays(parts: Iterable[Any]) -> Iterator[str]:
    for part in parts:
        match part:
            case components.TextDisplay(content=content):
                yield content
            case components.Container(children=children) | components.SectionComponent(children=children):
                yield from _displays(children)
            case _:
                pass


def _checked(text: str, base: Base) -> tuple[Sequence[str], Sequence[Verdict]]:
    """Return the sentences of a text, and the verdicts on those that are checked."""
    from bot.core.factcheck.message import split  # noqa: PLC0415 - a start does not need it

    sentences = split(text)
    return sentences, tuple(base.checker.check(sentences[:LONGEST_MESSAGE]))


class FactcheckCog(commands.Cog, name="factcheck"):
    """The entry in a message's menu. A user who installs it has it in every channel and direct message."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot
        self._menu = app_commands.ContextMenu(
            name=CHECK.name,
            callback=self.check,
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        )

    async def cog_load(self) -> None:
        """Add the entry: discord.py has no decorator for one in a cog."""
        self._bot.tree.add_command(self._menu)

    async def cog_unload(self) -> None:
        """Remove the entry."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)

    async def check(self, interaction: Interaction, message: discord.Message) -> None:
        """Check a message; it counts as one request. Nothing of it is kept.

        Its content comes with the interaction: without a privileged intent the bot could not read it.
        """
        ctx = RequestContext.of(interaction)
        ctx.count_request()
        # In a thread: other answers run while a long message is checked.
        sentences, verdicts = await asyncio.to_thread(_checked, text_of(message), ctx.base)
        unread = len(sentences) - len(verdicts)
        await send(interaction, ui.checked_message(verdicts, ctx.knowledge, ctx.words, unread=unread))
