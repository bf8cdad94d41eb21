"""What admins see of the bot's own state: what it serves, and what it served before."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from discord.ui import LayoutView, Separator
from discord.utils import format_dt

from bot.core.factbase.base import OnDisk
from bot.core.knowledge.model import Knowledge
from bot.core.matching.weights import Learned
from bot.render import colours
from bot.render.escape import block, escape, line
from bot.render.frame import displays, framed, room
from bot.render.limits import fit
from bot.render.reloads import short
from bot.store import Load
from bot.texts import Texts

_PROBLEM: Final = 1500
_REASON: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """All that /admin status tells. `disk` is None while a base is being loaded; `latency` is in seconds or no number.

    `load` is the store's record of what serves, None where it has none; `broken` is why the store fails, if it does.
    """

    knowledge: Knowledge
    learned: Learned | None
    disk: OnDisk | None
    load: Load | None
    heartbeat: dt.datetime | None
    broken: str
    latency: float


def status(state: Status, words: Texts) -> LayoutView:
    """What the bot serves and since when, what lies on disk, and how its parts are."""
    serving = [words.status_serves.format(**_serves(state.knowledge, words)), _since(state.load, words)]
    if state.load and state.load.instead_of:
        serving.append(words.status_rolled_back.format(revision=f"`{short(state.load.instead_of)}`"))
    serving.append(f"-# {_calibration(state, words)}")
    parts = [words.store_broken.format(reason=fit(state.broken, _REASON, line)) if state.broken else words.store_works]
    parts += [_heartbeat(state.heartbeat, words)] if not state.broken else []
    parts.append(_latency(state.latency, words))
    disk = _disk(state, words)
    texts = [f"## {words.status}", "\n".join(serving), disk, "\n".join(parts)]
    head, body, *rest = displays(texts)
    items = [head, body, *(item for part in rest for item in (Separator(), part))]
    healthy = not state.broken and state.disk is not None and state.disk.same
    return framed(items, colours.NEUTRAL if healthy else colours.PROBLEM)


def history(loads: Sequence[Load], served: str, words: Texts) -> LayoutView:
    """What was loaded, newest first, as far as it fits; the newest load of the revision `served` is marked."""
    head = [f"## {words.history}", *([] if loads else [words.history_none])]
    space, lines = room(head), []
    marked = False
    for load in loads:
        now = load.revision == served and not marked
        marked = marked or now
        text = _load(load, words, now=now)
        space -= len(text) + 1
        if space < 0:
            break
        lines.append(text)
    return framed(displays([*head, "\n".join(lines)]), colours.NEUTRAL)


def load_choice(load: Load, words: Texts) -> str:
    """A load as a choice: revision, when (UTC), how many facts."""
    when = f"{words.date(load.at.astimezone(dt.UTC).date())}, {load.at.astimezone(dt.UTC):%H:%M} UTC"
    return f"{short(load.revision)} · {when} · {words.count(load.facts, words.fact)}"


def _serves(knowledge: Knowledge, words: Texts) -> dict[str, str]:
    return {"facts": words.count(len(knowledge.facts), words.fact), "revision": f"`{short(knowledge.revision)}`"}


def _since(load: Load | None, words: Texts) -> str:
    if load is None:
        return words.status_since.format(moment="–", distance="–", how=words.load_unrecorded)
    moments = {"moment": format_dt(load.at, "f"), "distance": format_dt(load.at, "R")}
    return words.status_since.format(**moments, how=_how(load, words))


def _load(load: Load, words: Texts, *, now: bool) -> str:
    parts = [
        f"`{short(load.revision)}`",
        words.count(load.facts, words.fact),
        format_dt(load.at, "f"),
        _how(load, words),
    ]
    return " · ".join([*parts, *([f"**{words.history_served}**"] if now else [])])


def _how(load: Load, words: Texts) -> str:
    by = f" {words.load_by.format(user=f'<@{load.by}>')}" if load.by is not None else ""
    return words.load_how[load.how] + by


def _calibration(state: Status, words: Texts) -> str:
    if state.learned is None:
        return words.not_calibrated
    if state.learned.revision == state.knowledge.revision:
        return words.calibrated
    return words.calibrated_earlier.format(revision=short(state.learned.revision))


def _disk(state: Status, words: Texts) -> str:
    match state.disk:
        case None:
            return words.reload_runs
        case OnDisk(same=True):
            return words.disk_same
        case OnDisk(problems=(first, *_) as problems):
            counted = words.disk_broken.format(problems=words.count(len(problems), words.problem))
            return f"{counted}\n{fit(str(first), _PROBLEM, lambda text: block(escape(text)))}"
        case OnDisk(revision=state.knowledge.revision):
            return words.disk_other_files
        case OnDisk(revision=revision):
            return words.disk_other.format(revision=f"`{short(revision or '')}`")


def _heartbeat(last: dt.datetime | None, words: Texts) -> str:
    return words.no_heartbeat if last is None else words.heartbeat_at.format(moment=format_dt(last, "R"))


def _latency(latency: float, words: Texts) -> str:
    if not math.isfinite(latency):
        return words.gateway_unmeasured
    return words.gateway_latency.format(milliseconds=words.number(round(latency * 1000)))
