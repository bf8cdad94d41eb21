from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.core.matching.weights import (
    SavedCalibration,
    UnusableCalibration,
    default_weights,
    dump_calibration,
    parse_calibration,
)

DEFAULTS = default_weights("words, classifier")
LEARNED = SavedCalibration(revision="ab12", weights=DEFAULTS)


def changed(**keys: Any) -> bytes:
    return json.dumps({**json.loads(dump_calibration(LEARNED)), **keys}).encode()


def test_a_written_value_reads_back_the_same() -> None:
    assert parse_calibration(dump_calibration(LEARNED).encode()) == LEARNED


def test_weights_are_written_with_four_decimals() -> None:
    read = parse_calibration(dump_calibration(replace(LEARNED, weights=replace(DEFAULTS, bias=0.123456))).encode())

    assert isinstance(read, SavedCalibration)
    assert read.weights.bias == 0.1235


def test_the_file_ends_with_a_line_break_and_reads_line_by_line() -> None:
    assert dump_calibration(LEARNED).endswith("}\n")
    assert '  "revision": "ab12",\n' in dump_calibration(LEARNED)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        pytest.param(b"", "the file", id="nothing"),
        pytest.param(b"{", "the file", id="half a file"),
        pytest.param(b"[]", "the file", id="a list"),
        pytest.param(b"\xff\xfe", "the file", id="no UTF-8"),
        pytest.param(b"{}", "revision", id="an object of nothing"),
        pytest.param(changed(bias="much"), "bias", id="a word for a number"),
        pytest.param(changed(answer=1.5), "answer", id="more than certain"),
        pytest.param(changed(temperature=1), "temperature", id="a key too many"),
        pytest.param(
            dump_calibration(LEARNED).replace(f'"bias": {DEFAULTS.bias}', '"bias": NaN').encode(),
            "bias",
            id="not a number",
        ),
    ],
)
def test_a_broken_file_is_unusable_and_the_reason_names_the_place(content: bytes, place: str) -> None:
    read = parse_calibration(content)

    assert isinstance(read, UnusableCalibration)
    assert read.reason.startswith(f"{place}: ")


@pytest.mark.parametrize("key", ["ranking", "confidence"])
def test_a_file_of_other_features_is_of_another_version(key: str) -> None:
    read = parse_calibration(changed(**{key: {"luck": 1.0}}))

    assert isinstance(read, UnusableCalibration)
    assert "another version of the bot" in read.reason
