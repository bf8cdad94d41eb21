"""Split a text into paragraphs and sentences, by rules for news prose in English and similar languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BLOCK = re.compile(r"^[^\S\n]*+\S.*(?:\n[^\S\n]*+\S.*)*", re.MULTILINE)
_OPENERS = "“‘\"'(\\[«¿¡—–"
_CLOSERS = "”’\"')\\]»"
# A stop with closing marks after it, white space, then what may open a sentence.
_STOP = re.compile(rf"(?<![.!?…])(?P<stop>[.!?…]+)[{_CLOSERS}]*(?=\s+[{_OPENERS}]*(?P<next>[^\W_]\w*))")
_BEFORE = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A block of a text between blank lines; `number` counts from 1, `end` is exclusive."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a text and the number of its paragraph."""

    paragraph: int
    start: int
    end: int


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MAX_ABBREVIATION = 20  # characters

_TITLES = _words(
    """
    Mr Mrs Ms Dr Prof Rev Hon Sr Sra Fr Adm Gen Lt Col Maj Capt Cmdr Cdr Sgt Cpl Pvt Brig Sen Rep Gov Pres Amb
    Supt Insp St Mt Ft vs cf ca approx al
    """
)
_BEFORE_NUMBERS = _words(
    """
    No Nos Art Sec Fig Vol Ch p pp Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
    """
)
_NEVER_LAST = frozenset({"e.g", "i.e"})
# After "U.S." or "p.m." a capital proves nothing ("U.S. Air Force", "11 a.m. Eastern"): only these begin a sentence.
_BEGINNERS = _words(
    """
    A After All Although An And Another As At Because Before Both But By During Each Even Every For From He Her
    His How However I If In Instead It Its Last Later Many Meanwhile Most Multiple My No Not Now Of On One Only
    Other Our Over She Since So Some Still That The Their Then There These They This Those Three Though To Two
    Under Until We What When Where While Who Why With You
    """
)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return the blocks between blank lines, without the white space around them."""
    spans = (_trimmed(text, *block.span()) for block in _BLOCK.finditer(text))
    return tuple(Paragraph(number=number, start=start, end=end) for number, (start, end) in enumerate(spans, 1))


def sentences(text: str) -> tuple[Sentence, ...]:
    """Return all sentences, in order; a block without a full stop, such as a heading, is one sentence."""
    return tuple(
        Sentence(paragraph=paragraph.number, start=start, end=end)
        for paragraph in paragraphs(text)
        for start, end in _split(text, paragraph)
    )


def _split(text: str, paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    start = paragraph.start
    for stop in _STOP.finditer(text, paragraph.start, paragraph.end):
        if _ends(text[max(start, stop.start() - _MAX_ABBREVIATION) : stop.start()], stop["stop"], stop["next"]):
            yield _trimmed(text, start, stop.end())
            start = stop.end()
    yield _trimmed(text, start, paragraph.end)


def _ends(before: str, stop: str, after: str) -> bool:
    """Return whether a stop ends its sentence; `before` is the end of the sentence so far."""
    if after[0].islower():
        return False
    found = _BEFORE.search(before)
    if stop != "." or found is None:
        return True
    word = found.group()
    if word in _TITLES or word in _NEVER_LAST or (word in _BEFORE_NUMBERS and after[0].isdigit()):
        return False
    if "." in word:
        return after in _BEGINNERS
    return len(word) > 1 or word == "I" or not word.isupper()


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    passage = text[start:end]
    return end - len(passage.lstrip()), start + len(passage.rstrip())
