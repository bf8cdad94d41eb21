"""Build URLs with a text fragment, so that a browser scrolls to a quote and highlights it.

A browser looks for the words of `#:~:text=[prefix-,]start[,end][,-suffix]` in the page, ignoring case, and highlights
the first match. So the words must occur once in the source, alone or together with the words around them.
The format: https://wicg.github.io/scroll-to-text-fragment/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qs, urlsplit
from urllib.parse import quote as percent_encoded

from bot.core.knowledge.model import Quote, Source

_MAX_WHOLE: Final = 300  # characters of a passage that is given whole; of a longer one, as in Chrome, only both ends
_NEIGHBOURS: Final = 6  # words before or after a passage that distinguish it from others
_MIN_END: Final = 3  # words at each end of a long passage
_MAX_END: Final = 12
# Steps of the path to a home page: index.html, a language or country, a section that every site has.
_HOME: Final = re.compile(
    r"(?:index|default|home|main|start)(?:\.\w{2,5})?|[a-z]{2}(?:[-_][a-z]{2})?|news|world|latest"
)
_PAGE_KEYS: Final = frozenset({"p", "id", "page_id", "article", "article_id", "story", "story_id", "doc"})
_CACHED_TEXTS: Final = 64  # the quotes of one answer, and the texts and addresses of a few sources
_SPACE: Final = re.compile(r"[ \t\n\r\f]+")  # what HTML treats as one space; a no-break space is not


def passage_url(quote: Quote, source: Source, *, longest: int) -> str:
    """Return a URL of at most `longest` characters that leads to a quote; the page's own if no fragment fits.

    Return "" if the source's URL has no path, so that it is not an article's, or is too long.
    """
    page = source.url.partition(":~:")[0].removesuffix("#")
    if not is_article(page) or len(page) > longest:
        return ""
    hinge = ":~:text=" if "#" in page else "#:~:text="
    fitting = (page + hinge + directive for directive in _directives(quote, source.text))
    return next((address for address in fitting if len(address) <= longest), page)


@lru_cache(maxsize=_CACHED_TEXTS)
def is_article(url: str) -> bool:
    """Return whether a URL leads to a page of a site and not to the site as a whole."""
    try:
        parts = urlsplit(url)
    except ValueError:  # such as a bracket that is not an IPv6 address
        return False
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return False
    steps = [step for step in parts.path.lower().split("/") if step]
    return not all(_HOME.fullmatch(step) for step in steps) or not _PAGE_KEYS.isdisjoint(parse_qs(parts.query))


def _directives(quote: Quote, text: str) -> Iterator[str]:
    """Return directives that match only this passage, shortest first; none if it begins or ends inside a word."""
    if _torn(quote.start, text) or _torn(quote.end, text):
        return
    everything = _folded(text)
    if len(quote.exact) <= _MAX_WHOLE and "\n" not in quote.exact:
        before, after = _neighbours(quote, text)
        if _once(_folded(quote.exact), everything):
            yield _encoded(quote.exact)
        if _once(_folded(before + quote.exact + after), everything):
            yield f"{_ahead(before)}{_encoded(quote.exact)}{_behind(after)}"
    words = _plain(quote.exact).split(" ")
    for count in range(_MIN_END, min(_MAX_END, len(words) // 2) + 1):
        start, end = " ".join(words[:count]), " ".join(words[-count:])
        if _once(_folded(start), everything) and _ends(_folded(quote.exact), _folded(start), _folded(end)):
            yield f"{_encoded(start)},{_encoded(end)}"


def _once(words: str, text: str) -> bool:
    """Return whether the words occur once in the text; overlapping places count separately."""
    place = text.find(words)
    return place >= 0 and text.find(words, place + 1) < 0


def _ends(exact: str, start: str, end: str) -> bool:
    """Return whether the first `end` after `start` is the end of the passage."""
    return exact.find(end, len(start)) == len(exact) - len(end)


def _neighbours(quote: Quote, text: str) -> tuple[str, str]:
    """Return the last words before a quote and the first after it in its paragraph, with the space between."""
    ahead, behind = text[: quote.start].rpartition("\n")[2], text[quote.end :].partition("\n")[0]
    before, after = _plain(ahead).split(" ")[-_NEIGHBOURS:], _plain(behind).split(" ")[:_NEIGHBOURS]
    return " ".join(before), " ".join(after)


def _ahead(words: str) -> str:
    return f"{_encoded(words)}-," if words.strip() else ""


def _behind(words: str) -> str:
    return f",-{_encoded(words)}" if words.strip() else ""


def _torn(offset: int, text: str) -> bool:
    """Return whether an offset is inside a word; browsers match whole words only."""
    return 0 < offset < len(text) and text[offset - 1].isalnum() and text[offset].isalnum()


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text)


@lru_cache(maxsize=_CACHED_TEXTS)
def _folded(text: str) -> str:
    """Return the text as browsers compare it, except that no-break spaces are spaces here."""
    return " ".join(text.split()).lower()


def _encoded(text: str) -> str:
    """Percent-encode the text, with dashes, commas and ampersands, which have a meaning in the format."""
    return percent_encoded(_plain(text).strip(), safe="").replace("-", "%2D")
