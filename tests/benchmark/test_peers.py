from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest
from rankers import small_knowledge

from bot.benchmark.baselines import SHOWN, Missing, Peer, peers, place
from bot.core.matching.evaluation import Question

FACTS = tuple(small_knowledge().facts.values())
HEIGHT = Question(text="how high is the lamp", answerable=True, gold=("38 metres above the sea",), kind="full")
FERRY = Question(text="last evening crossing", answerable=True, gold=("Its last evening crossing",), kind="full")
UNANSWERED = Question(text="who built the lamp", answerable=False, gold=(), kind="near miss")


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as opened:
        yield opened


def running(database: sqlite3.Connection) -> list[Peer]:
    return [peer for peer in peers(FACTS, database) if isinstance(peer, Peer)]


def test_every_peer_runs_here(database: sqlite3.Connection) -> None:
    assert [peer.name for peer in peers(FACTS, database) if isinstance(peer, Peer)] == [
        "RapidFuzz WRatio, statements",
        "RapidFuzz WRatio, all texts",
        "RapidFuzz token_set_ratio, statements",
        "RapidFuzz token_set_ratio, all texts",
        "SQLite FTS5 bm25 (porter), all texts",
        "bm25s (snowball), all texts",
    ]


def test_a_peer_finds_a_fact_by_its_own_words(database: sqlite3.Connection) -> None:
    for peer in running(database):
        found = peer.find("the ferry Petrel's last evening crossing was on 3 March")
        assert found[0].id == "last-evening-crossing", peer.name
        assert len(found) <= SHOWN


def test_only_a_peer_that_reads_the_asks_finds_a_fact_by_them(database: sqlite3.Connection) -> None:
    first = {peer.name: peer.find("range of the lighthouse")[0].id for peer in running(database)}

    assert first["RapidFuzz token_set_ratio, all texts"] == "lamp-range"
    assert first["SQLite FTS5 bm25 (porter), all texts"] == "lamp-range"
    assert first["bm25s (snowball), all texts"] == "lamp-range"
    assert first["RapidFuzz WRatio, statements"] != "lamp-range"


@pytest.mark.parametrize("question", ["", "?!", '" OR "', "🎉", "the", "a" * 2000, "NEAR(a b) AND NOT c*"])
def test_no_question_breaks_a_peer(question: str, database: sqlite3.Connection) -> None:
    for peer in running(database):
        assert len(peer.find(question)) <= SHOWN


def test_a_peer_is_placed_by_the_answerable_questions() -> None:
    by_name = {fact.id: fact for fact in FACTS}
    found = [by_name["lamp-range"], by_name["lamp-height"], by_name["first-lit"], by_name["last-evening-crossing"]]
    peer = Peer(name="stubborn", find=lambda _: found)

    placed = place(peer, [HEIGHT, FERRY, UNANSWERED])

    assert (placed.name, placed.asked, placed.first, placed.among) == ("stubborn", 2, 0, 1)


def test_a_peer_that_is_not_installed_is_told(database: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bm25s", None)

    (missing,) = (peer for peer in peers(FACTS, database) if isinstance(peer, Missing))

    assert missing.name.startswith("bm25s")
    assert "pip install bm25s" in missing.reason
