"""Measure which sentences of a source are quoted by facts.

A sentence counts as quoted if quotes together cover at least half of its characters: a long sentence needs more than
one quoted clause, and a single name does not count. A sentence that `unquoted` passages cover by at least half is set
aside and counts neither way.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.knowledge.model import Knowledge, Source
from bot.core.text.sentences import Sentence

_MIN_SHARE = 0.5  # of a sentence's characters that has to be quoted

_Range = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCoverage:
    """How much of one source is quoted, and by how many facts. Each sentence is in one of the three groups."""

    source: Source
    facts: int
    quoted: tuple[Sentence, ...]
    bare: tuple[Sentence, ...]
    set_aside: tuple[Sentence, ...]

    @property
    def share(self) -> float:
        """The share of quoted sentences among those that are not set aside, 0 to 1; 1 if there are none."""
        counted = len(self.quoted) + len(self.bare)
        return len(self.quoted) / counted if counted else 1.0


def source_coverage(knowledge: Knowledge) -> tuple[SourceCoverage, ...]:
    """Return the coverage of each source, in the order of the base."""
    quoted: dict[str, list[_Range]] = {source: [] for source in knowledge.sources}
    facts = Counter[str]()
    for fact in knowledge.facts.values():
        facts.update({quote.source for quote in fact.quotes})
        for quote in fact.quotes:
            quoted[quote.source].append((quote.start, quote.end))
    return tuple(_cover(source, facts[source.id], _union(quoted[source.id])) for source in knowledge.sources.values())


def _cover(source: Source, facts: int, spans: Sequence[_Range]) -> SourceCoverage:
    exempt = _union((passage.start, passage.end) for passage in source.unquoted)
    groups: dict[str, list[Sentence]] = {"quoted": [], "set_aside": [], "bare": []}
    for sentence in source.sentences:
        if _is_covered(sentence, spans):
            groups["quoted"].append(sentence)
        elif _is_covered(sentence, exempt):
            groups["set_aside"].append(sentence)
        else:
            groups["bare"].append(sentence)
    return SourceCoverage(source=source, facts=facts, **{name: tuple(group) for name, group in groups.items()})


def _is_covered(sentence: Sentence, spans: Sequence[_Range]) -> bool:
    """Return whether ranges, in order and without overlap, cover enough of a sentence."""
    first = bisect_right(spans, sentence.start, key=lambda span: span[1])
    past = bisect_left(spans, sentence.end, key=lambda span: span[0])
    covered = sum(min(end, sentence.end) - max(start, sentence.start) for start, end in spans[first:past])
    return covered >= _MIN_SHARE * (sentence.end - sentence.start)


def _union(spans: Iterable[_Range]) -> list[_Range]:
    """Return the ranges in order, overlapping ones joined."""
    joined: list[_Range] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
