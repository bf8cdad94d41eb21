"""`report`: the whole base as one page for its curators."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from bot.config import Config
from bot.core.factbase.base import open_base
from bot.core.matching import load_vectors
from bot.core.matching.clustering import Unanswered
from bot.core.progress import SILENT, Progress
from bot.i18n import ENGLISH
from bot.report import gather, page, write_page
from bot.report.page import refuse_others
from bot.storage.questions import read_unanswered

_MOST: Final = 5_000
"""Questions of the log that are looked at, the latest: as many as /admin gaps looks at."""

_KIB: Final = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """Where to write the page, and whose question log to tell: with None that of the config's store, if it exists."""

    target: Path
    store: Path | None = None
    force: bool = False


def run(config: Config, wanted: Reporting, *, now: dt.datetime, out: TextIO, progress: Progress = SILENT) -> int:
    """Write the page and print what it tells; gives the exit code 0. Takes a minute for 3,400 questions.

    The store is only read. Raises KnowledgeError where the base has problems, UsageError where the page cannot be
    written or the store not be read.
    """
    # Before the work of a minute rather than after it.
    refuse_others(wanted.target, force=wanted.force)
    unanswered = _unanswered(config, wanted)
    base = open_base(
        root=config.root,
        knowledge=config.knowledge,
        seeds=config.seeds,
        vectors=load_vectors(config.encoder),
        step=progress.step,
    )
    contents = gather(base, unanswered, made=now, progress=progress)
    size = write_page(page(contents), wanted.target, force=wanted.force)
    missed = sum(not question.right for questions in contents.questions.values() for question in questions)
    told = (
        ENGLISH.count(len(base.knowledge.facts), ENGLISH.fact),
        f"{missed:,} of {sum(map(len, contents.questions.values())):,} questions lead elsewhere when left out",
        f"{sum(not one.right for one in contents.golden):,} of {len(contents.golden):,} golden questions wrong",
        "no question log" if contents.gaps is None else f"{len(contents.gaps):,} gaps",
    )
    out.write(f"Wrote {wanted.target} ({size / _KIB:,.0f} KiB): {', '.join(told)}.\n")
    return 0


def _unanswered(config: Config, wanted: Reporting) -> tuple[Unanswered, ...] | None:
    store = wanted.store or config.store
    if wanted.store is None and not store.exists():
        return None
    return tuple(asked.as_unanswered() for asked in read_unanswered(store, limit=_MOST))
