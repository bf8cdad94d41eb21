"""A small server on a port of its own: /metrics for Prometheus, /healthz and /readyz for whatever starts the bot."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any, Final

from aiohttp import web

from bot.app.client import BriefingBot
from bot.app.store_look import look_at_store
from bot.errors import UsageError

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

MISSING: Final = (
    "metrics.port needs the package prometheus-client: install it with pip install '.[metrics]', or set metrics.port "
    "to null."
)
TAKEN: Final = "The figures cannot be served on {host}, port {port}: {reason}. Set metrics.port to a free one."


@contextlib.asynccontextmanager
async def serve_metrics(bot: BriefingBot, *, host: str, port: int) -> AsyncIterator[str]:
    """Serve /metrics, /healthz and /readyz until the block ends; the block gets the address. Port 0 takes a free one.

    Raises UsageError, in one sentence, if prometheus-client is not installed or the port cannot be used.
    """
    metrics = _metrics_of(bot)
    application = web.Application()
    application.router.add_get("/metrics", metrics)
    application.router.add_get("/healthz", _health)
    application.router.add_get("/readyz", _readiness_of(bot))
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise UsageError(TAKEN.format(host=host, port=port, reason=error.strerror or error)) from None
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


async def _health(_request: web.Request) -> web.Response:
    """Say that the event loop runs; a process that does not answer should be restarted."""
    return web.Response(text="alive\n")


def _readiness_of(bot: BriefingBot) -> Callable[[web.Request], Any]:
    async def ready(_request: web.Request) -> web.Response:
        """Say whether this process can do its work: it has a base, all its shards are connected, the store answers."""
        parts = {
            "base": bool(bot.bases.served),
            "gateway": bot.is_connected,
            "store": (await look_at_store(bot.store)).answers,
        }
        lines = "".join(f"{name}: {'ready' if good else 'not ready'}\n" for name, good in parts.items())
        return web.Response(text=lines, status=200 if all(parts.values()) else 503)

    return ready


def _metrics_of(bot: BriefingBot) -> Callable[[web.Request], Any]:
    try:
        from bot.app.metrics import PrometheusFigures  # noqa: PLC0415 - needs an extra
    except ModuleNotFoundError:
        raise UsageError(MISSING) from None
    figures = PrometheusFigures(bot)

    async def metrics(_request: web.Request) -> web.Response:
        body = figures.text(await look_at_store(bot.store))
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE})

    return metrics
