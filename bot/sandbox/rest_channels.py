"""The routes on channels and their messages."""

from __future__ import annotations

import datetime as dt
from typing import Final

from bot.sandbox import events, messages, permissions, wire
from bot.sandbox.mentions import with_reply
from bot.sandbox.model import Channel, Json, Message, MessageKind
from bot.sandbox.refusals import RefusalError, missing_permissions, refuse_field
from bot.sandbox.routing import Call, Reply, Route
from bot.sandbox.world import World

NONCE_MEMORY: Final = dt.timedelta(minutes=5)
"""How long a request with the same nonce returns the first message; Discord says "the past few minutes"."""
HISTORY: Final = 100


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
        "send_messages": True,
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
    messages.edit(world, message, call.form(), call.uploads)
    return Reply(body=wire.message(message, world))


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
    permissions.demand(channel, world.bot, "send_messages")
    world.tell(events.Typing(channel, world.bot))
    return Reply(status=204)


ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", "/channels/{channel_id}", _channel),
    Route("GET", "/channels/{channel_id}/messages", _history),
    Route("POST", "/channels/{channel_id}/messages", _create),
    Route("GET", "/channels/{channel_id}/messages/{message_id}", _message),
    Route("PATCH", "/channels/{channel_id}/messages/{message_id}", _edit),
    Route("DELETE", "/channels/{channel_id}/messages/{message_id}", _delete),
    Route("POST", "/channels/{channel_id}/typing", _typing),
)
