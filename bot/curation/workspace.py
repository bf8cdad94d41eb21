"""The files of a base while they are edited: their entries, what each leaves open, and what `check` says of one."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Final

from bot.core.knowledge.anchor_repair import QuoteProblem, anchor_passage, anchor_quote
from bot.core.knowledge.anchoring import TextQuote
from bot.core.knowledge.files import MAX_SEED_BYTES, BaseFolder, FileRefused
from bot.core.knowledge.loader import build_source
from bot.core.knowledge.model import Entity, Quote, Source, Vocabulary
from bot.core.knowledge.proof import Prover
from bot.core.knowledge.references import (
    FACTS,
    GOLDEN,
    SOURCES,
    TOPICS,
    UNKNOWNS,
    VOCABULARY,
    YamlEntries,
    read_entries,
    reference_problems,
)
from bot.core.knowledge.review import proof_warnings, source_warnings
from bot.core.knowledge.schema import FactShape, SourceShape, VocabularyShape
from bot.core.knowledge.todos import UNQUOTED, passage_name
from bot.core.knowledge.validation import ValidEntry, YamlEntry
from bot.core.knowledge.values import read_values
from bot.core.knowledge.yaml_reader import MAX_BYTES, Document, Value, YamlPath, read_document
from bot.core.text.dates import full_days
from bot.core.text.normalise import fold, same_text
from bot.curation.alike import confused
from bot.curation.editing import TodoMark, YamlText, edit_problems
from bot.errors import KnowledgeError, Problem

WARNING: Final = "warning: "
"""The beginning of a message about what may be right all the same."""

CONFUSED: Final = (
    "{warning}'{fact}' is asked for in nearly the same words: “{question}”. "
    "Say in both what sets them apart, or make one fact of them."
)


class EntryKind(StrEnum):
    """What an entry is, in the order in which a review walks through the kinds.

    A passage is one that no fact quotes and that has a TODO comment: somebody has to look whether it is a fact.
    """

    SOURCE = "source"
    TOPIC = "topic"
    FACT = "fact"
    PASSAGE = "passage"
    UNKNOWN = "unknown"
    NAME = "name"


_SINGLE: Final = {EntryKind.SOURCE: SOURCES, EntryKind.TOPIC: TOPICS, EntryKind.UNKNOWN: UNKNOWNS}
_NAMES: Final = "names"


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratedEntry:
    """An entry by its place: the file's name in knowledge/ and the path to it, and what the file calls it."""

    kind: EntryKind
    file: str
    path: YamlPath
    name: str

    @property
    def key(self) -> tuple[EntryKind, str, str]:
        """What identifies it after other entries of its file were added or deleted."""
        return self.kind, self.file, self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProblem:
    """A problem of an entry at one of its keys ("" if it is about none of them). A warning may be acknowledged."""

    key: str
    message: str
    warning: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedPassage:
    """A passage of a source, from `start` to `end` of its text, in the paragraph with a number."""

    source: str
    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Workspace:
    """The files of a base as they are now, by their names in knowledge/. A change makes a new workspace.

    Nothing here refuses an unfinished base. `shown` is how messages name a file.
    """

    files: Mapping[str, bytes]
    seeds: BaseFolder
    shown: Mapping[str, str] = field(repr=False)
    _documents: Mapping[str, Document] = field(repr=False, default_factory=dict)
    _texts: Mapping[str, YamlText] = field(repr=False, default_factory=dict)
    _sources: Mapping[str, Source] = field(repr=False, default_factory=dict)

    @classmethod
    def read(cls, curated: BaseFolder, seeds: BaseFolder) -> Workspace:
        """Read the files. Raises KnowledgeError with what is wrong with files that are not YAML."""
        names = [
            name
            for name in curated.listing().files
            if name in {*_SINGLE.values(), VOCABULARY, GOLDEN} or (name.startswith(FACTS) and name.endswith(".yaml"))
        ]
        found = {name: curated.read(name, limit=MAX_BYTES) for name in names}
        refused = [curated.problem(name, each.message) for name, each in found.items() if isinstance(each, FileRefused)]
        if SOURCES not in found:
            refused.append(curated.problem(SOURCES, "The file is missing; list the documents that facts quote in it."))
        if refused:
            raise KnowledgeError(tuple(refused))
        shown = {name: curated.shown(name) for name in (*_SINGLE.values(), VOCABULARY, GOLDEN, *names)}
        files = {name: content for name, content in found.items() if isinstance(content, bytes)}
        return cls(files={}, seeds=seeds, shown=shown).with_files(files)

    def with_files(self, files: Mapping[str, bytes]) -> Workspace:
        """Return the workspace with these contents; only what differs is read again.

        Raises KnowledgeError with what is wrong with files that are not YAML.
        """
        changed = {name: content for name, content in files.items() if self.files.get(name) != content}
        documents, problems = dict(self._documents), list[Problem]()
        for name, content in changed.items():
            document = read_document(content, file=self.shown.get(name, name))
            problems.extend(edit_problems(document, content))
            if isinstance(document, Document):
                documents[name] = document
        if problems:
            raise KnowledgeError(tuple(problems))
        texts = {**self._texts, **{name: YamlText(content.decode()) for name, content in changed.items()}}
        known = dict(files)
        made = replace(
            self,
            files=MappingProxyType(known),
            _documents={name: documents[name] for name in known},
            _texts={name: texts[name] for name in known},
        )
        sources = self._sources if not changed.keys() & {SOURCES} else dict(made._read_sources())  # noqa: SLF001
        made = replace(made, _sources=sources)
        if "_prover" in vars(self) and not changed.keys() & {SOURCES, VOCABULARY}:
            # It takes the statements only to see which words are ordinary, so that it need not be built for each edit.
            vars(made)["_prover"] = self._prover
        return made

    def with_text(self, name: str, text: YamlText) -> Workspace:
        """Return the workspace with one file edited. Raises KnowledgeError if the result is not YAML."""
        return self.with_files({**self.files, name: text.text.encode()})

    def text(self, name: str) -> YamlText:
        """Return the text of a file; an empty list if there is none."""
        return self._texts.get(name) or YamlText("[]\n")

    @property
    def sources(self) -> Mapping[str, Source]:
        """The sources whose texts can be read, by id."""
        return self._sources

    @cached_property
    def entries(self) -> Sequence[CuratedEntry]:
        """All entries: sources, topics, facts and passages in the order of the article, unknowns, names."""
        facts = [entry for name in sorted(self.files) if name.startswith(FACTS) for entry in self._listed(name)]
        orders = {source: number for number, source in enumerate(self._sources)}

        def place(entry: CuratedEntry) -> tuple[int, int]:
            first = next(iter(self.passages(entry)), None)
            return (orders[first.source], first.start) if first else (len(orders), 0)

        sources = tuple(self._listed(SOURCES))
        passages = (passage for source in sources for passage in self._open_passages(source))
        return (
            *sources,
            *self._listed(TOPICS),
            *sorted((*facts, *passages), key=place),
            *self._listed(UNKNOWNS),
            *self._listed(VOCABULARY),
        )

    def find(self, key: tuple[EntryKind, str, str]) -> CuratedEntry | None:
        """Return the entry that is identified by a key, or None if it is gone."""
        return next((entry for entry in self.entries if entry.key == key), None)

    def value(self, entry: CuratedEntry) -> Mapping[str, Value]:
        """Return the keys and values of an entry."""
        value = self.text(entry.file).value(entry.path)
        return value if isinstance(value, dict) else {}

    def todos(self, entry: CuratedEntry) -> tuple[TodoMark, ...]:
        """Return the TODO comments of an entry."""
        return self._todos[entry.key]

    @cached_property
    def _todos(self) -> Mapping[tuple[EntryKind, str, str], tuple[TodoMark, ...]]:
        found = {entry.key: self.text(entry.file).todos(entry.path) for entry in self.entries}
        inside = {todo.line for key, todos in found.items() if key[0] is EntryKind.PASSAGE for todo in todos}
        return {
            key: tuple(todo for todo in todos if key[0] is not EntryKind.SOURCE or todo.line not in inside)
            for key, todos in found.items()
        }

    def stray_todos(self) -> int:
        """Return the number of TODO comments outside of all entries."""
        inside = {(entry.file, todo.line) for entry in self.entries for todo in self.todos(entry)}
        every = {(name, line) for name in self.files for line in self.text(name).todo_lines()}
        return len(every - inside)

    def passages(self, entry: CuratedEntry) -> Sequence[MarkedPassage]:
        """Return where the quotes of a fact are, the unquoted passages of a source, the first place of a name."""
        place = (entry.file, entry.path)
        if place not in self._places:
            self._places[place] = self._find_passages(entry)
        return self._places[place]

    @cached_property
    def _places(self) -> dict[tuple[str, YamlPath], Sequence[MarkedPassage]]:
        return {}

    def _find_passages(self, entry: CuratedEntry) -> Sequence[MarkedPassage]:
        value = self.value(entry)
        match entry.kind:
            case EntryKind.FACT:
                found = (self._anchored(quote) for quote in _mappings(value.get("quotes")))
                return [_marked(quote) for quote in found if isinstance(quote, Quote)]
            case EntryKind.SOURCE:
                source = self._sources.get(entry.name)
                listed = _mappings(value.get("unquoted")) if source else ()
                return [each for quote in listed if source and (each := _unquoted(quote, source))]
            case EntryKind.PASSAGE:
                source = self._sources.get(str(self.text(SOURCES).value((entry.path[0], "id"))))
                found_here = _unquoted(value, source) if source else None
                return [found_here] if found_here else []
            case EntryKind.NAME:
                whole = re.compile(rf"(?<!\w){re.escape(entry.name)}(?!\w)")
                places = ((source, whole.search(source.text)) for source in self._sources.values())
                return [_at(source, *found.span()) for source, found in places if found][:1]
            case EntryKind.TOPIC | EntryKind.UNKNOWN:
                return ()

    def problems(self, entry: CuratedEntry) -> Sequence[FieldProblem]:
        """Return what `check` says of an entry, except what takes the whole base: conflicts and golden questions."""
        first, last = self.text(entry.file).lines(entry.path)
        document = self._documents[entry.file]
        found = [
            problem
            for problem in (self._problems if entry.kind is not EntryKind.NAME else self._name_problems)
            if problem.file == document.file and first <= problem.line <= last and not problem.todos
        ]
        said = {problem.line for problem in found}
        found.extend(problem for problem in self._shared_questions(entry) if problem.line not in said)
        found.extend(self._own_problems(entry))
        found.extend(self._confused_questions(entry))
        return [self._field_problem(entry, problem) for problem in dict.fromkeys(found)]

    def days(self) -> Sequence[dt.date]:
        """Return the days of the facts and of publication."""
        facts = [each.value.when for each in self.checked.facts if isinstance(each, ValidEntry)]
        sources = [each.value.published for each in self.checked.sources if isinstance(each, ValidEntry)]
        texts = [day for source in self._sources.values() for day in full_days(source.text)]
        return [day for day in (*facts, *sources, *texts) if day is not None]

    def doubts(self, entry: CuratedEntry) -> Sequence[str]:
        """Return the numbers, dates and names of a fact that no quote has and that are not acknowledged."""
        checked = self._checked_entry(entry) if entry.kind is EntryKind.FACT else None
        if not (isinstance(checked, ValidEntry) and isinstance(checked.value, FactShape)):
            return ()
        found = (self._anchored(each) for each in _mappings(self.value(entry).get("quotes")))
        quotes = [quote for quote in found if isinstance(quote, Quote)]
        known = {fold(each.text) for each in checked.value.acknowledged}
        unproven = self._prover.unproven(read_values(checked.value.statement), quotes)
        return [text for text in dict.fromkeys(each.text for each in unproven) if fold(text) not in known]

    @cached_property
    def checked(self) -> YamlEntries:
        """The entries, checked against their formats."""
        return read_entries(self._documents, all_facts_read=True)

    @cached_property
    def _problems(self) -> Sequence[Problem]:
        documents = (problem for document in self._documents.values() for problem in document.problems)
        # The translations of a vocabulary are thousands of texts, which say nothing of other entries.
        return (*documents, *self.checked.problems, *reference_problems(replace(self.checked, vocabulary=None)))

    @cached_property
    def _name_problems(self) -> Sequence[Problem]:
        return (*self.checked.problems, *reference_problems(self.checked))

    @cached_property
    def _asked(self) -> Mapping[str, Sequence[CuratedEntry]]:
        """The facts and unknowns by their questions and phrasings."""
        asked: dict[str, list[CuratedEntry]] = {}
        for entry in self.entries:
            for _, question in _questions(self.value(entry)):
                asked.setdefault(same_text(question), []).append(entry)
        return asked

    def _shared_questions(self, entry: CuratedEntry) -> Iterator[Problem]:
        """Yield a problem for each question that another entry has, wherever that one is.

        A load finds it at the later of the two only.
        """
        for path, question in _questions(self.value(entry)):
            other = next((each for each in self._asked[same_text(question)] if each.key != entry.key), None)
            if other is not None:
                message = f"This question is also used by '{other.name}'; it can lead to one entry only: reword one."
                yield self._documents[entry.file].problem((*entry.path, *path), message)

    def _confused_questions(self, entry: CuratedEntry) -> Iterator[Problem]:
        """Yield a warning for each other fact that is asked for in nearly the same words as one that is not settled."""
        if entry.kind is not EntryKind.FACT or not self.todos(entry):
            return
        others = (each for each in self.entries if each.kind is EntryKind.FACT and each.key != entry.key)
        asked = ((other.name, self._questions_of(other)) for other in others)
        for name, near in confused(self._questions_of(entry), asked):
            message = CONFUSED.format(warning=WARNING, fact=name, question=near)
            yield self._documents[entry.file].problem((*entry.path, "question"), message)

    def _questions_of(self, entry: CuratedEntry) -> Sequence[str]:
        return [question for _, question in _questions(self.value(entry))]

    def _own_problems(self, entry: CuratedEntry) -> Iterator[Problem]:
        checked = self._checked_entry(entry)
        if checked is None:
            return
        if entry.kind is EntryKind.FACT:
            yield from self._fact_problems(checked)
        elif entry.kind is EntryKind.SOURCE and entry.name in self._sources:
            yield from self._source_problems(checked, self._sources[entry.name])

    def _fact_problems(self, entry: YamlEntry) -> Iterator[Problem]:
        quotes = list[Quote]()
        for index, each in _numbered(entry.document.value_at((*entry.path, "quotes"))):
            match self._anchored(each):
                case Quote() as quote:
                    quotes.append(quote)
                case QuoteProblem(key=key, message=message):
                    yield entry.problem(("quotes", index, key), message)
                case None:
                    pass  # the format or the source's id is wrong, which is said elsewhere
        if (
            isinstance(entry, ValidEntry)
            and isinstance(entry.value, FactShape)
            and len(quotes) == len(entry.value.quotes)
        ):
            yield from proof_warnings(entry, read_values(entry.value.statement), quotes, self._prover)

    def _source_problems(self, entry: YamlEntry, source: Source) -> Iterator[Problem]:
        actual = hashlib.sha256(source.text.encode()).hexdigest()
        if source.sha256 != actual:
            yield entry.problem(("sha256",), f"The text {source.file} has changed: its SHA-256 is {actual}.")
        for index, each in _numbered(entry.document.value_at((*entry.path, "unquoted"))):
            quote = _text_quote(each)
            found = anchor_passage(quote, source) if quote else None
            if isinstance(found, QuoteProblem):
                yield entry.problem(("unquoted", index, found.key), found.message)
        if isinstance(entry, ValidEntry) and isinstance(entry.value, SourceShape):
            yield from source_warnings(entry, self._sources, self.seeds)

    def _checked_entry(self, entry: CuratedEntry) -> YamlEntry | None:
        file = self.shown[entry.file]
        of_kind: Sequence[YamlEntry] = self.checked.facts if entry.kind is EntryKind.FACT else self.checked.sources
        return next((each for each in of_kind if each.document.file == file and each.path == entry.path), None)

    def _field_problem(self, entry: CuratedEntry, problem: Problem) -> FieldProblem:
        document, value = self._documents[entry.file], self.value(entry)
        lines = [(document.position((*entry.path, key), key=True).line, key) for key in value]
        warning = problem.message.startswith(WARNING)
        return FieldProblem(
            key=max((each for each in lines if each[0] <= problem.line), default=(0, ""))[1],
            message=problem.message.removeprefix(WARNING),
            warning=warning,
        )

    @cached_property
    def _prover(self) -> Prover:
        shape = self.checked.vocabulary
        names: tuple[Entity, ...] = ()
        if isinstance(shape, ValidEntry) and isinstance(shape.value, VocabularyShape):
            names = tuple(Entity(name=each.name, kind=each.kind, aliases=each.aliases) for each in shape.value.names)
        statements = (text for entry in self.checked.facts if (text := entry.text("statement")))
        return Prover(vocabulary=Vocabulary(names=names), sources=self._sources, statements=statements)

    def _anchored(self, value: Mapping[str, Value]) -> Quote | QuoteProblem | None:
        quote, source = _text_quote(value), self._sources.get(str(value.get("source")))
        return anchor_quote(quote, source) if quote and source else None

    def _listed(self, name: str) -> Iterator[CuratedEntry]:
        kind = next((kind for kind, file in _SINGLE.items() if file == name), EntryKind.FACT)
        path: YamlPath = ()
        if name == VOCABULARY:
            kind, path = EntryKind.NAME, (_NAMES,)
        values = self.text(name).value(path) if name in self.files else None
        for index, value in enumerate(values if isinstance(values, list) else ()):
            named = value.get("name" if kind is EntryKind.NAME else "id") if isinstance(value, dict) else None
            called = named if isinstance(named, str) else f"{kind} {index + 1}"
            yield CuratedEntry(kind=kind, file=name, path=(*path, index), name=called)

    def _open_passages(self, source: CuratedEntry) -> Iterator[CuratedEntry]:
        """Yield the passages of a source that have a TODO comment, each under another name."""
        text, path = self.text(SOURCES), (*source.path, UNQUOTED)
        lines, names = text.todo_lines(), set[str]()
        for index, value in _numbered(text.value(path) if lines else None):
            first, last = text.lines((*path, index))
            if not any(first <= line <= last for line in lines):
                continue
            called = passage_name(value.get("exact"))
            name = called if called not in names else f"{called} ({index + 1})"
            names.add(name)
            yield CuratedEntry(kind=EntryKind.PASSAGE, file=SOURCES, path=(*path, index), name=name)

    def _read_sources(self) -> Iterator[tuple[str, Source]]:
        for entry in read_entries({SOURCES: self._documents[SOURCES]}, all_facts_read=False).sources:
            fields = {key: text for key in SourceShape.model_fields if (text := entry.text(key)) is not None}
            # An entry with mistakes is enough to read its text, so that its facts are checked.
            shape = entry.value if isinstance(entry, ValidEntry) else _unchecked(fields)
            content = self.seeds.read(shape.file, limit=MAX_SEED_BYTES)
            if isinstance(content, bytes) and shape.id:
                yield shape.id, build_source(shape, content.decode(errors="replace"))


def _unchecked(fields: Mapping[str, str]) -> SourceShape:
    return SourceShape.model_construct(
        id=fields.get("id", ""),
        title=fields.get("title", ""),
        publisher=fields.get("publisher", ""),
        url=fields.get("url", ""),
        file=fields.get("file", ""),
        sha256=fields.get("sha256", "").strip().lower(),
        dates=fields.get("dates", ""),
    )


def _questions(value: Mapping[str, Value]) -> Iterator[tuple[YamlPath, str]]:
    question, phrasings = value.get("question"), value.get("phrasings")
    if isinstance(question, str):
        yield ("question",), question
    for index, text in enumerate(phrasings if isinstance(phrasings, list) else ()):
        if isinstance(text, str):
            yield ("phrasings", index), text


def _mappings(value: Value) -> Sequence[Mapping[str, Value]]:
    return [each for _, each in _numbered(value)]


def _numbered(value: Value) -> Iterator[tuple[int, Mapping[str, Value]]]:
    """Yield the mappings of a list, each with its index in the list."""
    for index, each in enumerate(value if isinstance(value, list) else ()):
        if isinstance(each, dict):
            yield index, each


def _text_quote(value: Mapping[str, Value]) -> TextQuote | None:
    exact, prefix, suffix = (value.get(key) or "" for key in ("exact", "prefix", "suffix"))
    if not (isinstance(exact, str) and isinstance(prefix, str) and isinstance(suffix, str) and exact):
        return None
    return TextQuote(exact=exact, prefix=prefix, suffix=suffix)


def _unquoted(value: Mapping[str, Value], source: Source) -> MarkedPassage | None:
    quote = _text_quote(value)
    found = anchor_passage(quote, source) if quote else None
    return None if found is None or isinstance(found, QuoteProblem) else _at(source, found.start, found.end)


def _marked(quote: Quote) -> MarkedPassage:
    return MarkedPassage(source=quote.source, paragraph=quote.paragraph, start=quote.start, end=quote.end)


def _at(source: Source, start: int, end: int) -> MarkedPassage:
    paragraph = next((each.number for each in reversed(source.paragraphs) if each.start <= start), 1)
    return MarkedPassage(source=source.id, paragraph=paragraph, start=start, end=end)
