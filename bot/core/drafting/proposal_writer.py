"""Write proposals as YAML, with a TODO comment on every line that a model wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.drafting.proposals import ProposedFact, ProposedText, ProposedUnknown
from bot.core.drafting.yaml_writer import todo_comment
from bot.core.knowledge.anchor_repair import yaml_lines, yaml_text
from bot.core.knowledge.anchoring import TextQuote

_PROPOSED: Final = "proposed by a model"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedProposal:
    """A proposed fact with its topic, the ids of the facts that it disputes, and phrasings that the draft has."""

    fact: ProposedFact
    topic: str
    disputes: tuple[str, ...] = ()
    phrasings: tuple[str, ...] = ()


def proposed_facts(placed: Iterable[PlacedProposal]) -> str:
    """Return proposed facts as entries of a file of facts."""
    return "\n".join(_lines(_fact(each)) for each in placed)


def proposed_unknowns(unknowns: Sequence[ProposedUnknown]) -> str:
    """Return the unknowns as entries of unknowns.yaml."""
    return "".join(_lines(_unknown(unknown)) for unknown in unknowns)


def _fact(placed: PlacedProposal) -> Iterator[str]:
    fact = placed.fact
    quote = TextQuote(exact=fact.quote.exact, prefix=fact.quote.prefix, suffix=fact.quote.suffix)
    yield f"- id: {fact.id}"
    yield f"  statement: {_written(fact.statement)}"
    yield f"  topics: [{placed.topic}]"
    yield f"  attribution: {_written(fact.attribution)}"
    standing = "how far does the source stand behind it?"
    yield f"  standing: {fact.standing}{_todo(standing, filter(None, [fact.standing_doubt]))}"
    if fact.when:
        yield f"  when: {fact.when.isoformat()}{_todo('is it the day of the fact?')}"
    yield "  importance: 2"
    yield "  quotes:"
    yield f"    - source: {fact.quote.source}"
    yield from (f"      {line}" for line in yaml_lines(quote))
    yield f"  question: {_written(fact.question)}"
    yield from _phrasings(fact.phrasings, placed.phrasings)
    if placed.disputes:
        yield f"  disputes: [{', '.join(placed.disputes)}]"


def _unknown(unknown: ProposedUnknown) -> Iterator[str]:
    left_open = ProposedText(
        text=unknown.statement.text, doubts=("does the text really leave this open?", *unknown.statement.doubts)
    )
    yield f"- id: {unknown.id}"
    yield f"  statement: {_written(left_open)}"
    yield f"  question: {_written(unknown.question)}"
    yield from _phrasings(unknown.phrasings)


def _phrasings(proposed: Sequence[ProposedText], drafted: Sequence[str] = ()) -> Iterator[str]:
    yield f"  phrasings:{'' if proposed or drafted else ' []'}"
    yield from (f"    - {_written(phrasing)}" for phrasing in proposed)
    yield from (f"    - {yaml_text(phrasing)}" for phrasing in drafted)


def _written(proposed: ProposedText) -> str:
    return f"{yaml_text(proposed.text)}{_todo(_PROPOSED, proposed.doubts)}"


def _todo(todo: str, doubts: Iterable[str] = ()) -> str:
    return todo_comment("; ".join((todo, *doubts)))


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
