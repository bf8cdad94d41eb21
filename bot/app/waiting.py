"""Tell a user that an answer takes long, where Discord itself shows nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, Final

import discord

from bot.app.responses import AnyInteraction, put_back, report
from bot.app.timeouts import Sleep, done_within

NOTE_AFTER: Final = 2.0
"""Seconds after which the note is shown: by then, an answer that is late has been deferred."""


async def with_note(
    interaction: AnyInteraction, work: Coroutine[Any, Any, None], note: discord.ui.LayoutView, *, sleep: Sleep
) -> None:
    """Let `work` answer; if that takes longer than NOTE_AFTER, show `note` until the answer takes its place.

    If `work` raises, the private message whose button was pressed is put back, and the error is raised here.
    """
    task = asyncio.create_task(work)
    replaced = False
    try:
        if not await done_within(NOTE_AFTER, task, sleep=sleep):
            replaced = await report(interaction, note)
        await task
    except Exception:
        if replaced:
            await put_back(interaction)
        raise
    finally:
        task.cancel()
