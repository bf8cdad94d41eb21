"""No statement of either base is supported or claimed after one small change, and none is without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from core.factcheck import altered
from rankers import project_base, project_knowledge

from bot.config import load_config
from bot.core.factcheck import Claimed, FactChecker, Supported
from bot.core.knowledge.loader import load_knowledge
from bot.core.knowledge.model import Knowledge

TESTS = Path(__file__).parent.parent.parent
BASES = ("project", "second")
CHANGES: dict[str, Callable[[Knowledge], Callable[[str], Iterator[str]]]] = {
    "number": lambda _: altered.numbers,
    "date": lambda _: altered.dates,
    "unit": lambda _: altered.units,
    "direction": lambda _: altered.directions,
    "negation": lambda _: altered.negations,
    "name": altered.strangers,
    "roles": altered.swapped_roles,
}


@cache
def knowledge(base: str) -> Knowledge:
    if base == "project":
        return project_knowledge()
    config = load_config(TESTS / "second_base/config.yaml")
    return load_knowledge(root=config.root, knowledge=config.knowledge, seeds=config.seeds)


@cache
def checker(base: str) -> FactChecker:
    return project_base().checker if base == "project" else FactChecker(knowledge(base))


def proven(base: str, sentences: list[str]) -> list[str]:
    verdicts = (verdict for sentence in sentences for verdict in checker(base).check([sentence]))
    return [verdict.sentence for verdict in verdicts if isinstance(verdict, Supported | Claimed)]


@pytest.mark.parametrize("base", BASES)
def test_every_statement_is_supported_or_claimed_as_it_is(base: str) -> None:
    statements = [fact.statement for fact in knowledge(base).facts.values()]

    assert proven(base, statements) == statements


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("base", BASES)
def test_no_statement_is_proven_with_one_change(base: str, change: str) -> None:
    facts = tuple(knowledge(base).facts.values())
    # Most statements have many names: every third pair is enough here.
    sentences = altered.altered(facts, CHANGES[change](knowledge(base)))[:: 3 if change in {"roles", "name"} else 1]

    assert sentences
    assert proven(base, sentences) == []


@pytest.mark.parametrize(
    ("base", "sentence"),
    [
        ("project", "The US Navy detained the two survivors."),
        ("project", "The CIA authorized Trump to conduct covert action in Venezuela."),
        ("project", "Adm. Alvin Holsey retired on Thursday, 16 October 2025."),
        ("second", "The flood barrier will be 340 metres high."),
        ("second", "The flood barrier will stand 2 kilometres downstream of the fish market."),
        ("second", "The mayor's office promised that no other tax would go up."),
        ("second", "Marrowby's town council voted to build a tram line across the River Sele."),
        ("second", "Work on the tram line is to begin in February 2027."),
        ("second", "The tram line will run 5.2 kilometres from St Anne's Hospital to the railway station."),
    ],
)
def test_words_of_a_fact_in_another_connection_prove_nothing(base: str, sentence: str) -> None:
    assert proven(base, [sentence]) == []
