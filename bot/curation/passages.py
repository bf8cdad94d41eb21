"""Give a fact another quote, or make a fact of a passage that has none."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Final

from bot.core.knowledge.anchoring import TextQuote
from bot.core.knowledge.model import Source, Standing
from bot.core.knowledge.schema import MAX_PHRASINGS, MAX_QUOTES, MAX_STATEMENT
from bot.core.knowledge.yaml_reader import Value
from bot.core.text.normalise import same_text, visible
from bot.curation.changes import free_id, questions_in, without
from bot.curation.editing import EditRefusedError
from bot.curation.quote_offers import NoSuchPassage, OfferedQuote, VerbatimQuote, offer_quote
from bot.curation.workspace import CuratedEntry, EntryKind, MarkedPassage, Workspace

NOT_FOUND: Final = "No source has a passage like this."
NEARLY: Final = "No source has these words. Is this passage meant?"
TOO_MANY: Final = "A fact has at most {most} quotes."
STATEMENT_TODO: Final = "does it say what its quote says, and no more?"
_QUESTION: Final = "the question that the statement answers; readers see it"
_ENDS: Final = 2  # of a passage that is typed as "first words … last words"
_GAP: Final = re.compile(r"\s*(?:…|\.\.\.)\s*")


class OtherPassageError(EditRefusedError):
    """The sources have other words; `passage` are those that were probably meant."""

    def __init__(self, passage: str) -> None:
        self.passage = passage
        super().__init__(NEARLY)


def find_passage(workspace: Workspace, typed: str) -> MarkedPassage:
    """Return where a typed passage is; "first words … last words" stands for all from the first to the last.

    Raises OtherPassageError if only a similar one is there, EditRefusedError if there is none.
    """
    for source in workspace.sources.values():
        place = _between(typed, source)
        if place is not None:
            return place
    match offer_quote(TextQuote(exact=typed), workspace.sources):
        case VerbatimQuote(source=name, quote=quote):
            source = workspace.sources[name]
            return _placed(source, source.text.index(quote.exact), len(quote.exact))
        case OfferedQuote(quote=quote):
            raise OtherPassageError(visible(quote.exact))
        case NoSuchPassage():
            raise EditRefusedError(NOT_FOUND)


def add_quote(workspace: Workspace, fact: CuratedEntry, typed: str) -> Workspace:
    """Add a typed passage to the quotes of a fact. Raises EditRefusedError as `find_passage`, or if it has it."""
    place = find_passage(workspace, typed)
    if place in workspace.passages(fact):
        raise EditRefusedError(f"'{fact.name}' quotes this passage already.")
    quotes = workspace.value(fact).get("quotes")
    if isinstance(quotes, list) and len(quotes) >= MAX_QUOTES:
        raise EditRefusedError(TOO_MANY.format(most=MAX_QUOTES))
    text = workspace.text(fact.file).with_item((*fact.path, "quotes"), _quote(workspace, place))
    workspace = without(workspace.with_text(fact.file, text), fact, "reworded")
    return _without_unquoted(workspace, place)


def write_fact(workspace: Workspace, typed: str, beside: CuratedEntry | None) -> tuple[Workspace, CuratedEntry]:
    """Make a fact of a typed passage, guessed as a draft guesses, after the fact `beside`; return it with the files.

    If nothing is typed and `beside` is a passage, it is made of that. A passage that was unquoted is so no more.
    Raises EditRefusedError as `find_passage`.
    """
    # What drafts takes long to import, and few edits need it.
    from bot.core.drafting.draft import draft_passage  # noqa: PLC0415

    own = workspace.passages(beside) if beside is not None and beside.kind is EntryKind.PASSAGE else ()
    place = own[0] if own and not typed.strip() else find_passage(workspace, typed)
    near = beside if beside is not None and beside.kind is EntryKind.FACT else _nearest(workspace, place)
    guess = draft_passage(workspace.sources[place.source], place.start, place.end)
    source = workspace.sources[place.source]
    proofs = [*guess.quotes, *filter(None, [guess.named_by])] if guess else []
    places = [_placed(source, each.start, each.end - each.start) for each in proofs] or [place]
    passage = source.text[place.start : place.end]
    statement = (guess.statement if guess else " ".join(passage.split()))[:MAX_STATEMENT]
    topics = workspace.value(near).get("topics")
    values: dict[str, Value] = {
        "statement": statement,
        "topics": topics if isinstance(topics, list) else [],
        "attribution": guess.attribution if guess else source.publisher,
        "standing": _standing(guess.standing if guess else Standing.REPORTED).value,
    }
    if guess and guess.when:
        values["when"] = guess.when.isoformat()
    questions = [text for text in (guess.questions if guess else ()) if same_text(text) not in _asked(workspace)]
    added, fact = add_beside(workspace, near, values, [_quote(workspace, each) for each in places], questions)
    for each in places:
        added = _without_unquoted(added, each)
    return added, fact


def _standing(guessed: Standing) -> Standing:
    """Return a guessed standing; without a link to the other side nothing is disputed, but only claimed."""
    return Standing.CLAIMED if guessed is Standing.DISPUTED else guessed


def _between(typed: str, source: Source) -> MarkedPassage | None:
    from bot.core.drafting.candidates import quote_once  # noqa: PLC0415 - as above

    parts = _GAP.split(typed.strip())
    if len(parts) != _ENDS or not all(parts):
        return None
    spaced = [r"\s+".join(map(re.escape, part.split())) for part in parts]
    pattern = re.compile(rf"{spaced[0]}.*?{spaced[1]}", re.DOTALL)
    for paragraph in source.paragraphs:
        found = pattern.search(source.text, paragraph.start, paragraph.end)
        if found is not None and quote_once(found.start(), found.end(), source) is not None:
            return _placed(source, found.start(), found.end() - found.start())
    return None


def _placed(source: Source, start: int, length: int) -> MarkedPassage:
    number = next(each.number for each in source.paragraphs if each.start <= start < each.end)
    return MarkedPassage(source=source.id, paragraph=number, start=start, end=start + length)


def _quote(workspace: Workspace, place: MarkedPassage) -> dict[str, Value]:
    from bot.core.drafting.candidates import quote_once  # noqa: PLC0415 - as above

    quote = quote_once(place.start, place.end, workspace.sources[place.source])
    if quote is None:
        raise EditRefusedError("A quote begins and ends with whole words, and is found once. Type more or fewer words.")
    context = {key: text for key, text in (("prefix", quote.prefix), ("suffix", quote.suffix)) if text}
    return {"source": place.source, "exact": quote.exact, **context}


def add_beside(
    workspace: Workspace,
    near: CuratedEntry,
    values: Mapping[str, Value],
    quotes: Sequence[Value],
    questions: Sequence[str],
) -> tuple[Workspace, CuratedEntry]:
    """Add a fact after another one, with TODO comments where it needs an edit."""
    from bot.core.drafting.draft import last_resort  # noqa: PLC0415 - as above

    statement = str(values["statement"])
    name = free_id(statement, workspace)
    asked = _asked(workspace)
    plain = (last_resort(statement, number) for number in itertools.count(1))
    question = next(iter(questions), "") or next(text for text in plain if same_text(text) not in asked)
    item: dict[str, Value] = {
        "id": name,
        **values,
        "importance": values.get("importance", "2"),
        "quotes": list(quotes),
        "question": question,
    }
    if questions[1:]:
        item["phrasings"] = list(questions[1:MAX_PHRASINGS])
    index = int(near.path[-1]) + 1
    text = workspace.text(near.file).with_item((), item, at=index)
    text = text.with_todo((index, "statement"), STATEMENT_TODO).with_todo((index, "question"), _QUESTION)
    workspace = workspace.with_text(near.file, text)
    found = workspace.find((EntryKind.FACT, near.file, name))
    if found is None:
        raise EditRefusedError("The fact cannot be added to this file.")
    return workspace, found


def _asked(workspace: Workspace) -> set[str]:
    return {same_text(text) for entry in workspace.entries for text in questions_in(workspace.value(entry))}


def _nearest(workspace: Workspace, place: MarkedPassage) -> CuratedEntry:
    """Return the fact whose passage is the last one before a place, or any fact."""
    facts = [entry for entry in workspace.entries if entry.kind is EntryKind.FACT]
    if not facts:
        raise EditRefusedError("There is no fact yet beside which this one could stand; add the first by hand.")
    before = [
        (own.start, fact)
        for fact in facts
        for own in workspace.passages(fact)
        if own.source == place.source and own.start <= place.start
    ]
    return max(before, key=lambda each: each[0])[1] if before else facts[0]


def _without_unquoted(workspace: Workspace, place: MarkedPassage) -> Workspace:
    """Take a passage out of the unquoted ones of its source if it is exactly one of them."""
    source = next(
        (each for each in workspace.entries if each.kind is EntryKind.SOURCE and each.name == place.source), None
    )
    listed = workspace.value(source).get("unquoted") if source else None
    exact = workspace.sources[place.source].text[place.start : place.end]
    if source is None or not isinstance(listed, list):
        return workspace
    for number, item in enumerate(listed):
        if isinstance(item, dict) and item.get("exact") == exact and place in workspace.passages(source):
            text = workspace.text(source.file).without((*source.path, "unquoted", number))
            return workspace.with_text(source.file, text)
    return workspace
