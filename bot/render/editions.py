"""The daily briefing: plain content, so that notifications show it, with one button for each fact."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from discord.ui import View

from bot.custom_ids import InEdition
from bot.render import buttons
from bot.render.escape import block, escape, line
from bot.render.limits import MESSAGE_TEXT, ROW_BUTTONS, VIEW_ROWS, fit
from bot.render.passages import standing_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.core.briefing import Edition
    from bot.core.facts import Fact, Knowledge
    from bot.texts import Texts

_QUOTE_LENGTHS: Final = (320, 220, 140, 80)  # characters; each is tried before a fact is left out
_ATTRIBUTION: Final = 120
_PUBLISHER: Final = 60
_LEAST: Final = 170  # characters that a fact needs with its statement cut
_BUTTONS: Final = ROW_BUTTONS * VIEW_ROWS


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """A briefing as it is sent: at most 2,000 characters, and a button for each fact that it tells.

    `told` are the facts that it does tell, in order: some may not have fitted.
    """

    content: str
    view: View
    told: tuple[Fact, ...]


def briefing(edition: Edition, knowledge: Knowledge, words: Texts, *, late: bool = False) -> Briefing:
    """Write an edition. Quotes are shortened first; then whole blocks are left out from the end, with a note."""
    head = f"## {words.briefing.format(day=words.date(edition.day))}" + (f"\n-# {words.briefing_late}" if late else "")
    if not edition.facts:
        return Briefing(content=f"{head}\n\n{words.briefing_empty}", view=_view(edition, (), words), told=())
    for told, content in _attempts(head, edition, knowledge, words):
        if len(content) <= MESSAGE_TEXT:
            return Briefing(content=content, view=_view(edition, told, words), told=told)
    told, content = _first_block(head, edition, words)
    return Briefing(content=content, view=_view(edition, told, words), told=told)


def _attempts(
    head: str, edition: Edition, knowledge: Knowledge, words: Texts
) -> Iterator[tuple[tuple[Fact, ...], str]]:
    """All ways of writing the edition with whole statements and a button for each, the fullest first."""
    facts = edition.facts[:_BUTTONS]
    drafts = [
        [f"**{number}.** {_told(fact, knowledge, length, words)}" for number, fact in enumerate(facts, 1)]
        for length in _QUOTE_LENGTHS
    ]
    sizes = [size for size in accumulate(map(len, edition.blocks)) if size <= _BUTTONS]
    for size in reversed(sizes):
        note = _note(len(edition.facts) - size, words)
        for draft in drafts:
            yield facts[:size], "\n\n".join([head, *draft[:size], *note])


def _first_block(head: str, edition: Edition, words: Texts) -> tuple[tuple[Fact, ...], str]:
    """The first block with its statements cut, where not even that fits: in numbers, a claim with many against it."""
    space = MESSAGE_TEXT - len(head) - max(len(text) for text in [*_note(len(edition.facts), words), ""]) - 4
    told = edition.blocks[0][: space // _LEAST]
    each = space // len(told) - 2
    parts = [_short(fact, number, each, words) for number, fact in enumerate(told, 1)]
    return told, "\n\n".join([head, *parts, *_note(len(edition.facts) - len(told), words)])


def _told(fact: Fact, knowledge: Knowledge, length: int, words: Texts) -> str:
    lines = [line(fact.statement), f"-# {standing_line(fact, words, _ATTRIBUTION)}"]
    for quote in fact.quotes[:1]:
        source = knowledge.sources[quote.source]
        lines.append(fit(quote.exact, length, _block))
        publisher = fit(source.publisher, _PUBLISHER, line)
        lines.append(f"-# {publisher}, {words.paragraph.format(number=quote.paragraph)}")
    return "\n".join(lines)


def _short(fact: Fact, number: int, space: int, words: Texts) -> str:
    mark, standing = f"**{number}.** ", f"\n-# **{words.standing[fact.standing]}**"
    return f"{mark}{fit(fact.statement, space - len(mark) - len(standing), line)}{standing}"


def _note(dropped: int, words: Texts) -> list[str]:
    return [f"-# {words.briefing_dropped.format(facts=words.count(dropped, words.fact))}"] if dropped else []


def _view(edition: Edition, told: Sequence[Fact], words: Texts) -> View:
    view = View(timeout=None)
    for number, fact in enumerate(told, 1):
        view.add_item(buttons.in_edition(InEdition(day=edition.day, fact=fact.id), number, words))
    return view


def _block(text: str) -> str:
    return block(escape(text))
