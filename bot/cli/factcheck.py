"""`factcheck`: check each sentence of a text against the base, in the same words as on Discord."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from bot.cli.base import open_configured
from bot.cli.context import ProcessContext
from bot.cli.json_output import draft_record, verdict_record
from bot.cli.options import add_base, add_json, add_lang
from bot.cli.terminal import console_of, show_draft
from bot.config import load_config
from bot.core.factcheck import Claimed, Contradicted, Found, NotCovered, OnlyRelated, Supported, Verdict
from bot.core.factcheck.markup import unmarked
from bot.core.factcheck.message import split
from bot.core.knowledge.model import Knowledge
from bot.core.text.control_chars import json_text
from bot.core.text.normalise import visible
from bot.errors import UsageError
from bot.i18n import Texts, phrases, texts_for
from bot.i18n.phrases import counted, objection, quotation, verdict_text

_INDENT: Final = (0, 4)


def add_arguments(parser: ArgumentParser) -> None:
    """Declare what `factcheck` takes."""
    parser.add_argument(
        "text",
        nargs="*",
        metavar="TEXT",
        help="one sentence or several; quotation marks keep the shell from changing them",
    )
    add_json(parser, "one JSON object")
    parser.add_argument("--stdin", action="store_true", help="read the text from standard input")
    add_lang(parser)
    add_base(parser)


def run(arguments: Namespace, context: ProcessContext) -> int:
    """Check every sentence and return 0.

    Raises KnowledgeError when the base has problems, UsageError when there is nothing to check.
    """
    config, words = load_config(arguments.config, base=arguments.base), texts_for(arguments.lang)
    text = " ".join(arguments.text)
    if arguments.text and arguments.stdin:
        raise UsageError(words.factcheck_twice)
    if not arguments.stdin and not visible(text).strip():
        raise UsageError(words.factcheck_missing.format(program=context.program))
    base = open_configured(config)
    verdicts = list(base.checker.check(split(unmarked(context.stdin.read() if arguments.stdin else text))))
    if arguments.json:
        records = [verdict_record(verdict, base.knowledge) for verdict in verdicts]
        context.stdout.write(json_text({**draft_record(base.knowledge), "sentences": records}) + "\n")
    else:
        show_draft(console_of(context.stdout), base.knowledge, words)
        show_verdicts(console_of(context.stdout), verdicts, base.knowledge, words)
    return 0


def show_verdicts(console: Console, verdicts: Sequence[Verdict], knowledge: Knowledge, words: Texts) -> None:
    """Print the verdict on each sentence, in their order."""
    if not verdicts:
        console.print(words.factcheck_empty, highlight=False)
        return
    parts = [part for verdict in verdicts for part in _lines(verdict, knowledge, words)]
    head = Text(counted(verdicts, words), style="bold")
    foot = Text(words.factcheck_note, style="dim")
    console.print(Padding(Group(head, *parts, Text(), foot), (1, 0), expand=False), highlight=False, soft_wrap=False)


def _lines(verdict: Verdict, knowledge: Knowledge, words: Texts) -> Iterator[RenderableType]:
    yield Text()
    yield Text(" ".join(visible(verdict.sentence.replace("\n", " ")).split()), style="bold")
    yield Text(verdict_text(verdict, words, visible), style=_colour(verdict))
    match verdict:
        case NotCovered():
            return
        case Supported() | Claimed() | Contradicted() | OnlyRelated():
            yield from _proof(verdict, knowledge, words)


def _proof(verdict: Found, knowledge: Knowledge, words: Texts) -> Iterator[RenderableType]:
    fact, quote = verdict.fact, verdict.quote
    standing = phrases.listed(fact, words, who=visible)
    place = phrases.place(quote, knowledge.sources[quote.source], words, publisher=visible, title=visible)
    yield Padding(Text(visible(phrases.statement(fact, words))), _INDENT, expand=False)
    yield Padding(Text(standing, style="dim"), _INDENT, expand=False)
    if differences := phrases.differing(verdict, words, visible):
        yield Padding(Text(differences), _INDENT, expand=False)
    for against in verdict.against if isinstance(verdict, Claimed) else ():
        yield Padding(Text(objection(against, words, visible), style="yellow"), _INDENT, expand=False)
    yield Padding(Text(quotation(visible(verdict.passage), words), style="italic"), _INDENT, expand=False)
    yield Padding(Text(f"— {place}", style="dim"), _INDENT, expand=False)


def _colour(verdict: Verdict) -> str:
    match verdict:
        case Supported():
            return "green"
        case Claimed():
            return "yellow"
        case Contradicted():
            return "red"
        case OnlyRelated():
            return "blue"
        case NotCovered():
            return "dim"
