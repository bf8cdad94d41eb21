"""Accent colours. Each is told in words as well; all stand out on Discord's light and dark background."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from discord import Colour

from bot.core.facts import Standing

if TYPE_CHECKING:
    from collections.abc import Mapping

STANDING: Final[Mapping[Standing, Colour]] = MappingProxyType(
    {
        Standing.DOCUMENTED: Colour(0x2E9E6B),
        Standing.REPORTED: Colour(0x3B82C4),
        Standing.STATED: Colour(0x7E6BC9),
        Standing.CLAIMED: Colour(0xD08A1D),
        Standing.DISPUTED: Colour(0xCF4B3F),
    }
)
NEUTRAL: Final = Colour(0x7F8794)
PROBLEM: Final = Colour(0xCF4B3F)
