"""Instants as the store keeps them: ISO 8601 in UTC, so that their texts sort as they follow each other."""

from __future__ import annotations

import datetime as dt


def to_text(moment: dt.datetime) -> str:
    """Return an aware instant as the store keeps it. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return moment.astimezone(dt.UTC).isoformat()


def from_text(text: str) -> dt.datetime:
    """Return a kept instant, in UTC."""
    return dt.datetime.fromisoformat(text)
