"""What becomes of an edit that a curator makes on Discord."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.factbase.base import Base, DiskState
from bot.curation.git import Committed, NotCommitted
from bot.curation.operations import AnyEdit, WriteFact
from bot.curation.quote_offers import NoSuchPassage, OfferedQuote
from bot.curation.trial import TriedEdit
from bot.errors import Problem
from bot.storage import StoredEdit


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPreview:
    """What the edit would do. `in_use` is the base that it was compared with.

    `again`: it would do more than its curator has seen. `on_disk`: it is made on other files than those in use.
    `corrected` is the number of posted messages that it would correct, None if the database fails.
    """

    edit: StoredEdit
    operation: AnyEdit
    tried: TriedEdit
    in_use: Base
    again: bool = False
    on_disk: bool = False
    corrected: int | None = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteWrong:
    """The quote is in no source; `offer` is the passage that was probably meant."""

    edit: StoredEdit
    operation: WriteFact
    offer: OfferedQuote | NoSuchPassage


@dataclass(frozen=True, slots=True, kw_only=True)
class EditBroken:
    """With the edit, the files could not be loaded. The curator can write it again."""

    edit: StoredEdit
    operation: AnyEdit
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRefused:
    """The edit cannot be made, and why."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryChanged:
    """Somebody else has edited the entry since its curator opened it: its text now, and what the edit would make."""

    entry: str
    now: str
    wanted: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesChanged:
    """An edit cannot be undone, because its lines have changed since: by other edits, or on disk if `by` is empty."""

    path: str
    by: tuple[StoredEdit, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskDiffers:
    """The files on disk are not those in use: the curator may load them first, or make the edit on top of them."""

    edit: StoredEdit
    disk: DiskState


class EditGone:
    """The edit was published, cancelled or has expired, or another user has prepared it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotWritten:
    """The files could not be written, and why; nothing has changed."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overtaken:
    """Another process has loaded a base since the edit was prepared. Nothing has changed; it can be published again."""

    edit: StoredEdit


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The edit is served. `recorded`: the store has it; `kept`: it is in the store and not in the files on disk.

    `corrected` is the number of posted messages that the bot edits now, None if the database fails. `git` is None
    where edits are not committed, or the files were not written.
    """

    edit: StoredEdit
    tried: TriedEdit
    recorded: bool
    kept: bool
    corrected: int | None
    git: Committed | NotCommitted | None


ShownEdit = EditPreview | QuoteWrong | EditBroken | EditRefused | EntryChanged | LinesChanged | DiskDiffers | Overtaken
"""What is shown of an edit that is to be published."""

Proposed = ShownEdit | EditGone
"""What a curator gets for an edit that is to be published."""

Publication = Published | Proposed | NotWritten
"""What becomes of an edit that a curator publishes."""
