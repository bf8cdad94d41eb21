"""A source's text -> a draft of its facts, each proven; frozen, before a line of it is written."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import Final

from bot.core.drafting.attribution import Said, said_in
from bot.core.drafting.candidates import DraftQuote, Passages, passages
from bot.core.drafting.names import FoundName, names_in
from bot.core.knowledge.model import Source, Standing
from bot.core.knowledge.schema import MAX_QUESTION, MAX_QUOTES, MAX_STATEMENT
from bot.core.progress import ProgressCallback, no_progress, track
from bot.core.text.dates import format_date, full_days, loose_days
from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import fold, same_text
from bot.core.text.sentences import Sentence

LONGEST_ID: Final = 60
"""Characters of an id."""

_KEY_WORDS: Final = 6
_ID_WORDS: Final = 4
_SUBJECT_WORDS: Final = 3
_WITHIN: Final = re.compile(r"'|(?<=\d),(?=\d)")
_BETWEEN: Final = re.compile(r"[^a-z0-9]+")
_POINTING: Final = re.compile(
    r"[“‘\"'(]*(?P<word>it|its|he|his|she|her|they|their|this|these|that|those|there)\b", re.IGNORECASE
)
_WORD: Final = re.compile(r"\d(?:[\d.,:]*\d)?|[^\W\d_][^\W_]*(?:[’'-][^\W_]+)*")
_NUMBER: Final = re.compile(
    r"\b\d(?:[\d,.]*\d)?(?:\s(?:million|billion|thousand))?\s(?P<what>(?:[^\W\d_]{3,}\s)?[^\W\d_]{3,}s)\b"
)


def slug(text: str, *, longest: int = LONGEST_ID) -> str:
    """A text as an id: small letters, digits and single hyphens; empty where it has none of these."""
    return _BETWEEN.sub("-", _WITHIN.sub("", fold(text))).strip("-")[:longest].rstrip("-")


def fact_id(passage: str) -> str:
    """An id of the passage's first key words."""
    return slug(" ".join(_key_words(passage)[:_ID_WORDS]), longest=LONGEST_ID - len("-99999")) or "fact"


def statement(passage: str) -> str:
    """The passage on one line, begun as a sentence, and cut between words where it is too long for a statement."""
    line = " ".join(passage.split())
    return _clipped(line[:1].upper() + line[1:], MAX_STATEMENT)


def pointer(passage: str) -> str:
    """The word at a passage's beginning that points back to what was said before; empty where there is none."""
    found = _POINTING.match(passage)
    return found["word"] if found else ""


def questions(passage: str, speaker: str, day: str) -> Iterator[str]:
    """Ways in which people may ask for what the passage tells; `speaker` and `day` are empty where it has none."""
    keys = _key_words(passage)
    yield _clipped(" ".join(keys[:_KEY_WORDS]), MAX_QUESTION)
    subject = " ".join([key for key in keys if fold(key) not in fold(speaker)][:_SUBJECT_WORDS])
    if speaker:
        yield _clipped(f"what does {speaker} say about {subject}", MAX_QUESTION)
    for number in _NUMBER.finditer(" ".join(passage.split())):
        yield _clipped(f"how many {number['what']}, {subject}", MAX_QUESTION)
    if day:
        yield _clipped(f"what happened on {day}", MAX_QUESTION)


def last_resort(passage: str, number: int) -> str:
    """A question that no other fact has: the passage itself, told apart by a number where that is cut."""
    return f"{_clipped(statement(passage), MAX_QUESTION - len(' (99999)'))} ({number})"


def _key_words(passage: str) -> list[str]:
    """The words that carry a subject, as they are spelt, each once."""
    spelt = dict.fromkeys(match.group() for match in _WORD.finditer(passage))
    return [word for word in spelt if fold(word) not in STOPWORDS and (len(word) > 1 or word.isdigit())]


def _clipped(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"


MOST_QUESTIONS: Final = 4
"""Asks that are guessed for one fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSource:
    """The document. `guessed` holds the names of those fields that nobody named."""

    source: Source
    guessed: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFact:
    """A candidate. `said_by` tells what the attribution was guessed from; it is empty where the source itself tells it.

    `loose` holds the words on time that no calendar places yet, `pointer` the one that points back to another sentence.
    """

    id: str
    statement: str
    attribution: str
    said_by: str
    standing: Standing
    when: dt.date | None
    loose: tuple[str, ...]
    pointer: str
    quotes: tuple[DraftQuote, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExistingBase:
    """What the base has already: ids of facts and unknowns, questions and names, the latter two folded."""

    ids: frozenset[str] = frozenset()
    questions: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Everything that a first YAML holds."""

    source: DraftSource
    facts: tuple[DraftFact, ...]
    headings: tuple[DraftQuote, ...]
    passed_over: tuple[Sentence, ...]
    names: tuple[FoundName, ...]
    days: tuple[dt.date, ...]


def draft(source: DraftSource, known: ExistingBase, *, on_progress: ProgressCallback = no_progress) -> Draft:
    """Draft a source's facts. What says the same twice becomes one fact with two quotes."""
    found = passages(source.source)
    groups = _grouped(found)
    names = names_in(source.source)
    spelt = frozenset(word for name in names for word in name.name.split())
    drafting = _Drafting(source=source.source, names=spelt, ids=set(known.ids), questions=set(known.questions))
    facts = [drafting.fact(group) for group in track(groups, on_progress, "Drafting the facts", len(groups))]
    return Draft(
        source=source,
        facts=tuple(facts),
        headings=found.headings,
        passed_over=found.passed_over,
        names=tuple(name for name in names if same_text(name.name) not in known.names),
        days=full_days(source.source.text),
    )


def _grouped(found: Passages) -> tuple[tuple[DraftQuote, ...], ...]:
    """The candidates, those of the same words together."""
    groups: dict[str, list[DraftQuote]] = {}
    for candidate in found.candidates:
        groups.setdefault(same_text(candidate.exact), []).append(candidate)
    return tuple(tuple(group[:MAX_QUOTES]) for group in groups.values())


@dataclass(slots=True, kw_only=True)
class _Drafting:
    """Drafts one fact after another, and remembers the ids and questions that are taken and who spoke last."""

    source: Source
    names: frozenset[str]
    ids: set[str]
    questions: set[str]
    speaker: str = ""
    spoke_in: int = 0

    def fact(self, group: Sequence[DraftQuote]) -> DraftFact:
        """The fact of some passages that say the same."""
        passage = group[0].exact
        attribution, said_by, standing = self._attributed(passage, self._paragraph(group[0].start))
        days = full_days(passage)
        when = days[0] if len(days) == 1 else None
        return DraftFact(
            id=self._id(passage),
            statement=statement(passage),
            attribution=attribution,
            said_by=said_by,
            standing=standing,
            when=when,
            loose=loose_days(passage),
            pointer=pointer(passage),
            quotes=tuple(group),
            questions=self._questions(
                passage, questions(passage, attribution if said_by else "", format_date(when) if when else "")
            ),
        )

    def _attributed(self, passage: str, paragraph: int) -> tuple[str, str, Standing]:
        """Who says it, what that was guessed from, and the standing."""
        match said_in(passage):
            case None:
                return self.source.publisher, "", Standing.REPORTED
            case Said(named=True, who=who, standing=standing):
                self.speaker, self.spoke_in = self._within(who, passage), paragraph
                return self.speaker, f"the words “{who}”", standing
            case Said(who=who, standing=standing) if self.speaker and paragraph - self.spoke_in <= 1:
                self.spoke_in = paragraph
                return self.speaker, f"“{who}”, who may be another", standing
            case Said(who=who, standing=standing):
                return self.source.publisher, f"“{who}”, whom the text does not make out", standing

    def _within(self, who: str, passage: str) -> str:
        """A speaker as within a sentence: a capital that only the passage's beginning gave is taken away."""
        begins = passage.startswith(who) and who.split(maxsplit=1)[0] not in self.names
        return who[0].lower() + who[1:] if begins else who

    def _paragraph(self, offset: int) -> int:
        after = bisect_right(self.source.paragraphs, offset, key=lambda paragraph: paragraph.start)
        return self.source.paragraphs[after - 1].number

    def _id(self, passage: str) -> str:
        wanted = fact_id(passage)
        numbered = (f"{wanted}-{number}" for number in count(2))
        free = next(name for name in chain((wanted,), numbered) if name not in self.ids)
        self.ids.add(free)
        return free

    def _questions(self, passage: str, guessed: Iterator[str]) -> tuple[str, ...]:
        numbered = (last_resort(passage, number) for number in count(2))
        kept = [text for text in guessed if self._is_free(text)][:MOST_QUESTIONS]
        return tuple(kept) or (next(text for text in numbered if self._is_free(text)),)

    def _is_free(self, text: str) -> bool:
        """Whether no other fact has the question; from now on this one has it."""
        key = same_text(text)
        if not key or key in self.questions:
            return False
        self.questions.add(key)
        return True
