"""Split a passage into tokens that know whether they are inside a quotation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.text.abbreviations import PLACES, PLACES_AFTER_A_COMMA, TITLES

_MONTHS: Final = "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec".split()
_ABBREVIATED: Final = "|".join(
    sorted({*_MONTHS, *TITLES, *PLACES, *PLACES_AFTER_A_COMMA, "Jr", "Inc", "Corp", "Co", "Ltd", "No", "Nos", "vs"})
)
_TOKEN: Final = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}[^\W\d_]?|[A-Z]\.(?=\s+[A-Z])|\b(?:{_ABBREVIATED})\.(?=\W)|[$£€]?\d[\d,.:]*(?<=\d)%?(?:st|"
    rf"nd|rd|th)?"
    r"|[^\W\d_][^\W_]*(?:[’'‑-][^\W_]+|&[A-Z])*|\S"
)
_POSSESSIVE: Final = re.compile(r"[’']s?$")
_OPENS, _CLOSES = frozenset("“«„"), frozenset("”»")
_STOPS: Final = ".,!?…—–-"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProseToken:
    """A word, number or mark, with its place; `quoted` if it is inside a quotation, its marks included."""

    text: str
    start: int
    end: int
    quoted: bool = False

    @property
    def small(self) -> str:
        """Its text in small letters, with one kind of apostrophe."""
        return self.text.lower().replace("'", "’")

    @property
    def word(self) -> bool:
        """Whether it has letters."""
        return self.text[0].isalpha()

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()

    @property
    def mark(self) -> bool:
        """Whether it is a quotation mark."""
        return self.text in _OPENS or self.text in _CLOSES or self.text in {'"', "‘", "’"}

    @property
    def possessive(self) -> bool:
        """Whether it ends in an apostrophe with or without s."""
        return _POSSESSIVE.search(self.text) is not None

    @property
    def bare(self) -> str:
        """Its text without a possessive ending."""
        return _POSSESSIVE.sub("", self.text)


def tokenize(passage: str, *, within: bool = False) -> tuple[ProseToken, ...]:
    """Return the tokens of a passage; `within` says that it begins inside a quotation."""
    return tuple(_tokens(passage, within=within))


def ends_within(tokens: Sequence[ProseToken]) -> bool:
    """Return whether a quotation is still open after the last token."""
    return bool(tokens) and tokens[-1].quoted and not _closing(tokens)


def _closing(tokens: Sequence[ProseToken]) -> bool:
    last = tokens[-1]
    return last.text in _CLOSES or (last.text in {'"', "’"} and len(tokens) > 1 and tokens[-2].quoted)


def _tokens(passage: str, *, within: bool) -> Iterator[ProseToken]:
    opened = "“" if within else ""
    for match in _TOKEN.finditer(passage):
        text, start = match.group(), match.start()
        if text[0] == "'" and not passage[:start].strip():
            text = "'"
        closed = bool(opened) and _ends_quotation(text, opened, passage, start)
        opens = not opened and _begins_quotation(text, passage, start)
        if opens:
            opened = text
        yield ProseToken(text=text, start=start, end=start + len(text), quoted=bool(opened))
        if closed:
            opened = ""


def _begins_quotation(text: str, passage: str, start: int) -> bool:
    before, after = passage[start - 1 : start], passage[start + 1 : start + 2]
    free = (not before or before.isspace() or before in "(—–-[") and bool(after) and not after.isspace()
    return text in _OPENS or (text == '"' and free) or (text == "‘" and free and not after.isdigit())


def _ends_quotation(text: str, opened: str, passage: str, start: int) -> bool:
    if opened == "‘":
        return text == "’" and passage[start - 1 : start] in _STOPS
    return text in _CLOSES or (text == '"' and opened != "‘")
