from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.kept import lines
from bot.core.kept.lines import Lines, Numbered, pack_numbered, unpack_many_lines, unpack_numbered
from bot.core.kept.packed import pack_lines

TEXT = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), min_size=1)


@pytest.fixture(scope="module", autouse=True)
def _many() -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lines, "MANY", 0)
        yield


@given(texts=st.lists(TEXT, min_size=1, unique=True), others=st.lists(TEXT))
def test_each_text_has_its_number_and_no_other_text_has_one(texts: list[str], others: list[str]) -> None:
    expected = {text: number for number, text in enumerate(texts)}

    found = unpack_numbered(pack_numbered(expected))

    assert isinstance(found, Numbered)
    assert dict(found) == expected
    assert [found.get(text, -1) for text in others] == [expected.get(text, -1) for text in others]


@given(texts=st.lists(TEXT, min_size=1))
def test_the_lines_are_the_texts(texts: list[str]) -> None:
    found = unpack_many_lines(pack_lines(texts), len(texts))

    assert isinstance(found, Lines)
    assert list(found) == texts
    assert [found[place] for place in range(-len(texts), 0)] == texts
    assert found[1:] == texts[1:]


def test_an_empty_line_is_a_text() -> None:
    assert list(unpack_many_lines(pack_lines(["", "é", "", ""]), 4)) == ["", "é", "", ""]


def test_a_place_beyond_the_last_text_is_refused() -> None:
    with pytest.raises(IndexError):
        Lines(pack_lines(["a", "b"]))[2]


def test_texts_that_share_a_place_of_the_table_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zlib.crc32", lambda _: 7)
    expected = {text: number for number, text in enumerate("abcdef")}

    assert dict(unpack_numbered(pack_numbered(expected))) == expected
