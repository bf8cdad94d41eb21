from __future__ import annotations

import asyncio
import dataclasses
import sqlite3
from contextlib import closing

import pytest
from newsrooms import DUE, Newsroom, facts_of
from serving import settled

from bot.sandbox import Fault, Message
from bot.sandbox import components as tree
from bot.ui import custom_ids

FACTS = "More facts"
LIGHT = "knowledge/facts/light.yaml"


async def posted(newsroom: Newsroom, facts: int = 2) -> Message:
    async with newsroom.with_config(newsroom.channel, facts=facts).bot(alarm=newsroom.alarm) as bot:
        await newsroom.at(DUE, bot)
    return newsroom.posts()[-1]


async def test_more_facts_are_others_than_those_of_the_briefing_also_after_a_restart(newsroom: Newsroom) -> None:
    post = await posted(newsroom)
    async with newsroom.bot() as bot:
        listed = await newsroom.reader.click(post, FACTS)
        opened = await newsroom.reader.click(listed.message, "Open")
        facts = bot.bases.default.knowledge.facts
        told = await bot.store.deliveries.told(newsroom.channel.id)

    (menu,) = [part for part in tree.walk(listed.message.components) if part["type"] == tree.STRING_SELECT]
    shown = [option["value"] for option in menu["options"]]
    assert told.keys() == set(facts_of(post))
    assert sorted([*shown, *facts_of(post)]) == sorted(facts)
    assert listed.ephemeral
    assert listed.message is not post
    assert facts[shown[0]].statement in listed.text
    assert facts[shown[0]].statement in opened.text


async def test_more_facts_begin_with_the_news_for_which_the_briefing_had_no_room(newsroom: Newsroom) -> None:
    stage = newsroom.with_config(newsroom.channel, facts=1)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await newsroom.at(DUE, bot)
    newsroom.rewrite(LIGHT, "Ostrand measured waves", "Ostrand has measured waves")
    newsroom.rewrite("knowledge/facts/ferry.yaml", "is repaired, its owners say", "is mended, its owners say")
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await newsroom.at(DUE.replace(day=4), bot)
        post = newsroom.posts()[-1]
        listed = await newsroom.reader.click(post, FACTS)
        statements = {key: fact.statement for key, fact in bot.bases.default.knowledge.facts.items()}

    (waiting,) = {"wave-height", "ferry-by-day"} - set(facts_of(post))
    assert len(facts_of(post)) == 1
    assert listed.text.split("\n")[2] == statements[waiting]


async def test_more_facts_are_shown_also_while_the_database_fails(newsroom: Newsroom) -> None:
    post = await posted(newsroom)
    async with newsroom.bot() as bot:
        with closing(sqlite3.connect(newsroom.config.store)) as db:
            db.execute("DROP TABLE told")
        listed = await newsroom.reader.click(post, FACTS)
        shown = [fact.statement for key, fact in bot.bases.default.knowledge.facts.items() if key not in facts_of(post)]

    assert any(statement in listed.text for statement in shown)


async def test_a_briefing_with_all_facts_says_that_there_are_no_more(newsroom: Newsroom) -> None:
    stage = newsroom.with_config(newsroom.channel)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        facts = dict(list(bot.bases.default.knowledge.facts.items())[:1])
        bot.bases.put(
            dataclasses.replace(
                bot.bases.default, knowledge=dataclasses.replace(bot.bases.default.knowledge, facts=facts)
            )
        )
        await newsroom.at(DUE, bot)
        said = await newsroom.reader.click(newsroom.posts()[0], FACTS)

    assert said.text == "There are no more facts than those in this briefing."


async def test_more_facts_are_paged_in_place_and_any_can_be_chosen(newsroom: Newsroom) -> None:
    post = await posted(newsroom)
    async with newsroom.bot() as bot:
        first = await newsroom.reader.click(post, FACTS)
        text = first.text
        others = [key for key in bot.bases.default.knowledge.facts if key not in facts_of(post)]
    async with newsroom.bot() as bot:
        second = await newsroom.reader.click(first.message, "Next")
        last = others[-1]
        menu = custom_ids.EditionPick(day=DUE.date()).encode()
        chosen = await newsroom.reader.choose(second.message, menu, [last])
        statement = bot.bases.default.knowledge.facts[last].statement

    assert len(others) > 3
    assert second.message is first.message
    assert "Page 2 of" in second.text
    assert second.text != text
    assert chosen.message is not second.message
    assert statement in chosen.text


async def test_a_briefing_does_not_change_when_somebody_presses_a_button(newsroom: Newsroom) -> None:
    post = await posted(newsroom)
    before = post.content
    async with newsroom.bot():
        await newsroom.reader.click(post, FACTS)

    assert post.content == before
    assert newsroom.posts() == [post]


async def test_a_fact_that_has_left_the_base_is_left_out_of_an_old_list(newsroom: Newsroom) -> None:
    post = await posted(newsroom)
    async with newsroom.bot():
        listed = await newsroom.reader.click(post, FACTS)
    (menu,) = [part for part in tree.walk(listed.message.components) if part["type"] == tree.STRING_SELECT]
    count = len(menu["options"])
    menu["options"][0]["value"] = "gone"
    async with newsroom.bot():
        fewer = await newsroom.reader.click(listed.message, "Next")
        text = fewer.text
        (menu,) = [part for part in tree.walk(fewer.message.components) if part["type"] == tree.STRING_SELECT]
        for number, option in enumerate(menu["options"]):
            option["value"] = f"gone-{number}"
        gone = await newsroom.reader.click(fewer.message, "Previous")

    assert f"{count - 1} facts" in text
    assert gone.text == "None of these facts exist any more."


async def test_a_question_is_asked_in_a_form_and_answered_as_ask_does_also_after_a_restart(newsroom: Newsroom) -> None:
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


async def test_the_form_is_in_the_language_of_the_user(newsroom: Newsroom) -> None:
    post = await posted(newsroom)
    async with newsroom.bot():
        opened = await newsroom.sandbox.user("lectora", locale="es-419").click(post, "Ask a question")

    assert opened.modal["title"] == "Hacer una pregunta"


async def test_what_is_new_or_changed_comes_first_and_is_marked_and_a_quiet_day_says_so(newsroom: Newsroom) -> None:
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


async def test_a_change_that_is_loaded_while_a_briefing_is_on_its_way_is_news_the_next_day(newsroom: Newsroom) -> None:
    hold = asyncio.Event()
    path = f"/channels/{newsroom.channel.id}/messages"
    fault = newsroom.sandbox.faults.order(Fault(method="POST", path=path, hold=hold))
    newsroom.clock.now = DUE
    async with newsroom.with_config(newsroom.channel, facts=1).bot(alarm=newsroom.alarm) as bot:
        await asyncio.wait_for(fault.hit.wait(), 60)
        newsroom.rewrite("knowledge/facts/ferry.yaml", "is repaired, its owners say", "is mended, its owners say")
        bot.bases.put(newsroom.base())
        hold.set()
        await settled(bot)
        await newsroom.at(DUE.replace(day=4), bot)

    first, second = newsroom.posts()
    assert facts_of(first) == facts_of(second) == ["ferry-by-day"]
    assert "**Changed**" in second.content


async def test_a_claim_and_what_disputes_it_are_sent_together(newsroom: Newsroom) -> None:
    post = await posted(newsroom, facts=5)
    told = facts_of(post)

    assert told.index("cost-doubted") == told.index("repair-cost") + 1


@pytest.mark.parametrize("locale", ["en-US", "es-ES"])
async def test_the_briefing_of_a_base_without_facts_says_so_once(newsroom: Newsroom, locale: str) -> None:
    newsroom.home.locale = locale
    stage = newsroom.with_config(newsroom.channel)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        bot.bases.put(
            dataclasses.replace(bot.bases.default, knowledge=dataclasses.replace(bot.bases.default.knowledge, facts={}))
        )
        await newsroom.at(DUE, bot)
        await newsroom.wake(bot)

    (post,) = newsroom.posts()
    assert facts_of(post) == []
    assert ("no facts to report" in post.content) is (locale == "en-US")


async def test_the_editions_of_two_channels_do_not_know_of_each_other(newsroom: Newsroom) -> None:
    other = newsroom.sandbox.channel(newsroom.home, "other")
    stage = newsroom.with_config(newsroom.channel, other)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await newsroom.at(DUE, bot)
        await settled(bot)

    assert newsroom.posts()[0].content == newsroom.posts(other)[0].content
