"""What the page shows, as JSON: the article with its passages, the entries, and the one that the review is at."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from bot.core.knowledge.model import Source
from bot.core.knowledge.schema import MAX_QUESTION, MAX_STATEMENT
from bot.core.knowledge.yaml_reader import Value
from bot.core.text.normalise import visible
from bot.core.text.sentences import Paragraph
from bot.curation.changes import LISTS, facts_of, texts_in
from bot.curation.keys import CHOICES, FIELDS, LINES
from bot.curation.page.offers import OfferedWording
from bot.curation.session import EntryKey, ReviewSession
from bot.curation.workspace import CuratedEntry, EntryKind, FieldProblem, MarkedPassage, Workspace

Json: TypeAlias = dict[str, Any]

_LONG = frozenset({"statement", "phrasings", "dates", "description"})
_LENGTHS = {"statement": MAX_STATEMENT, "question": MAX_QUESTION}


def review_state(session: ReviewSession) -> Json:
    """Return all that the page shows."""
    workspace, progress, current = session.workspace, session.progress, session.current
    numbers = {entry.key: number for number, entry in enumerate(workspace.entries)}
    places = {entry.key: workspace.passages(entry) for entry in workspace.entries if entry.kind is not EntryKind.NAME}
    if current is not None:
        places[current.key] = workspace.passages(current)
    marks = [(number, place) for key, number in numbers.items() for place in places.get(key, ())]
    step = session.last_step
    return {
        "settled": progress.settled,
        "total": progress.total,
        "stray": workspace.stray_todos(),
        "undo": step.done if step else "",
        "current": numbers[current.key] if current else None,
        "entries": [_listed(entry, workspace) for entry in workspace.entries],
        "sources": [_source(source, marks) for source in workspace.sources.values()],
        "entry": _detail(current, session) if current else None,
    }


def problem_list(problems: Sequence[FieldProblem], key: str | None = None) -> list[Json]:
    """Return problems, or only those of a key."""
    return [
        {"key": each.key, "message": visible(each.message), "warning": each.warning}
        for each in problems
        if key is None or each.key == key
    ]


def offer_view(offer: OfferedWording) -> Json:
    """Return a proposal."""
    doubts = list(map(visible, offer.doubts))
    return {"number": offer.number, "field": offer.field, "text": visible(offer.text), "doubts": doubts}


def _listed(entry: CuratedEntry, workspace: Workspace) -> Json:
    return {
        "key": list(entry.key),
        "kind": entry.kind,
        "name": entry.name,
        "line": _line(entry, workspace),
        "todos": len(workspace.todos(entry)),
    }


def _line(entry: CuratedEntry, workspace: Workspace) -> str:
    value = workspace.value(entry)
    return visible(
        next((str(value[key]) for key in ("statement", "title", "exact", "name") if value.get(key)), entry.name)
    )


def _detail(entry: CuratedEntry, session: ReviewSession) -> Json:
    workspace = session.workspace
    value, todos = workspace.value(entry), workspace.todos(entry)
    problems = workspace.problems(entry)
    keys = {name: key for key, name in FIELDS[entry.kind].items()}
    first, second, *rest = [*keys, "", ""]
    shown = [name for name in (first, second, *_chosen(entry.kind), *rest) if name]
    other = dict.fromkeys(todo.key for todo in todos if todo.key not in shown)
    before = session.merge_target
    return {
        "kind": entry.kind,
        "name": entry.name,
        "place": f"{entry.file}:{workspace.text(entry.file).line(entry.path)}",
        "fields": [
            {
                **_field(name, value.get(name), entry.kind),
                "key": keys.get(name, ""),
                "todos": list(dict.fromkeys(visible(todo.what) for todo in todos if todo.key == name)),
                "problems": problem_list(problems, name),
            }
            for name in shown
        ],
        "quotes": _quotes(value),
        "todos": list(dict.fromkeys(f"{todo.key}: {visible(todo.what)}" for todo in todos if todo.key in other)),
        "problems": problem_list([each for each in problems if each.key not in shown]),
        "doubt": visible(next(iter(workspace.doubts(entry)), "")),
        "changed": session.unmarked_changes > 0,
        "halves": [{"first": visible(each.first), "second": visible(each.second)} for each in session.halves],
        "before": _line(before, workspace) if before else "",
        "facts": [_line(fact, workspace) for fact in facts_of(workspace, entry)]
        if entry.kind is EntryKind.TOPIC
        else [],
    }


def _chosen(kind: EntryKind) -> Sequence[str]:
    named = [CHOICES[kind][0]] if kind in CHOICES else []
    return [*named, "importance"] if kind is EntryKind.FACT else named


def _field(name: str, value: Value, kind: EntryKind) -> Json:
    if kind in CHOICES and name == CHOICES[kind][0]:
        return {"name": name, "form": "choice", "value": value or "", "choices": list(CHOICES[kind][1])}
    if name == "importance":
        return {"name": name, "form": "choice", "value": value or "2", "choices": ["1", "2", "3"]}
    if name in LISTS:
        texts = map(visible, texts_in(value))
        form = "lines" if name in LINES else "commas"
        return {"name": name, "form": form, "value": ("\n" if name in LINES else ", ").join(texts)}
    text = visible(value) if isinstance(value, str) else ""
    return {"name": name, "form": "long" if name in _LONG else "text", "value": text, "most": _LENGTHS.get(name)}


def _quotes(value: Mapping[str, Value]) -> list[str]:
    quotes = value.get("quotes")
    found = [each.get("exact") for each in quotes if isinstance(each, dict)] if isinstance(quotes, list) else []
    return [visible(each) for each in found if isinstance(each, str)]


def _source(source: Source, marks: Sequence[tuple[int, MarkedPassage]]) -> Json:
    own = [(number, place) for number, place in marks if place.source == source.id]
    return {
        "id": source.id,
        "title": visible(source.title or source.id),
        "paragraphs": [_runs(source.text, paragraph, own) for paragraph in source.paragraphs],
    }


def _runs(text: str, paragraph: Paragraph, marks: Sequence[tuple[int, MarkedPassage]]) -> list[Json]:
    """Split a paragraph where passages begin and end; each run has the numbers of the entries that quote it."""
    start, end = paragraph.start, paragraph.end
    inside = [(number, place) for number, place in marks if place.start < end and start < place.end]
    ends = {cut for _, place in inside for cut in (place.start, place.end) if start < cut < end}
    return [
        {
            "text": "\n".join(map(visible, text[first:last].split("\n"))),
            "entries": [number for number, place in inside if place.start <= first and last <= place.end],
        }
        for first, last in itertools.pairwise(sorted({start, end, *ends}))
    ]


def entry_key(value: object) -> EntryKey:
    """Read an entry's key from JSON. Raises ValueError for anything else."""
    match value:
        case [str() as kind, str() as file, str() as name]:
            return EntryKind(kind), file, name
        case _:
            raise ValueError("not the key of an entry")
