"""What Discord would refuse of a layout, asked of the payload that discord.py sends; and what a reader sees of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from discord.ui import LayoutView, View
from discord_reader import Reading, read

from bot.ui.custom_ids import UnknownAction, parse
from bot.ui.fitting import (
    ALT_TEXT,
    BUTTON_LABEL,
    LAYOUT_COMPONENTS,
    LAYOUT_TEXT,
    LINK_URL,
    ROW_BUTTONS,
    SELECT_LABEL,
    SELECT_OPTIONS,
    SELECT_PLACEHOLDER,
)

_ROW, _BUTTON, _SELECT, _SECTION, _TEXT, _GALLERY = 1, 2, 3, 9, 10, 12


def components(view: LayoutView | View) -> list[dict[str, Any]]:
    """All components, nested ones included."""
    return [found for top in view.to_components() for found in _walk(top)]


def texts_of(view: LayoutView) -> list[str]:
    return [found["content"] for found in components(view) if found["type"] == _TEXT]


def ids_of(view: LayoutView | View) -> list[str]:
    return [found["custom_id"] for found in components(view) if found.get("custom_id")]


def reading(view: LayoutView) -> Reading:
    return read("\n".join(texts_of(view)))


def check_layout(view: LayoutView) -> None:
    """Fail where Discord would refuse the layout, or where it would not outlive the process."""
    found = components(view)
    assert len(found) <= LAYOUT_COMPONENTS
    assert sum(map(len, texts_of(view))) == view.content_length() <= LAYOUT_TEXT
    assert view.is_persistent()
    check_components(view)


def check_components(view: LayoutView | View) -> None:
    ids = ids_of(view)
    assert len(set(ids)) == len(ids)
    assert not [custom_id for custom_id in ids if isinstance(parse(custom_id), UnknownAction)]
    for found in components(view):
        _check(found)


def _check(found: dict[str, Any]) -> None:
    if found["type"] == _ROW:
        assert 1 <= len(found["components"]) <= ROW_BUTTONS
    elif found["type"] == _BUTTON:
        assert 1 <= len(found["label"]) <= BUTTON_LABEL
        assert len(found.get("url") or "") <= LINK_URL
    elif found["type"] == _SELECT:
        assert 1 <= len(found["options"]) <= SELECT_OPTIONS
        assert len(found["placeholder"]) <= SELECT_PLACEHOLDER
        assert all(1 <= len(option["label"]) <= SELECT_LABEL for option in found["options"])
        assert all(1 <= len(option["value"]) <= SELECT_LABEL for option in found["options"])
    elif found["type"] == _TEXT:
        assert found["content"].strip()
    elif found["type"] == _SECTION:
        assert 1 <= len(found["components"]) <= 3
    elif found["type"] == _GALLERY:
        assert all(1 <= len(item["description"]) <= ALT_TEXT for item in found["items"])


def _walk(component: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield component
    for child in component.get("components", ()):
        yield from _walk(child)
    if "accessory" in component:
        yield from _walk(component["accessory"])
