"""config.yaml and the environment -> frozen values."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field

from bot.core.knowledge.validation import Entry, Misfit, Shape, check
from bot.core.knowledge.yaml_reader import Unreadable, read_document
from bot.errors import ConfigError, Problem

MAX_BRIEFING_FACTS = 5
"""Most facts in one briefing post; five with their quotes fit into a message of 2,000 characters."""

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordConfig:
    """Where and by whom /reload is used; all numbers are Discord's ids."""

    home_guild: int | None = None
    admins: frozenset[int] = frozenset()
    admin_roles: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefingConfig:
    """One daily post: `time` is local to `timezone`, `facts` is how many it tells."""

    channel: int
    time: dt.time
    timezone: ZoneInfo
    facts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionsConfig:
    """What all briefings share: `grace` is how long after its time a missed one still goes out."""

    grace: dt.timedelta = dt.timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsConfig:
    """How long questions are kept, in days (0: not at all), and how many a user may ask in a minute (0: any number)."""

    keep_days: int = 90
    per_minute: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggingConfig:
    """`level` is one of the numbers of `logging`; `json` writes one JSON object a line instead of text."""

    level: int = logging.INFO
    json: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SandboxConfig:
    """The TCP port of the chat page on loopback; 0 takes a free one."""

    port: int = 8765


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that an admin sets. All paths are absolute; `root` is the folder of config.yaml.

    `encoder` is the folder of a sentence encoder, which the bot does without where it is None.
    """

    root: Path
    knowledge: Path
    seeds: Path
    store: Path
    encoder: Path | None = None
    discord: DiscordConfig = field(default_factory=DiscordConfig)
    briefings: tuple[BriefingConfig, ...] = ()
    briefing: EditionsConfig = field(default_factory=EditionsConfig)
    questions: QuestionsConfig = field(default_factory=QuestionsConfig)
    logging: LoggingConfig = field(default_factory=LoggingConfig)
    sandbox: SandboxConfig = field(default_factory=SandboxConfig)


@dataclass(frozen=True, slots=True)
class Token:
    """Discord's secret for the bot. Neither `repr` nor `str` shows it."""

    _secret: str = field(repr=False)

    def reveal(self) -> str:
        """The secret itself, for the one call that logs in."""
        return self._secret


def load_config(path: Path) -> Config:
    """Read config.yaml. Relative paths in it are relative to its folder.

    Raises ConfigError with every mistake of the file, one a line, each with file:line:column.
    """
    document = read_document(_read(path), file=path.name)
    if isinstance(document, Unreadable):
        raise _error(document.problems)
    checked = check(ConfigShape, document, document.value)
    if isinstance(checked, Misfit):
        raise _error((*document.problems, *checked.problems))
    problems = (*document.problems, *_repeated_channels(checked))
    if problems:
        raise _error(problems)
    return _config(checked.value, path.resolve().parent)


def read_token(env: Mapping[str, str]) -> Token:
    """The token in DISCORD_TOKEN, or else in the file that DISCORD_TOKEN_FILE names.

    Raises ConfigError with one plain sentence where there is none; the message never holds a token.
    """
    token = env.get("DISCORD_TOKEN", "").strip()
    if token:
        return Token(token)
    file = env.get("DISCORD_TOKEN_FILE", "").strip()
    if file:
        return _token_in(Path(file))
    raise ConfigError("There is no Discord token: set DISCORD_TOKEN, or DISCORD_TOKEN_FILE to a file that holds it.")


def _token_in(path: Path) -> Token:
    try:
        token = path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is no text"
        raise ConfigError(f"The token file {path} (DISCORD_TOKEN_FILE) cannot be read: {reason}.") from None
    if not token:
        raise ConfigError(f"The token file {path} (DISCORD_TOKEN_FILE) is empty.")
    return Token(token)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}; --config names the file to use.") from None


def _error(problems: tuple[Problem, ...]) -> ConfigError:
    return ConfigError("\n".join(map(str, sorted(problems))))


def _time(value: Any) -> Any:  # noqa: ANN401 - pydantic says what is not text
    if isinstance(value, str) and not _TIME.fullmatch(value):
        raise ValueError(f"'{value}'")
    return value


def _zone(value: Any) -> Any:  # noqa: ANN401
    if not isinstance(value, str):
        raise ValueError("no text")  # noqa: TRY004 - pydantic reads only this type
    try:
        return ZoneInfo(value)
    except (OSError, ValueError, KeyError):
        raise ValueError(f"'{value}'") from None


def _level(value: Any) -> Any:  # noqa: ANN401
    return value.upper() if isinstance(value, str) else value


Folder = Annotated[str, Field(min_length=1)]
Snowflake = Annotated[int, Field(gt=0, lt=2**63)]
Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]
Level = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(_level)]


class DiscordShape(Shape):
    """The mapping `discord`."""

    home_guild: Snowflake | None = Field(None, description="the id of a guild, a whole number, or null")
    admins: tuple[Snowflake, ...] = Field((), description="a list of ids of users, whole numbers")
    admin_roles: tuple[Snowflake, ...] = Field((), description="a list of ids of roles, whole numbers")


class BriefingShape(Shape):
    """One entry of `briefings`."""

    channel: Snowflake = Field(description="the id of a channel, a whole number")
    time: Annotated[dt.time, BeforeValidator(_time)] = Field(description='a time of day such as "08:00"')
    timezone: Zone = Field(description="a zone of the IANA list such as Europe/London")
    facts: int = Field(3, ge=1, le=MAX_BRIEFING_FACTS, description=f"a whole number from 1 to {MAX_BRIEFING_FACTS}")


class EditionsShape(Shape):
    """The mapping `briefing`."""

    grace_hours: int = Field(6, ge=0, le=23, description="a whole number of hours from 0 to 23")


class QuestionsShape(Shape):
    """The mapping `questions`."""

    keep_days: int = Field(90, ge=0, le=3650, description="a whole number of days from 0 (keep none) to 3650")
    per_minute: int = Field(20, ge=0, le=1000, description="a whole number from 0 (no limit) to 1000")


class LoggingShape(Shape):
    """The mapping `logging`."""

    format: Literal["text", "json"] = Field("text", description="text or json")
    level: Level = Field("INFO", description="one of DEBUG, INFO, WARNING, ERROR, CRITICAL")


class SandboxShape(Shape):
    """The mapping `sandbox`."""

    port: int = Field(8765, ge=0, le=65535, description="a whole number from 0 (a free port) to 65535")


class ConfigShape(Shape):
    """The whole of config.yaml."""

    knowledge: Folder = Field("knowledge", description="the path of the folder with the curators' YAML")
    seeds: Folder = Field("seeds", description="the path of the folder with the source texts")
    store: Folder = Field("state/bot.sqlite3", description="the path of the file in which the bot keeps its state")
    encoder: Folder | None = Field(None, description="the path of a folder with a sentence encoder, or null")
    discord: DiscordShape = Field(DiscordShape(), description="a mapping with home_guild, admins, admin_roles")
    briefings: tuple[BriefingShape, ...] = Field((), description="a list of mappings with channel, time, timezone")
    briefing: EditionsShape = Field(EditionsShape(), description="a mapping with grace_hours")
    questions: QuestionsShape = Field(QuestionsShape(), description="a mapping with keep_days and per_minute")
    logging: LoggingShape = Field(LoggingShape(), description="a mapping with level and format")
    sandbox: SandboxShape = Field(SandboxShape(), description="a mapping with port")


def _repeated_channels(checked: Entry[ConfigShape]) -> list[Problem]:
    """A channel gets one edition a day, so it stands once."""
    seen: set[int] = set()
    problems = []
    for index, briefing in enumerate(checked.value.briefings):
        if briefing.channel in seen:
            message = f"The channel {briefing.channel} has a briefing already; a channel gets one a day: remove one."
            problems.append(checked.problem(("briefings", index, "channel"), message))
        seen.add(briefing.channel)
    return problems


def _config(shape: ConfigShape, root: Path) -> Config:
    return Config(
        root=root,
        knowledge=root / shape.knowledge,
        seeds=root / shape.seeds,
        store=root / shape.store,
        encoder=root / shape.encoder if shape.encoder else None,
        discord=DiscordConfig(
            home_guild=shape.discord.home_guild,
            admins=frozenset(shape.discord.admins),
            admin_roles=frozenset(shape.discord.admin_roles),
        ),
        briefings=tuple(BriefingConfig(**dict(briefing)) for briefing in shape.briefings),
        briefing=EditionsConfig(grace=dt.timedelta(hours=shape.briefing.grace_hours)),
        questions=QuestionsConfig(keep_days=shape.questions.keep_days, per_minute=shape.questions.per_minute),
        logging=LoggingConfig(
            level=logging.getLevelNamesMapping()[shape.logging.level], json=shape.logging.format == "json"
        ),
        sandbox=SandboxConfig(port=shape.sandbox.port),
    )
