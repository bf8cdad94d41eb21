"""Hold the sentences of a message against the facts: what the source says to each, and never that it is true."""

from bot.core.factcheck.checker import LONGEST_MESSAGE, check, split
from bot.core.factcheck.results import Claimed, Contradicted, Difference, DifferenceKind, NotCovered, Supported, Verdict

__all__ = [
    "LONGEST_MESSAGE",
    "Claimed",
    "Contradicted",
    "Difference",
    "DifferenceKind",
    "NotCovered",
    "Supported",
    "Verdict",
    "check",
    "split",
]
