from __future__ import annotations

import gc
from collections.abc import AsyncIterator, Iterator

# Its plugin would import it at the end of a run without properties, deep in a stack in which Python 3.11 may fail to
# compile a module.
import hypothesis  # noqa: F401
import pytest

from bot.sandbox import Sandbox


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    """Let what a load has exempted from collections be collected again: a bot serves on, a test is over."""
    yield
    gc.unfreeze()


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A stand-in for Discord that discord.py is pointed at; it stands alone until a client runs (`sandbox.run`)."""
    async with Sandbox.serve() as served:
        with served.attach():
            yield served
