"""The sources as published, each quoted passage underlined by standing and followed by the numbers of its facts."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from bot.core.knowledge.coverage import SourceCoverage
from bot.core.knowledge.model import Fact, Knowledge, Paragraph, Quote, Source, Standing, Topic, Unknown, Unquoted
from bot.i18n import ENGLISH
from bot.i18n.phrases import quotation
from bot.report.html import Html, joined, link, tag


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One quote of one fact. `number` counts the quotes of the base from 1, in its order."""

    number: int
    fact: Fact
    quote: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Characters of a paragraph that the same quotes hold.

    `begins` and `ends` are those of `marks` whose quote begins or ends with this run. `bare` where it belongs to a
    sentence that no fact quotes; `aside` is the passage, set aside by the curator, that it belongs to.
    """

    text: str
    marks: tuple[Mark, ...]
    begins: tuple[Mark, ...]
    ends: tuple[Mark, ...]
    bare: bool
    aside: Unquoted | None

    @property
    def standings(self) -> tuple[Standing, ...]:
        """The standings of the facts that quote it, each once."""
        return tuple(standing for standing in Standing if any(mark.fact.standing is standing for mark in self.marks))


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedParagraph:
    """A paragraph's runs, which together are its text. `asides` are the passages set aside that end in it."""

    number: int
    runs: tuple[Run, ...]
    asides: tuple[Unquoted, ...]


def marks_of(knowledge: Knowledge) -> tuple[Mark, ...]:
    """Every quote of the base."""
    quotes = [(fact, quote) for fact in knowledge.facts.values() for quote in fact.quotes]
    return tuple(Mark(number=number, fact=fact, quote=quote) for number, (fact, quote) in enumerate(quotes, 1))


def marked(covered: SourceCoverage, marks: Iterable[Mark]) -> tuple[MarkedParagraph, ...]:
    """The paragraphs of a source with the quotes of it among `marks`."""
    held: dict[int, list[Mark]] = {}
    for mark in marks:
        if mark.quote.source == covered.source.id:
            held.setdefault(mark.quote.paragraph, []).append(mark)
    return tuple(_marked(paragraph, covered, held.get(paragraph.number, ())) for paragraph in covered.source.paragraphs)


def _marked(paragraph: Paragraph, covered: SourceCoverage, marks: Sequence[Mark]) -> MarkedParagraph:
    start, end = paragraph.start, paragraph.end
    asides = [aside for aside in covered.source.unquoted if aside.start < end and start < aside.end]
    bare = [(sentence.start, sentence.end) for sentence in covered.bare if sentence.paragraph == paragraph.number]
    spans = [(m.quote.start, m.quote.end) for m in marks] + [(a.start, a.end) for a in asides] + bare
    cuts = sorted({start, end, *(cut for span in spans for cut in span if start < cut < end)})
    runs = []
    for first, last in itertools.pairwise(cuts):
        holding = tuple(mark for mark in marks if mark.quote.start <= first and last <= mark.quote.end)
        runs.append(
            Run(
                text=covered.source.text[first:last],
                marks=holding,
                begins=tuple(mark for mark in holding if mark.quote.start == first),
                ends=tuple(mark for mark in holding if mark.quote.end == last),
                bare=any(begin <= first and last <= past for begin, past in bare),
                aside=next((aside for aside in asides if aside.start <= first and last <= aside.end), None),
            )
        )
    return MarkedParagraph(
        number=paragraph.number, runs=tuple(runs), asides=tuple(aside for aside in asides if aside.end <= end)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A source ready to be shown."""

    covered: SourceCoverage
    paragraphs: tuple[MarkedParagraph, ...]


def articles(coverage: Iterable[SourceCoverage], marks: tuple[Mark, ...]) -> Iterator[Article]:
    """Each source with its marks."""
    for covered in coverage:
        yield Article(covered=covered, paragraphs=marked(covered, marks))


def article_section(shown: Iterable[Article], names: Names) -> Html:
    """All sources, beneath the legend of the lines."""
    return section("sources", "The sources and what is quoted of them", _legend(), *(_article(a, names) for a in shown))


def _legend() -> Html:
    lines = [
        tag("li", standing_word(standing), " ", tag("span", ENGLISH.standing_meaning[standing], class_="means"))
        for standing in Standing
    ]
    more = (
        tag("li", tag("span", "Not quoted", class_="bare"), " ", tag("span", "No fact quotes it.", class_="means")),
        tag("li", tag("span", "Set aside", class_="aside"), " ", tag("span", "No fact has to.", class_="means")),
    )
    note = "Numbers lead to the facts whose quote ends there; several lines mean facts of several standings."
    return tag("div", tag("ul", *lines, *more), tag("p", note, class_="note"), class_="legend", aria_label="Legend")


def _article(shown: Article, names: Names) -> Html:
    source = shown.covered.source
    return tag(
        "article",
        tag("h3", source.title),
        _about(shown.covered),
        *(_paragraph(paragraph, names) for paragraph in shown.paragraphs),
        id=anchor(source),
    )


def _about(covered: SourceCoverage) -> Html:
    source, counted = covered.source, len(covered.quoted) + len(covered.bare)
    told = ENGLISH.source_coverage.format(
        share=ENGLISH.percent(covered.share), sentences=ENGLISH.count(counted, ENGLISH.sentence)
    )
    lines: list[Html | str] = [
        joined([source.publisher, _address(source), f"{source.file}, SHA-256 {source.sha256}"], " · "),
        *([f"Dates: {source.dates}"] if source.dates else []),
        f"{told}: {len(covered.bare)} not quoted, {len(covered.set_aside)} set aside.",
    ]
    return tag("div", *(tag("p", line) for line in lines), class_="about")


def _address(source: Source) -> Html:
    return tag("a", source.url, href=source.url, rel="noreferrer")


def _paragraph(paragraph: MarkedParagraph, names: Names) -> Html:
    # Behind a paragraph that is wholly set aside stands why.
    reasons = (tag("span", f"set aside: {aside.reason}", class_="reason") for aside in paragraph.asides)
    number = tag("span", str(paragraph.number), class_="place", title=f"paragraph {paragraph.number}")
    runs = (_run(run, names) for run in paragraph.runs)
    return tag("p", number, *runs, *reasons, class_="paragraph")


def _run(run: Run, names: Names) -> Html:
    anchors = (tag("span", id=f"q{mark.number}") for mark in run.begins)
    facts = {mark.fact.id: mark.fact for mark in run.ends}
    behind = joined((names.number(fact) for fact in facts.values()), " ")
    return joined([*anchors, _lined(run), tag("sup", behind) if facts else ""])


def _lined(run: Run) -> Html:
    """The text inside one element for each standing: each draws its own line, beneath the one before."""
    held = " ".join(f"q{mark.number}" for mark in run.marks)
    plain = "bare" if run.bare else "aside" if run.aside else ""
    lined = tag("span", run.text, class_=" ".join(filter(None, (held, plain)))) if held or plain else joined([run.text])
    for depth, standing in enumerate(run.standings, 1):
        lined = tag("span", lined, class_=f"s {standing} l{depth}")
    return lined


def back(marks: Iterable[Mark], names: Names) -> Iterator[Html]:
    """Each of a fact's quotes, with the way to where it stands in its source."""
    for mark in marks:
        source = names.knowledge.sources[mark.quote.source]
        place = f"{source.publisher}, {ENGLISH.paragraph.format(number=mark.quote.paragraph)}"
        cite = tag("cite", "— ", link(f"q{mark.number}", place, title="Show it in the source"))
        yield tag("blockquote", tag("p", quotation(mark.quote.exact, ENGLISH), " ", cite))
