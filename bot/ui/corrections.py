"""What is corrected: messages that show a fact as it was, the list of corrections, and notes on old messages."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from discord.ui import Button, Container, Item, LayoutView, Section, Separator, TextDisplay

from bot.core.factbase.corrections import CorrectionKind, FactCorrection, Said, SaidQuote, said
from bot.core.knowledge.model import Knowledge, RetiredFact
from bot.i18n import Texts, phrases
from bot.storage import Correction, PendingEdit, ShownFact
from bot.ui import components
from bot.ui.components import displays, framed, page_line, page_of, room
from bot.ui.custom_ids import CorrectionsPage, Related, ShowFact, parse
from bot.ui.facts import heading
from bot.ui.fitting import LAYOUT_TEXT, MESSAGE_TEXT, Piece, fill, fit
from bot.ui.markdown import block, escape, line, plain

ON_PAGE: Final = 4
"""Corrections on a page."""

_EDITION: Final = 3  # corrections at the beginning of a briefing
_EDITION_TEXT: Final = 600  # characters of them
_ATTRIBUTION: Final = 120
_PUBLISHER: Final = 60
_REASON: Final = 610  # a reason of 300 characters, all escaped
_OLD: Final = 300  # of what a message said, in a note
_BEGINNING: Final = 30  # characters by which a statement is recognised
_NUMBER: Final = re.compile(r"\*\*\d+\.\*\* ")
_NUMBERS: Final = re.compile(rf"^{_NUMBER.pattern}", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lengths:
    """Most characters of the old statement, of each old quote, of each new quote, and of the new statement.

    0 leaves it out.
    """

    old: int
    struck: int
    quote: int
    new: int = LAYOUT_TEXT


_WHOLE: Final = LAYOUT_TEXT
_LENGTHS: Final = (
    _Lengths(old=_WHOLE, struck=_WHOLE, quote=_WHOLE),
    _Lengths(old=_WHOLE, struck=160, quote=_WHOLE),
    _Lengths(old=200, struck=80, quote=_WHOLE),
    _Lengths(old=100, struck=0, quote=_WHOLE),
    _Lengths(old=100, struck=0, quote=320),
    _Lengths(old=60, struck=0, quote=140),
    _Lengths(old=60, struck=0, quote=0),
    _Lengths(old=0, struck=0, quote=0),
    *(_Lengths(old=0, struck=0, quote=0, new=length) for length in (300, 150, 80, 40)),
)
"""What is tried until a corrected message fits: the old text is shortened first, then the new quote."""


def shown_facts(view: LayoutView, knowledge: Knowledge, words: Texts) -> tuple[ShownFact, ...]:
    """Return the facts that a layout shows, and where."""
    texts = list(_texts(view))
    owners = {
        id(text): action.fact
        for section in view.walk_children()
        if isinstance(section, Section) and isinstance(action := _action(section.accessory), ShowFact)
        for text in section.children
    }
    entries: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        if (fact := owners.get(id(text))) in knowledge.facts:
            entries.setdefault(str(fact), []).append(place)
    card = _card(view, [text.content for text in texts], knowledge, words)
    return tuple(
        ShownFact(
            fact=key,
            said=said(knowledge.facts[key], knowledge),
            card=card.get(key, ()),
            entries=tuple(entries.get(key, ())),
        )
        for key in dict.fromkeys((*card, *entries))
    )


def _texts(view: LayoutView) -> Iterator[TextDisplay[Any]]:
    return (item for item in view.walk_children() if isinstance(item, TextDisplay))


def _action(item: object) -> object:
    return parse(item.custom_id) if isinstance(item, Button) and item.custom_id else None


def _card(view: LayoutView, texts: Sequence[str], knowledge: Knowledge, words: Texts) -> dict[str, tuple[int, ...]]:
    """Return the places of the statement, the standing and the quotes of the fact that the layout is a card of."""
    related = [action.fact for item in view.walk_children() if isinstance(action := _action(item), Related)]
    for key in related:
        fact = knowledge.facts.get(key)
        statement = None if fact is None else heading(phrases.statement(fact, words))
        if statement is not None and statement in texts:
            start = texts.index(statement)
            end = start + 2
            while end < len(texts) and texts[end].startswith("> "):
                end += 1
            return {key: tuple(range(start, end))}
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """A fact as a message shows it, and what it has said since, None where it was retired.

    `on` has the days of its corrections.
    """

    shown: ShownFact
    versions: tuple[Said | None, ...]
    on: tuple[dt.date, ...]
    reason: str
    words: Texts

    @property
    def now(self) -> Said | None:
        """What the fact says now."""
        return self.versions[-1]

    @property
    def standing_changed(self) -> bool:
        """Whether an edit may ever have changed the line of its standing."""
        before = _standing(self.shown.said, self.words)
        return any(each is None or _standing(each, self.words) != before for each in self.versions)

    @property
    def quotes_changed(self) -> bool:
        """Whether an edit may ever have changed its quotes."""
        return any(each is None or each.quotes != self.shown.said.quotes for each in self.versions)

    @property
    def back(self) -> bool:
        """Whether it says the same again as the message did at first."""
        return self.now is not None and self.shown.said.reads_as(self.now, self.words.language)

    def is_still_right(self, texts: Sequence[str]) -> bool:
        """Return whether a layout with these texts was never edited, and all was taken back meanwhile."""
        places = [*self.shown.card[:1], *self.shown.entries]
        if not self.back or not all(place < len(texts) for place in places):
            return False
        statement = self.shown.said.stated(self.words.language)
        return all(texts[place].startswith((heading(statement), line(statement))) for place in places)

    @property
    def title(self) -> str:
        """When it was corrected or retired, and why."""
        dates = ", ".join(self.words.date(day) for day in self.on)
        if self.now is None:
            retired = self.words.retired_on.format(dates=dates)
            return f"**{retired}:** {fit(self.reason or self.words.retired_unexplained, _REASON, line)}"
        return f"**{(self.words.corrected_back if self.back else self.words.corrected_on).format(dates=dates)}**"

    def head(self, lengths: _Lengths) -> list[str]:
        """Return when it was corrected, and the old statement struck through."""
        old, new = self.shown.said.stated(self.words.language), self.now and self.now.stated(self.words.language)
        struck = fit(old, lengths.old, strike) if lengths.old and old != new else ""
        return [self.title, *([struck] if struck else [])]

    def standing(self) -> list[str]:
        """Return who said it before, struck through if that was corrected, and who says it."""
        old, new = self.shown.said, self.now
        before, after = _standing(old, self.words), None if new is None else _standing(new, self.words)
        if new is None:
            return [f"-# ~~{before}~~"]
        return [f"-# {after}"] if before == after else [f"-# ~~{before}~~", f"-# {after}"]

    def quote(self, place: int, lengths: _Lengths) -> str:
        """Return the quote at a place of the old ones, struck through if it is none any more, and the new ones."""
        old = self.shown.said.quotes[place]
        kept = self.now is not None and old in self.now.quotes
        parts = [_quoted(old, lengths.quote, self.words)] if kept else [_struck(old, lengths.struck)]
        if place == self._first_changed:
            parts += [_quoted(each, lengths.quote, self.words) for each in self._added]
        return "\n".join(filter(None, parts))

    @property
    def _added(self) -> tuple[SaidQuote, ...]:
        old = self.shown.said.quotes
        return () if self.now is None else tuple(each for each in self.now.quotes if each not in old)

    @property
    def _first_changed(self) -> int:
        old = self.shown.said.quotes
        gone = [place for place, each in enumerate(old) if self.now is None or each not in self.now.quotes]
        return gone[0] if gone else len(old) - 1


def corrected_layout(edit: PendingEdit, view: LayoutView, words: Texts) -> bool:
    """Correct what a layout shows of its facts, and nothing else. Return whether that changed it."""
    texts = list(_texts(view))
    before = [text.content for text in texts]
    states = [state for state in _states(edit, words) if not state.is_still_right(before)]
    for lengths in _LENGTHS:
        written = {place: text for state in states for place, text in _layout_texts(state, lengths) if text}
        after = [written.get(place, text) for place, text in enumerate(before)]
        if sum(map(len, after)) <= LAYOUT_TEXT:
            break
    for text, content in zip(texts, after, strict=True):
        text.content = content
    _recolour(view, states)
    return before != [text.content for text in texts]


def _recolour(view: LayoutView, states: Sequence[_State]) -> None:
    """Give a card the colour of its fact's standing."""
    for state in states:
        if state.shown.card:
            colour = components.NEUTRAL if state.now is None else components.STANDING[state.now.standing]
            for item in view.children:
                if isinstance(item, Container):
                    item.accent_colour = colour


def _layout_texts(state: _State, lengths: _Lengths) -> Iterator[tuple[int, str]]:
    """Return the new texts by their places."""
    words, now = state.words, state.now
    if state.shown.card:
        statement, standing, *quotes = state.shown.card
        new = [] if now is None else [heading(fit(now.stated(words.language), lengths.new, plain))]
        yield statement, "\n".join([*state.head(lengths), *new])
        if state.standing_changed:
            yield standing, "\n".join(state.standing())
        if state.quotes_changed or lengths.quote < _WHOLE:
            for index, place in enumerate(quotes):
                yield place, state.quote(index, lengths) or f"-# {words.quote_removed}"
    for place in state.shown.entries:
        new = [] if now is None else [fit(now.stated(words.language), lengths.new, line)]
        yield place, "\n".join([*state.head(lengths), *new, *state.standing()])


def corrected_content(edit: PendingEdit, current: str, words: Texts) -> str:
    """Return the text of a plain message with its facts corrected, in at most 2,000 characters.

    `current` is its text now: a fact of which all was taken back before the message was edited stays as it is.
    """
    content = edit.posted.content or ""
    found = [state for state in _states(edit, words) if state.shown.text]
    states = [state for state in found if not (state.back and state.shown.text in current)]
    for lengths in _LENGTHS:
        corrected = content
        for state in states:
            corrected = corrected.replace(state.shown.text, _plain(state, lengths), 1)
        if len(corrected) <= MESSAGE_TEXT:
            return corrected
    return corrected[:MESSAGE_TEXT]


def _plain(state: _State, lengths: _Lengths) -> str:
    """Write a fact of a plain message, with its number."""
    found, now = _NUMBER.match(state.shown.text), state.now
    number = found.group() if found else ""
    title, *struck = state.head(lengths)
    if now is None:
        return "\n".join([f"{number}{title}", *struck])
    quotes = []
    if state.shown.quoted:
        old, new = state.shown.said.quotes[:1], now.quotes[:1]
        quotes = [_struck(each, lengths.struck) for each in old if each not in now.quotes]
        quotes += [_quoted(each, lengths.quote, state.words) for each in new]
    statement = fit(now.stated(state.words.language), lengths.new, line)
    return "\n".join(filter(None, [f"{number}{title}", *struck, statement, *state.standing(), *quotes]))


def _states(edit: PendingEdit, words: Texts) -> Iterator[_State]:
    """Return the state of each fact that was corrected since the message was posted."""
    for shown in edit.posted.facts:
        its = [each for each in edit.corrections if each.change.fact == shown.fact]
        on = [
            each.at.date() for each in its if not each.change.wording and shown.concerned(each.change, words.language)
        ]
        if on:
            versions, days = tuple(each.change.new for each in its), tuple(dict.fromkeys(on))
            reason = its[-1].change.reason
            yield _State(shown=shown, versions=versions, on=days, reason=reason, words=words)


def strike(text: str) -> str:
    """Return markdown that shows the text struck through, line by line."""
    return "\n".join(f"~~{part}~~" if part.strip() else part for part in escape(text).split("\n"))


def _standing(text: Said, words: Texts) -> str:
    who = words.attributions.get(text.attribution.lower(), text.attribution)
    by = words.said_by[text.standing].format(standing=words.standing[text.standing], who=fit(who, _ATTRIBUTION, line))
    return phrases.BETWEEN.join([by, *([words.date(text.when)] if text.when else [])])


def _quoted(quote: SaidQuote, length: int, words: Texts) -> str:
    if not length:
        return ""
    where = [
        fit(quote.publisher, _PUBLISHER, line),
        words.source_published.format(date=words.date(quote.published)) if quote.published else "",
        words.paragraph.format(number=words.number(quote.paragraph)) if quote.paragraph else "",
    ]
    return f"{block(fit(quote.exact, length))}\n-# {phrases.BETWEEN.join(filter(None, where))}"


def _struck(quote: SaidQuote, length: int) -> str:
    return block(fit(quote.exact, length, strike)) if length else ""


def correction(found: Correction, words: Texts) -> Piece:
    """Write when a fact was corrected, and how."""
    title, body = f"**{_title(found, words)}**", said_change(found.change, words)
    return lambda room: f"{title}\n{body(room - len(title) - 1)}"


def said_change(change: FactCorrection, words: Texts) -> Piece:
    """Write what a fact said, struck through, and what it says now or why it was retired."""
    old = "" if change.old is None else change.old.stated(words.language)
    new = "" if change.new is None else change.new.stated(words.language)
    reason = fit(change.reason or words.retired_unexplained, _REASON, line) if change.new is None else ""
    details = list(_details(change, words))

    def write(room: int) -> str:
        left = room - sum(len(text) + 1 for text in (reason, *details)) - 2
        before, after = fill([_struck_piece(old if old != new else ""), _line_piece(new)], left)
        return "\n".join(filter(None, [before, after, reason, *details]))

    return write


def _title(found: Correction, words: Texts) -> str:
    template = {
        CorrectionKind.CHANGED: words.corrected_on,
        CorrectionKind.RETIRED: words.retired_on,
        CorrectionKind.RESTORED: words.restored_on,
    }[found.change.kind]
    return template.format(dates=words.date(found.at.date()))


def _details(change: FactCorrection, words: Texts) -> Iterator[str]:
    """Return the standing and the quote, old and new, as far as they were corrected."""
    old, new = change.old, change.new
    if old is None or new is None:
        return
    before, after = _standing(old, words), _standing(new, words)
    if before != after:
        yield f"-# ~~{before}~~ {after}"
    if old.quotes != new.quotes:
        yield from (_struck(each, _OLD) for each in old.quotes[:1] if each not in new.quotes)
        yield from (_quoted(each, _OLD, words) for each in new.quotes[:1])


def _struck_piece(text: str) -> Piece:
    return lambda room: fit(text, room, strike)


def _line_piece(text: str) -> Piece:
    return lambda room: fit(text, room, line)


def corrections_page(found: Sequence[Correction], knowledge: Knowledge, words: Texts, page: int = 0) -> LayoutView:
    """Show a page of the corrections, newest first; a page past the last shows the last."""
    found = [each for each in found if each.change.concerns(words.language)]
    head = [f"## {words.corrections}"]
    if not found:
        return framed(displays([*head, words.corrections_none]))
    page, pages, part = page_of(found, page, ON_PAGE)
    head += page_line(page, pages, words, words.count(len(found), words.correction))
    written = fill([correction(each, words) for each in part], room(head))
    items: list[Item[Any]] = displays(head)
    opened: set[str] = set()  # a message has the button of a fact once
    for each, text in zip(part, written, strict=True):
        fact = None if each.change.fact in opened else knowledge.facts.get(each.change.fact)
        opened.add(each.change.fact)
        button = None if fact is None else components.show(fact, words)
        items += [Separator(), TextDisplay(text) if button is None else Section(TextDisplay(text), accessory=button)]
    turns = components.turn(page, pages, lambda to: CorrectionsPage(page=to), words)
    return framed([*items, *components.row(turns)])


def edition_corrections(found: Sequence[Correction], words: Texts) -> str:
    """Return the corrections that a briefing begins with, each fact once; empty without any."""
    latest: dict[str, list[Correction]] = {}
    for each in found:
        if each.change.concerns(words.language):
            latest.setdefault(each.change.fact, []).append(each)
    if not latest:
        return ""
    lines = [_edition_line(its, words) for its in list(latest.values())[:_EDITION]]
    more = len(latest) - len(lines)
    rest = [f"-# {words.corrections_more.format(count=words.number(more))}"] if more else []
    return "\n".join([f"**{words.corrections}**", *fill(lines, _EDITION_TEXT), *rest])


def _edition_line(its: Sequence[Correction], words: Texts) -> Piece:
    first, last = its[0].change, its[-1].change
    old = "" if first.old is None else first.old.stated(words.language)
    new = "" if last.new is None else last.new.stated(words.language)
    title = f"- {_title(its[-1], words)}: "
    after = last.reason or words.retired_unexplained if last.new is None else new

    def write(room: int) -> str:
        shown = fill([_struck_piece(old if old != new else ""), _line_piece(after)], room - len(title) - 1)
        return title + " ".join(filter(None, shown))

    return write


def since_note(shown: Said | None, found: Sequence[Correction], now: Said | None, words: Texts) -> str:
    """Return what to say above a fact that a message shows as it was; empty if it says the same.

    `shown` is what the message said, if that is known; `found` has what was changed since, oldest first.
    """
    real = [each for each in found if not each.change.wording and each.change.concerns(words.language)]
    before = shown or next((each.change.old for each in found if each.change.old is not None), None)
    if before is None or (now is not None and before.reads_as(now, words.language)):
        return ""
    old = fit(before.stated(words.language), _OLD, strike)
    differs = now is None or before.stated(words.language) != now.stated(words.language)
    said_before = words.said_then.format(old=old) if differs else ""
    if real:
        note = words.corrected_since.format(date=words.date(real[-1].at.date()))
    elif found:
        note = words.reworded_since
    else:
        return ""
    return "\n".join(f"-# {text}" for text in filter(None, (note, said_before)))


def retired(fact: RetiredFact, words: Texts) -> LayoutView:
    """Show a fact that was retired, and why."""
    return _withdrawn(fact.statement, fact.on, fact.reason, words)


def deleted(found: Correction, words: Texts) -> LayoutView:
    """Show a fact that was taken out of the base."""
    old = "" if found.change.old is None else found.change.old.stated(words.language)
    return _withdrawn(old, found.at.date(), found.change.reason, words)


def _withdrawn(statement: str, on: dt.date, reason: str, words: Texts) -> LayoutView:
    title = f"## {words.retired_on.format(dates=words.date(on))}"
    why = fit(reason or words.retired_unexplained, _REASON, line)
    return framed(displays([title, why, fit(statement, _WHOLE // 2, strike)]))


def plain_facts(ids: Sequence[str], content: str, knowledge: Knowledge, words: Texts) -> tuple[ShownFact, ...]:
    """Return the facts of a plain message, which numbers them, with what it says of each.

    A fact is left out if the message says something else of it than the base.
    """
    starts = [found.start() for found in _NUMBERS.finditer(content)]
    if len(starts) != len(ids):
        return ()
    texts = [content[start:end].rstrip() for start, end in zip(starts, [*starts[1:], len(content)], strict=True)]
    shown = []
    for key, text in zip(ids, texts, strict=True):
        fact = knowledge.facts.get(key)
        if fact is not None and line(phrases.statement(fact, words))[:_BEGINNING] in text:
            shown.append(ShownFact(fact=key, said=said(fact, knowledge), text=text))
    return tuple(shown)
