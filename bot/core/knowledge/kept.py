"""Keep a base that was read and verified, so that the next start reads no YAML while its files are the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from bot.core.kept.codec import from_json, to_json
from bot.core.kept.files import NOTHING_KEPT, Kept
from bot.core.kept.packed import pack, unpack
from bot.core.knowledge.files import CURATED, MAX_SEED_BYTES, SEEDS, BaseFolder, FileRefused, revision
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
class _Rest:
    """A base without its facts. The sources are without their texts, which are read from their files again."""

    revision: str
    seeds: tuple[str, ...]
    sources: tuple[Source, ...]
    topics: tuple[Topic, ...]
    vocabulary: Vocabulary
    unknowns: tuple[Unknown, ...]
    golden: tuple[GoldenQuestion, ...]
    todos: tuple[Todo, ...]
    retired: tuple[RetiredFact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptKnowledge:
    """What an earlier start may have kept of the base in two folders; `files` are those in knowledge/."""

    files: Mapping[str, bytes]
    seeds: BaseFolder
    kept: Kept

    def find(self) -> LoadedBase | None:
        """Return the base; None if it was not kept, or if a text has changed. Its quotes are proven again."""
        arrays = self.kept.find(_PART)
        if arrays is None:
            return None
        try:
            rest = from_json(_Rest, arrays["rest"].tobytes())
            facts = tuple(unpack(Fact, {name: arrays[name] for name in ("content", "ends")}))
        except (ValueError, TypeError, LookupError, AttributeError):
            return None
        files = {**self.files, **self._texts(rest)}
        if revision(files) != rest.revision:
            return None
        sources = {source.id: _with_texts(source, files) for source in rest.sources}
        quotes = (quote for fact in facts for quote in fact.quotes)
        if not all(sources[each.source].text[each.start : each.end] == each.exact for each in quotes):
            return None
        knowledge = Knowledge(
            sources=MappingProxyType(sources),
            topics=MappingProxyType({topic.id: topic for topic in rest.topics}),
            vocabulary=rest.vocabulary,
            facts=MappingProxyType({fact.id: fact for fact in facts}),
            unknowns=MappingProxyType({unknown.id: unknown for unknown in rest.unknowns}),
            revision=rest.revision,
            golden=rest.golden,
            todos=rest.todos,
            retired=MappingProxyType({fact.id: fact for fact in rest.retired}),
        )
        return LoadedBase(knowledge=knowledge, files=MappingProxyType(files))

    def _texts(self, rest: _Rest) -> dict[str, bytes]:
        found = {f"{SEEDS}/{name}": self.seeds.read(name, limit=MAX_SEED_BYTES) for name in rest.seeds}
        return {name: content for name, content in found.items() if not isinstance(content, FileRefused)}

    def keep(self, loaded: LoadedBase) -> None:
        """Keep a base that was read from these folders."""
        knowledge = loaded.knowledge
        if {name for name in loaded.files if name.startswith(f"{CURATED}/")} != set(self.files):
            return
        start = f"{SEEDS}/"
        rest = _Rest(
            revision=knowledge.revision,
            seeds=tuple(name.removeprefix(start) for name in loaded.files if name.startswith(start)),
            sources=tuple(map(_without_texts, knowledge.sources.values())),
            topics=tuple(knowledge.topics.values()),
            vocabulary=knowledge.vocabulary,
            unknowns=tuple(knowledge.unknowns.values()),
            golden=knowledge.golden,
            todos=knowledge.todos,
            retired=tuple(knowledge.retired.values()),
        )
        arrays = {"rest": np.frombuffer(to_json(rest), dtype=np.uint8), **pack(knowledge.facts.values())}
        self.kept.keep(_PART, arrays)


def kept_knowledge(curated: BaseFolder, seeds: BaseFolder, *, drafts: bool, kept: Callable[..., Kept]) -> KeptKnowledge:
    """Return what may be kept of a base. What is kept depends on every file that curators write, and on its name.

    Nothing is kept of a folder with anything that is a problem.
    """
    listing = curated.listing()
    files: dict[str, bytes] = {}
    for name in listing.files:
        content = curated.read(name, limit=MAX_SEED_BYTES)
        if isinstance(content, FileRefused):
            return KeptKnowledge(files={}, seeds=seeds, kept=NOTHING_KEPT)
        files[f"{CURATED}/{name}"] = content
    if listing.linked or listing.unread or not files:
        return KeptKnowledge(files={}, seeds=seeds, kept=NOTHING_KEPT)
    parts = (revision(files), curated.shown(), seeds.shown(), "drafts" if drafts else "no drafts")
    return KeptKnowledge(files=files, seeds=seeds, kept=kept(*map(repr, parts)))


def _without_texts(source: Source) -> Source:
    return replace(source, text="", previous=tuple(replace(each, text="") for each in source.previous))


def _with_texts(source: Source, files: Mapping[str, bytes]) -> Source:
    def text(each: Source | PreviousText) -> str:
        return files[f"{SEEDS}/{each.file}"].decode("utf-8", errors="replace")

    previous = tuple(replace(each, text=text(each)) for each in source.previous)
    return replace(source, text=text(source), previous=previous)
