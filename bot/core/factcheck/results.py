"""The verdicts on a sentence of a message: what the source says about it, never whether it is true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from bot.core.knowledge.model import Fact, Quote

LONGEST_MESSAGE: Final = 30
"""Sentences of one message that are checked."""


class DifferenceKind(StrEnum):
    """What a sentence and the source differ in."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    WORD = "word"
    NEGATION = "negation"
    MISSING = "missing"
    """The sentence says this, and the source does not."""
    QUALIFIER = "qualifier"
    """The source weakens or limits it so, and the sentence does not, or the other way round."""
    ORDER = "order"
    """The words are there, but not in the same roles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One point in which a sentence and the source differ, each in its own words.

    `source` is a date if it is the fact's own and no text writes it. Where only one side has words, the other is empty.
    """

    kind: DifferenceKind
    said: str
    source: str | dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Supported:
    """The source says so: `fact`, proven by `quote`. `passage` is the sentence of the quote that comes nearest."""

    sentence: str
    fact: Fact
    quote: Quote
    passage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """The source reports it as the claim of the fact's `attribution`, or as disputed. `against` disputes it."""

    sentence: str
    fact: Fact
    quote: Quote
    passage: str
    against: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradicted:
    """The source says something else about the same matter, in one point or two."""

    sentence: str
    fact: Fact
    quote: Quote
    passage: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlyRelated:
    """The base does not settle it. `fact` comes nearest; `differences` say what is different or missing.

    A sentence that was left `unchecked` has none.
    """

    sentence: str
    fact: Fact
    quote: Quote
    passage: str
    differences: tuple[Difference, ...]
    unchecked: Unchecked | None = None


class Unchecked(StrEnum):
    """Why a sentence was not compared with the base."""

    QUESTION = "question"
    """It asks, and so states nothing."""
    LANGUAGE = "language"
    """It is in a language that the check does not read."""
    LENGTH = "length"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCovered:
    """The base has no fact on it, or the sentence was left `unchecked`."""

    sentence: str
    unchecked: Unchecked | None = None


Found = Supported | Claimed | Contradicted | OnlyRelated
"""A verdict that shows a fact."""

Verdict = Found | NotCovered


class ChecksSentences(Protocol):
    """What compares sentences with the facts of a base."""

    def check(self, message: Iterable[str]) -> Iterator[Verdict]:
        """Yield the verdict on each sentence of a message, in their order."""

    def warm_up(self) -> None:
        """Read the facts before the first sentence, so that it is checked as fast as later ones."""
