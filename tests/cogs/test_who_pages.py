from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from serving import Stage

from bot.core.knowledge.vocabulary import ConceptIndex, Mention
from bot.i18n import ENGLISH, SPANISH
from bot.sandbox import Exchange


async def who(newsroom: Stage, name: str) -> Exchange:
    return await newsroom.reader.slash(newsroom.channel, "who", name=name)


def told(exchange: Exchange) -> list[str]:
    """The lines of an answer without those of attribution."""
    return [line for line in exchange.text.split("\n") if not line.startswith("-# **")]


@pytest.mark.parametrize("name", ["Harbour Office", "the harbour office", "port authority", "HARBOR OFFICE"])
async def test_what_an_organisation_says_comes_before_what_names_it(newsroom: Stage, name: str) -> None:
    async with newsroom.bot():
        shown = await who(newsroom, name)

    assert shown.ephemeral
    assert told(shown) == [
        "## Harbour Office",
        "-# 3 facts",
        "**Attributed to this name** · 2 facts",
        "The Harbour Office puts the repair of the lighthouse at 600,000 crowns.",
        "The Harbour Office says that the repair of the lighthouse will be done by midsummer.",
        "**Mentioning this name** · 1 fact",
        "Builders in Ostrand expect the repair of the lighthouse to cost twice what the Harbour Office says.",
    ]


async def test_an_attribution_that_is_no_name_of_the_vocabulary_is_found_as_well(newsroom: Stage) -> None:
    async with newsroom.bot():
        shown = await who(newsroom, "keeper of Grey Skerry")

    assert told(shown)[:3] == ["## the keeper of Grey Skerry", "-# 1 fact", "**Attributed to this name** · 1 fact"]


async def test_the_facts_are_searched_for_names_once_and_not_for_each_reader(
    newsroom: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    searched: list[object] = []
    mentions = ConceptIndex.mentions

    def counted(index: ConceptIndex, stems: Sequence[str]) -> tuple[Mention, ...]:
        searched.append(stems)
        return mentions(index, stems)

    monkeypatch.setattr(ConceptIndex, "mentions", counted)
    async with newsroom.bot() as bot:
        bot.bases.put(replace(bot.bases.default))  # other tests may have searched the base that all of them share
        await who(newsroom, "Harbour Office")
        first = len(searched)
        await who(newsroom, "Ostrand Post")

    assert first > 0
    assert len(searched) == first


async def test_pages_are_turned_after_a_restart(newsroom: Stage) -> None:
    newsroom.rewrite("knowledge/facts/light.yaml", '"the weather buoy off Ostrand"', '"Ostrand Post"')
    async with newsroom.bot():
        shown = await who(newsroom, "Ostrand Post")
        first = told(shown)
    async with newsroom.bot():
        second = await newsroom.reader.click(shown.message, "Next")

    assert second.message is shown.message
    assert first[1] == "-# 6 facts · Page 1 of 2"
    assert told(second)[:3] == ["## Ostrand Post", "-# 6 facts · Page 2 of 2", "**Attributed to this name** · 6 facts"]


async def test_a_misspelt_name_gets_a_question_and_a_button_that_works_after_a_restart(newsroom: Stage) -> None:
    async with newsroom.bot():
        asked = await who(newsroom, "Harbour Ofice")
        text, labels = asked.text, asked.message.labels
    async with newsroom.bot():
        shown = await newsroom.reader.click(asked.message, "Harbour Office")

    assert (text, labels) == ("## Who do you mean by “Harbour Ofice”?", ("Harbour Office",))
    assert shown.message is asked.message
    assert told(shown)[0] == "## Harbour Office"


async def test_a_name_that_the_base_does_not_have_is_answered_in_a_sentence(newsroom: Stage) -> None:
    async with newsroom.bot():
        unknown = await who(newsroom, "Napoleon **Bonaparte**")
        place = await who(newsroom, "the skerry")

    assert unknown.text.replace("\\", "") == ENGLISH.who_unknown.format(typed="Napoleon **Bonaparte**")
    assert place.text.replace("\\", "") == ENGLISH.who_other.format(name="Grey Skerry")
    assert unknown.ephemeral


async def test_a_name_without_facts_says_so(newsroom: Stage) -> None:
    newsroom.rewrite("knowledge/vocabulary.yaml", "names:\n", 'names:\n  - name: "Sea_Board"\n    kind: body\n')
    async with newsroom.bot():
        shown = await who(newsroom, "sea_board")

    assert shown.text.replace("\\", "") == "## Sea_Board\n" + ENGLISH.who_none.format(name="Sea_Board")


async def test_a_name_that_is_gone_says_so(newsroom: Stage) -> None:
    async with newsroom.bot():
        shown = await who(newsroom, "Harbour Ofice")
    newsroom.rewrite("knowledge/vocabulary.yaml", '"Harbour Office"', '"Harbour Board"')
    async with newsroom.bot():
        gone = await newsroom.reader.click(shown.message, "Harbour Office")

    assert gone.text == ENGLISH.entity_gone


async def test_names_are_completed_also_by_their_aliases(newsroom: Stage) -> None:
    async with newsroom.bot():
        every = await newsroom.reader.autocomplete(newsroom.channel, "who", name="")
        port = await newsroom.reader.autocomplete(newsroom.channel, "who", name="port")
        none = await newsroom.reader.autocomplete(newsroom.channel, "who", name="zzzz")

    assert [each["name"] for each in every] == [
        "Harbour Office",
        "the owners of the ferry Petrel",
        "Ostrand Post",
        "the weather buoy off Ostrand",
        "the keeper of Grey Skerry",
        "builders in Ostrand",
    ]
    assert [each["value"] for each in port] == ["Harbour Office"]
    assert none == ()


async def test_a_long_name_that_was_picked_from_the_list_is_found(newsroom: Stage) -> None:
    name = f"the committee of the skippers {'and of the owners ' * 8}of Ostrand"
    newsroom.rewrite("knowledge/facts/ferry.yaml", '"the owners of the ferry Petrel"', f'"{name}"')
    async with newsroom.bot():
        (taken,) = await newsroom.reader.autocomplete(newsroom.channel, "who", name="the committee")
        shown = await who(newsroom, taken["value"])

    assert told(shown)[0] == f"## {name}"


async def test_a_spanish_reader_is_answered_in_spanish(newsroom: Stage) -> None:
    lector = newsroom.sandbox.user("lector", locale="es-419")
    async with newsroom.bot():
        shown = await lector.slash(newsroom.channel, "quien", nombre="harbour office")
        unknown = await lector.slash(newsroom.channel, "quien", nombre="Napoleón")

    assert "**Atribuidos a este nombre** · 2 hechos" in shown.text
    assert unknown.text == SPANISH.who_unknown.format(typed="Napoleón")
