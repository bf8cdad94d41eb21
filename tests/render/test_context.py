from __future__ import annotations

import pytest
from accepted import check_layout, ids_of, reading, texts_of
from render_bases import TEXT, base_of, fact_of, harbour, hurting, quote_of, source_of

from bot import render
from bot.core.facts import Quote, Topic
from bot.texts import ENGLISH, SPANISH, Texts


def passage_of(written: list[str]) -> str:
    return next(text for text in written if text.startswith(">"))


def test_the_quote_is_marked_inside_its_whole_paragraph() -> None:
    knowledge = harbour()

    written = texts_of(render.in_context(knowledge.facts["all-is-well"], knowledge, ENGLISH, 0))

    assert passage_of(written) == (
        "> Three ships left the harbour on Monday. The mayor said that “**all is well**” – twice."
    )


def test_the_place_of_the_quote_is_told() -> None:
    knowledge = harbour()
    start = TEXT.index("all is well")

    shown = reading(render.in_context(knowledge.facts["all-is-well"], knowledge, ENGLISH, 0)).shown

    assert "The Gazette · Three ships leave · paragraph 2" in shown
    assert f"Paragraph 2 of 3 · characters {start} to {start + 11}" in shown
    assert "SHA-256 of the text: 0123456789ab" in shown


def test_the_statement_that_the_quote_proves_stands_above_it() -> None:
    knowledge = harbour()

    assert (
        "The mayor says that all is well."
        in reading(render.in_context(knowledge.facts["all-is-well"], knowledge, ENGLISH, 0)).shown
    )


@pytest.mark.parametrize(("index", "turns"), [(0, ["1"]), (1, ["0", "2"]), (2, ["1"])])
def test_buttons_lead_to_the_quotes_before_and_after(index: int, turns: list[str]) -> None:
    source = source_of(TEXT)
    quotes = tuple(quote_of(source, exact) for exact in ("Three ships", "all is well", "Fishermen"))
    fact = fact_of("three-quotes", source, "twice", quotes=quotes)
    knowledge = base_of([source], [fact], [Topic(id="ships", title="Ships")], [])

    view = render.in_context(fact, knowledge, ENGLISH, index)

    assert [found for found in ids_of(view) if "context" in found] == [f"b1:context:three-quotes:{n}" for n in turns]
    assert f"Quote {index + 1} of 3" in reading(view).shown


@pytest.mark.parametrize("index", [-1, 1])
def test_a_quote_that_the_fact_has_not_is_an_error(index: int) -> None:
    knowledge = harbour()

    with pytest.raises(IndexError):
        render.in_context(knowledge.facts["all-is-well"], knowledge, ENGLISH, index)


def test_a_long_paragraph_is_cut_around_the_quote_and_never_the_quote() -> None:
    exact = "the very words, every one of them"
    source = source_of(f"{'before ' * 900}{exact}{' after' * 900}")
    fact = fact_of("long", source, exact)
    knowledge = base_of([source], [fact], [], [])

    view = render.in_context(fact, knowledge, ENGLISH, 0)

    passage = passage_of(texts_of(view))
    check_layout(view)
    assert passage.startswith("> …before ")
    assert f"before **{exact}** after" in passage
    assert passage.endswith(" after…")
    assert abs(passage.index("**") - (len(passage) - passage.rindex("**"))) < 50


@pytest.mark.parametrize(("before", "after"), [("", " after" * 900), ("before " * 900, "")])
def test_room_that_one_side_does_not_need_goes_to_the_other(before: str, after: str) -> None:
    exact = "the very words"
    source = source_of(before + exact + after)
    fact = fact_of("long", source, exact)

    view = render.in_context(fact, base_of([source], [fact], [], []), ENGLISH, 0)

    assert view.content_length() > 3900
    check_layout(view)


def test_a_quote_over_two_paragraphs_is_shown_in_both() -> None:
    source = source_of(TEXT)
    exact = "twice.\n\nFishermen doubt it"
    start = TEXT.index(exact)
    quote = Quote(source=source.id, exact=exact, start=start, end=start + len(exact), paragraph=2)
    fact = fact_of("two", source, "twice", quotes=(quote,))

    written = texts_of(render.in_context(fact, base_of([source], [fact], [], []), ENGLISH, 0))

    assert passage_of(written).split("\n") == [
        "> Three ships left the harbour on Monday. The mayor said that “all is well” – **twice.**",
        "> ",
        "> **Fishermen doubt it**: no ship has come back.",
    ]


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
@pytest.mark.parametrize("mark", ["*", "a", "a ", "> ", "\u0301"])
def test_a_context_made_to_hurt_is_accepted(mark: str, words: Texts) -> None:
    knowledge = hurting(mark)
    fact = next(iter(knowledge.facts.values()))

    for index in (0, 5, 11):
        view = render.in_context(fact, knowledge, words, index)

        check_layout(view)
        assert "mention" not in reading(view).live
