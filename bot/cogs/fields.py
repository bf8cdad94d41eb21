"""What was written into a form, as Discord sends it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def written(part: Mapping[str, Any], field: str) -> str:
    """The text of a field by its custom_id, wherever in the form it stands; empty where there is none."""
    if part.get("custom_id") == field:
        return str(part.get("value") or "")
    nested = [*(part.get("components") or ()), *filter(None, [part.get("component")])]
    return next(filter(None, (written(each, field) for each in nested)), "")
