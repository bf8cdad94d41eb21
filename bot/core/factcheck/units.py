"""Convert measures of the same dimension: 132 miles are 212 km.

A table of exact factors, and no library: pint takes 0.7 s of CPU and 31 MB to load for the few units that news use.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

from bot.core.knowledge.quantities import CountedNoun, Kind, Quantity
from bot.core.text.normalise import stem

_FACTORS: Final = {
    "length": "mm millimetre millimeter 0.001|cm centimetre centimeter 0.01|m metre meter metro 1|km kilometre "
    "kilometer"
    " kilometro 1000|inch inches 0.0254|foot feet ft pie 0.3048|yard yd 0.9144|mile mi milla 1609.344",
    "mass": "g gram 0.001|kg kilo kilogram kilogramme 1|tonne 1000|ton tonelada 1000|lb 0.45359237|ounce oz"
    " 0.028349523125",
    "time": "second sec segundo 1|minute min minuto 60|hour hora 3600|day dia 86400|week semana 604800",
    "months": "month mes 1|year ano 12|decade decada 120|century siglo 1200",
    "area": "hectare ha hectarea 10000|acre 4046.8564224",
    "volume": "litre liter litro 1|gallon galon 3.785411784|barrel bbl barril 158.987294928",
    "speed": "knot kt nudo 0.514444444|mph 0.44704|kph 0.277777778",
    "temperature": "celsius 1|fahrenheit 1",
    "dollars": "dollar usd dolar $ 1",
    "euros": "euro eur € 1",
    "pounds": "pound gbp libra £ 1",
    "yen": "yen jpy ¥ 1",
    "rupees": "rupee inr ₹ 1",
    "energy": "kilowatt kw 1|megawatt mw 1000|gigawatt gw 1000000",
}
_UNITS: Final = {
    stem(name): (dimension, float(parts[-1]))
    for dimension, listed in _FACTORS.items()
    for parts in (unit.split() for unit in listed.split("|"))
    for name in parts[:-1]
}
_POWERS: Final = {"square": 2, "cubic": 3}
_NAUTICAL: Final = 1852.0
_ROUNDED: Final = 0.005
"""Share by which a converted number may be off: sources round."""


CURRENCIES: Final = "$€£¥₹"
"""Signs before an amount of money."""


def measure(quantity: Quantity) -> tuple[str, float] | None:
    """Return the dimension of a quantity and its value in the first unit of that dimension; None for a mere count."""
    if quantity.kind is not Kind.COUNT:
        return None
    power, nautical = 1, False
    for noun in _near(quantity):
        for term in noun.terms:
            if term in _POWERS:
                power = _POWERS[term]
            elif term == "nautic":
                nautical = True
            elif term in _UNITS:
                dimension, factor = _UNITS[term]
                factor = _NAUTICAL if nautical and term == "mile" else factor
                return f"{dimension}^{power}", quantity.value * factor**power
        if power == 1 and not nautical:
            return None
    return None


def same_measure(said: tuple[str, float], source: tuple[str, float]) -> bool:
    """Return whether two measures are the same, or one is the other converted and rounded."""
    return said[0] == source[0] and abs(said[1] - source[1]) <= _ROUNDED * abs(source[1])


def unit_end(quantity: Quantity) -> int:
    """Return where the unit of a quantity ends in its text, or 0 if it has none."""
    if measure(quantity) is None:
        return 0
    return next((noun.end for noun in _near(quantity) if not noun.terms.isdisjoint(_UNITS)), 0)


def _near(quantity: Quantity) -> Sequence[CountedNoun]:
    """Return the nouns that may be its unit: not the year of "£84 million a year"."""
    return list(itertools.takewhile(lambda noun: not noun.apart, quantity.nouns[:3]))
