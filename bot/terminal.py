"""Outcomes for a person at a terminal, in the same words as on Discord."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from bot.core.answer import Abstention, Answer, Match, NotInSource, Outcome, Suggestion
from bot.core.facts import Fact, Knowledge, Quote, Standing
from bot.core.text import visible
from bot.texts import Texts

_COLOURS: Final = {
    Standing.DOCUMENTED: "green",
    Standing.REPORTED: "cyan",
    Standing.STATED: "blue",
    Standing.CLAIMED: "yellow",
    Standing.DISPUTED: "red",
}


def show(console: Console, outcome: Outcome, knowledge: Knowledge, words: Texts) -> None:
    """Print what a question got."""
    lines = outcome_lines(outcome, knowledge, words)
    console.print(Padding(lines, (1, 0), expand=False), highlight=False, soft_wrap=False)


def choices(outcome: Outcome) -> Sequence[Match]:
    """The facts that a person may open by their number after this outcome."""
    match outcome:
        case Answer():
            return outcome.related
        case NotInSource():
            return outcome.nearest
        case Suggestion():
            return outcome.matches
        case Abstention():
            return ()


def outcome_lines(outcome: Outcome, knowledge: Knowledge, words: Texts) -> RenderableType:
    """What a question got, as rich prints it."""
    match outcome:
        case Answer():
            related = _numbered(words.related, outcome.related)
            return Group(fact_lines(outcome.match.fact, knowledge, words), *related)
        case NotInSource():
            said = Text(f"{words.not_in_source} {visible(outcome.unknown.statement)}", style="bold")
            return Group(said, *_numbered(words.nearest, outcome.nearest))
        case Suggestion():
            return Group(
                Text(words.suggestion, style="bold"), Text(words.suggestion_note), *_numbered("", outcome.matches)
            )
        case Abstention():
            titles = "; ".join(topic.title for topic in knowledge.topics.values())
            return Group(Text(words.abstention, style="bold"), Text(f"{words.abstention_topics} {visible(titles)}."))


def fact_lines(fact: Fact, knowledge: Knowledge, words: Texts) -> RenderableType:
    """A fact with its standing, attribution, quotes, and what speaks against it."""
    return Group(
        Text(visible(fact.statement), style="bold"),
        standing_line(fact, words, when=True),
        *(line for quote in fact.quotes for line in _quote(quote, knowledge, words)),
        *_against(fact, knowledge, words),
    )


def standing_line(fact: Fact, words: Texts, *, when: bool = False) -> Text:
    """Standing and attribution of a fact and, where `when` says so and it has one, its date."""
    dated = [words.date(fact.when)] if when and fact.when else []
    said = Text(words.standing[fact.standing], style=_COLOURS[fact.standing])
    return said.append(" · " + " · ".join([visible(fact.attribution), *dated]), style="default")


def _quote(quote: Quote, knowledge: Knowledge, words: Texts) -> Iterable[RenderableType]:
    source = knowledge.sources[quote.source]
    yield Text()
    yield Padding(Text(f"“{visible(quote.exact)}”", style="italic"), (0, 4), expand=False)
    place = f"{source.publisher}, “{source.title}”, {words.paragraph.format(number=quote.paragraph)}"
    yield Padding(Text(f"— {visible(place)}", style="dim"), (0, 4), expand=False)


def _against(fact: Fact, knowledge: Knowledge, words: Texts) -> Iterable[RenderableType]:
    for other in knowledge.disputing.get(fact.id, ()):
        against = knowledge.facts[other]
        yield Text()
        yield Text(f"{words.against}: {visible(against.statement)}", style="yellow")
        for quote in against.quotes[:1]:
            yield Padding(Text(f"“{visible(quote.exact)}”", style="italic"), (0, 4), expand=False)


def _numbered(heading: str, matches: Iterable[Match]) -> Iterable[RenderableType]:
    lines = [
        Padding(Text(f"{number}. {visible(match.fact.statement)}"), (0, 2), expand=False)
        for number, match in enumerate(matches, 1)
    ]
    if lines:
        yield Text()
        yield from [Text(heading, style="dim")] if heading else []
        yield from lines
