from __future__ import annotations

import threading

import pytest
from serving import Stage

from bot.core.factbase import base as factbase
from bot.core.knowledge.coverage import SourceCoverage, source_coverage
from bot.core.knowledge.model import Knowledge
from bot.i18n import ENGLISH, SPANISH
from bot.sandbox import Exchange
from bot.ui import custom_ids


async def ask(newsroom: Stage, question: str) -> Exchange:
    return await newsroom.reader.slash(newsroom.channel, "ask", question=question)


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("summary please", ENGLISH.overview),
        ("who is the Harbour Office?", "Harbour Office"),
        ("¿quién es port authority?", "Harbour Office"),
        ("where is this from?", ENGLISH.sources),
        ("4 March 2031", ENGLISH.timeline),
        ("thanks!", ENGLISH.help),
        ("???", ENGLISH.help),
        ("🙂 <@1>", ENGLISH.help),
    ],
)
async def test_a_question_for_a_page_gets_it_privately_and_is_not_kept(
    newsroom: Stage, question: str, title: str
) -> None:
    async with newsroom.bot() as bot:
        shown = await ask(newsroom, question)
        await bot.question_log.settle()
        kept = await bot.store.questions.latest(9)

    assert shown.ephemeral
    assert shown.text.startswith(f"## {title}\n")
    assert kept == ()


async def test_the_sources_are_read_for_their_coverage_once_and_not_on_the_event_loop(
    newsroom: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []

    def computed(knowledge: Knowledge) -> tuple[SourceCoverage, ...]:
        threads.append(threading.get_ident())
        return source_coverage(knowledge)

    monkeypatch.setattr(factbase, "source_coverage", computed)
    async with newsroom.bot():
        asked = await ask(newsroom, "where is this from?")
        opened = await newsroom.reader.slash(newsroom.channel, "sources")

    assert asked.text == opened.text
    assert len(threads) == 1
    assert threading.get_ident() not in threads


@pytest.mark.parametrize("tag", ["@everyone", "@here", "<@!1>"])
async def test_whom_a_question_mentions_changes_neither_the_answer_nor_what_is_kept(newsroom: Stage, tag: str) -> None:
    async with newsroom.bot() as bot:
        answer = await ask(newsroom, f"{tag} how high is the lamp")
        await bot.question_log.settle()
        (kept,) = await bot.store.questions.latest(9)

    assert "38 metres" in answer.text
    assert kept.text == "how high is the lamp"


async def test_a_name_that_the_vocabulary_does_not_have_is_a_question_for_a_fact_and_is_kept(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        await ask(newsroom, "who is Napoleon")
        await ask(newsroom, "who is the keeper of Grey Skerry")
        await bot.question_log.settle()
        kept = await bot.store.questions.latest(9)

    assert {each.text for each in kept} == {"who is Napoleon", "who is the keeper of Grey Skerry"}


async def test_a_phrasing_of_the_base_comes_before_a_page(newsroom: Stage) -> None:
    newsroom.rewrite("knowledge/facts/light.yaml", '"lamp height"', '"What happened?"')
    async with newsroom.bot():
        shown = await ask(newsroom, "what happened")

    assert "38 metres" in shown.text


async def test_a_golden_question_comes_before_a_page(newsroom: Stage) -> None:
    golden = newsroom.config.root / "knowledge" / "golden.yaml"
    golden.write_text('- {question: "any news?", outcome: abstention}\n', encoding="utf-8")
    async with newsroom.bot() as bot:
        await ask(newsroom, "Any news")
        await bot.question_log.settle()
        kept = await bot.store.questions.latest(9)

    assert [each.text for each in kept] == ["Any news"]


async def test_a_date_without_facts_is_a_question_for_a_fact(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        await ask(newsroom, "5 March 1999")
        await bot.question_log.settle()
        kept = await bot.store.questions.latest(9)

    assert [each.text for each in kept] == ["5 March 1999"]


async def test_a_date_in_the_form_gets_a_message_of_its_own(newsroom: Stage) -> None:
    async with newsroom.bot():
        fact = await newsroom.reader.slash(newsroom.channel, "fact", id="repair-cost")
        (button,) = (button for button in fact.message.buttons if button.get("label") == "Related")
        button["custom_id"] = custom_ids.QuestionForm().encode()
        opened = await newsroom.reader.click(fact.message, "Related")
        shown = await newsroom.reader.submit(opened, {ENGLISH.question_label: "4 March 2031"})

    assert shown.text.startswith("## Timeline\n")
    assert shown.message is not fact.message


async def test_the_overview_leads_to_the_topics_the_timeline_and_the_facts(newsroom: Stage) -> None:
    async with newsroom.bot():
        shown = await newsroom.reader.slash(newsroom.channel, "overview")
        text, labels = shown.text, shown.message.labels
    async with newsroom.bot():
        timeline = await newsroom.reader.click(shown.message, ENGLISH.timeline)

    assert shown.ephemeral
    assert [line for line in text.split("\n") if not line.startswith("-# **")] == [
        "## The story in short",
        "**Grey Skerry goes dark** · Ostrand Post · published 6 March 2031",
        "-# 3 to 4 March 2031 · 11 facts · 1 source",
        "**The light**",
        "The lighthouse on Grey Skerry has been dark since 4 March 2031, when a storm broke its lamp room.",
        "**The repair**",
        "The Harbour Office puts the repair of the lighthouse at 600,000 crowns.",
        "**The ferry**",
        "The ferry Petrel runs only by day until the lighthouse is repaired, its owners say.",
    ]
    assert labels == ("Open", "Open", "Open", "Topics", "Timeline", "Sources")
    assert timeline.message is shown.message
    assert timeline.text.startswith("## Timeline")


async def test_a_spanish_reader_gets_the_overview_in_spanish(newsroom: Stage) -> None:
    lectora = newsroom.sandbox.user("lectora", locale="es-419")
    async with newsroom.bot():
        command = await lectora.slash(newsroom.channel, "panorama")
        question = await lectora.slash(newsroom.channel, "preguntar", pregunta="¿de qué va esto?")

    assert command.text.startswith(f"## {SPANISH.overview}\n")
    assert question.text == command.text
