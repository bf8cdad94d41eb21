"""Import the libraries of the extra `import`, or say how to install them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from bot.errors import UsageError


def library(name: str, package: str, what: str) -> Any:  # noqa: ANN401 - a module
    """Import a library that reads `what`. Raises UsageError with the way to install it if it is missing."""
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] != name.partition(".")[0]:
            raise
        raise UsageError(
            f"Reading {what} needs the package {package}, which is not installed. Install it with "
            "pip install '.[import]', or save the article's text as a .txt file."
        ) from None
