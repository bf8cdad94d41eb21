"""Read the noun phrases beside a verb of speech: names, roles and what stands in apposition to them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.core.drafting import lexicon
from bot.core.drafting.tokens import ProseToken
from bot.core.drafting.verbs import BE, HAVE, NEGATED, VERB_FORMS, is_finite
from bot.core.text.language import NUMBERS, STOPWORDS

PRONOUN: Final = re.compile(
    r"(?:(?:i|we)(?:[’'](?:m|ve|re|ll|d))?|he|she|it|they|we|you|who|which|that|this|these|those|one|some|many|"
    r"others|both|all)",
    re.IGNORECASE,
)
"""A speaker who is not named by more than a pronoun."""
_NO_NAMES: Final = STOPWORDS | NUMBERS.keys() | lexicon.DETERMINERS
_BEFORE_ARTICLE: Final = frozenset("and or but all both half as than not even only that".split()) | lexicon.WEEKDAYS
_PEOPLE_ENDING: Final = re.compile(r"(?:men|women|\w{4}(?:ers|ors|ists|ians))$")
STOP: Final = frozenset({",", ";", ":", "(", ")", "—", "–", "--", "…", ".", "!", "?", "[", "]"})
"""Marks that end a noun phrase."""
AFTER_NAME: Final = frozenset(
    "in on at after before during as to by when while that and but adding noting because if though although since "
    "until outside inside via through following earlier later yesterday today tonight last this next".split()
) | lexicon.WEEKDAYS  # fmt: skip
"""Words that end a speaker's name: "said Ann Grey after the vote"."""
LEAD: Final = lexicon.COORDINATORS | lexicon.SUBORDINATORS - {"who", "whose", "which"} | {
    "however", "meanwhile", "instead", "still", "also", "later", "earlier", "yesterday", "today",
    "asked", "overall", "separately", "finally", "similarly", "indeed", "only", "even",
}  # fmt: skip
"""Words before a speaker that are no part of the phrase: "however, the mayor said"."""


def may_speak(who: Sequence[ProseToken]) -> bool:
    """Return whether words name somebody who can speak: a name, a pronoun, a role or an organisation."""
    for token in who:
        small = token.bare.lower()
        if small in lexicon.PREPOSITIONS - {"of"}:
            break
        single = small.removesuffix("s")
        nouns = lexicon.ROLES | lexicon.GROUPS
        plural = small.removesuffix("ies") + "y" if small.endswith("ies") else single
        if (
            (token.capital and small not in _NO_NAMES)
            or small in nouns | lexicon.PEOPLE
            or single in nouns
            or plural in nouns
            or _PEOPLE_ENDING.search(small)
        ):
            return True
        if PRONOUN.fullmatch(small):
            return True
    return any(token.bare.lower() in lexicon.RECORDS for token in who)


def name_after(tokens: Sequence[ProseToken], start: int, end: int) -> tuple[ProseToken, ...]:
    """Return the name in apposition to a role from `start` to `end`: "said the fund's Chief Executive, Ann Grey."."""
    if end >= len(tokens) or tokens[end].text != ",":
        return ()
    titled = tokens[start].small in lexicon.DETERMINERS and tokens[end - 1].small in lexicon.ROLES
    if tokens[end - 1].capital and not titled:
        return ()
    stop = end + 1
    while stop < len(tokens) and tokens[stop].capital and not tokens[stop].quoted:
        stop += 1
    closed = stop == len(tokens) or tokens[stop].text in STOP
    return tuple(tokens[end + 1 : stop]) if closed and stop - end > len("First Last".split()) else ()


def noun_phrase_end(tokens: Sequence[ProseToken], start: int, *, according: bool = False) -> int:
    """Return where a noun phrase ends that begins at `start`; `according` says that it follows "according to"."""
    end = start
    while end < len(tokens):
        token = tokens[end]
        if token.text in STOP or token.mark or token.quoted:
            break
        stops = AFTER_NAME - lexicon.PREPOSITIONS - {"today", "yesterday"} if according else AFTER_NAME
        if end > start and (token.small in stops or token.small in {"who", "which", "whose"}):
            if token.small == "and" and end + 1 < len(tokens) and tokens[end + 1].capital and not according:
                end += 1
                continue
            break
        end += 1
    return end


def apposition(tokens: Sequence[ProseToken], end: int) -> tuple[ProseToken, ...]:
    """Return what follows a name between commas: ", a geochemist at the Institute"."""
    if end >= len(tokens) - 1 or tokens[end].text != ",":
        return ()
    first = tokens[end + 1]
    if first.quoted or not (
        first.small in lexicon.DETERMINERS or first.possessive or first.small in lexicon.ROLES or first.small == "who"
    ):
        return ()
    stop = end + 1
    while stop < len(tokens) and tokens[stop].text not in STOP and not tokens[stop].quoted:
        stop += 1
    return tuple(tokens[end + 1 : stop])


def is_bare_name(tokens: Sequence[ProseToken]) -> bool:
    """Return whether a part is a name only, to which the part before may be an apposition."""
    return bool(tokens) and len(tokens) <= len("Dr. First M. Last".split()) and all(token.capital for token in tokens)


def is_name(phrase: Sequence[ProseToken]) -> bool:
    """Return whether a phrase is a name of two words or more: "Ann Grey", "the Varn Club"."""
    if sum(token.capital for token in phrase) < len("First Last".split()):
        return False
    whole = all(token.capital or token.small in {"of", "for", "the", "and"} for token in phrase)
    return (phrase[0].capital and phrase[0].small not in lexicon.DETERMINERS) or (phrase[0].small == "the" and whole)


def noun_phrase(tokens: Sequence[ProseToken], start: int, end: int) -> tuple[ProseToken, ...]:
    """Return the noun phrase that ends a part of a sentence, without what leads to it; empty if there is none."""
    start = _after_boundary(tokens, start, end)
    while start < end and (tokens[start].small in LEAD or tokens[start].mark):
        start += 1
    if start < end and tokens[start].small in lexicon.PREPOSITIONS | {"last", "next"}:
        start = _last_noun_phrase(tokens, start, end)
    stop = next(
        (
            place
            for place in range(start, end)
            if tokens[place].small in {"who", "which", "whose"} or tokens[place].text == "("
        ),
        end,
    )
    if stop == start and stop < end:
        return ()
    phrase = tokens[start:stop]
    # "groups the council argues", "before the admiral announced": who speaks there says only a part.
    if any(_begins_inner_clause(tokens, place) for place in range(start + 1, stop)):
        return ()
    if any(_is_verb(tokens, place) for place in range(start + 1, stop)):
        return ()
    return tuple(phrase)


def _begins_inner_clause(tokens: Sequence[ProseToken], place: int) -> bool:
    before, small = tokens[place - 1], tokens[place].small
    if small in {"before", "after", "since", "until"}:
        return True
    article = small in {"the", "a", "an", "its", "their", "his", "her"}
    return article and before.word and before.small not in lexicon.PREPOSITIONS | _BEFORE_ARTICLE


def _is_verb(tokens: Sequence[ProseToken], place: int) -> bool:
    """Return whether a word inside a phrase is a finite verb, which no noun phrase has."""
    token = tokens[place]
    form = VERB_FORMS.get(token.small)
    if token.capital or (token.small in lexicon.ROLES | lexicon.GROUPS | lexicon.RECORDS):
        return False
    if token.small in BE | HAVE or token.small in NEGATED:
        return True
    return form is not None and form.past and not form.participle


def _after_boundary(tokens: Sequence[ProseToken], start: int, end: int) -> int:
    """Return where the last clause of a part begins: after "that", or "and" behind a verb."""
    for place in range(end - 1, start, -1):
        small = tokens[place].small
        clause = any(is_finite(token.small) and not token.capital for token in tokens[start:place])
        if small in lexicon.SUBORDINATORS - {"who", "whose", "which", "after", "before", "since", "until", "that"}:
            return place + 1
        if small == "that" and clause:
            return place + 1
        if small in {"and", "but", "or", "so", "yet"} and clause:
            return place + 1
    return start


def _last_noun_phrase(tokens: Sequence[ProseToken], start: int, end: int) -> int:
    """Return where the last noun phrase begins in a part that begins with a preposition, or its end."""
    for place in range(end - 1, start, -1):
        before = tokens[place - 1]
        if tokens[place].small in lexicon.DETERMINERS:
            return place if before.small not in lexicon.PREPOSITIONS else end
        if (
            tokens[place].capital
            and not before.capital
            and before.small not in lexicon.PREPOSITIONS | lexicon.DETERMINERS
        ):
            return place
    return end
