"""Whatever bytes a file or a server has, reading them gives a text or one sentence that says why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from originals import MARKDOWN, PAGE, pdf_file, word_file
from properties.anything import fixed

from bot.core.text.control_chars import stray_characters
from bot.errors import UsageError
from bot.reading.extracted import Original, OriginalKind
from bot.reading.kinds import kind_of_file, kind_of_response
from bot.reading.read import extract

TODAY = dt.date(2025, 11, 29)
WHOLE = (PAGE.encode(), MARKDOWN.encode(), word_file(), pdf_file([[("The pier is closed.", 50, 800, 11)]]))


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """An original with some bytes replaced, removed or put in."""
    content = bytearray(draw(st.sampled_from(WHOLE)))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(content)))
        content[start : start + draw(st.integers(0, 40))] = draw(st.binary(max_size=8))
    return bytes(content)


CONTENTS = st.one_of(st.binary(max_size=300), damaged())


def refusal(reading: Callable[[], object]) -> str:
    """The sentence by which something is refused; "" if it is not."""
    try:
        reading()
    except UsageError as error:
        return str(error)
    return ""


@fixed
@given(content=CONTENTS, kind=st.sampled_from(OriginalKind), charset=st.text(max_size=9))
def test_any_bytes_are_read_or_refused(content: bytes, kind: OriginalKind, charset: str) -> None:
    original = Original(name="the article", content=content, kind=kind, charset=charset)
    refused = refusal(lambda: extract(original, today=TODAY))

    assert not refused or refused.startswith("the article:")
    if not refused and kind is not OriginalKind.TEXT:
        text = extract(original, today=TODAY).text
        assert text.strip()
        assert text.endswith("\n")
        assert not list(stray_characters(text))


@fixed
@given(content=CONTENTS, name=st.text(max_size=12), media_type=st.text(max_size=20))
def test_any_name_and_type_has_a_kind_or_is_refused(content: bytes, name: str, media_type: str) -> None:
    for refused in (
        refusal(lambda: kind_of_file(name, content)),
        refusal(lambda: kind_of_response(name, media_type, content)),
    ):
        assert not refused or refused.startswith(f"{name}: ")
