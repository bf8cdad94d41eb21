"""Normalise text and split it into words, in the same way for facts and questions."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

import Stemmer
from anyascii import anyascii

from bot.core.text.language import NUMBERS, SHORT_WORDS, SPELT_OUT
from bot.core.text.word_cache import cached_by_word, size_of_strings

_PUNCTUATION: Final = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
})  # fmt: skip

# In capitals it is the country; in small letters it would be the pronoun.
_COUNTRY = re.compile(r"\bU\.?S\.?(?:A\.?)?(?![A-Za-z])")
# In small letters this would be an article in Spanish.
_NATIONS = re.compile(r"\bU\.?N\.?(?![A-Za-z])")
# U.K., F.B.I.: one word, because its letters by themselves are words of chats ("u", "r", "y").
_ACRONYM = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W\d_]))?")
_DESIGNATION = re.compile(r"\b([a-z]{1,3})-?(\d{1,4})s?\b")
_SPACED = re.compile(r"\b([^\W\d_]{1,3})\s+(?=\d{1,4}s?\b)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\d+(?:[:.⁄]\d+)*|[^\W\d_]++(?:\d+|(?:'[^\W\d_]+)*)")
# Han, kana, Thai, Lao, Burmese and Khmer are written without spaces between words.
_UNSPACED = re.compile(
    "([\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+)"
)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
# ½ decomposes into 1⁄2, which must not run into a number before it.
_FRACTION = re.compile(r"(?<=\d)(?=[\u00bc-\u00be\u2150-\u215e\u2189])")

_LETTERS: Final = frozenset({"Ll", "Lm", "Lo", "Lu"})

LONGEST_TYPED: Final = 300
"""Characters of a text typed into an option that are read: no name, date or question that is suggested has as many."""

MOST_WORDS: Final = 400
"""Words of a typed text that are read; a question as long as Discord allows has about 350."""


def fold(text: str) -> str:
    """Return lower-case text without accents, with plain quotes and dashes, and one space for any white space."""
    plain = text.replace("`", "'") if text.isascii() else text.translate(_PUNCTUATION)
    if plain.isascii():
        return " ".join(plain.lower().split())
    # Translate again: some quotes decompose into accents, others appear only when a character is decomposed.
    apart = unicodedata.normalize("NFKD", _FRACTION.sub(" ", plain)).translate(_PUNCTUATION).casefold()
    return " ".join(_BEYOND_ASCII.sub(_typed, apart).split())


def _typed(found: re.Match[str]) -> str:
    """Return what a keyboard has for a character: no accent and nothing invisible, ł as l, ٣ as 3."""
    character = found[0]
    category = unicodedata.category(character)
    if unicodedata.combining(character) or category == "Cf":
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category in _LETTERS and unicodedata.name(character, "").startswith("LATIN"):
        return anyascii(character).lower() or character
    return character


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text: numbers without separators, designations as one word (B-52s -> b52)."""
    return tuple(_each_word(text))


def fold_typed(text: str, *, longest: int = LONGEST_TYPED) -> str:
    """Fold a text that a reader typed, and cut it to `longest` characters: a single one may fold to eighteen."""
    return fold(text[:longest])[:longest]


def typed_words(text: str, *, longest: int) -> tuple[str, ...]:
    """Return the words of a text that a reader typed, as far as they are read.

    They are at most MOST_WORDS, in the first `longest` characters and with at most as many themselves.
    """
    found: list[str] = []
    room = longest + 1
    for word in itertools.islice(_each_word(text[:longest]), MOST_WORDS):
        room -= len(word) + 1
        if room < 0:
            break
        found.append(word)
    return tuple(found)


@cached_by_word()
def stem(word: str) -> str:
    """Return the stem of a word; numbers and designations stay as they are."""
    if any(character.isdigit() for character in word):
        return word
    # A stemmer keeps the word that it works on, so threads must not share one. A new one takes a microsecond.
    stemmed: str = Stemmer.Stemmer("english", 0).stemWord(word)
    return stemmed


def _each_word(text: str) -> Iterator[str]:
    joined = _SPACED.sub(_join, text) if _DIGIT.search(text) else text
    # No other word spans white space, and the tokens between it repeat, which makes the cache effective.
    return itertools.chain.from_iterable(map(_words_of, joined.split()))


def _join(match: re.Match[str]) -> str:
    letters = fold(match.group(1))
    # "in 2019" is two words, "b 52" is one: letters that are a word in some language do not join.
    return letters if letters.isascii() and letters not in SHORT_WORDS else match.group()


@cached_by_word(size=size_of_strings)
def _words_of(token: str) -> tuple[str, ...]:
    named = fold(_ACRONYM.sub(_without_stops, _NATIONS.sub("onu", _COUNTRY.sub("usa", token))))
    joined = _THOUSANDS.sub("", _DESIGNATION.sub(r"\1\2", named))
    found = _WORD.findall(joined) if joined.isascii() else _words_of_any_script(joined)
    return tuple(itertools.chain.from_iterable(map(_spell_out, found)))


def _without_stops(found: re.Match[str]) -> str:
    return found[0].replace(".", "")


def _words_of_any_script(token: str) -> Iterator[str]:
    """Yield the words of a token; a run of a script without spaces as all its pairs of neighbouring characters."""
    for place, part in enumerate(_UNSPACED.split(token)):
        if place % 2:
            yield from (part[at : at + 2] for at in range(max(len(part) - 1, 1)))
        else:
            yield from _WORD.findall(part)


def _spell_out(word: str) -> tuple[str, ...]:
    bare = word.removesuffix("'s") if word not in SPELT_OUT else word
    if bare in NUMBERS:
        return (NUMBERS[bare],)
    return SPELT_OUT.get(bare, (bare.replace("'", ""),))


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Replace passages, each from its start to its end, by spaces, so that all other offsets stay the same."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def visible(text: str) -> str:
    """Drop control and direction-changing characters, so that the text cannot disturb what is around it."""
    if text.isprintable():  # true of nearly all text, and some hundred times faster than the check of each character
        return text
    return "".join(character for character in text if unicodedata.category(character) not in {"Cc", "Cf", "Cs"})


def same_text(text: str) -> str:
    """Return the text by which two questions are compared: folded, without punctuation at the ends."""
    return fold(text).strip(" ?!.,;:¿¡\"'")
