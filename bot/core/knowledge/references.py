"""What the entries of a base say of each other: ids that repeat, ids that name nothing, questions that two share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeAlias

from bot.core.knowledge.model import GoldenQuestion, Standing
from bot.core.knowledge.schema import (
    FactShape,
    GoldenShape,
    NameShape,
    SourceShape,
    TopicShape,
    UnknownShape,
    VocabularyShape,
)
from bot.core.knowledge.validation import Invalid, M, YamlEntry, check, check_list, did_you_mean, listed
from bot.core.knowledge.yaml_reader import Document, Path
from bot.core.text.normalise import same_text
from bot.errors import Problem

SOURCES, TOPICS, VOCABULARY, UNKNOWNS = "sources.yaml", "topics.yaml", "vocabulary.yaml", "unknowns.yaml"
GOLDEN = "golden.yaml"
FACTS = "facts/"

Ids: TypeAlias = "frozenset[str] | None"
Checked: TypeAlias = "tuple[tuple[YamlEntry[M], ...], tuple[Problem, ...]]"


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlEntries:
    """All entries that fit their format, and the ids that are written down, those of broken entries too.

    Ids are None where they are not known: a file that may hold them is absent or was not read.
    """

    sources: tuple[YamlEntry[SourceShape], ...]
    topics: tuple[YamlEntry[TopicShape], ...]
    vocabulary: VocabularyShape
    names: tuple[YamlEntry[NameShape], ...]
    facts: tuple[YamlEntry[FactShape], ...]
    unknowns: tuple[YamlEntry[UnknownShape], ...]
    golden: tuple[YamlEntry[GoldenShape], ...]
    source_ids: Ids
    topic_ids: Ids
    fact_ids: Ids


def read_entries(documents: Mapping[str, Document], *, all_facts_read: bool) -> tuple[YamlEntries, tuple[Problem, ...]]:
    """Check the documents, by their names in knowledge/, against their formats."""
    sources, source_problems = _listed(SourceShape, documents.get(SOURCES))
    topics, topic_problems = _listed(TopicShape, documents.get(TOPICS))
    unknowns, unknown_problems = _listed(UnknownShape, documents.get(UNKNOWNS))
    golden, golden_problems = _listed(GoldenShape, documents.get(GOLDEN))
    vocabulary, vocabulary_problems = _vocabulary(documents.get(VOCABULARY))
    of_facts = [document for name, document in documents.items() if name.startswith(FACTS)]
    checked = [check_list(FactShape, document) for document in of_facts]
    entries = YamlEntries(
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


def _vocabulary(document: Document | None) -> tuple[YamlEntry[VocabularyShape] | None, tuple[Problem, ...]]:
    if document is None:
        return None, ()
    match check(VocabularyShape, document, document.value):
        case Invalid(problems=problems):
            return None, problems
        case entry:
            return entry, ()


def _names(vocabulary: YamlEntry[VocabularyShape]) -> tuple[YamlEntry[NameShape], ...]:
    return tuple(
        YamlEntry(value=name, document=vocabulary.document, path=("names", index))
        for index, name in enumerate(vocabulary.value.names)
    )


def _ids(name: str, documents: Mapping[str, Document]) -> Ids:
    return _written_ids([documents[name]]) if name in documents else None


def _written_ids(documents: Iterable[Document]) -> frozenset[str]:
    values = (value for document in documents if isinstance(document.value, list) for value in document.value)
    ids = (value.get("id") for value in values if isinstance(value, dict))
    return frozenset(name for name in ids if isinstance(name, str))


_FEW = 8
"""Known ids that a message lists where none is near."""


def link_problems(entries: YamlEntries) -> Iterator[Problem]:
    """Every mistake between entries."""
    yield from _repeated(entries.sources, "id", lambda entry: entry.value.id)
    yield from _repeated(entries.topics, "id", lambda entry: entry.value.id)
    yield from _repeated(entries.names, "name", lambda entry: entry.value.name)
    yield from _repeated(chain(entries.facts, entries.unknowns), "id", lambda entry: entry.value.id)
    yield from _shared_questions(chain(entries.facts, entries.unknowns))
    for fact in entries.facts:
        yield from _unknown_ids(fact, entries)
        yield from _self_links(fact)
    for unknown in entries.unknowns:
        yield from _unknown(unknown, "nearest", unknown.value.nearest, entries.fact_ids, "a fact")
    yield from _undisputed(entries)


def _repeated(entries: Iterable[YamlEntry[Any]], key: str, name: Callable[[YamlEntry[Any]], str]) -> Iterator[Problem]:
    first: dict[str, YamlEntry[Any]] = {}
    for entry in entries:
        earlier = first.setdefault(name(entry), entry)
        if earlier is not entry:
            message = f"The {key} '{name(entry)}' stands already in {_place(earlier, (key,))}; each needs its own."
            yield entry.problem((key,), message)


def _shared_questions(entries: Iterable[YamlEntry[FactShape] | YamlEntry[UnknownShape]]) -> Iterator[Problem]:
    first: dict[str, tuple[YamlEntry[Any], Path]] = {}
    for entry in entries:
        asked: list[tuple[Path, str]] = [(("question",), entry.value.question)]
        asked += ((("phrasings", index), text) for index, text in enumerate(entry.value.phrasings))
        for path, text in asked:
            earlier, earlier_path = first.setdefault(same_text(text), (entry, path))
            if (earlier, earlier_path) != (entry, path):
                where = f"'{earlier.value.id}', {_place(earlier, earlier_path)}"
                yield entry.problem(
                    path, f"This question also stands at {where}; it can lead to one only: reword one of them."
                )


def _unknown_ids(fact: YamlEntry[FactShape], entries: YamlEntries) -> Iterator[Problem]:
    yield from _unknown(fact, "topics", fact.value.topics, entries.topic_ids, "a topic in topics.yaml")
    yield from _unknown(fact, "related", fact.value.related, entries.fact_ids, "a fact")
    yield from _unknown(fact, "disputes", fact.value.disputes, entries.fact_ids, "a fact")
    for index, quote in enumerate(fact.value.quotes):
        if entries.source_ids is not None and quote.source not in entries.source_ids:
            mend = _instead(quote.source, entries.source_ids, "sources")
            message = f"'{quote.source}' is no source in sources.yaml.{mend}"
            yield fact.problem(("quotes", index, "source"), message)


def _unknown(entry: YamlEntry[Any], key: str, ids: tuple[str, ...], known: Ids, kind: str) -> Iterator[Problem]:
    earlier: set[str] = set()
    for index, name in enumerate(ids):
        if name in earlier:
            yield entry.problem((key, index), f"'{name}' stands twice in this list; remove one.")
        elif known is not None and name not in known:
            mend = _instead(name, known, key)
            yield entry.problem((key, index), f"'{name}' is not the id of {kind}.{mend}")
        earlier.add(name)


def _instead(name: str, known: frozenset[str], what: str) -> str:
    """What may have been meant: the nearest id, or where none is near and few are known, all of them."""
    near = did_you_mean(name, known)
    return near or (listed(sorted(known), what) if 0 < len(known) <= _FEW else "")


def _self_links(fact: YamlEntry[FactShape]) -> Iterator[Problem]:
    for key, ids in (("related", fact.value.related), ("disputes", fact.value.disputes)):
        if fact.value.id in ids:
            yield fact.problem((key, ids.index(fact.value.id)), "A fact cannot name itself here; remove it.")


def _undisputed(entries: YamlEntries) -> Iterator[Problem]:
    """A disputed fact is shown beside what stands against it, so one of the two has to name the other."""
    against = {name for fact in entries.facts for name in fact.value.disputes}
    if entries.fact_ids is None or not against <= entries.fact_ids:
        return  # a link that is missing or misspelt may be the one
    for fact in entries.facts:
        disputed = fact.value.standing is Standing.DISPUTED
        if disputed and not fact.value.disputes and fact.value.id not in against:
            message = (
                "A disputed fact needs what stands against it: list those facts under 'disputes', "
                f"or name '{fact.value.id}' under theirs."
            )
            yield fact.problem(("standing",), message)


def _place(entry: YamlEntry[Any], path: Path) -> str:
    mark = entry.document.mark((*entry.path, *path))
    return f"{entry.document.file}:{mark.line}"


def build_golden(entries: YamlEntries) -> tuple[GoldenQuestion, ...]:
    """The golden questions, in the order of their file."""
    return tuple(_golden(entry) for entry in entries.golden)


def golden_problems(entries: YamlEntries) -> Iterator[Problem]:
    """Every mistake of golden questions: nothing or too much expected, an id that names nothing, one asked twice."""
    first: dict[str, YamlEntry[GoldenShape]] = {}
    for entry in entries.golden:
        value = entry.value
        if (value.fact is None) == (value.outcome is None):
            yield entry.problem((), "Say what the question has to get: either 'fact' or 'outcome', and not both.")
        if value.fact is not None and entries.fact_ids is not None and value.fact not in entries.fact_ids:
            yield entry.problem(
                ("fact",), f"'{value.fact}' is not the id of a fact.{did_you_mean(value.fact, entries.fact_ids)}"
            )
        earlier = first.setdefault(same_text(value.question), entry)
        if earlier is not entry:
            yield entry.problem(("question",), f"This question stands already at {_golden(earlier).place}; remove one.")


def _golden(entry: YamlEntry[GoldenShape]) -> GoldenQuestion:
    value, mark = entry.value, entry.document.mark((*entry.path, "question"))
    return GoldenQuestion(
        question=value.question,
        fact=value.fact,
        outcome=value.outcome,
        file=entry.document.file,
        line=mark.line,
        column=mark.column,
    )
