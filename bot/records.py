"""Outcomes as plain values for JSON: the format that scripts read."""

from __future__ import annotations

from typing import Any

from bot.core.matching.decision import Abstention, Answer, Match, NotInSource, Outcome, Suggestion, shown


def record(outcome: Outcome, *, ms: float) -> dict[str, Any]:
    """The outcome as JSON's types. `ms` is how long it took, in milliseconds.

    `facts` stand best first, at most three; `start` and `end` are characters of the source's text, `end` exclusive.
    """
    unknown = {"unknown": _unknown(outcome)} if isinstance(outcome, NotInSource) else {}
    return {
        "question": outcome.question,
        "outcome": kind(outcome),
        "confidence": round(outcome.confidence, 4),
        **unknown,
        "facts": [_fact(match) for match in shown(outcome)],
        "ms": round(ms, 3),
    }


def kind(outcome: Outcome) -> str:
    """The one word for an outcome, in records and in the log of questions."""
    match outcome:
        case Answer():
            return "answer"
        case NotInSource():
            return "not_in_source"
        case Suggestion():
            return "suggestion"
        case Abstention():
            return "abstention"


def _unknown(outcome: NotInSource) -> dict[str, str]:
    return {"id": outcome.unknown.id, "statement": outcome.unknown.statement}


def _fact(match: Match) -> dict[str, Any]:
    fact = match.fact
    return {
        "id": fact.id,
        "statement": fact.statement,
        "score": round(match.score, 4),
        "standing": fact.standing.value,
        "attribution": fact.attribution,
        "quotes": [
            {
                "exact": quote.exact,
                "source": quote.source,
                "start": quote.start,
                "end": quote.end,
                "paragraph": quote.paragraph,
            }
            for quote in fact.quotes
        ],
    }
