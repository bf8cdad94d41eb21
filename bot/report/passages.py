"""The text of a source cut into runs, so that quotes which overlap can all be marked in it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.knowledge.coverage import Coverage
from bot.core.knowledge.model import Fact, Knowledge, Paragraph, Quote, Standing, Unquoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One quote of one fact. `number` counts the quotes of the base from 1, in its order."""

    number: int
    fact: Fact
    quote: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Characters of a paragraph that the same quotes hold.

    `begins` and `ends` are those of `marks` whose quote begins or ends with this run. `bare` where it belongs to a
    sentence that no fact quotes; `aside` is the passage, set aside by the curator, that it belongs to.
    """

    text: str
    marks: tuple[Mark, ...]
    begins: tuple[Mark, ...]
    ends: tuple[Mark, ...]
    bare: bool
    aside: Unquoted | None

    @property
    def standings(self) -> tuple[Standing, ...]:
        """The standings of the facts that quote it, each once."""
        return tuple(standing for standing in Standing if any(mark.fact.standing is standing for mark in self.marks))


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedParagraph:
    """A paragraph's runs, which together are its text. `asides` are the passages set aside that end in it."""

    number: int
    runs: tuple[Run, ...]
    asides: tuple[Unquoted, ...]


def marks_of(knowledge: Knowledge) -> tuple[Mark, ...]:
    """Every quote of the base."""
    quotes = [(fact, quote) for fact in knowledge.facts.values() for quote in fact.quotes]
    return tuple(Mark(number=number, fact=fact, quote=quote) for number, (fact, quote) in enumerate(quotes, 1))


def marked(covered: Coverage, marks: Iterable[Mark]) -> tuple[MarkedParagraph, ...]:
    """The paragraphs of a source with the quotes of it among `marks`."""
    held: dict[int, list[Mark]] = {}
    for mark in marks:
        if mark.quote.source == covered.source.id:
            held.setdefault(mark.quote.paragraph, []).append(mark)
    return tuple(_marked(paragraph, covered, held.get(paragraph.number, ())) for paragraph in covered.source.paragraphs)


def _marked(paragraph: Paragraph, covered: Coverage, marks: Sequence[Mark]) -> MarkedParagraph:
    start, end = paragraph.start, paragraph.end
    asides = [aside for aside in covered.source.unquoted if aside.start < end and start < aside.end]
    bare = [(sentence.start, sentence.end) for sentence in covered.bare if sentence.paragraph == paragraph.number]
    spans = [(m.quote.start, m.quote.end) for m in marks] + [(a.start, a.end) for a in asides] + bare
    cuts = sorted({start, end, *(cut for span in spans for cut in span if start < cut < end)})
    runs = []
    for first, last in itertools.pairwise(cuts):
        holding = tuple(mark for mark in marks if mark.quote.start <= first and last <= mark.quote.end)
        runs.append(
            Run(
                text=covered.source.text[first:last],
                marks=holding,
                begins=tuple(mark for mark in holding if mark.quote.start == first),
                ends=tuple(mark for mark in holding if mark.quote.end == last),
                bare=any(begin <= first and last <= past for begin, past in bare),
                aside=next((aside for aside in asides if aside.start <= first and last <= aside.end), None),
            )
        )
    return MarkedParagraph(
        number=paragraph.number, runs=tuple(runs), asides=tuple(aside for aside in asides if aside.end <= end)
    )
