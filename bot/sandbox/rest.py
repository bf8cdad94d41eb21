"""The routes of the REST side, and those on the bot itself: login, gateway, commands."""

from __future__ import annotations

from typing import Final

from bot.sandbox import command_limits, rest_channels, rest_interactions, wire, wire_application
from bot.sandbox.model import Command, Json
from bot.sandbox.refusals import RefusalError, missing_access, refuse_field, unknown
from bot.sandbox.routing import Call, Reply, Route
from bot.sandbox.world import World

SESSION_STARTS: Final = 1000
"""Sessions that a bot may start in a day."""

SESSION_RESET: Final = 14_400_000
"""Milliseconds until the count of sessions begins again."""


def _me(world: World, _: Call) -> Reply:
    return Reply(body=wire.own_user(world.bot))


def _user(world: World, call: Call) -> Reply:
    found = world.users.get(call.number("user_id"))
    if found is None:
        raise unknown(10013, "User")
    return Reply(body=wire.user(found))


def _application(world: World, _: Call) -> Reply:
    return Reply(body=wire_application.application(world))


def _gateway(world: World, _: Call) -> Reply:
    return Reply(body={"url": world.gateway_url})


def _gateway_bot(world: World, _: Call) -> Reply:
    sharding = world.sharding
    limit = {
        "total": SESSION_STARTS,
        "remaining": sharding.remaining,
        "reset_after": SESSION_RESET,
        "max_concurrency": sharding.max_concurrency,
    }
    return Reply(body={"url": world.gateway_url, "shards": sharding.advised, "session_start_limit": limit})


def _guild(world: World, call: Call) -> Reply:
    found = world.guilds.get(call.number("guild_id"))
    if found is None:
        raise unknown(10004, "Guild")
    return Reply(body=wire.guild_over_http(found, world.bot))


def _direct(world: World, call: Call) -> Reply:
    recipient = world.users.get(int(call.form().get("recipient_id") or 0))
    if recipient is None:
        refuse_field(("recipient_id",), "USER_INVALID", "Invalid Recipient(s)")
    if recipient.bot:
        raise RefusalError(400, 50007, "Cannot send messages to this user")
    return Reply(body=wire.channel(world.direct(recipient)))


def _scope(world: World, call: Call) -> int | None:
    """Return the guild of a commands route, None for the global ones."""
    if call.number("application_id") != world.bot.id:
        raise RefusalError(403, 20012, "You are not authorized to perform this action on this application")
    if "guild_id" not in call.names:
        return None
    guild = call.number("guild_id")
    if guild not in world.guilds:
        raise missing_access()
    return guild


def _commands(world: World, call: Call) -> Reply:
    found = world.commands.get(_scope(world, call), {})
    return Reply(body=[wire_application.command(each, world) for each in found.values()])


def _replace(world: World, call: Call) -> Reply:
    scope = _scope(world, call)
    bodies: list[Json] = [_definition(body) for body in call.body or []]
    command_limits.check_commands(bodies)
    world.set_commands(scope, [world.register(scope, body) for body in bodies])
    return _commands(world, call)


def _create(world: World, call: Call) -> Reply:
    scope = _scope(world, call)
    body = _definition(call.form())
    command_limits.check_command(body)
    made = world.register(scope, body)
    olds = world.commands.get(scope, {})
    command_limits.check_commands([each.body for each in olds.values() if each.id != made.id] + [body])
    world.set_commands(scope, [*(each for each in olds.values() if each.id != made.id), made])
    return Reply(status=200 if made.id in olds else 201, body=wire_application.command(made, world))


def _command(world: World, call: Call) -> Reply:
    return Reply(body=wire_application.command(_registered(world, call), world))


def _change(world: World, call: Call) -> Reply:
    old = _registered(world, call)
    body = {**old.body, **_definition(call.form())}
    command_limits.check_command(body)
    new = Command(id=old.id, version=world.snowflake(), guild=old.guild, body=body)
    olds = world.commands[old.guild].values()
    world.set_commands(old.guild, [new if each is old else each for each in olds])
    return Reply(body=wire_application.command(new, world))


def _remove(world: World, call: Call) -> Reply:
    old = _registered(world, call)
    world.set_commands(old.guild, [each for each in world.commands[old.guild].values() if each is not old])
    return Reply(status=204)


def _registered(world: World, call: Call) -> Command:
    found = world.commands.get(_scope(world, call), {}).get(call.number("command_id"))
    if found is None:
        raise unknown(10063, "application command")
    return found


def _definition(body: Json) -> Json:
    """Return a command's body without ids and version. Permissions become text, as in Discord's answers."""
    kept = {key: value for key, value in body.items() if key not in {"id", "application_id", "version", "guild_id"}}
    needed = kept.get("default_member_permissions")
    return {**kept, "default_member_permissions": None if needed is None else str(needed)} if "name" in kept else kept


_GLOBAL: Final = "/applications/{application_id}/commands"
_GUILD: Final = "/applications/{application_id}/guilds/{guild_id}/commands"

ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", "/users/@me", _me),
    Route("POST", "/users/@me/channels", _direct),
    Route("GET", "/users/{user_id}", _user),
    Route("GET", "/applications/@me", _application),
    Route("GET", "/oauth2/applications/@me", _application),
    Route("GET", "/guilds/{guild_id}", _guild),
    Route("GET", "/gateway", _gateway, open=True),
    Route("GET", "/gateway/bot", _gateway_bot),
    *(
        Route(method, scope + tail, endpoint)
        for scope in (_GLOBAL, _GUILD)
        for method, tail, endpoint in (
            ("GET", "", _commands),
            ("PUT", "", _replace),
            ("POST", "", _create),
            ("GET", "/{command_id}", _command),
            ("PATCH", "/{command_id}", _change),
            ("DELETE", "/{command_id}", _remove),
        )
    ),
    *rest_channels.ROUTES,
    *rest_interactions.ROUTES,
)
