"""Corrections of what was posted, over the sandbox with the real client: shared answers, mentions, old buttons."""

from __future__ import annotations

import asyncio
import itertools
from pathlib import Path

import pytest
from admins import press, reload
from serving import Stage, edited

from bot.app.client import BriefingBot
from bot.app.corrections import CLAIM
from bot.i18n import ENGLISH
from bot.sandbox import Fault, Message
from bot.storage import SkipReason
from bot.store_address import PostgresAddress
from bot.ui import custom_ids
from bot.ui.fitting import LAYOUT_TEXT

QUESTION = "how much will the repair cost"
REPAIR = "knowledge/facts/repair.yaml"
LIGHT = "knowledge/facts/light.yaml"
OLD = "The Harbour Office puts the repair of the lighthouse at 600,000 crowns."
NEW = "The Harbour Office says the repair will cost 600,000 crowns."
NEWEST = "The Harbour Office expects to pay 600,000 crowns for the repair."
RETIRED = """\
  retired:
    on: 2031-03-09
    reason: "The article was withdrawn."
"""


@pytest.fixture
def newsroom(newsroom: Stage, place: Path | PostgresAddress) -> Stage:
    """The same newsroom with its store on each engine."""
    return newsroom.on(place)


async def shared(newsroom: Stage, question: str = QUESTION) -> Message:
    """Share the answer to a question with the channel."""
    answer = await newsroom.reader.slash(newsroom.channel, "ask", question=question)
    await newsroom.reader.click(answer.message, "Share")
    return newsroom.sandbox.messages(newsroom.channel)[-1]


async def load(newsroom: Stage, bot: BriefingBot) -> str:
    """Reload the base, and give what the admin reads before confirming."""
    await bot.posted.settle()
    tried = await reload(newsroom)
    overview = tried.text
    await press(newsroom, tried, "Load")
    return overview


async def correct(newsroom: Stage, bot: BriefingBot, old: str, new: str, file: str = REPAIR) -> str:
    """Edit a file, reload the base, wait until all is edited, and give what the admin reads before."""
    newsroom.rewrite(file, old, new)
    overview = await load(newsroom, bot)
    await edited(bot)
    return overview


def edits(newsroom: Stage) -> int:
    """How often the bot has edited a message of the channel."""
    path = f"/channels/{newsroom.channel.id}/messages/"
    return sum(each.method == "PATCH" and path in each.path for each in newsroom.sandbox.requests)


async def test_a_shared_answer_is_corrected_in_place_and_the_rest_of_it_stays(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        message = await shared(newsroom)
        before, buttons = message.text, message.buttons
        overview = await correct(newsroom, bot, OLD, NEW)

    today = ENGLISH.date(newsroom.sandbox.world.clock().date())
    assert "**Corrections:** 1 correction. *Load* edits 1 posted message." in overview
    assert message.text == before.replace(f"## {OLD}", f"**Corrected on {today}**\n~~{OLD}~~\n## {NEW}")
    assert [each.get("custom_id") for each in message.buttons] == [each.get("custom_id") for each in buttons]
    assert edits(newsroom) == 1


async def test_a_second_correction_shows_both_dates_and_what_the_fact_says_now(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        message = await shared(newsroom)
        await correct(newsroom, bot, OLD, NEW)
        await correct(newsroom, bot, NEW, NEWEST)

    assert f"~~{OLD}~~\n## {NEWEST}" in message.text
    assert NEW not in message.text


async def test_a_correction_that_is_taken_back_is_said_to_be(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        message = await shared(newsroom)
        await correct(newsroom, bot, OLD, NEW)
        await correct(newsroom, bot, NEW, OLD)

    assert "and says the same again as here at first" in message.text
    assert "~~" not in message.text


async def test_another_quote_and_another_standing_are_corrected_too(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        message = await shared(newsroom, "how high were the waves in the storm")
        newsroom.rewrite(LIGHT, "standing: documented", "standing: claimed")
        quote = "Waves of 11 metres were measured that night by the weather buoy off Ostrand"
        await correct(newsroom, bot, f'exact: "{quote}"', 'exact: "Waves of 11 metres were measured that night"', LIGHT)

    assert "~~Documented by the weather buoy off Ostrand · 4 March 2031~~\n-# Claimed by" in message.text
    assert f"> ~~{quote}~~\n> Waves of 11 metres were measured that night\n-# Ostrand Post" in message.text


async def test_a_retired_fact_says_why_and_answers_nothing_any_more(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        message = await shared(newsroom, "when was the last evening crossing")
        newsroom.rewrite("knowledge/facts/ferry.yaml", "  related: [last-evening-crossing]\n", "")
        text = (newsroom.config.knowledge / "facts/ferry.yaml").read_text(encoding="utf-8")
        (newsroom.config.knowledge / "facts/ferry.yaml").write_text(text + RETIRED, encoding="utf-8")
        await load(newsroom, bot)
        await edited(bot)
        pressed = await newsroom.reader.click(message, "In context")
        looked_up = await newsroom.reader.slash(newsroom.channel, "fact", id="last-evening-crossing")
        asked = await newsroom.reader.slash(newsroom.channel, "ask", question="when was the last evening crossing")

    assert ":** The article was withdrawn." in message.text
    assert "~~The ferry Petrel's last evening crossing was on 3 March 2031.~~" in message.text
    assert pressed.text.startswith("## Retired on 9 March 2031\nThe article was withdrawn.\n~~The ferry")
    assert looked_up.text == pressed.text
    assert "## The ferry Petrel's last evening crossing" not in asked.text


async def test_a_fact_that_was_deleted_is_said_to_be_on_old_buttons(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        message = await shared(newsroom, "when was the last evening crossing")
        newsroom.rewrite("knowledge/facts/ferry.yaml", "last-evening-crossing", "latest-crossing")
        await load(newsroom, bot)
        await edited(bot)
        pressed = await newsroom.reader.click(message, "Related")

    assert ENGLISH.retired_unexplained in message.text
    assert ENGLISH.retired_unexplained in pressed.text


async def test_a_fact_that_comes_back_is_corrected_again(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        message = await shared(newsroom, "when was the last evening crossing")
        before = message.text
        await correct(newsroom, bot, "last-evening-crossing", "latest-crossing", "knowledge/facts/ferry.yaml")
        gone = message.text
        await correct(newsroom, bot, "latest-crossing", "last-evening-crossing", "knowledge/facts/ferry.yaml")
        listed = await newsroom.reader.slash(newsroom.channel, "corrections")

    assert "**Retired on" in gone
    assert "~~" not in message.text
    assert before.split("\n")[1] in message.text
    assert "**Restored on" in listed.text


async def test_other_questions_and_phrasings_are_no_correction(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        message = await shared(newsroom)
        before = message.text
        overview = await correct(newsroom, bot, "what price does the harbour office name", "the price of the repair")

    assert "Corrections" not in overview
    assert message.text == before


async def test_a_change_that_its_curator_calls_one_of_wording_is_no_correction(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        message = await shared(newsroom)
        before = message.text
        marked = f'{NEW}"\n  reworded: 2031-03-09'
        overview = await correct(newsroom, bot, f'{OLD}"', marked)
        pressed = await newsroom.reader.click(message, "In context")
        listed = await newsroom.reader.slash(newsroom.channel, "corrections")

    assert "**Corrections:** 0 corrections. *Load* edits 0 posted messages." in overview
    assert message.text == before
    assert pressed.text.startswith(f"-# {ENGLISH.reworded_since}\n-# It said: ~~{OLD}~~\n")
    assert ENGLISH.corrections_none in listed.text


async def test_the_admin_marks_corrections_fact_by_fact_or_all_of_them_as_none(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        message = await shared(newsroom)
        other = await shared(newsroom, "how high were the waves in the storm")
        texts = message.text, other.text
        newsroom.rewrite(REPAIR, OLD, NEW)
        newsroom.rewrite(LIGHT, "measured waves of 11 metres", "saw waves of 11 metres")
        await bot.posted.settle()
        tried = await reload(newsroom)
        page = await press(newsroom, tried, "Corrections (2)")
        all_marked = await press(newsroom, tried, ENGLISH.all_wording_button)
        none_marked = await press(newsroom, tried, ENGLISH.no_wording_button)
        load = next(each["custom_id"] for each in tried.message.buttons if each.get("label") == "Load")
        menu = custom_ids.DryRunWording(run=int(load.rpartition(":")[2]), page=0).encode()
        chosen = await newsroom.admin.choose(tried.message, menu, ["repair-cost"])
        await newsroom.sandbox.until(lambda: "*Load* edits 1 posted" in chosen.text)
        await press(newsroom, tried, "Load")
        await edited(bot)

    assert "*Load* edits 2 posted messages" in page
    assert page.count("shown in 1 posted message") == 2
    assert all_marked.count(ENGLISH.correction_wording) == 2
    assert "*Load* edits 0 posted messages" in all_marked
    assert none_marked == page
    assert message.text == texts[0]
    assert "saw waves of 11 metres" in other.text


async def test_an_answer_to_a_mention_is_corrected(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        newsroom.reader.say(newsroom.channel, f"<@{newsroom.sandbox.world.bot.id}> {QUESTION}?")
        await newsroom.sandbox.until(lambda: len(newsroom.sandbox.messages(newsroom.channel)) == 2)
        answer = newsroom.sandbox.messages(newsroom.channel)[-1]
        await correct(newsroom, bot, OLD, NEW)

    assert f"~~{OLD}~~\n## {NEW}" in answer.text


async def test_a_list_that_shows_a_fact_is_corrected_where_it_shows_it(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        newsroom.reader.say(newsroom.channel, f"<@{newsroom.sandbox.world.bot.id}> who doubts the cost of the repair?")
        await newsroom.sandbox.until(lambda: len(newsroom.sandbox.messages(newsroom.channel)) == 2)
        answer = newsroom.sandbox.messages(newsroom.channel)[-1]
        before = answer.text
        await correct(newsroom, bot, OLD, NEW)

    assert OLD in before
    assert f"~~{OLD}~~\n{NEW}\n-# Disputed, said by the Harbour Office" in answer.text


async def test_old_buttons_show_what_the_fact_says_today_and_that_it_was_corrected(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        fresh = await newsroom.reader.click(answer.message, "Related")
        await correct(newsroom, bot, OLD, NEW)
        old = await newsroom.reader.click(answer.message, "In context")
        again = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        new = await newsroom.reader.click(again.message, "In context")

    assert "Corrected" not in fresh.text
    assert old.text.startswith("-# ⚠️ Corrected on ")
    assert f"-# It said: ~~{OLD}~~" in old.text
    assert NEW in old.text
    assert "Corrected" not in new.text


async def test_a_removed_message_is_forgotten(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        message = await shared(newsroom)
        await bot.posted.settle()
        await newsroom.reader.click(message, "Remove")
        overview = await correct(newsroom, bot, OLD, NEW)

        assert await bot.store.posted.find(message.id) is None
    assert "*Load* edits 0 posted messages" in overview


async def test_a_deleted_message_is_skipped_and_counted(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        message, other = await shared(newsroom), await shared(newsroom)
        await bot.posted.settle()
        newsroom.sandbox.world.remove(message)
        await correct(newsroom, bot, OLD, NEW)
        status = await newsroom.admin.slash(newsroom.channel, "admin status")

    assert NEW in other.text
    assert "Corrections: 1 posted message edited, 1 skipped (deleted)" in status.text


@pytest.mark.parametrize("reason", [SkipReason.NO_CHANNEL, SkipReason.NO_PERMISSION])
async def test_the_messages_of_a_channel_that_is_lost_cost_one_request(newsroom: Stage, reason: SkipReason) -> None:
    world = newsroom.sandbox.world
    lost = newsroom.sandbox.channel(newsroom.home, "lost")
    async with newsroom.bot() as bot:
        for _ in range(3):
            answer = await newsroom.reader.slash(lost, "ask", question=QUESTION)
            await newsroom.reader.click(answer.message, "Share")
        kept = await shared(newsroom)
        await bot.posted.settle()
        if reason is SkipReason.NO_CHANNEL:
            world.remove_channel(lost)
        else:
            world.permit(lost, world.bot, deny=["view_channel"])
        await correct(newsroom, bot, OLD, NEW)
        progress = await bot.store.posted.progress()

    asked = [each for each in newsroom.sandbox.requests if f"/{lost.id}/messages/" in each.path]
    assert progress.skipped == {reason: 3}
    assert [each.method for each in asked] == ["GET"]
    assert NEW in kept.text


async def test_a_message_that_failed_is_tried_again_later(newsroom: Stage) -> None:
    path = f"/channels/{newsroom.channel.id}/messages/[0-9]+"
    newsroom.sandbox.faults.order(Fault(method="PATCH", path=path, status=500, body={}, times=5))
    async with newsroom.bot() as bot:
        message = await shared(newsroom)
        newsroom.rewrite(REPAIR, OLD, NEW)
        await load(newsroom, bot)
        await newsroom.sandbox.until(lambda: edits(newsroom) == 5)
        while True:  # until the claim, which is longer, has become a postponement
            due = await bot.store.posted.next_due()
            if due is not None and due - newsroom.sandbox.world.clock() < CLAIM / 2:
                break
        pending = await bot.store.posted.progress()
        await bot.store.posted.postpone(message.id, newsroom.sandbox.world.clock())
        bot.posted.woken.set()
        await edited(bot)

    assert pending.pending == 1
    assert NEW in message.text


async def test_what_is_corrected_while_it_is_edited_is_edited_again(newsroom: Stage) -> None:
    path = f"/channels/{newsroom.channel.id}/messages/[0-9]+"
    held = Fault(method="PATCH", path=path, hold=asyncio.Event())
    async with newsroom.bot() as bot:
        message, other = await shared(newsroom), await shared(newsroom)
        newsroom.sandbox.faults.order(held)
        newsroom.rewrite(REPAIR, OLD, NEW)
        await load(newsroom, bot)
        await held.hit.wait()
        newsroom.rewrite(REPAIR, NEW, NEWEST)
        await load(newsroom, bot)
        assert held.hold is not None
        held.hold.set()
        await edited(bot)

    assert NEWEST in message.text
    assert NEWEST in other.text
    assert edits(newsroom) == 3


async def test_a_correction_that_is_taken_back_before_its_edit_edits_nothing(newsroom: Stage) -> None:
    path = f"/channels/{newsroom.channel.id}/messages/[0-9]+"
    held = Fault(method="GET", path=path, hold=asyncio.Event())
    async with newsroom.bot() as bot:
        first, second = await shared(newsroom), await shared(newsroom)
        before = first.text
        newsroom.sandbox.faults.order(held)
        newsroom.rewrite(REPAIR, OLD, NEW)
        await load(newsroom, bot)
        await held.hit.wait()
        newsroom.rewrite(REPAIR, NEW, OLD)
        await load(newsroom, bot)
        assert held.hold is not None
        held.hold.set()
        await edited(bot)

    assert first.text == before
    assert "says the same again" in second.text


async def test_a_base_that_changed_while_the_bot_was_off_corrects_what_was_posted(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        message = await shared(newsroom)
        await bot.posted.settle()
    newsroom.rewrite(REPAIR, OLD, NEW)
    async with newsroom.bot() as bot:
        await edited(bot)
    async with newsroom.bot() as bot:
        listed = await newsroom.reader.slash(newsroom.channel, "corrections")

    assert f"~~{OLD}~~\n## {NEW}" in message.text
    assert f"~~{OLD}~~\n{NEW}" in listed.text
    assert edits(newsroom) == 1


async def test_nothing_is_kept_or_corrected_where_the_config_says_so(newsroom: Stage) -> None:
    config = newsroom.config.corrections.model_copy(update={"keep_days": 0})
    newsroom.config = newsroom.config.model_copy(update={"corrections": config})
    async with newsroom.bot() as bot:
        message = await shared(newsroom)
        await correct(newsroom, bot, OLD, NEW)
        privacy = await newsroom.reader.slash(newsroom.channel, "privacy")

    assert NEW not in message.text
    assert "Messages for everybody" not in privacy.text


async def test_privacy_says_for_how_long_posted_messages_are_kept(newsroom: Stage) -> None:
    async with newsroom.bot():
        privacy = await newsroom.reader.slash(newsroom.channel, "privacy")

    assert "**Messages for everybody:** for 90 days" in privacy.text


async def test_a_correction_of_the_longest_fact_fits_into_a_message(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        message = await shared(newsroom)
        long = " ".join(["The Harbour Office (600,000 crowns) *says* so."] * 10)[:500]
        await correct(newsroom, bot, OLD, long)
        await correct(newsroom, bot, long, NEW)
        second = await shared(newsroom)
        await correct(newsroom, bot, NEW, long)

    for each in (message, second):
        assert len(each.text) <= LAYOUT_TEXT
        assert "says" in each.text


async def test_the_list_of_corrections_has_the_newest_first_and_pages(newsroom: Stage) -> None:
    async with newsroom.bot() as bot:
        said = [OLD, *(f"The Harbour Office names {number}00,000 crowns." for number in (6, 7, 8, 9, 5))]
        for old, new in itertools.pairwise(said):
            await correct(newsroom, bot, old, new)
        listed = await newsroom.reader.slash(newsroom.channel, "corrections")
        first = listed.text
        second = await newsroom.reader.click(listed.message, "Next")

    assert "5 corrections · Page 1 of 2" in first
    assert first.index("~~The Harbour Office names 900") < first.index("~~The Harbour Office names 800")
    assert f"~~{OLD}~~" in second.text
