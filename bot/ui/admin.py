"""Pages for admins: unanswered questions, votes, the status of the bot and the history of loads."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from discord.ui import LayoutView, Separator
from discord.utils import format_dt

from bot.core.factbase.base import DiskState
from bot.core.factbase.names import DEFAULT_BASE
from bot.core.knowledge.model import Knowledge
from bot.core.matching.clustering import QuestionGroup
from bot.core.matching.weights import SavedCalibration
from bot.errors import Problem
from bot.i18n import Texts
from bot.storage import EditProgress, LoadRecord, VoteCount
from bot.ui import components
from bot.ui.components import button, displays, framed, page_line, page_of, room
from bot.ui.custom_ids import EditsPage, UnansweredExport, UnansweredPage, VotedPage
from bot.ui.fitting import ELLIPSIS, Piece, fill, fit, short
from bot.ui.markdown import block_quote, line
from bot.ui.processes import SharedBot, process_list

_QUESTIONS_ON_PAGE: Final = 10
_VOTED_ON_PAGE: Final = 5
_WORDINGS: Final = 3  # other wordings of a group that are shown
_WORDING: Final = 120  # characters of each
_STATEMENT: Final = 300
_SAID: Final = 6  # comments on a fact that are shown, the latest
_QUOTED: Final = "\n> "
_PROBLEM: Final = 1500  # characters of the first problem on disk
_REASON: Final = 200  # characters of why the database fails


def unanswered(found: Sequence[QuestionGroup], words: Texts, page: int = 0, *, most: int) -> LayoutView:
    """Show a page of the unanswered questions; `most` is how many questions are read from the log."""
    page, pages, part = page_of(found, page, _QUESTIONS_ON_PAGE)
    asked = sum(group.times for group in found)
    head = [f"## {words.unanswered}"]
    if found:
        counts = (words.count(asked, words.question), words.count(len(found), words.question_group))
        head += page_line(page, pages, words, *counts)
    else:
        head.append(words.unanswered_none)
    head += (
        [f"-# {words.unanswered_latest.format(questions=words.count(most, words.question))}"] if asked >= most else []
    )
    written = fill([_group(group, words) for group in part], room(head))
    items = [*displays(head), *([Separator()] if part else []), *displays(written)]
    turns = components.turn(page, pages, lambda target: UnansweredPage(page=target), words)
    export = [button(words.export_button, UnansweredExport())] if found else []
    row = components.row([*turns, button(words.voted_button, VotedPage()), *export])
    return framed([*items, *row])


def voted(tallies: Sequence[VoteCount], knowledge: Knowledge, words: Texts, page: int = 0) -> LayoutView:
    """Show a page of the facts with votes against them, with the comments of the voters."""
    page, pages, part = page_of([tally for tally in tallies if tally.down], page, _VOTED_ON_PAGE)
    head = [f"## {words.voted}", *([] if part else [words.voted_none])]
    head += page_line(page, pages, words)
    written = fill([_tally(tally, knowledge, words) for tally in part], room(head))
    items = [*displays(head), *([Separator()] if part else []), *displays(written)]
    turns = components.turn(page, pages, lambda target: VotedPage(page=target), words)
    row = components.row([*turns, button(words.unanswered_button, UnansweredPage())])
    return framed([*items, *row])


def _group(group: QuestionGroup, words: Texts) -> Piece:
    """Write how often and how it was asked, the outcomes, when it was last asked, and the closest fact."""
    title = f"**{words.number(group.times)}×** "
    notes = [
        *_outcomes(group, words),
        words.unanswered_last.format(day=words.date(group.last.date())),
        *_nearest(group, words),
    ]
    note = f"\n-# {' · '.join(notes)}"
    others = [fit(wording, _WORDING, line) for wording in group.wordings[1 : 1 + _WORDINGS]]
    also = f"\n-# {words.unanswered_also.format(wordings=' / '.join(others))}" if others else ""

    least = min(len(line(group.wordings[0])), _WORDING)

    def write(space: int) -> str:
        extra = also if len(title) + least + len(also) + len(note) <= space else ""
        asked = fit(group.wordings[0], space - len(title) - len(note) - len(extra), line) or ELLIPSIS
        return f"{title}{asked}{extra}{note}"

    return write


def _outcomes(group: QuestionGroup, words: Texts) -> list[str]:
    counted = Counter(question.outcome for question in group.questions)
    return [
        words.count(counted[outcome], noun) for outcome, noun in words.unanswered_outcomes.items() if counted[outcome]
    ]


def _nearest(group: QuestionGroup, words: Texts) -> list[str]:
    facts = Counter(question.fact for question in group.questions if question.fact is not None)
    nearest = min(facts, key=lambda fact: (-facts[fact], fact), default=None)
    return [] if nearest is None else [words.unanswered_nearest.format(fact=f"`{nearest}`")]


def _tally(tally: VoteCount, knowledge: Knowledge, words: Texts) -> Piece:
    """Write a fact, its votes, and the latest comments."""
    fact = knowledge.facts.get(tally.fact)
    statement = fit(fact.statement, _STATEMENT, line) if fact else words.fact_gone
    counted = words.vote_counts.format(down=words.number(tally.down), up=words.number(tally.up))
    head = f"**{counted}** · `{tally.fact}`\n{statement}"
    said = [_said(word) for word in reversed(tally.words) if line(word)][:_SAID]
    return lambda space: head + "".join(fill(said, space - len(head)))


def _said(word: str) -> Piece:
    return lambda space: f"\n> {fit(word, space - len(_QUOTED), line)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessStatus:
    """The bot's process: its version, since when it runs, and its memory in MiB, None if the system does not say."""

    version: str
    since: dt.datetime
    memory: float | None
    servers: int
    shards: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BasesStatus:
    """The base that is looked at, all bases of the admin by name, and those of them that are loaded or cannot be."""

    name: str
    own: tuple[str, ...]
    in_use: frozenset[str]
    broken: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What /admin status shows. `disk` is None while a base is being loaded; `latency` is in seconds or not finite.

    `load` is the record of the base in use, None if there is none; `broken` is why the database fails, if it does.
    `edits` is how far the posted messages are corrected.
    `shared` has the processes of a bot that may have several.
    """

    bases: BasesStatus
    knowledge: Knowledge
    calibration: SavedCalibration | None
    disk: DiskState | None
    load: LoadRecord | None
    heartbeat: dt.datetime | None
    broken: str
    latency: float
    process: ProcessStatus
    edits: EditProgress | None = None
    shared: SharedBot | None = None


def status(state: Status, words: Texts) -> LayoutView:
    """Show which base is in use and since when, what is on disk, and the state of the process and its connections."""
    facts, revision = words.count(len(state.knowledge.facts), words.fact), f"`{short(state.knowledge.revision)}`"
    serving = [words.status_serves.format(facts=facts, revision=revision), _since(state.load, words)]
    if state.load and state.load.instead_of:
        serving.append(words.status_rolled_back.format(revision=f"`{short(state.load.instead_of)}`"))
    serving.append(f"-# {_calibration(state, words)}")
    parts = [
        words.database_broken.format(reason=fit(state.broken, _REASON, line)) if state.broken else words.database_works
    ]
    parts += [_heartbeat(state.heartbeat, words)] if not state.broken else []
    parts.append(_gateway(state, words))
    parts += [_edits(state.edits, words)] if state.edits else []
    disk = _disk(state, words)
    serving = [*_bases(state.bases, words), *serving]
    texts = [f"## {words.status}", "\n".join(serving), disk, "\n".join(parts), _process(state.process, words)]
    texts += [process_list(state.shared, words)] if state.shared else []
    head, body, *rest = displays(texts)
    items = [head, body, *(item for part in rest for item in (Separator(), part))]
    healthy = (
        not state.broken
        and state.disk is not None
        and state.disk.same
        and (state.shared is None or state.shared.healthy)
    )
    return framed(items, components.NEUTRAL if healthy else components.PROBLEM)


def broken_base(bases: BasesStatus, problems: Sequence[Problem], words: Texts) -> LayoutView:
    """Show that a base cannot be loaded, and its first problem."""
    counted = words.base_broken.format(problems=words.count(len(problems), words.problem))
    first = [fit(str(problem), _PROBLEM, block_quote) for problem in problems[:1]]
    return framed(displays([f"## {words.status}", *_bases(bases, words), counted, *first]), components.PROBLEM)


def _bases(bases: BasesStatus, words: Texts) -> list[str]:
    """Return which base this is and how many of the others are loaded; nothing if there are no others."""
    if len(bases.own) == 1 and bases.name == DEFAULT_BASE:
        return []
    counts = words.status_bases.format(used=words.number(len(bases.in_use)), all=words.number(len(bases.own)))
    broken = [words.status_bases_broken.format(names=", ".join(f"`{name}`" for name in sorted(bases.broken)))]
    return [
        f"{words.status_base} `{bases.name}`",
        *([f"-# {' · '.join([counts, *(broken if bases.broken else [])])}"] if len(bases.own) > 1 else []),
    ]


def history(loads: Sequence[LoadRecord], served: str, words: Texts) -> LayoutView:
    """Show the loads, newest first, as far as they fit; the newest load of the revision `served` is marked.

    A button shows the edits of curators.
    """
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
    items = displays([*head, "\n".join(lines)])
    return framed([*items, *components.row([button(words.edits.history_button, EditsPage())])])


def load_choice(load: LoadRecord, words: Texts) -> str:
    """Return a load as an autocomplete choice: revision, time (UTC), number of facts."""
    when = f"{words.date(load.at.astimezone(dt.UTC).date())}, {load.at.astimezone(dt.UTC):%H:%M} UTC"
    return f"{short(load.revision)} · {when} · {words.count(load.facts, words.fact)}"


def _since(load: LoadRecord | None, words: Texts) -> str:
    if load is None:
        return words.status_since.format(moment="–", distance="–", how=words.load_unrecorded)
    moments = {"moment": format_dt(load.at, "f"), "distance": format_dt(load.at, "R")}
    return words.status_since.format(**moments, how=_how(load, words))


def _load(load: LoadRecord, words: Texts, *, now: bool) -> str:
    parts = [
        f"`{short(load.revision)}`",
        words.count(load.facts, words.fact),
        format_dt(load.at, "f"),
        _how(load, words),
    ]
    return " · ".join([*parts, *([f"**{words.history_served}**"] if now else [])])


def _how(load: LoadRecord, words: Texts) -> str:
    by = f" {words.load_by.format(user=f'<@{load.by}>')}" if load.by is not None else ""
    return words.load_how[load.reason] + by


def _calibration(state: Status, words: Texts) -> str:
    if state.calibration is None:
        return words.not_calibrated
    if state.calibration.revision == state.knowledge.revision:
        return words.calibrated
    return words.calibrated_earlier.format(revision=short(state.calibration.revision))


def _disk(state: Status, words: Texts) -> str:
    match state.disk:
        case None:
            return words.reload_runs
        case DiskState(same=True):
            return words.disk_same
        case DiskState(problems=(first, *_) as problems):
            counted = words.disk_broken.format(problems=words.count(len(problems), words.problem))
            return f"{counted}\n{fit(str(first), _PROBLEM, block_quote)}"
        case DiskState(revision=state.knowledge.revision):
            return words.disk_other_files
        case DiskState(revision=revision):
            return words.disk_other.format(revision=f"`{short(revision or '')}`")


def _heartbeat(last: dt.datetime | None, words: Texts) -> str:
    return words.no_heartbeat if last is None else words.heartbeat_at.format(moment=format_dt(last, "R"))


def _edits(edits: EditProgress, words: Texts) -> str:
    counts = [
        words.status_edits_done.format(messages=words.count(edits.edited, words.posted_message))
        if edits.edited
        else "",
        words.status_edits_pending.format(messages=words.number(edits.pending)) if edits.pending else "",
        *(
            words.status_edits_skipped.format(count=words.number(count), reason=words.skip_reasons[reason])
            for reason, count in edits.skipped.items()
        ),
    ]
    said = ", ".join(filter(None, counts))
    return words.status_edits.format(counts=said) if said else words.status_edits_none


def _gateway(state: Status, words: Texts) -> str:
    servers, shards = words.count(state.process.servers, words.server), words.count(state.process.shards, words.shard)
    return " · ".join([_latency(state.latency, words), servers, shards])


def _latency(latency: float, words: Texts) -> str:
    if not math.isfinite(latency):
        return words.gateway_unmeasured
    return words.gateway_latency.format(milliseconds=words.number(round(latency * 1000)))


def _process(process: ProcessStatus, words: Texts) -> str:
    parts = [
        words.status_version.format(version=process.version),
        words.status_running.format(moment=format_dt(process.since, "f"), distance=format_dt(process.since, "R")),
    ]
    if process.memory is not None:
        parts.append(words.status_memory.format(megabytes=words.number(round(process.memory))))
    return " · ".join(parts)
