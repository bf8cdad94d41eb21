"""Split a text into paragraphs and sentences, by rules for news prose in English, German and Spanish."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.text.abbreviations import (
    BEFORE_NUMBERS,
    BEGINNERS,
    GERMAN_BEFORE_DAYS,
    GERMAN_BEFORE_ORDINALS,
    GERMAN_MONTHS,
    NEVER_LAST,
    PLACES_AFTER_A_COMMA,
    SHARED_MONTHS,
    SOMETIMES_LAST,
    SPACED,
    SURE_BEGINNERS,
    SURNAMES,
    TITLES,
)

_BLOCK = re.compile(r"^[^\S\n]*+\S.*(?:\n[^\S\n]*+\S.*)*", re.MULTILINE)
_OPENERS = "“‘\"'(\\[«¿¡—–"
_CLOSERS = "”’\"')\\]»"
_STOPS = ".!?…؟।\u037e"  # with the Arabic, the Hindi and the Greek ones
# A stop with closing marks after it, white space, then what may open a sentence. Chinese and Japanese have no spaces.
_STOP = re.compile(
    rf"(?<![{_STOPS}])(?P<stop>[{_STOPS}]+)[{_CLOSERS}]*"
    rf"(?=\s+[{_OPENERS}]*(?P<next>[^\W_]\w*)(?:\s+(?P<then>\w))?)"
    rf"|(?P<wide>[。！？；｡]+)[{_CLOSERS}」』）]*(?=\s*\S)"
)
# The word before a stop, with the letters before it: "U.S", "EE.UU", "Calif".
_WORD = re.compile(r"(?:(?<![^\W\d_])([^\W\d_])\1?\.)*[^\W\d_]+$")
_NUMBER = re.compile(r"(?:(?<!I\s)\b(?P<word>[^\W\d_]+),?\s+|^\s*|[–—(]\s*)\d{1,3}$")
_SPANISH_DATE = re.compile(r"\b\d{1,2}[\s-](?:de\s)?(?:ene|feb|mar|abr|may|jun|jul|ago|sept?|set|oct|nov|dic)$")


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


_LOOKED_BACK = 32  # characters before a stop that decide whether it ends its sentence


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
        before = text[max(start, stop.start() - _LOOKED_BACK) : stop.start()]
        if stop["wide"] or _ends(before, stop["stop"], stop["next"], stop["then"] or ""):
            yield _trimmed(text, start, stop.end())
            start = stop.end()
    yield _trimmed(text, start, paragraph.end)


def _ends(before: str, stop: str, after: str, then: str) -> bool:
    """Return whether a stop ends its sentence.

    `before` is the end of the sentence so far, `after` the next word, `then` the first character of the word after it.
    """
    if stop != "." or after[0].islower():
        return not after[0].islower()
    *_, previous, last = "", "", *before.split()
    found = None if before[-1:].isspace() else _WORD.search(last)
    if found is None:
        return not _is_ordinal(before, after)
    pair = f"{previous.lstrip(_OPENERS)}{last}"
    word = pair if pair in SPACED else found.group()
    if word in NEVER_LAST or f"{word}.{after}" in SPACED or (after[0].isdigit() and _counts(word, before)):
        return False
    if word in TITLES or _is_initial(word):
        return before.strip() != word and _begins_after_title(after, then)
    if "." in word or word in SOMETIMES_LAST or _is_place(word, before):
        return after in BEGINNERS
    return True


def _counts(word: str, before: str) -> bool:
    """Return whether a number after the word belongs to it, as in "No. 5", "Oct. 17" and "3 mar. 2031"."""
    return word in BEFORE_NUMBERS or word.endswith("str") or _SPANISH_DATE.search(before) is not None


def _begins_after_title(word: str, then: str) -> bool:
    """Return whether a word after a title begins a sentence: "He left" does, the name "He Weidong" does not."""
    if word in SURE_BEGINNERS:
        return True
    return word in BEGINNERS and word not in SURNAMES and (then.islower() or then.isdigit())


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isupper() and word != "I"


def _is_place(word: str, before: str) -> bool:
    return word in PLACES_AFTER_A_COMMA and before.removesuffix(word).rstrip().endswith((",", "-", "–", "("))


def _is_ordinal(before: str, after: str) -> bool:
    """Return whether a number with a stop is a German ordinal, as in "am 4. März" and "im 19. Jahrhundert"."""
    found = _NUMBER.search(before) if before[-1:].isdigit() else None
    if after in GERMAN_MONTHS:
        return found is not None
    if found is None:
        return False
    if found["word"] is None:
        return after in SHARED_MONTHS
    word = found["word"].lower()
    if after in SHARED_MONTHS:
        return word in GERMAN_BEFORE_DAYS
    return word in GERMAN_BEFORE_ORDINALS and (after[0].isdigit() or after not in BEGINNERS)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    passage = text[start:end]
    return end - len(passage.lstrip()), start + len(passage.rstrip())
