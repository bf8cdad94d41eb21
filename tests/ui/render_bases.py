"""Bases to render: a small one that reads like a real one, and a hostile one."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from typing import Any

from bot.core.knowledge.model import (
    Fact,
    Knowledge,
    Quote,
    Source,
    Standing,
    Topic,
    Unknown,
    Vocabulary,
)

TEXT = (
    "Harbour watch\n\n"
    "Three ships left the harbour on Monday. The mayor said that “all is well” – twice.\n\n"
    "Fishermen doubt it: no ship has come back."
)


def source_of(text: str, **changed: Any) -> Source:
    known: dict[str, Any] = {
        "id": "harbour",
        "title": "Three ships leave",
        "publisher": "The Gazette",
        "url": "https://example.org/ships",
        "file": "harbour.txt",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "dates": "Monday is 13 October 2025.",
        "text": text,
    }
    return Source(**{**known, **changed})


def quote_of(source: Source, exact: str) -> Quote:
    start = source.text.index(exact)
    number = next(part.number for part in source.paragraphs if part.start <= start < part.end)
    return Quote(source=source.id, exact=exact, start=start, end=start + len(exact), paragraph=number)


def fact_of(key: str, source: Source, exact: str, **changed: Any) -> Fact:
    known: dict[str, Any] = {
        "id": key,
        "statement": f"The statement of {key}.",
        "topics": ("ships",),
        "attribution": "the harbour master",
        "standing": Standing.REPORTED,
        "when": None,
        "importance": 2,
        "quotes": (quote_of(source, exact),),
        "question": f"what about {key}",
    }
    return Fact(**{**known, **changed})


def base_of(sources: list[Source], facts: list[Fact], topics: list[Topic], unknowns: list[Unknown]) -> Knowledge:
    return Knowledge(
        sources={source.id: source for source in sources},
        topics={topic.id: topic for topic in topics},
        vocabulary=Vocabulary(),
        facts={fact.id: fact for fact in facts},
        unknowns={unknown.id: unknown for unknown in unknowns},
        revision="fedcba9876543210" * 4,
    )


def harbour(*more: Fact) -> Knowledge:
    source = source_of(TEXT)
    ships = fact_of(
        "ships-left",
        source,
        "Three ships left the harbour on Monday.",
        statement="On 13 October 2025 three ships left the harbour.",
        when=dt.date(2025, 10, 13),
        standing=Standing.DOCUMENTED,
        importance=3,
    )
    well = fact_of(
        "all-is-well",
        source,
        "all is well",
        statement="The mayor says that all is well.",
        attribution="the mayor",
        standing=Standing.CLAIMED,
        topics=("mayor",),
    )
    doubt = fact_of(
        "fishermen-doubt",
        source,
        "Fishermen doubt it",
        statement="Fishermen doubt what the mayor says.",
        attribution="fishermen",
        standing=Standing.DISPUTED,
        topics=("mayor",),
        disputes=("all-is-well",),
    )
    topics = [Topic(id="ships", title="Ships"), Topic(id="mayor", title="The mayor"), Topic(id="empty", title="Empty")]
    crews = Unknown(id="crews", statement="The text does not name the crews.", question="", nearest=("ships-left",))
    return base_of([source], [ships, well, doubt, *more], topics, [crews])


def hurting(mark: str = "*") -> Knowledge:
    """As long as the files may be, in characters that have to be escaped, and more of everything than fits."""
    passage = f"{mark * 1490}\n> @everyone"
    text = f"{mark * 5000}\n\n" + "\n\n".join(f"{number:02}{passage}"[:1500] for number in range(12))
    sources = [_long_source(f"{number:02}{'s' * 58}", text, mark) for number in range(30)]
    # An address that leaves a passage little room; the others are as long as a button takes.
    first = sources[0] = dataclasses.replace(sources[0], url="https://example.org/" + "u" * 400)
    quotes = tuple(quote_of(first, f"{number:02}{passage}"[:1500]) for number in range(12))
    topics = [Topic(id=f"{number:03}{'t' * 57}", title=mark * 100, description=mark * 300) for number in range(130)]
    facts = [_long_fact(number, first, quotes, topics, mark) for number in range(40)]
    crews = Unknown(id="crews", statement=mark * 500, question="", nearest=tuple(fact.id for fact in facts))
    return base_of(sources, facts, topics, [crews])


def _long_source(key: str, text: str, mark: str) -> Source:
    return source_of(
        text,
        authors=(mark * 100,) * 20,
        published=dt.date(2025, 9, 30),
        retrieved=dt.date(2025, 9, 30),
        id=key,
        title=mark * 200,
        publisher=mark * 100,
        dates=mark * 300,
        file=mark * 100,
        url="https://example.org/" + "u" * 492,
    )


def _long_fact(number: int, source: Source, quotes: tuple[Quote, ...], topics: list[Topic], mark: str) -> Fact:
    key = f"{number:02}{'f' * 58}"
    return fact_of(
        key,
        source,
        quotes[0].exact,
        statement=mark * 500,
        attribution=f"{number:02}{mark * 198}",
        standing=tuple(Standing)[number % len(Standing)],
        when=dt.date(2025, 9, 30),
        quotes=quotes,
        topics=tuple(topic.id for topic in topics),
        disputes=(f"00{'f' * 58}",) if number else (),
    )
