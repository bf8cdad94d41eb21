"""The application and its commands as Discord's JSON."""

from __future__ import annotations

from bot.sandbox import wire
from bot.sandbox.model import Command, Json
from bot.sandbox.world import World


def application(world: World) -> Json:
    """Return the bot's application; its id is the bot's."""
    return {
        "id": str(world.bot.id),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "type": None,
        "bot": wire.user(world.bot),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": wire.user(world.owner),
        "approximate_guild_count": len(world.guilds),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
    }


def command(value: Command, world: World) -> Json:
    """Return a registered command."""
    body = {key: each for key, each in value.body.items() if each is not None or key in _NULLABLE}
    placed = {} if value.guild is None else {"guild_id": str(value.guild)}
    return {
        "type": int(value.kind),
        "description": "",
        "default_member_permissions": None,
        "integration_types": [0],
        "contexts": None,
        **body,
        **placed,
        "id": str(value.id),
        "application_id": str(world.bot.id),
        "version": str(value.version),
    }


_NULLABLE = frozenset({"contexts", "default_member_permissions", "name_localizations", "description_localizations"})
