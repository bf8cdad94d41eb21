"""The beginning of a quote: verbatim as far as it goes, with nothing put in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.core.text.sentences import sentences
from bot.render.limits import longest, word_end


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """What is shown of a quote, in writing; `cut` where it is not the whole."""

    written: str
    cut: bool


def excerpt(text: str, limit: int, written: Callable[[str], str]) -> Excerpt:
    """Return `written(text)`, or so much of its beginning that it is at most `limit` characters long.

    It ends with a sentence where one ends in the second half of what would fit, else with a word. Whoever shows it
    says beside it that it was cut. `written` must not get shorter as text grows.
    """
    whole = written(text)
    if len(whole) <= limit:
        return Excerpt(written=whole, cut=False)
    end = longest(text, limit, lambda part: len(written(part)))
    stops = [sentence.end for sentence in sentences(text) if end // 2 <= sentence.end <= end]
    kept = text[: max(stops, default=word_end(text, end))].rstrip()
    return Excerpt(written=written(kept) if kept else "", cut=True)
