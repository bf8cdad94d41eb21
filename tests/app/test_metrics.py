from __future__ import annotations

import asyncio
import dataclasses
import io
import json
import re
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from serving import Stage

from bot.app.durations import BOUNDS, Durations
from bot.app.monitoring import MISSING, serve_metrics
from bot.cli.run import run_bot
from bot.config import MetricsConfig
from bot.credentials import Secret
from bot.errors import StoreError, UsageError

DASHBOARD = Path(__file__).parents[2] / "docs" / "grafana.json"
QUESTION = "how much will the repair cost"
SECRET = "zanzibar"


async def fetched(address: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        return response.status, await response.text()


async def figures(address: str) -> str:
    status, text = await fetched(f"{address}/metrics")
    assert status == 200
    return text


async def test_the_figures_count_what_the_bot_did(newsroom: Stage) -> None:
    async with newsroom.bot() as bot, serve_metrics(bot, host="127.0.0.1", port=0) as address:
        await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        await newsroom.reader.slash(newsroom.channel, "ask", question=f"{SECRET} {SECRET}")
        mention = f"<@{newsroom.sandbox.world.bot.id}> {QUESTION}"
        newsroom.reader.say(newsroom.channel, mention)
        await newsroom.sandbox.until(lambda: len(newsroom.sandbox.messages(newsroom.channel)) == 2)
        await asyncio.gather(*bot.messages._tasks, *bot.interactions._tasks)
        bot.deliveries["sent"] += 3
        bot.error_handler.new_id()
        text = await figures(address)
        revision = bot.bases.default.knowledge.revision

    for line in (
        'briefing_bot_questions_total{outcome="answer"} 2.0',
        'briefing_bot_questions_total{outcome="abstention"} 1.0',
        'briefing_bot_answer_seconds_count{kind="application_command"} 2.0',
        'briefing_bot_answer_seconds_count{kind="message"} 1.0',
        'briefing_bot_deliveries_total{result="sent"} 3.0',
        "briefing_bot_errors_total 1.0",
        'briefing_bot_running{of="commands"} 0.0',
        'briefing_bot_shard_up{shard="0"} 1.0',
        "briefing_bot_servers 1.0",
        f'revision="{revision}"}} 1.0',
        "briefing_bot_store_up 1.0",
    ):
        assert line in text
    assert re.search(r"^briefing_bot_store_seconds [0-9.e-]+$", text, re.MULTILINE)


async def test_the_figures_name_no_user_and_no_question(newsroom: Stage) -> None:
    async with newsroom.bot() as bot, serve_metrics(bot, host="127.0.0.1", port=0) as address:
        await newsroom.reader.slash(newsroom.channel, "ask", question=f"{SECRET} {SECRET}")
        text = await figures(address)

    assert SECRET not in text
    assert str(newsroom.reader.user.id) not in text
    assert str(newsroom.home.id) not in text


async def test_ready_is_who_has_a_base_all_shards_and_a_store(newsroom: Stage) -> None:
    async with newsroom.bot() as bot, serve_metrics(bot, host="127.0.0.1", port=0) as address:
        good = await fetched(f"{address}/readyz")
        bot.connected.clear()
        adrift = await fetched(f"{address}/readyz")
        alive = await fetched(f"{address}/healthz")

    assert good == (200, "base: ready\ngateway: ready\nstore: ready\n")
    assert adrift == (503, "base: ready\ngateway: not ready\nstore: ready\n")
    assert alive == (200, "alive\n")


async def test_a_store_that_fails_is_not_ready_and_is_seen_in_the_figures(
    newsroom: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail() -> None:
        raise StoreError("disk I/O error")

    async with newsroom.bot() as bot, serve_metrics(bot, host="127.0.0.1", port=0) as address:
        monkeypatch.setattr(bot.store.heartbeat, "last", fail)
        status, said = await fetched(f"{address}/readyz")
        text = await figures(address)

    assert (status, "store: not ready" in said) == (503, True)
    assert "briefing_bot_store_up 0.0" in text


async def test_without_the_package_one_sentence_says_how_to_install_it(
    newsroom: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "bot.app.metrics", None)
    async with newsroom.bot() as bot:
        with pytest.raises(UsageError) as raised:
            async with serve_metrics(bot, host="127.0.0.1", port=0):
                pass

    assert str(raised.value) == MISSING


async def test_a_port_that_is_taken_ends_the_start_with_one_sentence(newsroom: Stage) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        config = newsroom.config.model_copy(update={"metrics": MetricsConfig(port=port)})
        with pytest.raises(UsageError, match=rf"port {port}: .*Set metrics\.port to a free one"):
            await run_bot(config, Secret(newsroom.sandbox.token), stderr=io.StringIO())


async def test_the_running_bot_says_in_the_log_where_the_figures_are(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="bot")
    config = newsroom.config.model_copy(update={"metrics": MetricsConfig(port=0)})

    async def stop() -> None:
        await newsroom.sandbox.until(lambda: bool(newsroom.sandbox.gateway.sessions))
        signal.raise_signal(signal.SIGTERM)

    async with asyncio.TaskGroup() as group:
        group.create_task(stop())
        await run_bot(config, Secret(newsroom.sandbox.token), stderr=io.StringIO())

    assert re.search(r"figures for Prometheus are at http://127\.0\.0\.1:\d+/metrics", caplog.text)


def expressions(part: Any) -> list[str]:
    """All queries of a dashboard."""
    if isinstance(part, dict):
        own = [value for key, value in part.items() if key in {"expr", "query"} and isinstance(value, str)]
        return [*own, *(each for value in part.values() for each in expressions(value))]
    return [each for value in part for each in expressions(value)] if isinstance(part, list) else []


async def test_each_figure_of_the_dashboard_exists(newsroom: Stage) -> None:
    queries = expressions(json.loads(DASHBOARD.read_text(encoding="utf-8")))
    named = {name for query in queries for name in re.findall(r"\b(?:briefing_bot|process)_[a-z_]+", query)}
    async with newsroom.bot() as bot, serve_metrics(bot, host="127.0.0.1", port=0) as address:
        await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        bot.deliveries["sent"] += 1
        bot.__dict__["_AutoShardedClient__shards"][0].ws._keep_alive.latency = 0.05
        text = await figures(address)

    served = set(re.findall(r"^([a-z_]+)[ {]", text, re.MULTILINE))
    assert len(named) > 10
    assert named <= served


def test_durations_are_counted_in_ranges() -> None:
    durations = Durations()
    for seconds in (0.01, BOUNDS[0], 0.4, 99.0):
        durations.add(seconds)
    within = dict(durations.within())

    assert within["0.025"] == 2
    assert (within["0.3"], within["0.5"], within["30.0"], within["+Inf"]) == (2, 3, 3, 4)
    assert dataclasses.asdict(durations)["seconds"] == pytest.approx(99.435)
