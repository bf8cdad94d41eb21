"""/admin: the state of the bot, for the admins that the config names."""

from __future__ import annotations

import asyncio
import csv
import io
import logging
import re
import sqlite3
from collections.abc import Coroutine, Iterable, Iterator, Sequence
from typing import Any, Final, TypeVar

import discord
from discord import app_commands
from discord.ext import commands

from bot import __version__, ui
from bot.app.client import BriefingBot
from bot.app.command_sync import sync_commands
from bot.app.context import Interaction, words_of
from bot.app.memory import resident
from bot.app.reload import Reloading, RevisionNotKept
from bot.app.responses import defer, send, update
from bot.cogs.reload import demand_admin, dry_run_layout, may_reload, roles_of, with_progress
from bot.core.matching.clustering import QuestionGroup, Unanswered, group_questions, question_reader
from bot.errors import RefusedError
from bot.i18n import ENGLISH
from bot.storage import DamagedRevision
from bot.ui import custom_ids
from bot.ui.admin import ProcessStatus, Status, history, load_choice, status
from bot.ui.markdown import clean

T = TypeVar("T")

_log = logging.getLogger(__name__)

ADMIN: Final = ENGLISH.commands["admin"]
STATUS: Final = ENGLISH.commands["admin status"]
HISTORY: Final = ENGLISH.commands["admin history"]
ROLLBACK: Final = ENGLISH.commands["admin rollback"]
UNANSWERED: Final = ENGLISH.commands["admin gaps"]

MOST: Final = 5_000
"""Number of the latest unanswered questions that are read. They are grouped on a thread, in a second or two."""

COLUMNS: Final = ("group", "times", "question", "asked_at", "outcome", "nearest_fact", "confidence", "guild")
"""Headings of the table, in one language because scripts read it. `times` counts the group; `asked_at` is UTC."""

LARGEST: Final = 8_000_000
"""Largest size of the table in bytes. Discord accepts files of 10 MB."""

# What a spreadsheet computes, at the start of a cell or after what some take for its end: = + - @, also fullwidth and
# small. Spreadsheets skip white space before it.
_FORMULA: Final = re.compile(
    r"(?:\A|(?<=[;|\n]))"
    r"(?=[\s\ufeff\u200b-\u200f\u2060]*[=+\-@\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b])"
)
_BYTE_ORDER_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"  # without it Excel does not read UTF-8


@app_commands.default_permissions(manage_guild=True)
class AdminCog(commands.GroupCog, name="admin", group_name=ADMIN.name, group_description=ADMIN.description):
    """The commands of the home guild."""

    def __init__(self, bot: BriefingBot, *, reloading: Reloading) -> None:
        self._bot = bot
        self._reloading = reloading

    @app_commands.command(name=STATUS.name, description=STATUS.description)
    async def status(self, interaction: Interaction) -> None:
        """Show the base in use, the files on disk, and the state of the bot's parts."""
        demand_admin(interaction, refusal=RefusedError("admins_only"))
        await defer(interaction)
        await send(interaction, status(await self._status(), words_of(interaction)))

    @app_commands.command(name=HISTORY.name, description=HISTORY.description)
    async def history(self, interaction: Interaction) -> None:
        """Show who loaded what and when."""
        demand_admin(interaction, refusal=RefusedError("admins_only"))
        loads = await _read(self._bot.store.revisions.history())
        await send(interaction, history(loads, self._bot.bases.default.knowledge.revision, words_of(interaction)))

    @app_commands.command(name=ROLLBACK.name, description=ROLLBACK.description)
    @app_commands.describe(revision=ROLLBACK.options["revision"].description)
    async def rollback(self, interaction: Interaction, revision: str) -> None:
        """Show what going back to an earlier revision would change."""
        demand_admin(interaction)
        async with self._reloading.alone():
            await defer(interaction)
            _log.info("rollback asked for by user %d", interaction.user.id)
            work = self._reloading.try_revision(interaction.id, revision.strip())
            found = await _read(with_progress(interaction, self._reloading, work))
        if isinstance(found, RevisionNotKept):
            raise RefusedError("no_such_revision")
        if isinstance(found, DamagedRevision):
            raise RefusedError("revision_damaged")
        await send(interaction, dry_run_layout(found, interaction))

    @rollback.autocomplete("revision")
    async def suggest_revisions(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Offer the revisions that were loaded, newest first, to admins only."""
        if not may_reload(self._bot.config.discord, interaction.user.id, roles_of(interaction.user)):
            return []
        try:
            loads = await self._bot.store.revisions.history()
        except sqlite3.Error as error:
            _log.warning("the history could not be read from the database (%s)", error)
            return []
        newest = {load.revision: load for load in reversed(loads)}
        ordered = sorted(newest.values(), key=lambda load: load.at, reverse=True)
        named = [(load_choice(load, words_of(interaction)), load.revision) for load in ordered]
        wanted = current.strip().casefold()
        found = [(name, value) for name, value in named if wanted in name.casefold() or value.startswith(wanted)]
        return [app_commands.Choice(name=ui.choice(name), value=value) for name, value in found[: ui.CHOICES]]

    @app_commands.command(name=UNANSWERED.name, description=UNANSWERED.description)
    @app_commands.describe(export=UNANSWERED.options["export"].description)
    async def unanswered(self, interaction: Interaction, export: bool = False) -> None:  # noqa: FBT001, FBT002 - an option
        """Show the first page of the unanswered questions, or send all as a table."""
        await press_unanswered(interaction, custom_ids.UnansweredExport() if export else custom_ids.UnansweredPage())

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Register the home guild's commands again: Discord dropped them when the bot left."""
        if guild.id == self._bot.config.discord.home_guild:
            bot = self._bot
            await sync_commands(bot.tree, bot.store, application=bot.application_id or 0, guilds=(guild.id,))

    def _process(self) -> ProcessStatus:
        bot = self._bot
        return ProcessStatus(
            version=__version__,
            since=bot.started,
            memory=resident(),
            servers=len(bot.guilds),
            shards=bot.shard_count or 1,
        )

    async def _status(self) -> Status:
        store, base = self._bot.store, self._bot.bases.default
        broken, last, beat, edits = "", None, None, None
        try:
            edits = await store.posted.progress()
            last, beat = await store.revisions.last(), await store.heartbeat.last()
        except sqlite3.Error as error:
            broken = str(error)
        return Status(
            knowledge=base.knowledge,
            calibration=base.calibration,
            disk=await self._reloading.disk_state(),
            load=last if last and last.revision == base.knowledge.revision else None,
            heartbeat=beat,
            broken=broken,
            latency=self._bot.latency,
            process=self._process(),
            edits=edits,
        )


async def press_unanswered(interaction: Interaction, action: custom_ids.OfUnanswered) -> None:
    """Show a page of unanswered questions or of votes, or send all unanswered questions as a table.

    Raises RefusedError if the user is no admin or no questions are kept.
    """
    demand_admin(interaction, refusal=RefusedError("admins_only"))
    bot, words = interaction.client, words_of(interaction)
    if not bot.config.questions.keep_days:
        raise RefusedError("unanswered_off")
    match action:
        case custom_ids.UnansweredExport():
            await _export(interaction)
        case custom_ids.UnansweredPage(page=page):
            await update(interaction, ui.unanswered(await _groups(interaction), words, page, most=MOST))
        case custom_ids.VotedPage(page=page):
            tallies = await _read(bot.store.votes.counts())
            await update(interaction, ui.voted(tallies, bot.bases.default.knowledge, words, page))


async def _export(interaction: Interaction) -> None:
    await defer(interaction)
    words = words_of(interaction)
    groups = await _groups(interaction)
    content, rows = await asyncio.to_thread(table, groups)
    whole = rows == sum(group.times for group in groups) < MOST
    sentence = words.exported if whole else words.exported_part
    name = f"not-answered-{interaction.client.clock().date().isoformat()}.csv"
    await interaction.edit_original_response(
        content=sentence.format(questions=words.count(rows, words.question)),
        attachments=[discord.File(io.BytesIO(content), filename=name)],
    )


async def _groups(interaction: Interaction) -> tuple[QuestionGroup, ...]:
    bot = interaction.client
    asked = await _read(bot.store.questions.unanswered(limit=MOST))
    return await asyncio.to_thread(group_questions, asked, question_reader(bot.bases.default.ranker))


async def _read(query: Coroutine[Any, Any, T]) -> T:
    """Read from the store. Raises RefusedError if it fails, and logs the reason."""
    try:
        return await query
    except sqlite3.Error as error:
        _log.warning("the database could not be read (%s)", error)
        raise RefusedError("database_unreadable") from error


def table(groups: Sequence[QuestionGroup], *, most: int = LARGEST) -> tuple[bytes, int]:
    """Return a CSV table of at most `most` bytes with a row for each question, and the number of its rows."""
    written = io.BytesIO()
    written.write(_BYTE_ORDER_MARK.encode() + _line(COLUMNS))
    rows = 0
    for row in _rows(groups):
        line = _line(row)
        if written.tell() + len(line) > most:
            break
        written.write(line)
        rows += 1
    return written.getvalue(), rows


def _rows(groups: Iterable[QuestionGroup]) -> Iterator[Sequence[str]]:
    for number, group in enumerate(groups, 1):
        for question in group.questions:
            yield (str(number), str(group.times), *_question(question))


def _question(question: Unanswered) -> tuple[str, ...]:
    return (
        question.text,
        question.at.isoformat(timespec="seconds"),
        question.outcome,
        question.fact or "",
        "" if question.confidence is None else f"{question.confidence:.4f}",
        "" if question.guild is None else str(question.guild),
    )


def _line(cells: Iterable[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL).writerow(map(_cell, cells))
    return text.getvalue().encode()


def _cell(text: str) -> str:
    """Return the text; an apostrophe before what a spreadsheet would take for a formula marks it as text.

    The file separates cells by commas, but some spreadsheets split it at semicolons, whatever the quotation marks.
    """
    shown = _FORMULA.sub("'", clean(text))
    return f"'{shown}" if text.startswith(("\t", "\r", "\n")) and not shown.startswith("'") else shown
