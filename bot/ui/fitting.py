"""Discord's limits, and functions that cut text to fit them. Lengths are in characters (code points)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final
from unicodedata import combining

from bot.core.text.sentences import sentences
from bot.ui.markdown import escape, plain

MESSAGE_TEXT: Final = 2000  # characters of a message's content
LAYOUT_TEXT: Final = 4000  # characters of all texts of a Components V2 message
LAYOUT_COMPONENTS: Final = 40  # components of a Components V2 message, nested ones included
ROW_BUTTONS: Final = 5  # buttons of an action row
BUTTON_LABEL: Final = 80  # characters
THREAD_NAME: Final = 100  # characters of the name of a thread or of a post in a forum
LINK_URL: Final = 512  # characters of a link button's address
SELECT_OPTIONS: Final = 25  # options of a select menu
SELECT_LABEL: Final = 100  # characters of an option's label, of its value and of its description
SELECT_PLACEHOLDER: Final = 150  # characters
ALT_TEXT: Final = 1024  # characters of a picture's description
CHOICES: Final = 25  # choices of an autocomplete answer
CHOICE_TEXT: Final = 100  # characters of a choice's name and of its value

ELLIPSIS: Final = "…"

Piece = Callable[[int], str]
"""Writes a text of at most the given number of characters."""

_JOINERS: Final = "\u200d\ufe0e\ufe0f"
_DIGEST: Final = 12  # hexadecimal digits, enough to tell two states of a file or a base apart


def short(digest: str) -> str:
    """Return the beginning of a SHA-256 or of a revision, as people refer to it."""
    return digest[:_DIGEST]


def fit(text: str, limit: int, written: Callable[[str], str] = escape) -> str:
    """Return `written(text)`, cut at a word with an ellipsis if it would be longer than `limit`.

    The text is cut before it is written, so escapes stay whole. `written` must not get shorter as text grows.
    Returns an empty string if not even the ellipsis fits.
    """
    whole = written(text)
    if len(whole) <= limit:
        return whole
    if len(written(ELLIPSIS)) > limit:
        return ""
    end = longest(text, limit, lambda part: len(written(part + ELLIPSIS)))
    return written(text[: word_end(text, end)].rstrip() + ELLIPSIS)


def fit_end(text: str, limit: int, written: Callable[[str], str] = escape) -> str:
    """Return `written(text)`, cut like `fit` does but at the beginning."""
    whole = written(text)
    if len(whole) <= limit:
        return whole
    if len(written(ELLIPSIS)) > limit:
        return ""
    reverse = text[::-1]
    end = longest(reverse, limit, lambda part: len(written(ELLIPSIS + part[::-1])))
    return written(ELLIPSIS + reverse[: word_end(reverse, end)].rstrip()[::-1])


def label(text: str, limit: int = BUTTON_LABEL) -> str:
    """Return the text on one line, without markdown, cut at a word."""
    return fit(text, limit, plain)


def choice(text: str) -> str:
    """Return the text cut to fit an autocomplete choice."""
    return label(text, CHOICE_TEXT)


def shares(needs: Sequence[int], room: int) -> tuple[int, ...]:
    """Share `room` among `needs`: small needs are met in full, the others split the rest evenly."""
    given = [0] * len(needs)
    waiting = sorted(range(len(needs)), key=needs.__getitem__)
    for turn, index in enumerate(waiting):
        given[index] = min(needs[index], max(room, 0) // (len(waiting) - turn))
        room -= given[index]
    return tuple(given)


def fill(pieces: Sequence[Piece], room: int) -> list[str]:
    """Write all pieces so that they take at most `room` characters in total."""
    whole = [piece(LAYOUT_TEXT) for piece in pieces]
    needs = [len(text) for text in whole]
    given = zip(pieces, whole, shares(needs, room), strict=True)
    return [text if len(text) <= share else piece(share) for piece, text, share in given]


def longest(text: str, limit: int, length: Callable[[str], int]) -> int:
    """Return how many characters of `text` have a `length` within `limit`.

    Looks at the first `limit` characters, and further only if writing makes text shorter.
    """
    end = min(limit, len(text))
    while end < len(text) and length(text[:end]) <= limit:
        end = min(2 * end, len(text))
    return max(bisect_right(range(end + 1), limit, key=lambda end: length(text[:end])) - 1, 0)


def word_end(text: str, end: int) -> int:
    """Return the last end of a word at or before `end`; inside a word if the word fills more than half."""
    for index in range(min(end, len(text) - 1), end // 2, -1):
        if text[index].isspace():
            return index
    while 0 < end < len(text) and (combining(text[end]) or text[end] in _JOINERS or text[end - 1] == "\u200d"):
        end -= 1
    return end


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """The written part of a quote that is shown; `cut` if that is not all of it."""

    written: str
    cut: bool


def excerpt(text: str, limit: int, written: Callable[[str], str]) -> Excerpt:
    """Return `written(text)`, cut to at most `limit` characters.

    Cuts after a sentence if one ends in the second half of what fits, else after a word. Adds no ellipsis: the caller
    says that the quote was cut. `written` must not get shorter as text grows.
    """
    whole = written(text)
    if len(whole) <= limit:
        return Excerpt(written=whole, cut=False)
    end = longest(text, limit, lambda part: len(written(part)))
    stops = [sentence.end for sentence in sentences(text) if end // 2 <= sentence.end <= end]
    kept = text[: max(stops, default=word_end(text, end))].rstrip()
    return Excerpt(written=written(kept) if kept else "", cut=True)
