"""Messages on the base that the project ships, with what each of their sentences has to get.

`building.jsonl` was looked at while the check was built; `held_out.jsonl` was written for a trial of what was built.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from rankers import project_checker

from bot.core.factcheck import NotCovered, OnlyRelated, Verdict
from bot.core.factcheck.message import split
from bot.i18n.phrases import verdict_kind

HERE = Path(__file__).parent
KINDS = ("supported", "claimed", "contradicted", "related", "not_covered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A message; `gets` has one label for each sentence, `facts` the ids of the facts that may be shown with it."""

    text: str
    gets: tuple[str, ...]
    facts: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A sentence's label, and what it got."""

    wanted: str
    verdict: Verdict
    facts: frozenset[str]

    @property
    def got(self) -> str:
        return verdict_kind(self.verdict)

    @property
    def says_too_much(self) -> bool:
        """The costly error: the source is said to say what it does not."""
        return self.got in {"supported", "claimed"} and self.wanted not in {"supported", self.got}

    @property
    def shows_another_fact(self) -> bool:
        return (
            not isinstance(self.verdict, NotCovered | OnlyRelated)
            and bool(self.facts)
            and self.verdict.fact.id not in self.facts
        )


def read(file: str) -> tuple[Labelled, ...]:
    lines = (HERE / file).read_text(encoding="utf-8").splitlines()
    return tuple(
        Labelled(text=each["text"], gets=tuple(each["gets"]), facts=frozenset(each["facts"]))
        for each in map(json.loads, lines)
    )


def tried(file: str) -> tuple[Judged, ...]:
    """Every sentence of a file, checked against the project's base."""
    checker = project_checker()
    return tuple(
        Judged(wanted=wanted, verdict=verdict, facts=each.facts)
        for each in read(file)
        for wanted, verdict in zip(each.gets, checker.check(split(each.text)), strict=True)
    )


def table(cases: tuple[Judged, ...]) -> str:
    """What was to be got (rows) and what was got (columns), as Markdown."""
    counts = Counter((case.wanted, case.got) for case in cases)
    named = [name.replace("_", " ") for name in KINDS]
    rows = [[str(counts[wanted, got]) for got in KINDS] for wanted in KINDS]
    head = [f"| has to get | {' | '.join(named)} |", "|---" + "|---:" * len(KINDS) + "|"]
    return "\n".join([*head, *(f"| {name} | {' | '.join(row)} |" for name, row in zip(named, rows, strict=True))])


if __name__ == "__main__":
    for file in ("building.jsonl", "held_out.jsonl"):
        sys.stdout.write(f"{file}\n\n{table(tried(file))}\n\n")
