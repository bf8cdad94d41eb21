"""The routes on interactions: the first answer, then the webhook of its token. They need no bot token."""

from __future__ import annotations

from typing import Final

from bot.sandbox import answers, messages, wire
from bot.sandbox.model import Interaction, Message
from bot.sandbox.refusals import unknown
from bot.sandbox.routing import Call, Reply, Route
from bot.sandbox.world import World


def _callback(world: World, call: Call) -> Reply:
    interaction = world.interactions.get(call.number("interaction_id"))
    if interaction is None or interaction.token != call.names["interaction_token"]:
        raise unknown(10062, "interaction")
    answers.answer(world, interaction, call.form(), call.uploads)
    if not call.wants("with_response"):
        return Reply(status=204)
    return Reply(body=wire.callback(interaction, world))


def _interaction(world: World, call: Call) -> Interaction:
    if call.number("webhook_id") != world.bot.id:
        raise unknown(10015, "Webhook")
    return answers.by_token(world, call.names["webhook_token"])


def _message(world: World, call: Call) -> Message:
    return answers.answered_message(_interaction(world, call), call.names["message_id"])


def _follow_up(world: World, call: Call) -> Reply:
    message = answers.follow_up(world, _interaction(world, call), call.form(), call.uploads)
    return Reply(body=wire.message(message, world)) if call.wants("wait") else Reply(status=204)


def _get(world: World, call: Call) -> Reply:
    return Reply(body=wire.message(_message(world, call), world))


def _edit(world: World, call: Call) -> Reply:
    message = _message(world, call)
    messages.edit(world, message, call.form(), call.uploads)
    return Reply(body=wire.message(message, world))


def _delete(world: World, call: Call) -> Reply:
    world.remove(_message(world, call))
    return Reply(status=204)


_WEBHOOK: Final = "/webhooks/{webhook_id}/{webhook_token}"

ROUTES: Final[tuple[Route, ...]] = (
    Route("POST", "/interactions/{interaction_id}/{interaction_token}/callback", _callback, open=True),
    Route("POST", _WEBHOOK, _follow_up, open=True),
    Route("GET", _WEBHOOK + "/messages/{message_id}", _get, open=True),
    Route("PATCH", _WEBHOOK + "/messages/{message_id}", _edit, open=True),
    Route("DELETE", _WEBHOOK + "/messages/{message_id}", _delete, open=True),
)
