from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.errors import UsageError
from bot.report import write_page
from bot.report.page import GENERATOR

PAGE = f'<!DOCTYPE html>\n<html lang="en"><head><meta name="generator" content="{GENERATOR}"></head></html>\n'


def test_a_page_is_written_whole_with_nothing_left_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "report.html"

    assert write_page(PAGE, target) == len(PAGE)
    assert target.read_text("utf-8") == PAGE
    assert list(tmp_path.iterdir()) == [target]


def test_an_earlier_page_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    write_page(PAGE, target)
    write_page(PAGE + "<!-- later -->", target)

    assert target.read_text("utf-8").endswith("<!-- later -->")


@pytest.mark.parametrize("content", ["", "Dear all,", "<html>briefing-bot report</html>"])
def test_another_file_is_replaced_only_by_force(tmp_path: Path, content: str) -> None:
    target = tmp_path / "letter.html"
    target.write_text(content, "utf-8")

    with pytest.raises(UsageError, match=r"exists and is not a report.*--force"):
        write_page(PAGE, target)
    assert target.read_text("utf-8") == content

    write_page(PAGE, target, force=True)
    assert target.read_text("utf-8") == PAGE


def test_a_link_keeps_its_target(tmp_path: Path) -> None:
    real, link = tmp_path / "real.html", tmp_path / "link.html"
    write_page(PAGE, real)
    link.symlink_to(real)
    write_page(PAGE + " ", link)

    assert link.is_symlink()
    assert real.read_text("utf-8") == PAGE + " "


def test_a_page_may_be_read_by_the_users_who_may_read_other_new_files(tmp_path: Path) -> None:
    usual, target = tmp_path / "usual", tmp_path / "report.html"
    usual.touch()
    write_page(PAGE, target)

    assert target.stat().st_mode == usual.stat().st_mode


@pytest.mark.parametrize(("name", "sentence"), [(".", "is a folder"), ("none/report.html", "no such folder")])
def test_a_path_that_cannot_be_a_file_is_refused(tmp_path: Path, name: str, sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        write_page(PAGE, tmp_path / name)


@pytest.mark.skipif(os.geteuid() == 0, reason="for root no folder is locked")
def test_a_locked_folder_is_reported(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(UsageError, match="cannot be written"):
            write_page(PAGE, tmp_path / "report.html")
    finally:
        tmp_path.chmod(0o700)


def test_a_page_that_cannot_be_finished_leaves_the_earlier_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "report.html"
    write_page(PAGE, target)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsageError, match="No space left"):
        write_page(PAGE + "x" * 9999, target)

    assert target.read_text("utf-8") == PAGE
    assert list(tmp_path.iterdir()) == [target]
