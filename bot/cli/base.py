"""Open the base that a config names."""

from __future__ import annotations

import functools
import gc

from bot.config import Config
from bot.core.factbase.base import Base, Library
from bot.core.kept.files import kept_beside
from bot.core.matching import load_sentence_vectors, load_vectors
from bot.core.progress import SILENT, Progress


def open_configured(
    config: Config, progress: Progress = SILENT, *, calibrated: bool = True, drafts: bool = False
) -> Base:
    """Open the base with its vectors. Without `calibrated`, the default weights are used.

    With `drafts`, or if the config allows it, a base with TODO comments is opened too.

    Raises KnowledgeError with every problem of the base.
    """
    library = configured_library(config, progress, calibrated=calibrated, drafts=drafts)
    gc.disable()  # a base has no garbage, and collections would look for some after every few hundred objects
    try:
        return library.open()
    finally:
        gc.enable()


def configured_library(
    config: Config, progress: Progress = SILENT, *, calibrated: bool = True, drafts: bool = False, warn: bool = False
) -> Library:
    """Return the library of a config, with its vectors. With `warn`, reading also looks for what may be wrong."""
    return Library(
        root=config.root,
        knowledge=config.knowledge,
        seeds=config.seeds,
        name=config.base,
        vectors=load_vectors(config.encoder),
        sentences=load_sentence_vectors(wanted=config.multilingual),
        calibrated=calibrated,
        warn=warn,
        drafts=drafts or config.allows_drafts,
        kept=functools.partial(kept_beside, config.store),
        step=progress.step,
    )
