"""Find the names in a question, because an entry that lacks one is about somebody else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import numpy as np

from bot.core.knowledge.model import EntityKind
from bot.core.matching.arrays import Floats
from bot.core.matching.query import ParsedText
from bot.core.text.normalise import words

_TOKEN: Final = re.compile(r"[^\W\d_][\w.'’-]*")
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


def _capitals(question: ParsedText) -> frozenset[str]:
    # That of the first word means nothing.
    tokens = _TOKEN.findall(question.text)[1:]
    found = [token for token in tokens if token[0].isupper()]
    if len(found) > len(tokens) * _HALF:
        return frozenset()
    return frozenset(word for token in found for word in words(token))
