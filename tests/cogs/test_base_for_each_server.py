"""Two servers with two bases that have the same ids: each answers from its own."""

from __future__ import annotations

import asyncio
import dataclasses
from pathlib import Path

import pytest
from two_bases import NESS, SKERRY
from two_servers import TwoServers, two_servers

from bot.app.background import run_in_background
from bot.app.bases import RETRY
from bot.cogs.desk import desk_of
from bot.core.factbase.base import Library
from bot.errors import RefusedError
from bot.i18n import ENGLISH
from bot.sandbox import ManualClock, Sandbox
from bot.sandbox.components import walk
from bot.storage import ServerSettings
from bot.ui import custom_ids

SKERRY_HEIGHT, NESS_HEIGHT = "38 metres", "52 metres"


@pytest.fixture
def servers(sandbox: Sandbox, tmp_path: Path) -> TwoServers:
    return two_servers(sandbox, tmp_path)


def break_ness(servers: TwoServers) -> None:
    servers.stage.rewrite("ness/knowledge/topics.yaml", "id: repair", "id: Repair")


async def test_each_server_gets_answers_from_the_base_that_it_has_chosen(servers: TwoServers) -> None:
    async with servers.stage.bot() as bot:
        before = await servers.ask(servers.channel)
        await servers.choose()
        after = [await servers.ask(place) for place in (servers.stage.channel, servers.channel)]
        direct = await servers.ask(servers.reader.direct)
        await bot.question_log.settle()
        asked = [await bot.store.questions.latest(9, base=base) for base in (SKERRY, NESS)]

    assert SKERRY_HEIGHT in before
    assert [SKERRY_HEIGHT in after[0], NESS_HEIGHT in after[1]] == [True, True]
    assert SKERRY_HEIGHT in direct
    assert [[each.guild for each in of_base] for of_base in asked] == [[None], [servers.other.id]]


async def test_messages_that_mention_the_bot_are_answered_from_the_base_of_their_server(servers: TwoServers) -> None:
    sandbox = servers.stage.sandbox
    async with servers.stage.bot():
        await servers.choose()
        servers.reader.say(servers.channel, f"<@{sandbox.world.bot.id}> how high above the sea is the lamp")
        await sandbox.until(lambda: len(sandbox.messages(servers.channel)) == 2)

    assert NESS_HEIGHT in sandbox.messages(servers.channel)[-1].text


async def test_a_button_of_a_message_never_shows_the_fact_of_another_base(servers: TwoServers) -> None:
    question = "how high above the sea is the lamp"
    async with servers.stage.bot():
        before = await servers.reader.slash(servers.channel, "ask", question=question)
        context, share, shared = ENGLISH.context, ENGLISH.share_button, servers.stage.sandbox.messages
        await servers.reader.click(before.message, share)
        (posted,) = shared(servers.channel)
        await servers.choose()
        refused = [await servers.reader.click(message, context) for message in (before.message, posted)]
        after = await servers.reader.slash(servers.channel, "ask", question=question)
        shown = await servers.reader.click(after.message, context)
        again = await servers.reader.click(after.message, share)
        await servers.reader.click(posted, ENGLISH.remove_button)
        await servers.choose(SKERRY)
        back = await servers.reader.click(before.message, context)
        other = await servers.reader.click(after.message, context)

    assert [each.text for each in refused] == [ENGLISH.base_changed] * 2
    assert NESS_HEIGHT in shown.text
    assert NESS_HEIGHT in again.text
    assert ENGLISH.shared_button in after.message.labels
    assert posted.deleted
    assert SKERRY_HEIGHT in back.text
    assert other.text == ENGLISH.base_changed


async def test_votes_and_pages_work_in_a_base_that_is_not_the_default(servers: TwoServers) -> None:
    async with servers.stage.bot() as bot:
        await servers.choose()
        answer = await servers.reader.slash(servers.channel, "ask", question="how high above the sea is the lamp")
        await servers.reader.click(answer.message, ENGLISH.vote_up_button)
        topics = await servers.reader.slash(servers.channel, "topics")
        menu = next(part["custom_id"] for part in walk(topics.message.components) if part["type"] == 3)
        page = await servers.reader.choose(topics.message, menu, ["light"])
        counts = {base: await bot.store.votes.counts(base=base) for base in (SKERRY, NESS)}

    assert ENGLISH.vote_cast.format(vote=ENGLISH.vote_up_button) in answer.message.labels
    assert "Black Ness" in page.text
    assert (counts[SKERRY], len(counts[NESS])) == ((), 1)


async def test_a_suggestion_that_was_picked_in_another_base_is_refused(servers: TwoServers) -> None:
    async with servers.stage.bot():
        (first, *_) = await servers.reader.autocomplete(servers.channel, "ask", question="how high above the sea")
        await servers.choose()
        (second, *_) = await servers.reader.autocomplete(servers.channel, "ask", question="how high above the sea")
        answers = [await servers.ask(servers.channel, choice["value"]) for choice in (first, second)]

    assert answers[0] == ENGLISH.fact_gone
    assert NESS_HEIGHT in answers[1]


async def test_a_direct_message_may_show_a_base_that_is_not_the_default(servers: TwoServers) -> None:
    of_ness = custom_ids.stamped(custom_ids.ShowFact(fact="lamp-height").encode(), NESS)
    unknown = custom_ids.stamped(custom_ids.ShowFact(fact="lamp-height").encode(), "elsewhere")
    async with servers.stage.bot() as bot:
        shown = await bot.bases.of_message(None, of_ness)
        with pytest.raises(RefusedError, match="base_changed"):
            await bot.bases.of_message(None, unknown)
        with pytest.raises(RefusedError, match="base_changed"):
            await bot.bases.of_message(servers.stage.home.id, of_ness)

    assert shown.name == NESS


async def test_a_base_is_loaded_at_its_first_use(servers: TwoServers) -> None:
    async with servers.stage.bot() as bot:
        before = [*bot.bases._served]
        await servers.choose()
        after = [*bot.bases._served]
        stored = await bot.store.settings.all()
    async with servers.stage.bot() as again:
        restarted = [*again.bases._served]
        await servers.ask(servers.channel)

        assert [*again.bases._served] == [SKERRY, NESS]
    assert (before, after, restarted) == ([SKERRY], [SKERRY, NESS], [SKERRY])
    assert stored == {servers.other.id: ServerSettings(base=NESS)}


async def test_an_answer_that_waits_for_its_base_is_deferred_and_others_are_not_delayed(
    servers: TwoServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with servers.stage.bot():
        await servers.choose()
    gate = asyncio.Event()
    loop = asyncio.get_running_loop()
    read = Library.read

    def waiting(library: Library) -> object:
        if library.name == NESS:
            asyncio.run_coroutine_threadsafe(gate.wait(), loop).result()
        return read(library)

    async with servers.stage.bot(sleep=asyncio.sleep):
        monkeypatch.setattr(Library, "read", waiting)
        late = servers.reader.start_slash(servers.channel, "ask", question="how high above the sea is the lamp")
        suggested = await servers.reader.autocomplete(servers.channel, "ask", question="how high")
        meanwhile = await servers.ask(servers.stage.channel)
        await late.answered()
        gate.set()
        await servers.stage.sandbox.until(lambda: NESS_HEIGHT in late.text)

    assert suggested == ()
    assert SKERRY_HEIGHT in meanwhile


async def test_a_base_that_cannot_be_loaded_gets_one_sentence_and_does_not_touch_the_others(
    servers: TwoServers, caplog: pytest.LogCaptureFixture
) -> None:
    async with servers.stage.bot() as bot:
        await bot.settings.change(servers.other.id, lambda settings: dataclasses.replace(settings, base=NESS))
        break_ness(servers)
        answers = [await servers.ask(place) for place in (servers.channel, servers.channel, servers.stage.channel)]
        suggested = await servers.reader.autocomplete(servers.channel, "ask", question="how high")
        panel = await servers.manager.slash(servers.channel, "settings", base=SKERRY)
        after = await servers.ask(servers.channel)

    assert answers[:2] == [ENGLISH.base_unavailable] * 2
    assert SKERRY_HEIGHT in answers[2]
    assert suggested == ()
    assert f"`{SKERRY}`" in panel.text
    assert SKERRY_HEIGHT in after
    assert caplog.text.count("base ness cannot be loaded") == 1


async def test_a_base_that_could_not_be_loaded_is_tried_again_after_a_while(
    servers: TwoServers, sandbox: Sandbox
) -> None:
    clock = ManualClock(sandbox.world.clock())
    sandbox.world.clock = clock
    topics = servers.stage.config.root / "ness/knowledge/topics.yaml"
    whole = topics.read_bytes()
    async with servers.stage.bot() as bot:
        await bot.settings.change(servers.other.id, lambda settings: dataclasses.replace(settings, base=NESS))
        break_ness(servers)
        broken = await servers.ask(servers.channel)
        topics.write_bytes(whole)
        clock.now += RETRY
        fixed = await servers.ask(servers.channel)

    assert broken == ENGLISH.base_unavailable
    assert NESS_HEIGHT in fixed


async def test_a_base_that_is_broken_cannot_be_chosen(servers: TwoServers) -> None:
    async with servers.stage.bot() as bot:
        break_ness(servers)
        refused = await servers.manager.slash(servers.channel, "settings", base=NESS)

        assert bot.bases.name_of(servers.other.id) == SKERRY
    assert refused.text == ENGLISH.base_unavailable


async def test_only_bases_that_are_allowed_to_a_server_are_offered_and_can_be_chosen(servers: TwoServers) -> None:
    stage = servers.stage
    bases = tuple(
        base if base.name == SKERRY else base.model_copy(update={"servers": frozenset({servers.other.id})})
        for base in stage.config.bases
    )
    stage.config = stage.config.model_copy(update={"bases": bases})
    async with stage.bot() as bot:
        offered = [
            [choice["value"] for choice in await who.autocomplete(place, "settings", base="")]
            for who, place in ((servers.manager, servers.channel), (servers.manager, stage.channel))
        ]
        typed = await servers.manager.autocomplete(servers.channel, "settings", base="ne")
        refused = await servers.manager.slash(stage.channel, "settings", base=NESS)
        unknown = await servers.manager.slash(servers.channel, "settings", base="nowhere")
        await servers.choose()
        chosen = bot.bases.name_of(servers.other.id)
        bot.bases._config = bot.config.model_copy(update={"bases": stage.config.bases[:1]})
        withdrawn = bot.bases.name_of(servers.other.id)

    assert offered == [[SKERRY, NESS], [SKERRY]]
    assert [choice["value"] for choice in typed] == [NESS]
    assert refused.text == ENGLISH.base_unknown.format(typed=NESS)
    assert unknown.text == ENGLISH.base_unknown.format(typed="nowhere")
    assert (chosen, withdrawn) == (NESS, SKERRY)


async def test_with_a_single_base_the_command_has_no_option_for_it(servers: TwoServers) -> None:
    stage = servers.stage
    stage.config = stage.config.model_copy(update={"bases": stage.config.bases[:1]})
    async with stage.bot():
        (command,) = [each for each in servers.manager.offered(stage.channel) if each.name == "settings"]
        panel = await servers.manager.slash(stage.channel, "settings")

    assert not command.body.get("options")
    assert ENGLISH.settings_base not in panel.text


async def test_a_form_that_cannot_wait_for_its_base_says_that_it_is_being_loaded(
    servers: TwoServers, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with servers.stage.bot():
        await servers.choose()
        answer = await servers.reader.slash(servers.channel, "ask", question="how high above the sea is the lamp")
    gate, loop, read = asyncio.Event(), asyncio.get_running_loop(), Library.read

    def waiting(library: Library) -> object:
        if library.name == NESS:
            asyncio.run_coroutine_threadsafe(gate.wait(), loop).result()
        return read(library)

    async def no_patience(_: float) -> None:
        await asyncio.sleep(0)

    async with servers.stage.bot(sleep=no_patience):
        monkeypatch.setattr(Library, "read", waiting)
        refused = await servers.reader.click(answer.message, ENGLISH.vote_down_button)
        gate.set()

    assert refused.text == ENGLISH.base_loading


async def test_the_desk_and_the_news_of_a_server_are_of_its_own_base(servers: TwoServers) -> None:
    sandbox, direct = servers.stage.sandbox, servers.reader.direct
    desk = sandbox.channel(servers.other, "desk")
    async with servers.stage.bot() as bot:
        await servers.choose()
        await servers.manager.slash(servers.channel, "desk set", channel=desk)
        await servers.reader.slash(servers.channel, "follow topic", topic="light", pace="at_once")
        answer = await servers.reader.slash(servers.channel, "ask", question="who won the election in the city")
        told = await servers.reader.click(answer.message, ENGLISH.desk_ask_button)
        await servers.reader.click(told.message, ENGLISH.desk_tell_button)
        await desk_of(bot).answered(1, fact="lamp-height", by=servers.manager.user.id)
        await sandbox.until(lambda: len(sandbox.messages(direct)) == 1)
        servers.stage.rewrite(
            "ness/knowledge/facts/light.yaml", f"stands {NESS_HEIGHT} above the sea.", f"is {NESS_HEIGHT} high."
        )
        bot.bases.put(await run_in_background(bot.bases.library(NESS).open))
        await sandbox.until(lambda: len(sandbox.messages(direct)) == 2)
        card = sandbox.messages(desk)[0]
        await sandbox.until(lambda: NESS_HEIGHT in card.text)
        answered, news = sandbox.messages(direct)
        opened = await servers.reader.click(answered, ENGLISH.desk_told_button)
        shown = await servers.reader.click(news, ENGLISH.show_button)

    assert NESS_HEIGHT in answered.text
    assert f"is {NESS_HEIGHT} high." in news.text
    assert NESS_HEIGHT in opened.text
    assert f"is {NESS_HEIGHT} high." in shown.text
