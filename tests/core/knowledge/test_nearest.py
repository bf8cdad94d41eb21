from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.core.knowledge.anchor_repair import nearest_passage, yaml_text
from bot.core.knowledge.anchoring import TextQuote
from bot.core.text.sentences import sentences

TEXT = "It’s said that Zoë’s boat — the “Petrel” — sank… on 3\u202fMarch,\nafter the storm had broken the lamp."


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("It's said", "It’s said"),
        ('the "Petrel"', "the “Petrel”"),
        ("boat - the", "boat — the"),
        ("sank... on", "sank… on"),
        ("on 3 March", "on 3\u202fMarch"),
        ("ZOE’S BOAT", "Zoë’s boat"),
        ("March, after  the storm", "March,\nafter the storm"),
        (" the storm\n", "the storm"),
        ("the sto\u00adrm", "the storm"),
    ],
)
def test_the_same_words_in_other_characters_are_found(written: str, meant: str) -> None:
    nearest = nearest_passage(TextQuote(exact=written), TEXT)

    assert nearest is not None
    assert nearest.same_words
    assert TEXT[nearest.start : nearest.end] == meant


def test_other_words_give_the_nearest_passage_with_the_differences_marked() -> None:
    nearest = nearest_passage(TextQuote(exact="after a storm had broken the lamps"), TEXT)

    assert nearest is not None
    assert not nearest.same_words
    assert TEXT[nearest.start : nearest.end] == "after the storm had broken the lamp"
    assert nearest.differences == "after [-a-]{+the+} storm had broken the [-lamps-]{+lamp+}"


def test_the_nearest_passage_ends_where_the_quote_does() -> None:
    text = "It rained.\n\nThe lamp broke at night.\n\nNobody saw it."
    nearest = nearest_passage(TextQuote(exact="The big old lamp broke at night"), text)

    assert nearest is not None
    assert text[nearest.start : nearest.end] == "The lamp broke at night"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (
            "captain of a ship he blamed some charts for bad",
            "captain of the grey ship blamed the old charts for his bad",
        ),
        ("the captain of the grey ship blamed old charts", "the captain of the grey ship blamed the old charts"),
    ],
)
def test_the_ends_of_the_nearest_passage_follow_the_ends_of_the_quote(written: str, meant: str) -> None:
    text = (
        "It rained. On the third morning the captain of the grey ship blamed the old charts for his bad luck. "
        "Nobody saw it."
    )
    nearest = nearest_passage(TextQuote(exact=written), text, sentences(text))

    assert nearest is not None
    assert text[nearest.start : nearest.end] == meant


def test_a_character_that_cannot_be_seen_is_named() -> None:
    nearest = nearest_passage(TextQuote(exact="3 March"), TEXT)

    assert nearest is not None
    assert nearest.differences == "3[-U+0020 SPACE-]{+U+202F NARROW NO-BREAK SPACE+}March"


def test_a_superfluous_line_break_is_named() -> None:
    nearest = nearest_passage(TextQuote(exact="the lamp.\n"), TEXT)

    assert nearest is not None
    assert nearest.differences == "the lamp.[-U+000A LINE FEED-]"


@pytest.mark.parametrize("exact", ["quarterly figures disappointed investors", "\u200b"])
def test_if_nothing_is_near_there_is_no_passage(exact: str) -> None:
    assert nearest_passage(TextQuote(exact=exact), TEXT) is None


def test_yaml_text_shows_what_cannot_be_seen() -> None:
    assert yaml_text('on 3\u202fMarch "x"') == '"on 3\\u202FMarch \\"x\\""'


@given(st.text())
def test_yaml_text_reads_back_as_the_passage(passage: str) -> None:
    assert yaml.safe_load(yaml_text(passage)) == passage


@given(st.text(max_size=30), st.text(max_size=60))
def test_no_text_makes_the_search_fail(exact: str, text: str) -> None:
    nearest = nearest_passage(TextQuote(exact=exact), text)

    assert nearest is None or 0 <= nearest.start < nearest.end <= len(text)
