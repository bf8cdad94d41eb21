"""Relate two numbers that count the same by how exactly each is given. Only what cannot both hold differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from bot.core.knowledge.quantities import Bound, Quantity, Relation, relate

ROUNDED: Final = 0.03
"""Share by which a rounded number may be off."""
_LOOSE: Final = 0.2
"""Share by which a rounded number after "about" may be off without a contradiction: "about 1,000" for 1,200."""
_OPPOSITE: Final = (
    {Bound.MORE, Bound.LESS}, {Bound.MORE, Bound.NEARLY}, {Bound.MORE, Bound.AT_MOST}, {Bound.AT_LEAST, Bound.LESS},
    {Bound.AT_LEAST, Bound.NEARLY}, {Bound.AT_LEAST, Bound.AT_MOST},
)  # fmt: skip
_NEAR: Final = frozenset({Bound.ABOUT, Bound.EXACTLY})
_LOWEST: Final = frozenset({Bound.MORE, Bound.AT_LEAST})
_HIGHEST: Final = frozenset({Bound.LESS, Bound.AT_MOST})
_UNTIL: Final = frozenset({"before", "by"})


def bounded(quantity: Quantity, slot: str) -> Quantity:
    """Return a number as its preposition limits it: "within 60 miles" is at most 60 miles."""
    limited = slot == "within" and quantity.bound is Bound.EXACTLY
    return replace(quantity, bound=Bound.AT_MOST) if limited else quantity


def is_reached(slot: str, said: Sequence[float | None], source: Sequence[float | None]) -> bool:
    """Return whether what a source tells of one time holds "by" or "after" another: by 2029 if in 2028.

    Both times have the largest part first.
    """
    for one, other in zip(said, source, strict=True):
        if one != other:
            if one is None or other is None:
                return False
            return (slot in _UNTIL and one > other) or (slot == "after" and one < other)
    return False


def relate_bounds(said: Quantity, source: Quantity, *, step: float) -> Relation:
    """Relate two numbers in the same unit, the first of which is written in steps of so much."""
    if said.total is not None and source.total is None:
        return Relation.OPEN
    if said.value == source.value and said.total in {None, source.total}:
        if {said.bound, source.bound} in _OPPOSITE:
            return Relation.DIFFERS
        rounded = said.bound is Bound.ABOUT and source.bound is Bound.EXACTLY
        return Relation.SAME if said.bound is source.bound or rounded else Relation.OPEN
    if said.total is None and said.value != source.total and source.value and {said.bound, source.bound} <= _NEAR:
        return _relate_near(said, source, step)
    maxima = said.bound is source.bound is Bound.AT_MOST and said.total is source.total is None
    if maxima:
        return Relation.DIFFERS  # "up to" names a maximum
    relation = relate(said, source)
    return Relation.OPEN if relation is Relation.DIFFERS and _may_both_hold(said, source) else relation


def _relate_near(said: Quantity, source: Quantity, step: float) -> Relation:
    apart = abs(said.value - source.value) / abs(source.value)
    if said.bound is Bound.ABOUT:
        loose = max(ROUNDED, min(_LOOSE, step / abs(source.value)))
        same = apart <= ROUNDED and source.bound is Bound.EXACTLY
        return Relation.SAME if same else Relation.OPEN if apart <= loose else Relation.DIFFERS
    return Relation.OPEN if apart <= ROUNDED and source.bound is Bound.ABOUT else Relation.DIFFERS


def _may_both_hold(said: Quantity, source: Quantity) -> bool:
    """Return whether some number is within both bounds: who counted 1,000 counted more than 500."""
    if said.total is not None and source.total is not None:
        return False
    if said.bound in _LOWEST:
        return said.value < source.value  # what is not more than this is related by how much more it may be
    if said.bound in _HIGHEST:
        return source.value < said.value or source.bound in _HIGHEST
    return source.bound in _HIGHEST and said.value < source.value


def step_of(value: float) -> float:
    """Return the place of the last digit of a number that is not nought: 1,000 of 15,000, 0.1 of 1.2."""
    _, _, exponent = Decimal(repr(value)).normalize().as_tuple()
    return 10.0**exponent if isinstance(exponent, int) else 1.0
