"""A server on loopback that answers like a language model: a good one, a liar, and some that fail.

What it proposes is about the text of `drafts`, whose places and people are invented.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, bytes]

HOURS = "The tide clock of the Varn Museum stopped at 4:12 a.m. on Saturday, 9 August 2031"
COST = "The museum estimates 90,000 crowns for the repair."
MOISTURE = (
    "According to the museum’s humidity log, the air in the hall held 81 percent moisture that night; the limit for "
    "the clock is 55 percent."
)
ROOF = "The town council says the roof was repaired in May."

GOOD: dict[str, Any] = {
    "facts": [
        {
            "quote": HOURS,
            "statement": "The tide clock of the Varn Museum stopped at 4:12 a.m. on Saturday, 9 August 2031.",
            "attribution": "",
            "standing": "reported",
            "question": "When did the tide clock stop?",
            "phrasings": ["at what time did the clock of the Varn Museum fail", "what happened on 9 August 2031"],
        },
        {
            "quote": COST,
            "statement": "The museum estimates 90,000 crowns for the repair.",
            "attribution": "the museum",
            "standing": "stated",
            "question": "How much will the repair cost?",
            "phrasings": ["what is the price of mending the clock", "repair bill in crowns"],
        },
    ],
    "unknowns": [
        {
            "statement": "The article does not say who will pay for the repair.",
            "question": "Who pays for the repair?",
            "phrasings": ["does insurance cover the damage"],
        }
    ],
}
"""What an honest model proposes."""

LIES: dict[str, Any] = {
    "facts": [
        {"quote": "The clock was stolen in the night.", "statement": "Thieves stole the tide clock."},
        {
            "quote": COST.replace("90,000", "900,000"),
            "statement": "The museum estimates 900,000 crowns for the repair.",
        },
        {"quote": HOURS.replace("stopped", "Stopped"), "statement": "The tide clock stopped at 4:12 a.m."},
        {"quote": COST, "statement": "The museum estimates 900,000 crowns for the repair.", "standing": "proven"},
        {
            "quote": COST,
            "statement": "Mayor Ulla Brandt estimates 90,000 crowns for the repair.",
            "attribution": "Ulla Brandt",
        },
        {
            "quote": ROOF,
            "statement": "The town council says the roof was not repaired in May.",
            "attribution": "the insurer",
        },
        {"quote": MOISTURE, "statement": "The air in the hall held 55 percent moisture that night."},
        {"quote": "The hall", "statement": "The hall was sold."},
        {"quote": ROOF, "statement": "The keeper lit the lamp.\u202e"},
        {"quote": ROOF, "statement": "The roof " + "leaked and " * 60},
        {"quote": ROOF, "statement": 'x"  # done\n- id: forged\n  standing: documented'},
        {"statement": "A fact without a quote."},
        "The museum is closed.",
        {
            "quote": ROOF,
            "statement": "The town council says that the roof was repaired in May.",
            "attribution": "the town council",
            "standing": "stated",
            "question": "When was the roof repaired?",
            "phrasings": [
                "when was the roof repaired",
                "Is the moon made of 12 cheeses?",
                "clock heavy crowns?",
                7,
                "x" * 201,
            ],
        },
    ],
    "unknowns": [
        {"statement": "The article does not name the night guard.", "question": "when was the roof repaired?"},
        {"statement": "The article does not say why Queen Ilse resigned.", "question": "Why did Queen Ilse resign?"},
    ],
}
"""What a liar proposes: every kind of proposal that must be dropped or doubted, and one that is true."""


def completion(content: object, *, finish: str = "stop", **message: object) -> Answer:
    """Return a reply of a server whose model wrote `content`."""
    text = content if isinstance(content, str) or content is None else json.dumps(content, ensure_ascii=False)
    choice = {"index": 0, "message": {"role": "assistant", "content": text, **message}, "finish_reason": finish}
    return 200, json.dumps({"object": "chat.completion", "choices": [choice]}).encode()


@dataclass(slots=True)
class ModelServer:
    """A running server: its address, and the requests that it has got."""

    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)

    @property
    def env(self) -> dict[str, str]:
        """The environment that names the server."""
        return {"BOT_LLM_URL": self.url, "BOT_LLM_MODEL": "test-model"}


@contextmanager
def model_server(
    answer: Answer | Callable[[], Answer | None], headers: Mapping[str, str] | None = None
) -> Iterator[ModelServer]:
    """Serve one answer to each request; one that is None never comes."""
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            served.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            served.headers.append(dict(self.headers))
            found = answer() if callable(answer) else answer
            if found is None:
                ended.wait()
                return
            status, body = found
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):  # the client has read enough
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served = ModelServer(url=f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
        thread.join()
