"""The sections of what curators wrote: the facts by topic, the claims and what disputes them, and the unknowns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from bot.core.knowledge.model import Fact, Knowledge, Standing, Topic
from bot.i18n import ENGLISH
from bot.report.collect import QuestionResult
from bot.report.html import Html, joined, listing, tag
from bot.report.parts import FactLinks, NumberedQuote, anchor, attributed, nothing, quoted, section, shown_under
from bot.report.results import results_of

_DOUBTED: Final = frozenset({Standing.CLAIMED, Standing.DISPUTED})

Results = Mapping[str, tuple[QuestionResult, ...]]
"""The results of the questions of each fact and unknown, by its id."""


def facts_section(links: FactLinks, quotes: Iterable[NumberedQuote], results: Results) -> Html:
    """Show every fact once, under its first topic; its other topics link to it."""
    by_fact: dict[str, list[NumberedQuote]] = {}
    for each in quotes:
        by_fact.setdefault(each.fact.id, []).append(each)
    topics = (_topic(topic, links, by_fact, results) for topic in links.knowledge.topics.values())
    return section("facts", "The facts by topic", *topics)


def _topic(topic: Topic, links: FactLinks, quotes: Mapping[str, list[NumberedQuote]], results: Results) -> Html:
    facts = [fact for fact in links.knowledge.facts.values() if topic.id in fact.topics]
    own = shown_under(topic, links.knowledge)
    elsewhere = [links.to(fact) for fact in facts if fact.topics[0] != topic.id]
    return tag(
        "section",
        tag("h3", topic.title, " ", tag("span", ENGLISH.count(len(facts), ENGLISH.fact), class_="count")),
        *([tag("p", topic.description, class_="note")] if topic.description else []),
        *(_fact(fact, links, quotes.get(fact.id, ()), results.get(fact.id, ())) for fact in own),
        *([tag("p", "Shown under other topics:", class_="note"), listing("ul", elsewhere)] if elsewhere else []),
        *([] if facts else [nothing(ENGLISH.no_facts)]),
    )


def _fact(fact: Fact, links: FactLinks, quotes: Iterable[NumberedQuote], results: tuple[QuestionResult, ...]) -> Html:
    return tag(
        "div",
        tag("h4", tag("span", str(links.numbers[fact.id]), class_="number"), " ", fact.statement),
        attributed(fact),
        *quoted(quotes, links.knowledge),
        *links.listed("Against it", links.knowledge.disputing.get(fact.id, ())),
        *links.listed("Related", fact.related),
        results_of(fact, results, links),
        tag("p", joined([tag("code", fact.id), f"importance {fact.importance}"], " · "), class_="note"),
        id=anchor(fact),
        class_="fact",
    )


def claims_section(links: FactLinks) -> Html:
    """Show what is claimed or disputed on the left and what disputes it on the right, then undisputed claims."""
    knowledge = links.knowledge
    pairs = [
        tag(
            "div",
            _side(fact, links),
            tag("div", *(_side(one, links) for one in against)),
            class_="pair",
        )
        for fact, against in _pairs(knowledge)
    ]
    undisputed = [
        links.to(fact)
        for fact in knowledge.facts.values()
        if fact.standing in _DOUBTED and not knowledge.disputing.get(fact.id)
    ]
    return section(
        "claims",
        "Claims and what disputes them",
        *(pairs or [nothing("No fact disputes another.")]),
        *([tag("h3", "Claims that no fact disputes"), listing("ul", undisputed)] if undisputed else []),
    )


def _side(fact: Fact, links: FactLinks) -> Html:
    return tag("div", tag("p", links.to(fact)), attributed(fact), class_="side")


def _pairs(knowledge: Knowledge) -> Iterator[tuple[Fact, tuple[Fact, ...]]]:
    """Return each pair of facts that dispute each other once, the claimed or disputed one first."""
    disputed = {other for fact in knowledge.facts.values() for other in fact.disputes}
    seen: set[frozenset[str]] = set()
    for fact in knowledge.facts.values():
        if fact.standing in _DOUBTED or fact.id in disputed:
            others = [key for key in knowledge.disputing.get(fact.id, ()) if frozenset({fact.id, key}) not in seen]
            seen.update(frozenset({fact.id, key}) for key in others)
            if others:
                yield fact, tuple(knowledge.facts[key] for key in others)


def unknowns_section(links: FactLinks, results: Results) -> Html:
    """Show what the sources leave open, with the nearest facts."""
    unknowns = [
        tag(
            "div",
            tag("h4", unknown.statement),
            *links.listed("Nearest", unknown.nearest),
            results_of(unknown, results.get(unknown.id, ()), links),
            tag("p", tag("code", unknown.id), class_="note"),
            id=anchor(unknown),
            class_="fact",
        )
        for unknown in links.knowledge.unknowns.values()
    ]
    return section("unknowns", "What the sources leave open", *(unknowns or [nothing("There are no unknowns.")]))
