"""The speakers of a text by their fullest names: "Ann Grey" for "Grey", "the mayor" or "the Mayor of Ostrand"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Final

from bot.core.drafting import lexicon
from bot.core.drafting.names import FoundEntity
from bot.core.knowledge.model import EntityKind, Source
from bot.core.text.normalise import fold

ARTICLE: Final = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
"""The article before a name."""
_LEGAL_FORM: Final = re.compile(
    r",?\s(?:AB|AG|SA|Inc|Ltd|plc|PLC|LLC|LLP|Corp|GmbH|Co|Limited|Corporation|Company)\.?$"
)
_ISSUERS: Final = frozenset(
    "company firm airline retailer utility bank charity trust foundation group agency department ministry university "
    "institute manufacturer supplier operator developer maker".split()
)
"""Nouns by which a press release calls its publisher."""
OFFICES: Final = frozenset("gov governor judge justice minister mayor sen senator president rep king queen".split())
"""Titles of those who hold an office."""


class SpeakerNames:
    """What a text calls its persons and organisations, and by which roles.

    `issued` says that it is a press release; `small` has the words that it writes in small letters.
    """

    def __init__(self, source: Source, names: Sequence[FoundEntity], *, issued: bool, small: AbstractSet[str]) -> None:
        self._source = source
        self._small = small
        self.issued = issued
        self.persons = [name for name in names if name.kind is EntityKind.PERSON]
        self.organisations = [name for name in names if name.kind is EntityKind.ORGANISATION]
        self.spellings = sorted(
            ((spelling, person) for person in self.persons for spelling in person.spellings),
            key=lambda pair: -len(pair[0]),
        )
        self.roles: dict[str, str] = {}
        self._described: list[str] = []

    def describe(self, who: str) -> None:
        """Remember who spoke last, for whom "the guard" may stand later."""
        self._described = [*(each for each in self._described if each != who), who]

    def inside_sentence(self, who: str, text: str) -> str:
        """Write a speaker as inside a sentence, without a capital that only the beginning of the passage gave it."""
        first = who.split(maxsplit=1)[0]
        plain = first.lower() in self._small | lexicon.ROLES | lexicon.GROUPS | lexicon.PEOPLE | lexicon.RECORDS
        plain = plain or (first.lower().endswith("s") and not self.is_named(first))
        begins = text.lstrip('“"‘ ').startswith(who)
        titled = first.lower().rstrip(".") in lexicon.LONE_TITLES or first.isupper()
        named = titled or self.is_named(first) or who.split()[1:2] != [*map(str.lower, who.split()[1:2])]
        return who[0].lower() + who[1:] if begins and plain and not named else who

    def is_named(self, word: str) -> bool:
        """Return whether a word is part of a name in the text."""
        names = (*self.persons, *self.organisations)
        return any(word in spelling.split() for name in names for spelling in name.spellings)

    def canonical(self, who: str, role: str) -> str:
        """Return the fullest name of a speaker that the text has, or the words as they are."""
        bare = ARTICLE.sub("", who)
        for spelling, person in self.spellings:
            own = re.fullmatch(
                rf"(?:[^,]*\s)?{re.escape(spelling)}(?:,?\s(?:KC|QC|MP|MEP|MD|PhD|Jr\.?|Sr\.?))?(?:\s(?:of|from|at|with)\s.*)?",
                bare,
                re.IGNORECASE,
            )
            if own and not re.search(r"\band\b", bare):
                before = bare[: bare.casefold().rfind(spelling.casefold())].strip()
                if before or role:
                    self.roles.setdefault(person.name, f"{before} {role}".strip().lower())
                return person.name
        for name in self.organisations:
            if any(fold(bare) == fold(spelling) for spelling in name.spellings):
                return f"the {name.name}" if who.lower().startswith("the ") else name.name
        return self._by_noun(who) or who

    def _by_noun(self, who: str) -> str:
        """Return the speaker or organisation that "the juror" or "the foundation" stands for, if it is only one."""
        # "the Company" is how a press release calls its publisher.
        bare = who.lower().removeprefix("the ")
        body = self.issued and bare in self._source.publisher.lower().split() and bare in lexicon.ORGANISATION_WORDS
        called = who.lower() if body or bare in _ISSUERS | OFFICES else who
        found = re.fullmatch(r"the (?P<noun>[a-z][\w-]*(?: [a-z][\w-]*)?)", called)
        if not found:
            return ""
        noun = found["noun"].split()[-1]
        described = [each for each in reversed(self._described) if not each[0].isupper() and _head(each) == noun]
        organisations = [name.name for name in self.organisations if noun in name.name.lower().split()]
        publisher = self._source.publisher
        if self.issued and (noun in publisher.lower().split() or (noun in _ISSUERS and not organisations)):
            return publisher
        titled = {person.name for person in self.persons if noun in person.titles or self._holds(person, noun)}
        persons = sorted({name for name, role in self.roles.items() if _head(role) == noun} | titled)
        if described and described[0] != who:
            return described[0]
        if len(persons) == 1 and not organisations:
            return persons[0]
        return f"the {organisations[0]}" if len(organisations) == 1 and not persons else ""

    def _holds(self, person: FoundEntity, noun: str) -> bool:
        """Return whether the text says next to a name what somebody is: "the Minister of Waters, Hon. Ann Grey"."""
        name = re.escape(person.name)
        held = rf"\bthe {noun}\b[^,.;]*,\s(?:[A-Z]\w*\.\s)?{name}|{name}, (?:the )?[^,.;]*\b{noun}\b"
        return re.search(held, self._source.text, re.IGNORECASE) is not None

    def is_publisher(self, who: str) -> bool:
        """Return whether a press release means its publisher by a name."""
        return self.issued and bare_publisher(who) == bare_publisher(self._source.publisher)

    def is_group(self, who: str) -> bool:
        """Return whether a speaker is a body or several people."""
        bare = ARTICLE.sub("", who)
        head = _head(bare)
        return (
            any(bare == name.name for name in self.organisations)
            or head in lexicon.GROUPS | lexicon.PEOPLE
            or head.endswith("s")
        )

    def is_one(self, who: str) -> bool:
        """Return whether "it" may stand for a speaker."""
        return not _head(who).endswith("s") or who[0].isupper()


def bare_publisher(name: str) -> str:
    """Return a name folded, without article and legal form: "norrland home" for "Norrland Home AB"."""
    return fold(_LEGAL_FORM.sub("", ARTICLE.sub("", name))).strip(" ,.")


def _head(phrase: str) -> str:
    words = phrase.lower().split()
    end = next(
        (place for place, word in enumerate(words) if word in lexicon.PREPOSITIONS | {"who"} and place), len(words)
    )
    return words[end - 1].strip(",") if words else ""
