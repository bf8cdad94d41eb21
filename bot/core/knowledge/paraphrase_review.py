"""Find what a paraphrase says and its statement does not: numbers, dates, names, negations and how sure it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.core.knowledge.model import Quote
from bot.core.knowledge.paraphrases import Paraphrase
from bot.core.knowledge.proof import ProofKind, Prover, Unproven
from bot.core.knowledge.translation import Side, TranslationGap
from bot.core.knowledge.values import TextValues, read_values
from bot.core.text.dates import PartialDate
from bot.core.text.language import NUMBERS
from bot.core.text.normalise import fold, words

_PLAIN: Final = frozenset("not no never none nobody nothing neither nor without cannot".split())
_DENYING: Final = _PLAIN | frozenset(
    "hardly stopped short fail fails failed failure lack lacks lacked lacking unable unlikely refuse refuses refused "
    "deny denies denied rule ruled rules absence absent rather instead".split()
)
"""Words that deny something."""
_OPEN: Final = frozenset("may might possible possibly potential potentially perhaps".split())
_OPENING: Final = _OPEN | frozenset(
    "can could would should likely likelihood danger risk threat prospect option options consider considers "
    "considering considered weigh weighs weighing weighed fear fears feared afraid suspected alleged whether if "
    "raise raises raised question questions questioned chance able capable".split()
)
"""Words that leave something open."""
_TELLING: Final = re.compile(r"[A-Z\d]")
_BOUND: Final = re.compile(r"\bno (?:fewer|more|less|later|earlier|closer|nearer) than\b|\bnot only\b", re.IGNORECASE)
_OPENS: Final = re.compile(r"(?:^|[.!?:]\s*)$")
_QUOTED: Final = re.compile('["“][^"”]*["”]')


def departures(
    paraphrase: Paraphrase, statement: TextValues, quotes: Sequence[Quote], when: dt.date | None, prover: Prover
) -> tuple[TranslationGap, ...]:
    """Return what a paraphrase says with any of its alternatives that neither the statement nor a quote has.

    Also a negation, or a word such as "may", that only the statement has. `when` is the day of the fact.
    """
    source = frozenset(words(" ".join((statement.text, *(quote.exact for quote in quotes)))))
    days = [*(day for each in statement.dates if (day := each.whole) is not None), *([when] if when else [])]
    added: dict[str, None] = {}
    for text in (paraphrase.first(), *_telling(paraphrase)):
        added |= dict.fromkeys(_values(read_values(text), statement, days, prover.unproven(read_values(text), quotes)))
        added |= dict.fromkeys(_added(_spelt(text), source))
    left = _left_out(_spelt(paraphrase.first()), _spelt(statement.text))
    return (
        *(TranslationGap(side=Side.TRANSLATION, text=text) for text in added),
        *(TranslationGap(side=Side.STATEMENT, text=text) for text in left),
    )


def _spelt(text: str) -> frozenset[str]:
    return frozenset(words(_QUOTED.sub(" ", _BOUND.sub(" ", text))))


def _telling(paraphrase: Paraphrase) -> Iterator[str]:
    """Yield the alternatives that may have a value, a name or one of the words."""
    for part in paraphrase.parts:
        for alternative in part[1:]:
            spelt = words(alternative)
            if _TELLING.search(alternative) or any(each in NUMBERS or each in _PLAIN | _OPEN for each in spelt):
                yield alternative


def _values(
    text: TextValues, statement: TextValues, days: Sequence[dt.date], unproven: Sequence[Unproven]
) -> Iterator[str]:
    """Yield the values and names that the statement has no more than the quotes; one that opens a text may be none."""
    numbers = {number for each in statement.quantities for number in (each.value, each.total)}
    same = [text.text[each.start : each.end] for each in text.quantities if each.value in numbers]
    same += [text.text[each.start : each.end] for each in text.dates if any(_is_on(each, day) for day in days)]
    stated = frozenset(words(statement.text))
    for each in unproven:
        if each.kind is ProofKind.NAME:
            known = bool(_OPENS.search(text.text[: each.start])) or stated.issuperset(words(each.text))
        else:
            known = any(fold(each.text) in fold(written) for written in same)
        if not known:
            yield each.text


def _is_on(date: PartialDate, day: dt.date) -> bool:
    """Return whether a date, as far as it is written, is a day."""
    written = ((date.year, day.year), (date.month, day.month), (date.day, day.day), (date.weekday, day.weekday()))
    return all(one is None or one == other for one, other in written)


def _added(said: frozenset[str], source: frozenset[str]) -> Iterator[str]:
    if source.isdisjoint(_DENYING):
        yield from sorted(said & _PLAIN)
    if source.isdisjoint(_OPENING):
        yield from sorted(said & _OPEN)


def _left_out(said: frozenset[str], statement: frozenset[str]) -> Iterator[str]:
    if said.isdisjoint(_DENYING):
        yield from sorted(statement & _PLAIN)
    if said.isdisjoint(_OPENING):
        yield from sorted(statement & _OPEN)
