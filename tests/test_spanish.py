"""Spanish questions about the curated base that this project ships, whose facts and quotes are English."""

from __future__ import annotations

import pytest
from rankers import project_base

from bot.core.factbase.base import Base
from bot.core.knowledge.entities import SpeakerFound
from bot.core.matching.decision import Answer
from bot.core.matching.intents import AsksFact, AsksWho


@pytest.fixture
def base() -> Base:
    return project_base()


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("¿Ha decidido Trump atacar Venezuela?", "there is no indication that Trump has decided"),
        ("¿Cuánto tiempo volaron los bombarderos B-52?", "for more than four hours on Wednesday"),
    ],
)
def test_a_spanish_question_finds_its_english_fact(base: Base, question: str, quoted: str) -> None:
    outcome = base.decide(question)

    assert isinstance(outcome, Answer)
    assert any(quoted in quote.exact for quote in outcome.match.fact.quotes)


@pytest.mark.parametrize(
    ("question", "name"),
    [("¿Quién es Maduro?", "Nicolás Maduro"), ("who is Maduro", "Nicolás Maduro"), ("who's Hegseth?", "Pete Hegseth")],
)
def test_a_question_who_somebody_is_finds_the_name_in_both_languages(base: Base, question: str, name: str) -> None:
    intent = base.recognise(question)

    assert isinstance(intent, AsksWho)
    found = base.speakers.find(intent.name)
    assert isinstance(found, SpeakerFound)
    assert found.speaker.name == name


def test_no_question_that_the_base_knows_gets_a_page(base: Base) -> None:
    facts, unknowns = base.knowledge.facts.values(), base.knowledge.unknowns.values()
    known = [question for entry in facts for question in entry.questions]
    known += [question for entry in unknowns for question in entry.questions]
    golden = [each.question for each in base.knowledge.golden]

    assert {type(base.recognise(question)) for question in (*known, *golden)} == {AsksFact}
