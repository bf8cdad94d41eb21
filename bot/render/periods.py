"""Days, months and longer periods in words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.knowledge.model import Fact
from bot.core.knowledge.timeline import Row, Unit
from bot.texts import Texts


def period(row: Row, words: Texts) -> str:
    """What a row stands for: 15 October 2025, October 2025, 2025, 2020–2029."""
    match row.unit:
        case Unit.DAY:
            return words.date(row.first)
        case Unit.MONTH:
            return words.month(row.first)
        case Unit.YEAR:
            return str(row.first.year)
        case _:
            return f"{row.first.year}–{row.last.year}"


def span_of(facts: Sequence[Fact], words: Texts) -> str:
    """From the first to the last day of facts that are in the order of time; one day stands alone."""
    days = [fact.when for fact in facts if fact.when]
    first, last = words.date(days[0]), words.date(days[-1])
    span = first if first == last else words.timeline_range.format(first=first, last=last)
    return span[:1].upper() + span[1:]
