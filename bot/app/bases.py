"""The bases that the bot answers from: the default one from the start, each other one from its first use on."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from bot.app.opening import first_base
from bot.app.settings import ServerSettingsCache
from bot.app.timeouts import Sleep, done_within, end_tasks
from bot.config import BaseConfig, Config
from bot.core.factbase.base import Base, Library
from bot.errors import KnowledgeError, Problem, RefusedError, StoreError
from bot.storage import Store
from bot.ui import custom_ids

RETRY: Final = dt.timedelta(minutes=1)
"""How long a base that cannot be loaded is left alone: each try reads all its files."""

_log = logging.getLogger(__name__)


class Bases:
    """The bases in use by name, and what it takes to load the others. A reload or a rollback replaces one as a whole.

    Take a base once for each interaction, as RequestContext does, so that no answer mixes two bases or revisions.
    `libraries` open the bases by name; `clock` returns aware instants.
    """

    def __init__(  # noqa: PLR0913 - the parts of the client
        self,
        default: Base,
        libraries: Mapping[str, Library],
        *,
        config: Config,
        settings: ServerSettingsCache,
        store: Store,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._default = default.name
        self._libraries = dict(libraries)
        self._config = config
        self._settings = settings
        self._store = store
        self._clock = clock
        self._served = {default.name: default}
        self._problems: dict[str, tuple[Problem, ...]] = {}
        self._failed: dict[str, dt.datetime] = {}
        self._loading: dict[str, asyncio.Task[None]] = {}
        self._one_at_a_time = asyncio.Lock()
        self._listeners: list[Callable[[], None]] = []
        self._taken: dict[str, Base] = {}

    @property
    def default(self) -> Base:
        """The base of direct messages, and of each server that has chosen no other."""
        return self._served[self._default]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all bases of the config, in its order."""
        return tuple(self._libraries)

    def allowed(self, guild: int) -> tuple[str, ...]:
        """Return the names of the bases that a server may choose."""
        return tuple(name for name in self._libraries if self._may_use(name, guild))

    def name_of(self, guild: int | None) -> str:
        """Return the name of a server's base: the one that it has chosen and may use, or else the default one."""
        chosen = self._settings.of(guild).base
        return chosen if chosen is not None and guild is not None and self._may_use(chosen, guild) else self._default

    def of(self, guild: int | None) -> Base:
        """Return the base of a server; the default one for direct messages. Raises RefusedError as `get` does."""
        return self.get(self.name_of(guild))

    @property
    def served(self) -> tuple[Base, ...]:
        """The bases in use."""
        return tuple(self._served.values())

    def get(self, name: str) -> Base:
        """Return the base of this name. Raises RefusedError if it is not loaded: see `load`."""
        base = self._served.get(name)
        if base is not None:
            return base
        if name in self._failed or name not in self._libraries:
            raise RefusedError("base_unavailable")
        raise RefusedError("base_loading")

    async def loaded(self, name: str) -> Base:
        """Return the base of this name, loaded first if this is its first use. Raises RefusedError if it cannot be."""
        await self.load(name)
        return self.get(name)

    def name_of_mark(self, mark: str) -> str | None:
        """Return the name of the base that has a mark in custom_ids; None if the config has no such base."""
        return next((name for name in self._libraries if custom_ids.mark_of(name) == mark), None)

    async def of_message(self, guild: int | None, custom_id: str) -> Base:
        """Return the base that a button or a menu is of; that of the server if it is of none.

        In a direct message it may be of any base: the bot has sent it there. Raises RefusedError if the server has
        another base by now, if the config has no such base any more, and as `get` does.
        """
        present, mark = self.name_of(guild), custom_ids.read_mark(custom_id)
        if mark == custom_ids.mark_of(present) or not custom_ids.parse(custom_id).of_base:
            return self.get(present)
        found = self.name_of_mark(mark)
        if guild is not None or found is None:
            raise RefusedError("base_changed")
        return await self.loaded(found)

    def in_use(self, name: str) -> bool:
        """Return whether a base is loaded."""
        return name in self._served

    def has_failed(self, name: str) -> bool:
        """Return whether the last attempt to load a base has failed."""
        return name in self._failed

    def put(self, base: Base) -> None:
        """Use a base from now on, in the place of the one with its name."""
        self._served[base.name] = base
        self._failed.pop(base.name, None)
        self._problems.pop(base.name, None)
        for tell in self._listeners:
            tell()

    def listen(self, tell: Callable[[], None]) -> None:
        """Call `tell` each time that a base is put into use."""
        self._listeners.append(tell)

    @contextlib.contextmanager
    def taking(self, base: Base) -> Iterator[None]:
        """Record the load of a base in the block, and then use it: meanwhile, nobody has to follow that load."""
        self._taken[base.name] = base
        try:
            yield
        finally:
            del self._taken[base.name]
        self.put(base)

    def taken(self, name: str) -> tuple[Base, ...]:
        """Return the base of this name that is in use, and the one that is about to be."""
        return tuple(base for base in (self._served.get(name), self._taken.get(name)) if base is not None)

    def put_library(self, library: Library) -> None:
        """Open a base with this library from now on, in the place of the one with its name."""
        self._libraries[library.name] = library

    def library(self, name: str) -> Library:
        """Return the library that opens a base."""
        return self._libraries[name]

    def problems(self, name: str) -> tuple[Problem, ...]:
        """Return why a base could not be loaded; empty if it is in use or was never needed."""
        return self._problems.get(name, ())

    async def load(self, name: str) -> None:
        """Load a base at its first use. Raises nothing: if it cannot be loaded, `get` says so."""
        loading = self._start(name)
        if loading is not None:
            # Whoever no longer waits must not take the base from the others.
            await asyncio.shield(loading)

    async def load_again(self, name: str) -> bool:
        """Load a base that is not in use, however lately that has failed. Return whether it is in use now."""
        self._failed.pop(name, None)
        await self.load(name)
        return name in self._served

    async def load_within(self, seconds: float, name: str, *, sleep: Sleep) -> None:
        """Load a base at its first use, and wait at most so many seconds for it."""
        loading = self._start(name)
        if loading is not None:
            await done_within(seconds, loading, sleep=sleep)

    async def stop(self) -> None:
        """Stop waiting for the bases that are being loaded."""
        await end_tasks(*self._loading.values())

    def _may_use(self, name: str, guild: int) -> bool:
        base: BaseConfig | None = self._config.served.get(name)
        return base is not None and base.allows(guild)

    def _start(self, name: str) -> asyncio.Task[None] | None:
        """Return the task that loads a base; None if there is nothing to wait for."""
        failed = self._failed.get(name)
        if (
            name not in self._libraries
            or name in self._served
            or (failed is not None and failed <= self._clock() < failed + RETRY)
        ):
            return None
        if name not in self._loading:
            task = asyncio.create_task(self._load(name), name=f"base {name}")
            self._loading[name] = task
            task.add_done_callback(lambda _: self._loading.pop(name, None))
        return self._loading[name]

    async def _load(self, name: str) -> None:
        async with self._one_at_a_time:
            try:
                base = await first_base(self._libraries[name], self._store, now=self._clock())
            except KnowledgeError as error:
                self._note(name, error.problems)
                for problem in error.problems:
                    _log.error("%s", problem)
                _log.error("base %s cannot be loaded; problems of its files: %d", name, len(error.problems))
            except (OSError, StoreError) as error:
                self._note(name, ())
                _log.error("base %s cannot be loaded: %s", name, error)
            except Exception:  # noqa: BLE001 - those who wait for the base get an error, and the other bases still serve
                self._note(name, ())
                _log.exception("base %s cannot be loaded because of a defect", name)
            else:
                self.put(base)
                facts, revision = len(base.knowledge.facts), base.knowledge.revision[:12]
                _log.info("base %s loaded at its first use: facts: %d, revision %s", name, facts, revision)

    def _note(self, name: str, problems: tuple[Problem, ...]) -> None:
        self._failed[name] = self._clock()
        self._problems[name] = problems
