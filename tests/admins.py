"""What admins do at the client, for tests of the commands that are theirs."""

from __future__ import annotations

from serving import Stage

from bot.sandbox import Person
from bot.sandbox.exchange import Exchange


async def reload(newsroom: Stage, by: Person | None = None) -> Exchange:
    """Use /reload and wait for its dry run."""
    return await (by or newsroom.admin).slash(newsroom.channel, "reload")


async def rollback(newsroom: Stage, revision: str) -> Exchange:
    """Use /admin rollback and wait for its dry run."""
    return await newsroom.admin.slash(newsroom.channel, "admin rollback", revision=revision)


async def press(newsroom: Stage, shown: Exchange, button: str) -> str:
    """Press a button of a dry run and give what stands in its place."""
    before = shown.text
    pressed = await newsroom.admin.click(shown.message, button)
    await newsroom.sandbox.until(lambda: pressed.text != before)
    return pressed.text


def show_to_all(newsroom: Stage) -> None:
    """An administrator of the guild lets everybody use the commands of the home guild, as Discord allows."""
    for command in newsroom.sandbox.commands(newsroom.home).values():
        command.body["default_member_permissions"] = None
