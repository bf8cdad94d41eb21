"""`ask`: answer the questions that are typed, each line of standard input, or what is typed at a prompt."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Sequence
from typing import Any, Final, TextIO

from rich.console import Console

from bot.cli.base import open_configured
from bot.cli.context import ProcessContext
from bot.cli.json_output import citation_records, explanation_record, page_record, record
from bot.cli.options import add_base, add_json, add_lang
from bot.cli.pages import TerminalPage, page_for, show_page
from bot.cli.progress import bars
from bot.cli.terminal import choices, citation_text, console_of, fact_lines, show, show_draft
from bot.config import load_config
from bot.core.factbase.base import Base
from bot.core.matching.decision import Answer, Match, decide
from bot.core.matching.explain import explain
from bot.core.text.control_chars import json_text, shortened
from bot.core.text.normalise import visible
from bot.errors import UsageError
from bot.i18n import texts_for

LEAVING: Final = frozenset({"exit", "quit", "q", "salir"})
"""What people type to leave a prompt."""

_WIDTH: Final = 100  # characters of an explanation's tables when the output is not a terminal
_RECOGNISED: Final = "The question asks for a page ({kind}) and not for a fact, so no fact was weighed."
_LONGEST_NUMBER: Final = 9  # digits; Python refuses to convert thousands of them, and no list is that long


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `ask` takes."""
    parser.add_argument(
        "question",
        nargs="*",
        metavar="QUESTION",
        help="put each question in quotation marks: they keep the shell from changing it and separate the questions. "
        "Without a question, a prompt opens",
    )
    add_json(parser, "one JSON object for each question")
    parser.add_argument("--stdin", action="store_true", help="read one question from each line of standard input")
    add_lang(parser)
    parser.add_argument("--cite", action="store_true", help="print each quote of the answer as a citation to copy, too")
    parser.add_argument("--explain", action="store_true", help="print what led to the outcome as well")
    add_base(parser)


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Answer and return 0.

    Raises KnowledgeError when the base has problems, UsageError when there is nothing to answer.
    """
    config, words = load_config(arguments.config, base=arguments.base), texts_for(arguments.lang)
    asked = _questions(arguments.question)
    if arguments.question and arguments.stdin:
        raise UsageError(words.question_twice)
    at_prompt = not arguments.question and not arguments.stdin
    if at_prompt and (arguments.json or not context.stdin.isatty()):
        raise UsageError(words.question_missing.format(program=context.program))
    if not all(visible(question).strip() for question in asked):
        raise UsageError(words.question_missing.format(program=context.program))
    with bars(context.stderr) as progress:
        base = open_configured(config, progress, drafts=True)
    if at_prompt:
        _converse(base, arguments, context)
        return 0
    for each in _lines(context) if arguments.stdin else asked:
        _answer(base, each, arguments, context)
    return 0


def _questions(typed: Sequence[str]) -> Sequence[str]:
    """Return each question that is in quotation marks, or all words as one question that is not."""
    if len(typed) > 1 and all(len(each.split()) > 1 for each in typed):
        return typed
    return [" ".join(typed)] if typed else []


def _lines(context: ProcessContext) -> Iterable[str]:
    return (line.removesuffix("\n").removesuffix("\r") for line in context.stdin)


def _answer(base: Base, question: str, arguments: Namespace, context: ProcessContext) -> Sequence[Match]:
    """Print the reply, and return the facts that can be opened by their number."""
    out, words = context.stdout, texts_for(arguments.lang)
    began = time.perf_counter()
    page = page_for(base, question, words)
    if isinstance(page, TerminalPage):
        if arguments.json:
            _write(page_record(question, page, base.knowledge, ms=(time.perf_counter() - began) * 1000), out)
        else:
            show_draft(console_of(out), base.knowledge, words)
            show_page(console_of(out), page, words)
        if arguments.explain and not arguments.json:
            out.write(_RECOGNISED.format(kind=page.kind) + "\n")
        return page.matches
    ranking = base.ranker.rank(question)
    outcome = decide(ranking, base.ranker)
    ms = (time.perf_counter() - began) * 1000
    today = context.now().date()
    explanation = explain(ranking, outcome, base.ranker) if arguments.explain else None
    if arguments.json:
        why = {"explanation": explanation_record(explanation)} if explanation else {}
        cited = {"citations": citation_records(outcome, base.knowledge, words, today)} if arguments.cite else {}
        _write({**record(outcome, base.knowledge, ms=ms), **cited, **why}, out)
        return choices(outcome)
    show_draft(console_of(out), base.knowledge, words)
    show(console_of(out), outcome, base.knowledge, words)
    if arguments.cite and isinstance(outcome, Answer):
        out.write(citation_text(outcome.match.fact, base.knowledge, words, today))
    if explanation:
        from bot.cli.explanation import show_explanation  # noqa: PLC0415 - few look at it

        show_explanation(Console(file=out, width=None if out.isatty() else _WIDTH), explanation)
    return choices(outcome)


def _write(found: dict[str, Any], out: TextIO) -> None:
    out.write(json_text(found) + "\n")
    out.flush()


def _converse(base: Base, arguments: Namespace, context: ProcessContext) -> None:
    """Ask until an empty line or the end of input; a number opens a fact of the last list."""
    words, out = texts_for(arguments.lang), context.stdout
    out.write(words.prompt_help.format(facts=words.count(len(base.knowledge.facts), words.fact)) + "\n")
    listed: Sequence[Match] = ()
    while (line := _typed(context, words.prompt)) and line.casefold() not in LEAVING:
        if not line.isdecimal():
            listed = _answer(base, line, arguments, context)
        elif len(line) <= _LONGEST_NUMBER and 1 <= int(line) <= len(listed):
            fact = listed[int(line) - 1].fact
            show_draft(console_of(out), base.knowledge, words)
            console_of(out).print("", fact_lines(fact, base.knowledge, words), "", sep="\n", highlight=False)
            if arguments.cite:
                out.write(citation_text(fact, base.knowledge, words, context.now().date()))
        else:
            out.write(words.not_listed.format(number=shortened(line), listed=len(listed)) + "\n")


def _typed(context: ProcessContext, prompt: str) -> str:
    context.stdout.write(prompt)
    context.stdout.flush()
    return context.stdin.readline().strip()
