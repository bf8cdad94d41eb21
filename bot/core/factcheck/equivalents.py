"""Measures, dates and sides that English gives in several ways, each written in one: "6 metres in height".

Like the rules of `rewriting`, each keeps what is said, and is applied to sentences and facts alike.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from bot.core.factcheck import lexicon
from bot.core.factcheck.constructions import Rule, Tokens, content_word, function_word
from bot.core.factcheck.inflection import is_finite
from bot.core.factcheck.lookahead import is_infinitive, word_at
from bot.core.factcheck.places import Width, width_of
from bot.core.factcheck.tokens import SentenceToken
from bot.core.factcheck.units import measure
from bot.core.factcheck.vocabulary import Names
from bot.core.knowledge.quantities import Bound

_EXTENTS: Final[Mapping[str, str]] = MappingProxyType(
    {"length": "long", "height": "high", "width": "wide", "depth": "deep", "thickness": "thick"}
)
_OWNING: Final = MappingProxyType({"has": "is", "have": "be", "had": "was"})
_LONGEST: Final = 8  # tokens from "the length of" to its number, or from "what" to "costs"
_NEAR: Final = 4  # tokens from "not" to "less than six"
_SIDES: Final = MappingProxyType(
    {("opposing",): "against", ("opposed", "to"): "against", ("in", "opposition", "to"): "against",
     ("supporting",): "for", ("in", "support", "of"): "for"}
)  # fmt: skip
_SIDED: Final = frozenset(spelt[0] for spelt in _SIDES)
_DENIED_BOUNDS: Final = MappingProxyType({Bound.LESS: Bound.AT_LEAST, Bound.MORE: Bound.AT_MOST})
_PRESENT: Final = frozenset({"is", "are", "am"})
_NOT_GOING: Final = ["not", "going", "to"]
_WIDE: Final = frozenset({Width.COUNTRY, Width.AREA})


def _extent(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "6 metres in height", "has a height of 6 metres" and "its height is 6 metres" as "6 metres high"."""
    first = tokens[place]
    if _is_length(tokens, place) and word_at(tokens, place + 1) == "in":
        extent = _EXTENTS.get(word_at(tokens, place + 2))
        return None if extent is None else (3, [first, content_word(tokens[place + 2], extent, names)])
    extent = _EXTENTS.get(word_at(tokens, place + 2))
    joints = [word_at(tokens, place + 1), word_at(tokens, place + 3)]
    joined = first.word in _OWNING or (first.word == "and" and any(each.word in lexicon.BE for each in tokens[:place]))
    if joined and extent and joints == ["a", "of"] and _is_length(tokens, place + 4):
        first = function_word(first, _OWNING.get(first.word, "and"))
        return 5, [first, tokens[place + 4], content_word(first, extent, names)]
    return _extent_of(tokens, place, names)


def _extent_of(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    extent = _EXTENTS.get(word_at(tokens, place + 1))
    owned = tokens[place].possessive
    if extent is None or not (owned or (tokens[place].word == "the" and word_at(tokens, place + 2) == "of")):
        return None
    start = place + 2 if owned else place + 3
    end = next((at for at in range(start, min(start + _LONGEST, len(tokens))) if tokens[at].word in lexicon.BE), 0)
    if not end or not _is_length(tokens, end + 1) or any(each.is_mark for each in tokens[start:end]):
        return None
    subject = [replace(tokens[place], possessive=False)] if owned else []
    measured = [tokens[end + 1], content_word(tokens[place + 1], extent, names)]
    return end + 2 - place, [*subject, *tokens[start : end + 1], *measured]


def _is_length(tokens: Tokens, place: int) -> bool:
    quantity = tokens[place].quantity if place < len(tokens) else None
    found = measure(quantity) if quantity is not None else None
    return found is not None and found[0] == "length^1"


def _month_end(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "by the end of November 2028" as "by 30 November 2028"."""
    del names
    if [word_at(tokens, place + each) for each in range(4)] != ["by", "the", "end", "of"] or place + 4 >= len(tokens):
        return None
    date = tokens[place + 4].date
    if date is None or date.year is None or date.month is None or date.day is not None:
        return None
    last = replace(date, day=calendar.monthrange(date.year, date.month)[1])
    return 5, [tokens[place], replace(tokens[place + 4], date=last)]


def _side(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "a petition opposing the route" as "a petition against the route"."""
    del names
    before = tokens[place - 1] if place and tokens[place].word in _SIDED else None
    if before is None or not before.is_content or before.possessive or is_finite(before.word):
        return None
    for spelt, side in _SIDES.items():
        if tuple(word_at(tokens, place + each) for each in range(len(spelt))) == spelt:
            following = word_at(tokens, place + len(spelt))
            return (len(spelt), [function_word(tokens[place], side)]) if following else None
    return None


def _not_less(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "will not cost less than six" as "will cost at least six"."""
    del names
    if tokens[place].word != "not":
        return None
    for at in range(place + 1, min(place + _NEAR, len(tokens))):
        amount = tokens[at].quantity
        if amount is not None:
            bound = _DENIED_BOUNDS.get(amount.bound)
            changed = replace(tokens[at], quantity=replace(amount, bound=bound)) if bound else None
            return None if changed is None else (at + 1 - place, [*tokens[place + 1 : at], changed])
    return None


def _going_to(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "the barrier's going to stand" as "the barrier will stand", and "is not going to" as "will not"."""
    del names
    if tokens[place].word in _PRESENT and [word_at(tokens, place + each) for each in (1, 2, 3)] == _NOT_GOING:
        if place + 4 < len(tokens) and is_infinitive(tokens, place + 4):
            return 4, [function_word(tokens[place], "will"), tokens[place + 1]]
        return None
    going = [word_at(tokens, place + each) for each in (1, 2)] == ["going", "to"]
    if not tokens[place].possessive or not going:
        return None
    return 3, [replace(tokens[place], possessive=False), function_word(tokens[place + 1], "will")]


def _sold_out(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "was sold out" as "sold out"."""
    del names
    after = place + 1 + (word_at(tokens, place + 1) == "not")
    sold = after < len(tokens) and tokens[after].text.lower() in {"sold out", "sold-out"}
    return (1, []) if sold and tokens[place].word in lexicon.BE else None


def _what_it_costs(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "half of what the barrier costs" as "half of the cost of the barrier"."""
    if word_at(tokens, place) != "what" or not place or tokens[place - 1].word != "of":
        return None
    end = next((at for at in range(place + 2, min(place + _LONGEST, len(tokens))) if tokens[at].word == "costs"), 0)
    owner = tokens[place + 1 : end]
    if not end or any(each.is_mark or each.word in lexicon.MODALS for each in owner):
        return None
    first = tokens[place]
    cost = [function_word(first, "the"), content_word(tokens[end], "cost", names), function_word(first, "of")]
    return end + 1 - place, [*cost, *owner]


def _place_in(tokens: list[SentenceToken], place: int, names: Names) -> tuple[int, list[SentenceToken]] | None:
    """Read "Hull, Yorkshire" as "Hull in Yorkshire"."""
    del names
    if tokens[place].word != "," or not place or place + 1 >= len(tokens):
        return None
    inner, outer = tokens[place - 1], tokens[place + 1]
    listed = word_at(tokens, place + 2) in lexicon.JOINERS or (place + 2 < len(tokens) and tokens[place + 2].is_content)
    if listed or outer.possessive or not (inner.name and outer.name) or width_of(outer.text) not in _WIDE:
        return None
    return None if width_of(inner.text) in _WIDE else (1, [function_word(tokens[place], "in")])


EQUIVALENTS: Final[Sequence[Rule]] = (
    _extent, _month_end, _side, _not_less, _going_to, _sold_out, _what_it_costs, _place_in,
)  # fmt: skip
"""The rules, tried one after the other at each place."""
