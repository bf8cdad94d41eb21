"""Read a question in German, French or Portuguese in the words of the base, by the vocabulary's translations."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
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
    language_shares,
    set_apart,
)
from bot.core.text.normalise import fold, fold_typed, stem, typed_words, words

_SHORTEST_PART: Final = 4  # letters of a part of a compound
_LONGEST_COMPOUND: Final = 45  # letters; each one more costs two stems, and no compound in use has as many
_START: Final = 2  # letters at the start of a word that stay the same in its stem
_JOINTS: Final = ("", "s", "n", "en", "es", "e")  # between the parts of a German compound
# Parts of German verbs that are written at the end of a clause: "kündigte … an" is a form of "ankündigen".
_PARTICLES: Final = frozenset(
    "ab an auf aus bei bekannt durch ein fest heim hin her los mit nach vor weg weiter zu zuruck zusammen".split()
)
_LONGEST_CLAUSE: Final = 15  # words from a German verb to its particle
_FORGIVEN: Final = ((5, 0), (8, 1), (99, 2))  # edits in words up to a length
_LETTERS: Final = re.compile(r"[^\W\d_]+")

Phrases = Mapping[tuple[str, ...], tuple[str, ...]]
Translate = Callable[[Sequence[str]], Sequence[str | None]]
"""Returns the words of the base that mean the same as foreign ones, or None for those without one."""


def untranslated(words_: Sequence[str]) -> Sequence[None]:
    """Translate no word, where the extra `multilingual` is not installed."""
    return (None,) * len(words_)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The phrases of a language with the words of the base that they mean, by their words and by their stems.

    `longest` is the number of words of the longest phrase; `single` are the stems of the phrases of one word, and
    `starts` the letters that these begin with, which no stemmer changes.
    """

    language: Language
    by_words: Phrases
    by_stems: Phrases
    longest: int
    single: tuple[str, ...]
    starts: frozenset[str]

    def phrase_at(self, spelt: Sequence[str], place: int) -> tuple[tuple[str, ...] | None, int]:
        """Return what the longest phrase at `place` means, and its number of words; None and 1 if there is none.

        The words themselves come before their stems, which may be those of another word: "comida", "comando", "com".
        """
        ahead = tuple(spelt[place : place + self.longest])
        stems = tuple(map(STEMMERS[self.language], ahead))
        for size in range(len(ahead), 0, -1):
            found = self.by_words.get(ahead[:size])
            if found is None and not STOPWORDS_IN[self.language].issuperset(ahead[:size]):
                found = self.by_stems.get(stems[:size])
            if found is not None:
                return found, size
        return None, 1

    def meaning(self, word: str) -> tuple[str, ...] | None:
        """Return what a word means; None if it is no phrase by itself."""
        return self.phrase_at((word,), 0)[0]

    def rejoined(self, spelt: Sequence[str]) -> tuple[str, ...]:
        """Return German words with each separated verb as one: "tritt er zurück" is "zurücktritt er"."""
        read: list[str] = []
        for word in spelt:
            verb = self._verb_of(word, read)
            if verb is None:
                read.append(word)
            else:
                read[verb] = word + read[verb]
        return tuple(read)

    def _verb_of(self, particle: str, ahead: Sequence[str]) -> int | None:
        """Return the place of the verb that a German particle belongs to; None if it is no particle of one."""
        if self.language is not Language.GERMAN or particle not in _PARTICLES:
            return None
        places = range(max(len(ahead) - _LONGEST_CLAUSE, 0), len(ahead))
        return next((place for place in places if self.meaning(particle + ahead[place]) is not None), None)

    def compound(self, word: str) -> tuple[str, ...] | None:
        """Return what the two parts of a German compound mean: the longest first part that leaves a second one."""
        if self.language is not Language.GERMAN or len(word) > _LONGEST_COMPOUND:
            return None
        for cut in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
            # Most places need no stem, which takes a tenth of a millisecond.
            if not self.starts.issuperset((word[:_START], word[cut : cut + _START])):
                continue
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
        return self.by_stems[(found[0],)] if found else None


@dataclass(frozen=True, kw_only=True)
class Glossary:
    """The translations of the base's words; `speller` has these words."""

    translations: tuple[Translation, ...]
    speller: Speller

    @cached_property
    def lexicons(self) -> Mapping[Language, Lexicon]:
        """The lexicons of the languages. The first question in another language takes a tenth of a second more."""
        return MappingProxyType({language: _lexicon(language, self.translations) for language in Language})

    def read(self, question: str, *, longest: int, translate: Translate = untranslated) -> Repaired | None:
        """Return a question's words in the language of the base, and how misspelt and untranslated ones were read.

        None if the question is in the base's own language, as far as can be told. `translate` is asked for the words,
        as they were written, that no lexicon has.
        """
        language = self._language_of(question, longest=longest)
        if language is None:
            return None
        lexicon = self.lexicons[language]
        spelt = lexicon.rejoined(typed_words(set_apart(question, language), longest=longest))
        known: list[tuple[str, tuple[str, ...] | None]] = []
        place = 0
        while place < len(spelt):
            found, size = lexicon.phrase_at(spelt, place)
            known.append((spelt[place], self._plain(spelt[place], lexicon) if found is None else found))
            place += size
        strange = tuple(dict.fromkeys(word for word, found in known if found is None))
        written = {fold(token): token for token in _LETTERS.findall(question[:longest])}
        meanings = dict(zip(strange, translate([written.get(word, word) for word in strange]), strict=True))
        guesses = {word: (same,) if same else lexicon.nearest(word) for word, same in meanings.items()}
        return Repaired(
            words=tuple(
                itertools.chain.from_iterable(
                    (guesses[word] or (word,)) if found is None else found for word, found in known
                )
            ),
            repairs=tuple(
                Repair(written=written.get(word, word), read=" ".join(guess))
                for word, guess in guesses.items()
                if guess
            ),
        )

    def _plain(self, word: str, lexicon: Lexicon) -> tuple[str, ...] | None:
        """Return a word of the base as it is, no word for a stop word, a compound's parts; None if it is unknown."""
        if word in STOPWORDS_IN[lexicon.language]:
            return ()
        return (word,) if self._has(word) else lexicon.compound(word)

    def _has(self, word: str) -> bool:
        return word[0].isdigit() or word in self.speller.counts or stem(word) in self.speller.stems

    def _language_of(self, question: str, *, longest: int) -> Language | None:
        """Tell the language by its commonest words; between equals, by the lexicon that knows what the base lacks."""
        shares = language_shares(fold_typed(question, longest=longest))
        likely = [language for language, share in shares.items() if share == max(shares.values())]
        if len(likely) == 1:
            return likely[0]
        spelt = typed_words(question, longest=longest)
        strange = [word for word in spelt if not self._has(word) and not self.speller.common(word)]
        known = {each: sum(_knows(self.lexicons[each], word) for word in strange) for each in likely if each}
        best = max(known, key=known.__getitem__)
        return best if known[best] else None


def _knows(lexicon: Lexicon, word: str) -> bool:
    return lexicon.meaning(word) is not None or lexicon.compound(word) is not None


def build_glossary(translations: Iterable[Translation], speller: Speller) -> Glossary:
    """Return the glossary of a base."""
    return Glossary(translations=tuple(translations), speller=speller)


def _lexicon(language: Language, translations: Sequence[Translation]) -> Lexicon:
    """Index the translations by the stems of their phrases; a story's own phrase replaces one that asks."""
    own = ((phrase, each.word) for each in translations for phrase in each.phrases.get(language, ()))
    by_words: dict[tuple[str, ...], tuple[str, ...]] = {}
    by_stems: dict[tuple[str, ...], tuple[str, ...]] = {}
    for phrase, meaning in itertools.chain(own, ASKING_IN[language].items()):
        spelt = words(set_apart(phrase, language))
        by_words.setdefault(spelt, words(meaning))
        by_stems.setdefault(tuple(map(STEMMERS[language], spelt)), words(meaning))
    return Lexicon(
        language=language,
        by_words=MappingProxyType(by_words),
        by_stems=MappingProxyType(by_stems),
        longest=max(map(len, by_words)),
        single=tuple(stems[0] for stems in by_stems if len(stems) == 1),
        starts=frozenset(spelt[0][:_START] for spelt in by_words if len(spelt) == 1),
    )
