from __future__ import annotations

import pytest

from bot.core.knowledge.model import Translation
from bot.core.matching.glossary import build_glossary
from bot.core.matching.spelling import Repair, build_speller
from bot.core.text.foreign_words import Language

DE, FR, PT = Language.GERMAN, Language.FRENCH, Language.PORTUGUESE
TRANSLATIONS = (
    Translation(word="lighthouse", phrases={DE: ("Leuchtturm",), FR: ("phare",), PT: ("farol", "faróis")}),
    Translation(word="lamp", phrases={DE: ("Lampe",), FR: ("lampe", "feu de signalisation")}),
    Translation(word="coast", phrases={DE: ("Küste",), FR: ("côte",), PT: ("costa",)}),
    Translation(word="storm", phrases={DE: ("Sturm",), FR: ("tempête", "État d'urgence"), PT: ("tempestade",)}),
    Translation(word="broke", phrases={DE: ("zerstört",), FR: ("détruit",), PT: ("quebrou",)}),
)
BASE = {"lighthouse": 9, "lamp": 4, "storm": 3, "skerry": 5, "petrel": 2, "coast": 1, "broke": 1}
GLOSSARY = build_glossary(TRANSLATIONS, build_speller(BASE, lambda word: word == "cheese"))


def read(question: str) -> str | None:
    found = GLOSSARY.read(question, longest=200)
    return None if found is None else " ".join(found.words)


@pytest.mark.parametrize(
    ("question", "meaning"),
    [
        ("Wann hat der Sturm die Lampen zerstört?", "when storm lamp broke"),
        ("Wie viele Leuchttürme gibt es an der Küste?", "how many lighthouse coast"),
        ("Quand la tempête a-t-elle détruit le phare ?", "when storm broke lighthouse"),
        ("Combien de feu de signalisation y a-t-il ?", "how many lamp"),
        ("Qui a déclaré l'état d'urgence ?", "who declare storm"),
        ("Por que o farol da costa quebrou?", "why lighthouse coast broke"),
        ("Quantos faróis há?", "how many lighthouse"),
    ],
)
def test_a_question_is_read_in_the_words_of_the_base(question: str, meaning: str) -> None:
    assert read(question) == meaning


def test_names_numbers_and_words_that_nobody_translated_stay() -> None:
    assert read("Was hat die Petrel 2031 vor Skerry gerettet?") == "what petrel 2031 before skerry gerettet"


def test_a_german_compound_is_read_as_its_parts() -> None:
    assert read("Wo ist die Küstenlampe?") == "where coast lamp"
    assert read("Wo ist der Sturmkapitän?") == "where sturmkapitan"


def test_a_separated_german_verb_is_read_as_one() -> None:
    translations = (Translation(word="announce", phrases={DE: ("ankündigen", "ankündigte")}),)
    glossary = build_glossary(translations, build_speller(BASE, lambda _: False))
    found = glossary.read("Wann kündigte der Hafen die Petrel an?", longest=200)

    assert found is not None
    assert found.words == ("when", "announce", "hafen", "petrel")


def test_a_misspelt_word_is_read_as_the_nearest_and_reported() -> None:
    found = GLOSSARY.read("Wo steht der Leuchtrum?", longest=200)

    assert found is not None
    assert found.words[-1] == "lighthouse"
    assert found.repairs == (Repair(written="Leuchtrum", read="lighthouse"),)


@pytest.mark.parametrize(
    ("question", "meaning"),
    [
        ("Leuchtturm Lampe", "lighthouse lamp"),
        ("Küstenlampe Skerry", "coast lamp skerry"),
        ("tempête phare", "storm lighthouse"),
    ],
)
def test_without_function_words_the_words_that_the_base_lacks_reveal_the_language(question: str, meaning: str) -> None:
    assert read(question) == meaning


@pytest.mark.parametrize(
    "question", ["When did the storm break the lamp?", "lamp storm", "cheese farm", "¿Cuándo?", ""]
)
def test_a_question_in_english_or_spanish_is_left_alone(question: str) -> None:
    assert read(question) is None


def test_without_translations_the_words_that_ask_are_still_read() -> None:
    glossary = build_glossary((), build_speller(BASE, lambda _: False))
    found = glossary.read("Wer war auf der Petrel?", longest=200)

    assert found is not None
    assert found.words == ("who", "petrel")


def test_a_word_itself_comes_before_another_one_with_its_stem() -> None:
    translations = (
        Translation(word="food", phrases={PT: ("comida",)}),
        Translation(word="command", phrases={PT: ("comando",)}),
    )
    glossary = build_glossary(translations, build_speller(BASE, lambda _: False))
    found = glossary.read("Quem comprou comida com o comando?", longest=200)

    assert found is not None
    assert found.words == ("who", "comprou", "food", "command")


def test_between_equals_the_words_that_the_base_lacks_tell_the_language() -> None:
    assert read("la lampe que la tempête") == "lamp storm"
    assert read("la skerry que la petrel") is None
