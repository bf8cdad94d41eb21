"""No statement of either base is supported or claimed after one small change, and none is without."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from core.factcheck import altered
from rankers import project_checker, project_knowledge, second_checker, second_knowledge

from bot.core.factcheck import Claimed, Contradicted, Supported, Verdict
from bot.core.factcheck.checker import FactChecker
from bot.core.factcheck.message import split
from bot.core.knowledge.model import Knowledge

KNOWLEDGE: dict[str, Callable[[], Knowledge]] = {"project": project_knowledge, "second": second_knowledge}
CHECKERS: dict[str, Callable[[], FactChecker]] = {"project": project_checker, "second": second_checker}
EACH_BASE = pytest.mark.parametrize("base", KNOWLEDGE)
CHANGES: dict[str, tuple[Callable[[Knowledge], Callable[[str], Iterator[str]]], int]] = {
    "number": (lambda _: altered.numbers, 2),
    "date": (lambda _: altered.dates, 2),
    "unit": (lambda _: altered.units, 1),
    "direction": (lambda _: altered.directions, 2),
    "negation": (lambda _: altered.negations, 3),
    "modal": (lambda _: altered.modals, 3),
    "name": (altered.strangers, 5),
    "roles": (altered.swapped_roles, 5),
    "addition": (lambda _: altered.additions, 7),
}
"""Each change, and of how many of its sentences on the project's base one is checked here; `make soak` checks all."""
EACH_CHANGE = pytest.mark.parametrize("change", CHANGES)


def verdict(base: str, sentence: str) -> Verdict:
    (found,) = CHECKERS[base]().check([sentence])
    return found


def proven(base: str, sentences: list[str]) -> list[str]:
    return [sentence for sentence in sentences if isinstance(verdict(base, sentence), Supported | Claimed)]


def changed(base: str, change: str) -> list[str]:
    knowledge = KNOWLEDGE[base]()
    return altered.altered(tuple(knowledge.facts.values()), CHANGES[change][0](knowledge))


@EACH_BASE
def test_every_statement_is_supported_or_claimed_as_it_is(base: str) -> None:
    statements = [fact.statement for fact in KNOWLEDGE[base]().facts.values()]

    assert proven(base, statements) == statements


@EACH_CHANGE
@EACH_BASE
def test_no_statement_is_proven_with_one_change(base: str, change: str) -> None:
    sentences = changed(base, change)[:: CHANGES[change][1] if base == "project" else 1]

    assert sentences
    assert proven(base, sentences) == []


@pytest.mark.soak
@EACH_CHANGE
@EACH_BASE
def test_no_statement_at_all_is_proven_with_one_change(base: str, change: str) -> None:
    assert proven(base, changed(base, change)) == []


@pytest.mark.parametrize(
    ("base", "sentence"),
    [
        ("project", "The US Navy detained the two survivors."),
        ("project", "The CIA authorized Trump to conduct covert action in Venezuela."),
        ("project", "Adm. Alvin Holsey retired on Thursday, 16 October 2025."),
        # a word before a noun is not the noun, and nobody knows who "they" are
        ("second", "The flood will stand 2 kilometres downstream of the Old Bridge."),
        ("second", "The flood will cost £84 million."),
        ("project", "They flew off the coast of Venezuela on Wednesday, 15 October 2025."),
        ("project", "This decided to expand the CIA's authority."),
        # who says it is not whom it is about, nor whose list it is
        ("project", "The Trump administration can be killed summarily, without due process."),
        ("project", "The US military is transporting drugs."),
        ("second", "The flood barrier will be 340 metres high."),
        ("second", "The flood barrier will stand 2 kilometres downstream of the fish market."),
        ("second", "The mayor's office promised that no other tax would go up."),
        ("second", "Marrowby's town council voted to build a tram line across the River Sele."),
        ("second", "Work on the tram line is to begin in February 2027."),
        ("second", "Work on the barrier and on the tram line is to begin in February 2027."),
        ("second", "The tram line will run 5.2 kilometres from St Anne's Hospital to the railway station."),
    ],
)
def test_words_of_a_fact_in_another_connection_prove_nothing(base: str, sentence: str) -> None:
    assert proven(base, [sentence]) == []


def contradicted(base: str, every: int) -> list[str]:
    texts = [source.text for source in KNOWLEDGE[base]().sources.values()]
    sentences = [sentence for text in texts for sentence in split(text)][::every]
    assert sentences
    return [sentence for sentence in sentences if isinstance(verdict(base, sentence), Contradicted)]


@EACH_BASE
def test_no_sentence_of_a_source_is_contradicted(base: str) -> None:
    assert contradicted(base, 4) == []


@pytest.mark.soak
@EACH_BASE
def test_no_sentence_at_all_of_a_source_is_contradicted(base: str) -> None:
    assert contradicted(base, 1) == []


@pytest.mark.parametrize(
    ("base", "sentence", "said", "source"),
    [
        # a place and the place that it is in
        ("project", "The bombers took off from Dyess Air Force Base in Texas.", "Dyess Air Force Base in Texas", ""),
        # another branch of the same forces
        ("project", "The two survivors are detained on a US Army vessel.", "US Army", "US Navy"),
        # a title or first name that opens the sentence
        ("project", "Gen. Marta Kowalski is the officer in charge of US Southern Command.", "Gen. Marta Kowalski", ""),
        ("project", "Marta Kowalski is the US Defense Secretary.", "Marta Kowalski", "Pete Hegseth"),
        # a number, and a word of the source that leaves it open
        ("project", "Nine people survived the sixth US strike on alleged drug boats.", "Nine", "Two"),
        ("project", "Just 8 of 23 Venezuelan states have been militarized.", "8 of 23", "20 of Venezuela's 23"),
        # both ends of a direction
        (
            "project",
            "Trump said he authorized the CIA to clamp down on the flows of drugs to Venezuela from Brazil.",
            "to",
            "from",
        ),
        # the one of two numbers that counts the same
        ("second", "The flood barrier will be 7.5 metres high.", "7.5 metres", "6.5 metres"),
        ("second", "The flood barrier will be 6.5 metres long and 340 metres high.", "6.5 metres … 340 metres", ""),
        # another member of one kind, a longer list, what can no longer happen
        ("second", "The tram line will cross Market Square, where 46 beech trees have to be felled.", "beech", "lime"),
        ("second", "The council had rejected the plan in 2019, 2021 and 2022.", "2019, 2021 and 2022", ""),
        ("second", "A court can no longer stop the tram.", "no", ""),
    ],
)
def test_another_value_in_one_slot_contradicts(base: str, sentence: str, said: str, source: str) -> None:
    found = verdict(base, sentence)

    assert isinstance(found, Contradicted)
    assert found.differences[0].said == said
    assert not source or found.differences[0].source == source


@pytest.mark.parametrize(
    ("base", "sentence"),
    [
        ("project", "The two survivors are detained on a US vessel."),
        ("project", "Secretary Hegseth is the US Defense Secretary."),
        ("project", "Home » Trump and Maduro are both amassing military forces as tensions build in the Caribbean"),
        ("project", "Officially Trump and Maduro are both amassing military forces."),
        ("project", "Kowalski survived the sixth US strike on alleged drug boats."),
        ("second", "The flood barrier will be 6.5 metres high."),
        ("second", "The tram line will cross Market Square, where trees have to be felled."),
        ("second", "The tram line will cross Market Square, where beech trees grow."),
        ("second", "The council had rejected the plan in 2019 and 2022."),
        ("second", "The council had rejected the plan in 2022."),
        ("second", "A court can stop the tram."),
        ("second", "A court will not stop the tram."),
    ],
)
def test_what_may_be_so_beside_the_source_is_not_contradicted(base: str, sentence: str) -> None:
    assert not isinstance(verdict(base, sentence), Contradicted)
