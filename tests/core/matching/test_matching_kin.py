from __future__ import annotations

from rankers import fact_of, quote_of, unknown_of

from bot.core.knowledge.model import Fact, Quote
from bot.core.matching.documents import find_overlaps


def fact_quoting(key: str, *quotes: Quote) -> Fact:
    return fact_of(key, quotes=quotes)


def test_facts_that_show_the_same_passage_are_kin() -> None:
    overlaps = find_overlaps([fact_quoting("a", quote_of(0, 10)), fact_quoting("b", quote_of(0, 10))])

    assert overlaps == (frozenset({0, 1}), frozenset({0, 1}))


def test_a_quote_within_another_makes_kin() -> None:
    assert find_overlaps([fact_quoting("a", quote_of(0, 100)), fact_quoting("b", quote_of(40, 50))])[0] == {0, 1}


def test_quotes_must_share_more_than_half_of_the_shorter() -> None:
    half = find_overlaps([fact_quoting("a", quote_of(0, 10)), fact_quoting("b", quote_of(5, 30))])
    more = find_overlaps([fact_quoting("a", quote_of(0, 10)), fact_quoting("b", quote_of(4, 30))])

    assert half[0] == {0}
    assert more[0] == {0, 1}


def test_the_same_place_in_another_source_is_another_passage() -> None:
    assert find_overlaps([fact_quoting("a", quote_of(0, 10)), fact_quoting("b", quote_of(0, 10, source="other"))])[
        0
    ] == {0}


def test_any_quote_of_a_fact_can_make_it_kin() -> None:
    first = fact_quoting("a", quote_of(0, 10), quote_of(50, 60, paragraph=2))
    second = fact_quoting("b", quote_of(20, 30), quote_of(50, 60, paragraph=2))

    assert find_overlaps([first, second])[1] == {0, 1}


def test_kin_of_kin_is_not_kin() -> None:
    overlaps = find_overlaps([
        fact_quoting("a", quote_of(0, 10)),
        fact_quoting("b", quote_of(0, 30)),
        fact_quoting("c", quote_of(20, 30)),
    ])  # fmt: skip

    assert overlaps == (frozenset({0, 1}), frozenset({0, 1, 2}), frozenset({1, 2}))


def test_an_unknown_is_its_own_kin_only() -> None:
    assert find_overlaps([fact_quoting("a", quote_of(0, 10)), unknown_of("u")]) == (frozenset({0}), frozenset({1}))
