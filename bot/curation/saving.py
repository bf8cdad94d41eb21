"""Write edited files: whole or not at all, and never over somebody else's edit."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.errors import BotError, reason

if sys.platform != "win32":
    import fcntl


_FORBIDDEN: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})

CHANGED: Final = "{name} was changed elsewhere and has been read again. Do it once more."
"""What a curator reads when a change was not made, with the name of the file."""


class ChangedOnDiskError(BotError):
    """A file is not as it was read, so nothing was written. `path` is that file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path}: changed on disk since it was read, so nothing was written. Read it again.")


class NotWrittenError(BotError):
    """A file cannot be written, such as on a full disk; all files are as before."""


class ReadOnlyError(NotWrittenError):
    """The folder or the file may not be written; all files are as before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEdit:
    """A file as it was read and as it is to be; None if it does not exist."""

    path: Path
    before: bytes | None
    after: bytes | None


def save(edits: Sequence[FileEdit]) -> None:
    """Write the edits. A reader of a file sees the old content or the new, never a part.

    Raises ChangedOnDiskError if a file is not as it was read, NotWrittenError if one cannot be written, and
    ReadOnlyError if that is not allowed. All leave all files as they are. Two processes that save here wait for each
    other; for an editor, the check directly before the write leaves an instant in which it could write unseen.
    """
    edits = [edit for edit in edits if edit.before != edit.after]
    with _locked(sorted({edit.path.parent for edit in edits})):
        for edit in edits:
            if read_or_none(edit.path) != edit.before:
                raise ChangedOnDiskError(edit.path)
        staged: list[Path | None] = []
        done = 0
        try:
            # Everything is on disk under other names before the first file changes: a full disk fails here.
            staged.extend(_staged(edit.path, edit.after) for edit in edits)
            for edit, new in zip(edits, staged, strict=True):
                _put(edit.path, new)
                done += 1
        except OSError as error:
            failed = edits[done if len(staged) == len(edits) else len(staged)].path
            for edit in reversed(edits[:done]):
                _put(edit.path, _staged(edit.path, edit.before))
            kind = ReadOnlyError if error.errno in _FORBIDDEN else NotWrittenError
            raise kind(f"{failed}: cannot be written ({reason(error)}); nothing was changed.") from error
        finally:
            for path in filter(None, staged):
                path.unlink(missing_ok=True)


def read_or_none(path: Path) -> bytes | None:
    """Return a file's content, or None if there is none."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _put(path: Path, staged: Path | None) -> None:
    """Let a staged file take the place of another; None deletes that."""
    if staged is None:
        path.unlink(missing_ok=True)
    else:
        staged.replace(path.resolve())


def _staged(path: Path, content: bytes | None) -> Path | None:
    """Write what a file is to contain beside it, and return where; None if it is to be deleted."""
    if content is None:
        return None
    target = path.resolve()
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    written = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            shutil.copymode(target, written)
        else:
            written.chmod(0o644)
    except BaseException:
        written.unlink(missing_ok=True)
        raise
    return written


@contextmanager
def _locked(folders: Sequence[Path]) -> Iterator[None]:
    """Keep other processes from saving into the folders. A process that dies leaves no lock behind."""
    opened: list[int] = []
    try:
        for folder in folders:
            if sys.platform != "win32":  # which has no such locks
                opened.append(os.open(folder, os.O_RDONLY))
                fcntl.flock(opened[-1], fcntl.LOCK_EX)
        yield
    finally:
        for descriptor in opened:
            os.close(descriptor)
