"""Parse questions and other texts: their content words and concepts, and what kind of thing a question asks for."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.core.knowledge.vocabulary import ConceptIndex, Mention, concepts_by_word
from bot.core.matching.focus import find_cues, find_focus
from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import stem, words
from bot.core.text.word_cache import cached_by_word

CONCEPT_CREDIT: Final = 0.85
"""Credit of a synonym; the word itself has 1."""


_ARTICLES: Final = frozenset("the el la los las".split())  # that begin a name: "La Orchila"
_HALF: Final = 0.5  # of the words have capitals: a headline, in which capitals mean nothing
_STOPS: Final = ".!?…:"  # after which a capital means nothing
_MARKS: Final = ".,;:!?…()[]\"'“”‘’«»"
_CACHE_BYTES: Final = 8 * 2**20  # of the content words that texts share
_CONTENT_WORD_BYTES: Final = 400  # of a content word without its strings


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentWord:
    """A word of the question that a fact should cover; `covers` maps a term to the credit it earns, 0 to 1."""

    word: str
    stem: str
    covers: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedText:
    """A text as the ranker sees it.

    `stems` are those of all words, and `mentions` the concepts found in them; `terms` maps stems and concepts to their
    weight; `cues` are the kinds of thing asked for, `focus` the same more closely, with the noun after "which".
    """

    text: str
    words: tuple[str, ...]
    stems: tuple[str, ...]
    mentions: tuple[Mention, ...]
    content_words: tuple[ContentWord, ...]
    terms: Mapping[str, float]
    cues: frozenset[str]
    focus: frozenset[str]
    numbers: frozenset[str]


def parse(text: str, concept_index: ConceptIndex) -> ParsedText:
    """Parse a question, a statement or a quote."""
    return parse_words(text, words(text), concept_index)


def parse_words(text: str, spelt: tuple[str, ...], concept_index: ConceptIndex) -> ParsedText:
    """Parse a text whose words are already split, and corrected if needed."""
    stems = tuple(map(stem, spelt))
    capital = _small_words_with_capitals(text, spelt)
    mentions = _with_small_names(concept_index.mentions(stems), spelt, capital, concept_index)
    concepts = concepts_by_word(mentions)
    named = {place for place in capital if len(spelt[place]) == 1} | {
        place
        for mention in mentions
        if mention.concept in concept_index.kinds
        for place in (mention.start, mention.end - 1)
        if place == mention.end - 1 or spelt[place] not in _ARTICLES
    }
    content_words = tuple(
        content_word(" ".join((word, *concepts.get(place, ()))))
        for place, word in enumerate(spelt)
        if word not in STOPWORDS or place in named
    )
    # "WHO" is not "who".
    asking = tuple("" if place in capital and place in named else word for place, word in enumerate(spelt))
    cues = frozenset(find_cues(asking))
    return ParsedText(
        text=text,
        words=spelt,
        stems=stems,
        mentions=mentions,
        content_words=content_words,
        terms=weigh_terms(content_words, mentions),
        cues=cues,
        focus=find_focus(asking, cues, {word.word: word.covers for word in content_words}),
        numbers=frozenset(word for word in spelt if word[0].isdigit()),
    )


def weigh_terms(content_words: tuple[ContentWord, ...], mentions: tuple[Mention, ...]) -> Mapping[str, float]:
    """Return the stems of content words and the concepts found, with their weights."""
    return {word.stem: 1.0 for word in content_words} | {mention.concept: CONCEPT_CREDIT for mention in mentions}


def _small_words_with_capitals(text: str, spelt: tuple[str, ...]) -> frozenset[int]:
    """Return the places of stop words whose capitals say that they are names: WHO, "Theresa May", "Group A".

    A word in capitals counts anywhere, one with a capital inside a sentence only, and a single letter after another
    word with a capital. Corrected words, and texts in which most words have capitals, have no such places.
    """
    tokens = text.split()
    # Few texts have such a word, and this is many times faster than what follows.
    if not any(not token.islower() and token.strip(_MARKS).lower() in STOPWORDS for token in tokens):
        return frozenset()
    if sum(token[:1].isupper() for token in tokens) > max(len(tokens) * _HALF, 1):
        return frozenset()
    pairs = enumerate(zip(("", *tokens), tokens, strict=False))
    named = [number for number, (before, token) in pairs if _is_named(token.strip(_MARKS), before)]
    small = [number for number in named if _is_small(words(tokens[number]))]
    if not small:  # as nearly always: then no other token is split into words
        return frozenset()
    places = list(itertools.accumulate((len(words(token)) for token in tokens), initial=0))
    return frozenset(places[number] for number in small) if places[-1] == len(spelt) else frozenset()


def _is_small(spelt: tuple[str, ...]) -> bool:
    return len(spelt) == 1 and spelt[0] in STOPWORDS


def _is_named(bare: str, before: str) -> bool:
    """Return whether a small word, without the marks around it, is written as a name after another token."""
    inside = bool(before) and before[-1] not in _STOPS
    if len(bare) == 1:
        return bare.isupper() and inside and before[:1].isupper() and before[-1] not in _MARKS
    return bare.isupper() or (inside and bare[:1].isupper())


def _with_small_names(
    mentions: tuple[Mention, ...], spelt: tuple[str, ...], capital: frozenset[int], concept_index: ConceptIndex
) -> tuple[Mention, ...]:
    """Add the names that are small words, unless they are part of a longer phrase."""
    taken = {place for mention in mentions for place in range(mention.start, mention.end)} if capital else set()
    added = [
        Mention(concept, place, place + 1)
        for place in sorted(capital - taken)
        for concept in concept_index.small_names.get(spelt[place], ())
    ]
    return tuple(sorted((*mentions, *added), key=lambda mention: mention.start)) if added else mentions


def _size(content: ContentWord) -> int:
    return _CONTENT_WORD_BYTES + sys.getsizeof(content.word) + sys.getsizeof(content.stem)


@cached_by_word(size=_size, most_bytes=_CACHE_BYTES)
def content_word(listed: str) -> ContentWord:
    """Return a content word, listed with its concepts; shared, because a large base has millions of them."""
    word, *concepts = listed.split(" ")
    root = stem(word)
    return ContentWord(
        word=word, stem=root, covers=MappingProxyType({**dict.fromkeys(concepts, CONCEPT_CREDIT), root: 1.0})
    )
