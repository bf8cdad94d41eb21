"""What a curator sees of an edit: its preview, why it cannot be made, its result, and the list of all edits."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from discord import ButtonStyle, Colour
from discord.ui import Container, Item, LayoutView, Section
from discord.utils import format_dt

from bot.core.factbase.base import DiskState
from bot.core.factbase.diff import AnswerChange, GoldenChange, Impact, ReplayedQuestion
from bot.core.knowledge.model import Fact, Knowledge
from bot.curation.quote_offers import OfferedQuote
from bot.curation.trial import TriedEdit
from bot.errors import Problem
from bot.i18n import Texts, phrases
from bot.storage import EditState, StoredEdit
from bot.ui import components
from bot.ui.components import button, displays, framed, page_line, page_of, room
from bot.ui.custom_ids import (
    EditAgain,
    EditCancel,
    EditPublish,
    EditRetry,
    EditsPage,
    EditTakePassage,
    EditUndo,
    LoadDisk,
)
from bot.ui.facts import quoted, standing_line
from bot.ui.fitting import fit, short
from bot.ui.markdown import clean, line
from bot.ui.reload import asked_line, describe_outcome

_ON_PAGE: Final = 8  # edits of the list
_LISTED: Final = 3  # warnings, golden questions and questions that are named
_PROBLEMS: Final = 4

# Characters.
_STATEMENT: Final = 600
_CARD_QUOTE: Final = 350
_DIFF: Final = 1200
_MORE: Final = 40  # of the line that counts what does not fit
_QUESTION: Final = 120
_WARNING: Final = 220
_ENTRY: Final = 1500
_REASON: Final = 1500
_PASSAGE: Final = 3300
_TITLE: Final = 150
_PUBLISHER: Final = 100
_NAME: Final = 60

_QUOTES: Final = 2  # quotes of the card in a preview
_FENCE: Final = "```"

_TYPED: Final = re.compile(r"\\\[-(.+?)-\\\]")  # of a text whose brackets are escaped
_THERE: Final = re.compile(r"\{\+(.+?)\+\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewState:
    """What a preview says beside what the edit does: see `EditPreview`. `has_form`: it can be written again."""

    again: bool
    on_disk: bool
    corrected: int | None
    has_form: bool


def edit_preview(edit: StoredEdit, tried: TriedEdit, state: PreviewState, words: Texts) -> LayoutView:
    """Show the card as readers will see it, the difference of the files, and what check and the questions say."""
    texts = words.edits
    title = texts.preview if tried.files else texts.preview_load
    warned = [
        text for text, told in ((texts.preview_again, state.again), (texts.preview_on_disk, state.on_disk)) if told
    ]
    corrects = bool(tried.impact.corrections)
    card = _card(tried, words)
    head = [f"## {title}", *(f"**{text}**" for text in warned), _diff(tried.diff, words) if tried.diff else ""]
    results = [*([_corrected(state.corrected, words)] if corrects else []), *_results(tried, words)]
    parts = [*head, "\n".join(_fitting(results, room([*head, *card]), words))]
    quiet = button(texts.publish_wording_button, EditPublish(edit=edit.id, wording=True))
    buttons = [
        button(texts.publish_button, EditPublish(edit=edit.id), ButtonStyle.success),
        *([quiet] if corrects else []),
        *([button(texts.again_button, EditAgain(edit=edit.id))] if state.has_form else []),
        button(words.cancel_button, EditCancel(edit=edit.id)),
    ]
    view = LayoutView(timeout=None)
    if card:
        view.add_item(Container(*displays(card), accent_colour=_card_colour(tried)))
    colour = components.PROBLEM if _is_harmful(tried) else components.NEUTRAL
    view.add_item(Container(*displays(parts), *components.row(buttons), accent_colour=colour))
    return view


def _corrected(messages: int | None, words: Texts) -> str:
    if messages is None:
        return words.corrections_unread
    if not messages:
        return words.edits.corrects_none
    return words.edits.corrects.format(messages=words.count(messages, words.posted_message))


def quote_wrong(edit: StoredEdit, offer: OfferedQuote | None, words: Texts) -> LayoutView:
    """Offer the passage that was probably meant by a quote, if there is one."""
    texts = words.edits
    again = button(texts.again_button, EditAgain(edit=edit.id))
    cancel = button(words.cancel_button, EditCancel(edit=edit.id))
    head = [f"## {texts.quote_wrong}"]
    if offer is None:
        return framed([*displays([*head, texts.quote_nowhere]), *components.row([again, cancel])], components.PROBLEM)
    where = phrases.BETWEEN.join((fit(offer.source.title, _TITLE, line), fit(offer.source.publisher, _PUBLISHER, line)))
    shown = [texts.quote_offer, fit(offer.differences, _PASSAGE, _differences), f"-# {where}"]
    take = button(texts.take_button, EditTakePassage(edit=edit.id), ButtonStyle.primary)
    return framed([*displays([*head, *shown]), *components.row([take, again, cancel])], components.CLAIM)


def edit_broken(edit: StoredEdit, problems: Sequence[Problem], words: Texts, *, has_form: bool) -> LayoutView:
    """Show what would be wrong with the files; `has_form`: the edit can be written again."""
    texts = words.edits
    head = f"## {texts.broken.format(problems=words.count(len(problems), words.problem))}"
    buttons = [*([button(texts.again_button, EditAgain(edit=edit.id), ButtonStyle.primary)] if has_form else [])]
    buttons.append(button(words.cancel_button, EditCancel(edit=edit.id)))
    return framed([*displays([head, *_problems(problems)]), *components.row(buttons)], components.PROBLEM)


def edit_refused(reason: str, words: Texts) -> LayoutView:
    """Say why an edit cannot be made."""
    return framed(displays([f"## {words.edits.refused}", fit(reason, _REASON, line)]), components.PROBLEM)


def entry_changed(entry: str, now: str, wanted: str, words: Texts) -> LayoutView:
    """Show an entry as it is now and with an edit that was refused, because others have edited it meanwhile."""
    texts = words.edits
    parts = [
        f"## {texts.entry_changed.format(entry=line(entry))}",
        texts.entry_changed_note,
        f"**{texts.entry_now}**\n{_code(now, 'yaml', _ENTRY)}",
        f"**{texts.entry_wanted}**\n{_code(wanted, 'yaml', _ENTRY)}",
    ]
    return framed(displays(parts), components.PROBLEM)


def lines_changed(path: str, by: Sequence[StoredEdit], words: Texts) -> LayoutView:
    """Say that an edit cannot be undone, and which later ones touch its lines."""
    named = ", ".join(f"#{each.id} ({fit(each.name, _NAME, line)}, `{each.entry}`)" for each in by)
    said = words.edits.lines_changed.format(path=line(path), edits=named)
    text = said if by else words.edits.lines_changed_disk.format(path=line(path))
    return framed(displays([text]), components.PROBLEM)


def disk_differs(edit: StoredEdit, disk: DiskState, words: Texts) -> LayoutView:
    """Say that the files on disk are not the ones in use, and offer to load them first or to edit on top of them."""
    texts = words.edits
    retry = button(texts.retry_button, EditRetry(edit=edit.id, on_disk=False))
    cancel = button(words.cancel_button, EditCancel(edit=edit.id))
    head = f"## {texts.disk_differs}"
    if disk.problems:
        said = texts.disk_broken.format(problems=words.count(len(disk.problems), words.problem))
        items = displays([head, said, *_problems(disk.problems)])
        return framed([*items, *components.row([retry, cancel])], components.PROBLEM)
    buttons = [
        button(texts.load_disk_button, LoadDisk(edit=edit.id), ButtonStyle.primary),
        button(texts.on_disk_button, EditRetry(edit=edit.id, on_disk=True)),
        retry,
        cancel,
    ]
    return framed([*displays([head, texts.disk_differs_note]), *components.row(buttons)], components.CLAIM)


def overtaken(edit: StoredEdit, words: Texts) -> LayoutView:
    """Say that another process has published something at the same moment, and offer to try again."""
    retry = button(words.edits.retry_button, EditRetry(edit=edit.id, on_disk=False), ButtonStyle.primary)
    cancel = button(words.cancel_button, EditCancel(edit=edit.id))
    items = displays([f"## {words.edits.overtaken}", words.edits.overtaken_note])
    return framed([*items, *components.row([retry, cancel])], components.CLAIM)


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedNotes:
    """What else there is to say of an edit that was published."""

    recorded: bool
    kept: bool
    commit: str = ""
    not_committed: str = ""
    told: bool = False
    corrected: int = 0


def published(edit: StoredEdit, tried: TriedEdit, notes: PublishedNotes, words: Texts) -> LayoutView:
    """Say that an edit is served, and offer to undo it."""
    texts = words.edits
    facts = words.count(tried.impact.changes.served, words.fact)
    served = words.served.format(facts=facts, revision=short(tried.base.knowledge.revision))
    said = [
        texts.published_told if notes.told else "",
        texts.published_corrects.format(messages=words.count(notes.corrected, words.posted_message))
        if notes.corrected
        else "",
        texts.published_kept if notes.kept else "",
        texts.published_commit.format(commit=short(notes.commit)) if notes.commit else "",
        f"**{texts.published_no_commit.format(reason=fit(notes.not_committed, _REASON, line))}**"
        if notes.not_committed
        else "",
        "" if notes.recorded else f"**{words.loaded_unrecorded}**",
    ]
    undo = [button(texts.undo_button, EditUndo(edit=edit.id))] if tried.files else []
    head = [f"## {texts.published}", served, *said]
    return framed([*displays(head), *components.row(undo)], components.PROVEN)


def edits_page(edits: Sequence[StoredEdit], words: Texts, page: int = 0) -> LayoutView:
    """List who changed what, newest first; each edit that is in use has a button to undo it."""
    texts = words.edits
    page, pages, part = page_of(edits, page, _ON_PAGE)
    head = [f"## {texts.history}", *([] if edits else [texts.history_none]), *page_line(page, pages, words)]
    items: list[Item[Any]] = displays(head)
    for edit in part:
        text = _edit_line(edit, words)
        if edit.state is EditState.SERVED:
            items.append(Section(text, accessory=button(texts.undo_button, EditUndo(edit=edit.id))))
        else:
            items += displays([text])
    turns = components.turn(page, pages, lambda to: EditsPage(page=to), words)
    return framed([*items, *components.row(turns)], components.NEUTRAL)


def _edit_line(edit: StoredEdit, words: Texts) -> str:
    kind = re.match(r'\{"edit": "(\w+)"', edit.operation)
    name = words.edits.kinds.get(kind[1] if kind else "", "–").format(undoes=edit.undoes)
    who, when = fit(edit.name, _NAME, line), format_dt(edit.at, "f")
    parts = [f"**#{edit.id}** {name}", f"`{edit.entry}`", f"{who} (<@{edit.user}>)", when]
    return phrases.BETWEEN.join([*parts, words.edits.states.get(edit.state, edit.state)])


def _card(tried: TriedEdit, words: Texts) -> list[str]:
    """Write the entry as readers will see it, the longest parts shortened; nothing if there is no entry any more."""
    knowledge = tried.base.knowledge
    fact, unknown = knowledge.facts.get(tried.entry), knowledge.unknowns.get(tried.entry)
    title = f"-# {words.edits.card}"
    if fact is not None:
        return [title, *_fact_card(fact, knowledge, words)]
    if unknown is not None:
        return [title, f"## {words.not_in_source}", fit(unknown.statement, _STATEMENT, line)]
    return []


def _card_colour(tried: TriedEdit) -> Colour:
    fact = tried.base.knowledge.facts.get(tried.entry)
    return components.NEUTRAL if fact is None else components.STANDING[fact.standing]


def _fact_card(fact: Fact, knowledge: Knowledge, words: Texts) -> list[str]:
    quotes = [
        quoted(quote, knowledge.sources[quote.source], words, said=fact.attribution)(_CARD_QUOTE)
        for quote in fact.quotes[:_QUOTES]
    ]
    statement = f"### {fit(phrases.statement(fact, words), _STATEMENT, line)}"
    return [statement, standing_line(fact, words), "\n".join(quotes)]


def _fitting(results: Sequence[str], space: int, words: Texts) -> list[str]:
    """Return the first results, as far as they fit; the last line counts the others."""
    ends = [*itertools.accumulate(len(each) + 1 for each in results)]
    if not ends or ends[-1] <= space:
        return list(results)
    kept = bisect_right(ends, space - _MORE)
    return [*results[:kept], f"-# {words.and_more.format(count=words.number(len(results) - kept))}"]


def _diff(diff: str, words: Texts) -> str:
    """Write a difference as a block of code, cut at a line."""
    lines = diff.splitlines()
    kept: list[str] = []
    space = _DIFF
    for each in lines:
        space -= len(each) + 1
        if space < 0:
            break
        kept.append(each)
    written = _code("\n".join(kept), "diff", _DIFF)
    rest = len(lines) - len(kept)
    return f"{written}\n-# {words.edits.diff_cut.format(lines=words.count(rest, words.text_line))}" if rest else written


def _code(text: str, language: str, most: int) -> str:
    shown = fit(clean(text).replace(_FENCE, "`\u200b``"), most, str)
    return f"{_FENCE}{language}\n{shown}\n{_FENCE}"


def _differences(text: str) -> str:
    """Write a text in which [-…-] and {+…+} mark what differs: struck through and in bold."""
    apart = text.replace("-]{+", "-] {+")
    return "> " + _THERE.sub(r"**\1**", _TYPED.sub(r"~~\1~~", line(apart)))


def _results(tried: TriedEdit, words: Texts) -> Iterator[str]:
    yield from (_own(case, words) for case in tried.own[:_LISTED])
    if tried.dropped:
        yield words.edits.paraphrases_dropped.format(paraphrases=words.count(tried.dropped, words.paraphrase))
    if tried.files:
        yield from _warnings(tried.warnings, words)
    yield from _golden(tried.impact, words)
    yield from _asked(tried.impact, words)


def _own(case: ReplayedQuestion, words: Texts) -> str:
    return words.edits.answers.format(
        question=fit(case.question, _QUESTION, line), outcome=describe_outcome(case.new, words)
    )


def _warnings(warnings: Sequence[Problem], words: Texts) -> Iterator[str]:
    if not warnings:
        yield words.edits.no_warnings
        return
    yield words.edits.warnings.format(warnings=words.count(len(warnings), words.warning))
    yield from (f"- {fit(each.message.removeprefix('warning: '), _WARNING, line)}" for each in warnings[:_LISTED])


def _golden(impact: Impact, words: Texts) -> Iterator[str]:
    if not impact.golden:
        return
    right, before = sum(case.right for case in impact.golden), sum(case.was_right for case in impact.golden)
    total = words.number(len(impact.golden))
    yield words.golden_line.format(right=words.number(right), total=total, before=words.number(before))
    for case in _newly_wrong(impact)[:_LISTED]:
        yield f"- {fit(case.golden.question, _QUESTION, line)}: {describe_outcome(case.new, words)}"


def _asked(impact: Impact, words: Texts) -> Iterator[str]:
    if not impact.asked:
        return
    yield asked_line(impact, words)
    for case in impact.differing[:_LISTED]:
        yield f"- {fit(case.question, _QUESTION, line)}: {describe_outcome(case.new, words)}"


def _newly_wrong(impact: Impact) -> list[GoldenChange]:
    return [case for case in impact.missed if case.was_right]


def _is_harmful(tried: TriedEdit) -> bool:
    lost = any(case.change is AnswerChange.LOST for case in tried.impact.asked)
    return bool(tried.warnings or _newly_wrong(tried.impact) or lost)


def _problems(problems: Sequence[Problem]) -> list[str]:
    shown = [f"**{line(f'{each.file}:{each.line}')}** {fit(each.message, _WARNING * 2, line)}" for each in problems]
    return ["\n".join(shown[:_PROBLEMS])]
