"""A quote is the source's text: no place that shows it doubles its quotation marks."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io

import pytest
from accepted import reading
from discord.ui import LayoutView
from discord_reader import read
from render_bases import TEXT, base_of, fact_of, source_of
from rich.console import Console

from bot import ui
from bot.cli.factcheck import show_verdicts
from bot.cli.terminal import fact_lines
from bot.core.briefing.selection import Edition
from bot.core.factbase.diff import ChangedFact
from bot.core.factcheck import Supported
from bot.core.knowledge.disputes import Dispute
from bot.core.knowledge.model import Fact, Knowledge
from bot.core.matching.decision import Answer, Match
from bot.i18n import ENGLISH, SPANISH, Texts, phrases
from bot.report.parts import NumberedQuote, quoted
from bot.ui.reload import in_full

MARKED = (
    "“We saw three ships,” she said.",
    "“We saw three ships.”",
    "“We saw three ships.",
    "We saw three ships,” she said.",
    "They say: “We saw three ships.”",
    "They saw “three” ships.",
    "“We saw “three” ships.”",
    '"We saw three ships," she said.',
    "«Vimos tres barcos», dijo.",
    "„Drei Schiffe“, sagte sie.",
)
BARE = ("They saw three ships.", "‘We saw three ships,’ she said.", "It’s three ships.")
MARKS = '“”„‟«»"'
DAY = dt.date(2025, 10, 18)


def base(exact: str) -> tuple[Fact, Knowledge]:
    source = source_of(f"{TEXT}\n\n{exact}")
    fact = fact_of("ships", source, exact)
    return fact, base_of([source], [fact, fact_of("doubt", source, exact, disputes=("ships",))], [], [])


def told(view: LayoutView | None) -> str:
    assert view is not None
    return reading(view).shown


def printed(exact: str, words: Texts) -> dict[str, str]:
    """What a terminal shows, by the command."""
    fact, knowledge = base(exact)
    ask, factcheck = (Console(file=io.StringIO(), width=300) for _ in range(2))
    ask.print(fact_lines(fact, knowledge, words))
    verdict = Supported(sentence="Three ships.", fact=fact, quote=fact.quotes[0], passage=exact)
    show_verdicts(factcheck, [verdict], knowledge, words)
    return {"ask": ask.file.getvalue(), "factcheck": factcheck.file.getvalue()}  # type: ignore[attr-defined]


def shown(exact: str) -> dict[str, str]:
    """Every place that shows a quote, by its name."""
    fact, knowledge = base(exact)
    verdict = Supported(sentence="Three ships.", fact=fact, quote=fact.quotes[0], passage=exact)
    answer = Answer(question="Which?", match=Match(fact=fact, score=1.0), related=(), confidence=1.0)
    edition = Edition(day=DAY, blocks=((fact,),))
    changed = ChangedFact(old=dataclasses.replace(fact, quotes=()), new=fact)
    in_report = quoted([NumberedQuote(number=1, fact=fact, quote=fact.quotes[0])], knowledge)
    return {
        "answer": told(ui.outcome(answer, knowledge, ENGLISH)),
        "fact": told(ui.fact(fact, knowledge, ENGLISH)),
        "shared": told(ui.shared(fact, knowledge, ENGLISH, by=7, asked="")),
        "in context": told(ui.in_context(fact, knowledge, ENGLISH)),
        "comparison": told(ui.comparison(Dispute(claim=fact, against=(fact,)), knowledge, ENGLISH)),
        "checked message": told(ui.checked_message([verdict], knowledge, ENGLISH)),
        "briefing": read(ui.briefing(edition, knowledge, ENGLISH).content).shown,
        "briefing's facts": told(ui.edition_facts(DAY, ["ships"], knowledge, ENGLISH)),
        "dry run": read(in_full(changed, ENGLISH)(1000)).shown,
        "report": " ".join(map(str, in_report)),
        **printed(exact, ENGLISH),
    }


@pytest.mark.parametrize("exact", MARKED)
def test_a_quote_with_quotation_marks_of_its_own_is_shown_without_more(exact: str) -> None:
    for place, text in shown(exact).items():
        before, found, after = text.replace("&quot;", '"').partition(exact)

        assert found, place
        assert not before.endswith(tuple(MARKS)), place
        assert not after.startswith(tuple(MARKS)), place


@pytest.mark.parametrize("exact", BARE)
def test_a_quote_without_quotation_marks_gets_them_if_nothing_else_marks_it(exact: str) -> None:
    places = shown(exact)

    for place in ("dry run", "report", "ask", "factcheck"):
        assert f"“{exact}”" in places[place].replace("&#x27;", "'"), place


def test_a_terminal_has_the_quotation_marks_of_its_language() -> None:
    for text in printed("They saw three ships.", SPANISH).values():
        assert "«They saw three ships.»" in text


@pytest.mark.parametrize("exact", MARKED)
def test_accents_are_left_unchanged(exact: str) -> None:
    assert phrases.quotation(exact, ENGLISH) == exact
    assert phrases.quotation(exact, SPANISH) == exact
