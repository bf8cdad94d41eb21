"""The files of a base on disk, for a review."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.knowledge.files import DiskFolder
from bot.curation.saving import FileEdit, save
from bot.curation.session import WorkspaceStore, changed_files
from bot.curation.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class DiskStore(WorkspaceStore):
    """The files of a base on disk."""

    curated: DiskFolder
    seeds: DiskFolder

    def read(self) -> Workspace:
        """Read all files. Raises KnowledgeError for files that are not YAML."""
        return Workspace.read(self.curated, self.seeds)

    def save(self, before: Workspace, after: Workspace) -> None:
        """Write what differs, as `save` does."""
        pairs = changed_files(before, after).items()
        save([FileEdit(path=self.curated.path / name, before=old, after=new) for name, (old, new) in pairs])
