"""What a newcomer does on the page, with the real bot behind it, in a real browser."""

from __future__ import annotations

import pytest
from page.chat import AXE, Chat
from page.conftest import Trial
from playwright.async_api import Browser, expect

from bot.i18n import ENGLISH, SPANISH
from bot.sandbox.model import InteractionKind

pytestmark = pytest.mark.asyncio(loop_scope="session")

COST = "The Harbour Office puts the repair of the lighthouse at 600,000 crowns."
QUESTION = "how much will the repair cost"


async def asked(chat: Chat, question: str = QUESTION) -> None:
    async with chat.answered():
        await chat.command("ask", question)


async def settings(chat: Chat) -> None:
    async with chat.answered():
        await chat.command("settings")


async def test_a_question_is_completed_from_a_slash_on_and_answered_to_its_asker_alone(chat: Chat) -> None:
    await chat.box.press_sequentially("/as")
    await expect(chat.choices).to_have_text([f"/ask{ENGLISH.commands['ask'].description}"])
    await chat.page.keyboard.press("Enter")
    await expect(chat.page.get_by_role("combobox", name="question")).to_be_focused()
    await chat.page.keyboard.type("hiw much will teh rep")
    await expect(chat.choices.first).to_have_text(COST)
    async with chat.answered():
        await chat.choices.first.click()
        await chat.page.keyboard.press("Enter")

    await expect(chat.last.get_by_role("heading")).to_have_text(COST)
    await expect(chat.last).to_contain_text("Only you can see this")
    await expect(chat.box).to_be_focused()
    await expect(chat.page.locator("#news")).to_contain_text(COST)
    await chat.be("member")
    await expect(chat.page.locator("#messages").get_by_text(COST)).to_have_count(0)


async def test_the_bot_is_asked_for_one_completion_when_somebody_types_quickly(chat: Chat, trial: Trial) -> None:
    def completions() -> int:
        asked = trial.room.sandbox.world.interactions.values()
        return sum(each.kind is InteractionKind.AUTOCOMPLETE for each in asked)

    await chat.box.fill("/ask ")
    await expect(chat.choices).not_to_have_count(0)
    before = completions()
    await chat.page.get_by_role("combobox", name="question").evaluate(
        """(input) => [..."how high were the"].forEach((letter) => {
            input.value += letter;
            input.dispatchEvent(new Event("input"));
        })"""
    )
    await expect(chat.choices.first).to_have_text("how high were the waves in the storm")

    assert completions() == before + 1


async def test_a_suggestion_can_be_followed(chat: Chat) -> None:
    await asked(chat, "the light")
    await expect(chat.last).to_contain_text(ENGLISH.suggestion)
    async with chat.answered():
        await chat.last.locator(".container").get_by_role("button").first.click()

    await expect(chat.last).to_contain_text("The lighthouse on Grey Skerry has been dark since 4 March 2031")


async def test_the_quote_is_shown_in_context(chat: Chat) -> None:
    await asked(chat)
    async with chat.answered():
        await chat.button("In context").click()

    await expect(chat.last.locator("strong", has_text="the repair will cost 600,000 crowns")).to_be_visible()
    await expect(chat.last).to_contain_text("be done by midsummer")


async def test_an_answer_that_is_shared_is_read_by_everybody(chat: Chat, browser: Browser, trial: Trial) -> None:
    async with Chat.open(browser, trial.page.url) as other:
        await other.be("member")
        async with other.answered():
            await asked(chat)
            await chat.button("Share").click()

        await expect(other.last).to_contain_text(COST)
        await expect(other.last).not_to_contain_text("Only you can see this")


async def test_an_admin_reloads_the_base(chat: Chat) -> None:
    async with chat.answered():
        await chat.command("reload")

    await expect(chat.last).to_contain_text("revision")


async def test_a_member_may_not_reload_though_the_server_shows_the_command(
    chat: Chat, trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    sandbox = trial.room.sandbox
    command = sandbox.commands(sandbox.guild("Newsroom"))["reload"]
    monkeypatch.setitem(command.body, "default_member_permissions", None)
    await chat.be("member")
    async with chat.answered():
        await chat.command("reload")

    await expect(chat.last).to_contain_text(ENGLISH.not_an_admin)


async def test_the_commands_for_everybody_are_offered_first(chat: Chat) -> None:
    await chat.box.fill("/")

    await expect(chat.choices.first).to_contain_text("/ask")
    await expect(chat.page.get_by_role("option", name="/admin status")).to_be_attached()


@pytest.mark.parametrize("command", ["/briefing", "/reload", "/admin", "/settings"])
async def test_a_member_is_not_offered_what_needs_a_permission(chat: Chat, command: str) -> None:
    await chat.box.fill(command)
    await expect(chat.choices.first).to_contain_text(command)
    await chat.be("member")
    await chat.box.fill(command)

    await expect(chat.choices).to_have_count(0)


async def briefed(chat: Chat) -> None:
    """Let the clock bring the next briefing, and open the form that its button leads to."""
    await chat.page.get_by_role("button", name="To the next briefing").click()
    await expect(chat.page.get_by_role("button", name="# briefings (new messages)")).to_be_visible()
    await chat.go("briefings")
    await chat.button(ENGLISH.ask_button).click()


async def test_the_clock_triggers_the_briefing_and_its_button_opens_a_form(chat: Chat) -> None:
    await briefed(chat)
    dialog = chat.page.get_by_role("dialog", name=ENGLISH.ask_button)
    await expect(dialog.get_by_label(ENGLISH.question_label)).to_be_focused()
    async with chat.answered():
        await chat.page.keyboard.type(QUESTION)
        await chat.page.keyboard.press("Enter")

    await expect(dialog).to_be_hidden()
    await expect(chat.last).to_contain_text(COST)


async def test_a_form_that_is_left_sends_nothing(chat: Chat, trial: Trial) -> None:
    await briefed(chat)
    await expect(chat.page.get_by_role("dialog")).to_be_visible()
    before = len(trial.room.sandbox.world.interactions)
    await chat.page.keyboard.press("Escape")

    await expect(chat.page.get_by_role("dialog")).to_be_hidden()
    await expect(chat.button(ENGLISH.ask_button)).to_be_focused()
    assert len(trial.room.sandbox.world.interactions) == before


async def test_buttons_go_on_working_when_the_bot_has_restarted(chat: Chat) -> None:
    await asked(chat)
    await chat.page.get_by_role("button", name="Restart the bot").click()
    await expect(chat.page.locator("#presence")).to_have_text("The bot is offline or still starting")
    await chat.online()
    async with chat.answered():
        await chat.button("In context").click()

    await expect(chat.last).to_contain_text("be done by midsummer")


async def test_the_page_reconnects_when_its_server_has_restarted(browser: Browser, trial: Trial) -> None:
    async with trial.room.page("127.0.0.1", 0) as first:
        tab = Chat.open(browser, first.url)
        chat = await tab.__aenter__()
        await chat.be("member")
        await chat.go("briefing-bot")
    await expect(chat.page.locator("#presence")).to_have_text("No connection to the sandbox; trying again…")
    async with trial.room.page("127.0.0.1", first.port):
        await chat.online()
        await asked(chat)

        await expect(chat.last).to_contain_text("member used /ask")
        await expect(chat.page.get_by_role("heading", level=2)).to_have_text("@ briefing-bot")
        chat.troubles.clear()  # the browser has told that nobody answered
        await tab.__aexit__(None, None, None)


async def test_commands_and_answers_are_in_the_language_of_the_user(chat: Chat) -> None:
    await chat.speak("es-ES")
    async with chat.answered():
        await chat.command(SPANISH.commands["ask"].name, QUESTION)

    await expect(chat.last).to_contain_text(f"admin used /{SPANISH.commands['ask'].name}")
    await expect(chat.button(SPANISH.context)).to_be_visible()
    await chat.speak("en-US")


async def test_a_question_in_a_direct_message_is_answered_there(chat: Chat) -> None:
    await chat.go("briefing-bot")
    await asked(chat)

    await expect(chat.last).to_contain_text(COST)
    await chat.go("# general")
    await expect(chat.page.get_by_role("heading", level=2)).to_have_text("# general")


async def test_all_of_it_is_done_by_keyboard_alone_with_the_focus_in_sight(chat: Chat) -> None:
    keys = chat.page.keyboard
    await expect(chat.box).to_be_focused()
    await keys.type("/as")
    await expect(chat.choices).to_have_count(1)
    await keys.press("Tab")
    await keys.type(QUESTION)
    async with chat.answered():
        await keys.press("Enter")
    answer = chat.page.locator(f"#{await chat.last.locator('xpath=..').get_attribute('id')}")
    context = answer.get_by_role("button", name="In context")
    while not await context.evaluate("node => node === document.activeElement"):
        await keys.press("Shift+Tab")
    ring = await context.evaluate("node => getComputedStyle(node).outlineStyle")
    async with chat.answered():
        await keys.press("Enter")

    assert ring == "solid"
    await expect(context).to_be_focused()


async def test_the_look_is_light_or_dark_and_is_kept(chat: Chat) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    seen = []
    for look in ("light", "dark"):
        await chat.page.get_by_label("Theme").select_option(look)
        seen.append(await chat.page.evaluate(ground))
    await chat.page.reload()
    await chat.online()

    assert seen == ["rgb(255, 255, 255)", "rgb(49, 51, 56)"]
    assert await chat.page.evaluate(ground) == seen[1]


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed (npm ci --prefix tests/page)")
@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("width", [1100, 360])
async def test_axe_finds_nothing_serious(browser: Browser, trial: Trial, look: str, width: int) -> None:
    scheme = {"color_scheme": look, "viewport": {"width": width, "height": 800}}
    async with Chat.open(browser, trial.page.url, **scheme) as chat:
        await chat.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = {}
        for step in (asked(chat), asked(chat, "the light"), settings(chat), chat.box.press_sequentially("/")):
            await step
            for each in await chat.page.evaluate("axe.run().then((result) => result.violations)"):
                if each["impact"] in {"serious", "critical"}:
                    found[each["id"]] = [node["html"] for node in each["nodes"]]

        assert found == {}


@pytest.mark.parametrize("width", [320, 390])
async def test_nothing_is_wider_than_a_phone(browser: Browser, trial: Trial, width: int) -> None:
    async with Chat.open(browser, trial.page.url, viewport={"width": width, "height": 700}) as chat:
        await asked(chat)

        assert await chat.page.evaluate("document.documentElement.scrollWidth") <= width
        await expect(chat.last.get_by_role("heading")).to_be_in_viewport()
        await expect(chat.box).to_be_in_viewport()


async def test_an_empty_channel_invites_to_a_first_question(browser: Browser, trial: Trial) -> None:
    sandbox = trial.room.sandbox
    sandbox.channel(next(iter(sandbox.world.guilds.values())), "empty")
    async with Chat.open(browser, trial.page.url) as chat:
        await chat.go("empty")
        welcome = chat.page.get_by_role("region", name="Welcome to #empty")
        await expect(welcome.get_by_role("button")).to_have_count(3)
        async with chat.answered():
            await welcome.get_by_role("button").first.click()

        await expect(chat.last).to_contain_text("used /ask")
        await expect(welcome).to_be_hidden()


@pytest.mark.parametrize(
    ("days", "said"), [(0, "Today"), (1, "Yesterday"), (2, "1/3/26"), (-1, "1/6/26")], ids=["0", "1", "2", "ahead"]
)
async def test_a_message_of_today_or_yesterday_says_so(chat: Chat, days: int, said: str) -> None:
    script = """async (days) => {
        const { when } = await import("./time.js");
        return when(new Date(2026, 0, 5 - days, 23, 30), new Date(2026, 0, 5, 0, 10), "en-US");
    }"""

    assert (await chat.page.evaluate(script, days)).startswith(said)
