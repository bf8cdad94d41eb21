"""What the tokens around a place tell about it: whether a verb, an infinitive or a new subject follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.core.factcheck import lexicon, verb_forms
from bot.core.factcheck.inflection import is_finite, is_participle
from bot.core.factcheck.tokens import SentenceToken, is_time

Tokens = Sequence[SentenceToken]

AUXILIARIES: Final = lexicon.BE | lexicon.HAVE | lexicon.MODALS.keys()
"""Words that show a finite verb."""

_ENDS: Final = lexicon.JOINERS | lexicon.SUBORDINATORS | {"that"}
_BEFORE_TIMES: Final = frozenset({"in", "on", "at", "by", "before", "after", "until"})
_REACH: Final = 8  # tokens in which a subject and its verb are looked for
_LIST_REACH: Final = 5  # tokens in which the "and" of a list is looked for
_MORE_VERBS: Final = frozenset(
    "oust clamp curb restrict combat dissuade dislodge rid step erect justify grant widen militarize try seek rebuild "
    "reopen repair reach".split()
)


def at(tokens: Tokens, place: int) -> SentenceToken | None:
    """Return the token at a place, or None behind the last one."""
    return tokens[place] if place < len(tokens) else None


def word_at(tokens: Tokens, place: int) -> str:
    """Return the word at a place; nothing behind the last one, for numbers and for dates."""
    return tokens[place].word if place < len(tokens) else ""


def starts_clause(token: SentenceToken) -> bool:
    """Return whether a clause may begin with a token, without "that"."""
    return token.word in lexicon.DETERMINERS or token.word in lexicon.SUBJECT_PRONOUNS or token.is_content


def follows_noun(tokens: Tokens, place: int) -> bool:
    """Return whether the token before a place is a noun, and not a phrase such as "days before"."""
    if not place or not tokens[place - 1].is_content or tokens[place - 1].possessive:
        return False
    return tokens[place - 1].text.split()[-1].lower() not in lexicon.PREPOSITIONS


def is_between(tokens: Tokens, place: int) -> bool:
    """Return whether a word stands between a noun and an object: "the administration ties Maduro"."""
    following = at(tokens, place + 1)
    if following is None or not tokens[place - 1].is_content:
        return False
    return following.name or following.word in lexicon.DETERMINERS or following.quantity is not None


def follows_plural(tokens: Tokens, place: int) -> bool:
    """Return whether the token before a place is a plural noun: "traffickers pose"."""
    if not place:
        return False
    previous = tokens[place - 1]
    plural = previous.word.endswith("s") or previous.word in {"people", "citizens"}
    return previous.is_content and plural and not previous.possessive


def follows_pronoun(tokens: Tokens, place: int) -> bool:
    """Return whether a word comes right after "she" or the like and so is its verb: "she lives"."""
    token = tokens[place]
    if not place or tokens[place - 1].word not in lexicon.SUBJECT_PRONOUNS or not token.is_content or token.name:
        return False
    return token.word in verb_forms.AMBIGUOUS or token.word in verb_forms.VERBS


def has_auxiliary_ahead(tokens: Tokens, place: int) -> bool:
    """Return whether an auxiliary verb follows before the clause ends."""
    for token in tokens[place:]:
        if token.word in {",", ";", "-", ":"} or token.word in _ENDS or token.word in lexicon.RELATIVES:
            return False
        if token.word in AUXILIARIES:
            return True
    return False


def has_verb_ahead(tokens: Tokens, place: int) -> bool:
    """Return whether a finite verb follows before the clause ends."""
    for number, token in enumerate(tokens[place:], place):
        if token.word in {",", ";", "-"} or token.word in lexicon.SUBORDINATORS - lexicon.DOUBTFUL:
            return False
        helps = token.word in AUXILIARIES or token.word in lexicon.DO
        if helps or _is_finite_verb(token) or follows_pronoun(tokens, number):
            return True
        plural = number and tokens[number - 1].word.endswith("s") and tokens[number - 1].is_content
        if plural and token.word in verb_forms.VERBS:
            return True
    return False


def is_last_verb(tokens: Tokens, place: int) -> bool:
    """Return whether a word with -s after a singular noun must be the verb: "work on the barrier starts in May"."""
    previous, following = tokens[place - 1] if place else None, at(tokens, place + 1)
    if previous is None or not previous.is_content or previous.name or previous.possessive or not previous.word:
        return False
    if previous.word.endswith("s") or following is None or following.word not in _BEFORE_TIMES:
        return False
    time = at(tokens, place + 2)
    return time is not None and is_time(time) and not has_verb_ahead(tokens, place + 1)


def has_own_subject(tokens: Tokens, place: int) -> bool:
    """Return whether a noun phrase and then a finite verb follow."""
    for number in range(place, min(place + _REACH, len(tokens))):
        token = tokens[number]
        if token.is_mark or token.word in _ENDS:
            return False
        if number == place:
            continue
        if token.word in lexicon.DETERMINERS and tokens[number - 1].word not in lexicon.PREPOSITIONS:
            return False
        if token.word in AUXILIARIES or token.word in lexicon.REPORTING:
            return True
        if _is_finite_verb(token):
            return not (is_participle(token.word) and word_at(tokens, number + 1) in {"by", ""})
    return False


def has_that(tokens: Tokens, place: int) -> bool:
    """Return whether "that" comes before any verb: "said on television that"."""
    for token in tokens[place:]:
        if token.word == "that":
            return True
        if token.word in AUXILIARIES or token.word in lexicon.DO or is_finite(token.word):
            return False
    return False


def is_infinitive(tokens: Tokens, place: int) -> bool:
    """Return whether an infinitive is at a place, after "to"."""
    token = tokens[place]
    if token.word in {"be", "have", "do"} or token.word in lexicon.NEGATORS:
        return True
    if not token.is_content or token.name or token.quantity or token.date or token.possessive:
        return False
    if token.word.endswith("ly") and place + 1 < len(tokens):
        return is_infinitive(tokens, place + 1)
    if token.word in verb_forms.VERBS or token.word in verb_forms.BASE_FORMS or token.word in _MORE_VERBS:
        return True
    following = at(tokens, place + 1)
    if following is None or token.word.endswith("s"):
        return False
    return following.word in lexicon.DETERMINERS or following.name


def continues_list(tokens: Tokens, place: int) -> bool:
    """Return whether what follows a comma is one more member of a list: "political, social and economic"."""
    for token in tokens[place : place + _LIST_REACH]:
        if token.word in {"and", "or"}:
            return True
        if not token.is_content and token.word != "," and token.word not in lexicon.DETERMINERS:
            return False
        if token.word and is_finite(token.word):
            return False
    return False


def _is_finite_verb(token: SentenceToken) -> bool:
    return token.is_content and bool(token.word) and not token.name and is_finite(token.word)
