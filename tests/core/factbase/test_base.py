from __future__ import annotations

import contextlib
import gc
import json
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bases import write_base
from rankers import small_ranker, word_vectors

from bot.config import load_config
from bot.core.factbase.base import Base, Library
from bot.core.kept.files import kept_beside
from bot.core.knowledge import kept_facts, model
from bot.core.knowledge.model import Fact, Unknown, digest_of
from bot.core.matching.arrays import Floats
from bot.core.matching.calibration import calibrate
from bot.core.matching.decision import Answer
from bot.core.matching.weights import CALIBRATION_FILE, SavedCalibration, default_weights, dump_calibration
from bot.errors import KnowledgeError


class Model:
    """Sentence vectors that note what is read; all texts are alike."""

    name = "model"

    def __init__(self) -> None:
        self.read: list[str] = []

    def embed(self, texts: Sequence[str]) -> Floats:
        self.read += texts
        return np.ones((len(texts), 2), dtype=np.float32)

    embed_base = embed


CALIBRATION = f"knowledge/{CALIBRATION_FILE}"
DEFAULTS = default_weights("none, classifier")
WRITTEN = json.loads(dump_calibration(SavedCalibration(revision="ab12", weights=DEFAULTS)))


def opened(folder: Path, files: dict[str, str | bytes | None] | None = None, **options: Any) -> Base:
    config = load_config(write_base(folder, files))
    options = {"vectors": None, **options}
    return Library(root=config.root, knowledge=config.knowledge, seeds=config.seeds, **options).open()


def test_a_base_decides_and_completes(tmp_path: Path) -> None:
    base = opened(tmp_path, vectors=word_vectors())

    outcome = base.decide("how high above the sea is the lamp")
    assert isinstance(outcome, Answer)
    assert outcome.match.fact == base.knowledge.facts["lamp-height"]
    assert [offer.fact for offer in base.complete("how far could", limit=1)] == ["lamp-range"]


def test_a_base_is_ready_for_questions_before_it_has_read_what_few_users_need(tmp_path: Path) -> None:
    model = Model()
    base = opened(tmp_path, sentences=model)

    base.decide("how high above the sea is the lamp")
    before = len(model.read), base.has_examples, "checker" in vars(base)
    base.read_ahead()

    assert before == (0, False, False)
    assert model.read
    assert base.has_examples
    assert "checker" in vars(base)


def test_a_base_hashes_each_fact_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []

    def hashing(target: Fact | Unknown) -> bytes:
        hashed.append(target.id)
        return digest_of(target)

    monkeypatch.setattr(model, "digest_of", hashing)
    base = opened(tmp_path, sentences=Model())
    base.read_ahead()

    assert sorted(hashed) == sorted(base.knowledge.facts)


@contextlib.contextmanager
def left_to_the_collector() -> Iterator[list[object]]:
    """Yield a list that has, after the block, what only a collection could free."""
    left: list[object] = []
    gc.unfreeze()  # what other tests have left
    gc.collect()
    gc.disable()
    earlier = frozenset(map(id, gc.get_objects()))
    gc.set_debug(gc.DEBUG_SAVEALL)
    try:
        yield left
        gc.collect()
        left += [thing for thing in gc.garbage if id(thing) not in earlier]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()


def test_building_a_base_leaves_no_large_garbage_to_the_collector(tmp_path: Path) -> None:
    opened(tmp_path / "first")  # the first base of a process imports modules, which leave garbage of their own
    with left_to_the_collector() as left:
        opened(tmp_path / "second")

    large = [thing for thing in left if len(gc.get_referents(thing)) > 100]
    assert sorted(f"{type(thing).__name__} {repr(thing)[:200]}" for thing in large) == []


def use(base: Base) -> None:
    base.read_ahead()
    base.decide("how high above the sea is the lamp")
    base.complete("how")
    assert list(base.checker.check(["The lamp is 61 metres above the sea."]))
    assert base.speakers.all
    assert base.dates


@pytest.mark.parametrize("few", [0, 2**13])
def test_a_base_that_was_used_leaves_nothing_to_the_collector(
    few: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_facts, "_FEW", few)
    kept = partial(kept_beside, tmp_path / "bot.sqlite3")
    use(opened(tmp_path, kept=kept))
    with left_to_the_collector() as left:
        base = opened(tmp_path, kept=kept)
        use(base)
        del base

    assert [type(thing) for thing in left if type(thing).__module__.startswith("bot.")] == []


def test_a_base_that_was_never_calibrated_is_served_by_the_defaults(tmp_path: Path) -> None:
    base = opened(tmp_path)

    assert base.calibration is None
    assert base.ranker.weights == DEFAULTS


def test_a_calibration_is_used_if_there_is_one(tmp_path: Path) -> None:
    found = calibrate(small_ranker(meaning=False), seed=1)
    written = dump_calibration(SavedCalibration(revision="ab12", weights=found.weights))

    base = opened(tmp_path, {CALIBRATION: written})

    assert base.calibration is not None
    assert base.calibration.revision == "ab12"
    assert base.ranker.weights == base.calibration.weights
    assert base.ranker.weights.bias == pytest.approx(found.weights.bias, abs=1e-4)


def test_a_calibration_can_be_left_aside(tmp_path: Path) -> None:
    base = opened(tmp_path, {CALIBRATION: "broken"}, calibrated=False)

    assert base.ranker.weights == DEFAULTS


def test_a_calibration_is_no_part_of_the_revision(tmp_path: Path) -> None:
    bare = opened(tmp_path / "bare")
    calibrated = opened(tmp_path / "calibrated", {CALIBRATION: json.dumps(WRITTEN)})

    assert bare.knowledge.revision == calibrated.knowledge.revision


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"", "Invalid JSON", id="empty"),
        pytest.param(b"{half", "Invalid JSON", id="half written"),
        pytest.param(b"\xff\xfe\x00", "the file", id="no text"),
        pytest.param(json.dumps({**WRITTEN, "bias": None}).encode(), "bias", id="a number is missing"),
        pytest.param(json.dumps({**WRITTEN, "ranking": {"luck": 1}}).encode(), "another version", id="foreign"),
        pytest.param(b" " * 200_000 + json.dumps(WRITTEN).encode(), "the file", id="far too large"),
    ],
)
def test_a_calibration_that_cannot_be_used_is_named_with_the_fix(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(KnowledgeError) as raised:
        opened(tmp_path, {CALIBRATION: content})

    (problem,) = raised.value.problems
    assert problem.file == CALIBRATION
    assert said in problem.message
    assert "The command calibrate writes it again. Without the file, the base uses the default" in problem.message


def test_a_calibration_that_leads_out_of_the_folder_is_not_read(tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere.json"
    outside.write_text(json.dumps(WRITTEN), encoding="utf-8")
    config = load_config(write_base(tmp_path / "base"))
    (config.knowledge / CALIBRATION_FILE).symlink_to(outside)

    with pytest.raises(KnowledgeError, match=r"It is outside knowledge/; put the file itself there\. The command"):
        Library(root=config.root, knowledge=config.knowledge, seeds=config.seeds, vectors=None).open()


def test_the_problems_of_the_files_are_those_of_the_loader(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"knowledge/topics\.yaml"):
        opened(tmp_path, {"knowledge/topics.yaml": "- id: ["})
