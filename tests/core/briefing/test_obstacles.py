from __future__ import annotations

import pytest

from bot.core.briefing.obstacles import Obstacle, ObstacleKind


@pytest.mark.parametrize("kind", ObstacleKind)
def test_an_obstacle_comes_back_from_the_store(kind: ObstacleKind) -> None:
    obstacle = Obstacle(kind=kind, permissions=("view_channel", "send_messages"))

    assert Obstacle.decode(obstacle.encode()) == obstacle


@pytest.mark.parametrize("text", ["", "unheard-of", "403 Forbidden"])
def test_a_reason_of_another_version_is_a_refusal(text: str) -> None:
    assert Obstacle.decode(text) == Obstacle(kind=ObstacleKind.REFUSED)
