"""`ask`: questions at a terminal or from a script."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TextIO

from rich.console import Console

from bot.config import Config
from bot.core.factbase.base import Base, open_base
from bot.core.matching import load_vectors
from bot.core.matching.decision import Match, Outcome, settle
from bot.core.matching.explain import explain
from bot.core.progress import SILENT, Progress
from bot.errors import UsageError
from bot.explanation_records import explanation_record
from bot.i18n import ENGLISH, Texts
from bot.records import record
from bot.terminal import choices, fact_lines, show
from bot.terminal_explain import show_explanation

# As wide as an explanation's tables where the output is no terminal.
_WIDTH: Final = 100


# What people type to leave a prompt.
LEAVING: Final = frozenset({"exit", "quit", "q", "salir"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What is asked: one question, or with None whatever stands on standard input, one question a line.

    With `explained`, each outcome comes with what led to it. `words` are those of the interface, in their language.
    """

    question: str | None
    as_json: bool
    each_line: bool
    explained: bool = False
    words: Texts = ENGLISH


def run(config: Config, asking: Asking, *, stdin: TextIO, out: TextIO, progress: Progress = SILENT) -> int:
    """Answer one question, each line of `stdin`, or whoever sits at the terminal; gives the exit code 0.

    Raises KnowledgeError where the base has problems, UsageError where there is nothing to answer.
    """
    if asking.question is not None and asking.each_line:
        raise UsageError(asking.words.asked_twice)
    converse = asking.question is None and not asking.each_line
    if converse and (asking.as_json or not stdin.isatty()):
        raise UsageError(asking.words.nothing_asked)
    base = open_base(
        root=config.root,
        knowledge=config.knowledge,
        seeds=config.seeds,
        vectors=load_vectors(config.encoder),
        step=progress.step,
    )
    if converse:
        _converse(base, asking, stdin, out)
        return 0
    for question in _questions(asking.question, stdin):
        _answer(base, question, asking, out)
    return 0


def _questions(question: str | None, stdin: TextIO) -> Iterable[str]:
    if question is not None:
        return (question,)
    return (line.removesuffix("\n").removesuffix("\r") for line in stdin)


def _answer(base: Base, question: str, asking: Asking, out: TextIO) -> Outcome:
    began = time.perf_counter()
    ranking = base.matcher.rank(question)
    outcome = settle(ranking, base.matcher)
    ms = (time.perf_counter() - began) * 1000
    explanation = explain(ranking, outcome, base.matcher) if asking.explained else None
    if asking.as_json:
        why = {"explanation": explanation_record(explanation)} if explanation else {}
        out.write(json.dumps({**record(outcome, ms=ms), **why}, ensure_ascii=False) + "\n")
        out.flush()
        return outcome
    console = Console(file=out)
    show(console, outcome, base.knowledge, asking.words)
    if explanation:
        show_explanation(Console(file=out, width=None if out.isatty() else _WIDTH), explanation)
    return outcome


def _converse(base: Base, asking: Asking, stdin: TextIO, out: TextIO) -> None:
    """Ask until an empty line or the end of input; a number opens a fact that was just listed."""
    words = asking.words
    out.write(words.prompt_help.format(facts=words.count(len(base.knowledge.facts), words.fact)) + "\n")
    listed: Sequence[Match] = ()
    while (line := _typed(stdin, out, words)) and line.casefold() not in LEAVING:
        if not line.isdecimal():
            listed = choices(_answer(base, line, asking, out))
        elif 1 <= int(line) <= len(listed):
            Console(file=out).print(
                "", fact_lines(listed[int(line) - 1].fact, base.knowledge, words), "", sep="\n", highlight=False
            )
        else:
            out.write(words.not_listed.format(number=line, listed=len(listed)) + "\n")


def _typed(stdin: TextIO, out: TextIO, words: Texts) -> str:
    out.write(words.prompt)
    out.flush()
    return stdin.readline().strip()
