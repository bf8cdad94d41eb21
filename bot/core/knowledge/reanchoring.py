"""Find a quote again after the publisher changed the text of its source."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Indel

from bot.core.knowledge.anchor_repair import (
    QuoteProblem,
    anchor_passage,
    anchor_quote,
    show_differences,
    suggest_quotes,
)
from bot.core.knowledge.anchoring import Located, TextQuote, line_of, locate
from bot.core.knowledge.model import Quote, Source
from bot.core.knowledge.passage_alignment import find_passage, tokens, without_lead
from bot.core.knowledge.schema import MAX_QUOTE
from bot.core.knowledge.text_changes import TextComparison
from bot.core.text.normalise import fold
from bot.core.text.word_boundaries import whole_words

LEAST_LIKENESS: Final = 0.5
"""Share of words, 0 to 1, that a quote and the passage in its place must have in common for a sure fix."""

LEAST_LIKENESS_ALONE: Final = 0.8
"""The same where the earlier text is not known, so that only the words say which passage is meant."""

_NEGATION: Final = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without|cannot|\w+n[’']t|deny|denies|denied|nunca|nadie|sin|niega|negó)\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmoved:
    """The quote is where it was, and needs no change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """The quote needs no change, but is in another paragraph; `elsewhere` if that is not the passage it was in."""

    before: int
    after: int
    elsewhere: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """The passage was edited, and `quote` quotes what it has become. `negated` if its negations changed."""

    quote: TextQuote
    differences: str
    line: int
    negated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The quote is not in the text any more, or nothing says for sure which passage it has become.

    `line` and `differences` are those of the most similar passage; 0 and "" if there is none.
    """

    line: int = 0
    differences: str = ""


Reanchored = Unmoved | Moved | Edited | Gone
"""What became of a quote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedText:
    """A source before and after a change. `before` and `comparison` are None if the earlier text is not known."""

    before: Source | None
    after: Source
    comparison: TextComparison | None

    def reanchor(self, quote: TextQuote) -> Reanchored:
        """Find a quote of a fact in the new text."""
        found = anchor_quote(quote, self.after, repair=False)
        if isinstance(found, Quote):
            return self._unchanged(quote, Located(start=found.start, end=found.end))
        return self._edited(quote, whole=False)

    def reanchor_passage(self, passage: TextQuote) -> Reanchored:
        """Find a passage that no fact needs to quote in the new text; it may run over several paragraphs."""
        found = anchor_passage(passage, self.after)
        return self._edited(passage, whole=True) if isinstance(found, QuoteProblem) else self._unchanged(passage, found)

    def _unchanged(self, quote: TextQuote, found: Located) -> Reanchored:
        before, after = self._paragraph(self.before, quote), _paragraph_at(found.start, self.after)
        elsewhere = self._is_elsewhere(quote, self._expected(quote), (found.start, found.end))
        if elsewhere or before not in {0, after}:
            return Moved(before=before, after=after, elsewhere=elsewhere)
        return Unmoved()

    def _is_elsewhere(self, quote: TextQuote, expected: tuple[int, int] | None, found: tuple[int, int]) -> bool:
        if self.before is None or not isinstance(locate(quote, self.before.text), Located):
            return False
        return expected is None or not _overlap(expected, found)

    def _edited(self, quote: TextQuote, *, whole: bool) -> Reanchored:
        text, expected = self.after.text, self._expected(quote)
        repeated = text.count(quote.exact) > 1
        passage = expected if repeated else find_passage(quote, text, self.after.sentences)
        if passage is None:
            return Gone()
        start, end = whole_words(*passage, text)
        earlier = locate(quote, self.before.text) if self.before else None
        if self.before and isinstance(earlier, Located):
            start = without_lead(start, text, (earlier.start, self.before.text, self.before.sentences))
        found = text[start:end]
        line, differences = line_of(start, text), show_differences(quote.exact, found)
        fixes = suggest_quotes(start, end, self.after, longest=MAX_QUOTE, whole=whole)
        alike = _likeness(quote.exact, found)
        known = isinstance(earlier, Located)
        right_place = expected is not None and _overlap(expected, (start, end))
        sure = (right_place and alike >= LEAST_LIKENESS) if known else alike >= LEAST_LIKENESS_ALONE and not repeated
        # A passage that occurs more than once is widened to its sentence.
        if not sure or len(fixes) != 1 or found not in fixes[0].exact:
            return Gone(line=line, differences=differences)
        return Edited(quote=fixes[0], differences=differences, line=line, negated=_negated(quote.exact, found))

    def _expected(self, quote: TextQuote) -> tuple[int, int] | None:
        """Return where the passage that was quoted is now, by the words around and in it; None if all are gone."""
        if self.before is None or self.comparison is None:
            return None
        found = locate(quote, self.before.text)
        return self.comparison.mapped(found.start, found.end) if isinstance(found, Located) else None

    def _paragraph(self, source: Source | None, quote: TextQuote) -> int:
        found = locate(quote, source.text) if source else None
        return _paragraph_at(found.start, source) if source and isinstance(found, Located) else 0


def _paragraph_at(offset: int, source: Source) -> int:
    return next((each.number for each in reversed(source.paragraphs) if each.start <= offset), 1)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _likeness(written: str, found: str) -> float:
    a, b = ([token.text for token in tokens(text)] for text in (written, found))
    return float(Indel.normalized_similarity(a, b))


def _negated(written: str, found: str) -> bool:
    a, b = (Counter(_NEGATION.findall(fold(text))) for text in (written, found))
    return a != b
