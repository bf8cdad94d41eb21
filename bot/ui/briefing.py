"""The daily briefing as it is sent, the pages that it opens, and the pages about schedules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

from discord.ui import Button, LayoutView, Separator, View
from discord.utils import format_dt

from bot.core.briefing.obstacles import Obstacle, ObstacleKind
from bot.core.briefing.schedule import Schedule
from bot.core.briefing.selection import Edition
from bot.core.knowledge.model import Fact, Knowledge, Quote, Source
from bot.core.text.zones import is_fixed
from bot.i18n import Texts, phrases
from bot.storage import StoredSchedule, UnreadableSchedule
from bot.ui import components
from bot.ui.components import displays, framed, page_line, page_of, room
from bot.ui.custom_ids import EditionFacts, EditionPick, InEdition, QuestionForm, SchedulesPage
from bot.ui.facts import listed, place, standing_line
from bot.ui.fitting import MESSAGE_TEXT, ROW_BUTTONS, VIEW_ROWS, Piece, excerpt, fill, fit
from bot.ui.markdown import block_quote, bold, line

_QUOTE_LENGTHS: Final = (320, 220, 140, 80)  # characters; all are tried before a fact is left out
_ATTRIBUTION: Final = 120
_PUBLISHER: Final = 60
_LEAST: Final = 190  # the least characters for a fact with a cut statement
_BUTTONS: Final = ROW_BUTTONS * (VIEW_ROWS - 1)  # the last row is for all facts and for questions
_ON_PAGE: Final = 3  # facts
_STATEMENT: Final = 610  # enough for most statements; the button of a fact shows all of it
_NAME: Final = 100  # characters of a channel's or a server's name, Discord's own limit
_REASON: Final = 200  # characters of why a schedule cannot be read
_SCHEDULES_ON_PAGE: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """A briefing as it is sent: at most 2,000 characters, and a button for each of its `facts`, those that fit."""

    content: str
    view: View
    facts: tuple[Fact, ...]


def briefing(edition: Edition, knowledge: Knowledge, words: Texts, *, late: bool = False) -> Briefing:
    """Write an edition. Shortens quotes first, then leaves out whole blocks from the end, with a note."""
    content, facts = _written(edition, knowledge, words, late=late)
    view = View(timeout=None)
    for number, row in enumerate(_rows(edition, facts, words)):
        for button in row:
            button.row = number
            view.add_item(button)
    return Briefing(content=content, view=view, facts=facts)


def preview(edition: Edition, knowledge: Knowledge, words: Texts, *, channel: int, note: Texts) -> LayoutView:
    """Show an edition as `channel` would get it, with the same buttons; `note` are the words of the reader."""
    content, facts = _written(edition, knowledge, words, late=False)
    head = f"-# {note.preview_note.format(channel=_channel(channel))}"
    rows = [found for row in _rows(edition, facts, words) for found in components.row(row)]
    return framed([*displays([head]), Separator(), *displays([content]), *rows], components.NEUTRAL)


def _written(edition: Edition, knowledge: Knowledge, words: Texts, *, late: bool) -> tuple[str, tuple[Fact, ...]]:
    """Return the content and the facts in it."""
    head = _head(edition, knowledge, words, late=late)
    if not edition.facts:
        return f"{head}\n\n{words.briefing_empty}", ()
    fitting = (each for each in _attempts(head, edition, knowledge, words) if len(each[0]) <= MESSAGE_TEXT)
    return next(fitting, None) or _first_block(head, edition, words)


def _head(edition: Edition, knowledge: Knowledge, words: Texts, *, late: bool) -> str:
    quiet = bool(edition.facts) and not edition.first and not edition.news
    draft = phrases.draft(knowledge, words, draft=bold).replace("\n", phrases.BETWEEN)
    notes = [
        *([draft] if draft else []),
        *([words.briefing_late] if late else []),
        *([words.briefing_nothing_new] if quiet else []),
    ]
    return "\n".join([f"## {words.briefing.format(day=words.date(edition.day))}", *(f"-# {note}" for note in notes)])


def _attempts(
    head: str, edition: Edition, knowledge: Knowledge, words: Texts
) -> Iterator[tuple[str, tuple[Fact, ...]]]:
    """Write the edition in every way that keeps statements whole and leaves a button for each, the longest first."""
    facts = edition.facts[:_BUTTONS]
    drafts = [
        [f"**{number}.** {_entry(fact, edition, knowledge, length, words)}" for number, fact in enumerate(facts, 1)]
        for length in _QUOTE_LENGTHS
    ]
    sizes = [size for size in accumulate(map(len, edition.blocks)) if size <= _BUTTONS]
    for size in reversed(sizes):
        note = _note(len(edition.facts) - size, words)
        for draft in drafts:
            yield "\n\n".join([head, *draft[:size], *note]), facts[:size]


def _first_block(head: str, edition: Edition, words: Texts) -> tuple[str, tuple[Fact, ...]]:
    """Write the first block with cut statements, for a claim that very many facts dispute."""
    space = MESSAGE_TEXT - len(head) - max(len(text) for text in [*_note(len(edition.facts), words), ""]) - 4
    facts = edition.blocks[0][: space // _LEAST]
    each = space // len(facts) - 2
    parts = [_short(fact, number, each, words) for number, fact in enumerate(facts, 1)]
    return "\n\n".join([head, *parts, *_note(len(edition.facts) - len(facts), words)]), facts


def _entry(fact: Fact, edition: Edition, knowledge: Knowledge, length: int, words: Texts) -> str:
    news = {"new": words.briefing_new, "changed": words.briefing_changed}.get(edition.news.get(fact.id, ""))
    notes = [*([f"**{news}**"] if news else []), standing_line(fact, words, _ATTRIBUTION)]
    quotes = [_quoted(quote, knowledge.sources[quote.source], length, words) for quote in fact.quotes[:1]]
    return "\n".join([line(fact.statement), f"-# {' · '.join(notes)}", *quotes])


def _quoted(quote: Quote, source: Source, length: int, words: Texts) -> str:
    """Write a quote as a block quote; the line beneath says where it is from and whether it was cut."""
    shown = excerpt(quote.exact, length, block_quote)
    paragraph = words.paragraph.format(number=quote.paragraph)
    where = ", ".join(
        filter(None, (fit(source.publisher, _PUBLISHER, line), phrases.published(source, words), paragraph))
    )
    caption = f"-# {words.briefing_cut.format(place=where) if shown.cut else where}"
    return f"{shown.written}\n{caption}" if shown.written else caption


def _short(fact: Fact, number: int, space: int, words: Texts) -> str:
    head, standing = f"**{number}.** ", f"\n-# **{words.standing[fact.standing]}**"
    return f"{head}{fit(fact.statement, space - len(head) - len(standing), line)}{standing}"


def _note(dropped: int, words: Texts) -> list[str]:
    return [f"-# {words.briefing_dropped.format(facts=words.count(dropped, words.fact))}"] if dropped else []


def _rows(edition: Edition, facts: Sequence[Fact], words: Texts) -> list[list[Button[Any]]]:
    """Return the rows of buttons: one button for each fact; in the last row, all facts and the question form."""
    buttons = [
        components.in_edition(InEdition(day=edition.day, fact=fact.id), number, words)
        for number, fact in enumerate(facts, 1)
    ]
    rows = [buttons[start : start + ROW_BUTTONS] for start in range(0, len(buttons), ROW_BUTTONS)]
    return [*rows, components.of_edition(EditionFacts(day=edition.day), QuestionForm(), words)]


def edition_facts(
    day: dt.date, ids: Sequence[str], knowledge: Knowledge, words: Texts, page: int = 0
) -> LayoutView | None:
    """Show a page of the facts `ids`; a page past the last shows the last. Returns None if none of the facts exist.

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
    return framed([*displays(head), Separator(), *entries, *components.row(turns), *menu], components.NEUTRAL)


def _piece(fact: Fact, knowledge: Knowledge, words: Texts) -> Piece:
    standing = f"-# {standing_line(fact, words)}"
    captions = [f"-# {place(quote, knowledge.sources[quote.source], words)}" for quote in fact.quotes[:1]]

    def write(space: int) -> str:
        fixed = sum(len(text) + 1 for text in [standing, *captions])
        statement = fit(fact.statement, min(_STATEMENT, space - fixed), line)
        left = space - fixed - len(statement) - 1
        quotes = [fit(quote.exact, left, block_quote) for quote in fact.quotes[:1]]
        return "\n".join(text for text in [statement, standing, *quotes, *captions] if text)

    return write


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleStatus:
    """How a briefing is doing. `next` is when its next edition is due, aware, in the schedule's zone.

    `sent` is the local date of the last edition and `link` the address of its message. `obstacle` is what prevents
    the next one.
    """

    schedule: StoredSchedule
    next: dt.datetime
    sent: dt.date | None = None
    link: str = ""
    obstacle: Obstacle | None = None


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
        f"### {words.scheduled.format(channel=_channel(schedule.channel))}",
        f"{_schedule(schedule, words)}.",
        _next(upcoming, schedule, words),
        f"-# {words.edition_sent.format(day=words.date(sent))}" if sent else "",
        f"-# {words.replaced.format(schedule=_schedule(before, words))}" if before else "",
    ]
    return framed(displays(["\n".join(part for part in parts if part)]), components.NEUTRAL)


def schedules(statuses: Sequence[ScheduleStatus | UnreadableSchedule], words: Texts, page: int = 0) -> LayoutView:
    """Show a page of a server's briefings and how each is doing; a page past the last shows the last."""
    head = [f"## {words.schedules}"]
    if not statuses:
        return framed(displays([*head, words.no_schedules]), components.NEUTRAL)
    page, pages, part = page_of(statuses, page, _SCHEDULES_ON_PAGE)
    head += page_line(page, pages, words)
    written = [
        _unreadable(each, words) if isinstance(each, UnreadableSchedule) else _status(each, words) for each in part
    ]
    turns = components.turn(page, pages, lambda target: SchedulesPage(page=target), words)
    return framed([*displays(head), Separator(), *displays(written), *components.row(turns)], components.NEUTRAL)


def stopped(channel: int, words: Texts) -> LayoutView:
    """Say that a channel's briefing was stopped."""
    return framed(displays([words.stopped.format(channel=_channel(channel))]), components.NEUTRAL)


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
        case ObstacleKind.REFUSED:
            return words.obstacle_refused


def permissions(obstacle: Obstacle, words: Texts) -> str:
    """Return the missing permissions by the names that Discord shows."""
    return ", ".join(words.permission.get(name, line(name)) for name in obstacle.permissions)


def _status(status: ScheduleStatus, words: Texts) -> str:
    schedule = status.schedule
    by = words.schedule_config if schedule.by is None else words.schedule_by.format(user=f"<@{schedule.by}>")
    parts = [f"**{_channel(schedule.channel)}** · {_schedule(schedule, words)}", _problem(status, words)]
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


def _schedule(schedule: Schedule, words: Texts) -> str:
    facts = words.count(schedule.facts, words.fact)
    return words.schedule_line.format(time=f"{schedule.time:%H:%M}", zone=line(schedule.timezone.key), facts=facts)


def _next(upcoming: dt.datetime, schedule: Schedule, words: Texts) -> str:
    moment, distance = format_dt(upcoming, "F"), format_dt(upcoming, "R")
    zone = line(schedule.timezone.key)
    return words.next_edition.format(moment=moment, distance=distance, time=f"{upcoming:%H:%M}", zone=zone)


def _channel(number: int) -> str:
    return f"<#{number}>"
