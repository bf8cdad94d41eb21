"""No config.yaml and no calibration fails in any other way than with its problems."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from properties.anything import any_text, fixed, mutated, texts

from bot.config import Config, load_config
from bot.core.matching.weights import SavedCalibration, UnusableCalibration, parse_calibration
from bot.errors import ConfigError

SETTINGS = (
    *("bases", "default_base", "name", "admin_server", "servers"),
    *("knowledge", "seeds", "store", "discord", "home_guild", "admins", "admin_roles", "briefings", "channel", "time"),
    *(
        "timezone",
        "facts",
        "briefing",
        "grace_hours",
        "questions",
        "keep_days",
        "per_minute",
        "logging",
        "level",
        "format",
    ),
)
KEYS = st.sampled_from(SETTINGS)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | texts(longest=80)
    | st.sampled_from(("UTC", "08:00", "3")),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(KEYS | any_text, children, max_size=4),
    max_leaves=12,
)


@fixed
@given(st.dictionaries(KEYS, VALUES, min_size=1, max_size=5))
def test_any_mapping_is_a_config_or_has_problems_with_their_places(
    tmp_path_factory: pytest.TempPathFactory, settings: dict[str, object]
) -> None:
    check_config(tmp_path_factory.getbasetemp(), _as_yaml(settings).encode("utf-8", "replace"))


@fixed
@given(mutated(b"discord:\n  home_guild: 1\n  admins: [2]\nbriefings:\n  - {channel: 3, time: 08:00, timezone: UTC}\n"))
def test_a_config_with_mistakes_is_read_or_has_problems_with_their_places(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    check_config(tmp_path_factory.getbasetemp(), content)


def check_config(folder: Path, content: bytes) -> None:
    path = folder / "config.yaml"
    path.write_bytes(content)
    match read(path):
        case ConfigError() as error:
            assert re.match(r"config\.yaml:[1-9]\d*:[1-9]\d*: ", str(error))
            assert len(str(error)) < 100_000
        case config:
            assert config.root == folder


def read(path: Path) -> Config | ConfigError:
    try:
        return load_config(path)
    except ConfigError as error:
        return error


def _as_yaml(value: object) -> str:
    """Flow style, scalars double-quoted with escapes: JSON is YAML."""
    match value:
        case dict():
            return "{" + ", ".join(f"{_as_yaml(key)}: {_as_yaml(child)}" for key, child in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_as_yaml, value)) + "]"
        case str():
            return (
                '"'
                + "".join(f"\\U{ord(sign):08x}" if sign in '"\\' or not sign.isprintable() else sign for sign in value)
                + '"'
            )
        case None:
            return "~"
        case _:
            return str(value)


@fixed
@given(
    st.binary()
    | st.text().map(lambda text: text.encode("utf-8", "replace"))
    | VALUES.map(lambda value: _as_yaml(value).encode("utf-8", "replace"))
)
def test_any_calibration_is_used_or_refused_with_a_reason(content: bytes) -> None:
    match parse_calibration(content):
        case SavedCalibration():
            pass
        case UnusableCalibration(reason=reason):
            assert reason
