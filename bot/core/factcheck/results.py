"""The verdicts on a sentence of a message: what the source says about it, never whether it is true."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from bot.core.knowledge.model import Fact, Quote


class DifferenceKind(StrEnum):
    """In what a sentence and the source differ."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    WORD = "word"
    NEGATION = "negation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One point in which a sentence and the source differ, each in its own words.

    `source` is a date if it is that of the fact itself and no text has it. Where only one side denies, it has the
    denying words and the other is empty.
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
    """The source reports it as somebody's claim, or as disputed. `against` holds the facts that dispute it."""

    sentence: str
    fact: Fact
    quote: Quote
    passage: str
    against: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradicted:
    """The source speaks of the same and says otherwise, in one point or two."""

    sentence: str
    fact: Fact
    quote: Quote
    passage: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCovered:
    """No fact says it or the contrary. `question` is true for a sentence that asks and so states nothing."""

    sentence: str
    question: bool = False


Verdict = Supported | Claimed | Contradicted | NotCovered
