"""The errors of the bot. The type decides who reads the message.

BotError
├── UsageError           the person who typed the command; exit code 2
│   └── ConfigError      the admin: config.yaml or the environment is wrong
├── StoreError           the log: the database fails while the bot runs, and the caller goes on without it
├── FetchError           the person who typed the command: an article cannot be fetched; exit code 1
├── KnowledgeError       the curator: every problem of the base at once
└── RefusedError         a user on Discord: the bot declines a request and says why in one sentence

Everything else is a defect: its user reads one sentence with a short id, and the log has the traceback.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


def reason(error: Exception) -> str:
    """Return why a file could not be used, without the number and the path that an OSError adds."""
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)


class BotError(Exception):
    """Base of all errors whose message is meant to be read by a person."""


class UsageError(BotError):
    """What was typed or set cannot be done; the message says where and how to fix it."""


class ConfigError(UsageError):
    """config.yaml or the environment is wrong; the message names the key and what was expected."""


class StoreError(BotError):
    """The database fails, whichever engine it has. `kind` is a short name of the failure, for the log."""

    def __init__(self, reason: str, *, kind: str = "StoreError") -> None:
        self.kind = kind
        super().__init__(reason)


class OvertakenError(BotError):
    """Another process has loaded a base since this one last did, so what was made on the older one is not loaded."""


class FetchError(BotError):
    """An article cannot be fetched; the message names its address and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A number with its noun, such as 3 questions. `noun` names a text of `i18n.en.Texts`."""

    number: int
    noun: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOf:
    """The month of a date, such as October 2025."""

    day: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class PermissionNames:
    """Permissions by their names in discord.py, such as view_channel."""

    names: tuple[str, ...]


RefusalValue = str | int | dt.date | Counted | MonthOf | PermissionNames
"""What a refusal can name in any language. Text and numbers are written as they are."""


class RefusedError(BotError):
    """A user's request is declined. `Texts.refusal` writes the sentence in the language of its reader.

    `key` names the sentence, a text of `i18n.en.Texts`; `values` fill it in.
    """

    def __init__(self, key: str, **values: RefusalValue) -> None:
        self.key = key
        self.values = values
        super().__init__(key)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One mistake in a file that a curator writes.

    `file` is relative to the folder of the config; `line` and `column` count from 1. `message` says what was found
    and what was expected; it may have several lines. `fact` is the id of the fact that the problem is about, where
    that says more than the line. `todos` is the number of TODO comments it is about.
    """

    file: str
    line: int
    column: int
    message: str
    fact: str = field(default="", compare=False)
    todos: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Todo:
    """A TODO comment in a file that a curator writes: what is not settled yet.

    `what` is its text and `key` the key on its line, such as statement; either may be empty. `entry` is the id or the
    name of the entry that the line is in, and `noun` what kind of entry that is: it names a text of `i18n.en.Texts`.
    Both are empty outside of an entry.
    """

    file: str
    line: int
    column: int
    what: str = ""
    key: str = ""
    entry: str = ""
    noun: str = ""


class KnowledgeError(BotError):
    """The base cannot be loaded. `problems` has every mistake of every file, ordered by file and line.

    `warnings` has what may be wrong with the texts, if that was asked for. `todos` has every TODO comment, even where
    `problems` has them too because drafts are refused.
    """

    def __init__(
        self, problems: tuple[Problem, ...], *, warnings: tuple[Problem, ...] = (), todos: tuple[Todo, ...] = ()
    ) -> None:
        self.problems = tuple(sorted(problems))
        self.warnings = tuple(sorted(warnings))
        self.todos = tuple(sorted(todos))
        super().__init__("\n".join(str(problem) for problem in self.problems))
