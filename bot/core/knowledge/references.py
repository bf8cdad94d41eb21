"""Check the entries of a base against each other: repeated ids, unknown ids, questions that two entries share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import Final, TypeAlias

from bot.core.knowledge.model import Fact, Standing
from bot.core.knowledge.schema import (
    FactShape,
    GoldenShape,
    SourceShape,
    TopicShape,
    UnknownShape,
    VocabularyShape,
)
from bot.core.knowledge.validation import (
    CheckedList,
    InvalidEntry,
    M,
    ValidEntry,
    YamlEntry,
    check,
    check_list,
    did_you_mean,
    listed,
)
from bot.core.knowledge.yaml_reader import Document, YamlPath
from bot.core.text.foreign_words import Language
from bot.core.text.normalise import same_text
from bot.errors import Problem

SOURCES, TOPICS, VOCABULARY, UNKNOWNS = "sources.yaml", "topics.yaml", "vocabulary.yaml", "unknowns.yaml"
GOLDEN = "golden.yaml"
FACTS = "facts/"

Ids: TypeAlias = "frozenset[str] | None"
Entries: TypeAlias = "tuple[ValidEntry[M] | InvalidEntry, ...]"

_RETIRED = "The fact '{name}' is retired and is not shown any more; remove its id here, or name another fact."

_FEW = 8  # known ids that a message lists if none is similar


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEntry(YamlEntry):
    """A fact of a file that was checked before and has not changed. What follows from other files is checked again."""

    fact: Fact

    def text(self, *path: str | int) -> str | None:
        """Return the text at a path, or None if the fact has none there."""
        value: object = self.fact
        for step in path:
            value = getattr(value, step) if isinstance(step, str) else value[step]  # type: ignore[index]  # a tuple
        return value if isinstance(value, str) else None

    def texts(self, key: str) -> Iterator[tuple[int, str]]:
        """Return the texts of a list, each with its index."""
        return iter(enumerate(getattr(self.fact, key)))

    def indexes(self, key: str) -> range:
        """Return the indexes of the list under a key."""
        return range(len(getattr(self.fact, key)))


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFile:
    """A file of facts that was checked before and has not changed. `document` has its name only."""

    document: Document
    facts: Sequence[Fact]

    @property
    def entries(self) -> tuple[KnownEntry, ...]:
        """Its facts."""
        return tuple(KnownEntry(document=self.document, fact=fact) for fact in self.facts)


FactEntries: TypeAlias = tuple[ValidEntry[FactShape] | InvalidEntry | KnownEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlEntries:
    """All entries of a base, the problems of their formats, and all ids in the files.

    Ids are None if they are not known: a file that may contain them is absent or was not read. `facts_complete` is
    False if some facts were not checked, as their file has too many problems. `facts` and `fact_ids` are without those
    that are `retired`: only the format and the ids of these are checked.
    """

    sources: Entries[SourceShape]
    topics: Entries[TopicShape]
    vocabulary: ValidEntry[VocabularyShape] | InvalidEntry | None
    facts: FactEntries
    retired: Entries[FactShape]
    unknowns: Entries[UnknownShape]
    golden: Entries[GoldenShape]
    source_ids: Ids
    topic_ids: Ids
    fact_ids: Ids
    facts_complete: bool
    problems: tuple[Problem, ...]


_NOTHING_KNOWN: Final[Mapping[str, KnownFile]] = MappingProxyType({})


def read_entries(
    documents: Mapping[str, Document], *, all_facts_read: bool, known: Mapping[str, KnownFile] = _NOTHING_KNOWN
) -> YamlEntries:
    """Check the documents, by their names in knowledge/, against their formats.

    `known` are the files of facts that need no check, by their names.
    """
    sources = _checked(SourceShape, documents.get(SOURCES))
    topics = _checked(TopicShape, documents.get(TOPICS))
    unknowns = _checked(UnknownShape, documents.get(UNKNOWNS))
    golden = _checked(GoldenShape, documents.get(GOLDEN))
    vocabulary = check(VocabularyShape, documents[VOCABULARY]) if VOCABULARY in documents else None
    of_facts = {name: document for name, document in documents.items() if name.startswith(FACTS)}
    checked = {name: check_list(FactShape, document) for name, document in of_facts.items()}
    files: dict[str, KnownFile | CheckedList[FactShape]] = {**known, **checked}
    entries = [fact for name in sorted(files) for fact in files[name].entries]
    retired = tuple(entry for entry in entries if not isinstance(entry, KnownEntry) and _is_retired(entry))
    fact_ids = _ids(of_facts.values()).union(fact.id for each in known.values() for fact in each.facts)
    lists: tuple[Sequence[Problem], ...] = (
        sources.problems,
        topics.problems,
        vocabulary.problems if isinstance(vocabulary, InvalidEntry) else (),
        unknowns.problems,
        golden.problems,
        *(each.problems for each in checked.values()),
    )
    return YamlEntries(
        sources=sources.entries,
        topics=topics.entries,
        vocabulary=vocabulary,
        facts=tuple(entry for entry in entries if isinstance(entry, KnownEntry) or not _is_retired(entry)),
        retired=retired,
        unknowns=unknowns.entries,
        golden=golden.entries,
        source_ids=_ids([documents[SOURCES]]) if SOURCES in documents else None,
        topic_ids=_ids([documents[TOPICS]]) if TOPICS in documents else None,
        fact_ids=fact_ids - _names(retired) if all_facts_read else None,
        facts_complete=all(each.complete for each in checked.values()),
        problems=tuple(chain.from_iterable(lists)),
    )


def _checked(model: type[M], document: Document | None) -> CheckedList[M]:
    return check_list(model, document) if document else CheckedList()


def _is_retired(entry: YamlEntry) -> bool:
    return entry.document.value_at((*entry.path, "retired")) is not None


def _names(entries: Iterable[YamlEntry]) -> frozenset[str]:
    return frozenset(name for entry in entries if (name := entry.text("id")) is not None)


def _ids(documents: Iterable[Document]) -> frozenset[str]:
    values = (value for document in documents if isinstance(document.value, list) for value in document.value)
    ids = (value.get("id") for value in values if isinstance(value, dict))
    return frozenset(name for name in ids if isinstance(name, str))


def reference_problems(entries: YamlEntries) -> Iterator[Problem]:
    """Return every mistake between entries, also of entries that do not fit their format otherwise."""
    yield from _repeated(entries.sources, "id")
    yield from _repeated(entries.topics, "id")
    if entries.vocabulary is not None:
        yield from _repeated(_items(entries.vocabulary, "names"), "name")
        translations = tuple(_items(entries.vocabulary, "translations"))
        yield from _repeated(translations, "word")
        yield from chain.from_iterable(_read_twice(translations, language) for language in Language)
    yield from _repeated((*entries.facts, *entries.retired, *entries.unknowns), "id")
    yield from _shared_questions((*entries.facts, *entries.unknowns))
    gone = _names(entries.retired)
    for fact in entries.facts:
        yield from _unknown_ids(fact, "topics", entries.topic_ids, "a topic in topics.yaml")
        yield from _unknown_ids(fact, "related", entries.fact_ids, "a fact", gone)
        yield from _unknown_ids(fact, "disputes", entries.fact_ids, "a fact", gone)
        yield from _unknown_sources(fact, entries.source_ids)
        yield from _self_links(fact)
    for unknown in entries.unknowns:
        yield from _unknown_ids(unknown, "nearest", entries.fact_ids, "a fact", gone)
    yield from _undisputed(entries)
    yield from _golden_problems(entries)


def _repeated(entries: Iterable[YamlEntry], key: str) -> Iterator[Problem]:
    first: dict[str, YamlEntry] = {}
    for entry in entries:
        name = entry.text(key)
        earlier = entry if name is None else first.setdefault(name, entry)
        if earlier is not entry:
            message = f"The {key} '{name}' is already used in {_place(earlier, (key,))}; each needs its own."
            yield entry.problem((key,), message)


def _items(entry: YamlEntry, key: str) -> Iterator[YamlEntry]:
    """Yield the items of a list under a key as entries of their own."""
    for index in entry.indexes(key):
        wrong = frozenset(path[2:] for path in entry.wrong if path[:2] == (key, index))
        yield YamlEntry(document=entry.document, path=(*entry.path, key, index), wrong=wrong)


def _read_twice(translations: Iterable[YamlEntry], language: Language) -> Iterator[Problem]:
    """Yield a problem for each phrase of a language that translates a second word of the base."""
    first: dict[str, tuple[YamlEntry, YamlPath]] = {}
    for entry in translations:
        for index, text in entry.texts(language):
            path = (language.value, index)
            earlier, earlier_path = first.setdefault(same_text(text), (entry, path))
            if (earlier, earlier_path) != (entry, path):
                where = f"'{earlier.text('word') or '?'}', {_place(earlier, earlier_path)}"
                message = f"'{text}' is already read as {where}; it can be read as one word only: remove one of them."
                yield entry.problem(path, message)


def _shared_questions(entries: Iterable[YamlEntry]) -> Iterator[Problem]:
    first: dict[str, tuple[YamlEntry, YamlPath]] = {}
    for entry in entries:
        for path, text in _questions(entry):
            earlier, earlier_path = first.setdefault(same_text(text), (entry, path))
            if (earlier, earlier_path) != (entry, path):
                where = f"'{earlier.text('id') or '?'}', {_place(earlier, earlier_path)}"
                message = f"This question is also used by {where}; it can lead to one entry only: reword one of them."
                yield entry.problem(path, message)


def _questions(entry: YamlEntry) -> Iterator[tuple[YamlPath, str]]:
    question = entry.text("question")
    if question is not None:
        yield ("question",), question
    for index, text in entry.texts("phrasings"):
        yield ("phrasings", index), text


def _unknown_ids(
    entry: YamlEntry, key: str, known: Ids, kind: str, gone: frozenset[str] = frozenset()
) -> Iterator[Problem]:
    earlier: set[str] = set()
    for index, name in entry.texts(key):
        if name in earlier:
            yield entry.problem((key, index), f"'{name}' is already in this list; remove one.")
        elif name in gone:
            yield entry.problem((key, index), _RETIRED.format(name=name))
        elif known is not None and name not in known:
            yield entry.problem((key, index), f"'{name}' is not the id of {kind}.{_instead(name, known, key)}")
        earlier.add(name)


def _unknown_sources(fact: YamlEntry, known: Ids) -> Iterator[Problem]:
    for index in fact.indexes("quotes"):
        name = fact.text("quotes", index, "source")
        if known is not None and name is not None and name not in known:
            message = f"'{name}' is not the id of a source in sources.yaml.{_instead(name, known, 'sources')}"
            yield fact.problem(("quotes", index, "source"), message)


def _instead(name: str, known: frozenset[str], what: str) -> str:
    """Suggest the most similar id; if none is similar and only a few are known, list them all."""
    return did_you_mean(name, known) or (listed(sorted(known), what) if 0 < len(known) <= _FEW else "")


def _self_links(fact: YamlEntry) -> Iterator[Problem]:
    own = fact.text("id")
    for key in ("related", "disputes"):
        index = next((index for index, name in fact.texts(key) if name == own), None)
        if index is not None:
            yield fact.problem((key, index), "A fact cannot name itself here; remove it.")


def _undisputed(entries: YamlEntries) -> Iterator[Problem]:
    """Find disputed facts without a link to a fact that disputes them; both are shown together."""
    against = {name for fact in entries.facts for _, name in fact.texts("disputes")}
    if not (entries.facts_complete and entries.fact_ids is not None and against <= entries.fact_ids):
        return  # the link may be the one that is missing or misspelt
    if any(_hides_disputes(fact) for fact in entries.facts):
        return
    for fact in entries.facts:
        own = fact.text("id")
        if fact.text("standing") == Standing.DISPUTED and not fact.indexes("disputes") and own not in against:
            message = (
                "A disputed fact needs the facts that dispute it: list them under 'disputes', "
                f"or name '{own}' under theirs."
            )
            yield fact.problem(("standing",), message)


def _hides_disputes(fact: YamlEntry) -> bool:
    """Return whether the entry may dispute facts in a way that cannot be read, such as under a misspelt key."""
    keys = {path[0] if path else "" for path in fact.wrong}
    return any(key == "disputes" or key not in FactShape.model_fields for key in keys)


def _place(entry: YamlEntry, path: YamlPath) -> str:
    position = entry.document.position((*entry.path, *path))
    return f"{entry.document.file}:{position.line}"


def _golden_problems(entries: YamlEntries) -> Iterator[Problem]:
    """Find golden questions that expect nothing or too much, have an unknown id, or are asked twice."""
    first: dict[str, YamlEntry] = {}
    for entry in entries.golden:
        if isinstance(entry, ValidEntry) and (entry.value.fact is None) == (entry.value.outcome is None):
            yield entry.problem((), "Say what the question has to get: either 'fact' or 'outcome', and not both.")
        fact, question = entry.text("fact"), entry.text("question")
        if fact in _names(entries.retired):
            yield entry.problem(("fact",), _RETIRED.format(name=fact))
        elif fact is not None and entries.fact_ids is not None and fact not in entries.fact_ids:
            message = f"'{fact}' is not the id of a fact.{did_you_mean(fact, entries.fact_ids)}"
            yield entry.problem(("fact",), message)
        earlier = entry if question is None else first.setdefault(same_text(question), entry)
        if earlier is not entry:
            position = earlier.document.position((*earlier.path, "question"))
            where = f"{earlier.document.file}:{position.line}:{position.column}"
            yield entry.problem(("question",), f"This question is already asked at {where}; remove one.")
