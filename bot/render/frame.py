"""The frame around every layout: one container with an accent colour, which never expires."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from discord import Colour
from discord.ui import Container, Item, LayoutView, TextDisplay

from bot.render.limits import LAYOUT_TEXT


def framed(items: Iterable[Item[Any]], colour: Colour) -> LayoutView:
    """Return a layout of the items, for a message that outlives the process."""
    view = LayoutView(timeout=None)
    view.add_item(Container(*items, accent_colour=colour))
    return view


def room(written: Sequence[str]) -> int:
    """How many characters of text a layout still takes beside what is written."""
    return LAYOUT_TEXT - sum(len(text) for text in written)


def displays(written: Iterable[str]) -> list[Item[Any]]:
    """One text display for each text; empty texts are left out, since Discord refuses them."""
    return [TextDisplay(text) for text in written if text]
