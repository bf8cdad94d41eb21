"""Entries and source texts -> the values of a Knowledge."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from bot.core.checking import Entry
from bot.core.entries import Entries
from bot.core.facts import Fact, Name, Quote, Source, Topic, Unknown, Unquoted, Vocabulary
from bot.core.proof import Unproven, prove, set_aside
from bot.core.schema import FactShape, SourceShape, VocabularyShape
from bot.core.sentences import paragraphs, sentences
from bot.errors import Problem

MENDED = 50
"""Wrong quotes of facts for which the nearest passage is sought: a search takes milliseconds, in a long source more."""


def build_source(entry: Entry[SourceShape], content: bytes) -> tuple[Source | None, tuple[Problem, ...]]:
    """A source with its text. One whose text has changed is still built, so that its quotes are checked too."""
    written, actual = entry.value.sha256, hashlib.sha256(content).hexdigest()
    problems = () if written == actual else (entry.problem(("sha256",), _changed(entry.value.file, actual)),)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"The text {entry.value.file} is no UTF-8: byte 0x{content[error.start]:02X} at offset {error.start}."
        return None, (*problems, entry.problem(("file",), f"{message} Save it as UTF-8."))
    source, unproven = _with_unquoted(entry, _source(entry.value, text))
    return source, (*problems, *unproven)


def build_facts(entries: Entries, sources: Mapping[str, Source]) -> tuple[tuple[Fact, ...], tuple[Problem, ...]]:
    """The facts with their quotes located. Quotes of sources that are not there are left out."""
    facts: list[Fact] = []
    problems: list[Problem] = []
    for entry in entries.facts:
        quotes, unproven = _quotes(entry, sources, mended=len(problems) < MENDED)
        facts.append(_fact(entry.value, quotes))
        problems.extend(unproven)
    return tuple(facts), tuple(problems)


def build_topics(entries: Entries) -> tuple[Topic, ...]:
    """The topics of topics.yaml; without that file, those that facts name, with their ids as titles."""
    if entries.topic_ids is None:
        named = dict.fromkeys(topic for fact in entries.facts for topic in fact.value.topics)
        return tuple(Topic(id=topic, title=topic) for topic in named)
    values = (entry.value for entry in entries.topics)
    return tuple(Topic(id=topic.id, title=topic.title, description=topic.description) for topic in values)


def build_unknowns(entries: Entries) -> tuple[Unknown, ...]:
    """The unknowns, in the order of their file."""
    values = (entry.value for entry in entries.unknowns)
    return tuple(Unknown(id=u.id, statement=u.statement, asks=u.asks, nearest=u.nearest) for u in values)


def build_vocabulary(shape: VocabularyShape) -> Vocabulary:
    """The vocabulary, in the order of its file."""
    names = tuple(Name(name=name.name, kind=name.kind, aliases=name.aliases) for name in shape.names)
    return Vocabulary(names=names, groups=shape.groups)


def _changed(file: str, actual: str) -> str:
    return (
        f"The text {file} is not the one that was checked: its SHA-256 is {actual}. Restore the file; or, where the "
        "change is meant, write this hash here and mend the quotes that no longer match."
    )


def _source(shape: SourceShape, text: str) -> Source:
    return Source(
        id=shape.id,
        title=shape.title,
        publisher=shape.publisher,
        url=shape.url,
        file=shape.file,
        sha256=shape.sha256,
        dates=shape.dates,
        text=text,
        paragraphs=paragraphs(text),
        sentences=sentences(text),
    )


def _with_unquoted(entry: Entry[SourceShape], source: Source) -> tuple[Source, tuple[Problem, ...]]:
    unquoted: list[Unquoted] = []
    problems: list[Problem] = []
    for index, passage in enumerate(entry.value.unquoted):
        match set_aside(passage, source):
            case Unproven(key=key, message=message):
                problems.append(entry.problem(("unquoted", index, key), message))
            case located:
                unquoted.append(located)
    return replace(source, unquoted=tuple(unquoted)), tuple(problems)


def _quotes(
    entry: Entry[FactShape], sources: Mapping[str, Source], *, mended: bool
) -> tuple[tuple[Quote, ...], tuple[Problem, ...]]:
    quotes: list[Quote] = []
    problems: list[Problem] = []
    for index, quote in enumerate(entry.value.quotes):
        if quote.source not in sources:
            continue
        match prove(quote, sources[quote.source], mended=mended):
            case Unproven(key=key, message=message):
                problem = entry.problem(("quotes", index, key), message)
                problems.append(replace(problem, fact=entry.value.id))
            case located:
                quotes.append(located)
    return tuple(quotes), tuple(problems)


def _fact(shape: FactShape, quotes: tuple[Quote, ...]) -> Fact:
    return Fact(
        id=shape.id,
        statement=shape.statement,
        topics=shape.topics,
        attribution=shape.attribution,
        standing=shape.standing,
        when=shape.when,
        importance=shape.importance,
        quotes=quotes,
        asks=shape.asks,
        related=shape.related,
        disputes=shape.disputes,
    )
