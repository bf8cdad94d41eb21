"""Find the names in a question, because an entry that lacks one is about somebody else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from bot.core.knowledge.model import EntityKind
from bot.core.matching.arrays import Floats
from bot.core.matching.query import ParsedText
from bot.core.text.normalise import words

_TOKEN: Final = re.compile(r"[^\W\d_][\w.'’-]*")
_I: Final = re.compile(r"I(?:['’][a-z]+)?")
_AUXILIARIES: Final = frozenset("did do does has have had will would can could should is was dijo dice".split())
_ASKING: Final = frozenset("what why how when where who which que".split())
_ARTICLES: Final = frozenset("the el la".split())
_REACH: Final = 3  # words from the question word to the auxiliary: "how many boats did"
_HALF: Final = 0.5  # of the words have capitals: a headline, in which capitals mean nothing


def find_names(question: ParsedText, kinds: Mapping[str, EntityKind]) -> Floats:
    """Return which content words are part of a name: 1 or 0, shape (2, words).

    The first row has the names of the vocabulary, whose kinds are `kinds`; the second the other words with a capital.
    """
    known = {
        root
        for mention in question.mentions
        if mention.concept in kinds
        for root in question.stems[mention.start : mention.end]
    }
    capital = _capitals(question)
    flags = [(word.stem in known, word.word in capital and word.stem not in known) for word in question.content_words]
    return np.array(flags, dtype=np.float32).reshape(-1, 2).T


def find_subjects(question: ParsedText, kinds: Mapping[str, EntityKind]) -> frozenset[str]:
    """Return the terms of who is asked about as the one who does or says something: "What did the Harbour Office say?".

    They are the concepts of a person or an organisation, or the stem of a name that the vocabulary lacks.
    """
    places = {place for place, _ in enumerate(question.words) if _follows_auxiliary(question.words, place)}
    known = {
        mention.concept
        for mention in question.mentions
        if mention.start in places and kinds.get(mention.concept) in {EntityKind.PERSON, EntityKind.ORGANISATION}
    }
    capital = _capitals(question)
    mentioned = {place for mention in question.mentions for place in range(mention.start, mention.end)}
    strange = {question.stems[place] for place in places - mentioned if question.words[place] in capital}
    return frozenset(known | strange)


def _follows_auxiliary(spelt: Sequence[str], place: int) -> bool:
    before = place - 1 if place and spelt[place - 1] not in _ARTICLES else place - 2
    asked = before == 0 or (before > 0 and not _ASKING.isdisjoint(spelt[max(before - _REACH, 0) : before]))
    return before >= 0 and spelt[before] in _AUXILIARIES and asked


def _capitals(question: ParsedText) -> frozenset[str]:
    # That of the first word means nothing, and "I" always has one.
    tokens = _TOKEN.findall(question.text)[1:]
    found = [token for token in tokens if token[0].isupper() and not _I.fullmatch(token)]
    if len(found) > len(tokens) * _HALF:
        return frozenset()
    return frozenset(word for token in found for word in words(token))
