"""The persons and bodies of a base: what names them, and what they say."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rapidfuzz import fuzz, process

from bot.core.knowledge.model import Fact, Knowledge, Name, NameKind, Vocabulary
from bot.core.knowledge.vocabulary import Lexicon, Mention, build_lexicon
from bot.core.text.normalise import fold, stem, words

NEAR: Final = 3  # names in "did you mean"

_LEAST_LIKE: Final = 75.0
"""Percent of likeness (rapidfuzz) from which on a name is proposed for a misspelt one; "Madruo" has 83."""

_LONGEST: Final = 100  # characters of what is typed that are looked at

_ARTICLES: Final = frozenset("the a an el la los las un una".split())
_AFTER_SPEAKER: Final = frozenset("in on at to via during through en a ante durante".split())
"""What may follow a speaker: "Maduro on state television", but not "Pentagon lawyers"."""

_BREAK: Final = re.compile(r"[,;:(]")
_KEY: Final = 12  # hexadecimal digits: among a million names two would part one once in three hundred bases


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A person or a body. `key` stands for it where a name is too long; `listed` where the vocabulary holds it.

    What the vocabulary does not hold is known by an attribution of its own, such as "unnamed analysts".
    """

    key: str
    name: str
    listed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What was typed names one party."""

    party: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """What was typed names no party, or several; `near` are those that may be meant, best first, at most three."""

    near: tuple[Party, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoParty:
    """What was typed names a place or a thing of the base."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A party's part in a fact: it says it, or is only named in it."""

    fact: Fact
    says: bool


class People:
    """The parties of one base; what is costly is found out when it is asked for."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    @cached_property
    def parties(self) -> tuple[Party, ...]:
        """Those of the vocabulary in its order, then the attributions that name none of them."""
        attributions = dict.fromkeys(fact.attribution for fact in self._knowledge.facts.values())
        listed = [Party(key=_key(name.name), name=name.name, listed=True) for name in self._listed]
        own = [Party(key=_key(said), name=said, listed=False) for said in attributions if not self._mentions(said)]
        return (*listed, *own)

    def by_key(self, key: str) -> Party | None:
        """The party of a key; None where the base no longer holds it."""
        return next((party for party in self.parties if party.key == key), None)

    def find(self, typed: str) -> Known | Unclear | NoParty:
        """The party of a name or an alias, whatever its case and accents."""
        wanted = _plain(typed[:_LONGEST])
        if not wanted:
            return Unclear(near=())
        found = self._called(wanted) or self._written_so(wanted)
        other = next((name for name in self._others if wanted in map(_plain, _writings(name))), None)
        if not found and other:
            return NoParty(name=other.name)
        found = found or self._holding(wanted)
        if len(found) == 1:
            return Known(party=found[0])
        return Unclear(near=tuple(found[:NEAR]) or self._alike(wanted))

    def propose(self, typed: str, *, limit: int) -> tuple[Party, ...]:
        """Parties that what is typed may become: by a name's beginning, a word's, an alias's; then misspelt."""
        wanted = _plain(typed[:_LONGEST])
        if not wanted:
            return self.parties[:limit]
        ranked = sorted((_rank(wanted, writings), place) for place, writings in enumerate(self._written))
        found = [self.parties[place] for rank, place in ranked if rank < _NO_RANK]
        return tuple(found or self._alike(wanted))[:limit]

    def parts(self, party: Party) -> tuple[Part, ...]:
        """The facts that the party says, then those that name it; of each kind the most important first."""
        found = [part for fact in self._knowledge.facts.values() if (part := self._part(party, fact))]
        return tuple(sorted(found, key=lambda part: (not part.says, -part.fact.importance)))

    def _part(self, party: Party, fact: Fact) -> Part | None:
        if not party.listed:
            return Part(fact=fact, says=True) if fact.attribution == party.name else None
        if self._says(party, fact.attribution):
            return Part(fact=fact, says=True)
        texts = (fact.statement, fact.attribution, *(quote.exact for quote in fact.quotes))
        named = any(party.name in self._names(mentions) for mentions in map(self._mentions, texts))
        return Part(fact=fact, says=False) if named else None

    def _says(self, party: Party, attribution: str) -> bool:
        """Whether the attribution begins with the party, at most behind a title, and not with its people."""
        head = _BREAK.split(attribution, maxsplit=1)[0]
        spoken, shown = words(head), head.split()
        for mention in self._mentions(head):
            before, after = shown[: mention.start], spoken[mention.end : mention.end + 1]
            led = all(word[0].isupper() or word.casefold() in _ARTICLES for word in before)
            if led and set(after) <= _AFTER_SPEAKER and party.name in self._names((mention,)):
                return True
        return False

    def _mentions(self, text: str) -> tuple[Mention, ...]:
        return self._lexicon.mentions([stem(word) for word in words(text)])

    def _names(self, mentions: Iterable[Mention]) -> set[str]:
        return {self._listed[int(mention.concept.removeprefix("@"))].name for mention in mentions}

    @cached_property
    def _listed(self) -> tuple[Name, ...]:
        return tuple(name for name in self._knowledge.vocabulary.names if _is_party(name))

    @cached_property
    def _others(self) -> tuple[Name, ...]:
        return tuple(name for name in self._knowledge.vocabulary.names if not _is_party(name))

    @cached_property
    def _lexicon(self) -> Lexicon:
        return build_lexicon(Vocabulary(names=self._listed))

    @cached_property
    def _written(self) -> tuple[tuple[str, ...], ...]:
        """The ways in which each party is written, its own name first, as they are compared."""
        listed = [tuple(map(_plain, _writings(name))) for name in self._listed]
        return (*listed, *((_plain(party.name),) for party in self.parties[len(listed) :]))

    def _called(self, wanted: str) -> list[Party]:
        return self._where(writings[0] == wanted for writings in self._written)

    def _written_so(self, wanted: str) -> list[Party]:
        return self._where(wanted in writings for writings in self._written)

    def _holding(self, wanted: str) -> list[Party]:
        """Those whose own name holds all words of what is typed."""
        spoken = set(wanted.split())
        return self._where(spoken <= set(writings[0].split()) for writings in self._written)

    def _where(self, holds: Iterator[bool]) -> list[Party]:
        return [party for party, held in zip(self.parties, holds, strict=True) if held]

    def _alike(self, wanted: str) -> tuple[Party, ...]:
        every = [(text, party) for party, texts in zip(self.parties, self._written, strict=True) for text in texts]
        texts = [text for text, _ in every]
        hits = process.extract(wanted, texts, scorer=fuzz.ratio, limit=None, score_cutoff=_LEAST_LIKE)
        best = dict.fromkeys(every[place][1] for _, _, place in hits)
        return tuple(best)[:NEAR]


_NO_RANK: Final = 4


def _rank(wanted: str, writings: Sequence[str]) -> int:
    """0 the name's beginning, 1 the beginning of one of its words, 2 an alias's, 3 of one of its words, 4 none."""
    name, *aliases = writings
    if name.startswith(wanted):
        return 0
    if f" {wanted}" in f" {name}":
        return 1
    if any(alias.startswith(wanted) for alias in aliases):
        return 2
    return 3 if any(f" {wanted}" in alias for alias in aliases) else _NO_RANK


def _is_party(name: Name) -> bool:
    return name.kind in {NameKind.PERSON, NameKind.BODY}


def _writings(name: Name) -> tuple[str, ...]:
    return (name.name, *name.aliases)


def _plain(text: str) -> str:
    """As names are compared: folded, without the article in front."""
    first, _, rest = fold(text).strip(" .,;:?!¿¡\"'").partition(" ")
    return rest if rest and first in _ARTICLES else f"{first} {rest}".strip()


def _key(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:_KEY]
