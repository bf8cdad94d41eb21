from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import datetime as dt
import io
import os
import signal
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest
from bases import write_base

from bot.__main__ import parse
from bot.cli.sandbox import Newsroom, newsroom, run_sandbox
from bot.config import Config, SandboxConfig, load_config
from bot.core.factbase.base import Library
from bot.errors import KnowledgeError, UsageError
from bot.sandbox import Channel, ManualClock, Message, UnavailableError
from bot.sandbox.page.user import PageUser


class Reader(io.StringIO):
    """Somebody at a terminal, who presses Ctrl-C once the page's address is there."""

    def write(self, text: str, /) -> int:
        if "http://" in text:
            os.kill(os.getpid(), signal.SIGINT)
        return super().write(text)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return load_config(write_base(tmp_path)).model_copy(update={"sandbox": SandboxConfig(port=0)})


async def ran(config: Config, host: str = "127.0.0.1") -> tuple[int, str, str]:
    out, err = Reader(), io.StringIO()
    code = await run_sandbox(config, host=host, out=out, stderr=err)
    return code, out.getvalue(), err.getvalue()


async def served(room: Newsroom, config: Config, stopped: asyncio.Event) -> None:
    library = Library(root=config.root, knowledge=config.knowledge, seeds=config.seeds, vectors=None)
    await room.serve(library, stopped)


async def test_the_page_prints_its_address_and_ends_with_ctrl_c(config: Config) -> None:
    code, out, err = await ran(config)

    assert (code, err) == (0, "")
    assert out.startswith("The chat page is at http://127.0.0.1:")
    assert "Ctrl-C" in out


async def test_a_port_in_use_is_replaced_by_a_free_one_and_reported(config: Config) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        _, out, _ = await ran(config.model_copy(update={"sandbox": SandboxConfig(port=port)}))

    assert out.startswith(f"Port {port} is in use, so the page uses a free one.\n")
    assert f":{port} " not in out


async def test_another_interface_is_served_with_a_warning_only(config: Config) -> None:
    _, out, err = await ran(config, "0.0.0.0")  # noqa: S104 - what is tested

    assert err.startswith("Warning: the page is served on 0.0.0.0. Anyone who can reach this machine there")
    assert "http://0.0.0.0:" in out


def test_only_loopback_is_served_unless_another_interface_is_named() -> None:
    assert parse(["sandbox"]).host == "127.0.0.1"


@pytest.mark.parametrize(
    ("host", "told"),
    [("everywhere", "--host takes the address of an interface"), ("192.0.2.1", "cannot be served on 192.0.2.1")],
)
async def test_an_interface_that_does_not_exist_is_wrong_usage(config: Config, host: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        await ran(config, host)


async def test_the_bot_serves_the_home_guild_and_writes_nothing_to_the_configs_database(config: Config) -> None:
    stopped = asyncio.Event()
    async with newsroom(config) as room:
        serving = asyncio.create_task(served(room, config, stopped))
        await room.sandbox.until(lambda: room.sandbox.gateway.connected)
        global_ones, own = room.sandbox.commands(), room.sandbox.commands(room.sandbox.guild("Newsroom"))
        kept = room.config.store.exists()
        stopped.set()
        await serving

    assert {"ask", "briefing"} <= set(global_ones)
    assert {"reload", "admin"} <= set(own)
    assert kept
    assert not room.config.store.parent.exists()
    assert not config.store.exists()


async def test_the_bot_is_restarted_each_time_that_is_asked_for(config: Config) -> None:
    stopped = asyncio.Event()
    async with newsroom(config) as room:
        serving = asyncio.create_task(served(room, config, stopped))
        seen = []
        for _ in range(2):
            await room.sandbox.until(lambda: room.sandbox.gateway.connected)
            seen += list(room.sandbox.gateway.sessions)
            room.ended.set()
            await room.sandbox.until(lambda: not room.sandbox.gateway.sessions)
        await room.sandbox.until(lambda: room.sandbox.gateway.connected)
        stopped.set()
        await serving

    assert len(set(seen)) == 2


async def test_an_error_of_the_connection_is_one_sentence_and_exit_code_1(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(*_: object) -> None:
        raise discord.LoginFailure("not this one")

    monkeypatch.setattr("bot.cli.sandbox.serve", refused)
    err = io.StringIO()
    code = await run_sandbox(config, host="127.0.0.1", out=io.StringIO(), stderr=err)

    assert code == 1
    assert err.getvalue().startswith("Discord refused the token")


async def test_a_broken_base_is_left_to_the_command_line_to_report(config: Config) -> None:
    (config.knowledge / "sources.yaml").write_text("- id: [", encoding="utf-8")

    with pytest.raises(KnowledgeError):
        await run_sandbox(config, host="127.0.0.1", out=io.StringIO(), stderr=io.StringIO())


NOON = dt.datetime(2031, 3, 4, 12, tzinfo=dt.UTC)
"""Four hours after the time of the sandbox's briefing: the bot would still send a missed one, as late."""

LATE = "This briefing is late"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody at the chat page, as the admin. `times` are those of the posts, `late` those that say so."""

    room: Newsroom
    user: PageUser

    @property
    def general(self) -> Channel:
        return next(each for each in self.room.sandbox.world.channels.values() if each.name == "general")

    def posts(self, name: str) -> list[Message]:
        everywhere = self.room.sandbox.world.messages.values()
        return [each for each in everywhere if each.channel.name == name and not each.ephemeral]

    def times(self, name: str) -> list[str]:
        """When the channel got its posts, to the minute."""
        return [f"{each.created:%d %H:%M}" for each in self.posts(name)]

    def late(self) -> list[str]:
        return [each.text for name in ("briefings", "general") for each in self.posts(name) if LATE in each.text]

    async def schedule(self, time: str) -> None:
        await self.user.person.slash(self.general, "briefing schedule", channel=self.general, time=time, timezone="UTC")


@contextlib.asynccontextmanager
async def visited(config: Config) -> AsyncIterator[Visitor]:
    """The bot as the page runs it, first started at noon."""
    stopped = asyncio.Event()
    async with newsroom(config, base=ManualClock(NOON)) as room:
        serving = asyncio.create_task(served(room, config, stopped))
        await room.sandbox.until(lambda: room.sandbox.gateway.connected and bool(room.sandbox.commands()))
        yield Visitor(room=room, user=PageUser(room.sandbox.world, [room.sandbox.user("admin")], room.controls))
        stopped.set()
        await serving


async def test_no_briefing_is_late_on_the_first_start(config: Config) -> None:
    async with visited(config) as visitor:
        await visitor.user.do({"do": "move", "appointment": 0})

        assert visitor.times("briefings") == ["05 08:00"]
        assert visitor.late() == []


async def test_the_clock_goes_to_the_next_briefing_of_any_channel(config: Config) -> None:
    async with visited(config) as visitor:
        await visitor.schedule("18:00")
        await visitor.user.do({"do": "move", "appointment": 0})
        first = visitor.room.clock()
        await visitor.user.do({"do": "move", "appointment": 0})

        assert f"{first:%d %H:%M}" == "04 18:00"
        assert visitor.times("general") == ["04 18:00"]
        assert visitor.times("briefings") == ["05 08:00"]


async def test_a_jump_over_several_briefings_sends_each_at_its_time(config: Config) -> None:
    async with visited(config) as visitor:
        await visitor.schedule("18:00")
        await visitor.user.do({"do": "move", "seconds": 2 * 86_400})

        assert visitor.room.clock() == NOON + dt.timedelta(days=2)
        assert visitor.times("general") == ["04 18:00", "05 18:00"]
        assert visitor.times("briefings") == ["05 08:00", "06 08:00"]
        assert visitor.late() == []


async def test_without_any_schedule_the_clock_has_no_next_briefing(config: Config) -> None:
    async with visited(config) as visitor:
        briefings = next(each for each in visitor.room.sandbox.world.channels.values() if each.name == "briefings")
        await visitor.user.person.slash(visitor.general, "briefing stop", channel=str(briefings.id))

        with pytest.raises(UnavailableError, match="No briefing is scheduled"):
            await visitor.user.do({"do": "move", "appointment": 0})
