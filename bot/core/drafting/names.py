"""Find the proper names of a text, each once with its kind and its other spellings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from bot.core.drafting import lexicon
from bot.core.drafting.name_kinds import (
    ACRONYM,
    GIVEN_NAMES,
    INITIAL,
    SHOPS,
    STRONG,
    SURE,
    gender_of,
    is_known_place,
    votes_for,
)
from bot.core.drafting.name_runs import CALENDAR, COMPANY_FORMS, find_runs, is_proper, opens, spelling
from bot.core.drafting.noise import is_introduction, is_list_of_persons
from bot.core.drafting.segments import NoFact, Segment
from bot.core.drafting.tokens import ProseToken, tokenize
from bot.core.drafting.verbs import VERB_FORMS, is_finite
from bot.core.knowledge.model import EntityKind, Source
from bot.core.text.language import NUMBERS, STOPWORDS
from bot.core.text.normalise import fold

MAX_ENTITIES: Final = 60
"""Most names of one text."""
_MAX_LENGTH: Final = 100  # characters of a name in the vocabulary
_NO_NAMES: Final = frozenset(
    "mp mps q&a ceo cfo cto dna rna gps faq pm am p.m. a.m. tv id pdf url phd md ad bc gdp covid ok q i i’m i’ve "
    "i’ll i’d "
    "internet web ph mba cpa company contact "
    "jr sr ii iii iv mr mrs ms dr celsius fahrenheit mw gw kw kwh mwh km kg nasdaq nyse english spanish french "
    "german christmas easter".split()
)
_PLAIN: Final = STOPWORDS | NUMBERS.keys() | lexicon.GROUPS | lexicon.PREPOSITIONS | lexicon.SUBORDINATORS
_READ: Final = frozenset(
    {None, NoFact.QUESTION, NoFact.EMPTY, NoFact.LITTLE, NoFact.CAPTION, NoFact.BOILERPLATE, NoFact.FRAGMENT}
)
_COMMON: Final = (
    lexicon.PLACE_WORDS | lexicon.THING_WORDS | lexicon.ORGANISATION_WORDS | lexicon.RECORDS | lexicon.ROLES
)
"""Nouns that are no names by themselves, with a capital or without."""
_COURTEOUS: Final = frozenset({"mr", "mrs", "ms", "miss", "dr"})
_RELATIVE: Final = frozenset({"who", "whose", "which", "that", "and"})
_AFTER_PERSONS: Final = frozenset("kc qc mp obe cbe mbe phd md jr sr esq".split())
_PERSON: Final = re.compile(r"[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]+){1,3}")
_WRITING: Final = frozenset({"reporting", "additional reporting", "writing", "editing", "edited", "written"})
_STUDIOS: Final = frozenset("portraits images pictures media photography films archive".split())
_SITTING: Final = frozenset(
    "assembly authority board commission committee council court department inquiry ministry office panel parliament "
    "senate tribunal".split()
)
"""Nouns for those whose name is a heading of a transcript or a notice."""
_IN_FULL: Final = {
    "gov": "governor", "sen": "senator", "rep": "representative", "gen": "general", "col": "colonel", "capt": "captain",
    "adm": "admiral", "sgt": "sergeant", "lt": "lieutenant", "prof": "professor", "dr": "doctor", "cmdr": "commander",
}  # fmt: skip


_SHIPS: Final = frozenset("MV MS MT MY SS HMS HMY USS RMS RV FV PS TS".split())
"""What stands before the name of a ship: "MV Kestrel" is the Kestrel."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundEntity:
    """A name as the text has it, without article and title; `sure` if more than one sign gave the kind away.

    `titles` are those before the name, in small letters and in full.
    """

    name: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    sure: bool = False
    gender: str = ""
    titles: tuple[str, ...] = ()

    @property
    def spellings(self) -> tuple[str, ...]:
        """The name, then its aliases."""
        return (self.name, *self.aliases)


@dataclass(slots=True, kw_only=True)
class _Candidate:
    """A name while its mentions are read: the votes for each kind, and other spellings."""

    name: str
    votes: Counter[EntityKind] = field(default_factory=Counter)
    aliases: dict[str, None] = field(default_factory=dict)
    gender: str = ""
    titles: dict[str, None] = field(default_factory=dict)
    article: bool = False  # "the" stands before it, as before no person

    @property
    def words(self) -> list[str]:
        return self.name.split()

    @property
    def kind(self) -> EntityKind:
        voted = any(self.votes.values())
        return max(EntityKind, key=lambda kind: self.votes[kind]) if voted else self._by_form()

    def _by_form(self) -> EntityKind:
        if self.article and len(self.words) > 1:
            return EntityKind.PLACE if self.words[-1].lower() in lexicon.PLACE_WORDS else EntityKind.ORGANISATION
        if len(self.words) > 1 and self.words[0].lower() in lexicon.PLACE_WORDS - GIVEN_NAMES:
            return EntityKind.PLACE
        plain = [word for word in self.words if word[0].isupper()]
        two = len(plain) == len(self.words) and len(plain) in {2, 3}
        return EntityKind.PERSON if two else EntityKind.THING

    def vote(self, votes: Counter[EntityKind]) -> None:
        """Count the votes of a mention; a weak sign counts once."""
        for kind, weight in votes.items():
            self.votes[kind] = max(self.votes[kind], 1) if weight == 1 else self.votes[kind] + weight

    def add(self, other: _Candidate) -> None:
        """Take over the votes and spellings of another candidate for the same name."""
        self.votes.update(other.votes)
        self.aliases.update(dict.fromkeys((other.name, *other.aliases)))
        self.gender = self.gender or other.gender
        self.titles.update(other.titles)


def find_entities(source: Source, segments: Sequence[Segment]) -> tuple[FoundEntity, ...]:
    """Return the names of a source, each once, in the order of first mention, at most `MAX_ENTITIES`."""
    found = _Names(source, segments).found()
    return tuple(found)[:MAX_ENTITIES]


class _Names:
    """Reads the mentions of a text, then joins those of the same name."""

    def __init__(self, source: Source, segments: Sequence[Segment]) -> None:
        self._source = source
        self._segments = segments
        self._tokens = [tokenize(source.text[segment.start : segment.end]) for segment in segments]
        self._inside, self._small = self._spelt()
        self._pairs = frozenset(self._spelt_pairs())
        self._adjectives = frozenset(
            token.bare
            for tokens in self._tokens
            for place, token in enumerate(tokens)
            if token.capital and _is_adjective(tokens, place)
        )
        self._found: dict[str, _Candidate] = {}

    def _spelt(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return the words that are capitalised inside sentences, and those in small letters."""
        inside: set[str] = set()
        small: set[str] = set()
        for segment, tokens in zip(self._segments, self._tokens, strict=True):
            if segment.no_fact in _READ:
                for place, token in enumerate(tokens):
                    if token.word and not token.capital:
                        small.add(token.small)
                    elif token.word and not opens(tokens, place):
                        inside.add(token.bare)
        return frozenset(inside), frozenset(small)

    def _spelt_pairs(self) -> Iterator[tuple[str, str]]:
        """Yield the pairs of capitalised words inside sentences, such as "Port Ellery"."""
        for segment, tokens in zip(self._segments, self._tokens, strict=True):
            for place in range(1, len(tokens) - 1) if segment.no_fact in _READ else ():
                pair = (tokens[place], tokens[place + 1])
                if all(map(is_proper, pair)) and not opens(tokens, place):
                    yield pair[0].bare, pair[1].bare

    def found(self) -> Iterator[FoundEntity]:
        for segment, tokens in zip(self._segments, self._tokens, strict=True):
            self._read(segment, tokens)
        self._publisher()
        for each in self._joined():
            sure = each.votes[each.kind] >= SURE
            plain = not sure and each.kind is EntityKind.THING and each.name.lower() in _COMMON
            if each.name and len(each.name) <= _MAX_LENGTH and not plain:
                aliases = tuple(alias for alias in each.aliases if alias != each.name and len(alias) <= _MAX_LENGTH)
                yield FoundEntity(
                    name=each.name,
                    kind=each.kind,
                    aliases=aliases,
                    sure=sure,
                    gender=each.gender,
                    titles=tuple(each.titles),
                )

    def _read(self, segment: Segment, tokens: Sequence[ProseToken]) -> None:
        words = [token for token in tokens if token.word]
        if segment.no_fact is NoFact.EMPTY and len(words) < len("a whole sentence".split()):
            return
        if segment.no_fact is NoFact.HEADING and is_list_of_persons(self._source.text[segment.start : segment.end]):
            colon = next(place for place, token in enumerate(tokens) if token.text == ":")
            self._mentions(tokens[colon + 1 :])
        elif segment.no_fact in _READ or (segment.no_fact is NoFact.HEADING and self._is_sentence_case(tokens)):
            self._mentions(tokens)
        elif segment.no_fact is NoFact.HEADING:
            self._heading(tokens)
        elif segment.no_fact is NoFact.BYLINE:
            self._byline(tokens)
        elif segment.no_fact is NoFact.CREDIT:
            self._credit(segment)
        elif segment.no_fact is NoFact.LABEL and segment.turn and segment.turn.start == segment.start:
            self._label(segment.turn.who, segment.turn.role)
        elif segment.turn and is_introduction(self._source.text[segment.start : segment.end]):
            self._introduction(tokens)
        elif segment.no_fact is NoFact.LABEL:
            self._dateline(segment)
            self._writers(segment)

    @staticmethod
    def _is_sentence_case(tokens: Sequence[ProseToken]) -> bool:
        plain = [token for token in tokens[1:] if token.word and not token.capital and token.small not in STOPWORDS]
        return len(plain) >= SURE

    def _mentions(self, tokens: Sequence[ProseToken]) -> None:
        last: _Candidate | None = None
        for start, end in find_runs(tokens):
            name = self._name(tokens, start, end)
            if name is None:
                continue
            first, stop, person = name
            while stop - first > SURE and tokens[stop - 1].small.rstrip(".") in _AFTER_PERSONS:
                stop -= 1
                person = True  # "Ann Strand KC" is no place
            if last is not None and self._is_acronym_of(tokens, first, last):
                last.aliases[tokens[first].bare] = None
                continue
            last = self._add(tokens, first, stop)
            the = first > 0 and tokens[first - 1].small == "the" and not tokens[stop - 1].possessive
            last.article = last.article or (the and not person and not _is_noun(tokens, stop))
            last.vote(votes_for(tokens, first, stop, titled=person))
            title = tokens[first - 1].small.rstrip(".") if first else ""
            after = takewhile(_within_apposition, tokens[stop : stop + 6])
            near = {title, *(token.small for token in after)}
            if person:
                spelt = (token.small.rstrip(".") for token in tokens[start:first])
                last.titles.update((_IN_FULL.get(word, word), None) for word in spelt)
                near |= {token.small.rstrip(".") for token in tokens[start:first]}
            last.gender = last.gender or gender_of(near - {"her", "his", "him"})

    def _is_acronym_of(self, tokens: Sequence[ProseToken], first: int, last: _Candidate) -> bool:
        token = tokens[first]
        bracketed = (
            first > 0 and tokens[first - 1].text == "(" and first + 1 < len(tokens) and tokens[first + 1].text == ")"
        )
        initials = "".join(word[0] for word in re.split(r"[\s-]", last.name) if word[0].isupper())
        letters = token.bare.replace(".", "")
        return bracketed and len(letters) > 1 and letters.isupper() and (
            initials == letters or (initials[0] == letters[0] and initials[-1] == letters[-1])
        )  # fmt: skip

    def _name(self, tokens: Sequence[ProseToken], start: int, end: int) -> tuple[int, int, bool] | None:
        """Return where the name of a run begins and ends, and whether a title says that it is a person."""
        first = self._after_opening(tokens, start, end)
        if first >= end:
            return None
        spelt = [tokens[place].bare.lower().rstrip(".") for place in range(first, end)]
        whole = spelt[-1] in lexicon.ORGANISATION_WORDS | lexicon.PLACE_WORDS | lexicon.THING_WORDS or "of" in spelt
        titles = [place for place, word in enumerate(spelt) if word in lexicon.TITLES or word in lexicon.ROLES]
        # "Mayor Street" is no mayor, and "Judge Advocate Office" no judge.
        left = len(spelt) - titles[-1] - 1 if titles else 0
        thing = first > 0 and tokens[first - 1].small in lexicon.THING_NOUNS  # "the ferry Lady Maren"
        within = thing or (whole and bool(titles) and (spelt[titles[0]] not in lexicon.LONE_TITLES or left != SURE))
        courteous = bool(titles) and spelt[titles[0]] in _COURTEOUS  # "Mr Orchard" is no orchard
        if titles and (courteous or not within):
            kept = first + titles[-1] + 1
            for token in tokens[first:kept]:
                if is_known_place(token.text):
                    self._vote(token.text, EntityKind.PLACE, end=".")
            return (kept, end, True) if kept < end else None
        return None if self._is_no_name(tokens, first, end, spelt) else (first, end, False)

    def _is_no_name(self, tokens: Sequence[ProseToken], first: int, end: int, spelt: Sequence[str]) -> bool:
        """Return whether capitalised words are only a title, an abbreviation or the people of a place."""
        single = first + 1 == end
        acronym = single and ACRONYM.fullmatch(tokens[first].bare)
        if not acronym and all(word in lexicon.TITLES or word in STOPWORDS for word in spelt):
            return True
        part = re.fullmatch(r"[a-z]-[a-z]+", spelt[0]) is not None  # "X-rayed"
        return single and (spelt[0] in _NO_NAMES or len(spelt[0]) == 1 or part or self._is_people(tokens[first].bare))

    def _after_opening(self, tokens: Sequence[ProseToken], start: int, end: int) -> int:
        """Return the first token of a run that belongs to the name; a sentence's first word may be any word."""
        first = start
        while first < end and opens(tokens, first):
            word, small = tokens[first].bare, tokens[first].bare.lower()
            pair = (word, tokens[first + 1].bare) if first + 1 < end else None
            known = (
                word in self._inside and small not in STOPWORDS and small not in self._small
            ) or pair in self._pairs
            acronym = ACRONYM.fullmatch(tokens[first].bare) is not None
            titled = small.rstrip(".") in lexicon.TITLES
            plain = small in self._small or small in _PLAIN or small in VERB_FORMS or small.endswith(("ly", "ing"))
            leads = small in lexicon.LEADING_PLACE_WORDS and first + 1 < end  # "Lower Varn"
            if small != "source" and (known or acronym or titled or leads or (first + 1 < end and not plain)):
                return first
            first += 1
        while first < end and tokens[first].small in STOPWORDS and not ACRONYM.fullmatch(tokens[first].bare):
            first += 1
        return first

    def _is_people(self, word: str) -> bool:
        """Return whether a word is the adjective of a place or its people, such as "Norvessan" and "Norvessans"."""
        return word.endswith(("ans", "ese")) or word in self._adjectives

    def _add(self, tokens: Sequence[ProseToken], first: int, stop: int) -> _Candidate:
        name = spelling(tokens[first:stop])
        dotted = f"{name}."
        if dotted.casefold() in self._found or (dotted == self._source.publisher):
            name = dotted  # "Grey Cells Inc" ends a sentence
        return self._found.setdefault(name.casefold(), _Candidate(name=name))

    def _vote(self, name: str, kind: EntityKind, *, gender: str = "", end: str = "") -> None:
        name = " ".join(name.split()).strip(" ,;:()").removesuffix("" if end else ".")
        if name and name[0].isalpha():
            each = self._found.setdefault(name.casefold(), _Candidate(name=name))
            each.votes[kind] += STRONG
            each.gender = each.gender or gender

    def _heading(self, tokens: Sequence[ProseToken]) -> None:
        """Read a line in title case: only persons who take turns, and places and organisations by their words."""
        spelt = [token for token in tokens if token.word]
        parts = " ".join(token.text for token in tokens).split(" , ")
        words = lexicon.PLACE_WORDS | lexicon.LEADING_PLACE_WORDS
        few = all(0 < len(part.split()) <= len("James Hollis Briefing Room".split()) for part in parts)
        if few and all(token.capital for token in spelt) and len(parts) <= len("city, state, country".split()):
            place = any(
                {part.split()[0].lower(), part.split()[-1].lower()} & words and len(part.split()) > 1 for part in parts
            )
            if place and not any(part.isupper() for part in parts):
                for part in parts:
                    self._vote(part, EntityKind.PLACE)
        names_body = few and len(parts) == 1 and len(spelt) > 1 and _heads_body(spelt)
        if names_body:
            self._vote(" ".join(token.text for token in tokens), EntityKind.ORGANISATION)
        surnames = {segment.turn.who.split()[-1].casefold() for segment in self._segments if segment.turn}
        for start, end in find_runs(tokens):
            titles = [place for place in range(start, end) if tokens[place].small.rstrip(".") in lexicon.TITLES]
            first = titles[-1] + 1 if titles else start
            if tokens[end - 1].small in surnames and (titles or end - first > 1) and first < end:
                self._vote(" ".join(token.text for token in tokens[first:end]), EntityKind.PERSON)

    def _byline(self, tokens: Sequence[ProseToken]) -> None:
        led = takewhile(lambda token: token.small in {"by", "words", "story", "written"}, tokens)
        read = (token for token in tokens[len(list(led)) :] if token.word or token.text in {",", "|"})
        text = " ".join(token.text.replace("|", ",") for token in read)
        for part in re.split(r"\s*,\s*|\s+and\s+|\s+in\s+|\s+for\s+", text):
            words = part.split()
            if 1 < len(words) <= len("First M. van Last".split()) and all(word[0].isupper() for word in words):
                named = not lexicon.ORGANISATION_WORDS.isdisjoint(part.lower().split()[-1:])
                self._vote(
                    part.title() if part.isupper() else part, EntityKind.ORGANISATION if named else EntityKind.PERSON
                )

    def _credit(self, segment: Segment) -> None:
        text = self._source.text[segment.start : segment.end].strip("() .")
        text = re.split(r":\s+|\b(?:courtesy of|courtesy|by)\s+", text, maxsplit=1)[-1]
        first, _, second = text.partition("/")
        publisher = self._source.publisher.removeprefix("The ")
        organised = bool(second) and not lexicon.ORGANISATION_WORDS.isdisjoint(first.lower().split()[-1:])
        if organised or first == publisher:
            first, second = second, first
        person = _PERSON.fullmatch(first.strip())
        last = first.strip().lower().split()[-1:]
        studio = bool(last) and last[0] in _STUDIOS
        if person and lexicon.ORGANISATION_WORDS.isdisjoint(last):
            self._vote(
                first, EntityKind.ORGANISATION if studio else EntityKind.PERSON, end="." if "." in first[:3] else ""
            )
        if re.fullmatch(r"(?:the )?[A-Z][\w.’'-]*(?:\s(?:of|for|the|[A-Z][\w.’'-]*))*", second.strip()):
            self._vote(second.strip().removeprefix("the "), EntityKind.ORGANISATION)

    def _label(self, who: str, role: str) -> None:
        words = who.split()
        titles = [word for word in words if word.lower().rstrip(".") in lexicon.TITLES]
        spelt = [word for word in words if word not in titles and word.lower() != "the"]
        generic = {
            "q",
            "a",
            "reporter",
            "reporters",
            "question",
            "speaker",
            "interviewer",
            "moderator",
            "host",
            "operator",
            "voice",
        }
        if spelt and spelt[0].lower() not in generic and not spelt[-1].isdigit():
            name = " ".join(word.title() if word.isupper() else word for word in spelt)
            self._vote(name, EntityKind.PERSON, gender=gender_of({word.lower().rstrip(".") for word in titles}))
        employer = role.rpartition(", ")[2].removeprefix("the ")
        place = employer.rsplit(maxsplit=1)[-1:] and employer.split()[-1].lower() in lexicon.PLACE_WORDS
        led = employer.split()[:1] and employer.split()[0].lower() in lexicon.LEADING_PLACE_WORDS
        if employer == role and employer[:1].isupper() and (place or led):
            self._vote(employer, EntityKind.PLACE)
        small = [word for word in employer.split() if not word[0].isupper() and word not in {"of", "for", "the", "and"}]
        if employer and not small and employer.rsplit(maxsplit=1)[-1].lower() in lexicon.ORGANISATION_WORDS:
            self._vote(employer, EntityKind.ORGANISATION)

    def _introduction(self, tokens: Sequence[ProseToken]) -> None:
        """Read who asks, and for whom: "Ann Grey, the Varn Gazette."."""
        kinds = (EntityKind.PERSON, EntityKind.ORGANISATION)
        for (start, end), kind in zip(find_runs(tokens), kinds, strict=False):
            self._vote(spelling(tokens[start:end]).removeprefix("The "), kind)

    def _dateline(self, segment: Segment) -> None:
        text = self._source.text[segment.start : segment.end]
        if not re.search(r"(?:—|–|--|-)$", text):
            return
        text = re.sub(r"^\((.*)\)", r"\1", text)  # "(Varn, 4 May 2031) –"
        for wire in re.findall(r"/\s*([A-Z][\w ]+?)\s*/", text):
            self._vote(wire, EntityKind.ORGANISATION)
        for part in re.split(r",\s*", re.sub(r"\(.*?\)|/.*?/|[—–-]+$", "", text)):
            dated = not CALENDAR.isdisjoint(word.rstrip(".").lower() for word in part.split())
            if part.strip() and not dated and not part.strip()[-1].isdigit() and part.strip()[0].isalpha():
                self._vote(part.strip().title() if part.strip().isupper() else part, EntityKind.PLACE)

    def _writers(self, segment: Segment) -> None:
        """Read who worked on a text: "(Reporting by Ann Grey; Editing by Tom Ash)"."""
        for part in self._source.text[segment.start : segment.end].strip("() .").split("; "):
            does, _, person = part.partition(" by ")
            if does.lower() in _WRITING and _PERSON.fullmatch(person):
                self._vote(person, EntityKind.PERSON)

    def _publisher(self) -> None:
        name = self._source.publisher.removeprefix("The ").removeprefix("the ")
        called = name.casefold() in fold(self._source.text)
        if called:
            own = self._found.setdefault(name.casefold(), _Candidate(name=name))
            own.votes[EntityKind.ORGANISATION] += 2 * STRONG
            own.aliases.update({} if name == self._source.publisher else {self._source.publisher: None})

    def _joined(self) -> list[_Candidate]:
        """Join a surname with its full name, a name without its initial with the one that has it, and so on."""
        long_first = sorted(self._found.values(), key=lambda each: (-len(each.words), _has_initial(each)))
        kept: list[_Candidate] = []
        for each in long_first:
            match = [other for other in kept if _is_ship(each, other) or _is_short_for(each, other)]
            persons = [other for other in match if other.kind is EntityKind.PERSON]
            # "Grey" is Ann Grey rather than Grey Hides.
            match = persons if len(persons) == 1 else match
            if len(match) == 1 or (
                match and all(other.kind is EntityKind.PERSON for other in match) and len(each.words) > 1
            ):
                match[0].add(each)
            else:
                kept.append(each)
        order = {id(each): place for place, each in enumerate(self._found.values())}
        firsts = {
            id(each): min(
                order[id(each)],
                *(order[id(self._found[a.casefold()])] for a in each.aliases if a.casefold() in self._found),
                order[id(each)],
            )
            for each in kept
        }
        return sorted(kept, key=lambda each: firsts[id(each)])


def _heads_body(words: Sequence[ProseToken]) -> bool:
    """Return whether a line is the name of an organisation: "Transport Committee", "Assembly of Varn"."""
    small = [token.small for token in words]
    head = small[small.index("of") - 1] if "of" in small[1:] else small[-1]
    return head in _SITTING and all(token.capital or token.small in {"of", "the"} for token in words)


def _has_initial(each: _Candidate) -> bool:
    return any(INITIAL.fullmatch(word) for word in each.words)


def _is_ship(short: _Candidate, full: _Candidate) -> bool:
    """Return whether a name is that of a ship without what stands before it: "Kestrel" for "MV Kestrel"."""
    return full.words[0] in _SHIPS and short.words == full.words[1:]


def _is_short_for(short: _Candidate, full: _Candidate) -> bool:
    """Return whether a name is a shorter spelling of another one."""
    own, other = short.words, full.words
    others = short.votes[EntityKind.PLACE] + short.votes[EntityKind.ORGANISATION]
    if full.kind is EntityKind.PERSON and others <= short.votes[EntityKind.PERSON] + SURE:
        if len(own) == 1:
            return own[0].casefold() in {other[-1].casefold(), other[0].casefold()} and len(other) > 1
        same = own[-1].casefold() == other[-1].casefold()
        return same and (own[0] == other[0] or (INITIAL.fullmatch(own[0]) is not None and own[0][0] == other[0][0]))
    return full.kind is EntityKind.ORGANISATION and len(own) < len(other) and _shortens(short, own, other)


def _shortens(short: _Candidate, own: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether words are an acronym of an organisation's name or its first or last words."""
    acronym = "".join(word[0] for word in other if word[0].isupper())
    if len(own) == 1 and own[0].replace(".", "") == acronym and len(acronym) > 1:
        return True
    company = other[-1].lower().rstrip(".") in COMPANY_FORMS
    if own == other[-1:] and own[0].lower() in lexicon.ORGANISATION_WORDS:
        return True  # "the Authority" for "Varn Transport Authority"
    if own == [re.sub("[’']s$", "", word) for word in other[: len(own)]] != other[: len(own)]:
        return True  # "St Varn" for "St Varn’s Hospital"
    # "Brightwater" for "Brightwater Services", unless it is a place by itself.
    leads = own == other[: len(own)] or (own == other[-len(own) :] and len(own) > 1)
    return leads and not short.votes[EntityKind.PLACE] and (company or short.votes[EntityKind.PERSON] <= 1)


def _is_noun(tokens: Sequence[ProseToken], place: int) -> bool:
    """Return whether a noun follows, to which "the" may belong: "the Ann Grey report"."""
    after = tokens[place] if place < len(tokens) else None
    if after is None or not after.word or after.small in SHOPS:
        return False
    return after.small not in STOPWORDS and after.small not in lexicon.PREPOSITIONS and not is_finite(after.small)


def _within_apposition(token: ProseToken) -> bool:
    return token.small not in _RELATIVE and not is_finite(token.small)


def _is_adjective(tokens: Sequence[ProseToken], place: int) -> bool:
    """Return whether a capitalised word is an adjective with its noun, as in "Norvessan scientists"."""
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    ending = tokens[place].bare.lower().endswith(("an", "ese", "ish", "ic", "i"))
    if not ending or after is None or not after.word or after.capital:
        return False
    return after.small not in STOPWORDS and not is_finite(after.small)
