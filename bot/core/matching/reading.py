"""One reading of all of a base's texts: what each part of the matcher needs of them, and no text kept parsed.

A large base holds hundreds of thousands of texts. Taken apart they would be most of the matcher's memory, and to take
them apart anew for each part of it most of its time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.knowledge.model import Fact, Unknown
from bot.core.knowledge.vocabulary import Lexicon
from bot.core.matching.closeness import in_order
from bot.core.matching.cues import Held, hold
from bot.core.matching.entries import Entries, Role
from bot.core.matching.index import IndexBuilder, InvertedIndex
from bot.core.matching.naming import NAMELESS, Naming, naming
from bot.core.matching.question import Parsed
from bot.core.matching.similarity import Similarity, SimilarityBuilder
from bot.core.matching.tokens import TokenReader, names_within
from bot.core.matching.vectors import WordVectors

Sets = tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """`plain` has a text for each example; `holding`, `numbers`, `held` and `naming` have a place for each entry.

    `holding` counts the texts of an entry that hold a term; `spoken` how often the base uses each word; `plain` is what
    a question is compared with as a whole, empty for a quote, which is no way of asking; `numbers` the numbers of all
    texts; `held` what a statement holds, None for an unknown's; `naming` what it leaves unnamed, as an unknown may: it
    says so itself.
    """

    similarity: Similarity
    holding: InvertedIndex
    spoken: Counter[str]
    plain: tuple[str, ...]
    numbers: Sets
    held: tuple[Held | None, ...]
    naming: tuple[Naming, ...]


def read(entries: Entries, lexicon: Lexicon, vectors: WordVectors | None) -> Reading:
    """Read every text of the entries, entry by entry."""
    similarity, holding, statements = SimilarityBuilder(), IndexBuilder(), _Statements(_names(entries), lexicon)
    spoken: Counter[str] = Counter()
    plain: list[str] = []
    numbers: list[frozenset[str]] = []
    for entry, (target, terms) in enumerate(zip(entries.targets, entries.terms, strict=True)):
        holding.add(terms)
        numbers.append(frozenset(term for term in terms if term[0].isdigit()))
        for example in map(entries.examples.__getitem__, entries.span(entry)):
            parsed = example.parsed
            similarity.add(parsed)
            spoken.update(parsed.words)
            plain.append("" if example.role is Role.QUOTE else in_order(parsed))
            if example.role is Role.STATEMENT:
                statements.add(parsed, target)
    return Reading(
        similarity=similarity.build(vectors),
        holding=holding.build(scaled=False),
        spoken=spoken,
        plain=tuple(plain),
        numbers=_shared(numbers),
        held=tuple(statements.held),
        naming=tuple(statements.naming),
    )


class _Statements:
    """Takes the statements one by one."""

    def __init__(self, names: frozenset[str], lexicon: Lexicon) -> None:
        self._tokens = TokenReader(names, lexicon)
        self._kinds = lexicon.kinds
        self.held: list[Held | None] = []
        self.naming: list[Naming] = []

    def add(self, statement: Parsed, target: Fact | Unknown) -> None:
        """The next entry's."""
        match target:
            case Fact():
                tokens = self._tokens.read(statement.text)
                self.held.append(hold(statement, tokens, self._kinds, dated=target.when is not None))
                self.naming.append(naming(statement, tokens, self._kinds))
            case Unknown():
                self.held.append(None)
                self.naming.append(NAMELESS)


def _names(entries: Entries) -> frozenset[str]:
    facts = [target for target in entries.targets if isinstance(target, Fact)]
    # A statement may be its own quote.
    return names_within(text for fact in facts for text in {fact.statement, *(quote.exact for quote in fact.quotes)})


def _shared(sets: Iterable[frozenset[str]]) -> Sets:
    """The same sets, equal ones as one: most entries have one of a few."""
    known: dict[frozenset[str], frozenset[str]] = {}
    return tuple(known.setdefault(each, each) for each in sets)
