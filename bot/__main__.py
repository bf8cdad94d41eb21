"""The command line: reads the arguments, runs one command, and turns what it raises into a message and an exit code."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import functools
import gc
import importlib
import logging
import os
import sys
import threading
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from bot import __version__
from bot.cli.context import ProcessContext, from_here
from bot.cli.options import add_config, config_option
from bot.core.text.control_chars import written_out
from bot.errors import BotError, KnowledgeError, UsageError
from bot.logs import redact, set_up_logging

_log = logging.getLogger(__name__)

USAGE_ERROR = 2
FAILURE = 1
INTERRUPTED = 130

PROG: Final = "python -m bot"

BLAS_THREADS: Final = (
    "OPENBLAS_NUM_THREADS",
    "GOTO_NUM_THREADS",
    "OMP_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
"""Environment variables from which the linear algebra behind numpy reads its number of threads, once, when it loads."""

_NOT_INSTALLED: Final = (
    "The package {name} is missing from {python}: run make once and start the bot with .venv/bin/python -m bot, "
    "or install the bot and what it needs with pip install ."
)


@dataclass(frozen=True, slots=True)
class CommandModule:
    """A command's module, which declares its arguments and runs it, and its line in the list of commands."""

    module: str
    help: str


COMMANDS: Final[Mapping[str, CommandModule]] = {
    "ask": CommandModule("ask", "answer a question, or open a prompt"),
    "overview": CommandModule("overview", "show the story in short: the most important fact of each topic"),
    "factcheck": CommandModule("factcheck", "check each sentence of a text against the base"),
    "check": CommandModule("check", "check the base and report every problem in one run"),
    "timeline": CommandModule("timeline", "show the facts that have a date, day by day"),
    "calibrate": CommandModule("calibrate", "fit the ranker to the base, using the base itself"),
    "eval": CommandModule("evaluate", "measure the answers to labelled questions"),
    "ablate": CommandModule("ablate", "measure what each feature contributes to the score"),
    "bench": CommandModule("bench", "measure the speed for bases of several sizes"),
    "corrections": CommandModule("corrections", "list which facts were corrected or retired, newest first"),
    "report": CommandModule("report", "write the whole base as one page for its curators"),
    "draft": CommandModule("draft", "draft the YAML for a new article, for a curator to edit"),
    "review": CommandModule("review", "walk through what a draft leaves open, one entry at a time"),
    "update": CommandModule("update", "take over a new version of a source's text, with the quotes that changed"),
    "export-edits": CommandModule("export_edits", "write the edits from Discord that no file has yet as a patch"),
    "backup": CommandModule("backup", "copy the bot's database, even while the bot runs"),
    "store": CommandModule("store", "copy the bot's state between SQLite and PostgreSQL"),
    "health": CommandModule("health", "report by the exit code whether the bot is connected"),
    "run": CommandModule("run", "run the bot on Discord with the token in DISCORD_TOKEN"),
    "sandbox": CommandModule("sandbox", "try the bot without Discord, on a chat page"),
}
"""Each command's module in bot/cli has `add_arguments(parser)` and `run(arguments, context)`.

It is imported only when its command runs: `check` starts without discord.py, `ask` without matplotlib.
"""
FORMER_NAMES: Final[Mapping[str, str]] = {"support": "factcheck"}
"""Names of commands that scripts may still use, with today's; help does not list them."""


def main(  # noqa: PLR0913 - the five things that a process gets from outside, and its name
    argv: Sequence[str],
    env: Mapping[str, str],
    stdin: TextIO,
    stdout: TextIO,
    stderr: TextIO,
    *,
    prog: str = PROG,
) -> int:
    """Run one command and return its exit code: 0, 1 when the base or the service failed, 2 for wrong usage."""
    # Libraries set up logging of their own when they are imported, unless it is set up already.
    set_up_logging(level=logging.WARNING, stream=stderr)
    options = argparse.Namespace(config=Path())
    try:
        arguments = parse(argv, prog=prog)
        gc.freeze()
        gc.enable()
        options = arguments
        now = functools.partial(dt.datetime.now, dt.UTC)
        code = int(
            arguments.run(
                arguments, ProcessContext(env=env, stdin=stdin, stdout=stdout, stderr=stderr, now=now, program=prog)
            )
        )
        stdout.flush()
        return code  # noqa: TRY300 - the flush may fail as well
    except BotError as error:
        listed = _problems(error, options, prog) if isinstance(error, KnowledgeError) else ()
        _tell(stderr, "\n".join(listed) or str(error))
        return USAGE_ERROR if isinstance(error, UsageError) else FAILURE
    except KeyboardInterrupt:
        stderr.write("\n")
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of the output has gone, as `| head` does. Python flushes once more when it exits.
        _drop_output()
        return FAILURE
    except OSError as error:
        _tell(stderr, f"A file or the output cannot be used: {error}.")
        try:
            stdout.flush()
        except OSError:
            _drop_output()
        return FAILURE
    except Exception as error:  # noqa: BLE001 - the log removes secrets, a bare traceback would not
        return _fail(error, stderr)


def parse(argv: Sequence[str], *, prog: str = PROG) -> argparse.Namespace:
    """Read the arguments; `run` in the result is the function that runs the command.

    Exits with the usage on standard error when the arguments are wrong.
    """
    parser = argparse.ArgumentParser(
        prog=prog, description="Answers questions with curated facts, each proven by a quote of its source."
    )
    parser.add_argument("--version", action="version", version=f"briefing-bot {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    chosen = next((argument for argument in argv if not argument.startswith("-")), "")
    for name, command in COMMANDS.items():
        former = [each for each, now in FORMER_NAMES.items() if now == name and each == chosen]
        declared = commands.add_parser(
            name, aliases=former, help=command.help, description=f"{command.help[0].upper()}{command.help[1:]}."
        )
        if chosen in {name, *former}:
            module = importlib.import_module(f"bot.cli.{command.module}")
            module.add_arguments(declared)
            add_config(declared)
            declared.set_defaults(run=module.run)
    return parser.parse_args(argv)


def _problems(error: KnowledgeError, options: argparse.Namespace, prog: str) -> Iterator[str]:
    """Yield the problems of a base, and of its TODO comments the number: a draft has hundreds."""
    todos = sum(problem.todos for problem in error.problems)
    yield from (
        str(from_here(problem, options.config)) for problem in error.problems if todos == 1 or not problem.todos
    )
    if todos > 1:
        yield (
            f"This base is a draft: {todos:,} TODO comments are left, and only ask and sandbox answer from a draft. "
            f"To see what is left: {prog} check{config_option(options.config, getattr(options, 'base', None))}"
        )


def _fail(error: Exception, stderr: TextIO) -> int:
    if isinstance(error, ModuleNotFoundError) and error.name and not error.name.startswith("bot."):
        _tell(stderr, _NOT_INSTALLED.format(name=error.name, python=sys.executable))
        return USAGE_ERROR
    _log.critical("the command failed because of a defect: %s", error, exc_info=error)
    return FAILURE


def _tell(stderr: TextIO, text: str) -> None:
    """Write a message without secrets, and with control characters from files escaped."""
    stderr.write(written_out(redact(text), keep="\n") + "\n")


def _drop_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _open_closed_streams() -> None:
    """Open the null device in place of each standard stream that was closed (`>&-`): Python sets it to None."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open to the end


def limit_blas_threads(env: MutableMapping[str, str]) -> None:
    """Let numpy use one thread, here and in child processes, unless a variable already says how many.

    By default it starts one per core, and they spin while they wait for each other: beside busy processes a question
    takes ten times as long. Building an index and `calibrate` gain nothing from more: on two cores, an index of 5,000
    facts took the same time with two threads, and that of the base here three times the processor time.
    """
    if not any(env.get(name) for name in BLAS_THREADS):
        env.update(dict.fromkeys(BLAS_THREADS, "1"))


def _leave_threads_behind(code: int) -> None:
    """End the process at once if a daemon thread still works, such as one that loads a base.

    Python cannot interrupt a thread. When it exits, it stops one at the next line of Python code, and a library that is
    not written in Python may not survive that: the process would end with an error.
    """
    if any(thread.daemon for thread in threading.enumerate()):
        logging.shutdown()
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError):
                stream.flush()
        os._exit(code)


def start() -> int:
    """Run the command that this process was started with."""
    # What is imported stays to the end: collections would look through it again and again.
    gc.disable()
    # Before a command's module imports numpy.
    limit_blas_threads(os.environ)
    _open_closed_streams()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    program = Path(sys.argv[0]).name
    prog = PROG if program == "__main__.py" else program
    code = main(sys.argv[1:], os.environ, sys.stdin, sys.stdout, sys.stderr, prog=prog)
    _leave_threads_behind(code)
    return code


if __name__ == "__main__":
    sys.exit(start())
