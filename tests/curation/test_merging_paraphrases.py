"""Merging two facts keeps the paraphrases of both."""

from __future__ import annotations

from pathlib import Path

from bases import LIGHT, write_base

from bot.config import load_config
from bot.core.factbase.base import Library
from bot.curation.changes import merge
from bot.curation.operations import find_entry
from bot.curation.workspace import EntryKind, Workspace


def test_a_merged_fact_has_the_paraphrases_of_both(tmp_path: Path) -> None:
    light = LIGHT
    for statement in ("The lamp of Grey Skerry could be seen", "The lamp of Grey Skerry stands"):
        (line,) = (each for each in light.splitlines() if statement in each and "statement" in each)
        light = light.replace(line, f'{line}\n  paraphrases: ["{statement.upper()}"]')
    config = load_config(write_base(tmp_path, {"knowledge/facts/light.yaml": light}))
    library = Library(root=config.root, knowledge=config.knowledge, seeds=config.seeds, vectors=None)
    workspace = Workspace.read(library.curated, library.texts)
    facts = [find_entry(workspace, EntryKind.FACT, name) for name in ("lamp-height", "lamp-range")]

    merged = merge(workspace, *facts)

    value = merged.value(find_entry(merged, EntryKind.FACT, "lamp-range"))
    assert value["paraphrases"] == ["THE LAMP OF GREY SKERRY COULD BE SEEN", "THE LAMP OF GREY SKERRY STANDS"]
