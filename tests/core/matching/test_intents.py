from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from bot.core.matching.intents import (
    LONGEST,
    AsksDate,
    AsksFact,
    AsksHelp,
    AsksOverview,
    AsksSources,
    AsksWho,
    Intent,
    recognise,
)
from bot.core.text.dates import DateRange

DATED = (dt.date(2025, 10, 15), dt.date(2025, 10, 17))

OVERVIEW = """\
summary
Can you give me a summary?
Catch me up please
what is this about?
what's the latest?
tl;dr
What happened?
what's going on here?
summarize the article
whats new
any updates?
what did I miss?
bring me up to speed
Hi! Summary please
tell me about the story
what do I need to know?
the main points please
what is the situation
resumen
¿De qué va esto?
¿De qué trata el artículo?
ponme al día
¿Qué ha pasado?
hazme un resumen de la noticia
¿qué hay de nuevo?
lo último
¿cuáles son las novedades?
¿Qué es esto?
"""

SOURCES = """\
source?
What are your sources?
link
can you send me the link to the article
where is this from?
where does this information come from?
where can I read the article
which sources do you use
fuente
¿cuál es la fuente?
enlace al artículo
¿de dónde sale esto?
"""

HELP = """\
hi
Hey there!
hello bot
good morning
thanks
ok thanks
Thank you so much!
thanks for your help
help
can you help me?
how does this work?
what can you do?
what can I ask?
who are you?
hola, buenas tardes
muchas gracias
ayuda
¿cómo funciona?
¿qué puedes hacer?
¿quién eres?
"""

FACTS = """\
summary of the decree
what is the decree about
what is Maduro's latest
link between Maduro and the cartels
what's the latest on the CIA
help for the survivors
thanks to whom did the B-52s fly
what happened on 15 October
what is the source of the drugs
what's new in Caracas
tell me about the general
where are they from
qué pasó con los barcos
resumen del decreto
may
set
12
B-52
what
who
is that so
how many
"""


def asked(question: str, *, month_first: bool = False) -> Intent:
    return recognise(question, DATED, month_first=month_first)


@pytest.mark.parametrize("question", OVERVIEW.splitlines())
def test_a_question_for_the_whole_story_asks_for_the_overview(question: str) -> None:
    assert asked(question) == AsksOverview()


@pytest.mark.parametrize("question", SOURCES.splitlines())
def test_a_question_for_a_source_or_a_link_asks_for_the_sources(question: str) -> None:
    assert asked(question) == AsksSources()


@pytest.mark.parametrize("question", HELP.splitlines())
def test_a_greeting_thanks_and_a_question_about_the_bot_ask_for_help(question: str) -> None:
    assert asked(question) == AsksHelp()


@pytest.mark.parametrize("question", ["", "  ", "???", "¿?", "🙂", "👍🏽 ❤️", "?" * 2_000])
def test_a_question_without_a_letter_or_a_digit_asks_for_help(question: str) -> None:
    assert asked(question) == AsksHelp()


@pytest.mark.parametrize("question", ["谁?", "ما", "5"])
def test_a_single_letter_of_any_script_and_a_digit_ask_for_a_fact(question: str) -> None:
    assert asked(question) == AsksFact()


@pytest.mark.parametrize("question", FACTS.splitlines())
def test_a_question_with_a_further_word_of_content_asks_for_a_fact(question: str) -> None:
    assert asked(question) == AsksFact()


@pytest.mark.parametrize(
    "question", ["who is Maduro", "Who's Maduro?", "whos maduro", "¿Quién es Maduro?", "hey, who was Maduro again?"]
)
def test_a_question_who_somebody_is_asks_for_the_name(question: str) -> None:
    assert asked(question) == AsksWho(name="maduro")


@pytest.mark.parametrize(
    "question", ["15 October", "on October 15, 2025?", "2025-10-15", "15 de octubre", "15/10/2025"]
)
def test_a_date_alone_asks_for_its_day(question: str) -> None:
    day = dt.date(2025, 10, 15)

    assert asked(question) == AsksDate(dates=DateRange(first=day, last=day))


def test_a_date_is_read_as_the_user_writes_it_and_may_be_a_month_or_a_year() -> None:
    assert asked("10/11/2025", month_first=True) == AsksDate(
        dates=DateRange(first=dt.date(2025, 10, 11), last=dt.date(2025, 10, 11))
    )
    assert asked("octubre") == AsksDate(dates=DateRange(first=dt.date(2025, 10, 1), last=dt.date(2025, 10, 31)))
    assert asked("2025") == AsksDate(dates=DateRange(first=dt.date(2025, 1, 1), last=dt.date(2025, 12, 31)))


@pytest.mark.parametrize(
    "text", ["hello " * LONGEST, "who is " + "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 90]
)
def test_a_text_that_is_long_or_folds_to_a_long_one_is_not_looked_at(text: str) -> None:
    assert asked(text) == AsksFact()


def test_no_labelled_question_about_the_story_asks_for_a_page_other_than_a_name() -> None:
    folder = Path(__file__).parents[2]
    texts = ((folder / f"{name}.jsonl").read_text(encoding="utf-8") for name in ("questions", "fresh_questions"))
    questions = [json.loads(line)["q"] for text in texts for line in text.splitlines()]

    assert [each for each in questions if not isinstance(asked(each), AsksFact | AsksWho)] == []
