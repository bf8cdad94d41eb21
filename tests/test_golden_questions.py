"""The golden questions that this project ships."""

from __future__ import annotations

from collections import Counter

from rankers import project_base, project_knowledge, targets_of
from rapidfuzz import fuzz, process

from bot.core.factbase.diff import fulfils
from bot.core.text.normalise import fold

CLOSEST = 85
"""token_sort_ratio, 0 to 100: from here on a golden question only proves that a phrasing finds itself."""

MOST_ARE_RIGHT = 0.85


def test_there_are_questions_of_every_kind() -> None:
    kinds = Counter(golden.outcome for golden in project_knowledge().golden)

    assert sum(kinds.values()) >= 60
    assert len(kinds) == 3


def test_no_golden_question_is_close_to_a_question_or_phrasing() -> None:
    knowledge = project_knowledge()
    asked = [fold(text) for target in targets_of(knowledge) for text in target.questions]
    questions = [golden.question for golden in knowledge.golden]

    near = [
        (question, asked[place])
        for question in questions
        for _, ratio, place in process.extract(fold(question), asked, scorer=fuzz.token_sort_ratio, limit=1)
        if ratio >= CLOSEST
    ]
    assert near == []


def test_most_golden_questions_get_what_they_have_to_get() -> None:
    base = project_base()
    golden = base.knowledge.golden

    wrong = [case.question for case in golden if not fulfils(case, base.decide(case.question))]

    assert len(wrong) <= (1 - MOST_ARE_RIGHT) * len(golden), wrong
