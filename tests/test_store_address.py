"""The address of a store on PostgreSQL, and its password."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Config, load_config, with_store_password
from bot.errors import ConfigError
from bot.store_address import PostgresAddress, parse_address

SIMPLE = PostgresAddress(user="bot", host="db.example.org", database="news")


def load(folder: Path, store: str) -> Config:
    (folder / "config.yaml").write_text(f"store: {store}\n", "utf-8")
    return load_config(folder / "config.yaml")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("postgresql://bot@db.example.org/news", SIMPLE),
        ("postgres://bot@db.example.org:5432/news", SIMPLE),
        (
            "postgresql://b%40t@[::1]:5433/news?sslmode=require",
            PostgresAddress(user="b@t", host="::1", port=5433, database="news", sslmode="require"),
        ),
        (
            "postgresql://bot@/news?host=/var/run/postgresql",
            PostgresAddress(user="bot", host="/var/run/postgresql", database="news"),
        ),
    ],
)
def test_an_address_is_read_and_shown_without_its_options(text: str, address: PostgresAddress) -> None:
    assert parse_address(text) == address
    assert str(SIMPLE) == "postgresql://bot@db.example.org/news"


def test_a_config_names_a_file_or_a_database(tmp_path: Path) -> None:
    file, database = load(tmp_path, "a.sqlite3"), load(tmp_path, "postgresql://bot@db.example.org/news")

    assert (file.place, file.postgres) == (tmp_path / "a.sqlite3", None)
    assert database.place == SIMPLE
    assert database.store == tmp_path / "state/bot.sqlite3"
    assert database.with_file(tmp_path / "b.sqlite3").place == tmp_path / "b.sqlite3"


@pytest.mark.parametrize(
    ("store", "message"),
    [
        ("postgresql://bot:lamp-oil@db/news", "an address with a password: set BOT_STORE_PASSWORD"),
        ("postgresql:bot", "an address without its two slashes"),
        ("postgresql://db/news", "an address without a user"),
        ("postgresql://bot@db", "an address without a database"),
        ("postgresql://bot@db:x/news", "an address whose port is not a number"),
        ("postgresql://bot@db/news?ssl=yes", "only host and sslmode may follow"),
        ("postgresql://bot@db/news?sslmode=yes", "sslmode=yes; it is one of disable"),
        ("[]", "found a list"),
    ],
)
def test_a_wrong_address_is_refused_with_its_line_and_without_a_password(
    tmp_path: Path, store: str, message: str
) -> None:
    with pytest.raises(ConfigError) as error:
        load(tmp_path, store)

    assert str(error.value).startswith("config.yaml:1:8: store: found ")
    assert message in str(error.value)
    assert "lamp-oil" not in str(error.value)


def test_the_password_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    config = load(tmp_path, "postgresql://bot@db.example.org/news")
    (tmp_path / "password").write_text("lamp-oil\n", "utf-8")
    (tmp_path / "password").chmod(0o600)
    environments = (
        {"BOT_STORE_PASSWORD": "lamp-oil"},
        {"BOT_STORE_PASSWORD_FILE": str(tmp_path / "password")},
    )
    addresses = [with_store_password(config, env).postgres for env in environments]

    assert [address and address.password for address in addresses] == ["lamp-oil", "lamp-oil"]
    assert "lamp-oil" not in repr(addresses) + str(addresses[0])
    assert with_store_password(config, {}).postgres == SIMPLE


def test_a_password_file_that_is_missing_is_named(tmp_path: Path) -> None:
    config = load(tmp_path, "postgresql://bot@db.example.org/news")

    with pytest.raises(ConfigError, match=r"The password file /nowhere \(BOT_STORE_PASSWORD_FILE\) cannot be read"):
        with_store_password(config, {"BOT_STORE_PASSWORD_FILE": "/nowhere"})
