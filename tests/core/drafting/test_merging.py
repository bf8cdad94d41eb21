"""How proven proposals take the place of candidates, on the text of `drafts`, whose places and people are invented."""

from __future__ import annotations

import dataclasses
from typing import Any

import drafts
import yaml
from language_models import MOISTURE, ROOF

from bot.core.drafting import Draft, ExistingBase
from bot.core.drafting.merging import merge, taken_by
from bot.core.drafting.proposals import ProposalProver, ReplyObject
from bot.core.text.normalise import same_text

DRAFTED = drafts.drafted(drafts.TEXT)
DRAFT = dataclasses.replace(DRAFTED, facts=tuple(dataclasses.replace(fact, doubt="") for fact in DRAFTED.facts))
"""As if nothing were in doubt."""
ROOFERS = "Roofers who saw the hall dispute that, and the insurer claims that nobody reported a leak before July 2031."
GUILD = "shows high water at Varn, Ostrand and Lisle Point"


def merged(*quotes: str, draft: Draft = DRAFT) -> dict[str, dict[str, Any]]:
    """The facts of all files by their ids, with a proposal for each quote."""
    facts = [{"quote": quote, "statement": f"Proposed: {quote}"} for quote in quotes]
    prover = ProposalProver(draft.source.source, taken_by(draft, ExistingBase()))
    left, files = merge(draft, prover.prove(ReplyObject(values={"facts": facts})))
    found = {fact["id"]: fact for text in files.facts.values() for fact in yaml.safe_load(text)}

    assert {fact.id for fact in left.facts} <= found.keys()
    return found


def proposals(found: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [fact for fact in found.values() if fact["statement"].startswith("Proposed: ")]


def test_a_candidate_that_is_covered_gives_way_and_links_lead_to_the_proposal() -> None:
    found = merged(ROOF)
    (proposal,) = proposals(found)

    assert proposal["id"] == "town-council-roof-repaired"
    assert found.keys() == {fact.id for fact in DRAFT.facts}
    assert found["roofers-hall-dispute"]["disputes"] == ["town-council-roof-repaired"]


def test_a_link_to_the_second_of_two_covered_candidates_leads_to_the_proposal() -> None:
    facts = (*DRAFT.facts[:6], dataclasses.replace(DRAFT.facts[6], disputes=("limit-clock-55-percent",)))
    found = merged(MOISTURE, draft=dataclasses.replace(DRAFT, facts=facts))

    assert found["town-council-roof-repaired"]["disputes"] == ["museums-humidity-log-air"]
    assert "limit-clock-55-percent" not in found


def test_a_proposal_has_topic_disputes_and_questions_of_all_that_it_covers() -> None:
    found = merged(ROOFERS, ROOF)
    roofers, roof = proposals(found)
    under = [fact for fact in DRAFT.facts if fact.id in {"roofers-hall-dispute", "insurer-claims-nobody-reported"}]

    assert roofers["disputes"] == [roof["id"]]
    assert roofers["topics"] == [under[0].topic]
    assert roofers["phrasings"] == [question for fact in under for question in fact.questions]
    assert len(found) == len(DRAFT.facts) - 1


def test_a_proposal_from_a_part_of_a_candidate_joins_it_under_its_topic() -> None:
    found = merged(GUILD)
    (proposal,) = proposals(found)

    assert len(found) == len(DRAFT.facts) + 1
    assert proposal["topics"] == found["clock-built-1788-pilots"]["topics"] == ["tide-clock-clock-and-repair"]
    assert proposal["phrasings"] == []


def test_what_the_draft_has_cannot_be_proposed_again() -> None:
    taken = taken_by(DRAFT, ExistingBase(ids=frozenset({"a"}), questions=frozenset({"b"})))

    assert {"a", DRAFT.facts[0].id, DRAFT.unknowns[0].id} <= taken.ids
    assert {"b", *(same_text(question) for question in DRAFT.facts[0].questions)} <= taken.questions
    assert {same_text(DRAFT.unknowns[0].question), same_text(DRAFT.unknowns[0].phrasings[0])} <= taken.questions
