"""What a person or a body says, and what names it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from discord.ui import LayoutView, Separator

from bot.core.knowledge.entities import Part, Party
from bot.custom_ids import WhoPage
from bot.render import buttons, colours
from bot.render.browsing import page_line, page_of
from bot.render.escape import line
from bot.render.frame import displays, framed, room
from bot.render.groups import grouped
from bot.render.limits import fit
from bot.texts import Texts

_FACTS_ON_PAGE: Final = 5
_NAME: Final = 210
_TYPED: Final = 120


def who(party: Party, parts: Sequence[Part], words: Texts, page: int = 0) -> LayoutView:
    """A page of the facts in which a party has a part: those that it says, then those that name it."""
    page, pages, shown = page_of(parts, page, _FACTS_ON_PAGE)
    name = fit(party.name, _NAME, line)
    head = [f"## {name}"]
    if not parts:
        return framed(displays([*head, words.who_none.format(name=name)]), colours.NEUTRAL)
    head.append(f"-# {page_line(words.count(len(parts), words.fact), page, pages, words)}")
    headings = {says: _heading(parts, words, says=says) for says in (True, False)}
    listing = [(headings[part.says], part.fact) for part in shown]
    turns = buttons.turn(page, pages, lambda target: WhoPage(who=party.key, page=target), words)
    items = [*displays(head), Separator(), *grouped(listing, room(head), words), *buttons.row(turns)]
    return framed(items, colours.NEUTRAL)


def who_near(typed: str, near: Sequence[Party], words: Texts) -> LayoutView:
    """Those that may be meant by a name, each to be opened."""
    title = f"## {words.who_near.format(typed=fit(typed, _TYPED, line))}"
    row = [buttons.open_part(party.name, WhoPage(who=party.key)) for party in near]
    return framed([*displays([title]), *buttons.row(row)], colours.NEUTRAL)


def _heading(parts: Sequence[Part], words: Texts, *, says: bool) -> str:
    number = sum(part.says is says for part in parts)
    return f"**{words.says if says else words.is_named}** · {words.count(number, words.fact)}"
