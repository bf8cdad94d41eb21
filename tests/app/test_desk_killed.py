"""The bot is killed while it posts a card or tells an answer, and started again."""

from __future__ import annotations

import asyncio
from enum import StrEnum
from pathlib import Path

import pytest
from mortal import hit, running
from newsrooms import DUE, Newsroom, newsroom_in

from bot.i18n import ENGLISH
from bot.sandbox import Channel, Fault, ManualClock, Sandbox
from bot.sandbox.model import ChannelKind, Message
from bot.storage import DeskQuestion, DeskSettings, Store, Telling
from bot.ui import custom_ids

QUESTION = "who won the election in the city"
WITHIN, AFTER = 20, 600
"""Seconds until the bot is back: Discord still knows a nonce, or not any more."""


POSTED, TOLD = "posted question", "finished telling"


class Step(StrEnum):
    """How far the message had come when the process was killed."""

    RESERVED = "reserved, not sent"
    SENT = "sent, not recorded"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(DUE)


@pytest.fixture
def newsroom(sandbox: Sandbox, clock: ManualClock, tmp_path: Path) -> Newsroom:
    return newsroom_in(sandbox, tmp_path, clock)


async def asked(newsroom: Newsroom, channel: Channel, *, told: bool, here: bool = False) -> int:
    """A question in the store of a bot that does not run; with `told`, it is decided and its asker waits."""
    async with Store.open(newsroom.config.store, now=newsroom.clock) as store:
        await store.desks.put(newsroom.home.id, DeskSettings(channel=channel.id))
        number = await store.desk_questions.add(
            base="default",
            guild=newsroom.home.id,
            text=QUESTION,
            outcome="abstention",
            shown=None,
            nearest=(),
            at=newsroom.clock(),
        )
        if told:
            telling = Telling(
                question=number,
                user=newsroom.reader.user.id,
                locale="en-US",
                channel=newsroom.channel.id if here else None,
                at=newsroom.clock(),
            )
            await store.tellings.put(telling)
            await store.desk_questions.dismiss(number, reason="Not ours.", by=1, at=newsroom.clock())
    return number


async def killed(newsroom: Newsroom, path: str, step: Step, after: float) -> None:
    """Run the bot until its request has come so far, kill it there, and let some time go by."""
    fault = Fault(method="POST", path=path, hold=asyncio.Event(), after=step is Step.SENT)
    newsroom.sandbox.faults.order(fault)
    async with running(newsroom.sandbox, newsroom.config.root / "config.yaml") as mortal:
        await hit(fault, mortal)
        await mortal.kill()
    newsroom.clock.advance(after)


async def finished(newsroom: Newsroom, number: int, *, told: bool) -> DeskQuestion | None:
    """Run the bot until the card is recorded, or the wish deleted; return the question as it then is."""
    async with running(newsroom.sandbox, newsroom.config.root / "config.yaml") as mortal:
        await mortal.said(TOLD if told else POSTED)
    async with Store.open(newsroom.config.store, now=newsroom.clock) as store:
        return await store.desk_questions.find(number)


def cards(newsroom: Newsroom, number: int) -> list[Message]:
    mark = custom_ids.DeskDismiss(question=number).encode()
    found = newsroom.sandbox.world.messages.values()
    return [each for each in found if mark in [button.get("custom_id") for button in each.buttons]]


@pytest.mark.parametrize("kind", [ChannelKind.TEXT, ChannelKind.FORUM])
@pytest.mark.parametrize("step", Step)
async def test_a_process_that_is_killed_while_it_posts_a_card_leaves_one(
    newsroom: Newsroom, step: Step, kind: ChannelKind
) -> None:
    place = newsroom.sandbox.world.add_channel(newsroom.home, "desk", kind)
    number = await asked(newsroom, place, told=False)
    route = "messages" if kind is ChannelKind.TEXT else "threads"
    await killed(newsroom, f"/channels/{place.id}/{route}", step, AFTER)
    question = await finished(newsroom, number, told=False)

    (card,) = cards(newsroom, number)
    assert question is not None
    assert question.card is not None
    assert question.card.message == card.id


@pytest.mark.parametrize(("step", "after"), [(Step.RESERVED, WITHIN), (Step.SENT, WITHIN), (Step.SENT, AFTER)])
async def test_a_process_that_is_killed_while_it_tells_an_answer_tells_it_once(
    newsroom: Newsroom, step: Step, after: float
) -> None:
    number = await asked(newsroom, newsroom.channel, told=True)
    direct = newsroom.reader.direct
    await killed(newsroom, f"/channels/{direct.id}/messages", step, after)
    await finished(newsroom, number, told=True)

    (message,) = newsroom.sandbox.world.history(direct)
    assert ENGLISH.desk_told_dismissed in message.text


async def test_a_process_that_is_killed_while_it_mentions_an_asker_does_so_once(newsroom: Newsroom) -> None:
    newsroom.reader.user.closed = True
    number = await asked(newsroom, newsroom.channel, told=True, here=True)
    await killed(newsroom, f"/channels/{newsroom.channel.id}/messages", Step.SENT, AFTER)
    await finished(newsroom, number, told=True)

    (message,) = newsroom.sandbox.world.history(newsroom.channel)
    assert message.pings.users == (newsroom.reader.user.id,)
