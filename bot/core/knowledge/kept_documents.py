"""Keep the values of YAML files, so that a reload reads the files again that have changed, and no others."""

from __future__ import annotations

import hashlib
import json
from typing import Final

import numpy as np

from bot.core.kept.files import Kept
from bot.core.kept.packed import pack_lines, unpack_lines
from bot.core.knowledge.yaml_reader import Document, Position, Unreadable, read_document

_PART: Final = "documents"
_UNKNOWN: Final = Position(line=1, column=1)


class KeptDocuments:
    """Reads documents, and takes the values of files that were read before from what was kept.

    Such a document has no positions: where a base has a problem, it has to be read again without them. A file with a
    problem of its own or with a TODO, whose place must be known, is never kept.
    """

    def __init__(self, kept: Kept) -> None:
        self._kept = kept
        self._known = _find(kept)
        self._used: dict[str, bytes] = {}

    def read(self, content: bytes, *, file: str) -> Document | Unreadable:
        """Read one document, as `read_document` does."""
        if b"TODO" in content:
            return read_document(content, file=file)
        key = hashlib.sha256(content).hexdigest()
        known = self._known.get(key)
        if known is not None:
            self._used[key] = known
            return Document(file=file, value=json.loads(known), root=_UNKNOWN)
        document = read_document(content, file=file)
        if isinstance(document, Document) and not document.problems:
            self._used[key] = json.dumps(document.value, ensure_ascii=False, separators=(",", ":")).encode()
        return document

    def keep(self) -> None:
        """Keep the files that were read, unless these are the ones that were kept."""
        if self._used.keys() == self._known.keys():
            return
        values = list(self._used.values())
        self._kept.keep(
            _PART,
            {
                "keys": pack_lines(self._used),
                "content": np.frombuffer(b"".join(values), dtype=np.uint8),
                "ends": np.cumsum(list(map(len, values)), dtype=np.int64),
            },
        )


def _find(kept: Kept) -> dict[str, bytes]:
    arrays = kept.find(_PART)
    if arrays is None:
        return {}
    ends = arrays["ends"].tolist()
    spans = zip(unpack_lines(arrays["keys"]), [0, *ends], ends, strict=False)
    return {key: arrays["content"][start:end].tobytes() for key, start, end in spans}
