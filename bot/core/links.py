"""What the entries of a base say of each other: ids that repeat, ids that name nothing, asks that two share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any

from bot.core.checking import Entry, listed, propose
from bot.core.documents import Path
from bot.core.entries import Entries, Ids
from bot.core.facts import Standing
from bot.core.schema import FactShape, UnknownShape
from bot.core.text import same_text
from bot.errors import Problem

_FEW = 8
"""Known ids that a message lists where none is near."""


def link_problems(entries: Entries) -> Iterator[Problem]:
    """Every mistake between entries."""
    yield from _repeated(entries.sources, "id", lambda entry: entry.value.id)
    yield from _repeated(entries.topics, "id", lambda entry: entry.value.id)
    yield from _repeated(entries.names, "name", lambda entry: entry.value.name)
    yield from _repeated(chain(entries.facts, entries.unknowns), "id", lambda entry: entry.value.id)
    yield from _shared_asks(chain(entries.facts, entries.unknowns))
    for fact in entries.facts:
        yield from _unknown_ids(fact, entries)
        yield from _self_links(fact)
    for unknown in entries.unknowns:
        yield from _unknown(unknown, "nearest", unknown.value.nearest, entries.fact_ids, "a fact")
    yield from _undisputed(entries)


def _repeated(entries: Iterable[Entry[Any]], key: str, name: Callable[[Entry[Any]], str]) -> Iterator[Problem]:
    first: dict[str, Entry[Any]] = {}
    for entry in entries:
        earlier = first.setdefault(name(entry), entry)
        if earlier is not entry:
            message = f"The {key} '{name(entry)}' stands already in {_place(earlier, (key,))}; each needs its own."
            yield entry.problem((key,), message)


def _shared_asks(entries: Iterable[Entry[FactShape] | Entry[UnknownShape]]) -> Iterator[Problem]:
    first: dict[str, tuple[Entry[Any], Path]] = {}
    for entry in entries:
        for index, ask in enumerate(entry.value.asks):
            path = ("asks", index)
            earlier, earlier_path = first.setdefault(same_text(ask), (entry, path))
            if (earlier, earlier_path) != (entry, path):
                where = f"'{earlier.value.id}', {_place(earlier, earlier_path)}"
                yield entry.problem(
                    path, f"This ask also stands at {where}; it can lead to one only: reword one of them."
                )


def _unknown_ids(fact: Entry[FactShape], entries: Entries) -> Iterator[Problem]:
    yield from _unknown(fact, "topics", fact.value.topics, entries.topic_ids, "a topic in topics.yaml")
    yield from _unknown(fact, "related", fact.value.related, entries.fact_ids, "a fact")
    yield from _unknown(fact, "disputes", fact.value.disputes, entries.fact_ids, "a fact")
    for index, quote in enumerate(fact.value.quotes):
        if entries.source_ids is not None and quote.source not in entries.source_ids:
            mend = _instead(quote.source, entries.source_ids, "sources")
            message = f"'{quote.source}' is no source in sources.yaml.{mend}"
            yield fact.problem(("quotes", index, "source"), message)


def _unknown(entry: Entry[Any], key: str, ids: tuple[str, ...], known: Ids, kind: str) -> Iterator[Problem]:
    earlier: set[str] = set()
    for index, name in enumerate(ids):
        if name in earlier:
            yield entry.problem((key, index), f"'{name}' stands twice in this list; remove one.")
        elif known is not None and name not in known:
            mend = _instead(name, known, key)
            yield entry.problem((key, index), f"'{name}' is not the id of {kind}.{mend}")
        earlier.add(name)


def _instead(name: str, known: frozenset[str], what: str) -> str:
    """What may have been meant: the nearest id, or where none is near and few are known, all of them."""
    near = propose(name, known)
    return near or (listed(sorted(known), what) if 0 < len(known) <= _FEW else "")


def _self_links(fact: Entry[FactShape]) -> Iterator[Problem]:
    for key, ids in (("related", fact.value.related), ("disputes", fact.value.disputes)):
        if fact.value.id in ids:
            yield fact.problem((key, ids.index(fact.value.id)), "A fact cannot name itself here; remove it.")


def _undisputed(entries: Entries) -> Iterator[Problem]:
    """A disputed fact is shown beside what stands against it, so one of the two has to name the other."""
    against = {name for fact in entries.facts for name in fact.value.disputes}
    if entries.fact_ids is None or not against <= entries.fact_ids:
        return  # a link that is missing or misspelt may be the one
    for fact in entries.facts:
        disputed = fact.value.standing is Standing.DISPUTED
        if disputed and not fact.value.disputes and fact.value.id not in against:
            message = (
                "A disputed fact needs what stands against it: list those facts under 'disputes', "
                f"or name '{fact.value.id}' under theirs."
            )
            yield fact.problem(("standing",), message)


def _place(entry: Entry[Any], path: Path) -> str:
    mark = entry.document.mark((*entry.path, *path))
    return f"{entry.document.file}:{mark.line}"
