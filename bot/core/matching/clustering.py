"""Group unanswered questions by likeness, to show curators what to write next."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.core.matching.query import ContentWord, parse_words
from bot.core.matching.ranker import LONGEST_QUESTION, Ranker
from bot.core.text.normalise import same_text, typed_words

LIKE: Final = 70
"""Minimum likeness of two questions in one group, in percent: the mean of their likeness by meanings and by letters.

Measured on pairs of questions: higher, "names of the pilots" misses "who were the pilots"; lower, "how many soldiers
died" is grouped with "how many sailors died".
"""

_WORTH_COUNTING: Final = 2 * LIKE - 100  # with less than this in one of the two, no value of the other reaches LIKE
_LONGEST_KEY: Final = 40  # meanings of a question that are compared: more than any serious question has
_LONGEST_SPELLING: Final = 200  # characters, likewise


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """One question that got no answer. `fact` is the id of the fact that came nearest; `confidence` is 0 to 1."""

    text: str
    at: dt.datetime
    outcome: str
    fact: str | None
    confidence: float | None
    guild: int | None


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ReadQuestion:
    """The meanings of a question and the stems of its words, each sorted and without duplicates."""

    meanings: tuple[str, ...]
    spelling: str


QuestionReader = Callable[[str], ReadQuestion]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionGroup:
    """Questions that ask nearly the same, newest first. `wordings` has each text once, the most frequent first."""

    questions: tuple[Unanswered, ...]
    wordings: tuple[str, ...]

    @property
    def times(self) -> int:
        """How often it was asked."""
        return len(self.questions)

    @property
    def last(self) -> dt.datetime:
        """When it was asked last."""
        return self.questions[0].at


def group_questions(questions: Iterable[Unanswered], read: QuestionReader) -> tuple[QuestionGroup, ...]:
    """Group questions by likeness: the most asked first, then the latest.

    The order of the questions does not matter. Takes about a second for 5,000 different ones.
    """
    groups: dict[ReadQuestion, list[Unanswered]] = {}
    known: dict[str, ReadQuestion] = {}
    for question in questions:
        if question.text not in known:
            known[question.text] = read(question.text)
        groups.setdefault(known[question.text], []).append(question)
    ordered = sorted(groups, key=lambda reading: (-len(groups[reading]), reading))
    alike = ([ordered[place] for place in places] for places in _alike(ordered))
    grouped = [_group([question for reading in readings for question in groups[reading]]) for readings in alike]
    return tuple(sorted(grouped, key=lambda group: (-group.times, -group.last.timestamp(), group.wordings)))


def question_reader(ranker: Ranker) -> QuestionReader:
    """Return a function that reads questions as a base does: corrected, without function words, synonyms as one."""

    def read(text: str) -> ReadQuestion:
        repaired = ranker.speller.repair(typed_words(text, longest=LONGEST_QUESTION))
        parsed = parse_words(text, repaired.words, ranker.concept_index)
        if not parsed.content_words:  # "why?", an emoji
            return ReadQuestion(meanings=(same_text(text),), spelling=same_text(text))
        return ReadQuestion(
            meanings=tuple(sorted({*map(_meaning, parsed.content_words), *parsed.cues})),
            spelling=" ".join(sorted({need.stem for need in parsed.content_words})),
        )

    return read


def _meaning(need: ContentWord) -> str:
    """Return the concept of a word, or else its stem."""
    return min((term for term in need.covers if term != need.stem), default=need.stem)


def _alike(readings: Sequence[ReadQuestion]) -> Iterator[list[int]]:
    """Yield the places of questions that belong together; the first ungrouped question leads the next group.

    Each member is like the leader, not just like another member, so that no chain joins different questions.
    """
    meanings = _likeness([reading.meanings[:_LONGEST_KEY] for reading in readings])
    spellings = [reading.spelling[:_LONGEST_SPELLING] for reading in readings]
    free = np.ones(len(readings), dtype=bool)
    for leader in range(len(readings)):
        if free[leader]:
            free[leader] = False
            # Few are near enough in meaning for their letters to matter.
            near = np.flatnonzero(free & (meanings[leader] >= _WORTH_COUNTING))
            letters = _likeness([spellings[leader]], [spellings[place] for place in near])[0]
            others = near[meanings[leader, near].astype(int) + letters >= 2 * LIKE]
            free[others] = False
            yield [leader, *map(int, others)]


def _likeness(sequences: Sequence[Any], others: Sequence[Any] | None = None) -> NDArray[np.uint8]:
    """Return the likeness of each sequence to each other, or to `others`, in percent: rapidfuzz's ratio."""
    compared = sequences if others is None else others
    return process.cdist(sequences, compared, scorer=fuzz.ratio, score_cutoff=_WORTH_COUNTING, dtype=np.uint8)


def _group(questions: Sequence[Unanswered]) -> QuestionGroup:
    newest = sorted(questions, key=lambda question: (-question.at.timestamp(), question.text, question.outcome))
    counted = Counter(question.text for question in newest)
    wordings = sorted(counted, key=lambda text: (-counted[text], text))
    return QuestionGroup(questions=tuple(newest), wordings=tuple(wordings))
