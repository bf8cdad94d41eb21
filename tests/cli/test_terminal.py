from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rankers import ask, fact_of, knowledge_of, small_knowledge, small_ranker
from rich.console import Console

from bot.cli.terminal import choices, fact_lines, show
from bot.core.knowledge.model import Standing
from bot.core.matching.decision import Abstention, Answer, Match, NotInSource, Outcome, Suggestion
from bot.i18n import ENGLISH, SPANISH

KNOWLEDGE = small_knowledge()


def match_of(key: str) -> Match:
    return Match(fact=KNOWLEDGE.facts[key], score=0.5)


def printed(outcome: Outcome, width: int = 200) -> str:
    out = io.StringIO()
    show(Console(file=out, width=width), outcome, KNOWLEDGE, ENGLISH)
    return out.getvalue()


def test_an_answer_shows_statement_standing_attribution_quote_and_paragraph() -> None:
    shown = printed(ask("how much will the repair cost", small_ranker(meaning=False)))
    lines = [line.strip() for line in shown.splitlines() if line.strip()]

    assert lines[0] == "The Harbour Office puts the repair of the lighthouse at 600,000 crowns."
    assert lines[1] == "Disputed, said by the Harbour Office"
    assert lines[2] == f"disputed by builders in Ostrand › · {ENGLISH.standing_meaning[Standing.DISPUTED]}"
    assert lines[3] == "“The Harbour Office says the repair will cost 600,000 crowns”"
    assert lines[4] == "— Ostrand Post · Grey Skerry goes dark · published 6 March 2031 · paragraph 5"


def test_a_date_is_shown_below_who_says_it() -> None:
    shown = printed(Answer(question="", match=match_of("wave-height"), related=(), confidence=1))
    lines = [line.strip() for line in shown.splitlines() if line.strip()]

    assert lines[1] == "Documented by the weather buoy off Ostrand"
    assert lines[2] == f"4 March 2031 · {ENGLISH.standing_meaning[Standing.DOCUMENTED]}"


def test_disputes_of_a_fact_are_shown_both_ways() -> None:
    for fact, against in (("repair-cost", "cost-doubted"), ("cost-doubted", "repair-cost")):
        shown = printed(Answer(question="", match=match_of(fact), related=(), confidence=1))

        assert KNOWLEDGE.facts[against].statement in shown.split("Disputed by")[1]


def test_a_numbered_statement_that_wraps_continues_below_its_beginning() -> None:
    shown = printed(Suggestion(question="", matches=(match_of("keeper-saw"),), confidence=0.3), width=40)
    lines = shown[shown.index("1.") - 2 :].rstrip().splitlines()

    assert lines[0].startswith("  1. The keeper")
    assert all(line.startswith("     ") for line in lines[1:])


def test_related_facts_are_numbered() -> None:
    related = (match_of("lamp-range"), match_of("first-lit"))
    shown = printed(Answer(question="", match=match_of("lamp-height"), related=related, confidence=1))

    assert "Related facts" in shown
    assert f"1. {KNOWLEDGE.facts['lamp-range'].statement}" in shown
    assert f"2. {KNOWLEDGE.facts['first-lit'].statement}" in shown


def test_a_question_that_the_source_leaves_open_is_answered_so_with_the_nearest_fact() -> None:
    unknown = KNOWLEDGE.unknowns["storm-name"]
    shown = printed(NotInSource(question="", unknown=unknown, nearest=(match_of("wave-height"),), confidence=1))

    assert "The source does not say." in shown
    assert unknown.statement in shown
    assert f"1. {KNOWLEDGE.facts['wave-height'].statement}" in shown


def test_a_suggestion_is_shown_as_no_answer() -> None:
    shown = printed(Suggestion(question="", matches=(match_of("lamp-range"),), confidence=0.3))

    assert "Did you mean one of these?" in shown
    assert "None of them is close enough to be the answer." in shown
    assert f"1. {KNOWLEDGE.facts['lamp-range'].statement}" in shown
    assert "“" not in shown, "no quote, as though it were proof"


def test_an_abstention_names_the_topics() -> None:
    shown = printed(Abstention(question="", confidence=0))

    assert "No fact here answers that." in shown
    assert "Topics covered: The light · The repair · The ferry" in shown


def test_a_base_without_facts_says_so() -> None:
    out = io.StringIO()
    show(Console(file=out, width=200), Abstention(question="", confidence=0), knowledge_of([]), ENGLISH)

    assert ENGLISH.abstention_empty in out.getvalue()


def test_the_place_of_a_quote_is_a_link_to_the_passage_if_the_terminal_supports_links() -> None:
    out = io.StringIO()
    console = Console(file=out, width=200, force_terminal=True, color_system="standard")
    show(console, Answer(question="", match=match_of("lamp-range"), related=(), confidence=1), KNOWLEDGE, ENGLISH)

    assert ";https://example.com/grey-skerry#:~:text=The%20lamp%2C%20which%20could" in out.getvalue()


def test_only_what_was_numbered_can_be_opened() -> None:
    first, second = match_of("lamp-range"), match_of("lamp-height")
    unknown = KNOWLEDGE.unknowns["storm-name"]

    assert choices(Answer(question="", match=first, related=(second,), confidence=1)) == (second,)
    assert choices(NotInSource(question="", unknown=unknown, nearest=(first,), confidence=1)) == (first,)
    assert choices(Suggestion(question="", matches=(first, second), confidence=0.3)) == (first, second)
    assert choices(Abstention(question="", confidence=0)) == ()


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_narrow_terminal_breaks_lines_and_loses_no_word(width: int) -> None:
    shown = printed(Answer(question="", match=match_of("keeper-saw"), related=(), confidence=1), width=width)

    assert max(map(len, shown.splitlines())) <= width
    assert KNOWLEDGE.facts["keeper-saw"].statement in " ".join(shown.split())


def test_control_characters_and_markup_of_a_base_do_nothing() -> None:
    fact = fact_of("evil", statement="[bold]\x1b[31mred\u202e and [/] more", attribution="\x07who\r\n")
    out = io.StringIO()
    Console(file=out, width=100).print(fact_lines(fact, knowledge_of([fact]), ENGLISH), highlight=False)

    assert out.getvalue().splitlines()[0].strip() == "[bold][31mred and [/] more"
    assert not set("\x1b\x07\r\u202e") & set(out.getvalue())


def test_a_fact_of_several_quotes_shows_each() -> None:
    fact = KNOWLEDGE.facts["keeper-saw"]
    out = io.StringIO()
    Console(file=out, width=200).print(fact_lines(fact, KNOWLEDGE, ENGLISH), highlight=False)

    assert all(quote.exact in out.getvalue() for quote in fact.quotes)


def test_the_interface_speaks_the_language_it_is_given_and_the_base_its_own() -> None:
    out = io.StringIO()
    show(Console(file=out, width=200), Abstention(question="", confidence=0), KNOWLEDGE, SPANISH)

    assert SPANISH.abstention in out.getvalue()
    assert "The light · The repair · The ferry" in out.getvalue()


def test_the_place_of_two_quotes_of_one_paragraph_is_shown_once() -> None:
    fact = KNOWLEDGE.facts["wave-height"]
    twice = replace(fact, quotes=(fact.quotes[0], fact.quotes[0]))
    out = io.StringIO()
    Console(file=out, width=200).print(fact_lines(twice, KNOWLEDGE, ENGLISH))

    assert out.getvalue().count(fact.quotes[0].exact) == 2
    assert out.getvalue().count("— Ostrand Post") + out.getvalue().count("— Grey Skerry") == 1
