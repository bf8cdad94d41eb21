from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from accepted import check_layout, components, ids_of, reading, texts_of
from render_bases import TEXT, base_of, fact_of, harbour, hurting, quote_of, source_of

from bot import ui
from bot.core.knowledge.model import Quote, Source, Topic
from bot.i18n import ENGLISH, SPANISH, Texts
from bot.ui.components import PROBLEM, STANDING


def passage_of(written: list[str]) -> str:
    return next(text for text in written if text.startswith(">"))


def changed(source: Source, **parts: Any) -> list[str]:
    """What is written of `Fishermen doubt it` where parts of its source are others than at the load."""
    fact = fact_of("doubt", source, "Fishermen doubt it")
    return texts_of(ui.in_context(fact, base_of([replace(source, **parts)], [fact], [], []), ENGLISH))


def test_the_quote_is_marked_inside_its_whole_paragraph_between_the_one_before_and_the_one_after() -> None:
    knowledge = harbour()

    written = texts_of(ui.in_context(knowledge.facts["all-is-well"], knowledge, ENGLISH, 0))

    assert passage_of(written).split("\n") == [
        "> Harbour watch",
        "> ",
        "> Three ships left the harbour on Monday. The mayor said that “**all is well**” – twice.",
        "> ",
        "> Fishermen doubt it: no ship has come back.",
    ]


def test_a_long_neighbour_is_cut_on_the_side_that_is_away_from_the_quote() -> None:
    source = source_of(f"{'before ' * 200}near\n\nthe very words\n\nnear{' after' * 200}")
    fact = fact_of("long", source, "the very words")

    written = passage_of(texts_of(ui.in_context(fact, base_of([source], [fact], [], []), ENGLISH)))

    assert written.startswith("> …before ")
    assert "before near\n> \n> **the very words**\n> \n> near after" in written
    assert written.endswith(" after…")
    assert len(written) < 900


def test_the_first_and_the_last_paragraph_have_one_neighbour() -> None:
    source = source_of("One.\n\nTwo.\n\nThree.")
    passages = []
    for exact in ("One.", "Three."):
        fact = fact_of("end", source, exact)
        passages.append(passage_of(texts_of(ui.in_context(fact, base_of([source], [fact], [], []), ENGLISH))))

    assert passages == ["> **One.**\n> \n> Two.", "> Two.\n> \n> **Three.**"]


def test_a_quote_is_checked_as_it_is_shown() -> None:
    source = source_of(TEXT)

    assert ENGLISH.context_proven in changed(source)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Nobody doubts it.", ENGLISH.context_missing),
        (f"And now. {TEXT}", ENGLISH.context_elsewhere.format(start=108, end=126)),
        (f"{TEXT} Fishermen doubt it.", ENGLISH.context_repeated.format(places=2)),
    ],
)
def test_a_quote_that_is_no_longer_true_is_reported(text: str, said: str) -> None:
    sha256 = hashlib.sha256(text.encode()).hexdigest()

    assert said in changed(source_of(TEXT), text=text, sha256=sha256)


def test_a_text_that_is_not_the_one_of_the_base_is_said_not_to_be() -> None:
    sha256 = hashlib.sha256(f"{TEXT}!".encode()).hexdigest()

    assert ENGLISH.context_other_text.format(sha256=sha256[:12]) in changed(source_of(TEXT), text=f"{TEXT}!")


def test_a_quote_that_is_no_longer_true_is_marked_as_a_problem() -> None:
    source = source_of(TEXT)
    fact = fact_of("doubt", source, "Fishermen doubt it")
    sound, broken = base_of([source], [fact], [], []), base_of([replace(source, sha256="0" * 64)], [fact], [], [])

    colours_shown = [components(ui.in_context(fact, base, ENGLISH))[0]["accent_color"] for base in (sound, broken)]

    assert colours_shown == [STANDING[fact.standing].value, PROBLEM.value]


def test_a_quote_that_is_found_by_its_neighbours_is_reported_as_such() -> None:
    text = "All is well. Truly, all is well."
    source = source_of(text)
    quote = Quote(source=source.id, exact="ll is well", start=21, end=31, paragraph=1, prefix="a")
    fact = fact_of("well", source, "Truly", quotes=(quote,))

    written = texts_of(ui.in_context(fact, base_of([source], [fact], [], []), ENGLISH))

    assert ENGLISH.context_proven_beside in written


def test_facts_that_dispute_a_claim_are_linked_beside_its_quote() -> None:
    knowledge = harbour()

    written = texts_of(ui.in_context(knowledge.facts["all-is-well"], knowledge, ENGLISH))

    assert "-# **Claimed** by the mayor · disputed by fishermen ›" in written


def test_a_link_leads_to_the_very_passage() -> None:
    knowledge = harbour()

    shown = components(ui.in_context(knowledge.facts["all-is-well"], knowledge, ENGLISH))

    assert [found["url"] for found in shown if found.get("url")] == [
        "https://example.org/ships#:~:text=all%20is%20well"
    ]


def test_the_place_of_the_quote_is_shown() -> None:
    knowledge = harbour()
    start = TEXT.index("all is well")

    shown = reading(ui.in_context(knowledge.facts["all-is-well"], knowledge, ENGLISH, 0)).shown

    assert shown.split("\n")[-4:] == [
        "The Gazette · Three ships leave",
        f"Paragraph 2 of 3 · characters {start} to {start + 11}",
        f"File harbour.txt, SHA-256 {knowledge.sources['harbour'].sha256[:12]}…",
        "Revision fedcba987654",
    ]


def test_numbers_are_written_as_the_reader_writes_them() -> None:
    source = source_of(f"{'word ' * 3_000}the very words")
    fact = fact_of("far", source, "the very words")
    knowledge = base_of([source], [fact], [], [])

    assert "15,000 to 15,014" in reading(ui.in_context(fact, knowledge, ENGLISH)).shown
    assert "15\u202f000 a 15\u202f014" in reading(ui.in_context(fact, knowledge, SPANISH)).shown


def test_the_statement_that_the_quote_proves_is_shown_above_it() -> None:
    knowledge = harbour()

    assert (
        "The mayor says that all is well."
        in reading(ui.in_context(knowledge.facts["all-is-well"], knowledge, ENGLISH, 0)).shown
    )


@pytest.mark.parametrize(("index", "turns"), [(0, ["1"]), (1, ["0", "2"]), (2, ["1"])])
def test_buttons_lead_to_the_quotes_before_and_after(index: int, turns: list[str]) -> None:
    source = source_of(TEXT)
    quotes = tuple(quote_of(source, exact) for exact in ("Three ships", "all is well", "Fishermen"))
    fact = fact_of("three-quotes", source, "twice", quotes=quotes)
    knowledge = base_of([source], [fact], [Topic(id="ships", title="Ships")], [])

    view = ui.in_context(fact, knowledge, ENGLISH, index)

    assert [found for found in ids_of(view) if "context" in found] == [f"b1:context:three-quotes:{n}" for n in turns]
    assert f"Quote {index + 1} of 3" in reading(view).shown


@pytest.mark.parametrize("index", [-1, 1])
def test_a_quote_that_the_fact_has_not_is_an_error(index: int) -> None:
    knowledge = harbour()

    with pytest.raises(IndexError):
        ui.in_context(knowledge.facts["all-is-well"], knowledge, ENGLISH, index)


def test_a_long_paragraph_is_cut_around_the_quote_and_never_the_quote() -> None:
    exact = "the very words, every one of them"
    source = source_of(f"{'before ' * 900}{exact}{' after' * 900}")
    fact = fact_of("long", source, exact)
    knowledge = base_of([source], [fact], [], [])

    view = ui.in_context(fact, knowledge, ENGLISH, 0)

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

    view = ui.in_context(fact, base_of([source], [fact], [], []), ENGLISH, 0)

    assert view.content_length() > 3900
    check_layout(view)


def test_a_quote_over_two_paragraphs_is_shown_in_both() -> None:
    source = source_of(TEXT)
    exact = "twice.\n\nFishermen doubt it"
    start = TEXT.index(exact)
    quote = Quote(source=source.id, exact=exact, start=start, end=start + len(exact), paragraph=2)
    fact = fact_of("two", source, "twice", quotes=(quote,))

    written = texts_of(ui.in_context(fact, base_of([source], [fact], [], []), ENGLISH, 0))

    assert passage_of(written).split("\n")[2:] == [
        "> Three ships left the harbour on Monday. The mayor said that “all is well” – **twice.**",
        "> ",
        "> **Fishermen doubt it**: no ship has come back.",
    ]


@pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])
@pytest.mark.parametrize("mark", ["*", "a", "a ", "> ", "\u0301"])
def test_a_hostile_context_is_accepted(mark: str, words: Texts) -> None:
    knowledge = hurting(mark)
    fact = next(iter(knowledge.facts.values()))

    for index in (0, 5, 11):
        view = ui.in_context(fact, knowledge, words, index)

        check_layout(view)
        assert "mention" not in reading(view).live
