"""Draft the facts of a source, with quotes that are anchored."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count, islice
from typing import Final

from bot.core.drafting.candidates import DraftQuote, find_skipped, paired, quote_once, split_long
from bot.core.drafting.days import find_day, find_month, find_open_days
from bot.core.drafting.doubts import find_doubts
from bot.core.drafting.entity_unknowns import find_entity_unknowns
from bot.core.drafting.model import Draft, DraftFact, DraftSource, DraftTopic, ExistingBase
from bot.core.drafting.names import FoundEntity, find_entities
from bot.core.drafting.near_words import find_near_words
from bot.core.drafting.noise import read_segments
from bot.core.drafting.questions import Asked, guess_questions, plain_questions
from bot.core.drafting.segments import Segment
from bot.core.drafting.speakers import Voice, find_voices
from bot.core.drafting.statements import clipped, content_of, pointer, write_statement
from bot.core.drafting.topics import find_topics
from bot.core.drafting.unknowns import DraftUnknown, find_unknowns
from bot.core.knowledge.ids import MAX_ID, fact_id, slug
from bot.core.knowledge.model import Source, Standing
from bot.core.knowledge.schema import MAX_QUESTION, MAX_QUOTES
from bot.core.progress import ProgressCallback, no_progress, track
from bot.core.text.dates import full_days, loose_days
from bot.core.text.normalise import same_text

MAX_TITLE: Final = 100
"""Most characters of a topic's title."""

MAX_QUESTIONS: Final = 4
"""Questions that are guessed for one fact."""


def last_resort(statement: str, number: int) -> str:
    """Return a question that no other fact has: whether the article says so, from the second one on with a number."""
    counted = f" ({number})" if number > 1 else ""
    bare = re.sub('[“”"]', "", statement).rstrip(".")
    said = clipped(bare, MAX_QUESTION - len("Does the article say “”? (99999)"))
    return f"Does the article say “{said}”?{counted}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A passage that may be a fact: its segment and who says it, and quotes that say the same."""

    quotes: tuple[DraftQuote, ...]
    segment: Segment
    voice: Voice


def draft(source: DraftSource, known: ExistingBase, *, on_progress: ProgressCallback = no_progress) -> Draft:
    """Draft the facts of a source. A sentence that occurs twice becomes one fact with two quotes."""
    read, text = read_segments(source.source), source.source.text
    names = find_entities(source.source, read)
    segments = split_long(read, source.source)
    voices = find_voices(source.source, segments, names)
    found = _candidates(source.source, segments, voices)
    topics, topic_of = _topics(source.source, found, names)
    drafting = _Drafting(source=source, names=names, ids=set(known.ids), questions=set(known.questions))
    facts = [
        drafting.fact(each, topic)
        for each, topic in track(list(zip(found, topic_of, strict=True)), on_progress, "Drafting the facts", len(found))
    ]
    asked = tuple(find_entity_unknowns(source.source, read, names))
    facts = find_doubts(_disputes(facts, found, segments))
    return Draft(
        source=source,
        facts=tuple(facts),
        skipped=find_skipped(segments, source.source, {fact.named_by.start for fact in facts if fact.named_by}),
        names=tuple(name for name in names if same_text(name.name) not in known.names),
        topics=topics,
        unknowns=tuple(drafting.unknowns([*find_unknowns(text, others=len(asked)), *asked])),
        near=find_near_words(text),
        days=full_days(text),
    )


def draft_passage(source: Source, start: int, end: int) -> DraftFact | None:
    """Return the fact that a draft of the source makes of a passage; None if it makes none of it."""
    made = draft(DraftSource(source=source, guessed=frozenset()), ExistingBase())
    return next((each for each in made.facts if any((own.start, own.end) == (start, end) for own in each.quotes)), None)


def _topics(
    source: Source, found: Sequence[_Candidate], names: Sequence[FoundEntity]
) -> tuple[tuple[DraftTopic, ...], tuple[str, ...]]:
    """Return the topics, and the id of the topic of each candidate."""
    passages = [each.quotes[0].exact for each in found]
    groups = find_topics(passages, [each.segment.paragraph for each in found], names)
    topics: dict[str, DraftTopic] = {}
    topic_of = [""] * len(found)
    for title, numbers in groups:
        wanted = slug(f"{source.id}-{title}") if topics else source.id
        numbered = (f"{wanted[: MAX_ID - len('-9')]}-{number}" for number in count(2))
        key = next(each for each in chain((wanted,), numbered) if each not in topics)
        topics[key] = DraftTopic(id=key, title=title or clipped(source.title, MAX_TITLE))
        for number in numbers:
            topic_of[number] = key
    return tuple(topics.values()), tuple(topic_of)


def _candidates(source: Source, segments: Sequence[Segment], voices: Sequence[Voice]) -> tuple[_Candidate, ...]:
    """Return the passages that may be facts; those with the same words are one."""
    groups: dict[str, _Candidate] = {}
    for segment, voice in zip(segments, voices, strict=True):
        quote = quote_once(segment.start, segment.end, source) if segment.drafted else None
        if quote is None:
            continue
        key = same_text(quote.exact)
        former = groups.get(key)
        if former is None:
            groups[key] = _Candidate(quotes=(quote,), segment=segment, voice=voice)
        elif len(former.quotes) < MAX_QUOTES:
            groups[key] = _Candidate(quotes=(*former.quotes, quote), segment=former.segment, voice=former.voice)
    return tuple(groups.values())


def _disputes(facts: Sequence[DraftFact], found: Sequence[_Candidate], segments: Sequence[Segment]) -> list[DraftFact]:
    """Link each fact with the one that it contradicts; without a link neither is disputed."""
    ids = {quote.start: fact.id for fact, each in zip(facts, found, strict=True) for quote in each.quotes}
    targets = [each.voice.disputes for each in found]
    links = [() if target is None else tuple(filter(None, [ids.get(segments[target].start)])) for target in targets]
    return settle_disputes([replace(fact, disputes=link) for fact, link in zip(facts, links, strict=True)])


def settle_disputes(facts: Sequence[DraftFact]) -> list[DraftFact]:
    """Return the facts without links to facts that are not there; without a link, none is disputed but only claimed."""
    ids = {fact.id for fact in facts}
    kept = [replace(fact, disputes=tuple(link for link in fact.disputes if link in ids)) for fact in facts]
    linked = {fact.id for fact in kept if fact.disputes}.union(*(fact.disputes for fact in kept))
    return [
        replace(fact, standing=Standing.CLAIMED)
        if fact.standing is Standing.DISPUTED and fact.id not in linked
        else fact
        for fact in kept
    ]


@dataclass(slots=True, kw_only=True)
class _Drafting:
    """Drafts one fact after another; keeps the used ids and questions, and the last day."""

    source: DraftSource
    names: Sequence[FoundEntity]
    ids: set[str]
    questions: set[str]
    day: dt.date | None = None
    month: dt.date | None = None

    def fact(self, candidate: _Candidate, topic: str) -> DraftFact:
        """Draft the fact of passages that say the same."""
        passage, voice = candidate.quotes[0].exact, candidate.voice
        found = find_day(passage, self.source.source.published, self.day, month=self.month)
        self.day = found.day if found else self.day
        self.month = find_month(passage) or (None if found else self.month)
        attribution = voice.who or self.source.source.publisher
        lead = candidate.segment.lead
        led = f"{self.source.source.text[slice(*lead)]} {passage}" if lead else passage
        opened = find_open_days(passage, self.source.source.published)
        statement = write_statement(led, voice, [*filter(None, [found]), *opened], self.names)
        proof = voice.proof or lead
        return DraftFact(
            id=self._id(fact_id(passage)),
            statement=statement,
            attribution=attribution,
            said_by=voice.words,
            sure=voice.sure,
            little=candidate.segment.no_fact is not None,
            standing=voice.standing,
            when=found.day if found else None,
            derived=found.words if found else "",
            loose=()
            if found
            else tuple(words for words in loose_days(passage) if words not in {each.words for each in opened}),
            open_days=opened,
            pointer=pointer(statement),
            meant=voice.subject if voice.thing else "",
            topic=topic,
            quotes=tuple(
                part for quote in candidate.quotes for part in paired(quote, self.source.source, within=voice.within)
            ),
            named_by=self._naming(*proof) if proof else None,
            questions=self._questions(
                statement,
                Asked(
                    statement=statement,
                    content=passage if lead else content_of(passage, statement, voice),
                    who=voice.who,
                    standing=voice.standing,
                    dated=found is not None,
                    quoted=voice.quoted,
                ),
                found.day if found else None,
            ),
        )

    def _naming(self, start: int, end: int) -> DraftQuote | None:
        """Return the quote that names a speaker, without the end of a quotation that begins before it."""
        quote = quote_once(start, end, self.source.source)
        within = quote is not None and quote.exact.count("”") > quote.exact.count("“")
        return paired(quote, self.source.source, within=True)[-1] if quote and within else quote

    def unknowns(self, found: Sequence[DraftUnknown]) -> Iterator[DraftUnknown]:
        """Yield the unknowns with ids and questions that nothing else has."""
        for each in found:
            questions = [text for text in (each.question, *each.phrasings) if self._reserve(text)]
            if questions:
                wanted = slug(f"{self.source.source.id}-{each.id}", longest=MAX_ID - len("-99999"))
                yield replace(each, id=self._id(wanted), question=questions[0], phrasings=tuple(questions[1:]))

    def _id(self, wanted: str) -> str:
        numbered = (f"{wanted}-{number}" for number in count(2))
        free = next(name for name in chain((wanted,), numbered) if name not in self.ids)
        self.ids.add(free)
        return free

    def _questions(self, statement: str, asked: Asked, day: dt.date | None) -> tuple[str, ...]:
        free = (text for text in guess_questions(asked, self.names) if self._reserve(text))
        numbered = (last_resort(statement, number) for number in count(1))
        plain = chain(plain_questions(asked, day, self.names), numbered)
        return tuple(islice(free, MAX_QUESTIONS)) or (next(text for text in plain if self._reserve(text)),)

    def _reserve(self, text: str) -> bool:
        """Reserve a question unless another fact has it; return whether it was free."""
        key = same_text(text)
        if not key or key in self.questions:
            return False
        self.questions.add(key)
        return True
