"""/reload and /admin where there are several bases: an admin of one base cannot see or reload another."""

from __future__ import annotations

from pathlib import Path

import pytest
from serving import Stage
from two_bases import NESS, SKERRY
from two_servers import TwoServers, two_servers

from bot.i18n import ENGLISH
from bot.sandbox import Channel, Exchange, Person, Sandbox, UnavailableError
from bot.ui import custom_ids

REPAIR = "knowledge/facts/repair.yaml"
OLD, NEW = "puts the repair of the lighthouse at", "names for the repair of the lighthouse"


@pytest.fixture
def servers(sandbox: Sandbox, tmp_path: Path) -> TwoServers:
    return two_servers(sandbox, tmp_path)


def change(stage: Stage, base: str) -> None:
    stage.rewrite(f"{base}/{REPAIR}", OLD, NEW)


async def use(servers: TwoServers, person: Person, command: str, **options: object) -> Exchange:
    return await person.slash(servers.channel, command, **options)  # type: ignore[arg-type]


async def confirm(servers: TwoServers, shown: Exchange) -> str:
    """Load what a dry run has shown, as the curator, and give what stands in its place."""
    until = servers.stage.sandbox.until
    await until(lambda: ENGLISH.load_button in shown.message.labels)
    pressed = await servers.curator.click(shown.message, ENGLISH.load_button)
    await until(lambda: ENGLISH.load_button not in shown.message.labels)
    return pressed.text


async def test_an_admin_of_one_base_reloads_it_and_no_other(servers: TwoServers) -> None:
    async with servers.stage.bot() as bot:
        await bot.bases.load(NESS)
        change(servers.stage, NESS)
        change(servers.stage, SKERRY)
        before = bot.bases.default.knowledge.revision
        shown = await use(servers, servers.curator, "reload")
        loaded = await confirm(servers, shown)
        refused = await use(servers, servers.curator, "reload", base=SKERRY)
        facts = bot.bases.get(NESS).knowledge.facts
        history = await bot.store.revisions.history(base=NESS)

        assert bot.bases.default.knowledge.revision == before
    assert ENGLISH.loaded in loaded
    assert NEW in facts["repair-cost"].statement
    assert refused.text == ENGLISH.base_not_yours.format(typed=SKERRY)
    assert [load.by for load in history] == [servers.curator.user.id, None]


async def test_a_dry_run_of_another_base_can_neither_be_read_nor_confirmed(servers: TwoServers) -> None:
    stage = servers.stage
    async with stage.bot() as bot:
        change(stage, SKERRY)
        before = bot.bases.default
        shown = await use(servers, stage.admin, "reload", base=SKERRY)
        await stage.sandbox.until(lambda: ENGLISH.load_button in shown.message.labels)
        shown.message.flags, shown.message.seen_by = shown.message.flags & ~64, None
        labels = (ENGLISH.load_button, ENGLISH.cancel_button)
        refused = [await servers.curator.click(shown.message, label) for label in labels]

        assert bot.bases.default is before
    assert {each.text for each in refused} == {ENGLISH.not_an_admin}


async def test_an_admin_sees_the_questions_the_status_and_the_history_of_the_own_base_alone(
    servers: TwoServers,
) -> None:
    async with servers.stage.bot() as bot:
        await servers.ask(servers.stage.channel, "where is the whale")
        await servers.choose()
        await servers.ask(servers.channel, "where is the walrus")
        await bot.question_log.settle()
        gaps = await use(servers, servers.curator, "admin gaps")
        unanswered = gaps.text
        again = await servers.curator.click(gaps.message, custom_ids.stamped(custom_ids.VotedPage().encode(), NESS))
        status, history = [await use(servers, servers.curator, f"admin {name}") for name in ("status", "history")]
        refused = [
            await use(servers, servers.curator, f"admin {name}", base=SKERRY) for name in ("gaps", "status", "history")
        ]
        offered = await servers.curator.autocomplete(servers.channel, "admin status", base="")
        forged = await _forged(servers, gaps)

    assert "walrus" in unanswered
    assert "whale" not in unanswered
    assert ENGLISH.voted in again.text
    assert f"{ENGLISH.status_base} `{NESS}`" in status.text
    assert ENGLISH.history in history.text
    assert {each.text for each in refused} == {ENGLISH.base_not_yours.format(typed=SKERRY)}
    assert [choice["value"] for choice in offered] == [NESS]
    assert forged.text == ENGLISH.base_not_yours.format(typed=SKERRY)


async def _forged(servers: TwoServers, shown: Exchange) -> Exchange:
    """Press a button of a page of the own base that was changed to name another one."""
    for button in shown.message.buttons:
        if custom_ids.UnansweredPage().encode() in button["custom_id"]:
            button["custom_id"] = custom_ids.stamped(custom_ids.UnansweredPage().encode(), SKERRY)
            return await servers.curator.click(shown.message, button["custom_id"])
    raise AssertionError("the page has no such button")


async def test_an_admin_of_the_bot_chooses_among_all_bases(servers: TwoServers) -> None:
    stage = servers.stage
    async with stage.bot():
        own = await stage.admin.slash(stage.channel, "admin status")
        other = await use(servers, stage.admin, "admin status", base=NESS)
        offered = await stage.admin.autocomplete(stage.channel, "admin history", base="")

    assert f"`{SKERRY}`" in own.text
    assert ENGLISH.status_bases.format(used="1", all="2") in own.text
    assert f"{ENGLISH.status_base} `{NESS}`" in other.text
    assert ENGLISH.status_bases.format(used="2", all="2") in other.text
    assert [choice["value"] for choice in offered] == [SKERRY, NESS]


async def test_an_admin_goes_back_to_an_earlier_revision_of_the_own_base(servers: TwoServers) -> None:
    async with servers.stage.bot() as bot:
        await use(servers, servers.curator, "admin status")
        first = bot.bases.get(NESS).knowledge.revision
        change(servers.stage, NESS)
        shown = await use(servers, servers.curator, "reload")
        await confirm(servers, shown)
        offered = await servers.curator.autocomplete(servers.channel, "admin rollback", revision="")
        back = await use(servers, servers.curator, "admin rollback", revision=first)
        await confirm(servers, back)
        foreign = await use(servers, servers.curator, "admin rollback", revision=bot.bases.default.knowledge.revision)

        assert bot.bases.get(NESS).knowledge.revision == first
    assert len(offered) == 2
    assert foreign.text == ENGLISH.no_such_revision


async def test_the_commands_are_offered_where_the_admins_of_a_base_are(servers: TwoServers) -> None:
    stage = servers.stage
    third = stage.sandbox.guild("Elsewhere")
    elsewhere = stage.sandbox.channel(third, "general")
    stage.sandbox.world.join(third, stage.admin.user, roles=[])
    async with stage.bot():
        offered = {place.name: _names(servers.curator, place) for place in (servers.channel, stage.channel)}
        with pytest.raises(UnavailableError):
            await stage.admin.slash(elsewhere, "reload")
        help_page = await servers.curator.slash(servers.channel, "help")
        members = await servers.reader.slash(servers.channel, "help")

    assert all({"reload", "admin"} <= names for names in offered.values())
    assert ENGLISH.commands["reload"].description in help_page.text
    assert ENGLISH.commands["reload"].description not in members.text


async def test_a_base_that_cannot_be_loaded_shows_its_problems_to_its_admin_until_they_are_fixed(
    servers: TwoServers,
) -> None:
    topics = servers.stage.config.root / "ness/knowledge/topics.yaml"
    whole = topics.read_bytes()
    topics.write_bytes(b"")
    async with servers.stage.bot() as bot:
        status = await use(servers, servers.curator, "admin status")
        reload = await use(servers, servers.curator, "reload")
        history = await use(servers, servers.curator, "admin history")
        topics.write_bytes(whole)
        fixed = await use(servers, servers.curator, "reload")

        assert bot.bases.in_use(NESS)
    assert ENGLISH.base_broken.format(problems="1 problem") in status.text
    assert all("ness/knowledge/topics.yaml:1:1" in each.text.replace("\\", "") for each in (status, reload))
    assert history.text == ENGLISH.base_unavailable
    assert bot.bases.get(NESS).knowledge.revision[:12] in fixed.text


async def test_an_admin_of_several_bases_names_one_where_the_server_uses_none_of_them(servers: TwoServers) -> None:
    stage = servers.stage
    (first, second) = stage.config.bases
    own = {"admins": frozenset({servers.curator.user.id})}
    bases = (
        first,
        second.model_copy(update=own),
        second.model_copy(update={**own, "name": "third"}),
    )
    stage.config = stage.config.model_copy(update={"bases": bases})
    async with stage.bot():
        unnamed = await use(servers, servers.curator, "admin status")
        named = await use(servers, servers.curator, "admin status", base="third")
        await servers.choose()
        here = await use(servers, servers.curator, "admin status")

    assert unnamed.text == ENGLISH.base_needed
    assert f"{ENGLISH.status_base} `third`" in named.text
    assert f"{ENGLISH.status_base} `{NESS}`" in here.text


def _names(person: Person, place: Channel) -> set[str]:
    return {command.name for command in person.offered(place)}
