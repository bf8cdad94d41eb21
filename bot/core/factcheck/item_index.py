"""The items of a clause by what they can be aligned with, so that a clause is compared without trying each pair."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

from bot.core.factcheck import lexicon, things
from bot.core.factcheck.clauses import Item, ItemKind
from bot.core.factcheck.inflection import root
from bot.core.factcheck.tokens import DEFINITE
from bot.core.knowledge.model import EntityKind
from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import words

_COUNTRY: Final = frozenset({"us", "u", "s"})
_GENITIVE: Final = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemIndex:
    """Items with their places: by key, and those of each sort that is compared by its value instead."""

    items: tuple[Item, ...]
    keys: frozenset[str]
    by_key: Mapping[str, Sequence[int]]
    dates: tuple[int, ...]
    quantities: tuple[int, ...]
    quantifiers: tuple[int, ...]
    names: tuple[int, ...]
    times: tuple[int, ...]
    kinds: tuple[int, ...]
    offices: tuple[int, ...]

    @classmethod
    def of(cls, items: tuple[Item, ...]) -> Self:
        """Index the items of a clause."""
        by_key: dict[str, list[int]] = {}
        for place, item in enumerate(items):
            heads = {key.partition(":")[2] for key in item.keys if key.startswith("#")}
            for key in item.keys | heads | {meant_by(item)} - {""}:
                by_key.setdefault(key, []).append(place)
        placed = tuple(enumerate(items))
        return cls(
            items=items,
            keys=frozenset(by_key),
            by_key=by_key,
            dates=tuple(place for place, item in placed if item.date is not None),
            quantities=tuple(place for place, item in placed if item.quantity is not None),
            quantifiers=tuple(place for place, item in placed if item.kind is ItemKind.QUANTIFIER),
            names=tuple(place for place, item in placed if item.kind is ItemKind.NAME),
            times=tuple(place for place, item in placed if item.time),
            kinds=tuple(place for place, item in placed if kind_word(item) in things.OF_A_KIND),
            offices=tuple(place for place, item in placed if office_of(item)),
        )

    def having(self, keys: frozenset[str]) -> Sequence[int]:
        """Return the places of the items that have one of the keys, in order."""
        found = self.keys & keys
        if len(found) <= 1:
            return [place for key in found for place in self.by_key[key]]
        return sorted({place for key in found for place in self.by_key[key]})

    def shared(self, keys: frozenset[str]) -> int:
        """Return how many items have one of the keys, or a value that may be compared."""
        return len(self.having(keys)) + len(self.dates) + len(self.quantities)


def meant_by(item: Item) -> str:
    """Return the key of the words that may stand for a name: "the administration" for "Trump administration".

    "The admiral" may stand for Adm. Holsey. Nothing for other items.
    """
    first, joint, _ = item.text.partition(" of ")
    if item.kind is ItemKind.WORD:  # "the decree" for "decree of emergency", one phrase of the vocabulary
        return f"{DEFINITE}{root(first.lower())}" if joint and " " not in first else ""
    written = item.text.replace(".", " ").split() if item.kind is ItemKind.NAME else []
    if len(written) < 2:  # noqa: PLR2004
        return ""
    if item.entity is EntityKind.PERSON and written[0].lower() in lexicon.TITLES:
        return f"{DEFINITE}{root(written[0].lower())}"
    last = _GENITIVE.sub("", written[-1])
    if item.entity is EntityKind.PLACE:  # "the river" for "River Sele"
        stays = next((each for each in (last, written[0]) if each.lower() in things.IMMOVABLE), "")
        return f"{DEFINITE}{root(stays.lower())}" if stays else ""
    return f"{DEFINITE}{root(last)}" if item.entity is EntityKind.ORGANISATION and last.islower() else ""


def kind_word(item: Item) -> str:
    """Return the word that tells what kind of thing an item is: the last one of a phrase, or of a place's name."""
    word = item.text.lower()
    whole = item.kind is ItemKind.WORD or item.entity is EntityKind.PLACE
    return word if word in things.OF_A_KIND or not whole else word.split()[-1]


def office_of(item: Item) -> frozenset[str]:
    """Return the words that tell an office, "secretary" and "defense"; nothing for an item that is none."""
    spelt = frozenset(words(item.text)) - STOPWORDS - _COUNTRY
    return spelt if spelt & things.OFFICES else frozenset()
