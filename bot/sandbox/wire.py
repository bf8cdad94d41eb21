"""The model's values as Discord's JSON."""

from __future__ import annotations

from bot.sandbox import permissions
from bot.sandbox.model import (
    Attachment,
    Channel,
    ChannelKind,
    Guild,
    Interaction,
    InteractionKind,
    Json,
    Member,
    Message,
    Role,
    User,
)
from bot.sandbox.world import World

AUTO_ARCHIVE = 4320
"""Minutes without a message after which Discord archives a thread by default."""

REQUIRE_TAG = 1 << 4
"""The flag of a forum that takes no post without a tag."""

_OF_GATEWAY = {
    *("unavailable", "member_count", "joined_at", "large", "channels", "members", "threads", "voice_states"),
    *("presences", "stage_instances", "guild_scheduled_events", "soundboard_sounds"),
}
_UNSET = (
    "icon description home_header splash discovery_splash banner application_id vanity_url_code afk_channel_id "
    "system_channel_id widget_channel_id rules_channel_id safety_alerts_channel_id public_updates_channel_id "
    "incidents_data"
).split()

FILE_LIMIT = 10 * 1024 * 1024
"""Bytes that a bot may attach to an answer."""


def user(value: User) -> Json:
    """Return a user as others see it."""
    return {
        "id": str(value.id),
        "username": value.name,
        "discriminator": "0",
        "global_name": value.name,
        "avatar": None,
        "bot": value.bot,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }


def own_user(value: User) -> Json:
    """Return a user as it sees itself."""
    return {**user(value), "locale": value.locale, "mfa_enabled": True, "email": None, "verified": True}


def role(value: Role) -> Json:
    """Return a role of a guild."""
    return {
        "id": str(value.id),
        "name": value.name,
        "description": None,
        "permissions": str(value.permissions),
        "position": value.position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": value.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def member(value: Member) -> Json:
    """Return a member with its user."""
    return {
        "user": user(value.user),
        "roles": [str(each) for each in sorted(value.roles)],
        "joined_at": value.joined.isoformat(),
        "nick": None,
        "avatar": None,
        "banner": None,
        "premium_since": None,
        "communication_disabled_until": None,
        "pending": False,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }


def channel(value: Channel) -> Json:
    """Return a channel or a thread."""
    last = str(value.last_message) if value.last_message else None
    base: Json = {"id": str(value.id), "type": int(value.kind), "flags": 0, "last_message_id": last}
    if value.kind is ChannelKind.GROUP:
        people = [user(each) for each in value.people]
        return {**base, "name": value.name, "icon": None, "owner_id": people[0]["id"], "recipients": people}
    if value.guild is None:
        return {**base, "recipients": [user(value.recipient)] if value.recipient else []}
    if value.parent is not None:
        return {**base, **_thread(value, value.parent)}
    overwrites = [
        {"id": str(each.target), "type": int(each.member), "allow": str(each.allow), "deny": str(each.deny)}
        for each in value.overwrites.values()
    ]
    placed = {"guild_id": str(value.guild.id), "name": value.name, "position": value.position, "parent_id": None}
    done = {
        **base,
        **placed,
        "topic": None,
        "nsfw": False,
        "permission_overwrites": overwrites,
        "rate_limit_per_user": 0,
    }
    return {**done, **_forum(value)} if value.kind is ChannelKind.FORUM else done


def _thread(value: Channel, parent: Channel) -> Json:
    """Return what a thread has beyond other channels."""
    created = value.created.isoformat() if value.created else None
    metadata = {
        "archived": value.archived is not None,
        "archive_timestamp": value.archived.isoformat() if value.archived else created,
        "auto_archive_duration": AUTO_ARCHIVE,
        "locked": False,
        "create_timestamp": created,
    }
    return {
        "guild_id": str(value.guild.id) if value.guild else None,
        "parent_id": str(parent.id),
        "owner_id": str(value.owner.id) if value.owner else None,
        "name": value.name,
        "thread_metadata": metadata,
        "message_count": 0,
        "member_count": 1,
        "total_message_sent": 0,
        "rate_limit_per_user": 0,
    }


def _forum(value: Channel) -> Json:
    """Return what a forum has beyond other channels."""
    return {
        "flags": REQUIRE_TAG if value.tag_required else 0,
        "available_tags": [],
        "default_reaction_emoji": None,
        "default_sort_order": None,
        "default_forum_layout": 0,
    }


def guild(value: Guild, bot: User) -> Json:
    """Return a guild as in GUILD_CREATE, with the bot as its only listed member."""
    return {
        "id": str(value.id),
        "name": value.name,
        "unavailable": False,
        "owner_id": str(value.owner.id),
        "member_count": len(value.members),
        "joined_at": value.members[bot.id].joined.isoformat(),
        "large": False,
        "preferred_locale": value.locale,
        "features": [],
        "roles": [role(each) for each in value.roles.values()],
        "channels": [channel(each) for each in value.channels.values()],
        "members": [member(value.members[bot.id])],
        "emojis": [],
        "stickers": [],
        "threads": [channel(each) for each in value.threads.values() if each.archived is None],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "system_channel_flags": 0,
        "afk_timeout": 300,
    }


def guild_over_http(value: Guild, bot: User) -> Json:
    """Return a guild as REST has it: without its channels, members and threads."""
    kept = {key: each for key, each in guild(value, bot).items() if key not in _OF_GATEWAY}
    return {
        **kept,
        **dict.fromkeys(_UNSET),
        "region": "",
        "widget_enabled": False,
        "max_presences": None,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
    }


def attachment(value: Attachment, *, ephemeral: bool) -> Json:
    """Return an uploaded file."""
    url = f"https://cdn.discordapp.com/attachments/{value.id}/{value.filename}"
    described = {"description": value.description} if value.description else {}
    hidden = {"ephemeral": True} if ephemeral else {}
    return {
        "id": str(value.id),
        "filename": value.filename,
        "size": len(value.body),
        "url": url,
        "proxy_url": url,
        "content_type": value.content_type,
        **described,
        **hidden,
    }


def message(value: Message, world: World) -> Json:
    """Return a message in its current state."""
    found = [world.users[each] for each in value.pings.users if each in world.users]
    done: Json = {
        "id": str(value.id),
        "channel_id": str(value.channel.id),
        "type": int(value.kind),
        "author": user(value.author),
        "content": value.content,
        "timestamp": value.created.isoformat(),
        "edited_timestamp": value.edited.isoformat() if value.edited else None,
        "tts": False,
        "mention_everyone": value.pings.everyone,
        "mentions": [user(each) for each in found],
        "mention_roles": [str(each) for each in value.pings.roles],
        "attachments": [attachment(each, ephemeral=value.ephemeral) for each in value.attachments],
        "embeds": [{"type": "rich", **each} for each in value.embeds],
        "components": value.components,
        "pinned": False,
        "flags": int(value.flags),
    }
    if value.nonce is not None:
        done["nonce"] = value.nonce
    if value.reference is not None:
        done["message_reference"] = {"type": 0, "channel_id": str(value.channel.id), "message_id": str(value.reference)}
    if value.thread is not None:
        done["thread"] = channel(value.thread)
    if value.interaction is not None:
        done |= _by_interaction(value.interaction, world)
    return done


def _by_interaction(interaction: Interaction, world: World) -> Json:
    application_id = str(world.bot.id)
    return {
        "application_id": application_id,
        "webhook_id": application_id,
        "interaction_metadata": _metadata(interaction, world),
    }


def _metadata(value: Interaction, world: World) -> Json:
    done: Json = {
        "id": str(value.id),
        "type": int(value.kind),
        "user": user(value.user),
        "authorizing_integration_owners": _owners(value, world),
    }
    if value.kind is InteractionKind.MODAL and value.trigger is not None:
        done["triggering_interaction_metadata"] = _metadata(value.trigger, world)
    elif value.kind is InteractionKind.COMPONENT and value.source is not None:
        done["interacted_message_id"] = str(value.source.id)
    elif value.source is not None:
        done["target_message_id"] = str(value.source.id)
    return done


def _owners(value: Interaction, world: World) -> Json:
    """Return who has installed the application here: the guild or the direct channel, and the user."""
    by_user = {"1": str(value.user.id)} if value.user.id in world.installed else {}
    if not world.is_home(value.channel):
        return by_user
    return {"0": str(value.channel.guild.id) if value.channel.guild else "0", **by_user}


def interaction(value: Interaction, world: World) -> Json:
    """Return an interaction as in INTERACTION_CREATE."""
    home = value.channel.guild
    done: Json = {
        "id": str(value.id),
        "application_id": str(world.bot.id),
        "type": int(value.kind),
        "token": value.token,
        "version": 1,
        "data": value.data,
        "channel_id": str(value.channel.id),
        "channel": {**channel(value.channel), "permissions": str(permissions.in_channel(value.channel, value.user))},
        "app_permissions": str(permissions.in_channel(value.channel, world.bot)),
        "locale": value.user.locale,
        "entitlements": [],
        "authorizing_integration_owners": _owners(value, world),
        "context": int(value.channel.context),
        "attachment_size_limit": FILE_LIMIT,
    }
    if value.source is not None and value.kind is not InteractionKind.COMMAND:
        done["message"] = message(value.source, world)
    if home is None:
        return {**done, "user": user(value.user)}
    granted = str(permissions.in_channel(value.channel, value.user))
    here = {"id": str(home.id), "locale": home.locale, "features": []}
    asker = {**member(home.members[value.user.id]), "permissions": granted}
    return {**done, "guild_id": str(home.id), "guild": here, "guild_locale": home.locale, "member": asker}


def callback(value: Interaction, world: World) -> Json:
    """Return what `with_response` asks for: the answered interaction."""
    answered: Json = {"id": str(value.id), "type": int(value.kind), "channel_id": str(value.channel.id)}
    if value.channel.guild is not None:
        answered["guild_id"] = str(value.channel.guild.id)
    original = value.original
    if original is not None:
        answered["response_message_id"] = str(original.id)
        answered["response_message_loading"] = original.loading
        answered["response_message_ephemeral"] = original.ephemeral
    done: Json = {"interaction": answered}
    if original is not None and value.response in {4, 7}:
        done["resource"] = {"type": int(value.response), "message": message(original, world)}
    return done
