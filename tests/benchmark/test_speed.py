from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from bases import write_base
from commands import once, run_command
from rankers import small_knowledge

from bot.benchmark.process import measure_process
from bot.benchmark.speed import grow, measure, time_each
from bot.cli import bench
from bot.cli.bench import one_core
from bot.core.matching import build_ranker
from bot.errors import UsageError


def test_a_grown_base_begins_with_the_real_facts_and_has_the_size_asked_for() -> None:
    knowledge = small_knowledge()

    grown = grow(knowledge, 40, seed=1)

    assert len(grown.facts) == 40
    assert list(grown.facts)[: len(knowledge.facts)] == list(knowledge.facts)


def test_a_smaller_base_keeps_the_first_facts_and_no_unknown_that_points_elsewhere() -> None:
    grown = grow(small_knowledge(), 2, seed=1)

    assert len(grown.facts) == 2
    assert all(near in grown.facts for unknown in grown.unknowns.values() for near in unknown.nearest)


def test_nearly_all_varied_facts_differ_and_the_same_seed_varies_alike() -> None:
    grown = grow(small_knowledge(), 60, seed=1)
    again = grow(small_knowledge(), 60, seed=1)

    assert len({fact.statement for fact in grown.facts.values()}) > 50
    assert grown == again
    assert grown != grow(small_knowledge(), 60, seed=2)


def test_a_varied_fact_is_found_by_its_own_statement() -> None:
    grown = grow(small_knowledge(), 60, seed=1)
    ranker = build_ranker(grown, vectors=None)
    last = list(grown.facts.values())[-1]

    assert ranker.rank(last.statement).candidates[0].target == last


def test_questions_are_asked_in_three_passes_after_one_that_does_not_count() -> None:
    asked: list[str] = []

    time_each(asked.append, ["one", "two"])

    assert asked == ["one", *["one", "two"] * 3]


def test_the_median_pass_of_each_question_counts_so_that_a_stall_does_not() -> None:
    lasting = {"one": iter([0, 0.001, 9, 0.001]), "two": iter([0.003, 0.003, 0.003])}
    now = 0.0

    def work(question: str) -> None:
        nonlocal now
        now += next(lasting[question])

    timing = time_each(work, ["one", "two"], clock=lambda: now)

    assert timing.p50 == pytest.approx(2)
    assert timing.p99 == pytest.approx(2.98)


def test_a_size_is_measured_with_its_peers() -> None:
    speed = measure(small_knowledge(), 30, vectors=None, seed=1, questions=4)

    assert speed.facts == 30
    assert speed.strings > 2 * 30
    assert speed.full_text is not None
    assert min(speed.build, speed.answer.p50, speed.completion.p50, speed.scan.p50, speed.full_text.p50) > 0


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    return write_base(tmp_path)


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system moves no process to a core")
def test_processes_that_begin_meanwhile_have_one_core_and_the_caller_keeps_its_own() -> None:
    before = os.sched_getaffinity(0)

    with one_core():
        asked = [sys.executable, "-c", "import os; print(len(os.sched_getaffinity(0)))"]
        told = subprocess.run(asked, check=True, capture_output=True)  # noqa: S603 - this very Python

    assert told.stdout.split() == [b"1"]
    assert os.sched_getaffinity(0) == before


def test_bench_prints_a_figure_for_each_size_or_a_table_that_says_what_its_figures_are(
    config_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("bench", "--questions", "3", "--config", config_file, "--sizes", "5", "12")
    # Both are of the same measurement, which takes five processes.
    monkeypatch.setattr(bench, "_measured", once(bench._measured))
    monkeypatch.setattr(bench, "measure_process", once(measure_process))
    code, out, _ = run_command(*arguments, "--json")
    _, table, _ = run_command(*arguments)
    _, spent, _ = run_command(*arguments, "--cpu")

    assert code == 0
    assert [row["facts"] for row in json.loads(out)] == [5, 12]
    assert "Milliseconds per question" in table
    assert "Milliseconds of processor time per question" in spent
    assert "scan/answer" in table


def test_a_size_below_one_is_refused(config_file: Path) -> None:
    with pytest.raises(UsageError, match="at least 1"):
        run_command("bench", "--sizes", "0", "--config", config_file)
