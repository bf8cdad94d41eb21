"""Spanish questions about the curated base that this project ships, whose facts and quotes are English."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import load_config
from bot.core.factbase.base import Base, Library
from bot.core.matching import load_vectors
from bot.core.matching.decision import Answer

PROJECT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def base() -> Base:
    config = load_config(PROJECT / "config.yaml")
    return Library(root=config.root, knowledge=config.knowledge, seeds=config.seeds, vectors=load_vectors()).open()


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
