"""Group unanswered questions by likeness, to show curators what to write next."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.core.matching.query import ContentWord, parse_words
from bot.core.matching.ranker import LONGEST_QUESTION, Ranker
from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import same_text, typed_words

LIKE: Final = 70
"""Minimum likeness of two questions in one group, in percent: the mean of their likeness by meanings and by letters.

Measured on pairs of questions: higher, "names of the pilots" misses "who were the pilots"; lower, "how many soldiers
died" is grouped with "how many sailors died".
"""

_WORTH_COUNTING: Final = 2 * LIKE - 100  # with less than this in one of the two, no value of the other reaches LIKE
LONGEST_COMPARED: Final = 200
"""Characters of a question that are compared: about 35 words, more than any serious question has."""

MOST_CORRECTED: Final = 10_000
"""Unknown words that are corrected in all questions together; each costs a quarter of a millisecond.

The questions that were asked most often come first, then the shortest. The words of the rest are compared as they are.
"""

MOST_SPELLED: Final = 1_000_000
"""Pairs of questions whose letters are compared; each costs some microseconds. What is left stays ungrouped."""


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


QuestionReader = Callable[[Iterable[str]], Iterable[ReadQuestion]]


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

    The order of the questions does not matter. Takes about a second for 5,000 different ones, and at most ten if they
    are written to take long.
    """
    asked: dict[str, list[Unanswered]] = {}
    for question in questions:
        asked.setdefault(question.text, []).append(question)
    texts = sorted(asked, key=lambda text: (-len(asked[text]), len(text), text))
    groups: dict[ReadQuestion, list[Unanswered]] = {}
    for text, reading in zip(texts, read(texts), strict=True):
        groups.setdefault(reading, []).extend(asked[text])
    ordered = sorted(groups, key=lambda reading: (-len(groups[reading]), reading))
    alike = ([ordered[place] for place in places] for places in _alike(ordered))
    grouped = [_group([question for reading in readings for question in groups[reading]]) for readings in alike]
    return tuple(sorted(grouped, key=lambda group: (-group.times, -group.last.timestamp(), group.wordings)))


def find_like(asked: ReadQuestion, standing: Sequence[ReadQuestion]) -> int | None:
    """Return the place of the question that is most like `asked`; None if none would be in one group with it."""
    scored = [(_likeness(asked, each), -place) for place, each in enumerate(standing)]
    likeness, place = max(scored, default=(0, 0))
    return -place if likeness >= LIKE else None


def _likeness(first: ReadQuestion, second: ReadQuestion) -> float:
    """Return the likeness of two questions in percent; 0 if it is below LIKE for sure."""
    shared = len({*first.meanings} & {*second.meanings})
    meanings = _percent(shared, len(first.meanings) + len(second.meanings))
    if meanings < _WORTH_COUNTING:
        return 0
    letters = round(fuzz.ratio(first.spelling, second.spelling))
    return (meanings + letters) / 2 if letters >= _WORTH_COUNTING else 0


def _percent(shared: int, sizes: int) -> int:
    return int(200 * shared / sizes + 0.5)


def question_reader(ranker: Ranker) -> QuestionReader:
    """Return a function that reads questions as a base does: corrected, without function words, synonyms as one."""

    def read(texts: Iterable[str]) -> Iterator[ReadQuestion]:
        left = MOST_CORRECTED
        for text in texts:
            spelt = typed_words(text, longest=LONGEST_COMPARED)
            left -= sum(word not in ranker.speller.counts and word not in STOPWORDS for word in spelt)
            yield _read(text, spelt, ranker) if left >= 0 else _read_as_written(text, spelt)

    return read


def _read(text: str, spelt: tuple[str, ...], ranker: Ranker) -> ReadQuestion:
    parsed = parse_words(text, ranker.speller.repair(spelt).words, ranker.concept_index)
    if not parsed.content_words:  # "why?", an emoji
        return _read_as_written(text, ())
    return ReadQuestion(
        meanings=tuple(sorted({*map(_meaning, parsed.content_words), *parsed.cues})),
        spelling=" ".join(sorted({need.stem for need in parsed.content_words})),
    )


def _read_as_written(text: str, spelt: tuple[str, ...]) -> ReadQuestion:
    plain = sorted({*spelt} - STOPWORDS) or [same_text(text[:LONGEST_QUESTION])]
    return ReadQuestion(meanings=tuple(plain), spelling=" ".join(plain))


def _meaning(need: ContentWord) -> str:
    """Return the concept of a word, or else its stem."""
    return min((term for term in need.covers if term != need.stem), default=need.stem)


def _alike(readings: Sequence[ReadQuestion]) -> Iterator[list[int]]:
    """Yield the places of questions that belong together; the first ungrouped question leads the next group.

    Each member is like the leader, not just like another member, so that no chain joins different questions.
    """
    places_of = _places_by_meaning(readings)
    sizes = np.array([len(reading.meanings) for reading in readings])
    free = np.ones(len(readings), dtype=bool)
    left = MOST_SPELLED
    for leader, reading in enumerate(readings):
        if free[leader]:
            free[leader] = False
            shared = np.bincount(
                np.concatenate([places_of[meaning] for meaning in reading.meanings]), minlength=len(free)
            )
            meanings = np.floor(200 * shared / (sizes[leader] + sizes) + 0.5)
            # Few are near enough in meaning for their letters to matter.
            near = np.flatnonzero(free & (meanings >= _WORTH_COUNTING))[:left]
            left -= len(near)
            letters = process.cdist(
                [reading.spelling],
                [readings[place].spelling for place in near],
                scorer=fuzz.ratio,
                score_cutoff=_WORTH_COUNTING,
                dtype=np.uint8,
            )[0]
            others = near[meanings[near] + letters >= 2 * LIKE]
            free[others] = False
            yield [leader, *map(int, others)]


def _places_by_meaning(readings: Sequence[ReadQuestion]) -> Mapping[str, NDArray[np.int64]]:
    """Return for each meaning the places of the questions that have it."""
    found: dict[str, list[int]] = {}
    for place, reading in enumerate(readings):
        for meaning in reading.meanings:
            found.setdefault(meaning, []).append(place)
    return {meaning: np.array(places) for meaning, places in found.items()}


def _group(questions: Sequence[Unanswered]) -> QuestionGroup:
    newest = sorted(questions, key=lambda question: (-question.at.timestamp(), question.text, question.outcome))
    counted = Counter(question.text for question in newest)
    wordings = sorted(counted, key=lambda text: (-counted[text], text))
    return QuestionGroup(questions=tuple(newest), wordings=tuple(wordings))
