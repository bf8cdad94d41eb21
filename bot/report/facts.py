"""The sections of what curators wrote: the facts by topic, the claims and what disputes them, and the unknowns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from bot.core.knowledge.model import Fact, Knowledge, Standing, Topic
from bot.i18n import ENGLISH, phrases
from bot.report.collect import QuestionResult
from bot.report.html import Html, joined, listing, tag
from bot.report.parts import (
    FactLinks,
    NumberedQuote,
    anchor,
    attributed,
    cut,
    folded,
    nothing,
    quoted,
    section,
    shown_under,
)
from bot.report.results import results_of

_DOUBTED: Final = frozenset({Standing.CLAIMED, Standing.DISPUTED})

Results = Mapping[str, tuple[QuestionResult, ...]]
"""The results of the questions of each fact and unknown, by its id."""


Marks = Mapping[str, Sequence[str]]
"""What the filter finds each fact by, by its id."""


def facts_section(links: FactLinks, quotes: Iterable[NumberedQuote], results: Results, marks: Marks) -> Html:
    """Show every fact once, folded under its first topic; its other topics link to it."""
    by_fact: dict[str, list[NumberedQuote]] = {}
    for each in quotes:
        by_fact.setdefault(each.fact.id, []).append(each)
    topics = (
        _topic(topic, links, lambda fact: _fact(fact, links, by_fact.get(fact.id, ()), results.get(fact.id, ()), marks))
        for topic in links.knowledge.topics.values()
    )
    return section("facts", "The facts by topic", *topics)


def _topic(topic: Topic, links: FactLinks, show: Callable[[Fact], Html]) -> Html:
    facts = [fact for fact in links.knowledge.facts.values() if topic.id in fact.topics]
    own = shown_under(topic, links.knowledge)
    elsewhere = [links.to(fact) for fact in facts if fact.topics[0] != topic.id]
    description = phrases.topic_description(topic, ENGLISH)
    return folded(
        tag(
            "h3",
            phrases.topic_title(topic, ENGLISH),
            " ",
            tag("span", ENGLISH.count(len(facts), ENGLISH.fact), class_="count"),
        ),
        *([tag("p", description, class_="note")] if description else []),
        *map(show, own),
        *([tag("p", "Shown under other topics:", class_="note"), listing(elsewhere)] if elsewhere else []),
        *([] if facts else [nothing(ENGLISH.no_facts)]),
        class_="topic",
    )


def _fact(
    fact: Fact,
    links: FactLinks,
    quotes: Iterable[NumberedQuote],
    results: tuple[QuestionResult, ...],
    marks: Marks,
) -> Html:
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
        data_marks=" ".join(marks[fact.id]),
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
        *(cut(pairs, joined) if pairs else [nothing("No fact disputes another.")]),
        *([tag("h3", "Claims that no fact disputes")] if undisputed else []),
        *cut(undisputed, lambda some: listing(some, class_="undisputed")),
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
            tag("h3", unknown.statement),
            *links.listed("Nearest", unknown.nearest),
            results_of(unknown, results.get(unknown.id, ()), links),
            tag("p", tag("code", unknown.id), class_="note"),
            id=anchor(unknown),
            class_="fact",
        )
        for unknown in links.knowledge.unknowns.values()
    ]
    heading = "What the sources leave open"
    if not unknowns:
        return section("unknowns", heading, nothing("There are no unknowns."))
    shown = folded(f"Show {ENGLISH.count(len(unknowns), ENGLISH.unknown)}", *unknowns)
    return section("unknowns", heading, shown)
