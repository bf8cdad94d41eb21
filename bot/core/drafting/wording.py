"""Words made of a passage: an id, a statement to begin with, and asks that serve until better ones stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.core.knowledge.schema import MAX_ASK, MAX_STATEMENT
from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import fold

LONGEST_ID: Final = 60
"""Characters of an id."""

_KEY_WORDS: Final = 6
_ID_WORDS: Final = 4
_SUBJECT_WORDS: Final = 3
_WITHIN: Final = re.compile(r"'|(?<=\d),(?=\d)")
_BETWEEN: Final = re.compile(r"[^a-z0-9]+")
_POINTING: Final = re.compile(
    r"[“‘\"'(]*(?P<word>it|its|he|his|she|her|they|their|this|these|that|those|there)\b", re.IGNORECASE
)
_WORD: Final = re.compile(r"\d(?:[\d.,:]*\d)?|[^\W\d_][^\W_]*(?:[’'-][^\W_]+)*")
_NUMBER: Final = re.compile(
    r"\b\d(?:[\d,.]*\d)?(?:\s(?:million|billion|thousand))?\s(?P<what>(?:[^\W\d_]{3,}\s)?[^\W\d_]{3,}s)\b"
)


def slug(text: str, *, longest: int = LONGEST_ID) -> str:
    """A text as an id: small letters, digits and single hyphens; empty where it has none of these."""
    return _BETWEEN.sub("-", _WITHIN.sub("", fold(text))).strip("-")[:longest].rstrip("-")


def fact_id(passage: str) -> str:
    """An id of the passage's first key words."""
    return slug(" ".join(_key_words(passage)[:_ID_WORDS]), longest=LONGEST_ID - len("-99999")) or "fact"


def statement(passage: str) -> str:
    """The passage on one line, begun as a sentence, and cut between words where it is too long for a statement."""
    line = " ".join(passage.split())
    return _clipped(line[:1].upper() + line[1:], MAX_STATEMENT)


def pointer(passage: str) -> str:
    """The word at a passage's beginning that points back to what was said before; empty where there is none."""
    found = _POINTING.match(passage)
    return found["word"] if found else ""


def asks(passage: str, speaker: str, day: str) -> Iterator[str]:
    """Ways in which people may ask for what the passage tells; `speaker` and `day` are empty where it has none."""
    keys = _key_words(passage)
    yield _clipped(" ".join(keys[:_KEY_WORDS]), MAX_ASK)
    subject = " ".join([key for key in keys if fold(key) not in fold(speaker)][:_SUBJECT_WORDS])
    if speaker:
        yield _clipped(f"what does {speaker} say about {subject}", MAX_ASK)
    for number in _NUMBER.finditer(" ".join(passage.split())):
        yield _clipped(f"how many {number['what']}, {subject}", MAX_ASK)
    if day:
        yield _clipped(f"what happened on {day}", MAX_ASK)


def last_resort(passage: str, number: int) -> str:
    """An ask that no other fact has: the passage itself, told apart by a number where that is cut."""
    return f"{_clipped(statement(passage), MAX_ASK - len(' (99999)'))} ({number})"


def _key_words(passage: str) -> list[str]:
    """The words that carry a subject, as they are spelt, each once."""
    spelt = dict.fromkeys(match.group() for match in _WORD.finditer(passage))
    return [word for word in spelt if fold(word) not in STOPWORDS and (len(word) > 1 or word.isdigit())]


def _clipped(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"
