"""Read a web page: its article without navigation, captions and boxes, and its metadata."""

from __future__ import annotations

import datetime as dt
import itertools
import logging
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from bot.errors import UsageError
from bot.reading.decoding import decode_page
from bot.reading.extracted import Metadata, Original, joined_paragraphs, one_line
from bot.reading.libraries import library

_BREAKS: Final = re.compile(r"(?:<br\s*/?>\s*){2,}", re.IGNORECASE)  # between paragraphs of older pages
_PARAGRAPH: Final = "⏎"  # a mark in their place, as trafilatura would make one line end of several
_LOWER: Final = "translate(normalize-space(.), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
_POINTERS: Final = (
    *("read more", "read also", "also read", "more on this", "see also", "related", "recommended", "watch:", "listen:"),
    *("leer más", "lee también", "te puede interesar"),
)
"""How a paragraph begins that is only a link to another article."""
_CLASSES: Final = (
    *("newsletter", "read-more", "readmore", "related", "recommend", "promo", "signup", "sign-up", "subscribe"),
    *("social-share", "share-bar", "byline", "dateline-byline", "caption", "credit", "cookie"),
)
"""Parts of the class names of boxes that are not part of the article."""
_LONGEST_BOX: Final = 500  # characters; what is longer is not pruned for its name alone
_PRUNED: Final = (
    "//figcaption",
    *(
        f"//*[self::p or self::div or self::section or self::aside or self::ul]"
        f"[contains(@class, '{name}')][string-length(normalize-space(.)) < {_LONGEST_BOX}]"
        for name in _CLASSES
    ),
    *(
        f"//p[count(.//a) = 1 and normalize-space(.) = normalize-space(.//a)][starts-with({_LOWER}, '{words}')]"
        for words in _POINTERS
    ),
)
_DASHES: Final = itertools.repeat("- ")  # before the items of a list without numbers
_EXTENSIVE, _EXACT = ({"extensive_search": wide, "original_date": True} for wide in (True, False))


def read_page(original: Original) -> tuple[str, Metadata]:
    """Return the text of the page's article and its metadata. Raises UsageError if there is no article in it."""
    trafilatura = library("trafilatura", "trafilatura", "web pages")
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    html = _BREAKS.sub(f"<br>{_PARAGRAPH}<br>", decode_page(original))
    found = trafilatura.bare_extraction(
        html,
        url=original.address or None,
        include_comments=False,
        include_formatting=False,
        with_metadata=True,
        date_extraction_params=_EXACT,
        prune_xpath=list(_PRUNED),
    )
    text = joined_paragraphs(_blocks(found.body)) if found is not None and found.body is not None else ""
    if not text:
        raise UsageError(
            f"{original.name}: no article was found in the page. If a browser shows one, save its text as a .txt file."
        )
    return text, _metadata(found, html, trafilatura)


def _metadata(found: Any, html: str, trafilatura: Any) -> Metadata:  # noqa: ANN401 - trafilatura's values
    day, guessed = _day(found.date), set()
    if day is None:
        day = _day(trafilatura.extract_metadata(html, date_config=_EXTENSIVE).date)
        guessed.add("published")
    publisher, host = one_line(found.sitename or ""), (found.hostname or "").lower()
    if not publisher or publisher.lower().replace(" ", "") in host:
        guessed.add("publisher")
    authors = tuple(filter(None, map(one_line, (found.author or "").split(";"))))
    if not all(f'"{name}"' in html for name in authors):  # not in its metadata, but in a byline
        guessed.add("authors")
    return Metadata(
        title=one_line(found.title or ""),
        authors=authors,
        publisher=publisher,
        published=day,
        address=found.url or "",
        guessed=frozenset(guessed),
    )


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _blocks(body: Any) -> Iterator[str]:  # noqa: ANN401 - an lxml element
    """Yield the text of each block of trafilatura's tree. List items begin with a dash or number."""
    for element in body:
        match element.tag:
            case "list":
                yield from _items(element)
            case "quote" | "div" if len(element) and not (element.text or "").strip():
                yield from _blocks(element)
            case "table":
                yield from (_row([_text(cell) for cell in row.iter("cell")]) for row in element.iter("row"))
            case "graphic":
                continue
            case _:
                yield _text(element)
        if (element.tail or "").strip():
            yield element.tail.replace(_PARAGRAPH, "\n\n")


def _row(cells: Sequence[str]) -> str:
    """Return a row of a table as a line; a table that lays out a page has paragraphs in its cells."""
    return "\n\n".join(cells) if any("\n\n" in cell for cell in cells) else " | ".join(cells)


def _items(element: Any, marks: Iterator[str] = _DASHES) -> Iterator[str]:  # noqa: ANN401 - same
    """Yield the items of a list and of the lists inside it, each of which has dashes or numbers of its own."""
    if element.tag == "list":
        ordered = (element.get("rend") or "").startswith("ol")
        marks = (f"{number}. " for number in itertools.count(1)) if ordered else _DASHES
    for child in element:
        if child.tag == "item":
            mark = next(marks)
            own = " ".join("".join(_runs(child, within="list")).replace(_PARAGRAPH, " ").split())
            yield f"{mark}{own}" if own else ""
        yield from _items(child, marks)


def _text(element: Any) -> str:  # noqa: ANN401 - an lxml element
    """Return the text of an element; line breaks in the page are line ends."""
    lines = "".join(_runs(element)).replace(_PARAGRAPH, "\u2028\u2028").split("\u2028")
    return "\n".join(" ".join(line.split()) for line in lines)


def _runs(element: Any, *, within: str = "") -> Iterator[str]:  # noqa: ANN401 - an lxml element
    """Yield the text inside an element, with U+2028 for line breaks, without elements of the tag `within`."""
    yield element.text or ""
    for child in element:
        if child.tag == "lb":
            yield "\u2028"
        elif child.tag != within:
            yield from _runs(child, within=within)
        yield child.tail or ""
