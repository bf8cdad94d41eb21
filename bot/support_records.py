"""What sentences got that were checked against the base, as plain values for JSON: the format that scripts read."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bot.core.factcheck import Claimed, Contradicted, Difference, Finding, NotCovered, Supported
from bot.core.knowledge.model import Fact, Quote
from bot.i18n.phrases import kind


def finding_record(finding: Finding) -> dict[str, Any]:
    """A finding as JSON's types. `start` and `end` are characters of the source's text, `end` exclusive."""
    told: dict[str, Any] = {"sentence": finding.sentence, "finding": kind(finding)}
    match finding:
        case NotCovered(question=question):
            return {**told, "question": question}
        case Contradicted(differences=differences):
            told["differences"] = [_difference(each) for each in differences]
        case Claimed(against=against):
            told["against"] = [{"id": each.id, "statement": each.statement} for each in against]
        case Supported():
            pass
    return {**told, "fact": _fact(finding.fact), "quote": _quote(finding.quote), "passage": finding.passage}


def _difference(found: Difference) -> dict[str, str]:
    source = found.source.isoformat() if isinstance(found.source, dt.date) else found.source
    return {"point": found.point.value, "said": found.said, "source": source}


def _fact(fact: Fact) -> dict[str, str]:
    return {
        "id": fact.id,
        "statement": fact.statement,
        "standing": fact.standing.value,
        "attribution": fact.attribution,
    }


def _quote(quote: Quote) -> dict[str, Any]:
    return {
        "exact": quote.exact,
        "source": quote.source,
        "start": quote.start,
        "end": quote.end,
        "paragraph": quote.paragraph,
    }
