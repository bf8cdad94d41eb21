"""Read knowledge/ and seeds/ into one checked Knowledge."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from bot.core.building import build_facts, build_source, build_topics, build_unknowns, build_vocabulary
from bot.core.checking import propose
from bot.core.decoding import MAX_BYTES
from bot.core.documents import Document, read_document
from bot.core.entries import FACTS, GOLDEN, SOURCES, TOPICS, UNKNOWNS, VOCABULARY, Entries, read_entries
from bot.core.facts import Fact, Knowledge, Source, Topic, Unknown
from bot.core.folders import DiskFolder, Folder, Refused
from bot.core.freeing import let_go
from bot.core.golden import build_golden, golden_problems
from bot.core.links import link_problems
from bot.core.todos import todos
from bot.errors import KnowledgeError, Problem

Identified = TypeVar("Identified", Fact, Source, Topic, Unknown)

MAX_SEED_BYTES = 2 * 1024 * 1024
"""Largest source text, in bytes: some 300,000 words, which take a second to read."""

CURATED, SEEDS = "knowledge", "seeds"
"""First parts of the names by which a base's files are kept, wherever its folders lie."""

_SINGLE = (SOURCES, TOPICS, VOCABULARY, UNKNOWNS, GOLDEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A base with the bytes that it was read from, by names such as knowledge/topics.yaml and seeds/article.txt."""

    knowledge: Knowledge
    files: Mapping[str, bytes]


def load_knowledge(*, root: Path, knowledge: Path, seeds: Path) -> Knowledge:
    """Read a whole base from disk. Problems name files relative to `root`; for the rest see `load`."""
    return load(curated=DiskFolder(path=knowledge, root=root), seeds=DiskFolder(path=seeds, root=root)).knowledge


def load(*, curated: Folder, seeds: Folder) -> Loaded:
    """Read a whole base. Facts keep the order of their files' names, then that within the file.

    Raises KnowledgeError with every problem of every file.
    """
    return _Loading(curated=curated, seeds=seeds).loaded()


class _Loading:
    """One load: gathers the problems of all steps, and the bytes that the revision is made of."""

    def __init__(self, *, curated: Folder, seeds: Folder) -> None:
        self._curated = curated
        self._seeds = seeds
        self._problems: list[Problem] = []
        self._read: dict[str, bytes] = {}

    def loaded(self) -> Loaded:
        entries = self._entries()
        knowledge = self._knowledge(entries)
        spent: list[object] = [entries]
        del entries
        let_go(spent)
        return Loaded(knowledge=knowledge, files=MappingProxyType(dict(self._read)))

    def _knowledge(self, entries: Entries) -> Knowledge:
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

    def _entries(self) -> Entries:
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
        self._add(name, f"The file is not read: {mend}.{propose(name, _SINGLE)}")
        return False

    def _document(self, name: str) -> Document | None:
        content = self._curated.read(name, limit=MAX_BYTES)
        if isinstance(content, Refused):
            self._add(name, content.message)
            return None
        self._read[f"{CURATED}/{name}"] = content
        document = read_document(content, file=self._curated.shown(name))
        self._problems.extend(document.problems)
        if isinstance(document, Document):
            self._problems.extend(todos(content, file=self._curated.shown(name)))
        return document if isinstance(document, Document) else None

    def _sources(self, entries: Entries) -> Mapping[str, Source]:
        sources: list[Source] = []
        for entry in entries.sources:
            content = self._seed(entry.value.file)
            if isinstance(content, Refused):
                shown = self._seeds.shown(entry.value.file)
                self._problems.append(entry.problem(("file",), f"The text {shown}: {content.message}"))
                continue
            source, problems = build_source(entry, content)
            self._problems.extend(problems)
            sources.extend([source] if source else [])
        return _by_id(sources)

    def _seed(self, name: str) -> bytes | Refused:
        content = self._seeds.read(name, limit=MAX_SEED_BYTES)
        if isinstance(content, Refused):
            return content
        if len(content) > MAX_SEED_BYTES:
            return Refused(message=f"It is larger than {MAX_SEED_BYTES:,} bytes.")
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
