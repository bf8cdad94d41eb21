from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from serving import Stage, stage

if TYPE_CHECKING:
    from pathlib import Path

    from bot.sandbox import Sandbox


@pytest.fixture
def newsroom(sandbox: Sandbox, tmp_path: Path) -> Stage:
    """A guild, a reader, an admin and a base; the bot is not running yet."""
    return stage(sandbox, tmp_path)
