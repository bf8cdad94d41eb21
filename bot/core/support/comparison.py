"""One sentence held against one fact: what of it the fact covers, in what they differ, and what forbids a verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from bot.core.knowledge.model import Vocabulary
from bot.core.support import differences, naming
from bot.core.support.findings import Difference
from bot.core.support.holding_back import holds_back, says_more
from bot.core.support.quantities import Relation
from bot.core.support.spoken import Place, Spoken
from bot.core.support.told import Told

CLOSE: Final = 0.6
"""Share of a passage of a quote, from the first to the last word that a sentence has of it, that the sentence has."""

AHEAD: Final = 8
"""Words ahead of such a passage that may govern it: "the goal has been to pressure him to step down"."""

STATED: Final = 0.3
"""Share of a sentence that a statement must have for its quote to be the one that is repeated: a quote tells more than
what one fact takes from it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What words are weighed by: how rare each stem is in the base; and the vocabulary that knows their names."""

    rarity: Callable[[str], float]
    vocabulary: Vocabulary

    def weigh(self, places: Iterable[Place]) -> float:
        """How much the words count together."""
        return sum(self.rarity(place.stem) for place in places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What a sentence is held against: a text of a fact from one index of its words to another, that one included.

    `places` are the content words that the sentence would have to speak of to say all of it.
    """

    text: Spoken
    start: int
    end: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a fact says to a sentence. All shares are of words weighed by their rarity, 0 to 1, but `back`.

    `translated` tells that the sentence is in another language than the base. `stated` is the share that the statement
    covers; `loose` what only other texts of the fact cover, or its asks; `bare` what nothing of it covers, names in the
    place of others aside; `literal` what is covered by the very words, or by names of the same. `back` is the share of
    the words, numbers and dates of the fact's text that the sentence speaks of, `points` how many of the sentence's own
    it bears out. `open` tells that a number, a date or a denial can neither be borne out nor denied, `barred` that the
    sentence says more, or other, by its small words or the order of its names. `quote` is the quote that is nearest.
    """

    told: Told
    translated: bool
    stated: float
    loose: float
    bare: float
    literal: float
    back: float
    points: int
    differences: tuple[Difference, ...]
    open: bool
    barred: bool
    quote: int


def compare(said: Spoken, told: Told, scale: Scale) -> Comparison:
    """Hold a sentence against a fact: against a quote where it repeats a passage of it, else against the statement."""
    quote = max(range(len(told.quotes)), key=lambda place: _covered(said, told.quotes[place], scale), default=0)
    stated = _covered(said, told.statement, scale) >= STATED * scale.weigh(said.places)
    repeated = _repeated(said, told.quotes[quote]) if told.quotes and stated else None
    return _hold(said, told, repeated or _whole(said, told.statement), scale, quote)


def _covered(said: Spoken, text: Spoken, scale: Scale) -> float:
    return scale.weigh(place for place in said.places if text.at(place))


def _repeated(said: Spoken, quote: Spoken) -> Passage | None:
    """Where a quote holds all content words of a sentence, in their order and with little else between; or None."""
    indexes: list[int] = []
    for place in said.places:
        later = [index for index in quote.terms.get(place.stem, ()) if not indexes or index > indexes[-1]]
        if not later:
            return None
        indexes.append(later[0])
    if not indexes:
        return None
    between = tuple(place for place in quote.places if indexes[0] <= place.index <= indexes[-1])
    if len(indexes) < CLOSE * len(between):
        return None
    return Passage(text=quote, start=max(0, indexes[0] - AHEAD), end=indexes[-1], places=between)


def _whole(said: Spoken, statement: Spoken) -> Passage:
    """A statement up to the last word that a sentence has of it, each where it first stands."""
    ends = [min(indexes) for indexes in map(statement.at, said.places) if indexes]
    return Passage(text=statement, start=0, end=max(ends, default=-1), places=statement.places)


def _hold(said: Spoken, told: Told, passage: Passage, scale: Scale, quote: int) -> Comparison:
    text = passage.text
    own = [place for place in said.places if text.at(place) or told.attribution.at(place)]
    other = [place for place in said.places if not text.at(place) and not told.attribution.at(place)]
    # Whom the text does not name another text may name in quite another part.
    actors = naming.actors(said)
    loose = [place for place in other if place.index not in actors and _elsewhere(place, said, told)]
    renamed = tuple(naming.renamed(said, text, frozenset(place.index for place in other), scale.vocabulary))
    indexes = {index for each in renamed for index in each.indexes}
    kept = [place for place in said.places if place.index not in indexes]
    found = [*differences.numbers(said, told), *differences.dates(said, told)]
    verdicts = [*found, differences.denial(said, text, passage.end)]
    literal = [place for place in own if _to_the_letter(place, text)]
    return Comparison(
        told=told,
        translated=said.spanish,
        stated=_share((place for place in said.places if told.statement.at(place)), said.places, scale),
        loose=_share(loose, kept, scale),
        bare=_share((place for place in other if place.index not in indexes and place not in loose), kept, scale),
        literal=_share(literal, kept, scale),
        back=_spoken_of(said, passage, sum(each.replaced for each in renamed)),
        points=len(own) + found.count(Relation.SAME),
        differences=(
            *(verdict for verdict in verdicts if isinstance(verdict, Difference)),
            *(each.difference for each in renamed),
            *differences.opposites(said, text, told),
        ),
        open=Relation.OPEN in verdicts,
        barred=holds_back(said, text, told, (passage.start, passage.end))
        or says_more(said, text, told)
        or naming.turned_round(said, text),
        quote=quote,
    )


def _elsewhere(place: Place, said: Spoken, told: Told) -> bool:
    """Whether another text of a fact has a word; to a Spanish sentence its asks are what translates the source."""
    return any(each.at(place) for each in told.texts) or (said.spanish and not told.asked.isdisjoint(place.covers))


def _spoken_of(said: Spoken, passage: Passage, replaced: int) -> float:
    """The share of a passage's words, numbers and dates that a sentence speaks of, `replaced` words among them."""
    text = passage.text
    words = min(len(passage.places), replaced + sum(bool(said.at(place)) for place in passage.places))
    numbers = sum(any(each.counts(other) for each in said.quantities) for other in text.quantities)
    dates = len(text.days) if said.days else 0
    return (words + numbers + dates) / max(1, len(passage.places) + len(text.quantities) + len(text.days))


def _to_the_letter(place: Place, text: Spoken) -> bool:
    return place.stem in text.terms or any(term in text.kinds and term in text.terms for term in place.covers)


def _share(places: Iterable[Place], among: Iterable[Place], scale: Scale) -> float:
    whole = scale.weigh(among)
    return scale.weigh(places) / whole if whole else 0.0
