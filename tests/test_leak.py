"""The questions and phrasings of the base were written without the labelled questions, and stay unlike them."""

from __future__ import annotations

import numpy as np
import pytest
from rankers import QUESTIONS, project_knowledge, targets_of
from rapidfuzz import fuzz, process

from bot.benchmark.datasets import read_questions
from bot.core.text.normalise import fold

# A keyword form leaves little room for other words.
SHORT = 4
CLOSEST = 85


@pytest.mark.skipif(not QUESTIONS.exists(), reason="the labelled questions are not here")
def test_no_question_or_phrasing_is_close_to_a_labelled_question() -> None:
    knowledge = project_knowledge()
    asked = [
        f"{target.id}: {text}"
        for target in targets_of(knowledge)
        for text in target.questions
        if len(text.split()) > SHORT
    ]
    questions = [fold(question.text) for question in read_questions(QUESTIONS)]
    folded = [fold(text.split(": ", 1)[1]) for text in asked]
    closest = process.cdist(folded, questions, scorer=fuzz.token_sort_ratio, dtype=np.float32).max(axis=1)

    near = [text for text, ratio in zip(asked, closest, strict=True) if ratio >= CLOSEST]
    assert near == [], "\n".join(near)
