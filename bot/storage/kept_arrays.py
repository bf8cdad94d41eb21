"""Keep arrays that take long to compute in a folder beside the database, so that the next start is quick.

What is kept is never trusted: each file has a checksum, a file that does not fit is written again, and a folder that
cannot be read or written costs time only. There is no pickle in it, so that a forged file can run no code.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import io
import logging
import os
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

_log = logging.getLogger(__name__)

FOLDER: Final = "cache"
"""The name of the folder beside the database; it has a folder for each base."""
MOST_FILES: Final = 12
"""Files that are kept of a base, the latest ones: two or three for each revision."""

_DIGEST: Final = hashlib.sha256
_DIGEST_BYTES: Final = 32
_LARGEST: Final = 2**30  # bytes of a file that is read
_PACKAGES: Final = ("numpy", "wordllama", "tokenizers", "pystemmer", "anyascii")
_CODE: Final = ("text", "knowledge", "matching")  # of bot/core: what the arrays are computed by


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskArrays:
    """The arrays of one base: `key` says all that they depend on."""

    folder: Path
    key: str

    def get(self, name: str, shape: tuple[int, ...], compute: Callable[[], NDArray[np.float32]]) -> NDArray[np.float32]:
        """Return the kept array of this name and shape, or else compute and keep it."""
        path = self.folder / f"{_DIGEST(f'{self.key} {name}'.encode()).hexdigest()[:32]}.array"
        found = _read(path, shape)
        if found is None:
            found = compute()
            _write(path, found)
        return found


def kept_arrays(store: Path, base: str, *parts: str) -> DiskArrays:
    """Return the arrays kept beside a database for the base of this name; they depend on `parts` and on the code."""
    return DiskArrays(folder=store.parent / FOLDER / base, key=" ".join((*parts, _version())))


@cache
def _version() -> str:
    """Return a hash of the code and the versions of the packages that the arrays are computed by."""
    core = Path(__file__).parent.parent / "core"
    files = sorted(path for part in _CODE for path in (core / part).rglob("*") if path.suffix in {".py", ".json"})
    whole = _DIGEST()
    for part in (*(path.read_bytes() for path in files), *(each.encode() for each in _installed())):
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def _installed() -> Iterable[str]:
    for name in _PACKAGES:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            yield f"{name} {importlib.metadata.version(name)}"


def _read(path: Path, shape: tuple[int, ...]) -> NDArray[np.float32] | None:
    """Return a kept array; None if there is none, or if the file is damaged or of another shape."""
    try:
        if path.stat().st_size > _LARGEST:
            return None
        content = path.read_bytes()
        if _DIGEST(content[_DIGEST_BYTES:]).digest() != content[:_DIGEST_BYTES]:
            _log.warning("%s is damaged: it is computed again", path)
            return None
        found: NDArray[np.float32] = np.load(io.BytesIO(content[_DIGEST_BYTES:]), allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return found if found.shape == shape and found.dtype == np.float32 else None


def _write(path: Path, array: NDArray[np.float32]) -> None:
    """Write an array under a temporary name, then rename it; a failure is logged and changes nothing."""
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    content = buffer.getvalue()
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.partial")
    try:
        for folder in (path.parent.parent, path.parent):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(_DIGEST(content).digest())
            file.write(content)
        partial.replace(path)
        _forget_old(path.parent)
    except OSError as error:
        _log.debug("%s was not kept: %s", path, error)
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)


def _forget_old(folder: Path) -> None:
    """Delete all files but the latest ones."""
    files = [(path.stat().st_mtime_ns, path) for path in folder.iterdir() if path.suffix in {".array", ".partial"}]
    for _, path in sorted(files, reverse=True)[MOST_FILES:]:
        path.unlink(missing_ok=True)
