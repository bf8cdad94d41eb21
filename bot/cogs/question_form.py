"""The form for a question, opened by a button of the briefing; its answer is that of /ask."""

from __future__ import annotations

from typing import Any, Final

import discord

from bot.client import BriefingBot
from bot.cogs.ask import answer_question
from bot.cogs.fields import written
from bot.core.matching.ranker import LONGEST_QUESTION
from bot.i18n import texts_for
from bot.ui import custom_ids

Interaction = discord.Interaction[BriefingBot]

_QUESTION: Final = "question"


async def ask_for_question(interaction: Interaction) -> None:
    """Open the form."""
    words = texts_for(str(interaction.locale))
    form = discord.ui.Modal(title=words.question_form, custom_id=custom_ids.QuestionForm().encode())
    field: discord.ui.TextInput[Any] = discord.ui.TextInput(
        custom_id=_QUESTION, placeholder=words.question_hint, max_length=LONGEST_QUESTION
    )
    form.add_item(discord.ui.Label(text=words.question_label, component=field))
    # discord.py would wait for it in memory, for ever and until the next restart only.
    form.stop()
    await interaction.response.send_modal(form)


async def take_question(interaction: Interaction) -> None:
    """Answer the question of a form that was sent in. Raises RefusedError as /ask does."""
    await answer_question(interaction, written(interaction.data or {}, _QUESTION))
