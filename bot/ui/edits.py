"""What a curator sees of an edit: its preview, why it cannot be made, its result, and the list of all edits."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any, Final

from discord import ButtonStyle, Colour
from discord.ui import Container, Item, LayoutView, Section
from discord.utils import format_dt

from bot.core.factbase.diff import AnswerChange, GoldenChange, Impact, ReplayedQuestion
from bot.core.knowledge.model import Fact, Knowledge
from bot.curation.git import Committed, NotCommitted
from bot.curation.operations import AnyEdit, LoadFiles, TakeBack
from bot.curation.quote_offers import NoSuchPassage
from bot.curation.results import (
    DiskDiffers,
    EditBroken,
    EditPreview,
    EditRefused,
    EntryChanged,
    LinesChanged,
    Overtaken,
    Published,
    QuoteWrong,
    ShownEdit,
)
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
from bot.ui.reload import asked_line, describe_outcome, golden_line

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


def proposed(found: ShownEdit, words: Texts) -> LayoutView:  # noqa: PLR0911 - one for each kind
    """Show an edit that is to be published, or why it cannot be."""
    match found:
        case EditPreview():
            return _preview(found, words)
        case QuoteWrong():
            return _quote_wrong(found, words)
        case EditBroken():
            return _broken(found, words)
        case EditRefused(reason=reason):
            shown = [f"## {words.edits.refused}", fit(reason, _REASON, line)]
            return framed(displays(shown), components.PROBLEM)
        case EntryChanged():
            return _entry_changed(found, words)
        case LinesChanged():
            return _lines_changed(found, words)
        case DiskDiffers():
            return _disk_differs(found, words)
        case Overtaken(edit=edit):
            retry = button(words.edits.retry_button, EditRetry(edit=edit.id, on_disk=False), ButtonStyle.primary)
            cancel = button(words.cancel_button, EditCancel(edit=edit.id))
            items = displays([f"## {words.edits.overtaken}", words.edits.overtaken_note])
            return framed([*items, *components.row([retry, cancel])], components.CLAIM)


def _preview(found: EditPreview, words: Texts) -> LayoutView:
    """Show the card as readers will see it, the difference of the files, and what check and the questions say."""
    texts, tried, edit = words.edits, found.tried, found.edit.id
    title = texts.preview if tried.files else texts.preview_load
    warned = [
        text for text, told in ((texts.preview_again, found.again), (texts.preview_on_disk, found.on_disk)) if told
    ]
    corrects = bool(tried.impact.corrections)
    card = _card(tried, words)
    head = [f"## {title}", *(f"**{text}**" for text in warned), _diff(tried.diff, words) if tried.diff else ""]
    results = [*([_corrected(found.corrected, words)] if corrects else []), *_results(tried, words)]
    parts = [*head, "\n".join(_fitting(results, room([*head, *card]), words))]
    quiet = button(texts.publish_wording_button, EditPublish(edit=edit, wording=True))
    buttons = [
        button(texts.publish_button, EditPublish(edit=edit), ButtonStyle.success),
        *([quiet] if corrects else []),
        *([button(texts.again_button, EditAgain(edit=edit))] if _has_form(found.operation) else []),
        button(words.cancel_button, EditCancel(edit=edit)),
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


def _has_form(operation: AnyEdit) -> bool:
    """Return whether an edit can be written again."""
    return not isinstance(operation, TakeBack | LoadFiles)


def _quote_wrong(found: QuoteWrong, words: Texts) -> LayoutView:
    """Offer the passage that was probably meant by a quote, if there is one."""
    texts, edit, offer = words.edits, found.edit.id, found.offer
    again = button(texts.again_button, EditAgain(edit=edit))
    cancel = button(words.cancel_button, EditCancel(edit=edit))
    head = [f"## {texts.quote_wrong}"]
    if isinstance(offer, NoSuchPassage):
        return framed([*displays([*head, texts.quote_nowhere]), *components.row([again, cancel])], components.PROBLEM)
    where = phrases.BETWEEN.join((fit(offer.source.title, _TITLE, line), fit(offer.source.publisher, _PUBLISHER, line)))
    shown = [texts.quote_offer, fit(offer.differences, _PASSAGE, _differences), f"-# {where}"]
    take = button(texts.take_button, EditTakePassage(edit=edit), ButtonStyle.primary)
    return framed([*displays([*head, *shown]), *components.row([take, again, cancel])], components.CLAIM)


def _broken(found: EditBroken, words: Texts) -> LayoutView:
    """Show what would be wrong with the files."""
    texts, edit = words.edits, found.edit.id
    head = f"## {texts.broken.format(problems=words.count(len(found.problems), words.problem))}"
    again = button(texts.again_button, EditAgain(edit=edit), ButtonStyle.primary)
    cancel = button(words.cancel_button, EditCancel(edit=edit))
    buttons = [*([again] if _has_form(found.operation) else []), cancel]
    return framed([*displays([head, *_problems(found.problems)]), *components.row(buttons)], components.PROBLEM)


def _entry_changed(found: EntryChanged, words: Texts) -> LayoutView:
    """Show an entry as it is now and with an edit that was refused, because others have edited it meanwhile."""
    texts = words.edits
    parts = [
        f"## {texts.entry_changed.format(entry=line(found.entry))}",
        texts.entry_changed_note,
        f"**{texts.entry_now}**\n{_code(found.now, 'yaml', _ENTRY)}",
        f"**{texts.entry_wanted}**\n{_code(found.wanted, 'yaml', _ENTRY)}",
    ]
    return framed(displays(parts), components.PROBLEM)


def _lines_changed(found: LinesChanged, words: Texts) -> LayoutView:
    """Say that an edit cannot be undone, and which later ones touch its lines."""
    path = line(found.path)
    named = ", ".join(f"#{each.id} ({fit(each.name, _NAME, line)}, `{each.entry}`)" for each in found.by)
    said = words.edits.lines_changed.format(path=path, edits=named)
    text = said if found.by else words.edits.lines_changed_disk.format(path=path)
    return framed(displays([text]), components.PROBLEM)


def _disk_differs(found: DiskDiffers, words: Texts) -> LayoutView:
    """Say that the files on disk are not the ones in use, and offer to load them first or to edit on top of them."""
    texts, edit, problems = words.edits, found.edit.id, found.disk.problems
    retry = button(texts.retry_button, EditRetry(edit=edit, on_disk=False))
    cancel = button(words.cancel_button, EditCancel(edit=edit))
    head = f"## {texts.disk_differs}"
    if problems:
        said = texts.disk_broken.format(problems=words.count(len(problems), words.problem))
        items = displays([head, said, *_problems(problems)])
        return framed([*items, *components.row([retry, cancel])], components.PROBLEM)
    buttons = [
        button(texts.load_disk_button, LoadDisk(edit=edit), ButtonStyle.primary),
        button(texts.on_disk_button, EditRetry(edit=edit, on_disk=True)),
        retry,
        cancel,
    ]
    return framed([*displays([head, texts.disk_differs_note]), *components.row(buttons)], components.CLAIM)


def published(done: Published, words: Texts) -> LayoutView:
    """Say that an edit is served, and offer to undo it."""
    texts, tried = words.edits, done.tried
    facts = words.count(tried.impact.changes.served, words.fact)
    head = [
        f"## {texts.published}",
        words.served.format(facts=facts, revision=short(tried.base.knowledge.revision)),
    ]
    if done.edit.question is not None:
        head.append(texts.published_told)
    if done.corrected:
        head.append(texts.published_corrects.format(messages=words.count(done.corrected, words.posted_message)))
    if done.kept:
        head.append(texts.published_kept)
    match done.git:
        case Committed(commit=commit):
            head.append(texts.published_commit.format(commit=short(commit)))
        case NotCommitted(reason=reason):
            head.append(f"**{texts.published_no_commit.format(reason=fit(reason, _REASON, line))}**")
        case None:
            pass
    if not done.recorded:
        head.append(f"**{words.loaded_unrecorded}**")
    undo = [button(texts.undo_button, EditUndo(edit=done.edit.id))] if tried.files else []
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
    return framed([*items, *components.row(turns)])


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
    yield golden_line(impact, words)
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
