"""A sentence as clauses, and each clause as items in slots: who does what, to whom, where and when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum, StrEnum, auto
from typing import Final

from bot.core.factcheck import lexicon
from bot.core.knowledge.model import EntityKind
from bot.core.knowledge.quantities import Quantity
from bot.core.text.dates import PartialDate

CORE: Final = ""
"""The slot of subjects, verbs and objects; other slots are named by their preposition."""
ADVERBIAL: Final = "adverbial"
"""The slot of a phrase of the vocabulary that begins with a preposition and may stand anywhere."""
INFINITIVE: Final = "to do"
"""The slot of an infinitive with its objects."""

MOVED: Final = 10_000
"""What is added to the order of an item that stands on the other side of its verb."""


class ItemKind(StrEnum):
    """What an item is. A string is put into a set faster than a plain member: thousands are for each sentence."""

    WORD = auto()
    NAME = auto()
    NUMBER = auto()
    DATE = auto()
    QUANTIFIER = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A word or a name, number or date that must be found in the source.

    `keys` are what it can be aligned by. `slot` is its preposition; `alternative` another that it may belong to. Words
    of one `phrase` follow one preposition; those of one `run` have no function word between them. `place` counts the
    items of a clause, `order` does so after passives are turned. Members of a list have the same `group`. `modifies`:
    it is a genitive or after "of", and so belongs to another item. `free`: it may be subject or object. `owner`: it is
    whom "its" refers to, and so only a genitive.
    """

    kind: ItemKind
    text: str
    keys: frozenset[str]
    start: int
    end: int
    slot: str = CORE
    phrase: int = 0
    place: int = 0
    order: int = 0
    group: int = 0
    run: int = 0
    modifies: bool = False
    verb: bool = False
    free: bool = False
    owner: bool = False
    time: bool = False
    alternative: str | None = None
    entity: EntityKind | None = None
    quantity: Quantity | None = None
    date: PartialDate | None = None

    @property
    def name(self) -> str:
        """The concept of the vocabulary that it names, or nothing."""
        return min((key for key in self.keys if key.startswith("@")), default="")


class Link(Enum):
    """How a clause depends on another."""

    MAIN = auto()
    COMPLEMENT = auto()
    RELATIVE = auto()
    ADVERBIAL = auto()
    COORDINATE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A pronoun that stands for a person or thing, and where it is in its sentence."""

    word: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A clause: its items, what it negates and how it depends on another. `speech` is how strong its verb of speech is.

    `word` is the conjunction that begins it. `all_items` begins with items of another clause that act in this one: what
    a relative pronoun refers to, a common subject. `pronoun`: its subject is a pronoun; `owned`: it has "his" or "its".
    `modals` maps each kind of modal verb to the one that is written. `references` are its pronouns.
    """

    number: int
    link: Link
    word: str
    parent: int
    items: tuple[Item, ...]
    all_items: tuple[Item, ...]
    negations: tuple[str, ...]
    modals: Mapping[str, str]
    speech: str
    pronoun: bool
    owned: bool
    references: tuple[Reference, ...] = ()

    @property
    def shared(self) -> tuple[Item, ...]:
        """The items of another clause that act in this one."""
        return self.all_items[: len(self.all_items) - len(self.items)]


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """A sentence with its clauses."""

    text: str
    clauses: tuple[Clause, ...]

    @property
    def items(self) -> Iterator[Item]:
        """The items of all clauses."""
        return (item for clause in self.clauses for item in clause.items)

    def ancestors(self, clause: Clause) -> Iterator[Clause]:
        """Yield the clauses on which a clause depends, the nearest first."""
        while clause.parent >= 0:
            clause = self.clauses[clause.parent]
            yield clause


def has_condition(text: Parsed) -> bool:
    """Return whether a text says what is so only on a condition."""
    return any(each.link is Link.ADVERBIAL and each.word in lexicon.CONDITIONS for each in text.clauses)


_STATED: Final = frozenset({Link.MAIN, Link.COORDINATE, Link.RELATIVE})
_SPEAKING: Final = 2  # clauses of a part: who says it, and what is said


def parts_of(sentence: Parsed) -> Iterator[Parsed]:
    """Yield each clause that a sentence of several states, by itself or with who says it."""
    spoken = {each.parent for each in sentence.clauses if each.link is Link.COMPLEMENT}
    parts = [each for each in sentence.clauses if each.items and each.number not in spoken]
    if len(parts) < _SPEAKING:
        return
    for clause in parts:
        above = sentence.clauses[clause.parent] if clause.parent >= 0 else None
        if clause.link in _STATED and (above is None or above.parent < 0):
            alone = replace(clause, number=0, parent=-1, link=Link.MAIN, word="")
            if not clause.pronoun or clause.shared:
                yield Parsed(text=sentence.text, clauses=(alone,))
        elif clause.link is Link.COMPLEMENT and above is not None and above.speech and above.parent < 0:
            said = replace(clause, number=1, parent=0)
            yield Parsed(text=sentence.text, clauses=(replace(above, number=0), said))
