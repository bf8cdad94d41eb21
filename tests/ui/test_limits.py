from __future__ import annotations

import pytest
from discord.ui import TextDisplay
from discord_reader import read
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.components import NEUTRAL, displays, framed, put_on_top
from bot.ui.fitting import CHOICE_TEXT, LAYOUT_TEXT, choice, fill, fit, fit_end, label, shares
from bot.ui.markdown import block, clean, escape, line, plain

_TEXTS = st.lists(
    st.sampled_from(("word ", "*", "_x_ ", "<@1> ", "\n", "1. ", "https://a.b ", "é", "\u0301")), max_size=60
)


def quoted(text: str) -> str:
    return block(escape(text))


@pytest.mark.parametrize("written", [escape, line, plain, quoted])
@given(text=_TEXTS.map("".join), limit=st.integers(0, 80))
def test_fitted_text_is_never_longer_than_its_limit(text: str, limit: int, written: type[str]) -> None:
    assert len(fit(text, limit, written)) <= limit
    assert len(fit_end(text, limit, written)) <= limit


@given(text=_TEXTS.map("".join), limit=st.integers(2, 80))
def test_fitted_text_shows_the_beginning_and_tears_no_escape(text: str, limit: int) -> None:
    reading = read(fit(text, limit))

    assert reading.live == ()
    assert reading.shown == clean(text) or (
        reading.shown.endswith("…") and clean(text).startswith(reading.shown.removesuffix("…"))
    )


@given(text=_TEXTS.map("".join), limit=st.integers(2, 80))
def test_text_fitted_at_its_end_shows_the_end(text: str, limit: int) -> None:
    reading = read(fit_end(text, limit))

    assert reading.live == ()
    assert reading.shown == clean(text) or (
        reading.shown.startswith("…") and clean(text).endswith(reading.shown.removeprefix("…"))
    )


def test_text_within_the_limit_stays_whole() -> None:
    assert fit("exactly ten", 11) == "exactly ten"


def test_text_is_cut_at_a_word() -> None:
    assert fit("three ships left the harbour", 20) == "three ships left…"
    assert fit_end("three ships left the harbour", 16) == "…the harbour"


def test_a_word_that_just_ends_at_the_limit_is_kept() -> None:
    assert fit("three ships left", 12) == "three ships…"


def test_no_white_space_comes_before_the_ellipsis() -> None:
    assert fit("three   ships left", 11) == "three…"


def test_characters_that_are_dropped_cost_no_room() -> None:
    assert fit("\x00" * 50 + "three ships left", 12) == "three ships…"


def test_one_endless_word_is_cut_between_characters() -> None:
    assert fit("a" * 50, 10) == "a" * 9 + "…"
    assert fit("e\u0301" * 50, 10) == "e\u0301" * 4 + "…"
    assert fit("👩\u200d🚀" * 9, 9) == "👩\u200d🚀" * 2 + "…"


def test_an_escape_counts_with_its_backslash() -> None:
    assert fit("**********", 10) == r"\*\*\*\*…"


def test_a_text_without_room_for_an_ellipsis_is_empty() -> None:
    assert fit("words", 0) == ""
    assert fit("words", 2, quoted) == ""


def test_a_label_has_no_markdown_and_no_line_ends() -> None:
    assert label("a *b*\nc") == "a *b* c"
    assert len(choice("word " * 99)) <= CHOICE_TEXT


@given(st.lists(st.integers(0, 3000), max_size=12), st.integers(0, 5000))
def test_shares_fit_the_room_and_leave_none_of_it_unused(needs: list[int], room: int) -> None:
    given_room = shares(needs, room)

    assert sum(given_room) <= room
    assert all(share <= need for share, need in zip(given_room, needs, strict=True))
    assert sum(given_room) >= min(sum(needs), room - len(needs))


def test_a_part_that_needs_little_gets_all_of_it() -> None:
    assert shares((100, 2000, 50, 2000), 1150) == (100, 500, 50, 500)


@pytest.mark.parametrize("full", [False, True])
def test_a_line_on_top_of_a_layout_comes_once_and_fits(*, full: bool) -> None:
    texts = ["What was asked", "word " * 780 if full else "short", "the end"]
    view = framed(displays(texts), NEUTRAL)
    for _ in range(2):
        put_on_top(view, "DRAFT " * 60)
    written = [item.content for item in view.walk_children() if isinstance(item, TextDisplay)]

    assert written[0] == f"{'DRAFT ' * 60}\nWhat was asked"
    assert sum(map(len, written)) <= LAYOUT_TEXT
    assert written[2] == "the end"
    assert written[1].endswith("word…" if full else "short")


def test_pieces_are_written_into_the_room_together() -> None:
    pieces = [lambda room: fit("short", room), lambda room: fit("a " * 500, room)]

    assert [len(text) for text in fill(pieces, 50)] == [5, 44]
