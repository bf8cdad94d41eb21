"""Find the passages of a source that may become facts: its sentences, or the clauses of long ones."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

from bot.core.drafting.attribution import find_attribution
from bot.core.drafting.lexicon import BOUND_SPEECH, DETERMINERS, FREE_SPEECH, SHOWING, SUBORDINATORS
from bot.core.drafting.segments import Segment
from bot.core.drafting.tokens import ProseToken, tokenize
from bot.core.drafting.verbs import VERB_FORMS, is_finite
from bot.core.knowledge.anchoring import Located, TextQuote, locate
from bot.core.knowledge.model import Source
from bot.core.knowledge.schema import MAX_QUOTE
from bot.core.text.normalise import visible
from bot.core.text.word_boundaries import whole_words

LONG_SENTENCE: Final = 240
"""Characters from which a sentence is split into clauses, so that a reader takes in each at a glance."""

SHORT_CLAUSE: Final = 30
"""Characters below which a clause is joined to the one before it."""

NOT_UNIQUE: Final = "Cannot be quoted so that it is found once."
"""Why a passage is skipped that could be a fact."""

_CLAUSE: Final = re.compile(r";\s+|\s[–—]\s|,\s+(?:and|but|while|although|though|whereas|because)\s+", re.IGNORECASE)
_BEFORE_INNER_CLAUSE: Final = SUBORDINATORS - {"that", "after", "before", "since", "until"}
_ADVERBS: Final = frozenset("thus then also still even so now".split())
_CONTEXTS: Final = (1, 2, 4, 8, 16, 32)  # words of prefix or suffix to try for a passage that repeats
_WINDOW: Final = 400  # characters that these words are taken from
_SPELT: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftQuote(TextQuote):
    """A quote that is found once in its source, at `start` to `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A passage that becomes no fact, and why; `quote` is None where it cannot be quoted uniquely."""

    quote: DraftQuote | None
    reason: str


def split_long(segments: Sequence[Segment], source: Source) -> tuple[Segment, ...]:
    """Split the sentences that may be facts into clauses where they are long or have two speakers."""
    return tuple(
        replace(segment, start=start, end=end)
        for segment in segments
        for start, end in ([(segment.start, segment.end)] if segment.no_fact else _clauses(segment, source))
    )


def find_skipped(segments: Sequence[Segment], source: Source, quoted: Container[int]) -> tuple[Skipped, ...]:
    """Return the passages that become no fact; adjacent lines with the same reason are one passage.

    `quoted` has the starts of those that prove who speaks in a fact.
    """
    joined: list[Segment] = []
    for segment in segments:
        if segment.drafted and quote_once(segment.start, segment.end, source) is not None:
            joined.append(segment)
        elif (
            joined
            and not segment.drafted
            and joined[-1].no_fact == segment.no_fact
            and joined[-1].paragraph == segment.paragraph
        ):
            joined[-1] = replace(joined[-1], end=segment.end)
        else:
            joined.append(segment)
    return tuple(
        Skipped(quote=quote, reason=str(segment.no_fact or NOT_UNIQUE))
        for segment in joined
        if segment.start not in quoted
        if (quote := quote_once(segment.start, segment.end, source)) is None or not segment.drafted
    )


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


def paired(quote: DraftQuote, source: Source, *, within: bool) -> tuple[DraftQuote, ...]:
    """Return a quote without a quotation mark whose other one is in another sentence; in two parts where it is inside.

    `within` says that the quote begins inside a quotation. A quote that cannot be told stays as it is.
    """
    if within:
        mark = next((place for place, character in enumerate(quote.exact) if character in '”"»'), -1)
        spans = [(0, mark), (mark + 1, len(quote.exact))]
    else:
        lone = quote.exact[0] in "“«" and not {"”", "»"} & set(quote.exact)
        lone = lone or (quote.exact[0] == '"' and quote.exact.count('"') == 1)
        mark, spans = (0, [(1, len(quote.exact))]) if lone else (-1, [])
    if mark < 0:
        return (quote,)
    parts = [_bare(quote, first, last, source) for first, last in spans if quote.exact[first:last].strip(" ,.")]
    whole = [part for part in parts if part is not None and part.exact.count("“") == part.exact.count("”")]
    return tuple(whole) if len(whole) == len(parts) and whole else (quote,)


def _bare(quote: DraftQuote, first: int, last: int, source: Source) -> DraftQuote | None:
    """Return the part of a quote from one character to another, without white space and commas around it."""
    part = quote.exact[first:last]
    start = quote.start + first + len(part) - len(part.lstrip(" ,"))
    return quote_once(start, start + len(part.strip(" ,")), source)


def _last_words(before: str) -> Iterator[str]:
    starts = [word.start() for word in _SPELT.finditer(before)]
    return (before[starts[-number] :] for number in _CONTEXTS if number <= len(starts))


def _first_words(after: str) -> Iterator[str]:
    ends = [word.end() for word in _SPELT.finditer(after)]
    return (after[: ends[number - 1]] for number in _CONTEXTS if number <= len(ends))


def _is_found(tried: DraftQuote, text: str) -> bool:
    found = locate(tried, text)
    return isinstance(found, Located) and found.start == tried.start


def _clauses(segment: Segment, source: Source) -> Iterator[tuple[int, int]]:
    """Return the clauses of a sentence; a short one stays whole unless a semicolon or two speakers divide it.

    A sentence that one speaker says stays whole, as its second clause may be theirs or not.
    """
    text = source.text[segment.start : segment.end]
    parts = list(_split(text))
    spoken = [_has_speaker(text[start:end]) for start, end in parts]
    one_speaker = any(spoken) and not all(spoken)
    divided = all(spoken) or (
        _all_clauses(text, parts)
        and ((";" in text and not _ends_with_speech(text)) or (len(text) > LONG_SENTENCE and not one_speaker))
    )
    for start, end in parts if divided else [(0, len(text))]:
        yield from _cut(segment.start + start, segment.start + end, source)


def _ends_with_speech(text: str) -> bool:
    """Return whether the last word is a verb of speech, whose subject says the whole: "…, the counts show"."""
    form = VERB_FORMS.get(text.rstrip(" .").rpartition(" ")[2].lower())
    return form is not None and form.base in FREE_SPEECH | BOUND_SPEECH | SHOWING


def _has_speaker(clause: str) -> bool:
    said = find_attribution(clause)
    return said is not None and said.named


def _all_clauses(text: str, parts: Sequence[tuple[int, int]]) -> bool:
    """Return whether each part has a verb, and none cuts a quotation."""
    tokens = [tokenize(text[start:end]) for start, end in parts]
    whole = all(
        text[start:end].count("“") == text[start:end].count("”") and text[start:end].count('"') % 2 == 0
        for start, end in parts
    )
    return whole and all(map(_is_clause, tokens))


def _is_clause(tokens: Sequence[ProseToken]) -> bool:
    """Return whether a part has a verb of its own, not only in "as the two leaders are …"."""
    if tokens and tokens[0].small in {"others", "more"} and tokens[1:2] and tokens[1].text == ",":
        return False  # the end of a list: "the ministry, and others, has been …"
    for place, token in enumerate(tokens):
        if place and token.small in _BEFORE_INNER_CLAUSE:
            return False
        own = any(not other.small.endswith("ly") and other.small not in _ADVERBS for other in tokens[:place])
        if own and is_finite(token.small) and tokens[place - 1].small not in DETERMINERS:
            return True
    return False


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
