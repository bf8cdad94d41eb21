"""/timeline: the facts that have a day, with a picture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.client import BriefingBot
from bot.cogs.briefing_input import echo
from bot.cogs.choices import offer
from bot.cogs.reach import everywhere
from bot.core.knowledge.model import Knowledge
from bot.core.knowledge.timeline import Day, Span, days, rows
from bot.core.text.dates import Period, Unread, read_period
from bot.core.text.normalise import fold
from bot.errors import RefusedError
from bot.i18n import ENGLISH, Texts, texts_for
from bot.sending import Attached, turn
from bot.ui.custom_ids import TimelinePage
from bot.ui.fitting import CHOICES, choice

Interaction = discord.Interaction[BriefingBot]

TIMELINE: Final = ENGLISH.commands["timeline"]

MONTH_FIRST: Final = frozenset({"en-US"})
"""Discord's locales in which people write 10/15/2025."""


class TimelineCog(commands.Cog, name="timeline"):
    """The command and its completion; its pages are buttons."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot

    @app_commands.command(name=TIMELINE.name, description=TIMELINE.description)
    @app_commands.rename(first=TIMELINE.options["first"].name, last=TIMELINE.options["last"].name)
    @app_commands.describe(**{name: option.description for name, option in TIMELINE.options.items()})
    @everywhere
    async def timeline(self, interaction: Interaction, first: str | None = None, last: str | None = None) -> None:
        """Show the facts of a time, or of all times."""
        await show_timeline(interaction, read_range(interaction, first, last))

    @timeline.autocomplete("first")
    async def propose_first(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Complete the first day."""
        return _offered(interaction, current, last=False)

    @timeline.autocomplete("last")
    async def propose_last(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Complete the last day."""
        return _offered(interaction, current, last=True)


def read_range(interaction: Interaction, first: str | None, last: str | None) -> TimelinePage:
    """The first page of what was typed. Raises RefusedError that says what was expected."""
    words, dated = texts_for(str(interaction.locale)), dates_of(interaction.client.base.knowledge)
    month_first = str(interaction.locale) in MONTH_FIRST
    begin = _read(first, dated, words, month_first=month_first)
    end = _read(last, dated, words, month_first=month_first)
    page = TimelinePage(first=begin.first if begin else None, last=end.last if end else None)
    if page.first and page.last and page.first > page.last:
        told = words.range_reversed.format(first=words.date(page.first), last=words.date(page.last))
        raise RefusedError(told)
    return page


def _read(typed: str | None, dated: Sequence[dt.date], words: Texts, *, month_first: bool) -> Period | None:
    if typed is None or not typed.strip():
        return None
    if not dated:
        raise RefusedError(words.timeline_no_dates)
    match read_period(typed, dated, month_first=month_first):
        case Period() as period:
            return period
        case Unread():
            raise RefusedError(words.no_date(echo(typed), dated[-1]))


async def show_timeline(interaction: Interaction, page: TimelinePage) -> None:
    """Show a page, in place of the one whose button was pressed. Raises RefusedError where it holds no fact."""
    knowledge, words = interaction.client.base.knowledge, texts_for(str(interaction.locale))
    found = days(knowledge, Span(first=page.first, last=page.last))
    if not found:
        raise RefusedError(_nothing(dates_of(knowledge), words))
    picture = await _picture(interaction, found, page, words) if ui.has_picture(page) else None
    layout = ui.timeline(
        found,
        page,
        words,
        undated=sum(fact.when is None for fact in knowledge.facts.values()),
        picture=picture.description if picture else None,
    )
    await turn(interaction, layout, files=[picture] if picture else [])


async def _picture(interaction: Interaction, found: Sequence[Day], page: TimelinePage, words: Texts) -> Attached | None:
    """The picture; none where it cannot be drawn, as the facts are told all the same."""
    try:
        return await interaction.client.pictures.timeline(found, words, dark=page.dark)
    except Exception as error:  # noqa: BLE001 - whatever a library for pictures may raise
        interaction.client.failures.log("the picture of /timeline", error)
        return None


def _nothing(dated: Sequence[dt.date], words: Texts) -> str:
    if not dated:
        return words.timeline_no_dates
    return words.timeline_none.format(first=words.date(dated[0]), last=words.date(dated[-1]))


def dates_of(knowledge: Knowledge) -> list[dt.date]:
    """The days of a base that have facts, earliest first."""
    return [day.date for day in days(knowledge)]


def date_choices(
    typed: str, knowledge: Knowledge, words: Texts, *, month_first: bool, last: bool
) -> list[app_commands.Choice[str]]:
    """Days with facts, or months or years where there are too many, that fit what is typed.

    The value of each is its first day, or its `last`.
    """
    found = days(knowledge)
    wanted = fold(typed)
    if wanted:
        meant = read_period(typed, [day.date for day in found], month_first=month_first)
        found = tuple(day for day in found if _fits(day, wanted, meant, words))
    return [
        app_commands.Choice(
            name=choice(f"{ui.period(row, words)} · {words.count(len(row.facts), words.fact)}"),
            value=(row.last if last else row.first).isoformat(),
        )
        for row in rows(found, CHOICES)
    ]


def _fits(day: Day, wanted: str, meant: Period | Unread, words: Texts) -> bool:
    if isinstance(meant, Period) and meant.first <= day.date <= meant.last:
        return True
    return day.date.isoformat().startswith(wanted) or wanted in fold(words.date(day.date))


def _offered(interaction: Interaction, typed: str, *, last: bool) -> list[app_commands.Choice[str]]:
    words, month_first = texts_for(str(interaction.locale)), str(interaction.locale) in MONTH_FIRST
    return offer(
        lambda text, base: date_choices(text, base.knowledge, words, month_first=month_first, last=last),
        typed,
        bot=interaction.client,
        command="/timeline",
    )
