"""Bytes that a failing disk has changed: in the schema, in an index, in one row."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from logged import log_question

from bot.errors import BotError, StoreError, UsageError
from bot.storage import (
    DECLINED,
    DamagedRevision,
    LoadReason,
    LoadRecord,
    Origin,
    Pending,
    Reserved,
    Store,
    StoredSchedule,
    VoteCount,
)
from bot.storage.backup import back_up
from bot.storage.questions import read_unanswered
from bot.storage.state import read_last_beat

DAY = dt.date(2031, 3, 4)
NOW = dt.datetime(2031, 3, 4, 8, 0, tzinfo=dt.UTC)
ASIDE = "a.sqlite3.corrupt-20310304T080000Z"
HEADER, PAGE = 100, 4096
FILES = {"seeds/log.txt": b"The lamp.", "knowledge/topics.yaml": b"- id: light\n" * 100}
DAMAGED = b"2031\xff"  # the last byte is no text


@pytest.fixture
async def path(tmp_path: Path) -> Path:
    """A store that has been used for a while, with every kind of row, and that nobody has open."""
    file = tmp_path / "a.sqlite3"
    async with Store.open(file, now=lambda: NOW) as store:
        await fill(store)
    return file


async def fill(store: Store) -> None:
    for channel in (7, 8):
        schedule = StoredSchedule(
            channel=channel, time=dt.time(8), timezone=ZoneInfo("Europe/Madrid"), origin=Origin.COMMAND, since=NOW
        )
        await store.schedules.put(schedule)
        for day in (DAY - dt.timedelta(days=1), DAY):
            await store.deliveries.reserve(channel=channel, day=day, nonce="n", now=NOW)
            await store.deliveries.record(channel=channel, day=day, message=1, now=NOW, told=["a", "b"], digests={})
    for number, outcome in enumerate(("answer", "abstention", DECLINED)):
        text = f"how high is lamp {number}"
        await log_question(store, at=NOW, text=text, outcome=outcome, fact="lamp", confidence=0.5, guild=5)
        await store.votes.cast(question=number + 1, fact="lamp", voter="v", up=False, at=NOW)
        await store.votes.say(question=number + 1, voter="v", word=f"outdated {number}")
    await store.votes.key(lambda: b"key")
    for revision in ("aa", "bb"):
        load = LoadRecord(at=NOW, revision=revision, reason=LoadReason.RELOAD, facts=11)
        await store.revisions.accept(load, FILES)
    await store.heartbeat.beat(NOW)
    await store.command_syncs.record(1, "global", "aa")


def damage(path: Path, change: str) -> None:
    """Change rows as no method would; `:damaged` is a text that cannot be read."""
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(change.replace(":damaged", "CAST(:damaged AS TEXT)"), {"damaged": DAMAGED})


async def read_everything(store: Store) -> None:
    """Call every reader. Any StoreError is fine: the callers are prepared for it."""
    for channel in (7, 8):
        for read in (store.schedules.find, store.deliveries.delivered, store.deliveries.told):
            with suppress(StoreError):
                await read(channel)
        with suppress(StoreError):
            await store.deliveries.last_digests(channel)
        with suppress(StoreError):
            await store.deliveries.last(channel)
        with suppress(StoreError):
            await store.deliveries.reserve(channel=channel, day=DAY, nonce="n", now=NOW)
    for query in (
        store.schedules.active(),
        store.questions.latest(9),
        store.questions.unanswered(9),
        store.questions.find(1),
        store.votes.counts(),
        store.votes.key(lambda: b"key"),
        store.revisions.files("aa"),
        store.revisions.history(),
        store.heartbeat.last(),
        store.command_syncs.digests(1),
        store.questions.expire(NOW, now=NOW),
    ):
        with suppress(StoreError):
            await query


def header(rng: random.Random, _content: bytes) -> int:
    return rng.randrange(HEADER)


def schema(rng: random.Random, content: bytes) -> int:
    return rng.choice([place for place in range(HEADER, PAGE) if content[place]])


def anywhere(rng: random.Random, content: bytes) -> int:
    return rng.choice([place for place, byte in enumerate(content) if byte])


@pytest.mark.parametrize("where", [header, schema, anywhere])
async def test_a_changed_byte_ends_no_start_health_report_or_backup_in_a_traceback(
    path: Path, tmp_path: Path, where: Callable[[random.Random, bytes], int]
) -> None:
    rng, content = random.Random(5), path.read_bytes()
    for number in range(50):
        folder = tmp_path / str(number)
        folder.mkdir()
        file, changed = folder / path.name, bytearray(content)
        changed[where(rng, content)] ^= rng.choice((1, 2, 4, 8, 16, 32, 64, 128, 255))
        file.write_bytes(changed)
        with suppress(BotError):
            read_last_beat(file)
        with suppress(BotError):
            read_unanswered(file, limit=9)
        with suppress(BotError):
            back_up(file, folder / "copy.sqlite3", NOW)
        refused = ""
        try:
            async with Store.open(file, now=lambda: NOW) as store:
                await read_everything(store)
        except UsageError as error:
            refused = str(error)

        # The number of a newer version cannot be told from a damaged one.
        assert "newer version of the bot" in refused or not refused
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    ("was", "is_now"),
    [
        (b"TABLE schedule (", b"TABLE \xff\xfehedule ("),
        (b"TABLE question (", b"TABLE questio_ ("),
        (b"IN ('reserved', 'sent')", b"IN ('reserved', 'sunt')"),
        (b"INDEX question_at ON question (at)", b"INDEX question_at ON question (id)"),
    ],
)
async def test_a_store_with_a_damaged_schema_is_kept_aside_and_a_new_one_begins(
    path: Path, was: bytes, is_now: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    corrupt = path.read_bytes().replace(was, is_now)
    assert corrupt != path.read_bytes()
    path.write_bytes(corrupt)
    async with Store.open(path, now=lambda: NOW) as store:
        again = await store.deliveries.reserve(channel=7, day=DAY, nonce="n", now=NOW)

    assert path.with_name(ASIDE).read_bytes() == corrupt
    assert isinstance(again, Pending)
    assert f"It was renamed to {ASIDE}" in caplog.text


@pytest.mark.parametrize("version", [0, 1, 2])
async def test_a_store_whose_version_is_not_that_of_its_tables_is_kept_aside(path: Path, version: int) -> None:
    damage(path, f"PRAGMA user_version = {version}")
    async with Store.open(path, now=lambda: NOW):
        pass

    assert path.with_name(ASIDE).exists()


async def test_a_delivery_that_an_index_has_lost_is_not_sent_again(path: Path) -> None:
    damage(path, "PRAGMA user_version")
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA writable_schema = ON")
        # An index without the rows of its table, as after a lost write.
        (root,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'sqlite_autoindex_delivery_1'").fetchone()
        (size,) = db.execute("PRAGMA page_size").fetchone()
    content = bytearray(path.read_bytes())
    content[(root - 1) * size : root * size] = b"\x0a\x00\x00\x00\x00\x10\x00\x00".ljust(size, b"\x00")
    path.write_bytes(content)
    async with Store.open(path, now=lambda: NOW) as store:
        again = await store.deliveries.reserve(channel=7, day=DAY, nonce="n", now=NOW)

    assert isinstance(again, Pending)


@pytest.mark.parametrize("version", [0, 1, 2, 3])
async def test_another_programs_database_is_left_alone_whatever_its_version(tmp_path: Path, version: int) -> None:
    path = tmp_path / "a.sqlite3"
    damage(path, "CREATE TABLE schedule (day TEXT)")
    damage(path, f"PRAGMA user_version = {version}")
    before = path.read_bytes()

    with pytest.raises(UsageError, match="is a database of another program"):
        async with Store.open(path, now=lambda: NOW):
            pass
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


async def test_a_delivery_that_cannot_be_read_affects_no_other_and_the_bot_looks_in_the_channel_first(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    yesterday, tomorrow = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)
    damage(path, "UPDATE delivery SET day = :damaged WHERE channel = 7 AND day = '2031-03-04'")
    async with Store.open(path, now=lambda: NOW) as store:
        delivered = [await store.deliveries.delivered(channel) for channel in (7, 7, 8)]
        last = await store.deliveries.last(7)
        here = await store.deliveries.reserve(channel=7, day=DAY, nonce="n", now=NOW)
        elsewhere = await store.deliveries.reserve(channel=8, day=tomorrow, nonce="n", now=NOW)

    assert delivered == [{yesterday}, {yesterday}, {yesterday, DAY}]
    assert last is not None
    assert last.day == yesterday
    assert isinstance(here, Pending)
    assert here.delivery.reserved_at == dt.datetime(2031, 3, 3, 10, tzinfo=dt.UTC)
    assert isinstance(elsewhere, Reserved)
    assert caplog.text.count("deliveries in the database that cannot be read and are skipped: 1") == 1


@pytest.mark.parametrize("column", ["reserved_at", "sent_at"])
@pytest.mark.parametrize("value", [":damaged", "''", "'0001-01-01T00:00:00+00:00'", "'2031-03-04T08:00:00'"])
async def test_an_instant_of_a_delivery_that_cannot_be_read_costs_only_itself(
    path: Path, column: str, value: str
) -> None:
    damage(path, f"UPDATE delivery SET {column} = {value}, state = 'reserved'")  # noqa: S608 - from the lists above
    async with Store.open(path, now=lambda: NOW) as store:
        reservation = await store.deliveries.reserve(channel=7, day=DAY, nonce="other", now=NOW)

    assert isinstance(reservation, Pending)
    begin = dt.datetime(2031, 3, 3, 10, tzinfo=dt.UTC)
    assert reservation.delivery.reserved_at == (begin if column == "reserved_at" else NOW)


async def test_what_a_channel_was_sent_is_read_without_the_damaged_rows(path: Path) -> None:
    damage(path, "UPDATE told SET day = :damaged WHERE fact = 'a'")
    damage(path, "UPDATE edition_base SET digests = :damaged WHERE channel = 7")
    damage(path, "UPDATE edition_base SET digests = '[]' WHERE channel = 8")
    damage(path, "INSERT INTO lapse VALUES ('2031', :damaged)")
    async with Store.open(path, now=lambda: NOW) as store:
        told = await store.deliveries.told(7)
        digests = [await store.deliveries.last_digests(channel) for channel in (7, 8)]
        reservation = await store.deliveries.reserve(channel=9, day=DAY, nonce="n", now=NOW)

    assert told == {"b": DAY}
    assert digests == [None, None]
    assert isinstance(reservation, Pending)


async def test_questions_are_read_without_those_that_cannot_be(path: Path) -> None:
    damage(path, "UPDATE question SET at = :damaged WHERE id = 3")
    damage(path, "UPDATE question SET text = CAST(x'6c616d70ff' AS TEXT) WHERE id = 2")
    async with Store.open(path, now=lambda: NOW) as store:
        latest = await store.questions.latest(9)
        unanswered = await store.questions.unanswered(9)
        gone = await store.questions.find(3)
        expired = await store.questions.expire(NOW, now=NOW)
    outside = read_unanswered(path, limit=9)

    assert [asked.text for asked in latest] == ["lamp\N{REPLACEMENT CHARACTER}", "how high is lamp 0"]
    assert [asked.id for asked in unanswered] == [asked.id for asked in outside] == [2]
    assert gone is None
    assert expired == 1


async def test_votes_are_counted_though_a_word_cannot_be_read(path: Path) -> None:
    damage(path, "UPDATE vote SET word = CAST(x'ff' AS TEXT) WHERE question = 2")
    async with Store.open(path, now=lambda: NOW) as store:
        counts = await store.votes.counts()

    words = ("outdated 0", "\N{REPLACEMENT CHARACTER}", "outdated 2")
    assert counts == (VoteCount(fact="lamp", up=0, down=3, words=words),)


async def test_the_last_load_that_can_be_read_is_the_last(path: Path) -> None:
    damage(path, "UPDATE load SET at = :damaged WHERE revision = 'bb'")
    async with Store.open(path, now=lambda: NOW) as store:
        last, history = await store.revisions.last(), await store.revisions.history()

    assert last is not None
    assert [load.revision for load in history] == [last.revision] == ["aa"]


async def test_a_heartbeat_that_cannot_be_read_is_ignored_and_replaced_by_the_next(path: Path) -> None:
    damage(path, "UPDATE heartbeat SET at = :damaged")
    with pytest.raises(UsageError, match="the heartbeat is damaged"):
        read_last_beat(path)
    async with Store.open(path, now=lambda: NOW) as store:
        damaged = await store.heartbeat.last()
        await store.heartbeat.beat(NOW)

        assert damaged is None
        assert await store.heartbeat.last() == NOW


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE revision_file SET content = CAST(substr(content, 1, 9) || x'ff' AS BLOB) WHERE path LIKE 'seeds/%'",
        "UPDATE revision_file SET path = 'seeds/lag.txt' WHERE path = 'seeds/log.txt'",
        "UPDATE revision_file SET path = CAST(x'ff' AS TEXT) WHERE path = 'seeds/log.txt'",
        "DELETE FROM revision_file WHERE path = 'seeds/log.txt'",
        "UPDATE revision_checksum SET sha256 = 'ab'",
        "DELETE FROM revision_checksum",
    ],
)
async def test_a_revision_whose_files_have_changed_in_the_store_is_damaged(path: Path, change: str) -> None:
    damage(path, f"{change}{' AND' if 'WHERE' in change else ' WHERE'} revision = 'aa'")
    async with Store.open(path, now=lambda: NOW) as store:
        damaged, whole = await store.revisions.files("aa"), await store.revisions.files("bb")
        await store.revisions.accept(LoadRecord(at=NOW, revision="aa", reason=LoadReason.START, facts=11), FILES)

        assert isinstance(damaged, DamagedRevision)
        assert whole == FILES
        assert await store.revisions.files("aa") == FILES
