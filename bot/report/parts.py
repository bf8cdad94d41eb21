"""What several sections of the page share: names of facts, links to them, headings and folded lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeVar

from bot.core.knowledge.model import Fact, Knowledge, Quote, Source, Standing, Topic, Unknown
from bot.i18n import ENGLISH
from bot.i18n.phrases import quotation
from bot.report.html import Html, joined, link, listing, tag

SHOWN: Final = 8
"""Number of entries of a long list that are shown before the others are folded: about one screen of a table."""

Item = TypeVar("Item")
"""What a list shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLinks:
    """Links to facts. `numbers` counts the facts from 1 in the order of the page, by their ids."""

    knowledge: Knowledge
    numbers: Mapping[str, int]

    def number(self, fact: Fact) -> Html:
        """Link to a fact by its number, as after a quote."""
        return link(anchor(fact), str(self.numbers[fact.id]), class_="number", title=fact.statement)

    def to(self, target: Fact | Unknown) -> Html:
        """Link to a fact by its number and statement, or to an unknown by its statement."""
        number = f"{self.numbers[target.id]}" if isinstance(target, Fact) else "unknown"
        return link(
            anchor(target),
            tag("span", number, class_="number"),
            tag("span", " ", target.statement, class_="statement"),
            class_="named",
        )

    def listed(self, heading: str, facts: Iterable[str]) -> Iterator[Html]:
        """List links to the facts with these ids under a heading; yield nothing when there are none."""
        links = [self.to(self.knowledge.facts[fact]) for fact in facts]
        if links:
            yield tag("div", tag("span", heading, class_="label"), listing(links), class_="links")


def link_facts(knowledge: Knowledge) -> FactLinks:
    """Number the facts in the order in which the page shows them."""
    ordered = (fact for topic in knowledge.topics.values() for fact in shown_under(topic, knowledge))
    numbers = {fact.id: number for number, fact in enumerate(ordered, 1)}
    return FactLinks(knowledge=knowledge, numbers=MappingProxyType(numbers))


def shown_under(topic: Topic, knowledge: Knowledge) -> tuple[Fact, ...]:
    """Return the facts that are shown in full under a topic: those whose first topic it is."""
    return tuple(fact for fact in knowledge.facts.values() if fact.topics[0] == topic.id)


def anchor(target: Fact | Unknown | Source) -> str:
    """Return the id of its element on the page."""
    match target:
        case Fact():
            return f"fact-{target.id}"
        case Unknown():
            return f"unknown-{target.id}"
        case Source():
            return f"source-{target.id}"


def paragraph_anchor(source: Source, number: int) -> str:
    """Return the id of a paragraph of a source on the page."""
    return f"paragraph-{source.id}-{number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedQuote:
    """One quote of one fact. `number` counts all quotes of the base from 1."""

    number: int
    fact: Fact
    quote: Quote


def number_quotes(knowledge: Knowledge) -> tuple[NumberedQuote, ...]:
    """Number every quote of the base."""
    quotes = [(fact, quote) for fact in knowledge.facts.values() for quote in fact.quotes]
    return tuple(NumberedQuote(number=number, fact=fact, quote=quote) for number, (fact, quote) in enumerate(quotes, 1))


def section(key: str, heading: str, *children: Html) -> Html:
    """Return a section of the page. `key` is the id that the list of contents links to."""
    return tag("section", tag("h2", heading), *children, id=key)


def folded(summary: Html | str, *children: Html, **attributes: str) -> Html:
    """Return what a click on its summary shows."""
    return tag("details", tag("summary", summary), *children, **attributes)


def cut(items: Sequence[Item], show: Callable[[Sequence[Item]], Html]) -> Iterator[Html]:
    """Show the first items, and fold the others."""
    if items:
        yield show(items[:SHOWN])
    if rest := items[SHOWN:]:
        yield folded(f"Show {len(rest):,} more", show(rest))


def nothing(sentence: str) -> Html:
    """Say why a section is empty."""
    return tag("p", sentence, class_="nothing")


def sign(*, right: bool) -> Html:
    """Return a tick or a cross."""
    return tag("span", "✓" if right else "✕", class_="hit" if right else "miss")


def standing_word(standing: Standing) -> Html:
    """Return the word for a standing, underlined as its quotes are."""
    return tag("span", ENGLISH.standing[standing], class_=f"s {standing}")


def attributed(fact: Fact) -> Html:
    """Return standing, attribution and date in one line."""
    when = [tag("time", ENGLISH.date(fact.when), datetime=fact.when.isoformat())] if fact.when else []
    return tag("p", joined([standing_word(fact.standing), fact.attribution, *when], " · "), class_="said")


def quoted(quotes: Iterable[NumberedQuote], knowledge: Knowledge) -> Iterator[Html]:
    """Return each quote of a fact with a link to its place in the source."""
    for each in quotes:
        source = knowledge.sources[each.quote.source]
        place = f"{source.publisher}, {ENGLISH.paragraph.format(number=each.quote.paragraph)}"
        cite = tag("cite", "— ", link(f"q{each.number}", place, title="Show it in the source"))
        yield tag("blockquote", tag("p", quotation(each.quote.exact, ENGLISH), " ", cite))
