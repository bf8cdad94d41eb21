from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.timers import Timers
from serving import Stage

from bot.app.client import BriefingBot
from bot.cogs.autocomplete import PICKED
from bot.cogs.feedback import LONGEST_COMMENT, PATIENCE, voter_name
from bot.config import QuestionsConfig
from bot.i18n import ENGLISH, SPANISH
from bot.sandbox import Exchange
from bot.sandbox.model import MessageFlag
from bot.storage import VoteCount
from bot.ui import custom_ids

SECONDARY, SUCCESS = 2, 3
"""Discord's styles of a button."""

QUESTION = "how much will the repair cost"
FACT = "repair-cost"
UP, DOWN = ENGLISH.vote_up_button, ENGLISH.vote_down_button
UP_CAST, DOWN_CAST = (ENGLISH.vote_cast.format(vote=vote) for vote in (UP, DOWN))


async def asked(newsroom: Stage, question: str = QUESTION) -> Exchange:
    return await newsroom.reader.slash(newsroom.channel, "ask", question=question)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the store's lock, as another process may."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def forge(exchange: Exchange, label: str, custom_id: str) -> None:
    """Have a button of a message carry another custom_id."""
    (button,) = (button for button in exchange.message.buttons if button.get("label") == label)
    button["custom_id"] = custom_id


def vote_id(exchange: Exchange, label: str) -> str:
    """The custom_id of the button to vote, whether or not it is marked."""
    found = (button for button in exchange.message.buttons if str(button.get("label")).startswith(label))
    return str(next(found)["custom_id"])


async def votes(bot: BriefingBot) -> list[tuple[int, int, tuple[str, ...]]]:
    return [(tally.up, tally.down, tally.words) for tally in await bot.store.votes.counts()]


def vote_buttons(exchange: Exchange) -> list[tuple[str, int]]:
    """The label and the style of each button to vote."""
    found = [button for button in exchange.message.buttons if ":vote:" in str(button.get("custom_id"))]
    return [(button["label"], button["style"]) for button in found]


async def test_a_vote_for_an_answer_is_counted_and_marked_on_its_button(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        answer = await asked(newsroom)
        text = answer.text
        marked = await newsroom.reader.click(answer.message, vote_id(answer, UP))
        tallies = await bot.store.votes.counts()

    assert marked.message is answer.message
    assert marked.text == text
    assert vote_buttons(answer) == [(UP_CAST, SUCCESS), (DOWN, SECONDARY)]
    assert tallies == (VoteCount(fact=FACT, up=1, down=0, words=()),)


async def test_a_vote_on_a_card_that_others_see_too_is_thanked_for_to_the_voter_alone(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await asked(newsroom)
        answer.message.flags &= ~MessageFlag.EPHEMERAL
        thanks = await newsroom.reader.click(answer.message, vote_id(answer, UP))

    assert thanks.text == ENGLISH.vote_thanks
    assert thanks.ephemeral
    assert thanks.message is not answer.message
    assert vote_buttons(answer) == [(UP, SECONDARY), (DOWN, SECONDARY)]


async def test_a_vote_against_counts_and_is_marked_though_its_form_is_closed(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        answer = await asked(newsroom)
        opened = await newsroom.reader.click(answer.message, vote_id(answer, DOWN))
        await newsroom.sandbox.world.until(
            lambda: vote_buttons(answer) == [(UP, SECONDARY), (DOWN_CAST, SUCCESS)], patience=60
        )
        cast = await votes(bot)

    assert opened.modal["title"] == ENGLISH.comment_form
    assert cast == [(0, 1, ())]


async def test_the_comment_of_the_form_is_listed_beside_its_vote(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        answer = await asked(newsroom)
        opened = await newsroom.reader.click(answer.message, vote_id(answer, DOWN))
        marked = await newsroom.reader.submit(opened, {ENGLISH.comment_label: " the wrong sum "})
        cast = await votes(bot)

    assert marked.message is answer.message
    assert vote_buttons(answer) == [(UP, SECONDARY), (DOWN_CAST, SUCCESS)]
    assert cast == [(0, 1, ("the wrong sum",))]


@pytest.mark.parametrize("word", ["", "   ", "outdated"])
async def test_the_form_of_a_card_that_others_see_too_is_thanked_for(newsroom: Stage, word: str) -> None:
    async with newsroom.bot() as bot:
        answer = await asked(newsroom)
        answer.message.flags &= ~MessageFlag.EPHEMERAL
        opened = await newsroom.reader.click(answer.message, DOWN)
        thanks = await newsroom.reader.submit(opened, {ENGLISH.comment_label: word})
        cast = await votes(bot)

    assert thanks.text == (ENGLISH.comment_thanks if word.strip() else ENGLISH.vote_thanks)
    assert thanks.ephemeral
    assert cast == [(0, 1, ("outdated",) if word.strip() else ())]


async def test_the_form_takes_no_more_than_the_longest_word(newsroom: Stage) -> None:
    async with newsroom.bot():
        opened = await newsroom.reader.click((await asked(newsroom)).message, DOWN)

    (row,) = opened.modal["components"]
    assert row["component"]["max_length"] == LONGEST_COMMENT
    assert not row["component"]["required"]


@pytest.mark.parametrize("custom_id", ["", "b0:word:1", "b1:load:7", "a-form-of-another-bot"])
async def test_a_form_that_this_version_does_not_know_is_answered_in_a_sentence(
    newsroom: Stage, custom_id: str
) -> None:
    async with newsroom.bot() as bot:
        opened = await newsroom.reader.click((await asked(newsroom)).message, DOWN)
        opened.interaction.modal = {**opened.modal, "custom_id": custom_id}
        told = await newsroom.reader.submit(opened, {ENGLISH.comment_label: "no"})
        cast = await votes(bot)

    assert told.text == ENGLISH.foreign_button
    assert told.ephemeral
    assert cast == [(0, 1, ())]


async def test_the_library_keeps_no_form_that_was_opened(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        await newsroom.reader.click((await asked(newsroom)).message, DOWN)
        await asked(newsroom)  # by then the form's own receipt has come
        kept = dict(bot._connection._view_store._modals)

    assert kept == {}


async def test_each_person_counts_once_and_can_change_their_mind(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        answer = await asked(newsroom)
        opened = await newsroom.reader.click(answer.message, vote_id(answer, DOWN))
        await newsroom.reader.submit(opened, {ENGLISH.comment_label: "no"})
        against = await votes(bot)
        for _ in range(2):
            await newsroom.reader.click(answer.message, vote_id(answer, UP))
        changed = await votes(bot)

    assert against == [(0, 1, ("no",))]
    assert changed == [(1, 0, ())]


async def test_a_word_for_a_vote_that_was_changed_in_the_meantime_is_not_kept(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        answer = await asked(newsroom)
        opened = await newsroom.reader.click(answer.message, vote_id(answer, DOWN))
        await newsroom.reader.click(answer.message, vote_id(answer, UP))
        told = await newsroom.reader.submit(opened, {ENGLISH.comment_label: "no"})
        cast = await votes(bot)

    assert told.text == ENGLISH.vote_gone
    assert cast == [(1, 0, ())]


async def test_two_askers_of_the_same_count_as_two(newsroom: Stage) -> None:
    other = newsroom.sandbox.user("other")
    async with newsroom.bot() as bot:
        await newsroom.reader.click((await asked(newsroom)).message, UP)
        again = await other.slash(newsroom.channel, "ask", question=QUESTION)
        await other.click(again.message, vote_id(again, DOWN))
        cast = await votes(bot)

    assert cast == [(1, 1, ())]


async def test_buttons_and_an_open_form_live_on_after_a_restart(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await asked(newsroom)
        opened = await newsroom.reader.click(answer.message, vote_id(answer, DOWN))
    async with newsroom.bot() as bot:
        marked = await newsroom.reader.submit(opened, {ENGLISH.comment_label: "late"})
        before = await votes(bot)
        await newsroom.reader.click(answer.message, vote_id(answer, UP))
        after = await votes(bot)

    assert marked.message is answer.message
    assert before == [(0, 1, ("late",))]
    assert after == [(1, 0, ())]


async def test_a_suggestion_picked_while_typing_can_be_voted_on(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        answer = await asked(newsroom, f"{PICKED}{FACT}")
        await newsroom.reader.click(answer.message, vote_id(answer, UP))
        cast = await votes(bot)

    assert cast == [(1, 0, ())]


@pytest.mark.parametrize("question", ["what was the storm called", "zebra crossings in Peru"])
async def test_outcomes_other_than_answers_have_no_votes(newsroom: Stage, question: str) -> None:
    async with newsroom.bot():
        other = await asked(newsroom, question)

    assert not {UP, DOWN} & set(other.message.labels)


async def test_shared_facts_and_facts_opened_by_id_have_no_votes(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await asked(newsroom)
        await newsroom.reader.click(answer.message, "Share")
        fact = await newsroom.reader.slash(newsroom.channel, "fact", id=FACT)

    (shared,) = newsroom.sandbox.messages(newsroom.channel)
    assert {UP, DOWN} <= set(answer.message.labels)
    assert not {UP, DOWN} & {*shared.labels, *fact.message.labels}


async def test_a_vote_on_a_question_that_has_expired_is_answered_in_a_sentence(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        answer = await asked(newsroom)
        opened = await newsroom.reader.click(answer.message, vote_id(answer, DOWN))
        late = newsroom.sandbox.world.clock().replace(year=9999)
        await bot.store.questions.expire(late, now=late)
        gone = [
            await newsroom.reader.click(answer.message, vote_id(answer, UP)),
            await newsroom.reader.click(answer.message, vote_id(answer, DOWN)),
            await newsroom.reader.submit(opened, {ENGLISH.comment_label: "late"}),
        ]
        cast = await votes(bot)

    assert [each.text for each in gone] == [ENGLISH.vote_gone] * 3
    assert cast == []


@pytest.mark.parametrize(
    "forged",
    [
        custom_ids.Vote(up=True, question=999, fact=FACT),
        custom_ids.Vote(up=True, question=10**18 - 1, fact=FACT),
        custom_ids.Vote(up=True, question=1, fact="lamp-range"),
        custom_ids.Vote(up=False, question=1, fact="no-such-fact"),
    ],
)
async def test_a_forged_vote_is_not_counted_and_answered_in_a_sentence(
    newsroom: Stage, forged: custom_ids.Vote
) -> None:
    async with newsroom.bot() as bot:
        answer = await asked(newsroom)
        forge(answer, UP, forged.encode())
        refused = await newsroom.reader.click(answer.message, vote_id(answer, UP))
        cast = await votes(bot)

    assert refused.text == ENGLISH.vote_gone
    assert cast == []


async def test_a_button_that_claims_to_be_a_form_is_answered_in_a_sentence(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await asked(newsroom)
        forge(answer, UP, custom_ids.VoteComment(question=1).encode())
        refused = await newsroom.reader.click(answer.message, vote_id(answer, UP))

    assert refused.text == ENGLISH.foreign_button


async def test_while_the_store_is_locked_answers_come_at_once_with_votes(newsroom: Stage) -> None:
    async with newsroom.bot(sleep=Timers()) as bot:
        with locked(newsroom.config.store):
            answer = await asked(newsroom)
        marked = await newsroom.reader.click(answer.message, vote_id(answer, UP))
        cast = await votes(bot)

    assert "600,000 crowns" in answer.text
    assert marked.message is answer.message
    assert cast == [(1, 0, ())]


async def test_a_vote_while_the_store_is_locked_is_said_to_be_unsure(newsroom: Stage) -> None:
    timers = Timers()
    async with newsroom.bot(sleep=timers):
        answer = await asked(newsroom)
        with locked(newsroom.config.store):
            voting = newsroom.reader.start_click(answer.message, vote_id(answer, DOWN))
            await timers.ring(PATIENCE, times=2)  # once for the question's place among the answers in work
            unsure = await voting.answered()

    assert unsure.text == ENGLISH.vote_unsure


async def test_if_no_questions_are_kept_there_are_no_votes(newsroom: Stage) -> None:
    newsroom.config = newsroom.config.model_copy(update={"questions": QuestionsConfig(keep_days=0)})
    async with newsroom.bot() as bot:
        answer = await asked(newsroom)
        kept = await bot.store.questions.latest(10)

    assert not {UP, DOWN} & set(answer.message.labels)
    assert kept == ()


async def test_votes_are_spoken_of_in_the_voters_language(newsroom: Stage) -> None:
    lector = newsroom.sandbox.user("lector", locale="es-ES")
    async with newsroom.bot():
        answer = await lector.slash(newsroom.channel, "preguntar", pregunta=QUESTION)
        await lector.click(answer.message, SPANISH.vote_up_button)
        marked = vote_buttons(answer)
        opened = await lector.click(answer.message, SPANISH.vote_down_button)

    assert marked == [("Útil ✓", SUCCESS), ("No es útil", SECONDARY)]
    assert opened.modal["title"] == SPANISH.comment_form


async def test_the_database_has_no_id_of_the_voter_and_the_key_is_nowhere_else(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        answer = await asked(newsroom)
        await newsroom.reader.click(answer.message, vote_id(answer, UP))
        key = await bot.store.votes.key(lambda: b"another")
    with contextlib.closing(sqlite3.connect(newsroom.config.store)) as db:
        dump = "\n".join(db.iterdump())

    assert len(key) == 32
    assert str(newsroom.reader.user.id) not in dump
    assert voter_name(key, 1, newsroom.reader.user.id) in dump


def test_a_voters_name_differs_by_question_by_user_and_by_key() -> None:
    names = {voter_name(key, question, user) for key in (b"a", b"b") for question in (1, 11) for user in (1, 11)}

    assert len(names) == 8
