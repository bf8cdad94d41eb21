"""/compare: a claim beside what disputes it."""

from __future__ import annotations

from typing import Final

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui
from bot.client import BriefingBot
from bot.cogs.briefing_input import echo
from bot.cogs.choices import offer
from bot.cogs.reach import everywhere
from bot.core.factbase.base import Base
from bot.core.knowledge.disputes import dispute_of, disputes
from bot.core.knowledge.model import Knowledge
from bot.core.matching.decision import shown
from bot.core.text.normalise import fold
from bot.errors import RefusedError
from bot.i18n import ENGLISH, Texts, texts_for
from bot.sending import send, turn
from bot.ui.custom_ids import Compare, DisputesPage
from bot.ui.fitting import CHOICES, choice

Interaction = discord.Interaction[BriefingBot]

COMPARE: Final = ENGLISH.commands["compare"]


class CompareCog(commands.Cog, name="compare"):
    """The command and its completion; its pages and its menu are buttons."""

    def __init__(self, bot: BriefingBot) -> None:
        self._bot = bot

    @app_commands.command(name=COMPARE.name, description=COMPARE.description)
    @app_commands.describe(claim=COMPARE.options["claim"].description)
    @everywhere
    async def compare(self, interaction: Interaction, claim: str | None = None) -> None:
        """Show a claim beside what disputes it, or all disputed claims."""
        await send(interaction, compared(claim or "", self._bot.base, texts_for(str(interaction.locale))))

    @compare.autocomplete("claim")
    async def propose(
        self, _interaction: discord.Interaction[BriefingBot], current: str
    ) -> list[app_commands.Choice[str]]:
        """Complete a claim."""
        return offer(claim_choices, current, bot=self._bot, command="/compare")


def compared(typed: str, base: Base, words: Texts) -> discord.ui.LayoutView:
    """The dispute of a fact by its id or by words that ask for it; all disputes where there is none."""
    found, wanted = disputes(base.knowledge), typed.strip()
    if not wanted or not found:
        return ui.disputed(found, words)
    if wanted in base.knowledge.facts:
        meant = [base.knowledge.facts[wanted]]
    else:
        meant = [match.fact for match in shown(base.decide(wanted))]
    dispute = dispute_of([fact.id for fact in meant], base.knowledge)
    if dispute is not None:
        return ui.comparison(dispute, base.knowledge, words)
    if meant:
        return ui.disputed(found, words, note=words.compare_undisputed.format(statement=meant[0].statement))
    return ui.disputed(found, words, note=words.compare_unmatched.format(typed=echo(wanted)))


async def choose_dispute(interaction: Interaction, claim: str) -> None:
    """Show the claim that was chosen in the menu. Raises RefusedError where it is gone."""
    knowledge, words = interaction.client.base.knowledge, texts_for(str(interaction.locale))
    await turn(interaction, _comparison(claim, 0, knowledge, words))


async def turn_disputes(interaction: Interaction, action: DisputesPage | Compare) -> None:
    """Show what a button asks for in its place. Raises RefusedError where the dispute is gone."""
    knowledge, words = interaction.client.base.knowledge, texts_for(str(interaction.locale))
    match action:
        case DisputesPage(page=page):
            layout = ui.disputed(disputes(knowledge), words, page)
        case Compare(fact=claim, page=page):
            layout = _comparison(claim, page, knowledge, words)
    await turn(interaction, layout)


def _comparison(claim: str, page: int, knowledge: Knowledge, words: Texts) -> discord.ui.LayoutView:
    dispute = dispute_of([claim], knowledge)
    if dispute is None:
        raise RefusedError(words.dispute_gone)
    return ui.comparison(dispute, knowledge, words, page)


def claim_choices(typed: str, base: Base) -> list[app_commands.Choice[str]]:
    """Disputed claims whose words or whose attribution hold what is typed, then those that are like it."""
    wanted = fold(typed)
    claims = {dispute.claim.id: dispute.claim for dispute in disputes(base.knowledge)}
    holding = [fact.id for fact in claims.values() if wanted in fold(f"{fact.id} {fact.statement} {fact.attribution}")]
    alike = [offered.fact for offered in base.complete(typed, limit=CHOICES) if offered.fact in claims]
    ids = list(dict.fromkeys([*holding, *alike]))[:CHOICES]
    return [app_commands.Choice(name=choice(claims[each].statement), value=each) for each in ids]
