"""Common ways of searching, to compare with the ranker on the same base.

A baseline always returns its three best facts: it cannot decline to answer.
"""

from __future__ import annotations

import importlib.util
import logging
import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import Stemmer
from rapidfuzz import fuzz, process, utils

from bot.core.knowledge.model import Fact
from bot.core.matching.evaluation import Question, answers

SHOWN: Final = 3
"""How many facts a baseline returns, as many as the bot shows."""

Find = Callable[[str], Sequence[Fact]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """A way of searching. `find` returns at most three facts, best first."""

    name: str
    find: Find


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingBaseline:
    """A baseline that this machine cannot run, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineResult:
    """Counts of answerable questions, of those with the right fact `first`, and of those with it `among` the three."""

    name: str
    asked: int
    first: int
    among: int


def baselines(facts: Sequence[Fact], database: sqlite3.Connection) -> Iterator[Baseline | MissingBaseline]:
    """Yield every baseline with its index of the facts; `database` is an empty one for the full-text search."""
    statements = [(fact.statement,) for fact in facts]
    documents = [_texts(fact) for fact in facts]
    for scorer in (fuzz.WRatio, fuzz.token_set_ratio):
        yield Baseline(name=f"RapidFuzz {scorer.__name__}, statements", find=_fuzzy(facts, statements, scorer))
        yield Baseline(name=f"RapidFuzz {scorer.__name__}, all texts", find=_fuzzy(facts, documents, scorer))
    yield full_text(facts, database)
    yield _bm25s(facts, [" ".join(texts) for texts in documents])


def full_text(facts: Sequence[Fact], database: sqlite3.Connection) -> Baseline | MissingBaseline:
    """Return SQLite's full-text search over all texts of each fact."""
    return _fts5(facts, [" ".join(_texts(fact)) for fact in facts], database)


def judge_baseline(baseline: Baseline, questions: Sequence[Question]) -> BaselineResult:
    """Ask a baseline every answerable question."""
    asked = [question for question in questions if question.answerable]
    hits = [[answers(fact, question) for fact in baseline.find(question.text)[:SHOWN]] for question in asked]
    return BaselineResult(
        name=baseline.name, asked=len(asked), first=sum(any(hit[:1]) for hit in hits), among=sum(map(any, hits))
    )


def _texts(fact: Fact) -> tuple[str, ...]:
    return (fact.statement, *(quote.exact for quote in fact.quotes), *fact.questions)


def _fuzzy(facts: Sequence[Fact], documents: Sequence[Sequence[str]], scorer: Callable[..., float]) -> Find:
    """Rank each fact by the best of its texts."""
    texts = [utils.default_process(text) for document in documents for text in document]
    starts = np.cumsum([0, *(len(document) for document in documents[:-1])])

    def find(question: str) -> Sequence[Fact]:
        scores = process.cdist([utils.default_process(question)], texts, scorer=scorer)[0]
        best = np.argsort(-np.maximum.reduceat(scores, starts), kind="stable")
        return [facts[row] for row in best[:SHOWN]]

    return find


def _fts5(facts: Sequence[Fact], documents: Sequence[str], database: sqlite3.Connection) -> Baseline | MissingBaseline:
    name = "SQLite FTS5 bm25 (porter), all texts"
    try:
        database.execute("CREATE VIRTUAL TABLE found USING fts5(document, tokenize = 'porter unicode61')")
    except sqlite3.OperationalError as error:
        return MissingBaseline(name=name, reason=f"this SQLite has no FTS5 ({error})")
    database.executemany("INSERT INTO found(rowid, document) VALUES (?, ?)", enumerate(documents))

    def find(question: str) -> Sequence[Fact]:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question))
        if not words:
            return []
        query = "SELECT rowid FROM found WHERE found MATCH ? ORDER BY bm25(found), rowid LIMIT ?"
        return [facts[row] for (row,) in database.execute(query, (words, SHOWN))]

    return Baseline(name=name, find=find)


def _bm25s(facts: Sequence[Fact], documents: Sequence[str]) -> Baseline | MissingBaseline:
    name = "bm25s (snowball), all texts"
    if importlib.util.find_spec("bm25s") is None:
        return MissingBaseline(name=name, reason="bm25s is not installed: pip install bm25s")
    import bm25s  # noqa: PLC0415 - an optional package

    # Importing it sets its level to DEBUG.
    logging.getLogger("bm25s").setLevel(logging.WARNING)

    def split(texts: Sequence[str]) -> object:
        stemmer = Stemmer.Stemmer("english").stemWords
        return bm25s.tokenize(list(texts), stopwords="en", stemmer=stemmer, show_progress=False, return_ids=False)

    index = bm25s.BM25()
    index.index(split(documents), show_progress=False)

    def find(question: str) -> Sequence[Fact]:
        rows, _ = index.retrieve(split([question]), k=min(SHOWN, len(facts)), show_progress=False)
        return [facts[row] for row in rows[0]]

    return Baseline(name=name, find=find)
