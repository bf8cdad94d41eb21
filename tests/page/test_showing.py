"""What a message, a form and a menu look like on the page, whatever bot sends them; in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from typing import Any, Final

import discord
import pytest
import pytest_asyncio
from page.chat import Chat
from page.sampler import PIXEL, Sampler
from playwright.async_api import Browser, expect

from bot.sandbox import Message, MovableClock, Sandbox
from bot.sandbox.messages import Upload, draft
from bot.sandbox.page import Controls, Page
from bot.ui.markdown import clean, escape

pytestmark = pytest.mark.asyncio(loop_scope="session")

V2: Final = 1 << 15
HOSTILE: Final = (
    "<script>hacked = 1</script>",
    "<img src=x onerror='hacked = 1'>",
    "<svg/onload=hacked=1>",
    "[here](javascript:hacked=1) <javascript:hacked=1>",
    "**<b onclick=hacked=1>**`<i>` ||<u>||",
    "</p></article><iframe srcdoc='<script>parent.hacked=1</script>'>",
    '[a](https://example.com/"onmouseover="hacked=1)',
    "<t:99999999999999:R> <t:8640000000001:F>",
)


class Scene:
    """A bot that is there, and a channel into which its messages are put as Discord would take them."""

    def __init__(self, sandbox: Sandbox, page: Page, bot: Sampler) -> None:
        self.sandbox = sandbox
        self.page = page
        self.bot = bot
        self.channel = sandbox.channel(sandbox.guild("Newsroom"), "general")

    def post(self, *files: Upload, **body: Any) -> Message:
        """Post a message of the bot, as the body of a request has it."""
        world = self.sandbox.world
        return world.post(draft(world, body, files, channel=self.channel, author=world.bot))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def scene() -> AsyncIterator[Scene]:
    clock, bot = MovableClock(), Sampler()
    async with Sandbox.serve(clock=clock, patience=3.0) as sandbox:
        sandbox.channel(sandbox.guild("Newsroom"), "general")
        people = [sandbox.user("admin"), sandbox.user("member")]
        page = Page(
            sandbox.world, sandbox.gateway, people, Controls(clock=clock, appointments=(), restart=bot.gate.set)
        )
        with sandbox.attach():
            async with page.serve(), sandbox.run(bot):
                await bot.wait_until_ready()
                yield Scene(sandbox, page, bot)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def tab(browser: Browser, scene: Scene) -> AsyncIterator[Chat]:
    """A tab for all tests that only look at a message."""
    async with Chat.open(browser, scene.page.url) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def chat(browser: Browser, scene: Scene) -> AsyncIterator[Chat]:
    async with Chat.open(browser, scene.page.url) as opened:
        yield opened


@pytest.mark.parametrize("text", HOSTILE)
async def test_no_message_runs_a_script(tab: Chat, scene: Scene, text: str) -> None:
    layout = scene.post(
        flags=V2,
        components=[
            {"type": 10, "content": text},
            {"type": 1, "components": [{"type": 2, "style": 1, "label": text[:80], "custom_id": text[:100]}]},
        ],
    )
    posted = scene.post(content=text, embeds=[{"title": text, "url": "javascript:hacked=1", "footer": {"text": text}}])
    await tab.message(posted.id).locator(".embed h3").click()

    alive = ":is(script, img, svg, iframe, [onclick], [onerror], [onmouseover], [href^=javascript])"
    for message in (layout, posted):
        assert await tab.message(message.id).locator(alive).count() == 0
    assert await tab.page.evaluate("'hacked' in window") is False


async def test_no_name_of_a_file_or_a_form_runs_a_script_and_no_file_is_a_page(chat: Chat, scene: Scene) -> None:
    hostile = b"<script>hacked = 1</script>"
    name = "<img onerror=hacked=1>.html"
    posted = scene.post(Upload(index=0, filename=name, content_type="text/html", body=hostile), content="A file")
    await expect(chat.message(posted.id).get_by_role("link", name=name)).to_be_visible()
    await chat.command("form")
    await expect(chat.page.get_by_role("dialog", name="<i>A form</i>")).to_be_visible()
    answer = await chat.page.request.get(f"{scene.page.url}/files/{posted.attachments[0].id}/x")

    assert (answer.headers["content-type"], answer.headers["content-disposition"]) == (
        "application/octet-stream",
        "attachment",
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert await chat.page.evaluate("'hacked' in window") is False


@pytest.mark.parametrize(
    "attack",
    [
        "document.body.innerHTML = '<img src=x onerror=hacked=1>'",
        "document.body.append(Object.assign(document.createElement('script'), {text: 'hacked = 1'}))",
        "setTimeout('hacked = 1')",
    ],
)
async def test_even_a_script_that_got_into_the_page_would_not_run(chat: Chat, attack: str) -> None:
    outcome = await chat.page.evaluate(f"() => {{ try {{ {attack} }} catch (error) {{ return error.name }} }}")
    refused = [said for said in chat.troubles if "violates the following Content Security Policy directive" in said]
    chat.troubles.clear()

    assert outcome == "TypeError" or refused
    assert await chat.page.evaluate("'hacked' in window") is False


@pytest.mark.parametrize(
    "text",
    [
        "plain *stars* _under_ ~~waves~~ ||bars|| `ticks` ```fence```",
        "# no heading\n> no quote\n-# no subtext\n- no item\n1. no item",
        "[no](https://example.com) <@1> <#2> <t:1:R> </ask:3> @everyone",
        "back\\slash \\* a_b_c 3 * 4 * 5",
    ],
)
async def test_what_is_escaped_is_shown_as_it_was_written(tab: Chat, scene: Scene, text: str) -> None:
    shown = tab.message(scene.post(content=escape(text)).id).locator(".text")

    await expect(shown.locator("p")).to_have_text(clean(text))
    assert await shown.evaluate("node => node.querySelectorAll('*').length") == 1


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("# One\n## Two\n### Three", ["H3 One", "H4 Two", "H5 Three"]),
        ("**bold** *it* _it_ __under__ ~~gone~~", ["STRONG bold", "EM it", "EM it", "U under", "S gone"]),
        ("***both***", ["STRONG both", "EM both"]),
        ("`a*b*` ``c`d``", ["CODE a*b*", "CODE c`d"]),
        ("```py\nx = 1\n```", ["PRE x = 1\n", "CODE x = 1\n"]),
        ("```diff\n+ new\n- old\n```", ["PRE + new\n- old\n", "CODE + new\n- old\n", "SPAN + new\n", "SPAN - old\n"]),
        ("> one\n> two", ["BLOCKQUOTE one\ntwo", "P one\ntwo"]),
        ("> **a**\nb", ["BLOCKQUOTE a", "P a", "STRONG a", "P b"]),
        (">>> all\nof it", ["BLOCKQUOTE all\nof it", "P all\nof it"]),
        ("-# small *print*", ["SMALL small print", "EM print"]),
        ("- a\n- b\n  - c", ["UL abc", "LI a", "LI bc", "UL c", "LI c"]),
        ("3. x\n4. y", ["OL xy", "LI x", "LI y"]),
        ("- a\n1. b", ["UL a", "LI a", "OL b", "LI b"]),
        ("  - a\n- b", ["UL a", "LI a", "UL b", "LI b"]),
        ("||hidden||", ["DETAILS Spoilerhidden", "SUMMARY Spoiler"]),
        ("[a **b**](https://example.com/a_(b)#:~:text=x%20y)", ["A a b", "STRONG b"]),
        ("see https://example.com/x, ok", ["A https://example.com/x"]),
        ("<@{bot}> <#{channel}>", ["SPAN @briefing-bot", "SPAN #general"]),
        ("a\n\nb", ["P a\n\nb"]),
    ],
)
async def test_markdown_is_shown_as_discord_shows_it(tab: Chat, scene: Scene, text: str, tags: list[str]) -> None:
    named = text.replace("{bot}", str(scene.sandbox.world.bot.id)).replace("{channel}", str(scene.channel.id))
    shown = tab.message(scene.post(content=named).id).locator(".text")
    found = await shown.evaluate(
        "node => [...node.querySelectorAll('*')].map((each) => `${each.tagName} ${each.textContent}`)"
    )

    assert [each for each in found if not each.startswith("P ") or each in tags] == tags


@pytest.mark.parametrize(
    "markdown",
    [
        "{}",
        "# {}",
        "### {}",
        "-# {}",
        "> {}",
        "> -# {}",
        "- {}",
        "1. {}",
        "**{}**",
        "`{}`",
        "-# [{}](https://example.com)",
    ],
)
async def test_a_word_longer_than_a_line_stays_inside_its_message(chat: Chat, scene: Scene, markdown: str) -> None:
    text = {"type": 10, "content": markdown.format("Donaudampfschifffahrt" * 15)}
    button = {"type": 2, "style": 2, "label": "Show", "custom_id": "show"}
    section = {"type": 9, "components": [text], "accessory": button}
    posted = scene.post(flags=V2, components=[{"type": 17, "components": [text, section]}])
    card = chat.message(posted.id).locator(".container")
    await expect(card).to_be_visible()

    for width in (1200, 320):
        await chat.page.set_viewport_size({"width": width, "height": 800})
        assert await card.evaluate("node => node.scrollWidth <= node.clientWidth")


async def test_a_timestamp_is_written_in_the_users_language_and_relative_to_the_sandboxs_clock(
    chat: Chat, scene: Scene
) -> None:
    now = int(scene.sandbox.world.clock().timestamp())
    shown = chat.message(scene.post(content=f"<t:{now + 7300}:R> <t:0:D>").id).locator(".text")
    await expect(shown).to_contain_text("in 2 hours January 1, 1970")
    await chat.speak("es-ES")

    await expect(shown).to_contain_text("dentro de 2 horas 1 de enero de 1970")
    await chat.speak("en-US")


async def test_every_part_of_a_layout_is_shown(tab: Chat, scene: Scene) -> None:
    row = [
        {"type": 2, "style": style, "label": f"Style {style}", "custom_id": f"style{style}"} for style in (1, 2, 3, 4)
    ]
    away = {"type": 2, "style": 5, "label": "Source", "url": "https://example.com/article"}
    off = {"type": 2, "style": 2, "label": "Off", "custom_id": "off", "disabled": True}
    parts = [
        {"type": 9, "components": [{"type": 10, "content": "Beside"}], "accessory": off},
        {"type": 14, "spacing": 2},
        {"type": 1, "components": [*row, away]},
        {"type": 12, "items": [{"media": {"url": "attachment://pixel.png"}, "description": "A grey dot"}]},
        {"type": 13, "file": {"url": "attachment://notes.txt"}},
        {
            "type": 9,
            "components": [{"type": 10, "content": "With a picture"}],
            "accessory": {"type": 11, "media": {"url": "attachment://pixel.png"}, "description": "A small dot"},
        },
    ]
    posted = scene.post(
        Upload(index=0, filename="pixel.png", content_type="image/png", body=PIXEL),
        Upload(index=1, filename="notes.txt", content_type="text/plain", body=b"notes"),
        flags=V2,
        components=[{"type": 17, "accent_color": 0x3366CC, "components": parts}],
    )
    message = tab.message(posted.id)
    picture = message.get_by_role("img", name="A grey dot")
    await expect(picture).to_be_visible()

    await expect(message.get_by_role("img", name="A small dot")).to_be_visible()
    assert await picture.evaluate("node => node.decode().then(() => node.naturalWidth)") == 1
    await expect(message.get_by_role("button", name="Style 4")).to_be_enabled()
    await expect(message.get_by_role("button", name="Off")).to_be_disabled()
    await expect(message.get_by_role("link", name="Source")).to_have_attribute("href", "https://example.com/article")
    await expect(message.get_by_role("link", name="notes.txt")).to_have_attribute("download", "notes.txt")
    edge = "node => getComputedStyle(node).borderInlineStartColor"
    assert await message.locator(".container").evaluate(edge) == "rgb(51, 102, 204)"


async def test_an_embed_is_shown(tab: Chat, scene: Scene) -> None:
    embed = discord.Embed(title="A *title*", description="Told.", url="https://example.com/", colour=0xFF0000)
    embed.add_field(name="Field", value="**Value**").set_footer(text="Foot").set_author(name="Author")
    message = tab.message(scene.post(embeds=[json.loads(json.dumps(embed.to_dict()))]).id)

    await expect(message.locator(".embed")).to_contain_text("AuthorA titleTold.FieldValueFoot")
    await expect(message.get_by_role("link", name="A title")).to_be_visible()


async def test_an_edit_takes_the_messages_place_and_says_so(tab: Chat, scene: Scene) -> None:
    message = scene.post(content="before")
    shown = tab.message(message.id)
    await expect(shown).to_contain_text("before")
    message.content = "after"
    scene.sandbox.world.revised(message, edited=scene.sandbox.world.clock())

    await expect(shown.locator(".text")).to_have_text("after")
    await expect(shown).to_contain_text("(edited)")
    scene.sandbox.world.remove(message)
    await expect(tab.page.get_by_text("after", exact=True)).to_have_count(0)


async def test_typed_text_reaches_the_bot_over_the_gateway(chat: Chat, scene: Scene) -> None:
    await chat.go("briefing-bot")
    async with chat.answered():
        await chat.box.fill("Good <b>morning</b>")
        await chat.page.keyboard.press("Enter")
    heard = await scene.bot.heard.get()

    assert (heard.content, heard.author.name) == ("Good <b>morning</b>", "admin")
    await expect(chat.last.locator(".text")).to_have_text("Good <b>morning</b>")
    await expect(chat.page.get_by_text("The bot answers commands and messages that mention it.")).to_be_visible()


async def test_every_type_of_option_is_filled_in(chat: Chat) -> None:
    await chat.box.fill("/pick ")
    await chat.page.get_by_role("combobox", name="colour").press_sequentially("gr")
    await expect(chat.choices).to_have_text(["green"])
    await chat.page.keyboard.press("Enter")
    for option, typed in {"where": "gen", "whom": "mem", "count": "7", "share": "0.5", "really": "Tr"}.items():
        await chat.page.get_by_role("button", name=f"+ {option}").click()
        await chat.page.get_by_role("combobox", name=option).press_sequentially(typed)
        await chat.page.keyboard.press("Tab")
    async with chat.answered():
        await chat.page.get_by_role("button", name="Send").click()

    await expect(chat.last.locator(".text")).to_have_text("green general member 7 0.5 True")


async def test_a_required_option_must_be_one_of_its_choices(chat: Chat, scene: Scene) -> None:
    before = len(scene.sandbox.world.interactions)
    await chat.box.fill("/pick ")
    await chat.page.get_by_role("button", name="Send").click()
    field = chat.page.get_by_role("combobox", name="colour")
    await field.fill("blue")
    await chat.page.keyboard.press("Enter")

    assert await field.evaluate("node => node.validationMessage") == "Choose one of the list."
    assert len(scene.sandbox.world.interactions) == before
    await chat.page.keyboard.press("Escape")
    await expect(chat.box).to_be_focused()


async def test_a_form_is_filled_in_and_says_what_is_wrong_with_it(chat: Chat) -> None:
    await chat.command("form")
    word = chat.page.get_by_label("A word")
    await expect(word).to_have_value("old")
    await chat.page.get_by_label("Topic").select_option("Ships")
    await word.evaluate("node => node.removeAttribute('minlength')")
    await word.fill("abc")
    await chat.page.keyboard.press("Enter")
    await expect(chat.page.get_by_role("alert")).to_contain_text("takes 4 to 4000 characters, not 3")
    await word.fill("captain")
    async with chat.answered():
        await chat.page.keyboard.press("Enter")

    await expect(chat.last.locator(".text")).to_have_text("captain of Ships")


async def test_menus_offer_their_options_and_send_what_was_chosen(chat: Chat) -> None:
    async with chat.answered():
        await chat.command("select")
    await chat.button("One topic ▾").click()
    await expect(chat.page.get_by_role("button", name="Law All Law")).to_be_focused()
    await chat.page.get_by_role("button", name="Ships All Ships").click()
    await expect(chat.last.locator(".text")).to_have_text("Chosen: Ships")
    await chat.button("Topics ▾").click()
    await chat.page.get_by_label("Law").check()
    await chat.page.get_by_label("Ports").check()
    await chat.page.get_by_role("button", name="Choose").click()

    await expect(chat.last.locator(".text")).to_have_text("Chosen: Law, Ports")
    await expect(chat.button("Topics ▾")).to_be_focused()


async def test_a_button_keeps_the_focus_when_its_message_is_edited(chat: Chat, scene: Scene) -> None:
    pages = [{"type": 2, "style": 2, "label": name, "custom_id": name} for name in ("Back", "Next")]
    posted = scene.post(content="Page 1", components=[{"type": 1, "components": pages}])
    button = chat.message(posted.id).get_by_role("button", name="Next")
    await button.click()

    await expect(chat.message(posted.id).locator(".text")).to_have_text("Chosen: nothing")
    await expect(button).to_be_focused()


@pytest.mark.parametrize("by", ["button", "right click"])
async def test_a_messages_menu_has_the_commands_for_messages(chat: Chat, scene: Scene, by: str) -> None:
    posted = chat.message(scene.post(content="three words here").id)
    await expect(posted).to_contain_text("three words here")
    if by == "button":
        await posted.get_by_role("button", name="Apps for the message of briefing-bot").click()
    else:
        await posted.locator(".text").click(button="right")
    async with chat.answered():
        await chat.page.get_by_role("button", name="Count the words").click()

    await expect(chat.last).to_contain_text("admin used Count the words")
    await expect(chat.last.locator(".text")).to_have_text("3 words")
    await chat.button("Dismiss message").click()
    await expect(chat.last).to_contain_text("three words here")


async def test_thinking_is_shown_until_the_answer_is_there(chat: Chat, scene: Scene) -> None:
    scene.bot.gate.clear()
    async with chat.answered():
        await chat.command("slow")
    await expect(chat.last).to_contain_text("briefing-bot is thinking…")
    scene.bot.gate.set()

    await expect(chat.last.locator(".text")).to_have_text("Thought of it.")


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("silent", "The application did not answer within 3 s."),
        (
            "refused",
            "400 Invalid Form Body; content: Must be 2000 or fewer in length. (POST /interactions/…/…/callback)",
        ),
    ],
)
async def test_a_failure_of_the_bot_is_said(chat: Chat, command: str, told: str) -> None:
    await chat.command(command)

    await expect(chat.page.get_by_role("alert").first).to_contain_text(told)


async def test_a_command_that_does_not_exist_is_said(chat: Chat) -> None:
    await chat.box.fill("/nothing")
    await chat.page.keyboard.press("Enter")

    await expect(chat.page.get_by_role("alert")).to_contain_text("There is no command /nothing here.")


async def test_a_thread_is_beneath_its_channel_and_opens_from_its_message(browser: Browser, scene: Scene) -> None:
    world, opening = scene.sandbox.world, scene.post(content="Briefing for today")
    async with Chat.open(browser, scene.page.url) as chat:
        thread = world.add_thread(scene.channel, "Today", world.bot, opening=opening)
        world.post(draft(world, {"content": "The first fact"}, (), channel=thread, author=world.bot))
        listed = chat.page.get_by_role("navigation").get_by_role("button", name="Today")
        await expect(listed).to_have_class(re.compile("unread"))
        await chat.message(opening.id).get_by_role("button", name="Today").click()
        await expect(chat.page.locator("#place")).to_contain_text("Today")
        await expect(chat.last).to_contain_text("The first fact")
        await expect(listed).to_have_attribute("aria-current", "page")


async def test_a_forum_lists_its_posts_the_newest_first_and_takes_no_messages(browser: Browser, scene: Scene) -> None:
    world = scene.sandbox.world
    forum = scene.sandbox.forum(scene.sandbox.guild("Newsroom"), "ideas")
    async with Chat.open(browser, scene.page.url, viewport={"width": 360, "height": 800}) as chat:
        await chat.go("ideas")
        await expect(chat.page.locator("#welcome")).to_contain_text("No posts in ideas yet")
        await expect(chat.box).to_be_hidden()
        for name in ("Monday", "Tuesday and all that is known of it " * 2):
            thread = world.add_thread(forum, name, world.bot)
            first = draft(world, {"content": f"Facts of {name}"}, (), channel=thread, author=world.bot)
            first.id = thread.id
            world.post(first)
        posts = chat.page.locator("#messages").get_by_role("button")
        await expect(posts).to_have_text([re.compile("Tuesday"), re.compile("Monday")])
        assert await chat.page.evaluate("document.documentElement.scrollWidth") == 360
        await posts.first.click()
        await expect(chat.last).to_contain_text("Facts of Tuesday")
        await expect(chat.box).to_be_visible()
