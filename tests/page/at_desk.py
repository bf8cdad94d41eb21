"""What readers and curators do at the desk on the chat page, in the made-up story of the small base."""

from __future__ import annotations

from typing import Final

from page.chat import Chat
from playwright.async_api import Locator, expect

from bot.i18n import ENGLISH

EDITS: Final = ENGLISH.edits

QUESTION: Final = "how many passengers fit on the Petrel?"
STATEMENT: Final = "The ferry Petrel carries 200 passengers."
TYPED: Final = "the ferry Petrel, which takes 200 passengers"
THERE: Final = "the ferry Petrel, which carries 200 passengers"

ASKED: Final = "how high were the waves in the storm"
SHARED: Final = "The weather buoy off Ostrand measured waves of 11 metres in the night of 4 March 2031."
CORRECTED: Final = "The weather buoy off Ostrand measured waves of 11 metres in the night after 4 March 2031."


async def ask(chat: Chat, question: str) -> None:
    """Ask with the command, and wait for the answer."""
    async with chat.answered():
        await chat.command(ENGLISH.commands["ask"].name, question)


async def press(chat: Chat, button: str) -> None:
    """Press a button of the newest message, and wait for the new message that it brings."""
    async with chat.answered():
        await chat.button(button).click()


async def turn(chat: Chat, button: str, into: str) -> None:
    """Press a button of the newest message, and wait until the newest message says `into`."""
    await chat.button(button).click()
    await expect(chat.last).to_contain_text(into)


async def hold(chat: Chat) -> Locator:
    """Return the newest message, wherever it stands later."""
    number = await chat.last.evaluate("(article) => article.parentNode.id")
    return chat.page.locator(f"#{number} article")


async def open_desk(curator: Chat) -> None:
    """Make the channel `desk` the desk of the server."""
    async with curator.answered():
        await curator.command("desk set", "desk")


async def share(reader: Chat) -> Locator:
    """Ask what the base answers, share the answer, and return what everybody sees of it."""
    await ask(reader, ASKED)
    await press(reader, ENGLISH.share_button)
    return await hold(reader)


async def ask_the_desk(reader: Chat) -> None:
    """Ask what the base does not answer, put it to the desk, and choose to be told."""
    await ask(reader, QUESTION)
    await expect(reader.last).to_contain_text(ENGLISH.abstention)
    await press(reader, ENGLISH.desk_ask_button)
    await turn(reader, ENGLISH.desk_tell_button, into=ENGLISH.desk_tell_noted.partition(".")[0])


async def open_card(curator: Chat) -> Locator:
    """Go to the desk and return the card of the question."""
    await curator.go("desk")
    await expect(curator.last).to_contain_text(QUESTION)
    return await hold(curator)


async def write(curator: Chat, *, quote: str = TYPED) -> None:
    """Send the form that writes the fact for the newest card."""
    await curator.button(EDITS.write_button).click()
    form = curator.page.get_by_role("dialog", name=EDITS.write_button)
    await form.get_by_label(EDITS.statement_label).fill(STATEMENT)
    await form.get_by_label(EDITS.quote_label).fill(quote)
    await form.get_by_label(EDITS.topic_label).select_option(label="The ferry")
    await form.get_by_label(EDITS.attribution_label).fill("Ostrand Post")
    async with curator.answered():
        await form.get_by_role("button", name="Submit").click()


async def take_passage(curator: Chat) -> None:
    """Put the passage that is offered in the place of the quote, and wait for the preview."""
    await turn(curator, EDITS.take_button, into=EDITS.preview)


async def edit_shared(curator: Chat) -> None:
    """Open the fact that was shared, change what it says, and wait for the preview."""
    await curator.go("general")
    await ask(curator, ASKED)
    await curator.button(EDITS.edit_button).click()
    form = curator.page.get_by_role("dialog", name=EDITS.edit_button)
    await form.get_by_label(EDITS.statement_label).fill(CORRECTED)
    await form.get_by_role("button", name="Submit").click()
    await expect(curator.last).to_contain_text(EDITS.preview)


async def publish(curator: Chat) -> None:
    """Publish what the newest message previews."""
    await turn(curator, EDITS.publish_button, into=EDITS.published)
