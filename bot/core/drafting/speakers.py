"""Guess for each segment of a source who says it, with what is around it: quotations, turns and pronouns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.core.drafting import lexicon
from bot.core.drafting.attribution import Attribution
from bot.core.drafting.contradictions import Claim, find_contradictions, is_charge
from bot.core.drafting.heard import Heard, hear, names_any
from bot.core.drafting.implied import held_record, is_heard, is_more, prosecutes, record_of
from bot.core.drafting.names import FoundEntity
from bot.core.drafting.noise import is_introduction
from bot.core.drafting.pronouns import CLOSING_GROUP, SINGULAR, LastSpeaker, Pronouns
from bot.core.drafting.segments import NoFact, Segment
from bot.core.drafting.speaker_names import ARTICLE, OFFICES, SpeakerNames, bare_publisher
from bot.core.drafting.standing import of_kind, of_publisher, of_speaker
from bot.core.drafting.transcripts import Turn
from bot.core.knowledge.model import Source, Standing
from bot.core.text.normalise import fold

_RESOLVED: Final = frozenset({"he", "she", "it", "they"})
_OWN_RECORD: Final = re.compile(r"^(?:its|their) ", re.IGNORECASE)
_INSTRUMENT: Final = re.compile(r"\b(?:gauges?|sensors?|instruments?|monitors?|records|data|figures|numbers)$")
_WEEKDAY: Final = re.compile(r"\s(?:on )?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday)\b(?![’'])")
_PUBLISHED: Final = re.compile(r"(?<=\w) (?:published|released|issued|posted)$")
_CALLED: Final = re.compile(r"^(?:(?:And|But|So|Well),?\s)?(?:(?:Mr|Ms|Mrs|Dr|Madam)\.? )?(?:[A-Z][\w’'-]+,\s)?")
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


def find_voices(source: Source, segments: Sequence[Segment], names: Sequence[FoundEntity]) -> tuple[Voice, ...]:
    """Return who says each segment, in their order."""
    heard = tuple(hear(source, segments))
    return tuple(_Listener(source, heard, names).voices())


def _cited(said: Attribution) -> tuple[str, ...]:
    """Return what a sentence of a turn that cites somebody begins with, in small letters."""
    # "The guild, Varn Taps, told us": who it is stands before the name.
    role = (said.role.lower(),) if said.role and said.verb in {"say", "tell"} else ()
    return (said.who.lower(), *role, "according to")


class _Listener:
    """Goes through the segments of a source and keeps who spoke last, where and what they are."""

    def __init__(self, source: Source, heard: Sequence[Heard], names: Sequence[FoundEntity]) -> None:
        self._source = source
        self._heard = heard
        bare = bare_publisher(source.publisher)
        first = next((each.text for each in heard if each.segment.no_fact is None), "")
        own = bool(bare) and (bare in fold(first) or bare in fold(source.title))
        about = rf"^About (?:the )?{re.escape(ARTICLE.sub('', source.publisher).split()[0])}\b"
        issued = bool(_ISSUED.search(source.text) or re.search(about, source.text, re.MULTILINE) or own)
        small = frozenset(token.small for each in heard for token in each.tokens if token.word and not token.capital)
        self._names = SpeakerNames(source, names, issued=issued, small=small)
        self._others = tuple(
            spelling
            for name in self._names.organisations
            if not fold(name.name).startswith(bare_publisher(source.publisher))
            and not set(fold(name.name).split()) <= set(bare_publisher(source.publisher).split())
            for spelling in name.spellings
        )
        self._in_office = frozenset(
            person.name.split()[-1].lower() for person in self._names.persons if not OFFICES.isdisjoint(person.titles)
        )
        self._pronouns = Pronouns(heard, self._names)
        self._last = LastSpeaker()
        self._prosecution = ""
        self._asking: dict[int, str] = {}
        self._host = self._who_hosts()

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
        if not who or names_any(heard.text, spellings):
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
                if self._heard[other].segment.told and names_any(self._heard[other].text, spellings)
            ),
            None,
        )

    def _voice(self, place: int, heard: Heard, before: Sequence[Voice]) -> Voice:
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
        subject = self._pronouns.referent(place)
        implied = self._implied(place, heard, before)
        thing = "" if subject or implied else self._pronouns.thing(place)
        own = self._source_itself(heard, subject=subject or thing)
        return replace(implied, subject=subject) if implied else replace(own, thing=bool(thing))

    def _implied(self, place: int, heard: Heard, before: Sequence[Voice]) -> Voice | None:
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

    def _source_itself(self, heard: Heard, *, subject: str = "") -> Voice:
        standing = of_publisher(
            heard.text,
            self._source.publisher,
            issued=self._names.issued,
            titled=self._in_office if self._names.issued else frozenset(),
            others=self._others if self._names.issued else (),
        )
        return Voice(who="", words="", standing=standing, subject=subject)

    def _in_turn(self, turn: Turn, place: int, heard: Heard, before: Sequence[Voice]) -> Voice:
        """Return the voice of a segment of a transcript: the one whose turn it is, or whom they cite."""
        said = heard.said
        held = held_record(heard.text)
        if held:
            return Voice(who=self._own_record(held), words=held, standing=Standing.DOCUMENTED, direct=True)
        # "Minister, the union says …" cites the union too.
        text = _CALLED.sub("", heard.text).lower()
        begins = said is not None and text.startswith(_cited(said))
        if said is not None and begins and said.named and not heard.quoted and self._is_other(said):
            cited = self._named(said, place, heard, turn=turn)
            if cited.standing is not Standing.DOCUMENTED or not said.verb or not _INSTRUMENT.search(said.who):
                return cited
        who = self._of_turn(turn, heard)
        if said is not None and said.who.lower() in SINGULAR and heard.text.startswith(said.who):
            return self._cited_before(said, place, heard, before, who)
        standing = Standing.CLAIMED if turn.asks else of_speaker(who, "", heard.tokens, direct=True)
        if standing is Standing.STATED and turn.who.split()[-1].casefold() == self._host:
            standing = Standing.REPORTED
        if said is not None and said.standing is Standing.DOCUMENTED:
            standing = Standing.DOCUMENTED
        return Voice(who=who, words=turn.who, standing=standing, quoted=True)

    def _cited_before(
        self, said: Attribution, place: int, heard: Heard, before: Sequence[Voice], speaker: str
    ) -> Voice:
        """Return the voice of "she says" in a turn: whom the sentence before cites, or the one person named near."""
        same = place > 0 and self._heard[place - 1].segment.turn == heard.segment.turn
        cited = before[place - 1].who if same else ""
        persons = [person.name for person in self._pronouns.named_near(place) if person.name != speaker]
        meant = cited if cited != speaker else persons[0] if len(persons) == 1 else ""
        return Voice(who=meant or speaker, words=said.who, standing=said.standing, sure=False, direct=True)

    @staticmethod
    def _is_other(said: Attribution) -> bool:
        """Return whether who is cited in a turn is not the one who speaks; "according to our log" cites the log."""
        own = said.who.lower().split()[0] in {"my", "i", "we", "our"}
        return not own or not said.verb or said.standing is Standing.DOCUMENTED

    def _of_turn(self, turn: Turn, heard: Heard) -> str:
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
            persons.update((person.name, None) for person in self._pronouns.persons_in(heard))
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

    def _named(self, said: Attribution, place: int, heard: Heard, *, turn: Turn | None = None) -> Voice:
        spelt = self._names.inside_sentence(said.who, heard.text)
        undated = _PUBLISHED.sub("", _WEEKDAY.sub("", spelt))
        who = self._names.canonical(self._own_record(undated or spelt), said.role)
        subject = self._pronouns.referent(place)
        if subject and who.lower().startswith(("his ", "her ")):
            who = f"{subject}’s {who.split(maxsplit=1)[1]}"
        owner = _OWNER.match(heard.text.partition(said.who)[2])
        meant = self._pronouns.meant(owner["pronoun"], place, self._last) if owner else ""
        if meant:  # "figures that it published"
            who = f"{meant}’s {ARTICLE.sub('', who)}"
        if self._names.is_publisher(who) and turn is None:
            return Voice(who="", words="", standing=Standing.STATED)
        self._last = LastSpeaker(who=who, paragraph=heard.segment.paragraph)
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

    def _pronoun(self, said: Attribution, place: int, heard: Heard) -> Voice:
        """Resolve a pronoun to the last speaker or the one person named, where that is safe."""
        word = said.who.lower()
        # "said it was late" has its own speaker; what "who" stands for is before it.
        who = self._pronouns.meant(word, place, self._last) if word in _RESOLVED else ""
        record = self._pronouns.record_before(place) if word == "it" else ""
        if not who and (thing := record or self._pronouns.thing(place)):
            named = self._names.canonical(self._names.inside_sentence(thing, heard.text), "")
            standing = of_kind(named, heard.text, verb=said.verb) or said.standing
            return Voice(
                who=named, words=said.who, standing=standing, sure=False, direct=True, subject=named, thing=True
            )
        if not who:
            return Voice(who="", words=said.who, standing=said.standing, sure=False, quoted=heard.quoted, direct=True)
        if self._names.is_publisher(who):
            return Voice(who="", words="", standing=Standing.STATED)
        self._last = LastSpeaker(who=who, paragraph=heard.segment.paragraph)
        standing = said.standing
        if standing in {Standing.STATED, Standing.CLAIMED} and said.verb not in lexicon.CLAIMING:
            standing = of_speaker(who, self._names.roles.get(who, ""), heard.tokens)
        sure = len(self._pronouns.named_near(place)) <= 1
        own = word in {"it", "they"} and CLOSING_GROUP.search(heard.text) is not None
        return Voice(
            who=who,
            words=said.who,
            standing=standing,
            sure=sure,
            quoted=heard.quoted,
            direct=True,
            subject="" if own else who,
        )

    def _quotation(self, place: int, heard: Heard, before: Sequence[Voice]) -> Voice:
        """Return the voice of a quotation that names nobody: it goes on, or follows another one."""
        number = heard.segment.paragraph
        standing = of_speaker(self._last.who, self._names.roles.get(self._last.who, ""), heard.tokens, direct=True)
        if place and before[place - 1].who and (heard.continues or self._heard[place - 1].segment.paragraph == number):
            self._last = replace(self._last, paragraph=number)
            return Voice(who=before[place - 1].who, words=before[place - 1].words, standing=standing, quoted=True)
        persons = self._pronouns.named_near(place)
        here = any(other.segment.paragraph == number for other in self._heard[max(0, place - 12) : place])
        if here and len(persons) == 1:
            return Voice(who=persons[0].name, words="the sentence before", standing=standing, sure=False, quoted=True)
        introduced = place > 0 and self._heard[place - 1].text.rstrip().endswith(":")
        if self._last.who and number - self._last.paragraph == 1 and (introduced or self._stands_alone(number)):
            self._last = replace(self._last, paragraph=number)
            return Voice(
                who=self._last.who, words="the paragraph before", standing=standing, sure=introduced, quoted=True
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

    def _claim(self, heard: Heard, voice: Voice) -> Claim:
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
