from __future__ import annotations

import hashlib
from dataclasses import replace

from rankers import project_knowledge, quote_in, source_of

from bot.core.knowledge.anchoring import (
    QuoteMissing,
    QuoteMoved,
    QuoteRepeated,
    QuoteVerified,
    SourceChanged,
    check_quote,
)
from bot.core.knowledge.model import Source

TEXT = "All is well.\n\nThe mayor said that all is well.\n\nThe end."


def other(source: Source, text: str) -> Source:
    """The source with another text, whose hash is right."""
    return replace(source, text=text, sha256=hashlib.sha256(text.encode()).hexdigest())


def test_a_quote_at_its_offsets_is_verified() -> None:
    source = source_of(TEXT)

    assert check_quote(quote_in(source, "The mayor"), source) == QuoteVerified()


def test_a_repeated_quote_is_verified_by_its_context() -> None:
    source = source_of(TEXT)
    quote = quote_in(source, "ll is well", TEXT.rindex("ll is"), prefix="that a")

    assert check_quote(quote, source) == QuoteVerified(by_context=True)


def test_a_text_with_another_hash_is_reported_before_anything_else() -> None:
    source = source_of(TEXT)
    changed = f"{TEXT} "

    found = check_quote(quote_in(source, "The mayor"), replace(source, text=changed))

    assert found == SourceChanged(sha256=hashlib.sha256(changed.encode()).hexdigest())


def test_a_quote_that_is_gone_moved_or_repeated_is_not_verified() -> None:
    source = source_of(TEXT)
    quote = quote_in(source, "The mayor")

    assert check_quote(quote, other(source, "Nobody said so.")) == QuoteMissing()
    assert check_quote(quote, other(source, f"So: {TEXT}")) == QuoteMoved(start=18, end=27)
    assert check_quote(quote, other(source, f"{TEXT} The mayor")) == QuoteRepeated(places=2)


def test_one_changed_character_is_enough() -> None:
    source = source_of(TEXT)

    assert check_quote(quote_in(source, "The mayor"), other(source, TEXT.replace("mayor", "mayоr"))) == QuoteMissing()


def test_every_quote_of_the_shipped_base_is_verified() -> None:
    knowledge = project_knowledge()
    quotes = [quote for fact in knowledge.facts.values() for quote in fact.quotes]

    assert quotes
    assert {type(check_quote(quote, knowledge.sources[quote.source])) for quote in quotes} == {QuoteVerified}
