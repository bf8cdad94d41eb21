"""Put proven proposals into a draft: they replace the candidates that quote the same words."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.core.drafting.draft import Draft, ExistingBase, settle_disputes
from bot.core.drafting.proposal_writer import proposed_facts, proposed_unknowns
from bot.core.drafting.proposals import Proposals
from bot.core.drafting.yaml_writer import DraftFiles
from bot.core.knowledge.references import FACTS, UNKNOWNS
from bot.core.text.normalise import same_text

_ABOUT: Final = """\
# yaml-language-server: $schema={up}schema/{name}.schema.json
# Proposals of a language model; each quote of a fact is in the source. Fix or confirm each line, then delete its TODO.
"""


def proposed_file(source: str) -> str:
    """Return the name in knowledge/ of the file with the proposed facts of a source."""
    return f"{FACTS}{source}-proposed.yaml"


def taken_by(draft: Draft, existing: ExistingBase) -> ExistingBase:
    """Return what the base and the draft have already, which no proposal may have."""
    of_facts = (question for fact in draft.facts for question in fact.questions)
    of_unknowns = (question for each in draft.unknowns for question in (each.question, *each.phrasings))
    questions = map(same_text, (*of_facts, *of_unknowns))
    return replace(
        existing,
        ids=existing.ids.union((fact.id for fact in draft.facts), (each.id for each in draft.unknowns)),
        questions=existing.questions.union(questions),
    )


def without_covered(draft: Draft, proposals: Proposals) -> Draft:
    """Return a draft without the candidates whose words are all inside of the quotes of proposals."""
    spans = [(fact.quote.start, fact.quote.end) for fact in proposals.facts]
    left = (
        fact
        for fact in draft.facts
        if not all(any(start <= quote.start and quote.end <= end for start, end in spans) for quote in fact.quotes)
    )
    return replace(draft, facts=tuple(settle_disputes(tuple(left))))


def with_proposals(files: DraftFiles, proposals: Proposals, *, source: str) -> DraftFiles:
    """Return the files of a draft with the proposals for its source."""
    facts, single, entries = dict(files.facts), dict(files.single), dict(files.entries)
    if proposals.facts:
        head = _ABOUT.format(up="../", name="facts")
        facts[proposed_file(source)] = head + proposed_facts(proposals.facts, topic=source)
    if proposals.unknowns:
        text = proposed_unknowns(proposals.unknowns)
        single[UNKNOWNS] = single.get(UNKNOWNS, _ABOUT.format(up="", name="unknowns")) + text
        entries[UNKNOWNS] = entries.get(UNKNOWNS, "") + text
    return DraftFiles(facts=facts, single=single, entries=entries)
