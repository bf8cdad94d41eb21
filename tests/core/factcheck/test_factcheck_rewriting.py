"""Sentences that English can say in several ways are written in one way before they are parsed."""

from __future__ import annotations

import pytest
from rankers import project_checker, second_checker

from bot.core.factcheck.rewriting import rewrite
from bot.core.factcheck.tokens import read_tokens
from bot.core.factcheck.vocabulary import Names
from bot.core.knowledge.model import Entity, EntityKind, Vocabulary
from bot.i18n.phrases import verdict_kind

NAMES = Names(Vocabulary(names=(Entity(name="Porto", kind=EntityKind.PLACE, aliases=()),)))


def rewritten(text: str) -> str:
    return " ".join(token.word or token.text for token in rewrite(read_tokens(text, NAMES), NAMES))


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("Work is to begin.", "work will begin"),
        ("Work is due to begin.", "work will begin"),
        ("The goal is to win.", "the goal is to win"),
        ("They have yet to test it.", "they have not yet tested it"),
        ("They left Porto at dawn.", "they departed from porto at dawn"),
        ("He announced his retirement.", "he announced that he is retiring"),
        ("He announced that he would resign.", "he announced that he is resigning"),
        ("They came as close as 53 miles to it.", "they came within 53 miles of it"),
        ("He did not go so far as to say that.", "he did not say that"),
        ("He stopped short of saying that.", "he did not say that"),
        ("He had no concerns about it.", "he was not concerned about it"),
        ("They set two men free.", "they released two men"),
        ("It failed to win.", "it did not win"),
        ("A party in western Porto.", "a party in west of porto"),
        ("In late June it rained.", "at end of June it rained"),
        ("The vote took place.", "the vote was held"),
        ("The fire claimed no lives.", "nobody died in the fire"),
        ("There were no deaths in it.", "nobody died in it"),
        ("He admitted having lied.", "he admitted that he had lied"),
        ("The town's plan is to build.", "the town planned to build"),
        ("The forces number 90.", "the forces has 90 members"),
        ("Under the law, he could stay.", "the law would allow he to stay"),
    ],
)
def test_one_way_of_saying_it_becomes_another(text: str, becomes: str) -> None:
    assert rewritten(text) == becomes


@pytest.mark.parametrize(
    "sentence",
    [
        "A trio of B-52s flew off the Venezuelan coast on Oct. 15.",
        "At least half a dozen strikes on boats in the Caribbean have been carried out by the US military.",
        "The bombers left Barksdale before sunrise.",
        "Under the state of emergency decree, Maduro would be allowed to restrict constitutional guarantees.",
    ],
)
def test_such_sentences_are_supported(sentence: str) -> None:
    (verdict,) = project_checker().check([sentence])

    assert verdict_kind(verdict) == "supported"


def test_one_in_two_is_half() -> None:
    (verdict,) = second_checker().check(
        ["One in two shopkeepers on Market Square has signed the petition against the tram's route."]
    )

    assert verdict_kind(verdict) == "supported"


def test_a_state_is_no_state_of_emergency() -> None:
    (verdict,) = project_checker().check(["The state would allow Maduro to restrict constitutional guarantees."])

    assert verdict_kind(verdict) == "related"
