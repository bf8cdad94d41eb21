"""/timeline: the facts that have a day, with a picture."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.app.client import BriefingBot
from bot.app.context import Interaction, RequestContext
from bot.app.responses import AttachedFile, send, update
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
from bot.errors import MonthOf, RefusedError
from bot.i18n import ENGLISH, Texts
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
    async def fact(self, interaction: Interaction, fact_id: str) -> None:
        """Show a fact."""
        ctx = RequestContext.of(interaction)
        found = ctx.knowledge.facts.get(fact_id.strip())
        if found is None:
            raise RefusedError("no_such_fact")
        await send(interaction, ui.fact(found, ctx.knowledge, ctx.words))

    @fact.autocomplete("fact_id")
    async def propose(self, _interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Complete an id."""
        return offer(fact_choices, current, bot=self._bot, command="/fact")


TOPICS: Final = ENGLISH.commands["topics"]


class TopicsCog(commands.Cog, name="topics"):
    """The command; its menu and pages are buttons."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot

    @app_commands.command(name=TOPICS.name, description=TOPICS.description)
    @everywhere
    async def topics(self, interaction: Interaction) -> None:
        """Show the topics."""
        ctx = RequestContext.of(interaction)
        await send(interaction, ui.topics(ctx.knowledge, ctx.words))


SOURCES: Final = ENGLISH.commands["sources"]


class SourcesCog(commands.Cog, name="sources"):
    """The command; its pages are buttons."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot

    @app_commands.command(name=SOURCES.name, description=SOURCES.description)
    @everywhere
    async def sources(self, interaction: Interaction) -> None:
        """Show the sources."""
        ctx = RequestContext.of(interaction)
        await send(interaction, ui.sources(ctx.knowledge, ctx.words))


TIMELINE: Final = ENGLISH.commands["timeline"]


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
        ctx = RequestContext.of(interaction)
        await show_timeline(ctx, read_range(ctx, first, last))

    @timeline.autocomplete("first")
    async def propose_first(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Complete the first day."""
        return _offered(interaction, current, last=False)

    @timeline.autocomplete("last")
    async def propose_last(self, interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Complete the last day."""
        return _offered(interaction, current, last=True)


def read_range(ctx: RequestContext, first: str | None, last: str | None) -> TimelinePage:
    """The first page of what was typed. Raises RefusedError that says what was expected."""
    dated = dates_of(ctx.knowledge)
    begin = _read(first, dated, month_first=ctx.month_first)
    end = _read(last, dated, month_first=ctx.month_first)
    page = TimelinePage(first=begin.first if begin else None, last=end.last if end else None)
    if page.first and page.last and page.first > page.last:
        raise RefusedError("range_reversed", first=page.first, last=page.last)
    return page


def _read(typed: str | None, dated: Sequence[dt.date], *, month_first: bool) -> DateRange | None:
    if typed is None or not typed.strip():
        return None
    if not dated:
        raise RefusedError("timeline_no_dates")
    match read_date_range(typed, dated, month_first=month_first):
        case DateRange() as period:
            return period
        case NotADate():
            example = dated[-1]
            raise RefusedError(
                "date_invalid",
                typed=echo(typed),
                day=example,
                iso=example.isoformat(),
                month=MonthOf(day=example),
                year=example.year,
            )


async def show_timeline(ctx: RequestContext, page: TimelinePage) -> None:
    """Show a page, in place of the one whose button was pressed. Raises RefusedError where it holds no fact."""
    found = days(ctx.knowledge, DateRange(first=page.first, last=page.last))
    if not found:
        raise _no_facts(dates_of(ctx.knowledge))
    picture = await _picture(ctx, found, page) if ui.has_picture(page) else None
    layout = ui.timeline(
        found,
        page,
        ctx.words,
        undated=sum(fact.when is None for fact in ctx.knowledge.facts.values()),
        picture=picture.description if picture else None,
    )
    await update(ctx.interaction, layout, files=[picture] if picture else [])


async def _picture(ctx: RequestContext, found: Sequence[Day], page: TimelinePage) -> AttachedFile | None:
    """The picture; none where it cannot be drawn, as the facts are told all the same."""
    try:
        return await ctx.bot.images.timeline(found, ctx.words, dark=page.dark)
    except Exception as error:  # noqa: BLE001 - whatever a library for pictures may raise
        ctx.bot.error_handler.log("the picture of /timeline", error)
        return None


def _no_facts(dated: Sequence[dt.date]) -> RefusedError:
    if not dated:
        return RefusedError("timeline_no_dates")
    return RefusedError("timeline_none", first=dated[0], last=dated[-1])


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
    ctx = RequestContext.of(interaction)
    return offer(
        lambda text, base: date_choices(text, base.knowledge, ctx.words, month_first=ctx.month_first, last=last),
        typed,
        bot=ctx.bot,
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
        ctx = RequestContext.of(interaction)
        match await asyncio.to_thread(_found, name, ctx.knowledge):
            case (speaker, appearances):
                await send(interaction, ui.who(speaker, appearances, ctx.words))
            case NotASpeaker(name=other):
                raise RefusedError("who_other", name=other)
            case SpeakerUnclear(near=()):
                raise RefusedError("who_unknown", typed=echo(name))
            case SpeakerUnclear(near=near):
                await send(interaction, ui.who_near(name, near, ctx.words))

    @who.autocomplete("name")
    async def propose(self, _interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Complete a name."""
        return await asyncio.to_thread(offer, name_choices, current, bot=self._bot, command="/who")


async def turn_who(ctx: RequestContext, page: WhoPage) -> None:
    """Show a page in place of the one whose button was pressed. Raises RefusedError where the name is gone."""
    found = await asyncio.to_thread(_of_key, page.entity, ctx.knowledge)
    if found is None:
        raise RefusedError("entity_gone")
    await update(ctx.interaction, ui.who(*found, ctx.words, page.page))


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
        await send(interaction, compared(claim or "", RequestContext.of(interaction)))

    @compare.autocomplete("claim")
    async def propose(self, _interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
        """Complete a claim."""
        return offer(claim_choices, current, bot=self._bot, command="/compare")


def compared(typed: str, ctx: RequestContext) -> discord.ui.LayoutView:
    """The dispute of a fact by its id or by words that ask for it; all disputes where there is none."""
    knowledge, words = ctx.knowledge, ctx.words
    found, wanted = disputes(knowledge), typed.strip()
    if not wanted or not found:
        return ui.disputed(found, words)
    if wanted in knowledge.facts:
        meant = [knowledge.facts[wanted]]
    else:
        meant = [match.fact for match in shown(ctx.base.decide(wanted))]
    dispute = dispute_of([fact.id for fact in meant], knowledge)
    if dispute is not None:
        return ui.comparison(dispute, knowledge, words)
    if meant:
        return ui.disputed(found, words, note=words.compare_undisputed.format(statement=meant[0].statement))
    return ui.disputed(found, words, note=words.compare_unmatched.format(typed=echo(wanted)))


async def choose_dispute(ctx: RequestContext) -> None:
    """Show the claim that was chosen in the menu. Raises RefusedError where it is gone."""
    await update(ctx.interaction, _comparison(ctx.chosen, 0, ctx))


async def turn_disputes(ctx: RequestContext, action: DisputesPage | Compare) -> None:
    """Show what a button asks for in its place. Raises RefusedError where the dispute is gone."""
    match action:
        case DisputesPage(page=page):
            layout = ui.disputed(disputes(ctx.knowledge), ctx.words, page)
        case Compare(fact=claim, page=page):
            layout = _comparison(claim, page, ctx)
    await update(ctx.interaction, layout)


def _comparison(claim: str, page: int, ctx: RequestContext) -> discord.ui.LayoutView:
    dispute = dispute_of([claim], ctx.knowledge)
    if dispute is None:
        raise RefusedError("dispute_gone")
    return ui.comparison(dispute, ctx.knowledge, ctx.words, page)


def claim_choices(typed: str, base: Base) -> list[app_commands.Choice[str]]:
    """Disputed claims whose words or whose attribution hold what is typed, then those that are like it."""
    wanted = fold(typed)
    claims = {dispute.claim.id: dispute.claim for dispute in disputes(base.knowledge)}
    holding = [fact.id for fact in claims.values() if wanted in fold(f"{fact.id} {fact.statement} {fact.attribution}")]
    alike = [offered.fact for offered in base.complete(typed, limit=CHOICES) if offered.fact in claims]
    ids = list(dict.fromkeys([*holding, *alike]))[:CHOICES]
    return [app_commands.Choice(name=choice(claims[each].statement), value=each) for each in ids]


async def press_browsing(ctx: RequestContext, action: custom_ids.Browsing) -> None:
    """Show a page in the place of the one whose button was pressed. Raises RefusedError where its subject is gone."""
    match action:
        case custom_ids.TimelinePage():
            await show_timeline(ctx, action)
        case custom_ids.WhoPage():
            await turn_who(ctx, action)
        case custom_ids.DisputesPage() | custom_ids.Compare():
            await turn_disputes(ctx, action)
        case custom_ids.DisputeSelect():
            await choose_dispute(ctx)
        case _:
            await update(ctx.interaction, _listing(ctx, action))


def _listing(
    ctx: RequestContext,
    action: custom_ids.TopicSelect | custom_ids.TopicPage | custom_ids.SourcesPage | custom_ids.TopicsPage,
) -> discord.ui.LayoutView:
    match action:
        case custom_ids.TopicSelect():
            return _topic(ctx.chosen, 0, ctx)
        case custom_ids.TopicPage(topic=topic, page=page):
            return _topic(topic, page, ctx)
        case custom_ids.SourcesPage(page=page):
            return ui.sources(ctx.knowledge, ctx.words, page)
        case custom_ids.TopicsPage(page=page):
            return ui.topics(ctx.knowledge, ctx.words, page)


def _topic(topic_id: str, page: int, ctx: RequestContext) -> discord.ui.LayoutView:
    if topic_id not in ctx.knowledge.topics:
        raise RefusedError("topic_gone")
    return ui.topic(ctx.knowledge, topic_id, ctx.words, page)
