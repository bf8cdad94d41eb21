from __future__ import annotations

from pathlib import Path

from rankers import project_knowledge, small_knowledge

from bot.benchmark.speed import measure_reload, write_grown
from bot.core.matching import build_ranker


def test_a_grown_base_can_be_loaded_from_its_files(tmp_path: Path) -> None:
    loaded = write_grown(tmp_path, small_knowledge(), 700, seed=1).read().knowledge

    assert len(loaded.facts) == 700
    assert len({ask for fact in loaded.facts.values() for ask in fact.questions}) == 700
    ranker = build_ranker(loaded, vectors=None)
    fact = loaded.facts["varied-699"]
    assert ranker.rank(fact.questions[0]).candidates[0].target == fact


def test_the_loop_goes_on_while_a_base_is_loaded_beside_it() -> None:
    loading = measure_reload(project_knowledge(), 300, vectors=None, seed=1)

    # A load on the loop itself would be one pause; beside it the longest is a hundredth, on a busy machine a tenth.
    assert loading.longest < loading.seconds * 1000 / 4
    assert loading.idle > 0
