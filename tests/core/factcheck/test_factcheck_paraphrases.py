"""Paraphrases prove what they say, as they are, and nothing of them is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from alternatives import each_alternative
from core.factcheck.test_factcheck_altered import CHANGES, KNOWLEDGE, proven
from rankers import project_checker, small_knowledge

from bot.core.factcheck import Claimed, Contradicted, Difference, DifferenceKind, OnlyRelated, Supported, Verdict
from bot.core.factcheck.checker import FactChecker
from bot.core.knowledge.model import Knowledge
from bot.core.knowledge.paraphrases import read_paraphrase

HEIGHT = "[Ships|Boats] see the lamp of Grey Skerry at a height of 38 [metres|meters], from [afar|a long way off]."
SAMPLE = 7
"""Of so many sentences of the second base one is checked here, of the project's fewer; `make soak` checks more."""


def checker(*paraphrases: str, statement: str = "") -> FactChecker:
    """The checker of the small base, with paraphrases of how high the lamp stands, and with another statement."""
    knowledge = small_knowledge()
    fact = knowledge.facts["lamp-height"]
    changed = replace(fact, paraphrases=paraphrases, statement=statement or fact.statement)
    return FactChecker(replace(knowledge, facts={**knowledge.facts, fact.id: changed}))


def verdict(sentence: str, *paraphrases: str, statement: str = "") -> Verdict:
    (found,) = checker(*paraphrases, statement=statement).check([sentence])
    return found


@pytest.mark.parametrize(
    "sentence",
    [
        "Ships see the lamp of Grey Skerry at a height of 38 metres, from afar.",
        "From a long way off, boats see the lamp of Grey Skerry at a height of 38 meters.",
        "The lamp of Grey Skerry is seen by ships at a height of 38 metres.",
    ],
)
def test_any_alternative_of_a_paraphrase_proves_and_the_card_shows_the_statement(sentence: str) -> None:
    found = verdict(sentence, HEIGHT)

    assert isinstance(found, Supported)
    assert found.fact.statement == small_knowledge().facts["lamp-height"].statement
    assert found.quote in found.fact.quotes
    assert isinstance(verdict(sentence), OnlyRelated)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ships see the lamp of Grey Skerry at a height of 83 metres, from afar.",
        "Ships never see the lamp of Grey Skerry at a height of 38 metres, from afar.",
        "Ships may see the lamp of Grey Skerry at a height of 38 metres, from afar.",
        "The lamp of Grey Skerry sees ships at a height of 38 metres, from afar.",
        "Boats see the lamp of Ostrand at a height of 38 metres, from afar.",
    ],
)
def test_a_paraphrase_with_one_change_proves_nothing(sentence: str) -> None:
    assert not isinstance(verdict(sentence, HEIGHT), Supported | Claimed)


def test_a_contradiction_to_a_paraphrase_is_told_in_the_words_of_the_fact() -> None:
    found = verdict("Boats see the lamp of Grey Skerry at a height of 83 meters, from afar.", HEIGHT)

    assert isinstance(found, Contradicted)
    assert found.differences == (Difference(kind=DifferenceKind.NUMBER, said="83 meters", source="38 metres"),)


def test_what_is_only_in_different_paraphrases_is_not_put_together() -> None:
    denied = "Nobody thinks that ships see the lamp of Grey Skerry at a height of 38 metres."

    assert not isinstance(verdict("Ships see the lamp of Grey Skerry at a height of 38 metres.", denied), Supported)


def test_a_paraphrase_with_a_number_that_its_fact_no_longer_has_proves_nothing() -> None:
    statement = "The lamp of Grey Skerry stands 40 metres above the sea."
    knowledge = small_knowledge()
    (quote,) = knowledge.facts["lamp-height"].quotes
    fact = replace(
        knowledge.facts["lamp-height"],
        paraphrases=(HEIGHT,),
        statement=statement,
        quotes=(replace(quote, exact="stands 40 metres above the sea"),),
    )
    later = FactChecker(replace(knowledge, facts={**knowledge.facts, fact.id: fact}))
    (found,) = later.check(["Ships see the lamp of Grey Skerry at a height of 38 metres, from afar."])

    assert not isinstance(found, Supported | Claimed)


# The paraphrases of both bases.


def readings(knowledge: Knowledge) -> list[str]:
    """Every paraphrase of a base, once with each of its alternatives."""
    facts = knowledge.facts.values()
    return [text for fact in facts for each in fact.paraphrases for text in each_alternative(read_paraphrase(each))]


def changed(base: str, change: str) -> Iterator[str]:
    knowledge = KNOWLEDGE[base]()
    change_of: Callable[[str], Iterator[str]] = CHANGES[change][0](knowledge)
    for text in readings(knowledge):
        yield from (each for each in change_of(text) if each != text)


EACH_BASE = pytest.mark.parametrize("base", KNOWLEDGE)
STILL_TRUE = ("standoff", "Not only", "each other", "both")
"""Words of paraphrases in which two names may change places."""


def is_false(sentence: str, change: str) -> bool:
    return change != "roles" or not any(each in sentence for each in STILL_TRUE)


def sampled(sentences: list[str], every: int) -> list[str]:
    return sentences[::every] or sentences


@EACH_BASE
def test_nearly_every_paraphrase_is_supported_or_claimed_as_it_is(base: str) -> None:
    facts = KNOWLEDGE[base]().facts.values()
    texts = [read_paraphrase(each).first() for fact in facts for each in fact.paraphrases]
    texts = texts if base == "second" else texts[::SAMPLE]

    assert len(proven(base, texts)) >= 0.85 * len(texts) > 0


@pytest.mark.parametrize("change", CHANGES)
@EACH_BASE
def test_no_paraphrase_is_proven_with_one_change(base: str, change: str) -> None:
    every = SAMPLE if base == "second" else 60 * SAMPLE
    sentences = sampled([each for each in changed(base, change) if is_false(each, change)], every)

    assert sentences
    assert proven(base, sentences) == []


@pytest.mark.soak
@pytest.mark.parametrize("change", CHANGES)
@EACH_BASE
def test_of_more_paraphrases_none_is_proven_with_one_change(base: str, change: str) -> None:
    sentences = [each for each in changed(base, change) if is_false(each, change)]

    assert proven(base, sampled(sentences, 1 if base == "second" else 2 * SAMPLE)) == []


@pytest.mark.parametrize(
    ("sentence", "paraphrase"),
    [
        ("Strikes on drones damaged the lamp.", "Drone strikes damaged the lamp."),
        ("The keeper voted for the assembly.", "The keeper voted against the assembly."),
        ("The keeper left after the assembly.", "The keeper left before the assembly."),
        ("The lamp was sold to the family.", "The lamp was sold by the family."),
    ],
)
def test_a_preposition_counts_before_any_noun(sentence: str, paraphrase: str) -> None:
    assert not isinstance(verdict(sentence, paraphrase), Supported)
    assert isinstance(verdict(paraphrase, paraphrase), Supported)


def test_a_claim_in_the_second_sentence_of_a_statement_stays_a_claim() -> None:
    found = verdict(
        "The lamp puts ships in danger.",
        "The lamp puts [ships|boats] in danger.",
        statement="The lamp stands 38 metres above the sea. Critics say that the lamp is dangerous to ships.",
    )

    assert isinstance(found, Claimed)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("Holsey announced that he is retiring five years into his tenure.", Contradicted, id="just"),
        pytest.param(
            "Trump confirmed on Monday that he had authorized covert action by the CIA in Venezuela.",
            Contradicted,
            id="who he is",
        ),
        pytest.param(
            "Constitutional guarantees could be restricted by Maduro under the state of emergency decree.",
            Supported,
            id="words that are neighbours",
        ),
    ],
)
def test_a_paraphrase_of_the_base_settles_a_sentence(sentence: str, expected: type[Verdict]) -> None:
    (found,) = project_checker().check([sentence])

    assert type(found) is expected
