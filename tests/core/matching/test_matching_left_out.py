from __future__ import annotations

from dataclasses import replace

from matchers import small_matcher

from bot.core.matching import Matcher, build_matcher
from bot.core.matching.calibration import LeftOut, ask_without_each
from bot.core.matching.documents import Role


def left_out(matcher: Matcher | None = None) -> tuple[LeftOut, ...]:
    return ask_without_each(matcher or small_matcher(meaning=False))


def test_each_ask_stands_once_in_the_order_of_the_base() -> None:
    entries = small_matcher(meaning=False).entries
    asks = [(example.text, example.entry) for example in entries.examples if example.role is Role.QUESTION]

    assert [(found.question, found.entry) for found in left_out()] == asks


def test_an_ask_does_not_find_itself() -> None:
    # Asked as it stands each ask is sure of its entry; without itself none is so by its mere words.
    matcher = small_matcher(meaning=False)

    assert all(matcher.rank(found.question).exact for found in left_out())
    assert all(found.confidence < 1 for found in left_out())


def test_what_leads_is_right_where_it_shows_the_same_passage() -> None:
    kin = small_matcher(meaning=False).kin

    for found in left_out():
        assert found.right == (found.got in kin[found.entry])
        assert found.among >= found.right


def test_leaving_an_ask_out_is_much_like_a_base_that_never_had_it() -> None:
    # Not to the last digit: how rare its words are was counted with it.
    matcher = small_matcher(meaning=False)
    found = {one.question: matcher.entries.targets[one.got].id for one in left_out()}
    agreeing = 0
    for fact in list(matcher.knowledge.facts.values())[:6]:
        asked, *others = fact.questions
        facts = {**matcher.knowledge.facts, fact.id: replace(fact, question=others[0], phrasings=tuple(others[1:]))}
        without = build_matcher(replace(matcher.knowledge, facts=facts), vectors=None)
        agreeing += without.rank(asked).hits[0].target.id == found[asked]

    assert agreeing >= 5
