"""Documents -> entries that fit their formats, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bot.core.checking import Entry, M, Misfit, check, check_list
from bot.core.documents import Document
from bot.core.schema import FactShape, GoldenShape, NameShape, SourceShape, TopicShape, UnknownShape, VocabularyShape
from bot.errors import Problem

SOURCES, TOPICS, VOCABULARY, UNKNOWNS = "sources.yaml", "topics.yaml", "vocabulary.yaml", "unknowns.yaml"
GOLDEN = "golden.yaml"
FACTS = "facts/"

Ids: TypeAlias = "frozenset[str] | None"
Checked: TypeAlias = "tuple[tuple[Entry[M], ...], tuple[Problem, ...]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """All entries that fit their format, and the ids that are written down, those of broken entries too.

    Ids are None where they are not known: a file that may hold them is absent or was not read.
    """

    sources: tuple[Entry[SourceShape], ...]
    topics: tuple[Entry[TopicShape], ...]
    vocabulary: VocabularyShape
    names: tuple[Entry[NameShape], ...]
    facts: tuple[Entry[FactShape], ...]
    unknowns: tuple[Entry[UnknownShape], ...]
    golden: tuple[Entry[GoldenShape], ...]
    source_ids: Ids
    topic_ids: Ids
    fact_ids: Ids


def read_entries(documents: Mapping[str, Document], *, all_facts_read: bool) -> tuple[Entries, tuple[Problem, ...]]:
    """Check the documents, by their names in knowledge/, against their formats."""
    sources, source_problems = _listed(SourceShape, documents.get(SOURCES))
    topics, topic_problems = _listed(TopicShape, documents.get(TOPICS))
    unknowns, unknown_problems = _listed(UnknownShape, documents.get(UNKNOWNS))
    golden, golden_problems = _listed(GoldenShape, documents.get(GOLDEN))
    vocabulary, vocabulary_problems = _vocabulary(documents.get(VOCABULARY))
    of_facts = [document for name, document in documents.items() if name.startswith(FACTS)]
    checked = [check_list(FactShape, document) for document in of_facts]
    entries = Entries(
        sources=sources,
        topics=topics,
        vocabulary=vocabulary.value if vocabulary else VocabularyShape(),
        names=_names(vocabulary) if vocabulary else (),
        facts=tuple(fact for facts, _ in checked for fact in facts),
        unknowns=unknowns,
        golden=golden,
        source_ids=_ids(SOURCES, documents),
        topic_ids=_ids(TOPICS, documents),
        fact_ids=_written_ids(of_facts) if all_facts_read else None,
    )
    fact_problems = (problem for _, problems in checked for problem in problems)
    single_problems = (*source_problems, *topic_problems, *vocabulary_problems, *unknown_problems, *golden_problems)
    return entries, (*single_problems, *fact_problems)


def _listed(model: type[M], document: Document | None) -> Checked[M]:
    return check_list(model, document) if document else ((), ())


def _vocabulary(document: Document | None) -> tuple[Entry[VocabularyShape] | None, tuple[Problem, ...]]:
    if document is None:
        return None, ()
    match check(VocabularyShape, document, document.value):
        case Misfit(problems=problems):
            return None, problems
        case entry:
            return entry, ()


def _names(vocabulary: Entry[VocabularyShape]) -> tuple[Entry[NameShape], ...]:
    return tuple(
        Entry(value=name, document=vocabulary.document, path=("names", index))
        for index, name in enumerate(vocabulary.value.names)
    )


def _ids(name: str, documents: Mapping[str, Document]) -> Ids:
    return _written_ids([documents[name]]) if name in documents else None


def _written_ids(documents: Iterable[Document]) -> frozenset[str]:
    values = (value for document in documents if isinstance(document.value, list) for value in document.value)
    ids = (value.get("id") for value in values if isinstance(value, dict))
    return frozenset(name for name in ids if isinstance(name, str))
