"""Find the passages of a source that may become facts: its sentences, or the clauses of long ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from bot.core.drafting.attribution import find_attribution
from bot.core.knowledge.anchoring import Located, TextQuote, locate
from bot.core.knowledge.model import Source
from bot.core.knowledge.schema import MAX_QUOTE
from bot.core.text.normalise import visible, words
from bot.core.text.sentences import Paragraph, Sentence
from bot.core.text.word_boundaries import whole_words

LONG_SENTENCE: Final = 240
"""Characters from which a sentence is split into clauses, so that a reader takes in each at a glance."""

SHORT_CLAUSE: Final = 30
"""Characters below which a clause is joined to the one before it."""

MIN_WORDS: Final = 4
"""Words below which a sentence says nothing by itself."""

_CLAUSE: Final = re.compile(r";\s+|\s[–—]\s|,\s+(?:and|but|while|although|though|whereas|because)\s+", re.IGNORECASE)
_STOPPED: Final = re.compile(r"[.!?…:][”’\"')\]»]*$")
_CONTEXTS: Final = (1, 2, 4, 8, 16, 32)  # words of prefix or suffix to try for a passage that repeats
_WINDOW: Final = 400  # characters that these words are taken from
_SPELT: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftQuote(TextQuote):
    """A quote that is found once in its source, at `start` to `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """The candidates in order, the headings, and the skipped sentences."""

    candidates: tuple[DraftQuote, ...]
    headings: tuple[DraftQuote, ...]
    skipped: tuple[Sentence, ...]


def find_candidates(source: Source) -> Candidates:
    """Find the candidates of a source. A passage that cannot be quoted uniquely is skipped."""
    titles = {paragraph.number for paragraph in source.paragraphs if _is_heading(paragraph, source)}
    candidates: list[DraftQuote] = []
    headings: list[DraftQuote] = []
    skipped: list[Sentence] = []
    for sentence in source.sentences:
        heading = sentence.paragraph in titles
        spans = [(sentence.start, sentence.end)] if heading else list(_clauses(sentence, source))
        found = [one for start, end in spans if (one := quote_once(start, end, source))]
        if heading:
            headings.extend(found)
        elif found and _is_informative(source.text[sentence.start : sentence.end]):
            candidates.extend(found)
        if not found or not (heading or _is_informative(source.text[sentence.start : sentence.end])):
            skipped.append(sentence)
    return Candidates(candidates=tuple(candidates), headings=tuple(headings), skipped=tuple(skipped))


def quote_once(start: int, end: int, source: Source) -> DraftQuote | None:
    """Return a quote that is found once, with a prefix or else a suffix if the passage repeats, or None.

    A passage that divides a word cannot be quoted.
    """
    text, exact = source.text, source.text[start:end]
    if len(exact) > MAX_QUOTE or not visible(exact).strip() or whole_words(start, end, text) != (start, end):
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
    return "\n" not in text and len(text) <= LONG_SENTENCE and not _STOPPED.search(text)


def _is_informative(sentence: str) -> bool:
    return len(words(sentence)) >= MIN_WORDS and not sentence.rstrip("”’\"'").endswith("?")


def _clauses(sentence: Sentence, source: Source) -> Iterator[tuple[int, int]]:
    """Return the clauses of a sentence; a short one stays whole unless a semicolon or two speakers divide it."""
    text = source.text[sentence.start : sentence.end]
    parts = list(_split(text))
    divided = len(text) > LONG_SENTENCE or ";" in text or all(_has_speaker(text[start:end]) for start, end in parts)
    for start, end in parts if divided else [(0, len(text))]:
        yield from _cut(sentence.start + start, sentence.start + end, source)


def _has_speaker(clause: str) -> bool:
    said = find_attribution(clause)
    return said is not None and said.named


def _split(text: str) -> Iterator[tuple[int, int]]:
    """Split a sentence at conjunctions, dashes and semicolons into parts of some length."""
    start = 0
    for gap in _CLAUSE.finditer(text):
        if gap.start() - start >= SHORT_CLAUSE and len(text) - gap.end() >= SHORT_CLAUSE:
            yield start, gap.start()
            start = gap.end()
    yield start, len(text)


def _cut(start: int, end: int, source: Source) -> Iterator[tuple[int, int]]:
    """Cut a passage between words if it is longer than a quote may be."""
    while end - start > MAX_QUOTE:
        part = source.text[start : start + MAX_QUOTE]
        last = len(part.rsplit(maxsplit=1)[0]) if " " in part.strip() else MAX_QUOTE
        yield start, start + last
        rest = source.text[start + last : end]
        start += last + len(rest) - len(rest.lstrip())
    yield start, end
