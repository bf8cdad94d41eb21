"""`review`: walk through what a draft leaves open, one entry at a time, at the terminal or on a local page."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Final, TextIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from bot.cli.context import ProcessContext
from bot.cli.editor import editor_command, run_editor
from bot.cli.keyboard import ENTER, LEAVE, LEFT, RIGHT, Keyboard, TerminalKeyboard
from bot.cli.options import add_base, config_option, port_number
from bot.cli.signals import stop_signals
from bot.cli.wording import (
    ProposeWording,
    default_numbers,
    offer_lines,
    offered,
    page_offers,
    taken,
    taking,
    wording_source,
)
from bot.config import Config, load_config
from bot.core.knowledge.files import DiskFolder
from bot.core.knowledge.yaml_reader import Value
from bot.core.text.normalise import visible
from bot.curation.changes import LISTS, facts_of
from bot.curation.disk import DiskStore
from bot.curation.editing import EditRefusedError, TodoMark
from bot.curation.keys import ACTIONS, CHOICES, FIELDS, LINES, typed_value
from bot.curation.page import ReviewPage
from bot.curation.passages import OtherPassageError
from bot.curation.saving import CHANGED, ChangedOnDiskError
from bot.curation.session import ReviewSession
from bot.curation.workspace import CuratedEntry, EntryKind, FieldProblem, MarkedPassage, Workspace
from bot.errors import BotError, KnowledgeError, UsageError

NO_TERMINAL: Final = (
    "review reads single keys, so it needs a terminal. Run it in one, or review on a local page with --web."
)
READY: Final = (
    "The review is at {url} and ends with Ctrl-C. The address holds a password of this run: give it to nobody.\n"
)
PORT: Final = 8766
"""Of the page, one more than that of the chat page."""
NOTHING: Final = "No entry has a TODO comment, so there is nothing to review."
HELP: Final = """\
k or Enter keeps the entry: its TODO comments are deleted. A letter beside a field edits it on one line; Ctrl-C there
cancels that. The digits choose the standing of a fact, or the kind of a name. i changes the importance. m merges a fact
into the one before it: quotes, phrasings and topics are added, and the statement follows. d drops a fact; its passage
becomes unquoted, with your reason. x splits a fact in two, + gives it another quote, f makes a new fact of a passage
that has none. c keeps a number, date or name that no quote has, with your reason. e opens the file
in VISUAL or EDITOR. u takes back the last change, as often as you like. p asks a language model for other words for a
fact (docs/proposals.md). n or the right arrow goes on without a change, v or the left arrow goes back. q leaves: what
is left is in the files, and the next review begins there."""
_NAMED_KEYS: Final = {ENTER: "keep", RIGHT: "next", LEFT: "previous"}
_ACTIONS: Final = {**ACTIONS, "p": "propose"}
_NONE_TAKEN: Final = "No proposal was taken; nothing was changed."
_FACTS_SHOWN: Final = 5  # of a topic
_BEFORE: Final = 240  # characters of the paragraph before that are shown


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `review` takes."""
    parser.add_argument("--web", action="store_true", help="review on a page of this machine, in the browser")
    parser.add_argument(
        "--port",
        type=port_number,
        default=PORT,
        help="the port of the page; if it is in use, a free one (default: %(default)s)",
    )
    add_base(parser)


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Walk until everything is settled or the curator leaves, and return 0.

    Raises UsageError without a terminal, KnowledgeError for files that are not YAML.
    """
    config = load_config(arguments.config, base=arguments.base)
    if arguments.web:
        propose = page_offers(wording_source(config, context.env)) if context.env.get("BOT_LLM_URL") else None
        page = ReviewPage(ReviewSession(store_of(config)), propose=propose)
        return asyncio.run(serve_page(page, port=arguments.port, out=context.stdout))
    if not (context.stdin.isatty() and context.stdout.isatty()):
        raise UsageError(NO_TERMINAL)
    session, keyboard = ReviewSession(store_of(config)), TerminalKeyboard()
    console = Console(file=context.stdout, highlight=False)
    options = ReviewOptions(
        knowledge=config.knowledge,
        env=context.env,
        program=context.program,
        option=config_option(arguments.config, arguments.base),
        propose=wording_source(config, context.env),
    )
    with keyboard.open():
        return walk(session, keyboard, console, options)


async def serve_page(page: ReviewPage, *, port: int, out: TextIO) -> int:
    """Serve the page on loopback until SIGINT or SIGTERM, and return 0."""
    with stop_signals() as stopped:
        async with page.serve(port=port):
            out.write(READY.format(url=page.url))
            out.flush()
            await stopped.wait()
    return 0


def store_of(config: Config) -> DiskStore:
    """Return the files of a config's base."""
    return DiskStore(
        curated=DiskFolder(path=config.knowledge, root=config.root),
        seeds=DiskFolder(path=config.seeds, root=config.root),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOptions:
    """Where the files are, the environment that names an editor, how to run one, and the program with its option."""

    knowledge: Path
    env: Mapping[str, str]
    program: str
    option: str = ""
    run_editor: Callable[[Sequence[str]], None] = run_editor
    propose: ProposeWording | None = None


def walk(session: ReviewSession, keyboard: Keyboard, console: Console, options: ReviewOptions) -> int:
    """Show one entry after another and do what the keys say, until nothing is left or the curator leaves. Return 0."""
    review = _TerminalReview(session=session, keyboard=keyboard, console=console, options=options)
    if session.current is None:
        console.print(NOTHING)
    while session.current is not None:
        review.show(session.current)
        key = keyboard.key()
        if key == LEAVE or ACTIONS.get(key) == "quit":
            break
        review.press(key, session.current)
    console.print(_farewell(session, options))
    return 0


@dataclass(slots=True, kw_only=True)
class _TerminalReview:
    session: ReviewSession
    keyboard: Keyboard
    console: Console
    options: ReviewOptions
    message: str = field(default="")

    def show(self, entry: CuratedEntry) -> None:
        """Show the entry, its passage, its problems, what was done last, and the keys."""
        console, session = self.console, self.session
        if not console.is_dumb_terminal:
            console.clear()
        console.print(_heading(session, entry, console.width))
        console.print(_passages(session.workspace, entry, marked=console.color_system is not None))
        console.print(entry_lines(session.workspace, entry))
        if entry.kind is EntryKind.TOPIC:
            console.print(_topic_lines(session.workspace, entry))
        if self.message:
            console.print(Text(self.message, style="bold"))
        console.print(_keys(entry.kind, console.width))
        self.message = ""

    def press(self, key: str, entry: CuratedEntry) -> None:
        """Do what a key says. What cannot be done is said with the next entry."""
        try:
            try:
                self._do(key, entry)
            except ChangedOnDiskError as error:
                self.session.reload("edits made elsewhere")
                self.message = CHANGED.format(name=error.path.name)
        except KnowledgeError as error:
            self.message = f"{error} Fix it in the editor (e)."
        except BotError as error:
            self.message = str(error)

    def _do(self, key: str, entry: CuratedEntry) -> None:
        if key.isdecimal() and entry.kind in CHOICES:
            self.session.choose(int(key))
        elif key in FIELDS[entry.kind]:
            self._edit_line(FIELDS[entry.kind][key], entry)
        else:
            action = _NAMED_KEYS.get(key) or _ACTIONS.get(key, "")
            self._actions.get(action, self._refuse)(entry)

    @property
    def _actions(self) -> Mapping[str, Callable[[CuratedEntry], None]]:
        """What each action of `ACTIONS` does to an entry."""
        return {
            "keep": lambda _: self.session.keep(),
            "edit": self._edit_file,
            "merge": self._merge,
            "split": self._split,
            "quote": lambda _: self._of_passage("quote", "Another quote", self.session.add_quote),
            "fact": lambda _: self._of_passage("fact", "The passage of the new fact", self.session.write_fact),
            "drop": self._drop,
            "acknowledge": self._acknowledge,
            "undo": self._undo,
            "next": lambda _: self.session.skip(),
            "previous": lambda _: self.session.skip(-1),
            "importance": self._weigh,
            "help": self._help,
            "propose": self._propose,
        }

    def _refuse(self, _: CuratedEntry) -> None:
        self.message = "This key does nothing here; ? explains the keys."

    def _help(self, _: CuratedEntry) -> None:
        self.message = HELP.replace("\n", " ")

    def _merge(self, _: CuratedEntry) -> None:
        self.session.merge()
        self.message = "Merged. This is what they were merged into; its texts may need an edit (s)."

    def _split(self, _: CuratedEntry) -> None:
        typed = self.keyboard.line("The second fact begins with: ", self.session.joint)
        if not typed or not typed.strip():
            self.message = "Nothing was split."
            return
        self.session.split(typed)
        self.message = "Split: this is the first one, the second comes next. Their statements may need an edit (s)."

    def _of_passage(self, what: str, asked: str, change: Callable[[str], None]) -> None:
        """Ask for a passage, offer the one that was probably meant, and make the change."""
        self.console.print(Text("Words of the article, or its first and last ones: the ferry … at noon.", style="dim"))
        typed = self.keyboard.line(f"{asked}: ", "")
        while typed and typed.strip():
            try:
                change(typed)
            except OtherPassageError as error:
                self.console.print(Text(str(error)))
                typed = self.keyboard.line(f"{asked}: ", error.passage)
            else:
                self.message = f"Added the {what}; u takes it back."
                return
        self.message = "Nothing was added."

    def _undo(self, _: CuratedEntry) -> None:
        self.message = f"Taken back: {self.session.undo()}."

    def _weigh(self, entry: CuratedEntry) -> None:
        """Change the importance of a fact: 1, 2, 3, and 1 again."""
        now = str(self.session.workspace.value(entry).get("importance") or "2")
        self.session.set_field("importance", {"1": "2", "2": "3"}.get(now, "1"))

    def _edit_line(self, key: str, entry: CuratedEntry) -> None:
        value = self.session.workspace.value(entry).get(key)
        if key in LISTS:
            return self._edit_list(key, value if isinstance(value, list) else [])
        written = value if isinstance(value, str) else ""
        typed = self.keyboard.line(f"{key}: ", visible(written))
        if typed is None:
            self.message = "Nothing was changed."
        elif typed == visible(written):
            self.session.set_field(key, written)  # which settles it
        else:
            said = self._paraphrases()
            self.session.set_field(key, typed_value(key, typed, self.session.workspace.days()))
            if said and not self._paraphrases():
                its = "Its paraphrase is dropped: it" if said == 1 else f"Its {said} paraphrases are dropped: they"
                self.message = f"{its} said what the old statement said. u takes the edit back."
        return None

    def _paraphrases(self) -> int:
        """Return how many paraphrases the current entry has."""
        entry = self.session.current
        listed = self.session.workspace.value(entry).get("paraphrases") if entry is not None else None
        return len(listed) if isinstance(listed, list) else 0

    def _edit_list(self, key: str, value: list[Value]) -> None:
        """Edit a short list on one line; of one whose items may contain commas, take one more with each line."""
        texts = [each for each in value if isinstance(each, str)]
        if key not in LINES:
            known = [e.name for e in self.session.workspace.entries if e.kind is EntryKind.TOPIC]
            if key == "topics":
                self.console.print(Text(f"Topics, with commas between them; a new one is added: {', '.join(known)}"))
            typed = self.keyboard.line(f"{key}: ", ", ".join(texts))
            if typed is None:
                self.message = "Nothing was changed."
            else:
                self.session.set_field(key, typed_value(key, typed, ()))
            return
        self.console.print(Text("One on each line; -2 deletes the second; an empty line ends."))
        while (typed := self.keyboard.line(f"{key}, {len(texts) + 1}: ", "")) and typed.strip():
            number = typed.strip().removeprefix("-")
            if typed.strip().startswith("-") and number.isdecimal() and 1 <= int(number[:4]) <= len(texts):
                del texts[int(number[:4]) - 1]
            else:
                texts.append(" ".join(typed.split()))
        self.session.set_field(key, texts)

    def _drop(self, entry: CuratedEntry) -> None:
        reason = ""
        if entry.kind is EntryKind.FACT:
            typed = self.keyboard.line("Why does no fact need this passage? ", "")
            if not typed or not typed.strip():
                self.message = "Nothing was dropped: a passage that no fact quotes needs a reason."
                return
            reason = typed
        self.session.drop(reason)
        self.message = f"Dropped {entry.name}; u takes it back."

    def _acknowledge(self, entry: CuratedEntry) -> None:
        """Keep what no quote has, with the curator's reason."""
        for doubt in self.session.workspace.doubts(entry)[:1]:
            reason = self.keyboard.line(f"Why is '{visible(doubt)}' right? ", "")
            if not reason or not reason.strip():
                self.message = "Nothing was changed: it needs a reason."
                return
            self.session.acknowledge(reason)
            self.message = f"'{visible(doubt)}' is acknowledged; u takes that back."
            return
        self._refuse(entry)

    def _propose(self, entry: CuratedEntry) -> None:
        """Ask a language model for other words for a fact, and take those that the curator chooses."""
        if entry.kind is not EntryKind.FACT or self.options.propose is None:
            raise EditRefusedError("Proposals are made for facts only.")
        self.console.print(Text("Asking the language model of BOT_LLM_URL; Ctrl-C stops that.", style="dim"))
        try:
            with self.keyboard.paused():
                wording = self.options.propose(entry.name)
        except KeyboardInterrupt:
            self.message = "Stopped; nothing was changed."
            return
        offers = offered(wording)
        self.console.print(*offer_lines(offers, wording), sep="\n")
        typed = self.keyboard.line("Take the numbers: ", default_numbers(offers)) if offers else ""
        chosen = taken(typed or "", offers)
        if chosen:
            self.session.apply(f"take proposals for {entry.name}", taking(entry, chosen))
        self.message = f"{len(chosen)} of {len(offers)} proposals taken; u takes that back." if chosen else _NONE_TAKEN

    def _edit_file(self, entry: CuratedEntry) -> None:
        path = self.options.knowledge / entry.file
        todos = self.session.workspace.todos(entry)
        line = todos[0].line if todos else self.session.workspace.text(entry.file).line(entry.path)
        command = editor_command(self.options.env, path, line)
        if not command:
            key, first = next(iter(FIELDS[entry.kind].items()))
            self.console.print(Text(f"Set EDITOR to open {entry.file} at line {line}. Here is its {first} ({key}):"))
            self._edit_line(first, entry)
            return
        with self.keyboard.paused():
            self.options.run_editor(command)
        self.message = "Read again." if self.session.reload() else "The file was not changed."


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


def _topic_lines(workspace: Workspace, topic: CuratedEntry) -> RenderableType:
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


def _heading(session: ReviewSession, entry: CuratedEntry, width: int) -> RenderableType:
    progress = session.progress
    counted = f"{progress.settled} of {progress.total}"
    bar = ProgressBar(total=max(1, progress.total), completed=progress.settled, width=max(4, min(30, width // 3)))
    line = Table.grid(padding=(0, 1))
    line.add_row(bar, Text(counted))
    return Group(line, Text(f"{entry.kind} {visible(entry.name)}", style="bold"), Text())


def _passages(workspace: Workspace, entry: CuratedEntry, *, marked: bool) -> RenderableType:
    """Return the paragraphs with the passages of an entry, each passage marked, below the end of the one before."""
    by_paragraph: dict[tuple[str, int], list[MarkedPassage]] = {}
    for passage in workspace.passages(entry):
        by_paragraph.setdefault((passage.source, passage.paragraph), []).append(passage)
    lines: list[RenderableType] = []
    for (name, number), passages in by_paragraph.items():
        source = workspace.sources[name]
        paragraph = source.paragraphs[number - 1]
        if entry.kind is EntryKind.FACT and number > 1 and not lines:
            before = source.paragraphs[number - 2]
            shortened = source.text[before.start : before.end][-_BEFORE:]
            lines.append(Text(f"… {' '.join(visible(shortened).split())}", style="dim"))
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


def _keys(kind: EntryKind, width: int) -> Text:
    """Return the keys with what they do; a line ends between two of them."""
    only_facts = set() if kind is EntryKind.FACT else {"importance", "propose", "acknowledge", "split", "quote"}
    if kind not in {EntryKind.FACT, EntryKind.TOPIC}:
        only_facts.add("merge")
    text, used = Text(), 0
    for key, name in _ACTIONS.items():
        if name in only_facts:
            continue
        length = len(f"{key} {name}  ")
        if used and used + length > width:
            text.append("\n")
            used = 0
        text.append(key, style="bold").append(f" {name}  ", style="dim")
        used += length
    return text


def _farewell(session: ReviewSession, options: ReviewOptions) -> Text:
    left, stray = len(session.open), session.workspace.stray_todos()
    if left:
        noun = "entry is" if left == 1 else "entries are"
        return Text(f"{left} {noun} left. Run {options.program} review{options.option} again to go on.")
    if stray:
        noun = "comment is" if stray == 1 else "comments are"
        return Text(f"{stray} TODO {noun} outside of all entries: {options.program} check{options.option} lists them.")
    return Text(f"Everything is settled. Run {options.program} check{options.option} to check the whole base.")
