from __future__ import annotations

from serving import Stage

from bot.i18n import ENGLISH
from bot.sandbox import Exchange
from bot.sandbox.faults import Fault

QUESTION = "how much will the repair cost"


async def asked(newsroom: Stage) -> Exchange:
    return await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)


def shown(exchange: Exchange) -> list[tuple[str, bool]]:
    return [(str(button.get("label")), bool(button.get("disabled"))) for button in exchange.message.buttons]


async def test_a_card_that_was_shared_says_so_and_keeps_the_rest(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await asked(newsroom)
        before, text = shown(answer), answer.text
        await newsroom.reader.click(answer.message, "Share")
        await newsroom.sandbox.world.until(lambda: ("Shared", True) in shown(answer), patience=60)
        related = await newsroom.reader.click(answer.message, "Related")
        voted = await newsroom.reader.click(answer.message, ENGLISH.vote_up_button)

    assert shown(answer) == [("Shared", True) if button == ("Share", False) else button for button in before]
    assert answer.text == text
    assert "Related facts" in related.text
    assert voted.text == ENGLISH.vote_thanks


async def test_two_quick_presses_post_once(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await asked(newsroom)
        presses = [newsroom.reader.start_click(answer.message, "Share") for _ in range(2)]
        first, second = [await press.answered() for press in presses]

    assert len(newsroom.sandbox.messages(newsroom.channel)) == 1
    assert first.message in newsroom.sandbox.messages(newsroom.channel)
    assert second.text == ENGLISH.shared_already
    assert second.ephemeral


async def test_an_answer_whose_button_could_not_be_changed_is_not_shared_twice(newsroom: Stage) -> None:
    edits = Fault(method="PATCH", path="/webhooks/.*", status=404, body={"code": 10008, "message": "Unknown Message"})
    async with newsroom.bot():
        answer = await asked(newsroom)
        fault = newsroom.sandbox.faults.order(edits)
        await newsroom.reader.click(answer.message, "Share")
        await fault.hit.wait()
        again = await newsroom.reader.click(answer.message, "Share")

    assert len(newsroom.sandbox.messages(newsroom.channel)) == 1
    assert again.text == ENGLISH.shared_already


async def test_the_same_fact_asked_for_again_can_be_shared_again(newsroom: Stage) -> None:
    async with newsroom.bot():
        for _ in range(2):
            await newsroom.reader.click((await asked(newsroom)).message, "Share")

    assert len(newsroom.sandbox.messages(newsroom.channel)) == 2


async def test_a_share_that_failed_can_be_tried_again(newsroom: Stage) -> None:
    refusal = Fault(method="POST", path="/interactions/.*", status=403, body={"code": 50013, "message": "Missing"})
    async with newsroom.bot():
        answer = await asked(newsroom)
        newsroom.sandbox.faults.order(refusal)
        await newsroom.reader.click(answer.message, "Share")
        failed = newsroom.sandbox.messages(newsroom.channel)
        await newsroom.reader.click(answer.message, "Share")

    assert failed == ()
    assert len(newsroom.sandbox.messages(newsroom.channel)) == 1


async def test_an_answer_from_before_a_restart_can_be_shared(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await asked(newsroom)
    async with newsroom.bot():
        await newsroom.reader.click(answer.message, "Share")

    assert len(newsroom.sandbox.messages(newsroom.channel)) == 1
