"""The page's own server: its files, the state of the review, and what the curator does. It answers one page only."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from importlib import resources
from typing import Any, Final

from aiohttp import web

from bot.curation.editing import EditRefusedError
from bot.curation.keys import dropped_paraphrases, marked_wording, typed_value
from bot.curation.page.offers import OfferSource, PageOffers
from bot.curation.page.views import entry_key, offer_view, problem_list, review_state
from bot.curation.passages import OtherPassageError
from bot.curation.saving import CHANGED, ChangedOnDiskError
from bot.curation.session import ReviewSession
from bot.curation.splitting import Halves
from bot.curation.workspace import CuratedEntry, EntryKind
from bot.errors import BotError
from bot.loopback import LOOPBACK, OwnSite, file_response, page_files

TOKEN_HEADER: Final = "X-Review-Token"  # noqa: S105 - the name of the header
LARGEST_REQUEST: Final = 256 * 1024
"""Bytes of the largest request: the longest lists of a form, with room."""

_TOKEN_BYTES: Final = 24
_DONE: Final = {
    "keep": "Kept.",
    "choose": "Saved.",
    "merge": "Merged. This is what they were merged into.",
    "acknowledge": "Acknowledged.",
    "split": "Split: this is the first one, the second comes next. Both have the quotes.",
    "quote": "Added the quote.",
    "fact": "Added the fact. Undo takes it back.",
    "drop": "Dropped. Undo takes it back.",
}


class ReviewPage:
    """Serves a review to one browser. Its address has a random token, without which it shows and changes nothing."""

    def __init__(self, session: ReviewSession, *, today: dt.date, propose: OfferSource | None = None) -> None:
        self._session = session
        self._today = today
        self._propose = propose
        self._offers: tuple[CuratedEntry, PageOffers] | None = None
        self._site = OwnSite()
        self._token = secrets.token_urlsafe(_TOKEN_BYTES)
        shared = resources.files("bot") / "sandbox" / "page" / "static" / "dom.js"
        self._files = {
            **page_files(resources.files(__package__) / "static"),
            "dom.js": shared.read_bytes(),
        }
        self._working = asyncio.Lock()

    @property
    def url(self) -> str:
        """The address with the token, which browsers keep to themselves."""
        return f"{self._site.url}/#{self._token}"

    @property
    def port(self) -> int:
        """The port of the page."""
        return self._site.port

    @asynccontextmanager
    async def serve(self, *, port: int = 0) -> AsyncIterator[ReviewPage]:
        """Serve on loopback until the block ends. Takes a free port if `port` is 0 or taken."""
        runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            await self._site.listen(runner, host=LOOPBACK, port=port)
            yield self
        finally:
            await runner.cleanup()

    def _application(self) -> web.Application:
        application = web.Application(middlewares=[self._site.guard()], client_max_size=LARGEST_REQUEST)
        application.router.add_get("/state", self._state)
        application.router.add_post("/do", self._do)
        application.router.add_get("/{name:[a-z.]*}", self._file)
        return application

    async def _file(self, request: web.Request) -> web.Response:
        return file_response(request.match_info["name"], self._files)

    def _check(self, request: web.Request) -> None:
        given = request.headers.get(TOKEN_HEADER, "")
        if not secrets.compare_digest(given.encode("utf-8", "surrogateescape"), self._token.encode()):
            raise web.HTTPForbidden(text="Open the address that the terminal shows: this one lacks its token.")

    async def _state(self, request: web.Request) -> web.Response:
        self._check(request)
        return _json({**review_state(self._session), "proposes": self._propose is not None})

    async def _do(self, request: web.Request) -> web.Response:
        """Do what the page asks, and return the new state; or, in a sentence, why not."""
        self._check(request)
        try:
            asked = json.loads(await request.text())
            async with self._working:
                return _json(await asyncio.to_thread(self._answer, asked))
        except (ValueError, TypeError, LookupError, AttributeError) as error:
            return _json({"error": f"The review does not understand this: {error!r}"}, status=400)

    def _answer(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        session = self._session
        try:
            only_told = {"preview": self._preview, "propose": self._offer}.get(asked["do"])
            if only_told:
                return only_told(asked)
            try:
                told = {"done": self._act(asked)}
            except ChangedOnDiskError as error:
                session.reload("edits made elsewhere")
                told = {"error": CHANGED.format(name=error.path.name)}
        except OtherPassageError as error:
            told = {"error": str(error), "passage": error.passage}
        except BotError as error:
            told = {"error": str(error)}
        return {**review_state(session), "proposes": self._propose is not None, **told}

    def _preview(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """Check a value as it is typed, without saving it."""
        self._session.go(entry_key(asked["entry"]))
        problems = self._session.preview_field(str(asked["field"]), self._value(asked))
        return {"problems": problem_list(problems, str(asked["field"]))}

    def _offer(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        """Ask for other words for the fact that the page shows, and keep them until some are taken."""
        self._session.go(entry_key(asked["entry"]))
        entry = self._session.current
        if self._propose is None or entry is None or entry.kind is not EntryKind.FACT:
            raise EditRefusedError("Proposals are made for facts only, where a language model is set.")
        offers = self._propose(entry)
        self._offers = (entry, offers)
        return {"offers": [offer_view(each) for each in offers.texts], "dropped": list(offers.dropped)}

    def _take(self, numbers: Sequence[Any]) -> str:
        """Put the chosen proposals into their fact."""
        entry, offers = self._offers or (None, None)
        if entry is None or offers is None or entry != self._session.current:
            raise EditRefusedError("These proposals are for another entry. Ask again.")
        self._session.apply(f"take proposals for {entry.name}", offers.take([int(number) for number in numbers]))
        self._offers = None
        return f"Taken: {len(numbers)}. Undo takes that back."

    def _act(self, asked: Mapping[str, Any]) -> str:
        """Do one action at the entry that the page shows, and return what was done."""
        if "entry" in asked:
            self._session.go(entry_key(asked["entry"]))
        done = self._actions[asked["do"]](asked)
        return done if isinstance(done, str) else _DONE.get(asked["do"], "")

    @property
    def _actions(self) -> Mapping[str, Callable[[Mapping[str, Any]], object]]:
        """What the page may ask for."""
        session = self._session
        return {
            "go": lambda _: None,
            "next": lambda _: session.skip(),
            "previous": lambda _: session.skip(-1),
            "keep": lambda _: session.keep(),
            "set": self._set,
            "choose": lambda asked: session.choose(int(asked["number"])),
            "merge": lambda _: session.merge(),
            "drop": lambda asked: session.drop(str(asked.get("reason", ""))),
            "split": lambda asked: session.split(Halves(first=str(asked["first"]), second=str(asked["second"]))),
            "quote": lambda asked: session.add_quote(str(asked.get("text", ""))),
            "fact": lambda asked: session.write_fact(str(asked.get("text", ""))),
            "acknowledge": lambda asked: session.acknowledge(str(asked.get("reason", ""))),
            "wording": lambda _: marked_wording(session.mark_wording(self._today)),
            "take": lambda asked: self._take(asked["numbers"]),
            "undo": lambda _: f"Taken back: {session.undo()}.",
            "reload": lambda _: "Read again." if session.reload() else "The files are as before.",
        }

    def _set(self, asked: Mapping[str, Any]) -> str:
        dropped = self._session.set_field(str(asked["field"]), self._value(asked))
        return f"Saved. {dropped_paraphrases(dropped)}".strip()

    def _value(self, asked: Mapping[str, Any]) -> str | list[str]:
        field, value = str(asked["field"]), asked["value"]
        if not isinstance(value, str):
            raise EditRefusedError("A field takes a text.")
        return typed_value(field, value, self._session.workspace.days())


def _json(value: Mapping[str, Any], *, status: int = 200) -> web.Response:
    return web.Response(text=json.dumps(value), content_type="application/json", status=status)
