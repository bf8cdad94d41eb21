from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.core.factbase.corrections import FactCorrection, Said
from bot.core.knowledge.model import Standing
from bot.storage import LoadReason, LoadRecord, PostedKind, PostedMessage, ShownFact, Store
from bot.store_address import PostgresAddress

NOW = dt.datetime(2031, 3, 6, 9, 30, tzinfo=dt.UTC)
HOME = 7
OLD = Said(statement="It stands 38 metres high.", standing=Standing.STATED, attribution="the keeper")
NEW = replace(OLD, statement="It stands 39 metres high.")
CHANGE = FactCorrection(fact="lamp", old=OLD, new=NEW)


def briefing(message: int, *, home: int | None = HOME) -> PostedMessage:
    """An edition that shows the lamp."""
    return PostedMessage(
        message=message,
        channel=HOME,
        home=home,
        kind=PostedKind.BRIEFING,
        base="default",
        revision="r1",
        language="en",
        at=NOW,
        facts=(ShownFact(fact="lamp", said=OLD, card=(0, 1)),),
    )


async def test_the_next_edition_tells_what_was_corrected_since_the_last_one_of_its_channel(
    place: Path | PostgresAddress,
) -> None:
    async with Store.open(place) as store:
        await store.posted.add(briefing(1))
        await store.posted.add(briefing(2, home=None))
        nothing = await store.posted.for_edition(HOME, "default")
        await store.posted.publish("default", [CHANGE], revision="r2", at=NOW)
        await store.posted.publish("other", [CHANGE], revision="r2", at=NOW)
        told = await store.posted.for_edition(HOME, "default")
        elsewhere = await store.posted.for_edition(HOME + 1, "default")
        await store.posted.add(briefing(3))
        after = await store.posted.for_edition(HOME, "default")

    assert nothing == elsewhere == after == ()
    assert [each.change for each in told] == [CHANGE]


async def loaded(store: Store, revision: str, *, minute: int = 0, corrections: Sequence[FactCorrection] = ()) -> None:
    at = NOW + dt.timedelta(minutes=minute)
    record = LoadRecord(at=at, revision=revision, reason=LoadReason.RELOAD, facts=1)
    await store.revisions.accept(record, {"a": b"b"}, corrections=corrections)


async def test_a_message_of_a_process_that_is_behind_is_edited_and_one_of_the_new_revision_is_not(
    place: Path | PostgresAddress,
) -> None:
    async with Store.open(place) as store:
        await loaded(store, "r1")
        await store.posted.publish("default", [CHANGE], revision="r2", at=NOW)
        between = await store.posted.add(briefing(1))
        await loaded(store, "r2")
        behind = await store.posted.add(briefing(2))
        new = await store.posted.add(replace(briefing(3), revision="r2"))
        await store.posted.publish("default", [CHANGE], revision="r3", at=NOW)
        late = await store.posted.add(replace(briefing(4), revision="r2"))

    assert (between, behind, new, late) == (True, True, False, True)


async def test_what_a_revision_corrects_when_it_is_loaded_again_is_new_to_messages_of_the_one_before(
    place: Path | PostgresAddress,
) -> None:
    back = FactCorrection(fact="lamp", old=NEW, new=OLD)
    async with Store.open(place) as store:
        await loaded(store, "r1")
        await loaded(store, "r2", minute=1, corrections=[CHANGE])
        await loaded(store, "r1", minute=2, corrections=[back])
        between = await store.posted.add(briefing(1))
        await loaded(store, "r2", minute=3, corrections=[CHANGE])
        behind = await store.posted.add(briefing(2))
        new = await store.posted.add(replace(briefing(3), revision="r2"))

    assert (between, behind, new) == (False, True, False)
