from __future__ import annotations

from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st
from rankers import fact_of, quote_of

from bot.core.knowledge.coverage import source_coverage
from bot.core.knowledge.model import Fact, Knowledge, Source, Standing, Unquoted, Vocabulary
from bot.report.article import QuotedParagraph, split_paragraphs
from bot.report.parts import number_quotes

TEXT = "The glass broke at noon. Nobody was hurt.\n\nBy our desk"


def base_of(facts: list[Fact], text: str = TEXT, unquoted: tuple[Unquoted, ...] = ()) -> Knowledge:
    source = Source(
        id="ostrand-post",
        title="Dark",
        publisher="Ostrand Post",
        url="https://example.com/",
        file="dark.txt",
        sha256="0" * 64,
        dates="",
        text=text,
        unquoted=unquoted,
    )
    return Knowledge(
        sources=MappingProxyType({source.id: source}),
        topics={},
        vocabulary=Vocabulary(),
        facts={fact.id: fact for fact in facts},
        unknowns={},
        revision="0",
    )


def cut(knowledge: Knowledge) -> tuple[QuotedParagraph, ...]:
    (covered,) = source_coverage(knowledge)
    return split_paragraphs(covered, number_quotes(knowledge))


def quoting(key: str, *spans: tuple[int, int], standing: Standing = Standing.REPORTED) -> Fact:
    quotes = tuple(quote_of(start, end, exact=TEXT[start:end]) for start, end in spans)
    return fact_of(key, quotes=quotes, standing=standing)


def test_quotes_that_overlap_cut_the_text_where_they_begin_and_end() -> None:
    first, _ = cut(base_of([quoting("one", (0, 24)), quoting("two", (10, 41), standing=Standing.CLAIMED)]))

    assert [(run.text, [quote.fact.id for quote in run.quotes]) for run in first.runs] == [
        ("The glass ", ["one"]),
        ("broke at noon.", ["one", "two"]),
        (" Nobody was hurt.", ["two"]),
    ]
    assert [[quote.fact.id for quote in run.begins] for run in first.runs] == [["one"], ["two"], []]
    assert [[quote.fact.id for quote in run.ends] for run in first.runs] == [[], ["one"], ["two"]]
    assert first.runs[1].standings == (Standing.REPORTED, Standing.CLAIMED)


def test_a_quote_within_another_and_two_of_the_same_words_are_distinguished() -> None:
    first, _ = cut(base_of([quoting("one", (0, 41)), quoting("two", (4, 9)), quoting("three", (4, 9))]))

    assert [run.text for run in first.runs] == ["The ", "glass", " broke at noon. Nobody was hurt."]
    assert [quote.fact.id for quote in first.runs[1].ends] == ["two", "three"]


def test_a_sentence_that_no_fact_quotes_is_bare() -> None:
    first, second = cut(base_of([quoting("one", (0, 24))]))

    assert [(run.text, run.bare) for run in first.runs] == [
        ("The glass broke at noon.", False),
        (" ", False),
        ("Nobody was hurt.", True),
    ]
    assert [run.bare for run in second.runs] == [True]


def test_a_passage_that_was_set_aside_says_why_behind_its_paragraph() -> None:
    aside = Unquoted(exact="By our desk", reason="The byline.", start=43, end=54)
    _, second = cut(base_of([quoting("one", (0, 24))], unquoted=(aside,)))

    assert [(run.text, run.aside, run.bare) for run in second.runs] == [("By our desk", aside, False)]
    assert second.asides == (aside,)


def test_a_passage_set_aside_over_paragraphs_says_why_once() -> None:
    aside = Unquoted(exact=TEXT[25:54], reason="Not of the story.", start=25, end=54)
    first, second = cut(base_of([quoting("one", (0, 24))], unquoted=(aside,)))

    assert [run.aside for run in first.runs] == [None, None, aside]
    assert (first.asides, second.asides) == ((), (aside,))


SPANS = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 41)).filter(lambda span: span[0] < span[1]), max_size=8)


@given(SPANS)
def test_whatever_is_quoted_the_runs_together_are_the_text(spans: list[tuple[int, int]]) -> None:
    facts = [quoting(f"fact-{number}", span) for number, span in enumerate(spans)]
    first, _ = cut(base_of(facts))

    assert "".join(run.text for run in first.runs) == TEXT[:41]
    for fact in facts:
        held = [run.text for run in first.runs if fact in [quote.fact for quote in run.quotes]]
        assert "".join(held) == fact.quotes[0].exact
        assert sum(fact in [quote.fact for quote in run.ends] for run in first.runs) == 1
