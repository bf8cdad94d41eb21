"""The edits of a small base, without Discord: for tests of what becomes of them."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bases import write_base

from bot.app.client import BriefingBot
from bot.app.edits.editing import Curator, Editing
from bot.app.error_handler import ErrorHandler
from bot.app.opening import first_base
from bot.app.reload import Reloading
from bot.config import Config, CurationConfig, load_config
from bot.core.factbase.base import Base, Library
from bot.curation.operations import AnyEdit
from bot.curation.results import EditPreview, Published
from bot.storage import Store, StoredEdit

RUTH = Curator(user=11, name="Ruth")
OMAR = Curator(user=12, name="Omar")
NOW = dt.datetime(2031, 3, 10, 9, tzinfo=dt.UTC)


@dataclass(slots=True, kw_only=True)
class Desk:
    """A bot that is not connected, and the edits of its base."""

    bot: BriefingBot
    editing: Editing
    reloading: Reloading
    announced: list[StoredEdit] = field(default_factory=list)

    @property
    def base(self) -> Base:
        return self.bot.bases.default

    @property
    def store(self) -> Store:
        return self.bot.store

    def file(self, name: str) -> Path:
        return self.bot.config.knowledge / name

    async def publish(self, operation: AnyEdit, curator: Curator = RUTH) -> Published:
        """Propose an edit and publish it."""
        preview = await self.editing.propose(operation, curator=curator)
        assert isinstance(preview, EditPreview), preview
        done = await self.editing.publish(preview.edit.id, curator)
        assert isinstance(done, Published), done
        return done


def config_in(folder: Path, *, git: bool = False) -> Config:
    """The config of the small base, written into a folder unless there is one."""
    path = folder / "config.yaml"
    found = load_config(path if path.exists() else write_base(folder))
    return found.model_copy(update={"curation": CurationConfig(git=git)})


@asynccontextmanager
async def desk(config: Config) -> AsyncIterator[Desk]:
    """Start a bot without a connection; it ends as one that is killed does."""
    numbers = itertools.count()
    announced = list[StoredEdit]()

    async def load(_: BriefingBot) -> None:
        """Load no cogs."""

    async def announce(edit: StoredEdit, _base: Base) -> None:
        announced.append(edit)

    library = Library(root=config.root, knowledge=config.knowledge, seeds=config.seeds, vectors=None)
    async with Store.open(config.place) as store:
        bot = BriefingBot(
            base=await first_base(library, store, now=NOW),
            libraries={library.name: library},
            config=config,
            store=store,
            clock=lambda: NOW + dt.timedelta(seconds=next(numbers)),
            error_handler=ErrorHandler(new_id=lambda: "id"),
            load=load,
        )
        reloading = Reloading(bot, library.name)
        editing = Editing(bot, library.name, reloading=reloading, announce=announce)
        await reloading.settle_edits()
        await editing.finish()
        yield Desk(bot=bot, editing=editing, reloading=reloading, announced=announced)
