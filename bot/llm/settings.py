"""Where the language model is, and the key for it, from the environment."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from bot.credentials import Secret, find_secret
from bot.errors import ConfigError

_COMPLETIONS: Final = "/chat/completions"
_EXAMPLE: Final = "http://localhost:11434/v1 for Ollama on this machine"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """The address of the chat completions, the model's name, and the key, which local servers do not need."""

    url: str
    model: str
    key: Secret | None

    @property
    def host(self) -> str:
        """The host and port, as messages name it."""
        parts = urlsplit(self.url)
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)


def read_model_settings(env: Mapping[str, str]) -> ModelSettings:
    """Read BOT_LLM_URL, BOT_LLM_MODEL, and BOT_LLM_KEY or the file that BOT_LLM_KEY_FILE names.

    Raises ConfigError if one is missing or wrong; the message never contains the key.
    """
    url, model = env.get("BOT_LLM_URL", "").strip(), env.get("BOT_LLM_MODEL", "").strip()
    if not url:
        raise ConfigError(f"No language model is set: set BOT_LLM_URL to its address, such as {_EXAMPLE}.")
    if not model:
        raise ConfigError("Set BOT_LLM_MODEL to the name of a model that the server of BOT_LLM_URL has.")
    key = find_secret(env, "BOT_LLM_KEY")
    address = _address(url)
    if key is not None and not key.reveal().isprintable():
        raise ConfigError("BOT_LLM_KEY has characters that no key has; copy it again.")
    if key is not None and urlsplit(address).scheme == "http" and not _is_local(address):
        raise ConfigError("BOT_LLM_URL begins with http://, so the key would be sent unencrypted; use https://.")
    return ModelSettings(url=address, model=model, key=key)


def _address(url: str) -> str:
    """Return the address of the chat completions. Raises ConfigError for what is not a web address."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        parts = urlsplit("")
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or "@" in parts.netloc
        or parts.query
        or parts.fragment
    ):
        raise ConfigError(
            f"BOT_LLM_URL is not the address of a server. Write it with http:// or https:// and no name or password, "
            f"such as {_EXAMPLE}."
        )
    path = parts.path.rstrip("/").removesuffix(_COMPLETIONS)
    return f"{parts.scheme}://{parts.netloc}{path}{_COMPLETIONS}"


def _is_local(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
