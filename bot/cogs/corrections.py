"""/corrections: which facts were corrected or retired. Also the task that edits the posted messages."""

from __future__ import annotations

from discord.ext import commands
from discord.ui import LayoutView

from bot import ui
from bot.app.client import BriefingBot
from bot.app.context import Interaction, RequestContext
from bot.app.corrections import CorrectionEditor
from bot.app.responses import send, update
from bot.app.timeouts import Sleep
from bot.cogs.access import command, everywhere, refused_if_store_fails
from bot.storage import Correction
from bot.ui import custom_ids
from bot.ui.components import put_on_top


class CorrectionsCog(commands.Cog, name="corrections"):
    """The command, and the edits. `sleep` takes seconds."""

    def __init__(self, bot: BriefingBot, *, sleep: Sleep) -> None:
        self._bot = bot
        self._editor = CorrectionEditor(bot, sleep=sleep)

    async def cog_load(self) -> None:
        """Begin to edit what waits for it."""
        if self._bot.config.corrections.keep_days:
            self._editor.start()

    async def cog_unload(self) -> None:
        """Wait until the last messages are stored, and end the edits."""
        await self._bot.posted.settle()
        await self._editor.stop()

    @command("corrections")
    @everywhere
    async def corrections(self, interaction: Interaction) -> None:
        """Show the corrections, newest first."""
        ctx = RequestContext.of(interaction)
        await send(interaction, ui.corrections_page(await _read(ctx), ctx.knowledge, ctx.words))


async def press_corrections(ctx: RequestContext, action: custom_ids.CorrectionsPage) -> None:
    """Show a page of the corrections. Raises RefusedError if they cannot be read."""
    await update(ctx.interaction, ui.corrections_page(await _read(ctx), ctx.knowledge, ctx.words, action.page))


async def retired_page(ctx: RequestContext, fact: str) -> LayoutView | None:
    """Return what is shown of a fact that was retired or deleted; None for any other."""
    if fact in ctx.knowledge.facts:
        return None
    if fact in ctx.knowledge.retired:
        return ui.retired(ctx.knowledge.retired[fact], ctx.words)
    found = await ctx.bot.posted.retirement(ctx.base, fact)
    return None if found is None else ui.deleted(found, ctx.words)


async def put_since(ctx: RequestContext, fact: str, view: LayoutView) -> None:
    """Say on top of a layout that its fact was corrected since the message whose button was pressed."""
    note = await ctx.bot.posted.since(ctx.base, fact, ctx.interaction.message, ctx.words)
    if note:
        put_on_top(view, note)


async def _read(ctx: RequestContext) -> tuple[Correction, ...]:
    with refused_if_store_fails():
        return await ctx.bot.store.posted.corrections(ctx.base.name)
