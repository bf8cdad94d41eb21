"""Read all texts of a base once, into the indexes and word lists that the ranker's features need."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from bot.core.knowledge.model import Fact, Unknown
from bot.core.knowledge.vocabulary import ConceptIndex
from bot.core.matching.answer_type import (
    NOTHING_NAMED,
    AnswerWords,
    NamedWords,
    StatementReader,
    find_answer_words,
    find_named_words,
    names_within,
)
from bot.core.matching.documents import Entries, TextRole
from bot.core.matching.embeddings import WordVectors
from bot.core.matching.features import count_foci
from bot.core.matching.index import IndexBuilder, InvertedIndex
from bot.core.matching.query import ParsedText
from bot.core.matching.similarity import Similarity, SimilarityBuilder, in_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The texts of a base, read once for all features.

    `similarity` and `sorted_words` have one place for each example, `offered` has two for each fact, its question and
    its statement, and all others have one for each entry. `entry_index` counts the texts of an entry with a term,
    `word_index` how often they use a word, and `content_index`, which only a small base has, the texts with a content
    word. `sorted_words` are the content words of a question or statement, in alphabetical order; empty for a quote,
    because nobody asks like one. `answer_words` and `named_words` are those of the statement, None and empty for an
    unknown. `foci` has what the questions of each entry ask for, `asking` how many ask for anything definite.
    """

    similarity: Similarity
    entry_index: InvertedIndex
    word_index: InvertedIndex
    content_index: InvertedIndex
    offered: InvertedIndex
    sorted_words: tuple[str, ...]
    answer_words: tuple[AnswerWords | None, ...]
    named_words: tuple[NamedWords, ...]
    foci: tuple[Mapping[str, int], ...]
    asking: tuple[int, ...]


def read_texts(
    entries: Entries, concept_index: ConceptIndex, vectors: WordVectors | None, *, names: AbstractSet[str], small: bool
) -> Reading:
    """Read every text of a base, entry by entry. `names` are the stems that the base capitalises within its sentences.

    Only the examples of a `small` base can be compared by all their words and by characters, as a classifier does, and
    only its entries by similar words.
    """
    similarity = SimilarityBuilder(small=small)
    entry_index, word_index, content_index, offered = (IndexBuilder() for _ in range(4))
    statements = _Statements(names, concept_index)
    sorted_words: list[str] = []
    foci: list[Mapping[str, int]] = []
    asking: list[int] = []
    examples = iter(entries.examples)
    for entry, (target, terms) in enumerate(zip(entries.targets, entries.terms, strict=True)):
        entry_index.add(terms)
        used, content = Counter[str](), Counter[str]()
        of_entry = tuple(itertools.islice(examples, len(entries.span(entry))))
        for number, example in enumerate(of_entry):
            parsed = example.parsed
            similarity.add(parsed)
            if isinstance(target, Fact) and (number == 0 or example.role is TextRole.STATEMENT):
                offered.add(dict.fromkeys(parsed.words, 1.0))
            used.update(parsed.words)
            content.update({need.word for need in parsed.content_words})
            sorted_words.append("" if example.role is TextRole.QUOTE else in_order(parsed))
            if example.role is TextRole.STATEMENT:
                statements.add(parsed, target)
        word_index.add(used)
        if small:
            content_index.add(content)
        counts, definite = count_foci(entries, of_entry)
        foci.append(counts)
        asking.append(definite)
    return Reading(
        similarity=similarity.build(vectors),
        entry_index=entry_index.build(scaled=False),
        word_index=word_index.build(scaled=False),
        content_index=content_index.build(scaled=False),
        offered=offered.build(),
        sorted_words=tuple(sorted_words),
        answer_words=tuple(statements.answer_words),
        named_words=tuple(statements.named_words),
        foci=tuple(foci),
        asking=tuple(asking),
    )


class _Statements:
    """Reads the statements, entry by entry."""

    def __init__(self, names: AbstractSet[str], concept_index: ConceptIndex) -> None:
        self._tokens = StatementReader(names, concept_index)
        self._kinds = concept_index.kinds
        self.answer_words: list[AnswerWords | None] = []
        self.named_words: list[NamedWords] = []

    def add(self, statement: ParsedText, target: Fact | Unknown) -> None:
        """Read the statement of the next entry."""
        match target:
            case Fact():
                tokens = self._tokens.read(statement.text)
                self.answer_words.append(
                    find_answer_words(statement, tokens, self._kinds, dated=target.when is not None)
                )
                self.named_words.append(find_named_words(statement, tokens, self._kinds))
            case Unknown():
                self.answer_words.append(None)
                self.named_words.append(NOTHING_NAMED)


def names_of(target: Fact | Unknown) -> frozenset[str]:
    """Return the stems that the statement or a quote of a fact capitalises within a sentence."""
    # A statement may be its own quote.
    return names_within({target.statement, *(each.exact for each in target.quotes)} if isinstance(target, Fact) else ())
