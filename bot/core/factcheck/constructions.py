"""Constructions of nouns and prepositions that English has in two forms, each written in one: "made a decision".

Like the rules of `rewriting`, each keeps what is said, and is applied to sentences and facts alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from bot.core.factcheck import lexicon
from bot.core.factcheck.inflection import is_gerund
from bot.core.factcheck.lookahead import word_at
from bot.core.factcheck.tokens import SentenceToken, is_time, read_tokens
from bot.core.factcheck.units import measure
from bot.core.factcheck.vocabulary import Names
from bot.core.knowledge.model import EntityKind

Tokens = Sequence[SentenceToken]
Rule = Callable[[list[SentenceToken], int, Names], tuple[int, list[SentenceToken]] | None]
"""Returns how many tokens from a place on are replaced, and by which; None where the rule does not apply."""

_SHORES: Final = frozenset({"coast", "coasts", "coastline", "shore", "shores"})
_UNTIL: Final = frozenset({"to", "till", "until", "through"})
_LEVELS: Final = frozenset({"above", "below"})
_SPANS: Final = frozenset("second minute hour day week month year decade century".split())
_ONE_AFTER: Final = frozenset({"just", "only", "within", "after", "in", "for", "exactly", "half"})
_SEPARABLE: Final = 6  # tokens between a verb and its particle, at most
_PARTS_OF_VERBS: Final = frozenset({"up", "down", "out", "off", "back", "away", "over"})
_LIGHT: Final[Mapping[str, str]] = MappingProxyType(
    {
        form: line.split()[0]
        for line in (
            "make makes made making", "take takes took taken taking", "give gives gave given giving",
            "hold holds held holding", "have has had having", "express expresses expressed expressing",
            "voice voices voiced voicing",
            "show shows showed shown showing", "issue issues issued issuing", "launch launches launched launching",
            "reach reaches reached reaching",
        )
        for form in line.split()
    }
)  # fmt: skip
_DONE: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        f"{light} {noun}": (verb, preposition)
        for light, noun, verb, preposition in (
            line.split()
            for line in """
            make decision decide -
            take decision decide -
            reach decision decide -
            make promise promise -
            give promise promise -
            make attempt attempt -
            make announcement announce -
            make claim claim -
            make flight fly -
            make appearance appear -
            make payment pay -
            make offer offer -
            make choice choose -
            make recommendation recommend -
            make contribution contribute -
            make proposal propose -
            make discovery discover of
            make visit visit to
            pay visit visit to
            give permission permit -
            give authorization authorize for
            give authorisation authorize for
            give approval approve to
            give support support to
            give warning warn -
            issue warning warn -
            hold vote vote -
            take vote vote -
            hold debate debate on
            have doubts doubt about
            have doubt doubt about
            express doubts doubt about
            express doubt doubt about
            voice doubts doubt about
            voice doubt doubt about
            express support support for
            show support support for
            voice support support for
            have plans plan -
            make plans plan -
            have hopes hope -
            have intention intend -
            express hope hope -
            """.strip().splitlines()
        )
    }
)  # fmt: skip
"""A light verb with its noun, the verb that says the same, and the preposition that goes before what follows."""
_DETERMINING: Final = frozenset({"a", "an", "the"}) | lexicon.OWN
_PAST: Final = MappingProxyType({"fly": "flew", "choose": "chose", "pay": "paid"})
_DONE_FORMS: Final = MappingProxyType({"fly": "flown", "choose": "chosen", "pay": "paid"})
_BOTH_REACH: Final = 6  # tokens after "both" among which an "and" joins two others
_PERFECT: Final = frozenset({"taken", "given"})


def function_word(token: SentenceToken, word: str) -> SentenceToken:
    """Return a function word in the place of a token."""
    return replace(
        token, word=word, keys=frozenset(), possessive=False, quantity=None, date=None, name=False, entity=None
    )


def content_word(token: SentenceToken, word: str, names: Names) -> SentenceToken:
    """Return a content word in the place of a token."""
    return replace(function_word(token, word), keys=names.keys(word))


def _off_coast(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "off the coast of Porto", "off Porto's coast" and "in waters off Porto" as "off Porto"."""
    del names
    if tokens[place].word == "in":
        at = place + 1 + (word_at(tokens, place + 1) == "the")
        waters = [word_at(tokens, at), word_at(tokens, at + 1)] == ["waters", "off"]
        return (at + 1 - place, []) if waters and _is_place(tokens, at + 2) else None
    if tokens[place].word != "off":
        return None
    start = place + 1 + (word_at(tokens, place + 1) in {"the", "its"})
    if word_at(tokens, start) in _SHORES and word_at(tokens, start + 1) == "of":
        return (start + 2 - place, [tokens[place]]) if _is_place(tokens, start + 2) else None
    if _is_place(tokens, start) and word_at(tokens, start + 1) in _SHORES:
        return start + 2 - place, [tokens[place], replace(tokens[start], possessive=False)]
    return None


def _is_place(tokens: Tokens, place: int) -> bool:
    return place < len(tokens) and tokens[place].entity is EntityKind.PLACE


def _based(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "Porto-based" as "Porto", and "based in Porto" after a noun as "from Porto"."""
    del names
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if following is None:
        return None
    if following.word == "based" and following.start == tokens[place].start and tokens[place].name:
        return 2, [replace(tokens[place], text=tokens[place].text.partition("-")[0], possessive=False)]
    if tokens[place].word == "based" and following.word in {"in", "at"} and place:
        before = tokens[place - 1]
        if before.is_content and before.word not in lexicon.BE and _is_place(tokens, place + 2):
            return 2, [function_word(following, "from")]
    return None


def _times_between(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "between 5 a.m. and noon" and "from 5 a.m. to noon" as "from 5 a.m. until noon"."""
    del names
    joints = {"between": {"and"}, "from": _UNTIL}.get(tokens[place].word)
    if joints is None or place + 3 >= len(tokens) or tokens[place + 2].word not in joints:
        return None
    first, last = tokens[place + 1], tokens[place + 3]
    if not (_is_moment(first) and _is_moment(last)):
        return None
    joint = function_word(tokens[place + 2], "until")
    return 4, [function_word(tokens[place], "from"), first, joint, last]


def _is_moment(token: SentenceToken) -> bool:
    return is_time(token) and (token.quantity is None or measure(token.quantity) is None)


def _raised_to(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "rose to 3 metres above the road" as "rose 3 metres above the road"."""
    del names
    amount = tokens[place + 1].quantity if place + 1 < len(tokens) else None
    measured = tokens[place].word == "to" and amount is not None and measure(amount) is not None
    return (1, []) if measured and word_at(tokens, place + 2) in _LEVELS else None


def _one_span(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "just a year" as "just one year"."""
    if not place or tokens[place].word not in {"a", "an"} or tokens[place - 1].word not in _ONE_AFTER:
        return None
    unit = tokens[place + 1] if place + 1 < len(tokens) else None
    if unit is None or unit.word not in _SPANS or unit.possessive:
        return None
    number = read_tokens(f"1 {unit.word}", names)[0]
    return 2, [replace(number, text=f"{tokens[place].text} {unit.text}", start=tokens[place].start, end=unit.end)]


def _light_verb(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "made a decision on it" as "decided on it", and "have doubts about it" as "doubt it"."""
    written = tokens[place].word
    light = _LIGHT.get(written)
    if light is None or tokens[place].name:
        return None
    at = place + 1 + (word_at(tokens, place + 1) in _DETERMINING)
    noun = word_at(tokens, at)
    found = _DONE.get(f"{light} {noun}")
    if found is None or tokens[at].name or tokens[at].possessive:
        return None
    verb, preposition = found
    following = word_at(tokens, at + 1)
    if preposition not in {"-", following}:
        return None
    helped = place > 0 and tokens[place - 1].word in lexicon.BE
    if helped and not is_gerund(written):
        return None  # "has been made a promise"
    after = place > 0 and tokens[place - 1].word in lexicon.HAVE
    size = at + 1 - place + (preposition != "-")
    return size, [content_word(tokens[place], _form(verb, written, light, done=after), names)]


def _form(verb: str, written: str, light: str, *, done: bool) -> str:
    """Return a verb in the form in which another is written."""
    stem = verb.removesuffix("e")
    if written == light:
        return verb
    if written.endswith("ing"):
        return f"{stem}ing"
    if written.endswith("s"):
        return f"{verb.removesuffix('y')}ies" if verb.endswith("y") and verb != "pay" else f"{verb}s"
    irregular = _DONE_FORMS if done or written in _PERFECT else _PAST
    return irregular.get(verb, f"{stem}ed")


def _separated(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "turned the plan down" as "turned down the plan", and "took them into custody" alike."""
    verb = tokens[place]
    if not verb.keys or verb.name or verb.possessive or " " in verb.text:
        return None
    for at in range(place + 1, min(place + _SEPARABLE, len(tokens))):
        token = tokens[at]
        size = 1 if token.word in _PARTS_OF_VERBS else 2 if token.word in {"into", "in", "from"} else 0
        if size and at > place + 1 and tokens[at - 1].word not in lexicon.DETERMINERS:
            rest = tokens[at : at + size]
            spelt = [verb.word, *(each.word for each in rest)]
            mention = names.find(spelt).get(0)
            whole = mention is not None and mention.entity is None and mention.end == size + 1
            if mention is None or not whole:
                return None
            return at + size - place, [replace(verb, keys=mention.keys), *tokens[place + 1 : at]]
        if token.is_mark or token.word in lexicon.PREPOSITIONS or token.word in lexicon.JOINERS:
            return None
    return None


def _spent(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "has spent months laying it" as "for months has been laying it"."""
    del names
    time = tokens[place + 1] if place + 2 < len(tokens) else None
    if tokens[place].word != "spent" or time is None or not is_time(time) or time.date is not None or not place:
        return None
    doing = place + 2 + word_at(tokens, place + 2).endswith("ly")
    if not is_gerund(word_at(tokens, doing)) or any(each.is_mark or each.word == "that" for each in tokens[:place]):
        return None
    perfect = tokens[place - 1].word in lexicon.HAVE
    helping = function_word(tokens[place], "been" if perfect else "were")
    span = [function_word(tokens[place], "for"), time]
    tokens[:] = [*span, *tokens[:place], helping, *tokens[place + 2 :]]
    return 0, []


def _people_of(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "people in Venezuela" and "the people of Venezuela" as "Venezuelans"."""
    del names
    counted = place > 0 and tokens[place - 1].quantity is not None
    if tokens[place].word != "people" or word_at(tokens, place + 1) not in {"in", "of", "from"} or counted:
        return None
    home = tokens[place + 2] if place + 2 < len(tokens) else None
    if home is None or home.entity is not EntityKind.PLACE or home.possessive or home.text.isupper():
        return None
    people = frozenset(f"{key}~people" for key in home.keys)
    text = f"{tokens[place].text} {tokens[place + 1].word} {home.text}"
    return 3, [replace(function_word(tokens[place], "people"), text=text, end=home.end, keys=people)]


def _both(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "both survivors" and "both of the survivors" as "the two survivors", but not "both A and B"."""
    if tokens[place].word != "both" or any(each.word == "and" for each in tokens[place : place + _BOTH_REACH]):
        return None
    following = place + 1 + (word_at(tokens, place + 1) == "of")
    following += word_at(tokens, following) in lexicon.DETERMINERS
    noun = tokens[following] if following < len(tokens) else None
    if noun is None or not noun.is_content or noun.name or not noun.word.endswith("s"):
        return None
    first = tokens[place]
    number = replace(read_tokens("2", names)[0], text=first.text, start=first.start, end=first.end)
    return following - place, [function_word(first, "the"), number]


CONSTRUCTIONS: Final[Sequence[Rule]] = (
    _people_of, _both, _off_coast, _based, _times_between, _raised_to, _one_span, _light_verb, _separated, _spent,
)  # fmt: skip
"""The rules, tried one after the other at each place."""
OUTCOMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{pair.partition(" ")[2]: verb for pair, (verb, _) in _DONE.items()},
        "place": "held", "retirement": "retiring", "resignation": "resigning", "departure": "leaving",
        "deaths": "died", "fatalities": "died", "lives": "died", "left": "departed",
        "number": "members", "numbers": "members", "strong": "members", "late": "end", "early": "beginning",
        "custody": "detain", "detention": "detain",
    }
)  # fmt: skip
"""Words of a text with a word that a rule may write in their place, for those who compare words only."""
