from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from newsrooms import DUE, Desk, desk

from bot.sandbox import ManualClock, Sandbox


@pytest.fixture
def clock() -> ManualClock:
    """Ten minutes before the briefing."""
    return ManualClock(DUE - dt.timedelta(minutes=10))


@pytest.fixture
async def newsroom(clock: ManualClock, tmp_path: Path) -> AsyncIterator[Desk]:
    """A guild with somebody who may manage it; no briefing is set yet."""
    async with Sandbox.serve(clock=clock) as sandbox:
        with sandbox.attach():
            yield desk(sandbox, tmp_path, clock)
