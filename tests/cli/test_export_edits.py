"""Edits that the bot could not write to its files leave it as a patch that git applies."""

from __future__ import annotations

import asyncio
import errno
import io
import shutil
import subprocess
from pathlib import Path

import pytest
from app.editors import config_in, desk
from curation.edits import FACT, PHRASING, UNKNOWN
from disks import refuse_writing

from bot.__main__ import USAGE_ERROR, main

GIT = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The files as the bot uses them, after three edits of a folder that is read-only."""

    async def edit() -> dict[str, bytes]:
        async with desk(config_in(tmp_path)) as found:
            for operation in (PHRASING, FACT, UNKNOWN):
                await found.publish(operation)
            return dict(found.base.files)

    with monkeypatch.context() as patch:
        refuse_writing(patch, errno.EROFS)
        return asyncio.run(edit())


def export(folder: Path, *options: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    arguments = ["export-edits", "--config", str(folder / "config.yaml"), *options]
    code = main(arguments, {}, io.StringIO(), out, err)
    return code, out.getvalue(), err.getvalue()


@GIT
def test_git_applies_the_patch_and_the_bot_then_finds_the_edits_in_its_files(
    tmp_path: Path, edited: dict[str, bytes]
) -> None:
    code, patch, _ = export(tmp_path)
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=patch.encode(), check=True)  # noqa: S607

    assert code == 0
    assert patch.startswith("--- a/knowledge/facts/ferry.yaml\n+++ b/knowledge/facts/ferry.yaml\n")
    assert {name: (tmp_path / name).read_bytes() for name in edited} == edited

    async def kept() -> object:
        async with desk(config_in(tmp_path)) as found:
            return await found.store.overlays.all(found.base.name)

    assert asyncio.run(kept()) == {}
    assert export(tmp_path) == (0, "", "No edits are kept in the database: the files of the base have them all.\n")


@pytest.mark.usefixtures("edited")
def test_edits_that_are_dropped_are_forgotten_after_they_were_written(tmp_path: Path) -> None:
    _, patch, told = export(tmp_path, "--drop")

    assert PHRASING.phrasing in patch
    assert "no longer kept" in told
    assert export(tmp_path)[1] == ""


def test_without_a_database_there_is_nothing_to_export(tmp_path: Path) -> None:
    config_in(tmp_path)

    code, out, err = export(tmp_path)

    assert (code, out) == (USAGE_ERROR, "")
    assert "there is no database" in err
