"""Compare the sentences of a message with the facts: what the source says about each, never whether it is true."""

from bot.core.factcheck.results import (
    Claimed,
    Contradicted,
    Difference,
    DifferenceKind,
    Found,
    NotCovered,
    OnlyRelated,
    Supported,
    Unchecked,
    Verdict,
)

__all__ = [
    "Claimed",
    "Contradicted",
    "Difference",
    "DifferenceKind",
    "Found",
    "NotCovered",
    "OnlyRelated",
    "Supported",
    "Unchecked",
    "Verdict",
]
