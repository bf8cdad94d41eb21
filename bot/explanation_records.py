"""Explanations as plain values for JSON: the format that scripts read."""

from __future__ import annotations

from typing import Any

from bot.core.knowledge.model import Unknown
from bot.core.matching.explain import Contribution, Cover, Explanation, Weighed


def explanation_record(explanation: Explanation) -> dict[str, Any]:
    """The explanation as JSON's types: what stands in the `explanation` of an outcome's record."""
    return {
        "repairs": [{"written": repair.written, "read": repair.read} for repair in explanation.repairs],
        "words": [
            {"word": word, "weight": round(rarity, 4)}
            for word, rarity in zip(explanation.words, explanation.rarities, strict=True)
        ],
        "entries": [_weighed(entry) for entry in explanation.entries],
        "confidence": {
            "signals": [_contribution(signal) for signal in explanation.signals],
            "constant": round(explanation.constant, 4),
            "exact": explanation.exact,
        },
        "thresholds": {"answer": explanation.answer, "suggest": explanation.suggest},
    }


def _weighed(entry: Weighed) -> dict[str, Any]:
    return {
        "id": entry.target.id,
        "kind": "unknown" if isinstance(entry.target, Unknown) else "fact",
        "total": round(entry.total, 4),
        "features": [_contribution(term) for term in entry.contributions],
        "covers": [_cover(cover) for cover in entry.covers],
    }


def _contribution(term: Contribution) -> dict[str, Any]:
    return {
        "name": term.name,
        "value": round(term.value, 4),
        "weight": round(term.weight, 4),
        "brought": round(term.brought, 4),
    }


def _cover(cover: Cover) -> dict[str, Any]:
    spoken = {"spoken": cover.spoken, "through": list(cover.through), "like": cover.like}
    return {"word": cover.word, "credit": cover.credit, **spoken}
