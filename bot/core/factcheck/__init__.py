"""Compare the sentences of a message with the facts: what the source says about each, never whether it is true."""

from bot.core.factcheck.checker import LONGEST_MESSAGE, FactChecker
from bot.core.factcheck.message import split
from bot.core.factcheck.results import (
    Claimed,
    Contradicted,
    Difference,
    DifferenceKind,
    Found,
    NotCovered,
    OnlyRelated,
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
    "Found",
    "NotCovered",
    "OnlyRelated",
    "Supported",
    "Verdict",
    "split",
]
