"""The values of reading: the original as it came, what it says of itself, and its text."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.core.text.control_chars import stray_characters

MAX_ORIGINAL_BYTES: Final = 20 * 1024 * 1024
"""Largest original that is read, in bytes, after decompression: a long report with its pictures as PDF."""

_SPACES: Final = re.compile(r"[ \t\r\f\v]+")
_BLANK: Final = re.compile(r"\n\s*\n")
_SOFT_HYPHEN: Final = "\u00ad"
_LIGATURES: Final = re.compile("[\ufb00-\ufb06]")


class OriginalKind(StrEnum):
    """What an original is."""

    TEXT = "text"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    PDF = "PDF"
    WORD = "Word"


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The bytes of an article as it was published.

    `name` is how messages refer to it. `address` is where it was fetched, after redirects, or "". `charset` is what
    the server named, or "".
    """

    name: str
    content: bytes
    kind: OriginalKind
    address: str = ""
    charset: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What an original says of itself. `guessed` names the fields that it does not say in so many words."""

    title: str = ""
    authors: tuple[str, ...] = ()
    publisher: str = ""
    published: dt.date | None = None
    address: str = ""
    guessed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedText:
    """The text of an article, its paragraphs separated by blank lines, and where it is from.

    `sha256` is that of the original's bytes, `retrieved` the day on which they were read. Empty fields are not known.
    """

    text: str
    kind: OriginalKind
    title: str
    authors: tuple[str, ...]
    publisher: str
    published: dt.date | None
    address: str
    sha256: str
    retrieved: dt.date
    guessed: frozenset[str] = frozenset()


def joined_paragraphs(paragraphs: Iterable[str]) -> str:
    """Return the paragraphs with blank lines between them, without spaces and characters that only lay out a page."""
    cleaned = (_cleaned(part) for paragraph in paragraphs for part in _BLANK.split(paragraph))
    text = "\n\n".join(filter(None, cleaned))
    return f"{text}\n" if text else ""


def one_line(text: str) -> str:
    """Return a text of the metadata on one line."""
    return " ".join(_cleaned(text).split())


def _cleaned(paragraph: str) -> str:
    text = paragraph.replace("\r\n", "\n").replace("\r", "\n").replace(_SOFT_HYPHEN, "")
    stray = {found.group() for found in stray_characters(text)}
    text = text.translate(dict.fromkeys(map(ord, stray), " ")).replace("  ", " ") if stray else text
    text = _LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(filter(None, lines))
