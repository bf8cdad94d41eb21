"""The persons and organisations of a base: what names them, and what they say."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rapidfuzz import fuzz, process

from bot.core.knowledge.model import Entity, EntityKind, Fact, Knowledge, Vocabulary
from bot.core.knowledge.vocabulary import ConceptIndex, Mention, build_concept_index
from bot.core.text.normalise import fold, fold_typed, stem, words

NEAR: Final = 3
"""How many names "did you mean" lists."""

_MIN_LIKENESS: Final = 75.0  # percent (rapidfuzz ratio) for a misspelt name; "Madruo" reaches 83
_FEW: Final = 1_000  # facts that are searched within a millisecond
_MAX_TYPED: Final = 100  # characters of the typed text that are compared
_KEY_DIGITS: Final = 12  # hexadecimal; among a million names two keys collide in one base out of three hundred

_ARTICLES: Final = frozenset("the a an el la los las un una".split())
# "Maduro on state television" speaks; "Pentagon lawyers" are not the Pentagon.
_AFTER_SPEAKER: Final = frozenset("in on at to via during through en a ante durante".split())
_BREAK: Final = re.compile(r"[,;:(]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """A person or organisation. `key` identifies it where the name is too long; `listed` if the vocabulary has it.

    An attribution that names nobody in the vocabulary is a speaker too, such as "unnamed analysts".
    """

    key: str
    name: str
    listed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerFound:
    """The typed text names one speaker."""

    speaker: Speaker


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerUnclear:
    """The typed text names no speaker, or several; `near` lists up to three that may be meant, best first."""

    near: tuple[Speaker, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotASpeaker:
    """The typed text names a place or a thing of the vocabulary."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """A fact in which a speaker appears; `says` if the speaker says it and is not only named in it."""

    fact: Fact
    says: bool


class Speakers:
    """The speakers of one base. Keep it as long as the base: expensive parts are computed once, on first use."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    @cached_property
    def all(self) -> tuple[Speaker, ...]:
        """Those of the vocabulary in its order, then the attributions that name none of them."""
        attributions = dict.fromkeys(fact.attribution for fact in self._knowledge.facts.values())
        listed = [Speaker(key=_key(entity.name), name=entity.name, listed=True) for entity in self._listed]
        own = [Speaker(key=_key(text), name=text, listed=False) for text in attributions if not self._mentions(text)]
        return (*listed, *own)

    @property
    def is_quick(self) -> bool:
        """Whether finding a speaker and its facts takes less than a millisecond: nothing is left to compute first."""
        return len(self._knowledge.facts) <= _FEW and {"all", "_saying", "_named_in"} <= vars(self).keys()

    def by_key(self, key: str) -> Speaker | None:
        """Return the speaker with a key, or None if the base no longer has it."""
        return next((speaker for speaker in self.all if speaker.key == key), None)

    def find(self, typed: str) -> SpeakerFound | SpeakerUnclear | NotASpeaker:
        """Find a speaker by name or alias, ignoring case and accents."""
        wanted = _plain(fold_typed(typed, longest=_MAX_TYPED))
        if not wanted:
            return SpeakerUnclear(near=())
        found = self._where(spellings[0] == wanted for spellings in self._spellings) or self._where(
            wanted in spellings for spellings in self._spellings
        )
        other = next((entity for entity in self._others if wanted in map(_plain, _names(entity))), None)
        if not found and other:
            return NotASpeaker(name=other.name)
        typed_words = set(wanted.split())
        found = found or self._where(typed_words <= set(spellings[0].split()) for spellings in self._spellings)
        if len(found) == 1:
            return SpeakerFound(speaker=found[0])
        return SpeakerUnclear(near=tuple(found[:NEAR]) or self._alike(wanted))

    def suggest(self, typed: str, *, limit: int) -> tuple[Speaker, ...]:
        """Return speakers for text typed so far: by the start of a name, of a word, of an alias; then misspelt ones."""
        wanted = _plain(fold_typed(typed, longest=_MAX_TYPED))
        if not wanted:
            return self.all[:limit]
        ranked = sorted((_rank(wanted, spellings), place) for place, spellings in enumerate(self._spellings))
        found = [self.all[place] for rank, place in ranked if rank < _NO_RANK]
        return tuple(found or self._alike(wanted))[:limit]

    def appearances(self, speaker: Speaker) -> tuple[Appearance, ...]:
        """Return the facts that the speaker says, then those that name it; each group with the most important first."""
        found = [one for fact in self._knowledge.facts.values() if (one := self._appearance(speaker, fact))]
        return tuple(sorted(found, key=lambda one: (not one.says, -one.fact.importance)))

    def _appearance(self, speaker: Speaker, fact: Fact) -> Appearance | None:
        if not speaker.listed:
            return Appearance(fact=fact, says=True) if fact.attribution == speaker.name else None
        if speaker.name in self._saying[fact.attribution]:
            return Appearance(fact=fact, says=True)
        return Appearance(fact=fact, says=False) if speaker.name in self._named_in[fact.id] else None

    @cached_property
    def _saying(self) -> Mapping[str, frozenset[str]]:
        """Those of the vocabulary who speak, by attribution."""
        attributions = {fact.attribution for fact in self._knowledge.facts.values()}
        return {text: frozenset(self._speaking(text)) for text in attributions}

    @cached_property
    def _named_in(self) -> Mapping[str, frozenset[str]]:
        """Those of the vocabulary who are named in any text of a fact, by its id."""
        return {
            fact.id: frozenset().union(*(self._named(self._mentions(text)) for text in _texts(fact)))
            for fact in self._knowledge.facts.values()
        }

    def _speaking(self, attribution: str) -> Iterator[str]:
        """Yield who an attribution begins with, perhaps after a title, unless it means their staff."""
        head = _BREAK.split(attribution, maxsplit=1)[0]
        folded, written = words(head), head.split()
        for mention in self._mentions(head):
            before, after = written[: mention.start], folded[mention.end : mention.end + 1]
            led = all(word[0].isupper() or word.casefold() in _ARTICLES for word in before)
            if led and set(after) <= _AFTER_SPEAKER:
                yield from self._named((mention,))

    def _mentions(self, text: str) -> tuple[Mention, ...]:
        return self._concept_index.mentions([stem(word) for word in words(text)])

    def _named(self, mentions: Iterable[Mention]) -> set[str]:
        return {self._listed[int(mention.concept.removeprefix("@"))].name for mention in mentions}

    @cached_property
    def _listed(self) -> tuple[Entity, ...]:
        return tuple(entity for entity in self._knowledge.vocabulary.names if _can_speak(entity))

    @cached_property
    def _others(self) -> tuple[Entity, ...]:
        return tuple(entity for entity in self._knowledge.vocabulary.names if not _can_speak(entity))

    @cached_property
    def _concept_index(self) -> ConceptIndex:
        return build_concept_index(Vocabulary(names=self._listed))

    @cached_property
    def _spellings(self) -> tuple[tuple[str, ...], ...]:
        """The spellings of each speaker as they are compared, its own name first."""
        listed = [tuple(map(_plain, _names(entity))) for entity in self._listed]
        return (*listed, *((_plain(speaker.name),) for speaker in self.all[len(listed) :]))

    def _where(self, matches: Iterator[bool]) -> list[Speaker]:
        return [speaker for speaker, matched in zip(self.all, matches, strict=True) if matched]

    def _alike(self, wanted: str) -> tuple[Speaker, ...]:
        pairs = [(text, speaker) for speaker, texts in zip(self.all, self._spellings, strict=True) for text in texts]
        texts = [text for text, _ in pairs]
        hits = process.extract(wanted, texts, scorer=fuzz.ratio, limit=None, score_cutoff=_MIN_LIKENESS)
        best = dict.fromkeys(pairs[place][1] for _, _, place in hits)
        return tuple(best)[:NEAR]


_NO_RANK: Final = 4


def _rank(wanted: str, spellings: Sequence[str]) -> int:
    """Return what begins with the text: 0 the name, 1 a word of it, 2 an alias, 3 a word of an alias, 4 none."""
    name, *aliases = spellings
    if name.startswith(wanted):
        return 0
    if f" {wanted}" in f" {name}":
        return 1
    if any(alias.startswith(wanted) for alias in aliases):
        return 2
    return 3 if any(f" {wanted}" in alias for alias in aliases) else _NO_RANK


def _can_speak(entity: Entity) -> bool:
    return entity.kind in {EntityKind.PERSON, EntityKind.ORGANISATION}


def _texts(fact: Fact) -> tuple[str, ...]:
    return (fact.statement, fact.attribution, *(quote.exact for quote in fact.quotes))


def _names(entity: Entity) -> tuple[str, ...]:
    return (entity.name, *entity.aliases)


def _plain(text: str) -> str:
    """Fold a name for comparison, and drop the article in front."""
    first, _, rest = fold(text).strip(" .,;:?!¿¡\"'").partition(" ")
    return rest if rest and first in _ARTICLES else f"{first} {rest}".strip()


def _key(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:_KEY_DIGITS]
