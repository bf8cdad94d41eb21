from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from newsrooms import DUE, Newsroom, newsroom_in

from bot.sandbox import ManualClock, Sandbox


@pytest.fixture
def clock() -> ManualClock:
    """Ten minutes before the briefing."""
    return ManualClock(DUE - dt.timedelta(minutes=10))


@pytest.fixture
def newsroom(sandbox: Sandbox, clock: ManualClock, tmp_path: Path) -> Newsroom:
    """A guild with somebody who may manage it; no briefing is set yet."""
    return newsroom_in(sandbox, tmp_path, clock)
