"""The briefing as it is sent, the pages that it opens, and the pages about schedules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from discord import ButtonStyle
from discord.ui import Button, LayoutView, Separator, View
from discord.utils import format_dt

from bot.core.briefing.obstacles import Obstacle, ObstacleKind
from bot.core.briefing.schedule import EditionForm, EditionPlace, Schedule, instant_of
from bot.core.briefing.selection import Edition, News
from bot.core.knowledge.model import Fact, Knowledge, Quote, Source
from bot.core.text.zones import is_fixed
from bot.i18n import Texts, phrases
from bot.storage import StoredSchedule, UnreadableSchedule
from bot.ui import components
from bot.ui.components import button, displays, framed, page_line, page_of, room
from bot.ui.custom_ids import EditionFacts, EditionPick, InEdition, QuestionForm, SchedulesPage
from bot.ui.facts import listed, place, short_line, standing_line
from bot.ui.fitting import MESSAGE_TEXT, ROW_BUTTONS, THREAD_NAME, Piece, excerpt, fill, fit, label
from bot.ui.markdown import block_quote, bold, line

_QUOTE_LENGTHS: Final = (320, 220, 140, 80)  # characters; all are tried before the quotes are left out
_ATTRIBUTION: Final = 120
_PUBLISHER: Final = 60
_STORY: Final = 150
_DISPUTERS: Final = 80
_ON_PAGE: Final = 3  # facts
_STATEMENT: Final = 610  # enough for most statements; the button of a fact shows all of it
_NAME: Final = 100  # characters of a channel's or a server's name, Discord's own limit
_REASON: Final = 200  # characters of why a schedule cannot be read
_SCHEDULES_ON_PAGE: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """A briefing as it is sent, with a button for each of its `facts`.

    `title` names its thread or its post in a forum. `texts` says what it shows of each fact, or that there are none,
    beneath the `corrections` of earlier briefings. `content`, `opening` and `post`, with `body`, have at most 2,000
    characters.
    """

    title: str
    mention: str
    heading: str
    notes: tuple[str, ...]
    texts: tuple[str, ...]
    facts: tuple[Fact, ...]
    rows: tuple[tuple[Button[Any], ...], ...]
    corrections: str = ""

    @property
    def body(self) -> str:
        """The corrections and the facts."""
        return "\n\n".join(filter(None, [self.corrections, *self.texts]))

    @property
    def opening(self) -> str:
        """The message in a channel that opens a thread for the briefing."""
        return _lines(self.mention, self.heading, *self.notes)

    @property
    def content(self) -> str:
        """The whole briefing in one message."""
        return f"{self.opening}\n\n{self.body}"

    @property
    def post(self) -> str:
        """The briefing in a post of a forum, whose title is above it."""
        return "\n\n".join(filter(None, (_lines(self.mention, *self.notes), self.body)))

    @property
    def view(self) -> View:
        """The buttons beneath the facts."""
        view = View(timeout=None)
        for number, row in enumerate(self.rows):
            for each in row:
                each.row = number
                view.add_item(each)
        return view


def briefing(  # noqa: PLR0913 - what decides how an edition looks
    edition: Edition,
    knowledge: Knowledge,
    words: Texts,
    *,
    form: EditionForm = EditionForm.FULL,
    role: int | None = None,
    late: bool = False,
    corrections: str = "",
) -> Briefing:
    """Write an edition; `role` is mentioned, and `corrections` of earlier ones come first.

    To fit, quotes are shortened, then left out, then statements are cut.
    """
    heading, stories = words.briefing.format(day=words.date(edition.day)), _story(knowledge, words)
    title = next((source.title for source in knowledge.sources.values()), "")
    empty = Briefing(
        title=label(f"{heading}: {title}" if title else heading, THREAD_NAME),
        mention=f"<@&{role}>" if role else "",
        heading=f"## {heading}",
        notes=(*stories, *_notes(edition, knowledge, words, late=late, corrected=bool(corrections))),
        texts=(words.briefing_empty,),
        facts=edition.facts,
        rows=tuple(_rows(edition, words)),
        corrections=corrections,
    )
    return replace(empty, texts=_fact_texts(edition, knowledge, words, form, empty)) if edition.facts else empty


def opening_view(day: dt.date, words: Texts) -> View:
    """Return the button beneath the message that opens a thread. Also marks the message as that day's briefing."""
    view = View(timeout=None)
    view.add_item(_more_facts(day, words))
    return view


def preview(
    post: Briefing, note: Texts, *, channel: int, place: EditionPlace = EditionPlace.MESSAGE, skipped: bool = False
) -> LayoutView:
    """Show a briefing as `channel` would get it, with the same buttons; `note` are the words of the reader.

    `skipped`: it would not be posted, because it has no news.
    """
    head = f"-# {note.preview_note.format(channel=_channel(channel))}"
    if skipped:
        return framed(displays([f"{head}\n{note.preview_skipped}"]))
    title = line(post.title)
    match place:
        case EditionPlace.MESSAGE:
            parts = [post.content]
        case EditionPlace.THREAD:
            parts = [post.opening, f"-# {note.preview_thread.format(title=title)}", post.body]
        case EditionPlace.POST:
            parts = [f"-# {note.preview_post.format(title=title)}", post.post]
    rows = [found for row in post.rows for found in components.row(row)]
    return framed([*displays([head]), Separator(), *displays(parts), *rows])


def _lines(*texts: str) -> str:
    return "\n".join(filter(None, texts))


def _story(knowledge: Knowledge, words: Texts) -> list[str]:
    """Return the title of the story and the dates of its facts, on one line, as far as the base has them."""
    sources = list(knowledge.sources.values())
    dates = knowledge.dates()
    parts = [
        *(f"**{fit(source.title, _STORY, line)}**" for source in sources[:1]),
        *([words.and_more.format(count=words.number(len(sources) - 1))] if len(sources) > 1 else []),
        *([phrases.date_range(dates, words)] if dates else []),
    ]
    return [phrases.BETWEEN.join(parts)] if parts else []


def _notes(edition: Edition, knowledge: Knowledge, words: Texts, *, late: bool, corrected: bool) -> list[str]:
    quiet = bool(edition.facts) and not edition.has_news and not corrected
    draft = phrases.draft(knowledge, words, draft=bold).replace("\n", phrases.BETWEEN)
    notes = [
        *([draft] if draft else []),
        *([words.briefing_late] if late else []),
        *([words.briefing_nothing_new] if quiet else []),
    ]
    return [f"-# {note}" for note in notes]


def _fact_texts(
    edition: Edition, knowledge: Knowledge, words: Texts, form: EditionForm, empty: Briefing
) -> tuple[str, ...]:
    """Write the facts: in the longest of all ways that fit."""
    room = MESSAGE_TEXT - len(empty.opening) - 2 - (len(empty.corrections) + 2 if empty.corrections else 0)
    lengths = [0] if form is EditionForm.SHORT else [*_QUOTE_LENGTHS, 0]
    entries = [_Entry(edition=edition, fact=fact, knowledge=knowledge, words=words) for fact in edition.facts]
    for length in lengths:
        texts = tuple(entry.written(length) for entry in entries)
        if len("\n\n".join(texts)) <= room:
            return texts
    return tuple(fill([entry.cut for entry in entries], room - 2 * (len(entries) - 1)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A fact of an edition, to be written in the room that there is."""

    edition: Edition
    fact: Fact
    knowledge: Knowledge
    words: Texts

    def written(self, quote: int) -> str:
        """Return the fact with at most `quote` characters of its quote; 0 for none."""
        quotes = [
            _quoted(each, self.knowledge.sources[each.source], quote, self.words)
            for each in (self.fact.quotes[:1] if quote else ())
        ]
        return "\n".join([f"{self._number}{line(self._statement)}", self._below, *quotes])

    def cut(self, space: int) -> str:
        """Return the fact without its quote, in at most `space` characters."""
        below = self._below
        if len(below) > space // 2:
            below = f"-# **{self.words.standing[self.fact.standing]}**"
        return f"{self._number}{fit(self._statement, space - len(self._number) - len(below) - 1, line)}\n{below}"

    @property
    def _statement(self) -> str:
        return phrases.statement(self.fact, self.words)

    @property
    def _number(self) -> str:
        return f"**{self._numbers[self.fact.id]}.** "

    @property
    def _numbers(self) -> Mapping[str, int]:
        return {fact.id: number for number, fact in enumerate(self.edition.facts, 1)}

    @property
    def _below(self) -> str:
        """The line beneath the statement: whether it is new, what it disputes or is disputed by, and who says it."""
        words, news = self.words, self.edition.news.get(self.fact.id)
        marks = {News.NEW: words.briefing_new, News.CHANGED: words.briefing_changed}
        bolds = [*([marks[news]] if news else []), *self._disputes()]
        translated = filter(None, [phrases.translated(self.fact, words)])
        said = [*map(bold, bolds), standing_line(self.fact, words, _ATTRIBUTION), *translated]
        return f"-# {phrases.BETWEEN.join(said)}"

    def _disputes(self) -> list[str]:
        """Return what disputes the fact, and what it disputes: by number in the edition, or else by who says it."""
        words, facts, mine = self.words, self.knowledge.facts, self.fact
        others = self.knowledge.present(self.knowledge.disputing.get(mine.id, ()))
        against = [other for other in others if mine.id in other.disputes]
        disputed = [facts[key] for key in mine.disputes if key in facts]
        return [
            *self._named(against, words.briefing_against, words.briefing_against_by),
            *self._named(disputed, words.briefing_disputes, words.briefing_disputes_by),
        ]

    def _named(self, others: Sequence[Fact], by_number: str, by_name: str) -> list[str]:
        numbers = [self.words.number(self._numbers[other.id]) for other in others if other.id in self._numbers]
        if numbers:
            return [by_number.format(numbers=", ".join(numbers))]
        names = dict.fromkeys(phrases.brief(phrases.who_says(other, self.words)) for other in others)
        return [by_name.format(who=fit(", ".join(names), _DISPUTERS, line))] if names else []


def _quoted(quote: Quote, source: Source, length: int, words: Texts) -> str:
    """Write a quote as a block quote; the line beneath says where it is from and whether it was cut."""
    shown = excerpt(quote.exact, length, block_quote)
    paragraph = words.paragraph.format(number=quote.paragraph)
    where = ", ".join(
        filter(None, (fit(source.publisher, _PUBLISHER, line), phrases.published(source, words), paragraph))
    )
    caption = f"-# {words.briefing_cut.format(place=where) if shown.cut else where}"
    return f"{shown.written}\n{caption}" if shown.written else caption


def _rows(edition: Edition, words: Texts) -> list[tuple[Button[Any], ...]]:
    """Return the rows of buttons: one button for each fact; in the last row, more facts and the question form."""
    buttons = [
        button(words.briefing_button.format(number=number), InEdition(day=edition.day, fact=fact.id))
        for number, fact in enumerate(edition.facts, 1)
    ]
    rows = [tuple(buttons[start : start + ROW_BUTTONS]) for start in range(0, len(buttons), ROW_BUTTONS)]
    return [*rows, (_more_facts(edition.day, words), button(words.ask_button, QuestionForm()))]


def _more_facts(day: dt.date, words: Texts) -> Button[Any]:
    return button(words.edition_facts_button, EditionFacts(day=day), ButtonStyle.primary)


def edition_facts(
    day: dt.date, ids: Sequence[str], knowledge: Knowledge, words: Texts, page: int = 0
) -> LayoutView | None:
    """Show a page of the facts `ids` that a briefing does not have; a page past the last shows the last.

    Returns None if none of the facts exist.

    If there are several pages, a menu lists all facts, from which a page button reads what the other pages show.
    """
    facts = knowledge.present(ids)
    if not facts:
        return None
    page, pages, part = page_of(facts, page, _ON_PAGE)
    head = [f"## {words.edition_facts.format(day=words.date(day))}"]
    head += page_line(page, pages, words, words.count(len(facts), words.fact))
    written = fill([_piece(fact, knowledge, words) for fact in part], room(head))
    entries = [listed(fact, text, words) for fact, text in zip(part, written, strict=True)]
    turns = components.turn(page, pages, lambda target: EditionFacts(day=day, page=target), words)
    menu = [components.edition_menu(EditionPick(day=day), facts, words)] if pages > 1 else []
    return framed([*displays(head), Separator(), *entries, *components.row(turns), *menu])


def _piece(fact: Fact, knowledge: Knowledge, words: Texts) -> Piece:
    standing = f"-# {short_line(fact, words)}"
    captions = [f"-# {place(quote, knowledge.sources[quote.source], words)}" for quote in fact.quotes[:1]]

    def write(space: int) -> str:
        fixed = sum(len(text) + 1 for text in [standing, *captions])
        statement = fit(phrases.statement(fact, words), min(_STATEMENT, space - fixed), line)
        left = space - fixed - len(statement) - 1
        quotes = [fit(quote.exact, left, block_quote) for quote in fact.quotes[:1]]
        return "\n".join(text for text in [statement, standing, *quotes, *captions] if text)

    return write


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleStatus:
    """How a briefing is doing. `next` is when its next edition is due, aware, in the schedule's zone.

    `sent` is the local date of the last edition and `link` the address of its message. `obstacle` is what prevents
    the next one, and `role_gone` whether the role that it mentions was deleted.
    """

    schedule: StoredSchedule
    next: dt.datetime
    sent: dt.date | None = None
    link: str = ""
    obstacle: Obstacle | None = None
    role_gone: bool = False


def scheduled(
    schedule: Schedule,
    upcoming: dt.datetime,
    words: Texts,
    *,
    before: Schedule | None = None,
    sent: dt.date | None = None,
) -> LayoutView:
    """Show a schedule that was set, and when its next edition is due (aware, in the schedule's zone).

    `before` is the schedule that it replaces, `sent` the local date of an edition that was sent today.
    """
    parts = [
        f"### {words.scheduled.format(channel=_channel(schedule.channel), schedule=_schedule(schedule, words))}",
        _next(upcoming, schedule, words),
        f"-# {words.edition_sent.format(day=words.date(sent))}" if sent else "",
        f"-# {words.replaced.format(schedule=_schedule(before, words, near=upcoming))}" if before else "",
    ]
    return framed(displays(["\n".join(part for part in parts if part)]))


def schedules(statuses: Sequence[ScheduleStatus | UnreadableSchedule], words: Texts, page: int = 0) -> LayoutView:
    """Show a page of a server's briefings and how each is doing; a page past the last shows the last."""
    head = [f"## {words.schedules}"]
    if not statuses:
        return framed(displays([*head, words.no_schedules]))
    page, pages, part = page_of(statuses, page, _SCHEDULES_ON_PAGE)
    head += page_line(page, pages, words)
    written = [
        _unreadable(each, words) if isinstance(each, UnreadableSchedule) else _status(each, words) for each in part
    ]
    turns = components.turn(page, pages, lambda target: SchedulesPage(page=target), words)
    return framed([*displays(head), Separator(), *displays(written), *components.row(turns)])


def stopped(channel: int, words: Texts) -> LayoutView:
    """Say that a channel's briefing was stopped."""
    return framed(displays([words.stopped.format(channel=_channel(channel))]))


def pause_message(obstacle: Obstacle, words: Texts, *, channel: int, name: str | None, guild: str | None) -> str:
    """Write the direct message about a pause. It uses names: a mention of the channel may show nothing there."""
    where = f"#{line(name[:_NAME])}" if name else _channel(channel)
    on = line(guild[:_NAME]) if guild else "Discord"
    return words.paused_message.format(channel=where, guild=on, reason=reason(obstacle, words))


def reason(obstacle: Obstacle, words: Texts) -> str:
    """Return what prevents the briefing, as the end of a sentence with its full stop."""
    match obstacle.kind:
        case ObstacleKind.GONE:
            return words.obstacle_gone
        case ObstacleKind.MISSING:
            return words.obstacle_missing.format(permissions=permissions(obstacle, words))
        case ObstacleKind.LOCKED:
            return words.obstacle_locked
        case ObstacleKind.TAG:
            return words.obstacle_tag
        case ObstacleKind.REFUSED:
            return words.obstacle_refused


def permissions(obstacle: Obstacle, words: Texts) -> str:
    """Return the missing permissions by the names that Discord shows."""
    return ", ".join(line(words.permission.get(name, name)) for name in obstacle.permissions)


def _status(status: ScheduleStatus, words: Texts) -> str:
    schedule = status.schedule
    by = words.schedule_config if schedule.by is None else words.schedule_by.format(user=f"<@{schedule.by}>")
    near = status.next if schedule.pause else None
    parts = [f"**{_channel(schedule.channel)}** · {_schedule(schedule, words, near=near)}", _problem(status, words)]
    if status.role_gone:
        parts.append(f"⚠️ {words.schedule_role_gone}")
    if is_fixed(schedule.timezone.key):
        parts.append(f"⚠️ {words.schedule_fixed_zone.format(zone=line(schedule.timezone.key))}")
    if schedule.pause is None:
        parts.append(_next(status.next, schedule, words))
    parts.append(f"-# {_sent(status, words)} · {by}")
    return "\n".join(part for part in parts if part)


def _unreadable(schedule: UnreadableSchedule, words: Texts) -> str:
    why = words.schedule_unreadable.format(reason=fit(schedule.reason, _REASON, line))
    return f"**{_channel(schedule.channel)}**\n⚠️ {why}"


def _problem(status: ScheduleStatus, words: Texts) -> str:
    if status.obstacle is None:
        return ""
    why, pause = reason(status.obstacle, words), status.schedule.pause
    if pause is not None:
        return f"⚠️ {words.paused.format(moment=format_dt(pause.since, 'f'), reason=why)}"
    return f"⚠️ {why[:1].upper()}{why[1:]}"


def _sent(status: ScheduleStatus, words: Texts) -> str:
    if status.sent is None:
        return words.not_sent_yet
    edition = words.date(status.sent)
    return words.last_edition.format(edition=f"[{edition}]({status.link})" if status.link else edition)


def _schedule(schedule: Schedule, words: Texts, *, near: dt.datetime | None = None) -> str:
    """Return what a schedule says, in one line. `near`, aware, adds the time of day, as it is on about that day."""
    said = words.schedule_days[schedule.days].format(facts=words.count(schedule.facts, words.fact))
    if near is not None:
        instant = instant_of(schedule, near.astimezone(schedule.timezone).date())
        said = words.schedule_at.format(days=said, time=format_dt(instant, "t"))
    role = words.schedule_role.format(role=f"<@&{schedule.role}>")
    options = [
        *([words.schedule_short] if schedule.form is EditionForm.SHORT else []),
        *([words.schedule_thread] if schedule.thread else []),
        *([role] if schedule.role else []),
        *([words.schedule_only_new] if schedule.only_new else []),
    ]
    return ", ".join([said, *options])


def _next(upcoming: dt.datetime, schedule: Schedule, words: Texts) -> str:
    return words.next_edition.format(moment=format_dt(upcoming, "F"), zone=line(schedule.timezone.key))


def _channel(number: int) -> str:
    return f"<#{number}>"
