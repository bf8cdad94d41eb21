"""Parse questions and other texts: their content words and concepts, and what kind of thing a question asks for."""

from __future__ import annotations

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
    mentions = concept_index.mentions(stems)
    concepts = concepts_by_word(mentions)
    content_words = tuple(
        _content_word(" ".join((word, *concepts.get(place, ()))))
        for place, word in enumerate(spelt)
        if word not in STOPWORDS
    )
    terms = {word.stem: 1.0 for word in content_words} | {mention.concept: CONCEPT_CREDIT for mention in mentions}
    return ParsedText(
        text=text,
        words=spelt,
        stems=stems,
        mentions=mentions,
        content_words=content_words,
        terms=terms,
        cues=frozenset(find_cues(spelt)),
        focus=find_focus(spelt, {word.word: word.covers for word in content_words}),
        numbers=frozenset(word for word in spelt if word[0].isdigit()),
    )


def _size(content: ContentWord) -> int:
    return _CONTENT_WORD_BYTES + sys.getsizeof(content.word) + sys.getsizeof(content.stem)


@cached_by_word(size=_size, most_bytes=_CACHE_BYTES)
def _content_word(listed: str) -> ContentWord:
    """Return a content word, listed with its concepts; shared, because a large base has millions of them."""
    word, *concepts = listed.split(" ")
    root = stem(word)
    return ContentWord(
        word=word, stem=root, covers=MappingProxyType({**dict.fromkeys(concepts, CONCEPT_CREDIT), root: 1.0})
    )
