"""Write proposals as YAML, with a TODO comment on every line that a model wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.core.drafting.proposals import ProposedFact, ProposedText, ProposedUnknown
from bot.core.knowledge.anchor_repair import yaml_lines, yaml_text
from bot.core.knowledge.anchoring import TextQuote
from bot.core.knowledge.yaml_reader import TODO

_PROPOSED: Final = "proposed by a model"


def proposed_facts(facts: Sequence[ProposedFact], *, topic: str) -> str:
    """Return the facts as entries of a file of facts."""
    return "\n".join(_lines(_fact(fact, topic)) for fact in facts)


def proposed_unknowns(unknowns: Sequence[ProposedUnknown]) -> str:
    """Return the unknowns as entries of unknowns.yaml."""
    return "".join(_lines(_unknown(unknown)) for unknown in unknowns)


def _fact(fact: ProposedFact, topic: str) -> Iterator[str]:
    quote = TextQuote(exact=fact.quote.exact, prefix=fact.quote.prefix, suffix=fact.quote.suffix)
    yield f"- id: {fact.id}"
    yield f"  statement: {_written(fact.statement)}"
    yield f"  topics: [{topic}]"
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
    yield from _phrasings(fact.phrasings)


def _unknown(unknown: ProposedUnknown) -> Iterator[str]:
    left_open = ProposedText(
        text=unknown.statement.text, doubts=("does the text really leave this open?", *unknown.statement.doubts)
    )
    yield f"- id: {unknown.id}"
    yield f"  statement: {_written(left_open)}"
    yield f"  question: {_written(unknown.question)}"
    yield from _phrasings(unknown.phrasings)


def _phrasings(phrasings: Sequence[ProposedText]) -> Iterator[str]:
    yield f"  phrasings:{'' if phrasings else ' []'}"
    yield from (f"    - {_written(phrasing)}" for phrasing in phrasings)


def _written(proposed: ProposedText) -> str:
    return f"{yaml_text(proposed.text)}{_todo(_PROPOSED, proposed.doubts)}"


def _todo(todo: str, doubts: Iterable[str] = ()) -> str:
    # The doubts repeat words of the model and of the source, which must not end the comment.
    line = " ".join("; ".join((todo, *doubts)).split())
    return f"  {TODO}: {''.join(character for character in line if character.isprintable())}"


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
