from __future__ import annotations

from pathlib import Path

import pytest
from bases import write_base


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The config file of the small base."""
    return write_base(tmp_path)
