"""Find the vocabulary's names and groups of words in a text."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import NamedTuple

from bot.core.knowledge.model import EntityKind, Vocabulary
from bot.core.text.normalise import stem, words


class Mention(NamedTuple):
    """A concept in a text, over the words from `start` to `end` (exclusive)."""

    concept: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A node in the tree of phrases: what the stems so far may mean, and which stems may follow."""

    concepts: tuple[str, ...]
    following: Mapping[str, Node]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptIndex:
    """Phrases, as stems, with the concepts that they may mean.

    `beginnings` are their first stems; `kinds` has the concepts that are entities, with their kinds.
    """

    beginnings: Mapping[str, Node]
    kinds: Mapping[str, EntityKind]

    def mentions(self, stems: Sequence[str]) -> tuple[Mention, ...]:
        """Return every concept that a text mentions; of overlapping phrases the longest counts."""
        found: list[Mention] = []
        reach = 0
        for start, root in enumerate(stems):
            node = self.beginnings.get(root)
            if node is None:
                continue
            concepts, end = _longest(node, stems, start) if node.following else (node.concepts, start + 1)
            if end > reach:
                found += [Mention(name, start, end) for name in concepts]
                reach = end
        return tuple(found)

    def nested_mentions(self, stems: Sequence[str]) -> Iterator[Mention]:
        """Yield every concept that a text mentions, those of phrases inside longer ones too."""
        for start, root in enumerate(stems):
            node, end = self.beginnings.get(root), start + 1
            while node is not None:
                yield from (Mention(name, start, end) for name in node.concepts)
                node, end = (node.following.get(stems[end]), end + 1) if end < len(stems) else (None, end)


def _longest(node: Node, stems: Sequence[str], start: int) -> tuple[tuple[str, ...], int]:
    """Return what the longest phrase at `start` means, and its end; nothing and 0 if there is none."""
    concepts, end = node.concepts, start + 1 if node.concepts else 0
    place = start + 1
    while node.following and place < len(stems):
        further = node.following.get(stems[place])
        if further is None:
            break
        node, place = further, place + 1
        if node.concepts:
            concepts, end = node.concepts, place
    return concepts, end


def build_concept_index(vocabulary: Vocabulary) -> ConceptIndex:
    """Index the vocabulary's phrases by their stems.

    A group of `near` takes in every group of `same` that shares a phrase with it. The latter is then no concept of its
    own, as it would only count the same words twice.
    """
    tree = _Growing()
    kinds: dict[str, EntityKind] = {}
    for number, name in enumerate(vocabulary.names):
        kinds[f"@{number}"] = name.kind
        tree.add(f"@{number}", (name.name, *name.aliases))
    same_by_phrase = _same_by_phrase(vocabulary)
    taken_in: set[int] = set()
    for number, group in enumerate(vocabulary.near):
        numbers = _taken_in(group, same_by_phrase)
        taken_in |= numbers
        tree.add(f"~{number}", itertools.chain(group, *(vocabulary.same[each] for each in numbers)))
    for number, group in enumerate(vocabulary.same):
        if number not in taken_in:
            tree.add(f"#{number}", group)
    return ConceptIndex(beginnings=tree.grown().following, kinds=MappingProxyType(kinds))


def build_proving_index(vocabulary: Vocabulary) -> ConceptIndex:
    """Index only what may prove a sentence: the names, and the groups of `same`."""
    return build_concept_index(replace(vocabulary, near=()))


def _same_by_phrase(vocabulary: Vocabulary) -> Mapping[tuple[str, ...], frozenset[int]]:
    found: dict[tuple[str, ...], frozenset[int]] = {}
    for number, group in enumerate(vocabulary.same):
        for phrase in map(_stems, group):
            found[phrase] = found.get(phrase, frozenset()) | {number}
    return found


def _taken_in(group: Iterable[str], same_by_phrase: Mapping[tuple[str, ...], frozenset[int]]) -> frozenset[int]:
    return frozenset(itertools.chain.from_iterable(same_by_phrase.get(_stems(text), ()) for text in group))


def _stems(text: str) -> tuple[str, ...]:
    return tuple(map(stem, words(text)))


class _Growing:
    """A tree of phrases under construction."""

    def __init__(self) -> None:
        self.concepts: dict[str, None] = {}
        self.following: dict[str, _Growing] = {}

    def add(self, concept: str, texts: Iterable[str]) -> None:
        """Add texts that may mean a concept."""
        for text in texts:
            node = self
            for root in _stems(text):
                node = node.following.setdefault(root, _Growing())
            if node is not self:
                node.concepts[concept] = None

    def grown(self) -> Node:
        """Return the tree as it is now."""
        # Plain dicts: each word of a base is looked up here, and a proxy is a third slower.
        following = {root: node.grown() for root, node in self.following.items()}
        return Node(concepts=tuple(self.concepts), following=following)


def members(concept: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the words and phrases of a concept as curators wrote them."""
    kind, number = concept[0], int(concept[1:])
    if kind == "@":
        return (vocabulary.names[number].name, *vocabulary.names[number].aliases)
    if kind == "#":
        return vocabulary.same[number]
    group = vocabulary.near[number]
    taken_in = (vocabulary.same[each] for each in sorted(_taken_in(group, _same_by_phrase(vocabulary))))
    return tuple(dict.fromkeys(itertools.chain(group, *taken_in)))


def concepts_by_word(mentions: Iterable[Mention]) -> Mapping[int, tuple[str, ...]]:
    """Return the concepts that span each word, by the word's index; words without concepts are left out."""
    found: dict[int, tuple[str, ...]] = {}
    for mention in mentions:
        for place in range(mention.start, mention.end):
            found[place] = (*found.get(place, ()), mention.concept)
    return found
