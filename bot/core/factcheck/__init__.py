"""Compare the sentences of a message with the facts: what the source says about each, never whether it is true."""

from bot.core.factcheck.checker import LONGEST_MESSAGE, FactChecker, split
from bot.core.factcheck.results import (
    Claimed,
    Contradicted,
    Difference,
    DifferenceKind,
    NotCovered,
    Supported,
    Verdict,
)

__all__ = [
    "LONGEST_MESSAGE",
    "Claimed",
    "Contradicted",
    "Difference",
    "DifferenceKind",
    "FactChecker",
    "NotCovered",
    "Supported",
    "Verdict",
    "split",
]
