"""The verdicts on a sentence of a message: what the source says about it, never whether it is true."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from bot.core.knowledge.model import Fact, Quote


class DifferenceKind(StrEnum):
    """What a sentence and the source differ in."""

    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    WORD = "word"
    NEGATION = "negation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One point in which a sentence and the source differ, each in its own words.

    `source` is a date if it is the fact's own and no text writes it. For a negation, the side that negates has the
    words and the other is empty.
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
    """The source says something else about the same matter, in one point or two."""

    sentence: str
    fact: Fact
    quote: Quote
    passage: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCovered:
    """No fact says or contradicts it. `question` is true for a sentence that asks and so states nothing."""

    sentence: str
    question: bool = False


Verdict = Supported | Claimed | Contradicted | NotCovered
