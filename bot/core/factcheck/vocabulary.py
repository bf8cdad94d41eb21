"""What may stand for what in a proof: names for their variants, words for those of a `same` group."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from bot.core.factcheck import lexicon, synonyms, verb_forms
from bot.core.factcheck.inflection import root
from bot.core.knowledge.model import Entity, EntityKind, Vocabulary
from bot.core.text.normalise import stem, words
from bot.core.text.word_cache import CACHE_BYTES, WordCache

_DEMONYM_PLURAL: Final = re.compile(r"(?:ans|ians|eans|is)$")
_WRITTEN: Final = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_ARTICLES: Final = frozenset("the a an of and de la el los las del for".split())
_PAIR: Final = 2  # words of "pressure campaign"
_FUNCTION: Final = lexicon.PREPOSITIONS.keys() | lexicon.PARTICLES | lexicon.SOMETIMES_PARTICLES | lexicon.BE
_LONGEST_DESCRIPTION: Final = 4  # words of "leader of Southern Command"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameMention:
    """Words up to `end` (exclusive) that are one name or one phrase; `entity` is None for a phrase."""

    end: int
    keys: frozenset[str]
    entity: EntityKind | None


def _size_of_keys(keys: frozenset[str]) -> int:
    return sys.getsizeof(keys) + sum(map(sys.getsizeof, keys))


class Names:
    """Finds names and phrases that prove: an alias counts if it is a variant of the name and not a mere description."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._phrases: dict[tuple[str, ...], tuple[set[str], EntityKind | None]] = {}
        self._longest = 1
        self._words: dict[str, set[str]] = {}
        self._places: dict[str, str] = {}
        self._descriptions: dict[tuple[str, ...], str] = {}
        self._forms = {f"@{number}": frozenset(_spelt(each.name)) for number, each in enumerate(vocabulary.names)}
        self._own = {_spelt(entity.name): number for number, entity in enumerate(vocabulary.names)}
        for number, entity in enumerate(vocabulary.names):
            self._add_variants(number, entity)
        self._classes: dict[tuple[str, ...], frozenset[str]] = {}
        for number, entity in enumerate(vocabulary.names):
            self._add_demonyms(number, entity)
            self._add_adjectives(number, entity)
            self._add_classes(entity)
        for number, group in enumerate((*vocabulary.same, *synonyms.SAME)):
            first = "_".join(map(_phrase_root, words(group[0]))) if group else ""
            self._add_group(f"#{number}:{first}", group)
        self._first = {spelt[0] for spelt in self._phrases}
        self._keys_of = WordCache(partial(_read_keys, self._words), size=_size_of_keys, most_bytes=CACHE_BYTES)

    def _add_variants(self, number: int, entity: Entity) -> None:
        for form in (entity.name, *entity.aliases):
            spelt = _spelt(form)
            if spelt and self._own.get(spelt, number) == number and is_variant(form, entity):
                self._add(spelt, f"@{number}", entity.kind)
            elif spelt and entity.kind in {EntityKind.PERSON, EntityKind.PLACE}:
                self._descriptions.setdefault(spelt, f"@{number}")
            if entity.kind is EntityKind.PLACE and len(spelt) == 1:
                self._places.setdefault(spelt[0], f"@{number}")

    def _add_demonyms(self, number: int, entity: Entity) -> None:
        """Add aliases that differ from the name only in "American" for "US"."""
        wanted = self._reduced(_spelt(entity.name))
        for form in entity.aliases:
            spelt = _spelt(form)
            if entity.kind is not EntityKind.PLACE and self._reduced(spelt) == wanted:
                self._add(spelt, f"@{number}", entity.kind)

    def _add_adjectives(self, number: int, entity: Entity) -> None:
        """Add to "Venezuela's airspace" the form "Venezuelan airspace"."""
        for form in (entity.name, *entity.aliases) if entity.kind is not EntityKind.PERSON else ():
            spelt = _spelt(form)
            place = self._places.get(spelt[0]) if len(spelt) > 1 else None
            others = [word for word, each in self._places.items() if place and each == place and word != spelt[0]]
            for word in others if is_variant(form, entity) else ():
                if (word, *spelt[1:]) not in self._phrases:
                    self._add((word, *spelt[1:]), f"@{number}", entity.kind)

    def _add_classes(self, entity: Entity) -> None:
        """Note from "B-52 bomber", an alias of "B-52", that a B-52 is a bomber: a source may write the name alone."""
        name = _spelt(entity.name)
        after = [_spelt(alias)[len(name) :] for alias in entity.aliases if _spelt(alias)[: len(name)] == name]
        if entity.kind is EntityKind.THING:
            self._classes[name] = frozenset(rest[0] for rest in after if len(rest) == 1)

    def _add_group(self, key: str, group: Sequence[str]) -> None:
        for form in group:
            spelt = tuple(map(_phrase_root, words(form)))
            if len(spelt) == 1:
                for base in {*spelt, *map(stem, words(form))}:  # "fell" may be a form of "fall", or trees are felled
                    self._words.setdefault(base, set()).add(key)
            elif spelt:
                self._add(spelt, key, None)
                if len(spelt) == _PAIR and not _FUNCTION & frozenset(words(form)):
                    self._add((spelt[1], "of", spelt[0]), key, None)  # "campaign of pressure"

    def _add(self, spelt: tuple[str, ...], key: str, kind: EntityKind | None) -> None:
        keys, known = self._phrases.setdefault(spelt, (set(), kind))
        keys.add(key)
        self._phrases[spelt] = (keys, known or kind)
        self._longest = max(self._longest, len(spelt))

    def _reduced(self, spelt: Sequence[str]) -> frozenset[str]:
        return frozenset(self._places.get(word, word) for word in spelt)

    def keys(self, word: str) -> frozenset[str]:
        """Return what a single word can be aligned by."""
        return self._keys_of[word]

    def described(self, spelt: Sequence[str]) -> Mapping[int, str]:
        """Return the names that a source means by a description, "the admiral", by the index of its last word."""
        roots = [root(word) if word else "" for word in spelt]
        found: dict[int, str] = {}
        for end in range(1, len(roots) + 1):
            for start in range(max(0, end - _LONGEST_DESCRIPTION), end):
                name = self._descriptions.get(tuple(roots[start:end]))
                if name and (end - start > 1 or (start and spelt[start - 1] == "the")):
                    found[end - 1] = name
                    break
        return found

    def find(self, spelt: Sequence[str]) -> Mapping[int, NameMention]:
        """Return the names and phrases in a text by the index of their first word; of overlapping ones the longest."""
        roots = [_phrase_root(word) if word else "" for word in spelt]
        found: dict[int, NameMention] = {}
        place = 0
        while place < len(roots):
            named = self._at(roots, spelt, place) if roots[place] in self._first else None
            if named is None:
                place += 1
                continue
            if named.entity is not None:
                named = self._with_class(self._with_owner(named, roots, spelt), roots, spelt, place)
            found[place] = named
            place = named.end
        return found

    def _with_owner(self, named: NameMention, roots: Sequence[str], spelt: Sequence[str]) -> NameMention:
        """Add "of Venezuela" to a name whose full form says the same: "Venezuela's flight information region"."""
        if named.end + 1 >= len(spelt) or spelt[named.end] != "of":
            return named
        owned = any(roots[named.end + 1] in self._forms.get(key, ()) for key in named.keys)
        return replace(named, end=named.end + 2) if owned and roots[named.end + 1] in self._places else named

    def _with_class(self, named: NameMention, roots: Sequence[str], spelt: Sequence[str], place: int) -> NameMention:
        """Add the "bombers" of "B-52 bombers" to the name, so that it may stand for either."""
        if named.end >= len(spelt) or roots[named.end] not in self._classes.get(tuple(roots[place : named.end]), ()):
            return named
        return replace(named, end=named.end + 1, keys=named.keys | self.keys(spelt[named.end]))

    def _at(self, roots: Sequence[str], spelt: Sequence[str], place: int) -> NameMention | None:
        for end in range(min(len(roots), place + self._longest), place, -1):
            part = tuple(roots[place:end])
            if "" in part:
                continue
            hit = self._phrases.get(part)
            if hit is None:
                continue
            keys, kind = hit
            if kind is None:
                return NameMention(end=end, keys=frozenset({*keys, "_".join(part)}), entity=None)
            if (
                kind is EntityKind.PLACE
                and end - place == 1
                and _DEMONYM_PLURAL.search(spelt[place])
                and spelt[place] != part[0]
            ):
                return NameMention(end=end, keys=frozenset(f"{key}~people" for key in keys), entity=None)
            if kind is EntityKind.PLACE and end < len(spelt) and spelt[end] in {"people", "citizens", "nationals"}:
                return NameMention(end=end + 1, keys=frozenset(f"{key}~people" for key in keys), entity=None)
            within = (f"{self._places[each]}<" for each in part if each in self._places)
            own = frozenset({*keys, *within}) if kind is EntityKind.ORGANISATION else frozenset(keys)
            return NameMention(end=end, keys=own, entity=kind)
        return None


def _read_keys(known: Mapping[str, Collection[str]], word: str) -> frozenset[str]:
    bases = {root(word), stem(word)} if word in verb_forms.IRREGULAR else {root(word)}
    return frozenset({*bases, *(key for base in bases for key in known.get(base, ()))})


def _phrase_root(word: str) -> str:
    """Return the root of a word of a phrase; all forms of "be" share one, and those of "have"."""
    return "be" if word in lexicon.BE else "have" if word in lexicon.HAVE else root(word)


def _spelt(form: str) -> tuple[str, ...]:
    found = tuple(map(root, words(form)))
    return found[1:] if len(found) > 1 and found[0] == "the" else found


def is_variant(form: str, entity: Entity) -> bool:
    """Return whether an alias is another form of the name, and not a word for things of its kind.

    A part of the name, its initials, and a form whose words are all capitalised are. A person may have a title.
    """
    if form == entity.name:
        return True
    written = [part for part in _WRITTEN.findall(form) if part.lower() not in _ARTICLES]
    if not written:
        return False
    name = {root(word) for word in words(entity.name)}
    spelt = {root(word) for part in written for word in words(part)}
    capital = [part[0].isupper() or part[0].isdigit() for part in written]
    match entity.kind:
        case EntityKind.PERSON:
            return all(capital) or spelt <= name
        case EntityKind.PLACE:
            return any(capital) or (spelt <= name and len(spelt) > 1)
        case EntityKind.ORGANISATION | EntityKind.THING:
            return all(capital) or (spelt <= name and len(spelt) > 1)
