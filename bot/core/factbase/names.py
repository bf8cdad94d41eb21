"""The names of bases."""

from __future__ import annotations

from typing import Final

DEFAULT_BASE: Final = "default"
"""The name of the base of a config that lists none; what was stored before bases had names belongs to it."""

NAME_PATTERN: Final = r"[a-z0-9][a-z0-9-]{0,31}"
