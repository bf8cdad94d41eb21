from __future__ import annotations

from serving import Stage

from bot.i18n import ENGLISH
from bot.sandbox import Exchange
from bot.sandbox.model import MessageFlag
from bot.ui import custom_ids

QUESTION = "how much will the repair cost"
PARAGRAPH_REST = "be done by midsummer"


async def asked(newsroom: Stage, question: str = QUESTION) -> Exchange:
    return await newsroom.reader.slash(newsroom.channel, "ask", question=question)


async def test_in_context_shows_the_quote_inside_its_paragraph(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await asked(newsroom)
        context = await newsroom.reader.click(answer.message, "In context")

    assert context.ephemeral
    assert context.message is not answer.message
    assert "**The Harbour Office says the repair will cost 600,000 crowns**" in context.text
    assert PARAGRAPH_REST in context.text
    assert "Paragraph 5" in context.text


async def test_the_next_quote_in_context_takes_the_place_of_the_first(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await asked(newsroom, "what did the keeper see")
        context = await newsroom.reader.click(answer.message, "In context")
        turned = await newsroom.reader.click(context.message, "Next")

    assert turned.message is context.message
    assert "**A boat took her off at noon**" in turned.text


async def test_related_lists_facts_and_each_can_be_opened(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await asked(newsroom)
        related = await newsroom.reader.click(answer.message, "Related")
        opened = await newsroom.reader.click(related.message, custom_ids.ShowFact(fact="repair-end").encode())

    assert "done by midsummer" in related.text
    assert "The Harbour Office says that the repair of the lighthouse will be done by midsummer." in opened.text


async def test_share_posts_the_fact_for_all_says_who_shared_what_was_asked_and_pings_nobody(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await asked(newsroom)
        await newsroom.reader.click(answer.message, "Share")

    (shared,) = newsroom.sandbox.messages(newsroom.channel)
    assert "600,000 crowns" in shared.text
    assert "Share" not in shared.labels
    assert shared.text.startswith(f"-# <@{newsroom.reader.user.id}> shared · asked: {QUESTION}\n")
    assert shared.pings.users == ()


async def test_a_shared_fact_has_buttons_whose_answers_only_the_person_who_presses_sees(newsroom: Stage) -> None:
    other = newsroom.sandbox.user("other")
    async with newsroom.bot():
        answer = await asked(newsroom)
        await newsroom.reader.click(answer.message, "Share")
        (shared,) = newsroom.sandbox.messages(newsroom.channel)
        context = await other.click(shared, "In context")

    assert context.ephemeral
    assert context.message.seen_by is other.user


async def test_a_user_who_may_not_write_in_a_channel_cannot_share_there(newsroom: Stage) -> None:
    newsroom.sandbox.world.permit(newsroom.channel, newsroom.reader.user, deny=["send_messages"])
    async with newsroom.bot():
        answer = await asked(newsroom)
        refused = await newsroom.reader.click(answer.message, "Share")

    assert refused.ephemeral
    assert "You cannot post in this channel" in refused.text
    assert newsroom.sandbox.messages(newsroom.channel) == ()


async def test_a_fact_can_be_shared_in_a_direct_message(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await newsroom.reader.slash(newsroom.reader.direct, "ask", question=QUESTION)
        shared = await newsroom.reader.click(answer.message, "Share")

    assert not shared.ephemeral
    assert "600,000 crowns" in shared.text


async def test_a_topic_is_chosen_from_the_menu_and_takes_the_place_of_the_list(newsroom: Stage) -> None:
    async with newsroom.bot():
        topics = await newsroom.reader.slash(newsroom.channel, "topics")
        chosen = await newsroom.reader.choose(topics.message, custom_ids.TopicSelect().encode(), ["The light"])
        paged = await newsroom.reader.click(chosen.message, "Next")
        opened = await newsroom.reader.click(paged.message, "Open")

    assert chosen.message is topics.message
    assert paged.message is topics.message
    assert "Page 2" in paged.text
    assert opened.message is not topics.message


async def test_a_list_that_everybody_sees_stays_as_it_is(newsroom: Stage) -> None:
    async with newsroom.bot():
        topics = await newsroom.reader.slash(newsroom.channel, "topics")
        topics.message.flags &= ~MessageFlag.EPHEMERAL
        before = topics.text
        chosen = await newsroom.reader.choose(topics.message, custom_ids.TopicSelect().encode(), ["The light"])

    assert chosen.message is not topics.message
    assert chosen.ephemeral
    assert topics.text == before


async def test_buttons_and_menus_live_on_after_a_restart(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await asked(newsroom)
        topics = await newsroom.reader.slash(newsroom.channel, "topics")
    async with newsroom.bot():
        context = await newsroom.reader.click(answer.message, "In context")
        related = await newsroom.reader.click(answer.message, "Related")
        chosen = await newsroom.reader.choose(topics.message, custom_ids.TopicSelect().encode(), ["The ferry"])

    assert PARAGRAPH_REST in context.text
    assert "Builders in Ostrand" in related.text
    assert "The ferry Petrel runs only by day" in chosen.text


async def test_a_button_of_a_fact_that_is_gone_says_so(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await asked(newsroom, "when was the last evening crossing")
    newsroom.rewrite("knowledge/facts/ferry.yaml", "last-evening-crossing", "latest-crossing")
    async with newsroom.bot():
        gone = [await newsroom.reader.click(answer.message, name) for name in ("In context", "Related", "Share")]

    removed = f"## Retired on {ENGLISH.date(newsroom.sandbox.world.clock().date())}\n{ENGLISH.retired_unexplained}\n"
    assert [each.text.startswith(removed) for each in gone] == [True, True, False]
    assert gone[2].text == "This fact is no longer in the base."
    assert all(each.ephemeral for each in gone)


async def test_a_button_of_a_topic_that_is_gone_says_so(newsroom: Stage) -> None:
    async with newsroom.bot():
        topics = await newsroom.reader.slash(newsroom.channel, "topics")
    newsroom.rewrite("knowledge/topics.yaml", "id: ferry", "id: boats")
    newsroom.rewrite("knowledge/facts/ferry.yaml", "[ferry]", "[boats]")
    async with newsroom.bot():
        gone = await newsroom.reader.choose(topics.message, custom_ids.TopicSelect().encode(), ["The ferry"])

    assert gone.text == "This topic no longer exists."


async def test_a_button_that_this_version_does_not_know_is_answered_in_a_sentence(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await asked(newsroom)
        for button in answer.message.buttons:
            if button.get("label") == "Related":
                button["custom_id"] = "b0:nearest:repair-cost"
        foreign = await newsroom.reader.click(answer.message, "Related")

    assert "another version of the bot" in foreign.text


async def test_a_quote_that_is_gone_is_not_shown(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await asked(newsroom)
        for button in answer.message.buttons:
            if button.get("label") == "In context":
                button["custom_id"] = custom_ids.InContext(fact="repair-cost", quote=7).encode()
        gone = await newsroom.reader.click(answer.message, "In context")

    assert gone.text == "This fact is no longer in the base."


async def test_the_library_keeps_no_view_of_what_was_sent(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        answer = await asked(newsroom)
        await newsroom.reader.click(answer.message, "In context")
        await newsroom.reader.click(answer.message, "Share")
        topics = await newsroom.reader.slash(newsroom.channel, "topics")
        await newsroom.reader.choose(topics.message, custom_ids.TopicSelect().encode(), ["The light"])
        views = bot._connection._view_store

        assert views._views == {}
        assert views._synced_message_views == {}
