"""`review`: walk through what a draft leaves open, one entry at a time, at the terminal or on a local page."""

from __future__ import annotations

import asyncio
import datetime as dt
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TextIO

from rich.console import Console
from rich.text import Text

from bot.cli.context import ProcessContext
from bot.cli.editor import editor_command, run_editor
from bot.cli.keyboard import ENTER, LEAVE, LEFT, RIGHT, Keyboard, TerminalKeyboard
from bot.cli.options import add_base, config_option, port_number
from bot.cli.review_view import entry_lines, halves_lines, heading, key_lines, passage_lines, topic_lines
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
from bot.curation.changes import LISTS
from bot.curation.disk import DiskStore
from bot.curation.editing import EditRefusedError
from bot.curation.keys import ACTIONS, CHOICES, FIELDS, LINES, dropped_paraphrases, marked_wording, typed_value
from bot.curation.page import ReviewPage
from bot.curation.passages import OtherPassageError
from bot.curation.saving import CHANGED, ChangedOnDiskError
from bot.curation.session import ReviewSession
from bot.curation.splitting import Halves
from bot.curation.workspace import CuratedEntry, EntryKind
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
k, Enter  keep: deletes the entry's TODO comments and goes on
letter    edit the field that it stands beside, on one line; Ctrl-C cancels
1 to 5    the standing of a fact, or the kind of a name
i         the importance of a fact
m         merge a fact into the one before it, with its quotes, phrasings and topics
x         split a fact in two; both keep the quotes
+         another quote for a fact
f         a new fact of a passage
d         drop, with a reason; the passage of a fact becomes unquoted
c         keep a number, date or name that no quote has, with a reason
y         mark the last change as one of wording only; a new draft needs no mark
e         open the file in VISUAL or EDITOR
p         ask a language model for other words (docs/proposals.md)
u         undo, as often as you like
n, v      next, previous; so do the arrows
/         find an entry by its words
q         quit: what is left is in the files, and the next review begins there"""
_NAMED_KEYS: Final = {ENTER: "keep", RIGHT: "next", LEFT: "previous"}
_NONE_TAKEN: Final = "No proposal was taken; nothing was changed."


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
        page = ReviewPage(ReviewSession(store_of(config)), today=context.now().date(), propose=propose)
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
        today=context.now().date(),
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
    today: dt.date
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
        console.print(heading(session, entry, console.width))
        console.print(passage_lines(session.workspace, entry, marked=console.color_system is not None))
        console.print(entry_lines(session.workspace, entry))
        if entry.kind is EntryKind.TOPIC:
            console.print(topic_lines(session.workspace, entry))
        if self.message:
            console.print(Text(self.message, style="bold"))
        console.print(key_lines(entry.kind, console.width, proposes="BOT_LLM_URL" in self.options.env))
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
            action = _NAMED_KEYS.get(key) or ACTIONS.get(key, "")
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
            "fact": self._write_fact,
            "drop": self._drop,
            "acknowledge": self._acknowledge,
            "undo": self._undo,
            "next": lambda _: self.session.skip(),
            "previous": lambda _: self.session.skip(-1),
            "find": self._find,
            "importance": self._weigh,
            "wording": self._mark_wording,
            "help": self._help,
            "propose": self._propose,
        }

    def _refuse(self, _: CuratedEntry) -> None:
        self.message = "This key does nothing here; ? explains the keys."

    def _help(self, _: CuratedEntry) -> None:
        self.message = HELP

    def _merge(self, _: CuratedEntry) -> None:
        self.session.merge()
        self.message = "Merged. This is what they were merged into; its texts may need an edit (s)."

    def _split(self, _: CuratedEntry) -> None:
        halves = self._chosen_halves()
        first = self.keyboard.line("First fact: ", visible(halves.first)) if halves else None
        second = self.keyboard.line("Second fact: ", visible(halves.second)) if halves and first else None
        if not first or not second:
            self.message = "Nothing was split."
            return
        self.session.split(Halves(first=first, second=second))
        self.message = "Split: this is the first one, the second comes next. Both have the quotes."

    def _chosen_halves(self) -> Halves | None:
        """Return the two statements to begin with; both are the whole one where none was offered or taken."""
        entry, offered_halves = self.session.current, self.session.halves
        whole = str(self.session.workspace.value(entry).get("statement") or "") if entry else ""
        if not offered_halves:
            return Halves(first=whole, second=whole)
        self.console.print(*halves_lines(offered_halves), sep="\n")
        typed = self.keyboard.line("Which two? 0 for others: ", "1")
        if typed is None:
            return None
        numbers = {str(number): each for number, each in enumerate(offered_halves, 1)}
        return numbers.get(typed.strip(), Halves(first=whole, second=whole))

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

    def _write_fact(self, entry: CuratedEntry) -> None:
        """Make a fact of the passage that the review is at, or of one that the curator types."""
        if entry.kind is not EntryKind.PASSAGE:
            self._of_passage("fact", "The passage of the new fact", self.session.write_fact)
            return
        self.session.write_fact("")
        self.message = "This is the fact now; u takes it back."

    def _undo(self, _: CuratedEntry) -> None:
        self.message = f"Taken back: {self.session.undo()}."

    def _find(self, _: CuratedEntry) -> None:
        typed = self.keyboard.line("Find: ", "")
        if typed and typed.strip():
            self.session.find(typed)

    def _weigh(self, entry: CuratedEntry) -> None:
        """Change the importance of a fact: 1, 2, 3, and 1 again."""
        now = str(self.session.workspace.value(entry).get("importance") or "2")
        self.session.set_field("importance", {"1": "2", "2": "3"}.get(now, "1"))

    def _mark_wording(self, _: CuratedEntry) -> None:
        self.message = marked_wording(self.session.mark_wording(self.options.today))

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
            dropped = self.session.set_field(key, typed_value(key, typed, self.session.workspace.days()))
            self.message = dropped_paraphrases(dropped)
        return None

    def _edit_list(self, key: str, value: list[Value]) -> None:
        """Edit a short list on one line; of one whose items may contain commas, take one more with each line."""
        texts = [each for each in value if isinstance(each, str)]
        if key not in LINES:
            known = [e.name for e in self.session.workspace.entries if e.kind is EntryKind.TOPIC]
            if key == "topics":
                self.console.print(Text(f"Topics, with commas between them; a new one is added: {', '.join(known)}"))
            elif key == "disputes":
                self.console.print(Text("The ids of the facts that this one contradicts, with commas between them."))
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
        if entry.kind in {EntryKind.FACT, EntryKind.PASSAGE}:
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


def _farewell(session: ReviewSession, options: ReviewOptions) -> Text:
    left, stray = len(session.open), session.workspace.stray_todos()
    if left:
        noun = "entry is" if left == 1 else "entries are"
        return Text(f"{left} {noun} left. Run {options.program} review{options.option} again to go on.")
    if stray:
        noun = "comment is" if stray == 1 else "comments are"
        return Text(f"{stray} TODO {noun} outside of all entries: {options.program} check{options.option} lists them.")
    return Text(f"Everything is settled. Run {options.program} check{options.option} to check the whole base.")
