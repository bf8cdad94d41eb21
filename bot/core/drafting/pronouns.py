"""Find out whom a pronoun of a text stands for, where that is safe: somebody named near it, or who spoke last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.core.drafting import lexicon
from bot.core.drafting.antecedents import are_people, definite, is_one_thing
from bot.core.drafting.clauses import read_clause
from bot.core.drafting.heard import Heard, names_any
from bot.core.drafting.names import FoundEntity
from bot.core.drafting.speaker_names import SpeakerNames

SINGULAR: Final = frozenset({"he", "she"})
_RECORD_FIRST: Final = re.compile(r"(?:The|An?|His|Her|Its|Their) (?:[a-z-]+ )?(?P<noun>[a-z]+)(?=,| [a-z])")
_CLOSING_PRONOUN: Final = re.compile(r",[”’\"]? (?:he|she) [a-z]+(?: on)?\.$")
_INSERTED_PRONOUN: Final = re.compile(r"(?:^|[:;] )(?P<clause>[^:;]*),[”’\"]? (?:he|she) [a-z]+,")
CLOSING_GROUP: Final = re.compile(r", (?:they|it) [a-z]+(?: [^,;“]{1,60})?\.$")
"""The end of "Keepers of the pier counted 61, they report"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastSpeaker:
    """Who spoke last, "" for nobody yet, and the number of the paragraph."""

    who: str = ""
    paragraph: int = 0


class Pronouns:
    """Resolves the pronouns in the segments of a text."""

    def __init__(self, heard: Sequence[Heard], names: SpeakerNames) -> None:
        self._heard = heard
        self._names = names

    def meant(self, word: str, place: int, last: LastSpeaker) -> str:
        """Return whom a pronoun stands for: somebody near it, or else who spoke last; "" where that is not safe."""
        heard = self._heard[place]
        near = heard.segment.paragraph - last.paragraph <= 1
        if word in SINGULAR:
            gender = "f" if word == "she" else "m"
            # "Grey, she said, sold it": she is not Grey.
            here = list(self.persons_in(heard))
            inserted = _INSERTED_PRONOUN.search(heard.text)
            others = [person for person in here if inserted and names_any(inserted["clause"], person.spellings)]
            own = [person for person in here if person.gender in {"", gender} and person not in others]
            # "The lamp was lit by Ann Grey, he added": who ends a sentence is nobody in it but its subject.
            if _CLOSING_PRONOUN.search(heard.text):
                subject = self._subject_of(heard, own)
                own = [person for person in own if person.name == subject]
            if len(own) == 1 and heard.text.find(own[0].name.split()[-1]) < heard.text.lower().find(f" {word} "):
                return own[0].name
            near_by = (person for person in self.named_near(place) if person not in others)
            persons = [person for person in near_by if person.gender in {"", gender}]
            if len(persons) > 1:
                return self._of_sentence_before(place, persons, last)
            if persons:
                return persons[0].name
            other = self._names.is_group(last.who) or not lexicon.RECORDS.isdisjoint(last.who.lower().split())
            return last.who if near and not other else ""
        if ends := CLOSING_GROUP.search(heard.text):
            return self._subject_that_speaks(heard, ends.start())
        return (
            last.who
            if near and self._names.is_group(last.who) and (word == "they" or self._names.is_one(last.who))
            else ""
        )

    def _subject_that_speaks(self, heard: Heard, end: int) -> str:
        """Return the subject of what comes before "they report": "Keepers of the pier counted 61, they report"."""
        clause = read_clause([token for token in heard.tokens if token.end <= end])
        if clause is None or heard.quoted or any(token.quoted for token in clause.subject):
            return ""
        who = heard.text[clause.subject[0].start : clause.subject[-1].end]
        return (
            self._names.canonical(self._names.inside_sentence(who, heard.text), "") if self._names.is_group(who) else ""
        )

    def _of_sentence_before(self, place: int, persons: Sequence[FoundEntity], last: LastSpeaker) -> str:
        """Return whom of several persons the sentence before is about: the only one in it, or the one who speaks."""
        heard, before = self._heard[place], self._heard[place - 1]
        if before.segment.paragraph != heard.segment.paragraph:
            spoke = last.paragraph == before.segment.paragraph
            return last.who if spoke and any(person.name == last.who for person in persons) else ""
        named = [person for person in self.persons_in(before) if person in persons]
        if len(named) == 1:
            return named[0].name
        subject = self._subject_of(before, named)
        if subject and not (before.said is not None and before.said.named):
            return subject
        speaks = before.said is not None and any(person.name == last.who for person in persons)
        return last.who if speaks and before.said is not None and before.said.named else ""

    @staticmethod
    def _subject_of(heard: Heard, persons: Sequence[FoundEntity]) -> str:
        """Return which of several persons is the subject of a sentence: "Asked by Ann Grey, Tom Ash paused."."""
        clause = read_clause(heard.tokens)
        words = {token.bare for token in clause.subject} if clause else set()
        found = [person.name for person in persons if any(set(each.split()) <= words for each in person.spellings)]
        return found[0] if len(found) == 1 else ""

    def named_near(self, place: int) -> list[FoundEntity]:
        """Return the persons named before in the same paragraph, or else in the one before, each once."""
        number = self._heard[place].segment.paragraph
        for wanted in (number, number - 1):
            found: list[FoundEntity] = []
            for other in self._heard[max(0, place - 12) : place]:
                if other.segment.paragraph == wanted and other.segment.told:
                    found.extend(self.persons_in(other))
            if found:
                return list(dict.fromkeys(found))
        return []

    def persons_in(self, heard: Heard) -> Iterator[FoundEntity]:
        """Yield the persons whom a segment names outside of quotations, but for "Grey’s"."""
        told = heard.told
        for person in self._names.persons:
            if any(
                re.search(rf"(?<![\w’'-]){re.escape(spelling)}(?![\w-]|[’']s)", told) for spelling in person.spellings
            ):
                yield person

    def referent(self, place: int) -> str:
        """Return the person that a sentence's first word "he" or "she" stands for, if only one was named."""
        first = next((token.small for token in self._heard[place].tokens if token.word), "")
        if first not in SINGULAR | {"his", "her"}:
            return ""
        gender = "f" if first in {"she", "her"} else "m"
        persons = [person for person in self.named_near(place) if person.gender in {"", gender}]
        return persons[0].name if len(persons) == 1 else ""

    def thing(self, place: int) -> str:
        """Return what the subject "it" or "they" stands for: the subject of the sentence before, where it is plain."""
        heard = self._heard[place]
        clause = read_clause(heard.tokens)
        before = self._heard[place - 1] if place else None
        if clause is None or before is None or len(clause.subject) != 1 or heard.segment.turn is not None:
            return ""
        word = clause.subject[0].small
        own = before.segment.paragraph == heard.segment.paragraph and before.segment.no_fact is None
        former = read_clause(before.tokens) if own and not before.quoted and not heard.tokens[0].quoted else None
        if former is None or word not in {"it", "they"} or any(token.quoted for token in former.subject):
            return ""
        persons = [spelling for spelling, _ in self._names.spellings]
        fits = (
            is_one_thing(former, clause, persons=persons, is_group=self._names.is_group)
            if word == "it"
            else are_people(former)
        )
        thing = definite(former.subject)
        # "Ferry operator Varn Lines" is Varn Lines.
        named = (each.name for each in self._names.organisations if thing.endswith(f" {each.name}") and thing[0] != "t")
        return next(named, thing) if fits else ""

    def record_before(self, place: int) -> str:
        """Return the record that the sentence before begins with: "it" in "The reply came late. It said: “No.”"."""
        before = self._heard[place - 1] if place else None
        begins = _RECORD_FIRST.match(before.text) if before is not None else None
        same = before is not None and before.segment.paragraph == self._heard[place].segment.paragraph
        return f"the {begins['noun']}" if begins and same and begins["noun"] in lexicon.RECORDS else ""
