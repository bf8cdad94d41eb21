"""What the sentences of a message got that was checked against the base."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from discord.ui import ActionRow, Item, LayoutView, Section, Select, Separator, TextDisplay

from bot.core.factcheck import Claimed, Contradicted, Finding, NotCovered, Supported
from bot.core.knowledge.model import Fact, Knowledge
from bot.i18n import Texts
from bot.i18n.phrases import counted, objection, verdict
from bot.ui import components
from bot.ui.components import displays, framed, room
from bot.ui.custom_ids import CheckedPick
from bot.ui.facts import place, standing_line
from bot.ui.fitting import SELECT_LABEL, Piece, fill, fit, label
from bot.ui.markdown import block, escape, line, plain

Found = Supported | Claimed | Contradicted

SHOWN: Final = 6
"""Findings that are shown in full: what is sure of each, its sentence and its verdict, fits for so many."""
PICKED: Final = 25  # findings that a menu holds
_BARE: Final = 6  # sentences without a fact that are listed
_LISTED: Final = 100  # characters of each
_SENTENCE: Final = 160
_STATEMENT: Final = 300
_VALUE: Final = 50  # characters of an attribution, and of each side of a difference
_OBJECTION: Final = 250
_QUOTE: Final = 260
_LEAST_QUOTE: Final = 60  # of a quote less than this says nothing


def support(findings: Sequence[Finding], knowledge: Knowledge, words: Texts, *, unread: int = 0) -> LayoutView:
    """What each sentence got, those with a fact first; `unread` sentences at the end were not checked."""
    if not findings:
        return framed(displays([words.factcheck_empty]), components.NEUTRAL)
    found = [finding for finding in findings if not isinstance(finding, NotCovered)]
    bare = [finding for finding in findings if isinstance(finding, NotCovered)]
    head = [f"## {words.factcheck}", f"-# {counted(findings, words)}"]
    foot = [_bare(bare, words), _left(found, unread, words), f"-# {words.factcheck_note}"]
    pieces = [_piece(finding, knowledge, words) for finding in found[:SHOWN]]
    items: list[Item[Any]] = displays(head)
    opened: set[str] = set()
    for finding, text in zip(found, fill(pieces, room([*head, *foot])), strict=False):
        items += [Separator(), _item(finding, text, words, again=finding.fact.id in opened)]
        opened.add(finding.fact.id)
    return framed([*items, Separator(), *displays(foot), *_menu(found[SHOWN:], words)], components.NEUTRAL)


def _item(finding: Found, text: str, words: Texts, *, again: bool) -> Item[Any]:
    """A finding with the button of its fact, which Discord takes once in a message."""
    return TextDisplay(text) if again else Section(TextDisplay(text), accessory=components.show(finding.fact, words))


def _piece(finding: Found, knowledge: Knowledge, words: Texts) -> Piece:
    """The sentence and what the source says to it; then, as far as they fit, the fact, its standing and the quote.

    The fact's button shows it in full.
    """
    said = f"{block(fit(finding.sentence, _SENTENCE, line))}\n**{verdict(finding, words, _value)}**"
    standing = f"-# {standing_line(finding.fact, words)}"
    objections = [fit(objection(each, words, plain), _OBJECTION, line) for each in _against(finding)]
    caption = f"-# {place(finding.quote, knowledge.sources[finding.quote.source], words)}"
    least = min(_LEAST_QUOTE, len(_quoted(finding.passage)))

    def write(space: int) -> str:
        left = space - len(said) - len(standing) - 2
        statement = fit(finding.fact.statement, min(left, _STATEMENT), line) if left > 0 else ""
        text = _grown(said, [f"{statement}\n{standing}" if statement else "", *objections], space)
        left = space - len(text) - len(caption) - 2
        quote = fit(finding.passage, min(left, _QUOTE), _quoted) if left >= least else ""
        return f"{text}\n{quote}\n{caption}" if quote else text

    return write


def _grown(text: str, more: Sequence[str], space: int) -> str:
    """The text with as much more beneath it, in order, as fits."""
    for each in filter(None, more):
        if len(text) + 1 + len(each) > space:
            break
        text = f"{text}\n{each}"
    return text


def _against(finding: Found) -> Sequence[Fact]:
    return finding.against[:1] if isinstance(finding, Claimed) else ()


def _value(text: str) -> str:
    return fit(text, _VALUE, line)


def _quoted(text: str) -> str:
    return block(escape(text))


def _bare(bare: Sequence[NotCovered], words: Texts) -> str:
    if not bare:
        return ""
    lines = [f"- {_bare_line(finding, words)}" for finding in bare[:_BARE]]
    more = len(bare) - _BARE
    rest = [f"-# {words.factcheck_more.format(sentences=words.count(more, words.sentence))}"] if more > 0 else []
    return "\n".join([f"**{words.factcheck_not_covered}**", *lines, *rest])


def _bare_line(finding: NotCovered, words: Texts) -> str:
    return fit(finding.sentence, _LISTED, line) + (f" ({words.factcheck_question})" if finding.question else "")


def _left(found: Sequence[Found], unread: int, words: Texts) -> str:
    hidden = len(found[SHOWN:])
    told = [words.factcheck_in_menu.format(sentences=words.count(hidden, words.sentence))] if hidden else []
    told += [words.factcheck_unread.format(sentences=words.count(unread, words.sentence))] if unread else []
    return "\n".join(f"-# {text}" for text in told)


def _menu(found: Sequence[Found], words: Texts) -> list[ActionRow[Any]]:
    """A menu of findings. It holds all that it needs, so it outlives a restart and no message is kept or read again."""
    if not found:
        return []
    select: Select[Any] = Select(custom_id=CheckedPick().encode(), placeholder=words.factcheck_pick)
    for number, finding in enumerate(found[:PICKED], 1):
        select.add_option(
            label=label(f"{number}. {finding.sentence}", SELECT_LABEL),
            value=f"{number}:{finding.fact.id}",
            description=label(verdict(finding, words, plain), SELECT_LABEL),
        )
    return [ActionRow(select)]
