"""Tasks that are ended when the bot stops."""

from __future__ import annotations

import asyncio

import pytest

from bot.app.timeouts import end_tasks
from bot.cli.run import unless


async def failing() -> None:
    raise LookupError("no such shelf")


async def test_tasks_are_cancelled_and_one_that_has_failed_is_logged_with_its_error(
    caplog: pytest.LogCaptureFixture,
) -> None:
    failed = asyncio.create_task(failing(), name="follows")
    running = asyncio.create_task(asyncio.Event().wait())
    await asyncio.wait({failed})
    await end_tasks(failed, running, None)

    assert running.cancelled()
    assert caplog.messages == ["the task follows failed: no such shelf"]
    assert "LookupError" in caplog.text


async def test_an_error_that_its_caller_gets_is_not_logged_too(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(LookupError):
        await unless(asyncio.Event(), failing())

    assert caplog.messages == []
