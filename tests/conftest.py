from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import gc
import logging
import os
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

# Before numpy is imported: the workers of a run take all cores, and more threads would only wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import aiohttp

# Its plugin would import it at the end of a run without properties, deep in a stack in which Python 3.11 may fail to
# compile a module.
import hypothesis
import postgres
import pytest
from serving import Stage, stage

from bot.app import background
from bot.sandbox import Sandbox
from bot.storage import Store
from bot.store_address import PostgresAddress, parse_address

# The same examples in each run, and no limit to the time that one takes: the machine may be busy.
hypothesis.settings.register_profile("fixed", derandomize=True, deadline=None)
hypothesis.settings.load_profile("fixed")


def processor_clock() -> Callable[[], dt.datetime]:
    """A clock that goes on from now by this process's processor time.

    Discord waits three seconds for an answer. On a busy machine an answer may take longer without any fault of ours.
    """
    now, began = dt.datetime.now(dt.UTC), time.process_time()
    return lambda: now + dt.timedelta(seconds=time.process_time() - began)


def pytest_collection_finish() -> None:
    """Exempt all that has been imported and collected from garbage collections, which took a fifth of the time."""
    gc.set_threshold(20_000)
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _no_collections_at_starts() -> Iterator[None]:
    """Leave out the two full collections of each start of a bot; tests/app/test_background.py puts them back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(background, "short_collections", contextlib.nullcontext)
        yield


@pytest.fixture(scope="module", autouse=True)
def _thawed() -> Iterator[None]:
    """Let what a module has exempted from collections be collected again: a bot serves on, a test is over."""
    before = gc.get_freeze_count()
    yield
    if not 0 < gc.get_freeze_count() <= before:
        gc.unfreeze()
        gc.collect()
        gc.freeze()


@pytest.fixture(autouse=True)
def _log_level() -> Iterator[None]:
    """Undo what a command that runs in a test does to the level of all logs."""
    root = logging.getLogger()
    level = root.level
    yield
    root.setLevel(level)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A PostgreSQL server for all tests of this worker. A test that stops it starts it again."""
    if not postgres.available():
        pytest.skip(postgres.MISSING)
    with postgres.serve() as server:
        yield server


@pytest.fixture
def postgres_address(postgres_server: postgres.Server) -> Iterator[str]:
    """The address of an empty database of the test's own."""
    name = postgres_server.create_database()
    yield postgres_server.address(name)
    postgres_server.drop_database(name)


@pytest.fixture(scope="session")
def postgres_template(postgres_server: postgres.Server) -> str:
    """The name of a database with the newest tables and nothing in them."""

    async def make(address: PostgresAddress) -> None:
        async with Store.open(address):
            pass

    name = postgres_server.create_database()
    asyncio.run(make(parse_address(postgres_server.address(name))))
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | PostgresAddress]:
    """Where an empty store is: a file that is not there yet, and then a database of PostgreSQL."""
    if request.param == "sqlite":
        yield tmp_path / "a.sqlite3"
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    name = server.create_database(request.getfixturevalue("postgres_template"))
    yield parse_address(server.address(name))
    server.drop_database(name)


@pytest.fixture
async def store(place: Path | PostgresAddress) -> AsyncIterator[Store]:
    """An open store, on each engine."""
    async with Store.open(place) as opened:
        yield opened


@pytest.fixture
def clock() -> Callable[[], dt.datetime]:
    """The clock of the sandbox. Tests that set the time have a ManualClock here."""
    return processor_clock()


@pytest.fixture
async def sandbox(clock: Callable[[], dt.datetime]) -> AsyncIterator[Sandbox]:
    """A stand-in for Discord that discord.py is pointed at; it stands alone until a client runs (`sandbox.run`)."""
    async with Sandbox.serve(clock=clock) as served:
        with served.attach():
            yield served


@pytest.fixture
def newsroom(sandbox: Sandbox, tmp_path: Path) -> Stage:
    """A guild, a reader, an admin and a base; the bot is not running yet."""
    return stage(sandbox, tmp_path)


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """An HTTP client."""
    async with aiohttp.ClientSession() as session:
        yield session
