"""/forget: delete at once what is kept of a user."""

from __future__ import annotations

from discord.ext import commands

from bot import ui
from bot.app.context import Interaction, words_of
from bot.app.responses import defer, send
from bot.cogs.access import command, everywhere
from bot.cogs.feedback import voter_name
from bot.errors import RefusedError, StoreError


class ForgetCog(commands.Cog, name="forget"):
    """The command."""

    @command("forget")
    @everywhere
    async def forget(self, interaction: Interaction) -> None:
        """Delete the user's wishes to be told, follows and votes."""
        store, user = interaction.client.store, interaction.user.id
        await defer(interaction)
        try:
            wishes = await store.tellings.forget(user)
            follows = await store.follows.forget(user)
            votes = await store.votes.forget(lambda key, question: voter_name(key, question, user))
        except StoreError as error:
            raise RefusedError("forgotten_failed") from error
        await send(interaction, ui.forgotten(words_of(interaction), wishes=wishes, follows=follows, votes=votes))
