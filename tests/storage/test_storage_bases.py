"""What belongs to one of several bases is not shown to another."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

from logged import log_question
from test_storage_migrations import made

from bot.storage import DEFAULT_BASE, LoadReason, LoadRecord, ServerSettings, Store, VoteCount
from bot.storage.questions import read_unanswered
from bot.storage.revisions import KEPT

NOW = dt.datetime(2031, 3, 4, 8, 0, tzinfo=dt.UTC)
DAY = NOW.date()
BASES = ("harbour", "council")


async def ask(store: Store, text: str, base: str, outcome: str = "answer") -> int:
    return await log_question(
        store, at=NOW, text=text, outcome=outcome, fact="lamp", confidence=0.5, guild=5, base=base
    )


async def test_the_questions_to_a_base_are_listed_for_it_alone(store: Store) -> None:
    for base in BASES:
        for number in range(3):
            await ask(store, f"{base} {number}", base)
        await ask(store, f"{base} unanswered", base, "abstention")

    for base in BASES:
        latest = await store.questions.latest(9, base=base)
        unanswered = await store.questions.unanswered(9, base=base)

        assert [asked.text for asked in latest] == [f"{base} {end}" for end in ("unanswered", 2, 1, 0)]
        assert {asked.base for asked in latest} == {base}
        assert [asked.text for asked in unanswered] == [f"{base} unanswered"]
        assert await store.questions.most_asked(9, base=base) == ("lamp",)
    assert await store.questions.latest(9) == ()
    assert await store.questions.most_asked(9) == ()


async def test_votes_are_counted_for_the_base_that_was_asked(store: Store) -> None:
    for base, up in zip(BASES, (True, False), strict=True):
        question = await ask(store, "how high", base)
        await store.votes.cast(question=question, fact="lamp", voter="v", up=up, at=NOW)
        await store.votes.say(question=question, voter="v", word=f"of {base}")

    assert await store.votes.counts(base="harbour") == (VoteCount(fact="lamp", up=1, down=0, words=()),)
    assert await store.votes.counts(base="council") == (VoteCount(fact="lamp", up=0, down=1, words=("of council",)),)


async def test_each_base_has_a_history_of_its_own_and_keeps_its_revisions(store: Store) -> None:
    load = LoadRecord(at=NOW, revision="aa", reason=LoadReason.START, facts=3, base="harbour")
    await store.revisions.accept(load, {"a.txt": b"the harbour"})
    for number in range(KEPT + 2):
        other = dataclasses.replace(load, revision=f"c{number}", base="council")
        await store.revisions.accept(other, {"a.txt": b"the council"})
    await store.revisions.accept(load, {"a.txt": b"the harbour"})

    assert await store.revisions.history(base="harbour") == (load,)
    assert await store.revisions.last(base="council") == other
    assert await store.revisions.last() is None
    assert await store.revisions.files("aa", base="harbour") == {"a.txt": b"the harbour"}
    assert await store.revisions.files("aa", base="council") is None
    assert await store.revisions.files("c0", base="council") is None
    assert await store.revisions.files("c2", base="council") == {"a.txt": b"the council"}


async def test_a_channel_whose_server_has_changed_its_base_has_been_told_nothing_of_the_new_one(store: Store) -> None:
    await store.deliveries.reserve(channel=7, day=DAY, nonce="n", now=NOW)
    await store.deliveries.record(
        channel=7, day=DAY, message=1, now=NOW, told=["lamp"], digests={"lamp": "aa"}, base="harbour"
    )

    assert await store.deliveries.told(7, base="harbour") == {"lamp": DAY}
    assert await store.deliveries.last_digests(7, base="harbour") == {"lamp": "aa"}
    assert await store.deliveries.told(7, base="council") == {}
    assert await store.deliveries.last_digests(7, base="council") is None


async def test_a_server_keeps_the_base_that_it_has_chosen(store: Store) -> None:
    chosen = ServerSettings(language="es", base="harbour")
    await store.settings.put(1, chosen)
    await store.settings.put(2, ServerSettings())

    assert await store.settings.all() == {1: chosen, 2: ServerSettings()}


async def test_what_an_older_file_holds_belongs_to_the_default_base(tmp_path: Path) -> None:
    path = made(tmp_path, 6)
    before = read_unanswered(path, limit=9)
    async with Store.open(path) as store:
        asked = await store.questions.latest(9)
        loads = await store.revisions.history()
        settings = await store.settings.all()

        assert await store.deliveries.told(7) == {"lamp-height": dt.date(2031, 3, 3), "lamp-range": dt.date(2031, 3, 2)}
        assert await store.deliveries.last_digests(7) == {"lamp-height": "aa"}
        assert await store.revisions.files("aa11") is not None
    assert [question.text for question in before] == ["who painted the lamp"]
    assert {question.base for question in (*before, *asked)} == {DEFAULT_BASE}
    assert [load.revision for load in loads] == ["bb22", "aa11"]
    assert settings[5].base is None
