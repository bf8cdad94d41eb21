"""Find out whether "it" or "they" stands for the subject of the sentence before, where nothing else can be meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from bot.core.drafting import lexicon
from bot.core.drafting.clauses import MainClause
from bot.core.drafting.tokens import ProseToken
from bot.core.drafting.verbs import BE, VERB_FORMS
from bot.core.text.language import NUMBERS
from bot.core.text.normalise import fold

_THOUGHT: Final = frozenset("said thought believed hoped expected understood known feared agreed decided".split())
_IMPERSONAL: Final = frozenset(
    "take took taken seem appear remain mean turn happen become come look rain snow depend help make matter".split()
)
_ACTING: Final = frozenset(
    "ask plan offer hire order expect hope want urge promise intend buy sell employ fine sue appeal refuse agree "
    "decline advise warn investigate publish apologise apologize demand".split()
)


def is_one_thing(
    former: MainClause, clause: MainClause, *, persons: Sequence[str], is_group: Callable[[str], bool]
) -> bool:
    """Return whether "it" stands for a subject: an organisation that acts, or a thing that alone is meant."""
    words, head = _noun(former.subject)
    named = any(token.capital for token in former.subject[1:])
    many = head.endswith("s") and not head.endswith("ss") and not named
    person = any(fold(" ".join(words)).endswith(fold(each)) for each in persons)
    if many or person or "and" in words or head in lexicon.ROLES | lexicon.PEOPLE or _is_impersonal(clause):
        return False
    if is_group(" ".join(token.text for token in former.subject)):
        return _acts(clause)
    return former.subject[0].small in {"the", "a", "an"} and not named and not _has_object(former)


def are_people(former: MainClause) -> bool:
    """Return whether "they" stands for a subject: the only people of its sentence."""
    words, head = _noun(former.subject)
    plain = lexicon.ROLES | lexicon.GROUPS
    others = [token.small for token in former.rest if token.small.endswith("s")]
    people = head in lexicon.PEOPLE or (head.endswith("s") and head.removesuffix("s") in plain)
    return (
        people
        and "and" not in words
        and all(word not in lexicon.PEOPLE and word.removesuffix("s") not in plain for word in others)
    )


def _noun(subject: Sequence[ProseToken]) -> tuple[list[str], str]:
    """Return the words of a subject in small letters, and its noun: "utility" in "the utility of the valley"."""
    words = [token.bare.lower() for token in subject]
    stops = lexicon.PREPOSITIONS | {"who", "which", "that"}
    end = next((place for place, word in enumerate(words) if place and word in stops), len(words))
    return words, words[end - 1]


def definite(subject: Sequence[ProseToken]) -> str:
    """Write a subject as it is mentioned again: "the rented unit" for "A rented unit"."""
    words = [token.text for token in subject]
    first = subject[0].small
    if first in {"a", "an", "the"}:
        return " ".join(["the", *words[1:]])
    if first in NUMBERS or first[0].isdigit():
        return " ".join(["the", first, *words[1:]])
    return " ".join(words)


def _is_impersonal(clause: MainClause) -> bool:
    """Return whether "it" may stand for nothing: "it is unclear", "it takes an hour"."""
    following = [token.small for token in clause.rest[:3] if not token.small.endswith("ly")]
    form = VERB_FORMS.get(following[0]) if following else None
    done = (form is not None and (form.participle or form.past)) or bool(following and following[0].endswith("ing"))
    if clause.verb.small in BE:
        return not done or "that" in following or following[0] in _THOUGHT
    return clause.base in _IMPERSONAL or not _IMPERSONAL.isdisjoint(following) or "be" in following


def _acts(clause: MainClause) -> bool:
    """Return whether a clause says what only somebody can do: "it is asking", "it plans to"."""
    spelt = [clause.base, *(token.small for token in clause.rest[:2])]
    forms = (word.removesuffix("ing") for word in spelt)
    return any(word in _ACTING or f"{word}e" in _ACTING for word in forms)


def _has_object(clause: MainClause) -> bool:
    """Return whether something else in a clause may be meant by "it": "bought the pump"."""
    first = clause.rest[0] if clause.rest else None
    return first is not None and (first.small in lexicon.DETERMINERS or first.capital)
