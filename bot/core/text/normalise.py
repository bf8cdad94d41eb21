"""The only normaliser and tokeniser. What counts as one word is decided here, for facts and questions alike."""

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

# In capitals it is the country; folded it would be the pronoun.
_COUNTRY = re.compile(r"\bU\.?S\.?(?:A\.?)?(?![A-Za-z])")
# And this would be an article, in Spanish.
_NATIONS = re.compile(r"\bU\.?N\.?(?![A-Za-z])")
_DESIGNATION = re.compile(r"\b([a-z]{1,3})-?(\d{1,4})s?\b")
_SPACED = re.compile(r"\b([^\W\d_]{1,3})\s+(?=\d{1,4}s?\b)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\d+(?:[:.]\d+)*|[^\W\d_]++(?:\d+|(?:'[^\W\d_]+)*)")

# Questions bring new words without end; so many are remembered.
CACHED_WORDS: Final = 2**17

_stem_english: Callable[[str], str] = snowballstemmer.stemmer("english").stemWord


def fold(text: str) -> str:
    """Lower-case text without accents, with plain quotes and dashes; one space for any white space."""
    plain = text.replace("`", "'") if text.isascii() else text.translate(_PUNCTUATION)
    if plain.isascii():
        return " ".join(plain.lower().split())
    # Once more: some quotes fall apart into accents, others appear only when a character is taken apart.
    folded = unicodedata.normalize("NFKD", plain).translate(_PUNCTUATION).casefold()
    bare = "".join(character for character in folded if not unicodedata.combining(character))
    return " ".join(bare.split())


def words(text: str) -> tuple[str, ...]:
    """The words of a text, folded; numbers as digits without separators, designations as one word (B-52s -> b52)."""
    joined = _SPACED.sub(_join, text) if _DIGIT.search(text) else text
    # No other word spans white space, and what stands between it comes again and again.
    return tuple(itertools.chain.from_iterable(map(_words_of, joined.split())))


@lru_cache(maxsize=CACHED_WORDS)
def stem(word: str) -> str:
    """The word's stem; a number or a designation is its own."""
    return word if any(character.isdigit() for character in word) else _stem_english(word)


def _join(match: re.Match[str]) -> str:
    letters = fold(match.group(1))
    # "in 2019" is two words, "b 52" is one: only what no language uses as a word joins over a space.
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
    """The text with control and direction-changing characters dropped, so that it cannot disturb what surrounds it."""
    return "".join(character for character in text if unicodedata.category(character) not in {"Cc", "Cf", "Cs"})


def same_text(text: str) -> str:
    """What must agree for two texts to be the same ask: folded, without punctuation at the ends or doubled space."""
    return fold(text).strip(" ?!.,;:¿¡\"'")
