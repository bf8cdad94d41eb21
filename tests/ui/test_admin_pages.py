from __future__ import annotations

import datetime as dt
import math
from dataclasses import replace

import pytest
from accepted import check_layout, reading
from render_bases import harbour

from bot.core.factbase.base import DiskState
from bot.core.matching.weights import SavedCalibration, default_weights
from bot.errors import Problem
from bot.i18n import ENGLISH, SPANISH, Texts
from bot.storage import LoadReason, LoadRecord
from bot.ui.admin import BasesStatus, ProcessStatus, Status, history, load_choice, status
from bot.ui.fitting import CHOICE_TEXT

AT = dt.datetime(2025, 10, 17, 8, 5, tzinfo=dt.UTC)
LOAD = LoadRecord(at=AT, revision="fedcba9876543210" * 4, by=7, reason=LoadReason.RELOAD, facts=3)
PROCESS = ProcessStatus(version="1.2.3", since=AT, memory=187.6, servers=2, shards=1)
BOTH = pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])


def state(**changed: object) -> Status:
    known: dict[str, object] = {
        "bases": BasesStatus(name="default", own=("default",), in_use=frozenset({"default"}), broken=frozenset()),
        "knowledge": harbour(),
        "calibration": None,
        "disk": DiskState(same=True),
        "load": LOAD,
        "heartbeat": AT,
        "broken": "",
        "latency": 0.0421,
        "process": PROCESS,
    }
    return Status(**{**known, **changed})  # type: ignore[arg-type]


def shown(found: Status, words: Texts = ENGLISH) -> str:
    view = status(found, words)
    check_layout(view)
    return reading(view).shown


def test_a_calibration_of_another_revision_is_reported() -> None:
    assert ENGLISH.calibrated in shown(
        state(calibration=SavedCalibration(revision=harbour().revision, weights=default_weights("words")))
    )
    assert "Calibrated on revision abcdef012345." in shown(
        state(calibration=SavedCalibration(revision="abcdef0123456789", weights=default_weights("words")))
    )


def test_the_same_revision_with_other_files_is_distinguished_from_another_one() -> None:
    same = shown(state(disk=DiskState(same=False, revision=harbour().revision)))
    other = shown(state(disk=DiskState(same=False, revision="abcdef0123456789")))

    assert ENGLISH.disk_other_files in same
    assert "On disk: revision abcdef012345, not loaded." in other


def test_the_first_of_the_problems_on_disk_is_shown() -> None:
    problems = tuple(Problem(file="a.yaml", line=n, column=1, message="*" * 5000) for n in range(1, 3))

    told = shown(state(disk=DiskState(same=False, problems=problems)))

    assert "On disk: 2 problems, so these files cannot be loaded." in told
    assert "a.yaml:1:1: *" in told


@pytest.mark.parametrize(
    ("latency", "told"), [(0.0421, "Gateway: 42 ms"), (math.nan, "not measured yet"), (math.inf, "not measured yet")]
)
def test_a_latency_is_shown_in_milliseconds_once_it_is_known(latency: float, told: str) -> None:
    assert told in shown(state(latency=latency))


def test_the_process_is_described_by_version_age_memory_servers_and_shards() -> None:
    told, hidden = shown(state()), "\N{OBJECT REPLACEMENT CHARACTER}"
    silent = shown(state(process=replace(PROCESS, memory=None, shards=16)))

    assert f"Version 1.2.3 · running since {hidden} ({hidden}) · 188 MB of memory" in told
    assert "Gateway: 42 ms · 2 servers · 1 shard" in told
    assert "MB of memory" not in silent
    assert "2 servers · 16 shards" in silent


def test_a_base_that_the_database_does_not_know_is_reported() -> None:
    assert ENGLISH.load_unrecorded in shown(state(load=None))


@BOTH
def test_a_hostile_history_is_accepted_and_marks_the_base_in_use_once(words: Texts) -> None:
    loads = [LoadRecord(at=AT, revision="f" * 64, by=2**63, reason=LoadReason.ROLLBACK, facts=10**9) for _ in range(60)]
    view = history(loads, "f" * 64, words)

    check_layout(view)
    assert reading(view).shown.count(words.history_served) == 1
    check_layout(history([], "f" * 64, words))


@BOTH
def test_a_load_fits_into_a_choice(words: Texts) -> None:
    assert len(load_choice(LOAD, words)) <= CHOICE_TEXT
    assert load_choice(LOAD, ENGLISH) == "fedcba987654 · 17 October 2025, 08:05 UTC · 3 facts"
