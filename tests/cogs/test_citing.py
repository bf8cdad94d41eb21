from __future__ import annotations

from serving import Stage

from bot.i18n import ENGLISH, SPANISH
from bot.ui import custom_ids

QUESTION = "how much will the repair cost"
EXACT = "The repair will cost 600,000 crowns"


async def test_cite_shows_the_quote_to_copy_to_the_person_who_presses_alone(newsroom: Stage) -> None:
    other = newsroom.sandbox.user("lector", locale="es-ES")
    async with newsroom.bot():
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        cited = await newsroom.reader.click(answer.message, "Cite")
        shared = await newsroom.reader.click(answer.message, "Share")
        spanish = await other.click(shared.message, "Cite")
        context = await newsroom.reader.click(answer.message, "In context")
        again = await newsroom.reader.click(context.message, "Cite")

    assert cited.ephemeral
    assert spanish.ephemeral
    assert cited.text.count("```") == 4
    assert f"**{ENGLISH.cite_plain}**" in cited.text
    assert f"**{ENGLISH.cite_markdown}**" in cited.text
    assert "quote checked" in cited.text.lower()
    assert SPANISH.cite in spanish.text
    assert again.text == cited.text


async def test_a_fact_with_several_quotes_is_cited_page_by_page_in_place(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        key = next(fact.id for fact in bot.bases.default.knowledge.facts.values() if len(fact.quotes) > 1)
        fact = await newsroom.reader.slash(newsroom.channel, "fact", id=key)
        cited = await newsroom.reader.click(fact.message, "Cite")
        first = cited.text
        turned = await newsroom.reader.click(cited.message, "Next")
        second = bot.bases.default.knowledge.facts[key].quotes[1].exact
        beyond = next(button for button in turned.message.buttons if button["label"] == "Previous")
        beyond["custom_id"] = custom_ids.Cite(fact=key, quote=99).encode()
        gone = await newsroom.reader.click(turned.message, "Previous")

    assert cited.message is not fact.message
    assert turned.message is cited.message
    assert turned.text != first
    assert second in turned.text
    assert gone.text == ENGLISH.fact_gone
