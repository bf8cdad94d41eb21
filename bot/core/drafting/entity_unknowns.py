"""Propose what a text tells of one name or thing and leaves open for others: an age, a cost, a number of people.

Readers mix these up most easily: they ask how old the coach is, where the text gives only the runner's age.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Final

from bot.core.drafting.names import FoundEntity
from bot.core.drafting.segments import Segment
from bot.core.drafting.unknowns import DraftUnknown
from bot.core.knowledge.ids import slug
from bot.core.knowledge.model import EntityKind, Source

MOST: Final = 8
"""Most unknowns of the names and things of one text."""

_MOST_ALIKE: Final = 3  # entities of which the same is asked
_FEWEST_MENTIONS: Final = {EntityKind.ORGANISATION: 2}  # of a body that is named once nobody asks
_SETTLEMENT: Final = re.compile(
    r"(?!(?:Lake|Mount|Cape|River|Gulf|Bay)\b)(?!.* (?:Street|Road|Avenue|Lane|Row|Square|Pass|Quay|Bay|Lake|River|Sea|"
    r"Ocean|Strait|Canal|Bridge|Dam|Valley|Farm|Hall|House|Station|Airport|Park|Forest|Mountains?|Hills?|Islands?)$)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attribute:
    """A line of attributes.tsv; {x} stands for the entity.

    `makes_sense` is searched in the whole text, `told` and `needs` in the sentences on the entity.
    """

    kind: str
    id: str
    makes_sense: re.Pattern[str]
    says: str
    question: str
    phrasings: tuple[str, ...]
    told: re.Pattern[str]
    needs: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    text: str
    is_fact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """A name or thing as a question calls it, how many facts mention it, and its sentences with those after them."""

    called: str
    mentions: int
    passages: str


def find_entity_unknowns(
    source: Source, segments: Sequence[Segment], names: Sequence[FoundEntity]
) -> Iterator[DraftUnknown]:
    """Yield what a reader may ask of the names and things of a text and its sentences on them do not seem to say."""
    sentences = [_Sentence(text=source.text[each.start : each.end], is_fact=not each.no_fact) for each in segments]
    names = [each for each in names if each.name not in source.publisher]
    found = (
        DraftUnknown(
            id=f"{attribute.id}-{slug(subject.called.removeprefix('the '))}",
            statement=f"The article does not say {attribute.says.format(x=subject.called)}.",
            question=attribute.question.format(x=subject.called),
            phrasings=tuple(phrasing.format(x=subject.called) for phrasing in attribute.phrasings),
        )
        for attribute in _attributes()
        if attribute.makes_sense.search(source.text)
        for subject in islice(_open(attribute, sentences, names), _MOST_ALIKE)
    )
    return islice(found, MOST)


def _open(attribute: _Attribute, sentences: Sequence[_Sentence], names: Sequence[FoundEntity]) -> Iterator[_Subject]:
    """Yield the entities of which a text does not tell an attribute, those first that it mentions most."""
    subjects = [*_named(attribute.kind, sentences, names), *_things(attribute.kind, sentences)]
    for subject in sorted(subjects, key=lambda each: -each.mentions):
        if attribute.needs.search(subject.passages) and not attribute.told.search(subject.passages):
            yield subject


def _named(kind: str, sentences: Sequence[_Sentence], names: Sequence[FoundEntity]) -> Iterator[_Subject]:
    for name in (each for each in names if each.kind == kind):
        subject = _subject(name.name, rf"\b(?:{'|'.join(map(re.escape, name.spellings))})(?!\w)", sentences)
        settled = name.kind is not EntityKind.PLACE or (_SETTLEMENT.match(name.name) and "the " not in subject.called)
        if settled and subject.mentions >= _FEWEST_MENTIONS.get(name.kind, 1):
            yield subject


def _things(kinds: str, sentences: Sequence[_Sentence]) -> Iterator[_Subject]:
    for noun in kinds.split("|") if kinds not in set(EntityKind) else ():
        subject = replace(_subject(noun, rf"\b{noun}(?:e?s)?\b", sentences), called=f"the {noun}")
        known = re.search(rf"\b(?:[Tt]he|its|their|this|an?) (?:[a-z-]+ )?{noun}\b", subject.passages)
        if known and subject.mentions:
            yield subject


def _subject(name: str, mention: str, sentences: Sequence[_Sentence]) -> _Subject:
    places = [place for place, sentence in enumerate(sentences) if re.search(mention, sentence.text)]
    passages = " ".join(each.text for place in places for each in sentences[place : place + 2])
    mentions = sum(sentences[place].is_fact for place in places)
    the = "the " if re.search(rf"\b[Tt]he {re.escape(name)}(?! ?\w)", passages) else ""
    return _Subject(called=f"{the}{name}", mentions=mentions, passages=passages)


@cache
def _attributes() -> Sequence[_Attribute]:
    """Read attributes.tsv, whose first lines explain it."""
    lines = files("bot.core.drafting").joinpath("attributes.tsv").read_text("utf-8").splitlines()
    return [_attribute(line.split("\t")) for line in lines if not line.startswith("#")]


def _attribute(columns: Sequence[str]) -> _Attribute:
    kind, key, sense, says, question, phrasings, told, *needs = columns
    return _Attribute(
        kind=kind,
        id=key,
        makes_sense=re.compile(sense, re.IGNORECASE),
        says=says,
        question=question,
        phrasings=tuple(phrasings.split(" / ")),
        told=re.compile(told, re.IGNORECASE),
        needs=re.compile("".join(needs), re.IGNORECASE),
    )
