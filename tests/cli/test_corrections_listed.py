from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from bases import write_base
from commands import run_command

from bot.core.factbase.corrections import FactCorrection, Said
from bot.core.knowledge.model import Standing
from bot.errors import UsageError
from bot.i18n import ENGLISH, SPANISH
from bot.storage import Store

NOW = dt.datetime(2031, 3, 9, 8, 0, tzinfo=dt.UTC)
OLD = Said(statement="The lamp stands 38 metres high.", standing=Standing.REPORTED, attribution="Ostrand Post")
NEW = Said(statement="The lamp stands 83 metres high.", standing=Standing.REPORTED, attribution="Ostrand Post")


@pytest.fixture
async def config(tmp_path: Path) -> Path:
    """A config whose store has two corrections, and a change of the wording."""
    file = write_base(tmp_path)
    async with Store.open(tmp_path / "state/bot.sqlite3") as store:
        changes = [
            FactCorrection(fact="lamp-height", old=OLD, new=NEW),
            FactCorrection(fact="lamp-height", old=NEW, new=OLD, wording=True),
            FactCorrection(fact="lamp-range", old=OLD, new=None, reason="The paper withdrew it."),
        ]
        await store.posted.publish("default", changes, revision="abc", at=NOW)
    return file


def test_the_corrections_are_listed_newest_first(config: Path) -> None:
    code, out, _ = run_command("corrections", "--config", config)

    assert code == 0
    assert out.split("\n") == [
        "Retired on 9 March 2031 (lamp-range)",
        "  Before: The lamp stands 38 metres high. [Reported by Ostrand Post] ",
        "  The paper withdrew it.",
        "",
        "Corrected on 9 March 2031 (lamp-height)",
        "  Before: The lamp stands 38 metres high. [Reported by Ostrand Post] ",
        "  Now: The lamp stands 83 metres high. [Reported by Ostrand Post] ",
        "",
        "",
    ]
    assert SPANISH.retired_on.partition("{")[0] in run_command("corrections", "--config", config, "--lang", "es")[1]


def test_the_corrections_can_be_had_as_json(config: Path) -> None:
    found = json.loads(run_command("corrections", "--json", "--config", config)[1])

    assert [(each["fact"], each["kind"], each["reason"]) for each in found] == [
        ("lamp-range", "retired", "The paper withdrew it."),
        ("lamp-height", "changed", None),
    ]
    assert found[1]["new"]["statement"] == NEW.statement
    assert found[0]["new"] is None


async def test_a_bot_that_has_corrected_nothing_says_so(tmp_path: Path) -> None:
    config = write_base(tmp_path)
    with pytest.raises(UsageError, match="there is no database"):
        run_command("corrections", "--config", config)
    async with Store.open(tmp_path / "state/bot.sqlite3"):
        pass

    assert run_command("corrections", "--config", config)[:2] == (0, f"{ENGLISH.corrections_none}\n")
