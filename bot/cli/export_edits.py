"""`export-edits`: write the edits that are kept in the database, because their folder is read-only, as a patch."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path

from bot.cli.context import ProcessContext
from bot.cli.options import add_base
from bot.config import Config, load_config, with_store_password
from bot.curation.operations import yaml_diff
from bot.errors import BotError, StoreError, UsageError
from bot.storage import Store
from bot.storage.edits import Contents
from bot.store_address import PostgresAddress


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `export-edits` takes."""
    add_base(parser)
    parser.add_argument("--drop", action="store_true", help="forget the edits once they are written")


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Write the patch, and return 0. Raises UsageError if there is no database, BotError if it cannot be read."""
    config = load_config(arguments.config, base=arguments.base)
    place = with_store_password(config, context.env).place
    if isinstance(place, Path) and not place.is_file():
        raise UsageError(f"{place}: there is no database; the bot creates it when it first runs.")
    kept = asyncio.run(_kept(place, config.base))
    context.stdout.write(yaml_diff(kept, folder=_folder(config)))
    context.stdout.flush()
    if not kept:
        context.stderr.write("No edits are kept in the database: the files of the base have them all.\n")
    elif arguments.drop:
        asyncio.run(_drop(place, config.base, kept))
        context.stderr.write("The edits are no longer kept. A bot that runs uses them until its next start.\n")
    return 0


def _folder(config: Config) -> str:
    """Return the folder of the YAML as the patch names it: from the folder of the config, or its own name."""
    path, root = config.knowledge.resolve(), config.root.resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


async def _kept(place: Path | PostgresAddress, base: str) -> Mapping[str, Contents]:
    try:
        async with Store.open(place) as store:
            return await store.overlays.all(base)
    except (StoreError, ValueError) as error:
        raise BotError(f"{place}: the edits cannot be read ({error}).") from error


async def _drop(place: Path | PostgresAddress, base: str, kept: Mapping[str, Contents]) -> None:
    try:
        async with Store.open(place) as store:
            await store.overlays.drop(base, kept)
    except StoreError as error:
        raise BotError(f"{place}: the edits cannot be deleted ({error}).") from error
