"""What "it", "them" and "he" may stand for is proven by no source unless the sentence itself names it."""

from __future__ import annotations

import pytest
from rankers import project_checker, second_checker

from bot.core.factcheck import Claimed
from bot.core.factcheck.message import split
from bot.i18n.phrases import verdict_kind


def last_of(message: str, *, second: bool) -> str:
    """Return the verdict on the last sentence of a message."""
    checker = second_checker() if second else project_checker()
    return [verdict_kind(verdict) for verdict in checker.check(split(message))][-1]


@pytest.mark.parametrize(
    ("message", "second"),
    [
        ("The mayor likes the bridge. Dunmore will build it.", True),
        ("Dunmore will build the barrier, and Northline will operate it.", True),
        ("The tram is 5.2 kilometres long. It will cost £84 million, the mayor's office says.", True),
        ("The storm hit Leeds. Nobody died in it.", True),
        ("The Green group is small. It is the largest group on the council.", True),
        ("The mayor spoke. He admitted that he has not yet tested the riverbed.", True),
        ("Trump mocked them.", False),
        ("It announced that it is retiring.", False),
        ("Holsey oversees US Southern Command, and Hegseth mocked him.", False),
    ],
)
def test_a_pronoun_is_not_taken_for_what_the_source_has_in_its_place(message: str, *, second: bool) -> None:
    assert last_of(message, second=second) == "related"


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("The engineering department admitted that it has not yet tested the riverbed.", True),
        ("The spokeswoman of the Green group said it voted against the plan because of the trees.", True),
        ("It is the first time that a US strike did not kill everybody on board at once.", False),
        ("Ivonne Caña has been buying slightly more food than she usually does, she said.", False),
    ],
)
def test_a_pronoun_may_stand_for_what_its_sentence_names(text: str, *, second: bool) -> None:
    assert last_of(text, second=second) == "supported"


@pytest.mark.parametrize("text", ["Holsey is retiring", "Adm. Alvin Holsey is leaving."])
def test_what_he_said_of_himself_is_his_claim_and_not_that_of_who_tells_of_it(text: str) -> None:
    (verdict,) = project_checker().check([text])

    assert isinstance(verdict, Claimed)
    assert verdict.fact.id == "holsey-retirement"
