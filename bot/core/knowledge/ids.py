"""Make ids for entries of a base from texts."""

from __future__ import annotations

import re
from typing import Final

from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import fold

MAX_ID: Final = 60
"""Most characters of an id."""

_ID_WORDS: Final = 4
_WITHIN: Final = re.compile(r"'|(?<=\d),(?=\d)")
_BETWEEN: Final = re.compile(r"[^a-z0-9]+")
_WORD: Final = re.compile(r"\d(?:[\d.,:]*\d)?|[^\W\d_][^\W_]*(?:[’'-][^\W_]+)*")


def slug(text: str, *, longest: int = MAX_ID) -> str:
    """Turn a text into an id of small letters, digits and single hyphens; "" if it has none of these."""
    return _BETWEEN.sub("-", _WITHIN.sub("", fold(text))).strip("-")[:longest].rstrip("-")


def fact_id(passage: str) -> str:
    """Return an id made of the first key words of a passage."""
    return slug(" ".join(_key_words(passage)[:_ID_WORDS]), longest=MAX_ID - len("-99999")) or "fact"


def _key_words(passage: str) -> list[str]:
    """Return the words that are not stopwords, as they are spelt, each once."""
    spelt = dict.fromkeys(match.group() for match in _WORD.finditer(passage))
    return [word for word in spelt if fold(word) not in STOPWORDS and (len(word) > 1 or word.isdigit())]
