"""What was asked and not answered, and what was voted against: for the admins whom the config names."""

from __future__ import annotations

import asyncio
import io
import logging
import sqlite3
from collections.abc import Coroutine
from typing import Any, Final, TypeVar

import discord

from bot import ui
from bot.client import BriefingBot
from bot.cogs.reload import demand_admin
from bot.core.matching.clustering import Gap, find_gaps, reader_of
from bot.errors import RefusedError
from bot.gap_table import table
from bot.i18n import Texts, texts_for
from bot.sending import hold, turn
from bot.ui import custom_ids

Interaction = discord.Interaction[BriefingBot]

T = TypeVar("T")

_log = logging.getLogger(__name__)

MOST: Final = 5_000
"""Questions that are looked at, the latest; they are grouped within a second or two, off the event loop."""


async def show_gaps(interaction: Interaction, *, export: bool = False) -> None:
    """Show the first page of the questions that got no answer, or give all as a table.

    Raises RefusedError to whom the config does not name.
    """
    words = _admitted(interaction)
    if export:
        await _export(interaction, words)
    else:
        await _show(interaction, custom_ids.GapsPage(), words)


async def press_gaps(
    interaction: Interaction, action: custom_ids.GapsPage | custom_ids.GapsExport | custom_ids.VotedPage
) -> None:
    """Answer a button of these pages. Raises RefusedError as `show_gaps` does: the config may have changed."""
    words = _admitted(interaction)
    match action:
        case custom_ids.GapsExport():
            await _export(interaction, words)
        case _:
            await _show(interaction, action, words)


async def _show(interaction: Interaction, action: custom_ids.GapsPage | custom_ids.VotedPage, words: Texts) -> None:
    bot = interaction.client
    match action:
        case custom_ids.GapsPage(page=page):
            layout = ui.gaps(await _gaps(interaction, words), words, page, most=MOST)
        case custom_ids.VotedPage(page=page):
            tallies = await _read(bot.store.votes.tally(), words)
            layout = ui.voted(tallies, bot.base.knowledge, words, page)
    await turn(interaction, layout)


async def _export(interaction: Interaction, words: Texts) -> None:
    await hold(interaction)
    found = await _gaps(interaction, words)
    content, rows = await asyncio.to_thread(table, found)
    whole = rows == sum(gap.times for gap in found) < MOST
    sentence = words.exported if whole else words.exported_part
    name = f"not-answered-{interaction.client.clock().date().isoformat()}.csv"
    await interaction.edit_original_response(
        content=sentence.format(questions=words.count(rows, words.question)),
        attachments=[discord.File(io.BytesIO(content), filename=name)],
    )


async def _gaps(interaction: Interaction, words: Texts) -> tuple[Gap, ...]:
    bot = interaction.client
    asked = await _read(bot.store.questions.unanswered(guild=None, limit=MOST), words)
    questions = [question.as_unanswered() for question in asked]
    return await asyncio.to_thread(find_gaps, questions, reader_of(bot.base.matcher))


async def _read(query: Coroutine[Any, Any, T], words: Texts) -> T:
    """What the store gives. Raises RefusedError where it fails: the log has the reason."""
    try:
        return await query
    except sqlite3.Error as error:
        _log.warning("what was asked could not be read: the store failed (%s)", error)
        raise RefusedError(words.store_fails) from error


def _admitted(interaction: Interaction) -> Texts:
    """The words for an admin. Raises RefusedError to others, and where there is nothing that could be shown."""
    words = demand_admin(interaction, texts_for(str(interaction.locale)).admins_only)
    if not interaction.client.config.questions.keep_days:
        raise RefusedError(words.gaps_off)
    return words
