"""Find proper names in a text, and guess what they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from bot.core.knowledge.model import EntityKind, Source
from bot.core.text.language import STOPWORDS

MAX_ENTITIES: Final = 60
"""Most names of one text."""

_WORD: Final = re.compile(r"[^\W_][\w’'.-]*[\w]|[^\W_]")
_OPENING: Final = '“‘"(«'
_JOINING: Final = ("", "’", "'")
_CALENDAR: Final = frozenset(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September
    October November December
    """.split()
)
_TITLES: Final = frozenset(
    "Mr Mrs Ms Dr President Minister Secretary Admiral Adm General Gen Captain Capt Mayor Professor Prof Judge".split()
)
_ORGANISATION_WORDS: Final = frozenset(
    """
    Administration Agency Army Association Authority Bank Board Bureau Command Commission Committee Company Council
    Court Department Force Forces Gazette Government Guild Herald Institute Ministry Museum Navy News Office Parliament
    Party Police Post School Service Society Team Times Tribune Union University
    """.split()
)
_PLACE_WORDS: Final = frozenset(
    "Avenue Bay Bridge City County Harbour Harbor Hill Island Islands Lake Mountain Point Port River Sea Square Street "
    "Town Valley".split()
)
_PLACE_PREPOSITIONS: Final = frozenset("in at near from off".split())
_MAX_LENGTH: Final = 100  # characters of a name in the vocabulary
_ACRONYM: Final = re.compile(r"[A-Z][A-Z.]{1,6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEntity:
    """A name as the text has it, without its article."""

    name: str
    kind: EntityKind


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    span: tuple[int, int]  # in its sentence
    before: str  # the word ahead of it
    first: bool  # of its sentence or of a quotation, where a capital proves nothing
    close: bool  # only a space, or an apostrophe and a space, is before it

    @property
    def proper(self) -> bool:
        return self.text[0].isupper() and self.text not in _CALENDAR


def find_entities(source: Source) -> tuple[FoundEntity, ...]:
    """Return the names of a source, each once, in the order of first mention, at most `MAX_ENTITIES`."""
    found: dict[str, FoundEntity] = {}
    sure = _sure(source)
    for sentence in source.sentences:
        text = source.text[sentence.start : sentence.end]
        for run in _runs(text):
            name = _name(run, text, sure)
            if name and len(name.name) <= _MAX_LENGTH:
                found.setdefault(name.name.casefold(), name)
    return tuple(found.values())[:MAX_ENTITIES]


def _sure(source: Source) -> frozenset[str]:
    """Return words that are capitalised inside a sentence, so parts of names everywhere."""
    words = (word for s in source.sentences for word in _words(source.text[s.start : s.end]))
    return frozenset(word.text for word in words if word.proper and not word.first)


def _runs(sentence: str) -> Iterator[list[_Word]]:
    """Yield the groups of adjacent capitalised words."""
    number = 0
    numbered = []
    for word in _words(sentence):
        number += not (word.proper and word.close)
        numbered.append((number, word))
    for _, run in groupby(numbered, key=lambda pair: pair[0]):
        words = [word for _, word in run if word.proper]
        if words:
            yield words


def _words(sentence: str) -> Iterator[_Word]:
    before, end = "", 0
    for match in _WORD.finditer(sentence):
        between = sentence[end : match.start()]
        text = match.group().removesuffix("’s").removesuffix("'s")
        first = not before or any(mark in between for mark in _OPENING)
        joining = between.strip() in _JOINING or (between.strip() == "." and before in _TITLES)
        close = bool(before) and not first and joining
        yield _Word(text, (match.start(), match.start() + len(text)), before, first, close)
        # After a possessive another name may begin: "Ostrand's Harbour Office".
        before, end = match.group(), match.start() + len(text)


def _name(run: list[_Word], sentence: str, sure: frozenset[str]) -> FoundEntity | None:
    words = run
    while words and words[0].text.lower() in STOPWORDS and not _ACRONYM.fullmatch(words[0].text):
        words = words[1:]
    if words and words[0] is run[0] and words[0].first and words[0].text not in sure:
        # The first word of a sentence, such as "Builders", needs a capital elsewhere to be part of a name.
        words = words[1:]
    if not words or len(words[0].text) < len("UN"):
        return None
    return FoundEntity(name=" ".join(sentence[words[0].span[0] : words[-1].span[1]].split()), kind=_kind(words))


def _kind(words: list[_Word]) -> EntityKind:
    texts = {word.text for word in words}
    if words[0].before.strip(".") in _TITLES or (texts & _TITLES and len(words) > 1):
        return EntityKind.PERSON
    if texts & _ORGANISATION_WORDS or (len(words) == 1 and _ACRONYM.fullmatch(words[0].text)):
        return EntityKind.ORGANISATION
    if words[-1].text in _PLACE_WORDS or words[0].before.lower() in _PLACE_PREPOSITIONS:
        return EntityKind.PLACE
    return EntityKind.THING
