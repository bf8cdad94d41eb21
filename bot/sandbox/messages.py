"""Make and change messages from request bodies, by Discord's rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.sandbox import components as tree
from bot.sandbox import limits, permissions, wire
from bot.sandbox.mentions import pings
from bot.sandbox.model import Attachment, Channel, Interaction, Json, Message, MessageFlag, MessageKind, Pings, User
from bot.sandbox.world import World

_SETTABLE = MessageFlag.SUPPRESS_EMBEDS | MessageFlag.SUPPRESS_NOTIFICATIONS | MessageFlag.COMPONENTS_V2
_EDITABLE = MessageFlag.SUPPRESS_EMBEDS | MessageFlag.COMPONENTS_V2


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file of a multipart request; `index` is the n of files[n]."""

    index: int
    filename: str
    content_type: str
    body: bytes = field(repr=False)


def draft(  # noqa: PLR0913  # each is another thing that Discord looks at
    world: World,
    body: Json,
    uploads: Sequence[Upload],
    *,
    channel: Channel,
    author: User,
    interaction: Interaction | None = None,
    ephemeral: bool = False,
) -> Message:
    """Return a message from the body of a new one, checked and not yet posted."""
    flags = MessageFlag(body.get("flags") or 0) & _SETTABLE
    limits.check_message(body, flags=flags)
    made = Message(
        id=world.snowflake(),
        channel=channel,
        author=author,
        created=world.clock(),
        content=body.get("content") or "",
        embeds=list(body.get("embeds") or []),
        components=tree.completed(body.get("components") or []),
        attachments=_attachments(world, body, uploads),
        flags=flags | (MessageFlag.EPHEMERAL if ephemeral else MessageFlag(0)),
        nonce=body.get("nonce"),
        interaction=interaction,
        seen_by=interaction.user if interaction and ephemeral else None,
    )
    _check_whole(made)
    made.pings = _pings(made, body)
    return made


def loading(world: World, interaction: Interaction, *, ephemeral: bool, kind: MessageKind) -> Message:
    """Return the "thinking…" that a deferred answer shows."""
    hidden = MessageFlag.EPHEMERAL if ephemeral else MessageFlag(0)
    return Message(
        id=world.snowflake(),
        channel=interaction.channel,
        author=world.bot,
        created=world.clock(),
        kind=kind,
        flags=MessageFlag.LOADING | hidden,
        interaction=interaction,
        seen_by=interaction.user if ephemeral else None,
    )


def edit(world: World, message: Message, body: Json, uploads: Sequence[Upload]) -> None:
    """Change what the body names and leave the rest; a message can become Components V2, but not the reverse."""
    asked = MessageFlag(body.get("flags") or 0) & _EDITABLE
    kept = message.flags & ~(MessageFlag.LOADING | MessageFlag.SUPPRESS_EMBEDS)
    flags = asked | kept if "flags" in body else message.flags & ~MessageFlag.LOADING
    limits.check_message(body, flags=flags)
    after = _changed(world, message, body, uploads, flags)
    _check_whole(after)
    was_loading = message.loading
    message.content, message.embeds, message.components = after.content, after.embeds, after.components
    message.attachments, message.flags, message.pings = after.attachments, after.flags, after.pings
    world.revised(message, edited=None if was_loading else world.clock())


def _changed(world: World, old: Message, body: Json, uploads: Sequence[Upload], flags: MessageFlag) -> Message:
    kept = {str(each["id"]) for each in body["attachments"] or []} if "attachments" in body else None
    attachments = [each for each in old.attachments if kept is None or str(each.id) in kept]
    after = Message(
        id=old.id,
        channel=old.channel,
        author=old.author,
        created=old.created,
        content=(body["content"] or "") if "content" in body else old.content,
        embeds=list(body["embeds"] or []) if "embeds" in body else old.embeds,
        components=tree.completed(body["components"] or []) if "components" in body else old.components,
        attachments=attachments + _attachments(world, body, uploads),
        flags=flags,
    )
    after.pings = _pings(after, body) if old.loading else old.pings
    return after


def _check_whole(message: Message) -> None:
    limits.check_content(
        content=message.content,
        embeds=message.embeds,
        components=message.components,
        files=[each.filename for each in message.attachments],
        flags=message.flags,
    )


def _pings(message: Message, body: Json) -> Pings:
    shown = "\n".join([message.content, *tree.texts(message.components)])
    granted = permissions.in_channel(message.channel, message.author) & permissions.bits("mention_everyone")
    return pings(shown, body.get("allowed_mentions"), everyone=bool(granted))


def _attachments(world: World, body: Json, uploads: Sequence[Upload]) -> list[Attachment]:
    limits.check_files([len(upload.body) for upload in uploads], limit=wire.FILE_LIMIT)
    described = {str(each.get("id")): each for each in body.get("attachments") or []}
    return [_attachment(world, upload, described.get(str(upload.index), {})) for upload in uploads]


def _attachment(world: World, upload: Upload, described: Json) -> Attachment:
    return Attachment(
        id=world.snowflake(),
        filename=described.get("filename") or upload.filename,
        content_type=upload.content_type,
        description=described.get("description"),
        body=upload.body,
    )
