from __future__ import annotations

import functools
from dataclasses import replace

from rankers import small_ranker

from bot.core.matching import build_ranker
from bot.core.matching.calibration import LeftOut, ask_without_each
from bot.core.matching.documents import TextRole


@functools.cache
def left_out() -> tuple[LeftOut, ...]:
    return ask_without_each(small_ranker(meaning=False))


def test_each_question_is_listed_once_in_the_order_of_the_base() -> None:
    entries = small_ranker(meaning=False).entries
    asks = [(example.text, example.entry) for example in entries.examples if example.role is TextRole.QUESTION]

    assert [(found.question, found.entry) for found in left_out()] == asks


def test_a_question_does_not_find_itself() -> None:
    # Asked as it stands each ask is sure of its entry; without itself none is so by its mere words.
    ranker = small_ranker(meaning=False)

    assert all(ranker.rank(found.question).exact for found in left_out())
    assert all(found.confidence < 1 for found in left_out())


def test_the_first_fact_is_right_if_it_shows_the_same_passage() -> None:
    overlaps = small_ranker(meaning=False).overlaps

    for found in left_out():
        assert found.right == (found.got in overlaps[found.entry])
        assert found.among >= found.right


def test_leaving_a_question_out_is_much_like_a_base_that_never_had_it() -> None:
    # Not to the last digit: how rare its words are was counted with it.
    ranker = small_ranker(meaning=False)
    found = {one.question: ranker.entries.targets[one.got].id for one in left_out()}
    agreeing = 0
    for fact in list(ranker.knowledge.facts.values())[:6]:
        asked, *others = fact.questions
        facts = {**ranker.knowledge.facts, fact.id: replace(fact, question=others[0], phrasings=tuple(others[1:]))}
        without = build_ranker(replace(ranker.knowledge, facts=facts), vectors=None)
        agreeing += without.rank(asked).candidates[0].target.id == found[asked]

    assert agreeing >= 5
