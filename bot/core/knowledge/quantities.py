"""Numbers with what they count, as people write them: "20 of 23 states", "eight million", "95%", "11:20 a.m."."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, StrEnum, auto
from typing import Final

from bot.core.knowledge.vocabulary import ConceptIndex, concepts_by_word
from bot.core.text.language import NUMBERS, STOPWORDS
from bot.core.text.normalise import fold, stem, words

# Matches a designation such as B-52 as one word, so that it is not read as a number.
_TOKEN: Final = re.compile(r"[^\W\d_]+[-‐‑]?\d+\w*|\d+(?:[.,:\u202f\u00a0]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]|_")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:([.,\u202f\u00a0])\d{3})(?:\1\d{3})*")
_NOON: Final = 12
_DAWN: Final = 5
_SIXTY: Final = 60
_TWENTY: Final = 20
_MOST_IN: Final = 10
"""The largest number after "one in" that is a share."""
_NOUNS: Final = 5  # content words after a number in which to look for what it counts
_BETWEEN: Final = 3  # words allowed between "20 of" and "23"
_LONGEST_BOUND: Final = 24  # characters; more than the longest phrase of _BOUNDS
_NEAR_ENOUGH: Final = 0.1
"""Share by which a number after "about" may be off."""
_UPWARDS: Final = 1.5
"""Factor that bounds "more than": "more than 8" does not mean 20."""

_SCALES: Final = {
    **dict.fromkeys(("hundred", "hundreds", "cien", "ciento", "cientos"), 100),
    **dict.fromkeys(("thousand", "thousands", "mil", "k"), 1_000),
    **dict.fromkeys(("million", "millions", "millon", "millones", "m", "mn", "mm"), 1_000_000),
    **dict.fromkeys(("billion", "billions", "bn"), 1_000_000_000),
    **dict.fromkeys(("dozen", "dozens", "docena", "docenas"), 12),
}
_GROUPS: Final = {"pair": 2, "duo": 2, "trio": 3, "quartet": 4}
"""Words for so many, before "of"."""
_SUFFIXES: Final = frozenset({"k", "m", "mn", "mm", "bn"})
_BESIDE_METRES: Final = frozenset(
    "above below high long wide deep tall away from north south east west up down".split()
)
"""After "400m" these say that the m is no million."""
_ORDINALS: Final = {
    word: number
    for number, both in enumerate(
        (
            "first primer primero primera", "second segunda", "third tercer tercero tercera", "fourth cuarto cuarta",
            "fifth quinto quinta", "sixth sexto sexta", "seventh septimo septima", "eighth octavo octava",
            "ninth noveno novena", "tenth decimo decima", "eleventh", "twelfth",
        ),
        1,
    )
    for word in both.split()
}  # fmt: skip
_ORDINAL_ENDS: Final = frozenset({"st", "nd", "rd", "th"})
_NUMBER_WORDS: Final = frozenset({"one", "half", "quarter", "third", "fifth", *NUMBERS, *_SCALES, *_GROUPS, *_ORDINALS})
_COUNTING: Final = frozenset({*NUMBERS, *_SCALES})
_COUNTING_ON: Final = _COUNTING | {"one"}  # after twenty, thirty, and so on
_FRACTIONS: Final = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_PARTS: Final = {
    "half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "sixth": 6,
    "sixths": 6, "eighth": 8, "eighths": 8, "tenth": 10, "tenths": 10,
}  # fmt: skip
_CLOCK: Final = re.compile(r"(?P<hour>\d{1,2})(?:\.(?P<minute>[0-5]\d))?")  # 5.30 p.m.
_DIGIT: Final = re.compile(r"\d")
_WORD: Final = re.compile(r"[a-z]+")
_PER_CENT: Final = (["per", "cent"], ["por", "ciento"])
_UNITS: Final = frozenset(
    map(
        stem,
        """
        second minute hour day week month year decade century mile kilometre kilometer km metre meter foot feet inch
        knot kilo kilogram ton tonne dollar euro peso crown degree
        minuto hora dia semana mes ano siglo milla kilometro metro tonelada dolar
        """.split(),
    )
)
"""A number counts the unit that follows it and none of the later words."""
_OTHER_PHRASE: Final = frozenset(
    """
    a an this that these those each every any per for in on at by from to with during over within after before since
    until it them him her us me
    un una este esta ese esa cada por para en desde con durante hasta tras
    """.split()
)
"""Words that begin another phrase than that of the number before them."""


class Kind(StrEnum):
    """What a number is."""

    COUNT = "count"
    ORDINAL = "ordinal"
    PERCENT = "percent"
    TIME = "time"


class Bound(Enum):
    """How exactly a number is given."""

    EXACTLY = auto()
    ABOUT = auto()
    AT_LEAST = auto()
    MORE = auto()
    AT_MOST = auto()
    LESS = auto()
    NEARLY = auto()


_BOUNDS: Final = tuple(
    (bound, re.compile(rf"(?:^|\W)(?P<said>{phrases})\W*(?:an?\s+)?\Z", re.IGNORECASE))
    for bound, phrases in (
        (Bound.AT_LEAST, r"at least|no (?:fewer|less) than|al menos|por lo menos|minimum of"),
        (Bound.AT_MOST, r"at most|no more than|not more than|as (?:many|much) as|up to|como mucho|hasta|a maximum of"),
        (Bound.MORE, r"more than|over|above|upwards of|in excess of|exceed(?:s|ed|ing)?|m[aá]s de"),
        (Bound.LESS, r"less than|fewer than|under|below|menos de"),
        (Bound.NEARLY, r"nearly|almost|casi"),
        (Bound.ABOUT, r"about|around|some|roughly|approximately|unos|unas|alrededor de|cerca de|aproximadamente"),
    )
)


_OPEN_ENDS: Final = {
    "or more": Bound.AT_LEAST, "o mas": Bound.AT_LEAST, "or fewer": Bound.AT_MOST, "or less": Bound.AT_MOST,
}  # fmt: skip
"""Words right after a number that say how exact it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedNoun:
    """A word after a number: its stem and the concepts that it may name, and where in the text it ends.

    It is `apart` if a word between them begins another phrase: the year of "£31 million for it that year".
    """

    terms: frozenset[str]
    end: int
    apart: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number in a text, from `start` to `end`; `digits` are the ranges of its numerals alone.

    In "20 of 23" the 23 is `total`. The value of a time of day is in minutes since midnight.
    """

    value: float
    kind: Kind
    bound: Bound
    total: float | None
    nouns: tuple[CountedNoun, ...]
    start: int
    end: int
    digits: tuple[tuple[int, int], ...]

    @property
    def terms(self) -> frozenset[str]:
        """The terms of all nouns that it may count."""
        return frozenset[str]().union(*(noun.terms for noun in self.nouns))

    @property
    def counts_something(self) -> bool:
        """Whether a word of its own phrase may be what it counts."""
        return any(not noun.apart for noun in self.nouns)

    @property
    def bare(self) -> bool:
        """Whether it needs no noun: a percentage or a time of day."""
        return self.kind in {Kind.PERCENT, Kind.TIME}

    def counts(self, other: Quantity) -> bool:
        """Return whether both may count the same thing. A number without nouns may count anything."""
        if self.kind is not other.kind:
            return False
        if self.bare:
            return True
        return not self.nouns or not other.nouns or not self.terms.isdisjoint(other.terms)

    def written(self, text: str, shared: frozenset[str]) -> str:
        """Return its words in the text, up to the first noun among the `shared` terms."""
        ends = (noun.end for noun in self.nouns if not noun.terms.isdisjoint(shared))
        return text[self.start : next(ends, self.end)]


class Relation(Enum):
    """How a number or a date of a sentence relates to one of a source."""

    SAME = auto()
    OPEN = auto()
    """Different, but no contradiction: "more than 5 million" and "more than 8 million"."""
    DIFFERS = auto()


def relate(said: Quantity, source: Quantity) -> Relation:
    """Relate two numbers that count the same thing."""
    if said.total is not None and source.total is not None and said.total != source.total:
        return Relation.DIFFERS
    if said.total is None and said.value == source.total:
        return Relation.OPEN
    if said.value == source.value:
        loose = {Bound.EXACTLY, Bound.ABOUT, source.bound}
        if said.bound in loose or {said.bound, source.bound} <= {Bound.MORE, Bound.AT_LEAST}:
            return Relation.SAME
        if said.bound is Bound.AT_LEAST and source.bound in {Bound.EXACTLY, Bound.ABOUT}:
            return Relation.SAME
    (low, high), (source_low, source_high) = _range(said), _range(source)
    return Relation.DIFFERS if low > source_high or source_low > high else Relation.OPEN


def _range(quantity: Quantity) -> tuple[float, float]:
    value, least = quantity.value, 1e-9
    match quantity.bound:
        case Bound.EXACTLY:
            return value, value
        case Bound.ABOUT:
            return value * (1 - _NEAR_ENOUGH), value * (1 + _NEAR_ENOUGH)
        case Bound.AT_LEAST:
            return value, value * _UPWARDS
        case Bound.MORE:
            return value * (1 + least), value * _UPWARDS
        case Bound.AT_MOST:
            return value / _UPWARDS, value
        case Bound.LESS | Bound.NEARLY:
            return value / _UPWARDS, value * (1 - least)


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    folded: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()


@dataclass(frozen=True, slots=True)
class _Number:
    value: float
    kind: Kind
    begin: int
    after: int


def quantities(text: str, concept_index: ConceptIndex) -> tuple[Quantity, ...]:
    """Return the numbers in a text, in order. A designation such as B-52 is not a number."""
    if text.isascii() and not _DIGIT.search(text) and _NUMBER_WORDS.isdisjoint(_WORD.findall(text.lower())):
        return ()  # as in most texts, and far faster
    tokens = [_Token(found.group(), fold(found.group()), *found.span()) for found in _TOKEN.finditer(text)]
    return tuple(_quantities(text, tokens, concept_index))


def _quantities(text: str, tokens: Sequence[_Token], concept_index: ConceptIndex) -> Iterator[Quantity]:
    place = 0
    while place < len(tokens):
        number = _number_at(tokens, place)
        if number is None:
            place += 1
            continue
        total = _total(tokens, number.after) if number.kind is Kind.COUNT else None
        after = number.after if total is None else total.after
        bound, start = _bound(text, tokens[place].start)
        open_end = _OPEN_ENDS.get(" ".join(each.folded for each in tokens[after : after + 2]))
        if open_end is not None and bound is Bound.EXACTLY:
            bound, after = open_end, after + 2
        yield Quantity(
            value=number.value,
            kind=number.kind,
            bound=bound,
            total=None if total is None else total.value,
            nouns=tuple(_nouns(tokens, after, concept_index)),
            start=start,
            end=tokens[after - 1].end,
            digits=tuple(
                (tokens[each.begin].start, tokens[each.after - 1].end) for each in (number, total) if each is not None
            ),
        )
        place = after


def _number_at(tokens: Sequence[_Token], place: int) -> _Number | None:
    token = tokens[place]
    if token.text[0].isdecimal():
        return _in_digits(tokens, place)
    if (clock := _clock_in_words(tokens, place)) is not None:
        return clock
    if token.folded in _PARTS and (fraction := _one_part(tokens, place)) is not None:
        return fraction
    if token.folded in _ORDINALS:
        return _Number(_ORDINALS[token.folded], Kind.ORDINAL, place, place + 1)
    return _group(tokens, place) or _in_words(tokens, place)


def _group(tokens: Sequence[_Token], place: int) -> _Number | None:
    """Read "a trio of" and "half a dozen"."""
    word = tokens[place].folded
    if word in _GROUPS and _next(tokens, place) == "of":
        return _Number(_GROUPS[word], Kind.COUNT, place, place + 2)
    if word == "half" and _next(tokens, place) == "a" and _next(tokens, place + 1) == "dozen":
        return _Number(_SCALES["dozen"] / 2, Kind.COUNT, place, place + 3)
    return None


def _one_part(tokens: Sequence[_Token], place: int) -> _Number | None:
    """Read "a third of" as a percentage; "half of" stays a word."""
    parts = _PARTS[tokens[place].folded]
    led = place > 0 and tokens[place - 1].folded == "a"
    if not led or parts == _PARTS["half"] or _next(tokens, place) != "of":
        return None
    return _Number(_share(1, parts), Kind.PERCENT, place, place + 1)


def _fraction(number: _Number, tokens: Sequence[_Token]) -> _Number | None:
    """Read the parts after "two thirds", "three-fifths" and "one quarter of" as a percentage."""
    after = number.after
    if after < len(tokens) and tokens[after].folded == "-":
        after += 1
    word = tokens[after].folded if after < len(tokens) else ""
    many = number.value != 1
    if word not in _PARTS or many is not word.endswith("s") or (not many and _next(tokens, after) != "of"):
        return None
    return _Number(_share(number.value, _PARTS[word]), Kind.PERCENT, number.begin, after + 1)


def _share(parts: float, whole: int) -> float:
    return round(100 * parts / whole, 1)


def _clock_in_words(tokens: Sequence[_Token], place: int) -> _Number | None:
    """Read "half past five", "a quarter to noon", perhaps with "in the morning"."""
    first, second = tokens[place].folded, _next(tokens, place)
    minutes = {("half", "past"): 30, ("quarter", "past"): 15, ("quarter", "to"): -15}.get((first, second))
    if minutes is None or place + 2 >= len(tokens):
        return None
    hour = tokens[place + 2].folded
    named = {"noon": _NOON, "midday": _NOON, "midnight": 0}
    value = named.get(hour, int(NUMBERS.get(hour, hour if hour.isdecimal() else "0")) or (1 if hour == "one" else None))
    if value is None or value > _NOON:
        return None
    after = place + 3
    half, later = _half_of_day(tokens, after)
    if hour not in named and half:
        value = _hour(value, half)
    return _Number((value * _SIXTY + minutes) % (2 * _NOON * _SIXTY), Kind.TIME, place, later)


def _with_half(number: _Number, tokens: Sequence[_Token]) -> _Number:
    """Add the half of "six and a half", and that of 3½."""
    following = [token.folded for token in tokens[number.after : number.after + 3]]
    if following == ["and", "a", "half"]:
        return replace(number, value=number.value + 0.5, after=number.after + 3)
    fraction = _FRACTIONS.get(tokens[number.after].text) if number.after < len(tokens) else None
    return number if fraction is None else replace(number, value=number.value + fraction, after=number.after + 1)


def _in_digits(tokens: Sequence[_Token], place: int) -> _Number | None:
    token, after = tokens[place], place + 1
    if ":" in token.text:
        return _time(token.text, tokens, place)
    value = _value(token.text)
    if value is None:
        return None
    for following in tokens[after : after + 1]:
        joined = following.start == token.end
        if joined and following.folded in _ORDINAL_ENDS:
            return _Number(value, Kind.ORDINAL, place, after + 1)
        if following.folded == "m" and _next(tokens, after) in _BESIDE_METRES:
            break
        if following.folded in _SCALES and (joined or following.folded not in _SUFFIXES):
            value, after = value * _SCALES[following.folded], after + 1
    number = _with_half(_Number(value, Kind.COUNT, place, after), tokens)
    return _percent(number, tokens) or _clock(number, tokens) or number


def _value(written: str) -> float | None:
    """Return the value of digits. Groups of three after a point or a comma are thousands."""
    if _THOUSANDS.fullmatch(written) and not written.startswith("0"):
        return float(re.sub(r"\D", "", written))
    try:
        return float(written.replace(",", "."))
    except ValueError:
        return None


def _percent(number: _Number, tokens: Sequence[_Token]) -> _Number | None:
    after = number.after
    following = [token.folded for token in tokens[after : after + 2]]
    if following[:1] in (["%"], ["percent"], ["pct"]):
        return replace(number, kind=Kind.PERCENT, after=after + 1)
    return replace(number, kind=Kind.PERCENT, after=after + 2) if following in _PER_CENT else None


def _time(written: str, tokens: Sequence[_Token], place: int) -> _Number | None:
    hour, minute = (int(part) if part.isdecimal() and len(part) < 3 else _SIXTY for part in written.split(":")[:2])  # noqa: PLR2004
    if hour >= 2 * _NOON or minute >= _SIXTY:
        return None
    half, after = _half_of_day(tokens, place + 1)
    if half and hour <= _NOON:
        hour = _hour(hour, half)
    return _Number(hour * _SIXTY + minute, Kind.TIME, place, after)


def _hour(hour: int, half: str) -> int:
    """Return the hour of a day, 0 to 23, from that of a clock: 11 at night is 23, and 2 at night is 2."""
    hour %= _NOON
    return hour + _NOON if half == "p" or (half == "n" and hour >= _DAWN) else hour


def _clock(number: _Number, tokens: Sequence[_Token]) -> _Number | None:
    half, later = _half(tokens, number.after)
    found = _CLOCK.fullmatch(tokens[number.begin].text)
    if not half or found is None or not 1 <= int(found["hour"]) <= _NOON:
        return None
    hour = int(found["hour"]) % _NOON + (_NOON if half == "p" else 0)
    return _Number(hour * _SIXTY + int(found["minute"] or 0), Kind.TIME, number.begin, later)


def _half(tokens: Sequence[_Token], after: int) -> tuple[str, int]:
    """Read "a.m." or "p.m." at a place; return its first letter, or an empty text, and the place after it."""
    following = [token.folded for token in tokens[after : after + 4]]
    if following[:1] in (["am"], ["pm"]):
        return following[0][0], after + 1
    if following[:3] in (["a", ".", "m"], ["p", ".", "m"]):
        return following[0], after + (4 if following[3:] == ["."] else 3)
    return "", after


def _half_of_day(tokens: Sequence[_Token], after: int) -> tuple[str, int]:
    """Read "a.m.", or "in the morning" and the like, as `_half` does; "n" is at night."""
    following = [token.folded for token in tokens[after : after + 3]]
    if following[:2] == ["in", "the"] and following[2:] and following[2] in {"morning", "afternoon", "evening"}:
        return ("a" if following[2] == "morning" else "p"), after + 3
    if following[:2] == ["at", "night"]:
        return "n", after + 2
    return _half(tokens, after)


def _in_words(tokens: Sequence[_Token], place: int) -> _Number | None:
    """Read words such as "twenty-three" or "a million". A lone "a" or "hundreds" is not a number."""
    whole, current, after, seen = 0.0, 0.0, place, False
    while after < len(tokens):
        word = tokens[after].folded
        value = float(NUMBERS[word]) if word in NUMBERS and word not in _SCALES else None
        tens = seen and _TWENTY <= current < 100 and current % 10 == 0  # noqa: PLR2004
        if value is not None or (word == "one" and (tens or not seen)):
            current, seen = current + (1.0 if value is None else value), True
        elif tens and word == "-" and _next(tokens, after) in _ORDINALS:
            return _Number(whole + current + _ORDINALS[_next(tokens, after)], Kind.ORDINAL, place, after + 2)
        elif word in _SCALES and word not in _SUFFIXES and (seen or _leads(tokens, after)):
            scaled = max(current, 1.0) * _SCALES[word]
            whole, current = (whole + scaled, 0.0) if _SCALES[word] >= 1_000 else (whole, scaled)  # noqa: PLR2004
            seen = True
        elif not (seen and word in {"-", "and", "y"} and _next(tokens, after) in (_COUNTING_ON if tens else _COUNTING)):
            break
        after += 1
    if not seen:
        return None
    number = _Number(whole + current, Kind.COUNT, place, after)
    if (fraction := _fraction(number, tokens)) is not None:
        return fraction
    number = _with_half(number, tokens)
    return _percent(number, tokens) or _one_in(number, tokens) or number


def _one_in(number: _Number, tokens: Sequence[_Token]) -> _Number | None:
    """Read "one in two shopkeepers" as a percentage."""
    if number.value != 1 or [token.folded for token in tokens[number.after : number.after + 1]] != ["in"]:
        return None
    whole = _number_at(tokens, number.after + 1) if number.after + 1 < len(tokens) else None
    if whole is None or whole.kind is not Kind.COUNT or not 1 < whole.value <= _MOST_IN:
        return None
    following = tokens[whole.after].folded if whole.after < len(tokens) else ""
    if not following[:1].isalpha() or stem(following) in _UNITS or following in STOPWORDS:
        return None
    return _Number(_share(1, int(whole.value)), Kind.PERCENT, number.begin, whole.after)


def _leads(tokens: Sequence[_Token], place: int) -> bool:
    """Return whether a scale word is a number of its own: "a hundred", "mil"."""
    return tokens[place].folded in {"mil", "cien"} or (place > 0 and tokens[place - 1].folded in {"a", "un", "una"})


def _next(tokens: Sequence[_Token], place: int) -> str:
    """Return the token after a place, folded, or nothing at the end."""
    return tokens[place + 1].folded if place + 1 < len(tokens) else ""


def _total(tokens: Sequence[_Token], after: int) -> _Number | None:
    """Read the 23 of "20 of 23", "20 out of the 23", "20 of Venezuela's 23"."""
    following = [token.folded for token in tokens[after : after + 2]]
    if following[:1] in (["of"], ["de"], ["/"]):
        begin = after + 1
    elif following == ["out", "of"]:
        begin = after + 2
    else:
        return None
    for place in range(begin, min(begin + _BETWEEN, len(tokens))):
        token = tokens[place]
        number = _number_at(tokens, place)
        if number is not None:
            return number if number.kind is Kind.COUNT else None
        if not token.is_word or not (token.text[0].isupper() or token.folded in STOPWORDS):
            return None
    return None


def _bound(text: str, start: int) -> tuple[Bound, int]:
    """Return how exactly the number at `start` is given, and where the words that say so begin."""
    begin = max(0, start - _LONGEST_BOUND)
    for bound, pattern in _BOUNDS:
        found = pattern.search(text, begin, start)
        if found:
            return bound, found.start("said")
    return Bound.EXACTLY, start


def _nouns(tokens: Sequence[_Token], after: int, concept_index: ConceptIndex) -> Iterator[CountedNoun]:
    """Yield the content words after a number that it may count."""
    found: list[tuple[str, int]] = []
    apart = tokens[-1].end
    for place in range(after, min(after + 2 * _NOUNS, len(tokens))):
        token = tokens[place]
        if len(found) == _NOUNS or (not token.is_word and token.text not in "-‐‑'’"):
            break
        if token.is_word and _number_at(tokens, place) is not None:
            break
        if token.folded in _OTHER_PHRASE:
            apart = min(apart, token.start)
        found += [(stem(word), token.end) for word in words(token.text) if word not in STOPWORDS]
        if found and found[0][0] in _UNITS:
            break
    concepts = concepts_by_word(concept_index.mentions([each for each, _ in found]))
    for index, (root, end) in enumerate(found):
        yield CountedNoun(terms=frozenset({root, *concepts.get(index, ())}), end=end, apart=end > apart)
