from __future__ import annotations

import pytest
from serving import Stage

from bot.cogs.autocomplete import PICKED
from bot.sandbox import UnavailableError
from bot.storage.questions import MANY

COST = "The Harbour Office puts the repair of the lighthouse at 600,000 crowns."


async def test_a_question_is_answered_to_the_asker_alone_with_quote_and_dispute(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question="how much will the repair cost")

    assert answer.ephemeral
    assert COST in answer.text
    assert "The Harbour Office says the repair will cost 600,000 crowns" in answer.text
    assert "Builders in Ostrand" in answer.text


async def test_a_question_is_answered_in_a_direct_message(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await newsroom.reader.slash(newsroom.reader.direct, "ask", question="how much will the repair cost")

    assert COST in answer.text


async def test_a_curated_unknown_is_reported_as_not_in_the_source(newsroom: Stage) -> None:
    async with newsroom.bot():
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question="what was the storm called")

    assert "The source does not say." in answer.text
    assert "The article does not name the storm." in answer.text


@pytest.mark.parametrize("question", ["@everyone", "<@1> <#2> </ask:3>", "🙂", "\u202egnirts", "x" * 2000, "1. # -#"])
async def test_whatever_is_asked_gets_an_answer_that_pings_nobody(newsroom: Stage, question: str) -> None:
    async with newsroom.bot():
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=question)

    (sent,) = (request.body for request in newsroom.sandbox.requests if request.path.endswith("/callback"))
    assert answer.text
    assert isinstance(sent, dict)
    assert sent["data"]["allowed_mentions"] == {"parse": []}
    assert (answer.message.pings.everyone, answer.message.pings.users, answer.message.pings.roles) == (False, (), ())


async def test_discord_takes_no_longer_question_than_is_read(newsroom: Stage) -> None:
    async with newsroom.bot():
        with pytest.raises(UnavailableError, match="takes 1 to 2000"):
            await newsroom.reader.slash(newsroom.channel, "ask", question="x" * 2001)


async def test_autocomplete_offers_at_most_25_and_forgives_a_slip(newsroom: Stage) -> None:
    async with newsroom.bot():
        choices = await newsroom.reader.autocomplete(newsroom.channel, "ask", question="hiw high were teh wav")
        opening = await newsroom.reader.autocomplete(newsroom.channel, "ask", question="")

    assert choices[0]["name"] == "how high were the waves in the storm"
    assert 0 < len(opening) <= 25


async def test_with_nothing_typed_the_facts_asked_for_most_come_first_then_the_most_important(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        important = await newsroom.reader.autocomplete(newsroom.channel, "ask", question="")
        last, second = (str(each["value"]) for each in (important[-1], important[-2]))
        for value, times in ((last, MANY + 1), (second, MANY), (str(important[-3]["value"]), MANY - 1)):
            for _ in range(times):
                await newsroom.reader.slash(newsroom.channel, "ask", question=value)
        await bot.question_log.settle()
        offered = await newsroom.reader.autocomplete(newsroom.channel, "ask", question=" ")

    values = [str(each["value"]) for each in offered]
    rest = [str(each["value"]) for each in important if each["value"] not in (last, second)]
    assert values == [last, second, *rest]


async def test_no_suggestion_shows_the_id_of_a_fact(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        ids = set(bot.bases.default.knowledge.facts)
        offered = [
            *await newsroom.reader.autocomplete(newsroom.channel, "ask", question=""),
            *await newsroom.reader.autocomplete(newsroom.channel, "fact", id="repair-cost"),
            *await newsroom.reader.autocomplete(newsroom.channel, "compare", claim=""),
        ]

    assert offered
    assert not [each["name"] for each in offered if any(key in str(each["name"]) for key in ids)]


async def test_a_suggestion_that_is_picked_leads_to_its_fact_even_if_its_text_is_cut(newsroom: Stage) -> None:
    newsroom.rewrite(
        "knowledge/facts/light.yaml",
        '"how far could the lamp be seen"',
        f'"how far could the lamp {"on its rock in the grey sea " * 4}be seen from a ship"',
    )
    async with newsroom.bot():
        choices = await newsroom.reader.autocomplete(newsroom.channel, "ask", question="how far could the lamp on its")
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=choices[0]["value"])

    assert choices[0]["name"].endswith("…")
    assert choices[0]["value"] == f"{PICKED}lamp-range"
    assert "21 nautical miles" in answer.text


@pytest.mark.parametrize(("command", "option"), [("ask", "question"), ("fact", "id"), ("compare", "claim")])
async def test_a_suggestion_whose_fact_has_gone_is_refused_and_never_asked_as_a_question(
    newsroom: Stage, command: str, option: str
) -> None:
    async with newsroom.bot() as bot:
        offered = await newsroom.reader.autocomplete(newsroom.channel, command, **{option: "repair"})
        gone = str(offered[0]["value"]).replace("repair", "removed")
        answer = await newsroom.reader.slash(newsroom.channel, command, **{option: gone})
        further = await newsroom.reader.autocomplete(newsroom.channel, command, **{option: gone})
        asked = await bot.store.questions.latest(9)

    assert gone.startswith(f"{PICKED}removed")
    assert answer.ephemeral
    assert answer.text == "This fact is no longer in the base."
    assert further == ()
    assert asked == ()


async def test_a_fact_is_shown_by_its_id_and_found_by_words_or_a_part_of_the_id(newsroom: Stage) -> None:
    for file in ("facts/light.yaml", "unknowns.yaml"):
        newsroom.rewrite(f"knowledge/{file}", "wave-height", "q-7")
    async with newsroom.bot():
        by_id = await newsroom.reader.autocomplete(newsroom.channel, "fact", id="Q-")
        by_words = await newsroom.reader.autocomplete(newsroom.channel, "fact", id="builders repiar cost")
        shown = await newsroom.reader.slash(newsroom.channel, "fact", id=by_id[0]["value"])

    assert by_id[0]["value"] == f"{PICKED}q-7"
    assert by_words[0]["value"] == f"{PICKED}cost-doubted"
    assert "waves of 11 metres" in shown.text
    assert shown.ephemeral


async def test_an_unknown_fact_id_is_refused_in_a_sentence(newsroom: Stage) -> None:
    async with newsroom.bot():
        refused = await newsroom.reader.slash(newsroom.channel, "fact", id="no-such-fact")

    assert refused.text == "No fact has this ID. Choose one from the list that appears as you type."
    assert refused.ephemeral


async def test_the_topics_and_the_sources_are_listed(newsroom: Stage) -> None:
    async with newsroom.bot():
        topics = await newsroom.reader.slash(newsroom.channel, "topics")
        sources = await newsroom.reader.slash(newsroom.channel, "sources")

    assert all(title in topics.text for title in ("The light", "The repair", "The ferry"))
    assert "Grey Skerry goes dark" in sources.text
    assert "Ostrand Post" in sources.text
