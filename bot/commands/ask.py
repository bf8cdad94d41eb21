"""`ask`: questions at a terminal or from a script."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from rich.console import Console

from bot import texts
from bot.core.base import open_base
from bot.core.matching import load_vectors
from bot.errors import UsageError
from bot.records import record
from bot.terminal import choices, fact_lines, show

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.config import Config
    from bot.core.answer import Match, Outcome
    from bot.core.base import Base


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is asked: one question, or with None whatever stands on standard input, one question a line."""

    question: str | None
    as_json: bool
    each_line: bool


def run(config: Config, asking: Asking, *, stdin: TextIO, out: TextIO) -> int:
    """Answer one question, each line of `stdin`, or whoever sits at the terminal; gives the exit code 0.

    Raises KnowledgeError where the base has problems, UsageError where there is nothing to answer.
    """
    if asking.question is not None and asking.each_line:
        raise UsageError(texts.ASKED_TWICE)
    converse = asking.question is None and not asking.each_line
    if converse and (asking.as_json or not stdin.isatty()):
        raise UsageError(texts.NOTHING_ASKED)
    base = open_base(root=config.root, knowledge=config.knowledge, seeds=config.seeds, vectors=load_vectors())
    if converse:
        _converse(base, stdin, out)
        return 0
    for question in _questions(asking.question, stdin):
        _answer(base, question, as_json=asking.as_json, out=out)
    return 0


def _questions(question: str | None, stdin: TextIO) -> Iterable[str]:
    if question is not None:
        return (question,)
    return (line.removesuffix("\n").removesuffix("\r") for line in stdin)


def _answer(base: Base, question: str, *, as_json: bool, out: TextIO) -> Outcome:
    began = time.perf_counter()
    outcome = base.decide(question)
    ms = (time.perf_counter() - began) * 1000
    if as_json:
        out.write(json.dumps(record(outcome, ms=ms), ensure_ascii=False) + "\n")
        out.flush()
    else:
        show(Console(file=out), outcome, base.knowledge)
    return outcome


def _converse(base: Base, stdin: TextIO, out: TextIO) -> None:
    """Ask until an empty line or the end of input; a number opens a fact that was just listed."""
    out.write(texts.PROMPT_HELP.format(facts=texts.count(len(base.knowledge.facts), texts.FACT)) + "\n")
    listed: Sequence[Match] = ()
    while line := _typed(stdin, out):
        if line.isdecimal() and 1 <= int(line) <= len(listed):
            Console(file=out).print(fact_lines(listed[int(line) - 1].fact, base.knowledge), highlight=False)
            out.write("\n")
            continue
        listed = choices(_answer(base, line, as_json=False, out=out))


def _typed(stdin: TextIO, out: TextIO) -> str:
    out.write(texts.PROMPT)
    out.flush()
    return stdin.readline().strip()
