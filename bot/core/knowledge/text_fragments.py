"""The address of the very passage that a quote stands in, for a browser to scroll to and mark (URL text fragments).

A browser looks for the words of `#:~:text=[prefix-,]start[,end][,-suffix]` in the page, ignoring case, and marks the
first place where they stand. So they have to stand in the source once, or with their neighbours before and after. The
format: https://wicg.github.io/scroll-to-text-fragment/.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import quote as percent_encoded
from urllib.parse import urlsplit

from bot.core.knowledge.model import Quote, Source

_WHOLE: Final = 300
"""Characters of a passage that is named whole; of a longer one the first and the last words do, as in Chrome."""

_NEIGHBOURS: Final = 6  # words before or after a passage that tell it from others
_FEWEST: Final = 3  # words at each end of a long passage
_MOST: Final = 12

_FOLDED: Final = 64
"""Texts that are remembered as they are compared: the quotes of one answer, in the texts of a few sources."""

_SPACE: Final = re.compile(r"[ \t\n\r\f]+")  # what HTML takes for one space; a no-break space is none


def passage_url(quote: Quote, source: Source, *, longest: int) -> str:
    """The address that leads to a quote, at most `longest` characters; the page's own where no fragment fits.

    Empty where the source's address is none of an article (it has no path) or is too long.
    """
    page = source.url.partition(":~:")[0].removesuffix("#")
    if not _is_article(page) or len(page) > longest:
        return ""
    hinge = ":~:text=" if "#" in page else "#:~:text="
    fitting = (page + hinge + directive for directive in _directives(quote, source.text))
    return next((address for address in fitting if len(address) <= longest), page)


def _is_article(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:  # a bracket that is no IPv6 address
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and bool(parts.path.strip("/"))


def _directives(quote: Quote, text: str) -> Iterator[str]:
    """Ways to name the passage that lead to it and to no other, the shortest first; none where a word is torn."""
    if _torn(quote.start, text) or _torn(quote.end, text):
        return
    everything = _folded(text)
    if len(quote.exact) <= _WHOLE and "\n" not in quote.exact:
        before, after = _neighbours(quote, text)
        if _once(_folded(quote.exact), everything):
            yield _encoded(quote.exact)
        if _once(_folded(before + quote.exact + after), everything):
            yield f"{_ahead(before)}{_encoded(quote.exact)}{_behind(after)}"
    words = _plain(quote.exact).split(" ")
    for count in range(_FEWEST, min(_MOST, len(words) // 2) + 1):
        start, end = " ".join(words[:count]), " ".join(words[-count:])
        if _once(_folded(start), everything) and _ends(_folded(quote.exact), _folded(start), _folded(end)):
            yield f"{_encoded(start)},{_encoded(end)}"


def _once(words: str, text: str) -> bool:
    """Whether the words stand in the text in one place; places that overlap are several."""
    place = text.find(words)
    return place >= 0 and text.find(words, place + 1) < 0


def _ends(exact: str, start: str, end: str) -> bool:
    """Whether the first place of `end` behind `start` is the passage's end."""
    return exact.find(end, len(start)) == len(exact) - len(end)


def _neighbours(quote: Quote, text: str) -> tuple[str, str]:
    """The last words before a quote and the first after it, in its paragraph, with the space between."""
    ahead, behind = text[: quote.start].rpartition("\n")[2], text[quote.end :].partition("\n")[0]
    before, after = _plain(ahead).split(" ")[-_NEIGHBOURS:], _plain(behind).split(" ")[:_NEIGHBOURS]
    return " ".join(before), " ".join(after)


def _ahead(words: str) -> str:
    return f"{_encoded(words)}-," if words.strip() else ""


def _behind(words: str) -> str:
    return f",-{_encoded(words)}" if words.strip() else ""


def _torn(offset: int, text: str) -> bool:
    """Whether an offset lies inside a word: browsers look for whole words."""
    return 0 < offset < len(text) and text[offset - 1].isalnum() and text[offset].isalnum()


def _plain(text: str) -> str:
    return _SPACE.sub(" ", text)


@lru_cache(maxsize=_FOLDED)
def _folded(text: str) -> str:
    """The text for counting: as browsers compare it, but for no-break spaces, which count as any other here."""
    return " ".join(text.split()).lower()


def _encoded(text: str) -> str:
    """The text percent-encoded: a dash, a comma or an ampersand would be read as part of the format."""
    return percent_encoded(_plain(text).strip(), safe="").replace("-", "%2D")
