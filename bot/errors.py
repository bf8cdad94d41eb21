"""The errors of the bot. The type decides who sees the message.

BotError
├── UsageError           whoever typed the command; exit code 2
│   └── ConfigError      the admin: config.yaml or the environment is wrong
├── KnowledgeError       the curator: every problem of the base at once
└── RefusedError         a member of a guild: a request that the bot declines, in one plain sentence

Everything else is a defect: its user gets one sentence with a short id, the log gets the traceback.
"""

from __future__ import annotations

from dataclasses import dataclass, field


class BotError(Exception):
    """Base of all errors that carry a message meant to be read by a person."""


class UsageError(BotError):
    """What was typed or set cannot be done; the message names the place and the mend."""


class ConfigError(UsageError):
    """config.yaml or the environment is wrong; the message names the key and what was expected."""


class RefusedError(BotError):
    """A member's request is declined; the message is shown to that member as it stands."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One mistake in a file that a curator writes.

    `file` is relative to the folder of the config; `line` and `column` count from 1.
    `message` says what was found and what was expected, and may span several lines. `fact` is the id of the fact that
    it is about, where that tells more than the place.
    """

    file: str
    line: int
    column: int
    message: str
    fact: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class KnowledgeError(BotError):
    """The base cannot be served. `problems` holds every mistake of every file, in order of place."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))
