"""What a curator does to an entry. Each change takes a workspace and returns another; nothing is written here."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from bot.core.knowledge.ids import fact_id, slug
from bot.core.knowledge.model import TRANSLATED
from bot.core.knowledge.references import FACTS, GOLDEN, SOURCES, TOPICS, UNKNOWNS
from bot.core.knowledge.schema import (
    MAX_PARAPHRASES,
    MAX_PHRASINGS,
    MAX_STATEMENT,
    FactShape,
    NameShape,
    SourceShape,
    TopicShape,
    UnknownShape,
    UnquotedShape,
)
from bot.core.knowledge.validation import Shape
from bot.core.knowledge.yaml_reader import Value
from bot.core.text.normalise import same_text, words
from bot.curation.editing import EditRefusedError
from bot.curation.workspace import CuratedEntry, EntryKind, MarkedPassage, Workspace

_SHAPES: Final[Mapping[EntryKind, type[Shape]]] = MappingProxyType(
    {
        EntryKind.SOURCE: SourceShape,
        EntryKind.TOPIC: TopicShape,
        EntryKind.FACT: FactShape,
        EntryKind.PASSAGE: UnquotedShape,
        EntryKind.UNKNOWN: UnknownShape,
        EntryKind.NAME: NameShape,
    }
)
LISTS: Final = frozenset({"topics", "phrasings", "paraphrases", "related", "disputes", "nearest", "aliases", "authors"})
"""Keys whose values are lists of texts."""

SAID: Final = frozenset({"statement", "statement_en", "statement_es", "standing", "attribution", "when"})
"""What a fact says (`bot.core.factbase.corrections`), without its quotes."""
_LINKS: Final = ("related", "disputes", "nearest")
_JOINED: Final = ("topics", "related", "disputes")
_MERGED: Final = "say what both facts said in one statement, with the question that it answers"


def confirm(workspace: Workspace, entry: CuratedEntry) -> Workspace:
    """Delete the TODO comments of an entry."""
    return workspace.with_text(entry.file, workspace.text(entry.file).without_marks(workspace.todos(entry)))


def set_field(
    workspace: Workspace, entry: CuratedEntry, key: str, value: str | Sequence[str], *, wording: bool = False
) -> Workspace:
    """Set a key of an entry, and delete its TODO comments. An empty value removes a key that is optional.

    A TODO that names several other keys stays: it is about these as well. Unless a fact changes in its `wording`
    alone, a new statement deletes its paraphrases, and each change of what the fact says deletes `reworded`.
    Raises EditRefusedError for a key that the format does not have, or that is needed.
    """
    fields = _SHAPES[entry.kind].model_fields
    if key not in fields or (isinstance(value, str) is (key in LISTS)):
        raise EditRefusedError(f"A {entry.kind} has no such key: {key}.")
    before = str(workspace.value(entry).get(key) or "")
    if key in SAID and isinstance(value, str) and not wording and value.split() != before.split():
        workspace = without(workspace, entry, "reworded", *(["paraphrases"] if key == "statement" else []))
    text = workspace.text(entry.file)
    path, order = (*entry.path, key), tuple(fields)
    present = key in workspace.value(entry)
    if not isinstance(value, str):
        text = text.with_list(path, value, order=order)
    elif value.strip():
        text = text.with_text(path, value.strip(), order=order)
    elif fields[key].is_required():
        raise EditRefusedError(f"'{key}' is needed; write {fields[key].description}.")
    elif present:
        # The comments go first: they would be those of the key before.
        return workspace.with_text(entry.file, text.without_todos(entry.path, key).without(path))
    about_more = any(len((fields.keys() - {key}) & set(words(todo.what))) > 1 for todo in text.todos(entry.path)
                     if todo.key == key)  # fmt: skip
    return workspace.with_text(entry.file, text if about_more else text.without_todos(entry.path, key))


def set_publisher(workspace: Workspace, source: CuratedEntry, publisher: str) -> Workspace:
    """Set the publisher of a source, and the attribution of the facts that quote the source and name the old one."""
    before = same_text(str(workspace.value(source).get("publisher")))
    workspace = set_field(workspace, source, "publisher", publisher)
    for fact in workspace.entries:
        value = workspace.value(fact) if fact.kind is EntryKind.FACT else {}
        quoted = {quote.get("source") for quote in _listed(value.get("quotes")) if isinstance(quote, dict)}
        if source.name in quoted and same_text(str(value.get("attribution"))) == before:
            # Nobody has looked at the attribution, so that its TODO comments stay.
            text = workspace.text(fact.file).with_text((*fact.path, "attribution"), publisher)
            workspace = without(workspace.with_text(fact.file, text), fact, "reworded")
    return workspace


def without(workspace: Workspace, entry: CuratedEntry, *keys: str) -> Workspace:
    """Delete those of the keys that an entry has, with their TODO comments."""
    for key in [key for key in keys if key in workspace.value(entry)]:
        text = workspace.text(entry.file).without_todos(entry.path, key)
        workspace = workspace.with_text(entry.file, text.without((*entry.path, key)))
    return workspace


def set_topics(workspace: Workspace, entry: CuratedEntry, topics: Sequence[str]) -> Workspace:
    """Set the topics of a fact by their ids or titles. A topic that is new is added to topics.yaml.

    Raises EditRefusedError if there is none, or for a text of which no id can be made.
    """
    known = {each: other.name for other in workspace.entries if other.kind is EntryKind.TOPIC
             for each in topic_names(workspace, other)}  # fmt: skip
    ids = list[str]()
    for topic in topics:
        found = known.get(same_text(topic)) or slug(topic)
        if not found:
            raise EditRefusedError(f"No id can be made of the topic '{topic}'; use letters or digits.")
        if found not in known.values():
            workspace = _added(workspace, TOPICS, {"id": found, "title": topic.strip()})
            known[same_text(topic)] = found
        ids.append(found)
    if not ids:
        raise EditRefusedError("A fact needs a topic.")
    return set_field(workspace, entry, "topics", list(dict.fromkeys(ids)))


def topic_names(workspace: Workspace, entry: CuratedEntry) -> frozenset[str]:
    """Return the id of a topic and its titles in all languages, as `same_text` returns them."""
    value = workspace.value(entry)
    titles = (value.get(key) for key in ("title", *(f"title_{language}" for language in TRANSLATED)))
    return frozenset(same_text(str(each)) for each in (entry.name, *titles) if each)


def merge(workspace: Workspace, entry: CuratedEntry, into: CuratedEntry) -> Workspace:
    """Merge a fact into another: its quotes, phrasings, paraphrases and topics are added, its statement follows.

    Links and golden questions lead to the other fact. Each paraphrase still says what one of the sentences says.

    Raises EditRefusedError for entries that are not both facts, and when the statement would become too long.
    """
    if {entry.kind, into.kind} != {EntryKind.FACT}:
        raise EditRefusedError("Only facts can be merged.")
    own, other = workspace.value(entry), workspace.value(into)
    statement = " ".join(str(each) for each in (other.get("statement"), own.get("statement")) if each)
    if len(statement) > MAX_STATEMENT:
        raise EditRefusedError(f"The statement would have {len(statement)} characters, more than {MAX_STATEMENT}.")
    text = workspace.text(into.file).with_text((*into.path, "statement"), statement)
    if not any(todo.key == "statement" for todo in text.todos(into.path)):
        text = text.with_todo((*into.path, "statement"), _MERGED)
    order = tuple(FactShape.model_fields)
    for key in _JOINED:
        names = {str(into.name), str(entry.name)}
        joined = [*texts_in(other.get(key)), *(each for each in texts_in(own.get(key)) if each not in names)]
        if joined != texts_in(other.get(key)):
            text = text.with_list((*into.path, key), list(dict.fromkeys(joined)), order=order)
    questions = [*texts_in(other.get("phrasings")), *questions_in(own)][:MAX_PHRASINGS]
    text = text.with_list((*into.path, "phrasings"), _unlike(questions, str(other.get("question"))), order=order)
    said = [*texts_in(other.get("paraphrases")), *texts_in(own.get("paraphrases"))]
    text = text.with_list((*into.path, "paraphrases"), list(dict.fromkeys(said))[:MAX_PARAPHRASES], order=order)
    quoted = _listed(other.get("quotes"))
    for quote in _listed(own.get("quotes")):
        if quote not in quoted:
            text = text.with_item((*into.path, "quotes"), quote)
    workspace = without(workspace.with_text(into.file, text), into, "reworded")
    workspace = _relinked(workspace, entry.name, into.name)
    return workspace.with_text(entry.file, workspace.text(entry.file).without(entry.path))


def merge_topics(workspace: Workspace, entry: CuratedEntry, into: CuratedEntry) -> Workspace:
    """Merge a topic into another: its facts get the other one."""
    for fact in facts_of(workspace, entry):
        led = [into.name if topic == entry.name else topic for topic in texts_in(workspace.value(fact).get("topics"))]
        text = workspace.text(fact.file).with_list((*fact.path, "topics"), list(dict.fromkeys(led)))
        workspace = workspace.with_text(fact.file, text)
    return workspace.with_text(entry.file, workspace.text(entry.file).without(entry.path))


def facts_of(workspace: Workspace, topic: CuratedEntry) -> Sequence[CuratedEntry]:
    """Return the facts that have a topic."""
    facts = (entry for entry in workspace.entries if entry.kind is EntryKind.FACT)
    return [fact for fact in facts if topic.name in texts_in(workspace.value(fact).get("topics"))]


def drop(workspace: Workspace, entry: CuratedEntry, reason: str = "") -> Workspace:
    """Delete an entry, with its links and golden questions.

    The passages of a fact that no other quotes become unquoted passages; a passage to look at stays one, with the
    reason. Raises EditRefusedError for a source, for a topic that facts have, and for a fact or passage without a
    reason.
    """
    if entry.kind is EntryKind.TOPIC and (facts := facts_of(workspace, entry)):
        raise EditRefusedError(f"{len(facts)} of the facts have this topic. Merge it with another one (m) instead.")
    if entry.kind is EntryKind.SOURCE:
        raise EditRefusedError("A source cannot be dropped here; delete its entry, its facts and its text by hand.")
    if entry.kind in {EntryKind.FACT, EntryKind.PASSAGE} and not reason.strip():
        raise EditRefusedError("Say in a few words why no fact needs this passage.")
    if entry.kind is EntryKind.PASSAGE:
        workspace = set_field(workspace, entry, "reason", reason)
        return workspace.with_text(entry.file, workspace.text(entry.file).without_todos(entry.path))
    quotes = workspace.value(entry).get("quotes") if entry.kind is EntryKind.FACT else None
    kept = [each for other in workspace.entries if other.kind in {EntryKind.FACT, EntryKind.SOURCE} and other != entry
            for each in workspace.passages(other)]  # fmt: skip
    places = iter(workspace.passages(entry)) if quotes else iter(())
    if entry.kind is EntryKind.FACT:  # a topic or a name may be called as a fact is
        workspace = _relinked(workspace, entry.name, "")
    workspace = workspace.with_text(entry.file, workspace.text(entry.file).without(entry.path))
    for place in places:
        if not any(_contains(each, place) for each in kept):
            workspace = _set_aside(workspace, place, _quote_at(place, quotes, workspace), reason.strip())
    return workspace


def set_aside(workspace: Workspace, source: CuratedEntry, quote: Mapping[str, str], reason: str) -> Workspace:
    """Add a passage to the unquoted passages of a source; `quote` has exact, and prefix or suffix where needed."""
    item: Value = {**quote, "reason": reason}
    path, text = (*source.path, "unquoted"), workspace.text(source.file)
    if "unquoted" in workspace.value(source):
        return workspace.with_text(source.file, text.with_item(path, item))
    return workspace.with_text(source.file, text.with_field(path, [item], order=tuple(SourceShape.model_fields)))


def acknowledge(workspace: Workspace, entry: CuratedEntry, text: str, reason: str) -> Workspace:
    """Keep words that `check` warns of, with a reason.

    Raises EditRefusedError without a reason.
    """
    if not reason.strip():
        raise EditRefusedError(f"Say in a few words why '{text}' is right.")
    item: Value = {"text": text, "reason": reason.strip()}
    path, now = (*entry.path, "acknowledged"), workspace.text(entry.file)
    if "acknowledged" in workspace.value(entry):
        return workspace.with_text(entry.file, now.with_item(path, item))
    edited = now.with_field(path, [item])
    return workspace.with_text(entry.file, edited)


def add_fact(workspace: Workspace, file: str, fact: Mapping[str, Value]) -> Workspace:
    """Add a fact at the end of a file of facts, such as facts/harbour.yaml."""
    return _added(workspace, file, dict(fact))


def add_unknown(workspace: Workspace, unknown: Mapping[str, Value]) -> Workspace:
    """Add an unknown at the end of unknowns.yaml."""
    return _added(workspace, UNKNOWNS, dict(unknown))


def free_id(text: str, workspace: Workspace) -> str:
    """Derive an id from the key words of a text; one that a fact or an unknown has gets a number."""
    taken = {entry.name for entry in workspace.entries if entry.kind in {EntryKind.FACT, EntryKind.UNKNOWN}}
    wanted = fact_id(text)
    numbered = (f"{wanted}-{number}" for number in itertools.count(2))
    return next(each for each in itertools.chain([wanted], numbered) if each not in taken)


def _added(workspace: Workspace, file: str, entry: dict[str, Value]) -> Workspace:
    return workspace.with_text(file, workspace.text(file).with_item((), entry))


def _relinked(workspace: Workspace, old: str, new: str) -> Workspace:
    """Let the links and golden questions of a fact lead to another; if `new` is empty, delete them."""
    for name in [name for name in workspace.files if name.startswith(FACTS) or name == UNKNOWNS]:
        text = workspace.text(name)
        values = text.value()
        for index, value in enumerate(_listed(values)):
            for key in _LINKS:
                links = texts_in(value.get(key)) if isinstance(value, dict) else []
                if old in links and isinstance(value, dict):
                    own = value.get("id")
                    led = dict.fromkeys(new if link == old else link for link in links)
                    text = text.with_list((index, key), [link for link in led if link and link != own])
        workspace = workspace if text is workspace.text(name) else workspace.with_text(name, text)
    return _regoldened(workspace, old, new) if GOLDEN in workspace.files else workspace


def _regoldened(workspace: Workspace, old: str, new: str) -> Workspace:
    text = workspace.text(GOLDEN)
    tested = [index for index, value in enumerate(_listed(text.value()))
              if isinstance(value, dict) and value.get("fact") == old]  # fmt: skip
    for index in reversed(tested):
        text = text.with_text((index, "fact"), new) if new else text.without((index,))
    return workspace.with_text(GOLDEN, text) if tested else workspace


def _set_aside(workspace: Workspace, place: MarkedPassage, quote: Mapping[str, str], reason: str) -> Workspace:
    source = workspace.find((EntryKind.SOURCE, SOURCES, place.source))
    return workspace if source is None else set_aside(workspace, source, quote, reason)


def _quote_at(place: MarkedPassage, quotes: Value, workspace: Workspace) -> Mapping[str, str]:
    exact = workspace.sources[place.source].text[place.start : place.end]
    same = (each for each in _listed(quotes) if isinstance(each, dict))
    quote = next((each for each in same if each.get("exact") == exact and each.get("source") == place.source), {})
    return {key: str(quote[key]) for key in ("exact", "prefix", "suffix") if quote.get(key)} or {"exact": exact}


def _contains(outer: MarkedPassage, inner: MarkedPassage) -> bool:
    return outer.source == inner.source and outer.start <= inner.start and inner.end <= outer.end


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []


def texts_in(value: Value) -> list[str]:
    """Return the texts of a list; none of what is not a list."""
    return [each for each in _listed(value) if isinstance(each, str)]


def questions_in(value: Mapping[str, Value]) -> Iterator[str]:
    """Yield the question of a fact or an unknown, and its phrasings."""
    question = value.get("question")
    yield from [question] if isinstance(question, str) else []
    yield from texts_in(value.get("phrasings"))


def _unlike(questions: Iterable[str], question: str) -> list[str]:
    """Return the questions, each once, without the one that is the fact's own."""
    unlike = {same_text(each): each for each in reversed(list(questions)) if same_text(each) != same_text(question)}
    return list(reversed(unlike.values()))
