"""The citation of a quote, as blocks to copy."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from discord.ui import LayoutView

from bot.core.knowledge.model import Fact, Knowledge
from bot.i18n import Texts, citations
from bot.i18n.citations import Citation
from bot.ui import components
from bot.ui.components import displays, framed, page_line, room
from bot.ui.custom_ids import Cite
from bot.ui.fitting import Piece, fill, fit
from bot.ui.markdown import clean

_AUTHORS: Final = 210  # characters
_ADDRESS: Final = 700  # characters; it is written twice
_FENCE: Final = "```"
_TICKS: Final = re.compile("`{3,}")


def citation(fact: Fact, knowledge: Knowledge, words: Texts, index: int = 0, *, today: dt.date) -> LayoutView:
    """Show the quote `index` (from 0) of the fact as a citation, once as plain text and once as Markdown.

    A quote that is too long for a message is cut. Raises IndexError if there is no such quote.
    """
    if index < 0:
        raise IndexError(index)
    quote = fact.quotes[index]
    source = knowledge.sources[quote.source]
    cited = citations.cite(
        quote, source, words, today=today, longest=_ADDRESS, authors=partial(fit, limit=_AUTHORS, written=clean)
    )
    head = [f"## {words.cite}", *page_line(index, len(fact.quotes), words)]
    titles = [f"**{words.cite_plain}**", f"**{words.cite_markdown}**"]
    forms = [_block(cited, partial(citations.plain_text, words=words)), _block(cited, citations.markdown)]
    written = fill(forms, room([*head, *titles]))
    blocks = [text for pair in zip(titles, written, strict=True) for text in pair]
    turns = components.turn(index, len(fact.quotes), lambda target: Cite(fact=fact.id, quote=target), words)
    return framed([*displays([*head, *blocks]), *components.row(turns)])


def _block(cited: Citation, form: Callable[[Citation], str]) -> Piece:
    """Write a citation as a code block, which shows it unchanged and has a button to copy it; the quote may be cut."""
    return lambda space: fit(cited.exact, space, lambda exact: _fenced(form(replace(cited, exact=exact))))


def _fenced(text: str) -> str:
    # Three backticks would end the block, so something invisible goes between them.
    inside = _TICKS.sub(lambda found: "\u200b".join(found[0]), clean(text))
    return f"{_FENCE}\n{inside}\n{_FENCE}"
