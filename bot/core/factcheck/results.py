"""What a sentence of somebody's message gets: what the source says to it, and never that it is true."""

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

    The date that a fact has beside its statement is a date. Of a denial the side that denies has the denying word, and
    the other nothing.
    """

    kind: DifferenceKind
    said: str
    source: str | dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Supported:
    """The source says it: in `fact`, proven by `quote`, most of all by the `passage` of it."""

    sentence: str
    fact: Fact
    quote: Quote
    passage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """The source reports it as somebody's claim, or as disputed; `against` holds the facts that stand against it."""

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
    """No fact says it or the contrary; `question` tells that it states nothing, but asks."""

    sentence: str
    question: bool = False


Verdict = Supported | Claimed | Contradicted | NotCovered
