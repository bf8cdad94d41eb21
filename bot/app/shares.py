"""Which answers were shared, and how to change the message whose button was pressed."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Final

import discord

from bot.app.responses import AnyInteraction

REMEMBERED: Final = 1_000
"""Number of answers that are remembered, some megabytes at most. Users share within minutes of asking."""


class Shares:
    """Remembers, in memory, the latest answers and which of them were shared.

    A message can be changed later only through the webhook of the interaction that it answered, which Discord accepts
    for 15 minutes.
    """

    def __init__(self) -> None:
        self._webhooks: OrderedDict[int, discord.Webhook] = OrderedDict()
        self._shared: OrderedDict[int, None] = OrderedDict()

    def remember(self, interaction: AnyInteraction) -> None:
        """Remember an interaction whose answer may be shared."""
        if interaction.type is not discord.InteractionType.autocomplete:
            self._webhooks[interaction.id] = interaction.followup
            _drop_oldest(self._webhooks)

    def claim(self, message: int) -> bool:
        """Note that a message is shared. Return False if it was shared before."""
        if message in self._shared:
            return False
        self._shared[message] = None
        _drop_oldest(self._shared)
        return True

    def release(self, message: int) -> None:
        """Take the claim back: the message was not shared after all."""
        self._shared.pop(message, None)

    def webhook_of(self, message: discord.Message) -> discord.Webhook | None:
        """Return what can change the message; None if that is no longer known."""
        origin = message.interaction_metadata
        return self._webhooks.get(origin.id) if origin is not None else None


def _drop_oldest(remembered: OrderedDict[int, Any]) -> None:
    if len(remembered) > REMEMBERED:
        remembered.popitem(last=False)
