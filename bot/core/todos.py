"""What a curator has yet to settle: comments that begin with TODO, as `draft` writes them, at what it guessed.

A base that holds one is not loaded, for what the bot shows is written and checked by a curator. YAML's reader drops
comments, so they are sought in the text, outside of all values; a value may hold any words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

import yaml
from yaml.events import ScalarEvent

from bot.core.decoding import place
from bot.core.documents import MAX_PROBLEMS
from bot.core.unseen import shortened
from bot.errors import Problem

MARK: Final = "# TODO"
"""Begins such a comment."""

# What follows is looked at, not taken: a value may hold what looks like a mark, with a real one behind it.
_COMMENT: Final = re.compile(r"(?<!\S)#[ \t]*TODO\b(?=[ \t]*:?[ \t]*(?P<what>[^\r\n]*))")


def todos(content: bytes, *, file: str) -> tuple[Problem, ...]:
    """A problem for each mark in a YAML file that was read, the first `MAX_PROBLEMS` at most."""
    if b"TODO" not in content:
        return ()
    text = content.decode("utf-8", errors="replace")
    found = list(_comments(text))
    problems = [_problem(text, comment, file) for comment in found[:MAX_PROBLEMS]]
    if len(found) > MAX_PROBLEMS:
        line, column = place(text, found[MAX_PROBLEMS].start())
        more = f"The file has {len(found) - MAX_PROBLEMS:,} more TODO marks from here on; settle the others first."
        problems.append(Problem(file=file, line=line, column=column, message=more))
    return tuple(problems)


def _comments(text: str) -> Iterator[re.Match[str]]:
    """The comments that begin with TODO; none that only looks so inside of a value."""
    starts, ends = _values(text)
    for comment in _COMMENT.finditer(text):
        before = bisect_right(starts, comment.start()) - 1
        if before < 0 or ends[before] <= comment.start():
            yield comment


def _values(text: str) -> tuple[list[int], list[int]]:
    """Where each scalar begins and ends, in the order of the text. A file that breaks off is read as far as it goes."""
    starts: list[int] = []
    ends: list[int] = []
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(event, ScalarEvent) and event.start_mark and event.end_mark:
                starts.append(event.start_mark.index)
                ends.append(event.end_mark.index)
    except (yaml.YAMLError, ValueError, OverflowError):
        pass  # whoever reads the file for its values says what is wrong with it
    return starts, ends


def _problem(text: str, comment: re.Match[str], file: str) -> Problem:
    line, column = place(text, comment.start())
    what = f" ({shortened(comment['what'].strip())})" if comment["what"].strip() else ""
    message = f"Still to be settled{what}. Mend what this line says, or confirm it, then delete the mark {MARK}."
    return Problem(file=file, line=line, column=column, message=message)
