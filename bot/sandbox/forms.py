"""Fill in a modal as its user does, and return it in the shape of a submitted one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from bot.sandbox import components as tree
from bot.sandbox.model import Json
from bot.sandbox.refusals import UnavailableError

Answers: TypeAlias = Mapping[str, str | Sequence[str]]

TEXT_MOST = 4000


def filled_in(modal: Json, answers: Answers) -> list[Json]:
    """Return the components of a submitted modal. Raises UnavailableError if the interface would not send it."""
    rows = tree.completed(modal["components"])
    names = [name for row in rows for name in _names(row)]
    strange = [name for name in answers if name not in names]
    if strange:
        raise UnavailableError(f"The modal has no field {strange[0]!r}; it has: {', '.join(names)}")
    return [_row(row, answers) for row in rows]


def _names(row: Json) -> list[str]:
    parts = [part for part in tree.walk([row]) if "custom_id" in part]
    labels = [str(part["label"]) for part in [row, *parts] if part.get("label")]
    return [str(part["custom_id"]) for part in parts] + labels


def _row(row: Json, answers: Answers) -> Json:
    kept = {"type": row["type"], "id": row["id"]}
    match row["type"]:
        case tree.LABEL:
            return {**kept, "component": _field(row["component"], row["label"], answers)}
        case tree.ROW:
            return {**kept, "components": [_field(part, part.get("label"), answers) for part in row["components"]]}
        case _:
            return kept


def _field(part: Json, label: str | None, answers: Answers) -> Json:
    custom_id = part["custom_id"]
    kept = {"type": part["type"], "id": part["id"], "custom_id": custom_id}
    given = answers.get(custom_id, answers.get(label or ""))
    if part["type"] == tree.TEXT_INPUT:
        value = str(part.get("value") or "") if given is None else str(given)
        _demand_length(part, label or custom_id, value)
        return {**kept, "value": value}
    if given is None:
        given = [option["value"] for option in part.get("options") or () if option.get("default")]
    values = [given] if isinstance(given, str) else list(given)
    return {**kept, "values": [value for value in values if value]}


def _demand_length(part: Json, name: str, value: str) -> None:
    needed = part.get("required", True)
    if needed and not value:
        raise UnavailableError(f"The field {name!r} must be filled in")
    least, most = part.get("min_length") or 0, part.get("max_length") or TEXT_MOST
    if value and not least <= len(value) <= most:
        raise UnavailableError(f"The field {name!r} takes {least} to {most} characters, not {len(value)}")
