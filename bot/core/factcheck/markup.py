"""Take the markup out of a message, as people write it in a chat."""

from __future__ import annotations

import re
from typing import Final

from bot.core.text.tags import TAG

_UNESCAPED: Final = r"(?<!\\)"
_CODE: Final = re.compile(r"```.*?(?:```|\Z)", re.DOTALL)
_MASKED: Final = re.compile(rf"{_UNESCAPED}\[([^\]\n]{{1,300}})\]\(<?https?://[^\s)]+\)?")
_LINK: Final = re.compile(r"<?https?://\S+")
_EMOJI: Final = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d\u20e3]+")
_LINE_MARK: Final = re.compile(r"^[ \t]*(?:>>>|>|#{1,3}|-#|[-*+•·]|\d{1,2}[.)])[ \t]+", re.MULTILINE)
_QUOTE_END: Final = re.compile(r"^([ \t]*>(?!>>)[^\n]*\n)(?![ \t]*>)", re.MULTILINE)
_MARK: Final = re.compile(rf"{_UNESCAPED}(?:\*{{1,3}}|__|~~|\|\||`|(?<!\w)_|_(?!\w))")
_ESCAPE: Final = re.compile(r"\\([^\w\s])")
# A line that begins with a small letter continues the one before.
_WRAPPED: Final = re.compile(r"(?<=\S)[ \t]*\n[ \t]*(?=[^\W\d_A-ZÀ-Þ])")

_SPACES: Final = re.compile(r"[ \t]{2,}")


def unmarked(text: str) -> str:
    """Return the text without markup, links, mentions, emoji and code, each line as a paragraph."""
    bare = _EMOJI.sub(" ", TAG.sub(" ", _LINK.sub(" ", _MASKED.sub(r"\1", _CODE.sub("\n\n", text)))))
    bare = _QUOTE_END.sub(r"\1\n", bare)
    for _ in range(2):  # a quoted heading has two marks
        bare = _LINE_MARK.sub("\n", bare)
    plain = _ESCAPE.sub(r"\1", _MARK.sub("", bare))
    lines = _SPACES.sub(" ", _WRAPPED.sub(" ", plain)).split("\n")
    return "\n\n".join(filter(None, map(str.strip, lines)))
