from __future__ import annotations

import pytest

from bot.core.text.foreign_words import (
    ASKING_IN,
    STEMMERS,
    STOPWORDS_IN,
    Language,
    is_foreign,
    language_shares,
    set_apart,
)
from bot.core.text.normalise import fold, words


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Wann ist das Licht auf der Insel ausgefallen?", Language.GERMAN),
        ("Wie hoch war die Welle?", Language.GERMAN),
        ("Quand est-ce que le phare s'est éteint ?", Language.FRENCH),
        ("Qu'a dit l'office du port ?", Language.FRENCH),
        ("Quando é que o farol se apagou?", Language.PORTUGUESE),
        ("Quantas pessoas a balsa leva?", Language.PORTUGUESE),
        ("When did the war on the island die down?", None),
        ("What does Peter's comment say, and why doesn't he?", None),
        ("war comment", None),
        ("coup d'état record", None),
        ("¿Cuándo se apagó la luz de la isla y por qué?", None),
        ("¿Qué no dijo el puerto a los barcos?", None),
        ("Grey Skerry", None),
    ],
)
def test_a_language_is_recognised_by_its_commonest_words(text: str, language: Language | None) -> None:
    shares = language_shares(fold(text))

    assert max(shares, key=shares.__getitem__) is language


@pytest.mark.parametrize(
    ("text", "language", "spelt"),
    [
        ("im Sturm", Language.GERMAN, ("sturm",)),
        ("l’armée dont parle l'État", Language.FRENCH, ("l", "armee", "parle", "l", "etat")),
        ("y a-t-il", Language.FRENCH, ("a", "t", "il")),
        ("il n'a pas", Language.FRENCH, ("il", "a", "pas")),
        ("dos barcos", Language.PORTUGUESE, ("barcos",)),
    ],
)
def test_words_that_would_be_read_as_english_or_spanish_are_set_apart(
    text: str, language: Language, spelt: tuple[str, ...]
) -> None:
    assert words(set_apart(text, language)) == spelt


def test_the_listed_words_are_folded() -> None:
    listed = {word for language in Language for word in (*STOPWORDS_IN[language], *ASKING_IN[language])}

    assert {word for word in listed if word != fold(word)} == set()


def test_inflected_forms_have_one_stem_in_each_language() -> None:
    forms = {
        Language.GERMAN: "kuste kusten",
        Language.FRENCH: "frappe frappes",
        Language.PORTUGUESE: "milicia milicias",
    }

    assert [len({STEMMERS[language](form) for form in both.split()}) for language, both in forms.items()] == [1, 1, 1]


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("La lámpara de la isla se apagó el 3 de marzo.", True),
        ("Die Lampe ist auf der Insel ausgefallen.", True),
        ("La lampe de l'île est éteinte depuis mars.", True),
        ("A lâmpada da ilha não foi acesa pela tripulação.", True),
        ("The lamp failed on 3 March.", False),
        ("El Faro de la Isla is the name that the crew of the boat gave to it.", False),
        ("Lamp dark, ferry Petrel stopped", False),
        ("El Niño hit Peru", False),
        ("Maria de la Cruz resigned", False),
        ("", False),
    ],
)
def test_a_text_is_foreign_if_several_common_words_are_and_few_are_english(text: str, foreign: bool) -> None:  # noqa: FBT001
    assert is_foreign(fold(text)) is foreign
