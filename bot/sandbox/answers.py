"""The life of an interaction: a first answer within 3 s, then edits and follow-ups for 15 minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from bot.sandbox import events, limits, messages, permissions
from bot.sandbox.messages import Upload
from bot.sandbox.model import (
    CommandKind,
    Interaction,
    InteractionKind,
    Json,
    Message,
    MessageFlag,
    MessageKind,
    Refused,
    ResponseKind,
)
from bot.sandbox.refusals import RefusalError, refuse_field, unknown
from bot.sandbox.world import World

FIRST_ANSWER: Final = dt.timedelta(seconds=3)
TOKEN_LIFE: Final = dt.timedelta(minutes=15)

_R = ResponseKind
_ON_COMPONENT = {_R.MESSAGE, _R.DEFERRED_MESSAGE, _R.DEFERRED_UPDATE, _R.UPDATE}
_ALLOWED: Final = {
    InteractionKind.COMMAND: {_R.MESSAGE, _R.DEFERRED_MESSAGE, _R.MODAL},
    InteractionKind.COMPONENT: _ON_COMPONENT | {_R.MODAL},
    InteractionKind.AUTOCOMPLETE: {_R.CHOICES},
    InteractionKind.MODAL: _ON_COMPONENT,
}


def answer(world: World, interaction: Interaction, body: Json, uploads: Sequence[Upload]) -> None:
    """Take the first answer, or raise Discord's refusal and note it in `interaction.refused`."""
    try:
        _answer(world, interaction, body, uploads)
    except RefusalError as refusal:
        note = Refused(status=refusal.status, code=refusal.code, message=refusal.message)
        interaction.refused.append(note)
        world.tell(events.InteractionAnswered(interaction))
        raise
    world.tell(events.InteractionAnswered(interaction))


def _answer(world: World, interaction: Interaction, body: Json, uploads: Sequence[Upload]) -> None:
    if interaction.response is not None:
        raise RefusalError(400, 40060, "Interaction has already been acknowledged.")
    if world.clock() - interaction.created > FIRST_ANSWER:
        raise unknown(10062, "interaction")
    kind = _kind(interaction, body)
    _apply(world, interaction, kind, body.get("data") or {}, uploads)
    interaction.response = kind


def _kind(interaction: Interaction, body: Json) -> ResponseKind:
    allowed = set(_ALLOWED[interaction.kind])
    if interaction.source is None or interaction.kind is InteractionKind.COMMAND:
        allowed -= {ResponseKind.UPDATE, ResponseKind.DEFERRED_UPDATE}
    if body.get("type") not in allowed:
        values = ", ".join(str(int(each)) for each in sorted(allowed))
        refuse_field(("type",), "BASE_TYPE_CHOICES", f"Value must be one of {{{values}}}.")
    return ResponseKind(body["type"])


def _apply(world: World, interaction: Interaction, kind: ResponseKind, data: Json, uploads: Sequence[Upload]) -> None:
    match kind:
        case ResponseKind.MESSAGE:
            message = _reply(world, interaction, data, uploads, ephemeral=_hidden(world, interaction, data))
            message.kind = _first_kind(interaction)
            interaction.original = world.post(message)
        case ResponseKind.DEFERRED_MESSAGE:
            hidden = _hidden(world, interaction, data)
            kept = messages.loading(world, interaction, ephemeral=hidden, kind=_first_kind(interaction))
            interaction.original = world.post(kept)
        case ResponseKind.DEFERRED_UPDATE:
            interaction.original = interaction.source
        case ResponseKind.UPDATE:
            source = _source(interaction)
            messages.edit(world, source, data, uploads)
            interaction.original = source
        case ResponseKind.CHOICES:
            limits.check_choices(data.get("choices") or [])
            interaction.choices = list(data.get("choices") or [])
        case ResponseKind.MODAL:
            limits.check_modal(data)
            interaction.modal = data


def _hidden(world: World, interaction: Interaction, data: Json) -> bool:
    """Return whether one user alone sees the answer: because the bot asks for that, or the guild demands it."""
    channel = interaction.channel
    granted = permissions.in_channel(channel, interaction.user) & permissions.bits("use_external_apps")
    confined = channel.guild is not None and not world.is_home(channel) and not granted
    return confined or MessageFlag.EPHEMERAL in MessageFlag(data.get("flags") or 0)


def _source(interaction: Interaction) -> Message:
    if interaction.source is None or interaction.source.deleted:
        raise unknown(10008, "Message")
    return interaction.source


def _first_kind(interaction: Interaction) -> MessageKind:
    if interaction.command is None:
        return MessageKind.REPLY if interaction.source else MessageKind.PLAIN
    return MessageKind.SLASH if interaction.command.kind is CommandKind.SLASH else MessageKind.MENU


def _reply(
    world: World, interaction: Interaction, data: Json, uploads: Sequence[Upload], *, ephemeral: bool
) -> Message:
    return messages.draft(
        world,
        data,
        uploads,
        channel=interaction.channel,
        author=world.bot,
        interaction=interaction,
        ephemeral=ephemeral,
    )


def by_token(world: World, token: str) -> Interaction:
    """Return the answered interaction of a webhook token.

    Raises RefusalError 10015 before the first answer, 50027 after the token has expired.
    """
    number = token.rpartition("-")[2]
    found = world.interactions.get(int(number)) if number.isdecimal() else None
    if found is None or found.token != token or found.response is None:
        raise unknown(10015, "Webhook")
    if world.clock() - found.created > TOKEN_LIFE:
        raise RefusalError(401, 50027, "Invalid Webhook Token")
    return found


def follow_up(world: World, interaction: Interaction, body: Json, uploads: Sequence[Upload]) -> Message:
    """Post a follow-up. The first one after a deferred answer fills it in, and it stays as visible as it was."""
    original = interaction.original
    if original is not None and original.loading and not original.deleted:
        messages.edit(world, original, body, uploads)
        return original
    message = _reply(world, interaction, body, uploads, ephemeral=_hidden(world, interaction, body))
    if original is not None:
        message.kind, message.reference = MessageKind.REPLY, original.id
    interaction.followups.append(message)
    return world.post(message)


def answered_message(interaction: Interaction, name: str) -> Message:
    """Return the message of a webhook route: `@original` or an id among the answers. Raises RefusalError 10008."""
    reach = [interaction.original, *interaction.followups]
    for message in reach if name != "@original" else reach[:1]:
        if message is not None and not message.deleted and name in ("@original", str(message.id)):
            return message
    raise unknown(10008, "Message")
