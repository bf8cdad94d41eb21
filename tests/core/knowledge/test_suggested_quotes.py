from __future__ import annotations

import textwrap

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.core.knowledge.anchor_repair import QuoteProblem, anchor_quote, suggest_quotes
from bot.core.knowledge.anchoring import TextQuote
from bot.core.knowledge.model import Quote, Source
from bot.core.knowledge.schema import MAX_QUOTE

TEXT = "The lamp broke. Nobody saw it.\n\nThe lamp broke again. It was dark.\n\nNobody saw it."


def source_of(text: str) -> Source:
    return Source(
        id="post",
        title="Dark",
        publisher="Post",
        url="https://example.com",
        file="dark.txt",
        sha256="",
        dates="",
        text=text,
    )


def written(text: str, passage: str, longest: int = MAX_QUOTE) -> list[tuple[str, str]]:
    start = text.index(passage)
    found = suggest_quotes(start, start + len(passage), source_of(text), longest=longest)
    return [(quote.exact, quote.prefix) for quote in found]


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        ("It was dark.", [("It was dark.", "")]),
        ("broke again. It", [("broke again. It", "")]),
        ("broke again.", [("broke again.", "")]),
        ("was dark.\n\nNobody", [("was dark.", ""), ("Nobody", "\n")]),
        ("lamp broke", [("The lamp broke.", "")]),
    ],
)
def test_a_passage_becomes_quotes_that_occur_once(passage: str, expected: list[tuple[str, str]]) -> None:
    assert written(TEXT, passage) == expected


def test_a_passage_that_cannot_be_quoted_uniquely_gets_no_suggestion() -> None:
    assert written("ab. " * 500, "ab. ab. ab") == []


def test_a_passage_that_is_too_long_gets_no_suggestion() -> None:
    assert written(TEXT, "It was dark.", longest=5) == []


@pytest.mark.parametrize(
    ("text", "exact", "said", "fix"),
    [
        ("It is illegal here.", "legal", "begins inside “illegal”", "illegal"),
        ("About 15,000 crowns.", "5,000 crowns", "begins inside “15,000”", "15,000 crowns"),
        ("She is guilty.", "he is guilty", "begins inside “She”", "She is guilty"),
        ("It rose 21.5 metres.", "1.5", "begins inside “21.5”", "21.5"),
        ("It rose 21.5 metres.", "It rose 21", "ends inside “21.5”", "It rose 21.5"),
        ("Not lawfully so.", "ot law", "begins inside “Not” and ends inside “lawfully”", "Not lawfully"),
        ("A non-lethal shot.", "lethal shot", "begins inside “non-lethal”", "non-lethal shot"),
        ("He cannot go.\n\nShe can.", "not go.\n\nS", "runs over the end of a paragraph", "cannot go."),
    ],
)
def test_a_quote_that_divides_a_word_or_a_number_is_refused_with_the_whole_word(
    text: str, exact: str, said: str, fix: str
) -> None:
    source = source_of(text)
    problem = anchor_quote(TextQuote(exact=exact), source)

    assert isinstance(problem, QuoteProblem)
    assert (problem.key, f"The quote {said}; " in problem.message) == ("exact", True)
    assert pasted(problem.message)[0] == TextQuote(exact=fix)
    assert isinstance(anchor_quote(TextQuote(exact=fix), source), Quote)


def test_a_prefix_makes_no_part_of_a_word_a_quote() -> None:
    problem = anchor_quote(TextQuote(exact="legal", prefix="il"), source_of("It is illegal; it was legal."))

    assert isinstance(problem, QuoteProblem)
    assert pasted(problem.message) == [TextQuote(exact="illegal")]


_SENTENCES = st.lists(st.sampled_from(("Fog.", "The lamp broke.", "“Nobody saw it…” she said.", "It’s 3\u202fMarch.")))
_TEXTS = st.lists(_SENTENCES.map(" ".join), min_size=1).map("\n\n".join).filter(str.strip)
_SLIPS = {"’": "'", "“": '"', "”": '"', "…": "...", "\u202f": " ", "\n\n": " ", "lamp": "lmp", "Nobody": "No body"}


@settings(deadline=None, derandomize=True)
@given(st.data())
def test_a_quote_that_a_message_suggests_can_be_anchored(data: st.DataObject) -> None:
    text = data.draw(_TEXTS)
    start = data.draw(st.integers(0, len(text) - 1))
    exact = text[start : data.draw(st.integers(start + 1, len(text)))]
    for right in data.draw(st.sets(st.sampled_from(sorted(_SLIPS)))):
        exact = exact.replace(right, _SLIPS[right])
    assume(exact.strip())
    source = source_of(text)

    match anchor_quote(TextQuote(exact=exact), source):
        case Quote(start=first, end=last):
            assert text[first:last] == exact
        case QuoteProblem(message=message):
            for quote in pasted(message):
                assert isinstance(anchor_quote(quote, source), Quote), message


def pasted(message: str) -> list[TextQuote]:
    """The quotes that a curator copies from a message."""
    ahead, _, after = message.partition("so that it reads:\n")
    if after:
        return [TextQuote(**yaml.safe_load(textwrap.dedent(after)))]
    each = ahead.partition("for each paragraph:\n")[2]
    quotes: list[dict[str, str]] = yaml.safe_load(textwrap.dedent(each)) or []
    assert all(quote.pop("source") == "post" for quote in quotes)
    return [TextQuote(**quote) for quote in quotes]
