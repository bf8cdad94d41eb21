"""Read secrets from the environment, or from files that it names: the bot's token, a password, a key."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.errors import ConfigError
from bot.store_address import PostgresAddress

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret: the bot's Discord token, or the key of a language model. Neither `repr` nor `str` shows it."""

    _secret: str = field(repr=False)

    def reveal(self) -> str:
        """Return the secret itself, for the call that needs it."""
        return self._secret


def read_token(env: Mapping[str, str]) -> Secret:
    """Read the token from DISCORD_TOKEN, or else from the file that DISCORD_TOKEN_FILE names.

    Logs a warning if other users of the computer can read that file. Raises ConfigError if there is no token; the
    message never contains one.
    """
    token = find_secret(env, "DISCORD_TOKEN")
    if token is not None:
        return token
    raise ConfigError("There is no Discord token: set DISCORD_TOKEN, or DISCORD_TOKEN_FILE to a file that contains it.")


def with_password(address: PostgresAddress, env: Mapping[str, str]) -> PostgresAddress:
    """Return an address with the password from BOT_STORE_PASSWORD or a file; None where there is none.

    Raises ConfigError if the file that BOT_STORE_PASSWORD_FILE names cannot be used.
    """
    secret = find_secret(env, "BOT_STORE_PASSWORD")
    return replace(address, password=secret.reveal() if secret else None)


def find_secret(env: Mapping[str, str], name: str) -> Secret | None:
    """Return a secret from the variable `name`, or else from the file that the variable `name`_FILE names, if any.

    Logs a warning if other users of the computer can read that file. Raises ConfigError if it cannot be used.
    """
    secret = env.get(name, "").strip()
    if secret:
        return Secret(secret)
    file = env.get(f"{name}_FILE", "").strip()
    return _read_secret_file(Path(file), f"{name}_FILE") if file else None


def _read_secret_file(path: Path, variable: str) -> Secret:
    kind = "token" if variable.startswith("DISCORD") else "password" if "PASSWORD" in variable else "key"
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "it is not text"
        raise ConfigError(f"The {kind} file {path} ({variable}) cannot be read: {reason}.") from None
    if not secret:
        raise ConfigError(f"The {kind} file {path} ({variable}) is empty.")
    if _others_can_read(path):
        _log.warning("every user of this computer can read the %s file %s: run chmod 600 %s", kind, path, path)
    return Secret(secret)


def _others_can_read(path: Path) -> bool:
    """Return whether users other than the owner and the group can read a file. Windows has no such modes."""
    file = path.resolve()
    return (
        os.name != "nt"
        and bool(file.stat().st_mode & stat.S_IROTH)
        and all(folder.stat().st_mode & stat.S_IXOTH for folder in file.parents)
    )
