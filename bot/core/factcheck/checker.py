"""Decide what the sentences of a message get. The costly error is "supported" for what the source does not say.

A statement is no question: the confidence of the ranker is calibrated for questions and plays no part here. Its
ranking finds the facts that may be meant; each is then held against the sentence on evidence of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from bot.core.factcheck.comparison import CLAIMS, Comparison, Scale, compare
from bot.core.factcheck.parsing import ParsedSentence, parse_sentence, teller
from bot.core.factcheck.results import Claimed, Contradicted, DifferenceKind, NotCovered, Supported, Verdict
from bot.core.knowledge.model import Fact, Quote
from bot.core.matching.ranker import Ranker
from bot.core.text.sentences import sentences

# Set on `tests/core/support/building.jsonl`, as mild as they can be with no sentence of it supported wrongly; tried on
# `held_out.jsonl` and on altered statements of the base. docs/matching.md has the figures.
LOOSE: Final = 0.2
"""Share of a sentence that may rest on other texts of a fact than the one that it is held against."""
LOOSE_IN_TRANSLATION: Final = 0.34
"""The same of a sentence in another language, of which the questions know more words than the statement."""
POINTS: Final = 3
"""Words, numbers and dates that a fact must bear out: two may be chance, or a mere name."""
POINTS_IN_OTHER_WORDS: Final = 5
"""The same where not nearly all of them are the fact's very words."""
BARE: Final = 0.2
"""Share that may be said beside a difference; of what is supported nothing may."""
LITERAL: Final = 0.8
"""Share that must be the fact's very words where another name or a denial contradicts it; in short ones as well."""
BACK: Final = 0.3
"""Share of the fact that a sentence must speak of."""
BACK_DENIED: Final = 0.35
"""The same where a denial, or an opposite, is to contradict it."""
BACK_RENAMED: Final = 0.45
"""The same where another name is."""
DIFFERENCES: Final = 2
"""Points in which a sentence may differ; with more it speaks of something else."""

LONGEST_MESSAGE: Final = 30
"""Sentences of one message that are checked, each about as dear as a question."""

LONGEST_SENTENCE: Final = 1_000
"""Characters of a sentence that is read, several times what a newspaper writes; no longer one is covered by a fact."""
MOST_WORDS: Final = 200
"""The same in words, for there are characters that stand for many."""

_MEASURED: Final = frozenset({DifferenceKind.NUMBER, DifferenceKind.DATE})
_ENDS: Final = " \t\n\"'”’»)]*_"


def split(text: str) -> tuple[str, ...]:
    """The sentences of a message, in order; what holds no letter is none."""
    found = (text[each.start : each.end] for each in sentences(text))
    return tuple(sentence for sentence in found if any(map(str.isalpha, sentence)))


def check(message: Iterable[str], ranker: Ranker) -> Iterator[Verdict]:
    """What each sentence of a message gets, in their order, one by one as they are asked for.

    Never raises on any text. Who "he" is stands in one of the sentences before.
    """
    scale = Scale(rarity=ranker.coverage.index.weight, vocabulary=ranker.knowledge.vocabulary)
    tell = teller(ranker)
    spoken_of: frozenset[str] = frozenset()
    for sentence in message:
        if sentence.rstrip(_ENDS).endswith("?"):
            yield NotCovered(sentence=sentence, question=True)
            continue
        said = parse_sentence(sentence[:LONGEST_SENTENCE], ranker.concept_index)
        if len(sentence) > LONGEST_SENTENCE or len(said.words) > MOST_WORDS:
            yield NotCovered(sentence=sentence)
            continue
        told = [
            tell(candidate.target.id)
            for candidate in ranker.rank(sentence).candidates
            if isinstance(candidate.target, Fact)
        ]
        meant = spoken_of if said.speaks_of_somebody_before else frozenset[str]()
        about = [each for each in told if not meant or not each.statement.persons.isdisjoint(meant)]
        yield _verdict(said, [compare(said, each, scale) for each in about], ranker)
        spoken_of = said.persons or spoken_of


def _verdict(said: ParsedSentence, compared: list[Comparison], ranker: Ranker) -> Verdict:
    supporting = [each for each in compared if _supports(each)]
    if supporting:
        return _supported(said, max(supporting, key=_closeness), ranker)
    denying = [each for each in compared if _contradicts(each)]
    if not denying:
        return NotCovered(sentence=said.text)
    best = max(denying, key=_closeness)
    fact, quote = best.told.fact, best.told.fact.quotes[best.quote]
    return Contradicted(
        sentence=said.text,
        fact=fact,
        quote=quote,
        passage=_passage(said, quote, ranker),
        differences=best.differences,
    )


def _passage(said: ParsedSentence, quote: Quote, ranker: Ranker) -> str:
    """The sentence of a quote that has the most words of another sentence."""

    def shared(part: str) -> int:
        taken = parse_sentence(part, ranker.concept_index)
        return sum(bool(taken.at(place)) for place in said.content_words)

    return max(split(quote.exact), key=shared, default=quote.exact)


def _closeness(each: Comparison) -> tuple[int, float, float]:
    # Facts as near as that to a sentence stay in the order of the ranker.
    return -len(each.differences), round(each.back - each.bare - each.loose, 1), round(each.stated, 1)


def _decided(each: Comparison) -> bool:
    loose = LOOSE_IN_TRANSLATION if each.translated else LOOSE
    return bool(each.told.quotes) and not each.open and not each.barred and each.back >= BACK and each.loose <= loose


def _supports(each: Comparison) -> bool:
    if not _decided(each) or each.differences or each.bare:
        return False
    return each.points >= (POINTS if each.literal >= LITERAL else POINTS_IN_OTHER_WORDS)


def _contradicts(each: Comparison) -> bool:
    if not _decided(each) or not 1 <= len(each.differences) <= DIFFERENCES or each.bare > BARE:
        return False
    points = {difference.kind for difference in each.differences}
    back = BACK_RENAMED if DifferenceKind.NAME in points else BACK_DENIED
    return points <= _MEASURED or (each.literal >= LITERAL and each.back >= back)


def _supported(said: ParsedSentence, best: Comparison, ranker: Ranker) -> Supported | Claimed:
    fact, quote = best.told.fact, best.told.fact.quotes[best.quote]
    passage = _passage(said, quote, ranker)
    if fact.standing not in CLAIMS:
        return Supported(sentence=said.text, fact=fact, quote=quote, passage=passage)
    against = tuple(ranker.knowledge.facts[key] for key in ranker.knowledge.disputing.get(fact.id, ()))
    return Claimed(sentence=said.text, fact=fact, quote=quote, passage=passage, against=against)
