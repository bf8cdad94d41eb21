"""Plan what a new version of a source's text changes in the base: the texts, the source's entry, the quotes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

from bot.core.knowledge.anchoring import TextQuote
from bot.core.knowledge.files import MAX_SEED_BYTES, BaseFolder, FileRefused
from bot.core.knowledge.loader import build_source
from bot.core.knowledge.model import Source
from bot.core.knowledge.reanchoring import ChangedText, Edited, Gone, Reanchored
from bot.core.knowledge.references import FACTS, SOURCES
from bot.core.knowledge.schema import SourceShape
from bot.core.knowledge.text_changes import TextComparison, compare_texts
from bot.core.knowledge.yaml_reader import MAX_BYTES, Value, YamlPath, read_document
from bot.curation.editing import YamlText, edit_problems
from bot.errors import KnowledgeError, UsageError

_FIELDS: Final = tuple(SourceShape.model_fields)
_QUOTE_FIELDS: Final = ("source", "exact", "prefix", "suffix")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSource:
    """A source of the base as its entry in sources.yaml has it; `index` is the entry's place there."""

    index: int
    id: str
    url: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundQuote:
    """What became of a quote of a fact, or of a passage that no fact needs to quote (`fact` is "")."""

    file: str
    line: int
    fact: str
    quote: TextQuote
    result: Reanchored


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatePlan:
    """What an update would do.

    `curated` and `seeds` have the content of each file that changes, before (None if there is no such file) and after,
    by its name in its folder. `kept` is the file that keeps the earlier text, or "". `comparison` is None if that text
    is not known.
    """

    source: KnownSource
    comparison: TextComparison | None
    found: tuple[FoundQuote, ...]
    curated: Mapping[str, tuple[bytes | None, bytes]]
    seeds: Mapping[str, tuple[bytes | None, bytes]]
    kept: str


def read_curated(curated: BaseFolder) -> Mapping[str, YamlText]:
    """Read sources.yaml and the files of facts.

    Raises UsageError if one of them cannot be read, KnowledgeError if one is not YAML: its quotes would be left behind.
    """
    names = [name for name in curated.listing().files if name == SOURCES or name.startswith(FACTS)]
    if SOURCES not in names:
        raise UsageError(f"{curated.shown(SOURCES)}: the file is missing; there is no source to update.")
    contents = {name: _read(curated, name, MAX_BYTES) for name in names}
    read = [(read_document(content, file=curated.shown(name)), content) for name, content in contents.items()]
    problems = tuple(problem for document, content in read for problem in edit_problems(document, content))
    if problems:
        raise KnowledgeError(problems)
    return {name: YamlText(content.decode()) for name, content in contents.items()}


def known_sources(files: Mapping[str, YamlText]) -> tuple[KnownSource, ...]:
    """Return the sources of sources.yaml that have an id and a file."""
    entries = _mappings(files[SOURCES].value())
    return tuple(
        KnownSource(
            index=index, id=_text(entry, "id"), url=_text(entry, "url"), file=_text(entry, "file"),
            sha256=_text(entry, "sha256").lower(),
        )
        for index, entry in entries
        if _text(entry, "id") and _text(entry, "file")
    )  # fmt: skip


def earlier_text(source: KnownSource, seeds: BaseFolder) -> str:
    """Return the text that the base was checked with. Raises UsageError if the file is not that text any more."""
    content = _read(seeds, source.file, MAX_SEED_BYTES)
    if hashlib.sha256(content).hexdigest() != source.sha256:
        raise UsageError(
            f"{seeds.shown(source.file)}: is not the text that the base was checked with, whose hash is in "
            "sources.yaml. Restore it; or, if you edited it, update the base to it with this file as SOURCE."
        )
    return content.decode("utf-8", errors="replace")


def plan_update(  # noqa: PLR0913 - an update has these parts
    source: KnownSource,
    files: Mapping[str, YamlText],
    seeds: BaseFolder,
    *,
    before: str | None,
    after: bytes,
    today: dt.date,
    original_sha256: str = "",
) -> UpdatePlan:
    """Plan an update of a source to the text `after`. `before` is None if the earlier text is not known."""
    new = after.decode("utf-8")
    old = _source(source, before) if before is not None else None
    comparison = compare_texts(before, new) if before is not None else None
    change = ChangedText(before=old, after=_source(source, new), comparison=comparison)
    found = tuple(_found(source, files, change))
    kept = _kept_name(source.file, today, seeds) if before is not None else ""
    edited = dict(_edited_facts(files, found))
    edited[SOURCES] = _edited_sources(source, files[SOURCES], found, after, today, kept, original_sha256)
    changed = {name: (_bytes(files[name]), _bytes(text)) for name, text in edited.items() if text != files[name]}
    content = _read(seeds, source.file, MAX_SEED_BYTES)
    texts: dict[str, tuple[bytes | None, bytes]] = {}
    if before is not None:
        texts = {kept: (None, content), source.file: (content, after)}
    return UpdatePlan(source=source, comparison=comparison, found=found, curated=dict(changed), seeds=texts, kept=kept)


def _found(source: KnownSource, files: Mapping[str, YamlText], change: ChangedText) -> Iterator[FoundQuote]:
    """Anchor every quote of the source again, in the order of the files, then the passages that no fact quotes."""
    for name in sorted(name for name in files if name.startswith(FACTS)):
        for index, fact in _mappings(files[name].value()):
            if fact.get("retired") is not None:
                continue
            for number, quote in _mappings(fact.get("quotes")):
                if _text(quote, "source") == source.id and (known := _text_quote(quote)):
                    line = files[name].line((index, "quotes", number, "exact"))
                    yield FoundQuote(
                        file=name, line=line, fact=_text(fact, "id"), quote=known, result=change.reanchor(known)
                    )
    entry = files[SOURCES].value((source.index,))
    for number, passage in _mappings(entry.get("unquoted") if isinstance(entry, dict) else None):
        if known := _text_quote(passage):
            line = files[SOURCES].line((source.index, "unquoted", number, "exact"))
            result = change.reanchor_passage(known)
            yield FoundQuote(file=SOURCES, line=line, fact="", quote=known, result=result)


def _edited_facts(files: Mapping[str, YamlText], found: Sequence[FoundQuote]) -> Iterator[tuple[str, YamlText]]:
    """Yield the files of facts whose quotes have a sure fix, with these fixes."""
    for name in sorted({each.file for each in found if each.file != SOURCES}):
        text = files[name]
        fixes = {(each.line, each.quote): each.result for each in found if each.file == name}
        for index, fact in _mappings(files[name].value()):
            for number, quote in _mappings(fact.get("quotes")):
                known, path = _text_quote(quote), (index, "quotes", number)
                fix = fixes.get((files[name].line((*path, "exact")), known)) if known else None
                if isinstance(fix, Edited):
                    text = _with_quote(text, path, fix.quote)
        yield name, text


def _edited_sources(  # noqa: PLR0913, PLR0917 - what an entry notes of an update
    source: KnownSource,
    text: YamlText,
    found: Sequence[FoundQuote],
    after: bytes,
    today: dt.date,
    kept: str,
    original_sha256: str,
) -> YamlText:
    """Return sources.yaml with the new hashes, the earlier text, and the passages that still need no quote."""
    path: YamlPath = (source.index,)
    entry = text.value(path)
    passages = _mappings(entry.get("unquoted") if isinstance(entry, dict) else None)
    results = {each.quote: each.result for each in found if each.file == SOURCES}
    for number, passage in reversed(passages):
        match results.get(_text_quote(passage) or TextQuote(exact="")):
            case Edited(quote=quote):
                text = _with_quote(text, (*path, "unquoted", number), quote)
            case Gone():
                text = text.without((*path, "unquoted", number))
            case _:
                pass
    text = text.with_text((*path, "sha256"), hashlib.sha256(after).hexdigest(), order=_FIELDS)
    text = text.with_text((*path, "retrieved"), today.isoformat(), order=_FIELDS)
    if original_sha256:
        text = text.with_text((*path, "original_sha256"), original_sha256, order=_FIELDS)
    elif text.value((*path, "original_sha256")) is not None:
        text = text.without((*path, "original_sha256"))
    if not kept:
        return text
    record: Value = {"file": kept, "sha256": source.sha256, "replaced": today.isoformat()}
    if isinstance(entry, dict) and entry.get("previous"):
        return text.with_item((*path, "previous"), record)
    return text.with_field((*path, "previous"), [record], order=_FIELDS)


def _with_quote(text: YamlText, path: YamlPath, quote: TextQuote) -> YamlText:
    text = text.with_text((*path, "exact"), quote.exact)
    for key, value in (("prefix", quote.prefix), ("suffix", quote.suffix)):
        if value:
            text = text.with_text((*path, key), value, order=_QUOTE_FIELDS)
        elif text.value((*path, key)) is not None:
            text = text.without((*path, key))
    return text


def _kept_name(file: str, today: dt.date, seeds: BaseFolder) -> str:
    """Return a free name for the earlier text: article.2025-11-29.txt."""
    path = PurePosixPath(file)
    names = (
        f"{path.stem}.{today.isoformat()}{number}{path.suffix}" for number in ("", *(f"-{n}" for n in range(2, 1000)))
    )
    return next(str(path.with_name(name)) for name in names if not seeds.exists(str(path.with_name(name))))


def _source(source: KnownSource, text: str) -> Source:
    shape = SourceShape.model_construct(
        id=source.id, title="", publisher="", url=source.url, file=source.file, sha256=source.sha256, dates=""
    )
    return replace(build_source(shape, text), unquoted=())


def _bytes(text: YamlText) -> bytes:
    return text.text.encode()


def _read(folder: BaseFolder, name: str, limit: int) -> bytes:
    content = folder.read(name, limit=limit)
    if isinstance(content, FileRefused):
        raise UsageError(f"{folder.shown(name)}: {content.message}")
    if len(content) > limit:
        raise UsageError(f"{folder.shown(name)}: is larger than {limit:,} bytes.")
    return content


def _mappings(value: Value) -> Sequence[tuple[int, Mapping[str, Value]]]:
    """Return the mappings of a list with their indexes."""
    listed = value if isinstance(value, list) else []
    return [(index, each) for index, each in enumerate(listed) if isinstance(each, dict)]


def _text(entry: Mapping[str, Value], key: str) -> str:
    value = entry.get(key)
    return value if isinstance(value, str) else ""


def _text_quote(entry: Mapping[str, Value]) -> TextQuote | None:
    exact, prefix, suffix = (_text(entry, key) for key in _QUOTE_FIELDS[1:])
    return TextQuote(exact=exact, prefix=prefix, suffix=suffix) if exact else None
