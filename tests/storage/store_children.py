"""Other processes around a store: one that holds it, one that may not write it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

PROJECT: Final = Path(__file__).resolve().parents[2]

_HOLDS: Final = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


@contextlib.asynccontextmanager
async def holding(path: Path) -> AsyncIterator[None]:
    """Another process holds the file under an exclusive lock."""
    # The loop goes on meanwhile: a change that it is making must come to its end before another process gets the lock.
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _HOLDS, str(path), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    try:
        assert await child.stdout.readline() == b"held\n"
        yield
    finally:
        await child.communicate(b"")


def bound_by_permissions(script: str, *arguments: str | Path) -> str:
    """The output of a Python script in a process that the permissions of files bind, as they do not bind root."""
    command = [sys.executable, "-c", script, *map(str, arguments)]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("root may write everything, and there is no setpriv to give that up")
        command = ["setpriv", "--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search", *command]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=60, check=True)  # noqa: S603 - as above
    return done.stdout + done.stderr
