"""What sentences got that were checked against the base, at a terminal: in the same words as on Discord."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TextIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from bot.cli.json_output import finding_record
from bot.config import Config
from bot.core.factbase.base import open_base
from bot.core.factcheck import Claimed, Contradicted, Finding, NotCovered, Supported, check, split
from bot.core.knowledge.model import Knowledge
from bot.core.matching import load_vectors
from bot.core.text.normalise import visible
from bot.errors import UsageError
from bot.i18n import ENGLISH, Texts, phrases
from bot.i18n.phrases import counted, objection, quotation, verdict

_INDENT: Final = (0, 4)


def show_findings(console: Console, findings: Sequence[Finding], knowledge: Knowledge, words: Texts) -> None:
    """Print what each sentence got, in their order."""
    if not findings:
        console.print(words.factcheck_empty, highlight=False)
        return
    parts = [part for finding in findings for part in _lines(finding, knowledge, words)]
    head = Text(counted(findings, words), style="bold")
    foot = Text(words.factcheck_note, style="dim")
    console.print(Padding(Group(head, *parts, Text(), foot), (1, 0), expand=False), highlight=False, soft_wrap=False)


def _lines(finding: Finding, knowledge: Knowledge, words: Texts) -> Iterator[RenderableType]:
    yield Text()
    yield Text(" ".join(visible(finding.sentence.replace("\n", " ")).split()), style="bold")
    yield Text(verdict(finding, words, visible), style=_colour(finding))
    match finding:
        case NotCovered():
            return
        case Supported() | Claimed() | Contradicted():
            yield from _proof(finding, knowledge, words)


def _proof(finding: Supported | Claimed | Contradicted, knowledge: Knowledge, words: Texts) -> Iterator[RenderableType]:
    fact, quote = finding.fact, finding.quote
    standing = phrases.in_short(fact, words, who=visible)
    place = phrases.place(quote, knowledge.sources[quote.source], words, publisher=visible, title=visible)
    yield Padding(Text(visible(fact.statement)), _INDENT, expand=False)
    yield Padding(Text(standing, style="dim"), _INDENT, expand=False)
    for against in finding.against if isinstance(finding, Claimed) else ():
        yield Padding(Text(objection(against, words, visible), style="yellow"), _INDENT, expand=False)
    yield Padding(Text(quotation(visible(finding.passage), words), style="italic"), _INDENT, expand=False)
    yield Padding(Text(f"— {place}", style="dim"), _INDENT, expand=False)


def _colour(finding: Finding) -> str:
    match finding:
        case Supported():
            return "green"
        case Claimed():
            return "yellow"
        case Contradicted():
            return "red"
        case NotCovered():
            return "dim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Supporting:
    """What is checked: a text, or with `from_stdin` all that stands on standard input. `words` are the interface's."""

    text: str | None
    as_json: bool
    from_stdin: bool
    words: Texts = ENGLISH


def run(config: Config, wanted: Supporting, *, stdin: TextIO, out: TextIO) -> int:
    """Check every sentence, however many; gives the exit code 0.

    Raises KnowledgeError where the base has problems, UsageError where there is nothing to check.
    """
    if wanted.text is not None and wanted.from_stdin:
        raise UsageError(wanted.words.factcheck_twice)
    if wanted.text is None and not wanted.from_stdin:
        raise UsageError(wanted.words.factcheck_missing)
    text = stdin.read() if wanted.text is None else wanted.text
    base = open_base(
        root=config.root, knowledge=config.knowledge, seeds=config.seeds, vectors=load_vectors(config.encoder)
    )
    findings = list(check(split(text), base.matcher))
    if wanted.as_json:
        records = [finding_record(finding) for finding in findings]
        out.write(json.dumps({"sentences": records}, ensure_ascii=False) + "\n")
    else:
        show_findings(Console(file=out), findings, base.knowledge, wanted.words)
    return 0
