from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import fields
from string import Formatter
from typing import Any

import pytest

from bot.core.knowledge.model import Standing
from bot.i18n import ENGLISH, SPANISH, CommandWords, OptionWords, Texts, texts_for
from bot.i18n.edits import EditTexts

BOTH = pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])

THE_SAME_IN_BOTH = {
    *("source_hash", "prompt", "vote_cast", "commands.fact.options.fact_id.name", "todo.0"),
    *("commands.settings.options.base.name", "commands.reload.options.base.name"),
    *(f"commands.admin {name}.options.base.name" for name in ("status", "history", "rollback", "gaps")),
}
"""A hash, a prompt, a tick, and "id", "TODO" and "base", which the files have as well."""

BUTTONS = (
    *(
        "context",
        "related_button",
        "show_button",
        "share_button",
        "remove_button",
        "cite_button",
        "previous_button",
        "next_button",
    ),
    *("picture_light", "picture_dark", "compare_all_button"),
)
LABEL, PLACEHOLDER, NAME, DESCRIPTION = 80, 150, 32, 100


def written(texts: Texts | EditTexts) -> set[str]:
    """The names that the class of a catalogue itself gives a value, without those that it inherits."""
    return {name for name in vars(type(texts)) if not name.startswith("__")}


def told(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a catalogue with the path that leads to it."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, Texts | EditTexts):
        for name in written(value):
            yield from told(getattr(value, name), f"{place}.{name}".lstrip("."))
    elif isinstance(value, CommandWords | OptionWords):
        for field in fields(value):
            yield from told(getattr(value, field.name), f"{place}.{field.name}")
    elif isinstance(value, tuple):
        for number, part in enumerate(value):
            yield from told(part, f"{place}.{number}")
    elif hasattr(value, "items"):
        for key, part in value.items():
            yield from told(part, f"{place}.{key}")


def filled_in(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("locale", ["es-ES", "es-419", "es"])
def test_spanish_is_spoken_on_both_sides_of_the_ocean(locale: str) -> None:
    assert texts_for(locale) is SPANISH


@pytest.mark.parametrize("locale", ["en-US", "en-GB", "fr", "et", "", "?"])
def test_every_other_language_gets_english(locale: str) -> None:
    assert texts_for(locale) is ENGLISH


def test_spanish_has_each_text_of_english_and_no_other() -> None:
    assert written(SPANISH) == written(ENGLISH)
    assert written(SPANISH.edits) == written(ENGLISH.edits)


def test_both_catalogues_have_the_same_entries_and_none_is_empty() -> None:
    english, spanish = dict(told(ENGLISH)), dict(told(SPANISH))

    assert english.keys() == spanish.keys()
    assert [place for place, text in [*english.items(), *spanish.items()] if not text] == []


def test_placeholders_have_the_same_names_in_both_languages() -> None:
    spanish = dict(told(SPANISH))

    differing = [place for place, text in told(ENGLISH) if filled_in(text) != filled_in(spanish[place])]

    assert differing == []


def test_no_spanish_text_is_the_english_one_but_for_those_listed() -> None:
    spanish = dict(told(SPANISH))

    assert {place for place, text in told(ENGLISH) if spanish[place] == text} == THE_SAME_IN_BOTH


@BOTH
def test_labels_and_placeholders_fit_into_discords_limits(words: Texts) -> None:
    labels = [getattr(words, name) for name in BUTTONS]

    assert [label for label in labels if len(label) > LABEL] == []
    assert len(words.briefing_button.format(number=25)) <= LABEL
    assert len(words.topic_choice) <= PLACEHOLDER
    assert len(words.compare_pick) <= PLACEHOLDER


@BOTH
def test_names_and_descriptions_of_commands_are_as_discord_takes_them(words: Texts) -> None:
    named: list[CommandWords | OptionWords] = [command for command in words.commands.values() if not command.menu]
    named += [option for command in words.commands.values() for option in command.options.values()]

    for each in named:
        assert re.fullmatch(rf"[-_'\w]{{1,{NAME}}}", each.name)
        assert each.name == each.name.lower()
        assert 1 <= len(each.description) <= DESCRIPTION
    names = [(key.rpartition(" ")[0], command.name) for key, command in words.commands.items()]
    assert len(set(names)) == len(names)


@BOTH
def test_entries_of_menus_are_named_as_discord_takes_them(words: Texts) -> None:
    menus = [command for command in words.commands.values() if command.menu]

    assert menus
    assert [menu for menu in menus if not 1 <= len(menu.name) <= NAME or menu.name != menu.name.strip()] == []
    assert [menu for menu in menus if menu.options] == []


@BOTH
def test_each_verdict_has_a_word_of_its_own(words: Texts) -> None:
    kinds = {"supported", "claimed", "contradicted", "related", "not_covered"}

    assert set(words.factcheck_counted) == kinds
    assert len({noun.many for noun in words.factcheck_counted.values()}) == len(kinds)


@BOTH
def test_each_standing_has_a_word_of_its_own_and_a_meaning(words: Texts) -> None:
    assert set(words.standing) == set(words.standing_meaning) == set(Standing)
    assert len(set(words.standing.values())) == len(Standing)


@BOTH
def test_a_text_that_names_a_command_names_it_as_it_is_registered(words: Texts) -> None:
    reload = f"/{words.commands['reload'].name}"
    rollback = f"/{words.commands['admin'].name} {words.commands['admin rollback'].name}"

    texts = (words.files_changed, words.rolled_back, words.disk_other, words.disk_other_files, words.disk_broken)
    assert [text for text in (*texts, words.load_how["reload"]) if reload not in text] == []
    assert rollback in words.load_how["rollback"]
    assert f"/{words.commands['ask'].name}" in words.who_other


@BOTH
def test_a_text_that_names_a_button_names_it_as_it_is_labelled(words: Texts) -> None:
    assert words.related_button in words.more_against
    assert words.context in words.more_quotes
    assert words.context in words.briefing_button


@pytest.mark.parametrize(("words", "written"), [(ENGLISH, "5 October 2025"), (SPANISH, "5 de octubre de 2025")])
def test_a_date_is_written_as_its_language_does(words: Texts, written: str) -> None:
    assert words.date(dt.date(2025, 10, 5)) == written


@pytest.mark.parametrize(("words", "written"), [(ENGLISH, "October 2025"), (SPANISH, "octubre de 2025")])
def test_a_month_is_written_as_its_language_does(words: Texts, written: str) -> None:
    assert words.month(dt.date(2025, 10, 5)) == written


@BOTH
def test_every_month_has_a_name(words: Texts) -> None:
    assert len({words.date(dt.date(2025, month, 1)) for month in range(1, 13)}) == 12


@pytest.mark.parametrize(
    ("words", "number", "written"),
    [
        (ENGLISH, 0, "0 facts"),
        (ENGLISH, 1, "1 fact"),
        (ENGLISH, 999, "999 facts"),
        (ENGLISH, 1_000, "1,000 facts"),
        (ENGLISH, 1_234_567, "1,234,567 facts"),
        (SPANISH, 0, "0 hechos"),
        (SPANISH, 1, "1 hecho"),
        (SPANISH, 9_999, "9999 hechos"),
        (SPANISH, 10_000, "10\u202f000 hechos"),
        (SPANISH, 1_234_567, "1\u202f234\u202f567 hechos"),
    ],
)
def test_a_count_has_its_noun_and_its_thousands_set_apart(words: Texts, number: int, written: str) -> None:
    assert words.count(number, words.fact) == written


@pytest.mark.parametrize(
    ("words", "share", "written"),
    [(ENGLISH, 0.999, "99%"), (ENGLISH, 1.0, "100%"), (SPANISH, 0.999, "99\u00a0%"), (SPANISH, 0.0, "0\u00a0%")],
)
def test_a_share_is_rounded_down(words: Texts, share: float, written: str) -> None:
    assert words.percent(share) == written
