"""What sentences got that were checked against the base, at a terminal: in the same words as on Discord."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from bot.core.factcheck import Claimed, Contradicted, Finding, NotCovered, Supported
from bot.core.knowledge.model import Knowledge
from bot.core.text.normalise import visible
from bot.i18n import Texts, phrases
from bot.i18n.phrases import counted, objection, verdict

_INDENT: Final = (0, 4)


def show_findings(console: Console, findings: Sequence[Finding], knowledge: Knowledge, words: Texts) -> None:
    """Print what each sentence got, in their order."""
    if not findings:
        console.print(words.support_empty, highlight=False)
        return
    parts = [part for finding in findings for part in _lines(finding, knowledge, words)]
    head = Text(counted(findings, words), style="bold")
    foot = Text(words.support_note, style="dim")
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
    yield Padding(Text(f"“{visible(finding.passage)}”", style="italic"), _INDENT, expand=False)
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
