"""A proxy on loopback that can stop to pass anything on, as a network does that is cut off."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator


class StallingProxy:
    """Passes bytes on between its `port` and a server's, except while it is stalled."""

    def __init__(self, server: int) -> None:
        self.port = 0
        self._server = server
        self._open = asyncio.Event()
        self._open.set()
        self._tasks: set[asyncio.Task[None]] = set()

    @classmethod
    @contextlib.asynccontextmanager
    async def serve(cls, server: int) -> AsyncIterator[StallingProxy]:
        """Serve until the block ends."""
        proxy = cls(server)
        listening = await asyncio.start_server(proxy._accept, "127.0.0.1", 0)
        proxy.port = listening.sockets[0].getsockname()[1]
        try:
            yield proxy
        finally:
            listening.close()
            for task in proxy._tasks:
                task.cancel()
            await asyncio.gather(*proxy._tasks, return_exceptions=True)

    def stall(self) -> None:
        """Keep all that is sent from now on; connections stay open, and new ones get no answer."""
        self._open.clear()

    def resume(self) -> None:
        """Pass on what was kept, and all that follows."""
        self._open.set()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._open.wait()
            behind, ahead = await asyncio.open_connection("127.0.0.1", self._server)
            await asyncio.gather(self._pass(reader, ahead), self._pass(behind, writer))
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _pass(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(65536):
                await self._open.wait()
                target.write(data)
                await target.drain()
        finally:
            target.close()
