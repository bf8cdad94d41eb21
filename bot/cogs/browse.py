"""/timeline: the facts that have a day, with a picture."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.app.client import BriefingBot
from bot.app.responses import Attached, send, turn
from bot.cogs.access import everywhere
from bot.cogs.autocomplete import fact_choices, offer
from bot.cogs.briefing import echo
from bot.core.factbase.base import Base
from bot.core.knowledge.disputes import dispute_of, disputes
from bot.core.knowledge.entities import Appearance, NotASpeaker, Speaker, SpeakerFound, Speakers, SpeakerUnclear
from bot.core.knowledge.model import Knowledge
from bot.core.knowledge.timeline import Day, days, rows
from bot.core.matching.decision import shown
from bot.core.text.dates import DateRange, NotADate, read_date_range
from bot.core.text.normalise import fold
from bot.errors import RefusedError
from bot.i18n import ENGLISH, Texts, texts_for
from bot.ui import custom_ids
from bot.ui.custom_ids import Compare, DisputesPage, TimelinePage, WhoPage
from bot.ui.fitting import CHOICES, choice

FACT: Final = ENGLISH.commands["fact"]


class FactCog(commands.Cog, name="fact"):
    """The command and its completion."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot

    @app_commands.command(name=FACT.name, description=FACT.description)
    @app_commands.rename(fact_id=FACT.options["fact_id"].name)
    @app_commands.describe(fact_id=FACT.options["fact_id"].description)
    @everywhere
    async def fact(self, interaction: discord.Interaction[BriefingBot], fact_id: str) -> None:
        """Show a fact."""
        knowledge, words = self._bot.base.knowledge, texts_for(str(interaction.locale))
        found = knowledge.facts.get(fact_id.strip())
        if found is None:
            raise RefusedError(words.no_such_fact)
        await send(interaction, ui.fact(found, knowledge, words))

    @fact.autocomplete("fact_id")
    async def propose(
        self, _interaction: discord.Interaction[BriefingBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """Complete an id."""
        return offer(fact_choices, current, bot=self._bot, command="/fact")


TOPICS: Final = ENGLISH.commands["topics"]


class TopicsCog(commands.Cog, name="topics"):
    """The command; its menu and pages are buttons."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot

    @app_commands.command(name=TOPICS.name, description=TOPICS.description)
    @everywhere
    async def topics(self, interaction: discord.Interaction[BriefingBot]) -> None:
        """Show the topics."""
        await send(interaction, ui.topics(self._bot.base.knowledge, texts_for(str(interaction.locale))))


SOURCES: Final = ENGLISH.commands["sources"]


class SourcesCog(commands.Cog, name="sources"):
    """The command; its pages are buttons."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot

    @app_commands.command(name=SOURCES.name, description=SOURCES.description)
    @everywhere
    async def sources(self, interaction: discord.Interaction[BriefingBot]) -> None:
        """Show the sources."""
        await send(interaction, ui.sources(self._bot.base.knowledge, texts_for(str(interaction.locale))))


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


def _read(typed: str | None, dated: Sequence[dt.date], words: Texts, *, month_first: bool) -> DateRange | None:
    if typed is None or not typed.strip():
        return None
    if not dated:
        raise RefusedError(words.timeline_no_dates)
    match read_date_range(typed, dated, month_first=month_first):
        case DateRange() as period:
            return period
        case NotADate():
            raise RefusedError(words.no_date(echo(typed), dated[-1]))


async def show_timeline(interaction: Interaction, page: TimelinePage) -> None:
    """Show a page, in place of the one whose button was pressed. Raises RefusedError where it holds no fact."""
    knowledge, words = interaction.client.base.knowledge, texts_for(str(interaction.locale))
    found = days(knowledge, DateRange(first=page.first, last=page.last))
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
        meant = read_date_range(typed, [day.date for day in found], month_first=month_first)
        found = tuple(day for day in found if _fits(day, wanted, meant, words))
    return [
        app_commands.Choice(
            name=choice(f"{ui.period(row, words)} · {words.count(len(row.facts), words.fact)}"),
            value=(row.last if last else row.first).isoformat(),
        )
        for row in rows(found, CHOICES)
    ]


def _fits(day: Day, wanted: str, meant: DateRange | NotADate, words: Texts) -> bool:
    if isinstance(meant, DateRange) and day.date in meant:
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


WHO: Final = ENGLISH.commands["who"]


class WhoCog(commands.Cog, name="who"):
    """The command and its completion; its pages are buttons."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot

    @app_commands.command(name=WHO.name, description=WHO.description)
    @app_commands.describe(name=WHO.options["name"].description)
    @everywhere
    async def who(self, interaction: Interaction, name: str) -> None:
        """Show the facts of a person or a body."""
        knowledge, words = self._bot.base.knowledge, texts_for(str(interaction.locale))
        match await asyncio.to_thread(_found, name, knowledge):
            case (speaker, appearances):
                await send(interaction, ui.who(speaker, appearances, words))
            case NotASpeaker(name=other):
                raise RefusedError(words.who_other.format(name=other))
            case SpeakerUnclear(near=()):
                raise RefusedError(words.who_unknown.format(typed=echo(name)))
            case SpeakerUnclear(near=near):
                await send(interaction, ui.who_near(name, near, words))

    @who.autocomplete("name")
    async def propose(
        self, _interaction: discord.Interaction[BriefingBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """Complete a name."""
        return await asyncio.to_thread(offer, name_choices, current, bot=self._bot, command="/who")


async def turn_who(interaction: Interaction, page: WhoPage) -> None:
    """Show a page in place of the one whose button was pressed. Raises RefusedError where the name is gone."""
    knowledge, words = interaction.client.base.knowledge, texts_for(str(interaction.locale))
    found = await asyncio.to_thread(_of_key, page.entity, knowledge)
    if found is None:
        raise RefusedError(words.party_gone)
    await turn(interaction, ui.who(*found, words, page.page))


def name_choices(typed: str, base: Base) -> list[app_commands.Choice[str]]:
    """Names that what is typed may become."""
    speakers = Speakers(base.knowledge).suggest(typed, limit=CHOICES)
    return [app_commands.Choice(name=choice(speaker.name), value=choice(speaker.name)) for speaker in speakers]


Told = tuple[Speaker, tuple[Appearance, ...]]


def _found(typed: str, knowledge: Knowledge) -> Told | NotASpeaker | SpeakerUnclear:
    speakers = Speakers(knowledge)
    match speakers.find(typed):
        case SpeakerFound(speaker=speaker):
            return speaker, speakers.appearances(speaker)
        case other:
            return other


def _of_key(key: str, knowledge: Knowledge) -> Told | None:
    speakers = Speakers(knowledge)
    speaker = speakers.by_key(key)
    return None if speaker is None else (speaker, speakers.appearances(speaker))


COMPARE: Final = ENGLISH.commands["compare"]


class CompareCog(commands.Cog, name="compare"):
    """The command and its completion; its pages and its menu are buttons."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot

    @app_commands.command(name=COMPARE.name, description=COMPARE.description)
    @app_commands.describe(claim=COMPARE.options["claim"].description)
    @everywhere
    async def compare(self, interaction: Interaction, claim: str | None = None) -> None:
        """Show a claim beside what disputes it, or all disputed claims."""
        await send(interaction, compared(claim or "", self._bot.base, texts_for(str(interaction.locale))))

    @compare.autocomplete("claim")
    async def propose(
        self, _interaction: discord.Interaction[BriefingBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """Complete a claim."""
        return offer(claim_choices, current, bot=self._bot, command="/compare")


def compared(typed: str, base: Base, words: Texts) -> discord.ui.LayoutView:
    """The dispute of a fact by its id or by words that ask for it; all disputes where there is none."""
    found, wanted = disputes(base.knowledge), typed.strip()
    if not wanted or not found:
        return ui.disputed(found, words)
    if wanted in base.knowledge.facts:
        meant = [base.knowledge.facts[wanted]]
    else:
        meant = [match.fact for match in shown(base.decide(wanted))]
    dispute = dispute_of([fact.id for fact in meant], base.knowledge)
    if dispute is not None:
        return ui.comparison(dispute, base.knowledge, words)
    if meant:
        return ui.disputed(found, words, note=words.compare_undisputed.format(statement=meant[0].statement))
    return ui.disputed(found, words, note=words.compare_unmatched.format(typed=echo(wanted)))


async def choose_dispute(interaction: Interaction, claim: str) -> None:
    """Show the claim that was chosen in the menu. Raises RefusedError where it is gone."""
    knowledge, words = interaction.client.base.knowledge, texts_for(str(interaction.locale))
    await turn(interaction, _comparison(claim, 0, knowledge, words))


async def turn_disputes(interaction: Interaction, action: DisputesPage | Compare) -> None:
    """Show what a button asks for in its place. Raises RefusedError where the dispute is gone."""
    knowledge, words = interaction.client.base.knowledge, texts_for(str(interaction.locale))
    match action:
        case DisputesPage(page=page):
            layout = ui.disputed(disputes(knowledge), words, page)
        case Compare(fact=claim, page=page):
            layout = _comparison(claim, page, knowledge, words)
    await turn(interaction, layout)


def _comparison(claim: str, page: int, knowledge: Knowledge, words: Texts) -> discord.ui.LayoutView:
    dispute = dispute_of([claim], knowledge)
    if dispute is None:
        raise RefusedError(words.dispute_gone)
    return ui.comparison(dispute, knowledge, words, page)


def claim_choices(typed: str, base: Base) -> list[app_commands.Choice[str]]:
    """Disputed claims whose words or whose attribution hold what is typed, then those that are like it."""
    wanted = fold(typed)
    claims = {dispute.claim.id: dispute.claim for dispute in disputes(base.knowledge)}
    holding = [fact.id for fact in claims.values() if wanted in fold(f"{fact.id} {fact.statement} {fact.attribution}")]
    alike = [offered.fact for offered in base.complete(typed, limit=CHOICES) if offered.fact in claims]
    ids = list(dict.fromkeys([*holding, *alike]))[:CHOICES]
    return [app_commands.Choice(name=choice(claims[each].statement), value=each) for each in ids]


async def press_browsing(interaction: Interaction, action: custom_ids.Browsing) -> None:
    """Show a page in the place of the one whose button was pressed. Raises RefusedError where its subject is gone."""
    match action:
        case custom_ids.TimelinePage():
            await show_timeline(interaction, action)
        case custom_ids.WhoPage():
            await turn_who(interaction, action)
        case custom_ids.DisputesPage() | custom_ids.Compare():
            await turn_disputes(interaction, action)
        case custom_ids.DisputeSelect():
            await choose_dispute(interaction, chosen(interaction))
        case _:
            await turn(interaction, _listing(interaction, action))


def _listing(
    interaction: Interaction,
    action: custom_ids.TopicSelect | custom_ids.TopicPage | custom_ids.SourcesPage | custom_ids.TopicsPage,
) -> discord.ui.LayoutView:
    knowledge, words = interaction.client.base.knowledge, texts_for(str(interaction.locale))
    match action:
        case custom_ids.TopicSelect():
            return _topic(chosen(interaction), 0, knowledge, words)
        case custom_ids.TopicPage(topic=topic, page=page):
            return _topic(topic, page, knowledge, words)
        case custom_ids.SourcesPage(page=page):
            return ui.sources(knowledge, words, page)
        case custom_ids.TopicsPage(page=page):
            return ui.topics(knowledge, words, page)


def chosen(interaction: Interaction) -> str:
    """What was chosen in a menu; empty where nothing was."""
    told: dict[str, Any] = dict(interaction.data or {})
    return next(iter(told.get("values", ())), "")


def _topic(topic_id: str, page: int, knowledge: Knowledge, words: Texts) -> discord.ui.LayoutView:
    if topic_id not in knowledge.topics:
        raise RefusedError(words.topic_gone)
    return ui.topic(knowledge, topic_id, words, page)
