from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rankers import (
    ask,
    fact_of,
    knowledge_of,
    project_base,
    project_knowledge,
    small_knowledge,
    small_ranker,
    targets_of,
    unknown_of,
)

from bot.core.knowledge.model import Fact, Unknown
from bot.core.matching import Ranker, build_ranker
from bot.core.matching.decision import (
    DENIAL_MARGIN,
    HOPELESS_MARGIN,
    SHOWN,
    Abstention,
    Answer,
    NotInSource,
    Suggestion,
    decide,
    shown,
)
from bot.core.matching.ranker import Candidate, Ranking
from bot.core.matching.spelling import Repair
from bot.core.text.normalise import same_text

NASTY = [
    "\x00\x1b[31m\x07",
    "🗼🌊🌊🌊 🗼?",
    "👩\u200d✈️ lamp 🏴\u200d☠️",
    "\u202eהמגדלור\u202c متى انطفأ المصباح",
    "灯台はいつから暗い",
    "\ud800 lamp \udfff",
    "lamp " * 400,
    "x" * 2000,
    "9" * 2000,
    "'" * 2000,
    "a\u0301" * 1000,
    "２つの嵐 ⅷ ½ ²",
    "\n\r\t\v\f\x85\u2028",
]


def unknown_and_fact(ranking: Ranking) -> tuple[Candidate, Candidate]:
    """Return the unknown that leads a ranking, and the best fact."""
    unknown, *others = ranking.candidates
    assert isinstance(unknown.target, Unknown)
    return unknown, next(candidate for candidate in others if isinstance(candidate.target, Fact))


@pytest.fixture(params=[True, False], ids=["with word vectors", "without"])
def ranker(request: pytest.FixtureRequest) -> Ranker:
    return small_ranker(meaning=request.param)


def with_thresholds(ranker: Ranker, *, suggest: float, answer: float) -> Ranker:
    return replace(ranker, weights=replace(ranker.weights, suggest=suggest, answer=answer))


@pytest.mark.parametrize(
    "question",
    [
        "how high were the waves in the storm",
        "How High Were The Waves In The Storm?",
        "  how high   were the waves in the storm!!",
        "“Hów hígh wëre the wäves in the störm…”",
    ],
)
def test_a_known_question_is_answered_with_certainty_however_it_is_written(ranker: Ranker, question: str) -> None:
    outcome = ask(question, ranker)

    assert isinstance(outcome, Answer)
    assert outcome.match.fact.id == "wave-height"
    assert outcome.confidence == 1
    assert outcome.question == question


def test_an_answer_has_up_to_two_other_facts_best_first(ranker: Ranker) -> None:
    outcome = ask("how high above the sea is the lamp", ranker)

    assert isinstance(outcome, Answer)
    assert len(outcome.related) == SHOWN - 1
    assert outcome.match.fact not in [match.fact for match in outcome.related]
    assert outcome.match.score >= outcome.related[0].score >= outcome.related[1].score


@pytest.mark.parametrize("question", ["What was the storm called?", "name of the storm"])
def test_an_unknowns_question_is_not_in_the_source_and_the_curators_nearest_come_first(
    ranker: Ranker, question: str
) -> None:
    outcome = ask(question, ranker)

    assert isinstance(outcome, NotInSource)
    assert outcome.unknown.id == "storm-name"
    assert outcome.confidence == 1
    assert [match.fact.id for match in outcome.nearest[:2]] == ["dark-since", "wave-height"]
    assert len(outcome.nearest) == SHOWN


def test_a_question_near_an_unknown_is_not_in_the_source_either(ranker: Ranker) -> None:
    outcome = ask("what is the storm's name", ranker)

    assert isinstance(outcome, NotInSource)
    assert outcome.unknown.id == "storm-name"


@pytest.mark.parametrize(("lead", "kind"), [(DENIAL_MARGIN + 0.1, NotInSource), (DENIAL_MARGIN - 0.1, Suggestion)])
def test_the_source_is_not_said_to_be_silent_where_a_fact_is_nearly_as_likely(
    ranker: Ranker, lead: float, kind: type[NotInSource | Suggestion]
) -> None:
    ranking = ranker.rank("what is the storm's name")
    unknown, fact = unknown_and_fact(ranking)
    close = (replace(unknown, total=fact.total + lead), fact)

    outcome = decide(replace(ranking, candidates=close, confidence=0.9), ranker)

    assert isinstance(outcome, kind)
    assert fact.target in [match.fact for match in shown(outcome)]


@pytest.mark.parametrize(("lead", "kind"), [(HOPELESS_MARGIN + 0.1, Abstention), (HOPELESS_MARGIN - 0.1, Suggestion)])
def test_facts_far_behind_an_uncertain_unknown_are_not_suggested(
    ranker: Ranker, lead: float, kind: type[Abstention | Suggestion]
) -> None:
    ranking = ranker.rank("what is the storm's name")
    unknown, fact = unknown_and_fact(ranking)
    close = (replace(unknown, total=fact.total + lead), fact)

    assert isinstance(decide(replace(ranking, candidates=close, confidence=0.4), ranker), kind)


def test_no_nearest_fact_is_listed_twice(ranker: Ranker) -> None:
    for unknown in small_knowledge().unknowns.values():
        outcome = ask(unknown.questions[0], ranker)

        assert isinstance(outcome, NotInSource)
        nearest = [match.fact.id for match in outcome.nearest]
        assert len(set(nearest)) == len(nearest)


@pytest.mark.parametrize("question", ["recommend a good chess opening", "qqqq zzzz", "how do I bake bread"])
def test_if_nothing_is_near_nothing_is_answered(ranker: Ranker, question: str) -> None:
    outcome = ask(question, ranker)

    assert isinstance(outcome, Abstention)
    assert outcome.confidence < ranker.weights.suggest


@pytest.mark.parametrize("question", ["", " \t\n", "?", "what is it?", "¿qué es esto?", "and so on"])
def test_a_question_without_content_is_not_answered(ranker: Ranker, question: str) -> None:
    assert ask(question, ranker) == Abstention(question=question, confidence=0.0)


@pytest.mark.parametrize(
    ("question", "written", "read"),
    [("lihgthouse", "lihgthouse", "lighthouse"), ("what is a keepr?", "keepr", "keeper")],
)
def test_one_corrected_word_alone_gets_no_answer(ranker: Ranker, question: str, written: str, read: str) -> None:
    outcome = ask(question, with_thresholds(ranker, suggest=0.0, answer=0.0))

    assert isinstance(outcome, Suggestion)
    assert outcome.repairs == (Repair(written=written, read=read),)


def test_a_word_that_is_corrected_beside_others_may_be_answered(ranker: Ranker) -> None:
    outcome = ask("how high were the waevs in the storm", ranker)

    assert isinstance(outcome, Answer)
    assert outcome.repairs == (Repair(written="waevs", read="waves"),)


def test_a_middling_question_gets_up_to_three_facts_that_may_be_meant(ranker: Ranker) -> None:
    ranker = with_thresholds(ranker, suggest=0.2, answer=0.6)
    outcome = ask("what about the repair", ranker)

    assert isinstance(outcome, Suggestion)
    assert ranker.weights.suggest <= outcome.confidence < ranker.weights.answer
    assert 1 <= len(outcome.matches) <= SHOWN
    assert {"repair-cost", "repair-end"} & {match.fact.id for match in outcome.matches}


@pytest.mark.parametrize(
    "question",
    [
        "How high did the Harbour Office say the waves were in the storm?",
        "How high did Lindqvist say the lamp stands above the sea?",
    ],
)
def test_a_fact_without_the_one_who_is_asked_about_is_suggested_and_never_given_as_the_answer(
    ranker: Ranker, question: str
) -> None:
    anyhow = with_thresholds(ranker, suggest=0, answer=0)

    assert isinstance(ask(question, anyhow), Suggestion)
    assert isinstance(
        ask(question.replace("the Harbour Office say ", "").replace("Lindqvist say ", ""), anyhow), Answer
    )


def test_an_unknown_is_never_suggested(ranker: Ranker) -> None:
    ranking = ranker.rank("what is the storm's name")
    unknown, fact = unknown_and_fact(ranking)
    near = (replace(unknown, total=fact.total + HOPELESS_MARGIN / 2), *ranking.candidates[1:])
    outcome = decide(replace(ranking, candidates=near, confidence=0.4), ranker)

    assert isinstance(outcome, Suggestion)
    assert all(isinstance(match.fact, Fact) for match in outcome.matches)
    assert len(outcome.matches) == SHOWN


def test_if_only_unknowns_are_near_there_is_nothing_to_suggest() -> None:
    unknowns = [unknown_of(f"u{number}", question=f"name of storm {number}") for number in range(12)]
    ranker = build_ranker(knowledge_of([fact_of("lamp", question="lamp range"), *unknowns]), vectors=None)

    outcome = ask("names of storms", with_thresholds(ranker, suggest=0, answer=1))

    assert isinstance(outcome, Abstention)


@pytest.mark.parametrize(
    ("suggest", "answer", "outcome"), [(0.0, 0.0, Answer), (0.0, 1.0, Suggestion), (1.0, 1.0, Abstention)]
)
def test_the_thresholds_decide(ranker: Ranker, suggest: float, answer: float, outcome: type) -> None:
    assert type(ask("keeper boat noon", with_thresholds(ranker, suggest=suggest, answer=answer))) is outcome


def test_a_known_question_is_certain_enough_for_any_threshold(ranker: Ranker) -> None:
    assert isinstance(ask("lamp height", with_thresholds(ranker, suggest=1, answer=1)), Answer)


def test_a_known_question_of_function_words_only_is_answered() -> None:
    ranker = build_ranker(knowledge_of([fact_of("a", question="what is it"), fact_of("b")]), vectors=None)

    outcome = ask("What is it?", ranker)

    assert isinstance(outcome, Answer)
    assert outcome.match.fact.id == "a"


@pytest.mark.parametrize("question", NASTY, ids=range(len(NASTY)))
def test_nasty_texts_get_one_of_the_four(ranker: Ranker, question: str) -> None:
    assert isinstance(ask(question, ranker), Answer | NotInSource | Suggestion | Abstention)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=2000))
@example("lamp\x00 of the\u202e keeper")
def test_any_text_gets_one_of_the_four(question: str) -> None:
    outcome = ask(question, small_ranker())

    assert isinstance(outcome, Answer | NotInSource | Suggestion | Abstention)
    assert outcome.question == question
    assert 0 <= outcome.confidence <= 1


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from("the lamp lgiht keeper storm 11 metres not U.S. B-52s harbour ferry who".split())))
def test_any_words_of_the_story_get_one_of_the_four(words: list[str]) -> None:
    assert isinstance(ask(" ".join(words), small_ranker()), Answer | NotInSource | Suggestion | Abstention)


def test_no_two_entries_of_the_projects_base_share_an_ask() -> None:
    knowledge = project_knowledge()
    owners: dict[str, set[str]] = {}
    for target in targets_of(knowledge):
        for question in target.questions:
            owners.setdefault(same_text(question), set()).add(target.id)

    assert {ask: ids for ask, ids in owners.items() if len(ids) > 1} == {}


def test_asks_of_the_projects_base_get_their_own_fact_or_unknown() -> None:
    base = project_base()
    for target in targets_of(base.knowledge):
        match base.decide(f"{target.questions[0].rstrip('?')} ?".upper()):
            case Answer(match=first, confidence=1.0):
                assert first.fact == target
            case NotInSource(unknown=unknown, confidence=1.0):
                assert unknown == target
            case outcome:
                pytest.fail(f"{target.questions[0]}: {outcome}")


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("Whom did the White House recognize as president in 2019?", "guaido-recognized"),
        ("Whom did the White House recognize as president in 2024?", None),
        ("how many B-52s flew off Venezuela in October", "b52-count"),
        ("how many B-52s flew off Venezuela in March", None),
        ("how many B-52s flew off Venezuela in October 2019", None),
        ("What decree did Maduro sign in September?", "decree-announcement"),
        ("What decree did Maduro sign in June?", None),
    ],
)
def test_a_fact_of_another_year_or_month_is_a_suggestion(question: str, fact: str | None) -> None:
    outcome = project_base().decide(question)

    if fact:
        assert isinstance(outcome, Answer)
        assert outcome.match.fact.id == fact
    else:
        assert isinstance(outcome, Suggestion)
