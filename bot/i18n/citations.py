"""Citations of a quote, to be copied: as plain text and as Markdown. What a source lacks is left out."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from bot.core.knowledge.anchoring import QuoteVerified, check_quote
from bot.core.knowledge.model import Quote, Source
from bot.core.knowledge.text_fragments import is_article, passage_url
from bot.i18n import phrases
from bot.i18n.en import Texts
from bot.i18n.phrases import Written, unchanged

# What means something in Markdown: marks anywhere, the entity of a character, and what begins a heading or a list.
_MARKS: Final = re.compile(r"[\\`*_\[\]<>~|]|&(?=#?\w+;)")
_LINE_START: Final = re.compile(r"^(\s*)(?:([#+-])|(\d+)([.)]))", re.MULTILINE)
_UNSAFE: Final = re.compile(r"[\s<>]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A quote and where it is from. `details` are publisher, date and paragraph; `authors` and `url` may be empty.

    `noted` says when the source was retrieved, when the quote was changed there, and when it was checked.
    """

    exact: str
    authors: str
    title: str
    details: str
    url: str
    noted: str


def cite(  # noqa: PLR0913 - what a place to show it decides
    quote: Quote,
    source: Source,
    words: Texts,
    *,
    today: dt.date,
    longest: int,
    authors: Written = unchanged,
) -> Citation:
    """Return the citation of a quote, which is checked now; `longest` is the most characters of its address.

    The address leads to the passage if it is that of an article.
    """
    paragraph = words.paragraph.format(number=words.number(quote.paragraph))
    published = words.date(source.published) if source.published else ""
    retrieved = words.source_retrieved.format(date=words.date(source.retrieved)) if source.retrieved else ""
    verified = isinstance(check_quote(quote, source), QuoteVerified)
    checked = words.cite_checked.format(date=words.date(today)) if verified else ""
    changed = words.quote_changed.format(date=words.date(quote.changed)) if quote.changed else ""
    noted = "; ".join(filter(None, (retrieved, changed, checked)))
    plain_url = source.url if len(source.url) <= longest else ""
    return Citation(
        exact=quote.exact,
        authors=authors(", ".join(source.authors)),
        title=source.title,
        details=", ".join(filter(None, (source.publisher, published, paragraph))),
        url=passage_url(quote, source, longest=longest) or plain_url,
        noted=f"{noted[:1].upper()}{noted[1:]}." if noted else "",
    )


def plain_text(citation: Citation, words: Texts) -> str:
    """Return a citation as plain text: the quote, the document, its address, and when it was retrieved and checked."""
    title = phrases.quotation(citation.title, words)
    document = ", ".join(filter(None, (citation.authors, title, citation.details)))
    lines = (phrases.quotation(citation.exact, words), f"{document}.", citation.url, citation.noted)
    return "\n".join(filter(None, lines))


def markdown(citation: Citation) -> str:
    """Return a citation as Markdown: the quote as a block quote, and a title that links to the passage.

    An address that is not that of an article is written out: a linked title would promise the article.
    """
    title = _escaped(citation.title)
    address = _UNSAFE.sub(lambda found: f"%{ord(found[0]):02X}", citation.url)
    direct = is_article(citation.url)
    linked = f"[{title}](<{address}>)" if direct else title
    site = f"<{address}>" if address and not direct else ""
    document = ", ".join(filter(None, (_escaped(citation.authors), linked, _escaped(citation.details), site)))
    quoted = "\n".join(f"> {part}".rstrip() for part in _escaped(citation.exact).split("\n"))
    return f"{quoted}\n>\n> — {' '.join(filter(None, (f'{document}.', citation.noted)))}"


def _escaped(text: str) -> str:
    return _LINE_START.sub(_escaped_start, _MARKS.sub(r"\\\g<0>", text))


def _escaped_start(found: re.Match[str]) -> str:
    indent, mark, number, after = found.groups()
    return f"{indent}\\{mark}" if mark else f"{indent}{number}\\{after}"
