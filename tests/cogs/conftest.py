from __future__ import annotations

import pytest
from serving import Stage

from bot.sandbox import Channel, Person
from bot.sandbox.model import Role


@pytest.fixture
def desk(newsroom: Stage) -> Channel:
    """The channel of the desk; the bot does not know yet that it is one."""
    return newsroom.sandbox.channel(newsroom.home, "desk")


@pytest.fixture
def curators(newsroom: Stage) -> Role:
    """The role of the curators; the bot does not know yet that it is theirs."""
    return newsroom.sandbox.world.add_role(newsroom.home, "curators")


@pytest.fixture
def curator(newsroom: Stage, curators: Role) -> Person:
    return newsroom.sandbox.user("curator", roles=[curators])
