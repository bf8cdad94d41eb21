"""What Discord refuses in a message: over-long fields, wrong components, nothing to show."""

from __future__ import annotations

from bot.sandbox import components as tree
from bot.sandbox.model import Json, MessageFlag
from bot.sandbox.refusals import FieldErrors, RefusalError, Step, empty_message

CONTENT = 2000
EMBEDS = 10
EMBED_TOTAL = 6000
COMPONENTS = 40
TEXT_TOTAL = 4000
ROWS = 5
ROW_WIDTH = 5
CUSTOM_ID = 100
LABEL = 80
URL = 512
MEDIA_URL = 2048
DESCRIPTION = 1024
OPTIONS = 25
NONCE = 25
FILES = 10

_TOP = {tree.ROW, tree.SECTION, tree.TEXT, tree.GALLERY, tree.FILE, tree.SEPARATOR, tree.CONTAINER}
_IN_CONTAINER = _TOP - {tree.CONTAINER}
_IN_ROW = {tree.BUTTON} | tree.SELECTS
_SCHEMES = ("http://", "https://", "discord://")

Path = tuple[Step, ...]


def check_message(body: Json, *, flags: MessageFlag) -> None:
    """Check the fields of a message body; `flags` are those that the message will have. Raises RefusalError 50035."""
    errors = FieldErrors()
    errors.text(("content",), body.get("content"), most=CONTENT)
    errors.text(("nonce",), str(body["nonce"]) if body.get("nonce") is not None else None, most=NONCE)
    errors.count(("attachments",), body.get("attachments"), most=FILES)
    for index, each in enumerate(body.get("attachments") or []):
        errors.text(("attachments", index, "description"), each.get("description"), most=DESCRIPTION)
    _check_embeds(errors, body.get("embeds"))
    _check_mentions(errors, body.get("allowed_mentions"))
    if MessageFlag.COMPONENTS_V2 in flags:
        _check_layout(errors, body)
    else:
        _check_rows(errors, body.get("components"))
    errors.close()


def check_content(
    *, content: str, embeds: list[Json], components: list[Json], files: list[str], flags: MessageFlag
) -> None:
    """Check what a message with files of these names shows, new or edited. Raises RefusalError 50006 or 50035."""
    if MessageFlag.COMPONENTS_V2 not in flags:
        if not (content.strip() or embeds or files):
            raise empty_message()
        return
    if not components:
        raise empty_message()
    errors = FieldErrors()
    for name in tree.uploads(components):
        absent = f"The referenced attachment {name!r} was not found"
        errors.require(name in files, ("components",), "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND", absent)
    for name, value in (("content", content), ("embeds", embeds)):
        errors.require(not value, (name,), *_legacy(name))
    errors.close()


def _legacy(name: str) -> tuple[str, str]:
    message = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
    return "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message


def _check_embeds(errors: FieldErrors, embeds: object) -> None:
    errors.count(("embeds",), embeds, most=EMBEDS)
    if not isinstance(embeds, list):
        return
    for index, embed in enumerate(embeds):
        _check_embed(errors, ("embeds", index), embed)
    total = sum(len(tree.embed_text(embed).replace("\n", "")) for embed in embeds)
    if total > EMBED_TOTAL:
        errors.refuse(("embeds",), "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {EMBED_TOTAL}")


def _check_embed(errors: FieldErrors, path: Path, embed: Json) -> None:
    errors.text((*path, "title"), embed.get("title"), most=256)
    errors.text((*path, "description"), embed.get("description"), most=4096)
    errors.text((*path, "url"), embed.get("url"), most=2048)
    errors.text((*path, "footer", "text"), (embed.get("footer") or {}).get("text"), most=2048)
    errors.text((*path, "author", "name"), (embed.get("author") or {}).get("name"), most=256)
    errors.count((*path, "fields"), embed.get("fields"), most=25)
    for index, entry in enumerate(embed.get("fields") or []):
        errors.required((*path, "fields", index, "name"), entry.get("name"), most=256)
        errors.required((*path, "fields", index, "value"), entry.get("value"), most=1024)


def _check_mentions(errors: FieldErrors, allowed: Json | None) -> None:
    for kind in ("users", "roles"):
        clash = bool(allowed and kind in (allowed.get("parse") or []) and allowed.get(kind))
        both = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
        errors.require(not clash, ("allowed_mentions",), "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", both)


def _check_rows(errors: FieldErrors, components: list[Json] | None) -> None:
    """Check components without the V2 flag: up to five action rows."""
    errors.count(("components",), components, most=ROWS)
    for index, component in enumerate(components or []):
        path = ("components", index)
        if _one_of(errors, path, component, {tree.ROW}):
            _check_row(errors, path, component)
    _check_custom_ids(errors, components or [])


def _check_layout(errors: FieldErrors, body: Json) -> None:
    """Check Components V2: nothing else in the message, at most 40 components and 4,000 characters."""
    for name in ("content", "embeds", "sticker_ids", "poll"):
        errors.require(not body.get(name), (name,), *_legacy(name))
    components: list[Json] = body.get("components") or []
    for index, component in enumerate(components):
        _check_block(errors, ("components", index), component, _TOP)
    total = sum(1 for _ in tree.walk(components))
    size = sum(map(len, tree.texts(components)))
    too_many = f"The total number of components cannot exceed {COMPONENTS}"
    too_long = f"The total displayable text size exceeds the maximum size of {TEXT_TOTAL}"
    errors.require(total <= COMPONENTS, ("components",), "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", too_many)
    errors.require(size <= TEXT_TOTAL, ("components",), "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", too_long)
    _check_custom_ids(errors, components)


def _check_block(errors: FieldErrors, path: Path, component: Json, among: set[int]) -> None:
    if not _one_of(errors, path, component, among):
        return
    match component["type"]:
        case tree.ROW:
            _check_row(errors, path, component)
        case tree.TEXT:
            errors.required((*path, "content"), component.get("content"), most=TEXT_TOTAL)
        case tree.SECTION:
            _check_section(errors, path, component)
        case tree.CONTAINER:
            errors.count((*path, "components"), component.get("components"), most=COMPONENTS, least=1)
            for index, child in enumerate(component.get("components") or []):
                _check_block(errors, (*path, "components", index), child, _IN_CONTAINER)
        case tree.GALLERY:
            errors.count((*path, "items"), component.get("items"), most=10, least=1)
            for index, item in enumerate(component.get("items") or []):
                _check_media(errors, (*path, "items", index), item)
        case _:
            pass


def _check_media(errors: FieldErrors, path: Path, item: Json) -> None:
    errors.text((*path, "description"), item.get("description"), most=DESCRIPTION, least=1)
    errors.required((*path, "media", "url"), (item.get("media") or {}).get("url"), most=MEDIA_URL)


def _check_section(errors: FieldErrors, path: Path, component: Json) -> None:
    errors.count((*path, "components"), component.get("components"), most=3, least=1)
    for index, child in enumerate(component.get("components") or []):
        _check_block(errors, (*path, "components", index), child, {tree.TEXT})
    inner = (*path, "accessory")
    accessory = component.get("accessory")
    if accessory is None:
        errors.refuse(inner, "BASE_TYPE_REQUIRED", "This field is required")
    elif _one_of(errors, inner, accessory, {tree.BUTTON, tree.THUMBNAIL}) and accessory["type"] == tree.BUTTON:
        _check_button(errors, inner, accessory)


def _check_row(errors: FieldErrors, path: Path, row: Json) -> None:
    children: list[Json] = row.get("components") or []
    errors.count((*path, "components"), children, most=ROW_WIDTH, least=1)
    for index, child in enumerate(children):
        inner = (*path, "components", index)
        if not _one_of(errors, inner, child, _IN_ROW):
            continue
        if child["type"] == tree.BUTTON:
            _check_button(errors, inner, child)
        else:
            alone = "The specified component exceeds the maximum width"
            errors.require(len(children) == 1, (*path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", alone)
            check_select(errors, inner, child)


def _check_button(errors: FieldErrors, path: Path, button: Json) -> None:
    style = button.get("style")
    errors.require(
        style in range(1, 7), (*path, "style"), "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3, 4, 5, 6}."
    )
    errors.text((*path, "label"), button.get("label"), most=LABEL)
    shown = bool(button.get("label") or button.get("emoji")) or style == tree.PREMIUM_STYLE
    errors.require(shown, path, "BUTTON_COMPONENT_INVALID_NO_LABEL", "A button must have a label or emoji")
    if style == tree.LINK_STYLE:
        _check_link(errors, path, button)
    elif style != tree.PREMIUM_STYLE:
        errors.required((*path, "custom_id"), button.get("custom_id"), most=CUSTOM_ID)
        errors.require(
            not button.get("url"), (*path, "url"), "BUTTON_COMPONENT_URL_NOT_ALLOWED", "Only links have a url"
        )


def _check_link(errors: FieldErrors, path: Path, button: Json) -> None:
    both = "A custom id and url cannot both be specified"
    errors.require(not button.get("custom_id"), (*path, "custom_id"), "BUTTON_COMPONENT_CUSTOM_ID_URL_EXCLUSIVE", both)
    errors.required((*path, "url"), button.get("url"), most=URL)
    known = str(button.get("url") or "").startswith(_SCHEMES)
    scheme = "Scheme must be one of ('http', 'https', 'discord')."
    errors.require(known, (*path, "url"), "URL_TYPE_INVALID_SCHEME", scheme)


def check_select(errors: FieldErrors, path: Path, select: Json) -> None:
    """Check a select menu of a message or a modal."""
    errors.required((*path, "custom_id"), select.get("custom_id"), most=CUSTOM_ID)
    errors.text((*path, "placeholder"), select.get("placeholder"), most=150)
    least, most = _number(select, "min_values"), _number(select, "max_values")
    fits = 0 <= least <= most <= OPTIONS and most > 0
    errors.require(
        fits, (*path, "max_values"), "NUMBER_TYPE_MAX", f"min_values and max_values must be from 0 to {OPTIONS}."
    )
    if select["type"] != tree.STRING_SELECT:
        return
    options: list[Json] = select.get("options") or []
    errors.count((*path, "options"), options, most=OPTIONS, least=1)
    errors.require(most <= max(len(options), 1), (*path, "max_values"), "NUMBER_TYPE_MAX", "More values than options.")
    for index, option in enumerate(options):
        for name in ("label", "value"):
            errors.required((*path, "options", index, name), option.get(name), most=100)
        errors.text((*path, "options", index, "description"), option.get("description"), most=100)
    values = [option.get("value") for option in options]
    again = "The specified option value is already used"
    errors.require(
        len(set(values)) == len(values), (*path, "options"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", again
    )


def _number(select: Json, name: str) -> int:
    value = select.get(name)
    return 1 if value is None else int(value)


def _check_custom_ids(errors: FieldErrors, components: list[Json]) -> None:
    seen: set[str] = set()
    for part in tree.walk(components):
        custom_id = part.get("custom_id")
        if custom_id is not None and custom_id in seen:
            twice = "Component custom id cannot be duplicated"
            errors.refuse(("components",), "COMPONENT_CUSTOM_ID_DUPLICATED", f"{twice}: {custom_id}")
        seen.add(custom_id or "")


def _one_of(errors: FieldErrors, path: Path, component: Json, among: set[int]) -> bool:
    if component.get("type") in among:
        return True
    expected = ", ".join(map(str, sorted(among)))
    errors.refuse((*path, "type"), "UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({expected}).')
    return False


def check_choices(choices: list[Json]) -> None:
    """Check the choices of an autocomplete answer. Raises RefusalError 50035."""
    errors = FieldErrors()
    errors.count(("data", "choices"), choices, most=OPTIONS)
    for index, choice in enumerate(choices):
        errors.required(("data", "choices", index, "name"), choice.get("name"), most=100)
        value = choice.get("value")
        if isinstance(value, str) or value is None:
            errors.required(("data", "choices", index, "value"), value, most=100, least=0)
    errors.close()


def check_modal(modal: Json) -> None:
    """Check a modal. Raises RefusalError 50035."""
    errors = FieldErrors()
    errors.required(("data", "title"), modal.get("title"), most=45)
    errors.required(("data", "custom_id"), modal.get("custom_id"), most=CUSTOM_ID)
    rows: list[Json] = modal.get("components") or []
    errors.count(("data", "components"), rows, most=5, least=1)
    for index, row in enumerate(rows):
        _check_question(errors, ("data", "components", index), row)
    _check_custom_ids(errors, rows)
    errors.close()


def _check_question(errors: FieldErrors, path: Path, row: Json) -> None:
    if not _one_of(errors, path, row, {tree.ROW, tree.LABEL, tree.TEXT}):
        return
    if row["type"] == tree.LABEL:
        errors.required((*path, "label"), row.get("label"), most=45)
        errors.text((*path, "description"), row.get("description"), most=100)
    for part in tree.walk([row]):
        if part["type"] == tree.TEXT_INPUT:
            errors.required((*path, "custom_id"), part.get("custom_id"), most=CUSTOM_ID)
            errors.text((*path, "label"), part.get("label"), most=45)
            errors.text((*path, "placeholder"), part.get("placeholder"), most=100)
            errors.text((*path, "value"), part.get("value"), most=4000)
        elif part["type"] in tree.SELECTS:
            check_select(errors, path, part)


def check_files(sizes: list[int], *, limit: int) -> None:
    """Raise RefusalError 40005 if the files together exceed `limit` bytes."""
    if sum(sizes) > limit:
        raise RefusalError(413, 40005, "Request entity too large")
