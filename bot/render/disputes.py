"""A claim beside what disputes it, and all claims that are disputed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from discord import SelectOption
from discord.ui import ActionRow, Container, LayoutView, Select, Separator, TextDisplay

from bot.core.knowledge.disputes import Dispute
from bot.core.knowledge.model import Fact, Knowledge
from bot.custom_ids import Compare, DisputeSelect, DisputesPage
from bot.render import buttons, colours
from bot.render.browsing import page_line, page_of
from bot.render.escape import line
from bot.render.frame import displays, framed, room
from bot.render.limits import LAYOUT_TEXT, SELECT_LABEL, fill, fit, label
from bot.render.passages import entry, quoted, standing_line
from bot.texts import Texts

_DISPUTES_ON_PAGE: Final = 6
_STATEMENT: Final = 700
_NOTE: Final = 600


def comparison(dispute: Dispute, knowledge: Knowledge, words: Texts, page: int = 0) -> LayoutView:
    """The claim and one of the facts that dispute it, each in a frame of its own colour; `page` counts those from 0."""
    page, pages, (other,) = page_of(dispute.against, page, 1)
    view = LayoutView(timeout=None)
    view.add_item(_side(words.compare_claim, dispute.claim, knowledge, words))
    title = words.against if pages == 1 else f"{words.against} · {page + 1}/{pages}"
    view.add_item(_side(title, other, knowledge, words))
    turns = buttons.turn(page, pages, lambda target: Compare(fact=dispute.claim.id, page=target), words)
    row = [*turns, buttons.open_part(words.compare_all_button, DisputesPage())]
    view.add_item(ActionRow[Any](*row))
    return view


def disputed(found: Sequence[Dispute], words: Texts, page: int = 0, note: str = "") -> LayoutView:
    """A page of all disputed claims, with a menu to open one; `note` says first why they are shown."""
    page, pages, part = page_of(found, page, _DISPUTES_ON_PAGE)
    head = [*([fit(note, _NOTE, line)] if note else []), f"## {words.compare}"]
    if not found:
        return framed(displays([*head, words.compare_none]), colours.NEUTRAL)
    head.append(f"-# {page_line(words.count(len(found), words.dispute), page, pages, words)}")
    written = fill([entry(dispute.claim, words) for dispute in part], room(head))
    turns = buttons.turn(page, pages, lambda target: DisputesPage(page=target), words)
    items = [*displays(head), Separator(), *displays(written), _menu(part, words), *buttons.row(turns)]
    return framed(items, colours.NEUTRAL)


def _side(title: str, fact: Fact, knowledge: Knowledge, words: Texts) -> Container[Any]:
    """One of the two, with its first quote, in half of what a layout takes."""
    statement = f"### {fit(fact.statement, _STATEMENT, line)}"
    head = [f"-# {title}", statement, standing_line(fact, words)]
    space = LAYOUT_TEXT // 2 - sum(map(len, head))
    quotes = [quoted(quote, knowledge.sources[quote.source], words)(space) for quote in fact.quotes[:1]]
    opened = buttons.in_context(fact, words) if fact.quotes else buttons.show(fact, words)
    items = [*map(TextDisplay[Any], [*head, *quotes]), *buttons.row([opened])]
    return Container(*items, accent_colour=colours.STANDING[fact.standing])


def _menu(part: Sequence[Dispute], words: Texts) -> ActionRow[Any]:
    options = [
        SelectOption(label=label(dispute.claim.statement, SELECT_LABEL) or dispute.claim.id, value=dispute.claim.id)
        for dispute in part
    ]
    return ActionRow(Select(custom_id=DisputeSelect().encode(), placeholder=words.compare_pick, options=options))
