"""/overview, /fact, /topics, /sources, /timeline, /who and /compare: browse the base page by page."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from typing import TypeVar

import discord
from discord.app_commands import Choice
from discord.ext import commands

from bot import ui
from bot.app.context import Interaction, QuestionContext, RequestContext, echo
from bot.app.images import NEW_PER_MINUTE, TooManyImages
from bot.app.responses import AttachedFile, Rendered, send, update
from bot.cogs.access import command, everywhere
from bot.cogs.autocomplete import Picked, Typed, claim_choices, fact_choices, offer, read_choice
from bot.cogs.curators import may_edit
from bot.core.factbase.base import Base
from bot.core.knowledge.disputes import dispute_of, disputes
from bot.core.knowledge.entities import Appearance, NotASpeaker, Speaker, SpeakerFound, Speakers, SpeakerUnclear
from bot.core.knowledge.model import Fact
from bot.core.knowledge.timeline import Day, days, rows
from bot.core.matching.decision import shown
from bot.core.text.dates import DateRange, NotADate, find_ambiguity, read_date_range
from bot.core.text.normalise import fold, fold_typed
from bot.errors import MonthOf, RefusedError
from bot.i18n import Texts, phrases
from bot.ui import custom_ids
from bot.ui.custom_ids import TimelinePage
from bot.ui.fitting import CHOICES, choice

T = TypeVar("T")


class BrowseCog(commands.Cog, name="browse"):
    """The commands and their completions; their pages and menus are buttons."""

    @command("overview")
    @everywhere
    async def overview(self, interaction: Interaction) -> None:
        """Show the story in short."""
        ctx = RequestContext.of(interaction)
        await send(interaction, ui.overview(ctx.knowledge, ctx.words))

    @command("fact")
    @everywhere
    async def fact(self, interaction: Interaction, fact_id: str) -> None:
        """Show a fact."""
        ctx = RequestContext.of(interaction)
        ctx.count_request()
        editable = may_edit(interaction, ctx.base.name)
        match read_choice(fact_id.strip(), ctx.base):
            case Picked(fact=fact):
                await send(interaction, ui.fact(fact, ctx.knowledge, ctx.words, editable=editable))
            case Typed(text=text) if text in ctx.knowledge.facts:
                named = ctx.knowledge.facts[text]
                await send(interaction, ui.fact(named, ctx.knowledge, ctx.words, editable=editable))
            case Typed(text=text) if text in ctx.knowledge.retired:
                await send(interaction, ui.retired(ctx.knowledge.retired[text], ctx.words))
            case Typed():
                raise RefusedError("no_such_fact")

    @fact.autocomplete("fact_id")
    async def suggest_facts(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        """Complete an id."""
        return offer(interaction, lambda ctx: fact_choices(current, ctx.base))

    @command("topics")
    @everywhere
    async def topics(self, interaction: Interaction) -> None:
        """Show the topics."""
        ctx = RequestContext.of(interaction)
        await send(interaction, ui.topics(ctx.knowledge, ctx.words))

    @command("sources")
    @everywhere
    async def sources(self, interaction: Interaction) -> None:
        """Show the sources."""
        ctx = RequestContext.of(interaction)
        await send(interaction, await sources_page(ctx))

    @command("timeline")
    @everywhere
    async def timeline(self, interaction: Interaction, first: str | None = None, last: str | None = None) -> None:
        """Show the facts of a date range, or of all dates."""
        ctx = RequestContext.of(interaction)
        ctx.count_request()
        typed = (first or "", last or "")
        await show_timeline(ctx, _read_range(ctx, *typed), reading=_reading(ctx, *typed))

    @timeline.autocomplete("first")
    async def suggest_first(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        """Complete the first day."""
        return offer(interaction, lambda ctx: date_choices(ctx, current, last=False))

    @timeline.autocomplete("last")
    async def suggest_last(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        """Complete the last day."""
        return offer(interaction, lambda ctx: date_choices(ctx, current, last=True))

    @command("who")
    @everywhere
    async def who(self, interaction: Interaction, name: str) -> None:
        """Show the facts of a person or an organisation."""
        ctx = RequestContext.of(interaction)
        ctx.count_request()
        match await in_time(ctx.base.speakers, find_speaker, name):
            case (speaker, appearances):
                await send(interaction, ui.who(speaker, appearances, ctx.words))
            case NotASpeaker(name=other):
                raise RefusedError("who_other", name=other)
            case SpeakerUnclear(near=()):
                raise RefusedError("who_unknown", typed=echo(name))
            case SpeakerUnclear(near=near):
                await send(interaction, ui.who_near(name, near, ctx.words))

    @who.autocomplete("name")
    async def suggest_names(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        """Complete a name."""
        return await asyncio.to_thread(offer, interaction, lambda ctx: name_choices(current, ctx.base.speakers))

    @command("compare")
    @everywhere
    async def compare(self, interaction: Interaction, claim: str | None = None) -> None:
        """Show a claim with what disputes it, or all disputed claims."""
        ctx = RequestContext.of(interaction)
        ctx.count_request()
        await send(interaction, compared(ctx, claim or ""))

    @compare.autocomplete("claim")
    async def suggest_claims(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        """Complete a claim."""
        return offer(interaction, lambda ctx: claim_choices(current, ctx.base))


async def press_browsing(ctx: RequestContext, action: custom_ids.Browsing) -> None:
    """Show a page in place of the one whose button was pressed. Raises RefusedError if its subject is gone."""
    match action:
        case custom_ids.TimelinePage():
            await show_timeline(ctx, action)
        case custom_ids.WhoPage(entity=entity, page=page):
            found = await in_time(ctx.base.speakers, _speaker_of_key, entity)
            if found is None:
                raise RefusedError("entity_gone")
            await update(ctx.interaction, ui.who(*found, ctx.words, page))
        case custom_ids.SourcesPage(page=page):
            await update(ctx.interaction, await sources_page(ctx, page))
        case custom_ids.DisputesPage() | custom_ids.DisputeSelect() | custom_ids.Compare():
            await update(ctx.interaction, _disputes_page(ctx, action))
        case _:
            await update(ctx.interaction, _list_page(ctx, action))


def _disputes_page(
    ctx: RequestContext, action: custom_ids.DisputesPage | custom_ids.DisputeSelect | custom_ids.Compare
) -> discord.ui.LayoutView:
    match action:
        case custom_ids.DisputesPage(page=page):
            return ui.disputed(disputes(ctx.knowledge), ctx.words, page)
        case custom_ids.DisputeSelect():
            return _comparison(ctx, ctx.chosen)
        case custom_ids.Compare(fact=claim, page=page):
            return _comparison(ctx, claim, page)


def _list_page(
    ctx: RequestContext, action: custom_ids.TopicSelect | custom_ids.TopicPage | custom_ids.TopicsPage
) -> discord.ui.LayoutView:
    match action:
        case custom_ids.TopicSelect():
            return _topic(ctx, ctx.chosen)
        case custom_ids.TopicPage(topic=topic, page=page):
            return _topic(ctx, topic, page)
        case custom_ids.TopicsPage(page=page):
            return ui.topics(ctx.knowledge, ctx.words, page)


async def sources_page(ctx: QuestionContext, page: int = 0) -> discord.ui.LayoutView:
    """Return a page of the sources; their coverage is computed on a thread, because that reads all facts."""
    base = ctx.base
    coverage = base.coverage if base.has_coverage else await asyncio.to_thread(lambda: base.coverage)
    return ui.sources(coverage, ctx.words, page)


def _topic(ctx: RequestContext, topic: str, page: int = 0) -> discord.ui.LayoutView:
    if topic not in ctx.knowledge.topics:
        raise RefusedError("topic_gone")
    return ui.topic(ctx.knowledge, topic, ctx.words, page)


def _comparison(ctx: RequestContext, claim: str, page: int = 0) -> discord.ui.LayoutView:
    dispute = dispute_of([claim], ctx.knowledge)
    if dispute is None:
        raise RefusedError("dispute_gone")
    return ui.comparison(dispute, ctx.knowledge, ctx.words, page)


async def show_timeline(ctx: RequestContext, page: TimelinePage, *, reading: str = "") -> None:
    """Show a page instead of the one whose button was pressed, if any. Raises RefusedError without facts."""
    rendered = await timeline_page(ctx, page, reading=reading)
    await update(ctx.interaction, rendered.view, files=rendered.files)


async def timeline_page(ctx: QuestionContext, page: TimelinePage, *, reading: str = "") -> Rendered:
    """Return a page of the timeline. Raises RefusedError if it has no facts.

    `reading` says how a typed date was read that could be two days.
    """
    found = days(ctx.knowledge, DateRange(first=page.first, last=page.last))
    if not found:
        raise _no_facts(ctx.knowledge.dates(), reading)
    drawn = await _image(ctx, found, page) if ctx.pictures and ui.has_picture(page) else None
    image = drawn if isinstance(drawn, AttachedFile) else None
    layout = ui.timeline(
        found,
        page,
        ctx.words,
        undated=len(ctx.knowledge.facts) - len(ctx.knowledge.dated()),
        picture=image.description if image else None,
        notes=[
            *([reading] if reading else []),
            *([ctx.words.picture_limited.format(count=NEW_PER_MINUTE)] if isinstance(drawn, TooManyImages) else []),
        ],
    )
    return Rendered(view=layout, files=[image] if image else [])


async def _image(ctx: QuestionContext, found: Sequence[Day], page: TimelinePage) -> AttachedFile | TooManyImages | None:
    """Return the image; None if it cannot be drawn, because the facts are shown all the same."""
    user, revision = ctx.user, ctx.knowledge.revision
    try:
        return await ctx.bot.images.timeline(found, ctx.words, dark=page.dark, revision=revision, user=user)
    except Exception as error:  # noqa: BLE001 - a library for images may raise anything
        ctx.bot.error_handler.log("the picture of /timeline", error)
        return None


def _no_facts(dates: Sequence[dt.date], reading: str) -> RefusedError:
    if not dates:
        return RefusedError("timeline_no_dates")
    if reading:
        return RefusedError("timeline_none_read", first=dates[0], last=dates[-1], read=reading)
    return RefusedError("timeline_none", first=dates[0], last=dates[-1])


def _reading(ctx: RequestContext, *typed: str) -> str:
    """Say how each typed date was read that could be two days."""
    dates = ctx.knowledge.dates()
    read = ((each, find_ambiguity(each, dates, month_first=ctx.month_first)) for each in typed)
    return " ".join(ctx.words.date_reading(echo(each), date) for each, date in read if date)


def _read_range(ctx: RequestContext, first: str, last: str) -> TimelinePage:
    """Return the first page of the date range that was typed. Raises RefusedError that says what is wrong."""
    begin, end = _read_date(ctx, first), _read_date(ctx, last)
    page = TimelinePage(first=begin.first if begin else None, last=end.last if end else None)
    if page.first and page.last and page.first > page.last:
        raise RefusedError("range_reversed", first=page.first, last=page.last)
    return page


def _read_date(ctx: RequestContext, typed: str) -> DateRange | None:
    if not typed.strip():
        return None
    dates = ctx.knowledge.dates()
    if not dates:
        raise RefusedError("timeline_no_dates")
    match read_date_range(typed, dates, month_first=ctx.month_first):
        case DateRange() as date_range:
            return date_range
        case NotADate():
            example = dates[-1]
            raise RefusedError(
                "date_invalid",
                typed=echo(typed),
                day=example,
                iso=example.isoformat(),
                month=MonthOf(day=example),
                year=example.year,
            )


def date_choices(ctx: QuestionContext, typed: str, *, last: bool) -> list[Choice[str]]:
    """Return days with facts that fit what is typed, or months or years if there are too many days.

    The value of each is its first day, or with `last` its last.
    """
    found = days(ctx.knowledge)
    wanted = fold_typed(typed)
    if wanted:
        meant = read_date_range(typed, [day.date for day in found], month_first=ctx.month_first)
        found = tuple(day for day in found if _fits(day, wanted, meant, ctx.words))
    return [
        Choice(
            name=choice(f"{ui.row_label(row, ctx.words)} · {ctx.words.count(row.count, ctx.words.fact)}"),
            value=(row.last if last else row.first).isoformat(),
        )
        for row in rows(found, CHOICES)
    ]


def _fits(day: Day, wanted: str, meant: DateRange | NotADate, words: Texts) -> bool:
    if isinstance(meant, DateRange) and day.date in meant:
        return True
    return day.date.isoformat().startswith(wanted) or wanted in fold(words.date(day.date))


def name_choices(typed: str, speakers: Speakers) -> list[Choice[str]]:
    """Return names that what is typed may become."""
    found = speakers.suggest(typed, limit=CHOICES)
    return [Choice(name=choice(speaker.name), value=choice(speaker.name)) for speaker in found]


async def in_time(speakers: Speakers, search: Callable[[str, Speakers], T], typed: str) -> T:
    """Return what a search among the speakers finds; in a thread if it takes long, so that others do not wait."""
    return search(typed, speakers) if speakers.is_quick else await asyncio.to_thread(search, typed, speakers)


def find_speaker(
    typed: str, speakers: Speakers
) -> tuple[Speaker, tuple[Appearance, ...]] | NotASpeaker | SpeakerUnclear:
    """Return the speaker that a name means, with its facts, or why there is none. Takes long the first time."""
    match speakers.find(typed):
        case SpeakerFound(speaker=speaker):
            return speaker, speakers.appearances(speaker)
        case other:
            return other


def _speaker_of_key(key: str, speakers: Speakers) -> tuple[Speaker, tuple[Appearance, ...]] | None:
    speaker = speakers.by_key(key)
    return None if speaker is None else (speaker, speakers.appearances(speaker))


def compared(ctx: QuestionContext, typed: str) -> discord.ui.LayoutView:
    """Return the dispute of a fact, by its id or by a question; all disputes if there is none, or the only one.

    Raises RefusedError if the fact of a suggestion has left the base.
    """
    knowledge, words = ctx.knowledge, ctx.words
    found, wanted = disputes(knowledge), typed.strip()
    read = read_choice(wanted, ctx.base)
    if not wanted and len(found) == 1:
        return ui.comparison(found[0], knowledge, words)
    if not wanted or not found:
        return ui.disputed(found, words)
    meant = _meant(read, ctx.base)
    dispute = dispute_of([fact.id for fact in meant], knowledge)
    if dispute is not None:
        return ui.comparison(dispute, knowledge, words)
    if meant:
        undisputed = phrases.statement(meant[0], words)
        return ui.disputed(found, words, note=words.compare_undisputed.format(statement=undisputed))
    return ui.disputed(found, words, note=words.compare_unmatched.format(typed=echo(wanted)))


def _meant(read: Picked | Typed, base: Base) -> list[Fact]:
    """Return the facts that a suggestion, an id or a question means."""
    match read:
        case Picked(fact=fact):
            return [fact]
        case Typed(text=text) if text in base.knowledge.facts:
            return [base.knowledge.facts[text]]
        case Typed(text=text):
            return [match.fact for match in shown(base.decide(text))]
