from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from newsrooms import DAY, DUE, Newsroom
from serving import settled

from bot.sandbox import Exchange, Person
from bot.sandbox.options import Value
from bot.storage import StoredSchedule

TOMORROW = DUE + dt.timedelta(days=1)


async def test_a_briefing_that_was_set_goes_out_at_its_time_also_after_a_restart(newsroom: Newsroom) -> None:
    async with newsroom.bot(alarm=newsroom.alarm):
        said = await newsroom.schedule(facts=2)
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await settled(bot)
        before = newsroom.posts()
        await newsroom.at(DUE, bot)

    stamp = int(DUE.timestamp())
    assert said.ephemeral
    assert f"<#{newsroom.channel.id}> gets a briefing: 2 facts every day." in said.text
    assert rf"Next briefing: <t:{stamp}:F>, your time. It follows the clocks of Europe\/London." in said.text
    assert before == []
    assert "3 June 2031" in newsroom.posts()[0].content


async def test_a_new_briefing_wakes_the_scheduler(newsroom: Newsroom) -> None:
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await settled(bot)
        await newsroom.schedule()
        await settled(bot)
        newsroom.clock.now = DUE
        await newsroom.schedule(channel=newsroom.sandbox.channel(newsroom.home, "other"), time="8:00 pm")
        await settled(bot)

    assert newsroom.alarm.asked[:2] == [900, 600]
    assert len(newsroom.posts()) == 1


async def test_setting_it_again_takes_the_place_of_the_one_before_and_says_so(newsroom: Newsroom) -> None:
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule()
        said = await newsroom.schedule(time="9 am", timezone="madrid", facts=1)
        await newsroom.at(DUE, bot)
        stored = await bot.store.schedules.active()

    assert f"This replaces: 3 facts every day at <t:{int(DUE.timestamp())}:t>." in said.text
    assert "gets a briefing: 1 fact every day." in said.text
    assert r"It follows the clocks of Europe\/Madrid." in said.text
    (schedule,) = stored
    assert isinstance(schedule, StoredSchedule)
    assert (schedule.time, schedule.timezone.key, schedule.facts) == (dt.time(9), "Europe/Madrid", 1)
    assert len(newsroom.posts()) == 1


async def test_a_channel_gets_one_a_day_even_if_it_is_set_again(newsroom: Newsroom) -> None:
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule()
        await newsroom.at(DUE, bot)
        said = await newsroom.schedule(time="20:00")
        await newsroom.at(DUE + dt.timedelta(hours=13), bot)

    assert len(newsroom.posts()) == 1
    assert "The briefing for 3 June 2031 was already sent. Each channel gets one per day." in said.text
    assert f"<t:{int(TOMORROW.timestamp()) + 12 * 3600}:F>" in said.text


async def test_setting_the_same_again_after_it_went_out_needs_no_remark(newsroom: Newsroom) -> None:
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule()
        await newsroom.at(DUE, bot)
        newsroom.clock.advance(60)
        said = await newsroom.schedule(facts=1)

    assert "sent already" not in said.text
    assert f"<t:{int(TOMORROW.timestamp())}:F>" in said.text


async def test_a_time_that_is_past_today_begins_tomorrow(newsroom: Newsroom) -> None:
    newsroom.clock.now = DUE + dt.timedelta(hours=1)
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        said = await newsroom.schedule()
        await settled(bot)
        today = newsroom.posts()
        await newsroom.at(TOMORROW, bot)

    assert f"<t:{int(TOMORROW.timestamp())}:F>" in said.text
    assert "sent already" not in said.text
    assert today == []
    assert len(newsroom.posts()) == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"time": "25:00"}, "is not a time. Enter hours and minutes, such as 08"),
        ({"time": "8"}, "“8” is not a time."),
        ({"time": "*8* <@1>"}, r"“\*8\* \<\@1>” is not a time."),
        ({"time": "8" * 4000}, "8888…” is not a time."),
        ({"timezone": "Atlantis"}, "No time zone is called “Atlantis”."),
        ({"timezone": "madird"}, r"“madird” is not the name of a time zone. Did you mean Europe\/Madrid"),
        ({"timezone": ""}, "No time zone is called “”."),
        ({"timezone": "San Juan"}, r"Did you mean America\/Puerto\_Rico, America\/Argentina\/San\_Juan?"),
        ({"timezone": "EST"}, r"“EST” is an offset from UTC, which most places change for the summer."),
        ({"timezone": "EST"}, r"Enter a place, such as America\/New\_York, "),
        ({"timezone": "UTC+2"}, r"Enter a place, such as Europe\/Madrid, "),
        ({"timezone": "Factory"}, "“Factory” is not the time of a place."),
    ],
)
async def test_a_wrong_argument_is_reported_with_what_is_expected(
    newsroom: Newsroom, changed: dict[str, Any], sentence: str
) -> None:
    async with newsroom.bot() as bot:
        said = await newsroom.schedule(**changed)
        stored = await bot.store.schedules.active()

    assert said.ephemeral
    assert sentence in said.text
    assert stored == ()


@pytest.mark.parametrize("facts", [0, 6, -1])
async def test_a_number_of_facts_out_of_range_is_refused_even_if_discord_accepts_it(
    newsroom: Newsroom, facts: int
) -> None:
    async with newsroom.bot():
        (option,) = [
            option
            for part in newsroom.sandbox.commands()["briefing"].body["options"]
            for option in part["options"]
            if option["name"] == "facts"
        ]
        known = option.pop("min_value"), option.pop("max_value")
        said = await newsroom.schedule(facts=facts)

    assert known == (1, 5)
    assert f"A briefing can have 1 to 5 facts, not {facts}." in said.text


@pytest.mark.parametrize(
    ("denied", "named"),
    [
        (["send_messages"], "Send Messages"),
        (["read_message_history"], "Read Message History"),
        (["view_channel"], "View Channel, Send Messages, Read Message History"),
    ],
)
async def test_a_channel_where_the_bot_lacks_a_permission_is_refused_at_once_and_it_is_named(
    newsroom: Newsroom, denied: list[str], named: str
) -> None:
    quiet = newsroom.sandbox.channel(newsroom.home, "quiet")
    newsroom.sandbox.world.permit(quiet, newsroom.sandbox.world.bot, deny=denied)
    async with newsroom.bot() as bot:
        said = await newsroom.schedule(channel=quiet)
        stored = await bot.store.schedules.active()

    assert said.text == rf"The bot cannot post in #quiet yet. Missing permissions: {named}."
    assert stored == ()


async def test_a_channel_of_another_server_is_refused(newsroom: Newsroom) -> None:
    elsewhere = newsroom.sandbox.channel(newsroom.sandbox.guild("Elsewhere"), "general")
    async with newsroom.bot() as bot:
        said = await newsroom.schedule(channel=elsewhere)
        stored = await bot.store.schedules.active()

    assert said.text == "That channel is not on this server. Choose one that is."
    assert stored == ()


async def each_command(newsroom: Newsroom, who: Person, *, direct: bool = False) -> list[Exchange]:
    channel = who.direct if direct else newsroom.channel
    whole: dict[str, Value] = {"channel": newsroom.channel, "time": "8:00", "timezone": "UTC"}
    return [
        await who.slash(channel, "briefing schedule", **whole),
        await who.slash(channel, "briefing status"),
        await who.slash(channel, "briefing stop", channel="general"),
        await who.slash(channel, "briefing preview"),
    ]


async def test_a_user_who_may_not_manage_the_server_is_refused_whatever_discord_accepts(newsroom: Newsroom) -> None:
    async with newsroom.bot() as bot:
        hint = newsroom.sandbox.commands()["briefing"].body["default_member_permissions"]
        await newsroom.schedule()
        newsroom.open_to_all()
        said = await each_command(newsroom, newsroom.reader)
        stored = await bot.store.schedules.active()

    assert int(hint) == 1 << 5
    assert all(each.ephemeral for each in said)
    assert {each.text for each in said} == {"You need the Manage Server permission to use this command."}
    assert len(stored) == 1


async def test_a_user_who_may_not_manage_the_server_does_not_see_which_channels_have_a_briefing(
    newsroom: Newsroom,
) -> None:
    async with newsroom.bot():
        await newsroom.schedule()
        newsroom.open_to_all()
        offered = await newsroom.reader.autocomplete(newsroom.channel, "briefing stop", channel="")

    assert offered == ()


async def test_an_admin_of_the_config_may_use_it(newsroom: Newsroom) -> None:
    async with newsroom.bot():
        newsroom.open_to_all()
        said = await each_command(newsroom, newsroom.admin)

    assert "gets a briefing: 3 facts every day" in said[0].text


async def test_in_a_direct_message_the_reply_says_where_to_set_a_briefing(newsroom: Newsroom) -> None:
    async with newsroom.bot():
        newsroom.open_to_all()
        said = await each_command(newsroom, newsroom.editor, direct=True)

    assert {each.text for each in said} == {"This command is about the channels of a server. Use it on a server."}


async def test_time_zones_are_suggested_by_language_and_by_what_is_typed(newsroom: Newsroom) -> None:
    async with newsroom.bot():
        spanish = newsroom.sandbox.user("editora", locale="es-ES")
        newsroom.home.members[spanish.user.id].roles |= newsroom.home.members[newsroom.editor.user.id].roles
        first = await spanish.autocomplete(newsroom.channel, "resumen programar", zona="")
        typed = await newsroom.editor.autocomplete(newsroom.channel, "briefing schedule", timezone="new york")
        many = await newsroom.editor.autocomplete(newsroom.channel, "briefing schedule", timezone="a")
        none = await newsroom.editor.autocomplete(newsroom.channel, "briefing schedule", timezone="Atlantis 7")

    assert first[0] == {"name": "Europe/Madrid · 08:50", "value": "Europe/Madrid"}
    assert typed == ({"name": "America/New_York · 02:50", "value": "America/New_York"},)
    assert len(many) == 25
    assert none == ()


async def test_the_status_lists_the_briefings_of_this_server_alone(newsroom: Newsroom) -> None:
    other = newsroom.sandbox.guild("Elsewhere")
    there = newsroom.sandbox.channel(other, "there")
    second = newsroom.sandbox.channel(newsroom.home, "second")
    stage = newsroom.with_config(second, there)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule()
        await newsroom.at(DUE, bot)
        said = await newsroom.editor.slash(newsroom.channel, "briefing status")

    (post,) = newsroom.posts()
    assert f"**<#{newsroom.channel.id}>** · 3 facts every day" in said.text
    assert f"**<#{second.id}>**" in said.text
    assert f"<#{there.id}>" not in said.text
    assert f"set up by <@{newsroom.editor.user.id}>" in said.text
    assert "set up in the bot's config" in said.text
    link = f"https://discord.com/channels/{newsroom.home.id}/{newsroom.channel.id}/{post.id}"
    assert f"last sent: [3 June 2031]({link})" in said.text
    assert f"<t:{int(TOMORROW.timestamp())}:F>" in said.text


async def test_the_status_of_a_server_without_briefings_says_how_to_set_one(newsroom: Newsroom) -> None:
    async with newsroom.bot():
        said = await newsroom.editor.slash(newsroom.channel, "briefing status")

    assert "Use /briefing schedule to set one up" in said.text


async def test_a_stopped_briefing_is_not_sent_even_if_the_config_names_it(newsroom: Newsroom) -> None:
    stage = newsroom.with_config(newsroom.channel)
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await settled(bot)
        offered = await newsroom.editor.autocomplete(newsroom.channel, "briefing stop", channel="GEN")
        said = await newsroom.editor.slash(newsroom.channel, "briefing stop", channel=offered[0]["value"])
        again = await newsroom.editor.slash(newsroom.channel, "briefing stop", channel="#general")
    async with stage.bot(alarm=newsroom.alarm) as bot:
        await newsroom.at(DUE, bot)

    assert offered == ({"name": "#general · 08:00 · Europe/London", "value": str(newsroom.channel.id)},)
    assert (
        said.text == f"<#{newsroom.channel.id}> no longer gets a briefing. Use /briefing schedule to set it up again."
    )
    assert "has no briefing" in again.text
    assert newsroom.posts() == []


@pytest.mark.parametrize("form", ["#general", "General", "<#{id}>", "{id}"])
async def test_the_briefing_to_stop_is_named_as_people_name_a_channel(newsroom: Newsroom, form: str) -> None:
    async with newsroom.bot():
        await newsroom.schedule()
        named = form.format(id=newsroom.channel.id)
        said = await newsroom.editor.slash(newsroom.channel, "briefing stop", channel=named)
        again = await newsroom.editor.slash(newsroom.channel, "briefing stop", channel=named)

    assert "no longer gets a briefing" in said.text
    assert again.text.lower().replace("\\", "").startswith(("#general has no briefing", "general has no briefing"))


async def test_the_briefing_of_another_server_cannot_be_stopped(newsroom: Newsroom) -> None:
    there = newsroom.sandbox.channel(newsroom.sandbox.guild("Elsewhere"), "there")
    async with newsroom.with_config(there).bot() as bot:
        await settled(bot)
        said = await newsroom.editor.slash(newsroom.channel, "briefing stop", channel=str(there.id))
        stored = await bot.store.schedules.active()

    assert said.text.startswith(f"{there.id} has no briefing")
    assert len(stored) == 1


async def test_the_preview_is_for_one_alone_and_shows_what_is_posted_then(newsroom: Newsroom) -> None:
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule(facts=2)
        preview = await newsroom.editor.slash(newsroom.channel, "briefing preview")
        before = newsroom.posts()
        opened = await newsroom.editor.click(preview.message, "More facts")
        await newsroom.at(DUE, bot)

    (post,) = newsroom.posts()
    assert before == []
    assert preview.ephemeral
    assert post.content in preview.text
    assert preview.text.startswith("-# Only you can see this")
    assert opened.message is not preview.message
    assert "More facts than in the briefing for 3 June 2031" in opened.text


async def test_a_channel_without_a_briefing_can_be_previewed(newsroom: Newsroom) -> None:
    other = newsroom.sandbox.channel(newsroom.home, "other")
    async with newsroom.bot():
        preview = await newsroom.editor.slash(newsroom.channel, "briefing preview", channel=other)

    assert f"preview of the next briefing in <#{other.id}>" in preview.text
    assert f"Briefing for {DAY.day} June" in preview.text


async def test_a_database_that_fails_is_reported_and_nothing_is_promised(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    async with newsroom.bot() as bot:
        await settled(bot)
        with closing(sqlite3.connect(newsroom.config.store)) as db:
            db.execute("DROP TABLE schedule")
        said = await newsroom.schedule()
        listed = await newsroom.editor.slash(newsroom.channel, "briefing status")
        offered = await newsroom.editor.autocomplete(newsroom.channel, "briefing stop", channel="")

    assert "database" in said.text
    assert listed.text == said.text
    assert offered == ()
    for used in (
        "/briefing schedule could not",
        "/briefing status could not",
        "the channels of /briefing stop could not",
    ):
        assert sum(line.startswith(used) for line in caplog.messages) == 1


async def test_every_option_is_stored_and_told_in_the_language_of_the_user(newsroom: Newsroom) -> None:
    spanish = newsroom.sandbox.user("editora", locale="es-ES")
    newsroom.home.members[spanish.user.id].roles |= newsroom.home.members[newsroom.editor.user.id].roles
    async with newsroom.bot() as bot:
        command = newsroom.sandbox.commands()["briefing"].body["options"]
        said = await spanish.slash(
            newsroom.channel,
            "resumen programar",
            canal=newsroom.channel,
            zona="Madrid",
            hora="08:00",
            días="friday",
            novedades=True,
            forma="short",
        )
        stored = await bot.store.schedules.find(newsroom.channel.id)

    (days,) = [each for part in command for each in part["options"] if each["name"] == "days"]
    assert isinstance(stored, StoredSchedule)
    assert (stored.days, stored.only_new, stored.form) == ("friday", True, "short")
    assert "recibe un resumen: 3 hechos cada viernes, en versión corta, solo si hay algo nuevo." in said.text
    assert {
        key: next(each for each in days["choices"] if each["value"] == "friday")[key]
        for key in ("name", "name_localizations")
    } == {"name": "Every Friday", "name_localizations": {"es-ES": "Cada viernes", "es-419": "Cada viernes"}}


async def test_a_briefing_only_when_something_is_new_stays_silent_until_then(newsroom: Newsroom) -> None:
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule(only_new=True, facts=1)
        await newsroom.at(DUE, bot)
        await newsroom.at(TOMORROW, bot)
        silent = newsroom.posts()
        delivered = await bot.store.deliveries.delivered(newsroom.channel.id)
        status = await newsroom.editor.slash(newsroom.channel, "briefing status")
        preview = await newsroom.editor.slash(newsroom.channel, "briefing preview")
        newsroom.rewrite("knowledge/facts/light.yaml", "Ostrand measured waves", "Ostrand has measured waves")
        bot.bases.put(newsroom.base())
        await newsroom.at(TOMORROW + dt.timedelta(hours=1), bot)
        same_day = newsroom.posts()
        ready = await newsroom.editor.slash(newsroom.channel, "briefing preview")
        await newsroom.at(TOMORROW + dt.timedelta(days=1), bot)

    first, news = newsroom.posts()
    assert silent == same_day == [first]
    assert delivered == {DAY, DAY + dt.timedelta(days=1)}
    assert "last sent: [3 June 2031]" in status.text
    assert "so nothing would be posted" in preview.text
    assert news.content in ready.text
    assert "**Changed**" in news.content


async def test_a_day_that_was_skipped_gets_its_briefing_if_it_is_set_again(newsroom: Newsroom) -> None:
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule(only_new=True)
        await newsroom.at(DUE, bot)
        await newsroom.at(TOMORROW, bot)
        before = newsroom.posts()
        said = await newsroom.schedule(time="20:00")
        await newsroom.at(TOMORROW + dt.timedelta(hours=12), bot)

    assert len(before) == 1
    assert "already sent" not in said.text
    assert [post.content.split("\n")[0] for post in newsroom.posts()[1:]] == ["## Briefing for 4 June 2031"]


async def test_a_weekly_briefing_is_posted_on_its_day_alone(newsroom: Newsroom) -> None:
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        said = await newsroom.schedule(days="thursday")
        for day in range(9):
            await newsroom.at(DUE + dt.timedelta(days=day), bot)

    assert f"<t:{int((DUE + dt.timedelta(days=2)).timestamp())}:F>" in said.text
    assert [post.content.split("\n")[0] for post in newsroom.posts()] == ["## Briefing for 5 June 2031"]


async def test_a_role_is_mentioned_and_nobody_else(newsroom: Newsroom) -> None:
    desk = newsroom.sandbox.world.add_role(newsroom.home, "night desk")
    desk.mentionable = True
    newsroom.rewrite("knowledge/facts/light.yaml", "Ostrand measured waves", "Ostrand, not @everyone, measured waves")
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        said = await newsroom.schedule(role=desk)
        preview = await newsroom.editor.slash(newsroom.channel, "briefing preview")
        await newsroom.at(DUE, bot)

    (post,) = newsroom.posts()
    (sent,) = [
        each.body
        for each in newsroom.sandbox.requests
        if each.method == "POST" and each.path == f"/channels/{newsroom.channel.id}/messages"
    ]
    assert f"with a mention of <@&{desk.id}>." in said.text
    assert post.content.startswith(f"<@&{desk.id}>\n## Briefing for 3 June 2031")
    assert post.content in preview.text
    assert isinstance(sent, dict)
    assert sent["allowed_mentions"] == {"parse": [], "roles": [desk.id]}
    assert (post.pings.everyone, post.pings.users, post.pings.roles) == (False, (), (desk.id,))
    assert said.message.pings.roles == preview.message.pings.roles == ()


async def test_a_role_that_the_user_may_not_mention_is_refused(newsroom: Newsroom) -> None:
    world = newsroom.sandbox.world
    desk = world.add_role(newsroom.home, "night *desk*")
    world.permit(newsroom.channel, world.bot, allow=["mention_everyone"])
    async with newsroom.bot() as bot:
        said = await newsroom.schedule(role=desk)
        everyone = await newsroom.schedule(role=newsroom.home.roles[newsroom.home.id])
        none = await bot.store.schedules.active()
        world.permit(newsroom.channel, newsroom.editor.user, allow=["mention_everyone"])
        await newsroom.sandbox.until(lambda: newsroom.editor.user.id in newsroom.channel.overwrites)
        allowed = await newsroom.schedule(role=desk)

    assert said.text.startswith(r"You may not mention \@night \*desk\* in #general, so the bot does not do it for you.")
    assert everyone.text == "The bot does not mention everyone. Choose another role, or none."
    assert none == ()
    assert "with a mention of" in allowed.text


async def test_a_role_that_the_bot_may_not_mention_is_refused_with_the_permission(newsroom: Newsroom) -> None:
    world = newsroom.sandbox.world
    desk = world.add_role(newsroom.home, "night desk")
    world.permit(newsroom.channel, newsroom.editor.user, allow=["mention_everyone"])
    async with newsroom.bot() as bot:
        said = await newsroom.schedule(role=desk)
        stored = await bot.store.schedules.active()

    assert "Missing permissions: Mention \\@everyone, \\@here, and All Roles." in said.text
    assert stored == ()


async def test_a_role_that_was_deleted_is_not_mentioned_and_the_status_says_so(newsroom: Newsroom) -> None:
    desk = newsroom.sandbox.world.add_role(newsroom.home, "night desk")
    desk.mentionable = True
    async with newsroom.bot(alarm=newsroom.alarm) as bot:
        await newsroom.schedule(role=desk)
        guild = bot.get_guild(newsroom.home.id)
        assert guild is not None
        guild._roles.pop(desk.id)
        status = await newsroom.editor.slash(newsroom.channel, "briefing status")
        await newsroom.at(DUE, bot)

    assert "⚠️ The role that this briefing mentions was deleted." in status.text
    assert newsroom.posts()[0].content.startswith("## Briefing")
