"""An edit from the desk corrects what was posted, and so does its undoing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from app.editors import NOW, config_in, desk
from bases import LIGHT, write_base

from bot.core.factbase.corrections import said
from bot.curation.operations import EditFact, TakeBack
from bot.storage import PostedKind, PostedMessage, ShownFact

FACT = "lamp-height"
NEW = "The lamp of Grey Skerry is 38 metres above the sea."
REWORDED = LIGHT.replace(f"- id: {FACT}\n", f"- id: {FACT}\n  reworded: 2031-03-01\n")
LATER = NOW + dt.timedelta(hours=1)


@pytest.mark.parametrize("light", [LIGHT, REWORDED], ids=["never reworded", "reworded long ago"])
async def test_an_edit_from_the_desk_corrects_the_posted_messages_and_undoing_it_takes_that_back(
    tmp_path: Path, light: str
) -> None:
    write_base(tmp_path, {"knowledge/facts/light.yaml": light})
    async with desk(config_in(tmp_path)) as found:
        knowledge, posted = found.base.knowledge, found.store.posted
        shown = ShownFact(fact=FACT, said=said(knowledge.facts[FACT], knowledge), card=(0, 1, 2))
        message = PostedMessage(
            message=1,
            channel=7,
            kind=PostedKind.SHARE,
            base=found.base.name,
            revision=knowledge.revision,
            language="en",
            at=NOW,
            facts=(shown,),
        )
        await posted.add(message)
        values = await found.editing.values(FACT)
        assert isinstance(values, EditFact)
        done = await found.publish(replace(values, statement=NEW))
        edit = await posted.claim(LATER, LATER + dt.timedelta(minutes=2))
        await found.publish(TakeBack(edit=done.edit.id))
        listed = await posted.corrections(found.base.name)

    assert edit is not None
    assert [each.change.new.statement for each in edit.corrections if each.change.new] == [NEW]
    assert listed[0].change.new == shown.said
    assert [each.change.wording for each in listed] == [False, False]
