"""What the commands of the daily briefing show: a schedule that was set, all of a server, one that is paused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from discord.ui import LayoutView, Separator

from bot.core.briefing.obstacles import Hindrance, Obstacle
from bot.render import colours
from bot.render.escape import line
from bot.render.frame import displays, framed, room
from bot.texts import Texts

_NAME: Final = 100  # characters of a channel's or a server's name, which is their limit
_LISTED: Final = 15  # schedules in one message; a server rarely has more than a few


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A channel's daily briefing: local `time` in the zone `timezone`."""

    channel: int
    time: dt.time
    timezone: str
    facts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a briefing stands. `next` is aware, in the zone of the plan. `by` is a user's id, None for the config.

    `sent` is the local date of the edition that was sent last and `link` the address of its message. `obstacle` is
    what is in the way now, `paused` since when it has been.
    """

    plan: Plan
    next: dt.datetime
    by: int | None
    sent: dt.date | None = None
    link: str = ""
    obstacle: Obstacle | None = None
    paused: dt.datetime | None = None


def scheduled(
    plan: Plan, upcoming: dt.datetime, words: Texts, *, before: Plan | None = None, sent: dt.date | None = None
) -> LayoutView:
    """A schedule that was set, and when its next edition goes out (aware, in the zone of the plan).

    `before` is the schedule that it takes the place of, `sent` the local date of an edition that was sent today.
    """
    parts = [
        f"### {words.scheduled.format(channel=_channel(plan.channel))}",
        f"{_plan(plan, words)}.",
        _next(upcoming, plan.timezone, words),
        f"-# {words.edition_sent.format(day=words.date(sent))}" if sent else "",
        f"-# {words.replaced.format(schedule=_plan(before, words))}" if before else "",
    ]
    return framed(displays(["\n".join(part for part in parts if part)]), colours.NEUTRAL)


def schedules(standings: Sequence[Standing], words: Texts) -> LayoutView:
    """All briefings of a server, and how each stands."""
    head = [f"## {words.schedules}"]
    if not standings:
        return framed(displays([*head, words.no_schedules]), colours.NEUTRAL)
    written, more, left = [], len(standings), room(head) - _NAME
    for standing in standings[:_LISTED]:
        text = _standing(standing, words)
        if len(text) > left:
            break
        left -= len(text)
        more -= 1
        written.append(text)
    rest = [f"-# {words.and_more.format(count=words.number(more))}"] if more else []
    return framed([*displays(head), Separator(), *displays([*written, *rest])], colours.NEUTRAL)


def stopped(channel: int, words: Texts) -> LayoutView:
    """That a channel's briefing was stopped."""
    return framed(displays([words.stopped.format(channel=_channel(channel))]), colours.NEUTRAL)


def pause_message(obstacle: Obstacle, words: Texts, *, channel: int, name: str | None, guild: str | None) -> str:
    """The direct message about a pause; names stand where a mention of the channel might show nothing."""
    where = f"#{line(name[:_NAME])}" if name else _channel(channel)
    on = line(guild[:_NAME]) if guild else "Discord"
    return words.paused_message.format(channel=where, guild=on, reason=reason(obstacle, words))


def reason(obstacle: Obstacle, words: Texts) -> str:
    """What is in the way, as the end of a sentence with its full stop."""
    match obstacle.kind:
        case Hindrance.GONE:
            return words.obstacle_gone
        case Hindrance.MISSING:
            return words.obstacle_missing.format(permissions=permissions(obstacle, words))
        case Hindrance.LOCKED:
            return words.obstacle_locked
        case Hindrance.REFUSED:
            return words.obstacle_refused


def permissions(obstacle: Obstacle, words: Texts) -> str:
    """The missing permissions by the names that Discord shows."""
    return ", ".join(words.permission.get(name, line(name)) for name in obstacle.permissions)


def _standing(standing: Standing, words: Texts) -> str:
    plan = standing.plan
    by = words.schedule_config if standing.by is None else words.schedule_by.format(user=f"<@{standing.by}>")
    parts = [f"**{_channel(plan.channel)}** · {_plan(plan, words)}", _problem(standing, words)]
    if standing.paused is None:
        parts.append(_next(standing.next, plan.timezone, words))
    parts.append(f"-# {_sent(standing, words)} · {by}")
    return "\n".join(part for part in parts if part)


def _problem(standing: Standing, words: Texts) -> str:
    if standing.obstacle is None:
        return ""
    why = reason(standing.obstacle, words)
    if standing.paused is not None:
        return f"⚠️ {words.paused.format(moment=_moment(standing.paused, 'f'), reason=why)}"
    return f"⚠️ {why[:1].upper()}{why[1:]}"


def _sent(standing: Standing, words: Texts) -> str:
    if standing.sent is None:
        return words.not_sent_yet
    edition = words.date(standing.sent)
    return words.last_edition.format(edition=f"[{edition}]({standing.link})" if standing.link else edition)


def _plan(plan: Plan, words: Texts) -> str:
    facts = words.count(plan.facts, words.fact)
    return words.schedule_line.format(time=f"{plan.time:%H:%M}", zone=line(plan.timezone), facts=facts)


def _next(upcoming: dt.datetime, zone: str, words: Texts) -> str:
    moment, distance = _moment(upcoming, "F"), _moment(upcoming, "R")
    return words.next_edition.format(moment=moment, distance=distance, time=f"{upcoming:%H:%M}", zone=line(zone))


def _channel(number: int) -> str:
    return f"<#{number}>"


def _moment(instant: dt.datetime, style: str) -> str:
    """An instant that Discord shows in the reader's own zone."""
    return f"<t:{int(instant.timestamp())}:{style}>"
