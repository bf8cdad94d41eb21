"""Who may answer at a desk, and who may edit a base."""

from __future__ import annotations

from bot.app.context import Interaction
from bot.cogs.admins import own_bases, roles_of
from bot.errors import RefusedError


def is_curator(interaction: Interaction) -> bool:
    """Return whether the config or the server names the user, or one of the user's roles, as a curator.

    Discord sends the roles with each press and each form, so a role that was taken away counts no more.
    """
    named = interaction.client.desks.of(interaction.guild_id).roles
    return _is_named(interaction) or _has_one_of(named, interaction)


def may_edit(interaction: Interaction, base: str) -> bool:
    """Return whether the user may edit a base here.

    The curators whom the config names may edit every base. Those of a server may where the base is the server's own: in
    the home guild and in the base's admin server, or anywhere if the config names neither. Otherwise each server that
    has the bot could edit what all others read.
    """
    if not is_curator(interaction):
        return False
    config = interaction.client.config
    served = config.served.get(base)
    homes = {config.discord.home_guild, served.admin_server if served else None} - {None}
    return _is_named(interaction) or not homes or interaction.guild_id in homes


def require_editor(interaction: Interaction, base: str, *, admins: bool = False) -> None:
    """Raise RefusedError unless the user may edit a base here; `admins`: the base's admins may as well."""
    if admins and base in own_bases(interaction):
        return
    if not is_curator(interaction):
        raise RefusedError("not_a_curator")
    if not may_edit(interaction, base):
        raise RefusedError("edit_elsewhere")


def _is_named(interaction: Interaction) -> bool:
    config, user = interaction.client.config.desk, interaction.user
    return user.id in config.curators or _has_one_of(config.curator_roles, interaction)


def _has_one_of(roles: frozenset[int], interaction: Interaction) -> bool:
    # Where no role is named, the user's are not read: discord.py sorts them each time.
    return bool(roles) and not roles.isdisjoint(roles_of(interaction.user))
