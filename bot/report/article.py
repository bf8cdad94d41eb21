"""The sources as published, each quoted passage underlined by standing and followed by the numbers of its facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.core.knowledge.coverage import Coverage
from bot.core.knowledge.model import Source, Standing
from bot.i18n import ENGLISH
from bot.report.linking import Names, anchor, section, standing_word
from bot.report.markup import Html, joined, link, tag
from bot.report.passages import Mark, MarkedParagraph, Run, marked


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A source ready to be shown."""

    covered: Coverage
    paragraphs: tuple[MarkedParagraph, ...]


def articles(coverage: Iterable[Coverage], marks: tuple[Mark, ...]) -> Iterator[Article]:
    """Each source with its marks."""
    for covered in coverage:
        yield Article(covered=covered, paragraphs=marked(covered, marks))


def article_section(shown: Iterable[Article], names: Names) -> Html:
    """All sources, beneath the legend of the lines."""
    return section("sources", "The sources and what is quoted of them", _legend(), *(_article(a, names) for a in shown))


def _legend() -> Html:
    lines = [
        tag("li", standing_word(standing), " ", tag("span", ENGLISH.standing_means[standing], class_="means"))
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


def _about(covered: Coverage) -> Html:
    source, counted = covered.source, len(covered.quoted) + len(covered.bare)
    told = ENGLISH.share_quoted.format(
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
        yield tag("blockquote", tag("p", "“", mark.quote.exact, "” ", cite))
