"""Read knowledge/ and seeds/ into one checked Knowledge."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, TypeVar

from bot.core.freeing import free
from bot.core.knowledge.anchor_repair import QuoteProblem, anchor_passage, anchor_quote
from bot.core.knowledge.anchoring import TextQuote
from bot.core.knowledge.files import (
    CURATED,
    MAX_SEED_BYTES,
    SEEDS,
    BaseFolder,
    DiskFolder,
    FileRefused,
    revision,
)
from bot.core.knowledge.model import (
    Entity,
    Fact,
    FactFile,
    GoldenQuestion,
    Knowledge,
    LoadedBase,
    PreviousText,
    Quote,
    RetiredFact,
    Source,
    StatementTranslation,
    Topic,
    Translation,
    Unknown,
    Unquoted,
    Vocabulary,
)
from bot.core.knowledge.outdated import changed_on, find_outdated
from bot.core.knowledge.references import (
    FACTS,
    GOLDEN,
    SOURCES,
    TOPICS,
    UNKNOWNS,
    VOCABULARY,
    Entries,
    KnownEntry,
    KnownFile,
    YamlEntries,
    read_entries,
    reference_problems,
)
from bot.core.knowledge.review import review, review_text
from bot.core.knowledge.schema import FactShape, GoldenShape, SourceShape, TranslationShape, translations
from bot.core.knowledge.todos import read_todos, todo_problems
from bot.core.knowledge.validation import M, ValidEntry, YamlEntry, check_list, did_you_mean
from bot.core.knowledge.yaml_reader import MAX_BYTES, Document, Position, Unreadable, YamlPath, read_document
from bot.core.text.foreign_words import Language
from bot.core.text.normalise import fold
from bot.errors import KnowledgeError, Problem, Todo

MAX_REPAIRS = 50
"""Wrong quotes for which the most similar passage is searched: a search takes milliseconds, more in a long source."""

_SINGLE = (SOURCES, TOPICS, VOCABULARY, UNKNOWNS, GOLDEN)

Identified = TypeVar("Identified", Fact, Source, Topic, Unknown)


def load_knowledge(*, root: Path, knowledge: Path, seeds: Path, drafts: bool = False) -> Knowledge:
    """Read a whole base from disk, as `load` does. Problems name files relative to `root`."""
    curated, texts = DiskFolder(path=knowledge, root=root), DiskFolder(path=seeds, root=root)
    return load(curated=curated, seeds=texts, drafts=drafts).knowledge


class ReadsDocuments(Protocol):
    """Reads one YAML document; `file` is its name in problems."""

    def __call__(self, content: bytes, *, file: str) -> Document | Unreadable:
        """Return the document, or why it cannot be used."""


FindsFacts = Callable[[str, bytes], Sequence[Fact] | None]
"""Returns the facts of a file, given its name and content, if it was checked before and has not changed."""


def load(  # noqa: PLR0913 - what there is to choose
    *,
    curated: BaseFolder,
    seeds: BaseFolder,
    warn: bool = False,
    drafts: bool = False,
    read: ReadsDocuments = read_document,
    known: FindsFacts = lambda _name, _content: None,
    placed: bool = True,
) -> LoadedBase:
    """Read a whole base. Facts keep the order of their files' names, then their order within the file.

    Facts that `known` returns are checked against other entries only. The caller makes sure that their sources have not
    changed. `read` reads the files that have no facts.

    Unless `placed`, a problem may be without its place, and stand for others: each file of facts is read, checked and
    forgotten before the next one, because the places of all values take many times the memory of the facts.

    With `warn`, also look for what may be wrong, which takes about a millisecond a fact. With `drafts`, a TODO comment
    is no problem: `Knowledge.todos` has them all, and what shows the facts must say so. Raises KnowledgeError with
    every problem of every file; with `warn`, also with what is wrong with the texts, which may be their cause.
    """
    loader = _Loader(curated=curated, seeds=seeds, warn=warn, drafts=drafts, read=read, known=known, placed=placed)
    entries = loader.entries()
    knowledge = loader.knowledge(entries)
    warnings = review(entries, knowledge, seeds) if warn else ()
    fact_files = _fact_files(entries, loader.files, curated)
    # What is known has no values of YAML, of which there are many.
    read_now = [entry for entry in entries.facts if not isinstance(entry, KnownEntry)]
    del entries
    free(read_now)
    files = MappingProxyType(loader.files)
    return LoadedBase(knowledge=knowledge, files=files, warnings=warnings, fact_files=fact_files)


def _fact_files(entries: YamlEntries, files: Iterable[str], curated: BaseFolder) -> Mapping[str, FactFile]:
    start = f"{CURATED}/"
    names = (name.removeprefix(start) for name in files if name.startswith(f"{start}{FACTS}"))
    shown = {name: curated.shown(name) for name in names}
    counts = Counter(entry.document.file for entry in entries.facts)
    retired = {entry.document.file for entry in entries.retired}
    return MappingProxyType(
        {name: FactFile(facts=counts[file], retired=file in retired) for name, file in shown.items()}
    )


def build_source(shape: SourceShape, text: str) -> Source:
    """Return a source with its text, but without unquoted passages."""
    return Source(
        id=shape.id,
        title=shape.title,
        publisher=shape.publisher,
        url=shape.url,
        file=shape.file,
        sha256=shape.sha256,
        dates=shape.dates,
        authors=shape.authors,
        published=shape.published,
        retrieved=shape.retrieved,
        original_sha256=shape.original_sha256,
        text=text,
    )


class _Loader:
    """One load: collects the problems of all steps, and the bytes that were read."""

    def __init__(  # noqa: PLR0913 - what there is to choose
        self,
        *,
        curated: BaseFolder,
        seeds: BaseFolder,
        warn: bool,
        drafts: bool,
        read: ReadsDocuments,
        known: FindsFacts,
        placed: bool,
    ) -> None:
        self._curated = curated
        self._seeds = seeds
        self._warn = warn
        self._drafts = drafts
        self._read = read
        self._find = known
        self._placed = placed
        self._sources: Mapping[str, Source] | None = None
        self._known: dict[str, KnownFile] = {}
        self._todos: list[Todo] = []
        self._problems: list[Problem] = []
        self._repairs = 0
        self.files: dict[str, bytes] = {}

    def knowledge(self, entries: YamlEntries) -> Knowledge:
        """Check the entries together with the texts, then build the values."""
        self._problems.extend(reference_problems(entries))
        sources = self._read_sources(entries.sources) if self._sources is None else self._sources
        quotes = [self._quotes(entry, sources) for entry in entries.facts]
        vocabulary = _vocabulary(entries)
        self._problems.extend(_outdated(entries, quotes, sources, vocabulary))
        if not self._drafts:
            self._problems.extend(todo_problems(self._todos))
        if self._problems:
            warnings = tuple(self._faulty_texts(entries, sources))
            raise KnowledgeError(tuple(self._problems), warnings=warnings, todos=tuple(self._todos))
        facts = [fact for entry, located in zip(entries.facts, quotes, strict=True) for fact in _facts(entry, located)]
        return Knowledge(
            sources=sources,
            topics=_by_id(_topics(entries)),
            vocabulary=vocabulary,
            facts=_by_id(facts),
            unknowns=_by_id(_unknowns(entries)),
            golden=tuple(_golden(entry) for entry in entries.golden if isinstance(entry, ValidEntry)),
            revision=revision(self.files),
            todos=tuple(self._todos),
            retired=MappingProxyType({fact.id: fact for fact in _retired(entries)}),
        )

    def _faulty_texts(self, entries: YamlEntries, sources: Mapping[str, Source]) -> Iterator[Problem]:
        for entry in entries.sources if self._warn else ():
            if isinstance(entry, ValidEntry) and entry.value.id in sources:
                yield from review_text(entry, sources[entry.value.id].text, self._seeds)

    def entries(self) -> YamlEntries:
        """Read the entries of all files in knowledge/."""
        names, complete = self._names()
        # Facts are read last: they quote the sources.
        in_turn = sorted(names, key=lambda name: name.startswith(FACTS))
        documents: dict[str, Document] = {}
        for name in names if self._placed else in_turn:
            document = self._document(name)
            if document is not None and not self._settle(name, document, documents.get(SOURCES)):
                documents[name] = document
        of_facts = [name for name in names if name.startswith(FACTS)]
        all_read = complete and bool(of_facts) and all(name in documents or name in self._known for name in of_facts)
        entries = read_entries(documents, all_facts_read=all_read, known=self._known)
        self._problems.extend(entries.problems)
        return entries

    def _names(self) -> tuple[list[str], bool]:
        """Return the files to read, and whether these are all; missing and misplaced files are problems."""
        if not self._curated.exists():
            self._add("", "There is no such folder; config.yaml names it under 'knowledge'.")
            return [], False
        listing = self._curated.listing()
        for name in listing.linked:
            self._add(name, "Links to folders are not followed; put the folder itself here.")
        for name, reason in listing.unread:
            self._add(name, f"The folder cannot be read: {reason}.")
        names = [name for name in listing.files if self._belongs(name)]
        complete = not (listing.linked or listing.unread)
        # A file in a folder that was skipped is not missing: that problem would only follow from the other.
        if SOURCES not in names and "." not in dict(listing.unread):
            self._add(SOURCES, "The file is missing; list the documents that facts quote in it.")
        if complete and not any(name.startswith(FACTS) for name in names):
            self._add(FACTS, "There are no facts; write them into files that end in .yaml in this folder.")
        return names, complete

    def _belongs(self, name: str) -> bool:
        if name in _SINGLE or (name.startswith(FACTS) and name.endswith(".yaml")):
            return True
        fix = "end its name in .yaml" if name.startswith(FACTS) else f"put facts into {FACTS}"
        self._add(name, f"The file is not read: {fix}.{did_you_mean(name, _SINGLE)}")
        return False

    def _document(self, name: str) -> Document | None:
        content = self._curated.read(name, limit=MAX_BYTES)
        if isinstance(content, FileRefused):
            self._add(name, content.message)
            return None
        self.files[f"{CURATED}/{name}"] = content
        facts = self._find(name, content)
        if facts is not None:
            named = Document(file=self._curated.shown(name), value=None, root=Position(line=1, column=1))
            self._known[name] = KnownFile(document=named, facts=facts)
            return None
        # A golden question knows its place, which a document that was kept does not have.
        read = read_document if name == GOLDEN or name.startswith(FACTS) else self._read
        document = read(content, file=self._curated.shown(name))
        self._problems.extend(document.problems)
        if not isinstance(document, Document):
            return None
        self._todos.extend(read_todos(content, name, document))
        return document

    def _settle(self, name: str, document: Document, sources: Document | None) -> bool:
        """Read the facts of a file, whose document is not needed any more if this returns True.

        That takes a file without problems, retired facts and quotes that have changed.
        """
        if self._placed or not name.startswith(FACTS) or sources is None:
            return False
        if self._sources is None:
            self._sources = self._read_sources(check_list(SourceShape, sources).entries)
        checked = check_list(FactShape, document)
        entries = [entry for entry in checked.entries if isinstance(entry, ValidEntry) and not entry.value.retired]
        if checked.problems or len(entries) < len(checked.entries):
            return False
        found = [(entry, self._quotes(entry, self._sources)) for entry in entries]
        if any(
            len(quotes) < len(entry.value.quotes) or any(each.changed for each in quotes) for entry, quotes in found
        ):
            return False
        facts = [_fact(entry.value, quotes) for entry, quotes in found]
        named = Document(file=document.file, value=None, root=Position(line=1, column=1))
        self._known[name] = KnownFile(document=named, facts=facts)
        return True

    def _read_sources(self, entries: Entries[SourceShape]) -> Mapping[str, Source]:
        return _by_id(source for entry in entries if (source := self._source(entry)))

    def _source(self, entry: YamlEntry) -> Source | None:
        """Read a source's text and anchor its unquoted passages, even if the entry has other problems.

        A source with a changed text is built too, so that its quotes are checked.
        """
        shape = _source_shape(entry)
        content = self._seed(shape.file, entry) if shape else None
        if shape is None or content is None:
            return None
        actual = hashlib.sha256(content).hexdigest()
        if shape.sha256 != actual and ("sha256",) not in entry.wrong:
            self._problems.append(entry.problem(("sha256",), _changed(shape.file, actual)))
        try:
            source = build_source(shape, content.decode("utf-8"))
        except UnicodeDecodeError as error:
            wrong = f"byte 0x{content[error.start]:02X} at offset {error.start}"
            message = f"The text {shape.file} is not UTF-8: {wrong}. Save it as UTF-8."
            self._problems.append(entry.problem(("file",), message))
            return None
        return replace(source, unquoted=self._unquoted(entry, source), previous=self._previous(shape, entry))

    def _previous(self, shape: SourceShape, entry: YamlEntry) -> tuple[PreviousText, ...]:
        """Read the earlier texts of a source."""
        found: list[PreviousText] = []
        for index, each in enumerate(shape.previous):
            path: YamlPath = ("previous", index)
            content = self._seed(each.file, entry, (*path, "file"))
            if content is None:
                continue
            actual = hashlib.sha256(content).hexdigest()
            if each.sha256 != actual:
                self._problems.append(entry.problem((*path, "sha256"), _changed(each.file, actual)))
            text = content.decode("utf-8", errors="replace")
            found.append(PreviousText(file=each.file, text=text, replaced=each.replaced))
        return tuple(found)

    def _seed(self, name: str, entry: YamlEntry, path: YamlPath = ("file",)) -> bytes | None:
        content = self._seeds.read(name, limit=MAX_SEED_BYTES)
        if not isinstance(content, FileRefused) and len(content) > MAX_SEED_BYTES:
            content = FileRefused(message=f"It is larger than {MAX_SEED_BYTES:,} bytes.")
        if isinstance(content, FileRefused):
            message = f"The text {self._seeds.shown(name)}: {content.message}"
            self._problems.append(entry.problem(path, message))
            return None
        self.files[f"{SEEDS}/{name}"] = content
        return content

    def _unquoted(self, entry: YamlEntry, source: Source) -> tuple[Unquoted, ...]:
        found: list[Unquoted] = []
        for index in entry.indexes("unquoted"):
            passage = _text_quote(entry, "unquoted", index)
            if passage is None:
                continue
            match anchor_passage(passage, source):
                case QuoteProblem(key=key, message=message):
                    self._problems.append(entry.problem(("unquoted", index, key), message))
                case located:
                    reason = " ".join((entry.text("unquoted", index, "reason") or "").split())
                    found.append(Unquoted(exact=passage.exact, reason=reason, start=located.start, end=located.end))
        return tuple(found)

    def _quotes(self, entry: YamlEntry, sources: Mapping[str, Source]) -> tuple[Quote, ...]:
        """Anchor a fact's quotes, even if the entry has other problems; without those whose source is not there."""
        if isinstance(entry, KnownEntry):
            return entry.fact.quotes
        found: list[Quote] = []
        for index in entry.indexes("quotes"):
            quote = _text_quote(entry, "quotes", index)
            source = sources.get(entry.text("quotes", index, "source") or "")
            if quote is None or source is None:
                continue
            match anchor_quote(quote, source, repair=self._repairs < MAX_REPAIRS):
                case QuoteProblem(key=key, message=message):
                    self._repairs += 1
                    problem = entry.problem(("quotes", index, key), message)
                    self._problems.append(replace(problem, fact=entry.text("id") or ""))
                case located:
                    found.append(replace(located, changed=changed_on(located.exact, source)))
        return tuple(found)

    def _add(self, name: str, message: str) -> None:
        self._problems.append(self._curated.problem(name, message))


def _outdated(
    entries: YamlEntries, quotes: Sequence[tuple[Quote, ...]], sources: Mapping[str, Source], vocabulary: Vocabulary
) -> Iterator[Problem]:
    """Find statements with a value that the publisher has changed in the quotes; only facts without other problems."""
    whole = [
        (entry, located)
        for entry, located in zip(entries.facts, quotes, strict=True)
        if isinstance(entry, KnownEntry) or (isinstance(entry, ValidEntry) and len(located) == len(entry.value.quotes))
    ]
    facts = [fact for entry, located in whole for fact in _facts(entry, located)]
    for found in find_outdated(facts, sources, vocabulary):
        entry, _ = whole[found.index]
        # No known fact has a changed quote.
        if isinstance(entry, ValidEntry) and fold(found.value) not in {
            fold(known.text) for known in entry.value.acknowledged
        }:
            yield replace(entry.problem(("statement",), found.message), fact=found.fact)


def _source_shape(entry: YamlEntry) -> SourceShape | None:
    """Return the entry's value; for an invalid entry, enough to read and quote the text, or None if that is wrong."""
    if isinstance(entry, ValidEntry):
        value: SourceShape = entry.value
        return value
    name, file, sha256 = entry.text("id"), entry.text("file"), entry.text("sha256") or ""
    if name is None or file is None:
        return None
    return SourceShape.model_construct(
        id=name, file=file, sha256=sha256.strip().lower(), title="", publisher="", url="", dates=""
    )


def _changed(file: str, actual: str) -> str:
    return (
        f"The text {file} is not the one that was checked: its SHA-256 is {actual}. Restore the file; or, if the "
        "change is intended, write this hash here and fix the quotes that no longer match."
    )


def _text_quote(entry: YamlEntry, key: str, index: int) -> TextQuote | None:
    """Return a quote of an entry, or None if a part of it does not fit the format."""
    exact = entry.text(key, index, "exact")
    if exact is None or {(key, index, "prefix"), (key, index, "suffix")} & entry.wrong:
        return None
    prefix, suffix = entry.text(key, index, "prefix") or "", entry.text(key, index, "suffix") or ""
    return TextQuote(exact=exact, prefix=prefix, suffix=suffix)


def _values(entries: Entries[M]) -> Sequence[M]:
    return [entry.value for entry in entries if isinstance(entry, ValidEntry)]


def _facts(entry: YamlEntry, quotes: tuple[Quote, ...]) -> Iterator[Fact]:
    """Yield the fact of an entry without problems."""
    match entry:
        case KnownEntry(fact=fact):
            yield fact
        case ValidEntry(value=value):
            yield _fact(value, quotes)
        case _:
            pass


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
        paraphrases=shape.paraphrases,
        related=shape.related,
        disputes=shape.disputes,
        translations=tuple(
            StatementTranslation(language=language, statement=statement)
            for language, statement in shape.translations.items()
        ),
        reworded=shape.reworded,
    )


def _retired(entries: YamlEntries) -> Iterator[RetiredFact]:
    for shape in _values(entries.retired):
        if shape.retired is not None:
            yield RetiredFact(id=shape.id, statement=shape.statement, on=shape.retired.on, reason=shape.retired.reason)


def _topics(entries: YamlEntries) -> Iterable[Topic]:
    """Return the topics of topics.yaml; without that file, those that facts name, with their ids as titles."""
    if entries.topic_ids is None:
        named = dict.fromkeys(topic for entry in entries.facts for _, topic in entry.texts("topics"))
        return [Topic(id=topic, title=topic) for topic in named]
    return [
        Topic(
            id=topic.id,
            title=topic.title,
            description=topic.description,
            titles=tuple(translations(topic, "title").items()),
            descriptions=tuple(translations(topic, "description").items()),
        )
        for topic in _values(entries.topics)
    ]


def _vocabulary(entries: YamlEntries) -> Vocabulary:
    if not isinstance(entries.vocabulary, ValidEntry):
        return Vocabulary()
    shape = entries.vocabulary.value
    names = tuple(Entity(name=name.name, kind=name.kind, aliases=name.aliases) for name in shape.names)
    return Vocabulary(
        names=names,
        same=shape.same,
        near=shape.near,
        translations=tuple(map(_translation, shape.translations)),
    )


def _translation(shape: TranslationShape) -> Translation:
    phrases = {language: getattr(shape, language) for language in Language}
    return Translation(word=shape.word, phrases=MappingProxyType(phrases))


def _unknowns(entries: YamlEntries) -> Iterable[Unknown]:
    return [
        Unknown(id=u.id, statement=u.statement, question=u.question, phrasings=u.phrasings, nearest=u.nearest)
        for u in _values(entries.unknowns)
    ]


def _golden(entry: ValidEntry[GoldenShape]) -> GoldenQuestion:
    value, position = entry.value, entry.document.position((*entry.path, "question"))
    return GoldenQuestion(
        question=value.question,
        fact=value.fact,
        outcome=value.outcome,
        file=entry.document.file,
        line=position.line,
        column=position.column,
    )


def _by_id(values: Iterable[Identified]) -> Mapping[str, Identified]:
    return MappingProxyType({value.id: value for value in values})
