from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports import seen

from bot.core.text.control_chars import written_out
from bot.report.html import Html, joined, link, listing, table, tag, text


@given(st.text())
def test_any_text_is_shown_as_words_and_never_as_markup(content: str) -> None:
    found = seen(tag("span", content, title=content).markup)

    assert [name for name, _ in found.tags] == ["span"]
    assert "".join(found.words) == written_out(content, keep="\n")


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "</p><img src=x onerror=alert(1)>", "<!--", "&lt;b&gt;", "\" onclick='x'", "]]>"],
)
def test_hostile_text_is_shown_unchanged(hostile: str) -> None:
    found = seen(tag("span", hostile, title=hostile).markup)

    assert "".join(found.words) == hostile
    assert found.tags == [("span", {"title": hostile})]


def test_characters_that_steer_are_written_out() -> None:
    assert text("a\u202eb\x1b[2Jc").markup == "a\\u202eb\\x1b[2Jc"


def test_markup_is_shown_unchanged() -> None:
    assert tag("p", Html("<b>x</b>"), "<").markup == "<p><b>x</b>&lt;</p>"
    assert joined(["<", Html("<br>")], " · ").markup == "&lt; · <br>"


def test_attributes_are_named_as_html_names_them_and_empty_ones_left_out() -> None:
    assert tag("a", "x", class_="c", aria_label="l", title="").markup == '<a class="c" aria-label="l">x</a>'
    assert tag("meta", name="a").markup == '<meta name="a">'


def test_a_cell_has_the_heading_of_its_column() -> None:
    assert table(("a", "b"), [("1", "2")]).markup == (
        '<table><thead><tr><th scope="col">a</th><th scope="col">b</th></tr></thead>'
        '<tbody><tr><td data-heading="a">1</td><td data-heading="b">2</td></tr></tbody></table>'
    )


def test_lists_and_links() -> None:
    assert listing([link("x", "y")]).markup == '<ul><li><a href="#x">y</a></li></ul>'
