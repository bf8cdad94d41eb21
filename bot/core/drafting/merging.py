"""Put proven proposals into a draft: they replace the candidates that quote the same words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import chain
from typing import Final

from bot.core.drafting.candidates import DraftQuote
from bot.core.drafting.model import Draft, DraftFact, ExistingBase
from bot.core.drafting.proposal_writer import PlacedProposal, proposed_facts, proposed_unknowns
from bot.core.drafting.proposals import Proposals, ProposedFact
from bot.core.drafting.unknowns import DraftUnknown
from bot.core.drafting.yaml_writer import DraftFiles, draft_files
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
    entries: tuple[DraftFact | DraftUnknown, ...] = (*draft.facts, *draft.unknowns)
    questions = chain.from_iterable(_questions(entry) for entry in entries)
    return replace(
        existing,
        ids=existing.ids.union(entry.id for entry in entries),
        questions=existing.questions.union(map(same_text, questions)),
    )


def _questions(entry: DraftFact | DraftUnknown) -> tuple[str, ...]:
    return entry.questions if isinstance(entry, DraftFact) else (entry.question, *entry.phrasings)


def merge(draft: Draft, proposals: Proposals) -> tuple[Draft, DraftFiles]:
    """Return what is left of a draft, and its files with the proposals.

    Candidates whose words are all inside of the quotes of proposals are left out. The proposal has their topic, or else
    that of the candidate before it, the id of the first of them, their disputes, and their questions as phrasings.
    """
    named = _renamed(draft, proposals)
    left = _without_covered(draft, named)
    return left, _with_proposals(draft_files(left), draft, named, {fact.id for fact in left.doubtful})


def _renamed(draft: Draft, proposals: Proposals) -> Proposals:
    """Return the proposals, each that covers candidates under the id of the first of them."""
    ids = {proposal: candidate for candidate, proposal in reversed(_covered(draft, proposals).items())}
    return replace(proposals, facts=tuple(replace(fact, id=ids.get(fact.id, fact.id)) for fact in proposals.facts))


def _without_covered(draft: Draft, proposals: Proposals) -> Draft:
    covered = _covered(draft, proposals)
    left = (
        replace(fact, disputes=_led(fact.disputes, covered, fact.id)) for fact in draft.facts if fact.id not in covered
    )
    return replace(draft, facts=tuple(left))


def _with_proposals(files: DraftFiles, draft: Draft, proposals: Proposals, doubtful: AbstractSet[str]) -> DraftFiles:
    facts, single, entries = dict(files.facts), dict(files.single), dict(files.entries)
    if proposals.facts:
        text = proposed_facts(_placed(draft, proposals, doubtful))
        facts[proposed_file(draft.source.source.id)] = _ABOUT.format(up="../", name="facts") + text
    if proposals.unknowns:
        text = proposed_unknowns(proposals.unknowns)
        single[UNKNOWNS] = single.get(UNKNOWNS, _ABOUT.format(up="", name="unknowns")) + text
        entries[UNKNOWNS] = entries.get(UNKNOWNS, "") + text
    return DraftFiles(facts=facts, single=single, entries=entries)


def _covered(draft: Draft, proposals: Proposals) -> dict[str, str]:
    """Return the ids of the candidates that are covered, each with the id of the proposal that covers its beginning."""
    found = {}
    for fact in draft.facts:
        covering = [_covering(quote, proposals) for quote in fact.quotes]
        first = covering[0]
        if first is not None and all(each is not None for each in covering):
            found[fact.id] = first.id
    return found


def _covering(quote: DraftQuote, proposals: Proposals) -> ProposedFact | None:
    spans = ((fact, fact.quote) for fact in proposals.facts)
    return next((fact for fact, span in spans if span.start <= quote.start and quote.end <= span.end), None)


def _placed(draft: Draft, proposals: Proposals, doubtful: AbstractSet[str]) -> Iterator[PlacedProposal]:
    covered = _covered(draft, proposals)
    for fact in proposals.facts:
        under = [each for each in draft.facts if covered.get(each.id) == fact.id]
        before = [each for each in draft.facts if each.quotes[0].start <= fact.quote.start]
        near = [*under, *reversed(before), *draft.facts]
        disputes = (link for each in under for link in each.disputes if link not in doubtful)
        yield PlacedProposal(
            fact=fact,
            topic=near[0].topic,
            disputes=_led(disputes, covered, fact.id),
            phrasings=tuple(chain.from_iterable(each.questions for each in under)),
        )


def _led(disputes: Iterable[str], covered: Mapping[str, str], own: str) -> tuple[str, ...]:
    """Return links to candidates as they are once proposals have taken the place of those covered."""
    led = dict.fromkeys(covered.get(each, each) for each in disputes)
    return tuple(each for each in led if each != own)
