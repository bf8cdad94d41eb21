"""Read knowledge/ and seeds/ into one checked Knowledge."""

from __future__ import annotations

import hashlib
from types import MappingProxyType
from typing import TYPE_CHECKING

from bot.core.building import build_facts, build_source, build_topics, build_unknowns, build_vocabulary
from bot.core.checking import propose
from bot.core.decoding import MAX_BYTES
from bot.core.documents import Document, read_document
from bot.core.entries import FACTS, SOURCES, TOPICS, UNKNOWNS, VOCABULARY, read_entries
from bot.core.facts import Knowledge
from bot.core.folders import Folder, Refused, list_yaml, read_bytes
from bot.core.links import link_problems
from bot.errors import KnowledgeError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path
    from typing import TypeVar

    from bot.core.entries import Entries
    from bot.core.facts import Fact, Source, Topic, Unknown

    Identified = TypeVar("Identified", Fact, Source, Topic, Unknown)

MAX_SEED_BYTES = 16 * 1024 * 1024
"""Largest source text, in bytes."""

_SINGLE = (SOURCES, TOPICS, VOCABULARY, UNKNOWNS)


def load_knowledge(*, root: Path, knowledge: Path, seeds: Path) -> Knowledge:
    """Read a whole base. Facts keep the order of their files' names, then that within the file.

    Problems name files relative to `root`. Raises KnowledgeError with every problem of every file.
    """
    return _Loading(curated=Folder(path=knowledge, root=root), seeds=Folder(path=seeds, root=root)).knowledge()


class _Loading:
    """One load: gathers the problems of all steps, and the bytes that the revision is made of."""

    def __init__(self, *, curated: Folder, seeds: Folder) -> None:
        self._curated = curated
        self._seeds = seeds
        self._problems: list[Problem] = []
        self._read: dict[str, bytes] = {}

    def knowledge(self) -> Knowledge:
        entries = self._entries()
        self._problems.extend(link_problems(entries))
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
            revision=revision(self._read),
        )

    def _entries(self) -> Entries:
        names = self._names()
        documents = {name: document for name in names if (document := self._document(name)) is not None}
        of_facts = [name for name in names if name.startswith(FACTS)]
        read = bool(of_facts) and all(name in documents for name in of_facts)
        entries, problems = read_entries(documents, all_facts_read=read)
        self._problems.extend(problems)
        return entries

    def _names(self) -> list[str]:
        """The files to read; what is missing or lies in the wrong place is a problem."""
        if not self._curated.path.is_dir():
            self._add("", "There is no such folder; config.yaml names it under 'knowledge'.")
            return []
        listing = list_yaml(self._curated)
        for name in listing.linked:
            self._add(name, "A link to a folder is not followed; put the folder itself here.")
        for name, reason in listing.unread:
            self._add(name, f"The folder cannot be read: {reason}.")
        names = [name for name in listing.files if self._belongs(name)]
        if SOURCES not in names:
            self._add(SOURCES, "The file is missing; it lists the documents that facts quote.")
        if not any(name.startswith(FACTS) for name in names):
            self._add(FACTS, "There are no facts; write them into files that end in .yaml in this folder.")
        return names

    def _belongs(self, name: str) -> bool:
        if name in _SINGLE or (name.startswith(FACTS) and name.endswith(".yaml")):
            return True
        mend = "end its name in .yaml" if name.startswith(FACTS) else f"facts stand in {FACTS}"
        self._add(name, f"The file is not read: {mend}.{propose(name, _SINGLE)}")
        return False

    def _document(self, name: str) -> Document | None:
        content = read_bytes(self._curated, name, limit=MAX_BYTES)
        if isinstance(content, Refused):
            self._add(name, content.message)
            return None
        self._read[f"knowledge/{name}"] = content
        document = read_document(content, file=self._curated.shown(name))
        self._problems.extend(document.problems)
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
        content = read_bytes(self._seeds, name, limit=MAX_SEED_BYTES)
        if isinstance(content, Refused):
            return content
        if len(content) > MAX_SEED_BYTES:
            return Refused(message=f"It is larger than {MAX_SEED_BYTES:,} bytes.")
        self._read[f"seeds/{name}"] = content
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
