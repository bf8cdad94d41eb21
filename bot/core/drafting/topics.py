"""Divide the facts of a text into topics: neighbouring paragraphs that share words, and a title from their words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from bot.core.drafting.names import FoundEntity
from bot.core.drafting.phrases import find_phrases
from bot.core.knowledge.model import EntityKind
from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import fold, stem, words

FACTS_A_TOPIC: Final = 6
"""Facts that a topic has on average, so that a reader takes in a list of them."""

MOST_TOPICS: Final = 8
"""Most topics of one text."""

_LESS: Final = 0.6  # weight of persons' names and single words, as other phrases say more
_MAX_TITLE: Final = 100  # characters
_PARTS: Final = 2
"""Most phrases of a title; the second one is for the facts that the first one does not fit."""
_ARTICLE: Final = re.compile(r"^(?:the|a|an|their) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """Neighbouring facts with the counts of their stems."""

    facts: tuple[int, ...]
    counts: Mapping[str, float]


def find_topics(
    passages: Sequence[str], paragraphs: Sequence[int], names: Sequence[FoundEntity]
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Return the titles of the topics, each with the numbers of its passages; one title is "" if there is one topic.

    Neighbouring paragraphs are merged by Ward's method on the cosine of their weighted word counts, until the wanted
    number of groups is left.
    """
    wanted = min(MOST_TOPICS, max(1, round(len(passages) / FACTS_A_TOPIC)))
    groups = _paragraph_groups(passages, paragraphs)
    costs = [_cost(first, second) for first, second in pairwise(groups)]
    while len(groups) > wanted:
        best = min(range(len(costs)), key=costs.__getitem__)
        groups[best : best + 2] = [_merged(groups[best], groups[best + 1])]
        del costs[best]
        for place in {best - 1, best} & set(range(len(costs))):
            costs[place] = _cost(groups[place], groups[place + 1])
    if len(groups) < len(("several", "topics")):
        return (("", tuple(range(len(passages)))),)
    return tuple(zip(_titles(groups, passages, names), (group.facts for group in groups), strict=True))


def _paragraph_groups(passages: Sequence[str], paragraphs: Sequence[int]) -> list[_Group]:
    stems = [[stem(word) for word in words(passage) if word not in STOPWORDS] for passage in passages]
    spread = Counter(each for spelt in stems for each in set(spelt))
    weights = {each: math.log((len(passages) + 1) / count) for each, count in spread.items()}
    members: dict[int, list[int]] = {}
    for number, paragraph in enumerate(paragraphs):
        members.setdefault(paragraph, []).append(number)
    return [
        _Group(
            facts=tuple(group), counts=_weighted(Counter(each for number in group for each in stems[number]), weights)
        )
        for group in members.values()
    ]


def _weighted(counts: Mapping[str, int], weights: Mapping[str, float]) -> Mapping[str, float]:
    return {each: count * weights[each] for each, count in counts.items()}


def _merged(first: _Group, second: _Group) -> _Group:
    counts = Counter(first.counts)
    counts.update(second.counts)
    return _Group(facts=(*first.facts, *second.facts), counts=counts)


def _cost(first: _Group, second: _Group) -> float:
    ours, theirs = len(first.facts), len(second.facts)
    return ours * theirs / (ours + theirs) * (1 - _cosine(first.counts, second.counts))


def _cosine(first: Mapping[str, float], second: Mapping[str, float]) -> float:
    shared = sum(value * second.get(each, 0.0) for each, value in first.items())
    length = math.sqrt(sum(value**2 for value in first.values()) * sum(value**2 for value in second.values()))
    return shared / length if length else 0.0


def _titles(groups: Sequence[_Group], passages: Sequence[str], names: Sequence[FoundEntity]) -> list[str]:
    """Return a title for each group: the phrase that most of its facts and few others have, and one for the rest."""
    persons = {name.name for name in names if name.kind is EntityKind.PERSON}
    phrases = [[_phrases(passages[number], names) for number in group.facts] for group in groups]
    spread = Counter(key for facts in phrases for key in set().union(*facts))
    titles: list[str] = []
    for place, facts in enumerate(phrases):
        taken = {fold(part) for title in titles for part in title.split(" and ")}
        parts: list[str] = []
        rest = facts
        while rest and len(parts) < _PARTS:
            own = set(words(" ".join(parts)))
            counts = Counter(
                key for keys in rest for key in keys if fold(key) not in taken and own.isdisjoint(words(key))
            )
            weights = {
                key: count / spread[key] * (_LESS if key in persons or " " not in key else 1)
                for key, count in counts.items()
            }
            best = max(weights, key=lambda key: (weights[key] * counts[key], len(key.split()) > 1), default=None)
            if best is None:
                break
            parts.append(best)
            rest = [keys for keys in rest if best not in keys]
        title = " and ".join(parts)[:_MAX_TITLE] or f"Part {place + 1}"
        titles.append(title[:1].upper() + title[1:])
    return titles


def _phrases(passage: str, names: Sequence[FoundEntity]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_ARTICLE.sub("", phrase) for phrase in find_phrases(passage, names)))
