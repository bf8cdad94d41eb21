from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bases import FERRY, SOURCES, write_base

from bot.core.knowledge.coverage import SourceCoverage, source_coverage
from bot.core.knowledge.loader import load_knowledge


def covered(folder: Path, files: Mapping[str, str]) -> SourceCoverage:
    write_base(folder, files)
    (only,) = source_coverage(load_knowledge(root=folder, knowledge=folder / "knowledge", seeds=folder / "seeds"))
    return only


def texts(covered: SourceCoverage) -> list[str]:
    return [covered.source.text[sentence.start : sentence.end] for sentence in covered.bare]


def test_every_sentence_falls_into_one_group(tmp_path: Path) -> None:
    found = covered(tmp_path, {})

    assert (len(found.quoted), len(found.bare), len(found.set_aside)) == (10, 0, 1)
    assert found.share == 1.0
    assert found.facts == 11


def test_a_sentence_of_which_less_than_half_is_quoted_is_bare(tmp_path: Path) -> None:
    ferry = FERRY.replace("Its last evening crossing was on 3\\u202FMarch", "on 3\\u202FMarch")
    found = covered(tmp_path, {"knowledge/facts/ferry.yaml": ferry})

    assert texts(found) == ["Its last evening crossing was on 3\u202fMarch."]
    assert found.share == 0.9


def test_quotes_that_overlap_count_once(tmp_path: Path) -> None:
    quote = "    - source: ostrand-post\n      exact: "
    twice = f'"Its last evening"\n{quote}"last evening crossing"'
    ferry = FERRY.replace('"Its last evening crossing was on 3\\u202FMarch"', twice)
    found = covered(tmp_path, {"knowledge/facts/ferry.yaml": ferry})

    assert found.bare == ()
    ferry = ferry.replace('"last evening crossing"', '"last evening"')
    assert len(covered(tmp_path, {"knowledge/facts/ferry.yaml": ferry}).bare) == 1


def test_a_bare_sentence_with_a_reason_is_set_aside(tmp_path: Path) -> None:
    ferry = FERRY.replace("Its last evening crossing was on 3\\u202FMarch", "on 3\\u202FMarch")
    passage = '    - exact: "Its last evening crossing was on 3\\u202FMarch"\n      reason: "Told elsewhere."\n'
    sources = SOURCES.replace("  published:", f"{passage}  published:")
    found = covered(tmp_path, {"knowledge/facts/ferry.yaml": ferry, "knowledge/sources.yaml": sources})

    assert found.bare == ()
    assert len(found.set_aside) == 2
    assert found.share == 1.0
