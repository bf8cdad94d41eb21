from __future__ import annotations

import datetime as dt
import os
import struct
import sys

import pytest
from forks import fork
from render_bases import TEXT, base_of, fact_of, hurting, source_of

from bot.core.knowledge.model import Fact, Standing
from bot.core.knowledge.timeline import Row, days, rows
from bot.i18n import ENGLISH, SPANISH
from bot.ui import components
from bot.ui.timeline import MOST_ROWS
from bot.ui.timeline_image import SYMBOLS, draw

SOURCE = source_of(TEXT)
WIDTH = 900


def rows_of(*facts: Fact) -> tuple[Row, ...]:
    return rows(days(base_of([SOURCE], list(facts), [], [])), MOST_ROWS)


def fact(number: int, **changed: object) -> Fact:
    return fact_of(f"fact-{number}", SOURCE, "twice", **{"when": dt.date(2025, 10, 13), **changed})


def size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels, as the file's header tells them."""
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_a_picture_is_as_wide_as_a_phone_can_show_it_and_each_theme_has_its_own() -> None:
    shown = rows_of(fact(1), fact(2, when=dt.date(2025, 10, 14)))
    dark, light = draw(shown, ENGLISH, dark=True), draw(shown, ENGLISH, dark=False)

    assert size(dark)[0] == size(light)[0] == WIDTH
    assert dark != light
    assert draw(shown, ENGLISH, dark=True) == dark
    assert draw(shown, SPANISH, dark=True) != dark


@pytest.mark.parametrize("apart", [1, 40, 400, 150_000])
def test_a_picture_of_any_time_is_at_most_about_twice_as_high_as_wide(apart: int) -> None:
    first = dt.date(1500, 1, 1)
    facts = [fact(number, when=first + dt.timedelta(days=number * apart)) for number in range(20)]

    width, height = size(draw(rows_of(*facts), ENGLISH, dark=True))

    assert height <= 2.1 * width


def test_a_day_of_a_thousand_facts_is_no_higher_than_one_of_some() -> None:
    many = [fact(number, standing=list(Standing)[number % 5], statement="x" * 500) for number in range(1_000)]

    assert size(draw(rows_of(*many), ENGLISH, dark=False))[1] < WIDTH


@pytest.mark.parametrize(
    "mark", ["*", "$x_1$ ", "W", "\N{CJK UNIFIED IDEOGRAPH-6771}", "\N{PARTY POPPER}", "\u0301", "אב "]
)
def test_statements_of_any_text_are_drawn_without_a_warning(mark: str) -> None:
    shown = rows(days(hurting(mark)), MOST_ROWS)

    assert size(draw(shown, ENGLISH, dark=True))[0] == WIDTH


def test_a_statement_that_fits_into_one_line_takes_no_second_one() -> None:
    short, long = (rows_of(fact(1, statement=text)) for text in ("The boat left.", "The boat left. " * 9))

    assert size(draw(short, ENGLISH, dark=True))[1] < size(draw(long, ENGLISH, dark=True))[1]


def test_each_standing_has_a_sign_and_a_colour_of_its_own() -> None:
    assert SYMBOLS.keys() == components.STANDING.keys() == set(Standing)
    assert len({sign for sign, _ in SYMBOLS.values()}) == len(Standing)


@pytest.mark.parametrize(("module", "code"), [("matplotlib", 0), ("bot.cogs", 1), ("bot.ui", 1)])
async def test_the_library_that_draws_is_imported_only_when_something_is_drawn(module: str, code: int) -> None:
    process = await fork("forks.exit_whether_imported", module, env=os.environ)

    assert (await process.errors.read(), await process.wait()) == (b"", code)


def test_pyplot_with_its_windows_is_never_imported() -> None:
    draw(rows_of(fact(1)), ENGLISH, dark=True)

    assert "matplotlib.pyplot" not in sys.modules
