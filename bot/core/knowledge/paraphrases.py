"""Read the paraphrases of a statement: sentences with alternatives, "[About|Some] 6,500 [troops|soldiers] left"."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MAX_ALTERNATIVES: Final = 12
"""Alternatives at one place of a paraphrase."""
MAX_READINGS: Final = 10_000_000
"""Sentences that one paraphrase may stand for. Only the one nearest to a sentence is ever read."""

_MARK: Final = re.compile(r"[\[\]|]")


class ParaphraseError(ValueError):
    """A paraphrase whose brackets cannot be read; the message says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paraphrase:
    """A sentence in parts, each with its alternatives: one for what always stands there, more for what was bracketed.

    Any choice of alternatives says what the statement says.
    """

    parts: tuple[tuple[str, ...], ...]

    def first(self) -> str:
        """Return the sentence with the first alternative of each part."""
        return _joined([part[0] for part in self.parts])

    def choose(self, choice: Iterator[int]) -> str:
        """Return the sentence with one alternative of each part, by its index."""
        return _joined([part[index] for part, index in zip(self.parts, choice, strict=True)])


def _joined(parts: list[str]) -> str:
    return " ".join("".join(parts).split())


def read_paraphrase(written: str) -> Paraphrase:
    """Read a paraphrase: alternatives stand in square brackets, with bars between them.

    Raises ParaphraseError for brackets that do not match or stand in others, a bar outside of them, an alternative that
    is empty or the only one, and for too many of them.
    """
    parts: list[tuple[str, ...]] = []
    opened = -1
    start = 0
    alternatives: list[str] = []
    for mark in _MARK.finditer(written):
        text, place = written[start : mark.start()], mark.start() + 1
        start = mark.end()
        match mark.group(), opened >= 0:
            case "[", False:
                parts.append((text,))
                opened = mark.start()
                alternatives = []
            case "[", True:
                raise ParaphraseError(f"a '[' at character {place} inside the brackets of character {opened + 1}")
            case _, False:
                raise ParaphraseError(f"a '{mark.group()}' at character {place} outside of brackets")
            case end, _:
                alternatives.append(_alternative(text, place))
                if end == "]":
                    parts.append(_alternatives(alternatives, opened + 1))
                    opened = -1
    if opened >= 0:
        raise ParaphraseError(f"a '[' at character {opened + 1} without a ']'")
    parts.append((written[start:],))
    if math.prod(map(len, parts)) > MAX_READINGS:
        raise ParaphraseError(f"alternatives for more than {MAX_READINGS:,} sentences")
    return Paraphrase(parts=tuple(parts))


def _alternative(text: str, place: int) -> str:
    if not text.strip():
        raise ParaphraseError(f"an empty alternative before character {place}")
    return text.strip()


def _alternatives(found: list[str], place: int) -> tuple[str, ...]:
    if len(found) == 1:
        raise ParaphraseError(f"only one alternative in the brackets of character {place}")
    if len(found) > MAX_ALTERNATIVES:
        raise ParaphraseError(f"{len(found)} alternatives in the brackets of character {place}")
    if len(set(found)) < len(found):
        raise ParaphraseError(f"the same alternative twice in the brackets of character {place}")
    return tuple(found)
