"""Normalise text and split it into words, in the same way for facts and questions."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import snowballstemmer

from bot.core.text.language import NUMBERS, SHORT_WORDS, SPELT_OUT

_PUNCTUATION: Final = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
})  # fmt: skip

# In capitals it is the country; in small letters it would be the pronoun.
_COUNTRY = re.compile(r"\bU\.?S\.?(?:A\.?)?(?![A-Za-z])")
# In small letters this would be an article in Spanish.
_NATIONS = re.compile(r"\bU\.?N\.?(?![A-Za-z])")
_DESIGNATION = re.compile(r"\b([a-z]{1,3})-?(\d{1,4})s?\b")
_SPACED = re.compile(r"\b([^\W\d_]{1,3})\s+(?=\d{1,4}s?\b)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\d+(?:[:.]\d+)*|[^\W\d_]++(?:\d+|(?:'[^\W\d_]+)*)")

CACHED_WORDS: Final = 2**17
"""Words whose stems are cached; questions bring new words without end."""

_stem_english: Callable[[str], str] = snowballstemmer.stemmer("english").stemWord


def fold(text: str) -> str:
    """Return lower-case text without accents, with plain quotes and dashes, and one space for any white space."""
    plain = text.replace("`", "'") if text.isascii() else text.translate(_PUNCTUATION)
    if plain.isascii():
        return " ".join(plain.lower().split())
    # Translate again: some quotes decompose into accents, others appear only when a character is decomposed.
    folded = unicodedata.normalize("NFKD", plain).translate(_PUNCTUATION).casefold()
    bare = "".join(character for character in folded if not unicodedata.combining(character))
    return " ".join(bare.split())


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text: numbers without separators, designations as one word (B-52s -> b52)."""
    joined = _SPACED.sub(_join, text) if _DIGIT.search(text) else text
    # No other word spans white space, and the tokens between it repeat, which makes the cache effective.
    return tuple(itertools.chain.from_iterable(map(_words_of, joined.split())))


@lru_cache(maxsize=CACHED_WORDS)
def stem(word: str) -> str:
    """Return the stem of a word; numbers and designations stay as they are."""
    return word if any(character.isdigit() for character in word) else _stem_english(word)


def _join(match: re.Match[str]) -> str:
    letters = fold(match.group(1))
    # "in 2019" is two words, "b 52" is one: letters that are a word in some language do not join.
    return letters if letters.isascii() and letters not in SHORT_WORDS else match.group()


@lru_cache(maxsize=CACHED_WORDS)
def _words_of(token: str) -> tuple[str, ...]:
    named = fold(_NATIONS.sub("onu", _COUNTRY.sub("usa", token)))
    joined = _THOUSANDS.sub("", _DESIGNATION.sub(r"\1\2", named))
    return tuple(itertools.chain.from_iterable(map(_spell_out, _WORD.findall(joined))))


def _spell_out(word: str) -> tuple[str, ...]:
    bare = word.removesuffix("'s") if word not in SPELT_OUT else word
    if bare in NUMBERS:
        return (NUMBERS[bare],)
    return SPELT_OUT.get(bare, (bare.replace("'", ""),))


def visible(text: str) -> str:
    """Drop control and direction-changing characters, so that the text cannot disturb what is around it."""
    if text.isprintable():  # true of nearly all text, and some hundred times faster than the check of each character
        return text
    return "".join(character for character in text if unicodedata.category(character) not in {"Cc", "Cf", "Cs"})


def same_text(text: str) -> str:
    """Return the text by which two questions are compared: folded, without punctuation at the ends."""
    return fold(text).strip(" ?!.,;:¿¡\"'")
