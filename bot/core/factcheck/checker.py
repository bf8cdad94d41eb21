"""Decide the verdict on each sentence of a message. The costly error is "supported" for what the source does not say.

The ranker finds the facts that may be meant, and each is then compared with the sentence. The ranker's confidence is
calibrated for questions and not used here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from bot.core.factcheck.comparison import CLAIMS, Comparison, Scale, compare
from bot.core.factcheck.parsing import ParsedFact, ParsedSentence, parse_fact, parse_sentence
from bot.core.factcheck.results import Claimed, Contradicted, DifferenceKind, NotCovered, Supported, Verdict
from bot.core.knowledge.model import Fact, Quote
from bot.core.knowledge.vocabulary import build_proving_index
from bot.core.matching.ranker import Ranker
from bot.core.text.sentences import sentences

# Tuned on `tests/core/factcheck/building.jsonl`: as lenient as possible without a wrong "supported".
# Then tested on `held_out.jsonl` and on altered statements of the base. docs/matching.md has the figures.
LOOSE: Final = 0.2
"""Share of a sentence that may rest on texts of the fact other than the one it is compared with."""
LOOSE_IN_TRANSLATION: Final = 0.34
"""The same for a sentence in another language: the questions have more of its words than the statement."""
POINTS: Final = 3
"""Words, numbers and dates that a fact must confirm: two may be a coincidence, or just a name."""
POINTS_IN_OTHER_WORDS: Final = 5
"""The same where fewer of them are the fact's very words."""
BARE: Final = 0.2
"""Share of a contradicted sentence that the fact need not cover; a supported one must be covered whole."""
LITERAL: Final = 0.8
"""Share that must be the fact's very words where another name or a negation contradicts it, or where it is short."""
BACK: Final = 0.3
"""Share of the fact that a sentence must mention."""
BACK_DENIED: Final = 0.35
"""The same where a negation or an opposite contradicts it."""
BACK_RENAMED: Final = 0.45
"""The same where another name does."""
DIFFERENCES: Final = 2
"""Points in which a sentence may differ; with more it is about something else."""

LONGEST_MESSAGE: Final = 30
"""Sentences of one message that are checked; each takes about as long as a question."""
LONGEST_SENTENCE: Final = 1_000
"""Characters of a sentence that can be covered by a fact, several times what a newspaper writes."""
MOST_WORDS: Final = 200
"""Words of such a sentence: folding turns some characters into several words."""

_MEASURED: Final = frozenset({DifferenceKind.NUMBER, DifferenceKind.DATE})
_ENDS: Final = " \t\n\"'”’»)]*_"


def split(text: str) -> tuple[str, ...]:
    """Split a message into its sentences; parts without a letter are left out."""
    found = (text[each.start : each.end] for each in sentences(text))
    return tuple(sentence for sentence in found if any(map(str.isalpha, sentence)))


class FactChecker:
    """Compares sentences with the facts of one base. Parses each fact and each quote once, when it is first needed."""

    def __init__(self, ranker: Ranker) -> None:
        self._ranker = ranker
        self._proving_index = build_proving_index(ranker.knowledge.vocabulary)
        self._parsed: dict[str, ParsedFact] = {}
        self._quotes: dict[str, tuple[ParsedSentence, ...]] = {}

    def check(self, message: Iterable[str]) -> Iterator[Verdict]:
        """Yield the verdict on each sentence of a message, in their order, as each is asked for.

        Never raises on any text. The person that "he" refers to may be named in an earlier sentence.
        """
        named_before: frozenset[str] = frozenset()
        for sentence in message:
            if sentence.rstrip(_ENDS).endswith("?"):
                yield NotCovered(sentence=sentence, question=True)
                continue
            parsed = self._parse(sentence[:LONGEST_SENTENCE])
            if len(sentence) > LONGEST_SENTENCE or len(parsed.words) > MOST_WORDS:
                yield NotCovered(sentence=sentence)
                continue
            meant = named_before if parsed.refers_back else frozenset[str]()
            facts = [
                fact for fact in self._facts(sentence) if not meant or not fact.statement.persons.isdisjoint(meant)
            ]
            scale = self._scale(parsed)
            yield self._verdict(parsed, [compare(parsed, fact, scale) for fact in facts])
            named_before = parsed.persons or named_before

    def _parse(self, text: str) -> ParsedSentence:
        return parse_sentence(text, self._proving_index)

    def _scale(self, sentence: ParsedSentence) -> Scale:
        rarity = {word.stem: self._ranker.coverage.index.weight(word.stem) for word in sentence.content_words}
        return Scale(rarity=rarity.__getitem__, vocabulary=self._ranker.knowledge.vocabulary)

    def _facts(self, sentence: str) -> Iterator[ParsedFact]:
        """Yield the facts that may be meant, best first."""
        for candidate in self._ranker.rank(sentence).candidates:
            if isinstance(fact := candidate.target, Fact):
                if fact.id not in self._parsed:
                    self._parsed[fact.id] = parse_fact(fact, self._proving_index)
                yield self._parsed[fact.id]

    def _verdict(self, sentence: ParsedSentence, compared: list[Comparison]) -> Verdict:
        supporting = [each for each in compared if _supports(each)]
        if supporting:
            return self._supported(sentence, max(supporting, key=_closeness))
        contradicting = [each for each in compared if _contradicts(each)]
        if not contradicting:
            return NotCovered(sentence=sentence.text)
        best = max(contradicting, key=_closeness)
        fact, quote = best.fact.fact, best.fact.fact.quotes[best.quote]
        return Contradicted(
            sentence=sentence.text,
            fact=fact,
            quote=quote,
            passage=self._passage(sentence, quote),
            differences=best.differences,
        )

    def _supported(self, sentence: ParsedSentence, best: Comparison) -> Supported | Claimed:
        fact, quote = best.fact.fact, best.fact.fact.quotes[best.quote]
        passage = self._passage(sentence, quote)
        if fact.standing not in CLAIMS:
            return Supported(sentence=sentence.text, fact=fact, quote=quote, passage=passage)
        knowledge = self._ranker.knowledge
        against = tuple(knowledge.facts[key] for key in knowledge.disputing.get(fact.id, ()))
        return Claimed(sentence=sentence.text, fact=fact, quote=quote, passage=passage, against=against)

    def _passage(self, sentence: ParsedSentence, quote: Quote) -> str:
        """Return the sentence of a quote that shares the most content words with a sentence."""
        parts = self._quotes.get(quote.exact)
        if parts is None:
            parts = self._quotes[quote.exact] = tuple(map(self._parse, split(quote.exact)))

        def shared(part: ParsedSentence) -> int:
            return sum(bool(part.at(word)) for word in sentence.content_words)

        return max(parts, key=shared).text if parts else quote.exact


def _closeness(each: Comparison) -> tuple[int, float, float]:
    # Rounded, so that facts equally near to a sentence stay in the order of the ranker.
    return -len(each.differences), round(each.back - each.bare - each.loose, 1), round(each.stated, 1)


def _is_decidable(each: Comparison) -> bool:
    loose = LOOSE_IN_TRANSLATION if each.translated else LOOSE
    return bool(each.fact.quotes) and each.back >= BACK and each.loose <= loose and not each.open and not each.barred


def _supports(each: Comparison) -> bool:
    if each.bare or not _is_decidable(each) or each.differences:
        return False
    return each.points >= (POINTS if each.literal >= LITERAL else POINTS_IN_OTHER_WORDS)


def _contradicts(each: Comparison) -> bool:
    if each.bare > BARE or not _is_decidable(each) or not 1 <= len(each.differences) <= DIFFERENCES:
        return False
    kinds = {difference.kind for difference in each.differences}
    back = BACK_RENAMED if DifferenceKind.NAME in kinds else BACK_DENIED
    return kinds <= _MEASURED or (each.literal >= LITERAL and each.back >= back)
