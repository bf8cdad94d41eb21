"""`store copy`: copy the bot's state from an SQLite file to a PostgreSQL database, or back."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from bot.cli.context import ProcessContext
from bot.credentials import with_password
from bot.storage.copying import copy_store
from bot.store_address import PostgresAddress, is_postgres, parse_address


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `store` takes."""
    actions = parser.add_subparsers(required=True, metavar="copy")
    copy = actions.add_parser("copy", help="copy all rows to an empty place, and compare them")
    copy.add_argument("source", type=_place, metavar="FROM", help="a file, or postgresql://USER@HOST/DATABASE")
    copy.add_argument("target", type=_place, metavar="TO", help="the other of the two: a new file or an empty database")


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Copy the store, print each table with its rows and digest, and return 0.

    Raises UsageError when one of the places cannot be used, BotError when the copy failed.
    """
    source, target = (
        with_password(place, context.env) if isinstance(place, PostgresAddress) else place
        for place in (arguments.source, arguments.target)
    )
    tables = copy_store(source, target, context.now())
    for table in tables:
        context.stdout.write(f"{table.name:<20} {table.rows:>8,}  {table.digest[:16]}\n")
    rows = sum(table.rows for table in tables)
    context.stdout.write(
        f"Copied {rows:,} rows of {len(tables)} tables to {target}; they are the same as in {source}.\n"
    )
    return 0


def _place(text: str) -> Path | PostgresAddress:
    try:
        return parse_address(text) if is_postgres(text) else Path(text)
    except ValueError as error:
        raise ArgumentTypeError(f"found {error}") from None
