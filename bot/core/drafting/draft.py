"""Draft the facts of a source, with quotes that are anchored."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, count
from typing import Final

from bot.core.drafting.attribution import Attribution, find_attribution
from bot.core.drafting.candidates import Candidates, DraftQuote, find_candidates
from bot.core.drafting.names import FoundEntity, find_entities
from bot.core.knowledge.model import Source, Standing
from bot.core.knowledge.schema import MAX_QUESTION, MAX_QUOTES, MAX_STATEMENT
from bot.core.progress import ProgressCallback, no_progress, track
from bot.core.text.dates import format_date, full_days, loose_days
from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import fold, same_text
from bot.core.text.sentences import Sentence

MAX_ID: Final = 60
"""Most characters of an id."""

MAX_QUESTIONS: Final = 4
"""Questions that are guessed for one fact."""

_KEY_WORDS: Final = 6  # of a question
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


def slug(text: str, *, longest: int = MAX_ID) -> str:
    """Turn a text into an id of small letters, digits and single hyphens; "" if it has none of these."""
    return _BETWEEN.sub("-", _WITHIN.sub("", fold(text))).strip("-")[:longest].rstrip("-")


def fact_id(passage: str) -> str:
    """Return an id made of the first key words of a passage."""
    return slug(" ".join(_key_words(passage)[:_ID_WORDS]), longest=MAX_ID - len("-99999")) or "fact"


def statement(passage: str) -> str:
    """Return the passage as a statement: on one line, with a capital, shortened between words if it is too long."""
    line = " ".join(passage.split())
    return _clipped(line[:1].upper() + line[1:], MAX_STATEMENT)


def pointer(passage: str) -> str:
    """Return the first word of a passage if it refers back, such as "it" or "they", or ""."""
    found = _POINTING.match(passage)
    return found["word"] if found else ""


def questions(passage: str, speaker: str, day: str) -> Iterator[str]:
    """Guess questions that a passage answers; `speaker` and `day` are "" if it has none."""
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
    """Return a question that no other fact has: the beginning of the passage with a number."""
    return f"{_clipped(statement(passage), MAX_QUESTION - len(' (99999)'))} ({number})"


def _key_words(passage: str) -> list[str]:
    """Return the words that are not stopwords, as they are spelt, each once."""
    spelt = dict.fromkeys(match.group() for match in _WORD.finditer(passage))
    return [word for word in spelt if fold(word) not in STOPWORDS and (len(word) > 1 or word.isdigit())]


def _clipped(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSource:
    """The source. `guessed` has the names of the fields that were not given."""

    source: Source
    guessed: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFact:
    """A candidate. `said_by` is what the attribution was guessed from, or "" if the source itself says it.

    `loose` has the words for a time without a date, `pointer` the first word if it refers back to another sentence.
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
    """What the base already has: ids of facts and unknowns, and folded questions and names."""

    ids: frozenset[str] = frozenset()
    questions: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Everything that the drafted files contain."""

    source: DraftSource
    facts: tuple[DraftFact, ...]
    headings: tuple[DraftQuote, ...]
    skipped: tuple[Sentence, ...]
    names: tuple[FoundEntity, ...]
    days: tuple[dt.date, ...]


def draft(source: DraftSource, known: ExistingBase, *, on_progress: ProgressCallback = no_progress) -> Draft:
    """Draft the facts of a source. A sentence that occurs twice becomes one fact with two quotes."""
    found = find_candidates(source.source)
    groups = _grouped(found)
    names = find_entities(source.source)
    spelt = frozenset(word for name in names for word in name.name.split())
    drafting = _Drafting(source=source.source, names=spelt, ids=set(known.ids), questions=set(known.questions))
    facts = [drafting.fact(group) for group in track(groups, on_progress, "Drafting the facts", len(groups))]
    return Draft(
        source=source,
        facts=tuple(facts),
        headings=found.headings,
        skipped=found.skipped,
        names=tuple(name for name in names if same_text(name.name) not in known.names),
        days=full_days(source.source.text),
    )


def _grouped(found: Candidates) -> tuple[tuple[DraftQuote, ...], ...]:
    """Group the candidates that have the same words."""
    groups: dict[str, list[DraftQuote]] = {}
    for candidate in found.candidates:
        groups.setdefault(same_text(candidate.exact), []).append(candidate)
    return tuple(tuple(group[:MAX_QUOTES]) for group in groups.values())


@dataclass(slots=True, kw_only=True)
class _Drafting:
    """Drafts one fact after another; keeps the used ids and questions, and who spoke last."""

    source: Source
    names: frozenset[str]
    ids: set[str]
    questions: set[str]
    speaker: str = ""
    spoke_in: int = 0

    def fact(self, group: Sequence[DraftQuote]) -> DraftFact:
        """Draft the fact of passages that say the same."""
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
        """Guess who says it; return also what that was guessed from, and the standing."""
        match find_attribution(passage):
            case None:
                return self.source.publisher, "", Standing.REPORTED
            case Attribution(named=True, who=who, standing=standing):
                self.speaker, self.spoke_in = self._within(who, passage), paragraph
                return self.speaker, f"the words “{who}”", standing
            case Attribution(who=who, standing=standing) if self.speaker and paragraph - self.spoke_in <= 1:
                self.spoke_in = paragraph
                return self.speaker, f"“{who}”, who may be somebody else", standing
            case Attribution(who=who, standing=standing):
                return self.source.publisher, f"“{who}”, whom the text does not identify", standing

    def _within(self, who: str, passage: str) -> str:
        """Write a speaker as inside a sentence, without a capital that only the beginning of the passage gave it."""
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
        kept = [text for text in guessed if self._reserve(text)][:MAX_QUESTIONS]
        return tuple(kept) or (next(text for text in numbered if self._reserve(text)),)

    def _reserve(self, text: str) -> bool:
        """Reserve a question unless another fact has it; return whether it was free."""
        key = same_text(text)
        if not key or key in self.questions:
            return False
        self.questions.add(key)
        return True
