"""What a text tells of one name or thing is an unknown for the others."""

from __future__ import annotations

import pytest
from drafts import drafted

RACE = "Ines Varn, 27, won the race in Ostrand. The coach, Tom Lisle, said he was glad. "
MONEY = "The prize is 15,000 crowns. "


def asked(text: str) -> list[str]:
    return [each.question for each in drafted(text).unknowns]


def test_an_age_is_asked_of_those_whose_age_is_not_told() -> None:
    questions = asked(RACE)

    assert "How old is Tom Lisle?" in questions
    assert "How old is Ines Varn?" not in questions


def test_an_age_is_not_asked_where_the_text_tells_nobodys() -> None:
    assert [each for each in asked(RACE.replace(", 27,", "")) if "How old" in each] == []


@pytest.mark.parametrize(
    ("text", "question"),
    [
        (f"{MONEY}The contract of the brewery runs until 2029.", "How much is the contract worth?"),
        (f"{MONEY}The town plans a new bridge.", "How much does the bridge cost?"),
        ("The inquiry was opened on 4 May.", "When does the inquiry end?"),
        (
            "The storm hit 40 people. The mayor of the town of Ostrand went to Ostrand.",
            "How many people live in Ostrand?",
        ),
    ],
)
def test_a_thing_or_a_place_is_asked_for_what_its_sentences_do_not_tell(text: str, question: str) -> None:
    assert question in asked(text)


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("The contract of the brewery is worth 15,000 crowns.", "How much is the contract worth?"),
        (f"{MONEY}The old bridge is closed.", "How much does the bridge cost?"),
        ("The inquiry was opened on 4 May. It found nothing.", "When does the inquiry end?"),
        ("The storm hit 40 people. The mayor went to Lake Ostrand.", "How many people live in Lake Ostrand?"),
    ],
)
def test_nothing_is_asked_that_is_told_or_makes_no_sense(text: str, question: str) -> None:
    assert question not in asked(text)


def test_of_the_publisher_nothing_is_asked() -> None:
    text = "Varn Gazette saw the director. Varn Gazette is glad. Lisle Lamps Ltd paid. Lisle Lamps Ltd is glad."

    assert [each for each in asked(text) if each.startswith("Who leads")] == ["Who leads Lisle Lamps Ltd?"]


def test_what_is_asked_of_names_takes_the_place_of_general_questions() -> None:
    assert "How long does it last?" not in asked(f"{RACE}{MONEY}Ann Grey, Rob Moor and Ada Kite saw the new bridge.")
