from __future__ import annotations

from dataclasses import fields, replace
from string import Formatter

from bot.i18n import ENGLISH, SPANISH, in_english


def test_a_spanish_sentence_is_found_again_in_english() -> None:
    assert in_english(SPANISH.not_an_admin, SPANISH) == ENGLISH.not_an_admin
    assert in_english(SPANISH.fact_gone, SPANISH) == ENGLISH.fact_gone


def test_what_was_filled_in_stays() -> None:
    told = SPANISH.asked_too_often.format(questions="20 preguntas", seconds="8 segundos")

    assert in_english(told, SPANISH) == ENGLISH.asked_too_often.format(questions="20 preguntas", seconds="8 segundos")


def test_what_no_catalogue_says_stays_as_it_is() -> None:
    assert in_english("¿Qué? {nada}", SPANISH) == "¿Qué? {nada}"
    assert in_english(ENGLISH.fact_gone, ENGLISH) == ENGLISH.fact_gone
    assert in_english("", SPANISH) == ""


def test_every_text_with_a_beginning_of_its_own_is_found_again() -> None:
    spanish = {field.name: getattr(SPANISH, field.name) for field in fields(SPANISH)}
    once = [name for name, text in spanish.items() if list(spanish.values()).count(text) == 1 and isinstance(text, str)]
    begun = [name for name in once if not spanish[name].startswith("{")]

    lost = [name for name in begun if in_english(filled(spanish[name]), SPANISH) != filled(getattr(ENGLISH, name))]

    assert lost == []


def test_of_two_texts_that_fit_the_more_particular_one_is_meant() -> None:
    words = replace(SPANISH, refused="Eso no es {what}.", fact_gone="Eso {what}.")

    assert in_english("Eso no es verdad.", words) == ENGLISH.refused
    assert in_english("Eso es verdad.", words) == ENGLISH.fact_gone


def filled(text: str) -> str:
    """A text with each name in braces as its own filling."""
    return text.format(**{name: name for _, name, _, _ in Formatter().parse(text) if name})
