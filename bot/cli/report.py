"""`report`: write the whole base as one page for its curators."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from bot.cli.base import configured_library
from bot.cli.context import ProcessContext
from bot.cli.options import add_base
from bot.cli.progress import bars
from bot.config import Config, load_config, with_store_password
from bot.core.matching.clustering import Unanswered
from bot.i18n import ENGLISH
from bot.report import gather, page, write_page
from bot.report.page import refuse_others
from bot.storage.questions import read_unanswered

_MOST: Final = 5_000
"""The latest questions of the log that are read: as many as /admin gaps reads."""

_KIB: Final = 1024


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `report` takes."""
    parser.add_argument(
        "file",
        type=Path,
        nargs="?",
        default=Path("report.html"),
        metavar="FILE.html",
        help="the page (default: %(default)s); an earlier report is replaced",
    )
    parser.add_argument("--store", type=Path, metavar="FILE", help="read another question log (default: the config's)")
    parser.add_argument("--force", action="store_true", help="replace the file even when it is not a report")
    add_base(parser)


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Write the page, print its figures, and return 0. Takes a minute for 3,400 questions.

    A draft is read too: the page lists its TODOs. Only reads the store. Raises KnowledgeError when the base has
    problems, UsageError when the page cannot be written or the store not be read.
    """
    config, target = load_config(arguments.config, base=arguments.base), arguments.file
    # Before a minute of work, not after it.
    refuse_others(target, force=arguments.force)
    unanswered = _unanswered(arguments.store, with_store_password(config, context.env))
    with bars(context.stderr) as progress:
        library = configured_library(config, progress, drafts=True, warn=True)
        checked = library.read()
        base = library.build(checked)
        contents = gather(base, unanswered, made=context.now(), warnings=checked.warnings, progress=progress)
    size = write_page(page(contents), target, force=arguments.force)
    asked = sum(map(len, contents.questions.values()))
    figures = (
        ENGLISH.count(len(base.knowledge.facts), ENGLISH.fact),
        f"{contents.wrong_questions:,} of {asked:,} questions get something else when left out",
        f"{contents.wrong_golden:,} of {len(contents.golden):,} golden questions wrong",
        "no question log" if contents.unanswered is None else f"{len(contents.unanswered):,} unanswered questions",
    )
    context.stdout.write(f"Wrote {target} ({size / _KIB:,.0f} KiB): {', '.join(figures)}.\n")
    return 0


def _unanswered(named: Path | None, config: Config) -> tuple[Unanswered, ...] | None:
    """Read the question log; None when no store was named and the config's does not exist."""
    place = named or config.place
    if place == config.store and named is None and not config.store.exists():
        return None
    return read_unanswered(place, limit=_MOST, base=config.base)
