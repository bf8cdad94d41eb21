from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import signal
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import discord
import pytest
from bases import write_base
from discord.http import Route

from bot.__main__ import main
from bot.cli.run import INTENT_REFUSED, LOGIN_REFUSED, library_of, refusal, run_bot
from bot.config import Config, load_config
from bot.credentials import Secret
from bot.errors import KnowledgeError, StoreError, UsageError
from bot.sandbox import Fault, Sandbox


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return load_config(write_base(tmp_path))


async def interrupted(sandbox: Sandbox, number: signal.Signals) -> None:
    await sandbox.until(lambda: bool(sandbox.gateway.sessions))
    os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_closes_the_bot_cleanly_with_exit_code_0(
    sandbox: Sandbox, config: Config, number: signal.Signals
) -> None:
    stderr = io.StringIO()
    async with asyncio.TaskGroup() as group:
        group.create_task(interrupted(sandbox, number))
        code = await run_bot(config, Secret(sandbox.token), stderr=stderr)

    assert code == 0
    assert stderr.getvalue() == ""


async def test_the_start_logs_revision_counts_and_how_long_each_step_took(
    sandbox: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="bot")
    async with asyncio.TaskGroup() as group:
        group.create_task(interrupted(sandbox, signal.SIGTERM))
        await run_bot(config, Secret(sandbox.token), stderr=io.StringIO())

    said = "\n".join(record.message for record in caplog.records)
    assert "facts: 11, questions and phrasings: 23, unknowns: 2, sources: 1" in said
    assert "files read and quotes proven in" in said
    assert "ranker built in" in said
    assert "ranker not calibrated" in said
    assert "store opened in" in said
    assert sandbox.token not in said


@pytest.mark.parametrize("token", ["wrong-token", "two\nlines", "tökèn"])
async def test_a_refused_token_is_one_sentence_and_exit_code_1(sandbox: Sandbox, config: Config, token: str) -> None:
    stderr = io.StringIO()

    code = await run_bot(config, Secret(token), stderr=stderr)

    assert code == 1
    assert stderr.getvalue() == f"{LOGIN_REFUSED}\n"
    assert sandbox.gateway.sessions == {}


async def test_a_token_that_is_revoked_while_the_bot_runs_ends_it_with_the_same_sentence(
    sandbox: Sandbox, config: Config
) -> None:
    stderr = io.StringIO()

    async def revoke() -> None:
        await sandbox.until(lambda: bool(sandbox.gateway.sessions))
        sandbox.gateway.close(4004)

    async with asyncio.TaskGroup() as group:
        group.create_task(revoke())
        code = await run_bot(config, Secret(sandbox.token), stderr=stderr)

    assert code == 1
    assert stderr.getvalue() == f"{LOGIN_REFUSED}\n"


async def test_a_network_that_is_down_is_one_sentence_and_exit_code_1(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setattr(Route, "BASE", f"http://127.0.0.1:{free.getsockname()[1]}/api/v10")
    stderr = io.StringIO()

    code = await run_bot(config, Secret("unused"), stderr=stderr)

    assert code == 1
    assert stderr.getvalue().startswith("The connection to Discord failed (")
    assert stderr.getvalue().count("\n") == 1


async def test_a_discord_that_is_down_at_the_start_is_one_sentence_and_exit_code_1(
    sandbox: Sandbox, config: Config
) -> None:
    sandbox.faults.order(Fault(method="GET", path="/users/@me", status=418, body={"message": "short and stout"}))
    stderr = io.StringIO()

    code = await run_bot(config, Secret(sandbox.token), stderr=stderr)

    assert code == 1
    assert "short and stout" in stderr.getvalue()
    assert stderr.getvalue().count("\n") == 1


def test_a_refused_intent_is_named() -> None:
    assert refusal(discord.PrivilegedIntentsRequired(None)) == INTENT_REFUSED


def test_a_store_that_fails_while_the_bot_starts_is_one_sentence() -> None:
    said = refusal(StoreError("database or disk is full"))

    assert said.startswith("The database cannot be used (database or disk is full)")
    assert "\n" not in said


async def test_a_start_with_broken_files_uses_the_last_accepted_base(
    sandbox: Sandbox, config: Config, caplog: pytest.LogCaptureFixture
) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(interrupted(sandbox, signal.SIGTERM))
        await run_bot(config, Secret(sandbox.token), stderr=io.StringIO())
    (config.knowledge / "sources.yaml").write_text("- id: [", encoding="utf-8")
    caplog.set_level(logging.INFO, logger="bot")
    async with asyncio.TaskGroup() as group:
        group.create_task(interrupted(sandbox, signal.SIGTERM))
        code = await run_bot(config, Secret(sandbox.token), stderr=io.StringIO())

    assert code == 0
    assert "knowledge/sources.yaml:2:1: This is not YAML" in caplog.text
    assert "which was loaded last, is used instead" in caplog.text
    assert "facts: 11, questions and phrasings: 23, unknowns: 2, sources: 1" in caplog.text


def test_a_warning_about_the_tokens_file_has_the_format_that_the_config_names(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def ended(*_: object, **__: object) -> int:
        return 0

    (config.root / "config.yaml").write_text("logging: {format: json}\n", "utf-8")
    token = config.root / "token"
    token.write_text("abc.def", "utf-8")
    monkeypatch.setattr("bot.cli.run.run_bot", ended)
    monkeypatch.setattr("bot.credentials._others_can_read", lambda _: True)
    err = io.StringIO()
    command = ["run", "--config", str(config.root / "config.yaml")]
    code = main(command, {"DISCORD_TOKEN_FILE": str(token)}, io.StringIO(), io.StringIO(), err)

    (line,) = err.getvalue().splitlines()
    assert code == 0
    assert "can read the token file" in json.loads(line)["message"]


async def test_a_broken_base_is_left_to_the_command_line_to_report(config: Config) -> None:
    (config.knowledge / "sources.yaml").write_text("- id: [", encoding="utf-8")

    with pytest.raises(KnowledgeError):
        await run_bot(config, Secret("unused"), stderr=io.StringIO())


async def test_a_database_of_a_newer_bot_is_left_to_the_command_line_to_report(config: Config) -> None:
    config.store.parent.mkdir()
    with closing(sqlite3.connect(config.store)) as db:
        db.execute("PRAGMA user_version = 999")

    with pytest.raises(UsageError, match="newer version"):
        await run_bot(config, Secret("unused"), stderr=io.StringIO())


@pytest.mark.parametrize("wanted", [True, False])
def test_the_log_says_how_to_install_the_extra_for_other_languages_if_it_is_wanted(
    wanted: bool,  # noqa: FBT001 - a parameter of pytest
    config: Config,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.cli.base.load_sentence_vectors", lambda *, wanted: None)  # noqa: ARG005 - its signature
    caplog.set_level(logging.INFO)
    library = library_of(config.model_copy(update={"multilingual": wanted}))

    assert library.sentences is None
    assert ("pip install '.[multilingual]'" in caplog.text) == wanted
