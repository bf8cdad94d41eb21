from __future__ import annotations

import pytest

from bot.core.briefing.obstacles import Hindrance, Obstacle, read_obstacle


@pytest.mark.parametrize("kind", Hindrance)
def test_an_obstacle_comes_back_from_the_store(kind: Hindrance) -> None:
    obstacle = Obstacle(kind=kind, permissions=("view_channel", "send_messages"))

    assert read_obstacle(obstacle.encode()) == obstacle


@pytest.mark.parametrize("text", ["", "unheard-of", "403 Forbidden"])
def test_a_reason_of_another_version_is_a_refusal(text: str) -> None:
    assert read_obstacle(text) == Obstacle(kind=Hindrance.REFUSED)
