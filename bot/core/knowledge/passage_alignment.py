"""Find the passage that a quote has become after its source was edited, by aligning the two word by word.

The ends of the passage follow the ends of the quote, however many words were added, removed or replaced between them.
This is the alignment of Gotoh (1982): affine gaps, so that one long insertion costs little more than a short one, and
no cost for the words of the source before and after the passage.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from bot.core.knowledge.anchoring import TextQuote
from bot.core.text.abbreviations import BEGINNERS
from bot.core.text.language import STOPWORDS
from bot.core.text.sentences import Sentence

Paths = npt.NDArray[np.int64]

_TOKEN: Final = re.compile(
    r"\n\s*\n|[\u0e00-\u0fff\u3040-\u30ff\u3400-\u9fff]"
    r"|(?:\w|[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff])+|\.{3}|[^\w\s]"
)
_BREAK: Final = "\n"  # the token between two paragraphs
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_SHAPES: Final = str.maketrans(
    dict.fromkeys("‘’‚‛′`´", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒–—―−", "-") | _INVISIBLE
)

# In hundredths: what a word scores, a word without a subject, a punctuation mark. Then what each difference costs. With
# these, 99 in 100 ends are right for 730 edits within quotes of two articles.
_WORD, _SMALL_WORD, _MARK = 100, 40, 30
_REPLACED: Final = 10
_REMOVED, _ONE_MORE_REMOVED = 35, 5
_ADDED, _ONE_MORE_ADDED = 50, 2
_PRICES: Final = {_BREAK: 200, ".": 40, "!": 40, "?": 40}  # of an added token that ends a sentence or a paragraph
_FORM: Final = 70.0  # likeness (rapidfuzz ratio) from which two words are forms of one, which gets half the score
_SAME: Final = 100.0
_SCORE: Final = 2**40  # more than the places where an alignment can begin
_NEVER: Final = -(2**61)  # even twice, it fits into 64 bits
_STOPS: Final = frozenset(".!?…")
_CLOSERS: Final = frozenset("\"')]")
_MOST_OPENING: Final = 8  # tokens that may have been put before the first word of a sentence
_AROUND, _MOST_AROUND = 60, 120  # tokens on each side of a window, for what was added, and the most for a long quote

MIN_SHARE: Final = 0.35
"""Share of a quote's score, 0 to 1, from which a passage is what it has become. One in a hundred passages of other
articles reaches 0.3; of passages with four edits, nineteen in twenty reach 0.43."""

ENOUGH: Final = 300
"""Score, in hundredths of a word, that is enough for a long quote of which much is gone. Other articles reach 190."""

NEAR: Final = 60.0
"""Likeness (rapidfuzz partial ratio, 0 to 100) from which a place without a common word is tried; chance reaches 45."""


class PassageToken(NamedTuple):
    """A word or mark, folded for comparison, with its place."""

    text: str
    score: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """The first and the last token of a quote that has a counterpart, with that of the text, as indexes; the score."""

    first: tuple[int, int]
    last: tuple[int, int]
    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _SplitText:
    """A text as arrays with an element for each token: its place, and its index in `words` (texts and scores)."""

    words: Sequence[tuple[str, int]]
    numbers: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]

    def part(self, window: slice) -> list[PassageToken]:
        """Return some of the tokens."""
        places = zip(self.starts[window].tolist(), self.ends[window].tolist(), strict=True)
        found = (self.words[number] for number in self.numbers[window].tolist())
        return [
            PassageToken(text, score, start, end) for (text, score), (start, end) in zip(found, places, strict=True)
        ]


def find_passage(quote: TextQuote, text: str, sentences: Sequence[Sentence] = ()) -> tuple[int, int] | None:
    """Return the start and end of the passage that a quote has become, or None if no passage is similar.

    A prefix and a suffix tell where to look if several passages are similar.
    """
    old, split = tokens(quote.exact), _split(text)
    before, after = _context(quote.prefix), _context(quote.suffix)
    least = min(MIN_SHARE * sum(token.score for token in old), ENOUGH)
    for window in _windows(quote, len(before) + len(old) + len(after), text, split):
        new = split.part(window)
        around = align((*before, *old, *after), new) if before or after else None
        if around is not None:
            new = new[around.first[1] : around.last[1] + 1]
        aligned = align(old, new)
        if aligned is not None and aligned.score >= least:
            (opening, first), (closing, last) = aligned.first, aligned.last
            start, end = new[first].start, new[last].end
            if _began_sentence(quote.exact, old[opening], text[start]):
                start = _sentence_start(start, old[0], text, sentences)
            if closing < len(old) - 1 and _ended_sentence(old):
                end = _sentence_end(end, sentences)
            return start, end
    return None


def without_lead(start: int, text: str, quoted: tuple[int, str, Sequence[Sentence]]) -> int:
    """Return where a passage begins without the words that stand before the quote in its own sentence, if it has them.

    `quoted` has the place of the quote, its text and the sentences of that: a dateline before a quote is no part of it.
    """
    offset, own, sentences = quoted
    sentence = _sentence_at(offset, sentences)
    lead = own[sentence.start : offset] if sentence else ""
    return start + len(lead) if text.startswith(lead, start) else start


def _context(text: str) -> list[PassageToken]:
    """Return the tokens of a prefix or suffix. Its words count double: it says which of several passages is meant."""
    return [token if token.score == _MARK else token._replace(score=2 * token.score) for token in tokens(text)]


def _windows(quote: TextQuote, length: int, text: str, split: _SplitText) -> Iterator[slice]:
    """Return the places to look at: where most of the quote's words are, rare ones first, then where it looks alike.

    `length` is the number of tokens of the quote with its context.
    """
    whole = quote.prefix + quote.exact + quote.suffix
    wanted = {token.text: token.score for token in tokens(whole) if token.score > _MARK}
    counts = np.bincount(split.numbers, minlength=len(split.words))
    worth = np.array([wanted.get(word, 0.0) for word, _ in split.words]) / np.maximum(counts, 1)
    if worth.any():
        sums = np.concatenate(([0.0], np.cumsum(worth[split.numbers])))
        first = int((sums[length:] - sums[:-length]).argmax()) if len(sums) > length else 0
        yield _window(first, length)
    alike = fuzz.partial_ratio_alignment(whole, text, score_cutoff=NEAR)
    if alike is not None:
        yield _window(int(np.searchsorted(split.starts, alike.dest_start)), length)


def _window(first: int, length: int) -> slice:
    around = min(length, _MOST_AROUND) + _AROUND
    return slice(max(0, first - around), first + length + around)


def _began_sentence(exact: str, old: PassageToken, new: str) -> bool:
    """Return whether a quote began a sentence that now begins before it; `old` was found at the character `new`."""
    opening, word = next(filter(str.isalnum, exact), ""), exact[old.start : old.end]
    return opening.isupper() and (bool(exact[: old.start].strip()) or word in BEGINNERS or word[0] != new)


def _ended_sentence(old: Sequence[PassageToken]) -> bool:
    return next((token.text for token in reversed(old) if token.text not in _CLOSERS), "") in _STOPS


def _sentence_start(start: int, opening: PassageToken, text: str, sentences: Sequence[Sentence]) -> int:
    """Return where the sentence begins, if it begins like the quote or only a few words before the passage."""
    sentence = _sentence_at(start, sentences)
    if sentence is None or sentence.start == start:
        return start
    put_before = tokens(text[sentence.start : start])
    return sentence.start if len(put_before) <= _MOST_OPENING or put_before[0].text == opening.text else start


def _sentence_end(end: int, sentences: Sequence[Sentence]) -> int:
    sentence = _sentence_at(end - 1, sentences)
    return end if sentence is None else sentence.end


def _sentence_at(offset: int, sentences: Sequence[Sentence]) -> Sentence | None:
    after = bisect_right(sentences, offset, key=lambda sentence: sentence.start)
    return sentences[after - 1] if after and offset < sentences[after - 1].end else None


@lru_cache(maxsize=2)  # all wrong quotes of a source are compared with one text
def _split(text: str) -> _SplitText:
    known: dict[str, int] = {}
    numbers, starts, ends = array("i"), array("i"), array("i")
    for found in _TOKEN.finditer(text):
        numbers.append(known.setdefault(found.group(), len(known)))
        starts.append(found.start())
        ends.append(found.end())
    return _SplitText(
        words=[_folded(written) for written in known],
        numbers=np.array(numbers, dtype=np.int32),
        starts=np.array(starts, dtype=np.int32),
        ends=np.array(ends, dtype=np.int32),
    )


def tokens(text: str) -> list[PassageToken]:
    """Split a text into words and marks; a blank line is a token too."""
    return [PassageToken(*_folded(found.group()), found.start(), found.end()) for found in _TOKEN.finditer(text)]


def _folded(written: str) -> tuple[str, int]:
    """Return a token as it is compared, and its score."""
    if written.isspace():
        return _BREAK, _MARK
    plain = unicodedata.normalize("NFKD", written.translate(_SHAPES)).casefold()
    text = "".join(character for character in plain if not unicodedata.combining(character))
    if not any(map(str.isalnum, text)):
        return text, _MARK
    return text, _SMALL_WORD if text in STOPWORDS else _WORD


def align(old: Sequence[PassageToken], new: Sequence[PassageToken]) -> Aligned | None:
    """Align all tokens of a quote with a passage of a text, or return None if nothing corresponds.

    Each number in the arrays below is the best alignment that ends at one token of the text: its score times `_SCORE`,
    plus where it begins, so that one comparison finds the best and remembers its beginning.
    """
    if not old or not new:
        return None
    likeness, columns = _likeness(old, new), np.arange(len(new))
    steps = np.cumsum([_ONE_MORE_ADDED + _PRICES.get(token.text, 0) for token in new]) * _SCORE
    matched = removed = added = np.full(len(new), _NEVER)
    best, last = _NEVER, (0, 0)
    for row in range(len(old)):
        before = _shifted(np.maximum(np.maximum(matched, removed), added))
        start = columns + (row * len(new) - _removing(row) * _SCORE)
        removed = np.maximum(matched - _REMOVED * _SCORE, removed - _ONE_MORE_REMOVED * _SCORE)
        matched = np.maximum(start, before) + likeness[row]
        longest = np.maximum.accumulate(np.maximum(matched, removed) + steps)
        added = _shifted(longest) - steps - (_ADDED - _ONE_MORE_ADDED) * _SCORE
        column = int(matched.argmax())
        whole = int(matched[column]) - _removing(len(old) - 1 - row) * _SCORE
        if whole > best:
            best, last = whole, (row, column)
    score, first = divmod(best, _SCORE)
    return Aligned(first=divmod(first, len(new)), last=last, score=score) if score > 0 else None


def _shifted(paths: Paths) -> Paths:
    """Move each alignment to the next token of the text."""
    return np.concatenate(([_NEVER], paths[:-1]))


def _removing(number: int) -> int:
    return _REMOVED + (number - 1) * _ONE_MORE_REMOVED if number else 0


def _likeness(old: Sequence[PassageToken], new: Sequence[PassageToken]) -> Paths:
    """Return what each token of the text scores in the place of each token of the quote; a mark replaces nothing."""
    known = list(dict.fromkeys(token.text for token in new))
    places = {text: place for place, text in enumerate(known)}
    alike = process.cdist([token.text for token in old], known, scorer=fuzz.ratio, score_cutoff=_FORM)
    alike = alike[:, [places[token.text] for token in new]]
    scores, others = np.array([token.score for token in old])[:, None], np.array([token.score for token in new])
    other = np.where(alike > 0, scores // 2, -_REPLACED) * _SCORE
    unlike = np.where((scores == _MARK) | (others == _MARK), _NEVER, other)
    return np.where(alike == _SAME, scores * _SCORE, unlike)
