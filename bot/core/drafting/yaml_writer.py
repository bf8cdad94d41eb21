"""A draft -> the text of its YAML files, each guess with its mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from bot.core.drafting.draft import Draft, DraftFact, DraftSource
from bot.core.knowledge.anchor_repair import yaml_lines, yaml_text
from bot.core.knowledge.references import FACTS, SOURCES, TOPICS, VOCABULARY
from bot.core.knowledge.yaml_reader import TODO
from bot.core.text.dates import format_date

MOST_FACTS: Final = 500
"""Facts of one file; so many stay well below what is read of one."""

_SCHEMA: Final = "# yaml-language-server: $schema={up}schema/{name}.schema.json"
_ABOUT: Final = "# A draft: mend or confirm each guess, then delete the mark behind it; `check` names what is left."
_DAYS: Final = 5  # that are named in the source's note


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFiles:
    """The text of each file by its name in knowledge/, and for the single files the entries alone, to be put in."""

    facts: Mapping[str, str]
    single: Mapping[str, str]
    entries: Mapping[str, str]


def written(draft: Draft) -> DraftFiles:
    """The files of a draft: its facts, and a source, a topic and names, each in the file that a base has for them."""
    entries = {
        SOURCES: _lines(_source(draft)),
        TOPICS: _lines(_topic(draft.source)),
        **({VOCABULARY: _lines(_names(draft))} if draft.names else {}),
    }
    heads = {name: _head(name.removesuffix(".yaml"), "") for name in entries}
    lists = {name: f"names:\n{text}" if name == VOCABULARY else text for name, text in entries.items()}
    return DraftFiles(
        facts=dict(_fact_files(draft)),
        single={name: f"{heads[name]}{text}" for name, text in lists.items()},
        entries=entries,
    )


def _fact_files(draft: Draft) -> Iterator[tuple[str, str]]:
    source, facts = draft.source.source, iter(draft.facts)
    number = 1
    while part := list(islice(facts, MOST_FACTS)):
        name = source.id if number == 1 else f"{source.id}-{number}"
        yield f"{FACTS}{name}.yaml", _head("facts", "../") + "\n".join(_lines(_fact(fact, source.id)) for fact in part)
        number += 1


def _head(name: str, up: str) -> str:
    return f"{_SCHEMA.format(up=up, name=name)}\n{_ABOUT}\n"


def _source(draft: Draft) -> Iterator[str]:
    source, guessed = draft.source.source, draft.source.guessed
    yield f"- id: {source.id}"
    for key, value, todo in (
        ("title", source.title, "is this the title?"),
        ("publisher", source.publisher, "who published it"),
        ("url", source.url, "where it was published"),
    ):
        yield f"  {key}: {yaml_text(value)}{_mark(todo) if key in guessed else ''}"
    yield f"  file: {yaml_text(source.file)}"
    yield f"  sha256: {yaml_text(source.sha256)}"
    yield f"  dates: {yaml_text(_dated(draft))}{_mark('how weekdays of the text are placed')}"
    if draft.headings:
        yield "  unquoted:"
    for heading in draft.headings:
        exact, *context = yaml_lines(heading)
        yield f"    - {exact}"
        yield from (f"      {line}" for line in context)
        yield f'      reason: "A heading or a line of the page."{_mark("does no fact need it?")}'


def _dated(draft: Draft) -> str:
    days = [format_date(day) for day in draft.days[:_DAYS]]
    return f"The text names {', '.join(days)}." if days else "The text names no day in full."


def _topic(source: DraftSource) -> Iterator[str]:
    yield f"- id: {source.source.id}"
    yield f"  title: {yaml_text(source.source.title[:100])}{_mark('the headings under which facts are browsed')}"


def _names(draft: Draft) -> Iterator[str]:
    for name in draft.names:
        yield f"  - name: {yaml_text(name.name)}"
        yield f"    kind: {name.kind}{_mark('person, body, place or thing?')}"
        yield "    aliases: []"


def _fact(fact: DraftFact, source: str) -> Iterator[str]:
    days = f"; which day: {', '.join(fact.loose)}?" if fact.loose else ""
    pointed = f"; what is “{fact.pointer}”?" if fact.pointer else ""
    said = f"guessed from {fact.said_by}" if fact.said_by else "nobody is named"
    yield f"- id: {fact.id}"
    yield f"  statement: {yaml_text(fact.statement)}{_mark(f'in your own words{pointed}{days}')}"
    yield f"  topics: [{source}]"
    yield f"  attribution: {yaml_text(fact.attribution)}{_mark(said)}"
    yield f"  standing: {fact.standing}{_mark('how far the source stands behind it')}"
    if fact.when:
        yield f"  when: {fact.when.isoformat()}{_mark('is it the day of the fact?')}"
    yield "  importance: 2"
    yield "  quotes:"
    for quote in fact.quotes:
        yield f"    - source: {source}"
        yield from (f"      {line}" for line in yaml_lines(quote))
    question, *phrasings = fact.questions
    yield f"  question: {yaml_text(question)}{_mark('the one question that the statement answers; readers see it')}"
    yield f"  phrasings:{'' if phrasings else ' []'}{_mark('ten or so other ways to ask; these are made of its words')}"
    yield from (f"    - {yaml_text(phrasing)}" for phrasing in phrasings)


def _mark(todo: str) -> str:
    # Some of the words are the text's own: a line end in them would end the comment, a control be refused.
    line = " ".join(todo.split())
    return f"  {TODO}: {''.join(character for character in line if character.isprintable())}"


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
