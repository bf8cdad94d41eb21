"""Paraphrases go with the statement that they paraphrase, unless an edit changes its wording alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from app.editors import RUTH, Desk, config_in, desk
from bases import LIGHT, write_base
from discord.ui import TextDisplay

from bot.curation.operations import EditFact, TakeBack
from bot.curation.results import EditPreview, Published
from bot.i18n import ENGLISH, SPANISH, Texts
from bot.ui.edits import proposed

FACT = "lamp-height"
SAID = ("The height of the lamp above the sea is 38 metres.", "The lamp is 38 metres up.")
NEW = "The lamp of Grey Skerry is 38 metres above the sea."


def write_paraphrased(folder: Path) -> None:
    """Write the small base with paraphrases of one fact."""
    (line,) = (each for each in LIGHT.splitlines() if "The lamp of Grey Skerry stands" in each and "statement" in each)
    listed = "".join(f'\n    - "{each}"' for each in SAID)
    write_base(folder, {"knowledge/facts/light.yaml": LIGHT.replace(line, f"{line}\n  paraphrases:{listed}")})


async def propose(found: Desk, *, statement: str = "", attribution: str = "") -> EditPreview:
    values = await found.editing.values(FACT)
    assert isinstance(values, EditFact)
    values = replace(values, statement=statement or values.statement, attribution=attribution or values.attribution)
    preview = await found.editing.propose(values, curator=RUTH)
    assert isinstance(preview, EditPreview)
    return preview


async def test_a_new_statement_drops_the_paraphrases_and_undoing_it_brings_them_back(tmp_path: Path) -> None:
    write_paraphrased(tmp_path)
    async with desk(config_in(tmp_path)) as found:
        preview = await propose(found, statement=NEW)
        done = await found.editing.publish(preview.edit.id, RUTH)
        assert isinstance(done, Published)

        assert preview.tried.dropped == len(SAID)
        assert (found.base.knowledge.facts[FACT].statement, found.base.knowledge.facts[FACT].paraphrases) == (NEW, ())
        await found.publish(TakeBack(edit=done.edit.id))
        assert found.base.knowledge.facts[FACT].paraphrases == SAID


async def test_an_edit_of_the_wording_alone_keeps_the_paraphrases(tmp_path: Path) -> None:
    write_paraphrased(tmp_path)
    async with desk(config_in(tmp_path)) as found:
        preview = await propose(found, statement=NEW)
        done = await found.editing.publish(preview.edit.id, RUTH, wording=True)
        assert isinstance(done, Published)

        assert (found.base.knowledge.facts[FACT].statement, found.base.knowledge.facts[FACT].paraphrases) == (NEW, SAID)


async def test_an_edit_of_something_else_keeps_the_paraphrases(tmp_path: Path) -> None:
    write_paraphrased(tmp_path)
    async with desk(config_in(tmp_path)) as found:
        preview = await propose(found, attribution="a pilot")

        assert preview.tried.dropped == 0
        assert preview.tried.base.knowledge.facts[FACT].paraphrases == SAID


@pytest.mark.parametrize(
    ("words", "said"),
    [(ENGLISH, "drops 2 paraphrases, which said what the old"), (SPANISH, "borra 2 paráfrasis de lo que decía")],
)
async def test_the_preview_says_how_many_paraphrases_go(tmp_path: Path, words: Texts, said: str) -> None:
    write_paraphrased(tmp_path)
    async with desk(config_in(tmp_path)) as found:
        preview = await propose(found, statement=NEW)

    shown = proposed(preview, words).walk_children()
    assert any(said in each.content for each in shown if isinstance(each, TextDisplay))
