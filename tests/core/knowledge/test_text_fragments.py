from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rankers import project_knowledge, quote_in, source_of

from bot.core.knowledge.model import Source
from bot.core.knowledge.text_fragments import passage_url

PAGE = "https://example.com/seen"
LIMIT = 512


def url_of(text: str, exact: str, *, url: str = PAGE, longest: int = LIMIT) -> str:
    source = source_of(text, url=url)
    return passage_url(quote_in(source, exact), source, longest=longest)


def browsed(address: str, source: Source) -> tuple[int, int]:
    """Where a browser that opens the address marks the text: the first place that fits, words whole, case ignored."""
    prefix, start, end, suffix = _parts(address.partition(":~:text=")[2])
    ahead, behind = rf"(?:{_pattern(prefix)})\s*" if prefix else "", rf"\s*(?:{_pattern(suffix)})" if suffix else ""
    span = rf"{_pattern(start)}.*?{_pattern(end)}" if end else _pattern(start)
    found = re.search(rf"(?<!\w){ahead}(?P<it>{span})(?!\w){behind}", source.text, re.IGNORECASE | re.DOTALL)
    assert found, address
    return found.span("it")


def _parts(directive: str) -> tuple[str, str, str, str]:
    parts = directive.split(",")
    prefix = parts.pop(0).removesuffix("-") if parts[0].endswith("-") else ""
    suffix = parts.pop().removeprefix("-") if parts[-1].startswith("-") else ""
    start, end = [*parts, ""][:2]
    return unquote(prefix), unquote(start), unquote(end), unquote(suffix)


def _pattern(words: str) -> str:
    return r"\s+".join(map(re.escape, words.split(" ")))


def test_a_quote_that_occurs_once_is_named_by_its_own_words() -> None:
    assert url_of("Three ships left. Two came back.", "Two came back.") == f"{PAGE}#:~:text=Two%20came%20back."


def test_characters_with_a_meaning_in_the_format_are_percent_encoded() -> None:
    address = url_of("Well-known, one & all: 5% “more”, it said.", "Well-known, one & all: 5% “more”")

    assert address.partition("#:~:text=")[2] == "Well%2Dknown%2C%20one%20%26%20all%3A%205%25%20%E2%80%9Cmore%E2%80%9D"


def test_a_quote_that_occurs_in_other_letters_too_is_found_by_its_neighbours() -> None:
    source = source_of("ALL IS WELL, he shouted. She said that all is well in the harbour town now and then.")
    quote = quote_in(source, "all is well")

    address = passage_url(quote, source, longest=LIMIT)

    assert "-,all%20is%20well,-" in address
    assert browsed(address, source) == (quote.start, quote.end)


def test_a_long_quote_is_named_by_its_first_and_its_last_words() -> None:
    exact = " ".join(f"word{number}" for number in range(80))

    assert url_of(f"Before. {exact} After.", exact).endswith("#:~:text=word0%20word1%20word2,word77%20word78%20word79")


def test_the_ends_of_a_long_quote_grow_until_they_lead_to_it_alone() -> None:
    middle = " ".join(f"word{number}" for number in range(80))
    exact = f"It was said that ships left {middle} and so it was then and there"
    source = source_of(f"It was said that cows slept, and so it was then. {exact}")
    quote = quote_in(source, exact)

    address = passage_url(quote, source, longest=LIMIT)

    assert address.endswith("It%20was%20said%20that%20ships,it%20was%20then%20and%20there")
    assert browsed(address, source) == (quote.start, quote.end)


def test_the_end_of_a_long_quote_is_not_confused_with_words_inside_it() -> None:
    middle = " ".join(f"word{number}" for number in range(80))
    exact = f"Ships left at dawn then and there {middle} and it was then and there"

    assert url_of(exact, exact).endswith("#:~:text=Ships%20left%20at%20dawn,was%20then%20and%20there")


def test_a_quote_that_nothing_distinguishes_from_another_leads_to_the_page() -> None:
    source = source_of("All is well.\n\nAll is well.")
    quote = quote_in(source, "All is well.", 14, prefix="\n")

    assert passage_url(quote, source, longest=LIMIT) == PAGE


@pytest.mark.parametrize("exact", ["hree ships", "Three shi"])
def test_a_quote_that_tears_a_word_leads_to_the_page(exact: str) -> None:
    assert url_of("Three ships left.", exact) == PAGE


@pytest.mark.parametrize(
    "url",
    [
        "https://edition.example",
        "https://edition.example/",
        "https://edition.example/#top",
        "https://[/a",
        "ftp://a/b",
        "",
    ],
)
def test_an_address_that_is_none_of_an_article_is_left_out(url: str) -> None:
    assert url_of("Three ships left.", "Three ships", url=url) == ""


def test_a_fragment_joins_the_one_that_the_address_has() -> None:
    assert url_of("Three ships left.", "Three ships", url=f"{PAGE}#news") == f"{PAGE}#news:~:text=Three%20ships"
    assert url_of("Three ships left.", "Three ships", url=f"{PAGE}#:~:text=old") == f"{PAGE}#:~:text=Three%20ships"


def test_a_fragment_that_does_not_fit_is_shortened_then_left_out() -> None:
    exact = " ".join(f"word{number}" for number in range(20))
    whole = url_of(f"Before. {exact}", exact)

    ends = url_of(f"Before. {exact}", exact, longest=len(whole) - 1)
    none = url_of(f"Before. {exact}", exact, longest=len(PAGE))

    assert ends == f"{PAGE}#:~:text=word0%20word1%20word2,word17%20word18%20word19"
    assert none == PAGE
    assert url_of("Three ships", "Three ships", longest=len(PAGE) - 1) == ""


def test_every_quote_of_the_shipped_base_is_found_in_its_place() -> None:
    knowledge = project_knowledge()
    sources = {key: replace(source, url=PAGE) for key, source in knowledge.sources.items()}
    quotes = [quote for fact in knowledge.facts.values() for quote in fact.quotes]
    addresses = [passage_url(quote, sources[quote.source], longest=LIMIT) for quote in quotes]
    told = [(quote, address) for quote, address in zip(quotes, addresses, strict=True) if address != PAGE]

    assert len(told) > 0.95 * len(quotes)
    for quote, address in told:
        assert len(address) <= LIMIT
        assert browsed(address, sources[quote.source]) == (quote.start, quote.end)


@given(
    st.lists(st.sampled_from(["a", "B", "b", "all", "is,", "well-", "“x”", "ñ&"]), min_size=1, max_size=90), st.data()
)
def test_whatever_a_text_repeats_an_address_leads_to_the_quote_or_to_the_page(
    words: list[str], data: st.DataObject
) -> None:
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    start = sum(len(word) + 1 for word in words[:first])
    exact = " ".join(words[first : last + 1])
    source = source_of(" ".join(words), url=PAGE)
    quote = quote_in(source, exact, start)

    address = passage_url(quote, source, longest=LIMIT)

    assert len(address) <= LIMIT
    assert address == PAGE or browsed(address, source) == (quote.start, quote.end)
