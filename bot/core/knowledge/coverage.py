"""Which sentences of a source facts quote.

A sentence counts as quoted where quotes, taken together, hold at least half of its characters: a long sentence needs
more than one clause quoted, and a stray name does not count. A sentence of which the passages listed as unquoted hold
at least half is set aside: it counts neither way.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.knowledge.model import Knowledge, Source
from bot.core.text.sentences import Sentence

ENOUGH = 0.5
"""Share of a sentence's characters, 0 to 1, that has to be quoted."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCoverage:
    """How far the facts cover one source. The three groups hold every sentence of it once."""

    source: Source
    quoted: tuple[Sentence, ...]
    bare: tuple[Sentence, ...]
    set_aside: tuple[Sentence, ...]

    @property
    def share(self) -> float:
        """Quoted sentences over those that are not set aside, 0 to 1; 1 where there are none."""
        counted = len(self.quoted) + len(self.bare)
        return len(self.quoted) / counted if counted else 1.0


def source_coverage(knowledge: Knowledge) -> tuple[SourceCoverage, ...]:
    """The coverage of each source, in the order of the base."""
    quoted: dict[str, list[Span]] = {source: [] for source in knowledge.sources}
    for fact in knowledge.facts.values():
        for quote in fact.quotes:
            quoted[quote.source].append((quote.start, quote.end))
    return tuple(_cover(source, _union(quoted[source.id])) for source in knowledge.sources.values())


def _cover(source: Source, spans: Sequence[Span]) -> SourceCoverage:
    exempt = _union((passage.start, passage.end) for passage in source.unquoted)
    groups: dict[str, list[Sentence]] = {"quoted": [], "set_aside": [], "bare": []}
    for sentence in source.sentences:
        if _held(sentence, spans):
            groups["quoted"].append(sentence)
        elif _held(sentence, exempt):
            groups["set_aside"].append(sentence)
        else:
            groups["bare"].append(sentence)
    return SourceCoverage(source=source, **{name: tuple(group) for name, group in groups.items()})


def _held(sentence: Sentence, spans: Sequence[Span]) -> bool:
    """Whether spans, in order and without overlap, hold enough of a sentence."""
    first = bisect_right(spans, sentence.start, key=lambda span: span[1])
    past = bisect_left(spans, sentence.end, key=lambda span: span[0])
    held = sum(min(end, sentence.end) - max(start, sentence.start) for start, end in spans[first:past])
    return held >= ENOUGH * (sentence.end - sentence.start)


def _union(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, overlapping ones joined."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
