"""The options that several commands share."""

from __future__ import annotations

import shlex
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Final

DEFAULT_CONFIG: Final = Path("config.yaml")
"""The config that a command uses if none is named."""

MAX_PORT: Final = 65535
"""The largest number that a port can have."""


def add_config(parser: ArgumentParser) -> None:
    """Add --config, which every command has."""
    parser.add_argument(
        "--config",
        type=Path,
        default=DEFAULT_CONFIG,
        metavar="FILE",
        help="the config to use (default: %(default)s)",
    )


def add_base(parser: ArgumentParser) -> None:
    """Add --base."""
    parser.add_argument(
        "--base", metavar="NAME", help="the base to use, where the config has several (default: the default one)"
    )


def add_json(parser: ArgumentParser, what: str = "the figures as JSON") -> None:
    """Add --json; the help says that it prints `what`."""
    parser.add_argument("--json", action="store_true", help=f"print {what}")


def add_lang(parser: ArgumentParser) -> None:
    """Add --lang."""
    parser.add_argument("--lang", choices=("en", "es"), default="en", help="the language of the interface")


def add_seed(parser: ArgumentParser, of: str = "misspellings") -> None:
    """Add --seed; the help says what is drawn with it."""
    parser.add_argument("--seed", type=int, default=1, help=f"seed of the {of} (default: %(default)s)")


def port_number(text: str) -> int:
    """Read the number of a port; 0 is a free one. Raises ArgumentTypeError for anything else."""
    if not text.isdecimal() or not int(text) <= MAX_PORT:
        raise ArgumentTypeError(f"'{text}' is not a whole number from 0 to {MAX_PORT}")
    return int(text)


def config_option(config: Path, base: str | None = None) -> str:
    """Return the options that name a config and a base in a command to type, each after a space; "" for the default."""
    named = "" if config == DEFAULT_CONFIG else f" --config {shlex.quote(str(config))}"
    return named if base is None else f"{named} --base {shlex.quote(base)}"
