"""/follow: a direct message when the facts of a topic change."""

from __future__ import annotations

import logging
from typing import Final

from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot import ui
from bot.app.client import BriefingBot
from bot.app.context import Interaction, RequestContext, echo
from bot.app.following import MOST_FOLLOWED, Following
from bot.app.responses import send, update
from bot.app.timeouts import Sleep
from bot.cogs.access import command, everywhere, refused_if_store_fails
from bot.cogs.autocomplete import offer
from bot.core.knowledge.model import Topic
from bot.core.text.normalise import fold, fold_typed
from bot.errors import RefusedError
from bot.i18n import ENGLISH, phrases
from bot.storage import Pace
from bot.ui import custom_ids
from bot.ui.fitting import CHOICES, choice
from bot.ui.following import topic_title

FOLLOW: Final = ENGLISH.commands["follow"]
TOPIC: Final = ENGLISH.commands["follow topic"]

_log = logging.getLogger(__name__)


@everywhere
class FollowCog(commands.GroupCog, name="follow", group_name=FOLLOW.name, group_description=FOLLOW.description):
    """The commands, and the task that sends news. `sleep` takes seconds."""

    def __init__(self, bot: BriefingBot, *, sleep: Sleep) -> None:
        self.following = Following(bot, sleep=sleep)

    async def cog_load(self) -> None:
        """Begin to send news."""
        self.following.start()

    async def cog_unload(self) -> None:
        """End the task."""
        await self.following.stop()

    @command("follow topic")
    @app_commands.choices(
        pace=[Choice(name=app_commands.locale_str(TOPIC.choices[pace]), value=pace.value) for pace in Pace]
    )
    async def topic(self, interaction: Interaction, topic: str, pace: str | None = None) -> None:
        """Follow a topic."""
        ctx = RequestContext.of(interaction)
        ctx.count_request()
        found = find_topic(topic, ctx)
        if found is None:
            raise RefusedError("follow_unknown", typed=echo(topic))
        await _follow(ctx, (found.id,), Pace(pace) if pace else None)

    @topic.autocomplete("topic")
    async def complete_topic(self, interaction: Interaction, current: str) -> list[Choice[str]]:
        """Complete a topic that has facts."""
        return offer(interaction, lambda ctx: _choices(current, ctx))

    @command("follow list")
    async def list(self, interaction: Interaction) -> None:
        """Show what the user follows."""
        await _show_list(RequestContext.of(interaction))


async def press_follow(ctx: RequestContext, action: custom_ids.OfFollows) -> None:
    """Answer a button or menu of followers. Raises RefusedError if the fact is gone or the store fails."""
    match action:
        case custom_ids.FollowFact(fact=key):
            ctx.count_request()
            fact = ctx.knowledge.facts.get(key)
            if fact is None:
                raise RefusedError("fact_gone")
            await _follow(ctx, fact.topics, None)
        case custom_ids.Unfollow(topic=topic):
            await _unfollow(ctx, (topic,))
        case custom_ids.UnfollowPick():
            await _unfollow(ctx, ctx.all_chosen)
        case custom_ids.UnfollowAll():
            await _unfollow(ctx, None)
        case custom_ids.FollowAgain():
            with refused_if_store_fails():
                await ctx.bot.store.follows.open(ctx.user)
            _wake(ctx.bot)
            await _show_list(ctx)


def find_topic(typed: str, ctx: RequestContext) -> Topic | None:
    """Return the topic of a choice, by its id, or of a title that was typed in any language, the reader's first."""
    topics = ctx.knowledge.topics
    titled = {fold(title): each for each in topics.values() for title in each.called}
    titled |= {fold(phrases.topic_title(each, ctx.words)): each for each in topics.values()}
    return topics.get(typed) or titled.get(fold_typed(typed))


def _choices(typed: str, ctx: RequestContext) -> list[Choice[str]]:
    wanted = fold_typed(typed)
    found = [
        topic
        for topic in ctx.knowledge.covered_topics()
        if any(wanted in fold(f"{title} {topic.id}") for title in topic.called)
    ]
    return [
        Choice(name=choice(phrases.topic_title(topic, ctx.words)) or topic.id, value=topic.id)
        for topic in found[:CHOICES]
    ]


async def _follow(ctx: RequestContext, topics: tuple[str, ...], pace: Pace | None) -> None:
    follows, base = ctx.bot.store.follows, ctx.base
    with refused_if_store_fails():
        followed = {(each.base, each.topic) for each in await follows.of(ctx.user)}
        if len(followed | {(base.name, topic) for topic in topics}) > MOST_FOLLOWED:
            raise RefusedError("follow_limit", most=MOST_FOLLOWED)
        await _following(ctx.bot).watch(base)
        locale, now = str(ctx.interaction.locale), ctx.bot.clock()
        await follows.follow(ctx.user, base=base.name, topics=topics, pace=pace, locale=locale, at=now)
        follower = await follows.find(ctx.user)
    _wake(ctx.bot)
    if follower is None:
        raise RefusedError("database_unreadable")
    titles = [(topic, topic_title(topic, ctx.knowledge, ctx.words)) for topic in topics]
    await send(ctx.interaction, ui.followed(titles, follower, ctx.words))


async def _unfollow(ctx: RequestContext, topics: tuple[str, ...] | None) -> None:
    """Stop following topics, or all if there are none named; show the list where the user pressed in it."""
    with refused_if_store_fails():
        stopped = await ctx.bot.store.follows.unfollow(ctx.user, topics)
        left = await ctx.bot.store.follows.of(ctx.user)
    titles = ", ".join(topic_title(each, ctx.knowledge, ctx.words) for each in topics or ())
    await update(ctx.interaction, ui.unfollowed(titles, ctx.words, stopped=stopped, left=bool(left)))


async def _show_list(ctx: RequestContext) -> None:
    follows, bases = ctx.bot.store.follows, {base.name: base.knowledge for base in ctx.bot.bases.served}
    with refused_if_store_fails():
        found, follower = await follows.of(ctx.user), await follows.find(ctx.user)
    titled = [(each, topic_title(each.topic, bases.get(each.base, ctx.knowledge), ctx.words)) for each in found]
    await update(ctx.interaction, ui.follow_list(titled, follower, ctx.words))


def _following(bot: BriefingBot) -> Following:
    cog = bot.get_cog("follow")
    if not isinstance(cog, FollowCog):
        raise RefusedError("restarting")
    return cog.following


def _wake(bot: BriefingBot) -> None:
    _following(bot).wake()
