"""Tell whether a text has an age or an amount of money, which "how old" and "how much does it cost" ask for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measure:
    """`asked` finds a question for it, and `given` what a text that answers one has."""

    asked: re.Pattern[str]
    given: re.Pattern[str]


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


_PAYING: Final = r"costs?|paid|pay|spend|spent|worth|earn(?:ed)?|owed?|charged?|donated?|invest(?:ed)?"
_MEASURES: Final = (
    _Measure(
        asked=_pattern(
            r"\bhow old\b|\bage of\b|\bwhat (?:is|was) (?:\S+ ){1,3}age\b",
            r"\bqué edad\b|\bcuántos años tienen?\b",
        ),
        given=_pattern(
            r"\b(?:years?|months?|weeks?|days?|decades?|century|centuries)[ -]old\b|\baged?\b|, \d{1,3}(?=[,.;:]|$)",
            r"\(\d{1,3}\)|\bturn(?:s|ed|ing)? \d{1,3}\b|\b(?:is|was|are|were) \d{1,3}(?=[,.;:]| (?:and|at|when)\b|$)",
            r"\b(?:birthday|anniversary|\w+genarian|centenar\w+|newborn|infant|toddler)s?\b",
            r"\bborn\b|\bteen\w*|\bin (?:his|her|their) \w+ties\b|\b(?:1\d|20)\d\d\b",
            r"\baños\b|\bedad\b|\bnacid[oa]s?\b",
        ),
    ),
    _Measure(
        asked=_pattern(
            r"\bhow much (?:money\b|(?:am|are|can|could|did|do|does|had|has|have|is|must|should|was|were|will|would) "
            rf"(?:\S+ ){{1,9}}(?:{_PAYING})\b)",
            r"\bwhat (?:(?:is|was|are|were) the|did|does|will|would) (?:\S+ ){0,8}(?:price|costs?)\b",
            r"\bcuánto (?:dinero|cuestan?|costó|costaron|costará|vale|pag\w+)\b",
        ),
        given=_pattern(
            r"[$£€¥₹]|\b(?:dollars?|euros?|pounds?|pence|cents?|crowns?|francs?|marks?|yen|yuan|rou?bles?|rupees?)\b",
            r"\b(?:pesos?|kron[aeou]r?|dinars?|dirhams?|shillings?|rand|naira|cedis?|liras?|shekels?|riy?als?|reais)\b",
            r"\b(?:z[lł]oty(?:s|ch)?|korun[ay]?|forints?|hryvnias?|rupiah|baht|ringgit|taka|\d+ won|USD|EUR|GBP|CHF)\b",
            r"\b(?:dólar(?:es)?|libras?|coronas?|rublos?|reales)\b",
            r"\b(?:millions?|billions?|trillions?|lakhs?|crores?|millón|millones|free|nothing|gratis)\b",
            r"\b(?:half|twice|double|(?:third|quarter)s? of|mitad|doble)\b",
        ),
    ),
)


def lacks_measure(question: str, *, told: Iterable[str], questions: Iterable[str]) -> bool:
    """Return whether a question asks for an age or an amount of money that a fact does not have.

    `told` are the fact's statement and quotes. A fact whose own `questions` ask for the same measure has it.
    """
    asked = [measure for measure in _MEASURES if measure.asked.search(question)]
    if not asked:
        return False
    texts, own = tuple(told), tuple(questions)
    return any(not (any(map(each.given.search, texts)) or any(map(each.asked.search, own))) for each in asked)
