from __future__ import annotations

import asyncio

import pytest
from faults.timers import Timers


@pytest.fixture
def timers() -> Timers:
    """The client's own sleep, in the test's hands."""
    return Timers()


class Hasty:
    """asyncio as discord.py sees it, with sleeps that are over at once."""

    def __getattr__(self, name: str) -> object:
        return getattr(asyncio, name)

    @staticmethod
    async def sleep(_seconds: float) -> None:
        """Let others run once."""
        await asyncio.sleep(0)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py's own pauses, between two attempts or before it identifies again, take no time."""
    for module in ("discord.client", "discord.shard", "discord.http", "discord.webhook.async_"):
        monkeypatch.setattr(f"{module}.asyncio", Hasty())
