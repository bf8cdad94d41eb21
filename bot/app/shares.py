"""What has been shared already, and how to say so in the message whose button was pressed."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Final

import discord

Interaction = discord.Interaction[Any]

REMEMBERED: Final = 1_000
"""Answers that are known, some megabytes at the most. Whoever shares does so in the minutes after asking."""


class Sharing:
    """Knows, in memory, the latest answers and which of them were shared.

    Only the interaction that an answer was given to can change that answer once another one is answered by a message:
    for 15 minutes, as Discord has it.
    """

    def __init__(self) -> None:
        self._answers: OrderedDict[int, discord.Webhook] = OrderedDict()
        self._shared: OrderedDict[int, None] = OrderedDict()

    def remember(self, interaction: Interaction) -> None:
        """Note an interaction that may be answered by a message that can be shared."""
        if interaction.type is not discord.InteractionType.autocomplete:
            self._answers[interaction.id] = interaction.followup
            _shorten(self._answers)

    def begin(self, message: int) -> bool:
        """Claim the sharing of a message; False where that was done before."""
        if message in self._shared:
            return False
        self._shared[message] = None
        _shorten(self._shared)
        return True

    def undo(self, message: int) -> None:
        """Give the claim back: the message was not shared after all."""
        self._shared.pop(message, None)

    def answer_of(self, message: discord.Message) -> discord.Webhook | None:
        """What can change the message; None where that is not known any more."""
        origin = message.interaction_metadata
        return self._answers.get(origin.id) if origin is not None else None


def _shorten(kept: OrderedDict[int, Any]) -> None:
    if len(kept) > REMEMBERED:
        kept.popitem(last=False)
