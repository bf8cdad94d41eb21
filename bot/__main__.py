"""The command line, and the one place where the parts are put together."""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from bot.cli.places import from_here
from bot.cli.progress import bars
from bot.config import load_config, read_token
from bot.core.text.control_chars import written_out
from bot.errors import BotError, KnowledgeError, UsageError
from bot.i18n import texts_for
from bot.logs import blot, set_up_logging

_log = logging.getLogger(__name__)

USAGE_ERROR = 2
FAILURE = 1
INTERRUPTED = 130


def main(argv: Sequence[str], env: Mapping[str, str], stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Run one command; gives its exit code: 0, 1 for a base or a service that failed, 2 for wrong usage."""
    arguments = _parser().parse_args(argv)
    # Before any library sets up logging of its own.
    set_up_logging(level=logging.WARNING, stream=stderr)
    try:
        around = Surroundings(env=env, stdin=stdin, stdout=stdout, stderr=stderr)
        code = int(arguments.run(arguments, around))
        stdout.flush()
        return code  # noqa: TRY300 - the flush may fail as well
    except BotError as error:
        return _refuse(error, arguments.config, stderr)
    except KeyboardInterrupt:
        stderr.write("\n")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has gone, as `| head` does; what Python flushes at its end must go nowhere.
        _drop_output()
        return FAILURE
    except OSError as error:
        _tell(stderr, f"A file or the output cannot be used: {error}.")
        try:
            stdout.flush()
        except OSError:
            _drop_output()
        return FAILURE
    except Exception as error:  # noqa: BLE001 - the log blots out secrets, a bare traceback would not
        _log.critical("the command ended by a defect: %s", error, exc_info=error)
        return FAILURE


def _refuse(error: BotError, config_path: Path, stderr: TextIO) -> int:
    problems = error.problems if isinstance(error, KnowledgeError) else ()
    _tell(stderr, "\n".join(str(from_here(problem, config_path)) for problem in problems) or str(error))
    return USAGE_ERROR if isinstance(error, UsageError) else FAILURE


def _tell(stderr: TextIO, text: str) -> None:
    """Write what somebody at a terminal reads: what it repeats of a file may hold anything."""
    stderr.write(written_out(blot(text), keep="\n") + "\n")


def _drop_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a command may touch of the outside: the environment and the standard streams."""

    env: Mapping[str, str]
    stdin: TextIO
    stdout: TextIO
    stderr: TextIO


# Each command imports what it needs: `check` starts without Discord's library.


def _ask(arguments: argparse.Namespace, around: Surroundings) -> int:
    from bot.cli import ask  # noqa: PLC0415

    asking = ask.Asking(
        question=arguments.question,
        as_json=arguments.json,
        each_line=arguments.stdin,
        explained=arguments.explain,
        words=texts_for(arguments.lang),
    )
    with bars(around.stderr) as progress:
        return ask.run(load_config(arguments.config), asking, stdin=around.stdin, out=around.stdout, progress=progress)


def _support(arguments: argparse.Namespace, around: Surroundings) -> int:
    from bot.cli import factcheck  # noqa: PLC0415

    wanted = factcheck.Supporting(
        text=arguments.text,
        as_json=arguments.json,
        from_stdin=arguments.stdin,
        words=texts_for(arguments.lang),
    )
    return factcheck.run(load_config(arguments.config), wanted, stdin=around.stdin, out=around.stdout)


def _check(arguments: argparse.Namespace, around: Surroundings) -> int:
    from bot.cli import check  # noqa: PLC0415

    with bars(around.stderr) as progress:
        return check.run(
            arguments.config,
            write_schema=arguments.write_schema,
            strict=arguments.strict,
            out=around.stdout,
            progress=progress,
        )


def _timeline(arguments: argparse.Namespace, around: Surroundings) -> int:
    from bot.cli import timeline  # noqa: PLC0415

    showing = timeline.Showing(
        first=arguments.first,
        last=arguments.last,
        picture=arguments.picture,
        dark=arguments.dark,
        words=texts_for(arguments.lang),
    )
    return timeline.run(load_config(arguments.config), showing, out=around.stdout)


def _calibrate(arguments: argparse.Namespace, around: Surroundings) -> int:
    from bot.cli import calibrate  # noqa: PLC0415

    with bars(around.stderr) as progress:
        return calibrate.run(load_config(arguments.config), seed=arguments.seed, out=around.stdout, progress=progress)


def _eval(arguments: argparse.Namespace, around: Surroundings) -> int:
    from bot.cli import evaluate  # noqa: PLC0415

    wanted = evaluate.Evaluating(
        file=arguments.file,
        as_json=arguments.json,
        plot=arguments.plot,
        left_out=arguments.left_out,
        seed=arguments.seed,
    )
    with bars(around.stderr) as progress:
        return evaluate.run(load_config(arguments.config), wanted, out=around.stdout, progress=progress)


def _ablate(arguments: argparse.Namespace, around: Surroundings) -> int:
    from bot.cli import ablate  # noqa: PLC0415

    config = load_config(arguments.config)
    with bars(around.stderr) as progress:
        return ablate.run(
            config,
            arguments.file,
            as_json=arguments.json,
            seed=arguments.seed,
            out=around.stdout,
            progress=progress,
        )


def _bench(arguments: argparse.Namespace, around: Surroundings) -> int:
    from bot.cli import bench  # noqa: PLC0415

    wanted = bench.Benching(
        sizes=tuple(arguments.sizes), questions=arguments.questions, seed=arguments.seed, as_json=arguments.json
    )
    with bars(around.stderr) as progress:
        return bench.run(load_config(arguments.config), wanted, out=around.stdout, progress=progress)


def _report(arguments: argparse.Namespace, around: Surroundings) -> int:
    from bot.cli import report  # noqa: PLC0415

    wanted = report.Reporting(target=arguments.file, store=arguments.store, force=arguments.force)
    with bars(around.stderr) as progress:
        return report.run(
            load_config(arguments.config),
            wanted,
            now=dt.datetime.now(dt.UTC),
            out=around.stdout,
            progress=progress,
        )


def _draft(arguments: argparse.Namespace, around: Surroundings) -> int:
    from bot.cli import draft  # noqa: PLC0415

    wanted = draft.Drafting(
        text=arguments.text,
        id=arguments.id,
        title=arguments.title,
        publisher=arguments.publisher,
        url=arguments.url,
        folder=arguments.out,
    )
    with bars(around.stderr) as progress:
        return draft.run(load_config(arguments.config), wanted, out=around.stdout, progress=progress)


def _backup(arguments: argparse.Namespace, around: Surroundings) -> int:
    from bot.cli import backup  # noqa: PLC0415

    now = dt.datetime.now(dt.UTC)
    return backup.run(load_config(arguments.config), arguments.file, now=now, out=around.stdout)


def _health(arguments: argparse.Namespace, around: Surroundings) -> int:
    from bot.cli import health  # noqa: PLC0415

    now = dt.datetime.now(dt.UTC)
    return health.run(load_config(arguments.config), now=now, out=around.stdout, err=around.stderr)


def _serve(arguments: argparse.Namespace, around: Surroundings) -> int:
    from bot.cli import run  # noqa: PLC0415

    config = load_config(arguments.config)
    token = read_token(around.env)
    set_up_logging(
        level=config.logging.level, stream=around.stderr, secrets=(token.reveal(),), as_json=config.logging.as_json
    )
    return asyncio.run(run.run(config, token, stderr=around.stderr))


def _sandbox(arguments: argparse.Namespace, around: Surroundings) -> int:
    from bot.cli import sandbox  # noqa: PLC0415

    config = load_config(arguments.config)
    set_up_logging(level=config.logging.level, stream=around.stderr, as_json=config.logging.as_json)
    return asyncio.run(sandbox.run(config, host=arguments.host, out=around.stdout, stderr=around.stderr))


def _parser() -> argparse.ArgumentParser:  # noqa: PLR0915 - one statement for each word of the command line
    parser = argparse.ArgumentParser(
        prog="python -m bot", description="Answers questions with curated facts, each proven by a quote of its source."
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--config",
        type=Path,
        default=Path("config.yaml"),
        metavar="FILE",
        help="the base to serve (default: %(default)s)",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    ask = commands.add_parser("ask", parents=[common], help="answer a question; without one, a prompt")
    ask.set_defaults(run=_ask)
    ask.add_argument("question", nargs="?", help="the question, in quotation marks")
    ask.add_argument("--json", action="store_true", help="print one JSON object for each question")
    ask.add_argument("--stdin", action="store_true", help="read one question from each line of standard input")
    ask.add_argument("--lang", choices=("en", "es"), default="en", help="the language of the interface's own words")
    ask.add_argument("--explain", action="store_true", help="print what led to the outcome as well")
    support = commands.add_parser("support", parents=[common], help="check each sentence of a text against the base")
    support.set_defaults(run=_support)
    support.add_argument("text", nargs="?", metavar="TEXT", help="one sentence or several, in quotation marks")
    support.add_argument("--json", action="store_true", help="print one JSON object")
    support.add_argument("--stdin", action="store_true", help="read the text from standard input")
    support.add_argument("--lang", choices=("en", "es"), default="en", help="the language of the interface's own words")
    check = commands.add_parser("check", parents=[common], help="check the base; report every problem in one run")
    check.set_defaults(run=_check)
    check.add_argument("--write-schema", action="store_true", help="write the JSON Schemas that editors use")
    check.add_argument("--strict", action="store_true", help="fail where a golden question gets something else")
    timeline = commands.add_parser("timeline", parents=[common], help="show the facts that have a date, day by day")
    timeline.set_defaults(run=_timeline)
    timeline.add_argument("--from", dest="first", metavar="DATE", help="the first day; or a month or a year")
    timeline.add_argument("--to", dest="last", metavar="DATE", help="the last day; or a month or a year")
    timeline.add_argument("--picture", type=Path, metavar="FILE.png", help="draw it as well")
    timeline.add_argument("--dark", action="store_true", help="draw it on a dark ground")
    timeline.add_argument(
        "--lang", choices=("en", "es"), default="en", help="the language of the interface's own words"
    )
    calibrate = commands.add_parser(
        "calibrate", parents=[common], help="fit the matcher to the base, from the base itself"
    )
    calibrate.set_defaults(run=_calibrate)
    calibrate.add_argument("--seed", type=int, default=1, help="seed of the misspellings (default: %(default)s)")
    evaluate = commands.add_parser("eval", parents=[common], help="measure the answers to labelled questions")
    evaluate.set_defaults(run=_eval)
    evaluate.add_argument("file", type=Path, metavar="FILE", help="JSON Lines: q, answerable, gold, kind")
    evaluate.add_argument("--json", action="store_true", help="print the figures as JSON")
    evaluate.add_argument("--plot", type=Path, metavar="FILE.png", help="draw risk against coverage")
    evaluate.add_argument(
        "--left-out", action="store_true", help="ask the base about itself as well: as long as calibrate takes"
    )
    evaluate.add_argument("--seed", type=int, default=1, help="seed of the misspellings (default: %(default)s)")
    ablate = commands.add_parser("ablate", parents=[common], help="measure what each feature of the score brings")
    ablate.set_defaults(run=_ablate)
    ablate.add_argument("file", type=Path, nargs="?", metavar="FILE", help="questions to measure as well, as for eval")
    ablate.add_argument("--json", action="store_true", help="print the figures as JSON")
    ablate.add_argument("--seed", type=int, default=1, help="seed of the misspellings (default: %(default)s)")
    bench = commands.add_parser("bench", parents=[common], help="measure the speed against the size of the base")
    bench.set_defaults(run=_bench)
    bench.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000, 10_000, 100_000], metavar="FACTS")
    bench.add_argument("--questions", type=int, default=200, help="how many are timed (default: %(default)s)")
    bench.add_argument("--seed", type=int, default=1, help="seed of the made-up facts (default: %(default)s)")
    bench.add_argument("--json", action="store_true", help="print the figures as JSON")
    report = commands.add_parser("report", parents=[common], help="write the whole base as one page for its curators")
    report.set_defaults(run=_report)
    report.add_argument(
        "file",
        type=Path,
        nargs="?",
        default=Path("report.html"),
        metavar="FILE.html",
        help="the page (default: %(default)s); an earlier one is replaced",
    )
    report.add_argument("--store", type=Path, metavar="FILE", help="whose question log to tell (default: the config's)")
    report.add_argument("--force", action="store_true", help="replace a file that is no report")
    draft = commands.add_parser("draft", parents=[common], help="make a first YAML from a new article, to be edited")
    draft.set_defaults(run=_draft)
    draft.add_argument("text", type=Path, metavar="TEXT", help="the article, a text file in the folder of the seeds")
    draft.add_argument("--id", help="the source's id (default: from the file's name)")
    draft.add_argument("--title", help="the article's title (default: its headline)")
    draft.add_argument("--publisher", help="who published it")
    draft.add_argument("--url", help="where it was published")
    draft.add_argument("--out", type=Path, metavar="DIR", help="where to write (default: the config's knowledge)")
    backup = commands.add_parser("backup", parents=[common], help="copy what the bot keeps, also while it runs")
    backup.set_defaults(run=_backup)
    backup.add_argument("file", type=Path, metavar="FILE", help="the copy, which must not exist yet")
    health = commands.add_parser("health", parents=[common], help="say by the exit code whether the bot is connected")
    health.set_defaults(run=_health)
    serve = commands.add_parser("run", parents=[common], help="serve on Discord with the token in DISCORD_TOKEN")
    serve.set_defaults(run=_serve)
    sandbox = commands.add_parser("sandbox", parents=[common], help="try the bot without Discord, on a chat page")
    sandbox.set_defaults(run=_sandbox)
    sandbox.add_argument(
        "--host", default="127.0.0.1", metavar="ADDRESS", help="the interface to serve on (default: %(default)s)"
    )
    return parser


def _open_closed_streams() -> None:
    """Put nothing's file in place of each standard stream that was closed (`>&-`): Python has None there."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open to the end


if __name__ == "__main__":
    _open_closed_streams()
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:], os.environ, sys.stdin, sys.stdout, sys.stderr))
