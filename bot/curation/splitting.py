"""Divide a fact in two: where its statement may be divided, and what becomes of the fact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.core.knowledge.model import Standing
from bot.core.knowledge.schema import MAX_STATEMENT
from bot.core.knowledge.yaml_reader import Value
from bot.core.text.sentences import sentences
from bot.curation.changes import without
from bot.curation.editing import EditRefusedError
from bot.curation.passages import STATEMENT_TODO, add_beside
from bot.curation.workspace import CuratedEntry, Workspace

_JOINT: Final = re.compile(
    r"[;:]\s+|\s[–—]\s+|"
    r",?\s+(?:(?P<relative>which|who|where)|and|but|so|while|although|though|whereas|because|after|before|when)\s+"
)
_FRAME: Final = re.compile(r"(?P<frame>.{2,80}?\b(?:said|says|say|claims?|claimed|warned|wrote|added)) ")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_QUESTION_TODO: Final = "does this half answer it? Move phrasings that ask for the other half"
_FEWEST: Final = 2  # words of a half
_LONGEST_SUBJECT: Final = 12  # words


@dataclass(frozen=True, slots=True, kw_only=True)
class Halves:
    """The two statements that a statement may be divided into. The curator edits both."""

    first: str
    second: str


def possible_halves(statement: str) -> tuple[Halves, ...]:
    """Return where a statement may be divided: between sentences, at semicolons, colons and dashes, before clauses.

    If the second half lacks a subject or a speaker, it gets that of the first. A leading "which" is left for the
    curator to replace.
    """
    text = " ".join(statement.split())
    starts = [(sentence.start, sentence.start) for sentence in sentences(text)[1:]]
    joints = [(found.start(), found.start("relative") if found["relative"] else found.end())
              for found in _JOINT.finditer(text)]  # fmt: skip
    halves = (_halves(text, *place) for place in sorted([*starts, *joints]))
    return tuple(dict.fromkeys(each for each in halves if each is not None))


def split_fact(workspace: Workspace, fact: CuratedEntry, halves: Halves) -> tuple[Workspace, CuratedEntry]:
    """Give a fact the first statement and a new one after it the second; return the files and the new fact.

    The new fact has the quotes, the topics, the attribution, the standing, the day and the importance of the other.
    Neither has paraphrases: they say what both say. The statements and questions of both get a TODO comment. Raises
    EditRefusedError for a half that is empty, or too long, or the whole statement.
    """
    value = workspace.value(fact)
    first, second = (" ".join(each.split()) for each in (halves.first, halves.second))
    if not first or not second or first == second:
        raise EditRefusedError("Write two statements, one for each fact.")
    if max(len(first), len(second)) > MAX_STATEMENT:
        raise EditRefusedError(f"A statement has at most {MAX_STATEMENT} characters.")
    path = (*fact.path, "statement")
    text = workspace.text(fact.file).with_text(path, first)
    text = text.without_todos(fact.path, "statement").with_todo(path, STATEMENT_TODO)
    if value.get("question"):
        asked = (*fact.path, "question")
        text = text.with_text(asked, str(value["question"]))  # on one line, which has room for the comment
        text = text.without_todos(fact.path, "question").with_todo(asked, _QUESTION_TODO)
    workspace = without(workspace.with_text(fact.file, text), fact, "paraphrases", "reworded")
    values: dict[str, Value] = {"statement": second}
    kept = ("topics", "attribution", "standing", "when", "importance")
    values.update({key: value[key] for key in kept if value.get(key)})
    if values.get("standing") == Standing.DISPUTED:
        values["standing"] = Standing.CLAIMED.value
    quotes = value.get("quotes")
    return add_beside(workspace, fact, values, quotes if isinstance(quotes, list) else [], ())


def _halves(text: str, end: int, start: int) -> Halves | None:
    """Return the halves before `end` and from `start` on; None if one of them can be no statement."""
    before, after = text[:end].rstrip(" ,;:–—."), text[start:]
    if min(len(_WORD.findall(half)) for half in (before, after)) < _FEWEST:
        return None
    if text[end : end + 1] in {" ", ","} and not (_has_verb(before) and _has_verb(after)):
        return None  # "boats and a bridge"
    second = "".join((_missing(before, after), after))
    return Halves(first=f"{before}.", second=f"{second[:1].upper()}{second[1:]}")


def _missing(before: str, after: str) -> str:
    """Return what the second half takes from the first: who says it, before "that", or its subject, before a verb."""
    from bot.core.drafting.verbs import is_finite  # noqa: PLC0415 - its package takes long

    word = next(iter(_words(after)), "")
    if word == "that" and (frame := _FRAME.match(before)):
        return f"{frame['frame']} "
    if not is_finite(word):
        return ""
    subject = next((found for found in _WORD.finditer(before) if is_finite(found.group().lower())), None)
    named = before[: subject.start()] if subject else ""
    return named if 0 < len(named.split()) <= _LONGEST_SUBJECT else ""


def _has_verb(text: str) -> bool:
    from bot.core.drafting.verbs import is_finite  # noqa: PLC0415 - as above

    return any(map(is_finite, _words(text)))


def _words(text: str) -> Iterator[str]:
    yield from (word.lower() for word in _WORD.findall(text))
