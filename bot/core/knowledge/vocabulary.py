"""Find the vocabulary's names and groups of words in a text."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from bot.core.knowledge.model import EntityKind, Vocabulary
from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import stem, words


class Mention(NamedTuple):
    """A concept in a text, over the words from `start` to `end` (exclusive)."""

    concept: str
    start: int
    end: int


# A tuple, as a base has thousands: a dataclass takes three times as long.
class Node(NamedTuple):
    """A node in the tree of phrases: what the stems so far may mean, and which stems may follow."""

    concepts: tuple[str, ...]
    following: Mapping[str, Node]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptIndex:
    """Phrases, as stems, with the concepts that they may mean.

    `beginnings` are their first stems; `kinds` has the concepts that are entities, with their kinds; `members` has the
    words and phrases of each concept as curators wrote them. A name that is a small word, such as WHO, May or Will, is
    a mention only where a text has it with a capital; `small_names` has the concepts of each, by the folded word.
    """

    beginnings: Mapping[str, Node]
    kinds: Mapping[str, EntityKind]
    members: Mapping[str, tuple[str, ...]]
    small_names: Mapping[str, tuple[str, ...]]

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
    kinds = {f"@{number}": name.kind for number, name in enumerate(vocabulary.names)}
    members = {f"@{number}": (name.name, *name.aliases) for number, name in enumerate(vocabulary.names)}
    same_by_phrase = _same_by_phrase(vocabulary)
    taken_in: set[int] = set()
    for number, group in enumerate(vocabulary.near):
        numbers = sorted({each for text in group for each in same_by_phrase.get(_stems(text), ())})
        taken_in.update(numbers)
        same = itertools.chain.from_iterable(vocabulary.same[each] for each in numbers)
        members[f"~{number}"] = tuple(dict.fromkeys((*group, *same)))
    members |= {f"#{number}": group for number, group in enumerate(vocabulary.same) if number not in taken_in}
    tree, small_names = _Growing(), dict[str, tuple[str, ...]]()
    for concept, texts in members.items():
        small = {word for word in map(_small_word, texts) if word} if concept in kinds else set()
        for word in sorted(small):
            small_names[word] = (*small_names.get(word, ()), concept)
        tree.add(concept, [text for text in texts if _small_word(text) not in small])
    return ConceptIndex(
        beginnings=tree.grown().following,
        kinds=MappingProxyType(kinds),
        members=MappingProxyType(members),
        small_names=MappingProxyType(small_names),
    )


def _small_word(text: str) -> str:
    """Return the only word of a text if it is a stop word with a capital, else "": "us" is one in lower case too."""
    spelt = words(text)
    return spelt[0] if len(spelt) == 1 and spelt[0] in STOPWORDS and text[0].isupper() else ""


def _same_by_phrase(vocabulary: Vocabulary) -> Mapping[tuple[str, ...], frozenset[int]]:
    found: dict[tuple[str, ...], frozenset[int]] = {}
    for number, group in enumerate(vocabulary.same):
        for phrase in map(_stems, group):
            found[phrase] = found.get(phrase, frozenset()) | {number}
    return found


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


def concepts_by_word(mentions: Iterable[Mention]) -> Mapping[int, tuple[str, ...]]:
    """Return the concepts that span each word, by the word's index; words without concepts are left out."""
    found: dict[int, tuple[str, ...]] = {}
    for mention in mentions:
        for place in range(mention.start, mention.end):
            found[place] = (*found.get(place, ()), mention.concept)
    return found
