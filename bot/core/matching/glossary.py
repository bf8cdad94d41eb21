"""Read a question in German, French or Portuguese in the words of the base, by the vocabulary's translations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.core.knowledge.model import Translation
from bot.core.matching.spelling import Repair, Repaired, Speller
from bot.core.text.foreign_words import (
    ASKING_IN,
    STEMMERS,
    STOPWORDS_IN,
    Language,
    has_function_words,
    language_of,
    set_apart,
)
from bot.core.text.normalise import fold, fold_typed, stem, typed_words, words

_SHORTEST_PART: Final = 4  # letters of a part of a compound
_LONGEST_COMPOUND: Final = (
    45  # letters; each more costs a stem of every part, and no compound that people use has as many
)
_JOINTS: Final = ("", "s", "n", "en", "es", "e")  # between the parts of a German compound
_FORGIVEN: Final = ((5, 0), (8, 1), (99, 2))  # edits in words up to a length

Translate = Callable[[str], str | None]


def untranslated(_word: str) -> None:
    """Translate nothing, where the extra `multilingual` is not installed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The phrases of a language, as stems, with the words of the base that they mean.

    `longest` is the number of words of the longest phrase; `single` are the stems of the phrases of one word.
    """

    language: Language
    phrases: Mapping[tuple[str, ...], tuple[str, ...]]
    longest: int
    single: tuple[str, ...]

    def phrase_at(self, spelt: Sequence[str], place: int) -> tuple[tuple[str, ...] | None, int]:
        """Return what the longest phrase at `place` means, and its number of words; None and 1 if there is none."""
        stems = tuple(map(STEMMERS[self.language], spelt[place : place + self.longest]))
        for size in range(len(stems), 0, -1):
            if stems[:size] in self.phrases:
                return self.phrases[stems[:size]], size
        return None, 1

    def meaning(self, word: str) -> tuple[str, ...] | None:
        """Return what a word means; None if it is no phrase by itself."""
        return self.phrases.get((STEMMERS[self.language](word),))

    def compound(self, word: str) -> tuple[str, ...] | None:
        """Return what the two parts of a German compound mean: the longest first part that leaves a second one."""
        if self.language is not Language.GERMAN or len(word) > _LONGEST_COMPOUND:
            return None
        for cut in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
            last = self.meaning(word[cut:])
            firsts = (word[:cut].removesuffix(joint) for joint in _JOINTS if word[:cut].endswith(joint))
            first = next(filter(None, map(self.meaning, firsts)), None)
            if first and last:
                return (*first, *last)
        return None

    def nearest(self, word: str) -> tuple[str, ...] | None:
        """Return what the nearest word with the same first letter means, if few edits lead to it."""
        root = STEMMERS[self.language](word)
        edits = next((edits for length, edits in _FORGIVEN if len(word) <= length), 0)
        choices = [known for known in self.single if known[:1] == root[:1]] if edits else []
        found = process.extractOne(root, choices, scorer=OSA.distance, score_cutoff=edits)
        return self.phrases[(found[0],)] if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Glossary:
    """The lexicons of the languages; `speller` has the words of the base."""

    lexicons: Mapping[Language, Lexicon]
    speller: Speller

    def read(self, question: str, *, longest: int, translate: Translate = untranslated) -> Repaired | None:
        """Return a question's words in the language of the base, and how misspelt and untranslated ones were read.

        None if the question is in the base's own language, as far as can be told. `translate` returns the word of the
        base that means the same as a foreign one, as it was written, or None.
        """
        language = self._language_of(question, longest=longest)
        if language is None:
            return None
        lexicon = self.lexicons[language]
        spelt = typed_words(set_apart(question, language), longest=longest)
        written = {fold(token): token for token in re.findall(r"[^\W\d_]+", question)}
        read: list[str] = []
        repairs: list[Repair] = []
        place = 0
        while place < len(spelt):
            found, size = lexicon.phrase_at(spelt, place)
            word = spelt[place]
            if found is None:
                found = self._plain(word, lexicon)
            if found is None and (found := _translated(written.get(word, word), translate) or lexicon.nearest(word)):
                repairs.append(Repair(written=word, read=" ".join(found)))
            read += (word,) if found is None else found
            place += size
        return Repaired(words=tuple(read), repairs=tuple(repairs))

    def _plain(self, word: str, lexicon: Lexicon) -> tuple[str, ...] | None:
        """Return a word of the base as it is, no word for a stop word, a compound's parts; None if it is unknown."""
        if word in STOPWORDS_IN[lexicon.language]:
            return ()
        return (word,) if self._has(word) else lexicon.compound(word)

    def _has(self, word: str) -> bool:
        return word[0].isdigit() or word in self.speller.counts or stem(word) in self.speller.stems

    def _language_of(self, question: str, *, longest: int) -> Language | None:
        """Tell the language by its function words; without any, by the lexicon that knows what the base lacks."""
        folded = fold_typed(question, longest=longest)
        if has_function_words(folded):
            return language_of(folded)
        strange = [
            word
            for word in typed_words(question, longest=longest)
            if not self._has(word) and not self.speller.common(word)
        ]
        known = {each.language: sum(_knows(each, word) for word in strange) for each in self.lexicons.values()}
        best = max(known, key=known.__getitem__)
        return best if known[best] else None


def _translated(word: str, translate: Translate) -> tuple[str, ...] | None:
    found = translate(word)
    return (found,) if found else None


def _knows(lexicon: Lexicon, word: str) -> bool:
    return lexicon.meaning(word) is not None or lexicon.compound(word) is not None


def build_glossary(translations: Iterable[Translation], speller: Speller) -> Glossary:
    """Index the translations by the stems of their phrases; a story's own phrase replaces one that asks."""
    listed = tuple(translations)
    return Glossary(
        lexicons=MappingProxyType({language: _lexicon(language, listed) for language in Language}), speller=speller
    )


def _lexicon(language: Language, translations: Sequence[Translation]) -> Lexicon:
    asking = ASKING_IN[language].items()
    own = ((phrase, each.word) for each in translations for phrase in each.phrases.get(language, ()))
    phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
    for pairs in (own, asking):
        for phrase, meaning in pairs:
            stems = tuple(map(STEMMERS[language], words(set_apart(phrase, language))))
            if stems:
                phrases.setdefault(stems, words(meaning))
    return Lexicon(
        language=language,
        phrases=MappingProxyType(phrases),
        longest=max(map(len, phrases), default=1),
        single=tuple(stems[0] for stems in phrases if len(stems) == 1),
    )
