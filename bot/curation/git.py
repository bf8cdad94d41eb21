"""Commit edited files to the git repository that a base lies in."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

PATIENCE: Final = 30.0
"""Seconds that one command of git may take; hooks of the repository run in it."""

_LONGEST_NAME: Final = 80  # characters
_LONGEST_REASON: Final = 300  # characters
_FORBIDDEN: Final = re.compile(r"[\x00-\x1f\x7f<>]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """The edit is a commit."""

    commit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCommitted:
    """git failed, and why; the files are written all the same."""

    reason: str


class _GitError(Exception):
    """A command of git failed."""


async def commit(
    folder: Path, paths: Sequence[Path], *, message: str, name: str, user: int
) -> Committed | NotCommitted | None:
    """Commit files, and no others, in the name of a Discord user. Return None if the folder is in no repository."""
    git = shutil.which("git")
    if git is None:
        return NotCommitted(reason="git is not installed")
    author = author_name(name)
    address = f"{user}@users.noreply.invalid"
    files = [str(path.resolve()) for path in paths]
    try:
        if not await _is_repository(git, folder):
            return None
        await _run(git, folder, "add", "--", *files)
        identity = ("-c", f"user.name={author}", "-c", f"user.email={address}")
        await _run(git, folder, *identity, "commit", "--quiet", "--no-gpg-sign", "--only", "-m", message, "--", *files)
        return Committed(commit=(await _run(git, folder, "rev-parse", "HEAD")).strip())
    except _GitError as error:
        return NotCommitted(reason=str(error))


def author_name(name: str) -> str:
    """Return a display name as git accepts it for an author."""
    cleaned = " ".join(_FORBIDDEN.sub(" ", name).split())[:_LONGEST_NAME].strip()
    return cleaned if any(character.isalnum() for character in cleaned) else "curator"


async def _is_repository(git: str, folder: Path) -> bool:
    try:
        return (await _run(git, folder, "rev-parse", "--is-inside-work-tree")).strip() == "true"
    except _GitError as error:
        if "not a git repository" in str(error):
            return False
        raise


async def _run(git: str, folder: Path, *arguments: str) -> str:
    """Return what a command of git writes. Raises _GitError if it fails or takes too long."""
    # Without the process's own environment: hooks of the repository need not know the bot's token.
    env = {"PATH": os.defpath, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}
    try:
        process = await asyncio.create_subprocess_exec(
            git,
            "-C",
            str(folder),
            *arguments,
            env=env,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
    except OSError as error:
        raise _GitError(str(error)) from error
    try:
        output, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    except TimeoutError as error:
        raise _GitError("it took too long") from error
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    text = output.decode(errors="replace")
    if process.returncode:
        raise _GitError(" ".join(text.split())[:_LONGEST_REASON] or f"exit code {process.returncode}")
    return text
