"""Read knowledge/ and seeds/ into one checked Knowledge."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from bot.core.freeing import let_go
from bot.core.knowledge.anchor_repair import QuoteProblem, anchor_quote, anchor_unquoted
from bot.core.knowledge.files import BaseFolder, DiskFolder, FileRefused
from bot.core.knowledge.model import Entity, Fact, Knowledge, Quote, Source, Topic, Unknown, Unquoted, Vocabulary
from bot.core.knowledge.references import (
    FACTS,
    GOLDEN,
    SOURCES,
    TOPICS,
    UNKNOWNS,
    VOCABULARY,
    YamlEntries,
    build_golden,
    golden_problems,
    link_problems,
    read_entries,
)
from bot.core.knowledge.schema import FactShape, SourceShape, VocabularyShape
from bot.core.knowledge.validation import YamlEntry, did_you_mean
from bot.core.knowledge.yaml_reader import MAX_BYTES, Document, find_todos, read_document
from bot.core.text.sentences import paragraphs, sentences
from bot.errors import KnowledgeError, Problem

MENDED = 50
"""Wrong quotes of facts for which the nearest passage is sought: a search takes milliseconds, in a long source more."""


def build_source(entry: YamlEntry[SourceShape], content: bytes) -> tuple[Source | None, tuple[Problem, ...]]:
    """A source with its text. One whose text has changed is still built, so that its quotes are checked too."""
    written, actual = entry.value.sha256, hashlib.sha256(content).hexdigest()
    problems = () if written == actual else (entry.problem(("sha256",), _changed(entry.value.file, actual)),)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"The text {entry.value.file} is no UTF-8: byte 0x{content[error.start]:02X} at offset {error.start}."
        return None, (*problems, entry.problem(("file",), f"{message} Save it as UTF-8."))
    source, unproven = _with_unquoted(entry, _source(entry.value, text))
    return source, (*problems, *unproven)


def build_facts(entries: YamlEntries, sources: Mapping[str, Source]) -> tuple[tuple[Fact, ...], tuple[Problem, ...]]:
    """The facts with their quotes located. Quotes of sources that are not there are left out."""
    facts: list[Fact] = []
    problems: list[Problem] = []
    for entry in entries.facts:
        quotes, unproven = _quotes(entry, sources, mended=len(problems) < MENDED)
        facts.append(_fact(entry.value, quotes))
        problems.extend(unproven)
    return tuple(facts), tuple(problems)


def build_topics(entries: YamlEntries) -> tuple[Topic, ...]:
    """The topics of topics.yaml; without that file, those that facts name, with their ids as titles."""
    if entries.topic_ids is None:
        named = dict.fromkeys(topic for fact in entries.facts for topic in fact.value.topics)
        return tuple(Topic(id=topic, title=topic) for topic in named)
    values = (entry.value for entry in entries.topics)
    return tuple(Topic(id=topic.id, title=topic.title, description=topic.description) for topic in values)


def build_unknowns(entries: YamlEntries) -> tuple[Unknown, ...]:
    """The unknowns, in the order of their file."""
    values = (entry.value for entry in entries.unknowns)
    return tuple(
        Unknown(id=u.id, statement=u.statement, question=u.question, phrasings=u.phrasings, nearest=u.nearest)
        for u in values
    )


def build_vocabulary(shape: VocabularyShape) -> Vocabulary:
    """The vocabulary, in the order of its file."""
    names = tuple(Entity(name=name.name, kind=name.kind, aliases=name.aliases) for name in shape.names)
    return Vocabulary(names=names, groups=shape.groups)


def _changed(file: str, actual: str) -> str:
    return (
        f"The text {file} is not the one that was checked: its SHA-256 is {actual}. Restore the file; or, where the "
        "change is meant, write this hash here and mend the quotes that no longer match."
    )


def _source(shape: SourceShape, text: str) -> Source:
    return Source(
        id=shape.id,
        title=shape.title,
        publisher=shape.publisher,
        url=shape.url,
        file=shape.file,
        sha256=shape.sha256,
        dates=shape.dates,
        text=text,
        paragraphs=paragraphs(text),
        sentences=sentences(text),
    )


def _with_unquoted(entry: YamlEntry[SourceShape], source: Source) -> tuple[Source, tuple[Problem, ...]]:
    unquoted: list[Unquoted] = []
    problems: list[Problem] = []
    for index, passage in enumerate(entry.value.unquoted):
        match anchor_unquoted(passage, source):
            case QuoteProblem(key=key, message=message):
                problems.append(entry.problem(("unquoted", index, key), message))
            case located:
                unquoted.append(located)
    return replace(source, unquoted=tuple(unquoted)), tuple(problems)


def _quotes(
    entry: YamlEntry[FactShape], sources: Mapping[str, Source], *, mended: bool
) -> tuple[tuple[Quote, ...], tuple[Problem, ...]]:
    quotes: list[Quote] = []
    problems: list[Problem] = []
    for index, quote in enumerate(entry.value.quotes):
        if quote.source not in sources:
            continue
        match anchor_quote(quote, sources[quote.source], mended=mended):
            case QuoteProblem(key=key, message=message):
                problem = entry.problem(("quotes", index, key), message)
                problems.append(replace(problem, fact=entry.value.id))
            case located:
                quotes.append(located)
    return tuple(quotes), tuple(problems)


def _fact(shape: FactShape, quotes: tuple[Quote, ...]) -> Fact:
    return Fact(
        id=shape.id,
        statement=shape.statement,
        topics=shape.topics,
        attribution=shape.attribution,
        standing=shape.standing,
        when=shape.when,
        importance=shape.importance,
        quotes=quotes,
        question=shape.question,
        phrasings=shape.phrasings,
        related=shape.related,
        disputes=shape.disputes,
    )


Identified = TypeVar("Identified", Fact, Source, Topic, Unknown)

MAX_SEED_BYTES = 2 * 1024 * 1024
"""Largest source text, in bytes: some 300,000 words, which take a second to read."""

CURATED, SEEDS = "knowledge", "seeds"
"""First parts of the names by which a base's files are kept, wherever its folders lie."""

_SINGLE = (SOURCES, TOPICS, VOCABULARY, UNKNOWNS, GOLDEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedBase:
    """A base with the bytes that it was read from, by names such as knowledge/topics.yaml and seeds/article.txt."""

    knowledge: Knowledge
    files: Mapping[str, bytes]


def load_knowledge(*, root: Path, knowledge: Path, seeds: Path) -> Knowledge:
    """Read a whole base from disk. Problems name files relative to `root`; for the rest see `load`."""
    return load(curated=DiskFolder(path=knowledge, root=root), seeds=DiskFolder(path=seeds, root=root)).knowledge


def load(*, curated: BaseFolder, seeds: BaseFolder) -> LoadedBase:
    """Read a whole base. Facts keep the order of their files' names, then that within the file.

    Raises KnowledgeError with every problem of every file.
    """
    return _Loading(curated=curated, seeds=seeds).loaded()


class _Loading:
    """One load: gathers the problems of all steps, and the bytes that the revision is made of."""

    def __init__(self, *, curated: BaseFolder, seeds: BaseFolder) -> None:
        self._curated = curated
        self._seeds = seeds
        self._problems: list[Problem] = []
        self._read: dict[str, bytes] = {}

    def loaded(self) -> LoadedBase:
        entries = self._entries()
        knowledge = self._knowledge(entries)
        spent: list[object] = [entries]
        del entries
        let_go(spent)
        return LoadedBase(knowledge=knowledge, files=MappingProxyType(dict(self._read)))

    def _knowledge(self, entries: YamlEntries) -> Knowledge:
        self._problems.extend(link_problems(entries))
        self._problems.extend(golden_problems(entries))
        sources = self._sources(entries)
        facts, problems = build_facts(entries, sources)
        self._problems.extend(problems)
        if self._problems:
            raise KnowledgeError(tuple(self._problems))
        return Knowledge(
            sources=sources,
            topics=_by_id(build_topics(entries)),
            vocabulary=build_vocabulary(entries.vocabulary),
            facts=_by_id(facts),
            unknowns=_by_id(build_unknowns(entries)),
            golden=build_golden(entries),
            revision=revision(self._read),
        )

    def _entries(self) -> YamlEntries:
        names, complete = self._names()
        documents = {name: document for name in names if (document := self._document(name)) is not None}
        of_facts = [name for name in names if name.startswith(FACTS)]
        read = complete and bool(of_facts) and all(name in documents for name in of_facts)
        entries, problems = read_entries(documents, all_facts_read=read)
        self._problems.extend(problems)
        return entries

    def _names(self) -> tuple[list[str], bool]:
        """The files to read, and whether these are all; what is missing or lies in the wrong place is a problem."""
        if not self._curated.exists():
            self._add("", "There is no such folder; config.yaml names it under 'knowledge'.")
            return [], False
        listing = self._curated.listing()
        for name in listing.linked:
            self._add(name, "A link to a folder is not followed; put the folder itself here.")
        for name, reason in listing.unread:
            self._add(name, f"The folder cannot be read: {reason}.")
        names = [name for name in listing.files if self._belongs(name)]
        complete = not (listing.linked or listing.unread)
        # What may lie in a folder that was passed over is not missing: that problem would only follow from the other.
        if SOURCES not in names and "." not in dict(listing.unread):
            self._add(SOURCES, "The file is missing; it lists the documents that facts quote.")
        if complete and not any(name.startswith(FACTS) for name in names):
            self._add(FACTS, "There are no facts; write them into files that end in .yaml in this folder.")
        return names, complete

    def _belongs(self, name: str) -> bool:
        if name in _SINGLE or (name.startswith(FACTS) and name.endswith(".yaml")):
            return True
        mend = "end its name in .yaml" if name.startswith(FACTS) else f"facts stand in {FACTS}"
        self._add(name, f"The file is not read: {mend}.{did_you_mean(name, _SINGLE)}")
        return False

    def _document(self, name: str) -> Document | None:
        content = self._curated.read(name, limit=MAX_BYTES)
        if isinstance(content, FileRefused):
            self._add(name, content.message)
            return None
        self._read[f"{CURATED}/{name}"] = content
        document = read_document(content, file=self._curated.shown(name))
        self._problems.extend(document.problems)
        if isinstance(document, Document):
            self._problems.extend(find_todos(content, file=self._curated.shown(name)))
        return document if isinstance(document, Document) else None

    def _sources(self, entries: YamlEntries) -> Mapping[str, Source]:
        sources: list[Source] = []
        for entry in entries.sources:
            content = self._seed(entry.value.file)
            if isinstance(content, FileRefused):
                shown = self._seeds.shown(entry.value.file)
                self._problems.append(entry.problem(("file",), f"The text {shown}: {content.message}"))
                continue
            source, problems = build_source(entry, content)
            self._problems.extend(problems)
            sources.extend([source] if source else [])
        return _by_id(sources)

    def _seed(self, name: str) -> bytes | FileRefused:
        content = self._seeds.read(name, limit=MAX_SEED_BYTES)
        if isinstance(content, FileRefused):
            return content
        if len(content) > MAX_SEED_BYTES:
            return FileRefused(message=f"It is larger than {MAX_SEED_BYTES:,} bytes.")
        self._read[f"{SEEDS}/{name}"] = content
        return content

    def _add(self, name: str, message: str) -> None:
        self._problems.append(self._curated.problem(name, message))


def revision(files: Mapping[str, bytes]) -> str:
    """SHA-256 (hex) over the names and bytes of files, in the order of their names."""
    whole = hashlib.sha256()
    for name, content in sorted(files.items()):
        for part in (name.encode(), content):
            # The length keeps two files from passing for one.
            whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()


def _by_id(values: Iterable[Identified]) -> Mapping[str, Identified]:
    return MappingProxyType({value.id: value for value in values})
