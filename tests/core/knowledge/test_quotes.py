from __future__ import annotations

import pytest

from bot.core.knowledge.anchoring import MAX_PLACES, Ambiguous, Located, NotFound, TextQuote, line_of, locate

TEXT = "The lamp broke.\nThe lamp went dark.\n\nNobody saw “the lamp”."


def test_anchoring_returns_the_one_place() -> None:
    found = locate(TextQuote(exact="went dark"), TEXT)

    assert isinstance(found, Located)
    assert TEXT[found.start : found.end] == "went dark"


def test_anchoring_fails_if_the_quote_occurs_twice() -> None:
    assert locate(TextQuote(exact="The lamp"), TEXT) == Ambiguous(places=(0, 16))


def test_locate_counts_places_that_overlap() -> None:
    assert locate(TextQuote(exact="aa"), "aaa") == Ambiguous(places=(0, 1))


def test_places_beyond_a_number_are_not_sought() -> None:
    found = locate(TextQuote(exact="a"), "a" * 1000)

    assert isinstance(found, Ambiguous)
    assert len(found.places) == MAX_PLACES


@pytest.mark.parametrize(("prefix", "suffix"), [("\n", ""), ("", " went"), ("\n", " went")])
def test_prefix_and_suffix_single_out_a_place(prefix: str, suffix: str) -> None:
    assert locate(TextQuote(exact="The lamp", prefix=prefix, suffix=suffix), TEXT) == Located(start=16, end=24)


@pytest.mark.parametrize("exact", ["the  lamp", "THE LAMP", '"the lamp"', "the lamp ", "the lamp\n"])
def test_locate_folds_nothing(exact: str) -> None:
    assert locate(TextQuote(exact=exact), TEXT) == NotFound()


def test_anchoring_says_where_a_quote_is_with_another_prefix() -> None:
    assert locate(TextQuote(exact="went dark", prefix="ship "), TEXT) == NotFound(elsewhere=(25,))


def test_lines_count_from_one() -> None:
    assert [line_of(offset, TEXT) for offset in (0, 15, 16, len(TEXT))] == [1, 1, 2, 4]
