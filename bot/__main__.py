"""The command line, and the one place where the parts are put together."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from bot.config import load_config, read_token
from bot.errors import BotError, UsageError
from bot.logs import set_up_logging

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

USAGE_ERROR = 2
FAILURE = 1
INTERRUPTED = 130


def main(argv: Sequence[str], env: Mapping[str, str], stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    """Run one command; gives its exit code: 0, 1 for a base or a service that failed, 2 for wrong usage."""
    arguments = _parser().parse_args(argv)
    try:
        return _run(arguments, env, stdin, stdout, stderr)
    except UsageError as error:
        stderr.write(f"{error}\n")
        return USAGE_ERROR
    except BotError as error:
        stderr.write(f"{error}\n")
        return FAILURE
    except KeyboardInterrupt:
        stderr.write("\n")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has gone, as `| head` does; what Python flushes at its end must go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILURE


def _run(arguments: argparse.Namespace, env: Mapping[str, str], stdin: TextIO, stdout: TextIO, stderr: TextIO) -> int:
    # Each command imports what it needs: `check` starts without Discord's library.
    match arguments.command:
        case "ask":
            from bot.commands import ask  # noqa: PLC0415

            asking = ask.Asking(question=arguments.question, as_json=arguments.json, each_line=arguments.stdin)
            return ask.run(load_config(arguments.config), asking, stdin=stdin, out=stdout)
        case "check":
            from bot.commands import check  # noqa: PLC0415

            return check.run(arguments.config, write_schema=arguments.write_schema, out=stdout)
        case "calibrate":
            from bot.commands import calibrate  # noqa: PLC0415

            return calibrate.run(load_config(arguments.config), seed=arguments.seed, out=stdout)
        case "eval":
            from bot.commands import evaluate  # noqa: PLC0415

            return evaluate.run(load_config(arguments.config), arguments.file, as_json=arguments.json, out=stdout)
        case _:
            return _serve(arguments, env, stderr)


def _serve(arguments: argparse.Namespace, env: Mapping[str, str], stderr: TextIO) -> int:
    from bot.commands import run  # noqa: PLC0415

    config = load_config(arguments.config)
    token = read_token(env)
    set_up_logging(level=config.logging.level, stream=stderr, secrets=(token.reveal(),))
    return asyncio.run(run.run(config, token, stderr=stderr))


def _parser() -> argparse.ArgumentParser:
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
    ask.add_argument("question", nargs="?", help="the question, in quotation marks")
    ask.add_argument("--json", action="store_true", help="print one JSON object for each question")
    ask.add_argument("--stdin", action="store_true", help="read one question from each line of standard input")
    check = commands.add_parser("check", parents=[common], help="check the base; report every problem in one run")
    check.add_argument("--write-schema", action="store_true", help="write the JSON Schemas that editors use")
    calibrate = commands.add_parser(
        "calibrate", parents=[common], help="fit the matcher to the base, from the base itself"
    )
    calibrate.add_argument("--seed", type=int, default=1, help="seed of the misspellings (default: %(default)s)")
    evaluate = commands.add_parser("eval", parents=[common], help="measure the answers to labelled questions")
    evaluate.add_argument("file", type=Path, metavar="FILE", help="JSON Lines: q, answerable, gold, kind")
    evaluate.add_argument("--json", action="store_true", help="print the figures as JSON")
    commands.add_parser("run", parents=[common], help="serve on Discord with the token in DISCORD_TOKEN")
    return parser


if __name__ == "__main__":
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:], os.environ, sys.stdin, sys.stdout, sys.stderr))
