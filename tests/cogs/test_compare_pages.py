from __future__ import annotations

import pytest
from serving import Stage

from bot.cogs.autocomplete import PICKED
from bot.i18n import ENGLISH, SPANISH
from bot.sandbox import Exchange
from bot.sandbox import components as tree
from bot.ui import custom_ids

CLAIM = "The Harbour Office puts the repair of the lighthouse at 600,000 crowns."
DOUBT = "Builders in Ostrand expect the repair of the lighthouse to cost twice what the Harbour Office says."


async def compare(newsroom: Stage, **options: str) -> Exchange:
    return await newsroom.reader.slash(newsroom.channel, "compare", **options)


def second_doubt(newsroom: Stage) -> None:
    """Let the keeper dispute the cost as well, and the owners of the ferry the day of the repair."""
    newsroom.rewrite(
        "knowledge/facts/light.yaml", "- id: keeper-saw\n", "- id: keeper-saw\n  disputes: [repair-cost]\n"
    )
    path = "knowledge/facts/ferry.yaml"
    newsroom.rewrite(path, "- id: ferry-by-day\n", "- id: ferry-by-day\n  disputes: [repair-end]\n")


@pytest.mark.parametrize("claim", ["repair-cost", "cost-doubted", " repair-cost ", "how much will the repair cost"])
async def test_a_claim_is_shown_beside_what_disputes_it_each_with_standing_attribution_and_quote(
    newsroom: Stage, claim: str
) -> None:
    async with newsroom.bot():
        shown = await compare(newsroom, claim=claim)

    assert shown.ephemeral
    assert [line for line in shown.text.split("\n") if not line.startswith("-# Ostrand Post")] == [
        "-# The claim",
        f"### {CLAIM}",
        "**Disputed**, said by the Harbour Office",
        "> The Harbour Office says the repair will cost 600,000 crowns",
        "-# Disputed by",
        f"### {DOUBT}",
        "**Stated** by builders in Ostrand",
        "> Builders in Ostrand doubt the sum: they expect twice as much",
    ]
    frames = [part for part in shown.message.components if part["type"] == tree.CONTAINER]
    assert len({frame["accent_color"] for frame in frames}) == len(frames) == 2


async def test_the_pages_of_a_dispute_are_turned_after_a_restart(newsroom: Stage) -> None:
    second_doubt(newsroom)
    async with newsroom.bot():
        shown = await compare(newsroom, claim="repair-cost")
        first = shown.text
    async with newsroom.bot():
        second = await newsroom.reader.click(shown.message, "Next")

    assert "Disputed by · 1/2" in first
    assert second.message is shown.message
    assert f"### {CLAIM}" in second.text
    assert "Disputed by · 2/2" in second.text
    assert "### Builders" in second.text


async def test_all_disputed_claims_are_listed_and_one_is_chosen_from_the_menu_after_a_restart(newsroom: Stage) -> None:
    second_doubt(newsroom)
    async with newsroom.bot():
        listed = await compare(newsroom)
        lines = listed.text.split("\n")
    async with newsroom.bot():
        chosen = await newsroom.reader.choose(
            listed.message,
            custom_ids.DisputeSelect().encode(),
            ["The Harbour Office says that the repair of the lighthouse will be done by midsummer."],
        )
        text = chosen.text
        back = await newsroom.reader.click(chosen.message, ENGLISH.compare_all_button)

    assert lines[:3] == ["## Disputed claims", "-# 2 disputed claims", CLAIM]
    assert chosen.message is listed.message
    assert "### The ferry Petrel runs only by day" in text
    assert back.text.split("\n") == lines


async def test_the_only_disputed_claim_is_shown_at_once(newsroom: Stage) -> None:
    async with newsroom.bot():
        shown = await compare(newsroom)

    assert shown.text.split("\n")[:2] == ["-# The claim", f"### {CLAIM}"]


async def test_the_context_of_either_side_is_opened(newsroom: Stage) -> None:
    async with newsroom.bot():
        shown = await compare(newsroom, claim="repair-cost")
        context = await newsroom.reader.click(shown.message, custom_ids.InContext(fact="cost-doubted").encode())

    assert "**Builders in Ostrand doubt the sum: they expect twice as much**" in context.text
    assert context.message is not shown.message


async def test_a_fact_that_nothing_disputes_says_so_and_shows_what_is_disputed(newsroom: Stage) -> None:
    async with newsroom.bot():
        shown = await compare(newsroom, claim="lamp-height")
        asked = await compare(newsroom, claim="how high above the sea is the lamp")

    expected = "No fact disputes this: The lamp of Grey Skerry stands 38 metres above the sea."
    assert shown.text.split("\n")[:2] == asked.text.split("\n")[:2] == [expected, "## Disputed claims"]


async def test_words_that_fit_nothing_say_so_and_show_what_is_disputed(newsroom: Stage) -> None:
    async with newsroom.bot():
        shown = await compare(newsroom, claim="*zebra* stripes")

    assert shown.text.replace("\\", "").startswith(ENGLISH.compare_unmatched.format(typed="*zebra* stripes"))
    assert CLAIM in shown.text


async def test_a_base_without_disputes_says_so(newsroom: Stage) -> None:
    newsroom.rewrite("knowledge/facts/repair.yaml", "  disputes: [repair-cost]\n", "")
    newsroom.rewrite("knowledge/facts/repair.yaml", "standing: disputed", "standing: claimed")
    async with newsroom.bot():
        texts = {(await compare(newsroom)).text, (await compare(newsroom, claim="repair-cost")).text}

    assert texts == {f"## {ENGLISH.compare}\n{ENGLISH.compare_none}"}


async def test_a_dispute_that_is_gone_says_so(newsroom: Stage) -> None:
    second_doubt(newsroom)
    async with newsroom.bot():
        listed = await compare(newsroom)
        shown = await compare(newsroom, claim="repair-cost")
    newsroom.rewrite("knowledge/facts/repair.yaml", "  disputes: [repair-cost]\n", "")
    newsroom.rewrite("knowledge/facts/repair.yaml", "standing: disputed", "standing: claimed")
    newsroom.rewrite("knowledge/facts/light.yaml", "  disputes: [repair-cost]\n", "")
    async with newsroom.bot():
        pick = custom_ids.DisputeSelect().encode()
        gone = [
            await newsroom.reader.choose(listed.message, pick, ["repair-cost"]),
            await newsroom.reader.click(shown.message, "Next"),
        ]

    assert [each.text for each in gone] == [ENGLISH.dispute_gone] * 2


async def test_claims_are_completed_by_their_words_and_by_who_makes_them(newsroom: Stage) -> None:
    second_doubt(newsroom)
    async with newsroom.bot():
        typed = ("", "midsummer", "HARBOUR", "how much", "zzzz")
        offered = [await newsroom.reader.autocomplete(newsroom.channel, "compare", claim=each) for each in typed]

    assert [[choice["value"].removeprefix(PICKED) for choice in choices] for choices in offered] == [
        ["repair-cost", "repair-end"],
        ["repair-end"],
        ["repair-cost", "repair-end"],
        ["repair-cost"],
        [],
    ]


async def test_a_spanish_reader_compares_in_spanish(newsroom: Stage) -> None:
    lector = newsroom.sandbox.user("lector", locale="es-ES")
    async with newsroom.bot():
        shown = await lector.slash(newsroom.channel, "comparar", afirmación="repair-cost")
        listed = await lector.click(shown.message, SPANISH.compare_all_button)

    assert SPANISH.compare in listed.text
    assert "1 afirmación cuestionada" in listed.text
