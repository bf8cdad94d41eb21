from __future__ import annotations

from pathlib import Path

import pytest
from serving import Stage, stage

from bot.sandbox import Sandbox


@pytest.fixture
def newsroom(sandbox: Sandbox, tmp_path: Path) -> Stage:
    """A guild, a reader, an admin and a base; the bot is not running yet."""
    return stage(sandbox, tmp_path)
