from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from bot.i18n import ENGLISH, SPANISH
from bot.storage import ProcessRecord
from bot.ui.processes import MOST, SharedBot, process_list

NOW = dt.datetime(2031, 3, 4, 8, 0, tzinfo=dt.UTC)
WELL = ProcessRecord(
    id="host-1a2b",
    started=NOW,
    beat=NOW,
    connected=True,
    shards="0-3/16",
    latency=0.0421,
    revisions={"default": "aa11" * 16},
)


def shared(*processes: ProcessRecord, newest: str | None = "aa11" * 16) -> SharedBot:
    return SharedBot(processes=processes, base="default", newest=newest, now=NOW)


def test_a_process_is_shown_with_its_shards_revision_and_latency() -> None:
    bot = shared(WELL)

    assert process_list(bot, ENGLISH) == (
        "**Processes**\n`host-1a2b` · shards 0-3/16 · `aa11aa11aa11` · Gateway: 42 ms"
    )
    assert bot.healthy


@pytest.mark.parametrize(
    ("changed", "mark", "spanish"),
    [
        ({"revisions": {"default": "bb22" * 16}}, "**behind**", "**atrasado**"),
        ({"beat": NOW - dt.timedelta(seconds=91)}, "**silent, last seen <t:", "**sin señales"),
        ({"connected": False}, "**not connected**", "**sin conexión**"),
    ],
)
def test_a_process_that_does_not_do_what_it_should_is_marked(
    changed: dict[str, object], mark: str, spanish: str
) -> None:
    bot = shared(WELL, dataclasses.replace(WELL, **changed))  # type: ignore[arg-type]  # each field as it is

    _, first, second = process_list(bot, ENGLISH).splitlines()
    assert "**" not in first
    assert mark in second
    assert spanish in process_list(bot, SPANISH)
    assert not bot.healthy


def test_no_process_is_behind_with_a_base_that_it_has_not_loaded_or_that_has_no_load() -> None:
    assert shared(dataclasses.replace(WELL, revisions={})).healthy
    assert shared(WELL, newest=None).healthy


def test_of_many_processes_the_first_are_listed_and_the_others_counted() -> None:
    lines = process_list(shared(*[WELL] * (MOST + 3)), ENGLISH).splitlines()

    assert len(lines) == MOST + 2
    assert lines[-1] == "-# + 3"


def test_processes_are_listed_in_the_order_of_the_numbers_of_their_shards() -> None:
    shards = ("0-3/16", "12-15/16", "4-7/16", "8-11/16")  # as texts are ordered
    listed = process_list(shared(*(dataclasses.replace(WELL, shards=each) for each in shards)), ENGLISH)

    assert [line.split(" · ")[1] for line in listed.splitlines()[1:]] == [
        "shards 0-3/16",
        "shards 4-7/16",
        "shards 8-11/16",
        "shards 12-15/16",
    ]
