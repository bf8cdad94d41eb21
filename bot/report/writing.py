"""The page onto the disk: whole or not at all, and over nothing but an earlier page."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from bot.errors import UsageError
from bot.report.page import GENERATOR

_START = 4096  # bytes in which an earlier page says what made it


def write_page(page: str, target: Path, *, force: bool = False) -> int:
    """Write the page and give its size in bytes. An earlier page is replaced; with `force` any other file as well.

    Who reads the file meanwhile sees the earlier one or the new one. Raises UsageError where it cannot be written.
    """
    refuse_others(target, force=force)
    content = page.encode()
    try:
        _replace(target.resolve(), content)
    except OSError as error:
        raise UsageError(f"{target}: cannot be written ({error.strerror or error}).") from error
    return len(content)


def refuse_others(target: Path, *, force: bool) -> None:
    """Raise UsageError where something stands in the page's place that is no page."""
    if target.is_dir():
        raise UsageError(f"{target}: is a folder; name a file in it, such as {target / 'report.html'}.")
    if not target.resolve().parent.is_dir():
        raise UsageError(f"{target}: there is no such folder; make it first.")
    if not force and target.exists() and not _is_page(target):
        raise UsageError(f"{target}: exists and is no report; name another file, or replace it with --force.")


def _is_page(target: Path) -> bool:
    try:
        with target.open("rb") as file:
            start = file.read(_START)
    except OSError as error:
        raise UsageError(f"{target}: cannot be read ({error.strerror or error}).") from error
    return f'content="{GENERATOR}"'.encode() in start


def _replace(target: Path, content: bytes) -> None:
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    written = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            os.fsync(file.fileno())
        # The page is for whom the folder is for, as a file made in the usual way would be.
        written.chmod(0o666 & ~_umask())
        written.replace(target)
    except BaseException:
        written.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
