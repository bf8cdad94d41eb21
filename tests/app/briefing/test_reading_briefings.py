from __future__ import annotations

import asyncio
import dataclasses

import pytest
from newsrooms import DUE, Desk, facts_of
from serving import settled

from bot.sandbox import Fault, Message
from bot.ui import custom_ids

FACTS = "All of today's facts"
LIGHT = "knowledge/facts/light.yaml"


async def posted(newsroom: Desk, facts: int = 2) -> Message:
    async with newsroom.with_config(newsroom.channel, facts=facts).bot(alarm=newsroom.alarm) as bot:
        await newsroom.at(DUE, bot)
    return newsroom.posts()[-1]


async def test_all_facts_of_the_day_are_shown_to_the_person_who_presses_also_after_a_restart(newsroom: Desk) -> None:
    post = await posted(newsroom)
    async with newsroom.bot() as bot:
        listed = await newsroom.reader.click(post, FACTS)
        opened = await newsroom.reader.click(listed.message, "Show")
        statements = [bot.base.knowledge.facts[key].statement for key in facts_of(post)]

    assert listed.ephemeral
    assert listed.message is not post
    assert all(statement in listed.text for statement in statements)
    assert statements[0] in opened.text


async def test_more_facts_are_paged_in_place_and_any_can_be_chosen(newsroom: Desk) -> None:
    post = await posted(newsroom, facts=5)
    async with newsroom.bot() as bot:
        first = await newsroom.reader.click(post, FACTS)
        text = first.text
    async with newsroom.bot() as bot:
        second = await newsroom.reader.click(first.message, "Next")
        last = facts_of(post)[-1]
        menu = custom_ids.EditionPick(day=DUE.date()).encode()
        chosen = await newsroom.reader.choose(second.message, menu, [last])
        statement = bot.base.knowledge.facts[last].statement

    assert len(facts_of(post)) > 3
    assert statement not in text
    assert second.message is first.message
    assert "Page 2 of 2" in second.text
    assert statement in second.text
    assert chosen.message is not second.message
    assert statement in chosen.text


async def test_a_briefing_does_not_change_when_somebody_presses_a_button(newsroom: Desk) -> None:
    post = await posted(newsroom)
    before = post.content
    async with newsroom.bot():
        await newsroom.reader.click(post, FACTS)

    assert post.content == before
    assert newsroom.posts() == [post]


async def test_a_fact_that_has_left_the_base_is_left_out_of_an_old_briefing(newsroom: Desk) -> None:
    post = await posted(newsroom)
    assert "dark-since" in facts_of(post)
    newsroom.rewrite(LIGHT, "id: dark-since", "id: dark-now")
    newsroom.rewrite("knowledge/unknowns.yaml", "dark-since", "dark-now")
    async with newsroom.bot():
        listed = await newsroom.reader.click(post, FACTS)
        for button in post.buttons:
            if isinstance(custom_ids.parse(button["custom_id"]), custom_ids.InEdition):
                button["custom_id"] = custom_ids.InEdition(day=DUE.date(), fact=f"gone-{button['id']}").encode()
        gone = await newsroom.reader.click(post, FACTS)

    assert "1 fact" in listed.text
    assert gone.text == "None of this briefing's facts exist any more."


async def test_a_question_is_asked_in_a_form_and_answered_as_ask_does_also_after_a_restart(newsroom: Desk) -> None:
    post = await posted(newsroom)
    question = "how much will the repair cost"
    async with newsroom.bot() as bot:
        asked = await newsroom.reader.slash(newsroom.channel, "ask", question=question)
        opened = await newsroom.reader.click(post, "Ask a question")
        # The answer to another request: the library has put away by then what it would keep of the form.
        await newsroom.reader.slash(newsroom.channel, "sources")
        kept = dict(bot._connection._view_store._modals)
    async with newsroom.bot():
        answered = await newsroom.reader.submit(opened, {"Your question": question})

    assert opened.modal["title"] == "Ask a question"
    assert answered.ephemeral
    assert answered.text == asked.text
    assert kept == {}


async def test_the_form_is_in_the_language_of_the_user(newsroom: Desk) -> None:
    post = await posted(newsroom)
    async with newsroom.bot():
        opened = await newsroom.sandbox.user("lectora", locale="es-419").click(post, "Ask a question")

    assert opened.modal["title"] == "Hacer una pregunta"


async def test_what_is_new_or_changed_comes_first_and_is_marked_and_a_quiet_day_says_so(newsroom: Desk) -> None:
    stage = newsroom.with_config(newsroom.channel)
    days = [DUE.replace(day=day) for day in (3, 4, 5)]
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await newsroom.at(days[0], bot)
        await newsroom.at(days[1], bot)
    newsroom.rewrite(LIGHT, "Ostrand measured waves", "Ostrand has measured waves")
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await newsroom.at(days[2], bot)

    first, quiet, news = newsroom.posts()
    assert "No fact was added or changed" not in first.content
    assert "Nothing was added or changed since the last briefing." in quiet.content
    assert not set(facts_of(first)) & set(facts_of(quiet))
    assert facts_of(news)[0] == "wave-height"
    assert "**Changed** · **Documented**" in news.content
    assert "No fact was added" not in news.content


async def test_a_change_that_is_loaded_while_a_briefing_is_on_its_way_is_news_the_next_day(newsroom: Desk) -> None:
    hold = asyncio.Event()
    path = f"/channels/{newsroom.channel.id}/messages"
    fault = newsroom.sandbox.faults.order(Fault(method="POST", path=path, hold=hold))
    newsroom.clock.now = DUE
    async with newsroom.with_config(newsroom.channel, facts=1).bot(alarm=newsroom.alarm) as bot:
        await asyncio.wait_for(fault.hit.wait(), 60)
        newsroom.rewrite("knowledge/facts/ferry.yaml", "is repaired, its owners say", "is mended, its owners say")
        bot.base = newsroom.base()
        hold.set()
        await settled(bot)
        await newsroom.at(DUE.replace(day=4), bot)

    first, second = newsroom.posts()
    assert facts_of(first) == facts_of(second) == ["ferry-by-day"]
    assert "**Changed**" in second.content


async def test_a_claim_and_what_disputes_it_are_sent_together(newsroom: Desk) -> None:
    post = await posted(newsroom, facts=5)
    told = facts_of(post)

    assert told.index("cost-doubted") == told.index("repair-cost") + 1


@pytest.mark.parametrize("locale", ["en-US", "es-ES"])
async def test_the_briefing_of_a_base_without_facts_says_so_once(newsroom: Desk, locale: str) -> None:
    newsroom.home.locale = locale
    stage = newsroom.with_config(newsroom.channel)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        bot.base = dataclasses.replace(bot.base, knowledge=dataclasses.replace(bot.base.knowledge, facts={}))
        await newsroom.at(DUE, bot)
        await newsroom.wake(bot)

    (post,) = newsroom.posts()
    assert facts_of(post) == []
    assert ("no facts to report" in post.content) is (locale == "en-US")


async def test_the_editions_of_two_channels_do_not_know_of_each_other(newsroom: Desk) -> None:
    other = newsroom.sandbox.channel(newsroom.home, "other")
    stage = newsroom.with_config(newsroom.channel, other)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await newsroom.at(DUE, bot)
        await settled(bot)

    assert newsroom.posts()[0].content == newsroom.posts(other)[0].content
