"""Read config.yaml."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self, TypeVar

from pydantic import BeforeValidator, Field, PlainValidator, StringConstraints, model_validator

from bot.core.briefing.schedule import Schedule, Snowflake
from bot.core.factbase.names import DEFAULT_BASE, NAME_PATTERN
from bot.core.knowledge.validation import InvalidEntry, Shape, ValidEntry, check, did_you_mean, listed
from bot.core.knowledge.yaml_reader import Unreadable, read_document
from bot.core.text.zones import did_you_mean_zone, is_fixed
from bot.credentials import with_password
from bot.errors import ConfigError, Problem
from bot.store_address import PostgresAddress, is_postgres, parse_address

AUTO: Final = "auto"
"""As many shards as Discord advises."""

MAX_SHARDS: Final = 65_536

T = TypeVar("T")

_DEFAULT_STORE: Final = Path("state/bot.sqlite3")
_LEVELS: Final = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def _path(value: Any) -> Any:  # noqa: ANN401 - pydantic reports what is not text
    if value == "":
        raise ValueError("empty text")
    return value


def _level(value: Any) -> Any:  # noqa: ANN401
    if not isinstance(value, str):
        return value
    if value.upper() not in _LEVELS:
        raise ValueError(f"'{value}'")
    return logging.getLevelNamesMapping()[value.upper()]


def _place(value: Any) -> Path | PostgresAddress:  # noqa: ANN401
    match value:
        case PostgresAddress() | Path():
            return value
        case str() if is_postgres(value):
            return parse_address(value)
        case str() if value:
            return Path(value)
        case "":
            raise ValueError("empty text")
        case _:
            raise ValueError("nothing" if value is None else f"a {type(value).__name__}")


_FilePath = Annotated[Path, BeforeValidator(_path)]
_StorePlace = Annotated[Path | PostgresAddress, PlainValidator(_place)]


class Shards(Shape):
    """Which shards a process serves: `count` of the bot as a whole, and the ids of its own; all of them without ids.

    A `count` of None is what Discord advises.
    """

    count: int | None = Field(None, ge=1, le=MAX_SHARDS, description=f"a whole number from 1 to {MAX_SHARDS}")
    ids: tuple[int, ...] = Field((), description="a list of whole numbers from 0, each below count and only once")

    @model_validator(mode="after")
    def _ids_of_count(self) -> Self:
        if self.ids and self.count is None:
            raise ValueError("ids without a count")
        wrong = next((each for each in self.ids if not 0 <= each < (self.count or 0)), None)
        if wrong is not None:
            raise ValueError(f"the id {wrong} with a count of {self.count}")
        if len(set(self.ids)) < len(self.ids):
            raise ValueError("an id twice")
        return self

    def __str__(self) -> str:
        """Return the text that `--shards` takes."""
        return AUTO if self.count is None else shards_text(self.ids or range(self.count), self.count)

    @property
    def first(self) -> bool:
        """Whether this process serves shard 0, which gets direct messages."""
        return not self.ids or 0 in self.ids


def shards_text(ids: Sequence[int], count: int) -> str:
    """Return shards as `--shards` takes them: 0-3/16."""
    ordered = sorted(ids)
    # Neighbours have the same distance to their places in the list.
    groups = (list(group) for _, group in groupby(enumerate(ordered), key=lambda pair: pair[1] - pair[0]))
    ranges = (f"{group[0][1]}-{group[-1][1]}" if len(group) > 1 else str(group[0][1]) for group in groups)
    return f"{','.join(ranges)}/{count}"


def parse_shards(text: str) -> Shards:
    """Read shards as `0-3/16`, `0,2-3/16`, `16` (all of sixteen) or `auto`. Raises ValueError for anything else."""
    if text == AUTO:
        return Shards()
    match = re.fullmatch(r"(?:([0-9]+(?:-[0-9]+)?(?:,[0-9]+(?:-[0-9]+)?)*)/)?([0-9]{1,6})", text)
    if match is None:
        raise ValueError(f"'{text}' names no shards")
    ranges = [each.partition("-") for each in (match[1] or "").split(",") if each]
    ids = tuple(
        number for first, _, last in ranges for number in range(int(first), min(int(last or first), MAX_SHARDS) + 1)
    )
    if match[1] and not ids:
        raise ValueError(f"'{text}' names no shards")
    return Shards(count=int(match[2]), ids=ids)


def _shards(value: Any) -> Any:  # noqa: ANN401
    return {} if value == AUTO else value


class DiscordConfig(Shape):
    """Who may use /reload, in which guild, and which shards this process serves."""

    home_guild: Snowflake | None = Field(None, description="the id of a guild, a whole number, or null")
    admins: frozenset[Snowflake] = Field(frozenset(), description="a list of ids of users, whole numbers")
    admin_roles: frozenset[Snowflake] = Field(frozenset(), description="a list of ids of roles, whole numbers")
    shards: Annotated[Shards, BeforeValidator(_shards)] = Field(
        Shards(), description="auto, or a mapping with count and ids"
    )


class BaseConfig(Shape):
    """One of several bases: its folders, who may reload it, and which servers may choose it.

    `servers` is None if all may. /reload and /admin are registered in `admin_server` too, not in the home guild alone.
    """

    name: Annotated[str, StringConstraints(pattern=rf"^{NAME_PATTERN}$")] = Field(
        description="1 to 32 lower-case letters, digits and hyphens, such as city-desk"
    )
    knowledge: _FilePath = Field(description="the path of the folder with the curators' YAML")
    seeds: _FilePath = Field(description="the path of the folder with the source texts")
    admins: frozenset[Snowflake] = Field(frozenset(), description="a list of ids of users, whole numbers")
    admin_roles: frozenset[Snowflake] = Field(frozenset(), description="a list of ids of roles, whole numbers")
    admin_server: Snowflake | None = Field(None, description="the id of a server, a whole number, or null")
    servers: frozenset[Snowflake] | None = Field(
        None, description="a list of ids of servers, whole numbers, or null for all servers"
    )

    def allows(self, server: int | None) -> bool:
        """Return whether a server may choose the base."""
        return self.servers is None or server in self.servers


class EditionsConfig(Shape):
    """What all briefings share."""

    grace_hours: int = Field(6, ge=0, le=23, description="a whole number of hours from 0 to 23")

    @property
    def grace(self) -> dt.timedelta:
        """How long after its time a missed briefing still goes out."""
        return dt.timedelta(hours=self.grace_hours)


class QuestionsConfig(Shape):
    """How long questions are kept, and how many requests a user may send in a minute."""

    keep_days: int = Field(90, ge=0, le=3650, description="a whole number of days from 0 (keep none) to 3650")
    per_minute: int = Field(20, ge=0, le=1000, description="a whole number from 0 (no limit) to 1000")


class DeskConfig(Shape):
    """Who may answer at the desk of every server, and how many questions may be put to a desk in an hour."""

    curators: frozenset[Snowflake] = Field(frozenset(), description="a list of ids of users, whole numbers")
    curator_roles: frozenset[Snowflake] = Field(frozenset(), description="a list of ids of roles, whole numbers")
    per_user: int = Field(5, ge=0, le=1000, description="a whole number from 0 (no limit) to 1000")
    per_server: int = Field(60, ge=0, le=10_000, description="a whole number from 0 (no limit) to 10000")


class CurationConfig(Shape):
    """How edits that curators make on Discord are kept; with `git`, each is a commit."""

    git: bool = Field(False, description="true or false")


class CorrectionsConfig(Shape):
    """How long messages that everybody sees are kept, so that they can be corrected."""

    keep_days: int = Field(90, ge=0, le=3650, description="a whole number of days from 0 (correct none) to 3650")


class LoggingConfig(Shape):
    """How the bot logs; `level` is one of the numbers of `logging`."""

    format: Literal["text", "json"] = Field("text", description="text or json")
    level: Annotated[int, BeforeValidator(_level)] = Field(logging.INFO, description=f"one of {', '.join(_LEVELS)}")

    @property
    def as_json(self) -> bool:
        """Whether a line is one JSON object."""
        return self.format == "json"


class MetricsConfig(Shape):
    """Where the figures for a monitor are served."""

    port: int | None = Field(
        None, ge=0, le=65535, description="a whole number from 0 (a free port) to 65535, or null for none"
    )
    host: str = Field("127.0.0.1", min_length=1, description="the address of an interface, such as 127.0.0.1")


class SandboxConfig(Shape):
    """Where the chat page of the sandbox is."""

    port: int = Field(8765, ge=0, le=65535, description="a whole number from 0 (a free port) to 65535")


class ConfigFile(Shape):
    """The settings of config.yaml."""

    knowledge: _FilePath = Field(Path("knowledge"), description="the path of the folder with the curators' YAML")
    seeds: _FilePath = Field(Path("seeds"), description="the path of the folder with the source texts")
    bases: tuple[BaseConfig, ...] = Field((), description="a list of mappings with name, knowledge, seeds")
    default_base: str | None = Field(None, description="the name of one of the bases")
    store: _StorePlace = Field(
        _DEFAULT_STORE,
        description="the path of the file in which the bot keeps its state, or postgresql://USER@HOST/DATABASE",
    )
    encoder: _FilePath | None = Field(None, description="the path of a folder with a sentence encoder, or null")
    drafts: Literal["refused", "allowed"] = Field("refused", description="refused or allowed")
    multilingual: bool = Field(True, description="true or false")
    mentions: bool = Field(True, description="true or false")
    discord: DiscordConfig = Field(
        DiscordConfig(), description="a mapping with home_guild, admins, admin_roles, shards"
    )
    briefings: tuple[Schedule, ...] = Field((), description="a list of mappings with channel, time, timezone")
    briefing: EditionsConfig = Field(EditionsConfig(), description="a mapping with grace_hours")
    questions: QuestionsConfig = Field(QuestionsConfig(), description="a mapping with keep_days and per_minute")
    desk: DeskConfig = Field(DeskConfig(), description="a mapping with curators, curator_roles, per_user, per_server")
    curation: CurationConfig = Field(CurationConfig(), description="a mapping with git")
    corrections: CorrectionsConfig = Field(CorrectionsConfig(), description="a mapping with keep_days")
    logging: LoggingConfig = Field(LoggingConfig(), description="a mapping with level and format")
    metrics: MetricsConfig = Field(MetricsConfig(), description="a mapping with port and host")
    sandbox: SandboxConfig = Field(SandboxConfig(), description="a mapping with port")


class Config(ConfigFile):
    """The settings with absolute paths; `root` is the folder of config.yaml.

    `knowledge` and `seeds` are the folders of `base`: the default one, or the one that a command was told to use.
    `store` is the file beside which the bot keeps what it can make again, and in which it keeps its state unless that
    is in the database `postgres`.
    """

    store: Path
    postgres: PostgresAddress | None = None

    root: Path
    base: str = DEFAULT_BASE

    @property
    def place(self) -> Path | PostgresAddress:
        """Where the bot keeps its state."""
        return self.postgres or self.store

    def with_file(self, path: Path) -> Self:
        """Return the config with its state in a file, wherever it is."""
        return self.model_copy(update={"store": path, "postgres": None})

    @property
    def served(self) -> Mapping[str, BaseConfig]:
        """The bases by name; without a list of them, the one of `knowledge` and `seeds`."""
        only = BaseConfig(name=self.base, knowledge=self.knowledge, seeds=self.seeds)
        return {each.name: each for each in self.bases or (only,)}

    @property
    def admin_servers(self) -> tuple[int, ...]:
        """The servers that have /reload and /admin."""
        found = (self.discord.home_guild, *(base.admin_server for base in self.bases))
        return tuple(dict.fromkeys(server for server in found if server is not None))

    @property
    def allows_drafts(self) -> bool:
        """Whether a base with TODO comments is served everywhere, marked as a draft, and not in trials only."""
        return self.drafts == "allowed"


def load_config(path: Path, *, base: str | None = None) -> Config:
    """Read config.yaml. Relative paths in it are relative to its folder. `base` is to be used in place of the default.

    Raises ConfigError with every mistake of the file, one a line, each with file:line:column, and for an unknown base.
    """
    document = read_document(_read(path), file=path.name)
    if isinstance(document, Unreadable):
        raise _error(document.problems)
    checked = check(ConfigFile, document)
    if isinstance(checked, InvalidEntry):
        raise _error((*document.problems, *checked.problems))
    root = path.resolve().parent
    problems = (
        *document.problems,
        *_repeated_channels(checked),
        *_fixed_zones(checked),
        *_mistaken_bases(checked, root),
    )
    if problems:
        raise _error(problems)
    settings = dict(checked.value)
    if isinstance(settings["store"], PostgresAddress):
        settings |= {"postgres": settings["store"], "store": _DEFAULT_STORE}
    paths = {name: root / value for name, value in settings.items() if isinstance(value, Path)}
    bases = tuple(_absolute(each, root) for each in checked.value.bases)
    config = Config(root=root, **settings | paths | {"bases": bases})
    first = next(iter(config.served))
    return _using(config, base or config.default_base or first)


def _absolute(base: BaseConfig, root: Path) -> BaseConfig:
    return base.model_copy(update={"knowledge": root / base.knowledge, "seeds": root / base.seeds})


def _using(config: Config, name: str) -> Config:
    """Return the config with the folders of a base. Raises ConfigError if it has no base of this name."""
    base = config.served.get(name)
    if base is None:
        known = did_you_mean(name, config.served) or listed(config.served, "bases")
        raise ConfigError(f"--base: there is no base '{name}' in the config.{known}")
    return config.model_copy(update={"base": name, "knowledge": base.knowledge, "seeds": base.seeds})


def with_store_password(config: Config, env: Mapping[str, str]) -> Config:
    """Return the config with the password of its PostgreSQL database, from BOT_STORE_PASSWORD or a file.

    Some servers need none. Raises ConfigError if the file that BOT_STORE_PASSWORD_FILE names cannot be used.
    """
    if config.postgres is None:
        return config
    return config.model_copy(update={"postgres": with_password(config.postgres, env)})


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}; --config names the file to use.") from None


def _error(problems: tuple[Problem, ...]) -> ConfigError:
    return ConfigError("\n".join(map(str, sorted(problems))))


def _repeated_channels(checked: ValidEntry[ConfigFile]) -> list[Problem]:
    """Return a problem for each second entry of a channel, which gets one edition a day."""
    return [
        checked.problem(
            ("briefings", index, "channel"),
            f"The channel {channel} has a briefing already; a channel gets one a day: remove one.",
        )
        for index, channel in _repeated(briefing.channel for briefing in checked.value.briefings)
    ]


def _repeated(values: Iterable[T]) -> Iterator[tuple[int, T]]:
    """Yield each value that stands before as well, with its index."""
    seen = set[T]()
    for index, value in enumerate(values):
        if value in seen:
            yield index, value
        seen.add(value)


def _fixed_zones(checked: ValidEntry[ConfigFile]) -> list[Problem]:
    """Return a problem for each briefing whose zone is an offset from UTC: in July 08:00 EST is 09:00 in New York."""
    return [
        checked.problem(
            ("briefings", index, "timezone"),
            f"briefings[{index + 1}].timezone: found '{name}', an offset from UTC{did_you_mean_zone(name)}; "
            "expected a place of the IANA list such as Europe/London, whose clocks it follows, or UTC.",
        )
        for index, briefing in enumerate(checked.value.briefings)
        if is_fixed(name := briefing.timezone.key)
    ]


def _mistaken_bases(checked: ValidEntry[ConfigFile], root: Path) -> list[Problem]:
    """Return what is wrong with the bases as a whole."""
    return [*_repeated_names(checked), *_missing_folders(checked, root), *_contradictions(checked)]


def _repeated_names(checked: ValidEntry[ConfigFile]) -> list[Problem]:
    return [
        checked.problem(
            ("bases", index, "name"),
            f"There is a base '{name}' already; each has a name of its own: give this one another.",
        )
        for index, name in _repeated(base.name for base in checked.value.bases)
    ]


def _missing_folders(checked: ValidEntry[ConfigFile], root: Path) -> list[Problem]:
    return [
        checked.problem(
            ("bases", index, key),
            f"bases[{index + 1}].{key}: there is no folder {folder}; paths are relative to the config's folder.",
        )
        for index, base in enumerate(checked.value.bases)
        for key, folder in (("knowledge", root / base.knowledge), ("seeds", root / base.seeds))
        if not folder.is_dir()
    ]


def _contradictions(checked: ValidEntry[ConfigFile]) -> Iterator[Problem]:
    """Yield a problem for a default that is none of the bases, or not for all servers, and for folders beside them."""
    config = checked.value
    names = [base.name for base in config.bases]
    name = config.default_base
    if name is not None and name not in names:
        known = did_you_mean(name, names) or (listed(names, "bases") if names else " The config lists no bases.")
        yield checked.problem(("default_base",), f"default_base: there is no base '{name}'.{known}")
    default = name or next(iter(names), None)
    for index, base in enumerate(config.bases):
        if base.name == default and base.servers is not None:
            message = f"'{default}' is the default base, which every server may use: remove its servers, or set "
            yield checked.problem(("bases", index, "servers"), f"{message}default_base to another base.")
    for key in ("knowledge", "seeds"):
        if config.bases and key in config.model_fields_set:
            yield checked.problem((key,), f"{key}: bases lists the folders of each base: move this one there.")
