"""What English gives in several ways, each beside a sentence that is built alike and false."""

from __future__ import annotations

import pytest
from rankers import project_checker, second_checker

from bot.i18n.phrases import verdict_kind

CHECKERS = {"project": project_checker, "second": second_checker}
TWINS = [
    # A measure with its noun.
    ("second", "The barrier is to be 6.5 metres in height.", "The barrier is to be 6.5 metres in length."),
    (
        "second",
        "The length of the flood barrier will be 340 metres.",
        "The height of the flood barrier will be 340 metres.",
    ),
    ("second", "The barrier's length will be 340 metres.", "The barrier's length will be 430 metres."),
    (
        "second",
        "The barrier will have a length of 340 metres and a height of 6.5 metres.",
        "The barrier will have a length of 6.5 metres and a height of 340 metres.",
    ),
    # The last day of a month.
    (
        "second",
        "Dunmore Civil Works must complete the flood barrier by the end of November 2028.",
        "Dunmore Civil Works must complete the flood barrier by the end of October 2028.",
    ),
    # For or against.
    (
        "second",
        "On 4 May 2026 a complaint was filed in Leeds by shopkeepers opposed to the tram.",
        "On 4 May 2026 a complaint was filed in Leeds by shopkeepers in support of the tram.",
    ),
    (
        "second",
        "Half of the shopkeepers on Market Square signed a petition opposing the route of the tram.",
        "Half of the shopkeepers on Market Square signed a petition supporting the route of the tram.",
    ),
    # A denied bound.
    (
        "second",
        "The Eastbank residents' association says the barrier won't cost less than £110 million.",
        "The Eastbank residents' association says the barrier won't cost more than £110 million.",
    ),
    # What is stressed or shortened.
    (
        "second",
        "It's the company Northline that will run the tram line.",
        "It's the company Dunmore that will run the tram line.",
    ),
    (
        "second",
        "The barrier's going to stand between the fish market and the gasworks.",
        "The barrier's not going to stand between the fish market and the gasworks.",
    ),
    # A price, the dead, the seats of a theatre, a state.
    (
        "second",
        "The national government pays 60 per cent of what the flood barrier costs.",
        "The national government pays 60 per cent of what the tram costs.",
    ),
    ("second", "The January 2021 flood didn't kill anybody.", "The January 2021 flood didn't kill everybody."),
    ("second", "No one was killed in the flood of January 2021.", "Many were killed in the flood of January 2021."),
    (
        "project",
        "The musical at the Teresa Carreño Theater sold out",
        "The musical at the Teresa Carreño Theater was not sold out.",
    ),
    (
        "project",
        "The bombers departed from Barksdale Air Force Base, Louisiana, before dawn.",
        "The bombers departed from Barksdale Air Force Base, Texas, before dawn.",
    ),
]


def got(base: str, text: str) -> str:
    (verdict,) = CHECKERS[base]().check([text])
    return verdict_kind(verdict)


@pytest.mark.parametrize(("base", "true", "false"), TWINS)
def test_another_way_to_say_it_is_proven_and_a_falsehood_built_alike_is_not(base: str, true: str, false: str) -> None:
    assert got(base, true) in {"supported", "claimed"}
    assert got(base, false) in {"related", "contradicted"}
