"""Constructions that English has in two forms prove alike; each false twin, one step away, is never certified."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rankers import project_checker, second_checker

from bot.core.factcheck.checker import FactChecker
from bot.core.factcheck.rewriting import rewrite
from bot.core.factcheck.tokens import read_tokens
from bot.core.factcheck.vocabulary import Names
from bot.core.knowledge.model import Entity, EntityKind, Vocabulary
from bot.i18n.phrases import verdict_kind

Checker = Callable[[], FactChecker]
NAMES = Names(Vocabulary(names=(Entity(name="Porto", kind=EntityKind.PLACE, aliases=()),)))
CERTIFIED = {"supported", "claimed"}


def rewritten(text: str) -> str:
    return " ".join(token.word or token.text for token in rewrite(read_tokens(text, NAMES), NAMES))


def verdict(checker: Checker, sentence: str) -> str:
    (found,) = checker().check([sentence])
    return verdict_kind(found)


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("A ship off the coast of Porto.", "a ship off porto"),
        ("A ship off Porto's shore.", "a ship off porto"),
        ("A ship off the coast.", "a ship off the coast"),
        ("A ship in the waters off Porto.", "a ship off porto"),
        ("A ship in the waters of Porto.", "a ship in the waters of porto"),
        ("The Porto-based firm won.", "the porto firm won"),
        ("A firm based in Porto won.", "a firm from porto won"),
        ("Open between 5 a.m. and 7 p.m.", "open from 5 a.m. until 7 p.m."),
        ("Between 5 and 7 trees fell.", "between 5 and 7 trees fell"),
        ("It rose to 3 metres above the road.", "it rose 3 metres above the road"),
        ("It rose to 3 metres.", "it rose to 3 metres"),
        ("He left after only a year.", "he left after only a year"),
        ("They made a decision on it.", "they decided on it"),
        ("They made no decision on it.", "they made no decision on it"),
        ("They have doubts about it.", "they doubt it"),
        ("They express their support for it.", "they support it"),
        ("She has made a promise to go.", "she has promised to go"),
        ("The three made a flight.", "the three flew"),
        ("They turned the plan down.", "they turned the plan"),
        ("They turned to the plan down there.", "they turned to the plan down there"),
        ("The forces now number 90.", "the forces now has 90 members"),
        ("The forces number 90 soldiers.", "the forces has 90 soldiers"),
    ],
)
def test_one_construction_becomes_another(text: str, becomes: str) -> None:
    assert rewritten(text) == becomes


@pytest.mark.parametrize(
    ("checker", "true", "false"),
    [
        pytest.param(
            project_checker,
            "On October 15, three B-52s made a flight off the Venezuelan coast.",
            "On October 15, three B-52s made a flight off the Colombian coast.",
            id="a light verb",
        ),
        pytest.param(
            project_checker,
            "There's no indication that Trump has made a decision on military action inside Venezuela.",
            "There's no indication that Maduro has made a decision on military action inside Venezuela.",
            id="a light verb in a clause",
        ),
        pytest.param(
            project_checker,
            "An opinion by the Justice Department contains a secret list of groups.",
            "An opinion by the Defense Department contains a secret list of groups.",
            id="a thing by somebody",
        ),
        pytest.param(
            project_checker,
            "The Southern Command chief's retirement announcement is the latest sign of internal concern about the "
            "boat strikes, CNN writes.",
            "The boat strikes are the latest sign of internal concern about the Southern Command chief's retirement "
            "announcement, CNN writes.",
            id="what a concern is about",
        ),
        pytest.param(
            project_checker,
            "A musical had its premiere at Caracas's Teresa Carreño Theater.",
            "A musical had its premiere at Maracaibo's Teresa Carreño Theater.",
            id="where a building stands",
        ),
        pytest.param(
            project_checker,
            "The legality of the lethal strikes has been questioned by some Pentagon military lawyers.",
            "The legality of the lethal strikes has been questioned by some Justice Department military lawyers.",
            id="who works where",
        ),
        pytest.param(
            project_checker,
            "Trump's team has intensified its campaign of pressure on Maduro.",
            "Maduro's team has intensified its campaign of pressure on Trump.",
            id="a compound with of",
        ),
        pytest.param(
            project_checker,
            "There is no sign yet that Trump has decided on military action inside Venezuela.",
            "There is a sign that Trump has decided on military action inside Venezuela.",
            id="yet beside a no",
        ),
        pytest.param(
            project_checker,
            "At one point two of the B-52s were within 53 miles of La Orchila Island",
            "At one point three of the B-52s were within 53 miles of La Orchila Island",
            id="at one point, without a comma",
        ),
        pytest.param(
            project_checker,
            "In case Venezuela faces military aggression, the decree is a constitutional defense tool, Maduro says.",
            "Unless Venezuela faces military aggression, the decree is a constitutional defense tool, Maduro says.",
            id="in case of something",
        ),
        pytest.param(
            project_checker,
            "According to Maduro, his volunteer militias now number more than 8 million reservists.",
            "According to Maduro, his volunteer militias now number more than 8 million soldiers.",
            id="a verb that is a noun too",
        ),
        pytest.param(
            project_checker,
            "There have been at least six US military strikes on six separate boats in the Caribbean.",
            "There will be at least six US military strikes on six separate boats in the Caribbean.",
            id="there have been, for what somebody carried out",
        ),
        pytest.param(
            project_checker,
            "At least 10 university campuses in Venezuela have seen protest banners in recent days",
            "At least 10 university campuses in Venezuela have banned protest banners in recent days",
            id="a participle that adds nothing",
        ),
        pytest.param(
            project_checker,
            "The B-52s' flight off Venezuela took place on a Wednesday, 15 October 2025.",
            "The B-52s' flight off Venezuela was cancelled on a Wednesday, 15 October 2025.",
            id="a paraphrase in words that are rewritten",
        ),
        pytest.param(
            project_checker,
            "The Trump administration has spent months quietly laying the groundwork for possible military action in "
            "Venezuela.",
            "The Trump administration has spent years quietly laying the groundwork for possible military action in "
            "Venezuela.",
            id="time spent doing something",
        ),
        pytest.param(
            project_checker,
            "Open-source flight data reviewed by CNN showed the B-52 flight.",
            "Open-source flight data reviewed by CNN did not show the B-52 flight.",
            id="a verb after a relative clause",
        ),
        pytest.param(
            project_checker,
            "Barksdale Air Force Base in Louisiana was where the B-52 bombers took off",
            "Barksdale Air Force Base in Louisiana was where the B-52 bombers landed",
            id="where they took off",
        ),
        pytest.param(
            second_checker,
            "During the flood of 2021 the river rose to 4.8 metres above its usual level",
            "During the flood of 2021 the bridge rose to 4.8 metres above its usual level",
            id="the river, for the River Sele",
        ),
        pytest.param(
            second_checker,
            "The flood barrier will be built by Hull-based contractor Dunmore Civil Works.",
            "The flood barrier will be built by Dunmore-based contractor Hull Civil Works.",
            id="what somebody is, before the name",
        ),
        pytest.param(
            second_checker,
            "Construction of the barrier starts in February 2027.",
            "Construction of the barrier started in February 2027.",
            id="a plain present for what is scheduled",
        ),
        pytest.param(
            second_checker,
            "Around 1,200 Eastbank homes were flooded in January 2021.",
            "Around 1,200 Market Square homes were flooded in January 2021.",
            id="homes of a place",
        ),
    ],
)
def test_either_construction_is_certified_and_its_false_twin_is_not(checker: Checker, true: str, false: str) -> None:
    assert verdict(checker, true) in CERTIFIED
    assert verdict(checker, false) not in CERTIFIED
