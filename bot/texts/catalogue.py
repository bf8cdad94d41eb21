"""What a catalogue holds: every word that the interface itself says, and how its language writes dates and numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from bot.core.facts import Standing


class Noun(NamedTuple):
    """A noun behind the number one, and behind any other."""

    one: str
    many: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionWords:
    """The name and the description of a command's option."""

    name: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandWords:
    """The name and the description of a command; its options by their parameters' names."""

    name: str
    description: str
    options: Mapping[str, OptionWords] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The words of one language; `{…}` is filled in by whoever shows them, with the same names in all languages.

    `day` is a date of `{day}`, `{month}` and `{year}`. Numbers of `grouped_from` and more have `group` at thousands.
    """

    months: tuple[str, ...]
    day: str
    group: str
    grouped_from: int
    share: str

    standing: Mapping[Standing, str]
    standing_means: Mapping[Standing, str]

    fact: Noun
    unknown: Noun
    source: Noun
    topic: Noun
    quote: Noun
    sentence: Noun
    problem: Noun

    asked: str
    against: str
    more_against: str
    more_quotes: str

    not_in_source: str
    nearest: str
    nearest_others: str
    suggestion: str
    suggestion_note: str
    abstention: str
    abstention_topics: str
    abstention_empty: str

    context: str
    context_place: str
    context_quote: str
    context_hash: str
    paragraph: str

    related: str
    related_button: str
    nothing_related: str
    topics: str
    no_topics: str
    topic_choice: str
    topic_choice_part: str
    no_facts: str
    page: str
    sources: str
    share_quoted: str
    source_hash: str
    quoted_by: str

    briefing: str
    briefing_late: str
    briefing_empty: str
    briefing_dropped: str
    briefing_button: str

    changes: str
    no_changes: str
    served: str
    added: str
    changed: str
    removed: str
    old: str
    new: str
    fields: str
    others: str
    vocabulary: str
    and_more: str
    problems: str
    problems_note: str

    refused: str
    failed: str
    fact_gone: str
    topic_gone: str
    foreign_button: str
    stale_command: str
    no_such_fact: str
    may_not_write: str
    not_an_admin: str
    reload_runs: str

    prompt: str
    prompt_help: str
    not_listed: str
    nothing_asked: str
    asked_twice: str

    show_button: str
    share_button: str
    previous_button: str
    next_button: str
    open_button: str

    commands: Mapping[str, CommandWords]

    def date(self, day: dt.date) -> str:
        """Return a date as it is read: 5 October 2025."""
        return self.day.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def number(self, number: int) -> str:
        """Return a whole number with its thousands set apart, from the size on from which the language does so."""
        return f"{number:,}".replace(",", self.group) if number >= self.grouped_from else str(number)

    def count(self, number: int, noun: Noun) -> str:
        """Return a number with its noun, singular or plural."""
        return f"{self.number(number)} {noun.one if number == 1 else noun.many}"

    def percent(self, share: float) -> str:
        """Return a share (0 to 1) in percent, rounded down: only the whole is 100."""
        return self.share.format(percent=math.floor(share * 100))
