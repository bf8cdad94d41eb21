"""The pages that a question may ask for instead of a fact, as a person reads them at a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from bot.cli.terminal import numbered
from bot.core.factbase.base import Base
from bot.core.knowledge.entities import Speaker, SpeakerFound
from bot.core.knowledge.model import Fact, Knowledge, Source
from bot.core.knowledge.overview import highlights
from bot.core.knowledge.timeline import days
from bot.core.matching.decision import Match
from bot.core.matching.intents import (
    AsksDate,
    AsksFact,
    AsksHelp,
    AsksOverview,
    AsksSources,
    AsksWho,
)
from bot.core.text.control_chars import shortened
from bot.core.text.dates import DateRange
from bot.core.text.normalise import visible
from bot.i18n import Texts, phrases


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Facts under a heading."""

    heading: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalPage:
    """A page: its title, lines beneath, and facts. `kind` is the outcome in JSON."""

    kind: str
    title: str
    lines: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def matches(self) -> tuple[Match, ...]:
        """The facts in the order of their numbers."""
        return tuple(Match(fact=fact, score=1.0) for section in self.sections for fact in section.facts)


def page_for(base: Base, question: str, words: Texts) -> TerminalPage | AsksFact:
    """Return the page that a question asks for, or AsksFact."""
    intent = base.recognise(question)
    match intent:
        case AsksFact():
            return intent
        case AsksWho(name=name):
            return _who_page(name, base, words)
        case AsksOverview():
            return overview_page(base.knowledge, words)
        case AsksDate(dates=dates):
            date = base.find_ambiguity(question)
            read = (words.date_reading(shortened(question), date),) if date else ()
            return _timeline_page(base.knowledge, dates, read, words)
        case AsksSources() | AsksHelp():
            lines = (
                _source_lines(base.knowledge, words) if isinstance(intent, AsksSources) else _help_lines(base, words)
            )
            title = words.sources if isinstance(intent, AsksSources) else words.help
            return TerminalPage(kind=intent.kind, title=title, lines=tuple(lines))


def overview_page(knowledge: Knowledge, words: Texts) -> TerminalPage:
    """Return the story in short: the dates, the sources, and the most important fact of each topic."""
    named = (
        phrases.BETWEEN.join(filter(None, (_named(source), phrases.published(source, words))))
        for source in knowledge.sources.values()
    )
    sections = (
        Section(heading=visible(phrases.topic_title(each.topic, words)), facts=(each.fact,))
        for each in highlights(knowledge)
    )
    return TerminalPage(
        kind=AsksOverview.kind,
        title=words.overview,
        lines=(*named, phrases.extent(knowledge, words)),
        sections=tuple(sections),
    )


def show_page(console: Console, page: TerminalPage, words: Texts) -> None:
    """Print a page, with a number for each fact."""
    lines: list[RenderableType] = [Text(page.title, style="bold"), *map(Text, page.lines)]
    first = 1
    for section in page.sections:
        matches = [Match(fact=fact, score=1.0) for fact in section.facts]
        lines += numbered(section.heading, matches, words, first)
        first += len(matches)
    console.print(Padding(Group(*lines), (1, 0), expand=False), highlight=False)


def _timeline_page(knowledge: Knowledge, dates: DateRange, lines: tuple[str, ...], words: Texts) -> TerminalPage:
    sections = tuple(Section(heading=words.date(day.date), facts=tuple(day.facts)) for day in days(knowledge, dates))
    return TerminalPage(kind=AsksDate.kind, title=words.timeline, lines=lines, sections=sections)


def _who_page(name: str, base: Base, words: Texts) -> TerminalPage | AsksFact:
    match base.speakers.find(name):
        case SpeakerFound(speaker=Speaker(listed=True) as speaker):
            found = base.speakers.appearances(speaker)
        case _:
            return AsksFact()
    parts = {
        heading: tuple(part.fact for part in found if part.says is says)
        for heading, says in ((words.who_says, True), (words.who_named, False))
    }
    shown = visible(speaker.name)
    lines = () if found else (words.who_none.format(name=shown),)
    sections = tuple(Section(heading=heading, facts=facts) for heading, facts in parts.items() if facts)
    return TerminalPage(kind=AsksWho.kind, title=shown, lines=lines, sections=sections)


def _source_lines(knowledge: Knowledge, words: Texts) -> Iterator[str]:
    for source in knowledge.sources.values():
        origin = phrases.origin(source, words, authors=visible)
        yield from ("", _named(source), *([origin] if origin else []), visible(source.url), visible(source.dates))


def _help_lines(base: Base, words: Texts) -> Iterator[str]:
    yield words.prompt_examples.format(facts=words.count(len(base.knowledge.facts), words.fact))
    yield from (visible(each.question) for each in base.examples.answered)


def _named(source: Source) -> str:
    return visible(f"{source.title}{phrases.BETWEEN}{source.publisher}")
