"""Sentences that say more than the source by a word or two: who is told, a rate, a bound, a time."""

from __future__ import annotations

import pytest
from rankers import project_checker, second_checker

from bot.i18n.phrases import verdict_kind


def got(text: str, *, second: bool = False) -> str:
    checker = second_checker() if second else project_checker()
    (verdict,) = checker.check([text])
    return verdict_kind(verdict)


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("The mayor's office was told that the barrier will cost £84 million.", True),
        ("The mayor's office was promised that no other local tax would go up.", True),
        ("The Eastbank residents' association was told that the barrier will cost at least £110 million.", True),
        ("Reporters told Trump that the US was certainly looking at land now.", False),
        ("Trump told that the US was certainly looking at land now.", False),
        ("CNN was told that the survivors are being held on a Navy vessel.", False),
        ("The Eastbank residents' association doubts that the barrier will cost at least £110 million.", True),
        ("Residents doubt that the barrier will cost at least £110 million.", True),
        ("Experts doubt that Maduro claimed that his militias have more than 8 million reservists.", False),
    ],
)
def test_who_is_told_or_doubts_something_does_not_say_it(text: str, *, second: bool) -> None:
    assert got(text, second=second) == "related"


@pytest.mark.parametrize(
    ("text", "second", "verdict"),
    [
        ("Reporters were told by Trump that the US was certainly looking at land now.", False, "supported"),
        ("Dissent will probably not stop the Trump administration, Pentagon lawyers told CNN.", False, "supported"),
        ("The Eastbank residents' association says that the barrier will cost at least £110 million.", True, "claimed"),
    ],
)
def test_who_says_something_is_certified_whoever_is_told(text: str, verdict: str, *, second: bool) -> None:
    assert got(text, second=second) == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The mayor's office said that the barrier will cost £84 million a year.", "related"),
        ("The mayor's office said that the barrier will cost £84 million each year.", "related"),
        ("The mayor's office said that the barrier will cost £84 million.", "claimed"),
        ("The council voted 7 to 4 a year to build the flood barrier.", "related"),
        ("The council voted 7 to 4 to build the flood barrier.", "supported"),
        # The number of what something is compared with.
        ("According to the timetable, the trip by tram would take 35 minutes.", "contradicted"),
        ("According to the timetable, the trip by tram would take 17 minutes.", "supported"),
    ],
)
def test_a_number_is_no_rate_and_not_that_of_the_other(text: str, verdict: str) -> None:
    assert got(text, second=True) == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The riverbed has not yet been tested well.", "related"),
        ("The riverbed has not yet been tested.", "claimed"),
        ("The bridges were closed well.", "related"),
        ("The bridges were closed.", "supported"),
        ("Labour is the largest group on the council, too.", "supported"),
    ],
)
def test_well_says_how_and_too_says_also(text: str, verdict: str) -> None:
    assert got(text, second=True) == verdict


@pytest.mark.parametrize(
    ("text", "second", "verdict"),
    [
        ("The bombers flew at most 132 miles from the Venezuelan mainland.", False, "related"),
        ("The bombers came within 132 miles of the Venezuelan mainland.", False, "supported"),
        ("According to analysts, the decree will grant Maduro broad powers.", False, "related"),
        ("According to analysts, the decree would grant Maduro broad powers.", False, "supported"),
        ("The hearing was on 9 June 2026.", True, "related"),
        ("The hearing is on 9 June 2026.", True, "supported"),
        ("The barrier is being built.", True, "related"),
    ],
)
def test_how_near_and_when_is_certified_only_as_the_source_says_it(text: str, verdict: str, *, second: bool) -> None:
    assert got(text, second=second) == verdict


@pytest.mark.parametrize(
    ("text", "second", "verdict"),
    [
        ("The department admitted that nobody has tested the riverbed.", True, "related"),
        ("Nobody died in the flood of January 2021.", True, "supported"),
        ("The parks department has promised to plant two new trees.", True, "related"),
        ("The parks department has promised two new trees for each one that is felled.", True, "supported"),
        (
            "There was no indication that Trump had decided against military action inside Venezuela.",
            False,
            "related",
        ),
        ("There was no indication that Trump had decided on military action inside Venezuela.", False, "supported"),
    ],
)
def test_nobody_a_total_and_against_say_other_things(text: str, verdict: str, *, second: bool) -> None:
    assert got(text, second=second) == verdict
