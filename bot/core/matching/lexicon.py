"""Which words stand for one another: the vocabulary's names and groups as concepts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bot.core.facts import NameKind, Vocabulary
from bot.core.text import stem, words

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A concept found in a text, over the words from `start` to `end` (exclusive)."""

    concept: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Phrases, as stems, with the concepts that they may mean.

    `beginnings` are the stems with which they begin, with the number of stems of the longest that begins so; `kinds`
    tells which concepts are names, and of what.
    """

    phrases: Mapping[Phrase, tuple[str, ...]]
    beginnings: Mapping[str, int]
    kinds: Mapping[str, NameKind]

    def mentions(self, stems: Sequence[str]) -> tuple[Mention, ...]:
        """Every concept that a text mentions; where phrases overlap, the longest at each word counts."""
        found: list[Mention] = []
        reach = 0
        for start, root in enumerate(stems):
            longest = self.beginnings.get(root)
            if longest is None:
                continue
            end = self._longest_from(stems, start, longest)
            if end > max(start, reach):
                found += [Mention(concept=name, start=start, end=end) for name in self.phrases[tuple(stems[start:end])]]
                reach = end
        return tuple(found)

    def _longest_from(self, stems: Sequence[str], start: int, longest: int) -> int:
        """The end of the longest phrase, of at most `longest` stems, that begins at `start`; else `start` itself."""
        for end in range(min(len(stems), start + longest), start, -1):
            if tuple(stems[start:end]) in self.phrases:
                return end
        return start


def build_lexicon(vocabulary: Vocabulary) -> Lexicon:
    """The vocabulary's phrases by their stems."""
    phrases: dict[Phrase, dict[str, None]] = {}
    kinds: dict[str, NameKind] = {}
    for number, name in enumerate(vocabulary.names):
        kinds[f"@{number}"] = name.kind
        _add(phrases, f"@{number}", (name.name, *name.aliases))
    for number, group in enumerate(vocabulary.groups):
        _add(phrases, f"#{number}", group)
    return Lexicon(
        phrases=MappingProxyType({phrase: tuple(concepts) for phrase, concepts in phrases.items()}),
        # In the order of their lengths, so that of those with one beginning the longest stays.
        beginnings={phrase[0]: len(phrase) for phrase in sorted(phrases, key=len)},
        kinds=MappingProxyType(kinds),
    )


def _add(phrases: dict[Phrase, dict[str, None]], concept: str, texts: Iterable[str]) -> None:
    for text in texts:
        phrase = tuple(stem(word) for word in words(text))
        if phrase:
            phrases.setdefault(phrase, {})[concept] = None


def members(concept: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The words and phrases that a concept stands for, as the curators wrote them."""
    number = int(concept[1:])
    if concept[0] == "@":
        return (vocabulary.names[number].name, *vocabulary.names[number].aliases)
    return vocabulary.groups[number]
