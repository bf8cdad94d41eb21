"""Real rankers for tests, each built once: of the small base of `bases.py`, and of the base that the project ships."""

from __future__ import annotations

import functools
import hashlib
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bases import write_base

from bot.config import load_config
from bot.core.factbase.base import Base, CheckedFiles, Library
from bot.core.factcheck.checker import FactChecker
from bot.core.knowledge.loader import load_knowledge
from bot.core.knowledge.model import Fact, Knowledge, Quote, Source, Standing, Unknown, Vocabulary
from bot.core.matching import Ranker, WordVectors, build_ranker, load_vectors
from bot.core.matching.calibration import Calibration, calibrate
from bot.core.matching.decision import Outcome, decide
from bot.core.matching.index import IndexBuilder, InvertedIndex

PROJECT = Path(__file__).parent.parent
"""The folder of pyproject.toml."""

QUESTIONS = PROJECT.parent / "shared" / "eval" / "questions.jsonl"
"""Labelled questions that are not part of a clone."""


@functools.cache
def word_vectors() -> WordVectors | None:
    return load_vectors()


@functools.cache
def small_knowledge() -> Knowledge:
    with tempfile.TemporaryDirectory() as folder:
        config = load_config(write_base(Path(folder)))
        return load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds)


@functools.cache
def small_ranker(*, meaning: bool = True) -> Ranker:
    """The small base's ranker, with the platform's word vectors or, without `meaning`, with none."""
    return build_ranker(small_knowledge(), vectors=word_vectors() if meaning else None)


def ask(question: str, ranker: Ranker) -> Outcome:
    return decide(ranker.rank(question), ranker)


@functools.cache
def small_calibration(*, meaning: bool) -> Calibration:
    return calibrate(small_ranker(meaning=meaning), seed=1)


def build_index(texts: Iterable[Mapping[str, float]], *, by_rarity: bool = True) -> InvertedIndex:
    builder = IndexBuilder()
    for text in texts:
        builder.add(text)
    return builder.build(by_rarity=by_rarity)


def _project_library() -> Library:
    config = load_config(PROJECT / "config.yaml")
    return Library(root=config.root, knowledge=config.knowledge, seeds=config.seeds, vectors=word_vectors())


@functools.cache
def _project_files() -> CheckedFiles:
    return _project_library().read()


def project_knowledge() -> Knowledge:
    return _project_files().knowledge


@functools.cache
def project_base() -> Base:
    return _project_library().build(_project_files())


@functools.cache
def second_knowledge() -> Knowledge:
    """The base of another subject, for what must not hold for one base alone."""
    config = load_config(PROJECT / "tests" / "second_base" / "config.yaml")
    return load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds)


@functools.cache
def project_checker() -> FactChecker:
    """The checker of the project's base, without the ranker that takes most of the time of building a base."""
    return FactChecker(project_knowledge())


@functools.cache
def second_checker() -> FactChecker:
    return FactChecker(second_knowledge())


def targets_of(knowledge: Knowledge) -> tuple[Fact | Unknown, ...]:
    return (*knowledge.facts.values(), *knowledge.unknowns.values())


def fact_of(key: str, **changed: Any) -> Fact:
    known: dict[str, Any] = {
        "id": key,
        "statement": f"The statement of {key}.",
        "topics": ("light",),
        "attribution": "the keeper",
        "standing": Standing.REPORTED,
        "when": None,
        "importance": 2,
        "quotes": (),
        "question": f"what about {key}",
    }
    return Fact(**{**known, **changed})


def quote_of(start: int, end: int, *, exact: str = "", source: str = "ostrand-post", paragraph: int = 1) -> Quote:
    return Quote(source=source, exact=exact, start=start, end=end, paragraph=paragraph)


def source_of(text: str, **changed: Any) -> Source:
    """A source of this text, whose hash is right."""
    known: dict[str, Any] = {
        "id": "post",
        "title": "What was seen",
        "publisher": "Ostrand Post",
        "url": "https://example.com/seen",
        "file": "seen.txt",
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "dates": "",
        "text": text,
    }
    return Source(**{**known, **changed})


def quote_in(source: Source, exact: str, start: int | None = None, **changed: Any) -> Quote:
    """The quote that stands in a source at `start`, or in the first place where its words stand."""
    at = source.text.index(exact) if start is None else start
    number = max(part.number for part in source.paragraphs if part.start <= at)
    return Quote(source=source.id, exact=exact, start=at, end=at + len(exact), paragraph=number, **changed)


def unknown_of(key: str, **changed: Any) -> Unknown:
    known: dict[str, Any] = {"id": key, "statement": "It is not told.", "question": f"what of {key}", "nearest": ()}
    return Unknown(**{**known, **changed})


def knowledge_of(entries: Iterable[Fact | Unknown], vocabulary: Vocabulary | None = None) -> Knowledge:
    targets = tuple(entries)
    return Knowledge(
        sources={},
        topics={},
        vocabulary=vocabulary or Vocabulary(),
        facts={target.id: target for target in targets if isinstance(target, Fact)},
        unknowns={target.id: target for target in targets if isinstance(target, Unknown)},
        revision="0",
    )
