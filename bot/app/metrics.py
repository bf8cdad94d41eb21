"""What the bot has counted so far, for Prometheus: no figure names a user, and none has the text of a question."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, Final

from prometheus_client import CollectorRegistry, Metric, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

from bot.app.client import BriefingBot
from bot.app.store_look import StoreLook

PREFIX: Final = "briefing_bot_"


class PrometheusFigures:
    """The figures of a bot and of its process."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)

    def text(self, store: StoreLook) -> bytes:
        """Return all of them as Prometheus reads them."""
        families = _Families(self._bot, store)
        self._registry.register(families)
        try:
            return generate_latest(self._registry)
        finally:
            self._registry.unregister(families)


class _Families:
    """What the bot has counted so far, as Prometheus's families of samples."""

    def __init__(self, bot: BriefingBot, store: StoreLook) -> None:
        self._bot = bot
        self._store = store

    def collect(self) -> Iterable[Metric]:
        """Return all families."""
        bot = self._bot
        yield _counter("questions", "Questions that were answered, by outcome.", "outcome", bot.question_log.outcomes)
        yield from self._answers()
        yield _counter("deliveries", "Editions of briefings, by what became of them.", "result", bot.deliveries)
        yield _counter("errors", "Errors that have an id in the log.", None, {"": bot.error_handler.errors})
        running = {"commands": bot.interactions.running, "messages": bot.messages.running}
        yield _gauge("running", "Answers that are being worked out.", "of", running)
        yield _gauge("unwritten_questions", "Questions that wait for the store.", None, {"": bot.question_log.pending})
        yield from self._shards()
        yield from self._bases()
        yield _gauge("store_up", "1 if the store answers.", None, {"": float(self._store.answers)})
        yield _gauge("store_seconds", "How long the store took to read one row.", None, {"": self._store.seconds})

    def _answers(self) -> Iterable[Metric]:
        family = HistogramMetricFamily(
            f"{PREFIX}answer_seconds", "From what a user did to the end of the answer.", labels=["kind"]
        )
        for kind, durations in (*self._bot.interactions.durations.items(), ("message", self._bot.messages.durations)):
            family.add_metric([kind], durations.within(), durations.seconds)
        yield family

    def _shards(self) -> Iterable[Metric]:
        bot = self._bot
        up = {str(shard): float(shard in bot.connected) for shard in bot.own_shards}
        latencies = {str(shard): seconds for shard, seconds in bot.latencies if math.isfinite(seconds)}
        yield _gauge("shard_up", "1 if the shard is connected.", "shard", up)
        yield _gauge("shard_latency_seconds", "From a heartbeat to its answer.", "shard", latencies)
        yield _gauge("servers", "Servers of the shards of this process.", None, {"": len(bot.guilds)})

    def _bases(self) -> Iterable[Metric]:
        info = GaugeMetricFamily(f"{PREFIX}base_info", "The revision that serves.", labels=["base", "revision"])
        facts = {}
        for base in self._bot.bases.served:
            info.add_metric([base.name, base.knowledge.revision], 1)
            facts[base.name] = len(base.knowledge.facts)
        yield info
        yield _gauge("base_facts", "Facts of the base that serves.", "base", facts)


def _counter(name: str, what: str, label: str | None, counts: Mapping[str, float]) -> Metric:
    return _filled(CounterMetricFamily(f"{PREFIX}{name}", what, labels=[label] if label else []), label, counts)


def _gauge(name: str, what: str, label: str | None, values: Mapping[str, float]) -> Metric:
    return _filled(GaugeMetricFamily(f"{PREFIX}{name}", what, labels=[label] if label else []), label, values)


def _filled(family: Any, label: str | None, values: Mapping[str, float]) -> Metric:  # noqa: ANN401 - two classes
    for key, value in values.items():
        family.add_metric([key] if label else [], value)
    filled: Metric = family
    return filled
