"""The sources as published: each quoted passage is underlined by standing and followed by the numbers of its facts."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.knowledge.coverage import SourceCoverage
from bot.core.knowledge.model import Source, Standing, Unquoted
from bot.core.text.sentences import Paragraph
from bot.i18n import ENGLISH, phrases
from bot.i18n.catalogue import NounForms
from bot.report.html import Html, joined, tag
from bot.report.parts import FactLinks, NumberedQuote, anchor, folded, paragraph_anchor, section, standing_word

_PARAGRAPH: Final = NounForms("paragraph", "paragraphs")


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRun:
    """Characters of a paragraph that the same quotes contain.

    `begins` and `ends` are those of `quotes` that begin or end with this run. `bare` is true if the run is part of a
    sentence that no fact quotes; `aside` is the passage, set aside by the curator, that it is part of.
    """

    text: str
    quotes: tuple[NumberedQuote, ...]
    begins: tuple[NumberedQuote, ...]
    ends: tuple[NumberedQuote, ...]
    bare: bool
    aside: Unquoted | None

    @property
    def standings(self) -> tuple[Standing, ...]:
        """The standings of the facts that quote it, each once."""
        return tuple(one for one in Standing if any(quote.fact.standing is one for quote in self.quotes))


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedParagraph:
    """A paragraph as runs, which together are its text. `asides` are the passages set aside that end in it."""

    number: int
    runs: tuple[TextRun, ...]
    asides: tuple[Unquoted, ...]


def split_paragraphs(covered: SourceCoverage, quotes: Iterable[NumberedQuote]) -> tuple[QuotedParagraph, ...]:
    """Split the paragraphs of a source at the quotes of that source."""
    by_paragraph: dict[int, list[NumberedQuote]] = {}
    for each in quotes:
        if each.quote.source == covered.source.id:
            by_paragraph.setdefault(each.quote.paragraph, []).append(each)
    return tuple(_split(one, covered, by_paragraph.get(one.number, ())) for one in covered.source.paragraphs)


def _split(paragraph: Paragraph, covered: SourceCoverage, quotes: Sequence[NumberedQuote]) -> QuotedParagraph:
    start, end = paragraph.start, paragraph.end
    asides = [aside for aside in covered.source.unquoted if aside.start < end and start < aside.end]
    bare = [(sentence.start, sentence.end) for sentence in covered.bare if sentence.paragraph == paragraph.number]
    ranges = [(q.quote.start, q.quote.end) for q in quotes] + [(a.start, a.end) for a in asides] + bare
    cuts = sorted({start, end, *(cut for each in ranges for cut in each if start < cut < end)})
    runs = []
    for first, last in itertools.pairwise(cuts):
        around = tuple(each for each in quotes if each.quote.start <= first and last <= each.quote.end)
        runs.append(
            TextRun(
                text=covered.source.text[first:last],
                quotes=around,
                begins=tuple(each for each in around if each.quote.start == first),
                ends=tuple(each for each in around if each.quote.end == last),
                bare=any(begin <= first and last <= past for begin, past in bare),
                aside=next((aside for aside in asides if aside.start <= first and last <= aside.end), None),
            )
        )
    return QuotedParagraph(
        number=paragraph.number, runs=tuple(runs), asides=tuple(aside for aside in asides if aside.end <= end)
    )


def sources_section(coverage: Iterable[SourceCoverage], quotes: Sequence[NumberedQuote], links: FactLinks) -> Html:
    """Show all sources below a legend of the underlines."""
    articles = (_article(covered, quotes, links) for covered in coverage)
    return section("sources", "The sources and their quoted passages", _legend(), *articles)


def _legend() -> Html:
    lines = [
        tag("li", standing_word(standing), " ", tag("span", ENGLISH.standing_meaning[standing], class_="means"))
        for standing in Standing
    ]
    more = (
        tag("li", tag("span", "Not quoted", class_="bare"), " ", tag("span", "No fact quotes it.", class_="means")),
        tag("li", tag("span", "Set aside", class_="aside"), " ", tag("span", "No fact needs it.", class_="means")),
    )
    note = "A number links to the fact whose quote ends there. Several lines mean facts of several standings."
    return tag("div", tag("ul", *lines, *more), tag("p", note, class_="note"), class_="legend", aria_label="Legend")


def _article(covered: SourceCoverage, quotes: Sequence[NumberedQuote], links: FactLinks) -> Html:
    source = covered.source
    paragraphs = [_paragraph(paragraph, source, links) for paragraph in split_paragraphs(covered, quotes)]
    text = folded(f"Show the text: {ENGLISH.count(len(paragraphs), _PARAGRAPH)}", *paragraphs)
    return tag("article", tag("h3", source.title), _about(covered), text, id=anchor(source))


def _about(covered: SourceCoverage) -> Html:
    source, counted = covered.source, len(covered.quoted) + len(covered.bare)
    share = ENGLISH.source_coverage.format(
        share=ENGLISH.percent(covered.share), sentences=ENGLISH.count(counted, ENGLISH.sentence)
    )
    lines: list[Html | str] = [
        joined([source.publisher, _address(source), f"{source.file}, SHA-256 {source.sha256}"], " · "),
        *([origin] if (origin := phrases.origin(source, ENGLISH, authors=phrases.unchanged)) else []),
        *([f"Dates: {source.dates}"] if source.dates else []),
        f"{share}: {len(covered.bare)} not quoted, {len(covered.set_aside)} set aside.",
    ]
    return tag("div", *(tag("p", line) for line in lines), class_="about")


def _address(source: Source) -> Html:
    return tag("a", source.url, href=source.url, rel="noreferrer")


def _paragraph(paragraph: QuotedParagraph, source: Source, links: FactLinks) -> Html:
    reasons = (tag("span", f"set aside: {aside.reason}", class_="reason") for aside in paragraph.asides)
    number = tag("span", str(paragraph.number), class_="place", title=f"paragraph {paragraph.number}")
    runs = (_run(run, links) for run in paragraph.runs)
    place = paragraph_anchor(source, paragraph.number)
    return tag("p", number, *runs, *reasons, id=place, class_="paragraph")


def _run(run: TextRun, links: FactLinks) -> Html:
    anchors = (tag("span", id=f"q{each.number}") for each in run.begins)
    facts = {each.fact.id: each.fact for each in run.ends}
    numbers = joined((links.number(fact) for fact in facts.values()), " ")
    return joined([*anchors, _underlined(run), tag("sup", numbers) if facts else ""])


def _underlined(run: TextRun) -> Html:
    """Put the text inside one element for each standing: each draws its own line, below the one before."""
    classes = [f"q{each.number}" for each in run.quotes]
    if run.bare or run.aside:
        classes.append("bare" if run.bare else "aside")
    text = tag("span", run.text, class_=" ".join(classes)) if classes else joined([run.text])
    for depth, standing in enumerate(run.standings, 1):
        text = tag("span", text, class_=f"s {standing} l{depth}")
    return text
