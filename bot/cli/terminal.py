"""Outcomes and facts as a person reads them at a terminal."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final, TextIO, cast

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from bot.core.knowledge.model import Fact, Knowledge, Quote, Source, Standing
from bot.core.knowledge.text_fragments import passage_url
from bot.core.matching.decision import Abstention, Answer, Match, NotInSource, Outcome, Suggestion, shown
from bot.core.text.normalise import visible
from bot.i18n import Texts, citations, phrases

# No blue: it is hard to read on a dark background.
_COLOURS: Final = {
    Standing.DOCUMENTED: "green",
    Standing.REPORTED: "cyan",
    Standing.STATED: "magenta",
    Standing.CLAIMED: "yellow",
    Standing.DISPUTED: "red",
}

_FILLED: Final = re.compile(r" +(?=\n)")

LONGEST_LINK: Final = 2_000
"""Characters of a URL; terminals ignore longer ones."""


class _Trimmed(io.TextIOBase):
    """Passes text on without the spaces with which rich fills each line up to the width of the console."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def write(self, text: str) -> int:
        self._out.write(_FILLED.sub("", text))
        return len(text)

    def flush(self) -> None:
        self._out.flush()

    @property
    def encoding(self) -> str:  # type: ignore[override]  # rich chooses its characters by it
        return self._out.encoding


def console_of(out: TextIO) -> Console:
    """Return a console; what goes into a pipe or a file has no spaces at the ends of its lines."""
    return Console(file=out if out.isatty() else cast("TextIO", _Trimmed(out)))


def show(console: Console, outcome: Outcome, knowledge: Knowledge, words: Texts) -> None:
    """Print the outcome of a question."""
    read = phrases.read_as(outcome.repairs, words, written=visible)
    lines = Group(*([Text(read, style="dim")] if read else []), _outcome_lines(outcome, knowledge, words))
    console.print(Padding(lines, (1, 0), expand=False), highlight=False, soft_wrap=False)


def show_draft(console: Console, knowledge: Knowledge, words: Texts) -> None:
    """Print that the base is a draft, and its TODOs in groups; nothing for a base without TODOs."""
    if said := phrases.draft(knowledge, words):
        line = Text(said)
        line.stylize("bold black on yellow", 0, len(words.draft))
        console.print(Padding(line, (1, 0, 0, 0), expand=False), highlight=False)


def choices(outcome: Outcome) -> Sequence[Match]:
    """Return the facts that can be opened by their number after this outcome."""
    return outcome.related if isinstance(outcome, Answer) else shown(outcome)


def outcome_in_words(outcome: Outcome) -> str:
    """Return the kind of an outcome and the ids of its entries, such as "an answer (lamp-height)"."""
    match outcome:
        case Answer(match=match):
            return f"an answer ({match.fact.id})"
        case NotInSource(unknown=unknown):
            return f"not in source ({unknown.id})"
        case Suggestion(matches=matches):
            return f"a suggestion ({', '.join(match.fact.id for match in matches)})"
        case Abstention():
            return "an abstention"


def _outcome_lines(outcome: Outcome, knowledge: Knowledge, words: Texts) -> RenderableType:
    match outcome:
        case Answer():
            related = numbered(words.related, outcome.related, words)
            return Group(fact_lines(outcome.match.fact, knowledge, words), *related)
        case NotInSource():
            said = Text(words.not_in_source, style="bold"), Text(visible(outcome.unknown.statement))
            nearest = numbered(words.nearest, outcome.nearest[:1], words)
            others = numbered(words.nearest_others, outcome.nearest[1:], words, first=2)
            return Group(*said, *nearest, *others)
        case Suggestion():
            said = Text(words.suggestion, style="bold"), Text(words.suggestion_note, style="dim")
            return Group(*said, *numbered("", outcome.matches, words))
        case Abstention():
            return Group(Text(words.abstention, style="bold"), Text(_covers(knowledge, words)))


def fact_lines(fact: Fact, knowledge: Knowledge, words: Texts) -> RenderableType:
    """Return a fact with its attribution and what that means, its quotes, and what disputes it."""
    return Group(
        Text(visible(phrases.statement(fact, words)), style="bold"),
        standing_line(fact, words),
        Text(phrases.circumstances(fact, knowledge, words, who=visible), style="dim"),
        *_unsettled(fact, knowledge, words),
        *_quotes(fact, knowledge, words),
        *_against(fact, knowledge, words),
    )


def _unsettled(fact: Fact, knowledge: Knowledge, words: Texts) -> Iterable[RenderableType]:
    todos = phrases.fact_todos(fact, knowledge, words)
    return [Text(visible(todos), style="yellow")] if todos else []


def citation_text(fact: Fact, knowledge: Knowledge, words: Texts, today: dt.date) -> str:
    """Return each quote of a fact as a citation, as plain text and as Markdown, on lines that are not wrapped."""
    blocks: list[str] = []
    for quote in fact.quotes:
        cited = citations.cite(quote, knowledge.sources[quote.source], words, today=today, longest=LONGEST_LINK)
        blocks += [citations.plain_text(cited, words), citations.markdown(cited)]
    lines = [visible(line) for block in blocks for line in (*block.split("\n"), "")]
    return "".join(f"{line}\n" for line in lines)


def standing_line(fact: Fact, words: Texts) -> Text:
    """Return a fact's standing, in its colour, and attribution."""
    return _coloured(phrases.said_by(fact, words, who=visible), fact, words)


def _coloured(line: str, fact: Fact, words: Texts) -> Text:
    """Colour the standing that a line begins with."""
    text = Text(line)
    text.stylize(_COLOURS[fact.standing], 0, len(words.standing[fact.standing]))
    return text


def _quotes(fact: Fact, knowledge: Knowledge, words: Texts) -> Iterable[RenderableType]:
    for quote, placed in zip(fact.quotes, phrases.placed(fact.quotes), strict=True):
        source = knowledge.sources[quote.source]
        yield Text()
        yield Padding(Text(phrases.quotation(visible(quote.exact), words), style="italic"), (0, 4), expand=False)
        if placed:
            place = phrases.place(quote, source, words, publisher=visible, title=visible, said=fact.attribution)
            yield Padding(Text(f"— {place}", style=_linked(quote, source)), (0, 4), expand=False)


def _linked(quote: Quote, source: Source) -> Style:
    """Return a dim style, with a link to the passage for terminals that follow links."""
    return Style(dim=True, link=passage_url(quote, source, longest=LONGEST_LINK) or None)


def _against(fact: Fact, knowledge: Knowledge, words: Texts) -> Iterable[RenderableType]:
    against = [knowledge.facts[other] for other in knowledge.disputing.get(fact.id, ())]
    if against:
        yield Text()
        yield Text(words.against, style="bold")
    for other in against:
        yield Padding(Text(visible(phrases.statement(other, words))), (0, 2), expand=False)
        line = _coloured(phrases.listed(other, words, who=visible), other, words)
        yield Padding(line, (0, 2, 0, 4), expand=False)


def _covers(knowledge: Knowledge, words: Texts) -> str:
    """Name the topics that have facts."""
    used = {topic for fact in knowledge.facts.values() for topic in fact.topics}
    titles = [visible(phrases.topic_title(topic, words)) for key, topic in knowledge.topics.items() if key in used]
    return f"{words.abstention_topics} {phrases.BETWEEN.join(titles)}" if titles else words.abstention_empty


def numbered(heading: str, matches: Iterable[Match], words: Texts, first: int = 1) -> Iterable[RenderableType]:
    """Yield the facts under a heading, each with its number, from `first` on."""
    facts = [match.fact for match in matches]
    if not facts:
        return
    yield Text()
    yield from [Text(heading, style="bold")] if heading else []
    listing = Table.grid(padding=(0, 1))
    for number, fact in enumerate(facts, first):
        listing.add_row(f"{number}.", Text(visible(phrases.statement(fact, words))))
        listing.add_row("", _coloured(phrases.listed(fact, words, who=visible), fact, words))
    yield Padding(listing, (0, 2), expand=False)
