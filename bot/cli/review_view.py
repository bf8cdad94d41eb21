"""What a review shows at the terminal: an entry with its fields, its passages in their paragraphs, and the keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from bot.core.knowledge.yaml_reader import Value
from bot.core.text.normalise import visible
from bot.curation.changes import facts_of
from bot.curation.editing import TodoMark
from bot.curation.keys import ACTIONS, CHOICES, FACTS_ONLY, FIELDS
from bot.curation.session import ReviewSession
from bot.curation.splitting import Halves
from bot.curation.workspace import CuratedEntry, EntryKind, FieldProblem, MarkedPassage, Workspace

_FACTS_SHOWN: Final = 5  # of a topic
_BEFORE: Final = 240  # characters of the paragraph before that are shown


def entry_lines(workspace: Workspace, entry: CuratedEntry) -> RenderableType:
    """Return the fields of an entry, each with its key, its TODO comments and its problems."""
    value, todos, problems = workspace.value(entry), workspace.todos(entry), workspace.problems(entry)
    keys = {name: key for key, name in FIELDS[entry.kind].items()}
    if entry.kind is EntryKind.FACT:
        keys["importance"] = "i"
    choice = CHOICES.get(entry.kind)
    listing = Table.grid(padding=(0, 1))
    listing.add_column(no_wrap=True)
    listing.add_column(overflow="fold")
    shown = dict.fromkeys([*keys, *([choice[0]] if choice else []), *(todo.key for todo in todos if todo.key)])
    for name in shown:
        if choice and name == choice[0]:
            listing.add_row(Text(f"1-{len(choice[1])}", style="bold"), _choice(name, value.get(name), choice[1]))
        else:
            listing.add_row(Text(keys.get(name, "").rjust(3), style="bold"), _field(name, value.get(name)))
        for line in chain(_todo_lines(name, todos), _problem_lines(name, problems)):
            listing.add_row("", line)
    for line in _problem_lines("", [each for each in problems if each.key not in shown]):
        listing.add_row("", line)
    return Padding(listing, (0, 0, 1, 0))


def topic_lines(workspace: Workspace, topic: CuratedEntry) -> RenderableType:
    """Return how many facts a topic has, and the first of them."""
    facts = facts_of(workspace, topic)
    lines = [Text(f"{len(facts)} {'fact' if len(facts) == 1 else 'facts'}", style="dim")]
    for fact in facts[:_FACTS_SHOWN]:
        lines.append(Text(f"· {visible(str(workspace.value(fact).get('statement') or fact.name))}"))  # noqa: PERF401
    return Padding(Group(*lines), (0, 0, 1, 4))


def _field(name: str, value: Value) -> Text:
    text = Text(f"{name}: ", style="dim")
    match value:
        case list() if value and all(isinstance(each, str) for each in value):
            between = "\n  " if name == "phrasings" else ", "
            start = between if name == "phrasings" else ""
            return text.append(f"{start}{between.join(visible(str(each)) for each in value)}", style="not dim")
        case list():
            return text.append(f"{len(value)} in the file" if value else "none", style="not dim" if value else "")
        case _:
            bold = "not dim bold" if name in {"statement", "title"} else "not dim"
            return text.append(visible(value) if isinstance(value, str) else "none", style=bold if value else "")


def _choice(name: str, value: Value, choices: Sequence[str]) -> Text:
    text = Text(f"{name}: ", style="dim")
    for number, each in enumerate(choices, 1):
        chosen = each == value
        text.append(f"[{each}]" if chosen else f"{number} {each}", style="not dim bold" if chosen else "")
        text.append("  ")
    return text


def _todo_lines(name: str, todos: Sequence[TodoMark]) -> Iterator[Text]:
    seen = dict.fromkeys(todo.what for todo in todos if todo.key == name)
    yield from (Text(f"TODO {visible(what)}".rstrip(), style="yellow") for what in seen)


def _problem_lines(name: str, problems: Sequence[FieldProblem]) -> Iterator[Text]:
    for each in problems:
        if not name or each.key == name:
            label, style = ("Warning", "yellow") if each.warning else ("Error", "bold red")
            yield Text(f"{label}: {visible(each.message)}", style=style)


def heading(session: ReviewSession, entry: CuratedEntry, width: int) -> RenderableType:
    """Return how far the review is, and what entry it is at."""
    progress = session.progress
    counted = f"{progress.settled} of {progress.total}"
    bar = ProgressBar(total=max(1, progress.total), completed=progress.settled, width=max(4, min(30, width // 3)))
    line = Table.grid(padding=(0, 1))
    line.add_row(bar, Text(counted))
    return Group(line, Text(f"{entry.kind} {visible(entry.name)}", style="bold"), Text())


def passage_lines(workspace: Workspace, entry: CuratedEntry, *, marked: bool) -> RenderableType:
    """Return the paragraphs with the passages of an entry, each passage marked, below the end of the one before."""
    by_paragraph: dict[tuple[str, int], list[MarkedPassage]] = {}
    for passage in workspace.passages(entry):
        by_paragraph.setdefault((passage.source, passage.paragraph), []).append(passage)
    lines: list[RenderableType] = []
    for (name, number), passages in by_paragraph.items():
        source = workspace.sources[name]
        paragraph = source.paragraphs[number - 1]
        if entry.kind in {EntryKind.FACT, EntryKind.PASSAGE} and number > 1 and not lines:
            before = source.paragraphs[number - 2]
            shortened = source.text[before.start : before.end][-_BEFORE:]
            lines.append(Text(f"… {' '.join(_flat(shortened).split())}", style="dim"))
        lines.append(_marked(source.text, paragraph.start, paragraph.end, passages, marked=marked))
    return Padding(Group(*lines), (0, 2, 1, 2)) if lines else Text()


def _marked(whole: str, start: int, end: int, passages: Sequence[MarkedPassage], *, marked: bool) -> Text:
    text, at = Text(), start
    for passage in sorted(passages, key=lambda each: each.start):
        first, last = max(at, passage.start), min(end, passage.end)
        if first < last:
            quoted = _flat(whole[first:last])
            text.append(_flat(whole[at:first])).append(quoted if marked else f">>{quoted}<<", style="bold reverse")
            at = last
    return text.append(_flat(whole[at:end]))


def _flat(text: str) -> str:
    return visible(text.replace("\n", " "))


def key_lines(kind: EntryKind, width: int, *, proposes: bool) -> Text:
    """Return the keys with what they do; a line ends between two of them."""
    left_out = set() if kind is EntryKind.FACT else {*FACTS_ONLY}
    if kind not in {EntryKind.FACT, EntryKind.TOPIC}:
        left_out.add("merge")
    if kind is EntryKind.PASSAGE:
        left_out.add("keep")
    if not proposes:
        left_out.add("propose")
    text, used = Text(), 0
    for key, name in ACTIONS.items():
        if name in left_out:
            continue
        length = len(f"{key} {name}  ")
        if used and used + length > width:
            text.append("\n")
            used = 0
        text.append(key, style="bold").append(f" {name}  ", style="dim")
        used += length
    return text


def halves_lines(halves: Sequence[Halves]) -> Iterator[Text]:
    """Yield the statements that a fact may be divided into, with the number of each pair."""
    for number, each in enumerate(halves, 1):
        yield Text(f"{number:>3} ", style="bold").append(visible(each.first), style="not bold")
        yield Text(f"    {visible(each.second)}")
