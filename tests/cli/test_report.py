from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from bases import FERRY, write_base
from commands import run_command
from logged import log_question
from reports import MADE, within

from bot.config import Config, load_config
from bot.errors import KnowledgeError, UsageError
from bot.storage import Store


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return load_config(write_base(tmp_path))


def reported(config: Config, *options: str | Path) -> tuple[str, str]:
    """Return what is printed, and the page."""
    target = config.root / "report.html"
    code, out, _ = run_command("report", target, *options, "--config", config.root / "config.yaml", now=MADE)
    assert code == 0
    return out, target.read_text("utf-8")


async def kept(path: Path, *texts: str) -> None:
    """Keep questions in a store: the last of them was answered."""
    path.parent.mkdir(exist_ok=True)
    async with Store.open(path) as store:
        for number, text in enumerate(texts):
            await log_question(
                store,
                at=MADE + dt.timedelta(minutes=number),
                text=text,
                outcome="answer" if number == len(texts) - 1 else "abstention",
                fact="ferry-by-day",
                confidence=0.25,
                guild=5,
            )


def files(folder: Path) -> Mapping[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}


def test_the_page_is_written_and_its_file_named(config: Config) -> None:
    told, page = reported(config)

    assert re.fullmatch(
        r"Wrote \S+report\.html \(\d+ KiB\): 11 facts, \d+ of 26 questions get something else when left out, "
        r"0 of 0 golden questions wrong, no question log\.\n",
        told,
    )
    assert page.startswith("<!DOCTYPE html>\n")
    assert "No question log was read." in page


def test_each_run_replaces_the_page(config: Config) -> None:
    first = reported(config)[1]
    (config.knowledge / "unknowns.yaml").unlink()

    assert reported(config)[1] != first


async def test_the_question_log_of_the_config_is_shown(config: Config) -> None:
    await kept(config.store, "who owns the ferry", "ferry's owner?", "lamp height")
    told, page = reported(config)

    assert "unanswered questions.\n" in told
    assert "who owns the ferry" in within(page, "unanswered").text
    assert "lamp height" not in within(page, "unanswered").text


async def test_another_store_may_be_named(config: Config, tmp_path: Path) -> None:
    await kept(config.store, "who owns the ferry", "lamp height")
    await kept(tmp_path / "other/b.sqlite3", "who owns the lamp", "lamp height")
    page = reported(config, "--store", tmp_path / "other/b.sqlite3")[1]

    assert "who owns the lamp" in within(page, "unanswered").text
    assert "who owns the ferry" not in page


async def test_a_store_is_only_read_also_while_a_bot_has_it_open(config: Config) -> None:
    await kept(config.store, "who owns the ferry", "lamp height")
    before = files(config.store.parent)
    reported(config)
    assert files(config.store.parent) == before

    async with Store.open(config.store) as store:
        await log_question(
            store, at=MADE, text="is it just now?", outcome="suggestion", fact=None, confidence=0.2, guild=None
        )
        assert "is it just now?" in reported(config)[1]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "there is no database"),
        (b"Dear all, this is a letter.", "the bot's database cannot be read"),
        (b"", "no such"),
    ],
)
def test_a_store_that_is_none_is_refused_before_any_work(
    config: Config, tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    store = tmp_path / "a.sqlite3"
    if content is not None:
        store.write_bytes(content)

    with pytest.raises(UsageError, match=sentence):
        reported(config, "--store", store)
    assert not (config.root / "report.html").exists()


def test_another_file_is_refused_before_any_work(config: Config) -> None:
    (config.root / "report.html").write_text("a letter", "utf-8")
    (config.knowledge / "sources.yaml").write_text("broken: [", "utf-8")

    with pytest.raises(UsageError, match="is not a report"):
        reported(config)


def test_the_warnings_of_check_are_on_the_page(config: Config) -> None:
    facts = config.knowledge / "facts/ferry.yaml"
    facts.write_text(FERRY.replace("crossing was on 3 March 2031", "crossing was on 30 March 2031"), "utf-8")

    warnings = within(reported(config)[1], "warnings")
    assert "knowledge/facts/ferry.yaml:15 no quote has the date '30 March 2031'." in warnings.text
    assert warnings.links == ["#fact-last-evening-crossing"]


def test_a_draft_gets_a_page_with_its_todos(config: Config) -> None:
    facts = config.knowledge / "facts/ferry.yaml"
    facts.write_text(FERRY.replace("  importance:", "  # TODO: which of the two?\n  importance:", 1), "utf-8")

    page = reported(config)[1]
    assert "DRAFT · not confirmed by a curator" in page
    assert "which of the two? knowledge/facts/ferry.yaml:" in within(page, "todos").text


def test_a_base_with_problems_leaves_the_earlier_page(config: Config) -> None:
    page = reported(config)[1]
    (config.knowledge / "sources.yaml").write_text("broken: [", "utf-8")

    with pytest.raises(KnowledgeError):
        reported(config)
    assert (config.root / "report.html").read_text("utf-8") == page
