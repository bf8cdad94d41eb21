"""What a sentence got that was checked against the base, in words: the same on Discord as at the terminal."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence

from bot.core.factcheck import Claimed, Contradicted, Difference, Finding, NotCovered, Point, Supported
from bot.core.knowledge.model import Fact, Standing
from bot.texts.catalogue import Texts

Write = Callable[[str], str]


def kind(finding: Finding) -> str:
    """The one word for a finding, in records and in the catalogues."""
    match finding:
        case Supported():
            return "supported"
        case Claimed():
            return "claimed"
        case Contradicted():
            return "contradicted"
        case NotCovered():
            return "not_covered"


def counted(findings: Sequence[Finding], words: Texts) -> str:
    """How many sentences there are, and what they got."""
    kinds = Counter(map(kind, findings))
    parts = [words.count(kinds[each], noun) for each, noun in words.support_counted.items() if kinds[each]]
    return " · ".join([words.count(len(findings), words.sentence), *parts])


def verdict(finding: Finding, words: Texts, write: Write) -> str:
    """What the source says to a sentence, in a line. `write` writes what a base or a message holds."""
    match finding:
        case Supported(fact=fact) if fact.standing is Standing.STATED:
            return words.support_stated.format(attribution=write(fact.attribution))
        case Supported():
            return words.support_supported
        case Claimed(fact=fact):
            said = words.support_disputed if fact.standing is Standing.DISPUTED else words.support_claimed
            return said.format(attribution=write(fact.attribution))
        case Contradicted(differences=differences):
            told = "; ".join(difference(each, words, write) for each in differences)
            return words.support_contradicted.format(differences=told)
        case NotCovered(question=question):
            return f"{words.support_not_covered} ({words.support_question})" if question else words.support_not_covered


def difference(found: Difference, words: Texts, write: Write) -> str:
    """In what a sentence and the source differ."""
    source = words.date(found.source) if isinstance(found.source, dt.date) else found.source
    match found.point:
        case Point.NEGATION if found.said:
            return words.support_denies.format(word=write(found.said))
        case Point.NEGATION:
            return words.support_denied.format(word=write(source))
        case Point.NUMBER | Point.DATE | Point.NAME | Point.WORD:
            return words.support_differs.format(said=write(found.said), source=write(source))


def objection(against: Fact, words: Texts, write: Write) -> str:
    """A fact that stands against a claim."""
    return words.support_against.format(attribution=write(against.attribution), statement=write(against.statement))
