"""Build the whole page and write it to its file."""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from pathlib import Path
from typing import Final

from bot.core.knowledge.model import Knowledge
from bot.errors import UsageError
from bot.i18n import ENGLISH, phrases
from bot.report.article import sources_section
from bot.report.collect import Contents
from bot.report.facts import claims_section, facts_section, unknowns_section
from bot.report.finding import find_form, mark_facts
from bot.report.html import Html, joined, link, listing, script, style, tag
from bot.report.needs import needs_section
from bot.report.parts import link_facts, number_quotes
from bot.report.results import questions_section

GENERATOR: Final = "briefing-bot report"
"""Every page names it as its generator: a file with this name may be replaced."""

# Nothing is fetched, and no script but the page's own runs, whatever a source or a user wrote.
_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'"
)
_START: Final = 4096  # bytes at the beginning of a page that contain its generator


def page(contents: Contents) -> str:
    """Return the page as HTML."""
    knowledge = contents.knowledge
    quotes, links, marks = number_quotes(knowledge), link_facts(knowledge), mark_facts(contents)
    sections = (
        ("first", "Needs you", needs_section(contents, links)),
        ("facts", "Facts", facts_section(links, quotes, contents.questions, marks)),
        ("claims", "Claims", claims_section(links)),
        ("unknowns", "Unknowns", unknowns_section(links, contents.questions)),
        ("questions", "Questions", questions_section(contents.questions, links)),
        ("sources", "Sources", sources_section(contents.coverage, quotes, links)),
    )
    contained = listing((link(key, word) for key, word, _ in sections))
    code = script()
    body = tag(
        "body",
        _header(contents),
        tag("div", tag("nav", contained, aria_label="Contents"), find_form(marks), class_="bar"),
        tag("main", *(part for _, _, part in sections)),
        # Neither the script nor the style sheet contains anything that a curator or user wrote, or may be escaped.
        tag("script", Html(code)),
    )
    document = tag("html", _head(knowledge, style(len(quotes)), code), body, lang="en")
    return f"<!DOCTYPE html>\n{document.markup}\n"


def _head(knowledge: Knowledge, css: str, code: str) -> Html:
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_POLICY.format(script=digest)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="generator", content=GENERATOR),
        tag("title", f"The base: {_title(knowledge)}"),
        tag("style", Html(css)),
    )


def _header(contents: Contents) -> Html:
    knowledge, made = contents.knowledge, contents.made
    counts = (
        ENGLISH.count(len(knowledge.facts), ENGLISH.fact),
        ENGLISH.count(sum(len(fact.quotes) for fact in knowledge.facts.values()), ENGLISH.quote),
        ENGLISH.count(len(knowledge.topics), ENGLISH.topic),
        ENGLISH.count(len(knowledge.unknowns), ENGLISH.unknown),
        ENGLISH.count(len(knowledge.sources), ENGLISH.source),
    )
    time = tag("time", f"{ENGLISH.date(made.date())}, {made:%H:%M %Z}", datetime=made.isoformat())
    notes = (
        joined(["Revision ", tag("code", knowledge.revision)]),
        contents.calibration,
        joined(["written on ", time]),
    )
    draft = phrases.draft(knowledge, ENGLISH)
    return tag(
        "header",
        tag("h1", _title(knowledge)),
        *([tag("p", tag("strong", draft))] if draft else []),
        tag("p", ", ".join(counts)),
        tag("p", joined(notes, " · "), class_="note"),
    )


def _title(knowledge: Knowledge) -> str:
    """Return the title of the first source, and how many more there are."""
    titles = [source.title for source in knowledge.sources.values()]
    more = f" and {ENGLISH.count(len(titles) - 1, ENGLISH.source)} more" if len(titles) > 1 else ""
    return f"{titles[0]}{more}" if titles else "A base without sources"


def write_page(page: str, target: Path, *, force: bool = False) -> int:
    """Write the page and return its size in bytes. Replaces an earlier page; with `force`, any other file as well.

    Readers of the file see the earlier page or the new one, never a part. Raises UsageError if it cannot be written.
    """
    refuse_others(target, force=force)
    content = page.encode()
    try:
        _replace(target.resolve(), content)
    except OSError as error:
        raise UsageError(f"{target}: cannot be written ({error.strerror or error}).") from error
    return len(content)


def refuse_others(target: Path, *, force: bool) -> None:
    """Raise UsageError if the page cannot be written there or would replace a file that is not a page."""
    if target.is_dir():
        raise UsageError(f"{target}: is a folder; name a file in it, such as {target / 'report.html'}.")
    if not target.resolve().parent.is_dir():
        raise UsageError(f"{target}: there is no such folder; make it first.")
    if not force and target.exists() and not _is_page(target):
        raise UsageError(f"{target}: exists and is not a report; name another file, or replace it with --force.")


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
        # mkstemp makes a private file; give it the permissions of any new file.
        written.chmod(0o666 & ~_umask())
        written.replace(target)
    except BaseException:
        written.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
