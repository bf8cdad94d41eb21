from __future__ import annotations

import ast
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import bot
from bot.errors import Counted, MonthOf, PermissionNames, RefusedError
from bot.i18n import ENGLISH, SPANISH, NounForms

DAY = dt.date(2025, 10, 5)


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Every place of the package that makes a `name`."""
    for file in Path(bot.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
                yield f"{file.name}:{node.lineno}", node


REFUSALS = [pytest.param(call, id=place) for place, call in calls("RefusedError")]
COUNTED = [pytest.param(call, id=place) for place, call in calls("Counted")]


@pytest.mark.parametrize("call", REFUSALS)
def test_every_refusal_names_a_sentence_of_the_catalogue_and_fills_it_in(call: ast.Call) -> None:
    assert [type(argument) for argument in call.args] == [ast.Constant], "the key must be written where it is raised"
    key = ast.literal_eval(call.args[0])

    template = getattr(ENGLISH, key, None)

    assert isinstance(template, str), key
    assert {each.arg for each in call.keywords} == {name for _, name, _, _ in Formatter().parse(template) if name}


@pytest.mark.parametrize("call", COUNTED)
def test_every_counted_noun_is_in_the_catalogue(call: ast.Call) -> None:
    noun = {each.arg: each.value for each in call.keywords}["noun"]

    assert isinstance(getattr(ENGLISH, ast.literal_eval(noun), None), NounForms)


def test_a_refusal_is_written_in_either_language() -> None:
    error = RefusedError(
        "rate_limited", requests=Counted(number=20, noun="request"), seconds=Counted(number=1, noun="second")
    )

    assert ENGLISH.refusal(error) == ENGLISH.rate_limited.format(requests="20 requests", seconds="1 second")
    assert SPANISH.refusal(error) == SPANISH.rate_limited.format(requests="20 peticiones", seconds="1 segundo")


def test_dates_and_permissions_are_written_as_each_language_does_and_text_as_it_is() -> None:
    reversed_range = RefusedError("range_reversed", first=DAY, last=DAY)
    unread = RefusedError("date_invalid", typed="{day}", day=DAY, iso="2025-10-05", month=MonthOf(day=DAY), year=2025)
    lacking = RefusedError("bot_lacks", channel="#news", permissions=PermissionNames(names=("view_channel", "other")))

    assert "5 de octubre de 2025" in SPANISH.refusal(reversed_range)
    assert ENGLISH.refusal(unread) == ENGLISH.no_date("{day}", DAY)
    assert SPANISH.refusal(unread) == SPANISH.no_date("{day}", DAY)
    assert f"{SPANISH.permission['view_channel']}, other" in SPANISH.refusal(lacking)
