"""/desk: where questions that the bot cannot answer go, who answers them, and the buttons on the way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Coroutine
from dataclasses import replace
from typing import Any, Final, TypeVar

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.app.briefing.channels import BlockedError, find_channel, require_postable
from bot.app.client import BriefingBot
from bot.app.context import Interaction, RequestContext, words_of
from bot.app.desk.desk import Desk
from bot.app.desk.telling import WISH_DAYS
from bot.app.permissions import granted_in
from bot.app.responses import open_form, send, update
from bot.app.timeouts import Sleep, done_within
from bot.cogs.access import command, refused_if_store_fails, servers_only
from bot.cogs.briefing import PostableChannel, require_manager
from bot.cogs.curators import is_curator
from bot.cogs.feedback import voted_against
from bot.core.briefing.obstacles import ObstacleKind
from bot.core.matching.decision import Answer
from bot.errors import PermissionNames, RefusedError, StoreError
from bot.i18n import ENGLISH
from bot.storage import DeskQuestion, DeskState, Telling
from bot.ui import custom_ids
from bot.ui.desk import LONGEST_REASON, REASON

DESK: Final = ENGLISH.commands["desk"]

PATIENCE: Final = 60.0
"""Seconds that a press waits for the database and for those who pressed before; by then its answer is deferred."""

_VOTED: Final = frozenset({Answer.kind, "proposal"})
"""The outcomes in the log that showed a fact: they need a vote against it before the desk is asked."""

T = TypeVar("T")

Channel = app_commands.Transform[int, PostableChannel((discord.ChannelType.text, discord.ChannelType.forum))]

_log = logging.getLogger(__name__)


@servers_only
@app_commands.guild_only()
@app_commands.default_permissions(manage_guild=True)
class DeskCog(commands.GroupCog, name="desk", group_name=DESK.name, group_description=DESK.description):
    """The commands, and the events after which the desk tries again. `sleep` takes seconds."""

    def __init__(self, bot: BriefingBot, *, sleep: Sleep) -> None:
        self._bot = bot
        self.desk = Desk(bot, sleep=sleep)

    async def cog_load(self) -> None:
        """Begin to catch up on what an earlier run has left."""
        self.desk.start()

    async def cog_unload(self) -> None:
        """Show the last cards."""
        await self.desk.stop()

    @command("desk set")
    async def set(self, interaction: Interaction, channel: Channel) -> None:
        """Choose the channel of the desk."""
        guild = require_manager(interaction)
        if not self._bot.config.questions.keep_days:
            raise RefusedError("desk_off")
        await _require_postable(interaction, channel)
        with refused_if_store_fails():
            await self._bot.desks.change(guild, lambda desk: replace(desk, channel=channel))
        _log.info("user %d set the desk of server %d to channel %d", interaction.user.id, guild, channel)
        self.desk.wake()
        said = words_of(interaction).desk_set.format(channel=f"<#{channel}>")
        await send(interaction, ui.notice(said))

    @command("desk status")
    async def status(self, interaction: Interaction) -> None:
        """Show the desk of the server."""
        guild = require_manager(interaction)
        words, desk = words_of(interaction), self._bot.desks.of(guild)
        with refused_if_store_fails():
            counts = await self._bot.store.desk_questions.counts(guild)
        problem = "" if desk.channel is None else await _problem(interaction, desk.channel)
        if not self._bot.config.questions.keep_days:
            problem = words.desk_off
        await send(interaction, ui.desk_status(desk, counts, words, problem=problem, curators=self._curators(guild)))

    @command("desk stop")
    async def stop(self, interaction: Interaction) -> None:
        """Take no more questions."""
        guild = require_manager(interaction)
        if self._bot.desks.of(guild).channel is None:
            raise RefusedError("desk_missing")
        with refused_if_store_fails():
            await self._bot.desks.change(guild, lambda desk: replace(desk, channel=None))
        _log.info("user %d stopped the desk of server %d", interaction.user.id, guild)
        await send(interaction, ui.notice(words_of(interaction).desk_stopped))

    @command("desk curators")
    async def curators(self, interaction: Interaction, role: discord.Role) -> None:
        """Make a role one of the curators, or no longer."""
        guild, words = require_manager(interaction), words_of(interaction)
        if role.is_default():
            raise RefusedError("desk_everyone")
        added = role.id not in self._bot.desks.of(guild).roles
        with refused_if_store_fails():
            await self._bot.desks.change(guild, lambda desk: replace(desk, roles=desk.roles ^ {role.id}))
        _log.info("user %d changed the curators of server %d", interaction.user.id, guild)
        said = words.desk_curators_added if added else words.desk_curators_removed
        await send(interaction, ui.notice(said.format(role=f"<@&{role.id}>")))

    def _curators(self, guild: int) -> list[str]:
        """Return mentions of the users and the roles of the curators here; the config's may be of other servers."""
        config, known = self._bot.config.desk, self._bot.get_guild(guild)
        roles = [role for role in sorted(config.curator_roles) if known is not None and known.get_role(role)]
        named = [*roles, *sorted(self._bot.desks.of(guild).roles - config.curator_roles)]
        return [*(f"<@{user}>" for user in sorted(config.curators)), *(f"<@&{role}>" for role in named)]

    @commands.Cog.listener()
    async def on_guild_channel_update(self, _before: object, _after: object) -> None:
        """Try again: a channel's permissions may have changed."""
        self.desk.wake()

    @commands.Cog.listener()
    async def on_member_update(self, _before: object, _after: object) -> None:
        """Try again: the bot may have got a role. Discord sends no other member's changes."""
        self.desk.wake()


def desk_of(bot: BriefingBot) -> Desk:
    """Return the desk of a bot that has loaded its cogs."""
    cog = bot.get_cog("desk")
    if not isinstance(cog, DeskCog):
        raise RefusedError("restarting")
    return cog.desk


async def require_question(interaction: Interaction, number: int) -> DeskQuestion:
    """Return a question at the desk of this server that nobody has decided on, for one of its curators.

    Raises RefusedError for others, and if there is no such question. Call this on each press and for each form.
    """
    if not is_curator(interaction):
        raise RefusedError("not_a_curator")
    with refused_if_store_fails():
        question = await interaction.client.store.desk_questions.find(number)
    if question is None or question.guild != interaction.guild_id:
        raise RefusedError("desk_question_gone")
    if question.state is not DeskState.OPEN:
        raise RefusedError("desk_question_decided")
    return question


async def press_desk(ctx: RequestContext, action: custom_ids.OfDesk, siblings: Collection[str]) -> None:
    """Answer a button of the desk; its message has the buttons `siblings`. Raises RefusedError if the user may not."""
    match action:
        case custom_ids.AskDesk():
            await _ask(ctx, action)
        case custom_ids.DeskTell():
            await _tell(ctx, action)
        case custom_ids.DeskTold() if action.encode() in siblings:
            await _show_answer(ctx, action)
        case custom_ids.DeskDismiss():
            question = await require_question(ctx.interaction, action.question)
            if not await open_form(ctx.interaction, ui.dismiss_form(question.id, ctx.words)):
                raise RefusedError("question_form_late")
        case _:
            raise RefusedError("foreign_button")


async def take_reason(ctx: RequestContext, form: custom_ids.DeskDismiss) -> None:
    """Dismiss a question for the reason in a form. Raises RefusedError if the user may not, or not any more."""
    question = await require_question(ctx.interaction, form.question)
    reason = ctx.written(REASON).strip()[:LONGEST_REASON]
    with refused_if_store_fails():
        dismissed = await desk_of(ctx.bot).dismissed(question.id, reason=reason, by=ctx.user)
    if not dismissed:
        raise RefusedError("desk_question_decided")
    _log.info("user %d dismissed question %d at the desk of server %d", ctx.user, question.id, question.guild)
    await send(ctx.interaction, ui.notice(ctx.words.desk_dismissed))


async def _ask(ctx: RequestContext, action: custom_ids.AskDesk) -> None:
    guild = ctx.guild
    if guild is None or not ctx.has_desk:
        raise RefusedError("desk_missing")
    logged = await _in_time(ctx, ctx.bot.question_log.find(action.question))
    if logged is None or logged.guild != guild:
        raise RefusedError("desk_question_gone")
    if logged.base != ctx.base.name:
        raise RefusedError("base_changed")
    if logged.outcome in _VOTED and not await _in_time(ctx, voted_against(ctx, logged.id)):
        raise RefusedError("desk_vote_first")
    work = desk_of(ctx.bot).ask(logged, guild=guild, user=ctx.user, base=ctx.base)
    asked = await _in_time(ctx, work)
    layout = ui.at_desk(asked, ctx.words, days=WISH_DAYS)
    await send(ctx.interaction, layout)


async def _tell(ctx: RequestContext, action: custom_ids.DeskTell) -> None:
    """Keep the user's wish to be told. Raises RefusedError if the question is decided or of another server."""
    question = await _in_time(ctx, ctx.bot.store.desk_questions.find(action.question))
    if question is None or question.guild != ctx.guild:
        raise RefusedError("desk_question_gone")
    telling = Telling(
        question=question.id,
        user=ctx.user,
        locale=str(ctx.interaction.locale),
        channel=ctx.interaction.channel_id if action.here else None,
        at=ctx.bot.clock(),
    )
    if not await _in_time(ctx, desk_of(ctx.bot).tell(telling)):
        raise RefusedError("desk_question_decided")
    await update(ctx.interaction, ui.tell_noted(ctx.words, here=action.here))


async def _show_answer(ctx: RequestContext, action: custom_ids.DeskTold) -> None:
    """Show what answers a question now; the topics if nothing does."""
    question = await _in_time(ctx, ctx.bot.store.desk_questions.find(action.question))
    if question is None:
        raise RefusedError("desk_question_gone")
    ctx = RequestContext.of(ctx.interaction, await ctx.bot.bases.loaded(question.base))
    knowledge = ctx.knowledge
    fact = knowledge.facts.get(question.fact or "")
    if fact is not None:
        await send(ctx.interaction, ui.fact(fact, knowledge, ctx.words))
    else:
        await send(ctx.interaction, ui.topics(knowledge, ctx.words))


async def _in_time(ctx: RequestContext, work: Coroutine[Any, Any, T]) -> T:
    """Return what `work` returns. Raises RefusedError if the database fails or is late."""
    task = asyncio.create_task(work, name="desk press")
    if not await done_within(PATIENCE, task, sleep=ctx.bot.sleep):
        task.cancel()
        raise RefusedError("desk_late")
    try:
        return task.result()
    except StoreError as error:
        raise RefusedError("desk_late") from error


async def _require_postable(interaction: Interaction, number: int) -> None:
    """Raise RefusedError if the bot cannot post in a channel of this server, or not read what it posted."""
    try:
        channel = await find_channel(interaction.client, number)
        if channel.guild.id != interaction.guild_id:
            raise RefusedError("channel_foreign")
        require_postable(channel, None, to_read=True)
    except BlockedError as error:
        match error.obstacle.kind:
            case ObstacleKind.MISSING:
                names = PermissionNames(names=error.obstacle.permissions)
                raise RefusedError("bot_lacks", channel=f"<#{number}>", permissions=names) from error
            case ObstacleKind.TAG:
                raise RefusedError("forum_tag", channel=f"<#{number}>") from error
            case _:
                raise RefusedError("channel_foreign") from error
    granted = granted_in(channel) if isinstance(channel, discord.TextChannel) else None
    if granted is not None and not granted.create_public_threads:
        names = PermissionNames(names=("create_public_threads",))
        raise RefusedError("bot_lacks", channel=f"<#{number}>", permissions=names)


async def _problem(interaction: Interaction, number: int) -> str:
    """Return why questions do not reach the desk; empty if they do."""
    try:
        await _require_postable(interaction, number)
    except RefusedError as error:
        words = words_of(interaction)
        return words.desk_channel_gone if error.key == "channel_foreign" else words.refusal(error)
    return ""
