"""Usual ways of searching, on the same base: what the ranker has to be measured against.

A peer always gives its three best facts: it knows no way to be silent.
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
import snowballstemmer
from rapidfuzz import fuzz, process, utils

from bot.core.knowledge.model import Fact
from bot.core.matching.evaluation import Question, proves

SHOWN: Final = 3

Find = Callable[[str], Sequence[Fact]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A way of searching: `find` gives at most three facts, best first."""

    name: str
    find: Find


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A peer that this machine cannot run, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """How a peer does: counts of answerable questions with the right fact first, and among three."""

    name: str
    asked: int
    first: int
    among: int


def peers(facts: Sequence[Fact], database: sqlite3.Connection) -> Iterator[Peer | Missing]:
    """Every peer, its index built over the facts; `database` is an empty one that the full-text search may fill."""
    statements = [(fact.statement,) for fact in facts]
    documents = [_texts(fact) for fact in facts]
    for scorer in (fuzz.WRatio, fuzz.token_set_ratio):
        yield Peer(name=f"RapidFuzz {scorer.__name__}, statements", find=_fuzzy(facts, statements, scorer))
        yield Peer(name=f"RapidFuzz {scorer.__name__}, all texts", find=_fuzzy(facts, documents, scorer))
    yield full_text(facts, database)
    yield _bm25s(facts, [" ".join(texts) for texts in documents])


def full_text(facts: Sequence[Fact], database: sqlite3.Connection) -> Peer | Missing:
    """SQLite's full-text search over all texts of each fact."""
    return _fts5(facts, [" ".join(_texts(fact)) for fact in facts], database)


def place(peer: Peer, questions: Sequence[Question]) -> Placed:
    """Ask a peer every answerable question."""
    asked = [question for question in questions if question.answerable]
    hits = [[proves(fact, question.gold) for fact in peer.find(question.text)[:SHOWN]] for question in asked]
    return Placed(name=peer.name, asked=len(asked), first=sum(any(hit[:1]) for hit in hits), among=sum(map(any, hits)))


def _texts(fact: Fact) -> tuple[str, ...]:
    return (fact.statement, *(quote.exact for quote in fact.quotes), *fact.questions)


def _fuzzy(facts: Sequence[Fact], documents: Sequence[Sequence[str]], scorer: Callable[..., float]) -> Find:
    """Each fact by the best of its texts."""
    texts = [utils.default_process(text) for document in documents for text in document]
    starts = np.cumsum([0, *(len(document) for document in documents[:-1])])

    def find(question: str) -> Sequence[Fact]:
        scores = process.cdist([utils.default_process(question)], texts, scorer=scorer)[0]
        best = np.argsort(-np.maximum.reduceat(scores, starts), kind="stable")
        return [facts[row] for row in best[:SHOWN]]

    return find


def _fts5(facts: Sequence[Fact], documents: Sequence[str], database: sqlite3.Connection) -> Peer | Missing:
    name = "SQLite FTS5 bm25 (porter), all texts"
    try:
        database.execute("CREATE VIRTUAL TABLE found USING fts5(document, tokenize = 'porter unicode61')")
    except sqlite3.OperationalError as error:
        return Missing(name=name, reason=f"this SQLite has no FTS5 ({error})")
    database.executemany("INSERT INTO found(rowid, document) VALUES (?, ?)", enumerate(documents))

    def find(question: str) -> Sequence[Fact]:
        words = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", question))
        if not words:
            return []
        query = "SELECT rowid FROM found WHERE found MATCH ? ORDER BY bm25(found), rowid LIMIT ?"
        return [facts[row] for (row,) in database.execute(query, (words, SHOWN))]

    return Peer(name=name, find=find)


def _bm25s(facts: Sequence[Fact], documents: Sequence[str]) -> Peer | Missing:
    name = "bm25s (snowball), all texts"
    if importlib.util.find_spec("bm25s") is None:
        return Missing(name=name, reason="bm25s is not installed: pip install bm25s")
    import bm25s  # noqa: PLC0415 - an optional package

    # It sets itself to DEBUG when it is imported.
    logging.getLogger("bm25s").setLevel(logging.WARNING)

    def split(texts: Sequence[str]) -> object:
        stemmer = snowballstemmer.stemmer("english").stemWords
        return bm25s.tokenize(list(texts), stopwords="en", stemmer=stemmer, show_progress=False, return_ids=False)

    index = bm25s.BM25()
    index.index(split(documents), show_progress=False)

    def find(question: str) -> Sequence[Fact]:
        rows, _ = index.retrieve(split([question]), k=min(SHOWN, len(facts)), show_progress=False)
        return [facts[row] for row in rows[0]]

    return Peer(name=name, find=find)
