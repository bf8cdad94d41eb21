"""The address of a store on PostgreSQL, as the config has it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, parse_qs, quote, unquote, urlsplit

SCHEMES: Final = ("postgresql", "postgres")

_FORM: Final = "write postgresql://USER@HOST/DATABASE"
_MODES: Final = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
_PORT: Final = 5432


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresAddress:
    """A database on a PostgreSQL server. `host` may be the folder of a Unix socket. `str` shows no password."""

    user: str
    host: str
    port: int = _PORT
    database: str
    sslmode: str | None = None
    password: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        host = quote(self.host, safe="") if "/" in self.host else self.host
        shown = f"[{host}]" if ":" in host else host
        port = "" if self.port == _PORT else f":{self.port}"
        return f"postgresql://{quote(self.user, safe='')}@{shown}{port}/{quote(self.database, safe='')}"


def is_postgres(text: str) -> bool:
    """Return whether a text is meant as the address of a PostgreSQL database, not as a path."""
    return text.partition(":")[0].lower() in SCHEMES


def parse_address(text: str) -> PostgresAddress:
    """Read an address. Raises ValueError with what is wrong; the message quotes no password."""
    parts = urlsplit(text)
    if parts.password is not None:
        raise ValueError("an address with a password: set BOT_STORE_PASSWORD instead")
    if not text.lower().startswith(tuple(f"{scheme}://" for scheme in SCHEMES)):
        raise ValueError(f"'{text}', an address without its two slashes: {_FORM}")
    options = _options(parts)
    host = options.get("host") or unquote(parts.hostname or "")
    names = {"a user": parts.username, "a host": host, "a database": parts.path.strip("/")}
    missing = [what for what, name in names.items() if not name]
    if missing:
        raise ValueError(f"an address without {' and '.join(missing)}: {_FORM}")
    return PostgresAddress(
        user=unquote(parts.username or ""),
        host=host,
        port=_port(parts),
        database=unquote(parts.path.strip("/")),
        sslmode=options.get("sslmode"),
    )


def _port(parts: SplitResult) -> int:
    try:
        return parts.port or _PORT
    except ValueError:
        raise ValueError("an address whose port is not a number from 1 to 65535") from None


def _options(parts: SplitResult) -> dict[str, str]:
    """Read what follows the question mark: `host` is the folder of a Unix socket."""
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    unknown = next((name for name in options if name not in {"host", "sslmode"}), None)
    if unknown is not None:
        raise ValueError(f"an address with '{unknown}'; only host and sslmode may follow the question mark")
    if options.get("sslmode", _MODES[0]) not in _MODES:
        raise ValueError(f"an address with sslmode={options['sslmode']}; it is one of {', '.join(_MODES)}")
    return options
