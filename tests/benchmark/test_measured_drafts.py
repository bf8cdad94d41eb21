from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from commands import run_command

from bot.benchmark.drafts import DraftTally, measure_draft, read_labelled_texts
from bot.errors import UsageError

TEXTS = Path(__file__).parents[1] / "draft_texts"


@pytest.fixture(scope="module")
def development() -> DraftTally:
    """The figures on the texts that the rules were written with."""
    return sum((measure_draft(text).tally for text in read_labelled_texts(TEXTS / "development")), DraftTally())


def test_most_drafted_facts_are_usable_as_they_are(development: DraftTally) -> None:
    assert development.usable / development.candidates >= 0.9


def test_most_facts_are_offered_and_hardly_any_is_missed(development: DraftTally) -> None:
    assert development.found / development.facts >= 0.7
    assert (development.found + development.doubted) / development.facts >= 0.95


@pytest.mark.parametrize("folder", ["held_back", "last", "short", "newest", "fresh"])
def test_most_drafted_facts_of_other_texts_are_usable_too(folder: str) -> None:
    tally = sum((measure_draft(text).tally for text in read_labelled_texts(TEXTS / folder)), DraftTally())

    assert tally.usable / tally.candidates >= 0.8
    assert tally.found / tally.facts >= 0.55
    assert (tally.found + tally.doubted) / tally.facts >= 0.95
    assert tally.heard / tally.speakers >= 0.75
    assert tally.rightly / tally.named >= 0.9
    assert tally.kinds >= 0.85 * tally.names


def test_most_speakers_are_found_and_few_are_wrong(development: DraftTally) -> None:
    assert development.heard / development.speakers >= 0.9
    assert development.rightly / development.named >= 0.9


def test_most_standings_and_days_are_right(development: DraftTally) -> None:
    assert development.nearly / development.standings >= 0.85
    assert development.dated / development.given >= 0.95
    assert development.dated / development.days >= 0.8


def test_most_names_have_their_kind_and_few_are_none(development: DraftTally) -> None:
    assert development.kinds / development.names >= 0.85
    assert development.known / development.listed >= 0.95


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"published": "today"}, "court_merriden.json: published: "),
        ({"sentences": [{"text": "Another text.", "fact": True}]}, "its sentences are not those of the text"),
    ],
)
def test_labels_that_are_wrong_are_refused_with_their_file(
    tmp_path: Path, changed: dict[str, object], message: str
) -> None:
    for ending in (".txt", ".json"):
        shutil.copy(TEXTS / f"development/court_merriden{ending}", tmp_path)
    labels = tmp_path / "court_merriden.json"
    labels.write_text(json.dumps({**json.loads(labels.read_text("utf-8")), **changed}), "utf-8")

    with pytest.raises(UsageError, match=message):
        read_labelled_texts(tmp_path)


def test_a_folder_without_labelled_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has no labelled texts"):
        read_labelled_texts(tmp_path)


def test_eval_prints_the_figures_of_a_folder_of_texts(tmp_path: Path) -> None:
    for ending in (".txt", ".json"):
        shutil.copy(TEXTS / f"development/press_kelmar{ending}", tmp_path)
    (tmp_path / "config.yaml").write_text("knowledge: knowledge\nseeds: seeds\n", "utf-8")
    code, shown, _ = run_command("eval", tmp_path, "--config", tmp_path / "config.yaml")
    found = json.loads(run_command("eval", tmp_path, "--json", "--config", tmp_path / "config.yaml")[1])

    assert code == 0
    assert "drafts of 1 texts" in shown
    assert (found["all"]["candidates"], found["all"]["doubted"]) == (16, 4)
    assert f"{found['all']['usable'] / 16:.3f}" in shown
    assert [text["text"] for text in found["texts"]] == ["press_kelmar"]
