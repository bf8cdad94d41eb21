from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A stand-in for Discord that discord.py is pointed at; it stands alone until a client runs (`sandbox.run`)."""
    async with Sandbox.serve() as served:
        with served.attach():
            yield served
