"""`review` at a terminal: each key, what is shown, and that it can be left at any time."""

from __future__ import annotations

import asyncio
import io
import os
import re
import select
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path

import aiohttp
import pytest
from cli.typed import Keys
from commands import run_command
from curation.unfinished import LEFT, TODAY, store_of, write_unfinished
from rich.console import Console

from bot.__main__ import parse
from bot.cli.editor import editor_command, run_editor
from bot.cli.keyboard import ENTER, LEAVE, RIGHT
from bot.cli.keyboard import LEFT as BACK
from bot.cli.review import ReviewOptions, serve_page, walk
from bot.config import Config
from bot.curation.page import ReviewPage
from bot.curation.session import ReviewSession
from bot.errors import UsageError

pty = pytest.importorskip("pty")

_ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
# So that Ctrl-C in the terminal interrupts the process, as it does for a person.
_START = (
    "import fcntl, sys, termios\n"
    "fcntl.ioctl(0, termios.TIOCSCTTY, 0)\n"
    "from bot.__main__ import start\n"
    "sys.exit(start())\n"
)
_LINES_LEFT = (4, 2)  # keys left to type when a line is edited


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return write_unfinished(tmp_path)


def walked(
    config: Config,
    *typed: str | None,
    width: int = 100,
    env: dict[str, str] | None = None,
    editor: Callable[[Sequence[str]], None] = lambda _: None,
) -> tuple[str, Keys]:
    """Walk with some keys; return all that was shown, and the keys."""
    out, keys = io.StringIO(), Keys(typed)
    options = ReviewOptions(
        knowledge=config.knowledge, env=env or {}, program="python -m bot", today=TODAY, run_editor=editor
    )
    assert walk(ReviewSession(store_of(config)), keys, Console(file=out, width=width), options) == 0
    return out.getvalue(), keys


def facts(config: Config) -> str:
    return (config.knowledge / "facts/article.yaml").read_text("utf-8")


def everything(config: Config) -> str:
    return "".join(path.read_bytes().decode() for path in sorted(config.knowledge.rglob("*.yaml")))


def test_an_entry_is_shown_with_its_passage_in_its_paragraph_its_todos_and_its_problems(config: Config) -> None:
    shown, _ = walked(config, "n", "n", "n", width=200)
    entry = shown.rpartition("fact waves")[2]

    assert "since Tuesday, 4 March 2031, when a storm broke its lamp room. >>Waves of 11 metres were measured" in entry
    assert "Warning: no quote has the number '12'." in entry
    assert "[documented]  2 reported  3 stated" in entry
    assert "TODO is it the day of the fact?" in entry
    assert (
        "k keep  e edit  m merge  x split  + quote  f fact  d drop  c acknowledge  u undo  n next  v previous  "
        "/ find  i importance  y wording  ? help  q quit" in entry
    )
    assert "7 entries are left. Run python -m bot review again to go on." in entry


def test_enter_all_the_way_settles_the_base(config: Config) -> None:
    shown, _ = walked(config, *[ENTER] * len(LEFT))

    assert "6 of 7" in shown
    assert shown.endswith("Everything is settled. Run python -m bot check to check the whole base.\n")
    assert "# TODO" not in facts(config)
    assert "nothing to review" in walked(config)[0]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        (["4"], "  standing: claimed\n"),
        (["s", "The Petrel last crossed by night on 3 March 2031."],
         '  statement: "The Petrel last crossed by night on 3 March 2031."\n'),
        (["b", "the ferry's owners"], '  attribution: "the ferry\'s owners"\n'),
        (["b", "its owners"], '  attribution: "its owners"\n'),
        (["w", "3 march"], "  when: 2031-03-03\n"),
        (["t", "storm, The ferry"], "  topics: [storm, the-ferry]\n"),
        (["a", "When was the last evening crossing?"], '  question: "When was the last evening crossing?"\n'),
        (["o", "last trip by night", "-1", ""], '  phrasings:\n    - "last trip by night"\n'),
        (["i"], "  importance: 3\n"),
        (["d", "Said elsewhere."], "delete its TODO comment.\n- id: dark-since"),
        (["x", "It crossed once.", "It was 3 March."], '  statement: "It was 3 March."  # TODO: does it say'),
        (["g", "waves"], "  disputes: [waves]\n"),
        (["y"], "  reworded: 2031-03-20\n"),
        (["+", "first lit in 1981", "It was first lit … before."], 'exact: "It was first lit in 1891 and had never'),
        (["f", "A boat took her off at noon."], '  statement: "A boat took her off at noon."  # TODO: does it say'),
        (["m"], 'statement: "The lamp stands 38 metres above the sea. The last evening crossing of the ferry'),
    ],
)  # fmt: skip
def test_each_key_does_its_work_and_undo_takes_it_back(tmp_path: Path, typed: list[str], written: str) -> None:
    (tmp_path / "done").mkdir()
    (tmp_path / "undone").mkdir()
    done, undone = write_unfinished(tmp_path / "done"), write_unfinished(tmp_path / "undone")
    before = everything(undone)
    walked(done, "n", "n", "n", "n", *typed)
    walked(undone, "n", "n", "n", "n", *typed, "u", "u")

    assert written in everything(done)
    assert everything(undone) == before


def test_a_field_is_edited_from_what_it_says_now_and_can_be_cancelled(config: Config) -> None:
    before = facts(config)
    shown, keys = walked(
        config, "n", "n", "s", None, "w", "the ides of March", "x", "", "+", None, "d", "", "z", "n", BACK, RIGHT
    )

    assert keys.offered[0] == "statement: The lighthouse on Grey Skerry has been dark since 4 March 2031."
    assert "Nothing was changed." in shown
    assert "'the ides of March' is not one day. Write it like 2025-10-17, or leave it empty." in shown
    assert "Nothing was split." in shown
    assert "Nothing was added." in shown
    assert "Nothing was dropped: a passage that no fact quotes needs a reason." in shown
    assert "This key does nothing here; ? explains the keys." in shown
    assert facts(config) == before


def test_what_is_wrong_is_said_and_keeps_the_entry_open(config: Config) -> None:
    shown, _ = walked(config, "n", "n", "n", "n", "a", "How high were the waves?", "k", "k")

    assert "Error: This question is also used by 'waves'" in shown
    assert "Fix this first: This question is also used by 'waves'" in shown
    assert facts(config).count("TODO: in your own words") == 3


def test_what_no_quote_has_is_acknowledged(config: Config) -> None:
    shown, keys = walked(config, "n", "n", "n", "c", None, "c", "The log.", "c")

    assert keys.offered == ["Why is '12' right? "] * 2
    assert "Nothing was changed: it needs a reason." in shown
    assert "'12' is acknowledged; u takes that back." in shown
    assert '    - text: "12"\n      reason: "The log."\n' in facts(config)


def test_a_topic_shows_how_many_facts_it_has(config: Config) -> None:
    shown, _ = walked(config, "n")

    assert "4 facts" in shown.rpartition("topic storm")[2]
    assert "· The lighthouse on Grey Skerry has been dark since 4 March 2031." in shown


def test_any_entry_is_found_by_its_words_also_a_settled_one(config: Config) -> None:
    shown, _ = walked(config, "/", "STANDS 38", "/", "nothing like it", "s", "The lamp stands 38 metres high.", LEAVE)

    assert "fact lamp" in shown
    assert "No entry has 'nothing like it' in its name, statement, title or passage." in shown
    assert "The lamp stands 38 metres high." in everything(config)


def test_a_name_takes_one_key(config: Config) -> None:
    shown, _ = walked(config, *["n"] * 6, "3")

    assert "kind: place\n    aliases" in (config.knowledge / "vocabulary.yaml").read_text("utf-8")
    assert "6 entries are left" in shown


def test_a_file_that_was_changed_elsewhere_is_read_again_and_not_overwritten(config: Config) -> None:
    class Meddling(Keys):
        def line(self, prompt: str, text: str) -> str | None:
            path = config.knowledge / "facts/article.yaml"
            path.write_text(path.read_text("utf-8").replace("importance: 2", "importance: 1"), "utf-8")
            return super().line(prompt, text)

    out = io.StringIO()
    options = ReviewOptions(knowledge=config.knowledge, env={}, program="python -m bot", today=TODAY)
    keys = Meddling(["n", "n", "s", "The lamp is out.", "s", "The lamp has been out since 4 March 2031."])
    walk(ReviewSession(store_of(config)), keys, Console(file=out, width=100), options)

    assert "article.yaml was changed elsewhere and has been read again. Do it once more." in out.getvalue()
    assert "importance: 1" in facts(config)
    assert 'statement: "The lamp has been out since 4 March 2031."' in facts(config)


def test_a_file_that_was_broken_elsewhere_is_said_and_keeps_the_review_going(config: Config) -> None:
    path, good = config.knowledge / "facts/article.yaml", facts(config)

    class Breaking(Keys):
        def line(self, prompt: str, text: str) -> str | None:
            path.write_text(good + "- [", "utf-8")
            return super().line(prompt, text)

    out = io.StringIO()
    options = ReviewOptions(knowledge=config.knowledge, env={}, program="python -m bot", today=TODAY)
    keys = Breaking(["n", "n", "s", "The lamp is out.", "n"])
    walk(ReviewSession(store_of(config)), keys, Console(file=out, width=100), options)

    assert "This is not YAML" in out.getvalue()
    assert path.read_text("utf-8") == good + "- ["


@pytest.mark.parametrize(
    ("typed", "number"), [("Waves of 11 metres were measured.", 1), ("Waves of 12 metres were measured.", 0)]
)
def test_a_new_statement_says_that_its_paraphrases_are_dropped(config: Config, typed: str, number: int) -> None:
    path = config.knowledge / "facts/article.yaml"
    plain = '  attribution: "the weather buoy"\n'
    path.write_text(facts(config).replace(plain, f'  paraphrases: ["It was 12.", "12 it was."]\n{plain}'), "utf-8")
    shown, _ = walked(config, "n", "n", "n", "s", typed)

    assert " ".join(shown.split()).count("Its 2 paraphrases are dropped: they said what the old") == number


def test_a_todo_outside_of_all_entries_is_told_at_the_end(config: Config) -> None:
    path = config.knowledge / "vocabulary.yaml"
    path.write_text(path.read_text("utf-8").replace("same: []", "same: []  # TODO: add groups"), "utf-8")
    shown, _ = walked(config, *[ENTER] * len(LEFT))

    assert shown.endswith("1 TODO comment is outside of all entries: python -m bot check lists them.\n")


def test_the_editor_opens_at_the_first_todo_and_what_it_wrote_is_read(config: Config) -> None:
    path = config.knowledge / "facts/article.yaml"
    commands = []

    def edit(command: Sequence[str]) -> None:
        commands.append(list(command))
        path.write_text(path.read_text("utf-8").replace("12 metres", "11 metres"), "utf-8")

    shown, _ = walked(config, "n", "n", "n", "e", env={"EDITOR": "vim -n"}, editor=edit)
    line = (
        facts(config).splitlines().index('  statement: "Waves of 11 metres were measured."  # TODO: in your own words')
    )

    assert commands == [["vim", "-n", f"+{line + 1}", str(path)]]
    assert "Read again." in shown
    assert "no quote has the number" not in shown.rpartition("fact waves")[2]


def test_a_file_that_the_editor_broke_is_said_and_can_be_edited_again(config: Config) -> None:
    path, good = config.knowledge / "facts/article.yaml", facts(config)
    contents = [good + "- [", good]

    def edit(_: Sequence[str]) -> None:
        path.write_text(contents.pop(0), "utf-8")

    shown, _ = walked(config, "n", "n", "e", "e", env={"EDITOR": "vi"}, editor=edit)

    assert "knowledge/facts/article.yaml:" in shown
    assert "This is not YAML" in shown
    assert "Fix it in the editor (e)." in shown


def test_without_an_editor_the_line_is_edited(config: Config) -> None:
    shown, _ = walked(config, "n", "n", "e", "Dark since 4 March 2031.")

    assert "Set EDITOR to open facts/article.yaml at line 16. Here is its statement (s):" in shown
    assert 'statement: "Dark since 4 March 2031."\n' in facts(config)


@pytest.mark.parametrize(
    ("editor", "command"),
    [
        ("nano", ["nano", "+7", "f.yaml"]),
        ("/usr/bin/emacs -nw", ["/usr/bin/emacs", "-nw", "+7", "f.yaml"]),
        ("code", ["code", "--wait", "--goto", "f.yaml:7"]),
        ("code --wait", ["code", "--wait", "--goto", "f.yaml:7"]),
        ("subl", ["subl", "--wait", "f.yaml:7"]),
        ("hx", ["hx", "f.yaml:7"]),
        ("notepad", ["notepad", "f.yaml"]),
        ("", []),
    ],
)
def test_each_editor_gets_the_line_in_its_own_way(editor: str, command: list[str]) -> None:
    assert list(editor_command({"EDITOR": editor}, Path("f.yaml"), 7)) == command


def test_ctrl_c_in_the_editor_does_not_end_the_review(tmp_path: Path) -> None:
    done = tmp_path / "done"
    script = "import os, pathlib, signal, sys; os.kill(os.getppid(), signal.SIGINT); pathlib.Path(sys.argv[1]).touch()"
    run_editor([sys.executable, "-c", script, str(done)])

    assert done.exists()
    with pytest.raises(UsageError, match=r"^The editor no-such-editor cannot be started: No such file"):
        run_editor(["no-such-editor"])


def test_visual_comes_before_editor() -> None:
    assert editor_command({"EDITOR": "ed", "VISUAL": "vi"}, Path("f.yaml"), 1)[0] == "vi"
    with pytest.raises(UsageError, match=r"^VISUAL has a quotation mark without its end: vi '$"):
        editor_command({"EDITOR": "ed", "VISUAL": "vi '"}, Path("f.yaml"), 1)


@pytest.mark.parametrize("port", ["70000", "-1", "http"])
def test_what_is_no_port_is_refused(capsys: pytest.CaptureFixture[str], port: str) -> None:
    with pytest.raises(SystemExit):
        parse(["review", "--web", f"--port={port}"])

    assert f"'{port}' is not a whole number from 0 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("width", [20, 40, 250])
def test_nothing_is_wider_than_the_terminal_and_nothing_is_cut_off(config: Config, width: int) -> None:
    shown, _ = walked(config, "n", "n", "n", "?", width=width)

    assert "v previous" in shown
    assert "i importance" in shown
    assert max(map(len, shown.splitlines())) <= width
    together = " ".join(shown.split())
    assert "measured" in together
    assert "…" not in together.replace("… The", "").replace("… Grey", "")


async def test_the_page_is_served_until_a_signal_and_its_address_is_told(
    config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped, told = asyncio.Event(), asyncio.Event()
    out = io.StringIO()
    monkeypatch.setattr(out, "flush", told.set)
    monkeypatch.setattr("bot.cli.review.stop_signals", lambda: nullcontext(stopped))
    page = ReviewPage(ReviewSession(store_of(config)), today=TODAY)
    serving = asyncio.create_task(serve_page(page, port=0, out=out))
    await told.wait()
    url = page.url.partition("#")[0]
    async with aiohttp.ClientSession() as http, http.get(url) as answer:
        assert answer.status == 200
    stopped.set()

    assert await serving == 0
    assert f"The review is at {page.url} and ends with Ctrl-C." in out.getvalue()


def test_without_a_terminal_one_sentence_says_what_to_do(config: Config) -> None:
    with pytest.raises(UsageError, match=r"needs a terminal\. Run it in one, or review on a local page with --web"):
        run_command("review", "--config", config.root / "config.yaml")


@pytest.mark.parametrize(("term", "end"), [("xterm", b"\x03"), ("dumb", b"\x04")])
def test_at_a_real_terminal_it_is_walked_edited_and_left(config: Config, term: str, end: bytes) -> None:
    typed = [b"n", b"n", b"4", b"s", b"\x15Dark.\r", b"s", b"\x03", end]
    seen = at_terminal(config, term, typed)

    assert "Traceback" not in seen
    assert seen.count("Enter saves, Ctrl-C leaves it as it was.") == 2
    assert "7 entries are left" in seen.replace("\r\n", " ")
    assert 'statement: "Dark."\n' in facts(config)
    assert "standing: claimed\n" in facts(config)


def at_terminal(config: Config, term: str, typed: list[bytes]) -> str:
    """Run `review` in a terminal of its own; type the next key each time that it waits for one."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", _START, "review", "--config", str(config.root / "config.yaml")]
    env = {key: value for key, value in os.environ.items() if key not in {"EDITOR", "VISUAL"}}
    env |= {"TERM": term, "COLUMNS": "100", "LINES": "40"}
    seen, waiting, read, last = "", [*typed], 0, b""
    streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    with subprocess.Popen(command, env=env, start_new_session=True, **streams) as running:  # noqa: S603
        os.close(theirs)
        try:
            while part := _part(ours, again=last if last == b"\x03" else b""):
                seen = _ANSI.sub("", seen + part)
                prompt = "statement: " if len(waiting) in _LINES_LEFT else "q quit"
                # The prompt comes after the keys that are shown, at the end of what is written.
                if waiting and prompt in seen[read:][-200:]:
                    read = len(seen)
                    last = waiting.pop(0)
                    os.write(ours, last)
            assert running.wait(30) == 0
        finally:
            running.kill()
            os.close(ours)
    return seen


def _part(descriptor: int, *, again: bytes) -> str:
    """Read what the terminal shows next; "" at the end, or if nothing comes.

    While nothing comes, type `again`: Python misses a Ctrl-C that comes just before it waits for a line.
    """
    for _ in range(10):
        if select.select([descriptor], [], [], 3)[0]:
            try:
                return os.read(descriptor, 65536).decode(errors="replace")
            except OSError:  # the process has ended
                return ""
        os.write(descriptor, again)
    return ""
