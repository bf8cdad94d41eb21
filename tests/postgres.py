"""A PostgreSQL server of the tests' own: on a free port of loopback, in a temporary folder, ended with the tests."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Final

MISSING: Final = "PostgreSQL is not installed (on Debian: apt-get install postgresql): nothing is tested on it"

GUARDED: Final = "guarded"
"""A user who needs a password; any other needs none."""

PASSWORD: Final = "lamp oil"

_PATIENCE: Final = 60.0
_ATTEMPTS: Final = 5  # another process may take the free port first
_SUPERUSER: Final = "bot"
_HBA: Final = f"""\
host all {GUARDED} 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust
"""
_SETTINGS: Final = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "16MB",
    "log_min_messages": "fatal",
    # Nothing here needs to outlive a power cut.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
    "jit": "off",
}


def programs() -> Path | None:
    """The folder with PostgreSQL's programs: the newest of Debian's, or that of the path; None without PostgreSQL."""
    debian = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if debian:
        return max(debian, key=lambda folder: int(folder.parent.name))
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def available() -> bool:
    """Whether a server can be started here. It refuses to run as root, so root needs setpriv to start it."""
    return programs() is not None and (os.geteuid() != 0 or shutil.which("setpriv") is not None)


@dataclass(kw_only=True)
class Server:
    """A server that can be stopped and started again; `port` stays the same."""

    folder: Path
    port: int
    _process: subprocess.Popen[bytes] | None = None
    _names: Iterator[int] = field(default_factory=lambda: count(1))

    def address(self, database: str, *, user: str = _SUPERUSER) -> str:
        """The address of a database, without a password."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def create_database(self, template: str = "template0") -> str:
        """Create a database as a copy of another and return its name."""
        name = f"test{next(self._names)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop_database(self, name: str) -> None:
        """Drop a database, also while it is used."""
        self.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def execute(self, statement: str, database: str = "postgres") -> str:
        """Execute one statement, not through the bot's code, and return the rows as psql prints them."""
        command = [_program("psql"), "-XqtAc", statement, self.address(database)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)  # noqa: S603
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return done.stdout.strip()

    def start(self) -> None:
        """Start the server and wait until it accepts connections. It ends with the thread that calls this."""
        settings = (f"-c{name}={value}" for name, value in _SETTINGS.items())
        command = [_program("postgres"), "-D", str(self.folder), "-p", str(self.port), *settings]
        with (self.folder.parent / "log").open("ab") as log:
            self._process = subprocess.Popen(_as_nobody(*command), stdout=log, stderr=log)  # noqa: S603
        ready = [_program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        began = time.monotonic()
        while subprocess.run(ready, check=False).returncode != 0:  # noqa: S603
            if self._process.poll() is not None or time.monotonic() - began > _PATIENCE:
                raise RuntimeError((self.folder.parent / "log").read_text("utf-8", "replace"))
            time.sleep(0.02)

    def stop(self) -> None:
        """End the server at once, with its connections. It forgets nothing that was committed."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(_PATIENCE)
            self._process = None


@contextlib.contextmanager
def serve() -> Iterator[Server]:
    """Run a server. Raises RuntimeError if it does not start."""
    with tempfile.TemporaryDirectory(prefix="briefing-bot-postgres-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        _give_away(folder)
        command = (_program("initdb"), "-D", str(folder / "data"), "-U", _SUPERUSER, "-A", "trust", "-E", "UTF8")
        made = subprocess.run(  # noqa: S603
            _as_nobody(*command, "--locale=C", "--no-sync", "--no-instructions"), capture_output=True, check=False
        )
        if made.returncode != 0:
            raise RuntimeError(made.stderr.decode())
        (folder / "data" / "pg_hba.conf").write_text(_HBA, "utf-8")
        server = _started(folder / "data")
        try:
            server.execute(f"CREATE ROLE {GUARDED} LOGIN PASSWORD '{PASSWORD}'")
            yield server
        finally:
            server.stop()


def _started(folder: Path) -> Server:
    for attempt in range(_ATTEMPTS):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            server = Server(folder=folder, port=free.getsockname()[1])
        try:
            server.start()
        except RuntimeError:
            if attempt == _ATTEMPTS - 1:
                raise
        else:
            return server
    raise AssertionError


def _program(name: str) -> str:
    folder = programs()
    assert folder is not None, MISSING
    return str(folder / name)


def _as_nobody(*command: str) -> list[str]:
    """The command for a process that ends with this one, and that is not root's."""
    if shutil.which("setpriv") is None:
        return list(command)
    # A signal at the death of the parent: tests that are killed leave no server behind.
    wrapped = ["setpriv", "--pdeathsig", "INT"]
    if os.geteuid() == 0:
        wrapped += ["--reuid", "nobody", "--regid", str(_nobodys_group()), "--clear-groups"]
    return [*wrapped, *command]


def _give_away(folder: Path) -> None:
    """Let nobody's processes use a folder of root's."""
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody", _nobodys_group())


def _nobodys_group() -> int:
    import pwd  # noqa: PLC0415 - Windows has none

    return pwd.getpwnam("nobody").pw_gid
