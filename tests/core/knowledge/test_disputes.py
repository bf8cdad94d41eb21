from __future__ import annotations

from rankers import fact_of, knowledge_of, small_knowledge

from bot.core.knowledge.disputes import Dispute, dispute_of, disputes
from bot.core.knowledge.model import Fact, Knowledge


def disputed() -> Knowledge:
    return knowledge_of(
        [
            fact_of("doubt", disputes=("claim",)),
            fact_of("claim"),
            fact_of("other-claim"),
            fact_of("more-doubt", disputes=("claim", "other-claim")),
            fact_of("quiet"),
        ]
    )


def told(dispute: Dispute | None) -> tuple[str, list[str]] | None:
    return None if dispute is None else (dispute.claim.id, [fact.id for fact in dispute.against])


def test_each_claim_is_listed_with_all_that_disputes_it_in_the_order_of_the_base() -> None:
    assert [told(dispute) for dispute in disputes(disputed())] == [
        ("claim", ["doubt", "more-doubt"]),
        ("other-claim", ["more-doubt"]),
    ]


def test_a_base_without_disputes_has_none() -> None:
    assert disputes(knowledge_of([fact_of("quiet")])) == ()


def test_a_dispute_is_found_by_either_of_its_sides() -> None:
    assert told(dispute_of(["other-claim"], disputed())) == ("other-claim", ["more-doubt"])
    assert told(dispute_of(["doubt"], disputed())) == ("claim", ["doubt", "more-doubt"])
    assert told(dispute_of(["cost-doubted"], small_knowledge())) == ("repair-cost", ["cost-doubted"])


def test_the_first_fact_that_has_a_dispute_decides() -> None:
    assert told(dispute_of(["quiet", "gone", "other-claim", "claim"], disputed())) == ("other-claim", ["more-doubt"])
    assert dispute_of(["quiet", "gone"], disputed()) is None


def test_a_claim_that_is_itself_against_another_is_shown_as_the_claim_that_was_named() -> None:
    facts: list[Fact] = [
        fact_of("first"),
        fact_of("second", disputes=("first",)),
        fact_of("third", disputes=("second",)),
    ]

    assert told(dispute_of(["second"], knowledge_of(facts))) == ("second", ["third"])
