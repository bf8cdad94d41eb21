from __future__ import annotations

import functools
import random
import stat
from pathlib import Path

import numpy as np
import pytest
from bases import write_base
from numpy.typing import NDArray
from rankers import ask, word_vectors

from bot.config import load_config
from bot.core.factbase.base import Library
from bot.storage.kept_arrays import FOLDER, MOST_FILES, kept_arrays

Floats = NDArray[np.float32]
ARRAY: Floats = np.arange(12, dtype=np.float32).reshape(3, 4)


class Computing:
    """Counts how often an array was computed."""

    def __init__(self, array: Floats = ARRAY) -> None:
        self.array = array
        self.times = 0

    def __call__(self) -> Floats:
        self.times += 1
        return self.array


def get(
    folder: Path, computing: Computing, *, key: str = "revision", name: str = "weights", base: str = "city"
) -> Floats:
    return kept_arrays(folder / "bot.sqlite3", base, key).get(name, (3, 4), computing)


def files(folder: Path, base: str = "city") -> list[Path]:
    return sorted((folder / FOLDER / base).iterdir())


def test_an_array_is_computed_once(tmp_path: Path) -> None:
    computing = Computing()

    found = [get(tmp_path, computing) for _ in range(3)]

    assert computing.times == 1
    assert all(np.array_equal(each, ARRAY) for each in found)


@pytest.mark.parametrize(("key", "name"), [("another revision", "weights"), ("revision", "meanings")])
def test_another_base_or_name_has_an_array_of_its_own(tmp_path: Path, key: str, name: str) -> None:
    get(tmp_path, Computing())
    other = Computing(ARRAY + 1)

    assert get(tmp_path, other, key=key, name=name)[0, 0] == 1
    assert other.times == 1


def test_a_kept_array_of_another_shape_is_not_used(tmp_path: Path) -> None:
    kept_arrays(tmp_path / "bot.sqlite3", "city", "revision").get("weights", (4, 3), Computing(ARRAY.reshape(4, 3)))
    computing = Computing()

    assert get(tmp_path, computing).shape == (3, 4)
    assert computing.times == 1


def test_whatever_byte_is_changed_or_lost_the_array_is_computed_again(tmp_path: Path) -> None:
    dice = random.Random(7)
    get(tmp_path, Computing())
    (file,) = files(tmp_path)
    whole = file.read_bytes()
    places = {0, 31, 32, 40, len(whole) - 1, *dice.sample(range(len(whole)), 60)}

    for damaged in (
        *(whole[:place] + bytes([whole[place] ^ 1 << dice.randrange(8)]) + whole[place + 1 :] for place in places),
        *(whole[:length] for length in (0, 1, 32, 100, len(whole) - 1)),
        whole + b"\0",
    ):
        file.write_bytes(damaged)
        computing = Computing()
        assert np.array_equal(get(tmp_path, computing), ARRAY)
        assert computing.times == 1
        assert file.read_bytes() == whole, "it is written again"


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file where the folder would be")
    computing = Computing()

    assert np.array_equal(get(tmp_path, computing), ARRAY)
    assert np.array_equal(get(tmp_path, computing), ARRAY)
    assert computing.times == 2


def test_only_the_bots_user_may_read_what_is_kept(tmp_path: Path) -> None:
    get(tmp_path, Computing())

    assert stat.S_IMODE((tmp_path / FOLDER).stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in files(tmp_path)} == {0o600}


def test_the_latest_files_are_kept(tmp_path: Path) -> None:
    for number in range(MOST_FILES + 3):
        get(tmp_path, Computing(), key=f"revision {number}")
    latest = Computing()
    get(tmp_path, latest, key=f"revision {MOST_FILES + 2}")

    assert len(files(tmp_path)) == MOST_FILES
    assert latest.times == 0


def test_each_base_keeps_its_latest_files_however_many_the_others_write(tmp_path: Path) -> None:
    get(tmp_path, Computing(), base="ness")
    for number in range(MOST_FILES + 3):
        get(tmp_path, Computing(), key=f"revision {number}")

    assert len(files(tmp_path, "ness")) == 1


def test_a_base_from_kept_arrays_answers_like_one_that_was_computed(tmp_path: Path) -> None:
    config = load_config(write_base(tmp_path))
    library = Library(
        root=config.root,
        knowledge=config.knowledge,
        seeds=config.seeds,
        vectors=word_vectors(),
        kept=functools.partial(kept_arrays, tmp_path / "bot.sqlite3", "city"),
    )
    computed, again = library.open(), library.open()

    assert len(files(tmp_path)) == (2 if word_vectors() else 1)
    for question in ("how high were the waves", "who kept the lamp", "what is the storm called"):
        assert ask(question, computed.ranker) == ask(question, again.ranker)
