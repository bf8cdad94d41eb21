"""The page about a checked message: the verdict on each of its sentences."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, Final

from discord import Colour
from discord.ui import ActionRow, Container, Item, LayoutView, Section, Select, Separator, TextDisplay

from bot.core.factcheck import Claimed, Contradicted, Found, NotCovered, OnlyRelated, Supported, Verdict
from bot.core.knowledge.model import Knowledge
from bot.i18n import Texts
from bot.i18n.phrases import counted, differing, objection, verdict_text
from bot.i18n.phrases import statement as statement_of
from bot.ui import components
from bot.ui.components import displays, framed, room
from bot.ui.custom_ids import CheckedPick
from bot.ui.facts import place, short_line
from bot.ui.fitting import SELECT_LABEL, Piece, fill, fit, label
from bot.ui.markdown import block, line, marked, plain

SHOWN: Final = 6
"""Number of verdicts that are shown in full. This many always fit."""

PICKED: Final = 25
"""Number of other verdicts in the menu; Discord allows no more options."""

_BARE: Final = 6  # sentences without a fact that are listed
_LISTED: Final = 100  # characters of each
_SENTENCE: Final = 160
_STATEMENT: Final = 300
_VALUE: Final = 50  # characters of an attribution, and of each side of a difference
_OBJECTION: Final = 250
_QUOTE: Final = 260
_LEAST_QUOTE: Final = 60  # a shorter part of a quote would say nothing


def checked_message(verdicts: Sequence[Verdict], knowledge: Knowledge, words: Texts, *, unread: int = 0) -> LayoutView:
    """Show the verdict on each sentence, contradictions first, each kind in its colour.

    `unread` sentences at the end were not checked.
    """
    if not verdicts:
        return framed(displays([words.factcheck_empty]))
    found = sorted((verdict for verdict in verdicts if not isinstance(verdict, NotCovered)), key=_rank)
    bare = [verdict for verdict in verdicts if isinstance(verdict, NotCovered)]
    head = [f"## {words.factcheck}", f"-# {counted(verdicts, words)}"]
    foot = [_bare(bare, words), _left(found, unread, words), f"-# {words.factcheck_note}"]
    pieces = [_piece(verdict, knowledge, words) for verdict in found[:SHOWN]]
    view = framed(displays(head))
    opened: set[str] = set()
    shown = list(zip(found, fill(pieces, room([*head, *foot])), strict=False))
    for _, group in itertools.groupby(shown, key=lambda each: _rank(each[0])):
        items: list[Item[Any]] = []
        for verdict, text in group:
            items += [Separator(), _item(verdict, text, words, again=verdict.fact.id in opened)]
            opened.add(verdict.fact.id)
            colour = _colour(verdict)
        view.add_item(Container(*items[1:], accent_colour=colour))
    view.add_item(Container(*displays(foot), *_menu(found[SHOWN:], words), accent_colour=components.NEUTRAL))
    return view


def _rank(verdict: Found) -> int:
    return (Contradicted, Claimed, Supported, OnlyRelated).index(type(verdict))


def _colour(verdict: Found) -> Colour:
    match verdict:
        case Contradicted():
            return components.PROBLEM
        case Claimed():
            return components.CLAIM
        case Supported():
            return components.PROVEN
        case OnlyRelated():
            return components.NEAREST


def _item(verdict: Found, text: str, words: Texts, *, again: bool) -> Item[Any]:
    """Return a verdict with the button of its fact. Discord allows each button only once in a message."""
    if again:
        return TextDisplay(text)
    return Section(TextDisplay(text), accessory=components.named(verdict.fact, words.factcheck_open))


def _marks(verdict: Found) -> tuple[Sequence[str], Sequence[str]]:
    """Return what to mark in the sentence, and what in the quote."""
    if not isinstance(verdict, Contradicted | OnlyRelated):
        return (), ()
    said = [part for each in verdict.differences for part in each.said.split(" … ")]
    source = [part for each in verdict.differences if isinstance(each.source, str) for part in each.source.split(" … ")]
    return said, source


def _piece(verdict: Found, knowledge: Knowledge, words: Texts) -> Piece:
    """Write the sentence and its verdict; then, if they fit, the fact, its standing and the quote.

    What differs is marked in the sentence and in the quote. The fact's button shows all of the fact.
    """
    in_sentence, in_source = _marks(verdict)
    sentence = fit(plain(verdict.sentence), _SENTENCE, lambda text: marked(text, in_sentence))
    differences = differing(verdict, words, _value)
    said = f"{block(sentence)}\n**{verdict_text(verdict, words, _value)}**"
    standing = f"-# {short_line(verdict.fact, words)}"
    against = verdict.against[:1] if isinstance(verdict, Claimed) else ()
    objections = [fit(objection(each, words, plain), _OBJECTION, line) for each in against]
    caption = f"-# {place(verdict.quote, knowledge.sources[verdict.quote.source], words)}"

    def quoted(text: str) -> str:
        return block(marked(text, in_source))

    least = min(_LEAST_QUOTE, len(quoted(verdict.passage)))

    def write(space: int) -> str:
        left = space - len(said) - len(differences) - len(standing) - 3
        statement = fit(statement_of(verdict.fact, words), min(left, _STATEMENT), line) if left > 0 else ""
        text = _grown(said, [f"{statement}\n{standing}" if statement else "", differences, *objections], space)
        left = space - len(text) - len(caption) - 2
        quote = fit(verdict.passage, min(left, _QUOTE), quoted) if left >= least else ""
        return f"{text}\n{quote}\n{caption}" if quote else text

    return write


def _grown(text: str, more: Sequence[str], space: int) -> str:
    """Return the text with as many of the lines in `more` beneath it as fit."""
    for each in filter(None, more):
        if len(text) + 1 + len(each) > space:
            break
        text = f"{text}\n{each}"
    return text


def _value(text: str) -> str:
    return fit(text, _VALUE, line)


def _bare(bare: Sequence[NotCovered], words: Texts) -> str:
    if not bare:
        return ""
    lines = [f"- {_bare_line(verdict, words)}" for verdict in bare[:_BARE]]
    more = len(bare) - _BARE
    rest = [f"-# {words.factcheck_more.format(sentences=words.count(more, words.sentence))}"] if more > 0 else []
    return "\n".join([f"**{words.factcheck_not_covered}**", *lines, *rest])


def _bare_line(verdict: NotCovered, words: Texts) -> str:
    why = f" ({words.factcheck_unchecked[verdict.unchecked]})" if verdict.unchecked else ""
    return fit(verdict.sentence, _LISTED, line) + why


def _left(found: Sequence[Found], unread: int, words: Texts) -> str:
    hidden = len(found[SHOWN:])
    notes = [words.factcheck_in_menu.format(sentences=words.count(hidden, words.sentence))] if hidden else []
    notes += [words.factcheck_unread.format(sentences=words.count(unread, words.sentence))] if unread else []
    return "\n".join(f"-# {note}" for note in notes)


def _menu(found: Sequence[Found], words: Texts) -> list[ActionRow[Any]]:
    """Return a menu of verdicts. It contains all it needs, so it works after a restart and no message is stored."""
    if not found:
        return []
    select: Select[Any] = Select(custom_id=CheckedPick().encode(), placeholder=words.factcheck_pick)
    for number, verdict in enumerate(found[:PICKED], 1):
        select.add_option(
            label=label(f"{number}. {verdict.sentence}", SELECT_LABEL),
            value=f"{number}:{verdict.fact.id}",
            description=label(verdict_text(verdict, words, plain), SELECT_LABEL),
        )
    return [ActionRow(select)]
