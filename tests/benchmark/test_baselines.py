from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest
from rankers import small_knowledge

from bot.benchmark.baselines import SHOWN, Baseline, MissingBaseline, baselines, judge_baseline
from bot.core.matching.evaluation import Question

FACTS = tuple(small_knowledge().facts.values())
HEIGHT = Question(text="how high is the lamp", answerable=True, gold=("38 metres above the sea",), kind="full")
FERRY = Question(text="last evening crossing", answerable=True, gold=("Its last evening crossing",), kind="full")
UNANSWERED = Question(text="who built the lamp", answerable=False, gold=(), kind="near miss")


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as opened:
        yield opened


def running(database: sqlite3.Connection) -> list[Baseline]:
    return [peer for peer in baselines(FACTS, database) if isinstance(peer, Baseline)]


def test_every_baseline_runs_here(database: sqlite3.Connection) -> None:
    assert [peer.name for peer in baselines(FACTS, database) if isinstance(peer, Baseline)] == [
        "RapidFuzz WRatio, statements",
        "RapidFuzz WRatio, all texts",
        "RapidFuzz token_set_ratio, statements",
        "RapidFuzz token_set_ratio, all texts",
        "SQLite FTS5 bm25 (porter), all texts",
        "bm25s (snowball), all texts",
    ]


def test_a_baseline_finds_a_fact_by_its_own_words(database: sqlite3.Connection) -> None:
    for peer in running(database):
        found = peer.find("the ferry Petrel's last evening crossing was on 3 March")
        assert found[0].id == "last-evening-crossing", peer.name
        assert len(found) <= SHOWN


def test_only_a_baseline_that_reads_the_questions_finds_a_fact_by_them(database: sqlite3.Connection) -> None:
    first = {peer.name: peer.find("range of the lighthouse")[0].id for peer in running(database)}

    assert first["RapidFuzz token_set_ratio, all texts"] == "lamp-range"
    assert first["SQLite FTS5 bm25 (porter), all texts"] == "lamp-range"
    assert first["bm25s (snowball), all texts"] == "lamp-range"
    assert first["RapidFuzz WRatio, statements"] != "lamp-range"


@pytest.mark.parametrize("question", ["", "?!", '" OR "', "🎉", "the", "a" * 2000, "NEAR(a b) AND NOT c*"])
def test_no_question_breaks_a_baseline(question: str, database: sqlite3.Connection) -> None:
    for peer in running(database):
        assert len(peer.find(question)) <= SHOWN


def test_a_baseline_is_judged_by_the_answerable_questions() -> None:
    by_name = {fact.id: fact for fact in FACTS}
    found = [by_name["lamp-range"], by_name["lamp-height"], by_name["first-lit"], by_name["last-evening-crossing"]]
    peer = Baseline(name="stubborn", find=lambda _: found)

    result = judge_baseline(peer, [HEIGHT, FERRY, UNANSWERED])

    assert (result.name, result.asked, result.first, result.among) == ("stubborn", 2, 0, 1)


def test_a_baseline_that_is_not_installed_is_reported(
    database: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "bm25s", None)

    (missing,) = (peer for peer in baselines(FACTS, database) if isinstance(peer, MissingBaseline))

    assert missing.name.startswith("bm25s")
    assert "pip install bm25s" in missing.reason
