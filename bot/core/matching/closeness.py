"""How near a question comes to whole texts, word order aside: RapidFuzz's token_sort_ratio."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.core.matching.question import Parsed

Floats = NDArray[np.float32]


def in_order(text: Parsed) -> str:
    """The content words of a text, sorted once for all questions that it will be compared with."""
    return " ".join(sorted(need.word for need in text.needs))


def closeness(question: Parsed, texts: Sequence[str]) -> Floats:
    """The likeness of the question to each text, which stands in order; 0 to 1, shape (texts,)."""
    ratios = process.cdist([in_order(question)], texts, scorer=fuzz.ratio, dtype=np.float32)[0]
    return np.asarray(ratios / 100, dtype=np.float32)
