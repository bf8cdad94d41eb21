"""Accent colours. Each is told in words as well; all stand out on Discord's light and dark backgrounds.

That is a contrast of 3:1 at least, as WCAG 2.1 (1.4.11) has it, which leaves colours of one middling brightness.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from discord import Colour

from bot.core.knowledge.model import Standing

STANDING: Final[Mapping[Standing, Colour]] = MappingProxyType(
    {
        Standing.DOCUMENTED: Colour(0x2E9E6B),
        Standing.REPORTED: Colour(0x3F8BD3),
        Standing.STATED: Colour(0x8C79D9),
        Standing.CLAIMED: Colour(0xBD7D14),
        Standing.DISPUTED: Colour(0xE0594C),
    }
)
NEUTRAL: Final = Colour(0x7F8794)
PROBLEM: Final = Colour(0xE0594C)
