from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from serving import Stage

from bot.app.images import NEW_PER_MINUTE
from bot.core.knowledge.timeline import days
from bot.i18n import ENGLISH, SPANISH
from bot.sandbox import Exchange, Message
from bot.sandbox import components as tree
from bot.sandbox.model import MessageFlag
from bot.ui import custom_ids

PNG = b"\x89PNG"
MARCH_3 = dt.date(2031, 3, 3)


async def timeline(newsroom: Stage, **options: str) -> Exchange:
    return await newsroom.reader.slash(newsroom.channel, "timeline", **options)


def more_days(newsroom: Stage) -> None:
    """Give every fact of the base a day: eleven facts on three days."""
    for file, day in (("light", "2031-03-04"), ("repair", "2031-04-01")):
        path = newsroom.config.root / f"knowledge/facts/{file}.yaml"
        text = path.read_text(encoding="utf-8").replace("  when: 2031-03-04\n", "")
        path.write_text(text.replace("  importance:", f"  when: {day}\n  importance:"), encoding="utf-8")


def gallery(message: Message) -> list[dict[str, Any]]:
    return [item for part in tree.walk(message.components) for item in part.get("items") or []]


async def test_the_dated_facts_are_shown_day_by_day_with_a_picture_that_is_described(newsroom: Stage) -> None:
    async with newsroom.bot():
        shown = await timeline(newsroom)

    assert shown.ephemeral
    lines = shown.text.split("\n")
    assert lines[:3] == [
        "## Timeline",
        "-# 3 to 4 March 2031 · 3 facts",
        "-# Not shown: 8 facts without a date.",
    ]
    assert [line for line in lines if "March 2031" in line and line.startswith("-#")] == [lines[1]]
    assert [line for line in lines if line.startswith("###")] == ["### 3 March 2031", "### 4 March 2031"]
    assert lines.index("### 4 March 2031") < lines.index(
        "The lighthouse on Grey Skerry has been dark since 4 March 2031, when a storm broke its lamp room."
    )
    (picture,) = shown.message.attachments
    assert picture.body.startswith(PNG)
    assert picture.filename == "timeline.png"
    assert [item["media"]["url"] for item in gallery(shown.message)] == ["attachment://timeline.png"]
    assert picture.description == gallery(shown.message)[0]["description"]
    assert picture.description == (
        "Timeline. 3 to 4 March 2031: 3 facts. 3 March 2031: 1 fact (Reported 1). "
        "4 March 2031: 2 facts (Documented 1, Reported 1)."
    )


async def test_the_picture_is_dark_and_a_button_makes_it_light_and_dark_again(newsroom: Stage) -> None:
    async with newsroom.bot():
        shown = await timeline(newsroom)
        (dark,) = shown.message.attachments
        await newsroom.reader.click(shown.message, ENGLISH.picture_light)
        (light,) = shown.message.attachments
        await newsroom.reader.click(shown.message, ENGLISH.picture_dark)
        (again,) = shown.message.attachments

    assert dark.body != light.body
    assert again.body == dark.body


async def test_a_range_includes_its_ends_and_is_read_as_people_write_it(newsroom: Stage) -> None:
    async with newsroom.bot():
        before = await timeline(newsroom, to="3 March 2031")
        after = await timeline(newsroom, **{"from": "3/4/2031", "to": "2031"})
        month = await timeline(newsroom, **{"from": "march", "to": "march"})

    assert "-# 3 March 2031 · 1 fact" in before.text
    assert "-# 4 March 2031 · 2 facts" in after.text
    assert "-# 3 to 4 March 2031 · 3 facts" in month.text


async def test_a_date_that_could_be_two_says_how_it_was_read(newsroom: Stage) -> None:
    async with newsroom.bot():
        shown = await timeline(newsroom, **{"from": "3/4/2031"})
        empty = await timeline(newsroom, to="3__4__2020")
        asked = await newsroom.reader.slash(newsroom.channel, "ask", question="on 3/4/2031?")

    read = "“3/4/2031” was read as 4 March 2031. If you mean 3 April 2031, enter 2031-04-03."
    assert f"\n-# {read}\n" in shown.text.replace("\\", "")
    assert "“on 3/4/2031?” was read as 4 March 2031." in asked.text.replace("\\", "")
    assert "“3\\_\\_4\\_\\_2020” was read as 4 March 2020. If you mean 3 April 2020" in empty.text


async def test_pages_are_turned_after_a_restart_and_only_the_first_has_the_picture(newsroom: Stage) -> None:
    more_days(newsroom)
    async with newsroom.bot():
        shown = await timeline(newsroom, **{"from": "2031-03-04"})
        first = shown.text
    async with newsroom.bot():
        second = await newsroom.reader.click(shown.message, "Next")
        text, files, labels = second.text, list(second.message.attachments), second.message.labels
        back = await newsroom.reader.click(shown.message, "Previous")

    assert second.message is back.message is shown.message
    assert "9 facts · Page 1 of 2" in first
    assert "9 facts · Page 2 of 2" in text
    assert "### 4 March 2031, continued" in text
    assert "### 1 April 2031" in text
    assert (files, ENGLISH.picture_light in labels) == ([], False)
    assert back.text == first
    assert len(back.message.attachments) == 1


async def test_a_timeline_that_everybody_sees_stays_as_it_is(newsroom: Stage) -> None:
    async with newsroom.bot():
        shown = await timeline(newsroom)
        shown.message.flags &= ~MessageFlag.EPHEMERAL
        light = await newsroom.reader.click(shown.message, ENGLISH.picture_light)

    assert light.message is not shown.message
    assert light.ephemeral
    assert len(light.message.attachments) == 1


async def test_a_fact_of_the_timeline_can_be_opened(newsroom: Stage) -> None:
    async with newsroom.bot():
        shown = await timeline(newsroom)
        opened = await newsroom.reader.click(shown.message, custom_ids.ShowFact(fact="wave-height").encode())

    assert "> Waves of 11 metres were measured that night" in opened.text


@pytest.mark.parametrize("typed", ["yesterday", "2031-02-30", "the third", "@everyone"])
async def test_text_that_is_no_date_is_answered_with_examples(newsroom: Stage, typed: str) -> None:
    async with newsroom.bot():
        refused = await timeline(newsroom, **{"from": typed})

    assert refused.ephemeral
    expected = ENGLISH.no_date(typed, dt.date(2031, 3, 4))
    assert refused.text.replace("\\", "") == expected


async def test_a_range_that_ends_before_it_begins_says_so(newsroom: Stage) -> None:
    async with newsroom.bot():
        refused = await timeline(newsroom, **{"from": "2032", "to": "March 2031"})

    assert refused.text == "That range ends on 31 March 2031, before it starts on 1 January 2032. Swap the two dates."


async def test_a_range_without_facts_says_where_there_are_some(newsroom: Stage) -> None:
    async with newsroom.bot():
        refused = await timeline(newsroom, to="2030")

    assert refused.text == "No facts have a date in that range. Dates run from 3 March 2031 to 4 March 2031."


async def test_a_base_without_dates_says_so(newsroom: Stage) -> None:
    newsroom.rewrite("knowledge/facts/light.yaml", "  when: 2031-03-04\n", "")
    newsroom.rewrite("knowledge/facts/ferry.yaml", "  when: 2031-03-03\n", "")
    async with newsroom.bot():
        texts = {(await timeline(newsroom)).text, (await timeline(newsroom, to="March")).text}
        choices = await newsroom.reader.autocomplete(newsroom.channel, "timeline", to="")

    assert texts == {ENGLISH.timeline_no_dates}
    assert choices == ()


async def test_if_the_picture_cannot_be_drawn_the_facts_are_shown_without_it(
    newsroom: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    async with newsroom.bot() as bot:
        bot.images = None  # type: ignore[assignment]  # a defect on purpose
        shown = await timeline(newsroom)

    assert "### 4 March 2031" in shown.text
    assert shown.message.attachments == []
    assert ENGLISH.picture_light not in shown.message.labels
    assert "the picture of /timeline" in caplog.text


async def test_a_user_who_has_had_many_new_pictures_gets_the_facts_and_a_sentence_instead(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        for revision in range(NEW_PER_MINUTE):
            await bot.images.timeline(
                days(bot.bases.default.knowledge),
                ENGLISH,
                dark=True,
                revision=str(revision),
                user=newsroom.reader.user.id,
            )
        shown = await timeline(newsroom)
        drawn_for_another = await newsroom.admin.slash(newsroom.channel, "timeline")

    assert "### 4 March 2031" in shown.text
    assert ENGLISH.picture_limited.format(count=NEW_PER_MINUTE) in shown.text
    assert shown.message.attachments == []
    assert len(drawn_for_another.message.attachments) == 1


async def test_dates_are_completed_by_what_is_typed(newsroom: Stage) -> None:
    async with newsroom.bot():
        every = await newsroom.reader.autocomplete(newsroom.channel, "timeline", **{"from": ""})
        fourth = await newsroom.reader.autocomplete(newsroom.channel, "timeline", **{"from": "4 m"})
        iso = await newsroom.reader.autocomplete(
            newsroom.channel, "timeline", **{"from": "2031-03", "to": "2031-03-03"}
        )
        none = await newsroom.reader.autocomplete(newsroom.channel, "timeline", to="May")

    assert [(each["name"], each["value"]) for each in every] == [
        ("3 March 2031 · 1 fact", "2031-03-03"),
        ("4 March 2031 · 2 facts", "2031-03-04"),
    ]
    assert [each["value"] for each in fourth] == ["2031-03-04"]
    assert [each["value"] for each in iso] == ["2031-03-03"]
    assert none == ()


async def test_a_spanish_reader_has_a_spanish_timeline(newsroom: Stage) -> None:
    lector = newsroom.sandbox.user("lector", locale="es-ES")
    async with newsroom.bot():
        shown = await lector.slash(newsroom.channel, "cronologia", desde="3 de marzo", hasta="4/3/2031")
        refused = await lector.slash(newsroom.channel, "cronologia", desde="ayer")
        choices = await lector.autocomplete(newsroom.channel, "cronologia", hasta="marzo")

    assert "-# Del 3 al 4 de marzo de 2031 · 3 hechos" in shown.text
    assert SPANISH.picture_light in shown.message.labels
    assert "«ayer» no es una fecha." in refused.text
    assert [each["name"] for each in choices] == ["3 de marzo de 2031 · 1 hecho", "4 de marzo de 2031 · 2 hechos"]


async def test_a_page_whose_facts_are_gone_says_so(newsroom: Stage) -> None:
    async with newsroom.bot():
        shown = await timeline(newsroom, to="2031-03-03")
    newsroom.rewrite("knowledge/facts/ferry.yaml", "  when: 2031-03-03\n", "")
    async with newsroom.bot():
        gone = await newsroom.reader.click(shown.message, ENGLISH.picture_light)

    assert "Dates run from 4 March 2031 to 4 March 2031." in gone.text
