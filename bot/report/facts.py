"""The facts by topic, each with all that a curator wrote of it; and claims beside what disputes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from bot.core.knowledge.model import Fact, Knowledge, Standing, Topic
from bot.i18n import ENGLISH
from bot.report.article import back
from bot.report.asks import asks_of
from bot.report.contents import Ask
from bot.report.linking import Names, anchor, attributed, nothing, section, told_under
from bot.report.markup import Html, joined, listing, tag
from bot.report.passages import Mark

_DOUBTED = frozenset({Standing.CLAIMED, Standing.DISPUTED})


def facts_section(names: Names, marks: Iterable[Mark], asks: Mapping[str, tuple[Ask, ...]]) -> Html:
    """Every fact once, under the first of its topics; under the others, where it stands."""
    quotes: dict[str, list[Mark]] = {}
    for mark in marks:
        quotes.setdefault(mark.fact.id, []).append(mark)
    topics = (_topic(topic, names, quotes, asks) for topic in names.knowledge.topics.values())
    return section("facts", "The facts by topic", *topics)


def _topic(topic: Topic, names: Names, quotes: Mapping[str, list[Mark]], asks: Mapping[str, tuple[Ask, ...]]) -> Html:
    facts = [fact for fact in names.knowledge.facts.values() if topic.id in fact.topics]
    own = told_under(topic, names.knowledge)
    elsewhere = [names.named(fact) for fact in facts if fact.topics[0] != topic.id]
    return tag(
        "section",
        tag("h3", topic.title, " ", tag("span", ENGLISH.count(len(facts), ENGLISH.fact), class_="count")),
        *([tag("p", topic.description, class_="note")] if topic.description else []),
        *(_fact(fact, names, quotes.get(fact.id, ()), asks.get(fact.id, ())) for fact in own),
        *([tag("p", "Told under other topics:", class_="note"), listing("ul", elsewhere)] if elsewhere else []),
        *([] if facts else [nothing(ENGLISH.no_facts)]),
    )


def _fact(fact: Fact, names: Names, marks: Iterable[Mark], asks: tuple[Ask, ...]) -> Html:
    return tag(
        "div",
        tag("h4", tag("span", str(names.numbers[fact.id]), class_="number"), " ", fact.statement),
        attributed(fact),
        *back(marks, names),
        *_links("Against it", names.knowledge.disputing.get(fact.id, ()), names),
        *_links("Related", fact.related, names),
        asks_of(fact, asks, names),
        tag("p", joined([tag("code", fact.id), f"importance {fact.importance}"], " · "), class_="note"),
        id=anchor(fact),
        class_="fact",
    )


def _links(heading: str, facts: Iterable[str], names: Names) -> Iterator[Html]:
    linked = [names.by_id(fact) for fact in facts]
    if linked:
        yield tag("div", tag("span", heading, class_="label"), listing("ul", linked), class_="links")


def claims_section(names: Names) -> Html:
    """What is claimed or contradicted at the left, what stands against it at the right; then what stands alone."""
    knowledge = names.knowledge
    pairs = [
        tag(
            "div",
            _side(knowledge.facts[key], names),
            tag("div", *(_side(one, names) for one in against)),
            class_="pair",
        )
        for key, against in _pairs(knowledge)
    ]
    alone = [
        names.named(fact)
        for fact in knowledge.facts.values()
        if fact.standing in _DOUBTED and not knowledge.disputing.get(fact.id)
    ]
    return section(
        "claims",
        "Claims beside what disputes them",
        *(pairs or [nothing("No fact disputes another.")]),
        *([tag("h3", "Claimed, with nothing set against it"), listing("ul", alone)] if alone else []),
    )


def _side(fact: Fact, names: Names) -> Html:
    return tag("div", tag("p", names.named(fact)), attributed(fact), class_="side")


def _pairs(knowledge: Knowledge) -> Iterator[tuple[str, tuple[Fact, ...]]]:
    """Each pair of facts that stand against each other once: at the left the one that is doubted or disputed."""
    disputed = {other for fact in knowledge.facts.values() for other in fact.disputes}
    told: set[frozenset[str]] = set()
    for fact in knowledge.facts.values():
        if fact.standing in _DOUBTED or fact.id in disputed:
            others = [key for key in knowledge.disputing.get(fact.id, ()) if frozenset({fact.id, key}) not in told]
            told.update(frozenset({fact.id, key}) for key in others)
            if others:
                yield fact.id, tuple(knowledge.facts[key] for key in others)
