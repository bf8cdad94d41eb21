"""What is said of a fact beside its statement: the same words on Discord and at a terminal.

What curators and sources wrote goes through a `Written`, which cuts and escapes it for the place where it is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.core.knowledge.model import Fact, Knowledge, Quote, Source
from bot.texts.catalogue import Texts

Written = Callable[[str], str]

BETWEEN: Final = " · "


def as_it_is(text: str) -> str:
    """Return the text."""
    return text


def said_by(fact: Fact, words: Texts, *, who: Written, standing: Written = as_it_is) -> str:
    """Standing and attribution: Claimed by the mayor."""
    told = standing(words.standing[fact.standing])
    return words.said_by[fact.standing].format(standing=told, who=who(fact.attribution))


def sign(fact: Fact, knowledge: Knowledge, words: Texts, *, who: Written, standing: Written = as_it_is) -> str:
    """Who says it and, where something disputes it, who does: Claimed by the mayor · disputed by fishermen ›."""
    pointer = _disputed_by(fact, knowledge, words, who)
    return _joined(said_by(fact, words, who=who, standing=standing), pointer)


def meaning(fact: Fact, words: Texts) -> str:
    """The date of the fact, where it has one, and how far its source stands behind it."""
    return _joined(words.date(fact.when) if fact.when else "", words.standing_means[fact.standing])


def in_short(fact: Fact, words: Texts, *, who: Written, standing: Written = as_it_is) -> str:
    """Standing, attribution and date, for a fact among others."""
    return _joined(said_by(fact, words, who=who, standing=standing), words.date(fact.when) if fact.when else "")


def place(quote: Quote, source: Source, words: Texts, *, publisher: Written, title: Written) -> str:
    """Where a quote stands: publisher, title, paragraph."""
    paragraph = words.paragraph.format(number=words.number(quote.paragraph))
    return _joined(publisher(source.publisher), title(source.title), paragraph)


def _disputed_by(fact: Fact, knowledge: Knowledge, words: Texts, who: Written) -> str:
    others = (knowledge.facts[key] for key in knowledge.disputing.get(fact.id, ()))
    names = list(dict.fromkeys(_brief(other.attribution) for other in others if fact.id in other.disputes))
    if not names:
        return ""
    template = words.disputed_by if len(names) == 1 else words.disputed_by_others
    return template.format(who=who(names[0]))


def _brief(attribution: str) -> str:
    """Who it is, without how they said it: what stands before the first comma."""
    return attribution.partition(", ")[0]


def _joined(*parts: str) -> str:
    return BETWEEN.join(filter(None, parts))
