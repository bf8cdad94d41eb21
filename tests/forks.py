"""Processes of the bot that are forked from one that has imported it: such a start takes a tenth of the time."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import functools
import gc
import importlib
import json
import logging
import os
import pkgutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

PROJECT: Final = Path(__file__).parents[1]

_IMPORTED: Final = ("bot.cli.run", "faults.child", "mortal", "wordllama")
_MOST_BYTES: Final = 65536
_STDERR: Final = 2
_NUMBER: Final = 16  # bytes of a process id or an exit code, as text


class Forked:
    """A forked process. `errors` is what it writes to its standard error."""

    def __init__(self, *, pid: int, errors: asyncio.StreamReader, status: asyncio.StreamReader) -> None:
        self.errors = errors
        self.returncode: int | None = None
        self._pid = pid
        self._status = status

    async def wait(self) -> int:
        """Wait for its end and give the exit code."""
        if self.returncode is None:
            self.returncode = int(await self._status.read())
        return self.returncode

    def send_signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


async def fork(target: str, *arguments: str, env: Mapping[str, str]) -> Forked:
    """Call a function in a new process; `target` is its name, such as "faults.child.main"."""
    (errors, errors_end), (status, status_end) = os.pipe(), os.pipe()
    request = json.dumps({"target": target, "arguments": arguments, "env": dict(env)}).encode()
    socket.send_fds(_server(), [request], [errors_end, status_end])
    os.close(errors_end)
    os.close(status_end)
    reports = await _reader(status)
    pid = int(await reports.readexactly(_NUMBER))
    return Forked(pid=pid, errors=await _reader(errors), status=reports)


def exit_whether_imported(module: str) -> None:
    """End a forked process with 1 if what a bot imports includes a module, with 0 if it does not."""
    sys.exit(module in sys.modules)


async def _reader(end: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    pipe = os.fdopen(end, "rb", buffering=0)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), pipe)
    return reader


@functools.cache
def _server() -> socket.socket:
    """The process that forks, which ends with this one."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        path = os.pathsep.join((str(PROJECT), str(PROJECT / "tests")))
        server = subprocess.Popen(  # noqa: S603 - this interpreter, and this file
            [sys.executable, __file__, str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd=PROJECT,
            env={**os.environ, "PYTHONPATH": path},
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )

    def end() -> None:
        ours.close()
        server.wait()

    atexit.register(end)
    return ours


def _fork_on_request(control: socket.socket) -> Callable[[], Any]:
    """Serve requests until the socket is closed. Returns in each forked process, with what it is to call."""
    watching = list[int]()
    while True:
        request, (*ends,), *_ = socket.recv_fds(control, _MOST_BYTES, 2)
        if not request:
            for watcher in watching:
                os.waitpid(watcher, 0)
            sys.exit()
        watcher = os.fork()
        if watcher == 0:
            break
        watching.append(watcher)
        for end in ends:
            os.close(end)
    control.close()
    errors, status = ends
    pid = os.fork()
    if pid:
        os.close(errors)
        os.write(status, f"{pid:{_NUMBER}}".encode())
        _, ended = os.waitpid(pid, 0)
        os.write(status, f"{os.waitstatus_to_exitcode(ended):{_NUMBER}}".encode())
        os._exit(0)
    os.dup2(errors, _STDERR)
    os.close(errors)
    os.close(status)
    # A new one, because the server's may be of a file, in which it would look for its place.
    sys.stderr = open(_STDERR, "w", buffering=1, errors="backslashreplace", closefd=False)  # noqa: SIM115 - open to the end
    wanted = json.loads(request)
    os.environ.clear()
    os.environ.update(wanted["env"])
    return functools.partial(pkgutil.resolve_name(wanted["target"]), *wanted["arguments"])


if __name__ == "__main__":
    for module in _IMPORTED:
        importlib.import_module(module)
    logging.root.handlers.clear()  # wordllama sets one up
    logging.root.setLevel(logging.WARNING)
    gc.freeze()
    _fork_on_request(socket.socket(fileno=int(sys.argv[1])))()
