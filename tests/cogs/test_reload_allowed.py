from __future__ import annotations

from bot.cogs.admins import may_reload
from bot.config import DiscordConfig

CONFIG = DiscordConfig(home_guild=1, admins=frozenset({10}), admin_roles=frozenset({20}))


def test_a_named_user_may_reload() -> None:
    assert may_reload(CONFIG, 10, [])


def test_a_user_with_a_named_role_may_reload() -> None:
    assert may_reload(CONFIG, 11, [19, 20])


def test_nobody_else_may_reload() -> None:
    assert not may_reload(CONFIG, 11, [19])
    assert not may_reload(CONFIG, 20, [10])
    assert not may_reload(DiscordConfig(), 10, [20])
