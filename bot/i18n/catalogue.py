"""What the texts of every language are made of, and how a language writes dates, numbers and refusals."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from bot.core.text.dates import AmbiguousDate
from bot.errors import Counted, MonthOf, PermissionNames, RefusalValue, RefusedError


class NounForms(NamedTuple):
    """A noun after the number 1, and after any other number."""

    one: str
    many: str


@dataclass(frozen=True, slots=True)
class OptionWords:
    """The name and the description of an option of a command."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class CommandWords:
    """The name and the description of a command or a group; its options by the names of their parameters.

    `choices` has what its options offer to choose from, by their values. A command in a message's menu (`menu`) has no
    description on Discord, and its name may have spaces and capitals.
    """

    name: str
    description: str
    options: Mapping[str, OptionWords] = field(default_factory=dict)
    menu: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)


class Catalogue:
    """What the texts of each language do: they write dates, numbers and refusals. `language` is its code.

    `date_format` uses `{day}`, `{month}` and `{year}`. Numbers from `thousands_from` on have a `thousands_separator`.
    """

    __slots__ = ()
    language: str
    months: tuple[str, ...]
    date_format: str
    month_format: str
    date_invalid: str
    date_read: str
    thousands_separator: str
    thousands_from: int
    percent_format: str
    permission: ClassVar[Mapping[str, str]]

    def date(self, day: dt.date) -> str:
        """Return a date, such as 5 October 2025."""
        return self.date_format.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def month(self, day: dt.date) -> str:
        """Return the month of a date, such as October 2025."""
        return self.month_format.format(month=self.months[day.month - 1], year=day.year)

    def no_date(self, typed: str, example: dt.date) -> str:
        """Return the sentence that `typed` is not a date, with `example` written in the ways that the bot reads."""
        return self.date_invalid.format(
            typed=typed,
            day=self.date(example),
            iso=example.isoformat(),
            month=self.month(example),
            year=example.year,
        )

    def date_reading(self, typed: str, date: AmbiguousDate) -> str:
        """Return how `typed` was read, and how to write the other day that it could be."""
        return self.date_read.format(
            typed=typed, day=self.date(date.read), other=self.date(date.other), iso=date.other.isoformat()
        )

    def number(self, number: int) -> str:
        """Return a whole number, with separated thousands if the language separates them in a number of this size."""
        return f"{number:,}".replace(",", self.thousands_separator) if number >= self.thousands_from else str(number)

    def count(self, number: int, noun: NounForms) -> str:
        """Return a number with its noun, singular or plural."""
        return f"{self.number(number)} {noun.one if number == 1 else noun.many}"

    def percent(self, share: float) -> str:
        """Return a share (0 to 1) in percent, rounded down, so that only the whole is 100."""
        return self.percent_format.format(percent=math.floor(share * 100))

    def refusal(self, error: RefusedError) -> str:
        """Return the sentence that tells a user why a request was declined."""
        template: str = getattr(self, error.key)
        return template.format(**{name: self._written(value) for name, value in error.values.items()})

    def _written(self, value: RefusalValue) -> str:
        match value:
            case Counted(number=number, noun=noun):
                return self.count(number, getattr(self, noun))
            case MonthOf(day=day):
                return self.month(day)
            case PermissionNames(names=names):
                return ", ".join(self.permission.get(name, name) for name in names)
            case dt.date():
                return self.date(value)
            case str() | int():
                return str(value)
