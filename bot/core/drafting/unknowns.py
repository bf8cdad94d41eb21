"""Propose what a text leaves open, from a checklist for its kind of event."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

FEWEST: Final = 5
"""Unknowns below which general ones are added."""

MOST: Final = 12
"""Most unknowns of one text."""

_ANY: Final = "any"  # the checklist for any event
_SHARE_OF_LEAD: Final = 3  # weight of a word in the first lines
_LEAD: Final = 400  # characters
_STEM: Final = 4  # letters by which two signs are the same word
_FEWEST_SIGNS: Final = 2
_MANY_SIGNS: Final = 3
_NAME: Final = re.compile(r"(?<![.!?“\n] )(?<!^)\b[A-Z][\w’'-]*(?: (?:of )?[A-Z][\w’'-]*)+", re.MULTILINE)
_COMPOUND: Final = re.compile(
    r"\b(?:fire|police|storm|flood|court|war|union|press|emergency)[ -](?:stations?|departments?|services?|houses?|"
    r"halls?|brigades?|chiefs?|engines?|drains?|plains?|lines?|maps?|memorials?|museums?|exits?|numbers?|rooms?)\b",
    re.IGNORECASE,
)
_EVENT_COLUMNS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftUnknown:
    """What a text does not say: a statement, a question, and other ways to ask it."""

    id: str
    statement: str
    question: str
    phrasings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """A line of a checklist: `known` finds what a text has that says it, `needs` what makes it worth asking.

    {it} stands for the event.
    """

    id: str
    says: str
    question: str
    phrasings: tuple[str, ...]
    known: re.Pattern[str]
    needs: re.Pattern[str]

    @property
    def needs_event(self) -> bool:
        """Whether any of its texts names the event."""
        return "{it}" in " ".join((self.says, self.question, *self.phrasings))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    """A kind of event: the words that give it away, what it may be called, and its checklist."""

    signs: re.Pattern[str]
    nouns: tuple[str, ...]
    items: list[_Item]


def find_unknowns(text: str, *, others: int = 0) -> tuple[DraftUnknown, ...]:
    """Return what a reader may ask of the event in a text and the text does not seem to say.

    General ones are added if there are fewer than `FEWEST`, together with `others` that are found in another way.
    """
    events = _checklists()
    told = _without_names(text)
    event = max((events[kind] for kind in events if kind != _ANY), key=lambda each: _signs(each, told))
    plain = _signs(event, told) > 0
    it = next((f"the {noun}" for noun in event.nouns if plain and _is_event(noun, told)), "it")
    # Without a noun for the event, only what can be asked without it makes sense.
    items = [item for item in event.items if it != "it" or not item.needs_event] if plain else []
    found = {each.id: each for each in _open(items, it, text)}
    for each in _open(events[_ANY].items, it, text):
        if len(found) + others < FEWEST:
            found.setdefault(each.id, each)
    return tuple(found.values())[:MOST]


def _without_names(text: str) -> str:
    """Return a text without names of several words and compounds: a "fire station" is no fire."""
    return _COMPOUND.sub(" ", _NAME.sub(" ", text))


def _is_event(noun: str, told: str) -> bool:
    """Return whether a noun may stand for what a text tells of: it is in its first lines, or there more than once."""
    pattern = re.compile(rf"\b{noun}\b", re.IGNORECASE)
    return pattern.search(told[:_LEAD]) is not None or len(pattern.findall(told)) > 1


def _signs(event: _Event, told: str) -> int:
    """Return how often the words of an event are in a text, those in its first lines more; 0 if it is too few words.

    One word may be there by chance: there have to be several different ones, and one of them in the first lines.
    """
    lead = event.signs.findall(told[:_LEAD])
    every = event.signs.findall(told)
    stems = {sign.lower()[:_STEM] for sign in every}
    if len(stems) < _FEWEST_SIGNS or not (lead or len(stems) >= _MANY_SIGNS):
        return 0
    return len(every) + _SHARE_OF_LEAD * len(lead)


def _open(items: Sequence[_Item], it: str, text: str) -> Iterator[DraftUnknown]:
    for item in items:
        if item.needs.search(text) and not item.known.search(text):
            yield DraftUnknown(
                id=item.id,
                statement=f"The article does not say {item.says.format(it=it)}.",
                question=item.question.format(it=it),
                phrasings=tuple(phrasing.format(it=it) for phrasing in item.phrasings),
            )


@cache
def _checklists() -> Mapping[str, _Event]:
    """Read checklists.tsv, whose first lines explain it."""
    events: dict[str, _Event] = {}
    for line in files("bot.core.drafting").joinpath("checklists.tsv").read_text("utf-8").splitlines():
        columns = line.split("\t")
        if line.startswith("#"):
            continue
        if len(columns) == _EVENT_COLUMNS:
            kind, signs, nouns = columns
            # Parts of words, such as "sentenc", unless the pattern says more.
            pattern = re.compile(rf"\b{signs}", re.IGNORECASE)
            events[kind] = _Event(signs=pattern, nouns=tuple(nouns.split(", ")), items=[])
        else:
            kind, key, says, question, phrasings, known, *needs = columns
            item = _Item(
                id=key,
                says=says,
                question=question,
                phrasings=tuple(phrasings.split(" / ")),
                known=re.compile(known, re.IGNORECASE),
                needs=re.compile("".join(needs), re.IGNORECASE),
            )
            events[kind].items.append(item)
    return events
