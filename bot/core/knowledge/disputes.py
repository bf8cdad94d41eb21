"""Claims, and the facts that dispute them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.knowledge.model import Fact, Knowledge


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A claim and the facts that dispute it, at least one, in the order of the base."""

    claim: Fact
    against: tuple[Fact, ...]


def disputes(knowledge: Knowledge) -> tuple[Dispute, ...]:
    """Return every claim that a fact disputes, in the order of the base."""
    against: dict[str, list[Fact]] = {}
    for fact in knowledge.disputers():
        for claim in fact.disputes:
            against.setdefault(claim, []).append(fact)
    claims = (key for key in knowledge.facts if key in against)
    return tuple(Dispute(claim=knowledge.facts[key], against=tuple(against[key])) for key in claims)


def dispute_of(ids: Iterable[str], knowledge: Knowledge) -> Dispute | None:
    """Return the dispute of the first fact that is in one, as its claim or else against it, or None."""
    found = disputes(knowledge)
    by_claim = {dispute.claim.id: dispute for dispute in found}
    by_doubt = {fact.id: dispute for dispute in reversed(found) for fact in dispute.against}
    either = {**by_doubt, **by_claim}
    return next((either[wanted] for wanted in ids if wanted in either), None)
