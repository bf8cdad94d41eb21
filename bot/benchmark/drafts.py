"""Measure drafts on texts whose sentences and names are labelled by hand."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.core.drafting import Draft, DraftFact, DraftSource, ExistingBase, draft
from bot.core.knowledge.model import EntityKind, Source, Standing
from bot.core.text.normalise import fold, words
from bot.errors import UsageError, reason

_KINDS: Final = {
    "person": EntityKind.PERSON,
    "organisation": EntityKind.ORGANISATION,
    "place": EntityKind.PLACE,
    "thing": EntityKind.THING,
}
_PLAIN: Final = frozenset("a an the of his her its their for at in on by to from and or".split())
_BORDERLINE: Final = (
    {Standing.STATED, Standing.CLAIMED},
    {Standing.REPORTED, Standing.DOCUMENTED},
)
"""Pairs of standings that two curators choose differently for the same sentence."""


class _Labels(BaseModel):
    model_config = ConfigDict(frozen=True)


class TextSentence(_Labels):
    """A sentence or line of a text: whether it is a fact, else why not; who says it (None: the publisher)."""

    text: Annotated[str, Field(min_length=1)]
    fact: bool
    why_not: str | None = None
    speaker: str | None = None
    speaker_as_written: str | None = None
    standing: Standing | None = None
    when: dt.date | None = None


class TextName(_Labels):
    """A proper name of a text, in its fullest form, with its kind and other forms."""

    name: Annotated[str, Field(min_length=1)]
    kind: Literal["person", "organisation", "place", "thing"]
    aliases: tuple[str, ...] = ()


class TextLabels(_Labels):
    """The labels of one text; names that are not labelled at all are not measured."""

    kind: str
    published: dt.date
    publisher: str
    sentences: tuple[TextSentence, ...]
    names: tuple[TextName, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledText:
    """A text with its labels and the offsets of its sentences."""

    name: str
    text: str
    labels: TextLabels
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTally:
    """How many of what a draft got right.

    `candidates` are offered as facts, and `usable` of them can stay as they are. `facts` are labelled as such, `found`
    are offered, `doubted` only listed to be looked at. What follows is of both: `speakers` are facts that somebody
    says, `heard` those whose drafted speaker is right, `named` the drafted facts with a speaker, `rightly` those of
    them that are right.
    """

    candidates: int = 0
    usable: int = 0
    facts: int = 0
    found: int = 0
    doubted: int = 0
    speakers: int = 0
    heard: int = 0
    named: int = 0
    rightly: int = 0
    standings: int = 0
    exactly: int = 0
    nearly: int = 0
    days: int = 0
    dated: int = 0
    given: int = 0
    names: int = 0
    recognised: int = 0
    kinds: int = 0
    listed: int = 0
    known: int = 0

    def __add__(self, other: DraftTally) -> DraftTally:
        return DraftTally(**{key: getattr(self, key) + getattr(other, key) for key in DraftTally.__slots__})


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedFact:
    """A drafted fact with the label of its sentence (None if it is none or several), and what is wrong with it."""

    fact: DraftFact
    label: TextSentence | None
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftMeasurement:
    """What one draft got right."""

    name: str
    tally: DraftTally
    judged: tuple[JudgedFact, ...]
    missed: tuple[TextSentence, ...]
    wrong_names: tuple[str, ...]


def read_labelled_texts(folder: Path) -> tuple[LabelledText, ...]:
    """Read all texts of a folder: NAME.txt with its labels in NAME.json. Raises UsageError where one is wrong."""
    files = sorted(folder.glob("*.json"))
    if not files:
        raise UsageError(f"{folder}: has no labelled texts; put NAME.txt and its labels NAME.json there.")
    return tuple(map(_read, files))


def _read(file: Path) -> LabelledText:
    try:
        labels = TextLabels.model_validate_json(file.read_bytes())
        text = file.with_suffix(".txt").read_text("utf-8")
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "the file"
        raise UsageError(f"{file}: {place}: {first['msg']}.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file.with_suffix('.txt')}: cannot be read ({reason(error)}).") from None
    return LabelledText(name=file.stem, text=text, labels=labels, spans=tuple(_spans(text, labels, file)))


def _spans(text: str, labels: TextLabels, file: Path) -> Iterator[tuple[int, int]]:
    end = 0
    for sentence in labels.sentences:
        start = text.find(sentence.text, end)
        if start < 0 or text[end:start].strip():
            raise UsageError(f"{file}: its sentences are not those of the text, from '{sentence.text[:50]}' on.")
        end = start + len(sentence.text)
        yield start, end


def measure_draft(labelled: LabelledText) -> DraftMeasurement:
    """Draft a text and compare the draft with the labels."""
    made = draft(_source(labelled), ExistingBase())
    judged = tuple(_judged(fact, labelled) for fact in made.facts)
    offered = {each.id for each in made.offered}
    found = {id(each.label) for each in judged if each.label is not None and each.fact.id in offered}
    seen = {id(each.label) for each in judged if each.label is not None}
    facts = [sentence for sentence in labelled.labels.sentences if sentence.fact]
    heard = {id(each.label) for each in judged if each.label and each.label.speaker and "speaker" not in each.faults}
    names, wrong = _tally_names(made, labelled.labels.names)
    return DraftMeasurement(
        name=labelled.name,
        tally=_tally_facts(judged, offered)
        + names
        + DraftTally(
            facts=len(facts),
            found=sum(id(sentence) in found for sentence in facts),
            doubted=sum(id(sentence) in seen - found for sentence in facts),
            speakers=sum(sentence.speaker is not None for sentence in facts),
            heard=sum(id(sentence) in heard for sentence in facts),
            days=sum(sentence.when is not None for sentence in facts),
        ),
        judged=judged,
        missed=tuple(sentence for sentence in facts if id(sentence) not in seen),
        wrong_names=wrong,
    )


def _source(labelled: LabelledText) -> DraftSource:
    text = labelled.text
    source = Source(
        id="labelled",
        title=next((line for line in text.splitlines() if line.strip()), "")[:200],
        publisher=labelled.labels.publisher,
        url="https://example.com/labelled",
        file=f"{labelled.name}.txt",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        dates="",
        published=labelled.labels.published,
        text=text,
    )
    return DraftSource(source=source, guessed=frozenset())


def _judged(fact: DraftFact, labelled: LabelledText) -> JudgedFact:
    label = _label_of(fact, labelled)
    return JudgedFact(fact=fact, label=label, faults=tuple(_faults(fact, label)))


def _label_of(fact: DraftFact, labelled: LabelledText) -> TextSentence | None:
    """Return the one fact whose words a drafted fact quotes, or None."""
    quote = fact.quotes[0]
    for sentence, (start, end) in zip(labelled.labels.sentences, labelled.spans, strict=True):
        if start <= quote.start and quote.end <= end:
            return sentence if sentence.fact else None
    return None


def _faults(fact: DraftFact, label: TextSentence | None) -> Iterator[str]:
    if label is None:
        yield "no fact"
        return
    if not _same_speaker(fact, label):
        yield "speaker"
    if not _near_standing(fact.standing, label.standing):
        yield "standing"
    if fact.when is not None and fact.when != label.when:
        yield "day"


def _same_speaker(fact: DraftFact, label: TextSentence) -> bool:
    if label.speaker is None:
        own = label.speaker_as_written or ""
        return not fact.said_by or bool(own and _part(fact.attribution, own))
    if not fact.said_by:
        return False
    described = fact.attribution[:1].islower() and _part(fact.attribution, label.speaker_as_written or "")
    if any(word[0].isupper() for word in label.speaker.split()) and not label.speaker[0].islower():
        return described or _part(label.speaker, fact.attribution) or _part(fact.attribution, label.speaker, least=2)
    texts = (label.speaker, label.speaker_as_written or "")
    return any(_part(fact.attribution, text) or _part(text, fact.attribution) for text in texts if text)


def _part(part: str, whole: str, *, least: int = 1) -> bool:
    """Return whether a text has all the words of another that carry a meaning, at least so many."""
    bare = [word for word in words(part) if word not in _PLAIN]
    return len(bare) >= least and set(bare) <= set(words(whole))


def _near_standing(drafted: Standing, labelled: Standing | None) -> bool:
    return drafted == labelled or {drafted, labelled} in _BORDERLINE


def _tally_facts(judged: Sequence[JudgedFact], offered: AbstractSet[str]) -> DraftTally:
    labelled = [(each, each.label) for each in judged if each.label is not None]
    named = [each for each in judged if each.fact.said_by]
    return DraftTally(
        candidates=len(offered),
        usable=sum(not each.faults for each in judged if each.fact.id in offered),
        named=len(named),
        rightly=sum(each.label is not None and "speaker" not in each.faults for each in named),
        standings=len(labelled),
        exactly=sum(each.fact.standing == label.standing for each, label in labelled),
        nearly=sum("standing" not in each.faults for each, _ in labelled),
        dated=sum(label.when is not None and each.fact.when == label.when for each, label in labelled),
        given=sum(each.fact.when is not None for each, _ in labelled),
    )


def _tally_names(made: Draft, labelled: Sequence[TextName]) -> tuple[DraftTally, tuple[str, ...]]:
    if not labelled:
        return DraftTally(), ()
    spelt: Mapping[str, TextName] = {fold(text): each for each in labelled for text in (each.name, *each.aliases)}
    found: dict[str, EntityKind] = {}
    wrong = []
    for name in made.names:
        label = next((spelt[key] for text in (name.name, *name.aliases) if (key := fold(text)) in spelt), None)
        if label is None:
            wrong.append(f"{name.name} ({name.kind}): no name")
        else:
            found.setdefault(label.name, name.kind)
    right = [each for each in labelled if found.get(each.name) == _KINDS[each.kind]]
    missed = (each for each in labelled if each not in right)
    wrong.extend(f"{each.name} ({each.kind}): {found.get(each.name, 'missed')}" for each in missed)
    tally = DraftTally(
        names=len(labelled),
        recognised=len(found),
        kinds=len(right),
        listed=len(made.names),
        known=len(made.names) - sum("no name" in text for text in wrong),
    )
    return tally, tuple(wrong)
