"""Read the paraphrases of a fact only where they come near a sentence, each as the one that comes nearest.

A paraphrase with alternatives stands for many sentences, and a base has a thousand of them. So their words are compared
first, and of the few that have most of a sentence's words, one choice of alternatives is parsed.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Final, Self

from bot.core.factcheck.alignment import Alignment
from bot.core.factcheck.clauses import Item, Parsed
from bot.core.factcheck.constructions import OUTCOMES
from bot.core.factcheck.contradiction import excluding
from bot.core.factcheck.fact_texts import MOST_READ, FactTexts
from bot.core.factcheck.inflection import root
from bot.core.factcheck.interchange import interchanged
from bot.core.factcheck.message import split_sentences
from bot.core.factcheck.parsing import parse
from bot.core.factcheck.prospects import Needs
from bot.core.factcheck.relations import relate_dates, relate_quantities, same
from bot.core.factcheck.results import Difference
from bot.core.factcheck.vocabulary import Names
from bot.core.knowledge.model import Fact
from bot.core.knowledge.paraphrases import Paraphrase, read_paraphrase
from bot.core.knowledge.quantities import Relation
from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import words

_PROVING: Final = 6
"""Paraphrases of one fact with all words of a sentence that are parsed for it, at most."""
_CONTRADICTING: Final = 2
"""Those that lack one word of it."""
_KEPT: Final = 512
"""Readings that are kept parsed: of those that were not used for the longest time, the oldest are dropped."""
_ALTERNATIVES: Final = 2048
"""Alternatives that are kept read while templates are made: most stand in several paraphrases."""
_ARTICLES: Final = frozenset({"a", "an", "the"})
_SMALL: Final = 0.25
"""What a small word such as "the" counts beside others when an alternative is chosen."""

_PAIR: Final = 0.5
"""What two neighbouring words of an alternative that are neighbours in the sentence count then."""

_Word = tuple[str, str, float]
"""A word, its root, and what it counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Alternative:
    """The words of an alternative, its pairs of neighbours, and what its words can be aligned by."""

    spelt: tuple[_Word, ...] = ()
    pairs: frozenset[tuple[str, str]] = frozenset()
    keys: frozenset[str] = frozenset()

    def shared(self, sought: Sought) -> float:
        """Return how many words a sentence has of it, less those that it does not have; its pairs count for half."""
        shared = _PAIR * len(self.pairs & sought.pairs)
        for word, base, weight in self.spelt:
            shared += weight if word in sought.known or base in sought.known else -weight
        return shared


_PLAIN: Final = _Alternative()
"""What stands for a part that has no alternatives."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Template:
    """A paraphrase with the keys of all its words, and the words of each alternative where there are several."""

    paraphrase: Paraphrase
    keys: frozenset[str]
    choices: tuple[tuple[_Alternative, ...], ...]

    def reading(self, sought: Sought) -> str:
        """Return the sentence that has the most of the words of another."""
        return self.paraphrase.choose(_best(each, sought) for each in self.choices)


def _best(alternatives: Sequence[_Alternative], sought: Sought) -> int:
    """Return which alternative has the most of a sentence."""
    if len(alternatives) == 1:
        return 0
    shared = [each.shared(sought) for each in alternatives]
    return shared.index(max(shared))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """A sentence for which paraphrases are sought: what they must have, its words and their roots, and its pairs."""

    wanted: Sequence[Sequence[frozenset[str]]]
    known: frozenset[str]
    pairs: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, sentence: str, needs: Sequence[Needs]) -> Self:
        """Read a sentence."""
        spelt = words(sentence)
        return cls(
            wanted=[each for clause in needs for each in clause.wanted if not _is_grammar(each)],
            known=frozenset((*spelt, *map(root, spelt))),
            pairs=_pairs(spelt),
        )


class ParaphraseReader:
    """Adds to facts the paraphrases that come near a sentence."""

    def __init__(self, names: Names) -> None:
        read = lru_cache(maxsize=_ALTERNATIVES)(partial(_read_alternative, names))
        self._parsed = lru_cache(maxsize=_KEPT)(partial(_parse, names))
        self._templates = lru_cache(maxsize=MOST_READ)(partial(_read_templates, names, read))

    def warm_up(self, fact: Fact) -> None:
        """Read the paraphrases of a fact before they are sought."""
        self._templates(fact.statement, fact.paraphrases)

    def proving(self, fact: FactTexts, sought: Sought) -> Iterator[FactTexts]:
        """Yield a fact with each of its paraphrases that have all words of a sentence, the nearest first."""
        return self._nearest(fact, sought, lacking=0, most=_PROVING)

    def contradicting(self, fact: FactTexts, sought: Sought) -> Iterator[FactTexts]:
        """Yield a fact with each of its paraphrases that lack one word of a sentence, the nearest first."""
        return self._nearest(fact, sought, lacking=1, most=_CONTRADICTING)

    def _nearest(self, fact: FactTexts, sought: Sought, *, lacking: int, most: int) -> Iterator[FactTexts]:
        if 2 * lacking > len(sought.wanted):
            return
        found: list[tuple[float, str]] = []
        for template in self._templates(fact.fact.statement, fact.fact.paraphrases):
            if _lacking(sought.wanted, template.keys) == lacking:
                reading = template.reading(sought)
                found.append((-_alike(sought.pairs, _pairs(words(reading))), reading))
        for _, reading in sorted(found)[:most]:
            texts = self._parsed(reading)
            if all(_agrees(text, fact) for text in texts):
                yield fact.paraphrased(texts)


def _read_templates(
    names: Names, read: Callable[[str], _Alternative], statement: str, paraphrases: tuple[str, ...]
) -> tuple[_Template, ...]:
    """Return the templates of a fact's paraphrases, whose alternatives `read` reads."""
    parsed = [read_paraphrase(each) for each in paraphrases]
    stated = [Paraphrase(parts=((statement,),))] if parsed else []
    return tuple(_template(names, read, each) for each in interchanged([*stated, *parsed]))


def _template(names: Names, read: Callable[[str], _Alternative], paraphrase: Paraphrase) -> _Template:
    choices = tuple(tuple(map(read, part)) if len(part) > 1 else (_PLAIN,) for part in paraphrase.parts)
    first = _keys(words(paraphrase.first()), names)
    return _Template(
        paraphrase=paraphrase,
        keys=first.union(*(each.keys for part in choices for each in part[1:])),
        choices=choices,
    )


def _read_alternative(names: Names, text: str) -> _Alternative:
    """Read an alternative, of which a base repeats most."""
    spelt = words(text)
    return _Alternative(spelt=tuple(map(_weighed, spelt)), pairs=_pairs(spelt), keys=_keys(spelt, names))


def _keys(spelt: Sequence[str], names: Names) -> frozenset[str]:
    named = names.find(spelt).values()
    written = (OUTCOMES[word] for word in spelt if word in OUTCOMES)
    return frozenset[str]().union(*map(names.keys, (*spelt, *written)), *(mention.keys for mention in named))


def _parse(names: Names, reading: str) -> tuple[Parsed, ...]:
    return tuple(parse(part, names, source=True) for part in split_sentences(reading))


def _is_grammar(wanted: Sequence[frozenset[str]]) -> bool:
    """Return whether a form of "be" or a particle is wanted, which the words of a paraphrase do not tell."""
    return any(key[0] in "=+?" for keys in wanted for key in keys)


def _weighed(word: str) -> _Word:
    return word, root(word), _SMALL if word in STOPWORDS else 1.0


def _pairs(spelt: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Return the pairs of words that follow each other, without articles."""
    return frozenset(itertools.pairwise(word for word in spelt if word not in _ARTICLES))


def _alike(pairs: frozenset[tuple[str, str]], others: frozenset[tuple[str, str]]) -> float:
    """Return how much two texts have in common by the pairs of words that follow each other, from 0 to 1 (Dice)."""
    return 2 * len(pairs & others) / max(len(pairs) + len(others), 1)


def _lacking(wanted: Iterable[Sequence[frozenset[str]]], keys: frozenset[str]) -> int:
    return sum(any(map(keys.isdisjoint, each)) for each in wanted)


def _agrees(text: Parsed, fact: FactTexts) -> bool:
    """Return whether the fact has each number and date of a paraphrase, which may be older than its statement."""
    own = [item for each in fact.texts for item in each.items]
    return all(_has_value(item, own, fact) for item in text.items if item.quantity or item.date)


def _has_value(item: Item, own: Sequence[Item], fact: FactTexts) -> bool:
    fits = {Relation.SAME, Relation.OPEN}
    if item.date is not None:
        return relate_dates(item.date, [*(each.date for each in own if each.date), *fact.dates]) in fits
    return item.quantity is not None and any(
        each.quantity is not None and relate_quantities(item.quantity, each.quantity) in fits for each in own
    )


def as_written(found: Alignment, fact: FactTexts) -> tuple[Difference, ...]:
    """Return the differences of a contradiction in the words of the fact's own texts, never of a paraphrase.

    What is only in a paraphrase is left out on the side of the source.
    """
    written = " ".join((fact.fact.statement, *(quote.exact for quote in fact.fact.quotes)))
    return tuple(_in_own_words(each, found.fact, fact, written) for each in excluding(found))


def _in_own_words(difference: Difference, paraphrase: FactTexts, fact: FactTexts, written: str) -> Difference:
    source = difference.source
    if not isinstance(source, str) or source in written:
        return difference
    parts = [part if part in written else _own_word(part, paraphrase, fact) for part in source.split(" … ")]
    return replace(difference, source=" … ".join(parts) if all(parts) else "")


def _own_word(written: str, paraphrase: FactTexts, fact: FactTexts) -> str:
    """Return how the fact's own texts write a word of a paraphrase; nothing if they do not have it."""
    meant = [item for text in paraphrase.texts for item in text.items if item.text == written]
    own = (other for text in fact.texts for other in text.items)
    return next((other.text for other in own if any(same(item, other) for item in meant)), "")
