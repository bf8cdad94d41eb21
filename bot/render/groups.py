"""Facts in a list under headings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from discord.ui import Item

from bot.core.knowledge.model import Fact
from bot.render.frame import displays
from bot.render.passages import entries
from bot.texts import Texts

Headed = tuple[str, "Fact"]
"""A fact behind the heading that it stands under."""


def grouped(listing: Sequence[Headed], space: int, words: Texts) -> list[Item[Any]]:
    """The facts in so many characters, each with a button that shows it; a heading stands once for its facts."""
    groups = [(heading, len(list(group))) for heading, group in groupby(listing, key=lambda headed: headed[0])]
    left = space - sum(len(heading) for heading, _ in groups)
    sections = iter(entries([fact for _, fact in listing], left, words))
    items: list[Item[Any]] = []
    for heading, size in groups:
        items += displays([heading])
        items += [next(sections) for _ in range(size)]
    return items
