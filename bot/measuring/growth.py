"""Large bases for measuring: the sentences of a real one, varied."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from bot.core.knowledge.model import Fact, Knowledge

# Sentences are varied by putting words of other sentences in the place of some of their own.
_REPLACED: Final = 0.35


def grow(knowledge: Knowledge, size: int, *, seed: int) -> Knowledge:
    """A base of `size` facts, the first of them the real ones; each further one varies a real one, with one ask."""
    dice = random.Random(seed)  # noqa: S311 - made-up sentences, no secrets
    facts = list(knowledge.facts.values())[:size]
    wordlist = _words(facts, size)
    grown = {fact.id: fact for fact in facts}
    for number in range(size - len(facts)):
        fact = _varied(facts[number % len(facts)], number, wordlist, dice)
        grown[fact.id] = fact
    unknowns = {key: u for key, u in knowledge.unknowns.items() if all(near in grown for near in u.nearest)}
    return replace(knowledge, facts=MappingProxyType(grown), unknowns=MappingProxyType(unknowns))


def _words(facts: Sequence[Fact], size: int) -> Sequence[str]:
    """The facts' words and, so that the vocabulary grows as that of real texts does, made-up ones."""
    real = sorted({word for fact in facts for word in fact.statement.split() if word.isalpha()})
    # Heaps' law: a text of n words has about 10 n^0.5 different ones.
    made = (f"{real[i % len(real)][:4]}{_syllables(i)}" for i in range(int(10 * (size * 20) ** 0.5)))
    return [*real, *made]


def _syllables(number: int) -> str:
    parts = []
    while number:
        number, last = divmod(number, 60)
        parts.append("bcdfghlmnprt"[last // 5] + "aeiou"[last % 5])
    return "".join(parts)


def _varied(fact: Fact, number: int, wordlist: Sequence[str], dice: random.Random) -> Fact:
    statement = " ".join(_vary(fact.statement.split(), wordlist, dice))
    ask = " ".join(_vary(dice.choice(fact.asks).split(), wordlist, dice))
    # A place of its own: a varied fact shares no passage with the others.
    quote = replace(fact.quotes[0], source=f"varied-{number}", exact=statement, start=0, end=len(statement))
    return replace(
        fact, id=f"varied-{number}", statement=statement, asks=(ask,), quotes=(quote,), related=(), disputes=()
    )


def _vary(words: Sequence[str], wordlist: Sequence[str], dice: random.Random) -> Iterator[str]:
    for word in words:
        yield dice.choice(wordlist) if len(word) > 3 and dice.random() < _REPLACED else word  # noqa: PLR2004
