"""A config with two bases that have the same ids and another story each: for tests of a base for each server."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bases import base_files, write_base

SKERRY = "skerry"
"""The name of the default base, about the light of Grey Skerry, 38 metres above the sea."""
NESS = "ness"
"""The name of the other, in which the light is that of Black Ness, 52 metres above the sea."""

OF_NESS: Mapping[str, str] = {
    "Grey Skerry": "Black Ness",
    "38 metres": "52 metres",
    "600,000 crowns": "750,000 crowns",
    "21 nautical": "17 nautical",
}

CONFIG = f"""\
bases:
  - {{name: {SKERRY}, knowledge: {SKERRY}/knowledge, seeds: {SKERRY}/seeds}}
  - {{name: {NESS}, knowledge: {NESS}/knowledge, seeds: {NESS}/seeds}}
store: state/bot.sqlite3
multilingual: false
"""


def write_two_bases(folder: Path, config: str = CONFIG) -> Path:
    """Write both bases into folders of their names, and give the path of a config."""
    write_base(folder / SKERRY)
    write_base(folder / NESS, {name: _of_ness(content) for name, content in base_files().items()})
    path = folder / "config.yaml"
    path.write_text(config, encoding="utf-8")
    return path


def _of_ness(content: str | bytes) -> str:
    text = content if isinstance(content, str) else content.decode()
    for old, new in OF_NESS.items():
        text = text.replace(old, new)
    return text
