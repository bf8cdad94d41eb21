"""Statements of a base with one small change each, after which the source no longer says them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from bot.core.factcheck.tokens import SentenceToken, read_tokens
from bot.core.factcheck.vocabulary import Names
from bot.core.knowledge.model import Fact, Knowledge
from bot.core.knowledge.values import read_values

NEGATED = re.compile(r"\b(is|was|were|has|had|are|have|will|would|can|may|must)\b(?! not)")
NEGATION = re.compile(r"\b(?:not|never) ", re.IGNORECASE)
UNITS = {
    "miles": "kilometres", "kilometres": "miles", "metres": "feet", "hours": "days", "minutes": "hours",
    "days": "weeks",
    "months": "weeks", "weeks": "years", "per cent": "percentage points", "million": "billion", "crowns": "euros",
    "£": "€", "nautical miles": "kilometres", "passengers": "tonnes",
}  # fmt: skip
DIRECTIONS = {
    "into": "out of", "before": "after", "after": "before", "above": "below", "inside": "outside", "off": "over",
    "beyond": "within", "against": "for", "from": "to", "near": "far from", "downstream": "upstream",
    "at least": "at most",
    "more than": "less than", "in the west of": "in the east of", "further": "less", "closer": "farther",
}  # fmt: skip
MODALS = {
    "will": "may", "would": "might", "may": "will", "might": "will", "could": "will", "is": "may be", "are": "may be",
    "was": "may have been", "were": "may have been", "has": "may have", "can": "must",
}  # fmt: skip
ADDED = (" in Brazil.", ", and nuclear weapons were aboard.", " at the order of Kowalski.")
WORDS = re.compile(r"[^\W\d_]+")


def numbers(statement: str) -> Iterator[str]:
    """Change each number."""
    for quantity in read_values(statement).quantities:
        for start, end in quantity.digits:
            yield f"{statement[:start]}{quantity.value + 7:.0f}{statement[end:]}"


def dates(statement: str) -> Iterator[str]:
    """Change each date."""
    for date in read_values(statement).dates:
        other = "Sunday" if date.weekday is not None else "3 June 2024" if date.day else "2011"
        yield f"{statement[: date.start]}{other}{statement[date.end :]}"


def units(statement: str) -> Iterator[str]:
    """Change each unit."""
    yield from _replaced(statement, UNITS)


def directions(statement: str) -> Iterator[str]:
    """Change each direction and bound."""
    yield from _replaced(statement, DIRECTIONS)


def _replaced(statement: str, words: dict[str, str]) -> Iterator[str]:
    for word, other in words.items():
        border = r"\b" if word[0].isalpha() else ""
        found = re.search(rf"{border}{re.escape(word)}{border}", statement)
        if found:
            yield f"{statement[: found.start()]}{other}{statement[found.end() :]}"


def negations(statement: str) -> Iterator[str]:
    """Deny each auxiliary verb, or take the negation away."""
    if NEGATION.search(statement):
        yield NEGATION.sub("", statement, count=1)
        return
    for found in NEGATED.finditer(statement):
        yield f"{statement[: found.end()]} not{statement[found.end() :]}"


def modals(statement: str) -> Iterator[str]:
    """Say that something may be that is, or will be that may be."""
    yield from _replaced(statement, MODALS)


def additions(statement: str) -> Iterator[str]:
    """Say more than the statement, in each of several ways."""
    yield from (statement.rstrip(".") + more for more in ADDED)


def strangers(knowledge: Knowledge) -> Callable[[str], Iterator[str]]:
    """Return what puts a stranger in the place of each name."""
    names = [entity.name for entity in knowledge.vocabulary.names]

    def change(statement: str) -> Iterator[str]:
        for name in names:
            if re.search(rf"\b{re.escape(name)}\b", statement):
                yield re.sub(rf"\b{re.escape(name)}\b", "Kowalski", statement, count=1)

    return change


def swapped_roles(knowledge: Knowledge) -> Callable[[str], Iterator[str]]:
    """Return what swaps each two names of a statement that no "and" joins."""
    found = Names(knowledge.vocabulary)

    def change(statement: str) -> Iterator[str]:
        named = [token for token in read_tokens(statement, found) if token.entity is not None]
        for place, one in enumerate(named):
            for other in named[place + 1 :]:
                between = statement[one.end : other.start]
                if one.keys.isdisjoint(other.keys) and " and " not in between and not _is_one(between):
                    yield _swapped(statement, one, other)

    return change


def _is_one(between: str) -> bool:
    """Return whether two names are parts of one, as in "the US Navy of the United States"."""
    return not WORDS.search(between)


def _swapped(statement: str, one: SentenceToken, other: SentenceToken) -> str:
    parts = (
        statement[: one.start], statement[other.start : other.end], statement[one.end : other.start],
        statement[one.start : one.end], statement[other.end :],
    )  # fmt: skip
    return "".join(parts)


def altered(facts: Sequence[Fact], change: Callable[[str], Iterator[str]]) -> list[str]:
    """Return all statements with a change, without those that it leaves as they are."""
    return [text for fact in facts for text in change(fact.statement) if text != fact.statement]
