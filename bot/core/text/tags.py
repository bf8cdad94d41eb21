"""Take what Discord shows as a name, an emoji or a time out of a text."""

from __future__ import annotations

import re
from typing import Final

TAG: Final = re.compile(
    r"<(?:@[!&]?\d+|#\d+|/[^:>\n]+:\d+|a?:\w+:\d+|t:-?\d+(?::\w)?|id:\w+)>|(?<![\w.])@(?:everyone|here)\b"
)
"""<@1> <@!1> <@&1> <#1> </ask:1> <:name:1> <a:name:1> <t:1:R> <id:guide> @everyone @here"""


def without_tags(text: str) -> str:
    """Return a text without them; one that has none stays as it is."""
    bare, tags = TAG.subn(" ", text)
    return " ".join(bare.split()) if tags else text
