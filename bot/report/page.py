"""The whole page."""

from __future__ import annotations

from typing import Final

from bot.core.knowledge.model import Knowledge
from bot.i18n import ENGLISH
from bot.report.article import article_section, articles
from bot.report.asks import asks_section
from bot.report.contents import Contents
from bot.report.facts import claims_section, facts_section
from bot.report.linking import names_of
from bot.report.markup import Html, joined, link, listing, tag
from bot.report.passages import marks_of
from bot.report.silences import gaps_section, golden_section, unknowns_section
from bot.report.style import style

GENERATOR: Final = "briefing-bot report"
"""Stands in every page as the one that made it: such a file may be written anew."""

# Nothing is fetched and nothing runs, whatever a source or a user wrote.
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def page(contents: Contents) -> str:
    """The page as text."""
    knowledge = contents.knowledge
    marks, names = marks_of(knowledge), names_of(knowledge)
    sections = (
        ("sources", "Sources", article_section(articles(contents.coverage, marks), names)),
        ("facts", "Facts", facts_section(names, marks, contents.asks)),
        ("claims", "Claims", claims_section(names)),
        ("asks", "Asks", asks_section(contents.asks, names)),
        ("unknowns", "Unknowns", unknowns_section(names, contents.asks)),
        ("golden", "Golden questions", golden_section(contents.golden, names)),
        ("gaps", "Gaps", gaps_section(contents.gaps, names)),
    )
    ways = listing("ul", (link(key, word) for key, word, _ in sections))
    body = tag(
        "body",
        _header(contents),
        tag("nav", ways, aria_label="Contents"),
        tag("main", *(part for _, _, part in sections)),
    )
    written = tag("html", _head(knowledge, style(len(marks))), body, lang="en")
    return f"<!DOCTYPE html>\n{written.markup}\n"


def _head(knowledge: Knowledge, css: str) -> Html:
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="generator", content=GENERATOR),
        tag("title", f"The base: {_title(knowledge)}"),
        # The style holds nothing that anybody else wrote, and is no text: it must not be escaped.
        tag("style", Html(css)),
    )


def _header(contents: Contents) -> Html:
    knowledge = contents.knowledge
    counts = (
        ENGLISH.count(len(knowledge.facts), ENGLISH.fact),
        ENGLISH.count(sum(len(fact.quotes) for fact in knowledge.facts.values()), ENGLISH.quote),
        ENGLISH.count(len(knowledge.topics), ENGLISH.topic),
        ENGLISH.count(len(knowledge.unknowns), ENGLISH.unknown),
        ENGLISH.count(len(knowledge.sources), ENGLISH.source),
    )
    made = contents.made
    return tag(
        "header",
        tag("h1", _title(knowledge)),
        tag("p", ", ".join(counts)),
        tag(
            "p",
            joined(
                [
                    joined(["Revision ", tag("code", knowledge.revision)]),
                    contents.calibration,
                    joined(
                        [
                            "made ",
                            tag("time", f"{ENGLISH.date(made.date())}, {made:%H:%M %Z}", datetime=made.isoformat()),
                        ]
                    ),
                ],
                " · ",
            ),
            class_="note",
        ),
    )


def _title(knowledge: Knowledge) -> str:
    """The title of the one source, or of the first with how many more there are."""
    titles = [source.title for source in knowledge.sources.values()]
    more = f" and {ENGLISH.count(len(titles) - 1, ENGLISH.source)} more" if len(titles) > 1 else ""
    return f"{titles[0]}{more}" if titles else "A base without sources"
