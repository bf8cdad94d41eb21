"""Curators repair the facts from the desk, with the real client: each edit is previewed, published and told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from serving import PATIENCE, Stage, edited

from bot.app.client import BriefingBot
from bot.app.interactions import PATIENCE as DEFERRED_AFTER
from bot.app.waiting import NOTE_AFTER
from bot.cogs.reload import ReloadCog
from bot.errors import StoreError
from bot.i18n import ENGLISH
from bot.sandbox import Channel, Exchange, Person, Sandbox
from bot.sandbox.components import BUTTON, ROW, STRING_SELECT, completed, walk
from bot.sandbox.model import Message, Role
from bot.sandbox.permissions import bits
from bot.ui import custom_ids

ASK, TELL = ENGLISH.desk_ask_button, ENGLISH.desk_tell_button
TEXTS = ENGLISH.edits
QUESTION = "who won the election in the city"
LIGHT = "facts/light.yaml"
QUOTE = "the ferry Petrel, which carries 200 passengers"
WRITTEN = {
    "statement": "The ferry Petrel carries 200 passengers.",
    "quote": "the ferry Petrel, which carries 300 passengers",
    "topic": "ferry",
    "standing": "reported",
    "attribution": "Ostrand Post",
}


async def opened(newsroom: Stage, desk: Channel, curators: Role) -> Message:
    """Open the desk, put a question to it, and return its card; the reader waits to be told."""
    await newsroom.admin.slash(newsroom.channel, "desk set", channel=desk)
    await newsroom.admin.slash(newsroom.channel, "desk curators", role=curators)
    answer = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
    asked = await newsroom.reader.click(answer.message, ASK)
    await newsroom.reader.click(asked.message, TELL)
    (card,) = newsroom.sandbox.world.history(desk)
    return card


async def told(newsroom: Stage) -> Message:
    """Wait until the reader was told."""
    world, direct = newsroom.sandbox.world, newsroom.reader.direct
    await world.until(lambda: bool(world.history(direct)), patience=PATIENCE)
    return world.history(direct)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A private message as it was when it was shown; `message` goes on changing."""

    message: Message
    text: str

    @classmethod
    def of(cls, exchange: Exchange) -> Shown:
        assert exchange.ephemeral
        return cls(message=exchange.message, text=exchange.text)


async def click(person: Person, message: Message, button: str) -> Shown:
    return Shown.of(await person.click(message, button))


async def choose(person: Person, message: Message, value: str = "") -> Shown:
    """Choose in the only menu of a message, by default the first option."""
    (menu,) = [part for part in walk(message.components) if part["type"] == STRING_SELECT]
    return Shown.of(await person.choose(message, menu["custom_id"], [value or menu["options"][0]["value"]]))


async def submit(person: Person, form: Exchange, **answers: str) -> Shown:
    return Shown.of(await person.submit(form, answers))


async def publish(person: Person, preview: Shown) -> Shown:
    return await click(person, preview.message, TEXTS.publish_button)


def file(newsroom: Stage, name: str = LIGHT) -> str:
    return (newsroom.config.knowledge / name).read_text(encoding="utf-8")


async def forge(person: Person, message: Message, custom_id: str, value: str | None = None) -> str:
    """Press a button, or choose a value, that the bot never put on a message."""
    part = {"type": BUTTON, "id": 900, "style": 2, "label": "x", "custom_id": custom_id}
    if value is not None:
        options = [{"label": value, "value": value}]
        part = {"type": STRING_SELECT, "id": 900, "custom_id": custom_id, "options": options}
    row = {"type": ROW, "id": 901, "components": completed([part])}
    message.components.append(row)
    try:
        if value is not None:
            return (await person.choose(message, custom_id, [value])).text
        return (await person.click(message, custom_id)).text
    finally:
        message.components.remove(row)


async def test_a_question_becomes_a_phrasing_of_the_fact_that_answers_it(
    newsroom: Stage, desk: Channel, curators: Role, curator: Person
) -> None:
    async with newsroom.bot() as bot:
        card = await opened(newsroom, desk, curators)
        menu = await click(curator, card, TEXTS.it_is_fact_button)
        form = await curator.click(menu.message, TEXTS.search_button)
        found = await submit(curator, form, searched="how far could the lamp be seen")
        preview = await choose(curator, found.message, "lamp-range")
        before = file(newsroom)
        done = await publish(curator, preview)
        message = await told(newsroom)
        again = await newsroom.reader.slash(newsroom.channel, "ask", question=QUESTION)
        history = await bot.store.edits.history(bot.bases.default.name, limit=5)
        answered = card.text
        undone = await publish(curator, await click(curator, done.message, TEXTS.undo_button))
        await newsroom.sandbox.world.until(lambda: "Open" in card.text, patience=PATIENCE)
        await publish(curator, await click(curator, undone.message, TEXTS.undo_button))
        await newsroom.sandbox.world.until(lambda: "Answered" in card.text, patience=PATIENCE)

    assert '+    - "who won the election in the city"' in preview.text
    assert "The lamp of Grey Skerry could be seen for 21 nautical miles." in preview.text
    assert "**check:** no new warnings" in preview.text
    assert QUESTION not in before
    assert QUESTION in file(newsroom)
    assert done.text.startswith("## Published")
    assert TEXTS.published_told in done.text
    assert "The lamp of Grey Skerry could be seen" in message.text
    assert "The lamp of Grey Skerry could be seen" in again.text
    assert "Answered" in answered
    assert [(edit.name, edit.entry) for edit in history] == [("curator", "lamp-range")]


async def test_a_question_becomes_a_phrasing_of_an_unknown_or_a_new_one(
    newsroom: Stage, desk: Channel, curators: Role, curator: Person
) -> None:
    async with newsroom.bot():
        card = await opened(newsroom, desk, curators)
        menu = await click(curator, card, TEXTS.not_said_button)
        chosen = await choose(curator, menu.message, "keeper-age")
        cancelled = await click(curator, chosen.message, ENGLISH.cancel_button)
        menu = await click(curator, card, TEXTS.not_said_button)
        form = await curator.click(menu.message, TEXTS.new_unknown_button)
        preview = await submit(curator, form, statement="The article does not mention an election.")
        await publish(curator, preview)
        message = await told(newsroom)

    assert 'phrasings:\n+    - "who won the election in the city"' in chosen.text
    assert cancelled.text == TEXTS.cancelled
    assert '+  question: "who won the election in the city"' in preview.text
    assert "The article does not mention an election." in message.text
    assert "The article does not mention an election." in file(newsroom, "unknowns.yaml")


async def test_a_fact_is_written_with_a_quote_that_was_off_by_a_word(
    newsroom: Stage, desk: Channel, curators: Role, curator: Person
) -> None:
    async with newsroom.bot():
        card = await opened(newsroom, desk, curators)
        form = await curator.click(card, TEXTS.write_button)
        wrong = await submit(curator, form, **WRITTEN)
        preview = await click(curator, wrong.message, TEXTS.take_button)
        await publish(curator, preview)
        message = await told(newsroom)

    assert wrong.text.startswith(f"## {TEXTS.quote_wrong}")
    assert "~~300~~ **200**" in wrong.text
    assert f'exact: "{QUOTE}"' in preview.text
    assert "The ferry Petrel carries 200 passengers." in message.text
    assert f'question: "{QUESTION}"' in file(newsroom, "facts/ferry.yaml")


class Pace:
    """The client's sleep. Once `hurried`, an answer is deferred almost at once, and soon after found to take long."""

    def __init__(self) -> None:
        self.hurried = False

    async def __call__(self, seconds: float) -> None:
        soon = {DEFERRED_AFTER: 0.01, NOTE_AFTER: 0.1} if self.hurried else {}
        await asyncio.sleep(soon.get(seconds, 10 * seconds))


@asynccontextmanager
async def kept_waiting(newsroom: Stage, bot: BriefingBot, message: Message, pace: Pace) -> AsyncIterator[None]:
    """Keep the edit whose button is pressed in the block waiting until the message says so, as a reload would."""
    cog = bot.get_cog("reload")
    assert isinstance(cog, ReloadCog)
    async with cog.reloadings["default"].turn():
        pace.hurried = True
        yield
        await newsroom.sandbox.until(lambda: message.text == TEXTS.trying)


async def test_an_edit_that_takes_long_says_so_in_the_place_of_the_message_until_it_is_previewed(
    newsroom: Stage, desk: Channel, curators: Role, curator: Person
) -> None:
    pace = Pace()
    async with newsroom.bot(sleep=pace) as bot:
        card = await opened(newsroom, desk, curators)
        wrong = await submit(curator, await curator.click(card, TEXTS.write_button), **WRITTEN)
        async with kept_waiting(newsroom, bot, wrong.message, pace):
            taken = await curator.click(wrong.message, TEXTS.take_button)
        await newsroom.sandbox.until(lambda: wrong.message.text != TEXTS.trying)

    assert f'exact: "{QUOTE}"' in wrong.message.text
    assert taken.followups == ()


async def test_a_message_is_put_back_if_its_edit_fails_after_long(
    newsroom: Stage, desk: Channel, curators: Role, curator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def failing(*_: object, **__: object) -> None:
        raise StoreError("the disk is full")

    pace = Pace()
    async with newsroom.bot(sleep=pace) as bot:
        card = await opened(newsroom, desk, curators)
        wrong = await submit(curator, await curator.click(card, TEXTS.write_button), **WRITTEN)
        async with kept_waiting(newsroom, bot, wrong.message, pace):
            taken = await curator.click(wrong.message, TEXTS.take_button)
            monkeypatch.setattr(bot.store.edits, "find", failing)
        failed = await taken.followed_up()

    assert wrong.message.text == wrong.text
    assert TEXTS.take_button in wrong.message.labels
    assert failed.followups[0].text == ENGLISH.database_unreadable


async def test_what_is_refused_or_previewed_can_be_written_again_without_typing_it_all(
    newsroom: Stage, desk: Channel, curators: Role, curator: Person
) -> None:
    async with newsroom.bot():
        card = await opened(newsroom, desk, curators)
        form = await curator.click(card, TEXTS.write_button)
        nowhere = await submit(curator, form, **{**WRITTEN, "quote": "zebras graze in Kenya"})
        form = await curator.click(nowhere.message, TEXTS.again_button)
        preview = await submit(curator, form, quote=QUOTE)
        form = await curator.click(preview.message, TEXTS.again_button)
        better = await submit(curator, form, statement="The ferry Petrel has room for 200 passengers.")
        fact = await curator.slash(newsroom.channel, "fact", id="wave-height")
        form = await curator.click(fact.message, TEXTS.edit_button)
        broken = await submit(curator, form, attribution="the buoy", phrasings="range of the lighthouse")
        form = await curator.click(broken.message, TEXTS.again_button)
        mended = await submit(curator, form, phrasings="how high were they?\nwave height")

    assert TEXTS.quote_nowhere in nowhere.text
    assert f'+  statement: "{WRITTEN["statement"]}"' in preview.text
    assert f'exact: "{QUOTE}"' in preview.text
    assert '+  statement: "The ferry Petrel has room for 200 passengers."' in better.text
    assert f'exact: "{QUOTE}"' in better.text
    assert broken.text.startswith("## With this edit, the files would have 1 problem")
    assert "This question is also used" in broken.text
    assert '+  attribution: "the buoy"' in mended.text
    assert '+    - "how high were they?"' in mended.text


async def test_curators_edit_any_fact_and_others_see_no_button(
    newsroom: Stage, desk: Channel, curators: Role, curator: Person
) -> None:
    async with newsroom.bot() as bot:
        await opened(newsroom, desk, curators)
        card = await curator.slash(newsroom.channel, "fact", id="wave-height")
        others = await newsroom.reader.slash(newsroom.channel, "fact", id="wave-height")
        form = await curator.click(card.message, TEXTS.edit_button)
        preview = await submit(curator, form, statement="The buoy off Ostrand measured waves of 11 metres.")
        done = await publish(curator, preview)
        undone = await publish(curator, await click(curator, done.message, TEXTS.undo_button))
        await shown_history(newsroom, bot)

    assert TEXTS.edit_button not in others.message.labels
    assert '-  statement: "The weather buoy off Ostrand measured waves' in preview.text
    assert '+  statement: "The buoy off Ostrand measured waves of 11 metres."' in preview.text
    assert undone.text.startswith("## Published")
    assert "The weather buoy off Ostrand measured waves" in file(newsroom)


async def shown_history(newsroom: Stage, bot: BriefingBot) -> None:
    """Look at the history as an admin."""
    loads = Shown.of(await newsroom.admin.slash(newsroom.channel, "admin history"))
    edits = await click(newsroom.admin, loads.message, TEXTS.history_button)

    assert "by an edit" in loads.text
    assert "**#2** edit 1 undone" in edits.text
    assert "**#1** fact edited · `wave-height` · curator" in edits.text
    assert edits.text.count("undone") == 2
    assert bot.bases.default.knowledge.facts["wave-height"].statement.startswith("The weather buoy")


@pytest.mark.parametrize(("button", "corrected"), [(TEXTS.publish_button, True), (TEXTS.publish_wording_button, False)])
async def test_what_was_posted_is_corrected_unless_only_the_wording_changes(  # noqa: PLR0913 - fixtures
    newsroom: Stage, desk: Channel, curators: Role, curator: Person, button: str, *, corrected: bool
) -> None:
    async with newsroom.bot() as bot:
        await opened(newsroom, desk, curators)
        card = await curator.slash(newsroom.channel, "fact", id="wave-height")
        await curator.click(card.message, "Share")
        shared = newsroom.sandbox.messages(newsroom.channel)[-1]
        await bot.posted.settle()
        form = await curator.click(card.message, TEXTS.edit_button)
        preview = await submit(curator, form, statement="The buoy off Ostrand measured waves of 11 metres.")
        await click(curator, preview.message, button)
        await edited(bot)

    assert "**Corrections:** *Publish* edits 1 posted message, unless only the wording changes." in preview.text
    assert ("The buoy off Ostrand measured" in shared.text) is corrected


async def test_two_curators_who_edit_one_fact_lose_nothing(
    newsroom: Stage, desk: Channel, curators: Role, curator: Person
) -> None:
    other = newsroom.sandbox.user("other", roles=[curators])
    async with newsroom.bot():
        await opened(newsroom, desk, curators)
        cards = [await each.slash(newsroom.channel, "fact", id="wave-height") for each in (curator, other)]
        forms = [
            await each.click(card.message, TEXTS.edit_button)
            for each, card in zip((curator, other), cards, strict=True)
        ]
        first = await submit(curator, forms[0], attribution="the buoy")
        await publish(curator, first)
        refused = await submit(other, forms[1], statement="Waves of 11 metres were measured on 4 March 2031.")

    assert refused.text.startswith("## `wave-height` has changed since you opened it")
    assert 'attribution: "the buoy"' in refused.text
    assert 'statement: "Waves of 11 metres were measured on 4 March 2031."' in refused.text
    assert "Waves of 11 metres were measured on 4" not in file(newsroom)


async def test_files_that_changed_on_disk_are_loaded_first_or_edited_on_top_of(
    newsroom: Stage, desk: Channel, curators: Role, curator: Person
) -> None:
    async with newsroom.bot() as bot:
        await opened(newsroom, desk, curators)
        card = await curator.slash(newsroom.channel, "fact", id="wave-height")
        form = await curator.click(card.message, TEXTS.edit_button)
        newsroom.rewrite(f"knowledge/{LIGHT}", "range of the lighthouse", "reach of the lighthouse")
        differs = await submit(curator, form, attribution="the buoy")
        loading = await click(curator, differs.message, TEXTS.load_disk_button)
        await publish(curator, loading)
        facts = bot.bases.default.knowledge.facts
        preview = await click(curator, differs.message, TEXTS.retry_button)
        newsroom.rewrite(f"knowledge/{LIGHT}", "lamp height", "height of the lamp")
        again = await publish(curator, preview)
        on_top = await click(curator, again.message, TEXTS.on_disk_button)
        done = await publish(curator, on_top)

    assert differs.text.startswith(f"## {TEXTS.disk_differs}")
    assert loading.text.startswith(f"## {TEXTS.preview_load}")
    assert facts["lamp-range"].phrasings == ("reach of the lighthouse",)
    assert TEXTS.preview_on_disk not in preview.text
    assert again.text.startswith(f"## {TEXTS.disk_differs}")
    assert f"**{TEXTS.preview_on_disk}**" in on_top.text
    assert done.text.startswith("## Published")
    assert bot.bases.default.knowledge.facts["lamp-height"].phrasings == ("height of the lamp",)
    assert "reach of the lighthouse" in file(newsroom)
    assert 'attribution: "the buoy"' in file(newsroom)


async def test_a_role_that_is_taken_away_while_a_form_is_open_edits_nothing(
    newsroom: Stage, desk: Channel, curators: Role, curator: Person
) -> None:
    before = file(newsroom)
    async with newsroom.bot():
        card = await opened(newsroom, desk, curators)
        form = await curator.click(card, TEXTS.write_button)
        values = await curator.slash(newsroom.channel, "fact", id="wave-height")
        opened_values = await curator.click(values.message, TEXTS.edit_button)
        preview = await submit(curator, opened_values, attribution="the buoy")
        newsroom.home.members[curator.user.id].roles.discard(curators.id)
        refused = [
            await submit(curator, form, **{**WRITTEN, "quote": QUOTE}),
            await submit(curator, opened_values, attribution="the buoy"),
            await click(curator, preview.message, TEXTS.publish_button),
            await click(curator, card, TEXTS.it_is_fact_button),
        ]

    assert [each.text for each in refused] == [ENGLISH.not_a_curator] * 4
    assert file(newsroom) == before


async def test_forged_presses_and_forms_edit_nothing(
    newsroom: Stage, desk: Channel, curators: Role, curator: Person
) -> None:
    before, reader = file(newsroom), newsroom.reader
    other = newsroom.sandbox.user("other", roles=[curators])
    async with newsroom.bot():
        card = await opened(newsroom, desk, curators)
        menu = await click(curator, card, TEXTS.it_is_fact_button)
        await choose(curator, menu.message)
        publish_it = custom_ids.EditPublish(edit=1).encode()
        pick = custom_ids.FactPick(question=1).encode()
        answers = [
            await forge(reader, card, publish_it),
            await forge(reader, card, pick, "dark-since"),
            await forge(reader, card, custom_ids.EditFactForm(fact="dark-since").encode()),
            await forge(reader, card, custom_ids.EditsPage().encode()),
            await forge(other, card, publish_it),
            await forge(curator, card, custom_ids.EditPublish(edit=77).encode()),
            await forge(curator, card, custom_ids.EditUndo(edit=1).encode()),
            await forge(curator, card, pick, "no-such-fact"),
            await forge(curator, card, custom_ids.FactPick(question=9).encode(), "dark-since"),
            await forge(curator, card, custom_ids.EditFactForm(fact="no-such-fact").encode()),
            await forge(curator, card, custom_ids.FactValues(fact="dark-since", version="0" * 12).encode()),
        ]

    assert answers == [
        *[ENGLISH.not_a_curator] * 4,
        *[ENGLISH.edit_gone] * 3,
        ENGLISH.entry_gone,
        ENGLISH.desk_question_gone,
        ENGLISH.fact_gone,
        ENGLISH.foreign_button,
    ]
    assert file(newsroom) == before


async def test_curators_of_another_server_cannot_edit_the_facts_of_this_one(
    sandbox: Sandbox, newsroom: Stage, desk: Channel, curators: Role
) -> None:
    elsewhere = sandbox.guild("Elsewhere")
    staff = sandbox.world.add_role(elsewhere, "staff", bits("manage_guild"))
    manager = sandbox.user("manager", roles=[staff])
    channel = sandbox.channel(elsewhere, "general")
    before = file(newsroom)
    async with newsroom.bot():
        await opened(newsroom, desk, curators)
        await manager.slash(channel, "desk curators", role=staff)
        card = await manager.slash(channel, "fact", id="wave-height")
        refused = await forge(manager, card.message, custom_ids.EditFactForm(fact="wave-height").encode())

    assert TEXTS.edit_button not in card.message.labels
    assert refused == ENGLISH.edit_elsewhere
    assert file(newsroom) == before
