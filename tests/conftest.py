from __future__ import annotations

import datetime as dt
import gc
import logging
import os
import time
from collections.abc import AsyncIterator, Callable, Iterator

# Before numpy is imported: the workers of a run take all cores, and more threads would only wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Its plugin would import it at the end of a run without properties, deep in a stack in which Python 3.11 may fail to
# compile a module.
import hypothesis
import pytest

from bot.sandbox import Sandbox

# The same examples in each run, and no limit to the time that one takes: the machine may be busy.
hypothesis.settings.register_profile("fixed", derandomize=True, deadline=None)
hypothesis.settings.load_profile("fixed")


def processor_clock() -> Callable[[], dt.datetime]:
    """A clock that goes on from now by this process's processor time.

    Discord waits three seconds for an answer. On a busy machine an answer may take longer without any fault of ours.
    """
    now, began = dt.datetime.now(dt.UTC), time.process_time()
    return lambda: now + dt.timedelta(seconds=time.process_time() - began)


@pytest.fixture(scope="module", autouse=True)
def _thawed() -> Iterator[None]:
    """Let what a load has exempted from collections be collected again: a bot serves on, a test is over.

    After a whole module: each start of a bot collects all that is not exempted, which took half of the tests' time.
    """
    yield
    gc.unfreeze()


@pytest.fixture(autouse=True)
def _log_level() -> Iterator[None]:
    """Undo what a command that runs in a test does to the level of all logs."""
    root = logging.getLogger()
    level = root.level
    yield
    root.setLevel(level)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A stand-in for Discord that discord.py is pointed at; it stands alone until a client runs (`sandbox.run`)."""
    async with Sandbox.serve(clock=processor_clock()) as served:
        with served.attach():
            yield served
