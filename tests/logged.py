"""Questions in the log of a store, as the bot would have written them."""

from __future__ import annotations

import datetime as dt

from bot.storage import DEFAULT_BASE, LoggedQuestion, Store


async def log_question(  # noqa: PLR0913 - the columns of one question
    store: Store,
    *,
    at: dt.datetime,
    text: str,
    outcome: str,
    fact: str | None,
    confidence: float | None,
    guild: int | None,
    base: str = DEFAULT_BASE,
) -> int:
    """Store a question under a reserved id, and return that."""
    (number,) = await store.questions.reserve(1)
    asked = LoggedQuestion(
        id=number, base=base, at=at, text=text, outcome=outcome, fact=fact, confidence=confidence, guild=guild
    )
    await store.questions.record([asked])
    return number
