"""A review: a walk through the entries with TODO comments, in which each change is saved, checked and can be undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from bot.core.knowledge.yaml_reader import Value
from bot.core.text.normalise import visible
from bot.curation.changes import (
    SAID,
    acknowledge,
    confirm,
    drop,
    merge,
    merge_topics,
    set_field,
    set_publisher,
    set_topics,
)
from bot.curation.editing import EditRefusedError
from bot.curation.keys import CHOICES
from bot.curation.passages import add_quote, write_fact
from bot.curation.splitting import Halves, possible_halves, split_fact
from bot.curation.workspace import CuratedEntry, EntryKind, FieldProblem, Workspace

EntryKey = tuple[EntryKind, str, str]
_HEADING: Final = "readers browse facts under this heading"

Transform = Callable[[Workspace], Workspace]


class WorkspaceStore(Protocol):
    """Where the files of a workspace are."""

    def read(self) -> Workspace:
        """Read all files. Raises KnowledgeError for files that are not YAML."""

    def save(self, before: Workspace, after: Workspace) -> None:
        """Write what differs. Raises BotError if a file changed meanwhile or cannot be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewStep:
    """A change that can be undone: what was done, both workspaces, and the entry that it was done to.

    `split` says that it divided this entry in two.
    """

    done: str
    before: Workspace
    after: Workspace
    at: EntryKey | None
    split: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewProgress:
    """How many of the entries that had TODO comments are settled."""

    settled: int
    total: int


class ReviewSession:
    """The state of a review. What is left is in the files, as TODO comments, so it can be left at any time.

    The history of changes lasts as long as the session.
    """

    def __init__(self, store: WorkspaceStore) -> None:
        self._store = store
        self.workspace = store.read()
        self._steps: list[ReviewStep] = []
        self._seen = dict.fromkeys(entry.key for entry in self.open)
        self._at: EntryKey | None = next(iter(self._seen), None)

    @property
    def open(self) -> Sequence[CuratedEntry]:
        """The entries with TODO comments, in the order of the walk."""
        return [entry for entry in self.workspace.entries if self.workspace.todos(entry)]

    @property
    def current(self) -> CuratedEntry | None:
        """The entry that the walk is at; None if there is none left."""
        return self.workspace.find(self._at) if self._at else None

    @property
    def merge_target(self) -> CuratedEntry | None:
        """What `merge` merges the current entry into: the fact before it in the article, or the topic beside it."""
        entry = self.current
        if entry is None or entry.kind not in {EntryKind.FACT, EntryKind.TOPIC}:
            return None
        alike = [each for each in self.workspace.entries if each.kind is entry.kind]
        at = alike.index(entry)
        return alike[at - 1] if at else next(iter(alike[1:2] if entry.kind is EntryKind.TOPIC else ()), None)

    @property
    def progress(self) -> ReviewProgress:
        """How far the walk is."""
        self._seen.update(dict.fromkeys(entry.key for entry in self.open))
        left = {entry.key for entry in self.open}
        return ReviewProgress(settled=len(self._seen.keys() - left), total=len(self._seen))

    @property
    def last_step(self) -> ReviewStep | None:
        """The change that `undo` takes back."""
        return self._steps[-1] if self._steps else None

    def problems(self, entry: CuratedEntry) -> Sequence[FieldProblem]:
        """Return what `check` says of an entry."""
        return self.workspace.problems(entry)

    def preview_field(self, key: str, value: str | Sequence[str]) -> Sequence[FieldProblem]:
        """Return what `check` would say of the current entry with another value, without a change."""
        entry = self._needed()
        changed = _with_field(self.workspace, entry, key, value)
        same = next((each for each in changed.entries if (each.file, each.path) == (entry.file, entry.path)), entry)
        return changed.problems(same)

    def go(self, key: EntryKey) -> None:
        """Go to an entry. Raises EditRefusedError if it is gone."""
        if self.workspace.find(key) is None:
            raise EditRefusedError(f"There is no {key[0]} '{key[2]}' any more.")
        self._at = key

    def find(self, typed: str) -> None:
        """Go to the next entry, settled or not, whose name, statement, title or passage has the typed words.

        Raises EditRefusedError if there is none.
        """
        entries, wanted = list(self.workspace.entries), typed.casefold().strip()
        keys = [entry.key for entry in entries]
        after = keys.index(self._at) + 1 if self._at in keys else 0
        for entry in (*entries[after:], *entries[:after]):
            value = self.workspace.value(entry)
            texts = (entry.name, *(str(value.get(key) or "") for key in ("statement", "title", "exact")))
            if wanted and any(wanted in text.casefold() for text in texts):
                self._at = entry.key
                return
        raise EditRefusedError(f"No entry has '{typed.strip()}' in its name, statement, title or passage.")

    def skip(self, by: int = 1) -> None:
        """Go to the next entry that is open, or to the one before; after the last one, to the first."""
        left, order = self.open, [entry.key for entry in self.workspace.entries]
        if not left:
            self._at = None
            return
        at = order.index(self._at) if self._at in order else -1 if by > 0 else len(order)
        keys = [entry.key for entry in left]
        if by > 0:
            self._at = next((key for key in keys if order.index(key) > at), keys[0])
        else:
            self._at = next((key for key in reversed(keys) if order.index(key) < at), keys[-1])

    def keep(self) -> None:
        """Confirm the current entry, and go to the next.

        Raises EditRefusedError while `check` has an error in it, and for a passage, which waits for a decision.
        """
        entry = self._needed()
        if entry.kind is EntryKind.PASSAGE:
            raise EditRefusedError("Make a fact of this passage (f), or say why no fact needs it (d).")
        wrong = [problem for problem in self.problems(entry) if not problem.warning]
        if wrong:
            raise EditRefusedError(f"Fix this first: {wrong[0].message}")
        self.apply(f"keep {entry.name}", lambda workspace: confirm(workspace, entry), to=self._next())

    def set_field(self, key: str, value: str | Sequence[str]) -> int:
        """Set a key of the current entry, and return how many paraphrases went with it.

        New topics are added to topics.yaml, and facts that name the publisher of a source follow it. Raises
        EditRefusedError for a value that the key cannot have.
        """
        entry = self._needed()
        before = _paraphrases(self.workspace, entry)
        self.apply(f"change {key} of {entry.name}", lambda workspace: _with_field(workspace, entry, key, value))
        return before - _paraphrases(self.workspace, entry)

    def mark_wording(self, today: dt.date) -> int:
        """Mark that the current fact was changed in its wording alone; the paraphrases that went with that come back.

        Return how many changes of this review the mark covers: a reload compares what the fact says before and after.
        Raises EditRefusedError for another entry.
        """
        entry = self._fact("Only facts have a mark for the wording alone.")
        lost, covered = self._paraphrases_before(entry), self.unmarked_changes

        def change(workspace: Workspace) -> Workspace:
            if lost:
                workspace = set_field(workspace, entry, "paraphrases", lost)
            return set_field(workspace, entry, "reworded", today.isoformat())

        self.apply(f"mark the wording of {entry.name}", change)
        return covered

    @property
    def unmarked_changes(self) -> int:
        """How often this review changed what the current entry says, since it was last marked; 0 if none is left."""
        entry, changes = self.current, 0
        if entry is None:
            return 0
        for step in reversed(self._steps):
            before, after = (_value_of(each, entry.key) for each in (step.before, step.after))
            if after.get("reworded") not in (None, before.get("reworded")):
                break
            changes += any(before.get(key) != after.get(key) for key in SAID)
        return changes

    def _paraphrases_before(self, entry: CuratedEntry) -> list[str]:
        """Return the paraphrases that the last change of a fact's statement in this review took away."""
        if "paraphrases" in self.workspace.value(entry):
            return []
        for step in reversed(self._steps):
            (old, had), (new, kept) = (_stated(each, entry.key) for each in (step.before, step.after))
            if old != new:
                return [] if step.split and step.at == entry.key else had
            if had != kept:
                return []  # a curator deleted them
        return []

    def choose(self, number: int) -> None:
        """Set the standing of the current fact or the kind of the current name to a value of `CHOICES`, from 1 on.

        A name has nothing else to settle, so that the walk goes on. Raises EditRefusedError for another entry.
        """
        entry = self._needed()
        key, values = CHOICES.get(entry.kind, ("", ()))
        if not 1 <= number <= len(values):
            raise EditRefusedError("There is nothing to choose with this key.")
        self.set_field(key, values[number - 1])
        if entry.kind is EntryKind.NAME and self.current is not None and not self.workspace.todos(self.current):
            self.skip()

    @property
    def halves(self) -> Sequence[Halves]:
        """The statements that the current fact may be divided into."""
        entry = self.current
        if entry is None or entry.kind is not EntryKind.FACT:
            return ()
        return possible_halves(str(self.workspace.value(entry).get("statement") or ""))

    def split(self, halves: Halves) -> None:
        """Divide the current fact into two, and stay at it; the second fact is next.

        A half that is as it was shown keeps its invisible characters. Raises EditRefusedError for another entry, or as
        `split_fact`.
        """
        entry = self._fact("Only a fact can be split.")
        whole = str(self.workspace.value(entry).get("statement") or "")
        first = _as_written(halves.first, [*(each.first for each in self.halves), whole])
        second = _as_written(halves.second, [*(each.second for each in self.halves), whole])
        after, _ = split_fact(self.workspace, entry, Halves(first=first, second=second))
        self.apply(f"split {entry.name}", lambda _: after, split=True)

    def add_quote(self, typed: str) -> None:
        """Add a passage to the quotes of the current fact. Raises EditRefusedError as `passages.add_quote`."""
        entry = self._fact("Only a fact has quotes.")
        self.apply(f"add a quote to {entry.name}", lambda workspace: add_quote(workspace, entry, typed))

    def write_fact(self, typed: str) -> None:
        """Make a fact of a passage, the current one if none is typed, and go to it.

        Raises EditRefusedError as `passages.write_fact`.
        """
        after, fact = write_fact(self.workspace, typed, self.current)
        self.apply(f"add {fact.name}", lambda _: after, to=fact.key)

    def _fact(self, otherwise: str) -> CuratedEntry:
        entry = self._needed()
        if entry.kind is not EntryKind.FACT:
            raise EditRefusedError(otherwise)
        return entry

    def merge(self) -> None:
        """Merge the current fact into the one before, or a topic into the one beside it, and go there.

        Raises EditRefusedError if there is none.
        """
        entry, into = self._needed(), self.merge_target
        if into is None:
            raise EditRefusedError("There is no fact before this one, or other topic, to merge it with.")
        change = merge if entry.kind is EntryKind.FACT else merge_topics
        self.apply(f"merge {entry.name}", lambda workspace: change(workspace, entry, into), to=into.key)

    def drop(self, reason: str = "") -> None:
        """Delete the current entry, and go to the next. Raises EditRefusedError as the change."""
        entry = self._needed()
        self.apply(f"drop {entry.name}", lambda workspace: drop(workspace, entry, reason), to=self._next())

    def acknowledge(self, reason: str) -> None:
        """Keep the first doubt of the current fact with a reason. Raises EditRefusedError if there is none."""
        entry = self._needed()
        doubt = next(iter(self.workspace.doubts(entry)), None)
        if doubt is None:
            raise EditRefusedError("There is no number, date or name here that a quote lacks.")
        self.apply(f"acknowledge '{doubt}'", lambda workspace: acknowledge(workspace, entry, doubt, reason))

    def _needed(self) -> CuratedEntry:
        entry = self.current
        if entry is None:
            raise EditRefusedError("Nothing is left to review.")
        return entry

    def _next(self) -> EntryKey | None:
        """Return the next open entry that is not the current one."""
        order, left = [entry.key for entry in self.workspace.entries], [entry.key for entry in self.open]
        at = order.index(self._at) if self._at in order else -1
        others = [key for key in left if key != self._at]
        return next((key for key in others if order.index(key) > at), next(iter(others), None))

    def apply(self, done: str, transform: Transform, *, to: EntryKey | None = None, split: bool = False) -> None:
        """Make a change and save it; `done` says what was done. Then go to the entry `to` if it is named.

        If an entry was renamed, the walk stays at its place. Raises EditRefusedError for a change that cannot be
        made, and what the store raises; nothing changes then.
        """
        before = self.workspace
        place = self._place()
        after = transform(before)
        if dict(after.files) != dict(before.files):
            self._store.save(before, after)
            self._steps.append(ReviewStep(done=done, before=before, after=after, at=self._at, split=split))
            self.workspace = after
        self._at = to or self._at
        self._stay(place)
        if not self.open:
            self._at = None

    def undo(self) -> str:
        """Take the last change back and return what it was. Raises EditRefusedError if there is none."""
        if not self._steps:
            raise EditRefusedError("There is nothing to undo.")
        step = self._steps[-1]
        # Other files may have been read again since, so that only those of the step are written.
        files = dict(self.workspace.files)
        for name in step.before.files.keys() | step.after.files.keys():
            if step.before.files.get(name) != step.after.files.get(name):
                _put(files, name, step.before.files.get(name))
        after = self.workspace.with_files(files)
        self._store.save(self.workspace, after)
        self._steps.pop()
        for added in {entry.key for entry in self.workspace.entries} - {entry.key for entry in after.entries}:
            self._seen.pop(added, None)  # it is not there any more, so that it is not settled either
        self.workspace, self._at = after, step.at
        return step.done

    def reload(self, done: str = "edits made in an editor") -> bool:
        """Read the files again, and return whether they changed. Raises KnowledgeError as `WorkspaceStore.read`."""
        place, read = self._place(), self._store.read()
        before, self.workspace = self.workspace, read
        changed = dict(before.files) != dict(read.files)
        if changed:
            self._steps.append(ReviewStep(done=done, before=before, after=read, at=self._at))
        self._stay(place)
        return changed

    def _place(self) -> tuple[str, object] | None:
        entry = self.current
        return (entry.file, entry.path) if entry else None

    def _stay(self, place: tuple[str, object] | None) -> None:
        """Stay at the place of an entry that has another name now; go on where it is gone."""
        if self.current is None:
            same = (entry for entry in self.workspace.entries if (entry.file, entry.path) == place)
            self._at = next((entry.key for entry in same), None)
        if self._at is None:
            self.skip()


def _paraphrases(workspace: Workspace, entry: CuratedEntry) -> int:
    return len(_stated(workspace, entry.key)[1])


def _stated(workspace: Workspace, key: EntryKey) -> tuple[list[str], list[str]]:
    """Return the words of a fact's statement, and its paraphrases; both are empty if it is not there."""
    entry = workspace.find(key)
    value = workspace.value(entry) if entry else {}
    listed = value.get("paraphrases")
    paraphrases = [each for each in listed if isinstance(each, str)] if isinstance(listed, list) else []
    return str(value.get("statement") or "").split(), paraphrases


def _value_of(workspace: Workspace, key: EntryKey) -> Mapping[str, Value]:
    entry = workspace.find(key)
    return workspace.value(entry) if entry else {}


def _as_written(typed: str, written: Sequence[str]) -> str:
    """Return the one of the written texts that is shown as the typed one, or else the typed one."""
    return next((each for each in written if visible(each) == typed), typed)


def _with_field(workspace: Workspace, entry: CuratedEntry, key: str, value: str | Sequence[str]) -> Workspace:
    if key == "topics" and not isinstance(value, str):
        return _with_topics(workspace, entry, value)
    if key == "publisher" and isinstance(value, str) and value.strip():
        return set_publisher(workspace, entry, value.strip())
    return set_field(workspace, entry, key, value)


def _with_topics(workspace: Workspace, entry: CuratedEntry, topics: Sequence[str]) -> Workspace:
    """Set the topics of a fact. A new one that was typed as an id gets a TODO, as readers would see that."""
    known = {each.key for each in workspace.entries}
    after = set_topics(workspace, entry, topics)
    for topic in after.entries:
        if topic.kind is EntryKind.TOPIC and topic.key not in known and after.value(topic).get("title") == topic.name:
            text = after.text(topic.file).with_todo((*topic.path, "title"), _HEADING)
            after = after.with_text(topic.file, text)
    return after


def _put(files: dict[str, bytes], name: str, content: bytes | None) -> None:
    if content is None:
        files.pop(name, None)
    else:
        files[name] = content


def changed_files(before: Workspace, after: Workspace) -> Mapping[str, tuple[bytes | None, bytes | None]]:
    """Return the content before and after of each file that differs."""
    names = before.files.keys() | after.files.keys()
    pairs = {name: (before.files.get(name), after.files.get(name)) for name in sorted(names)}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
