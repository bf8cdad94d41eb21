"""Try an edit before it is written: what check, the golden questions and the latest questions say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.factbase.base import Base, Library
from bot.core.factbase.diff import Impact, ReplayedQuestion, compare_bases
from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import stem, words
from bot.curation.operations import EditedWorkspace, Operation, apply_operation, diff_of, questions_of
from bot.curation.session import changed_files
from bot.curation.undoing import PastEdit, undo
from bot.curation.workspace import Workspace
from bot.errors import KnowledgeError, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedEdit:
    """What an edit would do; nothing is written yet.

    `files` has the content before and after of each file that changes, by its name in the knowledge folder. `diff` is
    their difference. `base` is what would be served, `impact` what changes against the base in use, and `warnings` are
    those of `check` that the edit adds. `own` are the questions that the edit is about, with their answers,
    `dropped` is the number of paraphrases that go with the old statement.
    """

    entry: str
    files: Mapping[str, tuple[bytes | None, bytes | None]]
    diff: str
    base: Base
    impact: Impact
    warnings: tuple[Problem, ...]
    own: tuple[ReplayedQuestion, ...] = ()
    dropped: int = 0

    @property
    def effects(self) -> frozenset[str]:
        """What a curator should know before publishing, each thing as one text: to compare two trials."""
        golden = {f"golden: {case.golden.question}" for case in self.impact.missed if case.was_right}
        asked = {f"{case.change}: {case.question}" for case in self.impact.differing}
        return frozenset({*golden, *asked, *(problem.message for problem in self.warnings)})


def try_operation(operation: Operation, library: Library, in_use: Base, asked: Sequence[str]) -> TriedEdit:
    """Make an edit on the files as they are now, and see what it would change.

    `asked` are the latest questions; those that have no word in common with what changes are not asked again. Raises
    EditRefusedError as `apply_operation` does, KnowledgeError with what `check` refuses.
    """
    before = Workspace.read(library.curated, library.texts)
    edited = apply_operation(operation, before)
    own = questions_of(operation)
    return try_files(before, edited, library, in_use, asked, own=own)


def try_disk(library: Library, in_use: Base, asked: Sequence[str]) -> TriedEdit:
    """See what using the files on disk as they are would change. Raises KnowledgeError with what `check` refuses."""
    base = library.open()
    impact = compare_bases(in_use, base, asked)
    return TriedEdit(entry="", files={}, diff="", base=base, impact=impact, warnings=())


def try_undo(  # noqa: PLR0913, PLR0917 - as `try_files`
    past: PastEdit, later: Sequence[PastEdit], entry: str, library: Library, in_use: Base, asked: Sequence[str]
) -> TriedEdit:
    """See what undoing an edit of an entry would change; `later` are the edits after it.

    Raises what `undo` and `try_files` raise.
    """
    before = Workspace.read(library.curated, library.texts)
    undone = undo(past, later, before.files)
    after = before.with_files({**before.files, **undone})
    return try_files(before, EditedWorkspace(workspace=after, entry=entry), library, in_use, asked)


def try_files(  # noqa: PLR0913 - what a trial needs
    before: Workspace,
    edited: EditedWorkspace,
    library: Library,
    in_use: Base,
    asked: Iterable[str],
    *,
    own: Sequence[str] = (),
) -> TriedEdit:
    """See what changed files would change. Raises KnowledgeError with what `check` refuses."""
    files = changed_files(before, edited.workspace)
    written = {name: after for name, (_, after) in files.items() if after is not None}
    checking = replace(library, warn=True)
    known = _warnings(checking)
    checked = replace(checking, edited={**library.edited, **written}).read()
    base = library.build(checked)
    diff = diff_of(before, edited.workspace)
    impact = compare_bases(in_use, base, [text for text in _touched(asked, diff) if text not in own])
    return TriedEdit(
        entry=edited.entry,
        files=files,
        diff=diff,
        base=base,
        impact=impact,
        warnings=_new(known, checked.warnings),
        own=tuple(ReplayedQuestion(question=text, old=in_use.decide(text), new=base.decide(text)) for text in own),
        dropped=edited.dropped,
    )


def _touched(asked: Iterable[str], diff: str) -> Iterator[str]:
    """Yield the questions that have a word in common with a changed line."""
    changed = {
        stem(word) for text in diff.splitlines() if text[:1] in "+-" for word in words(text) if word not in STOPWORDS
    }
    return (text for text in asked if not changed.isdisjoint(map(stem, words(text))))


def _warnings(library: Library) -> tuple[Problem, ...]:
    try:
        return library.read().warnings
    except KnowledgeError:
        return ()  # the edit may be what makes the files right again


def _new(before: Iterable[Problem], after: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the warnings that were not there before, wherever they stand now."""
    known = Counter((problem.file, problem.fact, problem.message) for problem in before)
    found = []
    for problem in after:
        key = (problem.file, problem.fact, problem.message)
        if known[key]:
            known[key] -= 1
        else:
            found.append(problem)
    return tuple(found)
