"""Keep a base that was read and verified: the next start reads no YAML while its files are the same.

After a change, the facts of the files that are the same are taken from it too, and checked against the others.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot.core.kept.codec import from_json, to_json
from bot.core.kept.files import NOTHING_KEPT, Kept
from bot.core.kept.packed import Arrays, beneath, read_rows, within
from bot.core.knowledge.files import CURATED, MAX_SEED_BYTES, SEEDS, BaseFolder, FileRefused, RevisionHash
from bot.core.knowledge.kept_facts import CHANGED_ON_DISK, pack_facts, pack_facts_again, stay_in_file, unpack_facts
from bot.core.knowledge.model import (
    Fact,
    GoldenQuestion,
    Knowledge,
    LoadedBase,
    PreviousText,
    RetiredFact,
    Source,
    Topic,
    Unknown,
    Vocabulary,
)
from bot.errors import Todo

_PART: Final = "knowledge"


@dataclass(frozen=True, slots=True, kw_only=True)
class _FactFile:
    """A file of facts, by its name and hash; the facts are those from `first` to before `last`."""

    name: str
    sha256: str
    first: int
    last: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rest:
    """A base without its facts. The sources are without their texts, which are read from their files again.

    `texts` has a hash of all texts of each source, by its id. `names` are those of all files.
    """

    revision: str
    files: tuple[_FactFile, ...]
    texts: Mapping[str, str]
    names: tuple[str, ...]
    sources: tuple[Source, ...]
    topics: tuple[Topic, ...]
    vocabulary: Vocabulary
    unknowns: tuple[Unknown, ...]
    golden: tuple[GoldenQuestion, ...]
    todos: tuple[Todo, ...]
    retired: tuple[RetiredFact, ...]


class KnownFacts:
    """The facts of an earlier base, by their files. It remembers which facts were taken from it."""

    def __init__(self, rest: _Rest, arrays: Arrays) -> None:
        self._files = {(each.name, each.sha256): each for each in rest.files}
        self._texts = rest.texts
        self._arrays = arrays
        self._used: dict[str, tuple[Fact, int]] = {}

    def find(self, name: str, content: bytes) -> Sequence[Fact] | None:
        """Return the facts of a file with this name and content."""
        file = self._files.get((name, hashlib.sha256(content).hexdigest()))
        if file is None:
            return None
        facts = list(read_rows(Fact, self._arrays, file.first, file.last))
        self._used |= {fact.id: (fact, row) for row, fact in enumerate(facts, file.first)}
        return facts

    def pack(self, facts: Mapping[str, Fact]) -> dict[str, NDArray[Any]]:
        """Return the arrays of facts, of which most were taken from here."""
        places: list[int] = []
        new: list[Fact] = []
        for fact in facts.values():
            known, row = self._used.get(fact.id, (None, 0))
            places.append(row if known is fact else len(self._arrays["ends"]) + len(new))
            if known is not fact:
                new.append(fact)
        return pack_facts_again(facts, self._arrays, new, places)

    def hold(self, loaded: LoadedBase) -> bool:
        """Return whether the sources of all that was used are as they were, so that its quotes are still proven."""
        quoted = {quote.source for fact, _ in self._used.values() for quote in fact.quotes}
        now = _hashes_of_texts(loaded)
        return all(self._texts.get(source) == now.get(source) for source in quoted)


class KeptFiles(Mapping[str, bytes]):
    """The bytes of files by their names, each read when it is needed. `arrays` are those of `_pack_files`.

    Reading one raises ValueError if it is not as it was kept: what is read is stored as a revision and written to disk.
    """

    def __init__(self, names: Sequence[str], arrays: Arrays) -> None:
        self._places = {name: place for place, name in enumerate(names)}
        self._content, self._ends, self._checks = arrays["content"], arrays["ends"], arrays["checks"]

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __getitem__(self, name: str) -> bytes:
        place = self._places[name]
        start = self._ends[place - 1] if place else 0
        content = self._content[start : self._ends[place]].tobytes()
        if zlib.crc32(content) != self._checks[place]:
            raise ValueError(CHANGED_ON_DISK.format(what=name))
        return content


def _pack_files(files: Mapping[str, bytes]) -> dict[str, NDArray[Any]]:
    contents = list(files.values())
    return {
        "content": np.frombuffer(b"".join(contents), dtype=np.uint8),
        "ends": np.cumsum([*map(len, contents)], dtype=np.int64),
        "checks": np.array([*map(zlib.crc32, contents)], dtype=np.uint32),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptKnowledge:
    """What an earlier start may have kept of the base in two folders.

    `names` are those of the files in knowledge/, and `read` has hashed them.
    """

    names: frozenset[str]
    read: RevisionHash
    seeds: BaseFolder
    kept: Kept

    def find(self) -> LoadedBase | KnownFacts | None:
        """Return the base, or the facts of one with other files; None if none was kept. Quotes are proven again."""
        arrays = self.kept.find(_PART)
        if arrays is None:
            return None
        try:
            rest = from_json(_Rest, arrays["rest"].tobytes())
            texts = self._texts(rest)
            if texts is None:
                return KnownFacts(rest, arrays)
            sources = {source.id: _with_texts(source, texts) for source in rest.sources}
            facts = unpack_facts(arrays, sources)
        except (ValueError, TypeError, LookupError, AttributeError):
            return None
        knowledge = Knowledge(
            sources=MappingProxyType(sources),
            topics=MappingProxyType({topic.id: topic for topic in rest.topics}),
            vocabulary=rest.vocabulary,
            facts=facts,
            unknowns=MappingProxyType({unknown.id: unknown for unknown in rest.unknowns}),
            revision=rest.revision,
            golden=rest.golden,
            todos=rest.todos,
            retired=MappingProxyType({fact.id: fact for fact in rest.retired}),
        )
        return LoadedBase(knowledge=knowledge, files=KeptFiles(rest.names, within(arrays, "files")))

    def _texts(self, rest: _Rest) -> Mapping[str, str] | None:
        """Return the texts of the sources by the names of their files; None if any file of the base is another one."""
        now, found = self.read.copy(), dict[str, str]()
        for name in sorted(name for name in rest.names if name.startswith(f"{SEEDS}/")):
            content = self.seeds.read(name.removeprefix(f"{SEEDS}/"), limit=MAX_SEED_BYTES)
            if isinstance(content, FileRefused):
                return None
            now.add(name, content)
            found[name] = content.decode("utf-8", errors="replace")
        return found if now.hex() == rest.revision else None

    def keep(self, loaded: LoadedBase, known: KnownFacts | None = None) -> LoadedBase:
        """Keep a base that was read from these folders, with what was `known` of it.

        Returns the base: a large one as it was kept, because that takes a fraction of the memory.
        """
        knowledge = loaded.knowledge
        if {name for name in loaded.files if name.startswith(f"{CURATED}/")} != self.names:
            return loaded
        rest = _Rest(
            revision=knowledge.revision,
            files=tuple(_fact_files(loaded)),
            texts=_hashes_of_texts(loaded),
            names=tuple(loaded.files),
            sources=tuple(map(_without_texts, knowledge.sources.values())),
            topics=tuple(knowledge.topics.values()),
            vocabulary=knowledge.vocabulary,
            unknowns=tuple(knowledge.unknowns.values()),
            golden=knowledge.golden,
            todos=knowledge.todos,
            retired=tuple(knowledge.retired.values()),
        )
        facts = known.pack(knowledge.facts) if known else pack_facts(knowledge.facts, knowledge.columns)
        files = beneath("files", _pack_files(loaded.files))
        self.kept.keep(_PART, {"rest": np.frombuffer(to_json(rest), dtype=np.uint8), **facts, **files})
        found = self.find() if stay_in_file(len(knowledge.facts)) else None
        return found if isinstance(found, LoadedBase) else loaded


def kept_knowledge(curated: BaseFolder, seeds: BaseFolder, *, drafts: bool, kept: Callable[..., Kept]) -> KeptKnowledge:
    """Return what may be kept of a base. What is kept depends on the names of its folders.

    Nothing is kept of a folder with anything that is a problem.
    """
    nothing = KeptKnowledge(names=frozenset(), read=RevisionHash(), seeds=seeds, kept=NOTHING_KEPT)
    listing = curated.listing()
    read = RevisionHash()
    for name in listing.files:
        content = curated.read(name, limit=MAX_SEED_BYTES)
        if isinstance(content, FileRefused):
            return nothing
        read.add(f"{CURATED}/{name}", content)
    if listing.linked or listing.unread or not listing.files:
        return nothing
    parts = (curated.shown(), seeds.shown(), "drafts" if drafts else "no drafts")
    names = frozenset(f"{CURATED}/{name}" for name in listing.files)
    return KeptKnowledge(names=names, read=read, seeds=seeds, kept=kept(*map(repr, parts)))


def _fact_files(loaded: LoadedBase) -> Iterator[_FactFile]:
    """Yield the files whose facts are known next time: those in which nothing is open and no quote has changed."""
    facts = list(loaded.knowledge.facts.values())
    last = 0
    for name, file in loaded.fact_files.items():
        content = loaded.files[f"{CURATED}/{name}"]
        first, last = last, last + file.facts
        changed = any(quote.changed for fact in facts[first:last] for quote in fact.quotes)
        if not (changed or file.retired or b"TODO" in content):
            yield _FactFile(name=name, sha256=hashlib.sha256(content).hexdigest(), first=first, last=last)


def _hashes_of_texts(loaded: LoadedBase) -> Mapping[str, str]:
    """Return a hash of each source's texts and of the days on which they changed, by the source's id."""

    def text(each: Source | PreviousText) -> str:
        return hashlib.sha256(loaded.files[f"{SEEDS}/{each.file}"]).hexdigest()

    return {
        key: repr([text(source), *((text(each), each.replaced) for each in source.previous)])
        for key, source in loaded.knowledge.sources.items()
    }


def _without_texts(source: Source) -> Source:
    return replace(source, text="", previous=tuple(replace(each, text="") for each in source.previous))


def _with_texts(source: Source, texts: Mapping[str, str]) -> Source:
    def text(each: Source | PreviousText) -> str:
        return texts[f"{SEEDS}/{each.file}"]

    previous = tuple(replace(each, text=text(each)) for each in source.previous)
    return replace(source, text=text(source), previous=previous)
