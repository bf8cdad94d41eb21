"""Several, the only one, a part or somebody else is not certified by what the source says of one."""

from __future__ import annotations

import pytest
from rankers import project_checker, second_checker

from bot.i18n.phrases import verdict_kind


def got(text: str, *, second: bool) -> str:
    checker = second_checker() if second else project_checker()
    (verdict,) = checker.check([text])
    return verdict_kind(verdict)


@pytest.mark.parametrize(
    ("text", "second"),
    [
        # Several for one.
        ("Councils voted 7 to 4 to build flood barriers.", True),
        ("Floods put about 1,200 homes in Eastbank under water.", True),
        ("Tram lines will have eight stops.", True),
        ("Barriers will stand between the gasworks and the fish market.", True),
        ("Musicals at the Teresa Carreño Theater are sold out.", False),
        ("Salsa parties in Caracas bring together more than 1,000 people.", False),
        # None for one that did not.
        ("No US strike has killed everyone aboard.", False),
        # The first of all for the first that did so, the only one for one of some, a part for all.
        ("The strike was the first US strike on a boat.", False),
        ("The strike that left two survivors was the first US strike.", False),
        ("Removing Maduro was the goal of Trump's first term.", False),
        ("46 of the lime trees on Market Square have to be felled.", True),
        # Another who is worried, speaks, has or does it.
        ("Ivonne Caña said her family is worried about her.", False),
        ("Trump privately acknowledged that the US pressure campaign aims to oust Maduro.", False),
        ("Maduro has about 123,000 members.", False),
        ("Maduro as well as Trump is weighing military action inside Venezuela.", False),
    ],
)
def test_several_the_only_one_or_somebody_else_is_not_certified_for_one(text: str, *, second: bool) -> None:
    assert got(text, second=second) in {"related", "contradicted"}


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("The flood put about 1,200 homes in Eastbank under water.", True),
        ("The tram line will have eight stops.", True),
        ("46 lime trees on Market Square have to be felled.", True),
        ("Removing Maduro was a goal of Trump's first term.", False),
        ("Ivonne Caña said that she is worried about her family.", False),
        ("Two of the bombers had their location beacons on inside Venezuela's flight information region", False),
    ],
)
def test_one_for_one_is_certified(text: str, *, second: bool) -> None:
    assert got(text, second=second) == "supported"
