from __future__ import annotations

import datetime as dt
import logging
import os
import stat
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.config import Config, DiscordConfig, Shards, load_config, parse_shards
from bot.core.briefing.schedule import Schedule
from bot.credentials import Secret, read_token
from bot.errors import ConfigError

PROJECT = Path(__file__).parent.parent

FULL = """\
knowledge: base
seeds: /srv/seeds
store: state.sqlite3
discord:
  home_guild: 1181260000000000001
  admins: [1181260000000000002, 1181260000000000002]
  admin_roles: ["3"]
briefings:
  - {channel: 4, time: 08:30, timezone: Europe/London}
  - channel: 5
    time: "23:05"
    timezone: UTC
    facts: 5
logging:
  level: debug
sandbox:
  port: 0
"""


def load(folder: Path, text: str) -> Config:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def test_every_setting_is_read(tmp_path: Path) -> None:
    config = load(tmp_path, FULL)

    assert config.discord == DiscordConfig(
        home_guild=1181260000000000001, admins=frozenset({1181260000000000002}), admin_roles=frozenset({3})
    )
    assert config.briefings == (
        Schedule(channel=4, time=dt.time(8, 30), timezone=ZoneInfo("Europe/London"), facts=3),
        Schedule(channel=5, time=dt.time(23, 5), timezone=ZoneInfo("UTC"), facts=5),
    )
    assert config.logging.level == logging.DEBUG
    assert config.sandbox.port == 0


def test_relative_paths_are_relative_to_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "place").mkdir()
    (tmp_path / "place/config.yaml").write_text(FULL)
    monkeypatch.chdir(tmp_path)
    config = load_config(Path("place/config.yaml"))

    assert config.root == tmp_path / "place"
    assert config.knowledge == tmp_path / "place/base"
    assert config.seeds == Path("/srv/seeds")
    assert config.store == tmp_path / "place/state.sqlite3"


def test_keys_that_are_left_out_have_a_default(tmp_path: Path) -> None:
    config = load(tmp_path, "seeds: texts\n")

    assert config.knowledge == tmp_path / "knowledge"
    assert (config.discord, config.briefings, config.logging.level) == (DiscordConfig(), (), logging.INFO)


def test_the_projects_own_config_is_read() -> None:
    config = load_config(PROJECT / "config.yaml")

    assert (config.knowledge, config.seeds) == (PROJECT / "knowledge", PROJECT / "seeds")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("knowledg: x\n", "config.yaml:1:1: The key 'knowledg' is not known here. Did you mean 'knowledge'?"),
        ("store:\n", "config.yaml:1:7: store: found nothing; expected the path of the file"),
        ('store: ""\n', "config.yaml:1:8: store: found empty text; expected the path of the file"),
        ("root: x\n", "config.yaml:1:1: The key 'root' is not known here."),
        ("discord: {home_guild: my guild}\n", "discord.home_guild: found 'my guild'; expected the id of a guild"),
        ("discord: {home_guild: -1}\n", "discord.home_guild: found '-1'; expected the id of a guild"),
        (f"discord: {{home_guild: {2**63}}}\n", "expected the id of a guild"),  # more than the store can hold
        ("discord: {admins: 3}\n", "config.yaml:1:19: discord.admins: found '3'; expected a list of ids of users"),
        (
            "discord: {admins: [me]}\n",
            "config.yaml:1:20: discord.admins[1]: found 'me'; expected a list of ids of users",
        ),
        ("discord: {shards: many}\n", "discord.shards: found 'many'; expected auto, or a mapping with count and ids"),
        ("discord: {shards: {count: 0}}\n", "discord.shards.count: found '0'; expected a whole number from 1"),
        (
            "discord: {shards: {ids: [1]}}\n",
            "config.yaml:1:19: discord.shards: found ids without a count; expected auto",
        ),
        ("discord: {shards: {count: 4, ids: [4]}}\n", "discord.shards: found the id 4 with a count of 4; expected"),
        ("discord: {shards: {count: 4, ids: [2, 2]}}\n", "discord.shards: found an id twice; expected"),
        ("discord: {shards: {count: 4, ids: [a]}}\n", "discord.shards.ids[1]: found 'a'; expected a list of whole"),
        ("logging: {level: 20}\n", "logging.level: found '20'; expected one of DEBUG"),
        ("logging: {level: [INFO]}\n", "logging.level: found a list; expected one of DEBUG"),
        ("logging: {level: loud}\n", "logging.level: found 'loud'; expected one of DEBUG"),
        (
            "briefings: [{channel: 1, time: 8am, timezone: UTC}]\n",
            "briefings[1].time: found '8am'; expected a time of day",
        ),
        ("briefings: [{channel: 1, time: 24:00, timezone: UTC}]\n", "briefings[1].time: found '24:00'"),
        (
            "briefings: [{channel: 1, time: 08:00, timezone: Mars}]\n",
            "briefings[1].timezone: found 'Mars'; expected a zone",
        ),
        ("briefings: [{channel: 1, time: 08:00, timezone: ../UTC}]\n", "briefings[1].timezone: found '../UTC'"),
        (
            "briefings: [{channel: 1, time: 08:00, timezone: Mumbai}]\n",
            "briefings[1].timezone: found 'Mumbai' (did you mean Asia/Kolkata?); expected a zone",
        ),
        (
            "briefings: [{channel: 1, time: 08:00, timezone: UTC+2}]\n",
            "briefings[1].timezone: found 'UTC+2' (did you mean Europe/Madrid?); expected a zone",
        ),
        (
            "briefings: [{channel: 1, time: 08:00, timezone: EST}]\n",
            "config.yaml:1:49: briefings[1].timezone: found 'EST', an offset from UTC (did you mean America/New_York?)",
        ),
        ("briefings: [{channel: 1, time: 08:00, timezone: Etc/GMT+5}]\n", "found 'Etc/GMT+5', an offset from UTC"),
        (
            "briefings: [{channel: 1, time: 08:00, timezone: Factory}]\n",
            "found 'Factory', an offset from UTC; expected",
        ),
        ("briefings: [{channel: 1, time: 08:00, timezone: [UTC]}]\n", "briefings[1].timezone: found a list"),
        (
            "briefings: [{channel: 1, time: 08:00}]\n",
            "config.yaml:1:13: The key 'timezone' is missing; expected a zone",
        ),
        (
            "briefings: [{channel: 1, time: 08:00, timezone: UTC, days: someday}]\n",
            "briefings[1].days: found 'someday'; expected daily, weekdays or a day such as monday",
        ),
        (
            "briefings: [{channel: 1, time: 08:00, timezone: UTC, form: long}]\n",
            "briefings[1].form: found 'long'; expected full or short",
        ),
        (
            "briefings: [{channel: 1, time: 08:00, timezone: UTC, facts: 6}]\n",
            "facts: found '6'; expected a whole number",
        ),
        ("sandbox: {port: 65536}\n", "sandbox.port: found '65536'; expected a whole number from 0"),
        ("seeds: a\nseeds: b\n", "config.yaml:2:1: The key 'seeds' is already in this mapping"),
        ("- a\n", "config.yaml:1:1: Found a list; expected a mapping with the keys knowledge, seeds"),
        ("", "config.yaml:1:1: The file is empty"),
        ("seeds: [\n", "config.yaml:2:1: This is not YAML"),
    ],
)
def test_a_mistake_names_its_place_and_what_was_expected(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as raised:
        load(tmp_path, text)

    assert message in str(raised.value)


@pytest.mark.parametrize(
    ("text", "shards"),
    [
        ("discord: {shards: auto}\n", Shards()),
        ("discord: {shards: {count: 16}}\n", Shards(count=16)),
        ("discord: {shards: {count: 16, ids: [0, 3]}}\n", Shards(count=16, ids=(0, 3))),
    ],
)
def test_the_shards_of_a_process_are_those_that_discord_advises_or_the_ones_named(
    text: str, shards: Shards, tmp_path: Path
) -> None:
    assert load(tmp_path, text).discord.shards == shards


@pytest.mark.parametrize(
    ("text", "shards"),
    [
        ("auto", Shards()),
        ("16", Shards(count=16)),
        ("0-3/16", Shards(count=16, ids=(0, 1, 2, 3))),
        ("5/16", Shards(count=16, ids=(5,))),
        ("0,2-3/4", Shards(count=4, ids=(0, 2, 3))),
    ],
)
def test_shards_are_read_in_short(text: str, shards: Shards) -> None:
    assert parse_shards(text) == shards


@pytest.mark.parametrize(
    "text", ["", "/16", "3-0/16", "0-3", "0-16/16", "1,1/16", "a/16", "0/0", "-1/4", "0-9999999/4"]
)
def test_what_names_no_shards_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"names no shards|Shards"):
        parse_shards(text)


def test_a_channel_has_one_briefing_a_day(tmp_path: Path) -> None:
    entry = '  - {channel: 7, time: "08:00", timezone: UTC}\n'
    with pytest.raises(ConfigError, match=r"config\.yaml:3:15: The channel 7 has a briefing already"):
        load(tmp_path, f"briefings:\n{entry}{entry}")


def test_all_mistakes_are_reported_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as raised:
        load(tmp_path, "store: []\nseeds: a\nseeds: b\nlogging: {level: x}\n")

    assert [line.split(" ")[0] for line in str(raised.value).splitlines()] == [
        "config.yaml:1:8:",
        "config.yaml:3:1:",
        "config.yaml:4:18:",
    ]


def test_a_missing_config_file_is_reported_with_the_fix(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.yaml cannot be read: .*; --config names the file to use"):
        load_config(tmp_path / "none.yaml")


def test_the_token_is_read_from_the_environment() -> None:
    assert read_token({"DISCORD_TOKEN": " abc.def \n"}).reveal() == "abc.def"


def test_the_token_is_read_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("abc.def\n")

    assert read_token({"DISCORD_TOKEN": "", "DISCORD_TOKEN_FILE": str(tmp_path / "token")}).reveal() == "abc.def"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize(
    ("file", "folder", "warned"),
    [(0o644, 0o755, True), (0o640, 0o755, False), (0o600, 0o755, False), (0o644, 0o700, False)],
)
def test_a_token_file_that_others_can_read_gets_a_warning(
    file: int, folder: int, *, warned: bool, caplog: pytest.LogCaptureFixture
) -> None:
    # The folder of a test is closed to others.
    with tempfile.TemporaryDirectory() as open_folder:
        path = Path(open_folder).resolve() / "token"
        if not all(above.stat().st_mode & stat.S_IXOTH for above in path.parent.parents):
            pytest.skip("the folder of temporary files is closed to others")
        path.write_text("abc.def\n")
        path.chmod(file)
        path.parent.chmod(folder)
        token = read_token({"DISCORD_TOKEN_FILE": str(path)})

    assert token.reveal() == "abc.def"
    assert (f"every user of this computer can read the token file {path}: run chmod 600" in caplog.text) is warned
    assert "abc.def" not in caplog.text


def test_a_token_is_never_shown() -> None:
    token = Secret("abc.def")

    assert "abc" not in f"{token} {token!r} {[token]} {token:}"


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "cannot be read: No such file"), (b" \n", "is empty"), (b"\xff\xfe", "cannot be read: it is not text")],
)
def test_a_token_file_without_a_token_is_one_sentence(content: bytes | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / "token"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=message) as raised:
        read_token({"DISCORD_TOKEN_FILE": str(path)})

    assert "DISCORD_TOKEN_FILE" in str(raised.value)
    assert "\n" not in str(raised.value)


def test_without_a_token_the_message_says_how_to_set_one() -> None:
    with pytest.raises(ConfigError, match="set DISCORD_TOKEN, or DISCORD_TOKEN_FILE"):
        read_token({"DISCORD_TOKEN": "  "})
