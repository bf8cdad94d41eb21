"""What sentences get of the small base."""

from __future__ import annotations

import gc
from dataclasses import replace

import pytest
from rankers import project_knowledge, small_knowledge

from bot.core.factcheck import (
    Claimed,
    Contradicted,
    Difference,
    DifferenceKind,
    NotCovered,
    OnlyRelated,
    Supported,
    Unchecked,
    Verdict,
    paraphrasing,
)
from bot.core.factcheck import checker as checking
from bot.core.factcheck.checker import Compared, FactChecker
from bot.core.factcheck.fact_texts import FactTexts
from bot.core.factcheck.message import split
from bot.core.factcheck.prospects import needs_of_clauses

CHECKER = FactChecker(small_knowledge())


def got(text: str) -> list[Verdict]:
    return list(CHECKER.check(split(text)))


def one(text: str) -> Verdict:
    (verdict,) = got(text)
    return verdict


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("The lamp of Grey Skerry could be seen for 21 nautical miles.", "lamp-range"),
        ("Grey Skerry's lamp stands 38 metres above the sea.", "lamp-height"),
        ("The lamp of Grey Skerry was first lit in 1891.", "first-lit"),
        ("The last evening crossing of the ferry Petrel was on March 3.", "last-evening-crossing"),
    ],
)
def test_a_sentence_that_the_source_says_is_supported_by_its_fact_and_quote(text: str, fact: str) -> None:
    verdict = one(text)

    assert isinstance(verdict, Supported)
    assert (verdict.fact.id, verdict.sentence) == (fact, text)
    assert verdict.passage in verdict.quote.exact
    assert verdict.quote in verdict.fact.quotes


def test_words_that_are_only_near_prove_nothing() -> None:
    knowledge = small_knowledge()
    vocabulary = replace(knowledge.vocabulary, same=(), near=knowledge.vocabulary.same)
    checker = FactChecker(replace(knowledge, vocabulary=vocabulary))
    (verdict,) = checker.check(["The beacon on Grey Skerry has been dark since 4 March 2031."])

    assert isinstance(one(verdict.sentence), Supported)
    assert not isinstance(verdict, Supported | Claimed)


def test_a_claim_is_shown_as_a_claim_with_what_disputes_it() -> None:
    verdict = one("The repair will cost 600,000 crowns.")

    assert isinstance(verdict, Claimed)
    assert verdict.fact.id == "repair-cost"
    assert [each.id for each in verdict.against] == ["cost-doubted"]


@pytest.mark.parametrize(
    ("text", "difference"),
    [
        (
            "The lamp of Grey Skerry could be seen for twelve nautical miles.",
            Difference(kind=DifferenceKind.NUMBER, said="twelve nautical miles", source="21 nautical miles"),
        ),
        (
            "The lamp of Grey Skerry was first lit in 1905.",
            Difference(kind=DifferenceKind.DATE, said="1905", source="1891"),
        ),
        (
            "The lighthouse on Cape Wrath has been dark since 4 March 2031.",
            Difference(kind=DifferenceKind.NAME, said="Cape Wrath", source="Grey Skerry"),
        ),
        (
            "The lamp of Grey Skerry does not stand 38 metres above the sea.",
            Difference(kind=DifferenceKind.NEGATION, said="not", source=""),
        ),
    ],
)
def test_differences_are_named_on_both_sides(text: str, difference: Difference) -> None:
    verdict = one(text)

    assert isinstance(verdict, Contradicted)
    assert verdict.differences == (difference,)


@pytest.mark.parametrize(
    "text",
    [
        "The lamp of Grey Skerry could be seen for 21 nautical miles from Iceland.",
        "If the lamp of Grey Skerry stands 38 metres above the sea, it can be seen.",
        "The ferry Petrel will run only by day until the lighthouse is sold.",
        "All lamps stand 38 metres above the sea.",
        "Petrel",
        "good morning",
        "…",
        "—",
    ],
)
def test_what_no_fact_says_is_neither_supported_nor_contradicted(text: str) -> None:
    assert all(isinstance(verdict, NotCovered | OnlyRelated) for verdict in got(text))


def test_a_question_states_nothing() -> None:
    assert one("Was the lamp of Grey Skerry first lit in 1891?") == NotCovered(
        sentence="Was the lamp of Grey Skerry first lit in 1891?", unchecked=Unchecked.QUESTION
    )


def test_a_sentence_in_another_language_is_not_compared_but_shows_the_nearest_fact() -> None:
    verdict = one("La lámpara de Grey Skerry se apagó el 4 de marzo.")

    assert isinstance(verdict, OnlyRelated)
    assert (verdict.differences, verdict.unchecked) == ((), Unchecked.LANGUAGE)
    assert one("Die Katze ist auf der Straße.") == NotCovered(
        sentence="Die Katze ist auf der Straße.", unchecked=Unchecked.LANGUAGE
    )


def test_a_sentence_is_compared_as_it_is_with_a_base_in_its_language() -> None:
    fact = small_knowledge().facts["lamp-height"]
    own = replace(fact, statement="La lámpara de la isla se ve a 38 metros sobre el mar.")
    checker = FactChecker(replace(small_knowledge(), facts={own.id: own}))
    (verdict,) = checker.check(["La lámpara de la isla se ve a 40 metros sobre el mar."])

    assert getattr(verdict, "unchecked", None) is None


def test_a_sentence_that_is_too_long_is_not_compared() -> None:
    text = "The lamp of Grey Skerry was first lit in 1891" + " and the sea was calm" * 60 + "."

    assert one(text) == NotCovered(sentence=text, unchecked=Unchecked.LENGTH)


def test_each_sentence_of_a_message_gets_its_own() -> None:
    kinds = [
        type(verdict) for verdict in got("Hello! The lamp was first lit in 1891. It was first lit in 1905, you say?")
    ]

    assert kinds == [NotCovered, Supported, NotCovered]


def test_a_message_without_letters_has_no_sentences() -> None:
    assert split("  \n\n … 12 ❤ --") == ()


def test_the_sentences_of_a_message_are_checked_as_they_are_asked_for() -> None:
    verdicts = CHECKER.check(iter(["The lamp was first lit in 1891.", *[]]))

    assert next(verdicts).sentence == "The lamp was first lit in 1891."
    assert next(verdicts, None) is None


def test_every_statement_is_supported_or_a_claim() -> None:
    facts = small_knowledge().facts.values()

    lost = [fact.id for fact in facts if not isinstance(one(fact.statement), Supported | Claimed)]

    assert lost == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("38 metres above the sea is where the lamp of Grey Skerry stands.", OnlyRelated),
        ("The sea stands 38 metres above the lamp of Grey Skerry.", Contradicted),
        ("The lamp of Grey Skerry stands 125 feet above the sea.", Supported),
        ("The lamp of Grey Skerry stands 38 feet above the sea.", Contradicted),
        ("The lamp of Grey Skerry stands 38 metres below the sea.", Contradicted),
        ("The lamp of Grey Skerry may stand 38 metres above the sea.", OnlyRelated),
        ("Waves of 11 metres were measured by the weather buoy off Ostrand.", Supported),
        ("The weather buoy off Ostrand measured waves of at least 11 metres.", OnlyRelated),
        ("The lamp's glass broke at 2:40 a.m.", Claimed),
    ],
)
def test_units_roles_and_qualifiers_count(text: str, kind: type) -> None:
    assert isinstance(one(text), kind)


def test_he_is_the_person_that_the_message_named_before() -> None:
    checker = FactChecker(project_knowledge())
    kinds = [type(verdict) for verdict in checker.check(["Ivonne Caña is a cook.", "She is a cook.", "They lie."])]

    assert kinds[:2] == [Supported, Supported]


@pytest.mark.parametrize(
    "sentence",
    [
        # what is denied of the operations is not denied of the concern
        "CNN was told by sources that US Southern Command was not concerned about the lawfulness of the operations.",
        # nobody says what somebody "stopped short of saying", or may have said
        "Trump said that the CIA would attempt to remove Maduro.",
        "Maduro may have claimed that his volunteer militias now have more than 8 million reservists.",
        # "too" and a claim inside a claim
        "Sources said Hegseth believed that Holsey was moving quickly and aggressively enough.",
    ],
)
def test_a_negation_or_a_modal_counts_where_it_stands(sentence: str) -> None:
    (verdict,) = FactChecker(project_knowledge()).check([sentence])

    assert not isinstance(verdict, Supported | Claimed)


def test_a_checker_that_has_read_its_facts_decides_the_same() -> None:
    ready = FactChecker(small_knowledge())
    ready.warm_up()
    text = "Grey Skerry's lamp stands 38 metres above the sea. It was first lit in 1899."

    assert list(ready.check(split(text))) == got(text)


def test_a_checker_keeps_only_so_many_facts_parsed_and_reads_the_others_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "MOST_READ", 2)
    monkeypatch.setattr(paraphrasing, "MOST_READ", 2)
    earlier = parsed_facts()
    few = FactChecker(small_knowledge())
    few.warm_up()

    assert len(parsed_facts()) - len(earlier) == 2
    assert len(small_knowledge().facts) > 2
    text = (
        "Grey Skerry's lamp stands 38 metres above the sea. It was first lit in 1899. The lamp was first lit in 1891."
    )
    assert list(few.check(split(text))) == list(few.check(split(text))) == got(text)


def test_a_reading_is_not_taken_for_an_earlier_one_that_was_freed() -> None:
    CHECKER.warm_up()
    facts = {fact.fact.id: fact for fact in parsed_facts() if fact.whole is None}
    lit, height = facts["first-lit"], facts["lamp-height"]
    sentence = lit.texts[0]
    compared = Compared(sentence, needs_of_clauses(sentence), is_disputed=lambda _: False)

    for _ in range(50):
        assert compared.proven([replace(height)]) is None
        assert compared.proven([replace(lit)]) is not None


def parsed_facts() -> list[FactTexts]:
    """The facts that are parsed anywhere at this moment."""
    return [each for each in gc.get_objects() if isinstance(each, FactTexts)]
