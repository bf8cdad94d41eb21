"""Tell whether a statement has what a question asks for: a who, when, where, how many or why that is new to it.

"Which theatre shows the musical?" is answered by a statement that names one. "Which musical does the Teresa Carreño
show?" is not answered by the same statement, though it shares every word with it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from bot.core.knowledge.model import EntityKind
from bot.core.knowledge.vocabulary import ConceptIndex
from bot.core.matching.arrays import Floats
from bot.core.matching.focus import find_nouns
from bot.core.matching.query import ParsedText
from bot.core.text.language import STOPWORDS
from bot.core.text.normalise import stem, words
from bot.core.text.word_cache import cached_by_word, size_of_strings

_TOKEN: Final = re.compile(r"[\"“”]|[\w'’-]+")
_QUOTATION: Final = frozenset('"“”')
_CAPITAL: Final = re.compile(r"\b[^\W\d_a-zà-ÿ][\w'’-]*")
_WITHIN: Final = re.compile(r"(?<=[\w,;] )[^\W\d_a-zà-ÿ][\w'’-]*")

_MONTHS: Final = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS: Final = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_DATE: Final = re.compile(rf"\b(?:(?:\d{{1,2}} )?(?:{_MONTHS})(?: \d{{1,2}})?(?:,? \d{{4}})?|{_DAYS}|(?:19|20)\d\d)\b")
_QUOTED: Final = re.compile(r"[\"“]([^\"”]+)[\"”]")
_DATING: Final = frozenset(f"{_MONTHS}|{_DAYS}".lower().split("|"))

_SPANS: Final = frozenset(map(stem, "second minute hour day week month year decade".split()))
_DISTANCES: Final = frozenset(map(stem, "mile kilometre kilometer km metre meter foot".split()))
_REASONS: Final = frozenset(
    map(stem, "because since reason aim purpose meant goal due fear so order accuse claim concern".split())
)
_DATED: Final = "the fact's own date"  # a date that no question can contain
# For these a statement must have a word that the question lacks; for the others any word of the kind will do.
_NEW: Final = frozenset({"who", "which", "where", "when", "count", "span"})
CHECKED: Final = (*sorted(_NEW), "distance", "why")
"""What a question may ask for that a statement is checked for."""

_REACH: Final = 2  # words between a noun and its name or quotation: "messages such as “…”"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementToken:
    """A word or a quotation mark of a statement.

    `content` are the stems of its content words, `capitals` those that the base writes as names. `small`: it is in
    lower case. `naming`: it names what is next to it.
    """

    content: tuple[str, ...]
    capitals: tuple[str, ...]
    small: bool
    naming: bool


class StatementReader:
    """Reads the tokens of statements, and learns each different one once.

    `names` are the stems that the base capitalises within its sentences. A place names nothing but itself: "a
    Venezuelan theatre" may be any theatre.
    """

    def __init__(self, names: AbstractSet[str], concept_index: ConceptIndex) -> None:
        self._names = names
        self._concept_index = concept_index
        self._tokens: dict[str, StatementToken] = {}

    def read(self, text: str) -> list[StatementToken]:
        """Return the tokens of a text, in order."""
        return [self._tokens.get(token) or self._learn(token) for token in _TOKEN.findall(text)]

    def _learn(self, token: str) -> StatementToken:
        spelt = words(token)
        stems = tuple(map(stem, spelt))
        place = any(
            self._concept_index.kinds.get(each.concept) is EntityKind.PLACE
            for each in self._concept_index.mentions(stems)
        )
        names = token[0].isupper() and not place and not self._names.isdisjoint(stems)
        capitals = (stem(word) for part in _CAPITAL.findall(token) for word in words(part))
        learned = self._tokens[token] = StatementToken(
            content=tuple(root for word, root in zip(spelt, stems, strict=True) if word not in STOPWORDS),
            capitals=tuple(root for root in capitals if root in self._names),
            small=token.islower(),
            naming=token in _QUOTATION or names,
        )
        return learned


def names_within(texts: Iterable[str]) -> frozenset[str]:
    """Return the stems of all words that a sentence capitalises elsewhere than at its beginning."""
    tokens = dict.fromkeys(token for text in texts for token in _WITHIN.findall(text))
    return frozenset(stem(word) for token in tokens for word in words(token))


def capitalised_within(statement: str) -> frozenset[str]:
    """Return the stems in a statement that are read otherwise if they are names, those at the beginning included."""
    return frozenset(itertools.chain.from_iterable(map(_capitalised_stems, _TOKEN.findall(statement))))


@cached_by_word(size=size_of_strings)
def _capitalised_stems(token: str) -> tuple[str, ...]:
    parts = _CAPITAL.findall(token)
    return tuple(dict.fromkeys(stem(word) for part in (token, *parts) for word in words(part))) if parts else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerWords:
    """The words and stems of a statement that may be the answer, by the cue that asks for them."""

    by_cue: Mapping[str, frozenset[str]]

    def answers(self, cue: str, said: AbstractSet[str]) -> bool:
        """Return whether the statement has what the cue asks for, beyond the words `said` in the question."""
        found = self.by_cue[cue]
        return bool(found - said if cue in _NEW else found)


def score_answer_words(
    question: ParsedText, statements: Sequence[AnswerWords | None], entries: Sequence[int]
) -> tuple[Floats, Floats]:
    """Return the share of what is asked for that some entries' statements have, and lack: 0 to 1, shape (entries,).

    Both are 0 where nothing definite is asked for, and for None, the statement of an unknown.
    """
    asked = [cue for cue in CHECKED if cue in question.cues]
    shares, lacking = np.zeros((2, len(entries)), dtype=np.float32)
    if asked:
        said = {*question.words, *map(stem, question.words)}
        for place, each in enumerate(map(statements.__getitem__, entries)):
            if each is not None:
                shares[place] = sum(each.answers(cue, said) for cue in asked) / len(asked)
                lacking[place] = 1 - shares[place]
    return shares, lacking


def find_answer_words(
    statement: ParsedText, tokens: Iterable[StatementToken], kinds: Mapping[str, EntityKind], *, dated: bool
) -> AnswerWords:
    """Find the words of a statement that may be an answer.

    `kinds` has the concepts that are entities, with their kinds; a name of unknown kind may name anything. `dated`: the
    fact has a date of its own.
    """
    in_dates = _words_of_dates(statement)
    dates = frozenset(in_dates).union(map(stem, in_dates))
    numbers = _numbers(statement, in_dates)
    stems = frozenset(statement.stems)
    named = frozenset([root for token in tokens for root in token.capitals]) - dates
    known = _known(statement, kinds)
    return AnswerWords(
        by_cue=MappingProxyType(
            {
                "who": named - known[EntityKind.PLACE] - known[EntityKind.THING],
                "where": named - known[EntityKind.PERSON] - known[EntityKind.ORGANISATION] - known[EntityKind.THING],
                "which": named.union(_quoted(statement), numbers),
                "when": dates | {_DATED} if dated else dates,
                "count": numbers,
                "span": numbers | (stems & _SPANS),
                "distance": stems & _DISTANCES,
                "why": stems & _REASONS,
            }
        )
    )


def _words_of_dates(statement: ParsedText) -> tuple[str, ...]:
    # The search for dates takes as long as all the rest, and many statements have neither a number nor a month.
    if not statement.numbers and _DATING.isdisjoint(statement.words):
        return ()
    return words(" ".join(_DATE.findall(statement.text)))


def _numbers(statement: ParsedText, in_dates: Iterable[str]) -> frozenset[str]:
    """Return the numbers of a statement, without those of its dates."""
    numbers = [word for word in statement.words if word[0].isdigit()]
    for word in in_dates:
        if word in numbers:
            numbers.remove(word)
    return frozenset(numbers)


def _quoted(statement: ParsedText) -> Iterator[str]:
    """Yield the words in quotation marks, and their stems."""
    for found in _QUOTED.findall(statement.text):
        for word in words(found):
            yield from (word, stem(word))


def _known(statement: ParsedText, kinds: Mapping[str, EntityKind]) -> Mapping[EntityKind, AbstractSet[str]]:
    """Return the stems of the names in the vocabulary, by kind."""
    found: dict[EntityKind, set[str]] = {kind: set() for kind in EntityKind}
    for concept, start, end in statement.mentions:
        if concept in kinds:
            found[kinds[concept]].update(statement.stems[start:end])
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedWords:
    """The stems of a statement's content words: those in a name or next to one, and the `bare` ones."""

    named: frozenset[str]
    bare: frozenset[str]


NOTHING_NAMED: Final = NamedWords(named=frozenset(), bare=frozenset())


def score_unnamed(question: ParsedText, statements: Sequence[NamedWords], entries: Sequence[int]) -> Floats:
    """Return 1 for each of some entries that mentions what is asked for without its name, else 0, shape (entries,)."""
    asked = asked_which(question.words)
    if not asked:
        return np.zeros(len(entries), dtype=np.float32)
    held = map(statements.__getitem__, entries)
    left = (not asked.isdisjoint(each.bare) and asked.isdisjoint(each.named) for each in held)
    return np.fromiter(left, dtype=np.float32, count=len(entries))


def asked_which(spelt: Sequence[str]) -> frozenset[str]:
    """Return the stems of the noun in "which noun"; empty for any other question."""
    return frozenset(map(stem, find_nouns(spelt)))


def find_named_words(
    statement: ParsedText, tokens: Sequence[StatementToken], kinds: Mapping[str, EntityKind]
) -> NamedWords:
    """Find the words of a statement that have a name; `kinds` has the concepts that are entities."""
    names = [place for place, token in enumerate(tokens) if token.naming]
    near = {place + step for place in names for step in range(-_REACH, _REACH + 1)}
    bare = {
        root
        for place, token in enumerate(tokens)
        if (token.small or place == 0) and place not in near
        for root in token.content
    }
    bare -= _within_names(statement, kinds)
    content = {root for token in tokens for root in token.content}
    return NamedWords(named=frozenset(content - bare), bare=frozenset(bare))


def _within_names(statement: ParsedText, kinds: Mapping[str, EntityKind]) -> set[str]:
    """Return the stems of the names in the vocabulary, also in lower case: "the aviation authority"."""
    named = ((start, end) for concept, start, end in statement.mentions if concept in kinds)
    return {root for start, end in named for root in statement.stems[start:end]}
