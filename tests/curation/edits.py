"""One edit of each kind on the small base, for tests and for the examples of docs/curating.md."""

from __future__ import annotations

from pathlib import Path

from bases import write_base

from bot.config import load_config
from bot.core.factbase.base import Library
from bot.core.knowledge.anchoring import TextQuote
from bot.core.knowledge.model import Standing
from bot.curation.operations import (
    AddPhrasing,
    AddUnknown,
    EditFact,
    Operation,
    WriteFact,
    entry_version,
    find_entry,
)
from bot.curation.workspace import EntryKind, Workspace

PHRASING = AddPhrasing(kind=EntryKind.FACT, entry="lamp-range", phrasing="from how far off did one see the light?")
OF_UNKNOWN = AddPhrasing(kind=EntryKind.UNKNOWN, entry="keeper-age", phrasing="When was the keeper born?")
UNKNOWN = AddUnknown(
    statement="The article does not say who owns the lighthouse.",
    question="Who owns the lighthouse?",
    nearest=("repair-cost",),
)
FACT = WriteFact(
    statement="The ferry Petrel carries 200 passengers.",
    source="ostrand-post",
    quote=TextQuote(exact="the ferry Petrel, which carries 200 passengers"),
    topics=("The ferry",),
    standing=Standing.REPORTED,
    attribution="Ostrand Post",
    question="How many passengers does the Petrel carry?",
)


def library(folder: Path) -> Library:
    """The library of the small base, written into a folder."""
    config = load_config(write_base(folder))
    return Library(root=config.root, knowledge=config.knowledge, seeds=config.seeds, vectors=None)


def workspace(found: Library) -> Workspace:
    """The files as they are now."""
    return Workspace.read(found.curated, found.texts)


def new_values(now: Workspace) -> EditFact:
    """An edit of all that a form shows of a fact."""
    return EditFact(
        fact="wave-height",
        version=entry_version(now, find_entry(now, EntryKind.FACT, "wave-height")),
        statement="The weather buoy off Ostrand measured waves of 11 metres on 4 March 2031.",
        standing=Standing.REPORTED,
        attribution="the weather buoy off Ostrand",
        phrasings=("what did the buoy measure", "wave height"),
    )


def each_kind(now: Workspace) -> dict[str, Operation]:
    """An edit of each kind, by the name that the docs give it."""
    return {
        "phrasing": PHRASING,
        "phrasing of an unknown": OF_UNKNOWN,
        "unknown": UNKNOWN,
        "fact": FACT,
        "values": new_values(now),
    }
