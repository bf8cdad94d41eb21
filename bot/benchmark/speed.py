"""Measure the speed of the ranker, and the pauses of the event loop during a reload, on bases of any size."""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from rapidfuzz import process

from bot.app.background import run_in_background, short_collections
from bot.app.memory import resident
from bot.benchmark.baselines import Baseline, full_text
from bot.core.factbase.base import Base, Library
from bot.core.factbase.diff import compare_bases
from bot.core.freeing import free
from bot.core.kept.files import kept_beside
from bot.core.knowledge.columns import rows_of
from bot.core.knowledge.model import Fact, Knowledge
from bot.core.knowledge.schema import MAX_QUESTION, MAX_STATEMENT
from bot.core.matching import Ranker, WordVectors, answer_type, build_ranker
from bot.core.matching.decision import decide
from bot.core.matching.features import NOTHING_HIDDEN
from bot.core.matching.index import damped
from bot.core.matching.names import find_names
from bot.core.matching.query import parse_words
from bot.core.matching.ranker import CANDIDATES
from bot.core.matching.similarity import closeness, grams, word_terms
from bot.core.matching.training_texts import misspell
from bot.core.text.normalise import same_text, words

Timer = Callable[[], float]
"""Returns seconds from an arbitrary start, as time.perf_counter does."""

_SCANNED: Final = 5  # questions of the linear scan, each of which takes seconds in a large base
_PASSES: Final = 3  # over all questions in turn: asked twice in a row, a question would find its data in the cache
_TYPED: Final = (3, 8, 15, 25)  # characters typed so far
_REPLACED: Final = 0.35  # share of the longer words that are replaced to vary a sentence
_TICK: Final = 0.001  # seconds between two looks at the clock
_IDLE: Final = 1.0  # seconds of the idle run
_REPLAYED: Final = 200  # questions, as many as a reload asks of both bases
_IN_FILE: Final = 500  # facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Milliseconds per question: the median and the 99th percentile."""

    p50: float
    p99: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """The speed at one size of base. `build` is in seconds; `memory` is that of the ranker in MiB, None if unknown."""

    facts: int
    strings: int
    build: float
    memory: float | None
    answer: Timing
    completion: Timing
    scan: Timing
    full_text: Timing | None


def measure(  # noqa: PLR0913 - what a measurement depends on
    knowledge: Knowledge,
    size: int,
    *,
    vectors: WordVectors | None,
    seed: int,
    questions: int,
    clock: Timer = time.perf_counter,
) -> Speed:
    """Grow the base to `size` facts and time it on some of its questions, every second one misspelt."""
    grown = grow(knowledge, size, seed=seed)
    asked = draw_questions(grown, questions, seed=seed)
    before, began = resident(), clock()
    with short_collections():
        ranker = build_ranker(grown, vectors=vectors)
    build, memory = clock() - began, resident()
    strings = [example.parsed.text for example in ranker.entries.examples]
    typed = [question[:length] for question in asked for length in _TYPED]
    return Speed(
        facts=len(grown.facts),
        strings=len(strings),
        build=build,
        memory=None if before is None or memory is None else memory - before,
        answer=time_each(lambda question: decide(ranker.rank(question), ranker), asked, clock=clock),
        completion=time_each(ranker.completer.complete, typed, clock=clock),
        scan=time_each(lambda question: process.extract(question, strings, limit=3), asked[:_SCANNED], clock=clock),
        full_text=_full_text(tuple(grown.facts.values()), asked, clock),
    )


def time_each(work: Callable[[str], object], questions: Iterable[str], *, clock: Timer = time.perf_counter) -> Timing:
    """Time the work for each question, after one that does not count, and take the median pass of each question.

    A machine interrupts a process for some milliseconds now and then, which the median leaves out.
    """
    waiting = list(questions)
    work(waiting[0])
    spent = np.array([[_seconds(partial(work, question), clock) for question in waiting] for _ in range(_PASSES)])
    each = np.median(spent, axis=0) * 1000
    return Timing(p50=float(np.percentile(each, 50)), p99=float(np.percentile(each, 99)))


def _seconds(work: Callable[[], object], clock: Timer) -> float:
    began = clock()
    work()
    return clock() - began


def draw_questions(knowledge: Knowledge, number: int, *, seed: int) -> list[str]:
    """Draw some of the facts' questions, every second one misspelt."""
    dice = random.Random(seed)  # noqa: S311 - which questions, no secrets
    facts = rows_of(knowledge.facts)
    questions = [dice.choice(dice.choice(facts).questions) for _ in range(number)]
    return [misspell(question, dice) if place % 2 else question for place, question in enumerate(questions)]


def _full_text(facts: Sequence[Fact], questions: Sequence[str], clock: Timer) -> Timing | None:
    with closing(sqlite3.connect(":memory:")) as database:
        match full_text(facts, database):
            case Baseline(find=find):
                return time_each(find, questions, clock=clock)
            case _:
                return None


def grow(knowledge: Knowledge, size: int, *, seed: int) -> Knowledge:
    """Return a base of `size` facts: first the real ones, then varied ones with one question each."""
    dice = random.Random(seed)  # noqa: S311 - made-up sentences, no secrets
    facts = list(knowledge.facts.values())[:size]
    wordlist = _words(facts, size)
    grown = {fact.id: fact for fact in facts}
    for number in range(size - len(facts)):
        fact = _varied(facts[number % len(facts)], number, wordlist, dice)
        grown[fact.id] = fact
    unknowns = {key: u for key, u in knowledge.unknowns.items() if all(near in grown for near in u.nearest)}
    return replace(knowledge, facts=MappingProxyType(grown), unknowns=MappingProxyType(unknowns))


def _words(facts: Sequence[Fact], size: int) -> Sequence[str]:
    """Return the facts' words and made-up ones, so that the vocabulary grows as in real texts."""
    real = sorted({word for fact in facts for word in fact.statement.split() if word.isalpha()})
    # Heaps' law: a text of n words has about 10 n^0.5 different ones.
    made = (f"{real[i % len(real)][:4]}{_syllables(i)}" for i in range(int(10 * (size * 20) ** 0.5)))
    return [*real, *made]


def _syllables(number: int) -> str:
    parts = []
    while number:
        number, last = divmod(number, 60)
        parts.append("bcdfghlmnprt"[last // 5] + "aeiou"[last % 5])
    return "".join(parts)


def _varied(fact: Fact, number: int, wordlist: Sequence[str], dice: random.Random) -> Fact:
    statement = " ".join(_vary(fact.statement.split(), wordlist, dice))
    question = " ".join(_vary(dice.choice(fact.questions).split(), wordlist, dice))
    # A source of its own: a varied fact shares no passage with the others.
    quote = replace(fact.quotes[0], source=f"varied-{number}", exact=statement, start=0, end=len(statement))
    return replace(
        fact,
        id=f"varied-{number}",
        statement=statement,
        question=question,
        phrasings=(),
        quotes=(quote,),
        related=(),
        disputes=(),
    )


def _vary(words: Sequence[str], wordlist: Sequence[str], dice: random.Random) -> Iterator[str]:
    for word in words:
        yield dice.choice(wordlist) if len(word) > 3 and dice.random() < _REPLACED else word  # noqa: PLR2004


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Milliseconds per question, as the median over some questions: of each part of a ranking, and of the whole.

    The parts add up to more than the whole, which does some of the work once for several parts.
    """

    parts: Mapping[str, float]
    whole: float


def costs(ranker: Ranker, questions: Sequence[str], clock: Timer) -> Costs:
    """Time the parts of a ranking. Questions without content words are skipped."""
    timed: dict[str, list[float]] = {}
    whole: list[float] = []
    for question in questions:
        if parse_words(question, words(question), ranker.concept_index).content_words:
            whole.append(_seconds(lambda: ranker.rank(question), clock))  # noqa: B023 - called at once
            for name, part in _parts(ranker, question):
                timed.setdefault(name, []).append(_seconds(part, clock))
    return Costs(
        parts=MappingProxyType({name: statistics.median(seconds) * 1000 for name, seconds in timed.items()}),
        whole=statistics.median(whole or [0.0]) * 1000,
    )


def _parts(ranker: Ranker, question: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """Yield the expensive features with their work, on as many candidates as in a ranking."""
    similarity, classifier = ranker.similarity, ranker.classifier
    spelt = ranker.speller.repair(words(question)).words
    parsed = parse_words(question, spelt, ranker.concept_index)
    drawn = np.arange(min(CANDIDATES, len(ranker.entries.targets)))
    places = ranker.entries.places(drawn)[0]
    texts = [ranker.sorted_words[place] for place in places.tolist()]
    yield "(repair of words)", lambda: ranker.speller.repair(words(question))
    yield "(reading of the question)", lambda: parse_words(question, spelt, ranker.concept_index)
    yield "coverage, mass, rarity, gap, unseen", lambda: ranker.coverage.of(parsed, NOTHING_HIDDEN)
    if ranker.meanings:
        meanings = ranker.meanings
        yield (
            "(like words, for coverage, mass, gap, ahead)",
            lambda: meanings.closeness(parsed, NOTHING_HIDDEN, drawn, ranker.entries),
        )
    yield "(words, for the classifier)", lambda: similarity.words.scores(word_terms(parsed))
    yield "(characters, for the classifier)", lambda: similarity.characters.scores(damped(grams(parsed)))
    yield "meaning", lambda: (similarity.meaning @ similarity.embed([parsed])[0]).take(similarity.rows)
    if classifier:
        likeness = similarity.to_all(parsed)
        yield "classifier (beside what it compares)", lambda: classifier.scores(likeness)
    yield "ask", lambda: closeness(parsed, texts)
    yield "both", lambda: ranker.agreement.scores(parsed, places)
    yield "bm25", lambda: ranker.bm25.scores(parsed, drawn, None)
    yield "held, lacked", lambda: answer_type.score_answer_words(parsed, ranker.answer_words, drawn.tolist())
    yield "asked, unasked", lambda: ranker.foci.scores(parsed, drawn.tolist(), None)
    yield "absent, capitals", lambda: find_names(parsed, ranker.concept_index.kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReloadTiming:
    """`seconds` of a whole reload, and the `longest` pause of the loop during it and in an `idle` run, in ms."""

    seconds: float
    longest: float
    idle: float


def measure_reload(
    knowledge: Knowledge, size: int, *, vectors: WordVectors | None, seed: int, clock: Timer = time.perf_counter
) -> ReloadTiming:
    """Write a base of `size` facts, load it, and time a reload after one fact has changed, with all that it does."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = write_grown(folder, knowledge, size, seed=seed, vectors=vectors)
        library = replace(library, kept=partial(kept_beside, folder / "bench.sqlite3"))
        return asyncio.run(_reloaded(library, clock))


def write_grown(
    folder: Path, knowledge: Knowledge, size: int, *, seed: int, vectors: WordVectors | None = None
) -> Library:
    """Write a base of `size` varied facts as files, each fact with a passage of its own in the source of its file."""
    grown = grow(knowledge, size + len(knowledge.facts), seed=seed)
    facts = [fact for fact in grown.facts.values() if fact.id not in knowledge.facts]
    sources: list[dict[str, str]] = []
    asked: set[str] = set()
    for first in range(0, len(facts), _IN_FILE):
        part, number = facts[first : first + _IN_FILE], first // _IN_FILE
        source = f"grown-{number}"
        passages = [f"{place}: {fact.statement}" for place, fact in enumerate(part)]
        text = "\n\n".join(passages)
        _write(folder / f"seeds/{source}.txt", text)
        sources.append(_source(source, text))
        entries = list(_entries(part, passages, source, asked))
        _write(folder / f"knowledge/facts/{source}.yaml", json.dumps(entries, indent=1))
    _write(folder / "knowledge/sources.yaml", json.dumps(sources))
    return Library(root=folder, knowledge=folder / "knowledge", seeds=folder / "seeds", vectors=vectors)


def _source(name: str, text: str) -> dict[str, str]:
    return {
        "id": name,
        "title": "Grown",
        "publisher": "nobody",
        "url": "https://example.com/",
        "file": f"{name}.txt",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }


async def _reloaded(library: Library, clock: Timer) -> ReloadTiming:
    serving = await run_in_background(library.open)
    idle = await longest_pause(partial(asyncio.sleep, _IDLE), clock)
    changed = next((library.knowledge / "facts").iterdir())
    _write(changed, changed.read_text(encoding="utf-8").replace('"statement": "', '"statement": "So ', 1))
    began = clock()
    longest = await longest_pause(partial(_reload, library, serving), clock)
    return ReloadTiming(seconds=clock() - began, longest=longest, idle=idle)


async def _reload(library: Library, serving: Base) -> None:
    asked = [fact.questions[0] for fact in islice(serving.knowledge.facts.values(), _REPLAYED)]
    fresh = [await run_in_background(library.open)]
    await run_in_background(lambda: compare_bases(serving, fresh[0], asked))
    await run_in_background(lambda: free(fresh))


async def longest_pause(work: Callable[[], Coroutine[Any, Any, object]], clock: Timer) -> float:
    """Return the longest time in milliseconds in which the loop could do nothing else during the work."""
    longest, last = 0.0, clock()
    working = asyncio.create_task(work())
    while not working.done():
        await asyncio.sleep(_TICK)
        now = clock()
        longest, last = max(longest, now - last - _TICK), now
    await working
    return longest * 1000


def _entries(
    facts: Sequence[Fact], passages: Sequence[str], source: str, asked: set[str]
) -> Iterator[dict[str, object]]:
    for fact, passage in zip(facts, passages, strict=True):
        # Varied facts sometimes share a question, which no two facts may.
        place = f" {len(asked)}"
        question = fact.questions[0][: MAX_QUESTION - len(place)]
        question = question + place if same_text(question) in asked else question
        asked.add(same_text(question))
        yield {
            "id": fact.id,
            "statement": fact.statement[:MAX_STATEMENT],
            "topics": ["grown"],
            "attribution": "nobody",
            "standing": "reported",
            "quotes": [{"source": source, "exact": passage}],
            "question": question,
        }


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
