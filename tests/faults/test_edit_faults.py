"""What curators edit on Discord is never lost or half done: kills, a full disk, a read-only folder."""

from __future__ import annotations

import errno
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from bases import CONFIG, write_base
from disks import refuse_writing
from faults.child import ENDLESS, running
from serving import Stage

from bot.i18n import ENGLISH
from bot.sandbox import Channel, Exchange, Person, Sandbox

TEXTS = ENGLISH.edits
STATEMENT = "The weather buoy off Ostrand measured waves of 11 metres on 4 March 2031."
LIGHT = "knowledge/facts/light.yaml"
BETWEEN = {
    "before the files": ("bot.app.edits.editing.save", False),
    "after the files": ("bot.app.edits.editing.Editing._mark_written", True),
    "before it is in use": ("bot.app.reload.Reloading.serve", True),
    "before it is stored as served": ("bot.app.edits.editing.Editing._mark_served", True),
}
"""The function that never ends, and whether the edit is in use after a restart."""


@pytest.fixture
async def apart() -> AsyncIterator[Sandbox]:
    """A sandbox for a bot in a process of its own."""
    async with Sandbox.serve() as served:
        yield served


async def previewed(person: Person, channel: Channel) -> Exchange:
    """Edit the statement of a fact as far as its preview."""
    card = await person.slash(channel, "fact", id="wave-height")
    form = await person.click(card.message, TEXTS.edit_button)
    return await person.submit(form, {"statement": STATEMENT})


@pytest.mark.parametrize(("endless", "in_use"), BETWEEN.values(), ids=BETWEEN)
async def test_a_process_that_is_killed_while_it_publishes_an_edit_has_it_whole_or_not_at_all(
    apart: Sandbox, tmp_path: Path, endless: str, *, in_use: bool
) -> None:
    channel = apart.channel(apart.guild("Newsroom"), "general")
    curator = apart.user("curator")
    path = write_base(tmp_path, {"config.yaml": f"{CONFIG}desk: {{curators: [{curator.user.id}]}}\n"})
    before = (tmp_path / LIGHT).read_text(encoding="utf-8")
    async with running(apart, path, endless=endless) as child:
        await child.said("connected as")
        preview = await previewed(curator, channel)
        curator.start_click(preview.message, TEXTS.publish_button)
        await child.said(ENDLESS)
    async with running(apart, path) as child:
        await child.said("connected as")
        card = await curator.slash(channel, "fact", id="wave-height")
        again = await curator.click(preview.message, TEXTS.publish_button)
        told = again.text

    written = (tmp_path / LIGHT).read_text(encoding="utf-8")
    assert (STATEMENT in card.text) is in_use
    if in_use:
        assert STATEMENT in written
        assert told == ENGLISH.edit_gone
        assert "not yet served when the bot stopped" in child.errors or "is served" in child.errors
    else:
        assert written == before
        assert TEXTS.preview_again in told
        assert "was cut off before it was written; it can be published again" in child.errors


@pytest.fixture
async def curator(newsroom: Stage) -> Person:
    role = newsroom.sandbox.world.add_role(newsroom.home, "curators")
    return newsroom.sandbox.user("curator", roles=[role])


async def appointed(newsroom: Stage) -> None:
    """Make the role of the curators one that may edit."""
    role = next(role for role in newsroom.home.roles.values() if role.name == "curators")
    await newsroom.admin.slash(newsroom.channel, "desk curators", role=role)


async def test_on_a_full_disk_an_edit_changes_nothing_and_its_curator_reads_why(
    newsroom: Stage, curator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (newsroom.config.root / LIGHT).read_bytes()
    async with newsroom.bot():
        await appointed(newsroom)
        preview = await previewed(curator, newsroom.channel)
        refuse_writing(monkeypatch, errno.ENOSPC)
        failed = await curator.click(preview.message, TEXTS.publish_button)
        card = await newsroom.reader.slash(newsroom.channel, "fact", id="wave-height")

    assert "Nothing was changed: the files could not be written." in failed.text
    assert "No space left on device" in failed.text
    assert STATEMENT not in card.text
    assert (newsroom.config.root / LIGHT).read_bytes() == before


async def test_an_edit_of_a_read_only_folder_is_kept_and_in_use_after_a_restart_as_well(
    newsroom: Stage, curator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (newsroom.config.root / LIGHT).read_bytes()
    refuse_writing(monkeypatch, errno.EROFS)
    async with newsroom.bot():
        await appointed(newsroom)
        preview = await previewed(curator, newsroom.channel)
        done = (await curator.click(preview.message, TEXTS.publish_button)).text
    async with newsroom.bot() as bot:
        card = await newsroom.reader.slash(newsroom.channel, "fact", id="wave-height")
        undo = await curator.click(preview.message, TEXTS.undo_button)
        await curator.click(undo.message, TEXTS.publish_button)
        fact = bot.bases.default.knowledge.facts["wave-height"]

    assert "The folder is read-only, so the edit is kept in the database." in done
    assert STATEMENT in card.text
    assert fact.statement != STATEMENT
    assert (newsroom.config.root / LIGHT).read_bytes() == before
