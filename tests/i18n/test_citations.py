from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from dataclasses import replace

import pytest
from rankers import small_knowledge

from bot.core.knowledge.model import Quote, Source
from bot.i18n import ENGLISH, SPANISH, Texts
from bot.i18n.citations import Citation, cite, markdown, plain_text

TODAY = dt.date(2031, 3, 4)
TEXT = "The lamp\n\nThe lamp of Varn stands 38 metres above the sea. It was lit in 1871."
ADDRESS = "https://example.org/lamp#:~:text=The%20lamp%20of%20Varn%20stands%2038%20metres%20above%20the%20sea."
NOTED = "Retrieved 5 January 2031; quote checked 4 March 2031."
EXACT = "The lamp of Varn stands 38 metres above the sea."


def source(**changed: object) -> Source:
    known: dict[str, object] = {
        "id": "lamp",
        "title": "The lamp",
        "publisher": "Varn Gazette",
        "url": "https://example.org/lamp",
        "file": "lamp.txt",
        "sha256": "",
        "dates": "",
        "text": TEXT,
        "authors": ("Ada Holm", "Bo Lind"),
        "published": dt.date(2031, 1, 2),
        "retrieved": dt.date(2031, 1, 5),
    }
    return Source(**{**known, **changed})  # type: ignore[arg-type]


def cited(of: Source, words: Texts = ENGLISH, *, longest: int = 2000) -> Citation:
    start = of.text.index(EXACT)
    quote = Quote(source=of.id, exact=EXACT, start=start, end=start + len(EXACT), paragraph=2)
    return cite(quote, verified(of), words, today=TODAY, longest=longest)


def verified(of: Source) -> Source:
    """The source with the hash of its text."""
    return replace(of, sha256=hashlib.sha256(of.text.encode()).hexdigest())


def test_a_citation_has_all_that_its_source_has() -> None:
    found = cited(source())

    assert plain_text(found, ENGLISH).split("\n") == [
        f"“{EXACT}”",
        "Ada Holm, Bo Lind, “The lamp”, Varn Gazette, 2 January 2031, paragraph 2.",
        ADDRESS,
        NOTED,
    ]
    assert markdown(found).split("\n") == [
        f"> {EXACT}",
        ">",
        f"> — Ada Holm, Bo Lind, [The lamp](<{ADDRESS}>), Varn Gazette, 2 January 2031, paragraph 2. {NOTED}",
    ]


def test_a_citation_is_in_the_language_of_the_reader() -> None:
    lines = plain_text(cited(source(), SPANISH), SPANISH).split("\n")

    assert lines[1] == "Ada Holm, Bo Lind, «The lamp», Varn Gazette, 2 de enero de 2031, párrafo 2."
    assert lines[3] == "Consultado el 5 de enero de 2031; cita comprobada el 4 de marzo de 2031."


def test_what_a_source_lacks_is_left_out() -> None:
    found = cited(source(authors=(), published=None, retrieved=None, url=""))

    assert plain_text(found, ENGLISH).split("\n") == [
        f"“{EXACT}”",
        "“The lamp”, Varn Gazette, paragraph 2.",
        "Quote checked 4 March 2031.",
    ]
    assert markdown(found).split("\n")[-1] == ("> — The lamp, Varn Gazette, paragraph 2. Quote checked 4 March 2031.")


def test_an_address_of_a_site_is_cited_as_it_is_and_one_that_is_too_long_is_left_out() -> None:
    of_site = cited(source(url="https://example.org/"))

    assert of_site.url == "https://example.org/"
    assert "The lamp, Varn Gazette" in markdown(of_site)
    assert "[The lamp]" not in markdown(of_site)
    assert ", <https://example.org/>." in markdown(of_site)
    assert cited(source(), longest=30).url == "https://example.org/lamp"
    assert cited(source(), longest=10).url == ""


def test_a_quote_that_is_no_longer_in_its_source_is_not_called_checked() -> None:
    of = source()
    quote = Quote(source="lamp", exact="Another lamp.", start=0, end=13, paragraph=1)

    assert cite(quote, verified(of), ENGLISH, today=TODAY, longest=99).noted == "Retrieved 5 January 2031."


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("*bold* [link](x) `code` <b>", r"> \*bold\* \[link\](x) \`code\` \<b\>"),
        ("# no heading\n- no list\n1. no number", "> \\# no heading\n> \\- no list\n> 1\\. no number"),
        ("AT&amp;T & Co", r"> AT\&amp;T & Co"),
        ("two\n\nparagraphs", "> two\n>\n> paragraphs"),
    ],
)
def test_markdown_shows_a_quote_as_it_was_written(text: str, written: str) -> None:
    found = dataclasses.replace(cited(source()), exact=text)

    assert markdown(found).rpartition("\n>\n> —")[0] == written


def test_all_quotes_of_a_base_can_be_cited() -> None:
    knowledge = small_knowledge()
    for fact in knowledge.facts.values():
        for quote in fact.quotes:
            found = cite(quote, knowledge.sources[quote.source], ENGLISH, today=TODAY, longest=2000)

            assert quote.exact in plain_text(found, ENGLISH)
            assert "quote checked" in found.noted.lower()
