"""Whether a text can answer "how old" and "how much does it cost"."""

from __future__ import annotations

import pytest

from bot.core.matching.measures import lacks_measure


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How old is the keeper?", "The keeper, a 61-year-old, was alone."),
        ("how old is Ann Grey", "Ann Grey, 61, was alone."),
        ("what was Ann Grey's age?", "She was aged 61."),
        ("How old is the clock?", "It was built in 1788."),
        ("¿Qué edad tiene la guardiana?", "La guardiana tiene 61 años."),
        ("How much does the repair cost?", "The repair will cost 600,000 crowns."),
        ("How much does the repair cost?", "The repair will cost 600,000 naira."),
        ("How much will it cost", "It is to cost 40,000 zlotys."),
        ("How much was she paid?", "She was paid 900,000 won."),
        ("what did the ferry cost", "Its price was 40,000 Saudi riyals."),
        ("How old is Ann Grey", "Ann Grey (61) was alone."),
        ("How old was the keeper?", "She was 61 when the lamp went out."),
        ("How old is the keeper?", "The keeper turned 61 on Monday."),
        ("How old is the keeper?", "The keeper is an octogenarian."),
        ("what is the price of a ticket", "Children travel free."),
        ("How much money was spent?", "Half of the reserves was spent."),
        ("¿Cuánto cuesta la reparación?", "Cuesta 3 millones."),
    ],
)
def test_a_text_with_what_is_asked_for_may_answer(question: str, text: str) -> None:
    assert not lacks_measure(question, told=["The ferry left.", text], questions=[])


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How old is the keeper?", "The keeper waited for three years."),
        ("How old is the keeper?", "The keeper was 61 miles from the coast."),
        ("How much did the review cost?", "The review found that pressure rose by 12 percent."),
        ("¿Cuánto cuesta la reparación?", "La reparación dura 12 semanas."),
    ],
)
def test_a_text_without_it_answers_nothing(question: str, text: str) -> None:
    assert lacks_measure(question, told=[text], questions=["How many weeks does it take?"])


@pytest.mark.parametrize(
    "question",
    ["How much time did she spend there?", "How many boats were there?", "Why does it cost so much?", "old lamps"],
)
def test_what_asks_for_neither_is_answered_by_any_text(question: str) -> None:
    assert not lacks_measure(question, told=["The ferry left."], questions=[])


def test_a_fact_that_is_asked_for_the_same_may_answer() -> None:
    told = ["The keeper is as old as the century."]

    assert not lacks_measure("How old is the keeper?", told=told, questions=["What is the age of the keeper?"])
    assert lacks_measure("How old is the keeper?", told=told, questions=["Who is the keeper?"])
