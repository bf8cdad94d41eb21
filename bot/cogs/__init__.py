"""What users can do: one file for each feature. A cog asks the core, renders and sends."""

from __future__ import annotations

import asyncio

import discord
from discord.ext import commands

from bot.app.client import BriefingBot
from bot.app.reload import Reloading
from bot.app.timeouts import Sleep
from bot.cogs.admin import AdminCog
from bot.cogs.ask import AskCog
from bot.cogs.briefing import BriefingCog
from bot.cogs.browse import BrowseCog
from bot.cogs.components import FormsCog, Press
from bot.cogs.corrections import CorrectionsCog
from bot.cogs.desk import DeskCog
from bot.cogs.edits import EditsCog
from bot.cogs.factcheck import FactcheckCog
from bot.cogs.follow import FollowCog
from bot.cogs.forget import ForgetCog
from bot.cogs.help import HelpCog, PrivacyCog
from bot.cogs.mentions import MentionsCog
from bot.cogs.reload import ReloadCog
from bot.cogs.settings import SettingsCog


async def load_cogs(
    bot: BriefingBot,
    *,
    sleep: Sleep,
    expiry_sleep: Sleep = asyncio.sleep,
    desk_sleep: Sleep = asyncio.sleep,
    edit_sleep: Sleep = asyncio.sleep,
) -> None:
    """Add all features: /reload and /admin only to the servers of admins, if there are any.

    The scheduler of briefings waits with `sleep`, the expiry of questions with `expiry_sleep`, the desk and the
    news for followers with `desk_sleep`, the edits of corrected messages with `edit_sleep`. /help lists the commands in
    the order of the cogs.
    """
    bot.add_dynamic_items(Press)
    cogs: tuple[commands.Cog, ...] = (
        AskCog(),
        HelpCog(),
        BrowseCog(),
        CorrectionsCog(bot, sleep=edit_sleep),
        BriefingCog(bot, sleep=sleep),
        FormsCog(bot),
        FactcheckCog(bot),
        PrivacyCog(bot, sleep=expiry_sleep),
        FollowCog(bot, sleep=desk_sleep),
        ForgetCog(),
        SettingsCog(bot),
        DeskCog(bot, sleep=desk_sleep),
        *([MentionsCog(bot)] if bot.config.mentions else []),
    )
    for cog in cogs:
        await bot.add_cog(cog)
    reloadings = {name: Reloading(bot, name, sleep=expiry_sleep) for name in bot.bases.names}
    await bot.add_cog(EditsCog(bot, reloadings))
    servers = [discord.Object(server) for server in bot.config.admin_servers]
    if servers:
        await bot.add_cog(ReloadCog(reloadings), guilds=servers)
        await bot.add_cog(AdminCog(bot, reloadings), guilds=servers)
