"""/admin: the state of the bot, for the admins that the config names."""

from __future__ import annotations

import asyncio
import csv
import io
import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot import __version__, ui
from bot.app.client import BriefingBot
from bot.app.command_sync import sync_commands
from bot.app.context import Interaction, words_of
from bot.app.memory import resident
from bot.app.reload import Reloading, RevisionNotKept
from bot.app.responses import defer, send, set_base, update
from bot.cogs.access import command, refused_if_store_fails, without_base
from bot.cogs.admins import demand_admin, own_bases
from bot.cogs.autocomplete import base_choices
from bot.cogs.reload import dry_run_layout, with_progress
from bot.core.factbase.base import Base
from bot.core.matching.clustering import QuestionGroup, Unanswered, group_questions, question_reader
from bot.errors import RefusedError, StoreError
from bot.i18n import ENGLISH
from bot.storage import DamagedRevision, LoadRecord
from bot.ui import custom_ids
from bot.ui.admin import BasesStatus, ProcessStatus, Status, broken_base, history, load_choice, status
from bot.ui.markdown import clean
from bot.ui.processes import SharedBot

_log = logging.getLogger(__name__)

ADMIN: Final = ENGLISH.commands["admin"]

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
    """The commands of the servers of admins. `reloadings` are those of all bases, by name."""

    def __init__(self, bot: BriefingBot, reloadings: Mapping[str, Reloading]) -> None:
        self._bot = bot
        self._reloadings = reloadings
        if len(reloadings) == 1:
            without_base(self.walk_app_commands())

    @command("admin status")
    async def status(self, interaction: Interaction, base: str | None = None) -> None:
        """Show the base in use, the files on disk, and the state of the bot's parts."""
        name, words = demand_admin(interaction, base, refusal=RefusedError("admins_only")), words_of(interaction)
        await defer(interaction)
        await self._bot.bases.load(name)
        bases = self._bases(own_bases(interaction), name)
        if self._bot.bases.in_use(name):
            await send(interaction, status(await self._status(name, bases), words))
        else:
            await send(interaction, broken_base(bases, self._bot.bases.problems(name), words))

    @command("admin history")
    async def history(self, interaction: Interaction, base: str | None = None) -> None:
        """Show who loaded what and when."""
        name = demand_admin(interaction, base, refusal=RefusedError("admins_only"))
        served = await self._bot.bases.loaded(name)
        with refused_if_store_fails():
            loads = await self._bot.store.revisions.history(base=name)
        await send(interaction, history(loads, served.knowledge.revision, words_of(interaction)))

    @command("admin rollback")
    async def rollback(self, interaction: Interaction, revision: str, base: str | None = None) -> None:
        """Show what going back to an earlier revision would change."""
        name = demand_admin(interaction, base)
        reloading = self._reloadings[name]
        async with reloading.alone():
            await defer(interaction)
            _log.info("rollback of base %s asked for by user %d", name, interaction.user.id)
            await self._bot.bases.loaded(name)
            work = reloading.try_revision(interaction.id, revision.strip())
            with refused_if_store_fails():
                found = await with_progress(interaction, reloading, work)
        if isinstance(found, RevisionNotKept):
            raise RefusedError("no_such_revision")
        if isinstance(found, DamagedRevision):
            raise RefusedError("revision_damaged")
        await send(interaction, dry_run_layout(found, interaction, name))

    @rollback.autocomplete("revision")
    async def suggest_revisions(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Offer the revisions that were loaded, newest first, to admins only."""
        try:
            name = demand_admin(interaction, getattr(interaction.namespace, "base", None))
            loads = await self._bot.store.revisions.history(base=name)
        except RefusedError:
            return []
        except StoreError as error:
            _log.warning("the history could not be read from the database (%s)", error)
            return []
        newest = {load.revision: load for load in reversed(loads)}
        ordered = sorted(newest.values(), key=lambda load: load.at, reverse=True)
        named = [(load_choice(load, words_of(interaction)), load.revision) for load in ordered]
        wanted = current.strip().casefold()
        found = [(name, value) for name, value in named if wanted in name.casefold() or value.startswith(wanted)]
        return [app_commands.Choice(name=ui.choice(name), value=value) for name, value in found[: ui.CHOICES]]

    @command("admin gaps")
    async def unanswered(
        self,
        interaction: Interaction,
        export: bool = False,  # noqa: FBT001, FBT002 - an option
        base: str | None = None,
    ) -> None:
        """Show the first page of the unanswered questions, or send all as a table."""
        action = custom_ids.UnansweredExport() if export else custom_ids.UnansweredPage()
        await press_unanswered(interaction, action, base)

    @status.autocomplete("base")
    @history.autocomplete("base")
    @rollback.autocomplete("base")
    @unanswered.autocomplete("base")
    async def suggest_bases(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Offer the bases of the admin."""
        return base_choices(current, own_bases(interaction))

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Register the commands of a server of admins again: Discord dropped them when the bot left."""
        if guild.id in self._bot.config.admin_servers:
            bot = self._bot
            await sync_commands(bot.tree, bot.store, application=bot.application_id or 0, guilds=(guild.id,))

    def _process(self) -> ProcessStatus:
        bot = self._bot
        return ProcessStatus(
            version=__version__,
            since=bot.started,
            memory=resident(),
            servers=len(bot.guilds),
            shards=len(bot.own_shards),
        )

    def _bases(self, own: Sequence[str], name: str) -> BasesStatus:
        bases = self._bot.bases
        return BasesStatus(
            name=name,
            own=tuple(own),
            in_use=frozenset(filter(bases.in_use, own)),
            broken=frozenset(each for each in own if bases.has_failed(each)),
        )

    async def _status(self, name: str, bases: BasesStatus) -> Status:
        store, base = self._bot.store, self._bot.bases.get(name)
        broken, last, beat, edits, shared = "", None, None, None, None
        try:
            edits = await store.posted.progress()
            last, beat = await store.revisions.last(base=name), await store.heartbeat.last()
            shared = await self._shared(name, last) if store.is_shared else None
        except StoreError as error:
            broken = str(error)
        return Status(
            bases=bases,
            knowledge=base.knowledge,
            calibration=base.calibration,
            disk=await self._reloadings[name].disk_state(),
            load=last if last and last.revision == base.knowledge.revision else None,
            heartbeat=beat,
            broken=broken,
            latency=self._bot.latency,
            process=self._process(),
            edits=edits,
            shared=shared,
        )

    async def _shared(self, name: str, last: LoadRecord | None) -> SharedBot:
        return SharedBot(
            processes=await self._bot.store.processes.all(),
            base=name,
            newest=last.revision if last else None,
            now=self._bot.clock(),
        )


async def press_unanswered(interaction: Interaction, action: custom_ids.OfUnanswered, named: str | None) -> None:
    """Show a page of a base's unanswered questions or of its votes, or send all unanswered questions as a table.

    Raises RefusedError as `demand_admin` does, if the base cannot be loaded and if no questions are kept.
    """
    name = demand_admin(interaction, named, refusal=RefusedError("admins_only"))
    bot, words = interaction.client, words_of(interaction)
    set_base(interaction, name)
    if not bot.config.questions.keep_days:
        raise RefusedError("unanswered_off")
    match action:
        case custom_ids.UnansweredExport():
            await _export(interaction, await bot.bases.loaded(name))
        case custom_ids.UnansweredPage(page=page):
            await update(
                interaction,
                ui.unanswered(await _groups(interaction, await bot.bases.loaded(name)), words, page, most=MOST),
            )
        case custom_ids.VotedPage(page=page):
            with refused_if_store_fails():
                tallies = await bot.store.votes.counts(base=name)
            await update(interaction, ui.voted(tallies, (await bot.bases.loaded(name)).knowledge, words, page))


async def _export(interaction: Interaction, base: Base) -> None:
    await defer(interaction)
    words = words_of(interaction)
    groups = await _groups(interaction, base)
    content, rows = await asyncio.to_thread(table, groups)
    whole = rows == sum(group.times for group in groups) < MOST
    sentence = words.exported if whole else words.exported_part
    name = f"not-answered-{interaction.client.clock().date().isoformat()}.csv"
    await interaction.edit_original_response(
        content=sentence.format(questions=words.count(rows, words.question)),
        attachments=[discord.File(io.BytesIO(content), filename=name)],
    )


async def _groups(interaction: Interaction, base: Base) -> tuple[QuestionGroup, ...]:
    await interaction.client.question_log.write()
    with refused_if_store_fails():
        asked = await interaction.client.store.questions.unanswered(limit=MOST, base=base.name)
    return await asyncio.to_thread(group_questions, asked, question_reader(base.ranker))


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
