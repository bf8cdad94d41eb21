"""Messages that mention the bot, and direct messages to it, answered by the real client over the sandbox."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Sequence
from contextlib import AsyncExitStack
from typing import Never

import discord
import pytest
from serving import Stage

from bot.app.client import BriefingBot
from bot.app.context import QuestionContext
from bot.app.rate_limit import RateLimit
from bot.app.responses import Rendered
from bot.cogs.ask import reply_to as compose
from bot.core.factbase.base import Base
from bot.errors import StoreError
from bot.i18n import ENGLISH, SPANISH, Texts
from bot.sandbox import Channel, ManualClock, Message, Person
from bot.sandbox.dispatches import dispatch_for
from bot.sandbox.events import MessageCreated
from bot.sandbox.gateway import PRIVILEGED
from bot.storage import MentionScope, ServerSettings
from bot.storage.settings import Settings

QUESTION = "how much will the repair cost"
ANSWER = "600,000 crowns"


def mention(newsroom: Stage) -> str:
    return f"<@{newsroom.sandbox.world.bot.id}>"


def told(newsroom: Stage, channel: Channel | None = None) -> list[Message]:
    """What the bot has written where everybody sees it."""
    return [each for each in newsroom.sandbox.messages(channel or newsroom.channel) if each.author.bot]


async def reply_to(newsroom: Stage, asked: Message) -> Message:
    """Wait for the reply to a message."""

    def found() -> list[Message]:
        return [each for each in told(newsroom, asked.channel) if each.reference == asked.id]

    await newsroom.sandbox.until(lambda: bool(found()))
    return found()[0]


async def asked(newsroom: Stage, text: str, by: Person | None = None, channel: Channel | None = None) -> Message:
    """Write a message and wait for the reply."""
    return await reply_to(newsroom, (by or newsroom.reader).say(channel or newsroom.channel, text))


async def kept(bot: BriefingBot) -> list[tuple[str, str, int | None]]:
    await bot.question_log.settle()
    return [(each.text, each.outcome, each.guild) for each in await bot.store.questions.latest(10)]


async def set_to(newsroom: Stage, bot: BriefingBot, settings: ServerSettings) -> None:
    await bot.settings.change(newsroom.home.id, lambda _: settings)


async def test_a_mention_is_answered_by_a_reply_that_everybody_sees_and_that_notifies_nobody(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        reply = await asked(newsroom, f"{mention(newsroom)} {QUESTION}?")
        log = await kept(bot)

    assert ANSWER in reply.text
    assert not reply.ephemeral
    assert reply.pings.users == ()
    assert log == [(f"{QUESTION}?", "answer", newsroom.home.id)]
    assert len(told(newsroom)) == 1


async def test_the_answer_beside_its_question_does_not_repeat_it_and_cannot_be_shared(newsroom: Stage) -> None:
    async with newsroom.bot():
        reply = await asked(newsroom, f"{mention(newsroom)} {QUESTION}")
        misspelt = await asked(newsroom, f"{mention(newsroom)} how much will the repiar cost")

    assert QUESTION not in reply.text
    assert ENGLISH.share_button not in reply.labels
    assert ENGLISH.context in reply.labels
    assert "Read as: " in misspelt.text


async def test_a_direct_message_is_answered_without_a_mention(newsroom: Stage) -> None:
    direct = newsroom.reader.direct
    async with newsroom.bot() as bot:
        reply = await asked(newsroom, QUESTION, channel=direct)
        mentioned = await asked(newsroom, f"{mention(newsroom)} how high were the waves", channel=direct)
        log = await kept(bot)

    assert ANSWER in reply.text
    assert "11 metres" in mentioned.text
    assert ENGLISH.share_button not in reply.labels
    assert not reply.ephemeral
    assert [guild for *_, guild in log] == [None, None]


@pytest.mark.parametrize("form", ["{bot} {question}", "{question} {bot}", "how much {bot} will the repair cost{nick}"])
async def test_the_mention_may_be_anywhere_in_the_question(newsroom: Stage, form: str) -> None:
    bot_id = newsroom.sandbox.world.bot.id
    async with newsroom.bot() as bot:
        text = form.format(bot=mention(newsroom), question=QUESTION, nick=f" <@!{bot_id}>")
        reply = await asked(newsroom, text)
        log = await kept(bot)

    assert ANSWER in reply.text
    assert [text for text, *_ in log] == [QUESTION]


async def test_the_log_has_no_ids_of_people_and_places_that_a_question_mentions(newsroom: Stage) -> None:
    other, channel = newsroom.admin.user.id, newsroom.channel.id
    async with newsroom.bot() as bot:
        await asked(
            newsroom, f"{mention(newsroom)} what does <@{other}> in <#{channel}> say of <:skerry:123456> zebras"
        )
        log = await kept(bot)

    assert [text for text, *_ in log] == ["what does in say of zebras"]


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("summary", ENGLISH.overview),
        ("hello!", ENGLISH.help),
        ("who is the Harbour Office?", "Harbour Office"),
        ("sources?", "Ostrand Post"),
        ("4 March 2031", ENGLISH.timeline),
    ],
)
async def test_a_question_for_a_page_gets_the_page_and_is_not_kept(newsroom: Stage, question: str, shown: str) -> None:
    async with newsroom.bot() as bot:
        reply = await asked(newsroom, f"{mention(newsroom)} {question}")
        log = await kept(bot)

    assert f"## {shown}" in reply.text or shown in reply.text
    assert log == []


async def test_a_timeline_has_its_picture_only_where_the_bot_may_attach_files(newsroom: Stage) -> None:
    closed = newsroom.sandbox.channel(newsroom.home, "closed")
    newsroom.sandbox.world.permit(closed, newsroom.sandbox.world.bot, deny=["attach_files"])
    async with newsroom.bot():
        drawn = await asked(newsroom, f"{mention(newsroom)} 4 March 2031")
        plain = await asked(newsroom, f"{mention(newsroom)} 4 March 2031", channel=closed)

    assert [len(each.attachments) for each in (drawn, plain)] == [1, 0]
    assert drawn.text == plain.text


async def test_a_message_that_only_calls_the_bot_gets_a_short_help_with_questions_to_press(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        reply = await asked(newsroom, mention(newsroom))
        picture = await asked(newsroom, "", channel=newsroom.reader.direct)
        pressed = await newsroom.admin.click(reply, QUESTION)
        log = await kept(bot)

    assert ENGLISH.ask_by_mention in reply.text
    assert ENGLISH.ask_directly in picture.text
    assert QUESTION in reply.labels
    assert ENGLISH.help_commands not in reply.text
    assert ANSWER in pressed.text
    assert log == []


async def test_buttons_answer_whoever_presses_them_alone_and_each_vote_counts(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        reply = await asked(newsroom, f"{mention(newsroom)} {QUESTION}")
        context = await newsroom.admin.click(reply, ENGLISH.context)
        for person in (newsroom.reader, newsroom.admin, newsroom.admin):
            thanked = await person.click(reply, ENGLISH.vote_up_button)
        (votes,) = await bot.store.votes.counts()

    assert context.ephemeral
    assert thanked.ephemeral
    assert thanked.text == ENGLISH.vote_thanks
    assert (votes.fact, votes.up) == ("repair-cost", 2)


async def test_none_of_these_is_said_of_the_question_and_not_of_the_one_who_presses(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        reply = await asked(newsroom, f"{mention(newsroom)} the light")
        pressed = await newsroom.admin.click(reply, ENGLISH.suggestion_none_button)
        log = await kept(bot)

    assert "The question is now on the list" in pressed.text
    assert [outcome for _, outcome, _ in log] == ["declined"]


async def ignored(newsroom: Stage, sent: Sequence[Message]) -> None:
    """Hold that the bot has answered none of these, once it has answered one that came later."""
    await asked(newsroom, f"{mention(newsroom)} {QUESTION}")
    answered = {each.reference for each in newsroom.sandbox.world.messages.values() if each.author.bot}
    assert answered.isdisjoint(each.id for each in sent)


async def test_messages_that_are_not_for_the_bot_are_left_alone(newsroom: Stage) -> None:
    reader, channel = newsroom.reader, newsroom.channel
    role = next(role for role in newsroom.home.roles.values() if role.name == newsroom.sandbox.world.bot.name)
    newsroom.sandbox.world.permit(channel, reader.user, allow=["mention_everyone", "send_messages"])
    robot = newsroom.sandbox.user("robot")
    robot.user.bot = True
    async with newsroom.bot():
        answer = await asked(newsroom, f"{mention(newsroom)} {QUESTION}")
        await ignored(
            newsroom,
            [
                reader.say(channel, f"{QUESTION}?"),
                reader.say(channel, f"@everyone {QUESTION}?"),
                reader.say(channel, f"@everyone ask {mention(newsroom)} {QUESTION}?"),
                reader.say(channel, f"<@&{role.id}> {QUESTION}?"),
                reader.say(channel, f"<@{newsroom.admin.user.id}> {QUESTION}?"),
                robot.say(channel, f"{mention(newsroom)} {QUESTION}?"),
                robot.say(channel, f"{QUESTION}?", reply_to=answer),
                reader.say(channel, "good to know", reply_to=answer),
                reader.say(channel, f"{QUESTION}?", reply_to=answer, ping=False),
            ],
        )


async def test_a_reply_to_the_bot_is_answered_if_it_asks_something_or_mentions_it(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await asked(newsroom, f"{mention(newsroom)} {QUESTION}")
        asking = newsroom.reader.say(newsroom.channel, "and how high were the waves?", reply_to=answer)
        follow_up = await reply_to(newsroom, asking)
        calling = newsroom.reader.say(newsroom.channel, f"{mention(newsroom)} the waves, how high", reply_to=follow_up)
        second = await reply_to(newsroom, calling)

    assert "11 metres" in follow_up.text
    assert "11 metres" in second.text


async def test_a_question_mark_within_a_link_asks_nothing(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await asked(newsroom, f"{mention(newsroom)} {QUESTION}")
        linking = newsroom.reader.say(newsroom.channel, "thanks, see https://example.com/?page=2", reply_to=answer)
        asking = newsroom.reader.say(newsroom.channel, "is it as in https://example.com/a?", reply_to=answer)
        await reply_to(newsroom, asking)

    assert not [each for each in told(newsroom) if each.reference == linking.id]


async def test_the_message_of_a_webhook_is_left_alone(newsroom: Stage) -> None:
    async with newsroom.bot():
        posted = newsroom.reader.say(newsroom.channel, "by hand")
        dispatch = dispatch_for(MessageCreated(posted), newsroom.sandbox.world)
        assert dispatch is not None
        content = {"content": f"{mention(newsroom)} {QUESTION}", "webhook_id": "77", "id": "78"}
        me = {"id": str(newsroom.sandbox.world.bot.id), "username": "b", "discriminator": "0", "avatar": None}
        newsroom.sandbox.gateway.babble("MESSAGE_CREATE", {**dispatch.payload, **content, "mentions": [me]})
        await ignored(newsroom, [])

    assert len(told(newsroom)) == 1


async def test_a_message_that_arrives_twice_is_answered_once(newsroom: Stage) -> None:
    async with newsroom.bot():
        said = newsroom.reader.say(newsroom.channel, f"{mention(newsroom)} {QUESTION}")
        dispatch = dispatch_for(MessageCreated(said), newsroom.sandbox.world)
        assert dispatch is not None
        newsroom.sandbox.gateway.babble("MESSAGE_CREATE", dispatch.payload)
        await reply_to(newsroom, said)
        await asked(newsroom, f"{mention(newsroom)} how high were the waves")

    # Discord would post a second answer once, for its nonce: so the requests are counted.
    posted = [each for each in newsroom.sandbox.requests if each.path == f"/channels/{newsroom.channel.id}/messages"]
    assert [each.reference == said.id for each in told(newsroom)] == [True, False]
    assert len(posted) == 2


async def test_a_message_during_a_lost_connection_is_answered_once_it_is_resumed(newsroom: Stage) -> None:
    sandbox = newsroom.sandbox
    async with newsroom.bot():
        sandbox.gateway.drop()
        await sandbox.until(lambda: not sandbox.gateway.connected)
        said = newsroom.reader.say(newsroom.channel, f"{mention(newsroom)} {QUESTION}")
        reply = await reply_to(newsroom, said)
        sandbox.gateway.reconnect()
        await asked(newsroom, f"{mention(newsroom)} how high were the waves")

    assert ANSWER in reply.text
    assert [each.reference for each in told(newsroom)].count(said.id) == 1


async def test_where_the_bot_may_not_write_it_says_nothing_and_logs_one_line(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    closed = newsroom.sandbox.channel(newsroom.home, "closed")
    newsroom.sandbox.world.permit(closed, newsroom.sandbox.world.bot, deny=["send_messages"])
    async with newsroom.bot():
        with caplog.at_level(logging.INFO):
            newsroom.reader.say(closed, f"{mention(newsroom)} {QUESTION}")
            await asked(newsroom, f"{mention(newsroom)} {QUESTION}")

    lines = [record.getMessage() for record in caplog.records if str(closed.id) in record.getMessage()]
    assert lines == [f"a message in channel {closed.id} was not answered: the bot may not write there"]
    assert not [request for request in newsroom.sandbox.requests if f"/channels/{closed.id}/" in request.path]


async def test_what_discord_refuses_is_one_line_in_the_log_without_the_question(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    async with newsroom.bot() as bot:
        decide = Base.decide

        def removing(base: Base, question: str) -> object:
            if question == "zebra":
                newsroom.sandbox.world.remove(removed)
            return decide(base, question)

        with pytest.MonkeyPatch.context() as patch, caplog.at_level(logging.INFO):
            patch.setattr(Base, "decide", removing)
            removed = newsroom.reader.say(newsroom.channel, f"{mention(newsroom)} zebra")
            await asked(newsroom, f"{mention(newsroom)} {QUESTION}")
        await bot.messages.finish()

    (line,) = [record.getMessage() for record in caplog.records if "was not answered" in record.getMessage()]
    assert "Unknown message" in line
    assert "zebra" not in caplog.text
    assert len(told(newsroom)) == 1


async def test_without_the_permission_to_read_the_history_the_answer_is_a_plain_message(newsroom: Stage) -> None:
    closed = newsroom.sandbox.channel(newsroom.home, "closed")
    newsroom.sandbox.world.permit(closed, newsroom.sandbox.world.bot, deny=["read_message_history"])
    async with newsroom.bot():
        newsroom.reader.say(closed, f"{mention(newsroom)} {QUESTION}")
        await newsroom.sandbox.until(lambda: bool(told(newsroom, closed)))

    (answer,) = told(newsroom, closed)
    assert ANSWER in answer.text
    assert answer.reference is None


async def test_a_user_who_asks_too_often_is_told_once_a_minute_and_others_go_on(newsroom: Stage) -> None:
    clock = ManualClock(dt.datetime(2031, 3, 5, 12, tzinfo=dt.UTC))
    async with newsroom.bot() as bot:
        bot.rate_limit = RateLimit(most=1, clock=clock)
        bot.refusal_limit = RateLimit(most=1, clock=clock)
        await asked(newsroom, f"{mention(newsroom)} {QUESTION}")
        refused = await asked(newsroom, f"{mention(newsroom)} {QUESTION}")
        command = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        await ignored_by_limit(newsroom)
        clock.advance(61)
        later = await asked(newsroom, f"{mention(newsroom)} {QUESTION}")

    assert "which is the limit" in refused.text
    assert "which is the limit" in command.text
    assert ANSWER in later.text


async def ignored_by_limit(newsroom: Stage) -> None:
    quiet = newsroom.reader.say(newsroom.channel, f"{mention(newsroom)} {QUESTION}")
    other = await asked(newsroom, f"{mention(newsroom)} {QUESTION}", by=newsroom.admin)
    assert ANSWER in other.text
    assert quiet.id not in {each.reference for each in told(newsroom)}


async def test_a_defect_is_answered_with_an_id_and_logged_without_the_question(
    newsroom: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: Base, question: str) -> object:
        raise ValueError(question)

    async with newsroom.bot():
        monkeypatch.setattr(Base, "decide", broken)
        reply = await asked(newsroom, f"{mention(newsroom)} zebra crossings")

    assert "id-1" in reply.text.replace("\\", "")
    assert "error id-1 in a message to the bot" in caplog.text
    assert "zebra" not in caplog.text


async def test_the_bot_can_be_told_not_to_answer_messages(newsroom: Stage) -> None:
    newsroom.config = newsroom.config.model_copy(update={"mentions": False})
    async with newsroom.bot() as bot:
        newsroom.reader.say(newsroom.channel, f"{mention(newsroom)} {QUESTION}")
        newsroom.reader.say(newsroom.reader.direct, QUESTION)
        privacy = await newsroom.reader.slash(newsroom.channel, "privacy")
        help_page = await newsroom.reader.slash(newsroom.channel, "help")
        intents = bot.intents

    assert told(newsroom) == told(newsroom, newsroom.reader.direct) == []
    assert intents == discord.Intents(guilds=True)
    assert ENGLISH.privacy_messages not in privacy.text
    assert ENGLISH.help_mentions not in help_page.text


async def test_no_privileged_intent_is_asked_for(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        intents = bot.intents

    assert intents == discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
    assert not intents.value & PRIVILEGED


async def test_a_server_chooses_the_channels_in_which_mentions_are_answered(newsroom: Stage) -> None:
    other = newsroom.sandbox.channel(newsroom.home, "other")
    async with newsroom.bot() as bot:
        only = ServerSettings(mentions=MentionScope.ONLY, channels=frozenset({newsroom.channel.id}))
        await set_to(newsroom, bot, only)
        await ignored(newsroom, [newsroom.reader.say(other, f"{mention(newsroom)} {QUESTION}")])
        await set_to(newsroom, bot, ServerSettings(mentions=MentionScope.NOWHERE))
        silent = newsroom.reader.say(newsroom.channel, f"{mention(newsroom)} {QUESTION}")
        await asked(newsroom, QUESTION, channel=newsroom.reader.direct)

    assert silent.id not in {each.reference for each in told(newsroom)}


async def test_a_thread_counts_as_its_channel(newsroom: Stage) -> None:
    thread = newsroom.sandbox.world.add_thread(newsroom.channel, "follow-ups", newsroom.admin.user)
    channels = frozenset({newsroom.channel.id})
    async with newsroom.bot() as bot:
        await set_to(newsroom, bot, ServerSettings(mentions=MentionScope.ONLY, channels=channels))
        answer = await asked(newsroom, f"{mention(newsroom)} {QUESTION}", channel=thread)
        await set_to(newsroom, bot, ServerSettings(mentions=MentionScope.EXCEPT, channels=channels))
        newsroom.reader.say(thread, f"{mention(newsroom)} {QUESTION}")
        await asked(newsroom, QUESTION, channel=newsroom.reader.direct)

    assert ANSWER in answer.text
    assert told(newsroom, thread) == [answer]


async def test_the_settings_hold_after_a_restart(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        await set_to(newsroom, bot, ServerSettings(mentions=MentionScope.NOWHERE, language="es"))
    async with newsroom.bot() as bot:
        settings = bot.settings.of(newsroom.home.id)

    assert settings == ServerSettings(mentions=MentionScope.NOWHERE, language="es")


async def test_settings_that_could_not_be_read_at_the_start_are_read_before_a_message_is_answered(
    newsroom: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_: Settings) -> Never:
        raise StoreError("disk I/O error")

    async with newsroom.bot() as bot:
        await set_to(newsroom, bot, ServerSettings(mentions=MentionScope.NOWHERE))
    async with AsyncExitStack() as running:
        with monkeypatch.context() as broken:
            broken.setattr(Settings, "all", fail)
            await running.enter_async_context(newsroom.bot())
        unwanted = newsroom.reader.say(newsroom.channel, f"{mention(newsroom)} {QUESTION}")
        await asked(newsroom, QUESTION, channel=newsroom.reader.direct)

    assert not [each for each in told(newsroom) if each.reference == unwanted.id]


@pytest.mark.parametrize(
    ("set_language", "locale", "question", "spoken"),
    [
        (None, "en-US", "zebra", ENGLISH),
        (None, "es-ES", "zebra", SPANISH),
        (None, "en-US", "¿cuánto cuesta la reparación de las cebras?", SPANISH),
        ("en", "es-ES", "¿cuánto cuesta la reparación de las cebras?", ENGLISH),
        ("es", "en-US", "zebra", SPANISH),
    ],
)
async def test_the_answer_is_in_the_language_that_is_set_or_else_of_the_question_or_the_server(
    newsroom: Stage, set_language: str | None, locale: str, question: str, spoken: Texts
) -> None:
    newsroom.home.locale = locale
    async with newsroom.bot() as bot:
        await set_to(newsroom, bot, ServerSettings(language=set_language))
        reply = await asked(newsroom, f"{mention(newsroom)} {question}")

    assert spoken.abstention in reply.text or spoken.suggestion in reply.text


async def test_messages_that_are_under_way_are_answered_before_the_bot_stops(
    newsroom: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, going_on = asyncio.Event(), asyncio.Event()

    async def slow(ctx: QuestionContext, question: str) -> Rendered:
        begun.set()
        await going_on.wait()
        return await compose(ctx, question)

    monkeypatch.setattr("bot.cogs.mentions.reply_to", slow)
    async with newsroom.bot() as bot:
        said = newsroom.reader.say(newsroom.channel, f"{mention(newsroom)} {QUESTION}")
        await begun.wait()
        ending = asyncio.create_task(bot.finish_answers())
        while not bot.messages.ending:  # noqa: ASYNC110 - a flag, which tells nobody
            await asyncio.sleep(0)
        late = newsroom.reader.say(newsroom.channel, f"{mention(newsroom)} {QUESTION}")
        refused = await reply_to(newsroom, late)
        going_on.set()
        await ending
        answered = [each for each in told(newsroom) if each.reference == said.id]

    assert [ANSWER in each.text for each in answered] == [True]
    assert refused.text == ENGLISH.restarting
