"""The folders of a base: on disk, where links that lead out of a folder are not followed, or in memory."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from bot.errors import Problem

ENDINGS = (".yaml", ".yml")

MAX_SEED_BYTES = 2 * 1024 * 1024
"""Largest source text, in bytes: some 300,000 words, which take a second to read."""

CURATED, SEEDS = "knowledge", "seeds"
"""First parts of the names of a base's files, wherever its folders are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRefused:
    """Why a file is not read."""

    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The YAML files under a folder, by name relative to it, sorted, and the folders that were skipped.

    `linked` are links to folders; `unread` are folders that cannot be listed, each with the reason.
    """

    files: tuple[str, ...]
    linked: tuple[str, ...] = ()
    unread: tuple[tuple[str, str], ...] = ()


class BaseFolder(Protocol):
    """A folder of the base."""

    def shown(self, name: str = "") -> str:
        """Return a file's name as problems show it."""

    def problem(self, name: str, message: str) -> Problem:
        """Return a problem of a whole file."""
        return Problem(file=self.shown(name), line=1, column=1, message=message)

    def exists(self, name: str = "") -> bool:
        """Return whether the file exists, or the folder itself."""

    def read(self, name: str, *, limit: int) -> bytes | FileRefused:
        """Read at most `limit` + 1 bytes of a file."""

    def listing(self) -> Listing:
        """List the YAML files under the folder, except names that begin with a dot, such as an editor's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskFolder(BaseFolder):
    """A folder on disk. Shown names are relative to `root` if it contains this folder."""

    path: Path
    root: Path

    def shown(self, name: str = "") -> str:
        """Return a file's name as problems show it: relative to the root if the folder is inside it."""
        path = self.path / name
        return (path.relative_to(self.root) if path.is_relative_to(self.root) else path).as_posix()

    def exists(self, name: str = "") -> bool:
        """Return whether the file exists, or the folder itself."""
        return (self.path / name).exists() if name else self.path.is_dir()

    def read(self, name: str, *, limit: int) -> bytes | FileRefused:
        """Read at most `limit` + 1 bytes of a regular file that is inside the folder after links are resolved."""
        try:
            path = (self.path / name).resolve(strict=True)
            if not path.is_relative_to(self.path.resolve()):
                return FileRefused(message=f"It is outside {self.shown()}/; put the file itself there.")
            if not path.is_file():
                return FileRefused(message="It is not a file.")
            with path.open("rb") as file:
                return file.read(limit + 1)
        except FileNotFoundError:
            return FileRefused(message="There is no such file.")
        except (OSError, RuntimeError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else "the name is not valid"
            return FileRefused(message=f"It cannot be read: {reason}.")

    def listing(self) -> Listing:
        """List the YAML files under the folder, without following links to folders."""
        files: list[str] = []
        linked: list[str] = []
        errors: list[OSError] = []
        for parent, children, names in os.walk(self.path, onerror=errors.append):
            children[:] = [child for child in children if not child.startswith(".")]
            linked.extend(self._relative(parent, [child for child in children if Path(parent, child).is_symlink()]))
            shown = [name for name in names if not name.startswith(".") and name.lower().endswith(ENDINGS)]
            files.extend(self._relative(parent, shown))
        unread = sorted((next(self._relative(error.filename, [""])), error.strerror or "unknown") for error in errors)
        return Listing(files=tuple(sorted(files)), linked=tuple(sorted(linked)), unread=tuple(unread))

    def _relative(self, parent: str, names: list[str]) -> Iterator[str]:
        return (Path(parent, name).relative_to(self.path).as_posix() for name in names)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedFolder(BaseFolder):
    """A folder as it would be with these contents in the place of its own files, or beside them."""

    folder: BaseFolder
    files: Mapping[str, bytes]

    def shown(self, name: str = "") -> str:
        """Return a file's name as problems show it."""
        return self.folder.shown(name)

    def exists(self, name: str = "") -> bool:
        """Return whether the file exists, or the folder itself."""
        return name in self.files or self.folder.exists(name)

    def read(self, name: str, *, limit: int) -> bytes | FileRefused:
        """Read at most `limit` + 1 bytes of a file."""
        return self.files[name][: limit + 1] if name in self.files else self.folder.read(name, limit=limit)

    def listing(self) -> Listing:
        """List the YAML files of the folder and of `files`."""
        found = self.folder.listing()
        added = {name for name in self.files if name.lower().endswith(ENDINGS)}
        return replace(found, files=tuple(sorted({*found.files, *added})))


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryFolder(BaseFolder):
    """A folder in memory: the `files` whose names begin with `name` and a slash; the others are ignored."""

    name: str
    files: Mapping[str, bytes]

    def shown(self, name: str = "") -> str:
        """Return a file's name as problems show it."""
        return f"{self.name}/{name}" if name else self.name

    def exists(self, name: str = "") -> bool:
        """Return whether the file exists; the folder itself always does."""
        return not name or self.shown(name) in self.files

    def read(self, name: str, *, limit: int) -> bytes | FileRefused:
        """Read at most `limit` + 1 bytes of a file."""
        content = self.files.get(self.shown(name))
        return FileRefused(message="There is no such file.") if content is None else content[: limit + 1]

    def listing(self) -> Listing:
        """List the YAML files."""
        start = f"{self.name}/"
        names = (name.removeprefix(start) for name in self.files if name.startswith(start))
        return Listing(files=tuple(sorted(name for name in names if name.lower().endswith(ENDINGS))))


class RevisionHash:
    """The SHA-256 over the names and bytes of files, which are added in the order of their names."""

    def __init__(self) -> None:
        self._whole = hashlib.sha256()

    def add(self, name: str, content: bytes) -> None:
        """Add the next file."""
        for part in (name.encode(), content):
            # With the length, two files cannot have the same bytes as one.
            self._whole.update(len(part).to_bytes(8, "big"))
            self._whole.update(part)

    def copy(self) -> RevisionHash:
        """Return one to which other files can be added."""
        copied = RevisionHash()
        copied._whole = self._whole.copy()
        return copied

    def hex(self) -> str:
        """Return the hash of the files so far."""
        return self._whole.hexdigest()


def revision(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 (hex) over the names and bytes of files, in the order of their names."""
    whole = RevisionHash()
    for name in sorted(files):
        whole.add(name, files[name])
    return whole.hex()
