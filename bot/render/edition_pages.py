"""All facts of one day's briefing, a few on each page, with their quotes as long as they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from discord.ui import LayoutView, Separator

from bot.core.knowledge.model import Fact, Knowledge
from bot.custom_ids import EditionFacts, EditionPick
from bot.render import buttons, colours
from bot.render.browsing import present
from bot.render.escape import block, escape, line
from bot.render.frame import displays, framed, room
from bot.render.limits import Piece, fill, fit
from bot.render.passages import listed, place, standing_line
from bot.texts import Texts

_ON_PAGE: Final = 3
_STATEMENT: Final = 610  # most statements in full; a longer one is cut, and shown in full by its button


def edition_facts(
    day: dt.date, ids: Sequence[str], knowledge: Knowledge, words: Texts, page: int = 0
) -> LayoutView | None:
    """One page of the facts `ids`; a page past the last shows the last. None where the base holds none of them.

    Where there are more pages, a menu lists all facts, so that the next page is known from this one alone.
    """
    facts = present(ids, knowledge)
    if not facts:
        return None
    pages = -(-len(facts) // _ON_PAGE)
    page = min(page, pages - 1)
    part = facts[page * _ON_PAGE : (page + 1) * _ON_PAGE]
    count = words.count(len(facts), words.fact)
    paged = f"{count} · {words.page.format(page=page + 1, pages=pages)}" if pages > 1 else count
    head = [f"## {words.edition_facts.format(day=words.date(day))}", f"-# {paged}"]
    written = fill([_piece(fact, knowledge, words) for fact in part], room(head))
    entries = [listed(fact, text, words) for fact, text in zip(part, written, strict=True)]
    turns = buttons.turn(page, pages, lambda target: EditionFacts(day=day, page=target), words)
    menu = [buttons.edition_menu(EditionPick(day=day), facts, words)] if pages > 1 else []
    return framed([*displays(head), Separator(), *entries, *buttons.row(turns), *menu], colours.NEUTRAL)


def _piece(fact: Fact, knowledge: Knowledge, words: Texts) -> Piece:
    standing = f"-# {standing_line(fact, words)}"
    captions = [f"-# {place(quote, knowledge.sources[quote.source], words)}" for quote in fact.quotes[:1]]

    def write(space: int) -> str:
        fixed = sum(len(text) + 1 for text in [standing, *captions])
        statement = fit(fact.statement, min(_STATEMENT, space - fixed), line)
        left = space - fixed - len(statement) - 1
        quotes = [fit(quote.exact, left, _block) for quote in fact.quotes[:1]]
        return "\n".join(text for text in [statement, standing, *quotes, *captions] if text)

    return write


def _block(text: str) -> str:
    return block(escape(text))
