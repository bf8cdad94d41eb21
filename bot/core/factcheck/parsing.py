"""Parse a sentence into clauses, and the words of each clause into slots: who does what, to whom, where and when.

Small rules do it, by function words and the endings of verbs. What they cannot tell is left undecided, and a sentence
is then at best related to a fact. Subjects of passives are moved behind their verb, actors after "by" before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Final

from bot.core.factcheck import lexicon
from bot.core.factcheck.frames import take_frames
from bot.core.factcheck.inflection import is_finite, is_gerund, is_participle, is_verb, root
from bot.core.factcheck.tokens import SentenceToken, is_time, read_tokens, refer
from bot.core.factcheck.vocabulary import Names
from bot.core.knowledge.model import EntityKind
from bot.core.knowledge.quantities import Quantity
from bot.core.text.dates import PartialDate
from bot.core.text.normalise import words

CORE: Final = ""
"""The slot of subjects, verbs and objects; other slots are named by their preposition."""
ADVERBIAL: Final = "adverbial"
"""The slot of a phrase of the vocabulary that begins with a preposition and may stand anywhere."""
INFINITIVE: Final = "to do"
"""The slot of an infinitive with its objects."""

MOVED: Final = 10_000
"""What is added to the order of an item that stands on the other side of its verb."""


class ItemKind(Enum):
    """What an item is."""

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
    it is a genitive or after "of", and so belongs to another item. `free`: it may be subject or object.
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
    time: bool = False
    alternative: str | None = None
    entity: EntityKind | None = None
    quantity: Quantity | None = None
    date: PartialDate | None = None

    @property
    def name(self) -> str:
        """The concept of the vocabulary that it names, or nothing."""
        return next((key for key in self.keys if key.startswith("@")), "")


class Link(Enum):
    """How a clause depends on another."""

    MAIN = auto()
    COMPLEMENT = auto()
    RELATIVE = auto()
    ADVERBIAL = auto()
    COORDINATE = auto()


@dataclass(slots=True, kw_only=True)
class Clause:
    """A clause: its items, what it negates and how it depends on another. `speech` is how strong its verb of speech is.

    `shared` are items of another clause that act in this one: what a relative pronoun refers to, a common subject.
    """

    number: int
    link: Link
    word: str = ""
    parent: int = -1
    items: list[Item] = field(default_factory=list)
    shared: list[Item] = field(default_factory=list)
    negations: list[str] = field(default_factory=list)
    modals: dict[str, str] = field(default_factory=dict)
    hedged: bool = False
    speech: str = ""
    passive: bool = False
    has_verb: bool = False
    pronoun: bool = False

    @property
    def all_items(self) -> tuple[Item, ...]:
        """Its own items and those that it shares."""
        return (*self.shared, *self.items)


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


def parse(text: str, names: Names, *, named_before: str = "") -> Parsed:
    """Parse one sentence. Never raises. `named_before` is the person that "he" means before anybody is named."""
    tokens = read_tokens(text, names)
    if named_before:
        tokens = refer(tokens, named_before, names)
    frames, rest = take_frames(tokens)
    builder = _Builder()
    parent = -1
    for frame in frames:
        parent = builder.frame(frame, parent)
    builder.main(rest, parent)
    return Parsed(text=text, clauses=tuple(_arranged(clause) for clause in builder.clauses))


# Tokens.


# Frames: who says it, outside the clause that it is about.


# Clauses.


class _Builder:
    """Builds clauses from tokens, from left to right."""

    def __init__(self) -> None:
        self.clauses: list[Clause] = []
        self._current: Clause
        self._phrase = 0
        self._run = 0
        self._slot = CORE
        self._before = CORE
        self._of = False
        self._group = 0
        self._alternative: str | None = None
        self._expected = False
        self._pending = False

    def frame(self, tokens: Sequence[SentenceToken], parent: int) -> int:
        """Add a clause of speech that was taken out of its sentence; return its number."""
        verb = next((token.word for token in tokens if token.word in lexicon.SAYING), "said")
        clause = self._open(Link.MAIN if parent < 0 else Link.COMPLEMENT, parent=parent)
        self._fill(tokens, split=False)
        clause.speech = lexicon.SAYING[verb]
        return clause.number

    def main(self, tokens: Sequence[SentenceToken], parent: int) -> None:
        """Add the clauses of the rest of a sentence."""
        self._open(Link.MAIN if parent < 0 else Link.COMPLEMENT, parent=parent)
        self._fill(tokens, split=True)

    def _open(self, link: Link, *, word: str = "", parent: int, shared: Sequence[Item] = ()) -> Clause:
        clause = Clause(number=len(self.clauses), link=link, word=word, parent=parent, shared=list(shared))
        self.clauses.append(clause)
        self._current = clause
        self._break(CORE)
        return clause

    def _break(self, slot: str) -> None:
        self._phrase += 1
        self._run += 1
        self._before = self._slot if self._slot in {CORE, INFINITIVE} else self._before
        self._slot, self._of, self._alternative = slot, False, None

    @property
    def _clause(self) -> Clause:
        return self._current

    def _is_over(self, clause: Clause) -> bool:
        """Return whether a relative clause has its verb, and the clause around it does not."""
        has_both = clause.has_verb and clause.parent >= 0
        return clause.link is Link.RELATIVE and has_both and not self.clauses[clause.parent].has_verb

    def _meet_verb(self) -> None:
        """Note a finite verb: it ends a phrase before it, and a relative clause that has its own."""
        clause = self._current
        while not self._pending and self._is_over(clause):
            clause = self._current = self.clauses[clause.parent]
            self._break(CORE)
        if not clause.has_verb and self._slot != CORE:
            self._break(CORE)
        self._of = False
        clause.has_verb = True

    def _fill(self, tokens: Sequence[SentenceToken], *, split: bool) -> None:
        place = 0
        while place < len(tokens):
            place = self._take(tokens, place, split=split)

    def _take(self, tokens: Sequence[SentenceToken], place: int, *, split: bool) -> int:  # noqa: C901, PLR0911, PLR0912 - one branch for each kind of word
        """Read the token at a place; return the next place."""
        token, clause = tokens[place], self._clause
        word = token.word
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        if token.is_content and not self._is_verb_of_speech(token):
            return self._content(tokens, place, split=split)
        if token.is_mark:
            return self._mark(tokens, place, split=split)
        if split and (jump := self._boundary(tokens, place)) is not None:
            return jump
        if word in lexicon.NEGATORS:
            if place and clause.items and tokens[place - 1].word in {"and", "but", ","}:
                self._add(replace(token, word="not", keys=frozenset({"?not"})))  # "as combatants and not as criminals"
                clause.items[-1] = replace(clause.items[-1], kind=ItemKind.QUANTIFIER)
            else:
                clause.negations.append(token.text)
            return place + 1
        if word in lexicon.MODALS:
            self._meet_verb()
            self._current.modals.setdefault(lexicon.MODALS[word], token.text)
            self._expected = self._pending = True
            return place + 1
        if word in lexicon.BE or word in lexicon.HAVE or word in lexicon.DO:
            self._auxiliary(tokens, place)
            return place + 1
        if word in lexicon.JOINERS:
            self._run += 1
            if (
                self._slot not in {CORE, INFINITIVE}
                and following is not None
                and (following.word in lexicon.DETERMINERS or following.quantity is not None)
            ):
                self._alternative = self._before
            self._group += 1
            if clause.items:
                last = clause.items[-1]
                clause.items[-1] = replace(last, group=self._group)
                if word == "nor":
                    clause.negations.append(token.text)
            return place + 1
        if word == "to" and following is not None and self._is_infinitive(tokens, place + 1):
            self._break(INFINITIVE)
            self._expected = True
            return place + 1
        if word == "per":
            self._run += 1
            return place + 1
        if word in lexicon.PREPOSITIONS or word in lexicon.SOMETIMES_PARTICLES:
            return self._preposition(tokens, place)
        if word in lexicon.PRONOUNS and not clause.items and word in lexicon.SUBJECT_PRONOUNS:
            clause.pronoun = True
        if self._is_verb_of_speech(token):
            return self._speech(tokens, place, split=split)
        if word in lexicon.DETERMINERS or word == "that":
            self._current.pronoun = self._current.pronoun or word in lexicon.OWN
            self._run += 1
            if self._follows_noun(tokens, place) and self._slot in lexicon.PREPOSITIONS and not clause.has_verb:
                self._break(CORE)  # "at their closest point the bombers flew"
        return place + 1

    @staticmethod
    def _follows_noun(tokens: Sequence[SentenceToken], place: int) -> bool:
        """Return whether the token before a place is a noun, and not a phrase such as "days before"."""
        if not place or not tokens[place - 1].is_content or tokens[place - 1].possessive:
            return False
        return tokens[place - 1].text.split()[-1].lower() not in lexicon.PREPOSITIONS

    @staticmethod
    def _is_verb_of_speech(token: SentenceToken) -> bool:
        return token.word in lexicon.SAYING and not token.name and token.quantity is None and token.date is None

    def _content(self, tokens: Sequence[SentenceToken], place: int, *, split: bool) -> int:
        token = tokens[place]
        word = token.word
        if not token.name and word in lexicon.PREPOSITIONS:  # "at once", one phrase of the vocabulary
            slot = self._slot
            self._break(ADVERBIAL)
            self._add(token)
            self._break(CORE if slot in lexicon.PREPOSITIONS else slot)
            return place + 1
        can_be = bool(word) and not token.name and not token.possessive
        verb = can_be and (is_verb(word) or (self._expected and not word.endswith("ly")))
        verb = verb or word in lexicon.HAVE  # "have the means", one phrase of the vocabulary
        if verb and self._is_noun(tokens, place):
            verb = False
        acts = can_be and word in lexicon.AMBIGUOUS and not self._clause.has_verb and self._is_between(tokens, place)
        acts = acts or (can_be and self._is_plain_verb(tokens, place))
        verb = verb or acts
        if not (can_be and word.endswith("ly")):
            self._expected = False
        if split and verb and self._opens_reduced(tokens, place):
            clause = self._clause
            shared = [replace(item, order=item.order + 2 * MOVED) for item in self._last_phrase(clause)]
            self._open(Link.RELATIVE, parent=clause.number, shared=shared)
            self._current.passive = self._current.has_verb = True
        elif (
            verb and is_gerund(word) and self._slot not in {CORE, INFINITIVE} and tokens[place - 1].is_content and place
        ):
            self._break(CORE)
        elif acts or (verb and is_finite(word) and not self._is_passive_verb()):
            self._meet_verb()
        self._add(token, verb=verb)
        self._pending = self._pending and not verb
        if token.date is not None and self._slot not in {CORE, INFINITIVE}:
            self._after_date(tokens, place, split=split)
        return place + 1

    def _is_noun(self, tokens: Sequence[SentenceToken], place: int) -> bool:
        """Return whether a word with the ending of a verb is none: "the cost", "the last evening crossing"."""
        if not place or self._expected or self._pending:
            return False
        previous = tokens[place - 1]
        if previous.word in lexicon.DETERMINERS or previous.possessive:
            return True
        if not is_gerund(tokens[place].word):
            return False
        return (
            previous.is_content and not self._clause.has_verb and not previous.name and not previous.word.endswith("s")
        )

    def _is_plain_verb(self, tokens: Sequence[SentenceToken], place: int) -> bool:
        """Return whether a word is a verb in its plain form, after a plural: "traffickers pose"."""
        word, clause = tokens[place].word, self._clause
        if word not in lexicon.VERBS or clause.has_verb or not place or self._slot == INFINITIVE:
            return False
        previous = tokens[place - 1]
        plural = previous.word.endswith("s") or previous.word in {"people", "citizens"}
        return previous.is_content and plural and not previous.possessive

    def _is_between(self, tokens: Sequence[SentenceToken], place: int) -> bool:
        """Return whether a word stands between a subject and an object: "the administration ties Maduro"."""
        if not self._clause.items or self._slot != CORE or place + 1 >= len(tokens) or not tokens[place - 1].is_content:
            return False
        following = tokens[place + 1]
        return following.name or following.word in lexicon.DETERMINERS or following.quantity is not None

    def _is_passive_verb(self) -> bool:
        clause = self._clause
        return self._slot != CORE and clause.has_verb and not self._is_over(clause)

    def _opens_reduced(self, tokens: Sequence[SentenceToken], place: int) -> bool:
        """Return whether a participle stands for a relative clause: "boats targeted by", "banners shown on ... are"."""
        clause, word = self._clause, tokens[place].word
        if (
            not is_participle(word)
            or not clause.items
            or clause.items[-1].verb
            or place + 1 >= len(tokens)
            or not place
        ):
            return False
        if not tokens[place - 1].is_content or (clause.passive and self._slot == CORE):
            return False
        following = tokens[place + 1].word
        if following == "by":
            return True
        return following in lexicon.PREPOSITIONS and not clause.has_verb and self._has_finite_ahead(tokens, place + 1)

    @staticmethod
    def _has_finite_ahead(tokens: Sequence[SentenceToken], place: int) -> bool:
        for token in tokens[place:]:
            word = token.word
            if (
                word in {",", ";", "-", ":"}
                or word in lexicon.SUBORDINATORS
                or word in lexicon.RELATIVES
                or word == "that"
            ):
                return False
            if word in lexicon.JOINERS:
                return False
            if word in lexicon.BE or word in lexicon.HAVE or word in lexicon.MODALS:
                return True
        return False

    def _after_date(self, tokens: Sequence[SentenceToken], place: int, *, split: bool) -> None:
        """After "on Friday" the clause goes on; after "said on Friday" what was said may begin without "that"."""
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        if following is None or following.date is not None:
            return
        clause = self._clause
        begins = (
            following.word in lexicon.DETERMINERS or following.word in lexicon.SUBJECT_PRONOUNS or following.is_content
        )
        self._break(CORE)
        if split and clause.speech and begins and following.word != "that" and self._has_verb_ahead(tokens, place + 1):
            self._open(Link.COMPLEMENT, parent=clause.number)

    def _add(self, token: SentenceToken, *, verb: bool = False) -> None:
        clause = self._clause
        kind = ItemKind.WORD
        keys = token.keys
        if token.quantity is not None:
            kind = ItemKind.NUMBER
        elif token.date is not None:
            kind = ItemKind.DATE
        elif token.word in lexicon.QUANTIFIERS and not token.name:
            kind, keys = ItemKind.QUANTIFIER, frozenset({f"?{lexicon.QUANTIFIERS[token.word]}"})
        elif token.name:
            kind = ItemKind.NAME
        if token.possessive:
            self._own_up()
        clause.items.append(
            Item(
                kind=kind, text=token.text, keys=keys, start=token.start, end=token.end, slot=self._slot,
                phrase=self._phrase, place=len(clause.items), order=10 * len(clause.items), run=self._run,
                modifies=token.possessive or self._of, verb=verb, entity=token.entity, quantity=token.quantity,
                date=token.date, alternative=self._alternative, time=is_time(token),
            )
        )  # fmt: skip

    def _own_up(self) -> None:
        """Mark the words before a genitive that belong to it: "the ferry Petrel's crossing"."""
        items = self._clause.items
        for place in range(len(items) - 1, -1, -1):
            if items[place].run != self._run or items[place].verb:
                return
            items[place] = replace(items[place], modifies=True)

    def _mark(self, tokens: Sequence[SentenceToken], place: int, *, split: bool) -> int:
        token, clause = tokens[place], self._clause
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        if following is None:
            return place + 1
        if split and token.word == ":" and clause.speech:
            self._open(Link.COMPLEMENT, parent=clause.number)
            return place + 1
        if split and token.word in {";", ":", "-"} and clause.items:
            self._open(Link.COORDINATE, parent=-1 if clause.parent < 0 else clause.parent)
            return place + 1
        if split and token.word == "," and clause.has_verb and clause.items:
            verbal = is_gerund(following.word) or (
                is_participle(following.word) and (self._leads_phrase(tokens, place + 2) or following.word in _NAMING)
            )
            if verbal and following.is_content:
                gerund = is_gerund(following.word)
                shared = self._subject(clause) if gerund else self._last_phrase(clause)
                self._open(Link.RELATIVE, parent=clause.number, shared=shared)
                self._current.passive = not gerund
                self._current.has_verb = True
                return place + 1
        self._run += 1
        listed = clause.has_verb and self._continues_list(tokens, place + 1)
        self._of = self._of and (listed or token.word != ",")
        if token.word == "," and self._slot != CORE and not listed:
            self._break(CORE)
        return place + 1

    @staticmethod
    def _continues_list(tokens: Sequence[SentenceToken], place: int) -> bool:
        """Return whether what follows a comma is one more member of a list: "political, social and economic"."""
        for token in tokens[place : place + 5]:
            if token.word in {"and", "or"}:
                return True
            if not token.is_content and token.word != "," and token.word not in lexicon.DETERMINERS:
                return False
            if token.word and is_finite(token.word):
                return False
        return False

    @staticmethod
    def _leads_phrase(tokens: Sequence[SentenceToken], place: int) -> bool:
        return place < len(tokens) and tokens[place].word in lexicon.PREPOSITIONS

    def _subject(self, clause: Clause) -> list[Item]:
        """Return the items of a clause before its verb."""
        found: list[Item] = [each for each in clause.shared if each.slot == CORE]
        for item in clause.items:
            if item.verb and item.slot == CORE:
                break
            if item.slot == CORE and item.kind is not ItemKind.DATE:
                found.append(item)
        return [replace(item, order=item.order - MOVED, free=True) for item in found if not item.keys & _COPULAS]

    def _last_phrase(self, clause: Clause) -> list[Item]:
        """Return the items of the last noun phrase of a clause."""
        if not clause.items:
            return []
        last = clause.items[-1]
        after = max((item.place for item in clause.items if item.verb), default=-1)
        phrase = [item for item in clause.items if item.phrase == last.phrase and item.place > after]
        near = [item for item in phrase if item.run == last.run or (item.group and item.group == last.group)]
        return [
            replace(item, slot=CORE, order=item.order - MOVED, free=True, modifies=item.modifies and item is not last)
            for item in near
            if not item.keys & _COPULAS
        ]

    def _boundary(self, tokens: Sequence[SentenceToken], place: int) -> int | None:  # noqa: C901, PLR0911, PLR0912 - as above
        """Open a clause if a token begins one, and return the next place; otherwise None."""
        token, clause = tokens[place], self._clause
        word = token.word
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        if following is None:
            return None
        if word == "that":
            return self._that(tokens, place)
        if (word in lexicon.DETERMINERS or word in lexicon.SUBJECT_PRONOUNS) and self._is_bare_clause(tokens, place):
            if clause.speech:
                self._open(Link.COMPLEMENT, parent=clause.number)
            else:
                self._open(Link.RELATIVE, parent=clause.number, shared=self._last_phrase(clause))
            return place
        if word in lexicon.RELATIVES and clause.items:
            shared = self._last_phrase(clause)
            if word == "whose":
                shared = [replace(item, slot=CORE, modifies=True) for item in shared]
            elif word == "where":
                shared = [replace(item, slot="in", alternative="on") for item in shared]
            elif self._slot not in {CORE, INFINITIVE} and clause.items[-1].phrase != self._phrase:
                shared = [replace(item, slot=self._slot) for item in shared]
            self._open(Link.RELATIVE, word="where" if word == "where" else "", parent=clause.number, shared=shared)
            return place + 1
        if word in lexicon.CONTRASTING and clause.has_verb:
            self._open(Link.COORDINATE, parent=clause.parent)
            return place + 1
        dated = following.date is not None or following.quantity is not None
        opens = place == 0 and any(each.word == "," for each in tokens)
        doubtful = word in lexicon.DOUBTFUL and not (opens and word == "as")
        if word in lexicon.SUBORDINATORS and not (doubtful and (dated or not self._has_verb_ahead(tokens, place + 1))):
            if not clause.items and clause.link is Link.MAIN and not clause.has_verb:
                return self._fronted(tokens, place)
            self._open(Link.ADVERBIAL, word=word, parent=clause.number)
            return place + 1
        if word in lexicon.JOINERS and clause.items and clause.has_verb:
            return self._joined(tokens, place)
        return None

    def _is_bare_clause(self, tokens: Sequence[SentenceToken], place: int) -> bool:
        """Return whether a clause begins without "that" or "which": "groups the administration names"."""
        clause = self._clause
        if not place or not clause.items or not clause.has_verb or clause.items[-1].verb or clause.items[-1].time:
            return False
        previous = tokens[place - 1]
        if not previous.is_content or previous.possessive or previous.date or previous.quantity:
            return False
        return self._has_own_subject(tokens, place + 1) or tokens[place].word in lexicon.SUBJECT_PRONOUNS

    def _that(self, tokens: Sequence[SentenceToken], place: int) -> int | None:
        clause = self._clause
        previous = tokens[place - 1] if place else None
        if previous is None or previous.word in lexicon.PREPOSITIONS or (previous.is_mark and not clause.speech):
            return None
        infinitive = any(item.slot == INFINITIVE for item in clause.items)
        if (clause.speech and not infinitive) or previous.word in lexicon.THINKING:
            self._open(Link.COMPLEMENT, parent=clause.number)
            return place + 1
        if clause.items and any(item.keys & _THINKING_ROOTS for item in clause.items[-3:]):
            self._open(Link.COMPLEMENT, parent=clause.number)
            return place + 1
        if previous.is_content and self._has_verb_ahead(tokens, place + 1):
            self._open(Link.RELATIVE, parent=clause.number, shared=self._last_phrase(clause))
            return place + 1
        return None

    def _fronted(self, tokens: Sequence[SentenceToken], place: int) -> int:
        """Read "As tension rises, they ...": a clause before the one on which it depends."""
        main = self._clause
        comma = next((each for each in range(place, len(tokens)) if tokens[each].word == ","), len(tokens))
        self._open(Link.ADVERBIAL, word=tokens[place].word, parent=main.number)
        self._fill(tokens[place + 1 : comma], split=True)
        self.clauses.remove(main)
        number = len(self.clauses)
        for clause in self.clauses:
            if clause.number > main.number:
                clause.number -= 1
        moved = {main.number: number}
        for clause in self.clauses:
            clause.parent = moved.get(clause.parent, clause.parent - (clause.parent > main.number))
        main.number = number
        self.clauses.append(main)
        self._current = main
        self._break(CORE)
        return comma + 1

    def _joined(self, tokens: Sequence[SentenceToken], place: int) -> int | None:
        clause, word = self._clause, tokens[place].word
        ahead = place + 1
        while ahead < len(tokens) and (tokens[ahead].word.endswith("ly") or tokens[ahead].word in lexicon.IGNORED):
            ahead += 1
        if ahead >= len(tokens):
            return None
        first = tokens[ahead]
        parent = clause.parent if clause.link in {Link.COMPLEMENT, Link.ADVERBIAL, Link.RELATIVE} else -1
        link = clause.link if parent >= 0 else Link.COORDINATE
        auxiliary = (
            first.word in lexicon.BE
            or first.word in lexicon.HAVE
            or first.word in lexicon.DO
            or first.word in lexicon.MODALS
        )
        finite = first.is_content and bool(first.word) and not first.name and is_finite(first.word)
        if (
            finite
            and is_participle(first.word)
            and clause.items
            and clause.items[-1].verb
            and clause.items[-1].slot == CORE
        ):
            finite = False  # "was tried and convicted": one verb after the other
            if not clause.passive:
                finite = True
        gerunds = is_gerund(first.word) and any(
            item.verb and is_gerund(item.text.lower()) for item in clause.items[:1] + clause.items[-3:]
        )
        if gerunds and first.is_content and not first.name:
            self._open(
                clause.link if clause.parent >= 0 else Link.COORDINATE,
                word=clause.word,
                parent=clause.parent,
                shared=self._subject(clause),
            )
            return place + 1
        if auxiliary or (finite and self._slot != INFINITIVE):
            self._open(link, word=clause.word, parent=parent, shared=self._subject(clause))
            return place + 1
        if first.word in lexicon.SUBJECT_PRONOUNS or (word != "or" and self._has_own_subject(tokens, ahead)):
            shared = self._subject(clause) if first.word in lexicon.SUBJECT_PRONOUNS else ()
            self._open(link, word=clause.word, parent=parent, shared=shared)
            return place + 1
        return None

    @staticmethod
    def _has_own_subject(tokens: Sequence[SentenceToken], place: int) -> bool:
        """Return whether a noun phrase and then a finite verb follow."""
        for at in range(place, min(place + 8, len(tokens))):
            token = tokens[at]
            if (
                token.is_mark
                or token.word in lexicon.JOINERS
                or token.word in lexicon.SUBORDINATORS
                or token.word == "that"
            ):
                return False
            before = tokens[at - 1].word if at else ""
            if at > place and token.word in lexicon.DETERMINERS and before not in lexicon.PREPOSITIONS:
                return False
            if at > place and (token.word in lexicon.BE or token.word in lexicon.HAVE or token.word in lexicon.MODALS):
                return True
            if at > place and token.word in lexicon.REPORTING:
                return True
            if at > place and token.is_content and token.word and not token.name and is_finite(token.word):
                following = tokens[at + 1].word if at + 1 < len(tokens) else ""
                return not (is_participle(token.word) and following in {"by", ""})
        return False

    @staticmethod
    def _has_verb_ahead(tokens: Sequence[SentenceToken], place: int) -> bool:
        for at, token in enumerate(tokens[place:], place):
            if token.word in {",", ";", "-"} or token.word in lexicon.SUBORDINATORS - lexicon.DOUBTFUL:
                return False
            if token.word in lexicon.BE or token.word in lexicon.HAVE or token.word in lexicon.MODALS:
                return True
            if token.is_content and token.word and not token.name and is_finite(token.word):
                return True
            plural = at and tokens[at - 1].word.endswith("s") and tokens[at - 1].is_content
            if plural and token.word in lexicon.VERBS:
                return True
        return False

    @staticmethod
    def _is_infinitive(tokens: Sequence[SentenceToken], place: int) -> bool:
        token = tokens[place]
        if token.word in {"be", "have", "do"} or token.word in lexicon.NEGATORS:
            return True
        if not token.is_content or token.name or token.quantity or token.date or token.possessive:
            return False
        if token.word.endswith("ly") and place + 1 < len(tokens):
            return _Builder._is_infinitive(tokens, place + 1)
        plain = token.word
        if plain in lexicon.VERBS or plain in lexicon.IRREGULAR.values() or plain in _MORE_VERBS:
            return True
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        if following is None or plain.endswith("s"):
            return False
        return following.word in lexicon.DETERMINERS or following.name

    def _auxiliary(self, tokens: Sequence[SentenceToken], place: int) -> None:  # noqa: C901 - as above
        """Read a form of be, have or do: with a verb after it, it helps; alone, it is the verb itself."""
        token = tokens[place]
        if not (self._slot == INFINITIVE and token.word in {"be", "have", "do"}):
            self._meet_verb()
        clause = self._current
        next_word = ""
        for following in tokens[place + 1 : place + 6]:
            word = following.word
            if word in lexicon.NEGATORS or word.endswith("ly") or word in lexicon.IGNORED or word in _ADVERBS:
                continue
            if word in lexicon.QUANTIFIERS:
                continue
            next_word = word if not following.name else ""
            break
        self._pending = True
        if token.word in lexicon.DO:
            self._expected = True
            return
        if token.word in lexicon.HAVE:
            if next_word in lexicon.BE or (next_word and is_participle(next_word)):
                return
            self._add(replace(token, word="have", keys=frozenset({"=have"})), verb=True)
            self._pending = False
            return
        if next_word in lexicon.BE:
            return
        if next_word and is_gerund(next_word):
            return
        if next_word and is_participle(next_word) and next_word not in lexicon.AMBIGUOUS:
            clause.passive = True
            for place_, item in enumerate(clause.items):
                if item.slot == CORE and item.kind is not ItemKind.DATE and not item.verb:
                    clause.items[place_] = replace(item, order=item.order + MOVED)
            clause.shared = [
                replace(item, order=MOVED + item.order) if item.slot == CORE else item for item in clause.shared
            ]
            return
        self._add(replace(token, word="be", keys=frozenset({"=be"})), verb=True)
        self._pending = False

    def _preposition(self, tokens: Sequence[SentenceToken], place: int) -> int:
        clause, token = self._clause, tokens[place]
        word = token.word
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        after_verb = bool(clause.items) and clause.items[-1].verb and clause.items[-1].end <= token.start
        ends = (
            following is None
            or following.is_mark
            or following.word in lexicon.PREPOSITIONS
            or following.word in lexicon.JOINERS
        )
        ends = ends or (following is not None and (following.word in lexicon.BE or following.word in lexicon.MODALS))
        if word in lexicon.PARTICLES or (ends and (word not in lexicon.SOMETIMES_PARTICLES or after_verb)):
            self._add(replace(token, keys=frozenset({f"+{word}"})))
            return place + 1
        if word == "of" and clause.items and following is not None and not is_gerund(following.word):
            self._run += 1
            self._of = True
            return place + 1
        if (word == "by" and clause.passive) or (word == "by" and after_verb and is_participle(_last_word(clause))):
            self._break("by")
            return place + 1
        if word == "than" and clause.items and clause.items[-1].keys & _MORE:
            return place + 1
        self._break(word)
        return place + 1

    def _speech(self, tokens: Sequence[SentenceToken], place: int, *, split: bool) -> int:
        clause, token = self._clause, tokens[place]
        previous = tokens[place - 1].word if place else ""
        noun = (
            previous in lexicon.DETERMINERS or previous in lexicon.PREPOSITIONS or token.possessive
            or bool(place and tokens[place - 1].possessive) or previous in lexicon.QUANTIFIERS
        )  # fmt: skip
        if not noun:
            self._meet_verb()
            clause = self._current
        self._add(replace(token, keys=token.keys or frozenset({root(token.word)})), verb=not noun)
        if noun or not split:
            return place + 1
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        if token.word not in lexicon.REPORTING or following is None:
            return place + 1
        clause.speech = clause.speech or lexicon.SAYING[token.word]
        zero = (
            following.word in lexicon.DETERMINERS or following.word in lexicon.SUBJECT_PRONOUNS or following.is_content
        )
        told = token.word in {"tell", "tells", "told", "warned", "warn", "warns"}
        if zero and not told and self._has_verb_ahead(tokens, place + 1) and not self._has_that(tokens, place + 1):
            self._open(Link.COMPLEMENT, parent=clause.number)
        return place + 1

    @staticmethod
    def _has_that(tokens: Sequence[SentenceToken], place: int) -> bool:
        """Return whether "that" comes before any verb: "said on television that"."""
        for token in tokens[place:]:
            if token.word == "that":
                return True
            if (
                token.word in lexicon.BE
                or token.word in lexicon.HAVE
                or token.word in lexicon.MODALS
                or is_finite(token.word)
            ):
                return False
        return False


def _last_word(clause: Clause) -> str:
    found = words(clause.items[-1].text)
    return found[-1] if found else ""


def _arranged(clause: Clause) -> Clause:
    """Number the members of lists, and put the actor of a passive before its verb."""
    for place, item in enumerate(clause.items):
        if (
            item.slot == "by"
            and item.date is None
            and item.quantity is None
            and (clause.passive or _follows_participle(clause, item))
        ):
            clause.items[place] = replace(item, slot=CORE, order=item.order - MOVED)
    groups: dict[int, int] = {}
    for place, item in enumerate(clause.items[:-1]):
        if item.group:
            groups[place + 1] = item.group
    for place, group in groups.items():
        clause.items[place] = replace(clause.items[place], group=group)
    return clause


def _follows_participle(clause: Clause, item: Item) -> bool:
    before = [each for each in clause.items if each.phrase < item.phrase]
    return bool(before) and before[-1].verb


_NAMING: Final = frozenset({"called", "named", "known", "dubbed"})
_COPULAS: Final = frozenset({"=be", "=have"})
_MORE: Final = frozenset({"more", "less", "fewer"})
_THINKING_ROOTS: Final = frozenset(map(root, lexicon.THINKING))
_ADVERBS: Final = frozenset(
    "now then once again still ever soon yet further only just already almost nearly also not".split()
)
_MORE_VERBS: Final = frozenset(
    "oust clamp curb restrict combat dissuade dislodge rid step erect justify grant widen militarize try seek rebuild "
    "reopen repair reach".split()
)
