"""Ways to say the same, which are supported, each with one that says something else, which is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rankers import project_checker, second_checker

from bot.core.factcheck.checker import FactChecker
from bot.i18n.phrases import verdict_kind

Checker = Callable[[], FactChecker]


def verdict(checker: Checker, sentence: str) -> str:
    (found,) = checker().check([sentence])
    return verdict_kind(found)


@pytest.mark.parametrize(
    ("checker", "same", "other"),
    [
        pytest.param(
            second_checker,
            "The flood barrier will be 6.5 metres high and 340 metres long.",
            "The flood barrier will be 6.5 metres long and 340 metres high.",
            id="two measures, each before its own word",
        ),
        pytest.param(
            second_checker,
            "The national government pays three fifths of the cost of the flood barrier.",
            "The national government pays two fifths of the cost of the flood barrier.",
            id="a fraction in words",
        ),
        pytest.param(
            second_checker,
            "No one died in the flood of January 2021.",
            "One died in the flood of January 2021.",
            id="no one",
        ),
        pytest.param(
            second_checker,
            "Two bridges were shut for nine days.",
            "Two bridges were open for nine days.",
            id="another word",
        ),
        pytest.param(
            second_checker,
            "About 1,200 homes in Eastbank were put under water by the flood of January 2021.",
            "About 1,200 homes in Eastbank were put under water by the flood of January 2022.",
            id="a passive whose actor has a date",
        ),
        pytest.param(
            second_checker,
            "The order to build the flood barrier was won by Dunmore Civil Works, a contractor from Hull.",
            "The order to build the flood barrier was won by a contractor from Hull, Northline.",
            id="a passive whose actor has an apposition",
        ),
        pytest.param(
            second_checker,
            "Marrowby's town council voted 7-4 to build a flood barrier across the River Sele and a tram line to the "
            "hospital.",
            "Marrowby's town council voted 4-7 to build a flood barrier across the River Sele and a tram line to the "
            "hospital.",
            id="a score",
        ),
        pytest.param(
            second_checker,
            "Dunmore Civil Works has to finish the flood barrier by 30 November 2028.",
            "Dunmore Civil Works does not have to finish the flood barrier by 30 November 2028.",
            id="have to for must",
        ),
        pytest.param(
            second_checker,
            "A ticket for the tram may cost as much as £2.20, Northline said.",
            "A ticket for the tram may cost up to £3.20, Northline said.",
            id="as much as for up to",
        ),
        pytest.param(
            second_checker,
            "In the flood of January 2021 the River Sele rose by 4.8 metres above its normal level.",
            "In the flood of January 2021 the River Sele was raised by 4.8 metres above its normal level.",
            id="by how much",
        ),
        pytest.param(
            project_checker,
            "It was before dawn that the bombers took off from Barksdale Air Force Base.",
            "It was not before dawn that the bombers took off from Barksdale Air Force Base.",
            id="a cleft sentence",
        ),
        pytest.param(
            project_checker,
            "The B-52s were closest to the Venezuelan mainland at around 11:20 in the morning local time.",
            "The B-52s were closest to the Venezuelan mainland at around 11:20 in the evening local time.",
            id="a time in the morning",
        ),
        pytest.param(
            project_checker,
            "The state of emergency decree would let Maduro restrict constitutional guarantees.",
            "Maduro would let the state of emergency decree restrict constitutional guarantees.",
            id="let and an infinitive",
        ),
        pytest.param(
            project_checker,
            "Analysts say the state of emergency decree would grant Maduro broad economic, political and social "
            "powers.",
            "Analysts say the state of emergency decree would grant Maduro broad economic, political and military "
            "powers.",
            id="a list in another order",
        ),
        pytest.param(
            project_checker,
            "Maduro has called for new military exercises by the Bolivarian National Armed Forces.",
            "Maduro has been called for new military exercises by the Bolivarian National Armed Forces.",
            id="a verb with a particle, active and passive",
        ),
        pytest.param(
            project_checker,
            "The flight information region of Venezuela extends far beyond the country's airspace.",
            "The flight information region of Colombia extends far beyond the country's airspace.",
            id="what belongs to a place, with of",
        ),
    ],
)
def test_the_same_in_other_words_is_supported(checker: Checker, same: str, other: str) -> None:
    assert verdict(checker, same) == "supported"
    assert verdict(checker, other) not in {"supported", "claimed"}


@pytest.mark.parametrize(
    ("checker", "sentence"),
    [
        pytest.param(
            project_checker,
            "The Justice Department opinion appears to justify an open-ended war against a secret list of groups.",
            id="a reason in what experts call something",
        ),
        pytest.param(
            second_checker, "The Green group voted against the plan because of the trees.", id="what a spokeswoman said"
        ),
        pytest.param(
            project_checker,
            "The US administration is trying to steal Venezuela's oil wealth.",
            id="what somebody is accused of",
        ),
    ],
)
def test_what_only_somebody_says_is_claimed(checker: Checker, sentence: str) -> None:
    assert verdict(checker, sentence) == "claimed"


@pytest.mark.parametrize(
    ("checker", "sentence"),
    [
        pytest.param(
            second_checker,
            "A third of the shopkeepers on Market Square signed a petition against the route.",
            id="a share for half",
        ),
        pytest.param(
            second_checker, "The national government pays all of the cost of the flood barrier.", id="all for a share"
        ),
        pytest.param(
            second_checker,
            "The tram line will run from the bus station to St Anne's Hospital.",
            id="another of one kind before the same word",
        ),
        pytest.param(second_checker, "The county's water authority criticised the vote.", id="an opposite verb"),
        pytest.param(
            project_checker, "Four sources told CNN that tensions had been simmering.", id="how many sources say it"
        ),
        pytest.param(project_checker, "Holsey oversees US Central Command.", id="another name with the same last word"),
        pytest.param(
            project_checker,
            "“We are certainly looking at land now,” Hegseth told reporters.",
            id="the words of somebody else",
        ),
        pytest.param(second_checker, "Stagecoach will operate the tram line.", id="a name that opens a sentence"),
        pytest.param(
            second_checker, "Several people died in the flood of January 2021.", id="more than what the source denies"
        ),
        pytest.param(
            project_checker,
            "The banners on Venezuelan campuses are a form of violent protest.",
            id="words that another text of the fact has",
        ),
    ],
)
def test_another_value_contradicts_whatever_else_the_fact_says(checker: Checker, sentence: str) -> None:
    assert verdict(checker, sentence) == "contradicted"
