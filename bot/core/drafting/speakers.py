"""Guess for each segment of a source who says it, with what is around it: quotations, turns and pronouns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.core.drafting import lexicon
from bot.core.drafting.antecedents import are_people, definite, is_one_thing
from bot.core.drafting.attribution import Attribution, find_attribution
from bot.core.drafting.clauses import read_clause
from bot.core.drafting.contradictions import Claim, find_contradictions, is_charge
from bot.core.drafting.implied import held_record, is_heard, is_more, prosecutes, record_of
from bot.core.drafting.names import FoundEntity
from bot.core.drafting.noise import NoFact, Segment, is_introduction
from bot.core.drafting.speaker_names import ARTICLE, OFFICES, SpeakerNames, bare_publisher
from bot.core.drafting.standing import of_kind, of_publisher, of_speaker
from bot.core.drafting.tokens import ProseToken, ends_within, tokenize
from bot.core.drafting.transcripts import Turn
from bot.core.knowledge.model import Source, Standing
from bot.core.text.normalise import fold

_MOSTLY: Final = 0.7  # share of a sentence's words inside quotation marks, from which it is a quotation
_SINGULAR: Final = frozenset({"he", "she"})
_RESOLVED: Final = frozenset({"he", "she", "it", "they"})
_OWN_RECORD: Final = re.compile(r"^(?:its|their) ", re.IGNORECASE)
_INSTRUMENT: Final = re.compile(r"\b(?:gauges?|sensors?|instruments?|monitors?|records|data|figures|numbers)$")
_WEEKDAY: Final = re.compile(r"\s(?:on )?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday)\b(?![’'])")
_CALLED: Final = re.compile(r"^(?:(?:And|But|So|Well),?\s)?(?:(?:Mr|Ms|Mrs|Dr|Madam)\.? )?(?:[A-Z][\w’'-]+,\s)?")
_RECORD_FIRST: Final = re.compile(r"(?:The|An?|His|Her|Its|Their) (?:[a-z-]+ )?(?P<noun>[a-z]+)(?=,| [a-z])")
_CLOSING_PRONOUN: Final = re.compile(r",[”’\"]? (?:he|she) [a-z]+(?: on)?\.$")
_CLOSING_GROUP: Final = re.compile(r", (?:they|it) [a-z]+(?: [^,;“]{1,60})?\.$")
_INSERTED_PRONOUN: Final = re.compile(r"(?:^|[:;] )(?P<clause>[^:;]*),[”’\"]? (?:he|she) [a-z]+,")
_OWNER: Final = re.compile(r" (?:that|which) (?P<pronoun>it|they|he|she) ")
_ISSUED: Final = re.compile(
    r"^\s*(?:for immediate release|press release|news release|media release|embargoed)|^\s*(?:###|-\s*30\s*-)\s*$",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who says a segment: `who` is "" for the source itself; `words` are those that it was guessed from.

    `sure` is false where a pronoun or an unattributed quotation may be somebody else's. `quoted`: it is a quotation,
    `direct`: the segment itself names its speaker. `subject` is whom its first pronoun stands for, "" if that is open.
    `disputes` is the number of the segment that this one contradicts, or None; `proof` is the place of the segment that
    names the speaker or the subject, where this one does not. `within`: the segment begins inside a quotation. `thing`:
    the subject is no person but what the sentence before is about, which a curator has to confirm.
    """

    who: str
    words: str
    standing: Standing
    sure: bool = True
    quoted: bool = False
    direct: bool = False
    subject: str = ""
    disputes: int | None = None
    proof: tuple[int, int] | None = None
    within: bool = False
    thing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """A segment with its tokens, whether it is a quotation, and the attribution in it."""

    segment: Segment
    text: str
    tokens: tuple[ProseToken, ...]
    said: Attribution | None
    quoted: bool
    continues: bool  # a quotation that began in the segment before
    open: bool  # its quotation goes on in the next segment


def find_voices(source: Source, segments: Sequence[Segment], names: Sequence[FoundEntity]) -> tuple[Voice, ...]:
    """Return who says each segment, in their order."""
    heard = tuple(_heard(source, segments))
    return tuple(_Listener(source, heard, names).voices())


def _heard(source: Source, segments: Sequence[Segment]) -> Iterator[_Heard]:
    opened, paragraph = False, 0
    for segment in segments:
        text = source.text[segment.start : segment.end]
        # Each paragraph of a long quotation begins with a mark of its own.
        resumed = opened and segment.paragraph != paragraph and text[:1] in '“"‘«'
        within = opened and segment.paragraph == paragraph
        tokens = tokenize(text, within=within)
        words = [token for token in tokens if token.word]
        inside = sum(token.quoted for token in words)
        skipped = segment.no_fact in {NoFact.LABEL, NoFact.TABLE, NoFact.HEADING, NoFact.FRAGMENT}
        said = None if skipped else find_attribution(text, within=within)
        mostly = bool(words) and inside >= _MOSTLY * len(words)
        goes_on = ends_within(tokens)
        yield _Heard(
            segment=segment,
            text=text,
            tokens=tokens,
            said=said,
            quoted=mostly or (within and inside > 0 and said is None),
            continues=resumed or within,
            open=goes_on,
        )
        opened, paragraph = goes_on, segment.paragraph


def _names_any(text: str, spellings: Sequence[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(spelling)}(?!\w)", text, re.IGNORECASE) for spelling in spellings)


class _Listener:
    """Goes through the segments of a source and keeps who spoke last, where and what they are."""

    def __init__(self, source: Source, heard: Sequence[_Heard], names: Sequence[FoundEntity]) -> None:
        self._source = source
        self._heard = heard
        bare = bare_publisher(source.publisher)
        first = next((each.text for each in heard if each.segment.no_fact is None), "")
        own = bool(bare) and (bare in fold(first) or bare in fold(source.title))
        about = rf"^About (?:the )?{re.escape(ARTICLE.sub('', source.publisher).split()[0])}\b"
        issued = bool(_ISSUED.search(source.text) or re.search(about, source.text, re.MULTILINE) or own)
        self._names = SpeakerNames(source, names, issued=issued)
        self._others = tuple(
            spelling
            for name in self._names.organisations
            if not fold(name.name).startswith(bare_publisher(source.publisher))
            for spelling in name.spellings
        )
        self._in_office = frozenset(
            person.name.split()[-1].lower() for person in self._names.persons if not OFFICES.isdisjoint(person.titles)
        )
        self._speaker = ""
        self._spoke_in = 0
        self._prosecution = ""
        self._asking: dict[int, str] = {}
        self._host = self._who_hosts()
        self._small = {token.small for each in heard for token in each.tokens if token.word and not token.capital}

    def voices(self) -> Iterator[Voice]:
        voices: list[Voice] = []
        self._prosecution = self._prosecutor()
        for place, heard in enumerate(self._heard):
            voices.append(self._voice(place, heard, voices))
        for place in range(len(voices) - 2, -1, -1):
            voices[place] = self._from_next(place, voices)
        self._contradict(voices)
        return (
            replace(voice, proof=self._proof(place, voice), within=self._heard[place].continues)
            for place, voice in enumerate(voices)
        )

    def _who_hosts(self) -> str:
        """Return the surname of who opens a transcript and asks most of its questions, without a title; else ""."""
        turns = [each.segment.turn for each in self._heard if each.segment.turn is not None]
        asked = Counter(
            each.segment.turn.who.split()[-1].casefold()
            for each in self._heard
            if each.segment.turn is not None and each.segment.no_fact is NoFact.QUESTION
        )
        label = [word.casefold().rstrip(".") for word in turns[0].who.split()] if turns else [""]
        most = asked[label[-1]] > max(1, asked.total() - asked[label[-1]])
        return label[-1] if most and (lexicon.TITLES | lexicon.ROLES).isdisjoint(label) else ""

    def _prosecutor(self) -> str:
        """Return the first person who speaks for the prosecution, whose words a court hears first, or ""."""
        said = [(each.said, each.text) for each in self._heard if each.said is not None and each.said.named]
        speakers = (self._names.canonical(said.who, "") for said, text in said if prosecutes(text))
        return next((who for who in speakers if any(person.name == who for person in self._names.persons)), "")

    def _proof(self, place: int, voice: Voice) -> tuple[int, int] | None:
        """Return the place of the nearest segment that names whom a segment leaves unnamed."""
        heard = self._heard[place]
        who = voice.subject or voice.who
        person = next(
            (name for name in (*self._names.persons, *self._names.organisations) if name.name == ARTICLE.sub("", who)),
            None,
        )
        spellings = person.spellings if person else (ARTICLE.sub("", who) if voice.thing else who,)
        if not who or _names_any(heard.text, spellings):
            return None
        turn = heard.segment.turn
        if turn is not None and voice.quoted:
            label = self._source.text[turn.start : turn.end].rstrip()
            return turn.start, turn.start + len(label)
        near = (*range(place - 1, max(-1, place - 12), -1), *range(place + 1, min(len(self._heard), place + 4)))
        return next(
            (
                (self._heard[other].segment.start, self._heard[other].segment.end)
                for other in near
                if self._heard[other].segment.told and _names_any(self._heard[other].text, spellings)
            ),
            None,
        )

    def _voice(self, place: int, heard: _Heard, before: Sequence[Voice]) -> Voice:
        if heard.segment.no_fact in {NoFact.HEADING, NoFact.TABLE, NoFact.CAPTION, NoFact.CREDIT, NoFact.NAVIGATION}:
            return self._source_itself(heard)
        led = [
            number for number in range(place) if self._heard[number].segment.start == (heard.segment.lead or (-1,))[0]
        ]
        if led:
            return replace(before[led[0]], disputes=None)
        turn = heard.segment.turn
        if turn is not None:
            return self._in_turn(turn, place, heard, before)
        said = heard.said
        if said is not None:
            return self._named(said, place, heard) if said.named else self._pronoun(said, place, heard)
        if heard.quoted:
            return self._quotation(place, heard, before)
        subject = self._referent(place, heard)
        implied = self._implied(place, heard, before)
        thing = "" if subject or implied else self._thing(place, heard)
        own = self._source_itself(heard, subject=subject or thing)
        return replace(implied, subject=subject) if implied else replace(own, thing=bool(thing))

    def _implied(self, place: int, heard: _Heard, before: Sequence[Voice]) -> Voice | None:
        """Return the voice of whom no verb of speech names: a record, the prosecution, or who spoke before."""
        record = record_of(heard.text)
        if record:
            return Voice(who=record, words=record, standing=Standing.DOCUMENTED, direct=True)
        if self._prosecution and is_heard(heard.text):
            return Voice(who=self._prosecution, words="a court heard", standing=Standing.CLAIMED, sure=False)
        former = before[place - 1] if place else None
        same = place > 0 and self._heard[place - 1].segment.paragraph == heard.segment.paragraph
        if former is None or not same or not former.who or former.quoted:
            return None
        goes_on = former.standing is Standing.DOCUMENTED and is_more(heard.text)
        return replace(former, sure=False, direct=False, disputes=None) if goes_on else None

    def _source_itself(self, heard: _Heard, *, subject: str = "") -> Voice:
        standing = of_publisher(
            heard.text,
            self._source.publisher,
            issued=self._names.issued,
            titled=self._in_office if self._names.issued else frozenset(),
            others=self._others if self._names.issued else (),
        )
        return Voice(who="", words="", standing=standing, subject=subject)

    def _in_turn(self, turn: Turn, place: int, heard: _Heard, before: Sequence[Voice]) -> Voice:
        """Return the voice of a segment of a transcript: the one whose turn it is, or whom they cite."""
        said = heard.said
        held = held_record(heard.text)
        if held:
            return Voice(who=self._own_record(held), words=held, standing=Standing.DOCUMENTED, direct=True)
        # "Minister, the union says …" cites the union too.
        text = _CALLED.sub("", heard.text).lower()
        begins = said is not None and text.startswith((said.who.lower(), "according to"))
        if said is not None and begins and said.named and not heard.quoted and self._is_other(said):
            cited = self._named(said, place, heard, turn=turn)
            if cited.standing is not Standing.DOCUMENTED or not said.verb or not _INSTRUMENT.search(said.who):
                return cited
        who = self._of_turn(turn, heard)
        if said is not None and said.who.lower() in _SINGULAR and heard.text.startswith(said.who):
            return self._cited_before(said, place, heard, before, who)
        standing = Standing.CLAIMED if turn.asks else of_speaker(who, "", heard.tokens, direct=True)
        if standing is Standing.STATED and turn.who.split()[-1].casefold() == self._host:
            standing = Standing.REPORTED
        if said is not None and said.standing is Standing.DOCUMENTED:
            standing = Standing.DOCUMENTED
        return Voice(who=who, words=turn.who, standing=standing, quoted=True)

    def _cited_before(
        self, said: Attribution, place: int, heard: _Heard, before: Sequence[Voice], speaker: str
    ) -> Voice:
        """Return the voice of "she says" in a turn: whom the sentence before cites, or the one person named near."""
        same = place > 0 and self._heard[place - 1].segment.turn == heard.segment.turn
        cited = before[place - 1].who if same else ""
        persons = [person.name for person in self._named_near(place, heard) if person.name != speaker]
        meant = cited if cited != speaker else persons[0] if len(persons) == 1 else ""
        return Voice(who=meant or speaker, words=said.who, standing=said.standing, sure=False, direct=True)

    @staticmethod
    def _is_other(said: Attribution) -> bool:
        """Return whether who is cited in a turn is not the one who speaks; "according to our log" cites the log."""
        own = said.who.lower().split()[0] in {"my", "i", "we", "our"}
        return not own or not said.verb or said.standing is Standing.DOCUMENTED

    def _of_turn(self, turn: Turn, heard: _Heard) -> str:
        if turn.asks:
            if is_introduction(heard.text):
                self._asking[turn.start] = self._names.canonical(
                    re.split(r",| with | from ", heard.text)[0].strip(), ""
                )
            return self._asking.get(turn.start) or self._introduced(turn)
        if turn.answers:
            return self._interviewed() or "the one interviewed"
        words = [
            word
            for word in turn.who.split()
            if word.lower().rstrip(".") not in lexicon.TITLES and word.lower() != "the"
        ]
        titled = turn.who.removeprefix("THE ").removeprefix("The ").title()
        if not words:
            return f"the {turn.who.lower().removeprefix('the ')}"
        name = " ".join(word.title() if word.isupper() else word for word in words)
        who = self._names.canonical(name, turn.role)
        # Of whom only the surname is known, the title says more.
        return titled if who == name and len(words) == 1 and len(turn.who.split()) > 1 else who

    def _interviewed(self) -> str:
        """Return the one person that is named before the first turn, or ""."""
        persons: dict[str, None] = {}
        for heard in self._heard:
            if heard.segment.turn is not None:
                break
            persons.update((person.name, None) for person in self._persons_in(heard))
        return next(iter(persons)) if len(persons) == 1 else ""

    def _introduced(self, turn: Turn) -> str:
        """Return who asks in a turn, whom a later sentence of it may name, or that nobody is named."""
        for heard in self._heard:
            if (
                heard.segment.turn is not None
                and heard.segment.turn.start == turn.start
                and is_introduction(heard.text)
            ):
                return self._names.canonical(re.split(r",| with | from ", heard.text)[0].strip(), "")
        return "an unnamed reporter"

    def _named(self, said: Attribution, place: int, heard: _Heard, *, turn: Turn | None = None) -> Voice:
        spelt = self._within(said.who, heard)
        who = self._names.canonical(self._own_record(_WEEKDAY.sub("", spelt) or spelt), said.role)
        subject = self._referent(place, heard)
        if subject and who.lower().startswith(("his ", "her ")):
            who = f"{subject}’s {who.split(maxsplit=1)[1]}"
        owner = _OWNER.match(heard.text.partition(said.who)[2])
        meant = self._meant(owner["pronoun"], place, heard) if owner else ""
        if meant:  # "figures that it published"
            who = f"{meant}’s {ARTICLE.sub('', who)}"
        if self._names.is_publisher(who) and turn is None:
            return Voice(who="", words="", standing=Standing.STATED)
        self._speaker, self._spoke_in = who, heard.segment.paragraph
        self._names.describe(who)
        words = f"{said.role}, {said.who}" if said.role and said.role in heard.text else said.who
        return Voice(
            who=who,
            words=words,
            standing=said.standing,
            sure=bool(meant) or owner is None,
            quoted=heard.quoted,
            direct=True,
            subject=subject,
        )

    @staticmethod
    def _own_record(who: str) -> str:
        return _OWN_RECORD.sub("the ", who)

    def _within(self, who: str, heard: _Heard) -> str:
        """Write a speaker as inside a sentence, without a capital that only the beginning of the passage gave it."""
        first = who.split(maxsplit=1)[0]
        plain = first.lower() in self._small | lexicon.ROLES | lexicon.GROUPS | lexicon.PEOPLE | lexicon.RECORDS
        plain = plain or (first.lower().endswith("s") and not self._names.is_named(first))
        begins = heard.text.lstrip('“"‘ ').startswith(who)
        titled = first.lower().rstrip(".") in lexicon.LONE_TITLES or first.isupper()
        named = titled or self._names.is_named(first) or who.split()[1:2] != [*map(str.lower, who.split()[1:2])]
        return who[0].lower() + who[1:] if begins and plain and not named else who

    def _pronoun(self, said: Attribution, place: int, heard: _Heard) -> Voice:
        """Resolve a pronoun to the last speaker or the one person named, where that is safe."""
        word = said.who.lower()
        # "said it was late" has its own speaker; what "who" stands for is before it.
        who = self._meant(word, place, heard) if word in _RESOLVED else ""
        record = self._record_before(place) if word == "it" else ""
        if not who and (thing := record or self._thing(place, heard)):
            named = self._names.canonical(self._within(thing, heard), "")
            standing = of_kind(named, heard.text, verb=said.verb) or said.standing
            return Voice(
                who=named, words=said.who, standing=standing, sure=False, direct=True, subject=named, thing=True
            )
        if not who:
            return Voice(who="", words=said.who, standing=said.standing, sure=False, quoted=heard.quoted, direct=True)
        if self._names.is_publisher(who):
            return Voice(who="", words="", standing=Standing.STATED)
        self._speaker, self._spoke_in = who, heard.segment.paragraph
        standing = said.standing
        if standing in {Standing.STATED, Standing.CLAIMED} and said.verb not in lexicon.CLAIMING:
            standing = of_speaker(who, self._names.roles.get(who, ""), heard.tokens)
        sure = len(self._named_near(place, heard)) <= 1
        own = word in {"it", "they"} and _CLOSING_GROUP.search(heard.text) is not None
        return Voice(
            who=who,
            words=said.who,
            standing=standing,
            sure=sure,
            quoted=heard.quoted,
            direct=True,
            subject="" if own else who,
        )

    def _record_before(self, place: int) -> str:
        """Return the record that the sentence before begins with: "it" in "The reply came late. It said: “No.”"."""
        before = self._heard[place - 1] if place else None
        begins = _RECORD_FIRST.match(before.text) if before is not None else None
        same = before is not None and before.segment.paragraph == self._heard[place].segment.paragraph
        return f"the {begins['noun']}" if begins and same and begins["noun"] in lexicon.RECORDS else ""

    def _meant(self, word: str, place: int, heard: _Heard) -> str:
        near = heard.segment.paragraph - self._spoke_in <= 1
        if word in _SINGULAR:
            gender = "f" if word == "she" else "m"
            # "Grey, she said, sold it": she is not Grey.
            here = list(self._persons_in(heard))
            inserted = _INSERTED_PRONOUN.search(heard.text)
            others = [person for person in here if inserted and _names_any(inserted["clause"], person.spellings)]
            own = [person for person in here if person.gender in {"", gender} and person not in others]
            # "The lamp was lit by Ann Grey, he added": who ends a sentence is nobody in it but its subject.
            if _CLOSING_PRONOUN.search(heard.text):
                subject = self._subject_of(heard, own)
                own = [person for person in own if person.name == subject]
            if len(own) == 1 and heard.text.find(own[0].name.split()[-1]) < heard.text.lower().find(f" {word} "):
                return own[0].name
            near_by = (person for person in self._named_near(place, heard) if person not in others)
            persons = [person for person in near_by if person.gender in {"", gender}]
            if len(persons) > 1:
                return self._of_sentence_before(place, heard, persons)
            if persons:
                return persons[0].name
            other = self._names.is_group(self._speaker) or not lexicon.RECORDS.isdisjoint(self._speaker.lower().split())
            return self._speaker if near and not other else ""
        if ends := _CLOSING_GROUP.search(heard.text):
            return self._subject_that_speaks(heard, ends.start())
        return (
            self._speaker
            if near and self._names.is_group(self._speaker) and (word == "they" or self._names.is_one(self._speaker))
            else ""
        )

    def _subject_that_speaks(self, heard: _Heard, end: int) -> str:
        """Return the subject of what comes before "they report": "Keepers of the pier counted 61, they report"."""
        clause = read_clause([token for token in heard.tokens if token.end <= end])
        if clause is None or heard.quoted or any(token.quoted for token in clause.subject):
            return ""
        who = heard.text[clause.subject[0].start : clause.subject[-1].end]
        return self._names.canonical(self._within(who, heard), "") if self._names.is_group(who) else ""

    def _of_sentence_before(self, place: int, heard: _Heard, persons: Sequence[FoundEntity]) -> str:
        """Return whom of several persons the sentence before is about: the only one in it, or the one who speaks."""
        before = self._heard[place - 1]
        if before.segment.paragraph != heard.segment.paragraph:
            spoke = self._spoke_in == before.segment.paragraph
            return self._speaker if spoke and any(person.name == self._speaker for person in persons) else ""
        named = [person for person in self._persons_in(before) if person in persons]
        if len(named) == 1:
            return named[0].name
        subject = self._subject_of(before, named)
        if subject and not (before.said is not None and before.said.named):
            return subject
        speaks = before.said is not None and any(person.name == self._speaker for person in persons)
        return self._speaker if speaks and before.said is not None and before.said.named else ""

    @staticmethod
    def _subject_of(heard: _Heard, persons: Sequence[FoundEntity]) -> str:
        """Return which of several persons is the subject of a sentence: "Asked by Ann Grey, Tom Ash paused."."""
        clause = read_clause(heard.tokens)
        words = {token.bare for token in clause.subject} if clause else set()
        found = [person.name for person in persons if any(set(each.split()) <= words for each in person.spellings)]
        return found[0] if len(found) == 1 else ""

    def _named_near(self, place: int, heard: _Heard) -> list[FoundEntity]:
        """Return the persons named before in the same paragraph, or else in the one before, each once."""
        number = heard.segment.paragraph
        for wanted in (number, number - 1):
            found: list[FoundEntity] = []
            for other in self._heard[max(0, place - 12) : place]:
                if other.segment.paragraph == wanted and other.segment.told:
                    found.extend(self._persons_in(other))
            if found:
                return list(dict.fromkeys(found))
        return []

    def _persons_in(self, heard: _Heard) -> Iterator[FoundEntity]:
        told = "".join(text if not quoted else " " * len(text) for text, quoted in self._parts(heard))
        for person in self._names.persons:
            if any(
                re.search(rf"(?<![\w’'-]){re.escape(spelling)}(?![\w-]|[’']s)", told) for spelling in person.spellings
            ):
                yield person

    @staticmethod
    def _parts(heard: _Heard) -> Iterator[tuple[str, bool]]:
        end = 0
        for token in heard.tokens:
            yield heard.text[end : token.start], False
            yield token.text, token.quoted
            end = token.end

    def _referent(self, place: int, heard: _Heard) -> str:
        """Return the person that a sentence's first word "he" or "she" stands for, if only one was named."""
        first = next((token.small for token in heard.tokens if token.word), "")
        if first not in _SINGULAR | {"his", "her"}:
            return ""
        gender = "f" if first in {"she", "her"} else "m"
        persons = [person for person in self._named_near(place, heard) if person.gender in {"", gender}]
        return persons[0].name if len(persons) == 1 else ""

    def _thing(self, place: int, heard: _Heard) -> str:
        """Return what the subject "it" or "they" stands for: the subject of the sentence before, where it is plain."""
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

    def _quotation(self, place: int, heard: _Heard, before: Sequence[Voice]) -> Voice:
        """Return the voice of a quotation that names nobody: it goes on, or follows another one."""
        number = heard.segment.paragraph
        standing = of_speaker(self._speaker, self._names.roles.get(self._speaker, ""), heard.tokens, direct=True)
        if place and before[place - 1].who and (heard.continues or self._heard[place - 1].segment.paragraph == number):
            self._spoke_in = number
            return Voice(who=before[place - 1].who, words=before[place - 1].words, standing=standing, quoted=True)
        earlier = [
            voice
            for voice, other in zip(before, self._heard, strict=False)
            if other.segment.paragraph == number and voice.who
        ]
        if earlier:
            return Voice(who=earlier[-1].who, words=earlier[-1].words, standing=standing, quoted=True)
        persons = self._named_near(place, heard) if not earlier else []
        here = any(other.segment.paragraph == number for other in self._heard[max(0, place - 12) : place])
        if here and len(persons) == 1:
            return Voice(who=persons[0].name, words="the sentence before", standing=standing, sure=False, quoted=True)
        introduced = place > 0 and self._heard[place - 1].text.rstrip().endswith(":")
        if self._speaker and number - self._spoke_in == 1 and (introduced or self._stands_alone(number)):
            self._spoke_in = number
            return Voice(
                who=self._speaker, words="the paragraph before", standing=standing, sure=introduced, quoted=True
            )
        return Voice(who="", words="a quotation", standing=Standing.STATED, sure=False, quoted=True)

    def _stands_alone(self, number: int) -> bool:
        """Return whether nothing in a paragraph names a speaker."""
        return all(other.said is None for other in self._heard if other.segment.paragraph == number)

    def _from_next(self, place: int, voices: Sequence[Voice]) -> Voice:
        """Return the voice of a quotation whose speaker comes after it: "“It rained. It was cold,” she said."."""
        own, following = voices[place], voices[place + 1]
        here, then = self._heard[place], self._heard[place + 1]
        same = here.segment.paragraph == then.segment.paragraph
        if not own.who and own.quoted and not own.direct and following.who and same and (here.open or then.quoted):
            standing = of_speaker(following.who, self._names.roles.get(following.who, ""), here.tokens, direct=True)
            return replace(own, who=following.who, words=following.words, standing=standing, sure=following.sure)
        return own

    def _contradict(self, voices: list[Voice]) -> None:
        """Mark both sides of a contradiction as disputed; that somebody is charged stays a fact if it is denied."""
        claims = [self._claim(heard, voice) for heard, voice in zip(self._heard, voices, strict=True)]
        for place, target in find_contradictions(claims).items():
            if not is_charge(claims[target].text):
                voices[target] = replace(voices[target], standing=Standing.DISPUTED)
            voices[place] = replace(voices[place], standing=Standing.DISPUTED, disputes=target)

    def _claim(self, heard: _Heard, voice: Voice) -> Claim:
        roles = (heard.said.role if heard.said else "", heard.segment.turn.role if heard.segment.turn else "")
        proven = voice.standing is Standing.DOCUMENTED or (bool(voice.who) and voice.standing is Standing.REPORTED)
        return Claim(
            text=heard.text,
            tokens=heard.tokens,
            who=voice.who,
            role=" ".join(filter(None, (*roles, self._names.roles.get(voice.who, "")))),
            verb=heard.said.verb if heard.said else "",
            paragraph=heard.segment.paragraph,
            fact=heard.segment.no_fact is None,
            proven=proven,
        )
