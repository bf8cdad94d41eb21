"""A base that begins with a draft: its config is written where --config names none that exists."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bot.config import Config, load_config
from bot.errors import UsageError

NEW_CONFIG: Final = """\
# Paths are relative to this file. All other settings have defaults; docs/running.md explains them.
knowledge: knowledge
seeds: seeds
"""


@contextmanager
def config_or_new(path: Path, base: str | None) -> Iterator[Config]:
    """Read a config, or write the one of a new base. A new one is deleted again if the block fails.

    Raises ConfigError as `load_config`, UsageError if a new one cannot be written.
    """
    if path.exists() or path.is_symlink() or base is not None:
        yield load_config(path, base=base)
        return
    folders = [each for each in path.parents if not each.exists()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(NEW_CONFIG, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{path}: cannot be written ({error.strerror or error}).") from error
    try:
        yield load_config(path)
    except BaseException:
        path.unlink(missing_ok=True)
        for folder in folders:
            _remove_if_empty(folder)
        raise


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
