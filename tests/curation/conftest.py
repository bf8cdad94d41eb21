"""A base with TODO comments, and a review of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from curation.unfinished import store_of, write_unfinished

from bot.config import Config
from bot.curation.session import ReviewSession


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return write_unfinished(tmp_path)


@pytest.fixture
def session(config: Config) -> ReviewSession:
    return ReviewSession(store_of(config))
