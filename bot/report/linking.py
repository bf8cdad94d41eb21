"""How the parts of the page name one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.core.knowledge.model import Fact, Knowledge, Source, Standing, Topic, Unknown
from bot.i18n import ENGLISH
from bot.report.markup import Html, joined, link, tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The facts' numbers by their ids, from 1 in the order in which the page tells them."""

    knowledge: Knowledge
    numbers: Mapping[str, int]

    def number(self, fact: Fact) -> Html:
        """A fact's number alone, as it stands behind a quote."""
        return link(anchor(fact), str(self.numbers[fact.id]), class_="number", title=fact.statement)

    def named(self, target: Fact | Unknown) -> Html:
        """A fact by its number and statement, an unknown by its statement."""
        number = f"{self.numbers[target.id]}" if isinstance(target, Fact) else "unknown"
        return link(
            anchor(target),
            tag("span", number, class_="number"),
            tag("span", " ", target.statement, class_="statement"),
            class_="named",
        )

    def by_id(self, fact: str) -> Html:
        """The same for the id of a fact of the base."""
        return self.named(self.knowledge.facts[fact])


def names_of(knowledge: Knowledge) -> Names:
    """Number the facts of a base."""
    ordered = (fact for topic in knowledge.topics.values() for fact in told_under(topic, knowledge))
    numbers = {fact.id: number for number, fact in enumerate(ordered, 1)}
    return Names(knowledge=knowledge, numbers=MappingProxyType(numbers))


def told_under(topic: Topic, knowledge: Knowledge) -> tuple[Fact, ...]:
    """The facts that are told in full under a topic: those whose first topic it is."""
    return tuple(fact for fact in knowledge.facts.values() if fact.topics[0] == topic.id)


def anchor(target: Fact | Unknown | Source) -> str:
    """The id of what is shown of it on the page."""
    match target:
        case Fact():
            return f"fact-{target.id}"
        case Unknown():
            return f"unknown-{target.id}"
        case Source():
            return f"source-{target.id}"


def standing_word(standing: Standing) -> Html:
    """A standing by its word, underlined as its quotes are."""
    return tag("span", ENGLISH.standing[standing], class_=f"s {standing}")


def attributed(fact: Fact) -> Html:
    """Standing, attribution and date, in one line."""
    when = [tag("time", ENGLISH.date(fact.when), datetime=fact.when.isoformat())] if fact.when else []
    return tag("p", joined([standing_word(fact.standing), fact.attribution, *when], " · "), class_="said")


def section(key: str, heading: str, *children: Html) -> Html:
    """A part of the page with its heading, which the list of contents leads to."""
    return tag("section", tag("h2", heading), *children, id=key)


def nothing(sentence: str) -> Html:
    """What stands where a part of the page has nothing to tell."""
    return tag("p", sentence, class_="nothing")
