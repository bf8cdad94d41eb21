from __future__ import annotations

import pytest
from discord import Colour

from bot.core.knowledge.model import Standing
from bot.ui import components

BACKGROUNDS = {
    "light": 0xFFFFFF,
    "light container": 0xF2F3F5,
    "dark": 0x313338,
    "dark container": 0x2B2D31,
    "onyx": 0x1A1A1E,
    "ash container": 0x393A41,
}
"""What Discord's clients show a message on."""

ENOUGH = 3.0
"""Contrast that WCAG 2.1 (1.4.11) asks of what is no text."""


def luminance(colour: int) -> float:
    """Relative luminance as WCAG defines it, 0 to 1."""
    channels = [(colour >> shift & 0xFF) / 0xFF for shift in (16, 8, 0)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: int, other: int) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("background", BACKGROUNDS.values(), ids=BACKGROUNDS.keys())
@pytest.mark.parametrize("colour", [*components.STANDING.values(), components.NEUTRAL, components.PROBLEM], ids=str)
def test_a_colour_stands_out_on_light_and_on_dark(colour: Colour, background: int) -> None:
    assert contrast(colour.value, background) >= ENOUGH


def test_each_standing_has_a_colour_and_none_is_that_of_no_standing() -> None:
    assert set(components.STANDING) == set(Standing)
    assert len({*components.STANDING.values(), components.NEUTRAL}) == len(Standing) + 1
