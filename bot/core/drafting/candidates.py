"""Which passages of a source may become facts: its sentences, the long ones clause by clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from bot.core.drafting.attribution import said_in
from bot.core.knowledge.anchoring import Located, TextQuote, locate
from bot.core.knowledge.model import Source
from bot.core.knowledge.schema import MAX_QUOTE
from bot.core.text.normalise import visible, words
from bot.core.text.sentences import Paragraph, Sentence

LONG: Final = 240
"""Characters of a sentence from which each of its clauses is a candidate: a reader takes in no more at a glance."""

SHORT: Final = 30
"""Characters below which a clause stays with the one before it."""

FEWEST_WORDS: Final = 4
"""Words below which a sentence tells nothing by itself."""

_CLAUSE: Final = re.compile(r";\s+|\s[–—]\s|,\s+(?:and|but|while|although|though|whereas|because)\s+", re.IGNORECASE)
_STOPPED: Final = re.compile(r"[.!?…:][”’\"')\]»]*$")
_CONTEXTS: Final = (1, 2, 4, 8, 16, 32)  # words tried before or after a passage that stands in several places
_WINDOW: Final = 400  # characters in which these are looked for
_SPELT: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftQuote(TextQuote):
    """A quote that is found once in its source, at `start` to `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passages:
    """The candidates in order, the headings, and the sentences that were passed over."""

    candidates: tuple[DraftQuote, ...]
    headings: tuple[DraftQuote, ...]
    passed_over: tuple[Sentence, ...]


def passages(source: Source) -> Passages:
    """Go through a source once. A passage that nothing singles out is passed over."""
    titles = {paragraph.number for paragraph in source.paragraphs if _is_heading(paragraph, source)}
    candidates: list[DraftQuote] = []
    headings: list[DraftQuote] = []
    passed_over: list[Sentence] = []
    for sentence in source.sentences:
        heading = sentence.paragraph in titles
        spans = [(sentence.start, sentence.end)] if heading else list(_clauses(sentence, source))
        found = [one for start, end in spans if (one := single_out(start, end, source))]
        if heading:
            headings.extend(found)
        elif found and _tells(source.text[sentence.start : sentence.end]):
            candidates.extend(found)
        if not found or not (heading or _tells(source.text[sentence.start : sentence.end])):
            passed_over.append(sentence)
    return Passages(candidates=tuple(candidates), headings=tuple(headings), passed_over=tuple(passed_over))


def single_out(start: int, end: int, source: Source) -> DraftQuote | None:
    """A passage so named that it is found once: where it repeats, with what stands before it, or else after it."""
    text, exact = source.text, source.text[start:end]
    if len(exact) > MAX_QUOTE or not visible(exact).strip():
        return None
    alone = DraftQuote(exact=exact, start=start, end=end)
    before, after = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    tried = chain(
        (alone,),
        (replace(alone, prefix=prefix) for prefix in _last_words(before)),
        (replace(alone, suffix=suffix) for suffix in _first_words(after)),
    )
    return next((one for one in tried if _is_found(one, text)), None)


def _last_words(before: str) -> Iterator[str]:
    starts = [word.start() for word in _SPELT.finditer(before)]
    return (before[starts[-number] :] for number in _CONTEXTS if number <= len(starts))


def _first_words(after: str) -> Iterator[str]:
    ends = [word.end() for word in _SPELT.finditer(after)]
    return (after[: ends[number - 1]] for number in _CONTEXTS if number <= len(ends))


def _is_found(tried: DraftQuote, text: str) -> bool:
    found = locate(tried, text)
    return isinstance(found, Located) and found.start == tried.start


def _is_heading(paragraph: Paragraph, source: Source) -> bool:
    text = source.text[paragraph.start : paragraph.end]
    return "\n" not in text and len(text) <= LONG and not _STOPPED.search(text)


def _tells(sentence: str) -> bool:
    return len(words(sentence)) >= FEWEST_WORDS and not sentence.rstrip("”’\"'").endswith("?")


def _clauses(sentence: Sentence, source: Source) -> Iterator[tuple[int, int]]:
    """The spans of a sentence's clauses; of a short one the whole, unless a semicolon or its speakers part it."""
    text = source.text[sentence.start : sentence.end]
    parts = list(_parted(text))
    apart = len(text) > LONG or ";" in text or all(_speaks(text[start:end]) for start, end in parts)
    for start, end in parts if apart else [(0, len(text))]:
        yield from _cut(sentence.start + start, sentence.start + end, source)


def _speaks(clause: str) -> bool:
    said = said_in(clause)
    return said is not None and said.named


def _parted(text: str) -> Iterator[tuple[int, int]]:
    """The spans between a sentence's conjunctions, dashes and semicolons, none of them too short."""
    start = 0
    for gap in _CLAUSE.finditer(text):
        if gap.start() - start >= SHORT and len(text) - gap.end() >= SHORT:
            yield start, gap.start()
            start = gap.end()
    yield start, len(text)


def _cut(start: int, end: int, source: Source) -> Iterator[tuple[int, int]]:
    """The span, cut between words where it is longer than a quote may be."""
    while end - start > MAX_QUOTE:
        part = source.text[start : start + MAX_QUOTE]
        last = len(part.rsplit(maxsplit=1)[0]) if " " in part.strip() else MAX_QUOTE
        yield start, start + last
        rest = source.text[start + last : end]
        start += last + len(rest) - len(rest.lstrip())
    yield start, end
