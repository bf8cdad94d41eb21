"""Escape text that others wrote, so that Discord shows it unchanged.

In Discord's markdown, a backslash before any character that is not an ASCII letter, digit or white space shows that
character. So a backslash is enough everywhere, and copied text contains nothing invisible. A mention that is shown as
text could still ping: the client's AllowedMentions.none() prevents that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_LINE_END: Final = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f]")
# Embeddings, overrides and isolates can reverse a line; the marks U+200E and U+200F cannot.
_TURN: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")

# What `clean` changes. Few texts have any of it, and one search takes less time than five replacements.
_UNCLEAN: Final = re.compile("[^\\n -~\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\U0010ffff]")

# A slash or a colon can start a link, an invitation or an emoji (`:tada:`); a colon before a space cannot.
_ANYWHERE: Final = re.compile(r"[\\*_~|`<\[\]@/]|:(?!\s)")
# What Discord's JavaScript skips at the start of a line, including U+FEFF, and other invisible characters.
_INDENT: Final = r"(?:(?!\n)[\s\ufeff\u200b-\u200d\u2060])*"
_AT_LINE_START: Final = re.compile(rf"({_INDENT})(?:([#>+-])|([0-9]+)([.)]))")


def clean(text: str) -> str:
    """Return the text with one kind of line end and no characters that control it or reverse its direction."""
    # Nearly all texts of a card are plain, and this test is much faster than a search.
    if (text.isascii() and text.isprintable()) or not _UNCLEAN.search(text):
        return text
    text = _LINE_END.sub("\n", text).replace("\t", " ")
    return _SURROGATE.sub("\ufffd", _TURN.sub("", _CONTROL.sub("", text)))


def plain(text: str) -> str:
    """Return the text on one line for places without markdown: labels, options, choices."""
    return " ".join(clean(text).split())


def escape(text: str) -> str:
    """Return markdown that shows `clean(text)`, anywhere in a message."""
    written = _ANYWHERE.sub(_escaped, clean(text))
    # Looking at the starts of lines alone is faster than a search for them in the whole text.
    return "\n".join(map(_escaped_start, written.split("\n")))


def line(text: str) -> str:
    """Return markdown that shows `plain(text)`."""
    return escape(plain(text))


def small(text: str) -> str:
    """Return a line of markdown in small print."""
    return f"-# {text}"


def bold(text: str) -> str:
    """Return markdown that shows the text in bold, line by line, so that it also works inside a block quote."""
    return "\n".join(f"**{part}**" if part else part for part in escape(text).split("\n"))


def marked(text: str, marks: Sequence[str]) -> str:
    """Return markdown that shows the text with each of the marks in bold, where it is a whole word or more."""
    wanted = sorted({mark.strip() for mark in marks if mark.strip()}, key=len, reverse=True)
    if not wanted:
        return escape(text)
    pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, wanted))})(?!\w)")
    parts = pattern.split(text)
    return "".join(bold(part) if place % 2 else escape(part) for place, part in enumerate(parts))


def block(markdown: str) -> str:
    """Return markdown as a block quote; it must start a line."""
    return "\n".join(f"> {part}" for part in markdown.split("\n"))


def block_quote(text: str) -> str:
    """Return markdown that shows the text as a block quote; it must start a line."""
    return block(escape(text))


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}"


def _escaped_start(text: str) -> str:
    """Return a line of markdown that does not begin a heading, a list or a quote."""
    found = _AT_LINE_START.match(text)
    if found is None:
        return text
    indent, mark, number, after = found.groups()
    start = f"{indent}\\{mark}" if mark else f"{indent}{number}\\{after}"
    return start + text[found.end() :]
