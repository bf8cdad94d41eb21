"""Write a draft as YAML files, with a TODO comment for each guess."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from bot.core.drafting.model import Draft, DraftFact, DraftSource
from bot.core.knowledge.anchor_repair import yaml_lines, yaml_text
from bot.core.knowledge.references import FACTS, SOURCES, TOPICS, UNKNOWNS, VOCABULARY
from bot.core.knowledge.yaml_reader import TODO
from bot.core.text.dates import format_date

MAX_FACTS: Final = 500
"""Most facts of one file, well below the largest file that is read."""

_SCHEMA: Final = "# yaml-language-server: $schema={up}schema/{name}.schema.json"
_ABOUT: Final = "# A draft: fix or confirm each guess, then delete its TODO comment; `check` lists what is left."
_GROUPS: Final = """\
# Groups of words that can replace each other in any sentence here without a change of meaning: ["film", "movie"].
same: []
# Groups of words that only help to find a fact: ["film", "cinema", "actor"].
"""
LOOK: Final = "make a fact of it in the review, or say why none needs it"
"""What a curator has to do with a passage in doubt."""
_MAX_DAYS: Final = 5  # that the source's note lists


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFiles:
    """Texts by their file names in knowledge/: files of facts, single files, and the single files' entries alone."""

    facts: Mapping[str, str]
    single: Mapping[str, str]
    entries: Mapping[str, str]


def draft_files(draft: Draft) -> DraftFiles:
    """Return the files of a draft: its facts, and a source, topics, unknowns and names for the single files."""
    entries = {
        SOURCES: _lines(_source(draft)),
        TOPICS: _lines(_topics(draft)),
        **({VOCABULARY: _lines(_names(draft))} if draft.names else {}),
        **({UNKNOWNS: _lines(_unknowns(draft))} if draft.unknowns else {}),
    }
    heads = {name: _head(name.removesuffix(".yaml"), "") for name in entries}
    lists = {
        name: f"names:\n{text}{_GROUPS}{_lines(_near(draft))}" if name == VOCABULARY else text
        for name, text in entries.items()
    }
    return DraftFiles(
        facts=dict(_fact_files(draft)),
        single={name: f"{heads[name]}{text}" for name, text in lists.items()},
        entries=entries,
    )


def _fact_files(draft: Draft) -> Iterator[tuple[str, str]]:
    source, facts = draft.source.source, iter(draft.offered)
    number = 1
    while part := list(islice(facts, MAX_FACTS)):
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
        ("publisher", source.publisher, "who published it?"),
        ("url", source.url, "where was it published?"),
    ):
        yield f"  {key}: {yaml_text(value)}{todo_comment(todo) if key in guessed else ''}"
    yield from _origin(draft.source)
    yield f"  file: {yaml_text(source.file)}"
    yield f"  sha256: {yaml_text(source.sha256)}"
    if source.original_sha256:
        yield f"  original_sha256: {yaml_text(source.original_sha256)}"
    yield f"  dates: {yaml_text(_dated(draft))}{todo_comment('how were the dates worked out?')}"
    yield from _unquoted(draft)


def _unquoted(draft: Draft) -> Iterator[str]:
    """Write the passages without a fact in the order of the text; a TODO marks those that a curator has to look at."""
    skipped = [(each.quote, each.reason, "") for each in draft.skipped if each.quote is not None]
    doubtful = [(quote, fact.doubt, todo_comment(LOOK)) for fact in draft.doubtful for quote in fact.quotes]
    passages = sorted([*skipped, *doubtful], key=lambda each: each[0].start)
    if passages:
        yield f"  unquoted:{todo_comment('is it true that no fact needs these passages?') if skipped else ''}"
    for quote, reason, todo in passages:
        exact, *context = yaml_lines(quote)
        yield f"    - {exact}"
        yield from (f"      {line}" for line in context)
        yield f"      reason: {yaml_text(reason)}{todo}"


def _origin(draft: DraftSource) -> Iterator[str]:
    """Write who wrote the source, when it was published and when it was read."""
    source, guessed = draft.source, draft.guessed
    if source.authors:
        names = ", ".join(map(yaml_text, source.authors))
        yield f"  authors: [{names}]{todo_comment('who wrote it?') if 'authors' in guessed else ''}"
    if source.published or "published" in guessed:
        day = f" {source.published.isoformat()}" if source.published else ""
        todo = "on which day was it published?" if day else "on which day was it published, such as 2025-10-17?"
        yield f"  published:{day}{todo_comment(todo) if 'published' in guessed else ''}"
    if source.retrieved:
        yield f"  retrieved: {source.retrieved.isoformat()}"


def _dated(draft: Draft) -> str:
    days = [format_date(day) for day in draft.days[:_MAX_DAYS]]
    return f"The text names {', '.join(days)}." if days else "The text names no day in full."


def _topics(draft: Draft) -> Iterator[str]:
    used = {fact.topic for fact in draft.offered}
    for topic in (each for each in draft.topics if each.id in used):
        yield f"- id: {topic.id}"
        yield f"  title: {yaml_text(topic.title)}{todo_comment('readers browse facts under this heading')}"


def _names(draft: Draft) -> Iterator[str]:
    for place, name in enumerate(draft.names):
        # One comment asks for all kinds that more than one sign gave away.
        todo = (
            "person, body (organisation), place or thing?" if not name.sure else "" if place else "are the kinds right?"
        )
        yield f"  - name: {yaml_text(name.name)}"
        yield f"    kind: {name.kind}{todo_comment(todo) if todo else ''}"
        aliases = [alias for alias in name.aliases if alias.casefold() != name.name.casefold()]
        yield f"    aliases: [{', '.join(map(yaml_text, aliases))}]"


def _near(draft: Draft) -> Iterator[str]:
    yield "near:" if draft.near else "near: []"
    yield from (f"  - [{', '.join(map(yaml_text, group))}]" for group in draft.near)


def _unknowns(draft: Draft) -> Iterator[str]:
    for unknown in draft.unknowns:
        yield f"- id: {unknown.id}"
        todo = todo_comment("is it true, and would a reader ask it? If not, delete the entry")
        yield f"  statement: {yaml_text(unknown.statement)}{todo}"
        yield f"  question: {yaml_text(unknown.question)}"
        yield from _phrasings(unknown.phrasings)


def _fact(fact: DraftFact, source: str) -> Iterator[str]:
    yield f"- id: {fact.id}"
    yield f"  statement: {yaml_text(fact.statement)}{todo_comment(_doubts(fact))}"
    yield f"  topics: [{fact.topic}]"
    yield f"  attribution: {yaml_text(fact.attribution)}"
    yield f"  standing: {fact.standing}"
    if fact.when:
        derived = todo_comment(f"worked out from “{fact.derived}” and the date of publication") if fact.derived else ""
        yield f"  when: {fact.when.isoformat()}{derived}"
    yield "  importance: 2"
    yield "  quotes:"
    for quote in (*fact.quotes, *filter(None, [fact.named_by])):
        yield f"    - source: {source}"
        yield from (f"      {line}" for line in yaml_lines(quote))
    yield f"  question: {yaml_text(fact.questions[0])}"
    yield from _phrasings(fact.questions[1:])
    if fact.disputes:
        asked = todo_comment("can both not be true? If they can, delete this line")
        yield f"  disputes: [{', '.join(fact.disputes)}]{asked}"


def _doubts(fact: DraftFact) -> str:
    """Return what a curator has to look at: how the speaker was guessed, and what is not clear by itself."""
    said = f"said by “{fact.said_by}”" if fact.said_by else "the text names nobody who says it"
    doubted = f"; {fact.doubt}" if fact.doubt else ""
    meant = f"; is it “{fact.meant}”?" if fact.meant else ""
    days = f"; which day: {', '.join(fact.loose)}?" if fact.loose else ""
    opened = "".join(f"; is “{each.words}” {format_date(each.day)}?" for each in fact.open_days)
    return f"are statement, standing and question right? ({said}){doubted}{meant}{days}{opened}"


def _phrasings(phrasings: Sequence[str]) -> Iterator[str]:
    yield f"  phrasings:{'' if phrasings else ' []'}"
    yield from (f"    - {yaml_text(phrasing)}" for phrasing in phrasings)


def todo_comment(todo: str) -> str:
    """Return a TODO comment to put behind a value."""
    # The text's own words may contain line ends, which would end the comment, or control characters.
    line = " ".join(todo.split())
    return f"  {TODO}: {''.join(character for character in line if character.isprintable())}"


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
