"""The whole page."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

from bot.core.knowledge.model import Knowledge
from bot.errors import UsageError
from bot.i18n import ENGLISH
from bot.report.article import article_section, articles, marks_of, names_of
from bot.report.collect import Contents
from bot.report.html import Html, joined, link, listing, style, tag
from bot.report.sections import (
    claims_section,
    facts_section,
    gaps_section,
    golden_section,
    questions_section,
    unknowns_section,
)

_START = 4096  # bytes in which an earlier page says what made it


def write_page(page: str, target: Path, *, force: bool = False) -> int:
    """Write the page and give its size in bytes. An earlier page is replaced; with `force` any other file as well.

    Who reads the file meanwhile sees the earlier one or the new one. Raises UsageError where it cannot be written.
    """
    refuse_others(target, force=force)
    content = page.encode()
    try:
        _replace(target.resolve(), content)
    except OSError as error:
        raise UsageError(f"{target}: cannot be written ({error.strerror or error}).") from error
    return len(content)


def refuse_others(target: Path, *, force: bool) -> None:
    """Raise UsageError where something stands in the page's place that is no page."""
    if target.is_dir():
        raise UsageError(f"{target}: is a folder; name a file in it, such as {target / 'report.html'}.")
    if not target.resolve().parent.is_dir():
        raise UsageError(f"{target}: there is no such folder; make it first.")
    if not force and target.exists() and not _is_page(target):
        raise UsageError(f"{target}: exists and is no report; name another file, or replace it with --force.")


def _is_page(target: Path) -> bool:
    try:
        with target.open("rb") as file:
            start = file.read(_START)
    except OSError as error:
        raise UsageError(f"{target}: cannot be read ({error.strerror or error}).") from error
    return f'content="{GENERATOR}"'.encode() in start


def _replace(target: Path, content: bytes) -> None:
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    written = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            os.fsync(file.fileno())
        # The page is for whom the folder is for, as a file made in the usual way would be.
        written.chmod(0o666 & ~_umask())
        written.replace(target)
    except BaseException:
        written.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


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
        ("facts", "Facts", facts_section(names, marks, contents.questions)),
        ("claims", "Claims", claims_section(names)),
        ("questions", "Questions", questions_section(contents.questions, names)),
        ("unknowns", "Unknowns", unknowns_section(names, contents.questions)),
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
