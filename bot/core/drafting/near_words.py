"""Propose groups of words that help to find a fact, from a list of words that readers use for one another."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from bot.core.text.normalise import stem, words


def find_near_words(text: str) -> tuple[tuple[str, ...], ...]:
    """Return the groups of which a text has a word, in any of its forms."""
    told = {stem(word) for word in words(text)}
    return tuple(group for group in _groups() if any({stem(part) for part in words(each)} <= told for each in group))


@cache
def _groups() -> tuple[tuple[str, ...], ...]:
    lines = files("bot.core.drafting").joinpath("near_words.txt").read_text("utf-8").splitlines()
    return tuple(tuple(line.split(", ")) for line in lines if not line.startswith("#"))
