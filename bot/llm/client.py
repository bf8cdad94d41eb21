"""One request to a language model, and one sentence for each way in which it can fail."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp

from bot.core.drafting.prompts import Prompt
from bot.core.text.control_chars import shortened
from bot.llm.settings import ModelSettings

TIMEOUT: Final = 300.0
"""Seconds for one reply: a model on a laptop without a graphics card writes some ten words a second."""

CONNECT_TIMEOUT: Final = 10.0
"""Seconds for the connection."""

MAX_REPLY: Final = 1024 * 1024
"""Bytes of a reply that are read. What is asked for takes some 20,000."""

_READ_AT_ONCE: Final = 64 * 1024  # bytes
_OK: Final = 200
_REDIRECTS: Final = range(300, 400)
_SERVER_ERRORS: Final = range(500, 600)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelText:
    """What the model wrote."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedRequest:
    """Why there is no reply, as a sentence. With `final`, another request would fail in the same way."""

    reason: str
    final: bool = False


ModelReply = ModelText | FailedRequest


@contextlib.asynccontextmanager
async def open_model(settings: ModelSettings, *, seconds: float = TIMEOUT) -> AsyncIterator[ModelClient]:
    """Return a client with a session of its own, which reads no proxies from the environment."""
    # Nothing is decompressed: a small reply could become a very large one.
    async with aiohttp.ClientSession(auto_decompress=False, headers={"Accept-Encoding": "identity"}) as session:
        yield ModelClient(settings, session, seconds=seconds)


class ModelClient:
    """Sends requests to one model. It follows no redirects, so that the key reaches no other server."""

    def __init__(
        self,
        settings: ModelSettings,
        session: aiohttp.ClientSession,
        *,
        seconds: float = TIMEOUT,
        max_reply: int = MAX_REPLY,
    ) -> None:
        self._settings = settings
        self._session = session
        self._timeout = aiohttp.ClientTimeout(total=seconds, sock_connect=min(CONNECT_TIMEOUT, seconds))
        self._seconds = seconds
        self._max_reply = max_reply

    async def ask(self, prompt: Prompt) -> ModelReply:
        """Send a request and return the reply. Raises nothing that a server or a network can cause."""
        host = self._settings.host
        try:
            async with self._session.post(
                self._settings.url,
                json=self._body(prompt),
                headers=self._headers(),
                timeout=self._timeout,
                allow_redirects=False,
            ) as response:
                if response.status != _OK:
                    return self._refused(response.status)
                content = await self._read(response)
        except aiohttp.ConnectionTimeoutError:
            reason = f"The language model at {host} accepts no connection. Check BOT_LLM_URL."
            return FailedRequest(reason=reason, final=True)
        except TimeoutError:
            reason = f"The language model at {host} did not answer within {self._seconds:g} seconds."
            return FailedRequest(reason=reason)
        except (aiohttp.ClientError, OSError, ValueError, asyncio.IncompleteReadError) as error:
            why = " ".join(str(error).split()) or type(error).__name__
            reason = f"The language model at {host} cannot be reached ({shortened(why)}). Check BOT_LLM_URL."
            return FailedRequest(reason=reason, final=True)
        if content is None:
            return FailedRequest(reason=f"The model's reply is larger than {self._max_reply:,} bytes and was not read.")
        return _completion(content, host)

    def _body(self, prompt: Prompt) -> dict[str, Any]:
        messages = [{"role": "system", "content": prompt.system}, {"role": "user", "content": prompt.user}]
        return {"model": self._settings.model, "messages": messages, "temperature": 0, "stream": False}

    def _headers(self) -> dict[str, str]:
        key = self._settings.key
        return {"Authorization": f"Bearer {key.reveal()}"} if key else {}

    async def _read(self, response: aiohttp.ClientResponse) -> bytes | None:
        """Return the body, or None as soon as it is too large."""
        content = bytearray()
        async for part in response.content.iter_chunked(_READ_AT_ONCE):
            content += part
            if len(content) > self._max_reply:
                return None
        return bytes(content)

    def _refused(self, status: int) -> FailedRequest:
        host, model = self._settings.host, self._settings.model
        match status:
            case 401 | 403:
                reason = f"The server {host} refused the key ({status}). Check BOT_LLM_KEY."
            case 404:
                reason = f"The server {host} has no such address or model ({status}). Check BOT_LLM_URL and {model!r}."
            case 429:
                reason = f"The server {host} allows no more requests now ({status}). Try again later."
            case _ if status in _REDIRECTS:
                reason = f"The server {host} answered with a redirect ({status}). Set BOT_LLM_URL to the final address."
            case _ if status in _SERVER_ERRORS:
                return FailedRequest(reason=f"The server {host} failed ({status}). Try again later.")
            case _:
                reason = f"The server {host} refused the request ({status})."
        return FailedRequest(reason=reason, final=True)


def _completion(content: bytes, host: str) -> ModelReply:
    """Read the reply of the server; what the model wrote in it is read elsewhere."""
    try:
        choice = json.loads(content)["choices"][0]
        message, ended = choice["message"], choice.get("finish_reason")
        text, refusal = message.get("content"), message.get("refusal")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        reason = f"The server {host} did not answer as a chat completion does. Check BOT_LLM_URL."
        return FailedRequest(reason=reason, final=True)
    if refusal or ended == "content_filter":
        said = f": “{shortened(refusal)}”" if isinstance(refusal, str) else "."
        return FailedRequest(reason=f"The model refused the request{said}")
    if ended == "length":
        return FailedRequest(reason="The model's reply was cut off at the longest reply that its server allows.")
    if not isinstance(text, str) or not text.strip():
        return FailedRequest(reason="The model's reply is empty.")
    return ModelText(text=text)
