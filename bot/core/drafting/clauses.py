"""Read the main clause of an English sentence: its subject, its verb and what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import Final

from bot.core.drafting import lexicon
from bot.core.drafting.tokens import ProseToken
from bot.core.drafting.verbs import AUXILIARIES, BE, HAVE, MODALS, NEGATED, VERB_FORMS

_MAX_SUBJECT: Final = 12  # tokens
_MAX_REST: Final = 18
_NEVER_VERBS: Final = frozenset("like may march fire fund state force guard plant store board crew".split())
_ENDS: Final = frozenset(
    "because so but while although though whereas when who which whose where and that until except including".split()
)
_STOPS: Final = frozenset({",", ";", ":", "—", "–", "(", ")", ".", "!", "?"})
_INNER: Final = frozenset("before after when while because if until since".split())
_EACH_TIME: Final = (
    frozenset("each every last this next".split()),
    frozenset("spring summer autumn fall winter year month week day night morning evening".split()),
    lexicon.DETERMINERS,
)
"""What "each spring the …" begins with."""
_LEADING_WORDS: Final = frozenset("today yesterday later meanwhile instead however".split())
_YEAR: Final = re.compile(r"(?:19|20|21)\d\d")
_PLURAL: Final = frozenset("they we people police children men women families data criminals".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class MainClause:
    """A main clause: the tokens of its subject, its finite verb, and those that follow up to its end.

    `helper` is the auxiliary or "be" that a question begins with, or "" if it takes "do"; `base` is the verb's base
    after "do". `negated`: it has "not" or the like.
    """

    subject: tuple[ProseToken, ...]
    verb: ProseToken
    rest: tuple[ProseToken, ...]
    helper: str
    base: str
    past: bool
    plural: bool
    negated: bool

    @property
    def do(self) -> str:
        """The form of "do" that a question takes."""
        return "did" if self.past else "do" if self.plural else "does"


def read_clause(tokens: Sequence[ProseToken]) -> MainClause | None:
    """Return the main clause, or None if it is not plain which words are its subject and its verb."""
    tokens = (
        [token for token in tokens if token.text not in {"“", "”", '"'}]
        if any(token.quoted for token in tokens)
        else list(tokens)
    )
    start = _after_lead(tokens)
    verb = _verb(tokens, start)
    if verb is None or verb == start or verb - start > _MAX_SUBJECT:
        return None
    subject = _without_asides(tokens[start:verb])
    if not subject or not _is_subject(subject):
        return None
    end = _end(tokens, verb + 1)
    if {token.small for token in tokens[end:]} & {"if", "unless"}:
        return None
    rest = tuple(tokens[verb + 1 : end])
    if len(rest) > _MAX_REST or (rest and rest[-1].small in lexicon.PREPOSITIONS | lexicon.DETERMINERS | {"to", "not"}):
        return None
    small = tokens[verb].small
    negated = small in NEGATED or any(
        token.small in {"not", "never", "no", "nobody", "neither", "nor"} for token in (*subject, *rest[:3])
    )
    form = VERB_FORMS.get(small)
    helper = (
        small if small in AUXILIARIES and not (small in {"do", "does", "did"} | HAVE and not _has_main(rest)) else ""
    )
    past = form.past if form else small in {"had", "did"}
    base = (
        form.base
        if form
        else {"has": "have", "had": "have", "have": "have", "does": "do", "did": "do", "do": "do"}.get(small, small)
    )
    plural = bool(form and form.plain) or small in {"have", "do"}
    return MainClause(
        subject=tuple(subject),
        verb=tokens[verb],
        rest=rest,
        helper=helper,
        base=base,
        past=past,
        plural=plural,
        negated=negated,
    )


def read_aside(tokens: Sequence[ProseToken]) -> MainClause | None:
    """Return what "the bridge, which will cost £96 million, opens" says of its subject; None if it says nothing.

    The subject is as short as "the bridge", so that nothing else can be meant.
    """
    joint = next((place for place, token in enumerate(tokens) if token.small == "which"), 0)
    if joint < 2 or tokens[joint - 1].text != ",":  # noqa: PLR2004 - a subject and its comma
        return None
    subject, rest = list(tokens[: joint - 1]), tokens[joint + 1 :]
    end = next((place for place, token in enumerate(rest) if token.text == ","), len(rest))
    if end == len(rest) or any(_is_mark(token) or token.small in lexicon.PREPOSITIONS for token in subject):
        return None
    return read_clause([*subject, *rest[:end]])


def _has_main(rest: Sequence[ProseToken]) -> bool:
    """Return whether a participle follows, so that "has" helps another verb."""
    words = [
        token.small
        for token in rest[:4]
        if (not token.small.endswith("ly") or token.small in {"family", "assembly", "rally", "supply"})
        and token.small not in {"not", "also", "since", "long", "never"}
    ]
    form = VERB_FORMS.get(words[0]) if words else None
    return (
        words[:1] == ["been"]
        or any(word.endswith("ed") for word in words[:1])
        or (form is not None and (form.participle or form.plain))
    )


def _after_lead(tokens: Sequence[ProseToken]) -> int:
    """Return where the clause begins after "On Friday, …" or "But"."""
    start = 0
    while start < len(tokens) and (tokens[start].small in lexicon.COORDINATORS or _is_mark(tokens[start])):
        start += 1
    if [token.small in each for token, each in zip(tokens[start:], _EACH_TIME, strict=False)] == [True] * 3:
        return start + 2  # "each spring the river rises"
    if start >= len(tokens) or not _leads(tokens, start):
        return start
    first = tokens[start].small
    comma = next((place for place in range(start, len(tokens)) if tokens[place].text == ","), None)
    whole = first in lexicon.SUBORDINATORS or first.endswith(("ing", "ed"))
    if comma is not None and first not in {"about", "over", "around", "that", "under"}:
        finite = any(_is_finite_here(tokens, start, place) for place in range(start + 1, comma))
        if whole or not finite:
            return _after_lead_word(tokens, comma + 1)
    return start + 1 if first in _LEADING_WORDS else start


def _is_mark(token: ProseToken) -> bool:
    return not token.word and not token.text[0].isdigit() and token.text[0] not in "$£€"


def _leads(tokens: Sequence[ProseToken], start: int) -> bool:
    """Return whether a word begins what leads to a clause, such as "On Friday, …"."""
    token = tokens[start]
    leading = (
        lexicon.PREPOSITIONS | lexicon.SUBORDINATORS | _LEADING_WORDS | {"according", "last", "earlier", "overall"}
    )
    named = token.capital and start > 0 and token.small not in lexicon.PREPOSITIONS
    return (token.small in leading or token.small.endswith(("ly", "ing", "ed"))) and not named


def _after_lead_word(tokens: Sequence[ProseToken], start: int) -> int:
    while start < len(tokens) and tokens[start].small in lexicon.COORDINATORS | {"too", "also"}:
        start += 1
    return start


def _verb(tokens: Sequence[ProseToken], start: int) -> int | None:
    """Return the place of the first finite verb that can be the main one."""
    place = start
    while place < len(tokens):
        token = tokens[place]
        if token.text == "," and place > start:
            close = _aside_end(tokens, place)
            if close is None:
                return None
            place = close
            continue
        if token.text in _STOPS - {",", "(", ")"}:
            return None
        if token.small in {"who", "which", "that", "whose", "where", "whom"} and place > start:
            inner = _verb(tokens, place)
            if inner is None:
                return None
            place = _after_relative(tokens, inner)
            continue
        if place > start and _is_finite_here(tokens, start, place):
            return place
        place += 1
    return None


def _aside_end(tokens: Sequence[ProseToken], comma: int) -> int | None:
    """Return the place after the comma that closes an apposition, or None if the comma opens none."""
    following = tokens[comma + 1] if comma + 1 < len(tokens) else None
    if following is None or following.small in lexicon.COORDINATORS:
        return None
    close = next((place for place in range(comma + 1, min(len(tokens), comma + 20)) if tokens[place].text == ","), None)
    return None if close is None else close + 1


def _after_relative(tokens: Sequence[ProseToken], inner: int) -> int:
    """Return where to look for the main verb behind the verb of a relative clause."""
    place = inner + 1
    while place < len(tokens) and tokens[place].text not in _STOPS:
        if _is_finite_here(tokens, inner, place) and tokens[place - 1].small not in AUXILIARIES | {"to", "and"}:
            return place
        place += 1
    return place


def _is_finite_here(tokens: Sequence[ProseToken], start: int, place: int) -> bool:
    token, before = tokens[place], tokens[place - 1]
    small = token.small
    if not token.word or (token.quoted and not before.quoted):
        return False
    if small in AUXILIARIES or small in NEGATED:
        return before.small != "to" and not (small == "may" and token.capital)
    form = VERB_FORMS.get(small)
    if (
        form is None
        or token.capital
        or before.small in lexicon.DETERMINERS | lexicon.PREPOSITIONS | {"to", "most", "many"}
        or before.possessive
    ):
        return False
    if form.past:
        led = before.small in {"who", "which"}  # "a farmer who let it run has been fined"
        return led or not (form.participle and _is_reduced(tokens, place))
    if form.third:
        return _is_third_person(tokens, place)
    subject = [each.small for each in tokens[start:place]]
    plural = before.small.endswith("s") and not before.small.endswith("ss") and not before.capital
    return small not in _NEVER_VERBS and form.plain and (before.small in _PLURAL or (plural and "of" not in subject))


def _is_third_person(tokens: Sequence[ProseToken], place: int) -> bool:
    """Return whether a word in -s is a verb here and no plural."""
    before, small = tokens[place - 1], tokens[place].small
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    singular = not before.small.endswith("s") or before.small in {"this", "it"} or before.capital
    noun = small.rstrip("s") in lexicon.ROLES | lexicon.GROUPS or small in lexicon.RECORDS
    if noun or not singular or after is None or after.small in BE | HAVE | MODALS:
        return False
    return after.word or after.text[0].isdigit() or after.text[0] in '$£€“".,'


def _is_reduced(tokens: Sequence[ProseToken], place: int) -> bool:
    """Return whether a participle belongs to the noun before it: "water found beneath the case was salt"."""
    for former, token in pairwise(tokens[place : place + 10]):
        if former.small == "and" and token.small in AUXILIARIES:
            return False  # "work began in May and was completed in June"
        if token.text in _STOPS or token.small in _ENDS | {"whether", "how", "why", "what"}:
            return False
        if token.small in AUXILIARIES and not (token.small == "may" and token.capital):
            return True
        form = VERB_FORMS.get(token.small)
        if form is not None and form.past and not form.participle:
            return True
    return False


def _without_asides(tokens: Sequence[ProseToken]) -> list[ProseToken]:
    """Return a subject without its appositions and relative clauses between commas."""
    kept: list[ProseToken] = []
    for token in tokens:
        if token.text in {",", "("}:
            break
        kept.append(token)
    return [
        token
        for token in kept
        if token.small not in {"also", "still", "now", "then", "later", "long"}
        and (not token.small.endswith("ly") or token.small in {"family", "assembly", "rally", "supply"})
    ]


def _is_subject(subject: Sequence[ProseToken]) -> bool:
    first = subject[0].small
    if first in lexicon.PREPOSITIONS - {"about", "over", "around", "under", "like"} | lexicon.SUBORDINATORS - {
        "that"
    } | {"to", "there", "here", "not", "what", "how"}:
        return False
    plain = takewhile(lambda token: token.small not in {"who", "which", "that", "whose", "where"}, subject[1:])
    within = {token.small for token in plain if token.text != "May"}
    if within & (_INNER | AUXILIARIES | (lexicon.SUBJECT_PRONOUNS - {"one", "some", "many"})):
        return False  # a clause of its own is in it: "leaves two days before the water"
    return any(token.word and token.small not in lexicon.DETERMINERS for token in subject)


def _end(tokens: Sequence[ProseToken], start: int) -> int:
    """Return where what follows a verb ends: at a comma or where another clause begins."""
    for place in range(start, len(tokens)):
        token = tokens[place]
        year = token.text == "," and place + 1 < len(tokens) and _YEAR.fullmatch(tokens[place + 1].text)
        if token.text in _STOPS and not year:
            return place
        if place > start and token.small in _ENDS - {"and"}:
            return place
        if place > start and token.small == "and":
            following = [each.small for each in tokens[place + 1 : place + 5]]
            if any(
                word in AUXILIARIES or ((form := VERB_FORMS.get(word)) is not None and (form.past or form.third))
                for word in following
            ):
                return place
    return len(tokens)
