from __future__ import annotations

import functools
import math

import pytest
from rankers import small_ranker

from bot.core.matching.decision import decide
from bot.core.matching.explain import COMPARED, Contribution, CoveredWord, Explanation, explain
from bot.core.matching.features import FEATURES
from bot.core.matching.spelling import Repair
from bot.core.matching.weights import SIGNALS

QUESTIONS = ("what is the cost of mending the becon", "how high do the waves get", "age of the keeper", "crowns")


@functools.cache
def explained(question: str) -> Explanation:
    ranker = small_ranker()
    ranking = ranker.rank(question)
    return explain(ranking, decide(ranking, ranker), ranker)


def cover_of(explanation: Explanation, fact: str, word: str) -> CoveredWord:
    (entry,) = (entry for entry in explanation.entries if entry.target.id == fact)
    return next(cover for cover in entry.covers if cover.word == word)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_contributions_of_the_features_add_up_to_the_total(question: str) -> None:
    for entry in explained(question).entries:
        assert sum(term.brought for term in entry.contributions) == pytest.approx(entry.total, abs=1e-4)
        assert {term.name for term in entry.contributions} == set(FEATURES)
        assert math.log(entry.odds) == pytest.approx(entry.total)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_contributions_of_the_signals_add_up_to_the_confidence(question: str) -> None:
    found = explained(question)
    total = found.constant + sum(signal.brought for signal in found.signals)

    assert 1 / (1 + math.exp(-total)) == pytest.approx(found.confidence, abs=1e-6)
    assert {signal.name for signal in found.signals} == set(SIGNALS)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_covered_words_explain_the_share_that_is_covered(question: str) -> None:
    found = explained(question)

    for entry in found.entries:
        share = sum(part * cover.credit for part, cover in zip(found.shares, entry.covers, strict=True))
        features = {term.name: term.value for term in entry.contributions}
        assert share == pytest.approx(features["coverage"], abs=1e-5)


def test_entries_are_listed_as_ranked_and_features_that_contributed_most_first() -> None:
    found = explained("how high do the waves get")
    candidates = small_ranker().rank("how high do the waves get").candidates[:COMPARED]

    assert [entry.target for entry in found.entries] == [candidate.target for candidate in candidates]
    for entry in found.entries:
        brought = [abs(term.brought) for term in entry.contributions]
        assert brought == sorted(brought, reverse=True)


def test_a_word_is_covered_by_itself_through_a_group_or_not_at_all() -> None:
    found = explained("price of a becon for tourists")

    assert found.repairs == (Repair(written="becon", read="beacon"),)
    assert cover_of(found, "repair-cost", "price") == CoveredWord(word="price", credit=1.0, spoken="price", through=())
    beacon = cover_of(found, "repair-cost", "beacon")
    assert (beacon.spoken, beacon.through) == ("lighthouse", ("lighthouse", "light", "beacon"))
    assert 0 < beacon.credit < 1


def test_a_word_that_is_only_like_one_of_the_entrys_says_so() -> None:
    covered = cover_of(explained("price by the offices of the bureau"), "repair-cost", "bureau")

    assert covered.like
    assert covered.spoken == "office"
    assert 0 < covered.credit < 1


def test_a_name_is_covered_through_its_alias() -> None:
    covered = cover_of(explained("what does the port authority expect to pay"), "repair-cost", "authority")

    assert covered.spoken == "harbour office"
    assert covered.through == ("Harbour Office", "harbor office", "port authority")


def test_an_exact_question_is_reported_as_such() -> None:
    found = explained("Lamp height?")

    assert found.exact
    assert found.confidence == 1
    assert found.entries[0].target.id == "lamp-height"


@pytest.mark.parametrize("question", ["", "the", "🎉", "؟"])
def test_a_question_without_content_words_has_nothing_to_weigh(question: str) -> None:
    found = explained(question)

    assert (found.entries, found.signals, found.words, found.confidence) == ((), (), (), 0.0)


def test_a_contribution_is_value_times_weight() -> None:
    assert Contribution(name="ask", value=0.5, weight=-3).brought == -1.5
