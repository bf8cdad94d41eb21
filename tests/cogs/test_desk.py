from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from serving import PATIENCE, Stage
from sqlalchemy import func, select

from bot.app.client import BriefingBot
from bot.cogs.desk import desk_of
from bot.config import DeskConfig
from bot.i18n import ENGLISH, SPANISH
from bot.sandbox import Channel, Exchange, Person
from bot.sandbox.model import ChannelKind, Message, Role
from bot.storage.tables import desk_question
from bot.store_address import PostgresAddress
from bot.ui import custom_ids

ASK, DISMISS, TELL, TELL_HERE = (
    ENGLISH.desk_ask_button,
    ENGLISH.desk_dismiss_button,
    ENGLISH.desk_tell_button,
    ENGLISH.desk_tell_here_button,
)
NOT_IN_SOURCE = "what was the storm called"
ABSTENTION = "who won the election in the city"
ANSWERED = "how much will the repair cost"
FACT = "dark-since"


@pytest.fixture
def newsroom(newsroom: Stage, place: Path | PostgresAddress) -> Stage:
    """The same newsroom with its store on each engine."""
    return newsroom.on(place)


async def opened(newsroom: Stage, desk: Channel, curators: Role | None = None) -> None:
    """Make a channel the desk of the server, and a role its curators."""
    await newsroom.admin.slash(newsroom.channel, "desk set", channel=desk)
    if curators is not None:
        await newsroom.admin.slash(newsroom.channel, "desk curators", role=curators)


async def at_desk(newsroom: Stage, question: str = NOT_IN_SOURCE, *, person: Person | None = None) -> Exchange:
    """Ask the bot, then the desk."""
    reader = person or newsroom.reader
    answer = await reader.slash(newsroom.channel, "ask", question=question)
    return await reader.click(answer.message, ASK)


def card_in(newsroom: Stage, channel: Channel) -> Message:
    (message,) = newsroom.sandbox.world.history(channel)
    return message


async def shown(newsroom: Stage, message: Message, text: str) -> None:
    """Wait until a message has a text."""
    await newsroom.sandbox.world.until(lambda: text in message.text, patience=PATIENCE)


async def said_to(newsroom: Stage, channel: Channel, number: int = 1) -> tuple[Message, ...]:
    """Wait until a channel has so many messages of the bot."""
    world = newsroom.sandbox.world

    def found() -> tuple[Message, ...]:
        return tuple(each for each in world.history(channel) if each.author is world.bot and not each.ephemeral)

    await world.until(lambda: len(found()) >= number, patience=PATIENCE)
    return found()


async def forgotten(bot: BriefingBot) -> None:
    """Wait until nobody waits for an answer any more."""
    async with asyncio.timeout(PATIENCE):
        while await bot.store.tellings.due():
            pass


async def only_question(bot: BriefingBot) -> int:
    return int((await bot.store.desk_questions._database.rows(select(func.max(desk_question.c.id))))[0][0])


@pytest.mark.parametrize("question", [NOT_IN_SOURCE, ABSTENTION])
async def test_only_a_server_with_a_desk_offers_to_ask_it(newsroom: Stage, desk: Channel, question: str) -> None:
    async with newsroom.bot():
        before = await newsroom.reader.slash(newsroom.channel, "ask", question=question)
        await opened(newsroom, desk)
        after = await newsroom.reader.slash(newsroom.channel, "ask", question=question)
        directly = await newsroom.reader.slash(newsroom.reader.direct, "ask", question=question)
        await newsroom.admin.slash(newsroom.channel, "desk stop")
        stopped = await newsroom.reader.slash(newsroom.channel, "ask", question=question)

    assert [ASK in each.message.labels for each in (before, after, directly, stopped)] == [False, True, False, False]


async def test_a_question_becomes_a_card_with_what_the_bot_said_and_a_thread(newsroom: Stage, desk: Channel) -> None:
    async with newsroom.bot():
        await opened(newsroom, desk)
        told = await at_desk(newsroom)
        card = card_in(newsroom, desk)

    assert told.ephemeral
    assert ENGLISH.desk_sent in told.text
    assert NOT_IN_SOURCE in card.text
    assert "The article does not name the storm" in card.text
    assert ENGLISH.desk_asked.format(times="once") in card.text
    assert newsroom.reader.user.name not in card.text
    assert str(newsroom.reader.user.id) not in str(card.components)
    assert DISMISS in card.labels
    assert card.thread is not None
    assert card.thread.name == NOT_IN_SOURCE


async def test_a_forum_gets_a_post_for_each_question(newsroom: Stage) -> None:
    forum = newsroom.sandbox.world.add_channel(newsroom.home, "desk", ChannelKind.FORUM)
    async with newsroom.bot():
        await opened(newsroom, forum)
        await at_desk(newsroom)
        await at_desk(newsroom, ABSTENTION)

    posts = list(newsroom.home.threads.values())
    assert [post.name for post in posts] == [NOT_IN_SOURCE, ABSTENTION]
    assert [NOT_IN_SOURCE in card_in(newsroom, posts[0]).text, ABSTENTION in card_in(newsroom, posts[1]).text] == [
        True,
        True,
    ]


async def test_the_same_question_in_other_words_joins_the_card_that_stands(newsroom: Stage, desk: Channel) -> None:
    other = newsroom.sandbox.user("other")
    async with newsroom.bot():
        await opened(newsroom, desk)
        await at_desk(newsroom, "who won the election in the city")
        joined = await at_desk(newsroom, "Who has won the city election?", person=other)
        card = card_in(newsroom, desk)
        await shown(newsroom, card, ENGLISH.desk_asked.format(times="2 times"))
        again = await at_desk(newsroom, "who won the election in the city", person=other)

    assert ENGLISH.desk_joined.format(times="2 times") in joined.text
    assert ENGLISH.desk_asked_already.format(times="2 times") in again.text


async def test_what_was_typed_is_shown_as_it_was_typed_and_notifies_nobody(newsroom: Stage, desk: Channel) -> None:
    typed = f"@everyone <@{newsroom.admin.user.id}> **who** won `the` <b>election</b>"
    async with newsroom.bot():
        await opened(newsroom, desk)
        await at_desk(newsroom, typed)
        card = card_in(newsroom, desk)

    assert "\\*\\*who\\*\\* won \\`the\\` \\<b>election" in card.text
    assert "everyone" not in card.text
    assert not card.pings.everyone
    assert card.pings.users == ()


async def test_an_answer_can_be_put_to_the_desk_once_it_was_voted_down(newsroom: Stage, desk: Channel) -> None:
    async with newsroom.bot() as bot:
        await opened(newsroom, desk)
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=ANSWERED)
        before = answer.message.labels
        form = await newsroom.reader.click(answer.message, ENGLISH.vote_down_button)
        await newsroom.reader.submit(form, {ENGLISH.comment_label: ""})
        after = answer.message.labels
        (button,) = [each for each in answer.message.buttons if each.get("label") == ASK]
        told = await newsroom.reader.click(answer.message, ASK)
        number = custom_ids.parse(button["custom_id"])
        voted = await newsroom.reader.click(answer.message, ENGLISH.vote_up_button)
        card = card_in(newsroom, desk)
        assert isinstance(number, custom_ids.AskDesk)
        logged = await bot.store.questions.find(number.question)

    assert ASK not in before
    assert ASK in after
    assert logged is not None
    assert ENGLISH.desk_sent in told.text
    assert ENGLISH.desk_outcomes["answer"] in card.text
    assert ASK not in voted.message.labels


async def test_the_askers_who_want_to_be_told_get_the_answer_and_are_then_forgotten(
    newsroom: Stage, desk: Channel
) -> None:
    silent = newsroom.sandbox.user("silent")
    async with newsroom.bot() as bot:
        await opened(newsroom, desk)
        told = await at_desk(newsroom)
        noted = await newsroom.reader.click(told.message, TELL)
        await at_desk(newsroom, person=silent)
        number = await only_question(bot)
        waiting = await bot.store.tellings.waiting(number)
        decided = await desk_of(bot).answered(number, fact=FACT, by=newsroom.admin.user.id)
        (message,) = await said_to(newsroom, newsroom.reader.direct)
        card = card_in(newsroom, desk)
        await shown(newsroom, card, ENGLISH.desk_answer)
        full = await newsroom.reader.click(message, ENGLISH.desk_told_button)
        await forgotten(bot)

    assert decided
    assert waiting == 1
    assert ENGLISH.desk_tell_noted.format(forget="forget") in noted.text
    assert ENGLISH.desk_told_answered in message.text
    assert "dark since 4 March 2031" in message.text
    assert "dark since 4 March 2031" in full.text
    assert "dark since 4 March 2031" in card.text
    assert DISMISS not in card.labels
    assert newsroom.sandbox.world.history(silent.direct) == ()


async def test_a_closed_door_is_met_by_a_mention_if_the_asker_allowed_that(newsroom: Stage, desk: Channel) -> None:
    shy, open_to_it = newsroom.sandbox.user("shy"), newsroom.sandbox.user("open")
    shy.user.closed = open_to_it.user.closed = True
    async with newsroom.bot() as bot:
        await opened(newsroom, desk)
        await shy.click((await at_desk(newsroom, person=shy)).message, TELL)
        await open_to_it.click((await at_desk(newsroom, person=open_to_it)).message, TELL_HERE)
        number = await only_question(bot)
        await desk_of(bot).dismissed(number, reason="No *source* says so.", by=newsroom.admin.user.id)
        (message,) = await said_to(newsroom, newsroom.channel)
        await forgotten(bot)

    assert message.pings.users == (open_to_it.user.id,)
    assert ENGLISH.desk_told_dismissed in message.text
    assert "No \\*source\\* says so." in message.text


async def test_a_curator_dismisses_a_question_with_a_reason(
    newsroom: Stage, desk: Channel, curators: Role, curator: Person
) -> None:
    async with newsroom.bot():
        await opened(newsroom, desk, curators)
        await newsroom.reader.click((await at_desk(newsroom)).message, TELL)
        card = card_in(newsroom, desk)
        refused = await newsroom.reader.click(card, DISMISS)
        form = await curator.click(card, DISMISS)
        done = await curator.submit(form, {ENGLISH.desk_dismiss_label: "Not ours."})
        await shown(newsroom, card, ENGLISH.desk_reason.format(reason="Not ours."))
        (message,) = await said_to(newsroom, newsroom.reader.direct)
        late = await curator.submit(form, {ENGLISH.desk_dismiss_label: "Again."})

    assert refused.text == ENGLISH.not_a_curator
    assert done.text == ENGLISH.desk_dismissed
    assert "Not ours." in message.text
    assert late.text == ENGLISH.desk_question_decided


async def test_a_role_that_was_taken_away_while_the_form_was_open_no_longer_counts(
    newsroom: Stage, desk: Channel, curators: Role, curator: Person
) -> None:
    async with newsroom.bot() as bot:
        await opened(newsroom, desk, curators)
        await at_desk(newsroom)
        form = await curator.click(card_in(newsroom, desk), DISMISS)
        newsroom.home.members[curator.user.id].roles.discard(curators.id)
        refused = await curator.submit(form, {ENGLISH.desk_dismiss_label: "Not ours."})
        question = await bot.store.desk_questions.find(await only_question(bot))

    assert refused.text == ENGLISH.not_a_curator
    assert question is not None
    assert question.state == "open"


async def test_the_config_names_curators_too(newsroom: Stage, desk: Channel) -> None:
    named = DeskConfig(curators=frozenset({newsroom.reader.user.id}))
    newsroom.config = newsroom.config.model_copy(update={"desk": named})
    async with newsroom.bot():
        await opened(newsroom, desk)
        await at_desk(newsroom)
        form = await newsroom.reader.click(card_in(newsroom, desk), DISMISS)

    assert form.modal["title"] == ENGLISH.desk_dismiss


async def test_a_user_who_asks_too_often_reads_when_to_try_again(newsroom: Stage, desk: Channel) -> None:
    newsroom.config = newsroom.config.model_copy(update={"desk": DeskConfig(per_user=1)})
    async with newsroom.bot():
        await opened(newsroom, desk)
        await at_desk(newsroom)
        refused = await at_desk(newsroom, ABSTENTION)
        other = await at_desk(newsroom, ABSTENTION, person=newsroom.admin)

    assert refused.text == ENGLISH.desk_limited.format(questions="1 question", minutes="60 minutes")
    assert ENGLISH.desk_sent in other.text


async def test_a_full_desk_takes_no_new_question_but_counts_on(newsroom: Stage, desk: Channel) -> None:
    newsroom.config = newsroom.config.model_copy(update={"desk": DeskConfig(per_server=1)})
    async with newsroom.bot():
        await opened(newsroom, desk)
        await at_desk(newsroom)
        refused = await at_desk(newsroom, ABSTENTION, person=newsroom.admin)
        joined = await at_desk(newsroom, person=newsroom.admin)

    assert refused.text == ENGLISH.desk_full.format(questions="1 question", minutes="60 minutes")
    assert ENGLISH.desk_joined.format(times="2 times") in joined.text


async def test_who_may_not_manage_the_server_may_not_set_its_desk(newsroom: Stage, desk: Channel) -> None:
    async with newsroom.bot() as bot:
        for command in newsroom.sandbox.world.commands[None].values():
            command.body["default_member_permissions"] = None
        refused = await newsroom.reader.slash(newsroom.channel, "desk set", channel=desk)
        known = bot.desks.of(newsroom.home.id)

    assert refused.text == ENGLISH.not_a_manager
    assert known.channel is None


async def test_status_says_where_questions_go_and_what_prevents_that(
    newsroom: Stage, desk: Channel, curators: Role
) -> None:
    async with newsroom.bot():
        none = await newsroom.admin.slash(newsroom.channel, "desk status")
        await opened(newsroom, desk, curators)
        await at_desk(newsroom)
        fine = await newsroom.admin.slash(newsroom.channel, "desk status")
        newsroom.sandbox.world.permit(desk, newsroom.sandbox.world.bot, deny=["send_messages"])
        closed = await newsroom.admin.slash(newsroom.channel, "desk status")
        newsroom.sandbox.world.remove_channel(desk)
        gone = await newsroom.admin.slash(newsroom.channel, "desk status")
        removed = await newsroom.admin.slash(newsroom.channel, "desk curators", role=curators)

    assert ENGLISH.desk_none.format(set="desk set") in none.text
    assert f"<#{desk.id}>" in fine.text
    assert f"<@&{curators.id}>" in fine.text
    assert "Open: 1" in fine.text
    assert ENGLISH.permission["send_messages"] in closed.text
    assert ENGLISH.desk_channel_gone in gone.text
    assert removed.text == ENGLISH.desk_curators_removed.format(role=f"<@&{curators.id}>")


async def test_the_desk_speaks_spanish(newsroom: Stage, desk: Channel) -> None:
    lector = newsroom.sandbox.user("lector", locale="es-ES")
    newsroom.home.locale = "es-ES"
    async with newsroom.bot() as bot:
        await opened(newsroom, desk)
        answer = await lector.slash(newsroom.channel, "preguntar", pregunta=NOT_IN_SOURCE)
        told = await lector.click(answer.message, SPANISH.desk_ask_button)
        text = told.text
        await lector.click(told.message, SPANISH.desk_tell_button)
        card = card_in(newsroom, desk)
        await desk_of(bot).answered(await only_question(bot), unknown="storm-name", by=newsroom.admin.user.id)
        (message,) = await said_to(newsroom, lector.direct)

    assert SPANISH.desk_sent in text
    assert SPANISH.desk_card in card.text
    assert SPANISH.desk_told_unknown in message.text
