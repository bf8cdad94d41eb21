from __future__ import annotations

import asyncio
import contextlib
import sqlite3

import pytest
from serving import PATIENCE, Stage, patient_sleep
from sqlalchemy import select

from bot.app.client import BriefingBot
from bot.cogs.desk import desk_of
from bot.i18n import ENGLISH
from bot.sandbox import Channel, Exchange, Fault, Message
from bot.sandbox.model import ChannelKind
from bot.storage.tables import desk_question
from bot.ui import custom_ids
from bot.ui.markdown import escape

MANY = 200
QUESTION = "what was the storm called"
OTHER = "who won the election in the city"
ASK, TELL = ENGLISH.desk_ask_button, ENGLISH.desk_tell_button


@pytest.fixture
def desk(newsroom: Stage) -> Channel:
    return newsroom.sandbox.channel(newsroom.home, "desk")


async def opened(newsroom: Stage, channel: Channel) -> None:
    await newsroom.admin.slash(newsroom.channel, "desk set", channel=channel)


async def answered(newsroom: Stage, question: str = QUESTION) -> Exchange:
    return await newsroom.reader.slash(newsroom.channel, "ask", question=question)


async def at_desk(newsroom: Stage, question: str = QUESTION) -> Exchange:
    return await newsroom.reader.click((await answered(newsroom, question)).message, ASK)


def cards(newsroom: Stage, text: str = ENGLISH.desk_card) -> list[Message]:
    """The messages that all see and that have a text."""
    found = newsroom.sandbox.world.messages.values()
    return [each for each in found if not each.ephemeral and not each.deleted and text in each.text]


async def posted(newsroom: Stage, number: int = 1) -> list[Message]:
    await newsroom.sandbox.world.until(lambda: len(cards(newsroom)) == number, patience=PATIENCE)
    return cards(newsroom)


def forged(message: Message, label: str, action: custom_ids.Action | str) -> None:
    """Have a button of a message carry another custom_id."""
    (button,) = (button for button in message.buttons if button.get("label") == label)
    button["custom_id"] = action if isinstance(action, str) else action.encode()


async def paced(seconds: float) -> None:
    """Pause between two edits of a card, shorter than the bot does."""
    await asyncio.sleep(0.2 if seconds < 60 else PATIENCE)


async def questions(bot: BriefingBot) -> list[tuple[int, int]]:
    """The id and the count of each question at a desk."""
    counted = select(desk_question.c.id, desk_question.c.times).order_by(desk_question.c.id)
    return [(number, times) for number, times in await bot.store.desk_questions._database.rows(counted)]


async def test_two_hundred_who_ask_the_desk_at_once_make_one_card_with_their_number(
    newsroom: Stage, desk: Channel
) -> None:
    """They press the same button of one answer that all see. What takes long is deferred, as it is on Discord."""
    readers = [newsroom.sandbox.user(f"reader {number}") for number in range(MANY)]
    async with newsroom.bot(sleep=asyncio.sleep, desk=paced) as bot:
        await opened(newsroom, desk)
        newsroom.reader.say(newsroom.channel, mention(bot, OTHER))
        await newsroom.sandbox.until(lambda: bool(cards(newsroom, ENGLISH.abstention)))
        (public,) = cards(newsroom, ENGLISH.abstention)
        pressed = [reader.start_click(public, ASK) for reader in readers]
        filled = [await (await each.answered()).filled() for each in pressed]
        (card,) = await posted(newsroom)
        counted = ENGLISH.desk_asked.format(times=f"{MANY} times")
        await newsroom.sandbox.world.until(lambda: counted in card.text, patience=PATIENCE)
        kept = await questions(bot)
        edits = [each for each in newsroom.sandbox.requests if each.method == "PATCH" and str(desk.id) in each.path]
        del newsroom.sandbox._web.requests[20:]

    assert [each.refused for each in filled if each.refused] == []
    assert [times for _, times in kept] == [MANY]
    assert sum("The desk" in each.text for each in filled) == MANY
    assert len(edits) < MANY / 4


async def test_a_desk_whose_channel_was_deleted_keeps_the_question_until_it_has_another(
    newsroom: Stage, desk: Channel
) -> None:
    other = newsroom.sandbox.channel(newsroom.home, "new desk")
    async with newsroom.bot() as bot:
        await opened(newsroom, desk)
        newsroom.sandbox.world.remove_channel(desk)
        told = await at_desk(newsroom)
        kept = await questions(bot)
        await opened(newsroom, other)
        (card,) = await posted(newsroom)

    assert told.text == escape(ENGLISH.desk_unreachable)
    assert [times for _, times in kept] == [1]
    assert card.channel is other


async def test_a_card_whose_channel_was_deleted_is_posted_in_the_new_one_when_it_is_asked_again(
    newsroom: Stage, desk: Channel
) -> None:
    other = newsroom.sandbox.channel(newsroom.home, "new desk")
    async with newsroom.bot() as bot:
        await opened(newsroom, desk)
        await at_desk(newsroom)
        newsroom.sandbox.world.remove_channel(desk)
        await opened(newsroom, other)
        answer = await newsroom.admin.slash(newsroom.channel, "ask", question=QUESTION)
        await newsroom.admin.click(answer.message, ASK)
        await newsroom.sandbox.world.until(lambda: bool(newsroom.sandbox.world.history(other)), patience=PATIENCE)
        kept = await questions(bot)

    assert [times for _, times in kept] == [2]


async def test_a_question_for_a_desk_where_the_bot_may_not_post_is_posted_once_it_may(
    newsroom: Stage, desk: Channel
) -> None:
    world = newsroom.sandbox.world
    async with newsroom.bot():
        await opened(newsroom, desk)
        world.permit(desk, world.bot, deny=["send_messages"])
        told = await at_desk(newsroom)
        world.permit(desk, world.bot, allow=["send_messages"])
        await posted(newsroom)

    assert told.text == escape(ENGLISH.desk_unreachable)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("kind", [ChannelKind.TEXT, ChannelKind.FORUM])
@pytest.mark.parametrize("fault", ["lost", "accepted"])
async def test_a_card_whose_posting_fails_is_posted_once(newsroom: Stage, kind: ChannelKind, fault: str) -> None:
    place = newsroom.sandbox.world.add_channel(newsroom.home, "desk", kind)
    path = f"/channels/{place.id}/{'messages' if kind is ChannelKind.TEXT else 'threads'}"
    async with newsroom.bot() as bot:
        await opened(newsroom, place)
        ordered = newsroom.sandbox.faults.order(
            Fault(method="POST", path=path, status=502, after=fault == "accepted", times=1)
        )
        await at_desk(newsroom)
        desk_of(bot).wake()
        found = await posted(newsroom)

    assert ordered.struck == 1
    assert len(found) == 1


async def test_a_card_in_an_archived_post_is_opened_to_be_edited_and_archived_again(newsroom: Stage) -> None:
    forum = newsroom.sandbox.forum(newsroom.home, "desk")
    async with newsroom.bot() as bot:
        await opened(newsroom, forum)
        await at_desk(newsroom)
        (post,) = newsroom.home.threads.values()
        newsroom.sandbox.world.archive(post)
        await desk_of(bot).dismissed(1, reason="Not ours.", by=newsroom.admin.user.id)
        (card,) = cards(newsroom)
        await newsroom.sandbox.world.until(
            lambda: "Not ours." in card.text and post.archived is not None, patience=PATIENCE
        )

    assert custom_ids.DeskDismiss(question=1).encode() not in str(card.components)


async def test_while_the_database_does_not_answer_the_asker_reads_so(newsroom: Stage, desk: Channel) -> None:
    async with newsroom.bot(sleep=patient_sleep) as bot:
        await opened(newsroom, desk)
        answer = await answered(newsroom)
        with contextlib.closing(sqlite3.connect(newsroom.config.store, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            told = await newsroom.reader.click(answer.message, ASK)
            other.execute("ROLLBACK")
        kept = await questions(bot)

    assert told.text == ENGLISH.desk_late
    assert kept == []


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (custom_ids.AskDesk(question=999), ENGLISH.desk_question_gone),
        (custom_ids.DeskTell(question=999, here=False), ENGLISH.desk_question_gone),
        (custom_ids.DeskTold(question=999, user=1), ENGLISH.desk_question_gone),
        (custom_ids.DeskDismiss(question=1), ENGLISH.not_a_curator),
        (custom_ids.Unfollow(notice=7, topic="no-such-topic"), ENGLISH.follow_not),
        (custom_ids.FollowFact(fact="no-such-fact"), ENGLISH.fact_gone),
        ("b1:desk-tell:1:loudly", ENGLISH.foreign_button),
        ("b1:desk-dismiss:-1", ENGLISH.foreign_button),
    ],
)
async def test_a_forged_button_of_the_desk_changes_nothing_and_is_answered_in_a_sentence(
    newsroom: Stage, desk: Channel, action: custom_ids.Action | str, said: str
) -> None:
    async with newsroom.bot() as bot:
        await opened(newsroom, desk)
        told = await at_desk(newsroom)
        forged(told.message, TELL, action)
        refused = await newsroom.reader.click(told.message, TELL)
        waiting = await bot.store.tellings.waiting(1)
        kept = await bot.store.desk_questions.find(1)

    assert refused.text == said
    assert waiting == 0
    assert kept is not None
    assert (kept.times, kept.state) == (1, "open")


async def test_a_question_of_another_server_cannot_be_put_to_the_desk_or_be_decided_there(
    newsroom: Stage, desk: Channel
) -> None:
    elsewhere = newsroom.sandbox.guild("Elsewhere")
    world = newsroom.sandbox.world
    chief = world.add_role(elsewhere, "chief", 8)
    world.join(elsewhere, newsroom.admin.user, roles=[chief])
    place = newsroom.sandbox.channel(elsewhere, "general")
    async with newsroom.bot() as bot:
        await opened(newsroom, desk)
        await at_desk(newsroom)
        await newsroom.admin.slash(place, "desk set", channel=place)
        await newsroom.admin.slash(place, "desk curators", role=chief)
        here = await newsroom.admin.slash(place, "ask", question=OTHER)
        told = await newsroom.admin.click(here.message, ASK)
        forged(told.message, TELL, custom_ids.DeskDismiss(question=1))
        decided = await newsroom.admin.click(told.message, custom_ids.DeskDismiss(question=1).encode())
        forged(told.message, ENGLISH.desk_tell_here_button, custom_ids.AskDesk(question=1))
        asked = await newsroom.admin.click(told.message, custom_ids.AskDesk(question=1).encode())
        kept = await questions(bot)

    assert decided.text == ENGLISH.desk_question_gone
    assert asked.text == ENGLISH.desk_question_gone
    assert [times for _, times in kept] == [1, 1]


@pytest.mark.usefixtures("hasty")
async def test_an_answer_of_the_desk_that_cannot_be_sent_is_told_once_when_it_can(
    newsroom: Stage, desk: Channel
) -> None:
    async with newsroom.bot() as bot:
        await opened(newsroom, desk)
        await newsroom.reader.click((await at_desk(newsroom)).message, TELL)
        path = f"/channels/{newsroom.reader.direct.id}/messages"
        fault = newsroom.sandbox.faults.order(Fault(method="POST", path=path, status=502, times=5))
        await desk_of(bot).answered(1, fact="dark-since", by=newsroom.admin.user.id)
        await newsroom.sandbox.until(lambda: fault.struck == 5)
        async with asyncio.timeout(PATIENCE):
            while await bot.store.tellings.waiting(1):
                desk_of(bot).wake()

    assert len(newsroom.sandbox.world.history(newsroom.reader.direct)) == 1


def mention(bot: BriefingBot, question: str) -> str:
    return f"<@{bot.user.id if bot.user else 0}> {question}"
