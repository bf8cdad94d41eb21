from __future__ import annotations

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from accepted import check_layout, ids_of, texts_of
from discord_reader import read

from bot import ui
from bot.core.briefing.obstacles import Obstacle, ObstacleKind
from bot.core.briefing.schedule import EditionDays, EditionForm, Schedule
from bot.i18n import ENGLISH, SPANISH, Texts
from bot.storage import Origin, Pause, StoredSchedule, UnreadableSchedule
from bot.ui import ScheduleStatus, custom_ids

ZONE = ZoneInfo("America/New_York")
NEXT = dt.datetime(2031, 6, 3, 8, 0, tzinfo=ZONE)
STAMP = int(NEXT.timestamp())
SCHEDULE = StoredSchedule(
    channel=7,
    time=dt.time(8),
    timezone=ZONE,
    facts=3,
    guild=1,
    origin=Origin.COMMAND,
    by=5,
    since=NEXT - dt.timedelta(days=9),
)
PAUSED = SCHEDULE.model_copy(update={"pause": Pause(reason="missing", since=NEXT)})
MISSING = Obstacle(kind=ObstacleKind.MISSING, permissions=("view_channel", "send_messages"))
BOTH = pytest.mark.parametrize("words", [ENGLISH, SPANISH], ids=["en", "es"])


def status_of(schedule: StoredSchedule = SCHEDULE, **changed: Any) -> ScheduleStatus:
    return ScheduleStatus(schedule=schedule, next=NEXT, **changed)


def shown(*statuses: ScheduleStatus | UnreadableSchedule, words: Texts = ENGLISH) -> str:
    layout = ui.schedules(statuses, words)
    check_layout(layout)
    return "\n".join(texts_of(layout))


def test_a_schedule_that_was_set_is_told_in_a_sentence_and_its_time_once() -> None:
    layout = ui.scheduled(SCHEDULE, NEXT, ENGLISH)

    check_layout(layout)
    (text,) = texts_of(layout)
    assert text.split("\n") == [
        "### <#7> gets a briefing: 3 facts every day.",
        rf"Next briefing: <t:{STAMP}:F>, your time. It follows the clocks of America\/New\_York.",
    ]


EVERYTHING = {
    "days": EditionDays.WEEKDAYS,
    "only_new": True,
    "role": 9,
    "thread": True,
    "form": EditionForm.SHORT,
}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            ENGLISH,
            (
                "### <#7> gets a briefing: 3 facts from Monday to Friday, without quotes, in a new thread each time, "
                "with a mention of <@&9>, only when something is new."
            ),
        ),
        (
            SPANISH,
            (
                "### <#7> recibe un resumen: 3 hechos de lunes a viernes, en versión corta, cada vez en un hilo nuevo, "
                "con una mención de <@&9>, solo si hay algo nuevo."
            ),
        ),
    ],
    ids=["en", "es"],
)
def test_every_option_is_in_the_sentence(words: Texts, sentence: str) -> None:
    (text,) = texts_of(ui.scheduled(SCHEDULE.model_copy(update=EVERYTHING), NEXT, words))

    assert text.split("\n")[0] == sentence
    assert sentence.removeprefix("### <#7> ").partition(": ")[2].rstrip(".") in shown(
        status_of(SCHEDULE.model_copy(update=EVERYTHING)), words=words
    )


@BOTH
@pytest.mark.parametrize("days", EditionDays)
def test_all_days_have_their_words(days: EditionDays, words: Texts) -> None:
    (text,) = texts_of(ui.scheduled(SCHEDULE.model_copy(update={"days": days}), NEXT, words))

    assert words.schedule_days[days].format(facts=words.count(3, words.fact)) in text


def test_the_reply_says_what_was_replaced_and_what_was_already_sent() -> None:
    before = Schedule(channel=7, time=dt.time(19, 30), timezone=ZoneInfo("Europe/London"), facts=1)
    earlier = int(dt.datetime(2031, 6, 3, 19, 30, tzinfo=ZoneInfo("Europe/London")).timestamp())

    (text,) = texts_of(ui.scheduled(SCHEDULE, NEXT, ENGLISH, before=before, sent=dt.date(2031, 6, 2)))

    assert f"This replaces: 1 fact every day at <t:{earlier}:t>." in text
    assert "The briefing for 2 June 2031 was already sent. Each channel gets one per day." in text


def test_a_server_without_briefings_reads_how_to_set_one() -> None:
    assert "/briefing schedule" in read(shown()).shown


def test_a_briefing_that_runs_shows_the_last_and_the_next() -> None:
    text = shown(status_of(sent=dt.date(2031, 6, 2), link="https://discord.com/channels/1/7/9"))

    assert f"<t:{STAMP}:F>" in text
    assert "last sent: [2 June 2031](https://discord.com/channels/1/7/9) · set up by <@5>" in text
    assert "⚠️" not in text


def test_a_briefing_of_the_config_that_was_never_sent_says_both() -> None:
    assert "not sent yet · set up in the bot's config" in shown(status_of(SCHEDULE.model_copy(update={"by": None})))


def test_a_paused_briefing_says_why_and_since_when_and_promises_no_next_one() -> None:
    text = shown(status_of(PAUSED, obstacle=MISSING))

    assert f"Paused since <t:{STAMP}:f>: the bot is missing permissions: View Channel, Send Messages." in text
    assert "Next briefing" not in text
    assert f"3 facts every day at <t:{STAMP}:t>" in text


@BOTH
def test_a_role_that_was_deleted_is_reported(words: Texts) -> None:
    assert words.schedule_role_gone in shown(status_of(role_gone=True), words=words)
    assert words.schedule_role_gone not in shown(status_of(), words=words)


def test_obstacles_to_come_are_reported_in_advance() -> None:
    text = shown(status_of(obstacle=MISSING))

    assert "⚠️ The bot is missing permissions: View Channel, Send Messages." in text
    assert "Next briefing" in text


@BOTH
@pytest.mark.parametrize(
    ("zone", "warned"), [("EST", True), ("Etc/GMT+5", True), ("UTC", False), ("US/Eastern", False)]
)
def test_a_schedule_with_an_offset_for_a_zone_goes_on_and_says_so(zone: str, warned: bool, words: Texts) -> None:  # noqa: FBT001
    text = shown(status_of(SCHEDULE.model_copy(update={"timezone": ZoneInfo(zone)})), words=words)

    warning = words.schedule_fixed_zone.format(zone=zone)
    assert (f"⚠️ {warning}" in read(text).shown) == warned
    assert f"<t:{STAMP}:F>" in text


@BOTH
def test_a_schedule_that_cannot_be_read_names_its_channel_and_the_reason(words: Texts) -> None:
    text = shown(UnreadableSchedule(channel=7, guild=1, reason="time is '25:00'" + "x" * 1000), words=words)

    assert text.split("\n")[1] == "**<#7>**"
    assert "(time is '25:00'xxx" in read(text).shown
    assert len(text) < 600


@BOTH
@pytest.mark.parametrize("kind", ObstacleKind)
def test_every_obstacle_has_its_words(kind: ObstacleKind, words: Texts) -> None:
    obstacle = Obstacle(kind=kind, permissions=("send_messages",))

    text = ui.pause_message(obstacle, words, channel=7, name="gen_eral", guild="News*room")

    assert "{" not in text
    assert "#gen_eral" in read(text).shown
    assert "News*room" in read(text).shown
    assert len(text) <= 2000


def test_a_channel_whose_name_is_not_known_is_mentioned() -> None:
    assert "<#7>" in ui.pause_message(Obstacle(kind=ObstacleKind.GONE), ENGLISH, channel=7, name=None, guild=None)


@BOTH
def test_many_briefings_are_paged_and_none_is_left_out(words: Texts) -> None:
    names = tuple(ENGLISH.permission)
    longest = {
        "role_gone": True,
        "obstacle": Obstacle(kind=ObstacleKind.MISSING, permissions=names),
        "sent": NEXT.date(),
        "link": f"https://discord.com/channels/{'/'.join(['9' * 20] * 3)}",
    }
    zone = ZoneInfo("America/Argentina/ComodRivadavia")
    many: list[ScheduleStatus | UnreadableSchedule] = [
        status_of(
            PAUSED.model_copy(
                update={**EVERYTHING, "role": 10**19, "channel": 10**19 + number, "by": 10**19, "timezone": zone}
            ),
            **longest,
        )
        for number in range(20)
    ]
    many += [UnreadableSchedule(channel=10**19 + number, guild=1, reason="_" * 1000) for number in range(20, 40)]

    told: list[str] = []
    for page in range(99):
        layout = ui.schedules(many, words, page)
        check_layout(layout)
        told += re.findall(r"\*\*<#(\d+)>\*\*", "\n".join(texts_of(layout)))
        if custom_ids.SchedulesPage(page=page + 1).encode() not in ids_of(layout):
            break

    assert told == [str(10**19 + number) for number in range(40)]
