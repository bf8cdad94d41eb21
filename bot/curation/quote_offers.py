"""Anchor a quote that a curator has typed, or offer the passage of a source that is most like it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.core.knowledge.anchor_repair import anchor_quote, nearest_passage, show_differences, suggest_quotes
from bot.core.knowledge.anchoring import TextQuote
from bot.core.knowledge.model import Quote, Source
from bot.core.knowledge.schema import MAX_QUOTE


@dataclass(frozen=True, slots=True, kw_only=True)
class VerbatimQuote:
    """The quote is in the source as it was typed."""

    source: str
    quote: TextQuote


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedQuote:
    """The passage that was probably meant. `differences` marks what was typed as [-…-] and what is there as {+…+}."""

    source: Source
    quote: TextQuote
    differences: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoSuchPassage:
    """No source has anything like it."""


QuoteOffer = VerbatimQuote | OfferedQuote | NoSuchPassage


def offer_quote(quote: TextQuote, sources: Mapping[str, Source]) -> QuoteOffer:
    """Look for a quote in all sources: first as it was typed, then for the passage that is most like it."""
    quote = TextQuote(exact=quote.exact.strip(), prefix=quote.prefix, suffix=quote.suffix)
    if not quote.exact:
        return NoSuchPassage()
    for source in sources.values():
        if isinstance(anchor_quote(quote, source, repair=False), Quote):
            return VerbatimQuote(source=source.id, quote=quote)
    found = [offer for source in sources.values() if (offer := _nearest(quote, source))]
    if not found:
        return NoSuchPassage()
    return max(found, key=lambda offer: fuzz.ratio(quote.exact, offer.quote.exact))


def _nearest(quote: TextQuote, source: Source) -> OfferedQuote | None:
    nearest = nearest_passage(quote, source.text, source.sentences)
    if nearest is None:
        return None
    # One quote cannot run over several paragraphs: the longest part is what was meant first of all.
    parts = suggest_quotes(nearest.start, nearest.end, source, longest=MAX_QUOTE)
    if not parts:
        return None
    best = max(parts, key=lambda part: len(part.exact))
    return OfferedQuote(source=source, quote=best, differences=show_differences(quote.exact, best.exact))
