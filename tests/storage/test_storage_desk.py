from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from bot.core.factbase.news import FactNews, KnownFact, NewsKind
from bot.storage import DeskCard, DeskSettings, DeskState, FollowedNews, Pace, Store, Telling
from bot.store_address import PostgresAddress

NOW = dt.datetime(2031, 3, 6, 9, 30, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(minutes=5)
GUILD, USER, CURATOR = 5, 42, 43
LAMP = KnownFact(digest="d1", statement="It stands 38 metres high.", topics=("light",))
CORRECTED = FactNews(fact="lamp", kind=NewsKind.CORRECTED, before=LAMP.statement, topics=("light", "sea"))
WISH = Telling(question=1, user=USER, locale="es-ES", channel=7, at=NOW)


async def asked(store: Store, text: str = "who painted it", *, guild: int = GUILD, at: dt.datetime = NOW) -> int:
    return await store.desk_questions.add(
        base="default", guild=guild, text=text, outcome="abstention", shown=None, nearest=("lamp", "sea"), at=at
    )


async def noted(store: Store, news: FactNews, before: KnownFact = LAMP, digest: str = "d2") -> bool:
    """Note news of the lamp."""
    now = replace(before, digest=digest)
    return await store.follows.note("default", news=(news,), now={"lamp": now}, before={"lamp": before}, at=NOW)


async def followed(store: Store, *topics: str) -> None:
    """Let the user follow topics of a base whose only fact is known."""
    await store.follows.note("default", news=(), now={"lamp": LAMP}, before={}, at=NOW)
    await store.follows.follow(USER, base="default", topics=topics, pace=None, locale="en-US", at=NOW)


async def test_a_desk_keeps_its_channel_and_its_curators_apart(place: Path | PostgresAddress) -> None:
    async with Store.open(place) as store:
        await store.desks.put(1, DeskSettings(channel=10, roles=frozenset({3, 4})))
        await store.desks.put(2, DeskSettings(roles=frozenset({3})))
        await store.desks.put(1, DeskSettings(channel=11, roles=frozenset({4})))
    async with Store.open(place) as store:
        assert await store.desks.all() == {
            1: DeskSettings(channel=11, roles=frozenset({4})),
            2: DeskSettings(roles=frozenset({3})),
        }


async def test_a_question_is_counted_until_somebody_decides_on_it_and_only_once(place: Path | PostgresAddress) -> None:
    async with Store.open(place) as store:
        number = await asked(store)
        times = [await store.desk_questions.ask_again(number, at=LATER) for _ in range(2)]
        decided = await store.desk_questions.answer(number, fact="lamp", unknown=None, by=CURATOR, at=LATER)
        again = await store.desk_questions.dismiss(number, reason="No.", by=CURATOR, at=LATER)
        late = await store.desk_questions.ask_again(number, at=LATER)
        found = await store.desk_questions.find(number)
        counts = await store.desk_questions.counts(GUILD)

    assert (times, decided, again, late) == ([2, 3], True, False, None)
    assert found is not None
    assert (found.state, found.fact, found.decided_by, found.times) == (DeskState.ANSWERED, "lamp", CURATOR, 3)
    assert found.nearest == ("lamp", "sea")
    assert counts == {DeskState.ANSWERED: 1}


async def test_only_open_questions_of_the_server_stand_and_only_those_without_a_card_are_to_be_posted(
    place: Path | PostgresAddress,
) -> None:
    async with Store.open(place) as store:
        posted, waiting, done = [await asked(store, text) for text in ("a", "b", "c")]
        await asked(store, guild=GUILD + 1)
        await store.desk_questions.record(posted, DeskCard(channel=7, message=8, thread=8))
        await store.desk_questions.dismiss(done, reason="No.", by=CURATOR, at=LATER)
        standing = [each.id for each in await store.desk_questions.open(GUILD, "default", limit=9)]
        unposted = await store.desk_questions.unposted()
        await store.desk_questions.forget_card(posted)
        found = await store.desk_questions.find(posted)

    assert standing == [waiting, posted]
    assert [number for number, guild in unposted if guild == GUILD] == [waiting]
    assert found is not None
    assert found.card is None


async def test_a_wish_is_due_once_its_question_is_decided_and_reserved_by_one_process(
    place: Path | PostgresAddress,
) -> None:
    async with Store.open(place) as store:
        wish = replace(WISH, question=await asked(store))
        kept = await store.tellings.put(wish)
        before = await store.tellings.due()
        await store.desk_questions.dismiss(wish.question, reason="No.", by=CURATOR, at=LATER)
        late = await store.tellings.put(replace(wish, user=99))
        due = await store.tellings.due()
        reserved = [await store.tellings.reserve(wish, at=LATER) for _ in range(2)]
        (pending,) = await store.tellings.due()
        resumed = await store.tellings.reserve(pending, at=LATER)
        await store.tellings.delete(wish)
        left = await store.tellings.due()

    assert (kept, late) == (True, False)
    assert (before, due) == ((), (wish,))
    assert reserved == [True, False]
    assert (pending.reserved_at, resumed) == (LATER, True)
    assert left == ()


async def test_old_questions_take_their_wishes_with_them_and_a_forgotten_user_leaves_none(
    place: Path | PostgresAddress,
) -> None:
    async with Store.open(place) as store:
        old, new = await asked(store, at=NOW - dt.timedelta(days=90)), await asked(store)
        for question in (old, new):
            await store.tellings.put(replace(WISH, question=question))
        expired = await store.desk_questions.expire(NOW - dt.timedelta(days=30))
        gone = [await store.tellings.waiting(each) for each in (old, new)]
        forgotten = await store.tellings.forget(USER)

    assert (expired, gone, forgotten) == (1, [0, 1], 1)


async def test_news_are_noted_once_for_each_follower_and_fact_and_not_by_two_processes(
    place: Path | PostgresAddress,
) -> None:
    async with Store.open(place) as store:
        await followed(store, "light", "sea")
        noted_first, noted_again = await noted(store, CORRECTED), await noted(store, CORRECTED)
        number = await store.follows.reserve(USER, at=NOW)
        second = await store.follows.reserve(USER, at=NOW)
        news = await store.follows.news(USER, number or 0)

    assert (noted_first, noted_again) == (True, False)
    assert (number, second) == (1, None)
    assert news == (
        FollowedNews(base="default", fact="lamp", topic="light", kind=NewsKind.CORRECTED, before=LAMP.statement),
    )


async def test_news_of_a_fact_in_a_reserved_message_belong_to_the_next_one(place: Path | PostgresAddress) -> None:
    async with Store.open(place) as store:
        await followed(store, "light")
        await noted(store, CORRECTED)
        first = await store.follows.reserve(USER, at=NOW)
        await noted(store, CORRECTED, before=replace(LAMP, digest="d2"), digest="d3")
        await store.follows.record(USER, first or 0, at=LATER)
        (follower,) = await store.follows.waiting()
        second = await store.follows.reserve(USER, at=LATER)
        news = await store.follows.news(USER, second or 0)

    assert (follower.last_told, follower.due_from) == (LATER, LATER + dt.timedelta(days=1))
    assert (second, [each.fact for each in news]) == (2, ["lamp"])


async def test_who_stops_following_everything_is_deleted_with_the_news(place: Path | PostgresAddress) -> None:
    async with Store.open(place) as store:
        await followed(store, "light", "sea")
        await store.follows.follow(USER, base="default", topics=("sea",), pace=Pace.AT_ONCE, locale="es", at=NOW)
        await noted(store, CORRECTED)
        some = await store.follows.unfollow(USER, ("sea",))
        left = [each.topic for each in await store.follows.of(USER)]
        follower = await store.follows.find(USER)
        rest, nothing = await store.follows.unfollow(USER, None), await store.follows.unfollow(USER, None)
        waiting = await store.follows.waiting()
        found = await store.follows.find(USER)

    assert (some, left, rest, nothing) == (True, ["light"], True, False)
    assert follower is not None
    assert (follower.pace, follower.locale) == (Pace.AT_ONCE, "es")
    assert (waiting, found) == ((), None)


async def test_a_card_is_reserved_before_it_is_posted_and_a_decision_that_is_undone_opens_the_question_again(
    place: Path | PostgresAddress,
) -> None:
    async with Store.open(place) as store:
        number = await asked(store)
        await store.desk_questions.reserve(number, at=LATER)
        reserved = await store.desk_questions.find(number)
        early = await store.desk_questions.reopen(number)
        await store.desk_questions.answer(number, fact="lamp", unknown=None, by=CURATOR, at=LATER)
        reopened = await store.desk_questions.reopen(number)
        found = await store.desk_questions.find(number)

    assert reserved is not None
    assert found is not None
    assert (reserved.reserved_at, early, reopened) == (LATER, False, True)
    assert (found.state, found.fact, found.decided_by, found.decided_at) == (DeskState.OPEN, None, None, None)


async def test_who_refuses_direct_messages_gets_no_news_until_they_follow_something_again(
    place: Path | PostgresAddress,
) -> None:
    async with Store.open(place) as store:
        await followed(store, "light")
        await noted(store, CORRECTED)
        await store.follows.close(USER, at=LATER)
        closed = await store.follows.find(USER)
        await noted(store, CORRECTED, before=replace(LAMP, digest="d2"), digest="d3")
        waiting = await store.follows.waiting()
        await store.follows.open(USER)
        opened = await store.follows.find(USER)
        forgotten = await store.follows.forget(USER)
        await store.follows.forget_facts("default")
        known = await store.follows.known("default")

    assert closed is not None
    assert opened is not None
    assert (closed.closed_at, opened.closed_at, waiting) == (LATER, None, ())
    assert (forgotten, known) == (1, {})
