"""Who may see and reload which base: the admins of the whole bot, and those of a base alone."""

from __future__ import annotations

from collections.abc import Iterable

import discord

from bot.app.context import Interaction, echo
from bot.config import Config, DiscordConfig
from bot.errors import RefusedError


def may_reload(config: DiscordConfig, user: int, roles: Iterable[int]) -> bool:
    """Return whether the config names the user or one of the roles. Permissions on Discord do not count."""
    return user in config.admins or not config.admin_roles.isdisjoint(roles)


def administered(config: Config, user: int, roles: Iterable[int]) -> tuple[str, ...]:
    """Return the names of the bases that a user may see and reload: all, if the user is an admin of the whole bot."""
    held = frozenset(roles)
    if may_reload(config.discord, user, held):
        return tuple(config.served)
    return tuple(
        name for name, base in config.served.items() if user in base.admins or not base.admin_roles.isdisjoint(held)
    )


def own_bases(interaction: Interaction) -> tuple[str, ...]:
    """Return the names of the bases that the user of an interaction may see and reload."""
    return administered(interaction.client.config, interaction.user.id, roles_of(interaction.user))


def demand_admin(interaction: Interaction, base: str | None = None, *, refusal: RefusedError | None = None) -> str:
    """Return the name of the base that an admin means: the one that is named, that of the server, or the only one.

    Raises RefusedError, or `refusal` in its place, for who is no admin; RefusedError for a base of others, and for an
    admin of several bases who must name one.
    """
    own, here = own_bases(interaction), interaction.client.bases.name_of(interaction.guild_id)
    if not own:
        raise refusal or RefusedError("not_an_admin")
    if base is not None:
        if base not in own:
            raise RefusedError("base_not_yours", typed=echo(base))
        return base
    if here in own:
        return here
    if len(own) > 1:
        raise RefusedError("base_needed")
    return own[0]


def roles_of(user: discord.User | discord.Member) -> list[int]:
    """Return the ids of a user's roles in the guild where the command was used."""
    return [role.id for role in user.roles] if isinstance(user, discord.Member) else []
