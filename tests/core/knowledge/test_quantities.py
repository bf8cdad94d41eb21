from __future__ import annotations

import pytest

from bot.core.knowledge.model import Vocabulary
from bot.core.knowledge.quantities import Bound, Kind, Quantity, Relation, quantities, relate
from bot.core.knowledge.vocabulary import build_concept_index

CONCEPT_INDEX = build_concept_index(Vocabulary(same=(("strike", "attack"),)))


def read(text: str) -> tuple[Quantity, ...]:
    return quantities(text, CONCEPT_INDEX)


def one(text: str) -> Quantity:
    (quantity,) = read(text)
    return quantity


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("30 states", 30),
        ("thirty states", 30),
        ("twenty-three states", 23),
        ("twenty-one states", 21),
        ("twenty one states", 21),
        ("two hundred and five people", 205),
        ("123,000 members", 123_000),
        ("123.000 miembros", 123_000),
        ("123\u202f000 members", 123_000),
        ("123k members", 123_000),
        ("8 million reservists", 8_000_000),
        ("eight million reservists", 8_000_000),
        ("8.5 million reservists", 8_500_000),
        ("ocho millones de reservistas", 8_000_000),
        ("a thousand people", 1_000),
        ("mil personas", 1_000),
        ("two dozen boats", 24),
        ("3.5 miles", 3.5),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, value: float) -> None:
    assert (one(text).value, one(text).kind) == (value, Kind.COUNT)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("95%", Kind.PERCENT, 95),
        ("95 per cent of it", Kind.PERCENT, 95),
        ("twenty por ciento", Kind.PERCENT, 20),
        ("the sixth strike", Kind.ORDINAL, 6),
        ("its 6th strike", Kind.ORDINAL, 6),
        ("the twenty-first strike", Kind.ORDINAL, 21),
        ("at 11:20 a.m. there", Kind.TIME, 11 * 60 + 20),
        ("at 3:05 pm", Kind.TIME, 15 * 60 + 5),
        ("at 8 p.m.", Kind.TIME, 20 * 60),
        ("at 12 am", Kind.TIME, 0),
        ("at 12:30 a.m.", Kind.TIME, 30),
        ("at 12:30 at night", Kind.TIME, 30),
        ("at 11:30 at night", Kind.TIME, 23 * 60 + 30),
        ("at 12:30 p.m.", Kind.TIME, 12 * 60 + 30),
    ],
)
def test_shares_ordinals_and_times_of_day_are_distinguished_from_counts(text: str, kind: Kind, value: float) -> None:
    assert (one(text).kind, one(text).value) == (kind, value)


@pytest.mark.parametrize("text", ["B-52s and F16 jets", "hundreds of boats", "no number", "25:70", "", "9.9.9.9"])
def test_text_that_is_no_number_is_not_read_as_one(text: str) -> None:
    assert read(text) == ()


def test_a_part_of_a_whole_is_one_number() -> None:
    for text in (
        "20 of 23 states",
        "20 out of the 23 states",
        "twenty of Venezuela's 23 states",
        "20 de los 23 estados",
    ):
        assert (one(text).value, one(text).total) == (20, 23)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("more than 8 boats", Bound.MORE),
        ("at least 8 boats", Bound.AT_LEAST),
        ("no more than 8 boats", Bound.AT_MOST),
        ("less than 8 boats", Bound.LESS),
        ("some 8 boats", Bound.ABOUT),
        ("más de 8 barcos", Bound.MORE),
        ("8 boats", Bound.EXACTLY),
    ],
)
def test_how_exactly_a_number_is_given_is_read_as_well(text: str, bound: Bound) -> None:
    assert one(text).bound is bound
    assert one(text).start == 0


@pytest.mark.parametrize(
    ("said", "source", "relation"),
    [
        ("8 boats", "8 boats", Relation.SAME),
        ("8 boats", "more than 8 boats", Relation.SAME),
        ("about 8 boats", "8 boats", Relation.SAME),
        ("more than 8 boats", "8 boats", Relation.DIFFERS),
        ("less than 8 boats", "more than 8 boats", Relation.DIFFERS),
        ("30 boats", "20 of 23 boats", Relation.DIFFERS),
        ("20 of 24 boats", "20 of 23 boats", Relation.DIFFERS),
        ("23 boats", "20 of 23 boats", Relation.OPEN),
        ("5 boats", "more than 4 boats", Relation.OPEN),
        ("20 boats", "more than 8 boats", Relation.DIFFERS),
        ("at least 16 boats", "at least 6 boats", Relation.DIFFERS),
        ("about 120 boats", "about 123 boats", Relation.OPEN),
    ],
)
def test_two_numbers_are_the_same_differ_or_leave_it_open(said: str, source: str, relation: Relation) -> None:
    assert relate(one(said), one(source)) is relation


def test_numbers_are_compared_if_they_count_the_same_thing() -> None:
    assert one("six strikes").counts(one("nine attacks"))
    assert not one("six strikes").counts(one("nine boats"))
    assert not one("six miles").counts(one("six hours"))
    assert not one("six boats").counts(one("the sixth boat"))
    assert one("95%").counts(one("15 percent"))


def test_a_number_is_written_with_what_it_counts() -> None:
    text = "As of then, 20 of Venezuela's 23 states had been taken"

    assert one(text).written(text, frozenset({"state"})) == "20 of Venezuela's 23 states"
