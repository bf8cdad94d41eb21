"""What curators type: through `main`."""

from __future__ import annotations

import io
from pathlib import Path

import drafts
import pytest
from bases import write_base

from bot.__main__ import FAILURE, USAGE_ERROR, main


def run(*arguments: str | Path) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = main([str(argument) for argument in arguments], {}, io.StringIO(), out, err)
    return code, out.getvalue(), err.getvalue()


def test_a_report_is_written_to_the_current_folder_unless_another_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = write_base(tmp_path)
    monkeypatch.chdir(tmp_path)

    code, out, err = run("report", "--config", config)
    assert (code, err) == (0, "")
    assert out.startswith("Wrote report.html (")

    code, out, _ = run("report", "base.html")
    assert code == 0
    assert (tmp_path / "base.html").read_bytes()[:15] == b"<!DOCTYPE html>"


def test_a_report_over_another_file_is_wrong_usage_unless_forced(tmp_path: Path) -> None:
    config = write_base(tmp_path)
    (tmp_path / "letter.html").write_text("Dear all", "utf-8")

    assert run("report", tmp_path / "letter.html", "--config", config)[0] == USAGE_ERROR
    assert run("report", tmp_path / "letter.html", "--config", config, "--force")[0] == 0


def test_a_report_on_a_store_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    config = write_base(tmp_path)
    code, _, err = run("report", tmp_path / "a.html", "--config", config, "--store", tmp_path / "none.sqlite3")

    assert code == USAGE_ERROR
    assert err.endswith("none.sqlite3: there is no database; the bot creates it when it first runs.\n")


def test_a_report_on_a_broken_base_names_every_place(tmp_path: Path) -> None:
    config = write_base(tmp_path, {"knowledge/topics.yaml": "- id: ["})
    code, out, err = run("report", tmp_path / "a.html", "--config", config)

    assert (code, out) == (FAILURE, "")
    assert "knowledge/topics.yaml:2:1: This is not YAML" in err


def test_a_draft_is_made_checked_and_refused(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/tide-clock.txt").write_text(drafts.TEXT, "utf-8")
    (tmp_path / "config.yaml").write_text("knowledge: knowledge\nseeds: seeds\n", "utf-8")
    named = ("--id", "varn", "--title", "T", "--publisher", "P", "--url", "https://example.com/")
    wanted = ("draft", tmp_path / "seeds/tide-clock.txt", "--config", tmp_path / "config.yaml", *named)

    code, out, err = run(*wanted)
    assert (code, err) == (0, "")
    assert f"Wrote {tmp_path / 'knowledge/facts/varn.yaml'}\n" in out

    code, out, _ = run("check", "--config", tmp_path / "config.yaml")
    assert code == FAILURE
    assert "knowledge/facts/varn.yaml" in out

    assert run(*wanted)[0] == USAGE_ERROR
    assert run(*wanted, "--out", tmp_path / "other")[0] == 0
    assert (tmp_path / "other/sources.yaml").exists()
