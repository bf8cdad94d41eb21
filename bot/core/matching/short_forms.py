"""Short forms of parsed texts: a reload restores them in a tenth of the time that it takes to parse the texts again."""

from __future__ import annotations

import json
from typing import Any, Final

import numpy as np

from bot.core.kept.codec import to_json
from bot.core.kept.files import NOTHING_KEPT, Kept
from bot.core.knowledge.vocabulary import ConceptIndex, Mention
from bot.core.matching.query import ParsedText, content_word, parse, weigh_terms
from bot.core.text.normalise import stem

MOST: Final = 50_000
"""Texts of a base that are kept, those of some ten thousand facts. Each takes about 400 bytes."""

_PART: Final = "texts"

_ShortForm = list[Any]
"""The words, the content words with their concepts, the mentions, the cues and the focus of a text, as in JSON."""


class ShortForms:
    """The texts of one base. `kept` is what depends on its vocabulary alone."""

    def __init__(self, kept: Kept = NOTHING_KEPT) -> None:
        self._kept = kept
        self._known: dict[str, tuple[_ShortForm, bytes]] | None = None
        self._used: dict[str, bytes] | None = None

    def find(self) -> None:
        """Read what was kept, and note every text from now on."""
        arrays = self._kept.find(_PART)
        lines = () if arrays is None else arrays["all"].tobytes().splitlines()
        self._known, self._used = {}, {}
        for line in lines:  # one by one, so that other threads run in between
            text, *short = json.loads(line)
            self._known[text] = short, line

    def read(self, text: str, concept_index: ConceptIndex) -> ParsedText:
        """Return a text parsed."""
        known = self._known.get(text) if self._known else None
        parsed = _restored(text, known[0]) if known else parse(text, concept_index)
        if self._used is not None and text not in self._used and len(self._used) < MOST:
            self._used[text] = known[1] if known else to_json([text, *_shortened(parsed)])
        return parsed

    def keep(self) -> None:
        """Keep the noted texts, and forget them."""
        if self._used is not None and (self._known is None or self._used.keys() != self._known.keys()):
            self._kept.keep(_PART, {"all": np.frombuffer(b"\n".join(self._used.values()), dtype=np.uint8)})
        self._known = self._used = None


def _shortened(parsed: ParsedText) -> _ShortForm:
    spelt = [
        " ".join((each.word, *(concept for concept in each.covers if concept != each.stem)))
        for each in parsed.content_words
    ]
    mentions = [[each.concept, each.start, each.end] for each in parsed.mentions]
    return [" ".join(parsed.words), spelt, mentions, list(parsed.cues), list(parsed.focus)]


def _restored(text: str, short: _ShortForm) -> ParsedText:
    joined, spelt, mentioned, cues, focus = short
    spelt_words = tuple(joined.split())
    content_words = tuple(map(content_word, spelt))
    mentions = tuple(Mention(*each) for each in mentioned)
    return ParsedText(
        text=text,
        words=spelt_words,
        stems=tuple(map(stem, spelt_words)),
        mentions=mentions,
        content_words=content_words,
        terms=weigh_terms(content_words, mentions),
        cues=frozenset(cues),
        focus=frozenset(focus),
        numbers=frozenset(word for word in spelt_words if word[0].isdigit()),
    )
