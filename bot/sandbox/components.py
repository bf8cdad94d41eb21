"""Walk a message's component tree, which stays Discord's JSON, and fill in what Discord fills in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 5, 6, 7, 8
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER, LABEL = 9, 10, 11, 12, 13, 14, 17, 18

SELECTS = frozenset({STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT})
LINK_STYLE, PREMIUM_STYLE = 5, 6

_DEFAULTS: dict[int, Json] = {
    BUTTON: {"disabled": False},
    STRING_SELECT: {"min_values": 1, "max_values": 1, "disabled": False},
    SEPARATOR: {"spacing": 1, "divider": True},
    CONTAINER: {"accent_color": None, "spoiler": False},
    THUMBNAIL: {"description": None, "spoiler": False},
    FILE: {"spoiler": False},
}


def walk(components: list[Json]) -> Iterator[Json]:
    """Yield each component in reading order, a parent before its children."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        nested = (component.get("accessory"), component.get("component"))
        yield from walk([part for part in nested if part is not None])


def texts(components: list[Json]) -> Iterator[str]:
    """Return the content of each text display."""
    return (str(part["content"]) for part in walk(components) if part["type"] == TEXT)


def embed_text(embed: Json) -> str:
    """Return title, description, fields and footer of an embed, line by line."""
    parts = [(embed.get("author") or {}).get("name"), embed.get("title"), embed.get("description")]
    for entry in embed.get("fields") or []:
        parts += [entry.get("name"), entry.get("value")]
    parts.append((embed.get("footer") or {}).get("text"))
    return "\n".join(part for part in parts if part)


UPLOADED = "attachment://"
"""Begins the address by which a component names a file of its own message."""


def uploads(components: list[Json]) -> Iterator[str]:
    """Yield the names of the message's own files that components show."""
    for part in walk(components):
        shown = [each["media"] for each in part.get("items") or []] + [part.get("media"), part.get("file")]
        urls = [str(media["url"]) for media in shown if media]
        yield from (url.removeprefix(UPLOADED) for url in urls if url.startswith(UPLOADED))


def completed(components: list[Json]) -> list[Json]:
    """Return a copy as Discord returns it, with ids and defaults, and without empty values."""
    taken = {part["id"] for part in walk(components) if part.get("id")}
    free = (number for number in range(1, 10_000) if number not in taken)
    return [_complete(component, free) for component in components]


def _complete(component: Json, free: Iterator[int]) -> Json:
    kind = component["type"]
    given = {key: value for key, value in component.items() if value is not None}
    done = {**_DEFAULTS.get(kind, {}), **given, "id": component.get("id") or next(free)}
    if "emoji" in done:  # one of Unicode's has a name and no id
        done["emoji"] = {key: value for key, value in done["emoji"].items() if value is not None}
    if "default_values" in done:  # discord.py sends the ids as numbers
        done["default_values"] = [{**value, "id": str(value["id"])} for value in done["default_values"]]
    if "components" in done:
        done["components"] = [_complete(child, free) for child in done["components"]]
    for key in ("accessory", "component"):
        if key in done:
            done[key] = _complete(done[key], free)
    return _with_media(done)


def _with_media(done: Json) -> Json:
    if done["type"] == GALLERY:
        defaults = {"description": None, "spoiler": False}
        done["items"] = [{**defaults, **item, "media": _media(item["media"])} for item in done["items"]]
    for key in ("media", "file"):
        if key in done:
            done[key] = _media(done[key])
    return done


def _media(media: Json) -> Json:
    return {"id": "1", "proxy_url": media["url"], **media}
