from __future__ import annotations

import pytest
from accepted import check_layout, components, reading
from render_bases import harbour, hurting

from bot import ui
from bot.core.factbase.examples import Example, Examples
from bot.i18n import ENGLISH, SPANISH, CommandWords, Texts

WORDS = pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
COMMANDS = ("ask", "topics")
NONE = Examples(answered=(), open="")


def commands(words: Texts) -> list[CommandWords]:
    return [words.commands[name] for name in COMMANDS]


def test_help_begins_with_examples_each_a_button_that_shows_its_fact() -> None:
    fact = harbour().facts["ships-left"]
    found = Examples(answered=(Example(question="how many ships left?", fact=fact),), open="")

    view = ui.help_page(found, commands(ENGLISH), ENGLISH)

    assert reading(view).shown.startswith("How to ask\nAsk in your own words with /ask. For example:\n")
    assert [(found["label"], found["custom_id"]) for found in components(view) if found.get("label")] == [
        ("how many ships left?", "b1:fact:ships-left")
    ]


@WORDS
def test_help_says_what_each_outcome_means_in_the_words_that_it_shows(words: Texts) -> None:
    shown = reading(ui.help_page(NONE, commands(words), words)).shown

    for outcome in (words.not_in_source, words.suggestion, words.abstention):
        assert f"\n{outcome} " in shown


def test_help_shows_an_example_of_what_the_source_leaves_open() -> None:
    found = Examples(answered=(), open="who *sailed*?")

    assert "For example: “who *sailed*?”" in reading(ui.help_page(found, commands(ENGLISH), ENGLISH)).shown


@WORDS
def test_help_names_the_commands_in_the_readers_language(words: Texts) -> None:
    shown = reading(ui.help_page(NONE, commands(words), words)).shown

    for name in COMMANDS:
        assert f"/{words.commands[name].name} {words.commands[name].description}" in shown


@WORDS
def test_a_base_without_a_fitting_question_has_no_examples(words: Texts) -> None:
    view = ui.help_page(NONE, commands(words), words)

    check_layout(view)
    assert reading(view).shown.split("\n")[1] == words.help_own_words.format(ask=words.commands["ask"].name).replace(
        "`", ""
    )


@WORDS
@pytest.mark.parametrize("mark", ["*", "a", "> ", "@everyone "])
def test_help_on_a_hostile_base_is_accepted(mark: str, words: Texts) -> None:
    facts = list(hurting(mark).facts.values())[:3]
    question = (mark * 80)[:80]
    found = Examples(answered=tuple(Example(question=question, fact=fact) for fact in facts), open=question)
    longest = [CommandWords(name="n" * 32, description="d" * 100)] * 100

    view = ui.help_page(found, longest, words)

    check_layout(view)
    assert not {"mention", "link"} & set(reading(view).live)
