"""The edits that a curator makes from Discord, as values: each changes one entry of a base, or adds one."""

from __future__ import annotations

import datetime as dt
import difflib
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, assert_never, get_args

from pydantic import TypeAdapter

from bot.core.knowledge.anchoring import TextQuote
from bot.core.knowledge.files import CURATED, BaseFolder
from bot.core.knowledge.model import Standing
from bot.core.knowledge.references import FACTS
from bot.core.knowledge.schema import FactShape, UnknownShape
from bot.core.knowledge.yaml_reader import MAX_BYTES, Value, YamlPath
from bot.core.text.dates import full_days
from bot.core.text.normalise import same_text
from bot.curation.changes import add_fact, add_unknown, free_id, set_field, set_topics, texts_in, topic_names
from bot.curation.editing import EditRefusedError, YamlText
from bot.curation.session import changed_files
from bot.curation.workspace import CuratedEntry, EntryKind, Workspace

NOT_THERE: Final = "There is no {kind} '{name}' in the files any more."
ALREADY_ASKED: Final = "'{name}' has this question already."
NOTHING_CHANGED: Final = "Nothing was changed."

_VERSION: Final = 12  # hexadecimal digits, as many as a custom_id holds
_ORDER: Final = {EntryKind.FACT: tuple(FactShape.model_fields), EntryKind.UNKNOWN: tuple(UnknownShape.model_fields)}


class StaleEntryError(EditRefusedError):
    """The entry has changed since the curator read it. `now` is its YAML, `wanted` what the edit would make of it."""

    def __init__(self, name: str, *, now: str, wanted: str) -> None:
        self.name = name
        self.now = now
        self.wanted = wanted
        super().__init__(f"'{name}' has changed since you opened it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPhrasing:
    """A question becomes a phrasing of a fact or of an unknown."""

    kind: EntryKind
    entry: str
    phrasing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddUnknown:
    """A new unknown; `nearest` has the ids of the facts that come closest."""

    statement: str
    question: str
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteFact:
    """A new fact with one quote. `topics` are ids or titles; a topic that is new is added to topics.yaml."""

    statement: str
    source: str
    quote: TextQuote
    topics: tuple[str, ...]
    standing: Standing
    attribution: str
    question: str
    phrasings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EditFact:
    """New values of a fact. `version` is that of the entry that the curator read (`entry_version`).

    None leaves the phrasings as they are. A new statement drops the paraphrases, unless it changes the `wording` alone.
    """

    fact: str
    version: str
    statement: str
    standing: Standing
    attribution: str
    phrasings: tuple[str, ...] | None = None
    wording: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack:
    """Undo an edit, by its number."""

    edit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadFiles:
    """Use the files on disk as they are."""


Operation = AddPhrasing | AddUnknown | WriteFact | EditFact
"""An edit of the files as they are."""

AnyEdit = Operation | TakeBack | LoadFiles
"""What a curator can publish."""

_BY_NAME: Final[Mapping[str, type[AnyEdit]]] = MappingProxyType({kind.__name__: kind for kind in get_args(AnyEdit)})


def write_edit(edit: AnyEdit) -> str:
    """Return an edit as JSON, which `read_edit` reads back."""
    return json.dumps({"edit": type(edit).__name__, "values": TypeAdapter(type(edit)).dump_python(edit, mode="json")})


def read_edit(text: str) -> AnyEdit:
    """Return an edit that was stored. Raises ValueError for what `write_edit` did not write."""
    stored = json.loads(text)
    try:
        kind = _BY_NAME[stored["edit"]]
        edit: AnyEdit = TypeAdapter(kind).validate_python(stored["values"])
    except (KeyError, TypeError) as error:
        raise ValueError("not an edit") from error
    return edit


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedWorkspace:
    """The files after an edit, and the id of the entry that it changed or added.

    `dropped` is the number of paraphrases that said what its old statement said.
    """

    workspace: Workspace
    entry: str
    dropped: int = 0


def apply_operation(operation: Operation, workspace: Workspace) -> EditedWorkspace:
    """Make an edit.

    Raises EditRefusedError for one that cannot be made; StaleEntryError if the entry is not the one that was read.
    """
    match operation:
        case AddPhrasing():
            return _with_phrasing(operation, workspace)
        case AddUnknown():
            return _with_unknown(operation, workspace)
        case WriteFact():
            return _with_fact(operation, workspace)
        case EditFact():
            return _with_values(operation, workspace)
        case _:
            assert_never(operation)


def questions_of(operation: Operation) -> tuple[str, ...]:
    """Return the questions that an edit is to answer."""
    match operation:
        case AddPhrasing(phrasing=phrasing):
            return (phrasing,)
        case AddUnknown(question=question):
            return (question,)
        case WriteFact(question=question, phrasings=phrasings):
            return (question, *phrasings)
        case EditFact():
            return ()
        case _:
            assert_never(operation)


def find_entry(workspace: Workspace, kind: EntryKind, name: str) -> CuratedEntry:
    """Return a fact or an unknown by its id. Raises EditRefusedError if it is gone."""
    entry = next((each for each in workspace.entries if each.kind is kind and each.name == name), None)
    if entry is None:
        raise EditRefusedError(NOT_THERE.format(kind=kind, name=name))
    return entry


def read_values(folder: BaseFolder, fact: str) -> EditFact | None:
    """Return the values of a fact as the files have them, and the version of its entry; None if they have no such fact.

    Raises EditRefusedError for a file that is not YAML.
    """
    names = (name for name in folder.listing().files if name.startswith(FACTS))
    contents = (folder.read(name, limit=MAX_BYTES) for name in names)
    for content in contents:
        if isinstance(content, bytes) and fact.encode() in content:
            text = YamlText(content.decode(errors="replace"))
            entries = text.value()
            for index, entry in enumerate(entries if isinstance(entries, list) else ()):
                if isinstance(entry, dict) and entry.get("id") == fact:
                    return _values_of(entry, fact, _version(_lines_of(text, (index,))))
    return None


def _values_of(entry: Mapping[str, Value], fact: str, version: str) -> EditFact:
    known = entry.get("standing")
    return EditFact(
        fact=fact,
        version=version,
        statement=str(entry.get("statement") or ""),
        standing=Standing(known) if known in set(Standing) else Standing.REPORTED,
        attribution=str(entry.get("attribution") or ""),
        phrasings=tuple(texts_in(entry.get("phrasings"))),
    )


def entry_text(workspace: Workspace, entry: CuratedEntry) -> str:
    """Return the lines of an entry as they are in its file."""
    return _lines_of(workspace.text(entry.file), entry.path)


def entry_version(workspace: Workspace, entry: CuratedEntry) -> str:
    """Return what identifies the present text of an entry."""
    return _version(entry_text(workspace, entry))


def _lines_of(text: YamlText, path: YamlPath) -> str:
    first, last = text.lines(path)
    return "\n".join(text.text.splitlines()[first - 1 : last])


def _version(lines: str) -> str:
    return hashlib.sha256(lines.encode()).hexdigest()[:_VERSION]


def yaml_diff(files: Mapping[str, tuple[bytes | None, bytes | None]], *, folder: str = CURATED) -> str:
    """Return what changes in files as a unified diff, which `git apply` takes.

    `files` has the content before and after of each file, by its name in the folder; None is no file.
    """
    named = ((f"{folder}/{name}", *contents) for name, contents in sorted(files.items()))
    return "".join(line for name, before, after in named for line in _file_diff(name, before, after))


def diff_of(before: Workspace, after: Workspace) -> str:
    """Return what an edit changes, as `yaml_diff` does."""
    return yaml_diff(changed_files(before, after))


def _file_diff(name: str, before: bytes | None, after: bytes | None) -> Iterator[str]:
    old_name = "/dev/null" if before is None else f"a/{name}"
    new_name = "/dev/null" if after is None else f"b/{name}"
    for line in difflib.unified_diff(_lines(before), _lines(after), old_name, new_name):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(content: bytes | None) -> list[str]:
    """Split at line feeds only, as git does."""
    text = "" if content is None else content.decode(errors="replace")
    return [*(f"{line}\n" for line in text.split("\n")[:-1]), *([last] if (last := text.split("\n")[-1]) else [])]


def _with_phrasing(operation: AddPhrasing, workspace: Workspace) -> EditedWorkspace:
    entry = find_entry(workspace, operation.kind, operation.entry)
    value, phrasing = workspace.value(entry), _line(operation.phrasing)
    listed = texts_in(value.get("phrasings"))
    if same_text(phrasing) in {same_text(each) for each in (str(value.get("question")), *listed)}:
        raise EditRefusedError(ALREADY_ASKED.format(name=entry.name))
    text = workspace.text(entry.file).with_list(
        (*entry.path, "phrasings"), [*listed, phrasing], order=_ORDER[entry.kind]
    )
    return EditedWorkspace(workspace=workspace.with_text(entry.file, text), entry=entry.name)


def _with_unknown(operation: AddUnknown, workspace: Workspace) -> EditedWorkspace:
    name = free_id(operation.question, workspace)
    unknown: dict[str, Value] = {
        "id": name,
        "statement": _line(operation.statement),
        "question": _line(operation.question),
    }
    if operation.nearest:
        unknown["nearest"] = list(operation.nearest)
    return EditedWorkspace(workspace=add_unknown(workspace, unknown), entry=name)


def _with_fact(operation: WriteFact, workspace: Workspace) -> EditedWorkspace:
    name, quote = free_id(operation.statement, workspace), operation.quote
    fact: dict[str, Value] = {
        "id": name,
        "statement": _line(operation.statement),
        "topics": ["-"],
        "attribution": _line(operation.attribution),
        "standing": operation.standing.value,
    }
    day = _day_of(operation.statement)
    if day is not None:
        fact["when"] = day.isoformat()
    context = {key: text for key, text in (("prefix", quote.prefix), ("suffix", quote.suffix)) if text}
    fact["quotes"] = [{"source": operation.source, "exact": quote.exact, **context}]
    fact["question"] = _line(operation.question)
    if operation.phrasings:
        fact["phrasings"] = [_line(each) for each in operation.phrasings]
    workspace = add_fact(workspace, _file_for(operation.topics, workspace), fact)
    topics = [topic.strip() for topic in operation.topics if topic.strip()]
    workspace = set_topics(workspace, find_entry(workspace, EntryKind.FACT, name), topics)
    return EditedWorkspace(workspace=workspace, entry=name)


def _with_values(operation: EditFact, workspace: Workspace) -> EditedWorkspace:
    entry = find_entry(workspace, EntryKind.FACT, operation.fact)
    value = workspace.value(entry)
    after = workspace
    texts = {"statement": operation.statement, "attribution": operation.attribution}
    for key, text in texts.items():
        if _line(text) != _line(str(value.get(key) or "")):
            after = set_field(after, entry, key, _line(text), wording=operation.wording)
    if operation.standing != value.get("standing"):
        after = set_field(after, entry, "standing", operation.standing.value, wording=operation.wording)
    if operation.phrasings is not None:
        wanted = [line for each in operation.phrasings if (line := _line(each))]
        if wanted != [_line(each) for each in texts_in(value.get("phrasings"))]:
            after = set_field(after, entry, "phrasings", wanted)
    if entry_version(workspace, entry) != operation.version:
        raise StaleEntryError(entry.name, now=entry_text(workspace, entry), wanted=entry_text(after, entry))
    if after is workspace:
        raise EditRefusedError(NOTHING_CHANGED)
    dropped = 0 if "paraphrases" in after.value(entry) else len(texts_in(value.get("paraphrases")))
    return EditedWorkspace(workspace=after, entry=entry.name, dropped=dropped)


def _file_for(topics: Sequence[str], workspace: Workspace) -> str:
    """Return the file of facts that has most facts of the topics; the last one if none has any."""
    wanted = {same_text(topic) for topic in topics}
    topics_of_base = (entry for entry in workspace.entries if entry.kind is EntryKind.TOPIC)
    ids = {topic.name for topic in topics_of_base if topic_names(workspace, topic) & wanted}
    counts = {name: 0 for name in sorted(workspace.files) if name.startswith(FACTS)}
    for entry in workspace.entries:
        if entry.kind is EntryKind.FACT:
            counts[entry.file] += len(ids & set(texts_in(workspace.value(entry).get("topics"))))
    if not counts:
        raise EditRefusedError("There is no file of facts to add this one to.")
    return max(reversed(counts), key=counts.__getitem__)


def _day_of(statement: str) -> dt.date | None:
    """Return the day that a statement names, if it is a single one."""
    match full_days(statement):
        case (day,):
            return day
        case _:
            return None


def _line(text: str) -> str:
    return " ".join(text.split())
