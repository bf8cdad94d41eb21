"""Find the entry that asks exactly a question, in a base of any size."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.core.knowledge.model import Fact, Unknown
from bot.core.text.normalise import same_text

NO_QUESTION: Final = 0
"""The hash of a text that is no question."""

_HASH_BYTES: Final = 8


def hash_of_question(folded: str) -> int:
    """Return a hash of a question as `same_text` returns it; never that of no question."""
    found = hashlib.blake2b(folded.encode("utf-8", "backslashreplace"), digest_size=_HASH_BYTES).digest()
    return int.from_bytes(found, "little") or NO_QUESTION + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestions(Mapping[str, int]):
    """The entry of each folded question and phrasing of a large base, without keeping the texts.

    In a dict, each would take 200 bytes.
    `hashes` are those of the questions, ascending, and `owners` their entries, places in `targets`.
    """

    hashes: NDArray[np.uint64]
    owners: NDArray[np.int32]
    targets: Sequence[Fact | Unknown]

    def __len__(self) -> int:
        return len(self.hashes)

    def __iter__(self) -> Iterator[str]:
        return (same_text(question) for target in self.targets for question in target.questions)

    def __getitem__(self, folded: str) -> int:
        wanted = np.uint64(hash_of_question(folded))
        first, last = self.hashes.searchsorted(wanted), self.hashes.searchsorted(wanted, side="right")
        for entry in self.owners[first:last].tolist():
            if any(same_text(question) == folded for question in self.targets[entry].questions):
                return int(entry)
        raise KeyError(folded)
