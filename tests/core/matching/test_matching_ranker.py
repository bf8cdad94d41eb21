from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from rankers import fact_of, knowledge_of, small_knowledge, small_ranker

from bot.core.knowledge.model import Fact
from bot.core.matching import Ranker, build_ranker
from bot.core.matching.documents import TextRole
from bot.core.matching.features import FEATURES, NOTHING_HIDDEN, Hidden
from bot.core.matching.query import ParsedText, parse
from bot.core.matching.ranker import LONGEST_QUESTION, lead, signals
from bot.core.matching.spelling import Repair
from bot.core.matching.weights import SIGNALS


@pytest.fixture(params=[True, False], ids=["with word vectors", "without"])
def ranker(request: pytest.FixtureRequest) -> Ranker:
    return small_ranker(meaning=request.param)


def parsed(text: str, ranker: Ranker) -> ParsedText:
    return parse(text, ranker.concept_index)


def place_of(ask: str, ranker: Ranker) -> int:
    return next(place for place, example in enumerate(ranker.entries.examples) if example.parsed.text == ask)


def features_of(ask: str, ranker: Ranker, hidden: Hidden) -> dict[str, float]:
    """The features of the entry that an ask belongs to."""
    evidence = ranker.evidence(parsed(ask, ranker), hidden)
    row = np.flatnonzero(evidence.entries == ranker.entries.examples[place_of(ask, ranker)].entry)[0]
    return dict(zip(FEATURES, map(float, evidence.values[row]), strict=True))


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("what height did the storm waves reach", "wave-height"),
        ("how mcuh will the repiar cost", "repair-cost"),
        ("the price that the port authority names", "repair-cost"),
        ("which year saw the lamp first lit", "first-lit"),
        ("how many nautical miles away could one see the lamp", "lamp-range"),
        ("light house dark since when", "dark-since"),
        ("does the Petrel run at night until the repair", "ferry-by-day"),
    ],
)
def test_a_question_in_other_words_ranks_its_fact_first(ranker: Ranker, question: str, fact: str) -> None:
    assert ranker.rank(question).candidates[0].target.id == fact


def test_every_ask_ranks_its_own_entry_first_and_is_certain(ranker: Ranker) -> None:
    for example in ranker.entries.examples:
        if example.role is TextRole.QUESTION:
            ranking = ranker.rank(example.parsed.text.upper() + "?")
            assert ranking.candidates[0].target == ranker.entries.targets[example.entry]
            assert (ranking.confidence, ranking.exact) == (1.0, True)


def test_a_known_question_ranks_its_own_entry_first_whatever_the_scores(ranker: Ranker) -> None:
    against = {name: -weight for name, weight in ranker.weights.ranking.items()}
    turned = replace(ranker, weights=replace(ranker.weights, ranking={**against, "classifier": 1.0}))

    assert turned.rank("lamp height").candidates[0].target.id == "lamp-height"
    assert turned.rank("the height of the lamp").candidates[0].target.id != "lamp-height"


@pytest.mark.parametrize("classified", [True, False])
def test_a_known_question_is_as_certain_if_hundreds_of_entries_share_its_words(classified: bool) -> None:  # noqa: FBT001
    crowd = [
        fact_of(f"f{number}", statement="A lamp of lamps.", question=f"lamp lamps {number}") for number in range(90)
    ]
    ranker = build_ranker(
        knowledge_of([*crowd, fact_of("dark", question="lamp", phrasings=("what is it",))]), vectors=None
    )
    tried = ranker if classified else replace(ranker, classifier=None)

    assert [tried.rank(ask).candidates[0].target.id for ask in ("Lamp?", "What is it?")] == ["dark", "dark"]


def test_hits_come_best_first_with_scores_from_0_to_1(ranker: Ranker) -> None:
    candidates = ranker.rank("how high is the lamp above the water").candidates

    scores = [candidate.score for candidate in candidates]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= min(scores) < scores[1] < scores[0] <= 1
    assert len({candidate.target.id for candidate in candidates}) == len(candidates)


def test_every_hit_shows_the_features_that_its_score_stems_from(ranker: Ranker) -> None:
    for candidate in ranker.rank("how high is the lamp").candidates:
        total = sum(ranker.weights.ranking[name] * value for name, value in candidate.features.items())
        assert candidate.score == pytest.approx(ranker.weights.shown(total), abs=1e-5)


def test_repairs_are_shown(ranker: Ranker) -> None:
    assert ranker.rank("the lighthosue").repairs == (Repair(written="lighthosue", read="lighthouse"),)


@pytest.mark.parametrize("question", ["", "   ", "?!", "what is it", "\x00"])
def test_a_question_without_content_finds_nothing(ranker: Ranker, question: str) -> None:
    ranking = ranker.rank(question)

    assert (ranking.candidates, ranking.confidence, ranking.exact) == ((), 0.0, False)


def test_a_stranger_is_trusted_less_than_a_question_on_the_story(ranker: Ranker) -> None:
    near = ranker.rank("what height did the storm's waves reach").confidence
    far = ranker.rank("recommend a good chess opening").confidence

    assert far < 0.1 < near <= 1


def test_with_a_question_left_out_it_no_longer_decides_for_itself(ranker: Ranker) -> None:
    ask = "had the lighthouse ever failed before"
    known = features_of(ask, ranker, NOTHING_HIDDEN)
    without = features_of(ask, ranker, Hidden(example=place_of(ask, ranker)))

    exact = ("ask", "both")
    assert {name: known[name] for name in exact} == pytest.approx(dict.fromkeys(exact, 1))
    assert all(without[name] < 0.95 for name in exact)
    assert without["classifier"] < known["classifier"]
    assert without["meaning"] <= known["meaning"]


def test_a_question_left_out_is_scored_as_by_a_base_that_never_had_it(ranker: Ranker) -> None:
    ask = "lamp height"
    facts = small_knowledge().facts
    shorter = [
        fact_of(
            fact.id,
            statement=fact.statement,
            attribution=fact.attribution,
            question=fact.question,
            phrasings=tuple(text for text in fact.phrasings if text != ask),
            quotes=fact.quotes,
        )
        for fact in facts.values()
    ]
    rebuilt = build_ranker(
        knowledge_of([*shorter, *small_knowledge().unknowns.values()], small_knowledge().vocabulary),
        vectors=ranker.similarity.vectors,
    )
    hidden = ranker.evidence(parsed(ask, ranker), Hidden(example=place_of(ask, ranker)))
    never = rebuilt.evidence(parsed(ask, rebuilt))

    # The idf of the one text that is hidden stays in the kernel: near, not equal.
    np.testing.assert_allclose(hidden.values, never.values, atol=0.12)


def test_an_entry_left_out_is_never_a_candidate(ranker: Ranker) -> None:
    for entry in range(len(ranker.entries.targets)):
        evidence = ranker.evidence(parsed("how high is the lamp", ranker), Hidden(entry=entry))

        assert entry not in evidence.entries
        assert evidence.values.shape == (len(ranker.entries.targets) - 1, len(FEATURES))


def test_with_an_entry_left_out_the_others_keep_their_own_features(ranker: Ranker) -> None:
    question = parsed("how high is the lamp", ranker)
    whole, without = ranker.evidence(question), ranker.evidence(question, Hidden(entry=0))

    kept = [column for column, name in enumerate(FEATURES) if name != "classifier"]
    np.testing.assert_array_equal(without.values[:, kept], whole.values[1:, kept])


def test_asking_with_something_hidden_leaves_the_ranker_as_it_was(ranker: Ranker) -> None:
    question = parsed("lamp height", ranker)
    before = ranker.evidence(question).values
    ranker.evidence(question, Hidden(example=place_of("lamp height", ranker)))
    ranker.evidence(question, Hidden(entry=3))

    np.testing.assert_array_equal(ranker.evidence(question).values, before)


def test_kin_share_their_odds() -> None:
    ranker = small_ranker(meaning=False)
    evidence = ranker.evidence(parsed("how high is the lamp above the sea", ranker))
    scores = np.zeros(len(evidence.entries), dtype=np.float32)
    alone = tuple(frozenset({entry}) for entry in range(len(scores)))
    paired = (frozenset({0, 1}), frozenset({0, 1}), *alone[2:])

    assert signals(evidence, lead(evidence, scores, alone)).keys() == set(SIGNALS)
    assert lead(evidence, scores, paired).share == pytest.approx(2 * lead(evidence, scores, alone).share)


def test_the_best_of_the_kin_that_are_strongest_together_leads() -> None:
    ranker = small_ranker(meaning=False)
    evidence = ranker.evidence(parsed("how high is the lamp above the sea", ranker))
    scores = np.full(len(evidence.entries), -9, dtype=np.float32)
    scores[[0, 2, 3]] = 1.0, 0.8, 0.9
    alone = tuple(frozenset({entry}) for entry in range(len(scores)))
    paired = (*alone[:2], frozenset({2, 3}), frozenset({2, 3}), *alone[4:])

    assert lead(evidence, scores, alone).row == 0
    assert lead(evidence, scores, paired).row == 3


def test_a_leader_that_is_worse_than_nothing_has_little_share() -> None:
    ranker = small_ranker(meaning=False)
    evidence = ranker.evidence(parsed("how high is the lamp", ranker))
    scores = np.full(len(evidence.entries), -9, dtype=np.float32)

    assert lead(evidence, scores, ranker.overlaps).share < 0.01


def test_the_log_odds_stay_finite_however_far_a_score_leads() -> None:
    ranker = small_ranker(meaning=False)
    evidence = ranker.evidence(parsed("how high is the lamp", ranker))
    scores = np.full(len(evidence.entries), -500, dtype=np.float32)
    assert np.isfinite(signals(evidence, lead(evidence, scores, ranker.overlaps))["odds"])

    scores[0] = 500
    assert np.isfinite(signals(evidence, lead(evidence, scores, ranker.overlaps))["odds"])


def test_a_base_of_one_fact_answers() -> None:
    fact = fact_of("keeper", statement="The keeper was alone.", question="was the keeper alone")
    ranker = build_ranker(knowledge_of([fact]), vectors=None)

    assert ranker.rank("was the keeper alone").candidates[0].target is fact
    assert isinstance(ranker.rank("keeper all alone there").candidates[0].target, Fact)


def test_only_the_beginning_of_an_endless_question_is_read() -> None:
    ranker = small_ranker(meaning=False)
    asked = "how high is the lamp above the sea "

    ranking = ranker.rank(asked + "x" * LONGEST_QUESTION + " storm " * 100_000)

    assert ranking.candidates[0].target == ranker.rank(asked).candidates[0].target
    assert "storm" not in ranking.parsed.words
