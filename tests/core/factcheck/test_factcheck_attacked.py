"""Sentences that were once certified though no source says them, or called contradicted though they may be true."""

from __future__ import annotations

import pytest
from rankers import project_checker, second_checker

from bot.i18n.phrases import verdict_kind


def got(text: str, *, second: bool = False) -> str:
    checker = second_checker() if second else project_checker()
    (verdict,) = checker.check([text])
    return verdict_kind(verdict)


@pytest.mark.parametrize(
    "text",
    [
        "The pressure campaign ousted Maduro.",
        "Pentagon lawyers said that dissent would keep the administration from going on.",
        "Dissent would keep the Trump administration from going on with its campaign, Pentagon lawyers told CNN.",
        "Dissent would keep the administration from continuing its military campaign, Pentagon lawyers told CNN.",
        "The strike that left two survivors killed everyone aboard.",
        "The strike killed everyone aboard at once.",
    ],
)
def test_a_sentence_that_leaves_out_what_is_only_aimed_at_unlikely_or_denied_is_not_certified(text: str) -> None:
    assert got(text) in {"related", "contradicted"}


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("The court in Leeds has heard the complaint.", True),
        ("The complaint was heard by the court in Leeds.", True),
        ("The court in Leeds heard the shopkeepers' complaint on 9 June 2026.", True),
        ("Two bridges are closed for nine days.", True),
        ("The national government has paid 60 per cent of the cost of the flood barrier.", True),
        ("The council is rejecting the plan.", True),
        ("The White House recognizes Juan Guaidó as Venezuela's legitimate president.", False),
    ],
)
def test_what_is_to_be_has_not_been_and_what_was_is_not_so_now(text: str, *, second: bool) -> None:
    assert got(text, second=second) == "related"


@pytest.mark.parametrize("lost", ["lost", "lose"])
def test_what_is_feared_is_not_certified_as_so(lost: str) -> None:
    text = (
        "Half of the shopkeepers on Market Square signed a petition against the tram's route, because they "
        f"{lost} customers."
    )

    assert got(text, second=True) == "related"


@pytest.mark.parametrize(
    "text",
    [
        "Venezuela did not detain the survivors.",
        "Holsey is not the Defense Secretary.",
        "The two survivors were not killed.",
        "Maduro did not recognize Guaidó.",
        "Hegseth is not an admiral.",
        "The salsa party was not held at the Teresa Carreño Theater.",
        "Trump considers strikes on land but has not decided on them.",
        "Some military lawyers at the Pentagon have not raised concerns.",
        "Some Venezuelans oppose the US pressure on Maduro.",
        "Three bombers flew and two of them kept their beacons on.",
        # What is thought is not what was not thought.
        "Hegseth thought that Holsey was too slow.",
        "Sources told CNN that Hegseth thought that Holsey was too slow.",
        # What came afterwards, or may have.
        "The US military released the two survivors.",
        "The survivors have been set free.",
        "Holsey no longer oversees US Southern Command.",
        # A city in a country, a country with a city in it.
        "Life goes on in Caracas.",
        "The musical premiered in Venezuela.",
        "The salsa party took place in Venezuela.",
        "The drills took place on an island in Venezuela.",
        "The bombers took off from a base in Bossier City.",
    ],
)
def test_a_no_or_a_number_of_something_else_contradicts_nothing(text: str) -> None:
    assert got(text) != "contradicted"


@pytest.mark.parametrize(
    "text",
    [
        "The council turned the tram down in 2019.",
        "The council put the vote off in 2024.",
        "The largest group voted for the plan and the Greens voted against it.",
        "The Greens voted against it and Labour voted for it.",
        "The Labour group voted for the plan and the Greens were against.",
        "Marrowby's council voted against the flood barrier in 2022.",
        "Half of the shopkeepers on Market Square did not sign a petition against the tram's route.",
        "The national government pays more than half of the cost of the flood barrier.",
        "The parks department promised to plant 92 new trees.",
        "The court in Leeds has not yet heard the complaint.",
        "46 lime trees have to be felled in Marrowby.",
        "The barrier will cost no more than £84 million.",
        "The complaint was filed in Yorkshire on 4 May 2026.",
        "Dunmore Civil Works, a contractor from England, won the order to build the flood barrier.",
    ],
)
def test_a_sentence_about_another_event_or_a_part_contradicts_nothing(text: str) -> None:
    assert got(text, second=True) != "contradicted"


@pytest.mark.parametrize(
    ("text", "second", "verdict"),
    [
        # A bound excludes only what cannot hold with it.
        ("The salsa party drew more than 500 people.", False, "related"),
        ("The salsa party drew fewer than 500 people.", False, "contradicted"),
        ("The bombers flew off Venezuela for less than ten hours.", False, "related"),
        ("The bombers flew off Venezuela for four hours and 20 minutes.", False, "related"),
        ("The bombers flew off Venezuela for less than three hours.", False, "contradicted"),
        ("Maduro has claimed more than 5 million reservists.", False, "related"),
        ("Maduro has claimed more than 80 million reservists.", False, "contradicted"),
        ("The US military has carried out seven strikes.", False, "related"),
        ("Protest banners have appeared on at least ten university campuses in Venezuela.", False, "supported"),
        ("The Sele rose more than 3 metres above its normal level.", True, "related"),
        ("The Sele rose more than 6 metres above its normal level.", True, "contradicted"),
        ("The Eastbank residents' association says that the barrier will cost £120 million.", True, "related"),
        # "About" a rounded number.
        ("The barrier will cost about £80 million.", True, "related"),
        ("The tram line will be about 5 kilometres long.", True, "related"),
        ("The tram line will be about 7 kilometres long.", True, "contradicted"),
        # "Within", "before" and "by" name what is not passed.
        ("The bombers came within 60 miles of La Orchila.", False, "related"),
        ("The bombers came within 20 miles of La Orchila.", False, "contradicted"),
        ("The bombers took off before noon.", False, "related"),
        ("The council's vote came shortly before noon.", True, "contradicted"),
        ("Dunmore must finish the barrier by December 2028.", True, "related"),
        ("Dunmore must finish the barrier by October 2028.", True, "contradicted"),
    ],
)
def test_a_number_or_time_excludes_only_what_cannot_hold_with_it(text: str, verdict: str, *, second: bool) -> None:
    assert got(text, second=second) == verdict


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("The tram line will have ten stops if it is extended.", True),
        ("If the river is wider, the barrier will be 360 metres long.", True),
        ("If the strikes go on, seven boats will have been struck by the US.", False),
        ("Nobody but Dunmore Civil Works won the order to build the flood barrier.", True),
        ("Nobody except Maduro denounced the CIA's record.", False),
        ("No one but Ivonne Caña is a cook.", False),
        ("The council did not vote until shortly before midnight.", True),
        ("Work on the barrier will not begin until February 2027.", True),
        ("Work on the barrier will not begin before February 2027.", True),
        ("The trip by tram would not take longer than 17 minutes.", True),
    ],
)
def test_what_holds_on_a_condition_for_nobody_else_or_to_a_limit_is_no_denial(text: str, *, second: bool) -> None:
    assert got(text, second=second) == "related"


@pytest.mark.parametrize(
    "text",
    [
        "The tram line will have ten stops.",
        "Nobody won the order to build the flood barrier.",
        "The council did not vote before midnight.",
    ],
)
def test_what_holds_on_no_condition_is_contradicted(text: str) -> None:
    assert got(text, second=True) == "contradicted"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("The tram line runs 7 kilometres from the railway station to St Anne's Hospital.", "contradicted"),
        ("The bus line runs 7 kilometres from the railway station to St Anne's Hospital.", "related"),
        ("A second barrier will stand 5 kilometres downstream of the Old Bridge.", "related"),
        ("Northline expects 18,000 passengers a day.", "contradicted"),
        ("Northline expects 18,000 passengers on market days.", "related"),
        ("Northline once expected 10,000 passengers a day.", "related"),
        ("Market Square has 80 lime trees.", "related"),
    ],
)
def test_a_number_of_what_another_word_narrows_contradicts_nothing(text: str, verdict: str) -> None:
    assert got(text, second=True) == verdict


@pytest.mark.parametrize(
    ("text", "second", "verdict"),
    [
        ("Holsey was not moving fast enough.", False, "related"),
        ("There was no indication that Trump had decided not to take military action.", False, "related"),
        ("People died in the flood of 1953.", True, "related"),
        ("People died in the flood of January 2021.", True, "contradicted"),
    ],
)
def test_another_denial_or_one_of_another_day_contradicts_nothing(text: str, verdict: str, *, second: bool) -> None:
    assert got(text, second=second) == verdict
