"""Which files a base consists of, and their bytes; links that lead out of a folder are not followed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """A folder of the base. `root` is the folder that shown names are relative to."""

    path: Path
    root: Path

    def shown(self, name: str = "") -> str:
        """A file's name as problems show it: relative to the root where the folder lies under it."""
        path = self.path / name
        return (path.relative_to(self.root) if path.is_relative_to(self.root) else path).as_posix()

    def problem(self, name: str, message: str) -> Problem:
        """A problem of a file as a whole."""
        return Problem(file=self.shown(name), line=1, column=1, message=message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A file that is not read, and why."""

    message: str


def read_bytes(folder: Folder, name: str, *, limit: int) -> bytes | Refused:
    """At most `limit` + 1 bytes of a regular file that lies within the folder, links resolved."""
    try:
        path = (folder.path / name).resolve(strict=True)
        if not path.is_relative_to(folder.path.resolve()):
            return Refused(message=f"It leads out of {folder.shown()}/; put the file itself there.")
        if not path.is_file():
            return Refused(message="It is no file.")
        with path.open("rb") as file:
            return file.read(limit + 1)
    except FileNotFoundError:
        return Refused(message="There is no such file.")
    except (OSError, RuntimeError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "the name leads nowhere"
        return Refused(message=f"It cannot be read: {reason}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The YAML files under a folder, by name relative to it, sorted; and the folders that were passed over.

    `linked` are links, `unread` pairs a folder that cannot be listed with the reason.
    """

    files: tuple[str, ...]
    linked: tuple[str, ...]
    unread: tuple[tuple[str, str], ...]


def list_yaml(folder: Folder) -> Listing:
    """Walk a folder. Names that begin with a dot, such as an editor's, are passed over."""
    files: list[str] = []
    linked: list[str] = []
    errors: list[OSError] = []
    for parent, children, names in os.walk(folder.path, onerror=errors.append):
        children[:] = [child for child in children if not child.startswith(".")]
        linked.extend(_relative(folder, parent, _links(parent, children)))
        shown = [name for name in names if not name.startswith(".") and name.lower().endswith(ENDINGS)]
        files.extend(_relative(folder, parent, shown))
    unread = sorted((next(_relative(folder, error.filename, [""])), error.strerror or "unknown") for error in errors)
    return Listing(files=tuple(sorted(files)), linked=tuple(sorted(linked)), unread=tuple(unread))


def _links(parent: str, children: list[str]) -> list[str]:
    return [child for child in children if Path(parent, child).is_symlink()]


def _relative(folder: Folder, parent: str, names: list[str]) -> Iterator[str]:
    return (Path(parent, name).relative_to(folder.path).as_posix() for name in names)
