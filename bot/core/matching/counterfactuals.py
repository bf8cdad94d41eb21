"""Make near misses from the questions of a base: one part of a question is changed, so that its fact is no answer.

"What did the harbour office say?" with another name, "When did it close?" as a why, "Are there 17 boats?" with another
number, and what nobody wrote down of a name: its age, its price.
"""

from __future__ import annotations

import random
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.core.knowledge.model import Entity, EntityKind, Vocabulary
from bot.core.knowledge.vocabulary import ConceptIndex
from bot.core.matching.documents import Entries, TextRole, TrainingExample
from bot.core.matching.focus import find_cues, find_focus
from bot.core.matching.query import ParsedText
from bot.core.text.normalise import words

_STRANGERS: Final[Mapping[EntityKind, Sequence[str]]] = MappingProxyType({
    EntityKind.PERSON: ("Angela Merkel", "Nelson Mandela", "Pope Francis", "Margaret Thatcher", "Gandhi", "Beyoncé"),
    EntityKind.ORGANISATION: ("Greenpeace", "the Red Cross", "Interpol", "the World Bank", "FIFA"),
    EntityKind.PLACE: ("Iceland", "Kenya", "Chicago", "the Baltic", "Tokyo", "Norway", "Lisbon", "Madagascar"),
    EntityKind.THING: ("satellites", "the euro", "bicycles", "the lottery", "violins", "lighthouses"),
})  # fmt: skip

_ATTRIBUTES: Final[Mapping[EntityKind, Sequence[str]]] = MappingProxyType({
    EntityKind.PERSON: (
        "how old is {}", "when was {} born", "where does {} live", "who is {} married to", "what does {} earn",
        "since when is {} in office", "who did {} replace", "which school did {} go to", "how tall is {}",
        "what did {} say about climate change", "cuántos años tiene {}", "dónde nació {}",
    ),
    EntityKind.ORGANISATION: (
        "how many employees does {} have", "when was {} founded", "who founded {}", "what is the budget of {}",
        "where is the headquarters of {}", "what is the motto of {}", "cuántos empleados tiene {}",
    ),
    EntityKind.PLACE: (
        "what is the population of {}", "which language is spoken in {}", "what is the currency of {}",
        "how is the weather in {}", "how many tourists visit {}", "cuántos habitantes tiene {}",
    ),
    EntityKind.THING: (
        "how much does {} cost", "who invented {}", "what colour is {}", "how heavy is {}", "who makes {}",
        "when was {} built", "cuánto cuesta {}",
    ),
})  # fmt: skip

_ASKING: Final = ("when", "where", "why", "who", "how")
_MEASURES: Final = frozenset("many much long far close big large old".split())
_OPENINGS: Final = frozenset("what which did is does was were are has have can will".split())
_NUMBER: Final = re.compile(r"\d[\d,.]*")
_NUMBERS: Final = ("3", "17", "42", "250", "9000", "2004")
_HALF: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterfactual:
    """A question that the entry `near` does not answer, or None if no entry does, with the `change` that made it."""

    text: str
    near: int | None
    change: str


def make_counterfactuals(
    entries: Entries, vocabulary: Vocabulary, concept_index: ConceptIndex, dice: random.Random
) -> Iterator[Counterfactual]:
    """Yield up to three changes of each question, and some attributes of each name."""
    foci, names = _foci(entries), _Entities(concept_index)
    for example in entries.examples:
        if example.role is TextRole.QUESTION:
            spelt = example.text.split()
            if len(spelt) == len(example.parsed.words):  # else the words cannot be told apart in the text
                held = entries.terms[example.entry]
                yield from _changed(example, spelt, foci[example.entry], held, names, dice)
    for name in vocabulary.names:
        for pattern in _ATTRIBUTES[name.kind]:
            if dice.random() < _HALF:
                yield Counterfactual(text=pattern.format(dice.choice(_spellings(name))), near=None, change="attribute")


@dataclass(frozen=True, slots=True)
class _Entities:
    concept_index: ConceptIndex

    def instead_of(self, concepts: Sequence[str], held: Container[str], dice: random.Random) -> str:
        """Return another name of the same kind that the entry lacks, from the vocabulary or a stranger.

        `held` has the terms of the entry.
        """
        kind = self.concept_index.kinds[concepts[0]]
        known = [
            self.concept_index.members[concept][0]
            for concept, other in self.concept_index.kinds.items()
            if other is kind and concept not in held
        ]
        return dice.choice(known if known and dice.random() < _HALF else list(_STRANGERS[kind]))


def _foci(entries: Entries) -> Sequence[frozenset[str]]:
    """Return everything that the texts of each entry ask for."""
    return [
        frozenset().union(*(entries.examples[place].parsed.focus for place in entries.span(entry)))
        for entry in range(len(entries.targets))
    ]


def _changed(  # noqa: PLR0913, PLR0917 - what one question may be changed by
    example: TrainingExample,
    spelt: list[str],
    foci: frozenset[str],
    held: Container[str],
    names: _Entities,
    dice: random.Random,
) -> Iterator[Counterfactual]:
    changes = {
        "name": _with_another_name(example.parsed, spelt, held, names, dice),
        "focus": _with_another_focus(example.parsed.words, spelt, foci, dice),
        "number": _with_another_number(spelt, held, dice),
    }
    for change, text in changes.items():
        if text:
            yield Counterfactual(text=text, near=example.entry, change=change)


def _with_another_name(
    parsed: ParsedText, spelt: list[str], held: Container[str], names: _Entities, dice: random.Random
) -> str:
    spans: dict[tuple[int, int], list[str]] = {}
    for mention in parsed.mentions:
        if mention.concept in names.concept_index.kinds:
            spans.setdefault((mention.start, mention.end), []).append(mention.concept)
    if not spans:
        return ""
    (start, end), concepts = dice.choice(sorted(spans.items()))
    return " ".join((*spelt[:start], names.instead_of(concepts, held, dice), *spelt[end:]))


def _with_another_focus(read: tuple[str, ...], spelt: list[str], foci: frozenset[str], dice: random.Random) -> str:
    """Return the question with another question word, unless the entry is asked for that too."""
    kept = _after_question_word(read, spelt)
    if kept is None:
        return ""
    text = " ".join((dice.choice([word for word in _ASKING if word != read[0]]), *kept))
    changed = words(text)
    return text if find_focus(changed, find_cues(changed), {}).isdisjoint(foci) else ""


def _after_question_word(read: tuple[str, ...], spelt: list[str]) -> list[str] | None:
    if read[0] == "how" and len(read) > 1:
        return spelt[2:] if read[1] in _MEASURES else spelt[1:]
    if read[0] in _ASKING or read[0] in {"what", "which"}:
        return spelt[1:]
    return spelt if read[0] in _OPENINGS else None


def _with_another_number(spelt: list[str], held: Container[str], dice: random.Random) -> str:
    places = [place for place, word in enumerate(spelt) if _NUMBER.fullmatch(word)]
    if not places:
        return ""
    others = [number for number in _NUMBERS if number not in held]
    return " ".join((*spelt[: places[0]], dice.choice(others), *spelt[places[0] + 1 :]))


def _spellings(name: Entity) -> list[str]:
    return [name.name, *name.aliases[:2]]
