"""The project's asks were written without the labelled questions, and must not come to resemble them."""

from __future__ import annotations

import numpy as np
import pytest
from rankers import QUESTIONS, project_knowledge, targets_of
from rapidfuzz import fuzz, process

from bot.cli.evaluate import read_questions
from bot.core.text.normalise import fold

# A keyword form leaves little room for other words.
SHORT = 4
CLOSEST = 85


@pytest.mark.skipif(not QUESTIONS.exists(), reason="the labelled questions are not here")
def test_no_ask_is_close_to_a_labelled_question() -> None:
    knowledge = project_knowledge()
    asks = [
        f"{target.id}: {ask}"
        for target in targets_of(knowledge)
        for ask in target.questions
        if len(ask.split()) > SHORT
    ]
    questions = [fold(question.text) for question in read_questions(QUESTIONS)]
    folded = [fold(ask.split(": ", 1)[1]) for ask in asks]
    closest = process.cdist(folded, questions, scorer=fuzz.token_sort_ratio, dtype=np.float32).max(axis=1)

    near = [ask for ask, ratio in zip(asks, closest, strict=True) if ratio >= CLOSEST]
    assert near == [], "\n".join(near)
