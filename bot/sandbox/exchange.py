"""One interaction as its user sees it: the request, and what the bot has answered so far."""

from __future__ import annotations

from collections.abc import Callable

from bot.sandbox.model import Interaction, Json, Message, Refused, ResponseKind
from bot.sandbox.refusals import UnavailableError
from bot.sandbox.world import World


class Exchange:
    """A live view of an interaction. `patience` is how long the waits below last, in seconds of real time."""

    def __init__(self, world: World, interaction: Interaction, *, patience: float) -> None:
        self.interaction = interaction
        self._world = world
        self._patience = patience

    @property
    def kind(self) -> ResponseKind | None:
        """The type of the first answer, None before it."""
        return self.interaction.response

    @property
    def message(self) -> Message:
        """The answer's message in its current state; for an update, the message that was updated."""
        if self.interaction.original is None:
            raise UnavailableError("This exchange has no message.")
        return self.interaction.original

    @property
    def text(self) -> str:
        """All that can be read in the answer."""
        return self.message.text

    @property
    def ephemeral(self) -> bool:
        """Whether only the asking user sees the answer."""
        return self.message.ephemeral

    @property
    def followups(self) -> tuple[Message, ...]:
        """The follow-ups that are still there."""
        return tuple(message for message in self.interaction.followups if not message.deleted)

    @property
    def choices(self) -> tuple[Json, ...]:
        """What autocomplete offers: name and value."""
        return tuple(self.interaction.choices)

    @property
    def modal(self) -> Json:
        """The form that was opened."""
        if self.interaction.modal is None:
            raise UnavailableError("This exchange has opened no modal.")
        return self.interaction.modal

    @property
    def refused(self) -> tuple[Refused, ...]:
        """Answers that Discord would have declined."""
        return tuple(self.interaction.refused)

    async def answered(self) -> Exchange:
        """Wait for the first answer."""
        await self._until(lambda: self.interaction.response is not None, "answer")
        return self

    async def filled(self) -> Exchange:
        """Wait for the first answer, and if it was deferred, until it no longer reads "thinking…"."""
        await self.answered()
        await self._until(lambda: not self._thinks, "fill in its deferred answer")
        return self

    @property
    def _thinks(self) -> bool:
        original = self.interaction.original
        return original is not None and original.loading and not original.deleted

    async def followed_up(self, count: int = 1) -> Exchange:
        """Wait for a number of follow-ups."""
        await self._until(lambda: len(self.followups) >= count, "follow up")
        return self

    async def declined(self) -> Refused:
        """Wait until an answer is declined, and return the last one."""
        await self._until(lambda: bool(self.interaction.refused), "have an answer declined")
        return self.interaction.refused[-1]

    async def _until(self, condition: Callable[[], bool], what: str) -> None:
        try:
            await self._world.until(condition, patience=self._patience)
        except TimeoutError:
            tried = "".join(f"\n  declined: {each.status} {each.code} {each.message}" for each in self.refused)
            raise UnavailableError(f"The application did not {what} within {self._patience:g} s.{tried}") from None
