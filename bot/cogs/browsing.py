"""From one page of the base to another: topics, sources, times, names, disputes."""

from __future__ import annotations

from typing import Any

import discord

from bot import ui
from bot.client import BriefingBot
from bot.cogs.compare import choose_dispute, turn_disputes
from bot.cogs.timeline import show_timeline
from bot.cogs.who import turn_who
from bot.core.knowledge.model import Knowledge
from bot.errors import RefusedError
from bot.i18n import Texts, texts_for
from bot.sending import turn
from bot.ui import custom_ids

Interaction = discord.Interaction[BriefingBot]


async def press_browsing(interaction: Interaction, action: custom_ids.Browsing) -> None:
    """Show a page in the place of the one whose button was pressed. Raises RefusedError where its subject is gone."""
    match action:
        case custom_ids.TimelinePage():
            await show_timeline(interaction, action)
        case custom_ids.WhoPage():
            await turn_who(interaction, action)
        case custom_ids.DisputesPage() | custom_ids.Compare():
            await turn_disputes(interaction, action)
        case custom_ids.DisputeSelect():
            await choose_dispute(interaction, chosen(interaction))
        case _:
            await turn(interaction, _listing(interaction, action))


def _listing(
    interaction: Interaction,
    action: custom_ids.TopicSelect | custom_ids.TopicPage | custom_ids.SourcesPage | custom_ids.TopicsPage,
) -> discord.ui.LayoutView:
    knowledge, words = interaction.client.base.knowledge, texts_for(str(interaction.locale))
    match action:
        case custom_ids.TopicSelect():
            return _topic(chosen(interaction), 0, knowledge, words)
        case custom_ids.TopicPage(topic=topic, page=page):
            return _topic(topic, page, knowledge, words)
        case custom_ids.SourcesPage(page=page):
            return ui.sources(knowledge, words, page)
        case custom_ids.TopicsPage(page=page):
            return ui.topics(knowledge, words, page)


def chosen(interaction: Interaction) -> str:
    """What was chosen in a menu; empty where nothing was."""
    told: dict[str, Any] = dict(interaction.data or {})
    return next(iter(told.get("values", ())), "")


def _topic(topic_id: str, page: int, knowledge: Knowledge, words: Texts) -> discord.ui.LayoutView:
    if topic_id not in knowledge.topics:
        raise RefusedError(words.topic_gone)
    return ui.topic(knowledge, topic_id, words, page)
