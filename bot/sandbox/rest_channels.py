"""The routes on channels, their messages and threads."""

from __future__ import annotations

import datetime as dt
from typing import Final

from bot.sandbox import events, messages, permissions, wire
from bot.sandbox.mentions import with_reply
from bot.sandbox.model import Channel, ChannelKind, Json, Message, MessageKind
from bot.sandbox.refusals import FieldErrors, RefusalError, missing_access, missing_permissions, refuse_field
from bot.sandbox.routing import Call, Reply, Route
from bot.sandbox.world import World

NONCE_MEMORY: Final = dt.timedelta(minutes=5)
"""How long a request with the same nonce returns the first message; Discord says "the past few minutes"."""
HISTORY: Final = 100
THREAD_NAME: Final = 100


def _channel(world: World, call: Call) -> Reply:
    return Reply(body=wire.channel(_visible(world, call)))


def _visible(world: World, call: Call) -> Channel:
    found = world.channel(call.number("channel_id"))
    permissions.demand(found, world.bot, "view_channel")
    return found


def _history(world: World, call: Call) -> Reply:
    """List messages, newest first. Without the permission to read the history the list is empty, as on Discord."""
    channel = _visible(world, call)
    if not permissions.in_channel(channel, world.bot) & permissions.bits("read_message_history"):
        return Reply(body=[])
    chosen = _page(call, world.history(channel))
    return Reply(body=[wire.message(each, world) for each in reversed(chosen)])


def _page(call: Call, found: tuple[Message, ...]) -> tuple[Message, ...]:
    limit = int(call.query.get("limit", 50))
    if not 1 <= limit <= HISTORY:
        refuse_field(("limit",), "NUMBER_TYPE_MAX", f"int value should be between 1 and {HISTORY}.")
    if "after" in call.query:
        return tuple(each for each in found if each.id > int(call.query["after"]))[:limit]
    if "before" in call.query:
        found = tuple(each for each in found if each.id < int(call.query["before"]))
    elif "around" in call.query:
        middle = int(call.query["around"])
        return tuple(sorted(sorted(found, key=lambda each: abs(each.id - middle))[:limit], key=lambda each: each.id))
    return found[-limit:]


def _message(world: World, call: Call) -> Reply:
    channel = _visible(world, call)
    permissions.demand(channel, world.bot, "read_message_history")
    return Reply(body=wire.message(world.message(channel, call.number("message_id")), world))


def _create(world: World, call: Call) -> Reply:
    channel = _visible(world, call)
    body = call.form()
    if channel.kind is ChannelKind.FORUM:
        raise RefusalError(400, 50008, "Cannot send messages in a non-text channel")
    if channel.recipient is not None and channel.recipient.closed:
        raise RefusalError(403, 50007, "Cannot send messages to this user")
    _demand_to_send(world, channel, call)
    earlier = _same_nonce(world, channel, body.get("nonce")) if body.get("enforce_nonce") else None
    if earlier is not None:
        return Reply(body=wire.message(earlier, world))
    message = messages.draft(world, body, call.uploads, channel=channel, author=world.bot)
    if body.get("message_reference"):
        _refer(world, message, body)
    return Reply(body=wire.message(world.post(message), world))


def _refer(world: World, message: Message, body: Json) -> None:
    """Make a message a reply. The author of the other one is notified unless allowed_mentions says otherwise."""
    asked, allowed = body["message_reference"], body.get("allowed_mentions")
    try:
        answered = world.message(message.channel, int(asked["message_id"]))
    except RefusalError:
        if asked.get("fail_if_not_exists", True):
            refuse_field(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        return
    message.reference, message.kind = answered.id, MessageKind.REPLY
    if allowed is None or allowed.get("replied_user"):
        message.pings = with_reply(message.pings, answered)


def _demand_to_send(world: World, channel: Channel, call: Call) -> None:
    needed = {
        permissions.to_send(channel): True,
        "embed_links": bool(call.form().get("embeds")),
        "attach_files": bool(call.uploads),
        "read_message_history": bool(call.form().get("message_reference")),
    }
    permissions.demand(channel, world.bot, *(name for name, asked in needed.items() if asked))


def _same_nonce(world: World, channel: Channel, nonce: object) -> Message | None:
    """Return the bot's message with this nonce, while Discord remembers it; it may have been deleted since."""
    if nonce is None:
        return None
    oldest = world.clock() - NONCE_MEMORY
    for message in world.messages.values():
        mine = message.author is world.bot and message.channel is channel
        if mine and message.nonce is not None and str(message.nonce) == str(nonce) and message.created >= oldest:
            return message
    return None


def _edit(world: World, call: Call) -> Reply:
    message = world.message(_visible(world, call), call.number("message_id"))
    if message.author is not world.bot:
        raise RefusalError(403, 50005, "Cannot edit a message authored by another user")
    if message.channel.archived is not None:
        raise RefusalError(400, 50083, "Tried to perform an operation on an archived thread")
    messages.edit(world, message, call.form(), call.uploads)
    return Reply(body=wire.message(message, world))


def _change(world: World, call: Call) -> Reply:
    """Archive a thread of the bot's own, or open an archived one again. Nothing else of a channel can be changed."""
    channel, archived = _visible(world, call), call.form().get("archived")
    if channel.parent is None or not isinstance(archived, bool):
        raise missing_permissions()
    if not archived:
        permissions.demand(channel, world.bot, "send_messages_in_threads")
        world.unarchive(channel)
    elif channel.owner is world.bot:
        world.archive(channel)
    else:
        permissions.demand(channel, world.bot, "manage_threads")
        world.archive(channel)
    return Reply(body=wire.channel(channel))


def _delete(world: World, call: Call) -> Reply:
    channel = _visible(world, call)
    message = world.message(channel, call.number("message_id"))
    granted = permissions.in_channel(channel, world.bot) & permissions.bits("manage_messages")
    if message.author is not world.bot and not granted:
        raise missing_permissions()
    world.remove(message)
    return Reply(status=204)


def _typing(world: World, call: Call) -> Reply:
    channel = _visible(world, call)
    permissions.demand(channel, world.bot, permissions.to_send(channel))
    world.tell(events.Typing(channel, world.bot))
    return Reply(status=204)


def _open_thread(world: World, call: Call) -> Reply:
    """Open a thread for a message, which has one at most."""
    channel = _visible(world, call)
    message = world.message(channel, call.number("message_id"))
    permissions.demand(channel, world.bot, "create_public_threads")
    if channel.parent is not None:
        raise RefusalError(400, 50024, "Cannot execute action on this channel type")
    if message.thread is not None:
        raise RefusalError(400, 160004, "A thread has already been created for this message")
    name = _thread_name(call)
    return Reply(status=201, body=wire.channel(world.add_thread(channel, name, world.bot, opening=message)))


def _create_post(world: World, call: Call) -> Reply:
    """Create a post in a forum: a thread with its first message, which has the id of the thread."""
    forum = _visible(world, call)
    if forum.kind is not ChannelKind.FORUM:
        raise RefusalError(400, 50024, "Cannot execute action on this channel type")
    permissions.demand(forum, world.bot, "send_messages")
    if forum.tag_required:
        raise RefusalError(400, 40067, "A tag is required to create a forum post in this channel")
    name, body = _thread_name(call), call.form().get("message")
    if not isinstance(body, dict):
        refuse_field(("message",), "BASE_TYPE_REQUIRED", "This field is required")
    thread = world.add_thread(forum, name, world.bot)
    try:
        message = messages.draft(world, body, call.uploads, channel=thread, author=world.bot)
    except RefusalError:
        world.remove_channel(thread)
        raise
    message.id = thread.id
    shown = wire.message(world.post(message), world)
    return Reply(status=201, body={**wire.channel(thread), "message": shown})


def _thread_name(call: Call) -> str:
    form = FieldErrors()
    form.required(("name",), call.form().get("name"), most=THREAD_NAME)
    form.close()
    return str(call.form()["name"])


def _active_threads(world: World, call: Call) -> Reply:
    guild = world.guilds.get(call.number("guild_id"))
    if guild is None:
        raise missing_access()
    seen = permissions.bits("view_channel")
    threads = [each for each in guild.threads.values() if permissions.in_channel(each, world.bot) & seen]
    shown = [wire.channel(each) for each in threads if not each.archived]
    return Reply(body={"threads": shown, "members": [], "has_more": False})


def _archived_threads(world: World, call: Call) -> Reply:
    """List the archived threads of a channel, the latest first."""
    channel = _visible(world, call)
    permissions.demand(channel, world.bot, "read_message_history")
    threads = channel.guild.threads.values() if channel.guild else ()
    found = [(each.archived, each) for each in threads if each.parent is channel and each.archived]
    if "before" in call.query:
        before = dt.datetime.fromisoformat(call.query["before"])
        found = [pair for pair in found if pair[0] < before]
    found.sort(key=lambda pair: pair[0], reverse=True)
    limit = int(call.query.get("limit", 50))
    shown = [wire.channel(each) for _, each in found[:limit]]
    return Reply(body={"threads": shown, "members": [], "has_more": len(found) > limit})


ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", "/channels/{channel_id}", _channel),
    Route("PATCH", "/channels/{channel_id}", _change),
    Route("GET", "/channels/{channel_id}/messages", _history),
    Route("POST", "/channels/{channel_id}/messages", _create),
    Route("GET", "/channels/{channel_id}/messages/{message_id}", _message),
    Route("PATCH", "/channels/{channel_id}/messages/{message_id}", _edit),
    Route("DELETE", "/channels/{channel_id}/messages/{message_id}", _delete),
    Route("POST", "/channels/{channel_id}/typing", _typing),
    Route("POST", "/channels/{channel_id}/messages/{message_id}/threads", _open_thread),
    Route("POST", "/channels/{channel_id}/threads", _create_post),
    Route("GET", "/channels/{channel_id}/threads/archived/public", _archived_threads),
    Route("GET", "/guilds/{guild_id}/threads/active", _active_threads),
)
