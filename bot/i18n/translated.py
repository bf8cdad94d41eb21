"""A sentence of one catalogue in the words of another: users read their own language, the log is in English."""

from __future__ import annotations

import re
from dataclasses import fields
from string import Formatter

from bot.i18n.catalogue import Texts
from bot.i18n.en import ENGLISH


def in_english(sentence: str, words: Texts) -> str:
    """A sentence that stems from `words`, in English; what was filled in stays. Any other text as it stands."""
    fitting: list[tuple[int, str]] = []
    for field in fields(words):
        template = getattr(words, field.name)
        found = _match(template, sentence) if isinstance(template, str) else None
        if found:
            english: str = getattr(ENGLISH, field.name)
            own = sum(len(literal) for literal, _, _, _ in Formatter().parse(template))
            fitting.append((own, english.format(**found.groupdict())))
    # The text with the most words of its own is meant: one of nothing but a name in braces would fit anything.
    return max(fitting)[1] if fitting else sentence


def _match(template: str, sentence: str) -> re.Match[str] | None:
    parts = [(literal, name) for literal, name, _, _ in Formatter().parse(template)]
    if not parts or not parts[0][0] or not sentence.startswith(parts[0][0]):
        return None
    pattern = ""
    for literal, name in parts:
        again = name is not None and f"(?P<{name}>" in pattern
        pattern += re.escape(literal) + ("" if name is None else f"(?P={name})" if again else f"(?P<{name}>.*)")
    return re.fullmatch(pattern, sentence, re.DOTALL)
