"""Make a file that gets its name when it is complete."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from bot.errors import UsageError, reason
from bot.storage.sqlite import create_private

_TEMPORARY: Final = ".briefing-bot-backup-"  # the beginning of the name of the folder in which a file is made
_ABANDONED: Final = dt.timedelta(hours=1)  # a file takes seconds or minutes: an older one was killed


@contextmanager
def new_file(target: Path, now: dt.datetime) -> Iterator[Path]:
    """Yield an empty file that only its owner may read; it becomes `target` at the end of the block.

    If the block fails, nothing is left. What a killed process has left is deleted by the next one. Raises UsageError if
    the target exists or cannot be created.
    """
    _refuse_existing(target)
    try:
        with _temporary_folder(target, now) as folder:
            made = folder / target.name
            create_private(made)
            yield made
            _move(made, target)
    except OSError as error:
        raise UsageError(
            f"{target}: cannot be created ({reason(error)}). Name a file in a folder that exists."
        ) from error


def _refuse_existing(target: Path) -> None:
    if os.path.lexists(target):
        raise UsageError(f"{target}: exists already, and nothing is overwritten. Name another file.")


@contextmanager
def _temporary_folder(target: Path, now: dt.datetime) -> Iterator[Path]:
    """Make a folder beside the target, which only its owner may enter and which is deleted at the end."""
    for left in target.parent.glob(f"{_TEMPORARY}*"):
        with suppress(OSError):
            if left.stat().st_mtime < (now - _ABANDONED).timestamp():
                shutil.rmtree(left)
    with tempfile.TemporaryDirectory(prefix=_TEMPORARY, dir=target.parent, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _move(made: Path, target: Path) -> None:
    """Give the file its name. Raises UsageError if there is such a file by now."""
    try:
        # Unlike a rename, a link replaces nothing.
        target.hardlink_to(made)
    except OSError:
        # Also where the file system has no hard links.
        _refuse_existing(target)
        made.rename(target)
