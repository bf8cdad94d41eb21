"""The processes of a bot, as /admin status lists them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final

from discord.utils import format_dt

from bot.i18n import Texts
from bot.storage import ProcessRecord
from bot.ui.fitting import short

SILENT: Final = dt.timedelta(seconds=90)
"""A process writes every 30 seconds, so two may be missing."""

MOST: Final = 20
"""Processes that are listed; each line is about a hundred characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedBot:
    """The processes of a bot at `now`. `newest` is the revision of `base` that was loaded last, None without a load."""

    processes: tuple[ProcessRecord, ...]
    base: str
    newest: str | None
    now: dt.datetime

    @property
    def healthy(self) -> bool:
        """Whether no process is behind, silent or without a connection."""
        return all(each.connected and not self.is_silent(each) and not self.is_behind(each) for each in self.processes)

    def is_silent(self, process: ProcessRecord) -> bool:
        """Return whether a process has stopped to write."""
        return self.now - process.beat > SILENT

    def is_behind(self, process: ProcessRecord) -> bool:
        """Return whether a process answers from another revision than the newest."""
        return self.newest is not None and process.revisions.get(self.base, self.newest) != self.newest


def process_list(bot: SharedBot, words: Texts) -> str:
    """List the processes in the order of their shards; one that is behind, silent or without a connection is marked."""
    ordered = sorted(bot.processes, key=_numbers)
    lines = [_line(each, bot, words) for each in ordered[:MOST]]
    more = [f"-# + {len(bot.processes) - MOST}"] if len(bot.processes) > MOST else []
    return "\n".join([f"**{words.processes}**", *lines, *more])


def _numbers(process: ProcessRecord) -> list[int]:
    """Return the numbers in what `--shards` takes, so that shard 12 comes after shard 4."""
    return [int(number) for number in re.findall(r"\d+", process.shards)]


def _line(process: ProcessRecord, bot: SharedBot, words: Texts) -> str:
    revision = process.revisions.get(bot.base)
    parts = [f"`{process.id}`", words.process_shards.format(shards=process.shards)]
    parts += [] if revision is None else [f"`{short(revision)}`"]
    parts += [f"**{words.process_behind}**"] if bot.is_behind(process) else []
    if bot.is_silent(process):
        parts.append(f"**{words.process_silent.format(moment=format_dt(process.beat, 'R'))}**")
    elif not process.connected:
        parts.append(f"**{words.process_not_connected}**")
    elif process.latency is not None:
        parts.append(words.gateway_latency.format(milliseconds=words.number(round(process.latency * 1000))))
    return " · ".join(parts)
